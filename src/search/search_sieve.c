#include "search/search_sieve.h"

#include <string.h>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

enum { AT_ONCE = 8, LETTERS = (1 << OUTLINE_LETTERS) - 1 };

/* a to z as 0 to 25, all else 26: the bit of cost_letters. */
static unsigned letter_bit(unsigned letter)
{
    return letter < OUTLINE_LETTERS - 1 ? letter : OUTLINE_LETTERS - 1;
}

static unsigned bit_of(symbol s)
{
    return letter_bit((unsigned)table_letter(s));
}

uint32_t sieve_signature(const symbol *symbols, size_t count, word_end far)
{
    return (cost_letters(symbols, count) & LETTERS) | bit_of(symbols[far == WORD_FIRST ? 0 : count - 1]) << OUTLINE_LETTERS;
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

static void lower(uint8_t *cell, unsigned cost)
{
    if (cost < *cell)
        *cell = (uint8_t)cost;
}

/* What the symbols behind the first i cost when nothing stands for them (COST_NONE: more than the limit); or, at the other end, the first i
   ones. */
static void leave_out(const cost_pattern *p, uint8_t limit, uint8_t first[COST_DEPTH], uint8_t last[COST_DEPTH])
{
    size_t n = p->count;
    bool latin = p->script == SCRIPT_LATIN;
    memset(first, COST_NONE, n + 1);
    memset(last, COST_NONE, n + 1);
    first[0] = last[n] = 0;
    for (size_t k = 0; k < 2 * n; k++) { /* the first ones on from the first, then the last ones back from the last */
        size_t end = k < n ? k + 1 : 2 * n - k;
        const cost_place *place = &p->places[end - 1];
        unsigned gap = latin ? place->gap : COST_FOREIGN_GAP;
        if (latin && end == n && place->letter < LATIN_LETTERS && table_latin_gap_end[place->letter] < gap)
            gap = table_latin_gap_end[place->letter];
        for (size_t r = 0; r <= place->rule_count; r++) {
            bool one = r == place->rule_count;
            if (!one && place->rules[r]->latin_count)
                continue;
            size_t from = end - (one ? 1U : place->rules[r]->symbol_count);
            unsigned cost = one ? gap : place->rules[r]->cost;
            if (k < n && first[from] + cost <= limit)
                lower(&first[end], first[from] + cost);
            if (k >= n && last[end] + cost <= limit)
                lower(&last[from], last[end] + cost);
        }
    }
}

/* Lowers what one end costs by all letters that come from nothing there, and by all that the symbol beside it is read as. */
static void end_by_letters(uint8_t ends[OUTLINE_LETTERS], const cost_pattern *p, word_end end, unsigned left_out, const cost_place *place)
{
    bool latin = p->script == SCRIPT_LATIN;
    const uint8_t *gaps = latin ? table_latin_gap : table_script_gap[p->script];
    for (unsigned l = 0; l < LATIN_LETTERS; l++) {
        unsigned cost = gaps[l], read = !place ? COST_NONE : latin ? place->substitute[l] : COST_FOREIGN_LETTER;
        if (latin && end == WORD_LAST && table_latin_gap_end[l] < cost)
            cost = table_latin_gap_end[l];
        lower(&ends[letter_bit(l)], left_out + (read < cost ? read : cost));
    }
}

/* All words whose first letter is given by symbols that begin behind the first `begin`, of which as many are left out. */
static void begin_at(search_sieve *s, const cost_pattern *p, size_t begin, unsigned left_out)
{
    uint8_t *ends = s->ends[WORD_FIRST];
    end_by_letters(ends, p, WORD_FIRST, left_out, begin < p->count ? &p->places[begin] : NULL);
    for (size_t end = begin + 1; end <= p->count && end <= begin + RULE_SYMBOLS_MAX; end++)
        for (size_t r = 0; r < p->places[end - 1].rule_count; r++) {
            const table_rule *rule = p->places[end - 1].rules[r];
            if (rule->latin_count && begin + rule->symbol_count == end)
                lower(&ends[bit_of(rule->latin[0])], left_out + rule->cost);
        }
    if (p->script == SCRIPT_LATIN && begin + 2 <= p->count)
        lower(&ends[bit_of(p->symbols[begin + 1])], left_out + COST_SWAP);
}

/* The same for the last letter, with symbols that end behind the first `end`. */
static void end_at(search_sieve *s, const cost_pattern *p, size_t end, unsigned left_out)
{
    uint8_t *ends = s->ends[WORD_LAST];
    const cost_place *place = end ? &p->places[end - 1] : NULL;
    end_by_letters(ends, p, WORD_LAST, left_out, place);
    for (size_t r = 0; place && r < place->rule_count; r++) {
        const table_rule *rule = place->rules[r];
        if (rule->latin_count)
            lower(&ends[bit_of(rule->latin[rule->latin_count - 1])], left_out + rule->cost);
    }
    if (p->script == SCRIPT_LATIN && end >= 2)
        lower(&ends[bit_of(p->symbols[end - 2])], left_out + COST_SWAP);
}

static void make_ends(search_sieve *s, const cost_pattern *p)
{
    uint8_t first[COST_DEPTH], last[COST_DEPTH];
    memset(s->ends, COST_NONE, sizeof s->ends);
    leave_out(p, s->limit, first, last);
    for (size_t i = 0; i <= p->count; i++) {
        if (first[i] != COST_NONE)
            begin_at(s, p, i, first[i]);
        if (last[i] != COST_NONE)
            end_at(s, p, i, last[i]);
    }
}

void sieve_make(search_sieve *s, const cost_pattern *p)
{
    cost_floor floor;
    cost_make_floor(p, SCRIPT_LATIN, &floor);
    s->fewest = floor.least_count;
    s->most = floor.most_count;
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
    make_ends(s, p);
}

/* ---------------------------------------------------------------- words */

/* Which of up to eight words go through: a set. */
static unsigned sift(const search_sieve *s, const uint32_t *signatures, size_t count, uint32_t far)
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
        good |= (unsigned)(!unmet && (far >> (one >> OUTLINE_LETTERS) & 1) && by_symbols <= s->limit && by_letters <= s->limit) << w;
    }
    return good;
}

