#include "match/match_align.h"
#include "base/base_sort.h"

#include <stdlib.h>
#include <string.h>

enum {
    LAYERS = RUN_TOKENS_MAX + 1,
    ANY_OPTION = -1,
    MASKS = 1 << EXACT_TOKENS_MAX,
    OPTIONS_MAX = 4096, /* possible pairs of two names; beyond it the assignment is the defined one */
    STATES_MAX = 1 << 16
};

/* A pair that the alignment may use. */
typedef struct align_option {
    match_pair pair;
    uint16_t mask; /* of listed tokens; 0 for names too long for the exact way */
    bool spelt;    /* see pair_is_spelt */
} align_option;

/* A state of the exact search: query tokens before its layer are decided, the listed tokens of mask are used. */
typedef struct state {
    evidence value;
    int32_t parent; /* -1: the start */
    uint16_t mask;
    int16_t option; /* -1: the query token was left out */
} state;

struct align_scratch {
    cost_walk walk;
    uint32_t letters[NAME_TOKENS_MAX]; /* of the listed tokens, see cost_letters */
    uint16_t scripts;                  /* set of the listed tokens' scripts, 1 << script_id */
    align_option options[OPTIONS_MAX];
    uint16_t option_first[NAME_TOKENS_MAX + 1]; /* options of query token i: [first[i], first[i + 1]) */
    size_t option_count;
    bool overflow;
    evidence most[NAME_TOKENS_MAX]; /* that a pair which begins with this query token may give */
    uint16_t content;               /* set of the listed tokens that carry a name, for names short enough for the exact way */
    evidence order_unit;            /* of the listed name */
    evidence loose;                 /* see loose_charge */
    int32_t only;                   /* the one spelt option that may be used; ANY_OPTION: all of them */
    state states[STATES_MAX];
    int32_t state_count;
    int32_t at_mask[LAYERS][MASKS]; /* state of a mask in a layer, valid where stamp says so */
    uint32_t stamp[LAYERS][MASKS];
    uint32_t stamp_now[LAYERS];
    uint32_t stamp_next;
    int32_t layer_states[LAYERS][MASKS];
    int32_t layer_count[LAYERS];
    match_alignment best;
};

align_scratch *align_scratch_new(void)
{
    return calloc(1, sizeof(align_scratch));
}

void align_scratch_free(align_scratch *scratch)
{
    free(scratch);
}

const char *pair_kind_name(pair_kind kind)
{
    static const char names[][10] = {"same", "spelling", "class", "initial", "start", "joined", "split", "whole"};
    return names[kind];
}

bool align_has_token(const match_alignment *a, size_t token, size_t tokens, bool listed)
{
    for (size_t i = 0; i < a->pair_count; i++) {
        size_t first = listed ? a->pairs[i].listed_first : a->pairs[i].query_first;
        size_t count = listed ? a->pairs[i].listed_count : a->pairs[i].query_count;
        if ((token + tokens - first) % tokens < count)
            return true;
    }
    return false;
}

/* ---------------------------------------------------------------- what a pair gives */

static bool same_symbols(const prepared_name *a, size_t i, const prepared_name *b, size_t j)
{
    return a->tokens[i].count == b->tokens[j].count &&
           memcmp(token_symbols(a, i), token_symbols(b, j), a->tokens[i].count * sizeof(symbol)) == 0;
}

static bool is_initial_of(const prepared_name *a, size_t i, const prepared_name *b, size_t j)
{
    return (a->tokens[i].roles & ROLE_INITIAL) && b->tokens[j].script == SCRIPT_LATIN && !(b->tokens[j].roles & ROLE_NUMBER) &&
           token_symbols(a, i)[0] == token_symbols(b, j)[0];
}

static evidence lesser(evidence a, evidence b)
{
    return a < b ? a : b;
}

static bool any_was_read(const prepared_name *query, const prepared_name *listed)
{
    return name_was_read(query) || name_was_read(listed);
}

/* Words of one script are read as those of another where the name has none in their own. */
static bool may_read(const align_scratch *s, const name_token *q, const name_token *l)
{
    return q->script == l->script || (s->scripts >> q->script & 1) == 0;
}

/* Errors between two scripts are dear, and so are those after a reading by the dictionary. */
static bool is_reading(const prepared_name *query, const prepared_name *listed, unsigned from, unsigned to)
{
    return from != to || any_was_read(query, listed);
}

/* Taken for reading one script as another: several names are read as one. */
static evidence reading_charge(const name_token *q, const name_token *l, evidence weight)
{
    static const uint8_t percent_of[SCRIPT_COUNT] = {
        [SCRIPT_CYRILLIC] = 1, [SCRIPT_GREEK] = 1,      [SCRIPT_ARMENIAN] = 1, [SCRIPT_GEORGIAN] = 1, [SCRIPT_ARABIC] = 4,
        [SCRIPT_HEBREW] = 5,   [SCRIPT_DEVANAGARI] = 3, [SCRIPT_BENGALI] = 3,  [SCRIPT_THAI] = 4,     [SCRIPT_ETHIOPIC] = 4,
        [SCRIPT_HANGUL] = 5,   [SCRIPT_KANA] = 3,       [SCRIPT_HAN] = 4,      [SCRIPT_OTHER] = 4};
    unsigned script = q->script == SCRIPT_LATIN ? l->script : q->script;
    return q->script == l->script ? 0 : weight * percent_of[script] / 100;
}

