/* Which rows of a Latin pattern may be reached in a word of another script: the columns of cost_walk with one bit for each cell, set when
   operations lead there of which each by itself is within the limit.

     pattern "karim"     row 0  1  2  3  4  5        a step shifts the columns before it by the letters that a rule gives, and keeps
     column ""               1                       the rows where the pattern has just these letters; then come the rows of
     column "ك"                 1  1                 letters that may stay unwritten
     column "كر"                         1  1

   What the operations cost together is not asked: a word that is reached may be within the limit, and one that is not cannot be. */
#ifndef MATCH_REACH_H
#define MATCH_REACH_H

#include "match/match_cost.h"

enum {
    REACH_ROWS = 63,             /* letters of a pattern that are looked at */
    REACH_SLOTS = 256,           /* symbols whose readings are kept */
    REACH_LONGER_MAX = 1024,     /* rules of several symbols that are kept ... */
    REACH_LONGER_OF_SYMBOL = 256 /* ... of one symbol; of one that has more anything is believed */
};

/* A rule of several symbols. */
typedef struct reach_longer {
    const table_rule *rule;
    uint64_t ends; /* set of the rows that it may lead to */
} reach_longer;

/* What a symbol may be read as, alone or as the last one of a rule. */
typedef struct reach_symbol {
    uint64_t ends[RULE_LATIN_MAX + 1]; /* rows that rules of this symbol alone lead to, by how many letters they give */
    uint32_t round;                    /* of the walk that it was made for */
    symbol last;
    uint16_t first, count; /* of its rules of several symbols */
    uint8_t most;          /* letters of a rule */
    bool anything;
} reach_symbol;

typedef struct reach_walk {
    uint64_t places[LATIN_LETTERS]; /* rows behind each letter */
    uint64_t letters;               /* of the pattern, 1 << table_letter */
    uint64_t rows;                  /* set of the pattern's */
    uint64_t unwritten;             /* rows behind a letter that may stay unwritten */
    uint64_t staying, moving;       /* rows where a symbol may be read as nothing, and as any letter; none within most limits */
    uint64_t end;                   /* rows in which a word may end */
    uint8_t limit;
    uint32_t round;
    size_t longer_count;
    reach_longer longer[REACH_LONGER_MAX];
    reach_symbol symbols[REACH_SLOTS]; /* by symbol % REACH_SLOTS */
    uint64_t columns[COST_DEPTH];
    symbol walked[COST_DEPTH]; /* [depth]: the symbol that led to this column */
} reach_walk;                  /* about 45 KiB: scratch, one for each thread, all of it 0 at first */

/* Begins before the first symbol of words of this script. The pattern, a Latin one, must outlive the walk. */
void reach_begin(reach_walk *w, const cost_pattern *pattern, script_id script);

/* Finds out what a symbol may be read as. */
void reach_read(reach_walk *w, symbol s);
/* Rows that rules of several symbols lead to from the columns before this one. */
uint64_t reach_by_longer(const reach_walk *w, const reach_symbol *read, size_t depth);

/* How many symbols the rules of several take that end with the last one of these: a set, 1 << symbol_count. */
unsigned reach_longer_ending(const symbol *symbols, size_t count);

/* The rows and those behind letters that may stay unwritten. The sum carries through each run of these from where it is entered. */
static inline uint64_t reach_with_unwritten(const reach_walk *w, uint64_t rows)
{
    uint64_t entered = rows << 1 & w->unwritten;
    return rows | entered | (((entered + w->unwritten) ^ w->unwritten) & w->unwritten);
}

/* Steps from the column behind depth - 1 symbols over one more; depth from 1 to COST_SYMBOLS_MAX. longer: whether rules of several symbols
   end with it, as reach_longer_ending says. */
static inline void reach_step(reach_walk *w, size_t depth, symbol s, bool longer)
{
    uint64_t from = w->columns[depth - 1], rows = (from & w->staying) | (from << 1 & w->moving);
    w->walked[depth] = s;
    w->columns[depth] = 0;
    if (from == 0 && !longer)
        return;
    const reach_symbol *read = &w->symbols[s % REACH_SLOTS];
    if (read->last != s || read->round != w->round)
        reach_read(w, s);
    for (size_t letters = 0; letters <= read->most; letters++)
        rows |= from << letters & read->ends[letters];
    if (longer)
        rows |= reach_by_longer(w, read, depth);
    w->columns[depth] = reach_with_unwritten(w, rows);
}

/* Whether a longer word may be within the limit. begun: the rules of several symbols that end further on and take along the last symbol
   walked, by how many they have taken: a set, 1 << symbols. */
static inline bool reach_goes_on(const reach_walk *w, size_t depth, unsigned begun)
{
    uint64_t rows = w->columns[depth];
    for (size_t taken = 1; taken < RULE_SYMBOLS_MAX; taken++)
        rows |= begun >> taken & 1 ? w->columns[depth - taken] : 0;
    return rows != 0;
}

/* Whether a word that ends here may be within the limit. */
static inline bool reach_may_end(const reach_walk *w, size_t depth)
{
    return (w->columns[depth] & w->end) != 0;
}

#endif
