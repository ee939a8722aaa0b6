#include "match/match_rows.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#if defined(__x86_64__)
#include <immintrin.h>

enum {
    ROWS = 32,
    SHIFTS = RULE_SYMBOLS_MAX + 1, /* columns are kept shifted by 0 to RULE_SYMBOLS_MAX rows */
    LONG_MAX = 1000,               /* rules of several letters, at all their places */
    SINGLES_MAX = 400,
    GAP_STEPS = 5
};

/* A cost for each row. */
typedef union row_costs {
    __m256i all;
    uint8_t at[ROWS];
} row_costs;

/* Sets of letters, 1 << table_letter, by table_budgets; the last one: any may be taken. */
typedef union letter_sets {
    __m256i all;
    uint64_t at[TABLE_BUDGETS + 1];
} letter_sets;

typedef struct column {
    __m256i rows[SHIFTS]; /* rows[s][i] = cell [i - s], COST_NONE where there is none */
    uint64_t next;        /* letters that may lead on */
    uint64_t later;       /* letters that come third or later in rules that the letter walked last has begun */
    uint32_t alive;       /* set of rows within their limit */
    uint8_t letter;       /* walked last */
    uint8_t waiting;      /* over how many more letters rules of three or more may lead that were begun here or before */
} column;

/* A rule of several letters, where the pattern has its symbols. */
typedef struct long_rule {
    const table_written *is;
    uint16_t next; /* the next one with the same last two letters, counted from 1; 0: none */
    uint8_t row;   /* that it leads to */
} long_rule;

/* A rule of one letter for one symbol. */
typedef struct single_rule {
    uint8_t letter, row, cost;
} single_rule;

struct rows_walk {
    row_costs substitute[LATIN_LETTERS];                    /* one letter, one symbol: by the row it leads to */
    row_costs several[RULE_SYMBOLS_MAX - 1][LATIN_LETTERS]; /* one letter for two, three, four symbols */
    row_costs gap[GAP_STEPS];                               /* 1, 2, 4, 8, 16 symbols against nothing */
    row_costs silent[RULE_SYMBOLS_MAX];                     /* symbols that may stay silent, by how many they are */
    row_costs limit, reach_limit;                           /* of each row, and of the furthest row that a step leads to from it */
    row_costs other_rows[ROWS];                             /* 0 in this row, else 255 */
    letter_sets leads[ROWS];                                /* letters that may be taken from a row */
    letter_sets from_nothing[SCRIPT_COUNT][2], at_end;      /* those that may come from nothing, by script and direction */
    letter_sets swapped[LATIN_LETTERS];                     /* what stands for the later one of two that change places */
    column columns[ROWS_DEPTH_MAX + 1];
    long_rule longs[LONG_MAX];
    single_rule singles[SINGLES_MAX];
    const uint8_t *read_as[ROWS];    /* what each letter costs for the symbol behind a row */
    uint64_t filled;                 /* letters whose substitutes are filled in ... */
    uint64_t ready;                  /* ... and that rows_step may take without more ado: none for a pattern of another script */
    row_costs left;                  /* scratch of leads_of: what rows have left of their limit */
    uint64_t seconds[LATIN_LETTERS]; /* letters that come second in rules of several, by the first one */
    uint64_t laters[LATIN_LETTERS];  /* letters that come third or later in them */
    uint64_t has_several[RULE_SYMBOLS_MAX - 1], has_any_several;
    uint32_t long_from[LATIN_LETTERS];              /* rows that rules of several letters come from, by the first one ... */
    uint32_t longer_from[LATIN_LETTERS];            /* ... and those of three letters or more, by the first one */
    uint32_t symbol_rows[LATIN_LETTERS];            /* rows whose symbol is this letter */
    uint32_t rows;                                  /* set of the pattern's */
    uint16_t by_end[LATIN_LETTERS * LATIN_LETTERS]; /* the first rule of several letters by its last two, as next */
    table_written read[LONG_MAX];                   /* rules of other scripts, which the tables do not have like this */
    uint8_t budget_class[COST_NONE + 1];            /* of what a cell has left; TABLE_BUDGETS: any letter may be taken */
    uint8_t backward_first_gap[LATIN_LETTERS];      /* what a word ends with is walked first */
    uint8_t no_end_gap[LATIN_LETTERS];              /* of other scripts: no letter may be left out at the end for less */
    uint8_t unread[LATIN_LETTERS];                  /* read_as of another script's symbols, by themselves */
    const uint8_t *letter_gap, *first_gap, *end_gap;
    uint8_t symbols[ROWS]; /* table_letter */
    uint8_t count, most, last_gap;
    uint8_t gap_steps; /* of gap: as many as can be within the limit one behind the other */
    uint8_t longest;   /* letters of a rule */
    uint8_t jump;      /* most symbols of a rule, at least the two of a swap */
    bool backward, reading, any_silent;
    size_t long_count, single_count;
};