/* Taken for words written as one, where words are written apart. */
static evidence join_charge(const name_token *q, const name_token *l, uint8_t cost)
{
    static const unsigned unspaced = 1U << SCRIPT_HANGUL | 1U << SCRIPT_HAN | 1U << SCRIPT_KANA | 1U << SCRIPT_THAI;
    if ((1U << q->script | 1U << l->script) & unspaced)
        return 0;
    return q->script == l->script ? join_taken(cost) : EVIDENCE_JOIN;
}

/* Whether the letters alone show that a Latin word is not within the limit of a Latin segment. */
static bool rules_out(const match_segment *segment, segment_pattern which, const name_token *l, uint32_t letters)
{
    return segment->script == SCRIPT_LATIN && l->script == SCRIPT_LATIN && plan_rules_out(segment, which, letters);
}

static evidence respelling_charge(const prepared_name *query, const name_token *q, const name_token *l, uint8_t cost)
{
    if (query->head->kind != NAME_ORGANIZATION || q->script != SCRIPT_LATIN || l->script != SCRIPT_LATIN || cost == 0)
        return 0;
    return q->count <= SHORT_LETTERS || l->count <= SHORT_LETTERS ? EVIDENCE_RESPELT_SHORT : EVIDENCE_RESPELT;
}

static void try_spelling(const match_segment *segment, const prepared_name *query, const prepared_name *listed, size_t j, align_scratch *s,
                         match_pair *out)
{
    const name_token *q = &query->tokens[segment->first], *l = &listed->tokens[j];
    out->kind = PAIR_SPELLING;
    if (!may_read(s, q, l) || rules_out(segment, PATTERN_ITSELF, l, s->letters[j]))
        return;
    out->cost = cost_between(&s->walk, &segment->pattern, (script_id)l->script, token_symbols(listed, j), l->count, NULL, 0);
    if (out->cost != COST_NONE)
        out->gain = gain_of(out->weight, out->cost, is_reading(query, listed, q->script, l->script)) - reading_charge(q, l, out->weight) -
                    respelling_charge(query, q, l, out->cost);
}

static void try_start(const prepared_name *query, size_t i, const prepared_name *listed, size_t j, match_pair *out)
{
    const name_token *q = &query->tokens[i], *l = &listed->tokens[j];
    bool stems = query->head->kind != NAME_PERSON && listed->head->kind != NAME_PERSON;
    evidence gain = out->weight * START_PERCENT / 100;
    if (q->script != SCRIPT_LATIN || l->script != SCRIPT_LATIN || gain <= out->gain ||
        !words_begin_alike(token_symbols(query, i), q->count, token_symbols(listed, j), l->count, stems))
        return;
    out->kind = PAIR_START;
    out->cost = 0;
    out->gain = gain;
}

/* A word that stands for one of the same class: most of it, or what their spelling gives where both carry a
   name and that is more (DEVLOPMENT). */
static void guess(const match_segment *segment, const prepared_name *query, const prepared_name *listed, size_t j, align_scratch *s,
                  match_pair *out)
{
    match_pair spelled = *out;
    spelled.gain = 0;
    out->gain = out->weight * GUESSED_PERCENT / 100;
    if (!token_is_content(&query->tokens[segment->first]) || !token_is_content(&listed->tokens[j]))
        return;
    try_spelling(segment, query, listed, j, s, &spelled);
    if (spelled.gain > out->gain)
        *out = spelled;
}

static bool pair_singles(const match_segment *segment, const prepared_name *query, const prepared_name *listed, size_t j, align_scratch *s,
                         match_pair *out)
{
    size_t i = segment->first;
    const name_token *q = &query->tokens[i], *l = &listed->tokens[j];
    evidence both = q->script == l->script ? lesser(q->weight, l->weight) : lesser(plan_weight((script_id)q->script, q->weight), l->weight);
    *out = (match_pair){.query_first = (uint8_t)i, .query_count = 1, .listed_first = (uint8_t)j, .listed_count = 1, .weight = both};
    if (same_symbols(query, i, listed, j)) {
        out->kind = PAIR_SAME;
        out->weight = out->gain = l->weight;
    } else if (q->class_id && q->class_id == l->class_id && (q->roles || l->roles)) { /* two misspelt words need not be the same one */
        out->kind = PAIR_CLASS;
        out->gain = both > 2 * EVIDENCE_CLASS ? both - EVIDENCE_CLASS : both / 2;
        if (!q->roles || !l->roles)
            guess(segment, query, listed, j, s, out);
    } else if (is_initial_of(query, i, listed, j) || is_initial_of(listed, j, query, i)) {
        out->kind = PAIR_INITIAL;
        out->gain = lesser(EVIDENCE_INITIAL, l->roles & ROLE_INITIAL ? both * INITIAL_PERCENT / 100 : both);
    } else if (((q->roles | l->roles) & (ROLE_NUMBER | ROLE_INITIAL)) || !token_is_content(q) || !token_is_content(l)) {
        return false;
    } else {
        out->cost = COST_NONE;
        try_spelling(segment, query, listed, j, s, out);
        try_start(query, i, listed, j, out);
        /* a misspelt common word may take more than it gives, but is no other word */
        return out->cost != COST_NONE && out->gain > -2 * both;
    }
    return out->gain > 0;
}

