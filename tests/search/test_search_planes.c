/* The planes let every entry pass that is within a pattern's limit, and keep most others out. */
#include "random_words.h"
#include "search/search_planes.h"

#include <string.h>

enum { ENTRIES = 700 };

static arena memory;
static cost_walk walk;
static plane_readings *readings;

static const alphabet latin = {SCRIPT_LATIN,
                               SYMBOLS('a', 'e', 'i', 'o', 'u', 'h', 'k', 's', 'c', 't', 'z', 'j', 'g', 'n', 'm', '0', '1', 0xFE)};
static const alphabet others[] = {
    {SCRIPT_CYRILLIC,
     SYMBOLS(0x430, 0x431, 0x433, 0x435, 0x436, 0x438, 0x43A, 0x43C, 0x43D, 0x43E, 0x441, 0x442, 0x447, 0x448, 0x44C, 0x5F3)},
    {SCRIPT_ARABIC, SYMBOLS(0x627, 0x62A, 0x62C, 0x62D, 0x62E, 0x633, 0x634, 0x639, 0x642, 0x643, 0x645, 0x646, 0x647, 0x648, 0x64A)},
    {SCRIPT_HANGUL, SYMBOLS(0x1100, 0x1102, 0x1109, 0x110C, 0x1161, 0x1165, 0x1169, 0x1175, 0x11A8, 0x11AB, 0x11BC)},
    {SCRIPT_KANA, SYMBOLS(0x30A2, 0x30A4, 0x30AB, 0x30B7, 0x30BF, 0x30C8, 0x30CA, 0x30E0, 0x30F3, 0x30FC)},
    {SCRIPT_HAN, SYMBOLS(0x738B, 0x674E, 0x91D1, 0x6B63, 0x6069, 0x660E)}};

/* A vocabulary of one script, and its planes. */
typedef struct vocabulary {
    word words[ENTRIES];
    uint64_t bits[PLANES_MAX][ENTRIES / PLANE_BLOCK * PLANE_BLOCK_WORDS + PLANE_BLOCK_WORDS];
    search_planes planes;
} vocabulary;

static void make_vocabulary(vocabulary *v, const alphabet *of, unsigned *seed)
{
    memset(v, 0, sizeof *v);
    v->planes = (search_planes){.bits = v->bits[0], .count = ENTRIES, .words = plane_words(ENTRIES)};
    assert_int_equal(v->planes.words, sizeof v->bits[0] / sizeof v->bits[0][0]);
    for (size_t i = 0; i < ENTRIES; i++) {
        v->words[i] = random_word(of, LETTERS, seed);
        plane_set set = planes_of_text(v->words[i].symbols, v->words[i].count, of->script);
        for (size_t p = 0; p < planes_of(of->script); p++) {
            uint64_t has = p < OUTLINE_LETTERS ? set.letters >> p & 1 : set.buckets >> (p - OUTLINE_LETTERS) & 1;
            v->bits[p][i / PLANE_WORD] |= has << i % PLANE_WORD;
        }
    }
}

/* Holds one random pattern against the vocabulary; counts entries within the limit and entries that pass. */
static void hold(vocabulary *v, const alphabet *of_words, const alphabet *of_pattern, unsigned *seed, size_t *within, size_t *passing)
{
    static plane_test test;
    word from = random_word(of_pattern, LETTERS, seed);
    cost_pattern pattern;
    uint64_t passed[PLANE_BLOCK_WORDS] = {0};
    arena_reset(&memory);
    assert_true(cost_compile(&pattern, from.symbols, from.count, of_pattern->script, (uint8_t)(rand_r(seed) % 180), &memory));
    planes_make_test(readings, &pattern, of_words->script, &test);
    for (size_t i = 0; i < ENTRIES; i++) {
        const word *w = &v->words[i];
        if (i % PLANE_BLOCK == 0)
            planes_pass(&v->planes, &test, i / PLANE_WORD, passed);
        bool passes = (passed[i % PLANE_BLOCK / PLANE_WORD] >> i % PLANE_WORD & 1) && w->count >= test.least_count &&
                      planes_length(w->symbols, w->count) <= test.most_count;
        *passing += passes;
        if (cost_between(&walk, &pattern, of_words->script, w->symbols, w->count, NULL, 0) == COST_NONE)
            continue;
        ++*within;
        assert_true(passes);
    }
}

/* Gives how many entries were within the limit. */
static size_t hold_many(const alphabet *of_words, const alphabet *of_pattern, unsigned seed)
{
    static vocabulary v;
    size_t within = 0, passing = 0;
    make_vocabulary(&v, of_words, &seed);
    for (int i = 0; i < 300; i++)
        hold(&v, of_words, of_pattern, &seed, &within, &passing);
    assert_true(passing < 300 * ENTRIES * 3 / 4); /* the test does keep something out */
    return within;
}

static void latin_over_latin(void **state)
{
    (void)state;
    assert_true(hold_many(&latin, &latin, 1) > 1000);
}

static void latin_over_others(void **state)
{
    size_t within = 0;
    (void)state;
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        within += hold_many(&others[i], &latin, 2 + (unsigned)i);
    assert_true(within > 1000);
}

static void others_over_latin(void **state)
{
    size_t within = 0;
    (void)state;
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        within += hold_many(&latin, &others[i], 20 + (unsigned)i);
    assert_true(within > 1000);
}

static void others_over_their_own(void **state)
{
    size_t within = 0;
    (void)state;
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        within += hold_many(&others[i], &others[i], 40 + (unsigned)i);
    assert_true(within > 1000);
}

static int set_up(void **state)
{
    (void)state;
    readings = plane_readings_new();
    return readings ? 0 : -1;
}

static int tear_down(void **state)
{
    (void)state;
    arena_free(&memory);
    plane_readings_free(readings);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(latin_over_latin), cmocka_unit_test(latin_over_others),
                                       cmocka_unit_test(others_over_latin), cmocka_unit_test(others_over_their_own)};
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
