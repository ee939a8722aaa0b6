#include "match/match_rows.h"

#include <stdlib.h>
#include <string.h>

#if defined(__x86_64__)
#include <immintrin.h>

enum {
    ROWS = 32,
    SHIFTS = RULE_SYMBOLS_MAX + 1, /* columns are kept shifted by 0 to RULE_SYMBOLS_MAX rows */
    LONG_MAX = 160,                /* different rules of several letters */
    BUDGETS = 3                    /* classes of what a cell has left of its limit; a cell that has more may take any letter */
};

static const uint8_t budget_of[BUDGETS] = {24, 48, 99};

/* A cost for each row. */
typedef union row_costs {
    __m256i all;
    uint8_t at[ROWS];
} row_costs;

typedef struct column {
    __m256i rows[SHIFTS]; /* shifted[i] = rows[i - shift], COST_NONE where there is none */
    uint32_t alive;       /* set of rows within their limit */
    uint32_t by_budget[BUDGETS]; /* the same, by what is left */
    uint64_t pending;            /* letters that go on what was begun: a rule of several letters, two that change places, a doubled one */
    uint8_t letter;              /* walked last */
} column;

/* A rule of several letters, wherever the pattern has its symbols. */
typedef struct long_rule {
    row_costs costs; /* by the row it leads to */
    uint8_t letters[RULE_LATIN_MAX];
    uint8_t count, symbols, least;
} long_rule;

struct rows_walk {
    row_costs substitute[LATIN_LETTERS];                /* one letter, one symbol: by the row it leads to */
    row_costs several[RULE_SYMBOLS_MAX - 1][LATIN_LETTERS]; /* one letter for two, three, four symbols */
    row_costs gap[5];                                   /* so many symbols against nothing, 1, 2, 4, 8, 16: by the row it leads to */
    row_costs silent[RULE_SYMBOLS_MAX];                 /* symbols that may stay silent, by how many they are */
    row_costs limit, reach_limit;                       /* of each row, and of the furthest row that a step leads to from it */
    row_costs is_symbol[LATIN_LETTERS], is_before[LATIN_LETTERS]; /* 0 in the rows whose symbol (the one before) is this letter, else 255 */
    long_rule longs[LONG_MAX];
    column columns[ROWS_DEPTH_MAX + 1];
    uint32_t leads[BUDGETS][LATIN_LETTERS]; /* rows from which a letter may be taken within a budget */
    uint32_t symbol_rows[LATIN_LETTERS];    /* rows whose symbol is this letter */
    uint64_t has_several[RULE_SYMBOLS_MAX - 1];
    uint64_t long_begins;                   /* letters that rules of several begin with */
    uint64_t long_ends;
    uint8_t letter_gap[LATIN_LETTERS], first_gap[LATIN_LETTERS], end_gap[LATIN_LETTERS];
    uint8_t symbols[ROWS]; /* table_letter */
    uint8_t count, most, last_gap;
    uint8_t gap_steps;     /* of gap: as many as can be within the limit one behind the other */
    uint8_t longest;       /* letters of a rule */
    size_t long_count;
    bool backward, reading, any_silent;
};

bool rows_can_run(void)
{
    return __builtin_cpu_supports("avx2");
}

rows_walk *rows_new(void)
{
    size_t size = (sizeof(rows_walk) + sizeof(__m256i) - 1) / sizeof(__m256i) * sizeof(__m256i);
    rows_walk *w = aligned_alloc(sizeof(__m256i), size);
    if (w)
        memset(w, 0, size);
    return w;
}

void rows_free(rows_walk *w)
{
    free(w);
}

/* ---------------------------------------------------------------- the pattern */

static void lower(uint8_t *cell, unsigned cost)
{
    if (cost < *cell)
        *cell = (uint8_t)cost;
}

/* The row that a rule leads to which ends behind `end` symbols of the pattern. */
static size_t row_of(const rows_walk *w, const table_rule *rule, size_t end)
{
    return w->backward ? w->count - (end - rule->symbol_count) : end;
}