static evidence weight_of(const prepared_name *name, size_t first, size_t count)
{
    evidence sum = 0;
    for (size_t i = 0; i < count; i++)
        sum += name->tokens[(first + i) % name->head->token_count].weight;
    return sum;
}

/* Letters of listed tokens written as one word. */
static uint32_t joined_letters(const align_scratch *s, const prepared_name *listed, size_t first, size_t count, size_t symbols)
{
    uint32_t set = 0, most = symbols < OUTLINE_COUNT_MAX ? (uint32_t)symbols : OUTLINE_COUNT_MAX;
    for (size_t i = 0; i < count; i++)
        set |= s->letters[(first + i) % listed->head->token_count] & ((UINT32_C(1) << OUTLINE_LETTERS) - 1);
    return set | most << OUTLINE_LETTERS;
}

/* One query token against listed tokens written as one word: first..first+count-1, going round. */
static bool pair_split(const match_segment *segment, const prepared_name *query, const prepared_name *listed, size_t first, size_t count,
                       size_t symbols_max, align_scratch *s, match_pair *out)
{
    size_t n = listed->head->token_count, length;
    if (!name_can_join(listed, first, count, symbols_max, &length))
        return false;
    const name_token *a = &listed->tokens[first], *last = &listed->tokens[n - 1];
    if (!may_read(s, &query->tokens[segment->first], a) ||
        rules_out(segment, PATTERN_JOINED, a, joined_letters(s, listed, first, count, length)))
        return false;
    size_t until_end = first + count <= n ? length : (size_t)(last->first + last->count - a->first);
    uint8_t cost = cost_between(&s->walk, &segment->joined, (script_id)a->script, listed->symbols + a->first, until_end,
                                listed->symbols + listed->tokens[0].first, length - until_end);
    if (cost == COST_NONE)
        return false;
    const name_token *q = &query->tokens[segment->first];
    evidence whole = weight_of(listed, first, count), said = segment->joined_weight;
    evidence weight = q->script == a->script && !segment->known ? joined_weight(whole, said, cost) : lesser(whole, said);
    evidence taken = join_charge(q, a, cost) + reading_charge(q, a, weight);
    evidence gain = gain_of(weight, cost, is_reading(query, listed, segment->script, a->script)) - taken;
    *out = (match_pair){segment->first, 1, (uint8_t)first, (uint8_t)count, PAIR_SPLIT, cost, weight, gain};
    return out->gain > 0;
}

static bool pair_joined(const match_segment *segment, const prepared_name *query, const prepared_name *listed, size_t j, align_scratch *s,
                        match_pair *out)
{
    const name_token *l = &listed->tokens[j];
    if (!may_read(s, &query->tokens[segment->first], l) || rules_out(segment, PATTERN_ITSELF, l, s->letters[j]))
        return false;
    uint8_t cost = cost_between(&s->walk, &segment->pattern, (script_id)l->script, token_symbols(listed, j), l->count, NULL, 0);
    if (cost == COST_NONE)
        return false;
    const name_token *q = &query->tokens[segment->first];
    evidence said = weight_of(query, segment->first, segment->count);
    evidence weight = segment->script == l->script ? joined_weight(l->weight, said, cost)
                                                   : lesser(l->weight, plan_weight((script_id)segment->script, said));
    evidence taken = join_charge(q, l, cost) + reading_charge(q, l, weight);
    evidence gain = gain_of(weight, cost, is_reading(query, listed, segment->script, l->script)) - taken;
    *out = (match_pair){segment->first, segment->count, (uint8_t)j, 1, PAIR_JOINED, cost, weight, gain};
    return out->gain > 0;
}

/* ---------------------------------------------------------------- options */

/* Whether a pair is one of words of one script that may be respelt. */
static bool pair_is_spelt(const match_pair *pair, const prepared_name *query, const prepared_name *listed)
{
    const name_token *q = &query->tokens[pair->query_first], *l = &listed->tokens[pair->listed_first];
    return token_is_content(q) && token_is_content(l) && q->script == l->script && pair->kind != PAIR_INITIAL && pair->kind != PAIR_START;
}

static void add_option(align_scratch *s, const match_plan *plan, const prepared_name *listed, const match_pair *pair)
{
    if (s->option_count == OPTIONS_MAX) {
        s->overflow = true;
        return;
    }
    align_option *o = &s->options[s->option_count++];
    o->pair = *pair;
    o->mask = 0;
    o->spelt = pair_is_spelt(pair, &plan->name, listed);
    if (pair->listed_first + pair->listed_count <= EXACT_TOKENS_MAX)
        o->mask = (uint16_t)(((1U << pair->listed_count) - 1) << pair->listed_first);
}

/* Adds the pairs of a segment. Those of listed words that weigh less than `needed` are left out. */
static void add_options_of(align_scratch *s, const match_plan *plan, const prepared_name *listed, const match_segment *segment,
                           evidence needed)
{
    size_t n = listed->head->token_count;
    match_pair pair;
    for (size_t j = 0; j < n; j++) {
        if (segment->kind != SEGMENT_SINGLE) {
            if (listed->tokens[j].weight >= needed && pair_joined(segment, &plan->name, listed, j, s, &pair))
                add_option(s, plan, listed, &pair);
            continue;
        }
        if (listed->tokens[j].weight >= needed && pair_singles(segment, &plan->name, listed, j, s, &pair))
            add_option(s, plan, listed, &pair);
        for (size_t count = 2; count <= RUN_TOKENS_MAX && j + count <= n; count++)
            if (weight_of(listed, j, count) >= needed && pair_split(segment, &plan->name, listed, j, count, COST_SYMBOLS_MAX, s, &pair))
                add_option(s, plan, listed, &pair);
    }
}

