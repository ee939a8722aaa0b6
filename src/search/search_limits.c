#include "search/search_limits.h"
#include "match/match_fact.h"

#include <assert.h>
#include <string.h>

enum {
    LIGHT_PAIR = 130,  /* the most that a pair with a light word gives: LIGHT_WEIGHT */
    POSTING_WORTH = 12 /* nanoseconds that one more name to look at takes, about */
};

/* ---------------------------------------------------------------- what names need */

/* score_least_net for growing own evidence: it never falls, and grows slowly. */
static evidence next_least_net(int32_t threshold, evidence own, evidence before)
{
    evidence low = before > 1 ? before : 1, step = 1;
    if (own < 1)
        return 1;
    while (low + step < own && score_of(low + step - 1, own, EVIDENCE_UNBOUNDED) < threshold) {
        low += step;
        step *= 2;
    }
    evidence high = low + step < own ? low + step : own;
    while (low < high) {
        evidence middle = low + (high - low) / 2;
        if (score_of(middle, own, EVIDENCE_UNBOUNDED) >= threshold)
            high = middle;
        else
            low = middle + 1;
    }
    return low;
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
        least = next_least_net(threshold, (evidence)(i * NEED_STEP), least);
        needs->least[i] = least;
        for (int facts = 0; facts < 2; facts++) {
            evidence spare = high - (facts ? facts_least(least) : least);
            most[facts] = spare > most[facts] ? spare : most[facts];
            needs->spare[facts][i] = most[facts];
        }
    }
}

evidence needs_of(const search_needs *needs, evidence own, bool facts)
{
    size_t step = (size_t)own / NEED_STEP;
    evidence least = needs->least[step < NEED_STEPS ? step : NEED_STEPS - 1];
    return facts ? facts_least(least) : least;
}

static evidence spare_of(const search_needs *needs, evidence own, bool facts)
{
    size_t step = (size_t)own / NEED_STEP;
    return needs->spare[facts][step < NEED_STEPS ? step : NEED_STEPS - 1];
}

/* ---------------------------------------------------------------- whether limits are wide enough */

/* The least that pairs lose which are not found, by how many they are. */
typedef struct losses {
    evidence spelt;   /* one of the query's script */
    evidence read;    /* one of another script */
    evidence by_name; /* one of the query's script, in a name that the dictionary has read */
    evidence loose;   /* two or more spelt ones together, besides */
} losses;

static losses losses_beyond(uint8_t limit, uint8_t reading_limit, evidence respelling, bool firm, bool read)
{
    evidence nearest = limit + 1;
    losses l = {gain_lost((uint8_t)(limit + 1), read) + respelling, gain_lost((uint8_t)(reading_limit + 1), true),
                gain_lost((uint8_t)(limit + 1), true) + respelling, 0};
    if (!firm && !read && nearest > COST_FIRM)
        l.loose = (nearest - COST_FIRM) * EVIDENCE_NOT_FIRM_PERCENT / 100;
    return l;
}

static evidence lesser(evidence a, evidence b)
{
    return a < b ? a : b;
}

static evidence least_lost(const losses *l, evidence spelt, evidence read)
{
    evidence all = spelt * l->spelt;
    if (spelt > 1)
        all = lesser(all + l->loose, spelt * l->by_name);
    return all + read * l->read;
}

/* The least that so many pairs lose, whichever of them are of another script. Between two and all it is a straight line. */
static evidence least_lost_by(const losses *l, evidence pairs)
{
    evidence least = lesser(least_lost(l, 0, pairs), least_lost(l, pairs, 0));
    for (evidence spelt = 1; spelt <= 2 && spelt <= pairs; spelt++)
        least = lesser(least, least_lost(l, spelt, pairs - spelt));
    return least;
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
    evidence weights[NAME_TOKENS_MAX]; /* of those that may be paired all the same, the weightiest first */
    evidence spared[NAME_TOKENS_MAX];  /* what is not taken when they are, the most first */
    size_t pairs;
    bool firm;
} unfound;

