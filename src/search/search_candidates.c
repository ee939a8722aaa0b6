#include "search/search_candidates.h"
#include "search/search_memo.h"
#include "match/match_fact.h"

#include <stdlib.h>
#include <string.h>

enum {
    NAME_WEIGHT_MIN = 60, /* the lightest name is a title alone */
    REQUIRED_STEP = 64,   /* own evidence is looked up in steps of this */
    REQUIRED_MAX = 96 * WEIGHT_MAX / REQUIRED_STEP + 2
};

/* What is known of a name while the postings are read. */
typedef struct name_sum {
    evidence sum;   /* of the tokens that are done */
    uint16_t round; /* the query token that was last seen here, counted from 1 */
    uint16_t query; /* the query that this belongs to */
    evidence best;  /* of that token */
} name_sum;

/* An entry that a segment of the query can meet, and the most that it gains. */
typedef struct reached {
    const uint32_t *postings;
    uint32_t count;
    evidence gain;
} reached;

typedef struct token_reach {
    ARRAY(reached) list;
    evidence most;     /* of the list */
    evidence residual; /* the most that a pair which is not in the list can gain */
} token_reach;

struct search_scratch {
    search_memo *memo;
    name_sum *sums; /* by name */
    size_t name_count;
    uint16_t query;
    ARRAY(uint32_t) touched;
    token_reach tokens[NAME_TOKENS_MAX];
    int32_t threshold; /* that required was made for */
    evidence required[REQUIRED_MAX];
    uint16_t loss[2][REQUIRED_MAX]; /* greatest share of own, in thousandths, that may be lost up to here: without and with facts */
    bool no_memory;
};

search_scratch *search_scratch_new(const search_index *index)
{
    search_scratch *s = calloc(1, sizeof *s);
    if (!s)
        return NULL;
    s->name_count = index->name_count;
    s->sums = calloc(s->name_count + 1, sizeof *s->sums);
    s->memo = search_memo_new(index);
    if (s->sums && s->memo)
        return s;
    search_scratch_free(s);
    return NULL;
}

void search_scratch_free(search_scratch *s)
{
    if (!s)
        return;
    for (size_t i = 0; i < NAME_TOKENS_MAX; i++)
        ARRAY_FREE(&s->tokens[i].list);
    ARRAY_FREE(&s->touched);
    search_memo_free(s->memo);
    free(s->sums);
    free(s);
}

/* ---------------------------------------------------------------- what a name needs */

/* Thousandths that may be lost at most by a name whose own evidence lies in a step. The more evidence a name has, the more of it may be
   lost (score_of gets less steep), so the step's upper end decides, but for the rounding of one hundredth of a bit. */
static uint16_t loss_in_step(int32_t threshold, size_t step, bool facts)
{
    evidence low = step ? (evidence)(step * REQUIRED_STEP) : NAME_WEIGHT_MIN, high = (evidence)((step + 1) * REQUIRED_STEP - 1);
    evidence needed = score_least_net(threshold, high);
    if (facts)
        needed = facts_least(needed);
    int64_t loss = 1001 + 1000 / low - (int64_t)needed * 1000 / high;
    return loss > 1000 ? 1000 : (uint16_t)loss;
}

