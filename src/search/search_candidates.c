#include "search/search_candidates.h"
#include "match/match_fact.h"

#include <stdlib.h>
#include <string.h>

enum {
    REQUIRED_STEP = 32,           /* own evidence is looked up in steps of this */
    REQUIRED_MAX = 96 * WEIGHT_MAX / REQUIRED_STEP + 2
};

/* What is known of a name while the postings are read. */
typedef struct name_sum {
    evidence sum;    /* of the tokens that are done */
    uint16_t round;  /* the query token that was last seen here, counted from 1 */
    uint16_t query;  /* the query that this belongs to */
    evidence best;   /* of that token */
} name_sum;

/* An entry that a segment of the query can meet, and the most that it gains. */
typedef struct reached {
    const uint32_t *postings;
    uint32_t count;
    evidence gain;
} reached;

typedef struct token_reach {
    ARRAY(reached) list;
    evidence most;
} token_reach;

struct search_scratch {
    cost_walk walk;
    name_sum *sums;        /* by name */
    size_t name_count;
    uint16_t query;
    ARRAY(uint32_t) touched;
    token_reach tokens[NAME_TOKENS_MAX];
    int32_t threshold;     /* that required was made for */
    evidence required[REQUIRED_MAX];
    bool no_memory;
};

search_scratch *search_scratch_new(const search_index *index)
{
    search_scratch *s = calloc(1, sizeof *s);
    if (!s)
        return NULL;
    s->name_count = index->name_count;
    s->sums = calloc(s->name_count + 1, sizeof *s->sums);
    if (!s->sums) {
        free(s);
        return NULL;
    }
    return s;
}

void search_scratch_free(search_scratch *s)
{
    if (!s)
        return;
    for (size_t i = 0; i < NAME_TOKENS_MAX; i++)
        ARRAY_FREE(&s->tokens[i].list);
    ARRAY_FREE(&s->touched);
    free(s->sums);
    free(s);
}

/* ---------------------------------------------------------------- what a name needs */

/* Less own evidence needs less net: a step's lower end is a bound for the whole step. */
static void set_threshold(search_scratch *s, int32_t threshold)
{
    if (s->threshold == threshold)
        return;
    s->threshold = threshold;
    for (size_t i = 0; i < REQUIRED_MAX; i++)
        s->required[i] = score_least_net(threshold, (evidence)(i * REQUIRED_STEP));
}

static evidence required(const search_scratch *s, uint32_t own)
{
    size_t step = own / REQUIRED_STEP;
    return s->required[step < REQUIRED_MAX ? step : REQUIRED_MAX - 1];
}

/* ---------------------------------------------------------------- walking the vocabulary */

static void reach_entry(search_scratch *s, token_reach *token, const search_vocabulary *v, size_t entry, evidence gain)
{
    const search_entry *e = &v->entries[entry];
    if (gain <= 0)
        return;
    reached *r = ARRAY_ADD(&token->list);
    if (!r) {
        s->no_memory = true;
        return;
    }
    *r = (reached){v->postings + e->posting, e->postings, gain};
    if (gain > token->most)
        token->most = gain;
}

/* The next entry that does not share the first depth symbols with entry i: near ones one by one, far ones by doubling steps. */
static size_t skip_prefix(const search_vocabulary *v, size_t i, size_t depth)
{
    size_t end = i + 1;
    for (size_t near = 0; near < 64; near++, end++)
        if (end >= v->entry_count || v->shared[end] < depth)
            return end;
    const search_entry *first = &v->entries[i];
    const symbol *prefix = v->symbols + first->symbols;
    size_t low = end - 1, step = 64;
    for (;; step *= 2) { /* low shares the prefix */
        size_t at = low + step;
        if (at >= v->entry_count)
            break;
        const search_entry *e = &v->entries[at];
        if (e->script != first->script || e->count < depth || memcmp(v->symbols + e->symbols, prefix, depth * sizeof(symbol)) != 0)
            break;
        low = at;
    }
    size_t high = low + step < v->entry_count ? low + step : v->entry_count;
    while (low + 1 < high) {
        size_t middle = low + (high - low) / 2;
        const search_entry *e = &v->entries[middle];
        if (e->script == first->script && e->count >= depth && memcmp(v->symbols + e->symbols, prefix, depth * sizeof(symbol)) == 0)
            low = middle;
        else
            high = middle;
    }
    return high;
}