static void begin_options(align_scratch *s, const prepared_name *listed)
{
    s->scripts = 0;
    for (size_t j = 0; j < listed->head->token_count; j++) {
        s->letters[j] = cost_letters(token_symbols(listed, j), listed->tokens[j].count);
        s->scripts |= (uint16_t)(1U << listed->tokens[j].script);
    }
    s->option_count = 0;
    s->overflow = false;
}

/* The pairs that the grammar allows, that begin with query token i, and that may give as much as is needed of it. The wholes are not among
   them. */
static void collect_options(align_scratch *s, const match_plan *plan, const prepared_name *listed, size_t i, evidence needed)
{
    s->option_first[i] = (uint16_t)s->option_count;
    add_options_of(s, plan, listed, &plan->segments[i], needed);
    for (size_t k = plan->name.head->token_count; k < plan->segment_count; k++)
        if (plan->segments[k].kind == SEGMENT_RUN && plan->segments[k].first == i)
            add_options_of(s, plan, listed, &plan->segments[k], needed);
    s->option_first[i + 1] = (uint16_t)s->option_count;
}

/* What a query's word counts when it is left over. */
static evidence extra_weight(const match_plan *plan, size_t i)
{
    return lesser(plan->name.tokens[i].weight, OMIT_QUERY_MOST);
}

static evidence extra_weights(const match_plan *plan, size_t first, size_t count)
{
    evidence sum = 0;
    for (size_t i = 0; i < count; i++)
        sum += extra_weight(plan, (first + i) % plan->name.head->token_count);
    return sum;
}

/* ---------------------------------------------------------------- bounds

   Most of the listed names that the index finds have one word in common with the query and nothing else. The letters of the words show that
   without costing a spelling: what no pair may hold is left over in every alignment. */

static evidence percent(evidence of, evidence rate)
{
    return (evidence)((int64_t)of * rate / 100);
}

static evidence greater(evidence a, evidence b)
{
    return a > b ? a : b;
}

/* Sets of tokens that some pair may hold. */
typedef struct held_tokens {
    bool query[NAME_TOKENS_MAX], listed[NAME_TOKENS_MAX];
} held_tokens;

static void hold(held_tokens *held, size_t query_first, size_t query_count, size_t listed_first, size_t listed_count)
{
    memset(held->query + query_first, true, query_count);
    memset(held->listed + listed_first, true, listed_count);
}

/* What two words give at most that are neither the same nor translated. 0: they make no pair. */
static evidence most_of_spelling(const align_scratch *s, const match_segment *segment, const prepared_name *query,
                                 const prepared_name *listed, size_t j, evidence both)
{
    const name_token *q = &query->tokens[segment->first], *l = &listed->tokens[j];
    const symbol *a = token_symbols(query, segment->first), *b = token_symbols(listed, j);
    bool may_start = q->count >= START_LETTERS_MIN && l->count >= START_LETTERS_MIN && memcmp(a, b, START_LETTERS_MIN * sizeof *a) == 0;
    evidence most = may_start ? both * START_PERCENT / 100 : 0;
    if (!may_read(s, q, l))
        return 0;
    if (!segment->floor || l->script != SCRIPT_LATIN)
        return both;
    if (rules_out(segment, PATTERN_ITSELF, l, s->letters[j]))
        return most;
    uint8_t cost = cost_at_least(segment->floor, s->letters[j]);
    if (cost > segment->pattern.limit)
        return most;
    return greater(most, greater(both - gain_lost(cost, false), 1)); /* a pair that gives nothing holds its words all the same */
}

/* The most that two single words may give; 0 where they cannot make a pair. */
static evidence most_of_singles(const align_scratch *s, const match_segment *segment, const prepared_name *query,
                                const prepared_name *listed, size_t j)
{
    size_t i = segment->first;
    const name_token *q = &query->tokens[i], *l = &listed->tokens[j];
    evidence both = lesser(plan_weight((script_id)q->script, q->weight), l->weight);
    if (same_symbols(query, i, listed, j))
        return l->weight;
    if (q->class_id && q->class_id == l->class_id)
        return both;
    if (is_initial_of(query, i, listed, j) || is_initial_of(listed, j, query, i))
        return both;
    return most_of_spelling(s, segment, query, listed, j, both);
}

static void bound_singles(align_scratch *s, const match_plan *plan, const prepared_name *listed, size_t i, held_tokens *held)
{
    const match_segment *segment = &plan->segments[i];
    for (size_t j = 0; j < listed->head->token_count; j++) {
        evidence most = most_of_singles(s, segment, &plan->name, listed, j);
        if (most == 0)
            continue;
        s->most[i] = greater(s->most[i], most);
        hold(held, i, 1, j, 1);
    }
}

static void bound_splits(align_scratch *s, const match_plan *plan, const prepared_name *listed, size_t i, held_tokens *held)
{
    const match_segment *segment = &plan->segments[i];
    for (size_t j = 0; j + 1 < listed->head->token_count; j++) {
        size_t symbols = listed->tokens[j].count;
        evidence weight = listed->tokens[j].weight;
        for (size_t count = 2; count <= RUN_TOKENS_MAX && j + count <= listed->head->token_count; count++) {
            symbols += listed->tokens[j + count - 1].count;
            weight += listed->tokens[j + count - 1].weight;
            if (rules_out(segment, PATTERN_JOINED, &listed->tokens[j], joined_letters(s, listed, j, count, symbols)))
                continue;
            s->most[i] = greater(s->most[i], weight);
            hold(held, i, 1, j, count);
        }
    }
}