/* Less own evidence needs less net: a step's lower end is a bound for the whole step. */
static void set_threshold(search_scratch *s, int32_t threshold)
{
    uint16_t most[2] = {0, 0};
    if (s->threshold == threshold)
        return;
    s->threshold = threshold;
    for (size_t i = 0; i < REQUIRED_MAX; i++) {
        s->required[i] = score_least_net(threshold, (evidence)(i * REQUIRED_STEP));
        for (int facts = 0; facts < 2; facts++) {
            uint16_t loss = loss_in_step(threshold, i, facts);
            most[facts] = loss > most[facts] ? loss : most[facts];
            s->loss[facts][i] = most[facts];
        }
    }
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

/* First entry of the Latin ones that begins with this letter or a later one. */
static size_t letter_start(const search_vocabulary *v, symbol letter)
{
    size_t low = search_script_start(v, SCRIPT_LATIN), high = search_script_start(v, SCRIPT_LATIN + 1);
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (v->symbols[v->entries[middle].symbols] < letter)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

typedef evidence (*gain_call)(evidence weight, const search_entry *entry, uint8_t cost, bool reading);

/* Adds what a pattern meets in a vocabulary, with what each gains for a segment of this weight. */
static void walk_vocabulary(search_scratch *s, token_reach *token, const search_vocabulary *v, const cost_pattern *pattern, gain_call gain,
                            evidence weight)
{
    size_t count;
    const search_met *met = search_meet(s->memo, v, pattern, &count);
    if (!met) {
        s->no_memory = true;
        return;
    }
    for (size_t i = 0; i < count; i++)
        if (met[i].cost <= pattern->limit)
            reach_entry(s, token, v, met[i].entry,
                        gain(weight, &v->entries[met[i].entry], (uint8_t)met[i].cost, pattern->script != v->entries[met[i].entry].script));
}

static evidence single_gain(evidence weight, const search_entry *entry, uint8_t cost, bool reading)
{
    if (cost == 0)
        return entry->weight; /* the same letters give the listed token's whole weight */
    return gain_of(weight < entry->weight ? weight : entry->weight, cost, reading);
}

/* Taken where the alignment always takes it: Latin over Latin. */
static evidence join_charge(const search_entry *entry, uint8_t cost, bool reading)
{
    if (reading || entry->script != SCRIPT_LATIN)
        return 0;
    return join_taken(cost);
}

static evidence split_gain(evidence weight, const search_entry *entry, uint8_t cost, bool reading)
{
    (void)weight; /* what is written as one word counts by the listed words */
    return gain_of(entry->weight, cost, reading) - join_charge(entry, cost, reading);
}

static evidence joined_gain(evidence weight, const search_entry *entry, uint8_t cost, bool reading)
{
    evidence lesser = weight < entry->weight ? weight : entry->weight;
    return gain_of(reading ? lesser : joined_weight(entry->weight, weight, cost), cost, reading) - join_charge(entry, cost, reading);
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

/* The entry of one letter, for a query token that begins with it; for an initial, every entry that it begins. */
static void reach_initials(search_scratch *s, token_reach *token, const search_index *index, const name_token *q, symbol first)
{
    const search_vocabulary *v = &index->single;
    if (q->script != SCRIPT_LATIN || table_letter(first) < 0)
        return;
    size_t end = search_script_start(v, SCRIPT_LATIN + 1);
    for (size_t i = letter_start(v, first); i < end && v->symbols[v->entries[i].symbols] == first; i++) {
        const search_entry *e = &v->entries[i];
        evidence gain = q->weight < e->weight ? q->weight : e->weight;
        if (q->count > 1 && e->count > 1)
            return;
        reach_entry(s, token, v, i, gain < EVIDENCE_INITIAL ? gain : EVIDENCE_INITIAL);
    }
}

/* First Latin entry that is not before these letters. */
static size_t prefix_start(const search_vocabulary *v, const symbol *letters, size_t count)
{
    size_t low = search_script_start(v, SCRIPT_LATIN), high = search_script_start(v, SCRIPT_LATIN + 1);
    while (low < high) {
        size_t middle = (low + high) / 2;
        const search_entry *e = &v->entries[middle];
        const symbol *s = v->symbols + e->symbols;
        size_t n = 0;
        while (n < count && n < e->count && s[n] == letters[n])
            n++;
        if (n < count && (n == e->count || s[n] < letters[n]))
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* Entries that begin like a query token. */
static void reach_starts(search_scratch *s, token_reach *token, const search_index *index, const match_plan *plan, size_t i)
{
    const search_vocabulary *v = &index->single;
    const name_token *q = &plan->name.tokens[i];
    const symbol *letters = token_symbols(&plan->name, i);
    if (q->script != SCRIPT_LATIN || q->count < START_LETTERS_MIN || (q->roles & (ROLE_NUMBER | ROLE_INITIAL)) || !token_is_content(q))
        return;
    size_t end = search_script_start(v, SCRIPT_LATIN + 1);
    for (size_t k = prefix_start(v, letters, START_LETTERS_MIN); k < end; k++) {
        const search_entry *e = &v->entries[k];
        const symbol *other = v->symbols + e->symbols;
        if (e->count < START_LETTERS_MIN || memcmp(other, letters, START_LETTERS_MIN * sizeof *letters) != 0)
            break;
        if (words_begin_alike(letters, q->count, other, e->count, plan->name.head->kind != NAME_PERSON))
            reach_entry(s, token, v, k, (q->weight < e->weight ? q->weight : e->weight) * START_PERCENT / 100);
    }
}

static evidence weight_of(const prepared_name *name, const match_segment *segment)
{
    evidence sum = 0;
    for (size_t i = 0; i < segment->count; i++)
        sum += name->tokens[(segment->first + i) % name->head->token_count].weight;
    return sum;
}

/* Pairs of which one side is joined, all of them. */
static void reach_joined(search_scratch *s, const search_index *index, const match_plan *plan, size_t i)
{
    token_reach *token = &s->tokens[i];
    token->list.count = 0;
    token->most = 0;
    walk_vocabulary(s, token, &index->joined, &plan->segments[i].joined, split_gain, plan->name.tokens[i].weight);
    for (size_t k = plan->name.head->token_count; k < plan->segment_count; k++)
        if (plan->segments[k].first == i)
            walk_vocabulary(s, token, &index->single, &plan->segments[k].pattern, joined_gain,
                            plan_weight((script_id)plan->segments[k].script, weight_of(&plan->name, &plan->segments[k])));
}

/* The least that is taken for any other spelling of this token. */
static evidence respelling(const match_plan *plan, const name_token *q)
{
    if (plan->name.head->kind != NAME_ORGANIZATION || q->script != SCRIPT_LATIN)
        return 0;
    return q->count <= SHORT_LETTERS ? EVIDENCE_RESPELT_SHORT : EVIDENCE_RESPELT;
}

static evidence weight_of_token(const match_plan *plan, size_t i)
{
    const name_token *q = &plan->name.tokens[i];
    return plan_weight((script_id)q->script, q->weight);
}

/* Narrows the limits of a pattern to what takes no more than `lost`. False when they were as narrow before. */
static bool narrow(const match_plan *plan, size_t i, evidence lost, cost_pattern *pattern)
{
    evidence spelling =
        lost - respelling(plan, &plan->name.tokens[i]); /* what is left for errors; the same letters cost nothing in any case */
    uint8_t limit = spelling > 0 ? cost_that_takes(spelling, false) : 0, reading_limit = cost_that_takes(lost, true);
    bool closer = limit < pattern->limit || reading_limit < pattern->reading_limit;
    pattern->limit = limit < pattern->limit ? limit : pattern->limit;
    pattern->reading_limit = reading_limit < pattern->reading_limit ? reading_limit : pattern->reading_limit;
    return closer;
}

/* The most that a pair can give which loses more than `lost`. */
static evidence residual_of(const match_plan *plan, size_t i, evidence lost)
{
    cost_pattern pattern = plan->segments[i].pattern;
    evidence residual = narrow(plan, i, lost, &pattern) ? weight_of_token(plan, i) - lost : 0, least = LIGHT_WEIGHT;
    if (plan->name.tokens[i].roles & ROLE_INITIAL)
        least = EVIDENCE_INITIAL;
    return residual > least ? residual : least;
}

/* Pairs of single tokens that lose no more than `lost`; what the others could give is the residual. */
static void reach_single(search_scratch *s, const search_index *index, const match_plan *plan, size_t i, evidence lost)
{
    const name_token *q = &plan->name.tokens[i];
    token_reach *token = &s->tokens[i];
    cost_pattern close = plan->segments[i].pattern;
    evidence weight = weight_of_token(plan, i);
    (void)narrow(plan, i, lost, &close);
    token->residual = residual_of(plan, i, lost);
    walk_vocabulary(s, token, &index->single, &close, single_gain, weight);
    if (token->residual < weight * START_PERCENT / 100)
        reach_starts(s, token, index, plan, i);
    if (q->class_id)
        reach_class(s, token, index, q);
    reach_initials(s, token, index, q, token_symbols(&plan->name, i)[0]);
}

/* The most that a query can find, were every token there: no name that needs more can be reached. */
typedef struct query_reach {
    evidence most;  /* of all tokens */
    evidence heavy; /* of those that lead to names by themselves */
    evidence least; /* of one of those */
} query_reach;

static query_reach reach_of_query(const search_scratch *s, const match_plan *plan)
{
    query_reach r = {0, 0, INT32_MAX};
    for (size_t i = 0; i < plan->name.head->token_count; i++) {
        const name_token *q = &plan->name.tokens[i];
        evidence most = q->script == SCRIPT_LATIN ? (evidence)table_latin_weight(token_symbols(&plan->name, i), q->count) : WEIGHT_MAX;
        most = most > q->weight ? most : q->weight;
        most = s->tokens[i].most > most ? s->tokens[i].most : most;
        r.most += most;
        if (most <= LIGHT_WEIGHT)
            continue;
        r.heavy += most;
        r.least = most < r.least ? most : r.least;
    }
    return r;
}

/* The most listed evidence that pairs of this query can cover: a single listed word weighs WEIGHT_MAX at most, joined ones what was met. */
static evidence most_covered(const search_scratch *s, size_t tokens)
{
    evidence sum = 0;
    for (size_t i = 0; i < tokens; i++) {
        evidence joined = s->tokens[i].most ? s->tokens[i].most + gain_lost(COST_NONE, true) + EVIDENCE_JOIN : 0;
        sum += joined > WEIGHT_MAX ? joined : WEIGHT_MAX;
    }
    return sum;
}

/* Thousandths of their listed words' evidence that the pairs may lose together, in a name whose own evidence lies in this step. What the
   pairs do not cover is left out, and costs OMIT_LISTED_PERCENT. The pairs may hold forms and particles, one for each query token and, in a
   name that is not light, an eighth of it at most: so much the more may the other words lose. */
static int64_t loss_of_pairs(const search_scratch *s, size_t step, evidence covered, size_t tokens, bool facts)
{
    int64_t low = (int64_t)step * REQUIRED_STEP, high = low + REQUIRED_STEP - 1;
    int64_t needed = facts ? facts_least(s->required[step]) : s->required[step], loss = s->loss[facts][step];
    if (covered && low > covered)
        loss = 1000 + 10 * OMIT_LISTED_PERCENT - (1000 * needed + 10 * OMIT_LISTED_PERCENT * low) / covered + 2;
    int64_t words = high < covered ? high : covered, light = high / LIGHT_SHARE_DIVISOR, by_query = (int64_t)tokens * LIGHT_WEIGHT;
    light = (light < by_query ? light : by_query) + 1;
    return loss <= 0 ? 0 : words <= light ? 1000 : loss * words / (words - light) + 2;
}

/* The same, seen from the query: its tokens can find `most` together and must find what the name needs, so one of the heavy ones finds at
   least this much less than the most that it can. No answer (1000) where so little of it would do that a form or particle could be it. */
static int64_t loss_of_query(const search_scratch *s, size_t step, const query_reach *r, bool facts)
{
    int64_t needed = facts ? facts_least(s->required[step]) : s->required[step];
    if (r->heavy == 0)
        return 1000;
    int64_t loss = 1000 * (r->most - needed) / r->heavy + 2;
    return loss >= 1000 || (1000 - loss) * r->least <= 1000 * LIGHT_WEIGHT ? 1000 : loss;
}

/* The greatest loss over all names that the query could reach; of the two views, the closer one holds for each name. */
static uint32_t loss_for(const search_scratch *s, const match_plan *plan, bool facts)
{
    size_t tokens = plan->name.head->token_count;
    query_reach reach = reach_of_query(s, plan);
    evidence covered = most_covered(s, tokens);
    int64_t loss = 0;
    for (size_t step = 0; step < REQUIRED_MAX; step++) {
        if ((facts ? facts_least(s->required[step]) : s->required[step]) > reach.most)
            break;
        int64_t one = loss_of_pairs(s, step, covered, tokens, facts), other = loss_of_query(s, step, &reach, facts);
        one = other < one ? other : one;
        loss = one > loss ? one : loss;
    }
    return (uint32_t)(loss < 1000 ? loss : 1000);
}

/* ---------------------------------------------------------------- which tokens may lose it

   When every token may lose its share, long names are walked with wide limits for all their tokens, which is slow. It is enough that what
   no list holds cannot add up to what a name needs: so all but the lightest tokens are held to limits below COST_DEAR, and the lightest,
   which is met most often and remembered, may lose the more. */

/* The most that a token may lose with a limit below COST_DEAR. */
static evidence lost_before_dear(const match_plan *plan, size_t i)
{
    return plan->name.tokens[i].script == SCRIPT_LATIN ? gain_lost(COST_DEAR - 2, false) + respelling(plan, &plan->name.tokens[i])
                                                       : weight_of_token(plan, i);
}

/* What the least demanding name needs of those that tokens losing this share (in thousandths) do not cover; 0: there is none. */
static evidence least_uncovered(const search_scratch *s, const match_plan *plan, int64_t share, bool facts)
{
    size_t tokens = plan->name.head->token_count;
    query_reach reach = reach_of_query(s, plan);
    evidence covered = most_covered(s, tokens);
    for (size_t step = 0; step < REQUIRED_MAX; step++) {
        evidence needed = facts ? facts_least(s->required[step]) : s->required[step];
        if (needed > reach.most)
            break;
        if (loss_of_pairs(s, step, covered, tokens, facts) > share)
            return needed > 0 ? needed : 1;
    }
    return 0;
}

/* Lets tokens lose more, the lightest first, until what no list holds is less than `needed`. False when that cannot be. */
static bool widen_lightest(const match_plan *plan, evidence needed, evidence lost[NAME_TOKENS_MAX])
{
    size_t n = plan->name.head->token_count;
    bool wide[NAME_TOKENS_MAX] = {false};
    evidence sum = 0;
    for (size_t i = 0; i < n; i++)
        sum += residual_of(plan, i, lost[i]);
    for (size_t round = 0; round < n && sum >= needed; round++) {
        size_t lightest = n;
        for (size_t i = 0; i < n; i++)
            if (!wide[i] && (lightest == n || weight_of_token(plan, i) < weight_of_token(plan, lightest)))
                lightest = i;
        evidence before = residual_of(plan, lightest, lost[lightest]), more = sum - needed + 1, weight = weight_of_token(plan, lightest);
        lost[lightest] = lost[lightest] + more < weight ? lost[lightest] + more : weight;
        sum += residual_of(plan, lightest, lost[lightest]) - before;
        wide[lightest] = true;
    }
    return sum < needed;
}

/* What each token may lose. */
static void share_loss(const search_scratch *s, const match_plan *plan, bool facts, evidence lost[NAME_TOKENS_MAX])
{
    size_t n = plan->name.head->token_count;
    evidence even[NAME_TOKENS_MAX];
    int64_t loss = loss_for(s, plan, facts), share = loss;
    for (size_t i = 0; i < n; i++) {
        evidence weight = weight_of_token(plan, i), cheap = lost_before_dear(plan, i);
        even[i] = (evidence)(weight * loss / 1000) + 1;
        lost[i] = even[i] < cheap ? even[i] : cheap;
        if (lost[i] < even[i] && (lost[i] - 1) * 1000 / weight < share)
            share = (lost[i] - 1) * 1000 / weight;
    }
    if (share == loss)
        return;
    evidence needed = least_uncovered(s, plan, share, facts);
    if (needed && !widen_lightest(plan, needed, lost))
        memcpy(lost, even, n * sizeof *lost);
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

/* Sums count only what a token gives above its residual, which every name may get. */
typedef struct summing {
    const search_index *index;
    evidence base;  /* of all residuals */
    evidence later; /* the most that the tokens still to come can give above it */
    bool facts;
    uint16_t round;
} summing;

static bool can_reach(const search_scratch *s, const summing *now, uint32_t name, evidence sum)
{
    uint32_t own = now->index->names[name].weight;
    evidence best = now->base + sum;
    if (now->facts)
        best = facts_best(best, (evidence)own);
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
    for (size_t r = 0; r < token->list.count; r++) {
        evidence above = token->list.at[r].gain - token->residual;
        for (uint32_t p = 0; p < token->list.at[r].count; p++)
            add_posting(s, now, token->list.at[r].postings[p], above > 0 ? above : 0);
    }
}

static evidence above_residual(const token_reach *token)
{
    return token->most > token->residual ? token->most - token->residual : 0;
}

/* Query tokens by the most that they can give, greatest first. */
static void order_tokens(const search_scratch *s, uint8_t *order, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        size_t at = i;
        while (at && above_residual(&s->tokens[order[at - 1]]) < above_residual(&s->tokens[i])) {
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
    evidence lost[NAME_TOKENS_MAX];
    summing now = {.index = index, .facts = facts};
    begin_query(s);
    set_threshold(s, threshold);
    for (size_t i = 0; i < n; i++)
        reach_joined(s, index, plan, i);
    share_loss(s, plan, facts, lost);
    for (size_t i = 0; i < n; i++) {
        reach_single(s, index, plan, i, lost[i]);
        now.base += s->tokens[i].residual;
        now.later += above_residual(&s->tokens[i]);
    }
    order_tokens(s, order, n);
    for (size_t i = 0; i < n; i++) {
        now.round = (uint16_t)(i + 1);
        now.later -= above_residual(&s->tokens[order[i]]);
        add_token(s, &now, &s->tokens[order[i]]);
    }
    keep_reaching(s, &now);
    *names = s->touched.at;
    *count = s->touched.count;
    return !s->no_memory;
}
