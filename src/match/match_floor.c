#include "match/match_floor.h"
#include "match/match_planes.h"

#include <string.h>

enum { LETTERS = (1 << OUTLINE_LETTERS) - 1 };

static void lower(uint8_t *cell, unsigned cost)
{
    if (cost < *cell)
        *cell = (uint8_t)cost;
}

/* COST_NONE where a word has not the first, second, third, fourth of four letters. */
enum { A = COST_NONE };
static const uint8_t is_missing[4][16] = {{A, 0, A, 0, A, 0, A, 0, A, 0, A, 0, A, 0, A, 0},
                                          {A, A, 0, 0, A, A, 0, 0, A, A, 0, 0, A, A, 0, 0},
                                          {A, A, A, A, 0, 0, 0, 0, A, A, A, A, 0, 0, 0, 0},
                                          {A, A, A, A, A, A, A, A, 0, 0, 0, 0, 0, 0, 0, 0}};

/* The least that letters cost which a word has, and without any of them `always`. */
static void fill_least(floor_costs *to, const uint8_t cost[KIND_ROW], uint8_t always)
{
    for (size_t g = 0; g < FLOOR_GROUPS; g++)
        for (size_t i = 0; i < 16; i++) {
            to->of[g][i] = always;
            for (size_t k = 0; k < 4; k++)
                lower(&to->of[g][i], cost[4 * g + k] | is_missing[k][i]);
        }
}

/* What letters that a word has cost together, at most COST_NONE. */
static void fill_sum(floor_costs *to, const uint8_t cost[KIND_ROW])
{
    for (size_t g = 0; g < FLOOR_GROUPS; g++)
        for (size_t i = 0; i < 16; i++) {
            unsigned sum = 0;
            for (size_t k = 0; k < 4; k++)
                sum += is_missing[k][i] ? 0 : cost[4 * g + k];
            to->of[g][i] = (uint8_t)(sum < COST_NONE ? sum : COST_NONE);
        }
}

void floor_make_tables_singly(const cost_floor *floor, floor_tables *out)
{
    out->count = floor->count;
    for (size_t i = 0; i < floor->count; i++)
        fill_least(&out->symbols[i], floor->symbol[i], floor->always[i]);
    fill_sum(&out->letters, floor->letter);
}

#if defined(__x86_64__)
/* Two groups side by side: the first one, and the one four further on. */
enum { GROUPS_APART = 4 };

ROWS_TARGET static inline void store_groups(floor_costs *to, size_t first, __m256i both)
{
    _mm_storeu_si128((void *)to->of[first], _mm256_castsi256_si128(both));
    if (first + GROUPS_APART < FLOOR_GROUPS)
        _mm_storeu_si128((void *)to->of[first + GROUPS_APART], _mm256_extracti128_si256(both, 1));
}

/* What letter k of two groups costs. */
ROWS_TARGET static inline __m256i letter_of_groups(__m256i costs, size_t first, size_t k)
{
    return _mm256_shuffle_epi8(costs, _mm256_set1_epi8((char)(4 * first + k)));
}

ROWS_TARGET static inline __m256i missing_of(size_t k)
{
    return _mm256_broadcastsi128_si256(_mm_loadu_si128((const void *)is_missing[k]));
}

/* As fill_least. */
ROWS_TARGET static inline void fill_least_avx2(floor_costs *to, const uint8_t cost[KIND_ROW], uint8_t always)
{
    const __m256i costs = _mm256_loadu_si256((const void *)cost);
    for (size_t first = 0; first < GROUPS_APART; first++) {
        __m256i least = _mm256_set1_epi8((char)always);
        for (size_t k = 0; k < 4; k++)
            least = _mm256_min_epu8(least, _mm256_or_si256(letter_of_groups(costs, first, k), missing_of(k)));
        store_groups(to, first, least);
    }
}

/* As fill_sum. */
ROWS_TARGET static inline void fill_sum_avx2(floor_costs *to, const uint8_t cost[KIND_ROW])
{
    const __m256i costs = _mm256_loadu_si256((const void *)cost);
    for (size_t first = 0; first < GROUPS_APART; first++) {
        __m256i sum = _mm256_setzero_si256();
        for (size_t k = 0; k < 4; k++)
            sum = _mm256_adds_epu8(sum, _mm256_andnot_si256(missing_of(k), letter_of_groups(costs, first, k)));
        store_groups(to, first, sum);
    }
}

ROWS_TARGET static void make_tables_avx2(const cost_floor *floor, floor_tables *out)
{
    out->count = floor->count;
    for (size_t i = 0; i < floor->count; i++)
        fill_least_avx2(&out->symbols[i], floor->symbol[i], floor->always[i]);
    fill_sum_avx2(&out->letters, floor->letter);
}

void floor_make_tables(const cost_floor *floor, floor_tables *out)
{
    if (rows_can_run())
        make_tables_avx2(floor, out);
    else
        floor_make_tables_singly(floor, out);
}
#else
void floor_make_tables(const cost_floor *floor, floor_tables *out)
{
    floor_make_tables_singly(floor, out);
}
#endif

/* ---------------------------------------------------------------- words */

uint8_t floor_least(const floor_costs *costs, uint32_t letters)
{
    uint8_t least = COST_NONE;
    for (size_t g = 0; g < FLOOR_GROUPS; g++, letters >>= 4)
        lower(&least, costs->of[g][letters & 15]);
    return least;
}

static unsigned sum_of(const floor_costs *costs, uint32_t letters)
{
    unsigned sum = 0;
    for (size_t g = 0; g < FLOOR_GROUPS; g++, letters >>= 4)
        sum += costs->of[g][letters & 15];
    return sum;
}

void floor_of_words_singly(const floor_tables *t, const uint32_t *letters, size_t count, uint8_t *at_least)
{
    for (size_t w = 0; w < count; w++) {
        unsigned by_letters = sum_of(&t->letters, letters[w] & LETTERS), by_symbols = 0;
        for (size_t i = 0; i < t->count; i++)
            by_symbols += floor_least(&t->symbols[i], letters[w] & LETTERS);
        unsigned cost = by_symbols > by_letters ? by_symbols : by_letters;
        at_least[w] = (uint8_t)(cost < COST_NONE ? cost : COST_NONE);
    }
}

#if defined(__x86_64__)
ROWS_TARGET static void floor_of_many(const floor_tables *t, const uint32_t letters[FLOOR_WORDS], uint8_t at_least[FLOOR_WORDS])
{
    const planes p = planes_load(letters, 0);
    __m256i by_symbols = _mm256_setzero_si256();
    for (size_t i = 0; i < t->count; i++)
        by_symbols = _mm256_adds_epu8(by_symbols, planes_least(&t->symbols[i], &p));
    _mm256_storeu_si256((void *)at_least, _mm256_max_epu8(by_symbols, planes_sum(&t->letters, &p)));
}

void floor_of_words(const floor_tables *t, const uint32_t *letters, size_t count, uint8_t *at_least)
{
    uint32_t all[FLOOR_WORDS] = {0};
    uint8_t costs[FLOOR_WORDS];
    if (!rows_can_run()) {
        floor_of_words_singly(t, letters, count, at_least);
        return;
    }
    memcpy(all, letters, count * sizeof *all);
    floor_of_many(t, all, costs);
    memcpy(at_least, costs, count);
}
#else
void floor_of_words(const floor_tables *t, const uint32_t *letters, size_t count, uint8_t *at_least)
{
    floor_of_words_singly(t, letters, count, at_least);
}
#endif
