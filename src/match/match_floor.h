/* The floors of a pattern (cost_floor) as tables: what many words cost at least, by their letters, 32 words at once.

     letters of a word   a b c d | e f g h | ...        seven groups of four, of which a word has one of 16 sets each
     symbol 'c'          24 0 0   | 0 0 0 0 | ...        what the symbol costs: the least of seven look-ups
     letters             what a word's letters cost: the sum of seven look-ups                                            */
#ifndef MATCH_FLOOR_H
#define MATCH_FLOOR_H

#include "match/match_cost.h"

enum { FLOOR_GROUPS = (OUTLINE_LETTERS + 3) / 4, FLOOR_WORDS = 32 };

/* For each four of the letters what it costs, by which of them a word has. */
typedef struct floor_costs {
    uint8_t of[FLOOR_GROUPS][16];
} floor_costs;

typedef struct floor_tables {
    floor_costs symbols[FLOOR_SYMBOLS_MAX]; /* what each symbol costs: the least of the groups */
    floor_costs letters;                    /* what a word's letters cost: the sum of the groups */
    uint8_t count;                          /* of symbols that cost something */
} floor_tables;

void floor_make_tables(const cost_floor *floor, floor_tables *out);
/* The same letter by letter: for machines that have no such registers. Of what no word has the tables may say anything. */
void floor_make_tables_singly(const cost_floor *floor, floor_tables *out);

/* What a symbol costs in a word with these letters (a set of OUTLINE_LETTERS). */
uint8_t floor_least(const floor_costs *costs, uint32_t letters);

/* What cost_at_least gives, for each of some words: at most FLOOR_WORDS. letters: see cost_letters. */
void floor_of_words(const floor_tables *tables, const uint32_t *letters, size_t count, uint8_t *at_least);
/* The same one by one: for machines that have no such registers. */
void floor_of_words_singly(const floor_tables *tables, const uint32_t *letters, size_t count, uint8_t *at_least);

#endif
