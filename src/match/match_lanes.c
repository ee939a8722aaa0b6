#include "match/match_lanes.h"

#include <stdlib.h>
#include <string.h>

enum { NO_LETTER = 255, ROW = 48 /* a table of LATIN_LETTERS, filled up for three registers of 16 */ };

/* A rule of the pattern, in the order of the symbol that it ends at. */
typedef struct lane_rule {
    uint8_t cost, symbols, count;
    uint8_t letters[RULE_LATIN_MAX]; /* table_letter */
} lane_rule;

/* What a pattern's symbol needs, in the form that a step takes. */
typedef struct lane_place {
    uint64_t last_letters;  /* of its rules */
    uint16_t rules, silent; /* first of its rules; the silent ones come first, so many */
    uint8_t letter;         /* table_letter, or NO_LETTER */
    uint8_t row;            /* of substitutes */
    uint8_t gap;            /* this symbol against nothing */
} lane_place;

struct lane_scratch {
    uint8_t cells[LANE_LETTERS_MAX + 1][LANE_LETTERS_MAX + 1][LANES]; /* [letters walked][symbols read] */
    uint8_t rows[LANE_LETTERS_MAX][ROW];                              /* substitutes of the pattern's different letters */
    uint32_t alive[LANE_LETTERS_MAX + 1];                             /* set of the column's cells that are within the limit in some lane */
    uint8_t gap[ROW], gap_end[ROW];                                   /* a word's letter against nothing */
    lane_rule rules[LANE_RULES_MAX];
    lane_place places[LANE_LETTERS_MAX];
    const cost_pattern *pattern;
    size_t row_count;
    uint8_t limit;
    uint8_t last_gap; /* of the pattern's last symbol at the end of a word */
    bool reading;     /* the pattern is of another script */
};

lane_scratch *lane_scratch_new(void)
{
    return calloc(1, sizeof(lane_scratch));
}

void lane_scratch_free(lane_scratch *s)
{
    free(s);
}

/* ---------------------------------------------------------------- words */

void lanes_clear(lane_words *words)
{
    size_t used = words->longest;
    memset(words->letters, NO_LETTER, used * sizeof words->letters[0]);
    memset(words->present, 0, used * sizeof words->present[0]);
    memset(words->counts, 0, sizeof words->counts);
    words->count = words->longest = 0;
}

bool lanes_add(lane_words *words, const symbol *symbols, size_t count)
{
    const size_t lane = words->count;
    size_t i = 0;
    for (int letter; i < count && i < LANE_LETTERS_MAX && (letter = table_letter(symbols[i])) >= 0; i++) {
        words->letters[i][lane] = (uint8_t)letter;
        words->present[i] |= UINT64_C(1) << letter;
    }
    if (i > words->longest)
        words->longest = (uint8_t)i;
    if (i < count) {
        while (i-- > 0)
            words->letters[i][lane] = NO_LETTER; /* what is noted as present besides does no harm */
        return false;
    }
    words->counts[lane] = (uint8_t)count;
    words->count++;
    return true;
}

/* ---------------------------------------------------------------- patterns */

static bool begin_rules(lane_scratch *s, const cost_place *from, lane_place *to, size_t *count)
{
    to->rules = (uint16_t)*count;
    to->silent = from->starts[1];
    to->last_letters = 0;
    if (*count + from->rule_count > LANE_RULES_MAX)
        return false;
    for (size_t r = 0; r < from->rule_count; r++) {
        const table_rule *rule = from->rules[r];
        lane_rule *copy = &s->rules[(*count)++];
        *copy = (lane_rule){.cost = rule->cost, .symbols = rule->symbol_count, .count = rule->latin_count};
        for (size_t i = 0; i < rule->latin_count && i < RULE_LATIN_MAX; i++) {
            copy->letters[i] = (uint8_t)table_letter(rule->latin[i]);
            if (i + 1 == rule->latin_count && copy->letters[i] < LATIN_LETTERS)
                to->last_letters |= UINT64_C(1) << copy->letters[i];
        }
    }
    return true;
}

/* The row of this letter's substitutes, shared by equal letters. */
static uint8_t row_of(lane_scratch *s, size_t place)
{
    for (size_t i = 0; i < place; i++)
        if (s->places[i].letter == s->places[place].letter)
            return s->places[i].row;
    uint8_t *row = s->rows[s->row_count];
    if (s->reading)
        memset(row, COST_FOREIGN_LETTER, ROW);
    else
        memcpy(row, s->pattern->places[place].substitute, LATIN_LETTERS);
    return (uint8_t)s->row_count++;
}