static void sum_unfound(const sought_token *tokens, size_t count, const search_limits *limits, unfound *out)
{
    *out = (unfound){.pairs = 0};
    for (size_t i = 0; i < count; i++) {
        const sought_token *t = &tokens[i];
        if (!limits->asked[i]) {
            out->given += t->most;
            out->firm |= t->firm;
            continue;
        }
        out->given += t->may_be_light ? LIGHT_PAIR : 0;
        out->missed += t->may_be_light ? 0 : t->missed;
        if (t->limit <= limits->limit && t->reading_limit <= limits->reading_limit)
            continue; /* dearer spellings are no pairs */
        insert_falling(out->weights, out->pairs, t->weight);
        insert_falling(out->spared, out->pairs, t->may_be_light ? 0 : t->missed);
        out->pairs++;
    }
}

/* Whether no name of which nothing is found reaches the threshold. */
static bool are_wide_enough(const search_needs *needs, const sought_token *tokens, size_t count, evidence respelling, bool read, bool facts,
                            const search_limits *limits)
{
    unfound u;
    sum_unfound(tokens, count, limits, &u);
    losses lost = losses_beyond(limits->limit, limits->reading_limit, respelling, u.firm, read);
    evidence given = u.given, missed = u.missed;
    for (size_t pairs = 0; pairs <= u.pairs; pairs++) {
        if (pairs) {
            given += u.weights[pairs - 1];
            missed -= u.spared[pairs - 1];
        }
        if (given > 0 && spare_of(needs, given, facts) >= least_lost_by(&lost, (evidence)pairs) + missed * OMIT_QUERY_PERCENT / 100)
            return false;
    }
    return true;
}

/* ---------------------------------------------------------------- choosing */

/* The limits to choose from: few, because words come again, and what was met to a limit is remembered. None just above COST_DEAR, where
   a walk begins to take long. */
static const uint8_t steps[] = {0, 8, 16, 24, 32, 40, 48, 56, 64, 72, 80, 88, 99, 112, 124, 136, 148, 160, 172, 184, 199, 212, 224, 236, 248};
enum { STEP_COUNT = sizeof steps / sizeof *steps };

/* What asking for one token takes, in nanoseconds, about. */
static uint64_t walk_takes(uint8_t limit)
{
    return limit <= 40 ? 1500 : limit <= 72 ? 4000 : limit < COST_DEAR ? 8000 : limit < 150 ? 40000 : limit < 200 ? 120000 : 300000;
}

/* The closest limits that are wide enough: first for names of the query's script alone, then for all. False: none are. */
static bool find_limits(const search_needs *needs, const sought_token *tokens, size_t count, evidence respelling, bool read, bool facts,
                        search_limits *limits)
{
    uint8_t *const sought[] = {&limits->limit, &limits->reading_limit};
    limits->limit = limits->reading_limit = steps[STEP_COUNT - 1];
    if (!are_wide_enough(needs, tokens, count, respelling, read, facts, limits))
        return false;
    for (size_t which = 0; which < 2; which++) {
        size_t low = 0, high = STEP_COUNT - 1;
        while (low < high) {
            size_t middle = (low + high) / 2;
            *sought[which] = steps[middle];
            if (are_wide_enough(needs, tokens, count, respelling, read, facts, limits))
                high = middle;
            else
                low = middle + 1;
        }
        *sought[which] = steps[low];
    }
    return true;
}

static uint64_t takes(const sought_token *tokens, size_t count, const search_limits *limits)
{
    uint64_t sum = 0;
    for (size_t i = 0; i < count; i++)
        if (limits->asked[i])
            sum += walk_takes(limits->limit < tokens[i].limit ? limits->limit : tokens[i].limit) + (uint64_t)tokens[i].postings * POSTING_WORTH;
    return sum;
}

void limits_choose(const search_needs *needs, const sought_token *tokens, size_t count, evidence respelling, bool read, bool facts,
                   search_limits *out)
{
    search_limits best = {.asked = {false}}, tried;
    memset(best.asked, true, count);
    bool found = find_limits(needs, tokens, count, respelling, read, facts, &best);
    assert(found); /* what asks for everything, as far as its patterns go, finds all */
    (void)found;
    for (size_t round = 0; round + 1 < count; round++) { /* leave the token out that spares the most */
        search_limits closest = best;
        for (size_t i = 0; i < count; i++) {
            if (!best.asked[i])
                continue;
            tried = best;
            tried.asked[i] = false;
            if (find_limits(needs, tokens, count, respelling, read, facts, &tried) &&
                takes(tokens, count, &tried) < takes(tokens, count, &closest))
                closest = tried;
        }
        if (memcmp(closest.asked, best.asked, count * sizeof *best.asked) == 0)
            break;
        best = closest;
    }
    *out = best;
}
