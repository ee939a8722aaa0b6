/* The most that a listed name can net for a query, by the letters of its words alone: no alignment of single words nets more. Asked for
   the names that the index meets, before one of them is aligned.

     query word   masks, by symbol: which letters a word must have one of for a reading that costs less
     schwarz      s {s,z,c..} + 12, c {c,k,..} + 30 ...        sum over those that the listed word has none of  <=  cost

   Joined pairs are not covered: of names that have one, nothing is said here. */
#ifndef MATCH_CEILING_H
#define MATCH_CEILING_H

#include "match/match_plan.h"

enum {
    LISTED_INITIAL = 1,
    LISTED_CLASS = 2,
    LISTED_UNSPELT = 4, /* a number, form, title, particle: never taken for another spelling */
    LISTED_READ = 8     /* of a name that the dictionary of names has read */
};

/* A word of a listed name, as the index keeps it. */
typedef struct listed_word {
    uint32_t letters; /* cost_letters; of another script than Latin those of cost_readable_letters */
    uint16_t weight;
    uint8_t script;
    uint8_t flags; /* LISTED_... */
} listed_word;

listed_word ceiling_word(const prepared_name *name, size_t token);

enum { CEILING_MASKS = 40 };

typedef struct word_ceiling {
    cost_floor floor;
    uint32_t masks[CEILING_MASKS];
    uint32_t costs[CEILING_MASKS]; /* when a word has no letter of the mask */
    size_t mask_count;
    uint32_t start; /* letters of a word that begins alike; 0: none does */
    uint32_t first; /* bit of the first letter, when the word is a Latin one that an initial may stand for */
    evidence weight, missed;
    uint8_t limit, reading_limit, script;
    const cost_pattern *pattern;
    bool reads;   /* the word is of another script than Latin */
    bool open;    /* an initial: may be paired with any word */
    bool classed; /* may be paired with any word of a class */
    bool unspelt;
} word_ceiling;

/* Of a query; scratch, one for each thread. */
typedef struct query_ceiling {
    word_ceiling words[NAME_TOKENS_MAX];
    size_t count;
    evidence missed;   /* of all words */
    bool person, read; /* read: by the dictionary of names */
    bool wide;         /* this machine has AVX2 */
} query_ceiling;

void ceiling_make(const match_plan *plan, query_ceiling *out);

/* Whether a name of these words may net `least` (at least 1) by pairs of single words. */
bool ceiling_reaches(const query_ceiling *query, const listed_word *words, size_t count, evidence least);

#endif
