#include "search/search_sieve.h"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

enum { AT_ONCE = 8, LETTERS = (1 << OUTLINE_LETTERS) - 1 };

uint32_t sieve_signature(const symbol *symbols, size_t count)
{
    uint32_t unrepeated = count > 0;
    for (size_t i = 1; i < count; i++)
        unrepeated += symbols[i] != symbols[i - 1];
    uint32_t known = unrepeated < SIGNATURE_COUNT_MAX ? unrepeated : SIGNATURE_COUNT_MAX;
    return (cost_letters(symbols, count) & LETTERS) | known << OUTLINE_LETTERS;
}

/* ---------------------------------------------------------------- the pattern's side */

/* The step that a cost belongs to: the last one that begins at or below it. */
static size_t step_of(unsigned cost)
{
    static const uint8_t from[SIEVE_STEPS] = {1, 15, 28, 42, 58};
    size_t step = SIEVE_STEPS;
    while (step && cost < from[step - 1])
        step--;
    return step;
}

static void add_need(search_sieve *s, uint32_t letters)
{
    for (size_t i = 0; i < s->need_count; i++)
        if (s->needs[i] == letters)
            return;
    s->needs[s->need_count++] = letters;
}

static void add_mask(search_sieve *s, uint32_t letters, unsigned cost)
{
    for (size_t i = 0; i < s->mask_count; i++)
        if (s->masks[i].letters == letters) {
            s->masks[i].cost += cost;
            return;
        }
    s->masks[s->mask_count++] = (sieve_mask){letters, cost};
}

/* A symbol of the pattern. A step's cost is the least in it; what is free stands in step 0, what is beyond the limit in none. */
static void add_symbol(search_sieve *s, const cost_floor *floor, size_t i)
{
    uint32_t letters[SIEVE_STEPS + 1] = {0};
    unsigned cost[SIEVE_STEPS + 1], always = floor->always[i], before = 0;
    for (size_t step = 0; step <= SIEVE_STEPS; step++)
        cost[step] = always;
    for (unsigned l = 0; l < OUTLINE_LETTERS; l++) {
        unsigned one = floor->symbol[i][l];
        if (one >= always || one > s->limit)
            continue;
        size_t step = step_of(one);
        letters[step] |= UINT32_C(1) << l;
        cost[step] = one < cost[step] ? one : cost[step];
    }
    uint32_t below = letters[0];
    for (size_t step = 1; step <= SIEVE_STEPS; step++) {
        if (letters[step] && cost[step] > before) {
            add_mask(s, below, cost[step] - before);
            before = cost[step];
        }
        below |= letters[step];
    }
    if (always > s->limit)
        add_need(s, below);
    else if (always > before)
        add_mask(s, below, always - before);
}

void sieve_make(search_sieve *s, const cost_pattern *p)
{
    cost_floor floor;
    cost_make_floor(p, SCRIPT_LATIN, &floor);
    cost_count_letters(p, &s->fewest, &s->most);
    s->limit = p->script == SCRIPT_LATIN ? p->limit : p->reading_limit;
    s->strange = 0;
    s->need_count = s->mask_count = s->extra_count = 0;
    for (size_t i = 0; i < floor.count; i++)
        add_symbol(s, &floor, i);
    for (unsigned l = 0; l < OUTLINE_LETTERS; l++)
        if (floor.letter[l] > s->limit)
            s->strange |= UINT32_C(1) << l;
        else if (floor.letter[l])
            s->extra[s->extra_count++] = (sieve_mask){UINT32_C(1) << l, floor.letter[l]};
}

/* ---------------------------------------------------------------- words */