static bool add_long(rows_walk *w, const table_rule *rule, size_t row)
{
    uint8_t letters[RULE_LATIN_MAX] = {0};
    size_t n = rule->latin_count < RULE_LATIN_MAX ? rule->latin_count : RULE_LATIN_MAX, at = 0;
    for (size_t k = 0; k < n; k++)
        letters[w->backward ? n - 1 - k : k] = (uint8_t)table_letter(rule->latin[k]);
    while (at < w->long_count && (w->longs[at].count != n || w->longs[at].symbols != rule->symbol_count ||
                                  memcmp(w->longs[at].letters, letters, sizeof letters) != 0))
        at++;
    if (at == LONG_MAX)
        return false;
    long_rule *to = &w->longs[at];
    if (at == w->long_count) {
        w->long_count++;
        memset(&to->costs, COST_NONE, sizeof to->costs);
        memcpy(to->letters, letters, sizeof letters);
        to->count = (uint8_t)n;
        to->symbols = rule->symbol_count;
        to->least = COST_NONE;
        w->long_begins |= UINT64_C(1) << letters[0];
        w->long_ends |= UINT64_C(1) << letters[n - 1];
        w->longest = n > w->longest ? (uint8_t)n : w->longest;
    }
    lower(&to->costs.at[row], rule->cost);
    lower(&to->least, rule->cost);
    return true;
}

static bool add_rule(rows_walk *w, const table_rule *rule, size_t end)
{
    size_t row = row_of(w, rule, end), m = rule->symbol_count;
    if (rule->cost > w->most)
        return true;
    if (rule->latin_count == 0 && !w->reading)
        return true; /* Latin letters are never silent */
    if (rule->latin_count == 0) {
        w->any_silent = true;
        lower(&w->silent[m - 1].at[row], rule->cost);
        return true;
    }
    if (rule->latin_count > 1)
        return add_long(w, rule, row);
    size_t letter = (size_t)table_letter(rule->latin[0]);
    if (m == 1) {
        lower(&w->substitute[letter].at[row], rule->cost);
        return true;
    }
    if ((w->has_several[m - 2] >> letter & 1) == 0) {
        w->has_several[m - 2] |= UINT64_C(1) << letter;
        memset(&w->several[m - 2][letter], COST_NONE, sizeof(row_costs));
    }
    lower(&w->several[m - 2][letter].at[row], rule->cost);
    return true;
}

/* What symbol i of the pattern costs against nothing. Walked backward, either of two that are the same may be the doubled one. */
static uint8_t gap_of(const rows_walk *w, const cost_pattern *p, size_t i)
{
    if (w->reading)
        return COST_FOREIGN_GAP;
    if (w->backward && i + 1 < p->count && p->symbols[i] == p->symbols[i + 1])
        return COST_DOUBLED;
    return p->places[i].gap;
}

static void begin_gaps(rows_walk *w, const cost_pattern *p)
{
    uint8_t *one = w->gap[0].at;
    size_t run = 0;
    memset(w->gap, COST_NONE, sizeof w->gap);
    for (size_t row = 1; row <= w->count; row++)
        one[row] = gap_of(w, p, w->backward ? w->count - row : row - 1);
    if (w->backward && w->last_gap < one[1])
        one[1] = w->last_gap; /* what stands at the word's end is walked first; elsewhere no row 1 is reached by it for less */
    for (size_t from = 1; from <= w->count; from++) {
        unsigned sum = 0;
        size_t row = from;
        while (row <= w->count && sum + one[row] <= w->most)
            sum += one[row++];
        run = row - from > run ? row - from : run;
    }
    w->gap_steps = 0;
    for (size_t covered = 0; covered < run; covered = 2 * covered + 1)
        w->gap_steps++;
    for (size_t k = 1; k < 5; k++) {
        const uint8_t *half = w->gap[k - 1].at;
        uint8_t *whole = w->gap[k].at;
        size_t far = (size_t)1 << (k - 1);
        for (size_t row = 2 * far; row < ROWS; row++) {
            unsigned sum = (unsigned)half[row] + half[row - far];
            whole[row] = (uint8_t)(sum < COST_NONE ? sum : COST_NONE);
        }
    }
}

