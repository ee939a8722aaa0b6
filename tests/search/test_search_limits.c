/* No name lies outside of the limits that are chosen: every way in which the words of a query could be held by a name of which nothing is
   found is tried, and none reaches the threshold. The inequality is written anew, from doc/search.md ("somebody must be found"). */
#include "../test_support.h"
#include "match/match_fact.h"
#include "search/search_limits.h"

#include <stdlib.h>
#include <string.h>

enum { TOKENS = 4, QUERIES = 1200, DRAWS = 4, LIGHT_MOST = 130, LIGHT_PART = 8, LIGHTEST_NAME = 60 };

/* How a token of the query fares in a name of which nothing is found. */
typedef enum fate { UNPAIRED, WHATEVER, BEYOND, LIGHT, FATES } fate;

static size_t below(unsigned *seed, size_t most)
{
    return (size_t)rand_r(seed) % most;
}

static bool may_fare(const sought_token *t, const search_limits *limits, size_t i, limits_kind kind, fate f)
{
    switch (f) {
    case WHATEVER: return !limits->asked[i];
    case BEYOND: return limits->asked[i] && !limits->in_full[i] && t->limit[kind] > limits->limit;
    case LIGHT: return limits->asked[i] && t->may_be_light;
    default: return true;
    }
}

/* The whole of it in the first draw, and mostly after that, else a part: names need not hold the weightiest word. */
static evidence some_of(evidence most, size_t draw, unsigned *seed)
{
    return draw == 0 || most < 2 || below(seed, 2) ? most : 1 + (evidence)below(seed, (size_t)most);
}

typedef struct outcome {
    evidence given, light, missed, lost, lost_read;
    size_t beyond;
    bool firm; /* a word that may be the same is paired */
} outcome;

static void add_fate(outcome *o, const sought_query *query, const search_limits *limits, limits_kind kind, size_t i, fate f, size_t draw,
                     unsigned *seed)
{
    const sought_token *t = &query->tokens[i];
    const bool reading = kind == LIMITS_OTHER_SCRIPT;
    const uint8_t cost = (uint8_t)(limits->limit + 1);
    evidence light;
    switch (f) {
    case WHATEVER:
        o->given += some_of(t->most, draw, seed);
        o->firm |= t->firm;
        break;
    case BEYOND:
        o->given += some_of(t->weight, draw, seed);
        o->lost += gain_lost(cost, reading || query->read) + (reading ? 0 : query->respelling);
        o->lost_read += gain_lost(cost, true) + (reading ? 0 : query->respelling);
        o->beyond++;
        break;
    case LIGHT:
        light = some_of(LIGHT_MOST, draw, seed);
        o->given += light;
        o->light += light;
        break;
    default: o->missed += t->missed;
    }
}

/* Whether a name of this own evidence that nets so much scores the threshold, with all the facts that there may be. */
static bool scores(evidence net, evidence own, bool facts, int32_t threshold)
{
    if (net <= 0)
        return false;
    return score_of(facts ? facts_best(net, own) : net, own, EVIDENCE_UNBOUNDED) >= threshold;
}

static bool reaches(const outcome *o, const sought_query *query, const search_limits *limits, limits_kind kind, int32_t threshold)
{
    evidence own = o->given > LIGHTEST_NAME ? o->given : LIGHTEST_NAME;
    own = o->light * LIGHT_PART > own ? o->light * LIGHT_PART : own; /* else they would lead to the name */
    evidence left = o->given - o->missed * OMIT_QUERY_PERCENT / 100, loose = 0;
    if (o->beyond > 1 && !o->firm && kind == LIMITS_OWN_SCRIPT && !query->read && limits->limit + 1 > COST_FIRM)
        loose = (evidence)(limits->limit + 1 - COST_FIRM) * EVIDENCE_NOT_FIRM_PERCENT / 100;
    return scores(left - o->lost - loose, own, query->facts, threshold) || scores(left - o->lost_read, own, query->facts, threshold);
}