/* Letters within a cost. */
static uint32_t letters_within(const uint8_t ends[32], unsigned cost)
{
    uint32_t letters = 0;
    for (unsigned l = 0; l < OUTLINE_LETTERS; l++)
        letters |= (uint32_t)(ends[l] <= cost) << l;
    return letters;
}

#if defined(__x86_64__)
/* The same in one register. */
ROWS_TARGET static uint32_t letters_within_avx2(const uint8_t ends[32], unsigned cost)
{
    __m256i all = _mm256_loadu_si256((const void *)ends), most = _mm256_set1_epi8((char)cost);
    return (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(_mm256_min_epu8(all, most), all)) & LETTERS;
}

/* Eight costs: `cost` where the words have none of the letters. */
ROWS_TARGET static inline __m256i without(__m256i words, sieve_mask mask)
{
    __m256i none = _mm256_cmpeq_epi32(_mm256_and_si256(words, _mm256_set1_epi32((int)mask.letters)), _mm256_setzero_si256());
    return _mm256_and_si256(none, _mm256_set1_epi32((int)mask.cost));
}

/* The same in one register. Most words fail by what they have not, so needs come first. */
ROWS_TARGET static unsigned sift_avx2(const search_sieve *s, const uint32_t *signatures, size_t count, uint32_t far)
{
    const __m256i numbers = _mm256_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7), zero = _mm256_setzero_si256();
    __m256i there = _mm256_cmpgt_epi32(_mm256_set1_epi32((int)count), numbers), limit = _mm256_set1_epi32(s->limit);
    __m256i all = count < AT_ONCE ? _mm256_maskload_epi32((const int *)signatures, there) : _mm256_loadu_si256((const void *)signatures);
    __m256i good = _mm256_and_si256(there, _mm256_cmpeq_epi32(_mm256_and_si256(all, _mm256_set1_epi32((int)s->strange)), zero));
    __m256i fits = _mm256_srlv_epi32(_mm256_set1_epi32((int)far), _mm256_srli_epi32(all, OUTLINE_LETTERS));
    good = _mm256_and_si256(good, _mm256_cmpgt_epi32(_mm256_and_si256(fits, _mm256_set1_epi32(1)), zero));
    for (size_t i = 0; i < s->need_count; i++) {
        if (_mm256_testz_si256(good, good))
            return 0;
        good = _mm256_andnot_si256(without(all, (sieve_mask){s->needs[i], UINT32_MAX}), good);
    }
    if (_mm256_testz_si256(good, good))
        return 0;
    __m256i by_symbols = zero, by_letters = zero;
    for (size_t i = 0; i < s->mask_count; i++) {
        by_symbols = _mm256_add_epi32(by_symbols, without(all, s->masks[i]));
        if (i % 8 == 7 && _mm256_testc_si256(_mm256_cmpgt_epi32(by_symbols, limit), good))
            return 0;
    }
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
static uint32_t letters_within_avx2(const uint8_t ends[32], unsigned cost)
{
    return letters_within(ends, cost);
}

static unsigned sift_avx2(const search_sieve *s, const uint32_t *signatures, size_t count, uint32_t far)
{
    return sift(s, signatures, count, far);
}
#endif

uint32_t sieve_far_letters(const search_sieve *s, word_end far, unsigned left)
{
    return rows_can_run() ? letters_within_avx2(s->ends[far], left) : letters_within(s->ends[far], left);
}

bool sieve_words(const search_sieve *s, const sieve_group *g, entry_list *out)
{
    bool wide = rows_can_run();
    for (size_t from = 0; from < g->count; from += AT_ONCE) {
        size_t left = g->count - from < AT_ONCE ? g->count - from : AT_ONCE;
        unsigned good = wide ? sift_avx2(s, g->signatures + from, left, g->far) : sift(s, g->signatures + from, left, g->far);
        for (; good; good &= good - 1) {
            size_t i = from + (size_t)__builtin_ctz(good);
            uint32_t *to = ARRAY_ADD(out);
            if (!to)
                return false;
            *to = (g->words ? g->words[i] : g->first + (uint32_t)i) | g->mark;
        }
    }
    return true;
}