static void begin_letter_gaps(rows_walk *w, const cost_pattern *p)
{
    memcpy(w->letter_gap, w->reading ? table_script_gap[p->script] : table_latin_gap, LATIN_LETTERS);
    memcpy(w->end_gap, table_latin_gap_end, LATIN_LETTERS);
    if (w->reading)
        memset(w->end_gap, COST_NONE, LATIN_LETTERS);
    w->last_gap = COST_NONE;
    if (!w->reading)
        w->last_gap = table_latin_gap_end[p->places[p->count - 1].letter];
    memcpy(w->first_gap, w->letter_gap, LATIN_LETTERS);
    for (size_t l = 0; w->backward && l < LATIN_LETTERS; l++)
        lower(&w->first_gap[l], w->end_gap[l]);
}

static void begin_substitutes(rows_walk *w, const cost_pattern *p)
{
    memset(w->substitute, COST_NONE, sizeof w->substitute);
    for (size_t row = 1; row <= w->count; row++) {
        const cost_place *place = &p->places[w->backward ? w->count - row : row - 1];
        w->symbols[row - 1] = place->letter;
        for (size_t l = 0; l < LATIN_LETTERS; l++)
            w->substitute[l].at[row] = w->reading ? COST_FOREIGN_LETTER : place->substitute[l];
    }
    if (w->reading)
        return;
    memset(w->is_symbol, COST_NONE, sizeof w->is_symbol);
    memset(w->is_before, COST_NONE, sizeof w->is_before);
    memset(w->symbol_rows, 0, sizeof w->symbol_rows);
    for (size_t row = 1; row <= w->count; row++) {
        size_t l = w->symbols[row - 1];
        w->is_symbol[l].at[row] = 0;
        if (row < w->count)
            w->is_before[l].at[row + 1] = 0;
        w->symbol_rows[l] |= UINT32_C(1) << row;
    }
}

/* The first half of the rows is held to half of the limit, see match_rows.h. */
static void begin_limits(rows_walk *w, unsigned jump)
{
    size_t half = w->count / 2U;
    unsigned first = w->most / 2U, second = w->most ? w->most - 1U - first : 0;
    size_t held = w->backward ? w->count - half : half + 1; /* rows from 0 on */
    for (size_t row = 0; row < ROWS; row++)
        w->limit.at[row] = (uint8_t)(row < held ? (w->backward ? second : first) : w->most);
    for (size_t row = 0; row < ROWS; row++) {
        size_t reached = row + jump < ROWS ? row + jump : ROWS - 1;
        w->reach_limit.at[row] = w->limit.at[reached];
    }
}

static bool begin_rules(rows_walk *w, const cost_pattern *p)
{
    memset(w->has_several, 0, sizeof w->has_several);
    memset(w->silent, COST_NONE, sizeof w->silent);
    w->long_count = 0;
    w->long_begins = w->long_ends = 0;
    w->longest = 1;
    w->any_silent = false;
    for (size_t i = 0; i < p->count; i++)
        for (size_t r = 0; r < p->places[i].rule_count; r++)
            if (!add_rule(w, p->places[i].rules[r], i + 1))
                return false;
    return true;
}

#define AVX2 __attribute__((target("avx2")))

/* costs[row + by], for the row that a step comes from. */
AVX2 static __m256i from_row(const row_costs *costs, size_t by)
{
    uint8_t padded[ROWS + RULE_SYMBOLS_MAX];
    memcpy(padded, costs->at, ROWS);
    memset(padded + ROWS, COST_NONE, RULE_SYMBOLS_MAX);
    return _mm256_loadu_si256((const __m256i *)(padded + by));
}

AVX2 static uint32_t rows_at_most(__m256i costs, __m256i most)
{
    return (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(_mm256_min_epu8(costs, most), costs));
}

/* Which letters may be taken from which rows, by what they cost. */
AVX2 static void begin_leads(rows_walk *w)
{
    row_costs least[LATIN_LETTERS];
    for (size_t l = 0; l < LATIN_LETTERS; l++) {
        least[l].all = _mm256_min_epu8(_mm256_set1_epi8((char)w->first_gap[l]), from_row(&w->substitute[l], 1));
        for (size_t m = 2; m <= RULE_SYMBOLS_MAX; m++)
            if (w->has_several[m - 2] >> l & 1)
                least[l].all = _mm256_min_epu8(least[l].all, from_row(&w->several[m - 2][l], m));
    }
    for (size_t r = 0; r < w->long_count; r++) {
        size_t l = w->longs[r].letters[0];
        least[l].all = _mm256_min_epu8(least[l].all, from_row(&w->longs[r].costs, w->longs[r].symbols));
    }
    for (size_t row = 0; !w->reading && row + 2 <= w->count; row++) /* the later of two that change places comes first */
        lower(&least[w->symbols[row + 1]].at[row], COST_SWAP);
    for (size_t b = 0; b < BUDGETS; b++)
        for (size_t l = 0; l < LATIN_LETTERS; l++)
            w->leads[b][l] = rows_at_most(least[l].all, _mm256_set1_epi8((char)budget_of[b]));
}

