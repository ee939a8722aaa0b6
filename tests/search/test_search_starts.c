/* The filter of beginnings lets every word pass that is within a pattern's limit, and keeps most others out. */
#include "random_words.h"
#include "search/search_starts.h"

enum { WORDS = 400 };

static arena memory;
static cost_walk walk;
static lane_scratch *lanes;

static const alphabet latin = {SCRIPT_LATIN,
                               SYMBOLS('a', 'e', 'i', 'o', 'u', 'y', 'h', 'k', 's', 'c', 't', 'z', 'j', 'g', 'n', 'd', '1', 0xFE)};
static const alphabet patterns[] = {
    {SCRIPT_LATIN, SYMBOLS('a', 'e', 'i', 'o', 'u', 'y', 'h', 'k', 's', 'c', 't', 'z', 'j', 'g', 'n', 'd', '1')},
    {SCRIPT_CYRILLIC, SYMBOLS(0x430, 0x433, 0x435, 0x436, 0x438, 0x43A, 0x43D, 0x441, 0x442, 0x447, 0x448, 0x449, 0x44C)},
    {SCRIPT_ARABIC, SYMBOLS(0x627, 0x62A, 0x62C, 0x62E, 0x633, 0x634, 0x639, 0x643, 0x646, 0x648, 0x64A)},
    {SCRIPT_HANGUL, SYMBOLS(0x1100, 0x1102, 0x1109, 0x110C, 0x1161, 0x1165, 0x1169, 0x1175, 0x11AB, 0x11BC)},
    {SCRIPT_KANA, SYMBOLS(0x30A2, 0x30A4, 0x30AB, 0x30B7, 0x30BF, 0x30C8, 0x30CA, 0x30F3)}};

/* Half of the words are the pattern's own letters, two of them in each other's place, or one of them another, where it is Latin: near ones
   must be met too. */
static word random_entry(const alphabet *of, const word *pattern, unsigned *seed)
{
    word w = random_word(&latin, LETTERS, seed);
    if (of->script != SCRIPT_LATIN || rand_r(seed) % 2)
        return w;
    w = *pattern;
    if (w.count > 1 && rand_r(seed) % 2) {
        size_t at = (size_t)rand_r(seed) % (w.count - 1);
        w.symbols[at] = pattern->symbols[at + 1];
        w.symbols[at + 1] = pattern->symbols[at];
        return w;
    }
    w.symbols[(size_t)rand_r(seed) % w.count] = latin.symbols[(size_t)rand_r(seed) % latin.count];
    return w;
}

typedef struct counts {
    size_t within, passed, all;
} counts;

static void check_word(const cost_pattern *pattern, const start_filter *filter, const word *w, counts *sum)
{
    start_code code = start_of(w->symbols, w->count);
    uint8_t cost = cost_between(&walk, pattern, SCRIPT_LATIN, w->symbols, w->count, NULL, 0);
    bool pair = start_pair_leads_on(filter, code), triple = start_triple_leads_on(filter, code);
    if (cost != COST_NONE)
        assert_true(pair && triple);
    sum->within += cost != COST_NONE;
    sum->passed += pair && triple;
    sum->all++;
}

static void check_pattern(const alphabet *of, unsigned *seed, counts *sum)
{
    static word words[WORDS];
    static start_code codes[WORDS];
    static start_filter filter;
    start_list list = {0};
    cost_pattern pattern;
    word own = random_word(of, LETTERS - 1, seed);
    for (size_t i = 0; i < WORDS; i++) {
        words[i] = random_entry(of, &own, seed);
        codes[i] = start_of(words[i].symbols, words[i].count);
    }
    arena_reset(&memory);
    assert_true(cost_compile(&pattern, own.symbols, own.count, of->script, (uint8_t)(20 + rand_r(seed) % 200), &memory));
    assert_true(lanes_begin(lanes, &pattern));
    assert_true(starts_list(codes, WORDS, &list));
    starts_filter_pairs(lanes, &list, &filter);
    starts_filter_triples(lanes, &list, &filter);
    for (size_t i = 0; i < WORDS; i++)
        check_word(&pattern, &filter, &words[i], sum);
    starts_free(&list);
}

static void no_word_within_the_limit_is_kept_out(void **state)
{
    unsigned seed = 5;
    (void)state;
    if (!lanes_can_run())
        skip();
    for (size_t a = 0; a < sizeof patterns / sizeof *patterns; a++) {
        counts sum = {0};
        for (int i = 0; i < 250; i++)
            check_pattern(&patterns[a], &seed, &sum);
        assert_true(sum.within > 100);
        assert_true(sum.passed < sum.all * 9 / 10);
    }
}

static void codes_tell_beginnings_apart(void **state)
{
    static const symbol kimura[] = {'k', 'i', 'm', 'u', 'r', 'a'}, strange[] = {'k', 0xFE, 'm', 'u'}, last[] = {'9', '9', '9', '9'};
    (void)state;
    assert_int_equal(start_of(kimura, 3), START_ANY);
    assert_int_equal(start_of(strange, 4), START_ANY);
    assert_int_equal(start_of(kimura, 4), start_of(kimura, 6));
    assert_int_not_equal(start_of(kimura, 4), start_of(kimura + 1, 4));
    assert_int_equal(start_of(last, 4), START_CODES - 1);
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
    lane_scratch_free(lanes);
    arena_free(&memory);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(no_word_within_the_limit_is_kept_out),
                                       cmocka_unit_test(codes_tell_beginnings_apart)};
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
