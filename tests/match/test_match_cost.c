#include "../test_support.h"
#include "match/match_cost.h"

#include <stdlib.h>
#include <string.h>

static arena memory;
static cost_walk walk;

static size_t to_symbols(const char *s, symbol *out)
{
    size_t n = strlen(s);
    for (size_t i = 0; i < n; i++)
        out[i] = (unsigned char)s[i];
    return n;
}

static uint8_t cost(const char *a, const char *b, uint8_t limit)
{
    static symbol x[100], y[100];
    cost_pattern p;
    size_t m = to_symbols(a, x), n = to_symbols(b, y);
    arena_reset(&memory);
    assert_true(cost_compile(&p, x, m, SCRIPT_LATIN, limit, &memory));
    return cost_between(&walk, &p, SCRIPT_LATIN, y, n, NULL, 0);
}

static void costs_of_single_operations(void **state)
{
    (void)state;
    assert_int_equal(cost("kim", "kim", 200), 0);
    assert_int_equal(cost("kim", "kimm", 200), 5);
    assert_in_range(cost("phillip", "filip", 200), 6, 20);
    assert_int_equal(cost("xbz", "bxz", 200), 60);
    assert_int_equal(cost("tanchon", "tanbhon", 200), 100);
    assert_int_equal(cost("tanchon", "xyzvw", 200), COST_NONE);
}

static void a_limit_only_hides_what_is_dearer(void **state)
{
    (void)state;
    assert_int_equal(cost("tanchon", "tanbhon", 100), 100);
    assert_int_equal(cost("tanchon", "tanbhon", 99), COST_NONE);
}

/* Anuwat: the last letter is read, and two more symbols after it are silent. */
static void silent_symbols_may_follow_a_letter(void **state)
{
    static const symbol thai[] = {0x0E2D, 0x0E19, 0x0E38, 0x0E27, 0x0E31, 0x0E12, 0x0E19, 0x0E4C};
    static symbol latin[6];
    cost_pattern p;
    (void)state;
    arena_reset(&memory);
    assert_true(cost_compile(&p, thai, 8, SCRIPT_THAI, 100, &memory));
    assert_true(cost_between(&walk, &p, SCRIPT_LATIN, latin, to_symbols("anuwat", latin), NULL, 0) <= 20);
}

static void random_word(char *out, unsigned *seed)
{
    static const char letters[] = "aeoukhjscgiy01";
    size_t n = 1 + (size_t)(rand_r(seed) % 9);
    for (size_t i = 0; i < n; i++)
        out[i] = letters[(size_t)rand_r(seed) % (sizeof letters - 1)];
    out[n] = '\0';
}

/* Whatever the limit, the walk gives the cost that no limit gives, or nothing: no pruning loses a reading. */
static void pruning_loses_nothing(void **state)
{
    unsigned seed = 3;
    char a[16], b[16];
    (void)state;
    for (int i = 0; i < 60000; i++) {
        random_word(a, &seed);
        random_word(b, &seed);
        uint8_t free_cost = cost(a, b, 254), limit = (uint8_t)(rand_r(&seed) % 254);
        uint8_t limited = cost(a, b, limit);
        assert_int_equal(limited, free_cost <= limit ? free_cost : COST_NONE);
    }
}

/* The letters of a word never rule out what is within the limit. */
static void outlines_lose_nothing(void **state)
{
    unsigned seed = 5;
    char a[16], b[16];
    symbol x[16], y[16];
    (void)state;
    for (int i = 0; i < 60000; i++) {
        cost_pattern p;
        cost_outline outline;
        random_word(a, &seed);
        random_word(b, &seed);
        uint8_t limit = (uint8_t)(rand_r(&seed) % 254);
        size_t m = to_symbols(a, x), n = to_symbols(b, y);
        arena_reset(&memory);
        assert_true(cost_compile(&p, x, m, SCRIPT_LATIN, limit, &memory));
        cost_make_outline(&p, &outline);
        if (cost_between(&walk, &p, SCRIPT_LATIN, y, n, NULL, 0) != COST_NONE)
            assert_true(cost_may_match(&outline, cost_letters(y, n)));
    }
}

