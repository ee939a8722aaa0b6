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
static void fill_least(floor_costs *to, const uint8_t cost[FLOOR_GROUPS * 4], uint8_t always)
{
#if defined(__x86_64__)
    __m128i missing[4];
    memcpy(missing, is_missing, sizeof missing);
    for (size_t g = 0; g < FLOOR_GROUPS; g++) {
        __m128i of = _mm_set1_epi8((char)always);
        for (size_t k = 0; k < 4; k++)
            of = _mm_min_epu8(of, _mm_or_si128(_mm_set1_epi8((char)cost[4 * g + k]), missing[k]));
        _mm_storeu_si128((void *)to->of[g], of);
    }
#else
    for (size_t g = 0; g < FLOOR_GROUPS; g++)
        for (size_t i = 0; i < 16; i++) {
            to->of[g][i] = always;
            for (size_t k = 0; k < 4; k++)
                lower(&to->of[g][i], cost[4 * g + k] | is_missing[k][i]);
        }
#endif
}

/* What letters that a word has cost together, at most COST_NONE. */
static void fill_sum(floor_costs *to, const uint8_t cost[FLOOR_GROUPS * 4])
{
    for (size_t g = 0; g < FLOOR_GROUPS; g++)
        for (size_t i = 0; i < 16; i++) {
            unsigned sum = 0;
            for (size_t k = 0; k < 4; k++)
                sum += is_missing[k][i] ? 0 : cost[4 * g + k];
            to->of[g][i] = (uint8_t)(sum < COST_NONE ? sum : COST_NONE);
        }
}

void floor_make_tables(const cost_floor *floor, floor_tables *out)
{
    uint8_t cost[FLOOR_GROUPS * 4] = {0};
    out->count = floor->count;
    for (size_t i = 0; i < floor->count; i++) {
        memcpy(cost, floor->symbol[i], OUTLINE_LETTERS);
        fill_least(&out->symbols[i], cost, floor->always[i]);
    }
    memcpy(cost, floor->letter, OUTLINE_LETTERS);
    fill_sum(&out->letters, cost);
}

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