bool rows_can_run(void)
{
    return __builtin_cpu_supports("avx2");
}

static void add_to_sets(letter_sets *to, size_t letter, unsigned cost)
{
    for (size_t b = 0; b < TABLE_BUDGETS; b++)
        to->at[b] |= (uint64_t)(cost <= table_budgets[b]) << letter;
}

static const uint8_t *first_gap_of(const rows_walk *w, script_id script, bool backward)
{
    if (script != SCRIPT_LATIN)
        return table_script_gap[script];
    return backward ? w->backward_first_gap : table_latin_gap;
}

/* What no pattern changes. */
static void make_tables(rows_walk *w)
{
    for (size_t row = 0; row < ROWS; row++) {
        memset(&w->other_rows[row], COST_NONE, sizeof w->other_rows[row]);
        w->other_rows[row].at[row] = 0;
    }
    for (size_t left = 0; left <= COST_NONE; left++)
        for (size_t b = 0; b < TABLE_BUDGETS; b++)
            w->budget_class[left] = (uint8_t)(w->budget_class[left] + (left > table_budgets[b]));
    memset(w->no_end_gap, COST_NONE, sizeof w->no_end_gap);
    memset(w->unread, COST_FOREIGN_LETTER, sizeof w->unread);
    for (size_t l = 0; l < LATIN_LETTERS; l++) {
        w->backward_first_gap[l] = table_latin_gap[l] < table_latin_gap_end[l] ? table_latin_gap[l] : table_latin_gap_end[l];
        add_to_sets(&w->at_end, l, table_latin_gap_end[l]);
        add_to_sets(&w->swapped[l], l, COST_SWAP);
    }
    for (size_t i = 0; i < 2 * (size_t)SCRIPT_COUNT; i++) {
        letter_sets *sets = &w->from_nothing[i / 2][i % 2];
        sets->at[TABLE_BUDGETS] = UINT64_MAX;
        for (size_t l = 0; l < LATIN_LETTERS; l++)
            add_to_sets(sets, l, first_gap_of(w, (script_id)(i / 2), i % 2)[l]);
    }
}

rows_walk *rows_new(void)
{
    size_t size = (sizeof(rows_walk) + sizeof(__m256i) - 1) / sizeof(__m256i) * sizeof(__m256i);
    rows_walk *w = aligned_alloc(sizeof(__m256i), size);
    if (!w)
        return NULL;
    memset(w, 0, size);
    make_tables(w);
    return w;
}

void rows_free(rows_walk *w)
{
    free(w);
}

/* ---------------------------------------------------------------- registers */

/* Moved on by `by` rows (1 to 4, or 8); the first ones are COST_NONE. */
#define MOVED(v, by) _mm256_alignr_epi8((v), _mm256_permute2x128_si256((v), _mm256_set1_epi8((char)COST_NONE), 0x02), 16 - (by))

/* The rows that cost no more than a limit: a set. */
ROWS_TARGET static inline uint32_t cells_within(__m256i costs, __m256i limit)
{
    return (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(_mm256_min_epu8(costs, limit), costs));
}

/* A cost for each row of the set, COST_NONE elsewhere. */
ROWS_TARGET static inline __m256i only_rows(__m256i costs, uint32_t rows)
{
    const __m256i of_byte = _mm256_setr_epi64x(0, 0x0101010101010101, 0x0202020202020202, 0x0303030303030303),
                  bits = _mm256_set1_epi64x((int64_t)0x8040201008040201);
    __m256i each = _mm256_shuffle_epi8(_mm256_set1_epi32((int)rows), of_byte);
    __m256i others = _mm256_cmpeq_epi8(_mm256_and_si256(each, bits), _mm256_setzero_si256());
    return _mm256_or_si256(costs, others);
}