static void bound_run(align_scratch *s, const match_segment *segment, const prepared_name *listed, held_tokens *held)
{
    for (size_t j = 0; j < listed->head->token_count; j++) {
        if (rules_out(segment, PATTERN_ITSELF, &listed->tokens[j], s->letters[j]))
            continue;
        s->most[segment->first] = greater(s->most[segment->first], listed->tokens[j].weight);
        hold(held, segment->first, segment->count, j, 1);
    }
}

static evidence query_not_held(const match_plan *plan, const held_tokens *held)
{
    evidence sum = 0;
    for (size_t i = 0; i < plan->name.head->token_count; i++)
        sum += held->query[i] ? 0 : extra_weight(plan, i);
    return sum;
}

static evidence listed_not_held(const prepared_name *listed, const held_tokens *held)
{
    evidence sum = 0;
    for (size_t j = 0; j < listed->head->token_count; j++)
        sum += held->listed[j] ? 0 : listed->tokens[j].weight;
    return sum;
}

/* ---------------------------------------------------------------- the books */

/* Whether a has a number that b has not. */
static bool has_number_without(const prepared_name *a, const prepared_name *b)
{
    for (size_t i = 0; i < a->head->token_count; i++) {
        bool found = (a->tokens[i].roles & ROLE_NUMBER) == 0;
        for (size_t j = 0; !found && j < b->head->token_count; j++)
            found = (b->tokens[j].roles & ROLE_NUMBER) &&
                    (same_symbols(a, i, b, j) || (a->tokens[i].class_id && a->tokens[i].class_id == b->tokens[j].class_id));
        if (!found)
            return true;
    }
    return false;
}

/* Listed tokens that carry a name. */
static size_t content_in(const prepared_name *name, size_t first, size_t count)
{
    size_t content = 0;
    for (size_t i = 0; i < count; i++)
        content += token_is_content(&name->tokens[(first + i) % name->head->token_count]);
    return content;
}

/* Taken for two words in the other order: all such take EVIDENCE_ORDER, but forms, titles and particles stand on either side of a name. */
static evidence order_unit(const prepared_name *listed)
{
    size_t n = content_in(listed, 0, listed->head->token_count);
    evidence unit = n < 2 ? 0 : (evidence)(EVIDENCE_ORDER * 2 / (n * (n - 1)));
    return unit > EVIDENCE_ORDER_LIGHT ? unit : EVIDENCE_ORDER_LIGHT;
}

/* Taken for a pair that stands behind listed words which it should precede; content: whether the pair has any. */
static evidence order_charge(evidence unit, bool content, size_t words, size_t words_of_content)
{
    size_t heavy = content ? words_of_content : 0;
    return (evidence)heavy * unit + (evidence)(words - heavy) * EVIDENCE_ORDER_LIGHT;
}

static evidence order_of(const match_alignment *a, const prepared_name *listed)
{
    evidence unit = order_unit(listed), sum = 0;
    for (size_t p = 0; p < a->pair_count; p++) {
        bool content = content_in(listed, a->pairs[p].listed_first, a->pairs[p].listed_count) > 0;
        for (size_t k = 0; k < p; k++) {
            const match_pair *before = &a->pairs[k];
            if (before->listed_first > a->pairs[p].listed_first)
                sum += order_charge(unit, content, before->listed_count, content_in(listed, before->listed_first, before->listed_count));
        }
    }
    return sum;
}

/* Between two scripts a word without a pair may be one that was only misread. */
static evidence contradict_percent(const match_plan *plan, const prepared_name *listed)
{
    if (any_was_read(&plan->name, listed) || plan->name.tokens[0].script != listed->tokens[0].script)
        return CONTRADICT_READ_PERCENT;
    return plan->name.head->kind == NAME_PERSON ? CONTRADICT_PERSON_PERCENT : CONTRADICT_PERCENT;
}

/* No alignment of pairs nets more, by what its letters show; fills in s->most. What is left over on both sides contradicts: the least that
   this takes is taken. */
static evidence bound_by_letters(align_scratch *s, const match_plan *plan, const prepared_name *listed, evidence *taken)
{
    held_tokens held = {{false}, {false}};
    size_t n = plan->name.head->token_count;
    evidence gained = 0;
    memset(s->most, 0, n * sizeof *s->most);
    for (size_t i = 0; i < n; i++) {
        bound_singles(s, plan, listed, i, &held);
        bound_splits(s, plan, listed, i, &held);
    }
    for (size_t k = n; k < plan->segment_count; k++)
        if (plan->segments[k].kind == SEGMENT_RUN)
            bound_run(s, &plan->segments[k], listed, &held);
    for (size_t i = 0; i < n; i++)
        gained += s->most[i];
    evidence query_left = query_not_held(plan, &held), listed_left = listed_not_held(listed, &held);
    evidence left = gained - percent(query_left, OMIT_QUERY_PERCENT) - percent(listed_left, OMIT_LISTED_PERCENT);
    evidence contradicted = percent(lesser(query_left, listed_left), contradict_percent(plan, listed));
    *taken = gained - left;
    return left - lesser(contradicted, percent(greater(left, 0), CONTRADICT_MOST_PERCENT));
}

