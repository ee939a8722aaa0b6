/* What cost_walk gives for one word, for LANES Latin words at once: one byte of a vector register for each word.

     letters   lane 0  1  2 ..        every step of the pattern is taken for all lanes together; a lane whose word
     [0]            k  q  a           has ended keeps the cost that it had then
     [1]            i  a  l
     [2]            m  .  i                                                                                          */
#ifndef MATCH_LANES_H
#define MATCH_LANES_H

#include "match/match_cost.h"

enum {
    LANES = 32,
    LANE_LETTERS_MAX = 24, /* of a word, and symbols of a pattern */
    LANE_RULES_MAX = 768   /* that a pattern has */
};

/* Words that wait to be costed. Only those of a-z and 0-9, of at most LANE_LETTERS_MAX letters, fit. */
typedef struct lane_words {
    uint8_t letters[LANE_LETTERS_MAX][LANES]; /* table_letter, or 255 behind a word's end */
    uint64_t present[LANE_LETTERS_MAX];       /* set of the letters at this place, 1 << table_letter */
    uint8_t counts[LANES];
    uint8_t count;   /* of words */
    uint8_t longest; /* of counts, or more */
} lane_words;

/* Whether this machine can run them at all (x86-64 with AVX2); elsewhere cost_walk does the work. */
bool lanes_can_run(void);

/* Takes the words out. Of words that were never cleared, set longest to LANE_LETTERS_MAX first. */
void lanes_clear(lane_words *words);
/* False when the word does not fit; nothing is added then. There must be fewer than LANES words. */
bool lanes_add(lane_words *words, const symbol *symbols, size_t count);

typedef struct lane_scratch lane_scratch; /* about 40 KiB, one for each thread */
lane_scratch *lane_scratch_new(void);     /* NULL: no memory. The caller frees it. */
void lane_scratch_free(lane_scratch *s);

/* Sets the pattern for the costs that follow; it must outlive them. False when it does not fit (too long, other Latin letters, too many
   rules) or is not read in Latin. Only where lanes_can_run. */
bool lanes_begin(lane_scratch *s, const cost_pattern *pattern);

/* The costs of the words, by lane; COST_NONE above the pattern's limit. The same as cost_between gives. */
void lanes_cost(lane_scratch *s, const lane_words *words, uint8_t costs[LANES]);

#endif