static void begin_gaps(lane_scratch *s)
{
    memcpy(s->gap, s->reading ? table_script_gap[s->pattern->script] : table_latin_gap, LATIN_LETTERS);
    memcpy(s->gap_end, table_latin_gap_end, LATIN_LETTERS);
    if (s->reading)
        memset(s->gap_end, COST_NONE, LATIN_LETTERS);
    s->last_gap = s->reading ? COST_NONE : table_latin_gap_end[s->places[s->pattern->count - 1].letter];
}

bool lanes_begin(lane_scratch *s, const cost_pattern *pattern)
{
    size_t rules = 0;
    s->pattern = pattern;
    s->reading = pattern->script != SCRIPT_LATIN;
    s->limit = s->reading ? pattern->reading_limit : pattern->limit;
    s->row_count = 0;
    if (pattern->count == 0 || pattern->count > LANE_LETTERS_MAX || (pattern->scripts >> SCRIPT_LATIN & 1) == 0)
        return false;
    for (size_t i = 0; i < pattern->count; i++) {
        const cost_place *from = &pattern->places[i];
        lane_place *to = &s->places[i];
        to->letter = s->reading || from->letter == LATIN_LETTERS ? NO_LETTER : from->letter;
        to->gap = s->reading ? COST_FOREIGN_GAP : from->gap;
        if ((!s->reading && to->letter == NO_LETTER) || !begin_rules(s, from, to, &rules))
            return false;
        to->row = row_of(s, i);
    }
    begin_gaps(s);
    return true;
}

/* ---------------------------------------------------------------- steps */

#if defined(__x86_64__)
#include <immintrin.h>
#define WIDE __attribute__((target("avx2")))

bool lanes_can_run(void)
{
    return __builtin_cpu_supports("avx2") > 0;
}

/* Letters of a step, made ready for looking up in tables of ROW bytes: a register of 16 takes the index of its own part, or one with the
   high bit set, which gives 0. */
typedef struct lookup {
    __m256i low, middle, high;
} lookup;

typedef struct stepping {
    lane_scratch *s;
    const lane_words *words;
    size_t depth; /* letters walked, this one too */
    __m256i letters, before;
    __m256i ended; /* lanes without a letter here: everything costs COST_NONE */
    __m256i gap;
    lookup index;
} stepping;

WIDE static inline __m256i load(const uint8_t *from)
{
    return _mm256_loadu_si256((const __m256i *)(const void *)from);
}

WIDE static inline void store(uint8_t *to, __m256i value)
{
    _mm256_storeu_si256((__m256i *)(void *)to, value);
}

WIDE static inline __m256i all(uint8_t value)
{
    return _mm256_set1_epi8((char)value);
}

WIDE static inline __m256i plus(__m256i a, uint8_t cost)
{
    return _mm256_adds_epu8(a, all(cost));
}

WIDE static lookup make_lookup(__m256i letters)
{
    const __m256i over = all(0x70); /* 15 + 0x70 has no high bit, 16 + 0x70 has */
    return (lookup){_mm256_adds_epu8(letters, over), _mm256_adds_epu8(_mm256_sub_epi8(letters, all(16)), over),
                    _mm256_adds_epu8(_mm256_sub_epi8(letters, all(32)), over)};
}

WIDE static inline __m256i look_up(const uint8_t *row, const lookup *index)
{
    __m256i low = _mm256_broadcastsi128_si256(_mm_loadu_si128((const __m128i *)(const void *)row));
    __m256i middle = _mm256_broadcastsi128_si256(_mm_loadu_si128((const __m128i *)(const void *)(row + 16)));
    __m256i high = _mm256_broadcastsi128_si256(_mm_loadu_si128((const __m128i *)(const void *)(row + 32)));
    return _mm256_or_si256(_mm256_shuffle_epi8(low, index->low),
                           _mm256_or_si256(_mm256_shuffle_epi8(middle, index->middle), _mm256_shuffle_epi8(high, index->high)));
}