/* ---------------------------------------------------------------- the pattern */

static void lower(uint8_t *cell, unsigned cost)
{
    if (cost < *cell)
        *cell = (uint8_t)cost;
}

/* The row that a rule leads to which takes so many symbols and ends behind `end` ones of the pattern. */
static inline size_t row_of(const rows_walk *w, size_t symbols, size_t end)
{
    return w->backward ? w->count - (end - symbols) : end;
}

/* n: the rule's place in the list, from 0. */
static inline void add_long(rows_walk *w, size_t n, const table_written *rule, size_t from, size_t row)
{
    const unsigned first = rule->first;
    w->longs[n] = (long_rule){rule, w->by_end[rule->end], (uint8_t)row};
    w->by_end[rule->end] = (uint16_t)(n + 1);
    w->seconds[first] |= UINT64_C(1) << rule->second;
    w->long_from[first] |= UINT32_C(1) << from;
    if (rule->count == 2)
        return;
    w->longer_from[first] |= UINT32_C(1) << from;
    for (size_t k = 0; k + 2 < rule->count; k++)
        w->laters[first] |= UINT64_C(1) << rule->letters[k];
    w->longest = rule->count > w->longest ? rule->count : w->longest;
}

/* One letter for several symbols. */
static void add_several(rows_walk *w, unsigned letter, size_t symbols, size_t row, uint8_t cost)
{
    const size_t m = symbols - 2;
    if ((w->has_several[m] >> letter & 1) == 0) {
        w->has_several[m] |= UINT64_C(1) << letter;
        w->has_any_several |= UINT64_C(1) << letter;
        memset(&w->several[m][letter], COST_NONE, sizeof(row_costs));
    }
    lower(&w->several[m][letter].at[row], cost);
}

/* ---------------------------------------------------------------- rules of Latin letters: as the tables have them */

ROWS_TARGET static inline void add_leads(rows_walk *w, size_t row, const table_leads *letters)
{
    w->leads[row].all = _mm256_or_si256(w->leads[row].all, _mm256_loadu_si256((const void *)letters));
}

/* Rules that give several letters and end behind `end` symbols. With copies of what stays the same, since the compiler must take every byte
   written for a change of it. */
static inline __attribute__((always_inline)) void add_longs(rows_walk *w, const table_written *rules, size_t count, size_t end,
                                                            bool backward)
{
    const unsigned most = w->most;
    const size_t from = w->count - end;
    size_t n = w->long_count;
    for (const table_written *rule = rules; rule < rules + count; rule++)
        if (rule->cost <= most)
            add_long(w, n++, rule, backward ? from : end - rule->symbols, backward ? from + rule->symbols : end);
    w->long_count = n;
}

static inline bool begin_longs(rows_walk *w, const table_context *c, size_t end)
{
    if (w->long_count + c->several_count > LONG_MAX)
        return false;
    if (w->backward)
        add_longs(w, c->written.backward, c->several_count, end, true);
    else
        add_longs(w, c->written.forward, c->several_count, end, false);
    return true;
}

/* All rules that end behind `end` symbols. */
ROWS_TARGET static inline bool begin_place(rows_walk *w, const table_context *c, size_t end)
{
    const table_written *fused = c->written.fused;
    w->read_as[row_of(w, 1, end) - 1] = c->read_as;
    if (w->backward)
        add_leads(w, w->count - end, &c->last);
    for (size_t m = 1; !w->backward && (m == 1 || m <= c->symbols); m++)
        add_leads(w, end - m, &c->first[m - 1]);
    for (size_t r = 0; r < c->fused_count; r++)
        if (fused[r].cost <= w->most)
            add_several(w, fused[r].letters[0], fused[r].symbols, row_of(w, fused[r].symbols, end), fused[r].cost);
    return begin_longs(w, c, end);
}

/* ---------------------------------------------------------------- rules of other scripts: one by one */