/* First entry of a script. */
static size_t script_start(const search_vocabulary *v, unsigned script)
{
    size_t low = 0, high = v->entry_count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (v->entries[middle].script < script)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

typedef evidence (*gain_call)(const void *context, const search_entry *entry, uint8_t cost);

typedef struct walk_order {
    const cost_pattern *pattern;
    gain_call gain;
    evidence weight; /* of the query's segment */
} walk_order;

static void walk_script(search_scratch *s, token_reach *token, const search_vocabulary *v, script_id script, const walk_order *order)
{
    size_t i = script_start(v, script), end = script_start(v, (unsigned)script + 1);
    if (i == end || !cost_begin(&s->walk, order->pattern, script))
        return;
    while (i < end) {
        const search_entry *e = &v->entries[i];
        const symbol *symbols = v->symbols + e->symbols;
        size_t depth = v->shared[i] < s->walk.depth ? v->shared[i] : s->walk.depth;
        cost_back(&s->walk, depth);
        bool alive = true;
        while (alive && depth < e->count)
            alive = cost_step(&s->walk, symbols[depth++]);
        if (alive) {
            uint8_t cost = cost_end(&s->walk);
            if (cost != COST_NONE)
                reach_entry(s, token, v, i, order->gain(&order->weight, e, cost));
            i++;
        } else {
            i = skip_prefix(v, i, depth);
            cost_back(&s->walk, depth - 1); /* the letter that led nowhere is not part of a shared prefix that goes on */
        }
    }
}

static void walk_vocabulary(search_scratch *s, token_reach *token, const search_vocabulary *v, const walk_order *order)
{
    for (int script = SCRIPT_LATIN; script < SCRIPT_COUNT; script++)
        walk_script(s, token, v, (script_id)script, order);
}

static evidence single_gain(const void *context, const search_entry *entry, uint8_t cost)
{
    const evidence *weight = context;
    if (cost == 0)
        return entry->weight; /* the same letters give the listed token's whole weight */
    return gain_of(*weight < entry->weight ? *weight : entry->weight, cost);
}

static evidence split_gain(const void *context, const search_entry *entry, uint8_t cost)
{
    (void)context;
    return gain_of(entry->weight, cost) - EVIDENCE_JOIN;
}

static evidence joined_gain(const void *context, const search_entry *entry, uint8_t cost)
{
    const evidence *weight = context;
    return gain_of(*weight < entry->weight ? *weight : entry->weight, cost) - EVIDENCE_JOIN;
}

/* ---------------------------------------------------------------- one query token */

static void reach_class(search_scratch *s, token_reach *token, const search_index *index, const name_token *q)
{
    size_t low = 0, high = index->class_count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (index->classes[middle].class_id < q->class_id)
            low = middle + 1;
        else
            high = middle;
    }
    for (; low < index->class_count && index->classes[low].class_id == q->class_id; low++) {
        uint16_t weight = index->single.entries[index->classes[low].entry].weight;
        reach_entry(s, token, &index->single, index->classes[low].entry, q->weight < weight ? q->weight : weight);
    }
}

/* Entries of one letter, for a query token that begins with it; or, for an initial, every entry that it begins. */
static void reach_initials(search_scratch *s, token_reach *token, const search_index *index, const name_token *q, symbol first)
{
    const search_vocabulary *v = &index->single;
    if (q->script != SCRIPT_LATIN || table_letter(first) < 0)
        return;
    size_t end = script_start(v, SCRIPT_LATIN + 1);
    for (size_t i = script_start(v, SCRIPT_LATIN); i < end; i++) {
        const search_entry *e = &v->entries[i];
        if (v->symbols[e->symbols] != first || (q->count > 1 && e->count > 1))
            continue;
        evidence gain = q->weight < e->weight ? q->weight : e->weight;
        reach_entry(s, token, v, i, gain < EVIDENCE_INITIAL ? gain : EVIDENCE_INITIAL);
    }
}

static evidence weight_of(const prepared_name *name, const match_segment *segment)
{
    evidence sum = 0;
    for (size_t i = 0; i < segment->count; i++)
        sum += name->tokens[(segment->first + i) % name->head->token_count].weight;
    return sum;
}