/* The same cost where the mask is set, COST_NONE elsewhere. */
WIDE static inline __m256i only_where(__m256i mask, __m256i value)
{
    return _mm256_or_si256(value, _mm256_xor_si256(mask, all(255)));
}

/* The lanes that have the rule's letters here. */
WIDE static __m256i where_written(const stepping *now, const lane_rule *rule)
{
    __m256i mask = _mm256_cmpeq_epi8(now->letters, all(rule->letters[rule->count - 1]));
    for (size_t k = 1; k < rule->count; k++)
        mask = _mm256_and_si256(mask,
                                _mm256_cmpeq_epi8(load(now->words->letters[now->depth - 1 - k]), all(rule->letters[rule->count - 1 - k])));
    return mask;
}

/* Whether some lane may have the rule's letters here, and the rule comes from a cell within the limit. */
static inline bool may_be_written(const stepping *now, const lane_rule *rule, size_t i)
{
    size_t n = rule->count, d = now->depth;
    if (n > d || (now->s->alive[d - n] >> (i - rule->symbols) & 1) == 0)
        return false;
    return n < 2 || (now->words->present[d - 2] >> rule->letters[n - 2] & 1);
}

WIDE static inline __m256i by_silence(const stepping *now, size_t i, __m256i best)
{
    const lane_scratch *s = now->s;
    const lane_place *place = &s->places[i - 1];
    for (size_t r = place->rules; s->reading && r < place->rules + (size_t)place->silent; r++)
        best = _mm256_min_epu8(best, plus(load(s->cells[now->depth][i - s->rules[r].symbols]), s->rules[r].cost));
    return best;
}

WIDE static inline __m256i by_rules(const stepping *now, size_t i, __m256i best)
{
    const lane_scratch *s = now->s;
    const lane_place *place = &s->places[i - 1];
    const uint8_t *starts = s->pattern->places[i - 1].starts;
    for (uint64_t rest = place->last_letters & now->words->present[now->depth - 1]; rest; rest &= rest - 1) {
        size_t letter = (size_t)__builtin_ctzll(rest);
        for (size_t r = (size_t)place->rules + starts[letter + 1]; r < (size_t)place->rules + starts[letter + 2]; r++) {
            const lane_rule *rule = &s->rules[r];
            if (may_be_written(now, rule, i))
                best = _mm256_min_epu8(best, only_where(where_written(now, rule),
                                                        plus(load(s->cells[now->depth - rule->count][i - rule->symbols]), rule->cost)));
        }
    }
    return best;
}

WIDE static inline __m256i by_swap(const stepping *now, size_t i, __m256i best)
{
    const lane_scratch *s = now->s;
    uint8_t own = s->places[i - 1].letter, other = s->places[i - 2].letter;
    if (s->reading || (s->alive[now->depth - 2] >> (i - 2) & 1) == 0 || (now->words->present[now->depth - 2] >> own & 1) == 0 ||
        (now->words->present[now->depth - 1] >> other & 1) == 0)
        return best;
    __m256i mask = _mm256_and_si256(_mm256_cmpeq_epi8(now->before, all(own)), _mm256_cmpeq_epi8(now->letters, all(other)));
    return _mm256_min_epu8(best, only_where(mask, plus(load(s->cells[now->depth - 2][i - 2]), COST_SWAP)));
}

/* Sets or clears the cell's bit in the set. */
WIDE static inline uint32_t mark(uint32_t set, size_t i, __m256i cell, __m256i limit)
{
    bool within = _mm256_movemask_epi8(_mm256_cmpeq_epi8(_mm256_min_epu8(cell, limit), cell)) != 0;
    return set | (uint32_t)within << i;
}

/* The cells within the limit of the columns that a step may start from, and those that a rule can jump to from them. */
static uint32_t cells_that_lead_on(const lane_scratch *s, size_t depth)
{
    uint32_t cells = 0;
    for (size_t back = 1; back <= s->pattern->look_back && back <= depth; back++)
        cells |= s->alive[depth - back];
    for (size_t by = 1; by < s->pattern->jump; by++)
        cells |= cells << 1;
    return cells;
}

