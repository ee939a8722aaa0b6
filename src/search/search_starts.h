/* The beginnings of Latin words. Most entries that have the letters of a pattern have them in another order, and after two or three letters
   it shows: costing each different beginning of a vocabulary once spares costing the words.

     order    | kimura | kimono | kumar ...      places of the planes
     starts   | kim    | kim    | kum            a code each
     pairs      ki 1     ku 1                    whether a word that goes on from there may be within the limit; then the same for the
     triples    kim 1    kum 0                   triples of those pairs                                                              */
#ifndef SEARCH_STARTS_H
#define SEARCH_STARTS_H

#include "base/base_array.h"
#include "match/match_lanes.h"

enum {
    START_LETTERS = 3,
    START_ANY = 0, /* a word that is no longer, or has other symbols there */
    START_PAIRS = LATIN_LETTERS * LATIN_LETTERS,
    START_CODES = 1 + START_PAIRS * LATIN_LETTERS /* START_ANY, aaa, aab ... */
};

typedef uint16_t start_code;

start_code start_of(const symbol *symbols, size_t count);

/* Beginnings that are costed together, ascending. */
typedef struct start_group {
    lane_words words;
    uint16_t codes[LANES]; /* of pairs: the place of the pair among all; else start_code */
} start_group;

/* The different beginnings of a vocabulary, but START_ANY. */
typedef struct start_list {
    ARRAY(start_group) pairs, triples;
} start_list;

/* Lists them from the codes of all entries. False: no memory. The caller frees it. */
bool starts_list(const start_code *codes, size_t count, start_list *out);
void starts_free(start_list *list);

/* Which beginnings lead on for one pattern. */
typedef struct start_filter {
    uint64_t pairs[(START_PAIRS + 63) / 64], triples[(START_CODES + 63) / 64];
} start_filter;

/* For the pattern that the lanes were begun with: first the pairs, then, if it is worth while, the triples of those that lead on. */
void starts_filter_pairs(lane_scratch *lanes, const start_list *list, start_filter *out);
void starts_filter_triples(lane_scratch *lanes, const start_list *list, start_filter *out);

static inline bool start_in(const uint64_t *set, size_t place)
{
    return set[place / 64] >> (place % 64) & 1;
}

static inline bool start_pair_leads_on(const start_filter *f, start_code code)
{
    return code == START_ANY || start_in(f->pairs, (code - 1U) / LATIN_LETTERS);
}

static inline bool start_triple_leads_on(const start_filter *f, start_code code)
{
    return code == START_ANY || start_in(f->triples, code);
}

#endif
