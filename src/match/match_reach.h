/* Which rows of a Latin pattern may be reached in a word of another script: the columns of cost_walk with one bit for each cell, set when
   operations lead there of which each by itself is within the limit.

     pattern "karim"     row 0  1  2  3  4  5        a step shifts the columns before it by the letters that a rule gives, and keeps
     column ""               1                       the rows where the pattern has just these letters; then come the rows of
     column "ك"                 1  1                 letters that may stay unwritten
     column "كر"                         1  1

   What the operations cost together is not asked: a word that is reached may be within the limit, and one that is not cannot be.

   Before any column is made, words that begin alike are held against what the pattern needs, all at once: "karim" needs k, r and m where
   vowels alone may stay unwritten, and three letters. */
#ifndef MATCH_REACH_H
#define MATCH_REACH_H

#include "match/match_cost.h"

enum {
    REACH_ROWS = 63,                     /* letters of a pattern that are looked at */
    REACH_SLOTS = 256,                   /* symbols whose readings are kept */
    REACH_MOSTLY = 2,                    /* letters that most rules give at most */
    REACH_NOTHING = 1 << OUTLINE_LETTERS /* beside letters: none of them */
};

/* What a symbol may be read as by itself. */
typedef struct reach_symbol {
    uint64_t ends[RULE_LATIN_MAX + 1]; /* rows that rules lead to, by how many letters they give */
    uint32_t round;                    /* of the walk that it was made for */
    symbol last;
    uint8_t most; /* letters of a rule */
} reach_symbol;

typedef struct reach_walk {
    uint64_t places[LATIN_LETTERS]; /* rows behind each letter */
    uint64_t letters;               /* of the pattern, 1 << table_letter */
    uint64_t rows;                  /* set of the pattern's */
    uint64_t unwritten;             /* rows behind a letter that may stay unwritten */
    uint64_t staying, moving;       /* rows where a symbol may be read as nothing, and as any letter; none within most limits */
    uint64_t end;                   /* rows in which a word may end */
    uint32_t needed;                /* the letters that may not stay unwritten, a set as in cost_letters, and above it how many of them
                                       the pattern has (OUTLINE_COUNT_MAX: or more) */
    uint32_t next[REACH_ROWS + 1];  /* by row: the bit of the letter behind it, and REACH_NOTHING */
    uint32_t round;
    uint8_t limit;
    reach_symbol symbols[REACH_SLOTS]; /* by symbol % REACH_SLOTS */
    uint64_t columns[COST_DEPTH];
} reach_walk; /* about 20 KiB: scratch, one for each thread, all of it 0 at first */

/* What beginnings of a word may be read as, whatever it costs, by how many symbols they have; all of it 0 at first. */
typedef struct reach_readings {
    uint32_t letters[COST_DEPTH]; /* a set as in cost_letters */
    uint16_t most[COST_DEPTH];    /* of them at once */
} reach_readings;

/* One more symbol is there: the one behind `depth` - 1 of them. */
void reach_add_symbol(reach_readings *r, size_t depth);
/* A rule ends with it. */
void reach_add_rule(reach_readings *r, size_t depth, const table_rule *rule);
/* Both in one number: the letters, and above them how many at most (OUTLINE_COUNT_MAX: or more). */
uint32_t reach_readable(const reach_readings *r, size_t depth);
/* What either of two words may be read as, or any of several. */
uint32_t reach_either(uint32_t readable, uint32_t other);

/* Begins before the first symbol of words of this script. The pattern is a Latin one. */
void reach_begin(reach_walk *w, const cost_pattern *pattern, script_id script);

/* False: no word that may only be read as this is within the limit. */
static inline bool reach_may_read(const reach_walk *w, uint32_t readable)
{
    const uint32_t letters = (UINT32_C(1) << OUTLINE_LETTERS) - 1;
    return (w->needed & ~readable & letters) == 0 && readable >> OUTLINE_LETTERS >= w->needed >> OUTLINE_LETTERS;
}

/* Finds out what a symbol may be read as by itself. */
void reach_read(reach_walk *w, symbol s);

/* The rows behind a rule's letters, wherever the pattern has them; none when the rule is beyond the limit. */
uint64_t reach_ends_of(const reach_walk *w, const table_rule *rule);

/* The bit of the letter that a rule gives first, or REACH_NOTHING. */
uint32_t reach_first_of(const table_rule *rule);

/* Whether a rule of several symbols ends with the last one of these. */
bool reach_rule_ends(const table_rule *rule, const symbol *symbols, size_t count);

/* The rows and those behind letters that may stay unwritten. The sum carries through each run of these from where it is entered. */
static inline uint64_t reach_with_unwritten(const reach_walk *w, uint64_t rows)
{
    uint64_t entered = rows << 1 & w->unwritten;
    return rows | entered | (((entered + w->unwritten) ^ w->unwritten) & w->unwritten);
}

/* Steps from the column behind depth - 1 symbols over one more; depth from 1 to COST_SYMBOLS_MAX. longer: the rules of several symbols that
   end with it, all of them that reach_rule_ends allows. */
static inline void reach_step(reach_walk *w, size_t depth, symbol s, const table_rule *const *longer, size_t longer_count)
{
    uint64_t from = w->columns[depth - 1], rows = (from & w->staying) | (from << 1 & w->moving);
    if (from) {
        const reach_symbol *read = &w->symbols[s % REACH_SLOTS];
        if (read->last != s || read->round != w->round)
            reach_read(w, s);
        for (size_t letters = 0; letters <= REACH_MOSTLY; letters++)
            rows |= from << letters & read->ends[letters];
        for (size_t letters = REACH_MOSTLY + 1; letters <= read->most; letters++)
            rows |= from << letters & read->ends[letters];
    }
    for (size_t r = 0; r < longer_count; r++) {
        uint64_t before = w->columns[depth - longer[r]->symbol_count];
        if (before)
            rows |= before << longer[r]->latin_count & reach_ends_of(w, longer[r]);
    }
    w->columns[depth] = reach_with_unwritten(w, rows);
}

/* The rules of several symbols that end further on and take along the last symbol walked. */
typedef struct reach_begun {
    uint32_t first; /* letters that they give first, a set as in cost_letters; REACH_NOTHING: one gives none */
    uint8_t taken;  /* by how many symbols they have taken: a set, 1 << symbols */
} reach_begun;

/* Whether a rule of several symbols that is begun may still be taken: the pattern goes on with a letter that it gives first. */
static inline bool reach_may_take(const reach_walk *w, size_t depth, reach_begun begun)
{
    for (size_t taken = 1; taken < RULE_SYMBOLS_MAX; taken++)
        for (uint64_t rows = begun.taken >> taken & 1 ? w->columns[depth - taken] : 0; rows; rows &= rows - 1)
            if (w->next[__builtin_ctzll(rows)] & begun.first)
                return true;
    return false;
}

/* Whether a longer word may be within the limit. */
static inline bool reach_goes_on(const reach_walk *w, size_t depth, reach_begun begun)
{
    return w->columns[depth] || (begun.taken && reach_may_take(w, depth, begun));
}

/* Whether a word that ends here may be within the limit. */
static inline bool reach_may_end(const reach_walk *w, size_t depth)
{
    return (w->columns[depth] & w->end) != 0;
}

#endif
