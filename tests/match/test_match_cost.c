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
static size_t random_symbols(symbol *out, unsigned *seed)
{
    static const symbol others[] = {0xFE, 0x430, 0x445};
    static const char letters[] = "abcdefghijklmnopqrstuvwxyz09aeouhcsktz";
    size_t n = 1 + (size_t)(rand_r(seed) % 12);
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
        size_t n = random_symbols(word, &seed), jump = 2, look_back = 2;
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
                                       cmocka_unit_test(a_place_has_the_rules_that_end_there)};
    return cmocka_run_group_tests(tests, NULL, tear_down);
}