/* Rules give letters of the tables only. */
static unsigned letter_of(symbol s)
{
    int letter = table_letter(s);
    assert(letter >= 0);
    return letter < 0 ? 0 : (unsigned)letter;
}

static bool add_read_long(rows_walk *w, const table_rule *rule, size_t row)
{
    const size_t n = rule->latin_count < RULE_LATIN_MAX ? rule->latin_count : RULE_LATIN_MAX, from = row - rule->symbol_count;
    table_written *is = &w->read[w->long_count];
    if (w->long_count == LONG_MAX)
        return false;
    for (size_t k = 0; k < n; k++)
        is->letters[w->backward ? k : n - 1 - k] = (uint8_t)letter_of(rule->latin[k]);
    is->count = (uint8_t)n;
    is->symbols = rule->symbol_count;
    is->cost = rule->cost;
    is->first = is->letters[n - 1];
    is->second = is->letters[n - 2];
    is->end = (uint16_t)(LATIN_LETTERS * is->letters[0] + is->letters[1]);
    add_to_sets(&w->leads[from], is->letters[n - 1], rule->cost);
    add_long(w, w->long_count++, is, from, row);
    return true;
}

static bool add_single(rows_walk *w, unsigned letter, size_t row, uint8_t cost)
{
    if (w->single_count == SINGLES_MAX)
        return false;
    w->singles[w->single_count++] = (single_rule){(uint8_t)letter, (uint8_t)row, cost};
    return true;
}

static bool add_rule(rows_walk *w, const table_rule *rule, size_t end)
{
    const size_t m = rule->symbol_count, row = row_of(w, m, end);
    if (rule->cost > w->most)
        return true;
    if (rule->latin_count == 0) {
        w->any_silent = true;
        lower(&w->silent[m - 1].at[row], rule->cost);
        return true;
    }
    if (rule->latin_count > 1)
        return add_read_long(w, rule, row);
    unsigned letter = letter_of(rule->latin[0]);
    add_to_sets(&w->leads[row - m], letter, rule->cost);
    if (m == 1)
        return add_single(w, letter, row, rule->cost);
    add_several(w, letter, m, row, rule->cost);
    return true;
}

static bool begin_read_place(rows_walk *w, const cost_place *place, size_t end)
{
    w->read_as[end - 1] = w->unread;
    for (size_t r = 0; r < place->rule_count; r++)
        if (!add_rule(w, place->rules[r], end))
            return false;
    return true;
}

/* ---------------------------------------------------------------- the pattern by itself */

/* What symbol i of the pattern costs against nothing. Walked backward, either of two that are the same may be the doubled one. */
static uint8_t gap_of(const rows_walk *w, const cost_pattern *p, size_t i)
{
    if (w->reading)
        return COST_FOREIGN_GAP;
    if (w->backward && i + 1 < p->count && p->symbols[i] == p->symbols[i + 1])
        return COST_DOUBLED;
    return p->places[i].gap;
}

ROWS_TARGET static void begin_gaps(rows_walk *w, const cost_pattern *p)
{
    uint8_t *one = w->gap[0].at;
    memset(one, COST_NONE, ROWS);
    for (size_t row = 1; row <= w->count; row++)
        one[row] = gap_of(w, p, w->backward ? w->count - row : row - 1);
    if (w->backward && w->last_gap < one[1])
        one[1] = w->last_gap; /* what stands at the word's end is walked first; elsewhere no row 1 is reached by it for less */
    w->gap[1].all = _mm256_adds_epu8(w->gap[0].all, MOVED(w->gap[0].all, 1));
    w->gap[2].all = _mm256_adds_epu8(w->gap[1].all, MOVED(w->gap[1].all, 2));
    w->gap[3].all = _mm256_adds_epu8(w->gap[2].all, MOVED(w->gap[2].all, 4));
    w->gap[4].all = _mm256_adds_epu8(w->gap[3].all, MOVED(w->gap[3].all, 8));
    w->gap_steps = 0;
    while (w->gap_steps < GAP_STEPS && cells_within(w->gap[w->gap_steps].all, _mm256_set1_epi8((char)w->most)))
        w->gap_steps++;
}

