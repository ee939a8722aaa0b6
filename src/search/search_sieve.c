#include "search/search_sieve.h"
#include "match/match_planes.h"

#include <string.h>

enum {
    AT_ONCE = 32,
    LETTERS = (1 << OUTLINE_LETTERS) - 1,
    SYMBOLS_ROUGHLY = 3 /* that many words are held against before the few that are left are gathered: 2 and 4 took more time */
};

/* a to z as 0 to 25, all else 26: the bit of cost_letters. */
static unsigned letter_bit(unsigned letter)
{
    return letter < OUTLINE_LETTERS - 1 ? letter : OUTLINE_LETTERS - 1;
}

static unsigned bit_of(symbol s)
{
    return letter_bit((unsigned)table_letter(s));
}

uint32_t sieve_signature(const symbol *symbols, size_t count, word_end far, size_t near)
{
    const symbol *rest = far == WORD_FIRST ? symbols : symbols + near;
    return (cost_letters(rest, count - near) & LETTERS) | bit_of(symbols[far == WORD_FIRST ? 0 : count - 1]) << OUTLINE_LETTERS;
}

/* ---------------------------------------------------------------- the pattern's side */

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
        const size_t rules = place->context ? 0 : place->rule_count; /* Latin letters are never silent */
        for (size_t r = 0; r <= rules; r++) {
            bool one = r == rules;
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

/* Lowers what one end costs by letters that cost so much there, behind what is left out. */
static inline void lower_ends(uint8_t ends[restrict KIND_ROW], const uint8_t costs[restrict KIND_ROW], uint8_t left_out)
{
    const uint8_t most = (uint8_t)(COST_NONE - left_out);
    for (size_t kind = 0; kind < KIND_ROW; kind++) {
        uint8_t cost = (uint8_t)((costs[kind] < most ? costs[kind] : most) + left_out);
        ends[kind] = ends[kind] < cost ? ends[kind] : cost;
    }
}

/* The same by all letters that come from nothing there, and by all that the symbol beside it is read as. */
static void end_by_letters(uint8_t ends[KIND_ROW], const cost_pattern *p, word_end end, uint8_t left_out, const cost_place *place)
{
    const bool latin = p->script == SCRIPT_LATIN;
    const uint8_t *gaps = latin ? table_latin_gap : table_script_gap[p->script];
    if (latin && (!place || place->context)) {
        lower_ends(ends, end == WORD_LAST ? table_latin_gap_end_kinds : table_latin_gap_kinds, left_out); /* at the end never more */
        if (place)
            lower_ends(ends, table_latin_substitute_kinds[place->letter], left_out);
        return;
    }
    for (unsigned l = 0; l < LATIN_LETTERS; l++) {
        unsigned cost = gaps[l], read = !place ? COST_NONE : latin ? place->substitute[l] : COST_FOREIGN_LETTER;
        if (latin && end == WORD_LAST && table_latin_gap_end[l] < cost)
            cost = table_latin_gap_end[l];
        lower(&ends[letter_bit(l)], left_out + (read < cost ? read : cost));
    }
}

/* By the rules that take `symbols` ones up to this place. */
static void begin_by_rules(uint8_t ends[KIND_ROW], const cost_place *place, size_t symbols, uint8_t left_out)
{
    if (place->context && symbols <= place->context->symbols)
        lower_ends(ends, place->context->begins[symbols - 1], left_out);
    for (size_t r = 0; !place->context && r < place->rule_count; r++) {
        const table_rule *rule = place->rules[r];
        if (rule->latin_count && rule->symbol_count == symbols)
            lower(&ends[bit_of(rule->latin[0])], left_out + rule->cost);
    }
}

/* All words whose first letter is given by symbols that begin behind the first `begin`, of which as many are left out. */
static void begin_at(search_sieve *s, const cost_pattern *p, size_t begin, uint8_t left_out)
{
    uint8_t *ends = s->ends[WORD_FIRST];
    end_by_letters(ends, p, WORD_FIRST, left_out, begin < p->count ? &p->places[begin] : NULL);
    for (size_t end = begin + 1; end <= p->count && end <= begin + RULE_SYMBOLS_MAX; end++)
        begin_by_rules(ends, &p->places[end - 1], end - begin, left_out);
    if (p->script == SCRIPT_LATIN && begin + 2 <= p->count)
        lower(&ends[bit_of(p->symbols[begin + 1])], left_out + COST_SWAP);
}

/* The same for the last letter, with symbols that end behind the first `end`. */
static void end_at(search_sieve *s, const cost_pattern *p, size_t end, uint8_t left_out)
{
    uint8_t *ends = s->ends[WORD_LAST];
    const cost_place *place = end ? &p->places[end - 1] : NULL;
    end_by_letters(ends, p, WORD_LAST, left_out, place);
    if (place && place->context)
        lower_ends(ends, place->context->ends, left_out);
    for (size_t r = 0; place && !place->context && r < place->rule_count; r++) {
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
    s->count = p->count;
    floor_make_tables(&floor, &s->tables);
    memcpy(s->letter, floor.letter, OUTLINE_LETTERS);
    make_ends(s, p);
}

/* ---------------------------------------------------------------- what was walked */

void sieve_begin(const search_sieve *s, sieve_state *out)
{
    out->fewest = out->most = s->count;
    out->is_left[s->count] = true;
    out->room[s->count] = out->limit = s->limit;
    out->walked = out->walked_cost = 0;
    out->ends = s->ends[WORD_LAST];
    out->backward = out->none = false;
}

void sieve_walked(const search_sieve *s, const rows_rest *rest, bool backward, sieve_state *out)
{
    size_t low = 0, high = s->count;
    out->none = rest->least > s->limit;
    if (out->none)
        return;
    while (rest->cells[low] > s->limit)
        low++;
    while (rest->cells[high] > s->limit)
        high--;
    out->fewest = s->count - high;
    out->most = s->count - low;
    for (size_t row = low; row <= high; row++) {
        out->is_left[s->count - row] = rest->cells[row] <= s->limit;
        out->room[s->count - row] = (uint8_t)(s->limit - rest->cells[row]);
    }
    out->limit = (uint8_t)(s->limit - rest->least);
    out->walked = rest->letters & LETTERS;
    out->walked_cost = 0;
    for (uint32_t letters = out->walked; letters; letters &= letters - 1)
        out->walked_cost += s->letter[__builtin_ctz(letters)];
    out->ends = s->ends[backward ? WORD_FIRST : WORD_LAST];
    out->backward = backward;
}

void sieve_repeat(sieve_state *state, unsigned letter)
{
    memcpy(state->own_ends, state->ends, sizeof state->own_ends);
    state->own_ends[letter] = 0;
    state->ends = state->own_ends;
}

/* ---------------------------------------------------------------- words */

/* The symbol that is taken in when `left` of them are. */
static inline size_t symbol_at(const search_sieve *s, bool backward, size_t left)
{
    return backward ? left : s->count - 1U - left;
}

/* Whether a word with these letters may be within the limit by its symbols: the sum grows while more of them are left. */
static bool fits_symbols(const search_sieve *s, const sieve_state *state, uint32_t letters)
{
    unsigned sum = 0;
    for (size_t left = 0;; left++) {
        if (left >= state->fewest && state->is_left[left] && sum <= state->room[left])
            return true;
        if (left == state->most)
            return false;
        size_t i = symbol_at(s, state->backward, left);
        sum += i < s->tables.count ? floor_least(&s->tables.symbols[i], letters) : 0;
    }
}

/* What a sum of letters may be, which counts the walked ones too; COST_NONE: anything. */
static uint8_t letters_limit(const sieve_state *state)
{
    unsigned limit = state->limit + state->walked_cost;
    return (uint8_t)(limit < COST_NONE ? limit : COST_NONE);
}

static bool fits_letters(const search_sieve *s, const sieve_state *state, uint32_t letters)
{
    unsigned sum = 0;
    for (uint32_t rest = letters | state->walked; rest; rest &= rest - 1)
        sum += s->letter[__builtin_ctz(rest)];
    return (sum < COST_NONE ? sum : COST_NONE) <= letters_limit(state);
}

/* Which of up to 32 words go through: a set. */
static uint32_t sift(const search_sieve *s, const sieve_state *state, const uint32_t *signatures, size_t count, uint32_t shared)
{
    uint32_t good = 0;
    for (size_t w = 0; w < count; w++) {
        uint32_t letters = (signatures[w] & LETTERS) | shared;
        bool fits = state->ends[signatures[w] >> OUTLINE_LETTERS] <= state->limit && fits_letters(s, state, letters) &&
                    fits_symbols(s, state, letters | state->walked);
        good |= (uint32_t)fits << w;
    }
    return good;
}

/* The symbols of a pattern that cost something, those first that cost the most in most words: then these fall early. */
typedef struct symbol_order {
    uint8_t at[FLOOR_SYMBOLS_MAX];
    size_t count;
} symbol_order;

/* What a symbol cost on average in listed words as long as the pattern, the dearest first; digits are the last. */
static const char dearest_first[] = "bpvldgfqkrwzmtsnxjchyoeaui";

static symbol_order order_symbols(const search_sieve *s, const cost_pattern *p)
{
    symbol_order order = {.count = 0};
    uint32_t places[OUTLINE_LETTERS] = {0};
    for (size_t i = 0; i < s->tables.count; i++)
        places[bit_of(p->symbols[i])] |= UINT32_C(1) << i;
    for (size_t k = 0; k < OUTLINE_LETTERS; k++) /* the end of the text stands for all else */
        for (uint32_t rest = places[bit_of((symbol)dearest_first[k])]; rest; rest &= rest - 1)
            order.at[order.count++] = (uint8_t)__builtin_ctz(rest);
    return order;
}

/* Many words of which nothing was walked, and a pattern. */
typedef struct many_words {
    const search_sieve *sieve;
    const sieve_group *group;
    sieve_state state;
    symbol_order order;
    uint8_t near[32];                                      /* what the first letter costs; NUMBER_ONLY nothing */
    uint32_t signatures[2 * AT_ONCE], places[2 * AT_ONCE]; /* of those that are left, and where they stand in the group */
    size_t left;
} many_words;

static void begin_many(many_words *m, const search_sieve *s, const sieve_group *g)
{
    memset(m, 0, sizeof *m);
    m->sieve = s;
    m->group = g;
    sieve_begin(s, &m->state);
    memcpy(m->near, s->ends[WORD_FIRST], sizeof m->near);
    m->near[NUMBER_ONLY] = 0;
}

/* Which of up to 32 words go through. */
static uint32_t sift_many(const many_words *m, const uint32_t *words, const uint32_t *signatures, size_t count)
{
    uint32_t good = sift(m->sieve, &m->state, signatures, count, 0);
    for (uint32_t rest = good; rest; rest &= rest - 1) {
        size_t w = (size_t)__builtin_ctz(rest);
        unsigned ends = m->near[words[w] >> NUMBER_BITS] + (unsigned)m->state.ends[signatures[w] >> OUTLINE_LETTERS];
        if (ends > m->state.limit)
            good &= ~(UINT32_C(1) << w);
    }
    return good;
}

#if defined(__x86_64__)
ROWS_TARGET static inline __m256i is_within(__m256i costs, uint8_t limit)
{
    return _mm256_cmpeq_epi8(_mm256_min_epu8(costs, _mm256_set1_epi8((char)limit)), costs);
}

/* What letters at an end cost. */
ROWS_TARGET static inline __m256i cost_ends_avx2(const uint8_t costs[32], __m256i letters)
{
    __m256i first = _mm256_shuffle_epi8(planes_table(costs), letters), second = _mm256_shuffle_epi8(planes_table(costs + 16), letters);
    return _mm256_blendv_epi8(first, second, _mm256_slli_epi16(letters, 3));
}

/* The words whose far letter is within the limit. */
ROWS_TARGET static inline __m256i fits_far_avx2(const sieve_state *state, const planes *p)
{
    return is_within(cost_ends_avx2(state->ends, p->above), state->limit);
}

ROWS_TARGET static inline __m256i fits_letters_avx2(const search_sieve *s, const sieve_state *state, const planes *p)
{
    return is_within(planes_sum(&s->tables.letters, p), letters_limit(state));
}

/* good: the words that it is asked of. Compiled for each direction. */
ROWS_TARGET static inline __attribute__((always_inline)) __m256i fits_symbols_avx2(const search_sieve *s, const sieve_state *state,
                                                                                   const planes *p, __m256i good, bool backward)
{
    __m256i sum = _mm256_setzero_si256(), fits = sum;
    for (size_t left = 0;; left++) {
        if (left >= state->fewest && state->is_left[left])
            fits = _mm256_or_si256(fits, is_within(sum, state->room[left]));
        if (left == state->most)
            break;
        size_t i = symbol_at(s, backward, left);
        if (i >= s->tables.count)
            continue;
        sum = _mm256_adds_epu8(sum, planes_least(&s->tables.symbols[i], p));
        if (_mm256_testz_si256(is_within(sum, state->limit), good)) /* none comes back */
            break;
    }
    return _mm256_and_si256(fits, good);
}

/* The words that the first `count` symbols of an order, as many as there are, let through together. */
ROWS_TARGET static inline __m256i fits_first_avx2(const search_sieve *s, const symbol_order *order, size_t count, const planes *p)
{
    __m256i sum = _mm256_setzero_si256();
    for (size_t i = 0; i < count && i < order->count; i++)
        sum = _mm256_adds_epu8(sum, planes_least(&s->tables.symbols[order->at[i]], p));
    return is_within(sum, s->limit);
}

/* The first letters of 32 words. */
ROWS_TARGET static inline __m256i load_near(const uint32_t *words)
{
    __m256i four[4];
    for (size_t i = 0; i < 4; i++) {
        __m128i low = _mm_loadu_si128((const void *)(words + 4 * i)), high = _mm_loadu_si128((const void *)(words + 4 * i + 16));
        four[i] = _mm256_srli_epi32(_mm256_inserti128_si256(_mm256_castsi128_si256(low), high, 1), NUMBER_BITS);
    }
    return _mm256_packus_epi16(_mm256_packus_epi32(four[0], four[1]), _mm256_packus_epi32(four[2], four[3]));
}

/* The words that go through by both ends, their letters and the dearest symbols; so many can be read. */
ROWS_TARGET static uint32_t sift_roughly_avx2(const many_words *m, const uint32_t *words, const uint32_t *signatures)
{
    const search_sieve *s = m->sieve;
    const planes p = planes_load(signatures, 0);
    const __m256i ends = _mm256_adds_epu8(cost_ends_avx2(m->near, load_near(words)), cost_ends_avx2(m->state.ends, p.above));
    const __m256i good = _mm256_and_si256(is_within(ends, s->limit), fits_letters_avx2(s, &m->state, &p));
    return (uint32_t)_mm256_movemask_epi8(_mm256_and_si256(good, fits_first_avx2(s, &m->order, SYMBOLS_ROUGHLY, &p)));
}

/* The words that all symbols let through. */
ROWS_TARGET static uint32_t sift_by_symbols_avx2(const many_words *m, const uint32_t *signatures)
{
    const planes p = planes_load(signatures, 0);
    return (uint32_t)_mm256_movemask_epi8(fits_first_avx2(m->sieve, &m->order, FLOOR_SYMBOLS_MAX, &p));
}

/* The same 32 at once; so many signatures can be read. */
ROWS_TARGET static uint32_t sift_avx2(const search_sieve *s, const sieve_state *state, const uint32_t *signatures, uint32_t shared)
{
    const planes p = planes_load(signatures, shared | state->walked);
    __m256i good = _mm256_and_si256(fits_far_avx2(state, &p), fits_letters_avx2(s, state, &p));
    if (_mm256_testz_si256(good, good))
        return 0;
    good = state->backward ? fits_symbols_avx2(s, state, &p, good, true) : fits_symbols_avx2(s, state, &p, good, false);
    return (uint32_t)_mm256_movemask_epi8(good);
}
#else
static uint32_t sift_roughly_avx2(const many_words *m, const uint32_t *words, const uint32_t *signatures)
{
    return sift_many(m, words, signatures, AT_ONCE);
}

static uint32_t sift_by_symbols_avx2(const many_words *m, const uint32_t *signatures)
{
    (void)m;
    (void)signatures;
    return UINT32_MAX;
}

static uint32_t sift_avx2(const search_sieve *s, const sieve_state *state, const uint32_t *signatures, uint32_t shared)
{
    return sift(s, state, signatures, AT_ONCE, shared);
}
#endif

/* Some of the last words of all, where less than 32 signatures can be read. */
static uint32_t sift_last(const search_sieve *s, const sieve_state *state, const uint32_t *signatures, size_t count, uint32_t shared)
{
    uint32_t copy[AT_ONCE] = {0};
    memcpy(copy, signatures, count * sizeof *copy);
    return sift_avx2(s, state, copy, shared);
}

/* Those of up to 32 words: room for all is made at once, since most calls add none and some add many. */
static inline bool add_words(const sieve_group *g, size_t from, uint32_t good, entry_list *out)
{
    if (good == 0)
        return true;
    if (out->capacity - out->count < AT_ONCE && !ARRAY_RESERVE(out, out->count + AT_ONCE))
        return false;
    uint32_t *to = out->at + out->count;
    for (; good; good &= good - 1) {
        size_t i = from + (size_t)__builtin_ctz(good);
        *to++ = (g->words ? g->words[i] : g->first + (uint32_t)i) | g->mark;
    }
    out->count = (size_t)(to - out->at);
    return true;
}

bool sieve_words_singly(const search_sieve *s, const sieve_state *state, const sieve_group *g, entry_list *out)
{
    for (size_t from = 0; from < g->count && !state->none; from += AT_ONCE) {
        size_t left = g->count - from < AT_ONCE ? g->count - from : AT_ONCE;
        if (!add_words(g, from, sift(s, state, g->signatures + from, left, g->shared), out))
            return false;
    }
    return true;
}

bool sieve_words(const search_sieve *s, const sieve_state *state, const sieve_group *g, entry_list *out)
{
    if (!rows_can_run())
        return sieve_words_singly(s, state, g, out);
    for (size_t from = 0; from < g->count && !state->none; from += AT_ONCE) {
        const uint32_t *signatures = g->signatures + from;
        size_t left = g->count - from;
        uint32_t all = left < AT_ONCE ? (UINT32_C(1) << left) - 1 : UINT32_MAX;
        uint32_t good =
            g->readable - from < AT_ONCE ? sift_last(s, state, signatures, left, g->shared) : sift_avx2(s, state, signatures, g->shared);
        if (!add_words(g, from, good & all, out))
            return false;
    }
    return true;
}

/* ---------------------------------------------------------------- many words */

/* One operation gives no more than RULE_LATIN_MAX letters of a word and those that repeat the last of them. */
uint32_t sieve_number(uint32_t word, const symbol *symbols, size_t count)
{
    bool apart = count > RULE_LATIN_MAX && symbols[count - 1] != symbols[count - 2];
    return word | (apart ? bit_of(symbols[0]) : (unsigned)NUMBER_ONLY) << NUMBER_BITS;
}

static bool add_numbers(const sieve_group *g, size_t from, uint32_t good, entry_list *out)
{
    for (; good; good &= good - 1) {
        uint32_t *to = ARRAY_ADD(out);
        if (!to)
            return false;
        *to = g->words[from + (size_t)__builtin_ctz(good)] & NUMBER_MAX;
    }
    return true;
}

static void leave_words(many_words *m, size_t from, uint32_t good)
{
    for (; good; good &= good - 1) {
        size_t i = from + (size_t)__builtin_ctz(good);
        m->signatures[m->left] = m->group->signatures[i];
        m->places[m->left++] = (uint32_t)i;
    }
}

/* Adds those of the first 32 that are left which go through, and forgets the others. */
static bool sift_left(many_words *m, entry_list *out)
{
    size_t count = m->left < AT_ONCE ? m->left : AT_ONCE;
    uint32_t all = count < AT_ONCE ? (UINT32_C(1) << count) - 1 : UINT32_MAX;
    for (uint32_t good = sift_by_symbols_avx2(m, m->signatures) & all; good; good &= good - 1)
        if (!add_numbers(m->group, m->places[__builtin_ctz(good)], 1, out))
            return false;
    m->left -= count;
    memcpy(m->signatures, m->signatures + AT_ONCE, AT_ONCE * sizeof *m->signatures);
    memcpy(m->places, m->places + AT_ONCE, AT_ONCE * sizeof *m->places);
    return true;
}

/* Which of up to 32 words may go through. */
static uint32_t sift_roughly(const many_words *m, size_t from)
{
    const sieve_group *g = m->group;
    const size_t count = g->count - from;
    uint32_t words[AT_ONCE] = {0}, signatures[AT_ONCE] = {0};
    if (g->readable - from >= AT_ONCE)
        return sift_roughly_avx2(m, g->words + from, g->signatures + from) & (count < AT_ONCE ? (UINT32_C(1) << count) - 1 : UINT32_MAX);
    memcpy(words, g->words + from, count * sizeof *words);
    memcpy(signatures, g->signatures + from, count * sizeof *signatures);
    return sift_roughly_avx2(m, words, signatures) & ((UINT32_C(1) << count) - 1);
}

bool sieve_many(const search_sieve *s, const cost_pattern *pattern, const sieve_group *g, entry_list *out)
{
    many_words m;
    if (!rows_can_run())
        return sieve_many_singly(s, g, out);
    begin_many(&m, s, g);
    m.order = order_symbols(s, pattern);
    for (size_t from = 0; from < g->count; from += AT_ONCE) {
        leave_words(&m, from, sift_roughly(&m, from));
        if (m.left >= AT_ONCE && !sift_left(&m, out))
            return false;
    }
    return sift_left(&m, out);
}

bool sieve_many_singly(const search_sieve *s, const sieve_group *g, entry_list *out)
{
    many_words m;
    begin_many(&m, s, g);
    for (size_t from = 0; from < g->count; from += AT_ONCE) {
        size_t count = g->count - from < AT_ONCE ? g->count - from : AT_ONCE;
        if (!add_numbers(g, from, sift_many(&m, g->words + from, g->signatures + from, count), out))
            return false;
    }
    return true;
}