/* Whether some name outside of the limits reaches the threshold; all fates of all tokens. */
static bool some_name_is_lost(const sought_query *query, const search_limits *limits, limits_kind kind, int32_t threshold, unsigned *seed)
{
    size_t ways = 1;
    for (size_t i = 0; i < query->count; i++)
        ways *= FATES;
    for (size_t way = 0; way < ways; way++) {
        bool possible = true;
        for (size_t i = 0, rest = way; possible && i < query->count; i++, rest /= FATES)
            possible = may_fare(&query->tokens[i], limits, i, kind, (fate)(rest % FATES));
        for (size_t draw = 0; possible && draw < DRAWS; draw++) {
            outcome o = {0};
            for (size_t i = 0, rest = way; i < query->count; i++, rest /= FATES)
                add_fate(&o, query, limits, kind, i, (fate)(rest % FATES), draw, seed);
            if (reaches(&o, query, limits, kind, threshold))
                return true;
        }
    }
    return false;
}

/* ---------------------------------------------------------------- queries */

static sought_token random_token(unsigned *seed)
{
    static const evidence weights[] = {60, 120, 130, 140, 400, 700, 1100, 1600, 2200, 3000};
    sought_token t = {.weight = weights[below(seed, COUNT_OF(weights))] + (evidence)below(seed, 40)};
    t.most = below(seed, 4) ? t.weight : t.weight + (evidence)below(seed, 1000);
    t.missed = t.weight < OMIT_QUERY_MOST ? t.weight : OMIT_QUERY_MOST;
    t.postings = below(seed, 3) ? (uint32_t)below(seed, 30) : (uint32_t)below(seed, 20000);
    for (size_t kind = 0; kind < LIMITS_KINDS; kind++) {
        t.limit[kind] = (uint8_t)below(seed, 221);
        t.known[kind] = below(seed, 3) ? 0 : t.limit[kind];
    }
    t.may_be_light = below(seed, 4) == 0;
    t.firm = below(seed, 3) > 0;
    return t;
}

static void random_query(sought_query *query, sought_token tokens[TOKENS], unsigned *seed)
{
    static const evidence respellings[] = {0, 0, EVIDENCE_RESPELT, EVIDENCE_RESPELT_SHORT};
    *query = (sought_query){.tokens = tokens,
                            .count = 1 + below(seed, TOKENS),
                            .respelling = respellings[below(seed, COUNT_OF(respellings))],
                            .read = below(seed, 4) == 0,
                            .facts = below(seed, 3) == 0};
    for (size_t i = 0; i < query->count; i++)
        tokens[i] = random_token(seed);
    if (below(seed, 4)) /* else two rare words that may be spelt far: the widest limits */
        return;
    query->count = 2;
    query->respelling = 0;
    for (size_t i = 0; i < 2; i++)
        tokens[i] = (sought_token){
            .weight = 1600 + (evidence)below(seed, 1400), .limit = {220, 200}, .missed = OMIT_QUERY_MOST, .firm = true, .postings = 100};
    for (size_t i = 0; i < 2; i++)
        tokens[i].most = tokens[i].weight;
}

static void fail_with(const sought_query *query, const search_limits *limits, limits_kind kind, int32_t threshold)
{
    for (size_t i = 0; i < query->count; i++) {
        const sought_token *t = &query->tokens[i];
        print_error("  weight %d, most %d, missed %d, limit %d%s%s: %s\n", t->weight, t->most, t->missed, t->limit[kind],
                    t->may_be_light ? ", may be light" : "", t->firm ? ", firm" : "",
                    !limits->asked[i]    ? "not asked"
                    : limits->in_full[i] ? "asked in full"
                                         : "asked");
    }
    fail_msg("a name reaches %d outside of limit %d (%s script, respelling %d%s%s)", threshold, limits->limit,
             kind == LIMITS_OWN_SCRIPT ? "own" : "another", query->respelling, query->read ? ", read" : "", query->facts ? ", facts" : "");
}

/* ---------------------------------------------------------------- tests */