static void begin_letter_gaps(rows_walk *w, const cost_pattern *p)
{
    w->letter_gap = w->reading ? table_script_gap[p->script] : table_latin_gap;
    w->first_gap = first_gap_of(w, p->script, w->backward);
    w->end_gap = w->reading ? w->no_end_gap : table_latin_gap_end;
    w->last_gap = w->reading ? COST_NONE : table_latin_gap_end[p->places[p->count - 1].letter];
}

/* False: some symbol of a Latin pattern is no letter of the tables. */
static bool begin_symbols(rows_walk *w, const cost_pattern *p)
{
    w->filled = w->ready = 0;
    for (size_t row = 1; row <= w->count; row++)
        w->symbols[row - 1] = p->places[w->backward ? w->count - row : row - 1].letter;
    if (w->reading)
        return true;
    memset(w->symbol_rows, 0, sizeof w->symbol_rows);
    for (size_t row = 1; row <= w->count; row++) {
        if (w->symbols[row - 1] >= LATIN_LETTERS)
            return false;
        w->symbol_rows[w->symbols[row - 1]] |= UINT32_C(1) << row;
    }
    return true;
}

/* What a letter costs for each symbol: asked for few of the letters. */
static void fill_substitute(rows_walk *w, unsigned letter)
{
    row_costs *to = &w->substitute[letter];
    memset(to, COST_NONE, sizeof *to);
    for (size_t row = 1; row <= w->count; row++)
        to->at[row] = w->read_as[row - 1][letter];
    for (size_t r = 0; r < w->single_count; r++)
        if (w->singles[r].letter == letter)
            lower(&to->at[w->singles[r].row], w->singles[r].cost);
    w->filled |= UINT64_C(1) << letter;
    w->ready = w->reading ? 0 : w->filled;
}

/* One limit below a row (which may be less than none), another one from it on. */
ROWS_TARGET static inline __m256i limits(int row, uint8_t below, uint8_t from)
{
    const __m256i rows = _mm256_setr_epi8(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26,
                                          27, 28, 29, 30, 31);
    __m256i is_below = _mm256_cmpgt_epi8(_mm256_set1_epi8((char)row), rows);
    return _mm256_blendv_epi8(_mm256_set1_epi8((char)from), _mm256_set1_epi8((char)below), is_below);
}

/* The first part of the rows is held to a part of the limit, see match_rows.h. Three eighths of them and three quarters of the limit make
   the least work for real names (of 17 settings); where both parts can do without dear operations, they do. */
ROWS_TARGET static void begin_limits(rows_walk *w)
{
    const int part = w->count * 3 / 8, held = w->backward ? w->count - part : part + 1; /* rows from 0 on */
    unsigned forward = w->most * 3U / 4;
    if (forward >= COST_DEAR && w->most < 2 * COST_DEAR)
        forward = COST_DEAR - 1;
    const unsigned backward = w->most ? w->most - 1U - forward : 0;
    const uint8_t least = (uint8_t)(w->backward ? backward : forward);
    w->limit.all = limits(held, least, w->most);
    w->reach_limit.all = limits(held - w->jump, least, w->most);
}

/* Takes out the rules of the pattern before. */
static void forget_rules(rows_walk *w)
{
    for (size_t r = 0; r < w->long_count; r++)
        w->by_end[w->longs[r].is->end] = 0;
    w->long_count = w->single_count = 0;
    memset(w->seconds, 0, sizeof w->seconds);
    memset(w->laters, 0, sizeof w->laters);
    memset(w->long_from, 0, sizeof w->long_from);
    memset(w->longer_from, 0, sizeof w->longer_from);
    memset(w->has_several, 0, sizeof w->has_several);
    if (w->reading)
        memset(w->silent, COST_NONE, sizeof w->silent);
    w->has_any_several = 0;
    w->any_silent = false;
    w->longest = 2;
}

static bool begin_rules(rows_walk *w, const cost_pattern *p)
{
    forget_rules(w);
    for (size_t i = 0; i < p->count; i++)
        if (!(w->reading ? begin_read_place(w, &p->places[i], i + 1) : begin_place(w, p->places[i].context, i + 1)))
            return false;
    return true;
}

