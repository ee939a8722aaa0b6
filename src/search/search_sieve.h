/* Which of many Latin words may be within a pattern's limit, by their letters alone: eight words at once.

     signature    letters of the word: a-z, and one for all else (cost_letters); above them its last letter, or its first one: the far
                  one, where words stand by the other end

     pattern      masks, by symbol: which letters a word must have one of for a reading that costs less
     ali          a {a} + 24, {a,e} + 11 ...  l {l} + 100  ...      sum over those that the word has none of  <=  cost

   A word goes through when both sums of cost_floor are within the limit, the one by symbols in steps that are never too large (match_cost.h
   says why none within the limit is lost), and its far letter costs no more than what its near end leaves of the limit. */
#ifndef SEARCH_SIEVE_H
#define SEARCH_SIEVE_H

#include "base/base_array.h"
#include "match/match_rows.h"

typedef ARRAY(uint32_t) entry_list;

typedef enum word_end { WORD_FIRST, WORD_LAST, WORD_ENDS } word_end;

/* far: the end whose letter stands in the signature. count: at least 1. */
uint32_t sieve_signature(const symbol *symbols, size_t count, word_end far);

enum { SIEVE_STEPS = 5, SIEVE_MASKS_MAX = FLOOR_SYMBOLS_MAX * SIEVE_STEPS };

/* What is added up: `cost` when a word has none of the letters. */
typedef struct sieve_mask {
    uint32_t letters, cost;
} sieve_mask;

typedef struct search_sieve {
    uint32_t strange;                  /* letters that no word may have */
    uint32_t needs[FLOOR_SYMBOLS_MAX]; /* of each of these sets a word has a letter */
    sieve_mask masks[SIEVE_MASKS_MAX]; /* by symbols */
    sieve_mask extra[OUTLINE_LETTERS]; /* by letters: cost when a word has this one */
    size_t need_count, mask_count, extra_count;
    uint8_t ends[WORD_ENDS][32]; /* by letter: the least that a word costs from the operation on which gives its last letter, or up to the
                                    one which gives its first letter, with that one; what is no letter costs COST_NONE */
    uint8_t fewest;              /* symbols that a word has at least ... */
    uint8_t most;                /* ... and at most, without those that repeat the one before */
    uint8_t limit;
} search_sieve;

/* For a pattern that is read in Latin. */
void sieve_make(search_sieve *sieve, const cost_pattern *pattern);

/* Letters (as in a signature) that a word may have at this end when no more than `left` of the limit is left for it. */
uint32_t sieve_far_letters(const search_sieve *sieve, word_end far, unsigned left);

/* Some words: words[i], or first + i where words is NULL; each with `mark` set. far: letters that they may have at the far end. */
typedef struct sieve_group {
    const uint32_t *signatures, *words;
    size_t count;
    uint32_t first, mark, far;
} sieve_group;

/* Adds those which go through. False: no memory. */
bool sieve_words(const search_sieve *sieve, const sieve_group *group, entry_list *out);

#endif
