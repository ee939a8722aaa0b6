/* Which of many Latin words may be within a pattern's limit, by their letters alone: eight words at once.

     signature    letters of the word: a-z, and one for all else (cost_letters); above them how many, without those that repeat the one
                  before (31: or more)

   A word goes through when cost_outline and cost_floor let it; match_cost.h says why none within the limit is lost. */
#ifndef SEARCH_SIEVE_H
#define SEARCH_SIEVE_H

#include "base/base_array.h"
#include "match/match_rows.h"

typedef ARRAY(uint32_t) entry_list;

enum { SIGNATURE_COUNT_MAX = 31 };

uint32_t sieve_signature(const symbol *symbols, size_t count);

typedef struct search_sieve {
    cost_outline outline; /* of a Latin pattern */
    cost_floor floor;
    uint32_t strange; /* letters that no word may have; only where `close` */
    uint8_t fewest;   /* symbols that a word has at least ... */
    uint8_t most;     /* ... and at most, without those that repeat the one before */
    uint8_t limit;
    bool latin, close; /* close: no operation of the limit is dear */
} search_sieve;

/* For a pattern that is read in Latin. */
void sieve_make(search_sieve *sieve, const cost_pattern *pattern);

/* Adds those of the words which go through: words[i], or first + i where words is NULL; each with `mark` set. False: no memory. */
bool sieve_words(const search_sieve *sieve, const uint32_t *signatures, size_t count, const uint32_t *words, uint32_t first, uint32_t mark,
                 entry_list *out);

#endif