/* Whether no bound shows that all alignments stay below `least`. */
static bool may_reach(align_scratch *s, const match_plan *plan, const prepared_name *listed, evidence least)
{
    evidence taken, sum = 0;
    size_t n = plan->name.head->token_count;
    if (bound_by_letters(s, plan, listed, &taken) < least)
        return false;
    for (size_t i = 0; i < n; i++)
        sum += s->most[i];
    for (size_t i = 0; i < n; i++) {
        evidence best = 0;
        collect_options(s, plan, listed, i, least + taken - (sum - s->most[i]));
        for (size_t o = s->option_first[i]; o < s->option_first[i + 1]; o++)
            best = greater(best, s->options[o].pair.gain);
        sum += best - s->most[i];
        if (sum - taken < least)
            return false;
    }
    return true;
}

/* Collects all pairs unless a bound shows that no alignment of them reaches `least`. */
static bool collect_if_near(align_scratch *s, const match_plan *plan, const prepared_name *listed, evidence least)
{
    begin_options(s, listed);
    if (least != INT32_MIN && !may_reach(s, plan, listed, least))
        return false;
    s->option_count = 0;
    s->overflow = false;
    for (size_t i = 0; i < plan->name.head->token_count; i++)
        collect_options(s, plan, listed, i, INT32_MIN);
    return true;
}

/* What a name in another script says of the words that it shares with the listed one: left is what the others say. A name that was read by
   the dictionary says no more than before, but by its new words. */
static evidence most_of(const match_plan *plan, evidence left)
{
    evidence weight = (evidence)plan->name.head->weight;
    if (name_was_read(&plan->name) && plan->own < weight)
        return greater((evidence)((int64_t)plan->own * (weight - left) / weight), 0);
    return greater(plan->own - left, 0);
}

static size_t count_spelt(const match_alignment *a, const prepared_name *query, const prepared_name *listed)
{
    size_t count = 0;
    for (size_t p = 0; p < a->pair_count; p++)
        count += pair_is_spelt(&a->pairs[p], query, listed);
    return count;
}

/* Taken from alignments that hold several words, when no two words of the names are spelt nearly the same. */
static evidence loose_charge(const align_scratch *s, const match_plan *plan, const prepared_name *listed)
{
    uint8_t nearest = COST_NONE;
    if (any_was_read(&plan->name, listed))
        return 0;
    for (size_t o = 0; o < s->option_count; o++)
        if (s->options[o].spelt && s->options[o].pair.cost < nearest)
            nearest = s->options[o].pair.cost;
    return nearest > COST_FIRM && nearest < COST_NONE ? (nearest - COST_FIRM) * EVIDENCE_NOT_FIRM_PERCENT / 100 : 0;
}

/* Fills in the sums from the pairs. loose: what several pairs take, see loose_charge. */
static void close_books(const match_plan *plan, const prepared_name *listed, evidence loose, match_alignment *a)
{
    evidence query_left = extra_weights(plan, 0, plan->name.head->token_count), listed_left = (evidence)listed->head->weight;
    evidence unread = (evidence)plan->name.head->weight;
    bool reading = any_was_read(&plan->name, listed);
    a->own = listed_left;
    a->gained = 0;
    for (size_t p = 0; p < a->pair_count; p++) {
        const match_pair *pair = &a->pairs[p];
        a->gained += pair->gain;
        reading |= plan->name.tokens[pair->query_first].script != listed->tokens[pair->listed_first].script;
        query_left -= extra_weights(plan, pair->query_first, pair->query_count);
        unread -= weight_of(&plan->name, pair->query_first, pair->query_count);
        listed_left -= weight_of(listed, pair->listed_first, pair->listed_count);
    }
    a->omitted = percent(listed_left, OMIT_LISTED_PERCENT);
    a->added = percent(query_left, OMIT_QUERY_PERCENT);
    a->order = order_of(a, listed);
    a->loose = count_spelt(a, &plan->name, listed) > 1 ? loose : 0;
    evidence left = greater(a->gained - a->omitted - a->added - a->order, 0);
    a->contradicted =
        lesser(percent(lesser(query_left, listed_left), contradict_percent(plan, listed)), percent(left, CONTRADICT_MOST_PERCENT));
    bool conflict = has_number_without(&plan->name, listed) && has_number_without(listed, &plan->name);
    a->number = conflict ? percent(a->own, NUMBER_CONFLICT_PERCENT) : 0;
    a->most = reading ? most_of(plan, unread + a->added + a->contradicted) : EVIDENCE_UNBOUNDED;
    a->prior = listed->head->prior + plan->name.head->prior;
    a->net = a->gained - a->omitted - a->added - a->contradicted - a->order - a->loose - a->number - a->prior;
}

static void keep_better(match_alignment *best, const match_alignment *other)
{
    if (other->net > best->net)
        *best = *other;
}

/* ---------------------------------------------------------------- the exact way */

static bool enter(align_scratch *s, size_t layer, uint16_t mask, evidence value, int32_t parent, int16_t option)
{
    size_t l = layer % LAYERS;
    if (s->stamp[l][mask] == s->stamp_now[l]) {
        state *old = &s->states[s->at_mask[l][mask]];
        if (value > old->value)
            *old = (state){value, parent, mask, option};
        return true;
    }
    if (s->state_count == STATES_MAX)
        return false;
    s->stamp[l][mask] = s->stamp_now[l];
    s->at_mask[l][mask] = s->state_count;
    s->layer_states[l][s->layer_count[l]++] = s->state_count;
    s->states[s->state_count++] = (state){value, parent, mask, option};
    return true;
}

