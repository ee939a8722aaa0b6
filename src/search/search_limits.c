#include "search/search_limits.h"
#include "match/match_fact.h"

#include <string.h>

enum {
    NAME_WEIGHT_MIN = 60, /* the lightest name is a title alone */
    POSTING_TAKES = 1000, /* nanoseconds, about, for one more name to look at ... */
    KNOWN_TAKES = 1000    /* ... and for what is remembered */
};

/* ---------------------------------------------------------------- what names need */

evidence needs_of(const search_needs *needs, evidence own, bool facts)
{
    size_t step = (size_t)own / NEED_STEP;
    evidence least = needs->least[step < NEED_STEPS ? step : NEED_STEPS - 1];
    return facts ? facts_least(least) : least;
}

/* Light words are at most an eighth of a name that they do not lead to. */
static evidence least_of_light(const search_needs *needs, bool facts)
{
    evidence light = NAME_WEIGHT_MIN / LIGHT_SHARE_DIVISOR + 1, most = NEED_STEPS * NEED_STEP / LIGHT_SHARE_DIVISOR;
    while (light < most && needs_of(needs, light * LIGHT_SHARE_DIVISOR, facts) > light)
        light++;
    return light;
}

/* Less own evidence needs less net: a step's lower end is a bound for the whole step. */
void needs_set(search_needs *needs, int32_t threshold)
{
    evidence most[2] = {0, 0}, least = 0;
    if (needs->threshold == threshold)
        return;
    needs->threshold = threshold;
    for (size_t i = 0; i < NEED_STEPS; i++) {
        evidence high = (evidence)((i + 1) * NEED_STEP - 1);
        least = score_least_net_from(threshold, (evidence)(i * NEED_STEP), least);
        needs->least[i] = least;
        for (int facts = 0; facts < 2; facts++) {
            evidence spare = high - (facts ? facts_least(least) : least);
            most[facts] = spare > most[facts] ? spare : most[facts];
            needs->spare[facts][i] = most[facts];
        }
    }
    needs->light[0] = least_of_light(needs, false);
    needs->light[1] = least_of_light(needs, true);
}

static evidence spare_of(const search_needs *needs, evidence own, bool facts)
{
    size_t step = (size_t)own / NEED_STEP;
    return needs->spare[facts][step < NEED_STEPS ? step : NEED_STEPS - 1];
}

/* ---------------------------------------------------------------- whether limits are wide enough */

/* The least that so many pairs lose together which are not found. */
typedef struct losses {
    evidence one;     /* each of them */
    evidence by_name; /* each of them, in a name that the dictionary has read */
    evidence loose;   /* two or more together, besides */
} losses;

static losses losses_beyond(const sought_query *query, limits_kind kind, uint8_t limit, bool firm)
{
    uint8_t nearest = (uint8_t)(limit + 1);
    bool reading = kind == LIMITS_OTHER_SCRIPT;
    evidence respelling = reading ? 0 : query->respelling, by_name = gain_lost(nearest, true) + respelling;
    losses l = {gain_lost(nearest, reading || query->read) + respelling, by_name, 0};
    if (!firm && !reading && !query->read && nearest > COST_FIRM)
        l.loose = (nearest - COST_FIRM) * EVIDENCE_NOT_FIRM_PERCENT / 100;
    return l;
}

static evidence lesser(evidence a, evidence b)
{
    return a < b ? a : b;
}

static evidence least_lost(const losses *l, evidence pairs)
{
    return pairs > 1 ? lesser(pairs * l->one + l->loose, pairs * l->by_name) : pairs * l->one;
}

static void insert_falling(evidence *list, size_t count, evidence value)
{
    size_t at = count;
    for (; at && list[at - 1] < value; at--)
        list[at] = list[at - 1];
    list[at] = value;
}

/* What tokens give and take when nothing of them is found. */
typedef struct unfound {
    evidence given;                    /* by those that are not asked for, and by light words */
    evidence missed;                   /* taken when none of the others is paired */
    bool only_light;                   /* all are asked for: only light words give anything */
    evidence weights[NAME_TOKENS_MAX]; /* of those that may be paired all the same, the weightiest first */
    evidence spared[NAME_TOKENS_MAX];  /* what is not taken when they are, the most first */
    size_t pairs;
    bool firm;
} unfound;

static void sum_unfound(const sought_query *query, limits_kind kind, const search_limits *limits, unfound *out)
{
    out->given = out->missed = 0;
    out->pairs = 0;
    out->firm = false;
    out->only_light = true;
    for (size_t i = 0; i < query->count; i++) {
        const sought_token *t = &query->tokens[i];
        if (!limits->asked[i]) {
            out->given += t->most;
            out->only_light = false;
            out->firm |= t->firm;
            continue;
        }
        out->given += t->may_be_light ? LIGHT_WEIGHT : 0;
        out->missed += t->may_be_light ? 0 : t->missed;
        if (limits->in_full[i] || t->limit[kind] <= limits->limit)
            continue; /* dearer spellings are no pairs */
        insert_falling(out->weights, out->pairs, t->weight);
        insert_falling(out->spared, out->pairs, t->may_be_light ? 0 : t->missed);
        out->pairs++;
    }
}