/* From 2000 to 9500, one after the other: what names need is found anew for each. */
static int32_t threshold_of(size_t query)
{
    return 2000 + (int32_t)(query / (QUERIES / 16)) * 500;
}

/* A random query and the limits that are chosen for it. */
typedef struct made_choice {
    int32_t threshold;
    limits_kind kind;
    sought_token tokens[TOKENS];
    sought_query query;
    search_limits limits;
} made_choice;

/* False: no limits are wide enough. */
static bool choose(size_t n, made_choice *out, unsigned *seed)
{
    static search_needs needs;
    out->threshold = threshold_of(n);
    out->kind = n % 2 ? LIMITS_OTHER_SCRIPT : LIMITS_OWN_SCRIPT;
    random_query(&out->query, out->tokens, seed);
    needs_set(&needs, out->threshold);
    return limits_choose(&needs, &out->query, out->kind, &out->limits);
}

static void no_name_lies_outside(void **state)
{
    unsigned seed = 61;
    size_t chosen = 0, close = 0, left_out = 0, spoiled = 0, lost = 0;
    (void)state;
    for (size_t n = 0; n < QUERIES; n++) {
        made_choice c;
        if (!choose(n, &c, &seed))
            continue;
        chosen++;
        if (some_name_is_lost(&c.query, &c.limits, c.kind, c.threshold, &seed))
            fail_with(&c.query, &c.limits, c.kind, c.threshold);
        size_t asked = 0, last = 0;
        for (size_t i = 0; i < c.query.count; i++)
            if (c.limits.asked[i]) {
                asked++;
                last = i;
                close += !c.limits.in_full[i] && c.limits.limit < c.tokens[i].limit[c.kind];
            } else
                left_out++;
        if (asked) { /* one token less would lose names: the test would see it */
            c.limits.asked[last] = false;
            spoiled++;
            lost += some_name_is_lost(&c.query, &c.limits, c.kind, c.threshold, &seed);
        }
    }
    print_message(
        "%zu of %d queries with limits: %zu tokens asked for with a closer limit, %zu not at all; %zu of %zu spoiled ones lose names\n",
        chosen, QUERIES, close, left_out, lost, spoiled);
    assert_true(chosen >= QUERIES / 2);
    assert_true(close >= QUERIES / 10 && left_out >= QUERIES / 10);
    assert_true(lost >= spoiled / 2);
}

/* A closer limit than the one chosen, where that one lets names through. */
static void closer_limits_lose_names(void **state)
{
    unsigned seed = 62;
    size_t tried = 0, lost = 0;
    (void)state;
    for (size_t n = 0; n < QUERIES; n++) {
        made_choice c;
        if (!choose(n, &c, &seed) || c.limits.limit == 0)
            continue;
        c.limits.limit /= 2;
        tried++;
        lost += some_name_is_lost(&c.query, &c.limits, c.kind, c.threshold, &seed);
    }
    print_message("%zu of %zu lose names with half the limit\n", lost, tried);
    assert_true(tried >= QUERIES / 20 && lost >= tried / 3);
}

/* What names need, by steps, is never more than what one of them needs. */
static void needs_are_never_too_great(void **state)
{
    static search_needs needs;
    (void)state;
    for (int32_t threshold = 100; threshold <= SCORE_MAX; threshold += 550) {
        needs_set(&needs, threshold);
        for (evidence own = 1; own < 20000; own += 67) {
            assert_true(needs_of(&needs, own, false) <= score_least_net(threshold, own));
            assert_true(needs_of(&needs, own, true) <= facts_least(score_least_net(threshold, own)));
        }
        for (evidence own = 500; own < 12000; own += 411) { /* with all facts, what is below the need stays below the threshold */
            evidence most = needs_of(&needs, own, true) - 1;
            assert_true(most <= 0 || score_of(facts_best(most, own), own, EVIDENCE_UNBOUNDED) < threshold);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(no_name_lies_outside), cmocka_unit_test(closer_limits_lose_names),
                                       cmocka_unit_test(needs_are_never_too_great)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