/* Walking back and on again gives what walking from the start gives. */
static void going_back_changes_nothing(void **state)
{
    unsigned seed = 9;
    char a[16], b[16], c[16];
    symbol x[16], y[16], z[16];
    (void)state;
    for (int i = 0; i < 20000; i++) {
        cost_pattern p;
        random_word(a, &seed);
        random_word(b, &seed);
        random_word(c, &seed);
        size_t m = to_symbols(a, x), n = to_symbols(b, y), k = to_symbols(c, z), shared = 0;
        while (shared < n && shared < k && y[shared] == z[shared])
            shared++;
        arena_reset(&memory);
        assert_true(cost_compile(&p, x, m, SCRIPT_LATIN, 254, &memory));
        uint8_t expected = cost_between(&walk, &p, SCRIPT_LATIN, z, k, NULL, 0);
        assert_true(cost_begin(&walk, &p, SCRIPT_LATIN));
        bool alive = true;
        for (size_t j = 0; j < n && alive; j++)
            alive = cost_step(&walk, y[j]);
        if (walk.depth < shared)
            continue;
        cost_back(&walk, shared);
        for (size_t j = shared; j < k && alive; j++)
            alive = cost_step(&walk, z[j]);
        if (alive)
            assert_int_equal(cost_end(&walk), expected);
    }
}

/* Letters that many rules are made of, at any place of a word; and symbols that are no Latin letters. */
static size_t random_symbols(symbol *out, size_t most, unsigned *seed)
{
    static const symbol others[] = {0xFE, 0x430, 0x445};
    static const char letters[] = "abcdefghijklmnopqrstuvwxyz09aeouhcsktz";
    size_t n = 1 + (size_t)rand_r(seed) % most;
    for (size_t i = 0; i < n; i++)
        out[i] = rand_r(seed) % 30 ? (symbol)letters[(size_t)rand_r(seed) % (sizeof letters - 1)] : others[rand_r(seed) % 3];
    return n;
}

static bool rule_stands_before(const table_rule *rule, const symbol *symbols, size_t end, size_t count)
{
    if (rule->symbol_count > end || ((rule->place & RULE_AT_START) && rule->symbol_count != end) ||
        ((rule->place & RULE_AT_END) && end != count))
        return false;
    return memcmp(rule->symbols, symbols + end - rule->symbol_count, rule->symbol_count * sizeof *symbols) == 0;
}

static void check_starts(const cost_place *place)
{
    for (int letter = -1; letter < LATIN_LETTERS; letter++)
        for (size_t r = 0; r < place->rule_count; r++) {
            const table_rule *rule = place->rules[r];
            int last = rule->latin_count ? table_letter(rule->latin[rule->latin_count - 1]) : -1;
            assert_int_equal(last == letter, r >= place->starts[letter + 1] && r < place->starts[letter + 2]);
        }
}

/* What the tables know of a letter by those before it is what trying every rule gives. */
static void a_place_has_the_rules_that_end_there(void **state)
{
    unsigned seed = 17;
    symbol word[16];
    (void)state;
    for (int i = 0; i < 20000; i++) {
        cost_pattern p;
        size_t n = random_symbols(word, 12, &seed), jump = 2, look_back = 2;
        arena_reset(&memory);
        assert_true(cost_compile(&p, word, n, i % 2 ? SCRIPT_LATIN : SCRIPT_CYRILLIC, 200, &memory));
        for (size_t end = 1; end <= n; end++) {
            const cost_place *place = &p.places[end - 1];
            size_t all, found = 0, most = 0;
            uint64_t several = 0;
            const table_rule *rules = table_rules_ending(word[end - 1], &all);
            for (size_t r = 0; r < all; r++) {
                if (!rule_stands_before(&rules[r], word, end, n))
                    continue;
                assert_true(found < place->rule_count && place->rules[found++] == &rules[r]);
                most = rules[r].symbol_count > most ? rules[r].symbol_count : most;
                look_back = rules[r].latin_count > look_back ? rules[r].latin_count : look_back;
                several |= rules[r].latin_count > 1 ? UINT64_C(1) << table_letter(rules[r].latin[0]) : 0;
            }
            assert_int_equal(found, place->rule_count);
            assert_int_equal(most, place->jump);
            assert_true(several == place->several);
            jump = most > jump ? most : jump;
            check_starts(place);
        }
        assert_int_equal(p.jump, jump);
        assert_int_equal(p.look_back, look_back);
    }
}