/* Which of up to eight words go through: a set. */
static unsigned sift(const search_sieve *s, const uint32_t *signatures, size_t count)
{
    unsigned good = 0;
    for (size_t w = 0; w < count; w++) {
        uint32_t one = signatures[w], by_symbols = 0, by_letters = 0, unmet = one & s->strange;
        for (size_t i = 0; i < s->need_count; i++)
            unmet |= (one & s->needs[i]) == 0;
        for (size_t i = 0; i < s->mask_count; i++)
            by_symbols += one & s->masks[i].letters ? 0 : s->masks[i].cost;
        for (size_t i = 0; i < s->extra_count; i++)
            by_letters += one & s->extra[i].letters ? s->extra[i].cost : 0;
        good |= (unsigned)(!unmet && one >> OUTLINE_LETTERS <= s->most && by_symbols <= s->limit && by_letters <= s->limit) << w;
    }
    return good;
}

#if defined(__x86_64__)
/* Eight costs: `cost` where the words have none of the letters. */
ROWS_TARGET static inline __m256i without(__m256i words, sieve_mask mask)
{
    __m256i none = _mm256_cmpeq_epi32(_mm256_and_si256(words, _mm256_set1_epi32((int)mask.letters)), _mm256_setzero_si256());
    return _mm256_and_si256(none, _mm256_set1_epi32((int)mask.cost));
}

/* The same in one register. Most words fail by what they have not, so needs come first. */
ROWS_TARGET static unsigned sift_avx2(const search_sieve *s, const uint32_t *signatures, size_t count)
{
    const __m256i numbers = _mm256_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7), zero = _mm256_setzero_si256();
    __m256i there = _mm256_cmpgt_epi32(_mm256_set1_epi32((int)count), numbers), limit = _mm256_set1_epi32(s->limit);
    __m256i all = count < AT_ONCE ? _mm256_maskload_epi32((const int *)signatures, there) : _mm256_loadu_si256((const void *)signatures);
    __m256i good = _mm256_and_si256(there, _mm256_cmpeq_epi32(_mm256_and_si256(all, _mm256_set1_epi32((int)s->strange)), zero));
    good = _mm256_andnot_si256(_mm256_cmpgt_epi32(_mm256_srli_epi32(all, OUTLINE_LETTERS), _mm256_set1_epi32(s->most)), good);
    for (size_t i = 0; i < s->need_count; i++) {
        if (_mm256_testz_si256(good, good))
            return 0;
        good = _mm256_andnot_si256(without(all, (sieve_mask){s->needs[i], UINT32_MAX}), good);
    }
    if (_mm256_testz_si256(good, good))
        return 0;
    __m256i by_symbols = zero, by_letters = zero;
    for (size_t i = 0; i < s->mask_count; i++)
        by_symbols = _mm256_add_epi32(by_symbols, without(all, s->masks[i]));
    good = _mm256_andnot_si256(_mm256_cmpgt_epi32(by_symbols, limit), good);
    if (_mm256_testz_si256(good, good))
        return 0;
    for (size_t i = 0; i < s->extra_count; i++) /* less what it is without the letter */
        by_letters = _mm256_add_epi32(by_letters, _mm256_andnot_si256(without(all, (sieve_mask){s->extra[i].letters, UINT32_MAX}),
                                                                      _mm256_set1_epi32((int)s->extra[i].cost)));
    good = _mm256_andnot_si256(_mm256_cmpgt_epi32(by_letters, limit), good);
    return (unsigned)_mm256_movemask_ps(_mm256_castsi256_ps(good));
}
#else
static unsigned sift_avx2(const search_sieve *s, const uint32_t *signatures, size_t count)
{
    return sift(s, signatures, count);
}
#endif

bool sieve_words(const search_sieve *s, const uint32_t *signatures, size_t count, const uint32_t *words, uint32_t first, uint32_t mark,
                 entry_list *out)
{
    bool wide = rows_can_run();
    for (size_t from = 0; from < count; from += AT_ONCE) {
        size_t left = count - from < AT_ONCE ? count - from : AT_ONCE;
        unsigned good = wide ? sift_avx2(s, signatures + from, left) : sift(s, signatures + from, left);
        for (; good; good &= good - 1) {
            size_t i = from + (size_t)__builtin_ctz(good);
            uint32_t *to = ARRAY_ADD(out);
            if (!to)
                return false;
            *to = (words ? words[i] : first + (uint32_t)i) | mark;
        }
    }
    return true;
}
