/* No word of another script that a Latin pattern reads within its limit is left out by the walk over bits. */
#include "../test_support.h"
#include "match/match_reach.h"

#include <stdlib.h>
#include <string.h>

enum { WORD_MAX = 40, LONGER_MAX = 4096, ROUNDS = 6000, LONG = 12 };

static arena memory;
static cost_walk walk;
static reach_walk reach;

typedef struct word {
    symbol symbols[COST_SYMBOLS_MAX];
    size_t count;
} word;

/* ---------------------------------------------------------------- words and what they are read as */

/* The symbols of a script that some rule reads. */
static size_t symbols_of(script_id script, symbol *out)
{
    size_t count = 0;
    for (uint32_t s = 1; s <= UINT16_MAX; s++) {
        size_t rules;
        table_rules_ending((symbol)s, &rules);
        if (rules && table_char_of(s)->script == (uint8_t)script)
            out[count++] = (symbol)s;
    }
    return count;
}

/* Some words have only a few of the symbols: then rules of several of them occur. */
static word random_word(const symbol *of, size_t of_count, size_t most, unsigned *seed)
{
    word w = {.count = 1 + (size_t)rand_r(seed) % most};
    size_t first = (size_t)rand_r(seed) % of_count, few = rand_r(seed) % 2 ? 5 : of_count;
    for (size_t i = 0; i < w.count; i++)
        w.symbols[i] = of[(first + (size_t)rand_r(seed) % few) % of_count];
    return w;
}

/* The symbols of a rule, in the middle of a word: words made by chance have few that belong together. */
static void put_rule(word *w, unsigned *seed)
{
    size_t count, at = (size_t)rand_r(seed) % w->count;
    const table_rule *rules = table_rules_ending(w->symbols[at], &count);
    const table_rule *rule = count ? &rules[(size_t)rand_r(seed) % count] : NULL;
    if (rule && rule->symbol_count <= at + 1)
        memcpy(w->symbols + at + 1 - rule->symbol_count, rule->symbols, rule->symbol_count * sizeof(symbol));
}

static bool stands_at(const table_rule *rule, const word *w, size_t at)
{
    return rule->symbol_count <= w->count - at && memcmp(rule->symbols, w->symbols + at, rule->symbol_count * sizeof(symbol)) == 0;
}

/* A rule that begins at this symbol, by chance; NULL: none was met. Long words would cost too much by just any rules. */
static const table_rule *rule_at(const word *w, size_t at, unsigned *seed)
{
    for (unsigned tries = 0; tries < 40; tries++) {
        size_t count, end = at + (size_t)rand_r(seed) % RULE_SYMBOLS_MAX;
        const table_rule *rules = end < w->count ? table_rules_ending(w->symbols[end], &count) : NULL;
        const table_rule *rule = rules && count ? &rules[(size_t)rand_r(seed) % count] : NULL;
        if (rule && rule->symbol_count == end + 1 - at && stands_at(rule, w, at) && (w->count < LONG || rule->cost == 0 || tries > 30))
            return rule;
    }
    return NULL;
}

/* A word as some rules read it, now and then with a letter more or less. */
static word read_word(const word *w, unsigned *seed)
{
    word out = {.count = 0};
    int rarely = w->count < LONG ? 1 : 10;
    for (size_t at = 0; at < w->count;) {
        const table_rule *rule = rule_at(w, at, seed);
        for (size_t k = 0; rule && k < rule->latin_count && out.count + 2 < COST_SYMBOLS_MAX; k++)
            if (rand_r(seed) % (60 * rarely))
                out.symbols[out.count++] = rand_r(seed) % (60 * rarely) ? rule->latin[k] : 'q';
        if (rand_r(seed) % (12 * rarely) == 0 && out.count + 2 < COST_SYMBOLS_MAX)
            out.symbols[out.count++] = (symbol) "aeiouyhb0"[rand_r(seed) % 9];
        if (rand_r(seed) % (200 * rarely) == 0 && out.count + 2 < COST_SYMBOLS_MAX)
            out.symbols[out.count++] = 0xFE; /* in no table */
        at += rule ? rule->symbol_count : 1;
    }
    return out;
}

/* ---------------------------------------------------------------- comparing */

/* The rules of several symbols that end behind `depth` of them. */
static size_t longer_ending(const word *w, size_t depth, const table_rule **out)
{
    size_t count, found = 0;
    const table_rule *rules = table_rules_ending(w->symbols[depth - 1], &count);
    for (size_t r = 0; r < count; r++)
        if (reach_rule_ends(&rules[r], w->symbols, depth)) {
            assert_true(found < LONGER_MAX);
            out[found++] = &rules[r];
        }
    return found;
}

/* The rules of several symbols that end further on, by symbols. */
static void note_begun(const word *w, reach_begun begun[COST_DEPTH])
{
    static const table_rule *longer[LONGER_MAX];
    memset(begun, 0, COST_DEPTH * sizeof *begun);
    for (size_t depth = 1; depth <= w->count; depth++) {
        size_t count = longer_ending(w, depth, longer);
        for (size_t r = 0; r < count; r++)
            for (size_t taken = 1; taken < longer[r]->symbol_count; taken++) {
                reach_begun *to = &begun[depth - longer[r]->symbol_count + taken];
                to->taken |= (uint8_t)(1U << taken);
                to->first |= reach_first_of(longer[r]);
            }
    }
}