/* ---------------------------------------------------------------- columns */

/* Moved on by `by` rows (1 to 4, or 8); the first ones are COST_NONE. */
#define MOVED(v, by) \
    _mm256_alignr_epi8((v), _mm256_permute2x128_si256((v), _mm256_set1_epi8((char)COST_NONE), 0x02), 16 - (by))

AVX2 static __m256i with_gaps(const rows_walk *w, __m256i c)
{
    if (w->gap_steps > 0)
        c = _mm256_min_epu8(c, _mm256_adds_epu8(MOVED(c, 1), w->gap[0].all));
    if (w->gap_steps > 1)
        c = _mm256_min_epu8(c, _mm256_adds_epu8(MOVED(c, 2), w->gap[1].all));
    if (w->gap_steps > 2)
        c = _mm256_min_epu8(c, _mm256_adds_epu8(MOVED(c, 4), w->gap[2].all));
    if (w->gap_steps > 3)
        c = _mm256_min_epu8(c, _mm256_adds_epu8(MOVED(c, 8), w->gap[3].all));
    if (w->gap_steps > 4)
        c = _mm256_min_epu8(
            c, _mm256_adds_epu8(_mm256_permute2x128_si256(c, _mm256_set1_epi8((char)COST_NONE), 0x02), w->gap[4].all));
    return c;
}

/* Symbols that stay silent or are left out, as many as there may be. */
AVX2 static __m256i with_silence(const rows_walk *w, __m256i c)
{
    for (;;) {
        __m256i before = c;
        c = _mm256_min_epu8(c, _mm256_adds_epu8(MOVED(c, 1), w->silent[0].all));
        c = _mm256_min_epu8(c, _mm256_adds_epu8(MOVED(c, 2), w->silent[1].all));
        c = _mm256_min_epu8(c, _mm256_adds_epu8(MOVED(c, 3), w->silent[2].all));
        c = _mm256_min_epu8(c, _mm256_adds_epu8(MOVED(c, 4), w->silent[3].all));
        c = with_gaps(w, c);
        if (_mm256_movemask_epi8(_mm256_cmpeq_epi8(before, c)) == -1)
            return c;
    }
}

/* Keeps what is within the limit of its row, and all that later steps ask of a column. */
AVX2 static void close_column(const rows_walk *w, column *to, __m256i c)
{
    __m256i within = _mm256_cmpeq_epi8(_mm256_min_epu8(c, w->limit.all), c);
    c = _mm256_or_si256(c, _mm256_andnot_si256(within, _mm256_set1_epi8((char)COST_NONE)));
    to->alive = (uint32_t)_mm256_movemask_epi8(within) & (uint32_t)((UINT64_C(2) << w->count) - 1);
    to->rows[0] = c;
    if (to->alive == 0)
        return;
    to->rows[1] = MOVED(c, 1);
    to->rows[2] = MOVED(c, 2);
    to->rows[3] = MOVED(c, 3);
    to->rows[4] = MOVED(c, 4);
    __m256i left = _mm256_subs_epu8(w->reach_limit.all, c);
    uint32_t below = 0;
    for (size_t b = 0; b < BUDGETS; b++) {
        uint32_t at_most = rows_at_most(left, _mm256_set1_epi8((char)budget_of[b])) & to->alive;
        to->by_budget[b] = at_most & ~below;
        below = at_most;
    }
    if (below != to->alive)
        to->by_budget[BUDGETS - 1] |= UINT32_C(1) << 31; /* row 31 stands for one that may take any letter */
}