/* What every operation charges, one after the other. */
typedef struct plain_bounds {
    uint8_t symbol[COST_SYMBOLS_MAX][OUTLINE_LETTERS], always[COST_SYMBOLS_MAX], letter[OUTLINE_LETTERS], loss[COST_SYMBOLS_MAX];
} plain_bounds;

static void put_least(uint8_t *cell, unsigned cost_of)
{
    if (cost_of < *cell)
        *cell = (uint8_t)cost_of;
}

static size_t kind_of(symbol s)
{
    return s >= 'a' && s <= 'z' ? (size_t)(s - 'a') : OUTLINE_LETTERS - 1;
}

static symbol letter_at(size_t letter)
{
    return (symbol)(letter < 26 ? 'a' + letter : '0' + letter - 26);
}

static void charge_rule(const cost_pattern *p, const table_rule *rule, size_t end, plain_bounds *out)
{
    unsigned takes = rule->symbol_count, gives = rule->latin_count;
    for (size_t i = end - takes; i < end; i++) {
        bool own = false;
        for (size_t k = 0; k < gives; k++)
            own |= rule->latin[k] == p->symbols[i];
        if (!own)
            put_least(gives ? &out->symbol[i][kind_of(rule->latin[gives - 1])] : &out->always[i], rule->cost / takes);
        if (gives < takes)
            put_least(&out->loss[i], rule->cost / (takes - gives));
    }
    for (size_t k = 0; k < gives; k++)
        put_least(&out->letter[kind_of(rule->latin[k])], rule->cost / gives);
}

static void charge_symbol(const cost_pattern *p, size_t i, plain_bounds *out)
{
    const cost_place *place = &p->places[i];
    unsigned gap = place->gap;
    if (i + 1U == p->count && place->letter < LATIN_LETTERS && table_latin_gap_end[place->letter] < gap)
        gap = table_latin_gap_end[place->letter];
    put_least(&out->loss[i], gap);
    put_least(&out->always[i], gap);
    for (size_t l = 0; l < LATIN_LETTERS; l++) {
        put_least(&out->symbol[i][kind_of(letter_at(l))], place->substitute[l]);
        put_least(&out->letter[kind_of(letter_at(l))], place->substitute[l]);
    }
    out->symbol[i][kind_of(p->symbols[i])] = out->letter[kind_of(p->symbols[i])] = 0;
}

static void charge_all(const cost_pattern *p, plain_bounds *out)
{
    bool latin = p->script == SCRIPT_LATIN;
    memset(out, COST_NONE, sizeof *out);
    memset(out->always, latin ? COST_OTHER_LETTER : COST_FOREIGN_GAP, sizeof out->always);
    memset(out->letter, latin ? COST_OTHER_LETTER : COST_FOREIGN_LETTER, sizeof out->letter);
    put_least(&out->letter[OUTLINE_LETTERS - 1], COST_OTHER_GAP);
    for (size_t l = 0; l < LATIN_LETTERS; l++) {
        put_least(&out->letter[kind_of(letter_at(l))], latin ? table_latin_gap[l] : table_script_gap[p->script][l]);
        if (latin)
            put_least(&out->letter[kind_of(letter_at(l))], table_latin_gap_end[l]);
    }
    for (size_t i = 0; i < p->count; i++) {
        for (size_t r = 0; r < p->places[i].rule_count; r++)
            charge_rule(p, p->places[i].rules[r], i + 1, out);
        if (latin)
            charge_symbol(p, i, out);
    }
}

/* How many things the limit pays for, the cheapest first: counts[c] of them cost c. */
static size_t plain_spend(const unsigned counts[COST_NONE], unsigned below, unsigned *limit)
{
    size_t bought = 0;
    for (unsigned c = 0; c < below; c++)
        for (unsigned left = counts[c]; left && c <= *limit; left--, bought++)
            *limit -= c;
    return bought;
}

