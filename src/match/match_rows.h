/* Which Latin words may be within a pattern's limit, letter by letter through a trie of words: the columns of cost_walk, all rows of a
   column at once, one byte of a vector register each.

     column after "ka"     row 0  1  2  3 ..      a step takes the columns before it, shifted by as many rows as an operation
     of "gad"                  70 45 20 75        takes symbols, and adds what the operation costs in each row

   A reading of a word costs no more than A in its first part or no more than B in its second part when it costs no more than A + B + 1. So
   words are walked twice, forward through a trie of words and backward through one of words turned round, and each time the first part of
   the pattern is held to a part of the limit: beginnings that come to nothing are left early. What either way finds are the words that may
   be within the limit; their cost is computed by cost_between. doc/search.md shows that none is missed. */
#ifndef MATCH_ROWS_H
#define MATCH_ROWS_H

#include "match/match_cost.h"

enum {
    ROWS_SYMBOLS_MAX = 30, /* of a pattern */
    ROWS_DEPTH_MAX = 80    /* letters that are walked; what is longer may be within the limit */
};

typedef struct rows_walk rows_walk; /* about 60 KiB, one for each thread */

/* For functions that run only where rows_can_run. */
#if defined(__x86_64__)
#define ROWS_TARGET __attribute__((target("avx2,popcnt,bmi")))
#else
#define ROWS_TARGET
#endif

/* Whether this machine can run them at all (x86-64 with AVX2); elsewhere cost_walk does the work. */
bool rows_can_run(void);
rows_walk *rows_new(void); /* NULL: no memory. The caller frees it. */
void rows_free(rows_walk *w);

/* Begins before the first letter of words (backward: before the last). The pattern must outlive the walk. False when the pattern does not
   fit (too long, other Latin letters, too many rules) or is not read in Latin. Only where rows_can_run. */
bool rows_begin(rows_walk *w, const cost_pattern *pattern, bool backward);

/* Steps from the column behind depth - 1 letters over one more letter (table_letter); depth from 1 to ROWS_DEPTH_MAX. False when no word
   that goes on like this may be within the limit, nor this one. */
bool rows_step(rows_walk *w, size_t depth, unsigned letter);

/* The letters that may lead on from here: a set, 1 << table_letter. */
uint64_t rows_next(const rows_walk *w, size_t depth);

/* To be called before the step over a letter that repeats the one before, as the last step from this column: a word walked backward has
   its doubled letter the other way round. */
void rows_expect_doubled(rows_walk *w, size_t depth);

/* What the letters walked so far leave to the others of a word which has more of them. */
enum { ROWS_CELLS = 32 };
typedef struct rows_rest {
    uint8_t cells[ROWS_CELLS]; /* by symbols of the pattern that are read: the least that it costs up to there */
    uint32_t letters;          /* walked last, which an operation that gives others too may give (as in cost_letters) */
    uint8_t least;             /* of the cells; COST_NONE: none is within the limit */
} rows_rest;
void rows_leave(const rows_walk *w, size_t depth, rows_rest *out);

/* Whether a word that ends here may be within the limit. */
bool rows_may_end(const rows_walk *w, size_t depth);

#endif
