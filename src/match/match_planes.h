/* Sets of letters of 32 words in registers, to be looked up in floor_tables; for functions that run only where rows_can_run. */
#ifndef MATCH_PLANES_H
#define MATCH_PLANES_H

#include "match/match_floor.h"
#include "match/match_rows.h"

#if defined(__x86_64__)
#include <immintrin.h>

/* One byte for each word: four letters each, and what stands above the letters. */
typedef struct planes {
    __m256i fours[FLOOR_GROUPS];
    __m256i above;
} planes;

/* Words at, and 16 behind: the bytes of each four together. */
ROWS_TARGET static inline __m256i planes_load_words(const uint32_t *at, __m256i with)
{
    const __m256i together = _mm256_broadcastsi128_si256(_mm_setr_epi8(0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15));
    __m256i words =
        _mm256_inserti128_si256(_mm256_castsi128_si256(_mm_loadu_si128((const void *)at)), _mm_loadu_si128((const void *)(at + 16)), 1);
    return _mm256_shuffle_epi8(_mm256_or_si256(words, with), together);
}

/* Of 32 words, which can all be read. with: letters that all of them have besides. */
ROWS_TARGET static inline planes planes_load(const uint32_t *words, uint32_t with)
{
    const __m256i low = _mm256_set1_epi8(15), more = _mm256_set1_epi32((int)with);
    __m256i a = planes_load_words(words, more), b = planes_load_words(words + 4, more), c = planes_load_words(words + 8, more),
            d = planes_load_words(words + 12, more);
    __m256i first = _mm256_unpacklo_epi32(a, b), second = _mm256_unpacklo_epi32(c, d);
    __m256i third = _mm256_unpackhi_epi32(a, b), fourth = _mm256_unpackhi_epi32(c, d);
    const __m256i bytes[4] = {_mm256_unpacklo_epi64(first, second), _mm256_unpackhi_epi64(first, second),
                              _mm256_unpacklo_epi64(third, fourth), _mm256_unpackhi_epi64(third, fourth)};
    planes p;
    for (size_t i = 0; i < 3; i++) {
        p.fours[2 * i] = _mm256_and_si256(bytes[i], low);
        p.fours[2 * i + 1] = _mm256_and_si256(_mm256_srli_epi16(bytes[i], 4), low);
    }
    p.fours[6] = _mm256_and_si256(bytes[3], _mm256_set1_epi8(7));
    p.above = _mm256_and_si256(_mm256_srli_epi16(bytes[3], 3), _mm256_set1_epi8(31));
    return p;
}

ROWS_TARGET static inline __m256i planes_table(const uint8_t table[16])
{
    return _mm256_broadcastsi128_si256(_mm_loadu_si128((const void *)table));
}

/* What words cost by the least of their letters, and by the sum of them, at most COST_NONE. */
ROWS_TARGET static inline __m256i planes_least(const floor_costs *costs, const planes *p)
{
    __m256i least = _mm256_shuffle_epi8(planes_table(costs->of[0]), p->fours[0]);
    for (size_t g = 1; g < FLOOR_GROUPS; g++)
        least = _mm256_min_epu8(least, _mm256_shuffle_epi8(planes_table(costs->of[g]), p->fours[g]));
    return least;
}

ROWS_TARGET static inline __m256i planes_sum(const floor_costs *costs, const planes *p)
{
    __m256i sum = _mm256_shuffle_epi8(planes_table(costs->of[0]), p->fours[0]);
    for (size_t g = 1; g < FLOOR_GROUPS; g++)
        sum = _mm256_adds_epu8(sum, _mm256_shuffle_epi8(planes_table(costs->of[g]), p->fours[g]));
    return sum;
}
#endif

#endif