static uint32_t readable_of(const word *w)
{
    static const table_rule *longer[LONGER_MAX];
    reach_readings readings = {0};
    for (size_t depth = 1; depth <= w->count; depth++) {
        size_t count, longer_count = longer_ending(w, depth, longer);
        const table_rule *rules = table_rules_ending(w->symbols[depth - 1], &count);
        reach_add_symbol(&readings, depth);
        for (size_t r = 0; r < count; r++)
            if (rules[r].symbol_count == 1)
                reach_add_rule(&readings, depth, &rules[r]);
        for (size_t r = 0; r < longer_count; r++)
            reach_add_rule(&readings, depth, longer[r]);
    }
    return reach_readable(&readings, w->count);
}

static bool is_reached(const cost_pattern *p, script_id script, const word *w)
{
    static const table_rule *longer[LONGER_MAX];
    static reach_begun begun[COST_DEPTH];
    note_begun(w, begun);
    reach_begin(&reach, p, script);
    for (size_t depth = 1; depth <= w->count; depth++) {
        size_t count = longer_ending(w, depth, longer);
        reach_step(&reach, depth, w->symbols[depth - 1], longer, count);
        if (depth < w->count && !reach_goes_on(&reach, depth, begun[depth]))
            return false;
    }
    return reach_may_end(&reach, w->count);
}

typedef struct tally {
    size_t within, reached, readable, cut;
} tally;

static void compare(const word *pattern, const word *w, script_id script, uint8_t limit, tally *sum)
{
    cost_pattern p;
    arena_reset(&memory);
    assert_true(cost_compile(&p, pattern->symbols, pattern->count, SCRIPT_LATIN, limit, &memory));
    p.reading_limit = limit; /* also beyond what is common, where symbols are read as anything */
    bool within = cost_between(&walk, &p, script, w->symbols, w->count, NULL, 0) != COST_NONE, reached = is_reached(&p, script, w);
    bool readable = reach_may_read(&reach, readable_of(w));
    if (within && !(reached && readable)) {
        print_error("%s, limit %d: pattern", table_script_name(script), limit);
        for (size_t i = 0; i < pattern->count; i++)
            print_error(" %x", pattern->symbols[i]);
        print_error(", word");
        for (size_t i = 0; i < w->count; i++)
            print_error(" %x", w->symbols[i]);
        fail_msg(" %s", reached ? "not readable" : "not reached");
    }
    sum->within += within;
    sum->reached += reached;
    sum->readable += readable;
    sum->cut += within && pattern->count > REACH_ROWS;
}

static void compare_script(script_id script, tally *near, tally *other)
{
    static symbol symbols[UINT16_MAX];
    size_t count = symbols_of(script, symbols);
    unsigned seed = 100U + script;
    word last = {.symbols = {'a'}, .count = 1};
    for (unsigned round = 0; count && round < ROUNDS; round++) {
        word w = random_word(symbols, count, round % 10 == 9 ? WORD_MAX : 7, &seed);
        for (unsigned i = 0; i < 3; i++)
            put_rule(&w, &seed);
        word pattern = read_word(&w, &seed);
        uint8_t limit = (uint8_t)(rand_r(&seed) % (round % 8 ? 105 : 221));
        compare(&pattern, &w, script, limit, near);
        compare(&last, &w, script, limit < 104 ? limit : 104, other);
        last = pattern;
    }
}

static void all_that_is_within_the_limit_is_reached(void **state)
{
    tally near = {0}, other = {0};
    size_t scripts = 0;
    (void)state;
    for (unsigned script = SCRIPT_LATIN + 1; script < SCRIPT_OTHER; script++) {
        size_t before = near.within;
        compare_script((script_id)script, &near, &other);
        scripts += near.within > before;
    }
    print_message("%zu within the limit in %zu scripts, %zu of them cut, %zu reached; by other patterns %zu and %zu, %zu readable\n",
                  near.within, scripts, near.cut, near.reached, other.within, other.reached, other.readable);
    assert_int_equal(scripts, SCRIPT_OTHER - SCRIPT_LATIN - 1);
    assert_true(near.within >= 20000 && near.cut >= 100);
    assert_true(other.reached < scripts * ROUNDS / 10 && other.readable < scripts * ROUNDS / 4); /* most of them are left out */
}

/* A word that goes on behind what is looked at of a pattern. */
static void long_patterns_are_cut(void **state)
{
    word w = {.count = 90}, pattern = {.count = 90};
    tally sum = {0};
    (void)state;
    for (size_t i = 0; i < w.count; i++) {
        w.symbols[i] = i % 2 ? 0x430 : 0x43C;
        pattern.symbols[i] = i % 2 ? 'a' : 'm';
    }
    compare(&pattern, &w, SCRIPT_CYRILLIC, 0, &sum);
    assert_int_equal(sum.cut, 1);
    w.symbols[3] = 0x431;
    compare(&pattern, &w, SCRIPT_CYRILLIC, 50, &sum);
    assert_int_equal(sum.reached, 1);
}

static int tear_down(void **state)
{
    (void)state;
    arena_free(&memory);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(all_that_is_within_the_limit_is_reached), cmocka_unit_test(long_patterns_are_cut)};
    return cmocka_run_group_tests(tests, NULL, tear_down);
}