/* Which letters may be taken from which rows, but for rules. */
ROWS_TARGET static void begin_leads(rows_walk *w, const cost_pattern *p)
{
    const __m256i from_nothing = w->from_nothing[p->script][w->backward].all;
    for (size_t row = 0; row <= w->count; row++)
        w->leads[row].all = from_nothing;
    if (w->reading)
        return;
    if (!w->backward) /* behind all of the pattern a word may end for less */
        w->leads[w->count].all = _mm256_or_si256(from_nothing, w->at_end.all);
    for (size_t row = 0; row + 2 <= w->count; row++) /* the later of two that change places comes first */
        w->leads[row].all = _mm256_or_si256(from_nothing, w->swapped[w->symbols[row + 1]].all);
}

/* ---------------------------------------------------------------- columns */

ROWS_TARGET static inline __m256i with_gaps(const rows_walk *w, __m256i c)
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
        c = _mm256_min_epu8(c, _mm256_adds_epu8(_mm256_permute2x128_si256(c, _mm256_set1_epi8((char)COST_NONE), 0x02), w->gap[4].all));
    return c;
}

/* Symbols that stay silent or are left out, as many as there may be. */
ROWS_TARGET static __m256i with_silence(const rows_walk *w, __m256i c)
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
ROWS_TARGET static inline void close_column(const rows_walk *w, column *to, __m256i c)
{
    __m256i within = _mm256_cmpeq_epi8(_mm256_min_epu8(c, w->limit.all), c);
    c = _mm256_or_si256(c, _mm256_andnot_si256(within, _mm256_set1_epi8((char)COST_NONE)));
    to->alive = (uint32_t)_mm256_movemask_epi8(within) & w->rows;
    to->rows[0] = c;
    if (to->alive == 0)
        return;
    to->rows[1] = MOVED(c, 1);
    to->rows[2] = MOVED(c, 2);
    if (w->jump > 2) {
        to->rows[3] = MOVED(c, 3);
        to->rows[4] = MOVED(c, 4);
    }
}

/* ---------------------------------------------------------------- steps */

/* Whether the letters walked last are those of a rule. */
ROWS_TARGET static inline bool has_ended(const column *now, const table_written *rule)
{
    for (size_t k = 0; k < rule->count; k++)
        if ((now - k)->letter != rule->letters[k])
            return false;
    return true;
}

/* Rules of several letters that end with the one walked last. */
ROWS_TARGET static inline __m256i with_longs(const rows_walk *w, const column *now, unsigned letter, unsigned before, size_t depth,
                                             __m256i c)
{
    for (size_t r = w->by_end[(size_t)LATIN_LETTERS * letter + before]; r; r = w->longs[r - 1].next) {
        const table_written *rule = w->longs[r - 1].is;
        const size_t row = w->longs[r - 1].row;
        if (rule->count > depth)
            continue;
        const column *from = now - rule->count;
        if ((from->alive >> (row - rule->symbols) & 1) == 0 || (rule->count > 2 && !has_ended(now, rule)))
            continue;
        __m256i costs = _mm256_adds_epu8(from->rows[rule->symbols], _mm256_set1_epi8((char)rule->cost));
        c = _mm256_min_epu8(c, _mm256_or_si256(costs, w->other_rows[row].all));
    }
    return c;
}

/* Two letters that change places. */
ROWS_TARGET static inline __m256i with_swap(const rows_walk *w, const column *now, unsigned letter, unsigned before, __m256i c)
{
    const uint32_t rows = w->symbol_rows[letter] << 1 & w->symbol_rows[before];
    if (rows == 0 || (now - 2)->alive == 0)
        return c;
    return _mm256_min_epu8(c, only_rows(_mm256_adds_epu8((now - 2)->rows[2], _mm256_set1_epi8(COST_SWAP)), rows));
}

