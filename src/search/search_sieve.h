/* Which of many Latin words may be within a pattern's limit, by their letters alone: 32 words at once. Some letters of the words may have
   been walked already (match_rows.h); then the others are held against what is left of the pattern.

     signature    letters of the word, but for those that lead to its bucket: a-z, and one for all else (cost_letters); above them its
                  last letter, or its first one: the far one, where words stand by the other end

     pattern      for each symbol what it costs at least, by the letters that a word has: the least of seven tables, each for four of the
                  letters
     ali          a    - 24   a 0   b 24  ab 0  ...      e 11  ...      sum over the symbols  <=  cost
                  l    - 100  ...

     walked "a"   behind a: cost 0, l and i are left                    sums from the far end on, each with what its cell costs
                  behind l: cost 100, i is left

   A word goes through when both sums of cost_floor, and what was walked, are within the limit (match_cost.h says why none within the limit
   is lost), and its far letter costs no more than what its near end leaves of it. */
#ifndef SEARCH_SIEVE_H
#define SEARCH_SIEVE_H

#include "base/base_array.h"
#include "match/match_floor.h"
#include "match/match_rows.h"

typedef ARRAY(uint32_t) entry_list;

typedef enum word_end { WORD_FIRST, WORD_LAST, WORD_ENDS } word_end;

/* far: the end whose letter stands in the signature; near: letters from the other end on that are left out. count: at least 1. */
uint32_t sieve_signature(const symbol *symbols, size_t count, word_end far, size_t near);

typedef struct search_sieve {
    floor_tables tables;
    uint8_t letter[OUTLINE_LETTERS];   /* what each letter costs */
    uint8_t ends[WORD_ENDS][KIND_ROW]; /* by letter: the least that a word costs from the operation on which gives its last letter, or up to
                                          the one which gives its first letter, with that one; what is no letter costs COST_NONE */
    uint8_t fewest;                    /* symbols that a word has at least ... */
    uint8_t most;                      /* ... and at most, without those that repeat the one before */
    uint8_t count;                     /* symbols of the pattern */
    uint8_t limit;
} search_sieve;

/* For a pattern that is read in Latin. */
void sieve_make(search_sieve *sieve, const cost_pattern *pattern);

/* What words have in common that were walked to. */
typedef struct sieve_state {
    uint8_t room[COST_DEPTH]; /* by symbols that are left of the pattern: what they may cost */
    bool is_left[COST_DEPTH]; /* whether so many may be left */
    size_t fewest, most;      /* of them */
    uint32_t walked;          /* letters that were walked, but may be given by operations that go on */
    const uint8_t *ends;      /* what the far letter costs */
    uint8_t own_ends[32];     /* ... where that is not as the sieve has it */
    uint8_t limit;            /* of what is left */
    unsigned walked_cost;     /* of these letters, which is no part of what is left */
    bool backward, none;      /* none: no word goes through */
} sieve_state;

/* Nothing was walked. */
void sieve_begin(const search_sieve *sieve, sieve_state *out);
void sieve_walked(const search_sieve *sieve, const rows_rest *rest, bool backward, sieve_state *out);
/* The words go on with the letter that was walked last (a bit of cost_letters): it may be that one, written twice. So may their far letter
   be, when nothing else stands between. */
void sieve_repeat(sieve_state *state, unsigned letter);

/* Some words: words[i], or first + i where words is NULL; each with `mark` set. */
typedef struct sieve_group {
    const uint32_t *signatures, *words;
    size_t count, readable; /* so many signatures stand there, at least `count` */
    uint32_t first, mark;
    uint32_t shared; /* letters that all of them have besides */
} sieve_group;

/* Adds those which go through. False: no memory. */
bool sieve_words(const search_sieve *sieve, const sieve_state *state, const sieve_group *group, entry_list *out);
/* The same one by one: for machines that have no such registers. */
bool sieve_words_singly(const search_sieve *sieve, const sieve_state *state, const sieve_group *group, entry_list *out);

/* A word's number, at most NUMBER_MAX, with its first letter above it, as the last one stands above a signature; NUMBER_ONLY in its place
   where one operation may give both of them: then what the ends cost must not be added. */
enum { NUMBER_BITS = OUTLINE_LETTERS, NUMBER_MAX = (1 << NUMBER_BITS) - 1, NUMBER_ONLY = 31 };
uint32_t sieve_number(uint32_t word, const symbol *symbols, size_t count);

/* Adds those which go through of many words, words[i] a number as above, of which nothing was walked: by both ends together, by their
   letters, and by the symbols of the pattern, which is the sieve's. Few are left by the ends, the letters and some symbols; these are
   gathered, so that 32 of them are held against all symbols at once. False: no memory. */
bool sieve_many(const search_sieve *sieve, const cost_pattern *pattern, const sieve_group *group, entry_list *out);
/* The same one by one. */
bool sieve_many_singly(const search_sieve *sieve, const sieve_group *group, entry_list *out);

#endif