static void reach_token(search_scratch *s, const search_index *index, const match_plan *plan, size_t i)
{
    const name_token *q = &plan->name.tokens[i];
    token_reach *token = &s->tokens[i];
    const match_segment *segment = &plan->segments[i];
    walk_order single = {&segment->pattern, single_gain, q->weight}, split = {&segment->joined, split_gain, q->weight};
    token->list.count = 0;
    token->most = 0;
    walk_vocabulary(s, token, &index->single, &single);
    walk_vocabulary(s, token, &index->joined, &split);
    if (q->class_id)
        reach_class(s, token, index, q);
    reach_initials(s, token, index, q, token_symbols(&plan->name, i)[0]);
    for (size_t k = plan->name.head->token_count; k < plan->segment_count; k++)
        if (plan->segments[k].first == i) {
            walk_order joined = {&plan->segments[k].pattern, joined_gain, weight_of(&plan->name, &plan->segments[k])};
            walk_vocabulary(s, token, &index->single, &joined);
        }
}

/* ---------------------------------------------------------------- summing */

static void begin_query(search_scratch *s)
{
    s->touched.count = 0;
    s->no_memory = false;
    if (++s->query == 0) { /* after 65,535 queries the marks begin anew */
        memset(s->sums, 0, (s->name_count + 1) * sizeof *s->sums);
        s->query = 1;
    }
}

typedef struct summing {
    const search_index *index;
    evidence later; /* the most that the tokens still to come can give */
    bool facts;
    uint16_t round;
} summing;

static bool can_reach(const search_scratch *s, const summing *now, uint32_t name, evidence sum)
{
    uint32_t own = now->index->names[name].weight;
    evidence best = now->facts ? facts_best(sum, (evidence)own) : sum;
    return best >= required(s, own);
}

static void add_posting(search_scratch *s, const summing *now, uint32_t name, evidence gain)
{
    name_sum *sum = &s->sums[name];
    if (sum->query != s->query) {
        if (!can_reach(s, now, name, gain + now->later))
            return;
        uint32_t *touched = ARRAY_ADD(&s->touched);
        if (!touched) {
            s->no_memory = true;
            return;
        }
        *touched = name;
        *sum = (name_sum){.query = s->query};
    }
    if (sum->round != now->round) {
        sum->round = now->round;
        sum->best = 0;
    }
    if (gain > sum->best) {
        sum->sum += gain - sum->best;
        sum->best = gain;
    }
}

static void add_token(search_scratch *s, const summing *now, const token_reach *token)
{
    for (size_t r = 0; r < token->list.count; r++)
        for (uint32_t p = 0; p < token->list.at[r].count; p++)
            add_posting(s, now, token->list.at[r].postings[p], token->list.at[r].gain);
}

/* Query tokens by the most that they can give, greatest first. */
static void order_tokens(const search_scratch *s, uint8_t *order, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        size_t at = i;
        while (at && s->tokens[order[at - 1]].most < s->tokens[i].most) {
            order[at] = order[at - 1];
            at--;
        }
        order[at] = (uint8_t)i;
    }
}

static int compare_names(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

static void keep_reaching(search_scratch *s, const summing *now)
{
    size_t kept = 0;
    for (size_t i = 0; i < s->touched.count; i++)
        if (can_reach(s, now, s->touched.at[i], s->sums[s->touched.at[i]].sum))
            s->touched.at[kept++] = s->touched.at[i];
    s->touched.count = kept;
    if (kept)
        qsort(s->touched.at, kept, sizeof *s->touched.at, compare_names);
}

bool search_candidates(search_scratch *s, const search_index *index, const match_plan *plan, int32_t threshold, bool facts,
                       const uint32_t **names, size_t *count)
{
    size_t n = plan->name.head->token_count;
    uint8_t order[NAME_TOKENS_MAX];
    summing now = {.index = index, .facts = facts};
    begin_query(s);
    set_threshold(s, threshold);
    for (size_t i = 0; i < n; i++) {
        reach_token(s, index, plan, i);
        now.later += s->tokens[i].most;
    }
    order_tokens(s, order, n);
    for (size_t i = 0; i < n; i++) {
        now.round = (uint16_t)(i + 1);
        now.later -= s->tokens[order[i]].most;
        add_token(s, &now, &s->tokens[order[i]]);
    }
    keep_reaching(s, &now);
    *names = s->touched.at;
    *count = s->touched.count;
    return !s->no_memory;
}