AVX2 static void first_column(rows_walk *w)
{
    row_costs start;
    memset(&start, COST_NONE, sizeof start);
    start.at[0] = 0;
    close_column(w, &w->columns[0], w->any_silent ? with_silence(w, start.all) : with_gaps(w, start.all));
    w->columns[0].pending = 0;
    w->columns[0].letter = LATIN_LETTERS;
}

bool rows_begin(rows_walk *w, const cost_pattern *p, bool backward)
{
    w->count = p->count;
    w->backward = backward;
    w->reading = p->script != SCRIPT_LATIN;
    w->most = w->reading ? p->reading_limit : p->limit;
    if (p->count == 0 || p->count > ROWS_SYMBOLS_MAX || (p->scripts >> SCRIPT_LATIN & 1) == 0)
        return false;
    for (size_t i = 0; !w->reading && i < p->count; i++)
        if (p->places[i].letter >= LATIN_LETTERS)
            return false;
    begin_letter_gaps(w, p);
    begin_substitutes(w, p);
    if (!begin_rules(w, p))
        return false;
    begin_gaps(w, p);
    begin_limits(w, p->jump);
    begin_leads(w);
    for (size_t l = 0; l < LATIN_LETTERS; l++) /* where a row may take any letter, see close_column */
        w->leads[BUDGETS - 1][l] |= UINT32_C(1) << 31;
    first_column(w);
    return true;
}

/* ---------------------------------------------------------------- steps */

static bool letters_end_with(const rows_walk *w, size_t depth, const uint8_t *letters, size_t count)
{
    for (size_t k = 0; k < count; k++)
        if (w->columns[depth - k].letter != letters[count - 1 - k])
            return false;
    return true;
}

/* Rules of several letters that end with the one walked last. */
AVX2 static __m256i with_longs(const rows_walk *w, size_t depth, __m256i c)
{
    for (size_t r = 0; r < w->long_count; r++) {
        const long_rule *rule = &w->longs[r];
        if (rule->count > depth || !letters_end_with(w, depth, rule->letters, rule->count))
            continue;
        const column *from = &w->columns[depth - rule->count];
        if (from->alive)
            c = _mm256_min_epu8(c, _mm256_adds_epu8(from->rows[rule->symbols], rule->costs.all));
    }
    return c;
}

/* Letters that go on what the last ones have begun. */
AVX2 static uint64_t pending_after(const rows_walk *w, size_t depth)
{
    uint64_t letters = 0;
    for (size_t back = 1; back < w->longest && back <= depth; back++) {
        const column *from = &w->columns[depth - back];
        if (!from->alive || (w->long_begins >> w->columns[depth - back + 1].letter & 1) == 0)
            continue;
        for (size_t r = 0; r < w->long_count; r++) {
            const long_rule *rule = &w->longs[r];
            if (rule->count > back && letters_end_with(w, depth, rule->letters, back) &&
                rows_at_most(_mm256_adds_epu8(from->rows[rule->symbols], rule->costs.all), w->limit.all))
                letters |= UINT64_C(1) << rule->letters[back];
        }
    }
    return letters;
}

/* ... by changing places with the one walked last. */
AVX2 static uint64_t swaps_after(const rows_walk *w, size_t depth)
{
    const column *before = &w->columns[depth - 1];
    unsigned letter = w->columns[depth].letter;
    uint64_t letters = 0;
    if (w->reading || !before->alive || w->symbol_rows[letter] >> 2 == 0)
        return 0;
    __m256i swapped = _mm256_adds_epu8(before->rows[2], _mm256_set1_epi8(COST_SWAP));
    for (uint32_t rows = rows_at_most(swapped, w->limit.all) & w->symbol_rows[letter] & ~UINT32_C(3); rows; rows &= rows - 1)
        letters |= UINT64_C(1) << w->symbols[__builtin_ctz(rows) - 2];
    return letters;
}

AVX2 static bool doubled_leads_on(const rows_walk *w, size_t depth)
{
    const column *before = &w->columns[depth - 1];
    return w->backward && before->alive &&
           (rows_at_most(_mm256_adds_epu8(before->rows[0], _mm256_set1_epi8(COST_DOUBLED)), w->limit.all) & before->alive);
}