static void open_layer(align_scratch *s, size_t layer)
{
    s->stamp_now[layer % LAYERS] = ++s->stamp_next;
    s->layer_count[layer % LAYERS] = 0;
}

static size_t popcount(unsigned set)
{
    return (size_t)__builtin_popcount(set);
}

typedef struct charges {
    evidence query_percent, listed_percent; /* of a token that is left out on that side */
} charges;

static bool expand(align_scratch *s, const match_plan *plan, const prepared_name *listed, charges rate, size_t i, int32_t from)
{
    state now = s->states[from];
    if (!enter(s, i + 1, now.mask, now.value - extra_weight(plan, i) * rate.query_percent, from, -1))
        return false;
    for (size_t o = s->option_first[i]; o < s->option_first[i + 1]; o++) {
        const align_option *use = &s->options[o];
        if ((use->mask & now.mask) || (use->spelt && s->only != ANY_OPTION && s->only != (int32_t)o))
            continue;
        unsigned later = (unsigned)now.mask >> (use->pair.listed_first + use->pair.listed_count);
        unsigned content = (unsigned)(now.mask & s->content) >> (use->pair.listed_first + use->pair.listed_count);
        evidence order = order_charge(s->order_unit, (use->mask & s->content) != 0, popcount(later), popcount(content));
        evidence value = now.value + (use->pair.gain - order) * 100 +
                         weight_of(listed, use->pair.listed_first, use->pair.listed_count) * rate.listed_percent;
        if (!enter(s, i + use->pair.query_count, now.mask | use->mask, value, from, (int16_t)o))
            return false;
    }
    return true;
}

static void trace(const align_scratch *s, int32_t at, match_alignment *out)
{
    out->pair_count = 0;
    for (; at >= 0; at = s->states[at].parent)
        if (s->states[at].option >= 0)
            out->pairs[out->pair_count++] = s->options[s->states[at].option].pair;
    for (size_t a = 0, b = out->pair_count; a + 1 < b; a++) {
        match_pair swap = out->pairs[a];
        out->pairs[a] = out->pairs[--b];
        out->pairs[b] = swap;
    }
}

/* The best alignment under these charges. Layer i holds the states in which the first i query tokens are decided; only masks that
   some pairs lead to exist. False when there are too many states. */
static bool search_alignment(align_scratch *s, const match_plan *plan, const prepared_name *listed, charges rate, match_alignment *out)
{
    size_t n = plan->name.head->token_count;
    s->state_count = 0;
    for (size_t i = 0; i <= RUN_TOKENS_MAX && i <= n; i++)
        open_layer(s, i);
    (void)enter(s, 0, 0, 0, -1, -1);
    for (size_t i = 0; i < n; i++) {
        for (int32_t k = 0; k < s->layer_count[i % LAYERS]; k++)
            if (!expand(s, plan, listed, rate, i, s->layer_states[i % LAYERS][k]))
                return false;
        if (i + LAYERS <= n)
            open_layer(s, i + LAYERS);
    }
    int32_t best = -1;
    for (int32_t k = 0; k < s->layer_count[n % LAYERS]; k++) {
        int32_t at = s->layer_states[n % LAYERS][k];
        if (best < 0 || s->states[at].value > s->states[best].value)
            best = at;
    }
    trace(s, best, out);
    close_books(plan, listed, s->loose, out);
    return true;
}

static uint16_t content_set(const prepared_name *listed)
{
    uint16_t set = 0;
    for (size_t i = 0; i < listed->head->token_count; i++)
        if (token_is_content(&listed->tokens[i]))
            set |= (uint16_t)(1U << i);
    return set;
}

/* The best of the three ways to charge a contradiction. */
static bool try_charges(align_scratch *s, const match_plan *plan, const prepared_name *listed, match_alignment *best)
{
    const evidence contradiction = contradict_percent(plan, listed);
    const charges rates[] = {{OMIT_QUERY_PERCENT + contradiction, OMIT_LISTED_PERCENT},
                             {OMIT_QUERY_PERCENT, OMIT_LISTED_PERCENT + contradiction},
                             {OMIT_QUERY_PERCENT, OMIT_LISTED_PERCENT}}; /* where a part of all that is left is taken */
    for (size_t i = 0; i < sizeof rates / sizeof *rates; i++) {
        if (!search_alignment(s, plan, listed, rates[i], &s->best))
            return false;
        keep_better(best, &s->best);
        if (best->net == best->own)
            return true; /* nothing can be better than all */
    }
    return true;
}

/* Several loose words may give less than one of them: then that one is enough. */
static bool align_exactly(align_scratch *s, const match_plan *plan, const prepared_name *listed, match_alignment *out)
{
    s->content = content_set(listed);
    s->order_unit = order_unit(listed);
    s->loose = loose_charge(s, plan, listed);
    s->only = ANY_OPTION;
    if (!try_charges(s, plan, listed, out))
        return false;
    const bool charged = out->loose > 0;
    for (size_t o = 0; charged && o < s->option_count; o++) {
        s->only = (int32_t)o;
        if (s->options[o].spelt && !try_charges(s, plan, listed, out))
            return false;
    }
    return true;
}

