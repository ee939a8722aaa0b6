/* Which of many Latin words may be within a pattern's limit, by their letters alone: eight words at once.

     signature    letters of the word: a-z, and one for all else (cost_letters); above them how many, without those that repeat the one
                  before (31: or more)

     pattern      masks, by symbol: which letters a word must have one of for a reading that costs less
     ali          a {a} + 24, {a,e} + 11 ...  l {l} + 100  ...      sum over those that the word has none of  <=  cost

   A word goes through when both sums of cost_floor are within the limit, the one by symbols in steps that are never too large; match_cost.h
   says why none within the limit is lost. */
#ifndef SEARCH_SIEVE_H
#define SEARCH_SIEVE_H

#include "base/base_array.h"
#include "match/match_rows.h"

typedef ARRAY(uint32_t) entry_list;

enum { SIGNATURE_COUNT_MAX = 31 };

uint32_t sieve_signature(const symbol *symbols, size_t count);

enum { SIEVE_STEPS = 5, SIEVE_MASKS_MAX = FLOOR_SYMBOLS_MAX * SIEVE_STEPS };

/* What is added up: `cost` when a word has none of the letters. */
typedef struct sieve_mask {
    uint32_t letters, cost;
} sieve_mask;

typedef struct search_sieve {
    uint32_t strange;                   /* letters that no word may have */
    uint32_t needs[FLOOR_SYMBOLS_MAX];  /* of each of these sets a word has a letter */
    sieve_mask masks[SIEVE_MASKS_MAX];  /* by symbols */
    sieve_mask extra[OUTLINE_LETTERS];  /* by letters: cost when a word has this one */
    size_t need_count, mask_count, extra_count;
    uint8_t fewest; /* symbols that a word has at least ... */
    uint8_t most;   /* ... and at most, without those that repeat the one before */
    uint8_t limit;
} search_sieve;

/* For a pattern that is read in Latin. */
void sieve_make(search_sieve *sieve, const cost_pattern *pattern);

/* Adds those of the words which go through: words[i], or first + i where words is NULL; each with `mark` set. False: no memory. */
bool sieve_words(const search_sieve *sieve, const uint32_t *signatures, size_t count, const uint32_t *words, uint32_t first, uint32_t mark,
                 entry_list *out);

#endif
