/* Many words at once cost what each of them costs alone. */
#include "../test_support.h"
#include "match/match_lanes.h"

#include <stdlib.h>
#include <string.h>

static arena memory;
static cost_walk walk;
static lane_scratch *lanes;

typedef struct word {
    symbol symbols[LANE_LETTERS_MAX + 2];
    size_t count;
} word;

static word random_word(const char *letters, size_t most, unsigned *seed)
{
    word w = {.count = 1 + (size_t)rand_r(seed) % most};
    for (size_t i = 0; i < w.count; i++)
        w.symbols[i] = (unsigned char)letters[(size_t)rand_r(seed) % strlen(letters)];
    return w;
}

static word random_of_script(symbol first, symbol last, unsigned *seed)
{
    word w = {.count = 1 + (size_t)rand_r(seed) % 6};
    for (size_t i = 0; i < w.count; i++)
        w.symbols[i] = (symbol)(first + (unsigned)rand_r(seed) % (unsigned)(last - first + 1));
    return w;
}

/* Costs a batch of random words in both ways. Gives how many were within the limit. */
static size_t compare_batch(const word *pattern_word, script_id script, unsigned *seed)
{
    static lane_words words;
    word all[LANES];
    cost_pattern pattern;
    uint8_t costs[LANES];
    size_t count = 1 + (size_t)rand_r(seed) % LANES, within = 0;
    arena_reset(&memory);
    assert_true(cost_compile(&pattern, pattern_word->symbols, pattern_word->count, script, (uint8_t)(rand_r(seed) % 220), &memory));
    assert_true(lanes_begin(lanes, &pattern));
    words.longest = LANE_LETTERS_MAX;
    lanes_clear(&words);
    for (size_t i = 0; i < count; i++) {
        all[i] = random_word("aeiouhkschtzjgn", 9, seed);
        assert_true(lanes_add(&words, all[i].symbols, all[i].count));
    }
    lanes_cost(lanes, &words, costs);
    for (size_t i = 0; i < count; i++) {
        assert_int_equal(costs[i], cost_between(&walk, &pattern, SCRIPT_LATIN, all[i].symbols, all[i].count, NULL, 0));
        within += costs[i] != COST_NONE;
    }
    return within;
}

static void latin_words_cost_the_same(void **state)
{
    unsigned seed = 11;
    size_t within = 0;
    (void)state;
    if (!lanes_can_run())
        skip();
    for (int i = 0; i < 4000; i++) {
        word pattern = random_word("aeiouhkschtzjgn01", 9, &seed);
        within += compare_batch(&pattern, SCRIPT_LATIN, &seed);
    }
    assert_in_range(within, 1000, 100000);
}

static void readings_cost_the_same(void **state)
{
    static const struct {
        script_id script;
        symbol first, last;
    } of[] = {{SCRIPT_CYRILLIC, 0x430, 0x44F}, {SCRIPT_ARABIC, 0x627, 0x64A}, {SCRIPT_HEBREW, 0x5D0, 0x5EA}, {SCRIPT_KANA, 0x30A2, 0x30F3}};
    unsigned seed = 12;
    size_t within = 0;
    (void)state;
    if (!lanes_can_run())
        skip();
    for (int i = 0; i < 4000; i++) {
        word pattern = random_of_script(of[i % 4].first, of[i % 4].last, &seed);
        within += compare_batch(&pattern, of[i % 4].script, &seed);
    }
    assert_in_range(within, 300, 100000);
}

static void what_does_not_fit_is_refused(void **state)
{
    static lane_words words;
    static const symbol strange[] = {'a', 0xFE, 'b'};
    symbol longest[LANE_LETTERS_MAX + 1];
    cost_pattern pattern;
    (void)state;
    if (!lanes_can_run())
        skip();
    for (size_t i = 0; i <= LANE_LETTERS_MAX; i++)
        longest[i] = 'a';
    words.longest = LANE_LETTERS_MAX;
    lanes_clear(&words);
    assert_false(lanes_add(&words, strange, 3));
    assert_false(lanes_add(&words, longest, LANE_LETTERS_MAX + 1));
    assert_int_equal(words.count, 0);
    assert_true(lanes_add(&words, longest, LANE_LETTERS_MAX));
    arena_reset(&memory);
    assert_true(cost_compile(&pattern, strange, 3, SCRIPT_LATIN, 100, &memory));
    assert_false(lanes_begin(lanes, &pattern));
    assert_true(cost_compile(&pattern, longest, LANE_LETTERS_MAX + 1, SCRIPT_LATIN, 100, &memory));
    assert_false(lanes_begin(lanes, &pattern));
}

static int set_up(void **state)
{
    (void)state;
    lanes = lane_scratch_new();
    return lanes ? 0 : -1;
}

static int tear_down(void **state)
{
    (void)state;
    arena_free(&memory);
    lane_scratch_free(lanes);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(latin_words_cost_the_same), cmocka_unit_test(readings_cost_the_same),
                                       cmocka_unit_test(what_does_not_fit_is_refused)};
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