/* One letter for one symbol or several, or from nothing. */
ROWS_TARGET static inline __m256i with_letter(const rows_walk *w, const column *before, unsigned letter, unsigned gap)
{
    __m256i c = _mm256_adds_epu8(before->rows[0], _mm256_set1_epi8((char)gap));
    c = _mm256_min_epu8(c, _mm256_adds_epu8(before->rows[1], w->substitute[letter].all));
    for (size_t m = 2; (w->has_any_several >> letter & 1) && m <= w->jump; m++)
        if (w->has_several[m - 2] >> letter & 1)
            c = _mm256_min_epu8(c, _mm256_adds_epu8(before->rows[m], w->several[m - 2][letter].all));
    return c;
}

/* Rules of three letters or more that begin with the one walked last. */
static inline void begin_longer(const rows_walk *w, column *now, unsigned letter)
{
    const column *before = now - 1;
    const bool begins = before->alive & w->longer_from[letter];
    now->later = begins ? w->laters[letter] : 0;
    now->waiting = (uint8_t)(begins ? w->longest - 2U : before->waiting ? before->waiting - 1U : 0);
}

/* Letters by which something may go on that the last ones have begun: a rule of several letters, two that change places, a doubled one. */
ROWS_TARGET static inline uint64_t pending_next(const rows_walk *w, const column *now, unsigned letter, size_t depth, bool reading)
{
    const uint32_t before = (now - 1)->alive;
    uint64_t letters = before & w->long_from[letter] ? w->seconds[letter] : 0;
    for (size_t back = 2; (now - 1)->waiting && back < w->longest && back <= depth; back++)
        letters |= (now - back + 1)->later;
    for (uint32_t rows = reading ? 0 : before << 2 & w->symbol_rows[letter]; rows; rows &= rows - 1)
        letters |= UINT64_C(1) << w->symbols[__builtin_ctz(rows) - 2];
    return letters | (uint64_t)(now->alive || (w->backward && before)) << letter;
}

/* Letters that some row within its limit may take by one operation. */
ROWS_TARGET static inline uint64_t leads_of(rows_walk *w, const column *c)
{
    uint64_t letters = 0;
    w->left.all = _mm256_subs_epu8(w->reach_limit.all, c->rows[0]);
    for (uint32_t rows = c->alive; rows; rows &= rows - 1) {
        size_t row = (size_t)__builtin_ctz(rows);
        letters |= w->leads[row].at[w->budget_class[w->left.at[row]]];
    }
    return letters;
}

ROWS_TARGET static void first_column(rows_walk *w)
{
    row_costs start;
    memset(&start, COST_NONE, sizeof start);
    start.at[0] = 0;
    close_column(w, &w->columns[0], w->any_silent ? with_silence(w, start.all) : with_gaps(w, start.all));
    w->columns[0].letter = LATIN_LETTERS;
    w->columns[0].later = 0;
    w->columns[0].waiting = 0;
    w->columns[0].next = leads_of(w, &w->columns[0]);
}

ROWS_TARGET bool rows_begin(rows_walk *w, const cost_pattern *p, bool backward)
{
    w->count = p->count;
    w->backward = backward;
    w->reading = p->script != SCRIPT_LATIN;
    w->most = w->reading ? p->reading_limit : p->limit;
    if (p->count == 0 || p->count > ROWS_SYMBOLS_MAX || (p->scripts >> SCRIPT_LATIN & 1) == 0 || !begin_symbols(w, p))
        return false;
    w->jump = p->jump;
    w->rows = (uint32_t)((UINT64_C(2) << w->count) - 1);
    begin_letter_gaps(w, p);
    begin_leads(w, p);
    if (!begin_rules(w, p))
        return false;
    begin_gaps(w, p);
    begin_limits(w);
    first_column(w);
    return true;
}

/* Compiled twice: patterns of other scripts have other ways. */
ROWS_TARGET static inline __attribute__((always_inline)) bool step_over(rows_walk *w, size_t depth, unsigned letter, bool reading)
{
    column *now = &w->columns[depth];
    const column *before = now - 1;
    const unsigned last = before->letter;
    __m256i c = _mm256_set1_epi8((char)COST_NONE);
    now->letter = (uint8_t)letter;
    begin_longer(w, now, letter);
    if (before->alive)
        c = with_letter(w, before, letter, last == letter ? COST_DOUBLED : depth == 1 ? w->first_gap[letter] : w->letter_gap[letter]);
    if (depth > 1) {
        c = with_longs(w, now, letter, last, depth, c);
        c = reading ? c : with_swap(w, now, letter, last, c);
    }
    c = reading && w->any_silent ? with_silence(w, c) : with_gaps(w, c);
    close_column(w, now, c);
    now->next = pending_next(w, now, letter, depth, reading) | leads_of(w, now);
    return now->next || (before->alive >> w->count & 1);
}