AVX2 bool rows_step(rows_walk *w, size_t depth, unsigned letter)
{
    const column *before = &w->columns[depth - 1];
    column *to = &w->columns[depth];
    __m256i c = _mm256_set1_epi8((char)COST_NONE);
    to->letter = (uint8_t)letter;
    to->pending = 0;
    if (before->alive) {
        unsigned gap = before->letter == letter ? COST_DOUBLED : depth == 1 ? w->first_gap[letter] : w->letter_gap[letter];
        c = _mm256_adds_epu8(before->rows[0], _mm256_set1_epi8((char)gap));
        c = _mm256_min_epu8(c, _mm256_adds_epu8(before->rows[1], w->substitute[letter].all));
        for (size_t m = 2; m <= RULE_SYMBOLS_MAX; m++)
            if (w->has_several[m - 2] >> letter & 1)
                c = _mm256_min_epu8(c, _mm256_adds_epu8(before->rows[m], w->several[m - 2][letter].all));
    }
    if (w->long_ends >> letter & 1)
        c = with_longs(w, depth, c);
    if (!w->reading && depth > 1 && w->columns[depth - 2].alive && (w->symbol_rows[letter] << 1 & w->symbol_rows[before->letter])) {
        __m256i swapped = _mm256_adds_epu8(w->columns[depth - 2].rows[2], _mm256_set1_epi8(COST_SWAP));
        c = _mm256_min_epu8(c, _mm256_or_si256(swapped, _mm256_or_si256(w->is_before[letter].all, w->is_symbol[before->letter].all)));
    }
    c = w->any_silent ? with_silence(w, c) : with_gaps(w, c);
    close_column(w, to, c);
    to->pending = pending_after(w, depth) | swaps_after(w, depth);
    if (to->alive || doubled_leads_on(w, depth))
        to->pending |= UINT64_C(1) << letter;
    return to->alive || to->pending || rows_may_end(w, depth);
}

bool rows_leads_on(const rows_walk *w, size_t depth, unsigned letter)
{
    const column *c = &w->columns[depth];
    if (c->pending >> letter & 1)
        return true;
    return c->alive && ((c->by_budget[0] & w->leads[0][letter]) | (c->by_budget[1] & w->leads[1][letter]) |
                        (c->by_budget[2] & w->leads[2][letter])) != 0;
}

/* The letter walked last may have come from nothing for little, and the same one that follows now be what it was. */
AVX2 void rows_expect_doubled(rows_walk *w, size_t depth)
{
    if (!w->backward || depth == 0 || !w->columns[depth - 1].alive)
        return;
    column *c = &w->columns[depth];
    __m256i doubled = _mm256_adds_epu8(w->columns[depth - 1].rows[0], _mm256_set1_epi8(COST_DOUBLED));
    close_column(w, c, _mm256_min_epu8(c->rows[0], doubled));
}

static unsigned cell_of(const column *c, size_t row)
{
    return c->alive ? ((const uint8_t *)&c->rows[0])[row] : COST_NONE;
}

bool rows_may_end(const rows_walk *w, size_t depth)
{
    const column *c = &w->columns[depth];
    unsigned best = cell_of(c, w->count);
    if (w->backward)
        return best <= w->most;
    if (depth && cell_of(&w->columns[depth - 1], w->count) + w->end_gap[c->letter] <= w->most)
        return true;
    return best <= w->most || cell_of(c, w->count - 1U) + w->last_gap <= w->most;
}

#else /* no such registers: cost_walk does the work */

struct rows_walk {
    char none;
};

bool rows_can_run(void)
{
    return false;
}

rows_walk *rows_new(void)
{
    return calloc(1, sizeof(rows_walk));
}

void rows_free(rows_walk *w)
{
    free(w);
}

bool rows_begin(rows_walk *w, const cost_pattern *pattern, bool backward)
{
    (void)w, (void)pattern, (void)backward;
    return false;
}

bool rows_step(rows_walk *w, size_t depth, unsigned letter)
{
    (void)w, (void)depth, (void)letter;
    return true;
}

bool rows_leads_on(const rows_walk *w, size_t depth, unsigned letter)
{
    (void)w, (void)depth, (void)letter;
    return true;
}

void rows_expect_doubled(rows_walk *w, size_t depth)
{
    (void)w, (void)depth;
}

bool rows_may_end(const rows_walk *w, size_t depth)
{
    (void)w, (void)depth;
    return true;
}

#endif