/* ---------------------------------------------------------------- long names: best pairs first */

static size_t apart(const match_pair *p)
{
    return (size_t)abs(p->query_first - p->listed_first);
}

static int compare_options(const void *a, const void *b, void *context)
{
    (void)context;
    const match_pair *x = &((const align_option *)a)->pair, *y = &((const align_option *)b)->pair;
    if (x->gain != y->gain)
        return x->gain > y->gain ? -1 : 1;
    if (apart(x) != apart(y))
        return apart(x) < apart(y) ? -1 : 1;
    if (x->query_first != y->query_first)
        return x->query_first - y->query_first;
    if (x->listed_first != y->listed_first)
        return x->listed_first - y->listed_first;
    return x->query_count != y->query_count ? x->query_count - y->query_count : x->listed_count - y->listed_count;
}

static bool take(uint8_t *used, size_t first, size_t count)
{
    for (size_t i = first; i < first + count; i++)
        if (used[i])
            return false;
    memset(used + first, 1, count);
    return true;
}

static int compare_pairs(const void *a, const void *b, void *context)
{
    (void)context;
    return ((const match_pair *)a)->query_first - ((const match_pair *)b)->query_first;
}

static void align_long(align_scratch *s, const match_plan *plan, const prepared_name *listed, match_alignment *out)
{
    uint8_t query_used[NAME_TOKENS_MAX] = {0}, listed_used[NAME_TOKENS_MAX] = {0};
    sort_in_place(s->options, s->option_count, sizeof *s->options, compare_options, NULL);
    out->pair_count = 0;
    for (size_t o = 0; o < s->option_count; o++) {
        const match_pair *p = &s->options[o].pair;
        uint8_t saved[NAME_TOKENS_MAX];
        memcpy(saved, query_used, sizeof saved);
        if (!take(query_used, p->query_first, p->query_count))
            continue;
        if (take(listed_used, p->listed_first, p->listed_count))
            out->pairs[out->pair_count++] = *p;
        else
            memcpy(query_used, saved, sizeof saved);
    }
    sort_in_place(out->pairs, out->pair_count, sizeof *out->pairs, compare_pairs, NULL);
    close_books(plan, listed, loose_charge(s, plan, listed), out);
}

/* ---------------------------------------------------------------- wholes */

static void try_pair(const match_plan *plan, const prepared_name *listed, match_pair pair, match_alignment *spare, match_alignment *best)
{
    pair.kind = PAIR_WHOLE;
    spare->pairs[0] = pair;
    spare->pair_count = 1;
    close_books(plan, listed, 0, spare);
    keep_better(best, spare);
}

/* Those that may net as much as `least`: a pair gives no more than its listed words weigh, and takes what the other words of the query do.
 */
static void try_wholes(align_scratch *s, const match_plan *plan, const prepared_name *listed, evidence least, match_alignment *best)
{
    size_t n = listed->head->token_count, q = plan->name.head->token_count;
    match_pair pair;
    for (size_t k = q; k < plan->segment_count; k++)
        for (size_t j = 0; plan->segments[k].kind == SEGMENT_WHOLE && j < n; j++)
            if (listed->tokens[j].weight >= least && pair_joined(&plan->segments[k], &plan->name, listed, j, s, &pair))
                try_pair(plan, listed, pair, &s->best, best);
    if (n < 2 || n > WHOLE_TOKENS_MAX)
        return;
    evidence all = extra_weights(plan, 0, q);
    for (size_t i = 0; i < q; i++)
        for (size_t first = 0; first < n; first++)
            if ((evidence)listed->head->weight - percent(all - extra_weight(plan, i), OMIT_QUERY_PERCENT) >= least &&
                pair_split(&plan->segments[i], &plan->name, listed, first, n, WHOLE_SYMBOLS_MAX, s, &pair))
                try_pair(plan, listed, pair, &s->best, best);
}

static bool is_identical(const prepared_name *a, const prepared_name *b)
{
    if (a->head->token_count != b->head->token_count)
        return false;
    for (size_t i = 0; i < a->head->token_count; i++)
        if (!same_symbols(a, i, b, i))
            return false;
    return true;
}

static void align_identical(const match_plan *plan, const prepared_name *listed, match_alignment *out)
{
    out->pair_count = listed->head->token_count;
    for (size_t i = 0; i < out->pair_count; i++) {
        evidence weight = listed->tokens[i].weight;
        out->pairs[i] = (match_pair){(uint8_t)i, 1, (uint8_t)i, 1, PAIR_SAME, 0, weight, weight};
    }
    close_books(plan, listed, 0, out);
}

void align_names(const match_plan *plan, const prepared_name *listed, evidence least, align_scratch *s, match_alignment *out)
{
    if (is_identical(&plan->name, listed)) { /* also where the exact way would have too many equal ones */
        align_identical(plan, listed, out);
        return;
    }
    out->net = INT32_MIN;
    if (collect_if_near(s, plan, listed, least)) {
        bool exact = listed->head->token_count <= EXACT_TOKENS_MAX && !s->overflow;
        if (!exact || !align_exactly(s, plan, listed, out))
            align_long(s, plan, listed, out);
    } else {
        out->pair_count = 0;
        close_books(plan, listed, 0, out);
    }
    try_wholes(s, plan, listed, least, out);
    if (least != INT32_MIN && out->net < least) {
        out->net = -1;
        out->pair_count = 0;
    }
}