/* Fills the column behind one more letter. Where no cell that leads to a cell is within the limit, that cell is not computed. */
WIDE static void step(const stepping *now, __m256i limit)
{
    lane_scratch *s = now->s;
    const size_t d = now->depth;
    const uint32_t near = cells_that_lead_on(s, d);
    uint32_t alive;
    __m256i rows[LANE_LETTERS_MAX], cell = _mm256_adds_epu8(load(s->cells[d - 1][0]), now->gap);
    for (size_t r = 0; r < s->row_count; r++)
        rows[r] = _mm256_or_si256(look_up(s->rows[r], &now->index), now->ended);
    store(s->cells[d][0], cell);
    alive = mark(0, 0, cell, limit);
    for (size_t i = 1; i <= s->pattern->count; i++) {
        const lane_place *place = &s->places[i - 1];
        __m256i best = all(COST_NONE);
        if ((near >> (i - 1) & 3) || (alive >> (i - 1) & 1) || (s->reading && alive)) {
            best = _mm256_min_epu8(plus(cell, place->gap), _mm256_adds_epu8(load(s->cells[d - 1][i]), now->gap));
            best = _mm256_min_epu8(best, _mm256_adds_epu8(load(s->cells[d - 1][i - 1]), rows[place->row]));
            if (i > 1 && d > 1)
                best = by_swap(now, i, best);
            best = by_silence(now, i, best);
            best = by_rules(now, i, best);
            alive = mark(alive, i, best, limit);
        }
        cell = best;
        store(s->cells[d][i], cell);
    }
    s->alive[d] = alive;
}

WIDE static void first_column(lane_scratch *s)
{
    __m256i cell = all(0);
    store(s->cells[0][0], cell);
    s->alive[0] = mark(0, 0, cell, all(s->limit));
    for (size_t i = 1; i <= s->pattern->count; i++) {
        const lane_place *place = &s->places[i - 1];
        cell = plus(cell, place->gap);
        for (size_t r = place->rules; s->reading && r < place->rules + (size_t)place->silent; r++)
            cell = _mm256_min_epu8(cell, plus(load(s->cells[0][i - s->rules[r].symbols]), s->rules[r].cost));
        store(s->cells[0][i], cell);
        s->alive[0] = mark(s->alive[0], i, cell, all(s->limit));
    }
}

/* What words that end here cost. */
WIDE static __m256i end_cost(const stepping *now)
{
    const lane_scratch *s = now->s;
    size_t m = s->pattern->count;
    __m256i best = load(s->cells[now->depth][m]);
    if (s->reading)
        return best;
    best = _mm256_min_epu8(best, _mm256_adds_epu8(load(s->cells[now->depth - 1][m]), look_up(s->gap_end, &now->index)));
    return _mm256_min_epu8(best, plus(load(s->cells[now->depth][m - 1]), s->last_gap));
}

/* Steps over the letters at the next depth. */
WIDE static void take_letters(stepping *now, __m256i limit)
{
    const lane_scratch *s = now->s;
    now->depth++;
    now->before = now->letters;
    now->letters = load(now->words->letters[now->depth - 1]);
    now->index = make_lookup(now->letters);
    now->ended = _mm256_cmpeq_epi8(now->letters, all(NO_LETTER));
    now->gap = _mm256_blendv_epi8(look_up(s->gap, &now->index), all(COST_DOUBLED), _mm256_cmpeq_epi8(now->letters, now->before));
    now->gap = _mm256_or_si256(now->gap, now->ended);
    step(now, limit);
}

WIDE void lanes_cost(lane_scratch *s, const lane_words *words, uint8_t costs[LANES])
{
    const __m256i counts = load(words->counts), limit = all(s->limit);
    stepping now = {.s = s, .words = words, .letters = all(NO_LETTER)};
    __m256i result = all(COST_NONE);
    unsigned dead = 0; /* columns since one that had a cell within the limit */
    first_column(s);
    while (now.depth < words->longest && dead < s->pattern->look_back) {
        take_letters(&now, limit);
        result = _mm256_blendv_epi8(result, end_cost(&now), _mm256_cmpeq_epi8(counts, all((uint8_t)now.depth)));
        dead = s->alive[now.depth] ? 0 : dead + 1;
    }
    __m256i within = _mm256_cmpeq_epi8(_mm256_min_epu8(result, limit), result);
    store(costs, only_where(within, result));
}

#else

bool lanes_can_run(void)
{
    return false;
}

void lanes_cost(lane_scratch *s, const lane_words *words, uint8_t costs[LANES])
{
    (void)s;
    (void)words;
    memset(costs, COST_NONE, LANES);
}

#endif