/* By itself, so that rows_step calls nothing but as its last deed, and keeps its columns in registers. */
ROWS_TARGET static __attribute__((noinline)) bool step_with_ado(rows_walk *w, size_t depth, unsigned letter)
{
    if ((w->filled >> letter & 1) == 0)
        fill_substitute(w, letter);
    return w->reading ? step_over(w, depth, letter, true) : step_over(w, depth, letter, false);
}

ROWS_TARGET bool rows_step(rows_walk *w, size_t depth, unsigned letter)
{
    if ((w->ready >> letter & 1) == 0)
        return step_with_ado(w, depth, letter);
    return step_over(w, depth, letter, false);
}

uint64_t rows_next(const rows_walk *w, size_t depth)
{
    return w->columns[depth].next;
}

/* The letter walked last may have come from nothing for little, and the same one that follows now be what it was. */
ROWS_TARGET void rows_expect_doubled(rows_walk *w, size_t depth)
{
    if (!w->backward || depth == 0 || !w->columns[depth - 1].alive)
        return;
    column *c = &w->columns[depth];
    __m256i doubled = _mm256_adds_epu8(w->columns[depth - 1].rows[0], _mm256_set1_epi8(COST_DOUBLED));
    close_column(w, c, _mm256_min_epu8(c->rows[0], doubled));
}

/* The rows of the column `back` letters before this one from which an operation of several letters leads over it, as far as the letters
   tell that were walked since: rules, and two that change places. */
ROWS_TARGET static inline uint32_t rows_that_lead_over(const rows_walk *w, const column *now, size_t back)
{
    const unsigned letter = (now + 1 - back)->letter;
    if (back > 1)
        return w->longer_from[letter];
    return w->long_from[letter] | (w->reading ? 0 : w->symbol_rows[letter] >> 2);
}

ROWS_TARGET void rows_leave(const rows_walk *w, size_t depth, rows_rest *out)
{
    const unsigned others = OUTLINE_LETTERS - 1;
    __m256i cells = w->columns[depth].rows[0];
    uint32_t letters = 0;
    out->letters = 0;
    const size_t far = depth && w->columns[depth - 1].waiting ? w->longest : 2;
    for (size_t back = 1; back < far && back <= depth; back++) {
        const unsigned letter = w->columns[depth + 1 - back].letter;
        const uint32_t rows = w->columns[depth - back].alive & rows_that_lead_over(w, &w->columns[depth], back);
        letters |= UINT32_C(1) << (letter < others ? letter : others);
        if (rows == 0)
            continue;
        cells = _mm256_min_epu8(cells, only_rows(w->columns[depth - back].rows[0], rows));
        out->letters = letters;
    }
    _mm256_storeu_si256((void *)out->cells, cells);
    __m128i half = _mm_min_epu8(_mm256_castsi256_si128(cells), _mm256_extracti128_si256(cells, 1));
    half = _mm_min_epu8(half, _mm_srli_epi16(half, 8)); /* the lesser of each two bytes, in the lower one */
    out->least = (uint8_t)_mm_cvtsi128_si32(_mm_minpos_epu16(_mm_and_si128(half, _mm_set1_epi16(255))));
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

uint64_t rows_next(const rows_walk *w, size_t depth)
{
    (void)w, (void)depth;
    return 0;
}

bool rows_may_have(const rows_walk *w, uint32_t letters)
{
    (void)w, (void)letters;
    return true;
}

void rows_expect_doubled(rows_walk *w, size_t depth)
{
    (void)w, (void)depth;
}

void rows_leave(const rows_walk *w, size_t depth, rows_rest *out)
{
    (void)w, (void)depth;
    *out = (rows_rest){.letters = UINT32_MAX};
}

bool rows_may_end(const rows_walk *w, size_t depth)
{
    (void)w, (void)depth;
    return true;
}

#endif