/* Whether no name of which nothing is found reaches the threshold. */
static bool is_wide_enough(const search_needs *needs, const sought_query *query, limits_kind kind, const search_limits *limits)
{
    unfound u;
    sum_unfound(query, kind, limits, &u);
    losses lost = losses_beyond(query, kind, limits->limit, u.firm);
    evidence given = u.given, missed = u.missed;
    for (size_t pairs = 0; pairs <= u.pairs; pairs++) {
        if (pairs) {
            given += u.weights[pairs - 1];
            missed -= u.spared[pairs - 1];
        }
        if (pairs == 0 && u.only_light) {
            if (given >= needs->light[query->facts])
                return false;
            continue;
        }
        if (given > 0 && spare_of(needs, given, query->facts) >= least_lost(&lost, (evidence)pairs) + missed * OMIT_QUERY_PERCENT / 100)
            return false;
    }
    return true;
}

/* ---------------------------------------------------------------- choosing */

/* The limits to choose from: few, because words come again, and what was met to a limit is remembered. None just above COST_DEAR, where
   a walk begins to take long. */
static const uint8_t steps[] = {0,   8,   16,  24,  32,  40,  48,  56,  64,  72,  80,  88, 99,
                                112, 124, 136, 148, 160, 172, 184, 199, 212, 224, 236, 248};
enum { STEP_COUNT = sizeof steps / sizeof *steps };

/* What asking for one token takes, in nanoseconds, about: measured on OFAC's and the UN's lists. */
static uint64_t walk_takes(limits_kind kind, uint8_t limit)
{
    if (kind == LIMITS_OTHER_SCRIPT)
        return limit <= 72 ? 30000 : 60000;
    return limit <= 40 ? 40000 : limit <= 72 ? 80000 : limit < COST_DEAR ? 120000 : limit < 150 ? 250000 : limit < 200 ? 500000 : 700000;
}

/* ... and looking at the names that are met besides those of the same word. */
static uint64_t names_take(limits_kind kind, uint8_t limit)
{
    if (kind == LIMITS_OTHER_SCRIPT || limit < COST_DEAR)
        return 2 * limit * (uint64_t)POSTING_TAKES / 10;
    return (uint64_t)(limit - COST_DEAR + 20) * 4 * POSTING_TAKES;
}

/* The closest limit that is wide enough. False: none is. */
static bool find_limit(const search_needs *needs, const sought_query *query, limits_kind kind, search_limits *limits)
{
    size_t low = 0, high = STEP_COUNT - 1;
    limits->limit = steps[high];
    if (!is_wide_enough(needs, query, kind, limits))
        return false;
    while (low < high) {
        size_t middle = (low + high) / 2;
        limits->limit = steps[middle];
        if (is_wide_enough(needs, query, kind, limits))
            high = middle;
        else
            low = middle + 1;
    }
    limits->limit = steps[low];
    return true;
}

/* How far a token is asked for. */
static uint8_t limit_of(const search_limits *limits, const sought_token *t, size_t i, limits_kind kind)
{
    return limits->in_full[i] || t->limit[kind] < limits->limit ? t->limit[kind] : limits->limit;
}

static uint64_t takes(const sought_query *query, limits_kind kind, const search_limits *limits)
{
    uint64_t sum = 0;
    for (size_t i = 0; i < query->count; i++) {
        const sought_token *t = &query->tokens[i];
        uint8_t limit = limit_of(limits, t, i, kind);
        if (limits->asked[i])
            sum += (limit <= t->known[kind] ? KNOWN_TAKES : walk_takes(kind, limit)) + (uint64_t)t->postings * POSTING_TAKES +
                   names_take(kind, limit);
    }
    return sum;
}

/* One change of a token that makes it cheaper: left out, or asked for in full so that the others need less. */
static bool improve(const search_needs *needs, const sought_query *query, limits_kind kind, search_limits *best)
{
    search_limits closest = *best;
    uint64_t least = takes(query, kind, best), before = least;
    for (size_t change = 0; change < 2 * query->count; change++) {
        search_limits tried = *best;
        size_t i = change / 2;
        if (!best->asked[i] || (change % 2 && best->in_full[i]))
            continue;
        tried.asked[i] = tried.in_full[i] = change % 2;
        if (!find_limit(needs, query, kind, &tried))
            continue;
        uint64_t one = takes(query, kind, &tried);
        if (one < least) {
            least = one;
            closest = tried;
        }
    }
    *best = closest;
    return least < before;
}

bool limits_choose(const search_needs *needs, const sought_query *query, limits_kind kind, search_limits *out)
{
    *out = (search_limits){.limit = 0};
    for (size_t i = 0; i < query->count; i++) {
        out->asked[i] = true;
        out->in_full[i] = query->tokens[i].known[kind] >= query->tokens[i].limit[kind];
    }
    if (!find_limit(needs, query, kind, out))
        return false;
    for (size_t round = 0; round < 2 * query->count && improve(needs, query, kind, out); round++)
        ;
    return true;
}