static size_t plain_fewest(const cost_pattern *p, const plain_bounds *all)
{
    unsigned counts[COST_NONE] = {0}, limit = p->limit;
    for (size_t i = 0; i < p->count; i++)
        counts[all->loss[i]]++;
    size_t fewest = p->count - plain_spend(counts, COST_NONE, &limit);
    return fewest < OUTLINE_COUNT_MAX ? fewest : OUTLINE_COUNT_MAX;
}

static size_t plain_most(const cost_pattern *p)
{
    unsigned counts[COST_NONE] = {0}, limit = p->limit;
    uint8_t gap = COST_NONE, gap_end = COST_NONE;
    for (size_t l = 0; l < LATIN_LETTERS; l++) {
        put_least(&gap, table_latin_gap[l]);
        put_least(&gap_end, table_latin_gap_end[l]);
    }
    counts[gap_end]++;
    for (size_t i = 0; i < p->count; i++) {
        unsigned most = 0;
        uint8_t cheapest = COST_NONE - 1;
        for (size_t r = 0; r < p->places[i].rule_count; r++) {
            const table_rule *rule = p->places[i].rules[r];
            if (rule->latin_count <= rule->symbol_count)
                continue;
            unsigned growth = rule->latin_count - (unsigned)rule->symbol_count;
            most = growth > most ? growth : most;
            put_least(&cheapest, rule->cost / growth);
        }
        counts[cheapest] += most;
    }
    size_t count = p->count + plain_spend(counts, gap, &limit);
    count += limit / gap;
    return count < COST_SYMBOLS_MAX ? count : COST_SYMBOLS_MAX;
}

static void check_floor(const cost_pattern *p)
{
    static plain_bounds all;
    cost_floor floor;
    uint32_t free_letters = 0;
    charge_all(p, &all);
    cost_make_floor(p, SCRIPT_LATIN, &floor);
    assert_int_equal(floor.count, p->count < FLOOR_SYMBOLS_MAX ? p->count : FLOOR_SYMBOLS_MAX);
    for (size_t i = 0; i < floor.count; i++) {
        assert_memory_equal(floor.symbol[i], all.symbol[i], OUTLINE_LETTERS);
        assert_int_equal(floor.always[i], all.always[i]);
    }
    assert_memory_equal(floor.letter, all.letter, OUTLINE_LETTERS);
    for (unsigned l = 0; l < OUTLINE_LETTERS; l++)
        free_letters |= (uint32_t)(all.letter[l] == 0) << l;
    assert_int_equal(floor.free, free_letters);
    if (p->script == SCRIPT_LATIN) {
        assert_int_equal(floor.least_count, plain_fewest(p, &all));
        assert_int_equal(floor.most_count, plain_most(p));
    }
    uint8_t fewest, most;
    cost_count_letters(p, &fewest, &most);
    assert_int_equal(fewest, floor.least_count);
    assert_int_equal(most, floor.most_count);
}

/* Floors, and how many letters a word has, are made of what the tables know by letters before: trying every rule gives the same. */
static void floors_are_what_the_operations_charge(void **state)
{
    unsigned seed = 19;
    symbol word[40];
    (void)state;
    for (int i = 0; i < 20000; i++) {
        cost_pattern p;
        size_t n = random_symbols(word, i % 8 ? 12 : 40, &seed);
        arena_reset(&memory);
        assert_true(cost_compile(&p, word, n, i % 5 ? SCRIPT_LATIN : SCRIPT_CYRILLIC, (uint8_t)(rand_r(&seed) % COST_NONE), &memory));
        check_floor(&p);
    }
}

static int tear_down(void **state)
{
    (void)state;
    arena_free(&memory);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(costs_of_single_operations),
                                       cmocka_unit_test(a_limit_only_hides_what_is_dearer),
                                       cmocka_unit_test(silent_symbols_may_follow_a_letter),
                                       cmocka_unit_test(pruning_loses_nothing),
                                       cmocka_unit_test(outlines_lose_nothing),
                                       cmocka_unit_test(going_back_changes_nothing),
                                       cmocka_unit_test(a_place_has_the_rules_that_end_there),
                                       cmocka_unit_test(floors_are_what_the_operations_charge)};
    return cmocka_run_group_tests(tests, NULL, tear_down);
}
