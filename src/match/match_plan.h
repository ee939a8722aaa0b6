/* The plan of a query name: its segments, each ready to be read as something listed.

     query        kim | jong | un
     single       kim   jong   un                         met with: single, run or whole of the listed name
     run          kimjong  jongun  kimjongun              met with: single
     whole        kimjongun  jongunkim  unkimjong         met with: single

   A pair is one to one, or a joined segment to one; that is the whole grammar, and the index enumerates exactly it. Between two scripts
   only Latin words are joined, and for a query in Latin letters only where the other script is written without spaces (김정은, 金正恩). */
#ifndef MATCH_PLAN_H
#define MATCH_PLAN_H

#include "base/base_arena.h"
#include "match/match_cost.h"
#include "match/match_score.h"
#include "name/name_read.h"

enum {
    RUN_TOKENS_MAX = 3,
    WHOLE_TOKENS_MAX = 8, /* longer names are not read as one joined word */
    WHOLE_SYMBOLS_MAX = 80,
    EXACT_TOKENS_MAX = 14, /* listed tokens for which the best alignment is found exactly */

    EVIDENCE_EDIT_PERCENT = 600, /* evidence that an error of cost 100 takes */
    COST_LOOSE = 70,
    EVIDENCE_LOOSE_PERCENT = 400, /* more of it, for what a cost has above COST_LOOSE */
    EVIDENCE_READ_PERCENT = 1200, /* the same between two scripts, where the rules already say what is usual */
    EVIDENCE_RESPELT = 150, /* taken besides when a word of an organisation is spelled otherwise: that is rarer than with people ... */
    EVIDENCE_RESPELT_SHORT = 280, /* ... and for words of SHORT_LETTERS or less, which are often abbreviations */
    SHORT_LETTERS = 4,
    GUESSED_PERCENT = 90,             /* of the lesser weight, given by a word that stands for one of the same class */
    EVIDENCE_CLASS = 15,              /* taken for a translation or abbreviation instead of the same word */
    EVIDENCE_JOIN = 150,              /* taken for words written as one ... */
    EVIDENCE_JOIN_EXACT = 50,         /* ... and where nothing but the spaces differs */
    JOIN_FAR = 40,                    /* cost of the spelling from which on it is taken in full */
    EVIDENCE_INITIAL = 330,           /* what an initial gives at most: what a letter says; of the lesser weight ... */
    INITIAL_PERCENT = 80,             /* ... so much where the list has only the initial: too little is known of such a name */
    START_LETTERS_MIN = 4,            /* that words which begin alike share */
    START_PERCENT = 60,               /* of the lesser weight, given by words that begin alike: see words_begin_alike */
    OMIT_LISTED_PERCENT = 12,         /* of the weight of a listed word that the query has not */
    OMIT_QUERY_PERCENT = 60,          /* of the weight of a query's word that is not listed, but of no more than ... */
    OMIT_QUERY_MOST = 1300,           /* ... this: that a word more was given says the same however rare the word is */
    CONTRADICT_PERCENT = 20,          /* more of it when both sides have one ... */
    CONTRADICT_PERSON_PERCENT = 500,  /* ... and for people, whose names are not translated or described otherwise */
    CONTRADICT_READ_PERCENT = 20,     /* ... and between two scripts, where a word may only have been misread */
    CONTRADICT_MOST_PERCENT = 80,     /* of what is left of the pairs' evidence without it: some always counts */
    COST_FIRM = 30,                   /* a word spelt no farther than that stands firm */
    EVIDENCE_NOT_FIRM_PERCENT = 1500, /* taken of the nearest word's cost above it, where several words are respelt: names that are alike
                                         by chance are alike loosely in all their words */
    EVIDENCE_ORDER = 40,              /* taken for the words in full reverse order: little, but brothers may bear the same names */
    EVIDENCE_ORDER_LIGHT = 1,         /* taken for a form, title or particle on the other side of a word */
    NUMBER_CONFLICT_PERCENT = 40      /* of the listed name's own evidence: Brigade 44 is not Brigade 45 */
};

typedef enum segment_kind { SEGMENT_SINGLE, SEGMENT_RUN, SEGMENT_WHOLE } segment_kind;

/* Which of the two patterns of a segment. */
typedef enum segment_pattern { PATTERN_ITSELF, PATTERN_JOINED, SEGMENT_PATTERNS } segment_pattern;

/* An outline, made when it is first asked for: most queries are aligned with nothing. */
typedef struct match_outline {
    bool made;
    cost_outline outline;
} match_outline;

typedef struct match_segment {
    uint8_t kind;         /* segment_kind */
    uint8_t first, count; /* tokens; a whole begins at token first and goes round */
    uint8_t script;
    cost_pattern pattern;
    cost_pattern joined;     /* of a single: held to the limit of joined words */
    match_outline *outlines; /* of the two patterns, by segment_pattern */
    const cost_floor *floor; /* of a Latin single's pattern; NULL of all others */
    evidence joined_weight;  /* of a single: what it can say about listed words written as one ... */
    bool known;              /* ... which is not only guessed from its letters */
} match_segment;

typedef struct match_plan {
    prepared_name name;
    const match_segment *segments; /* the singles first, in token order */
    size_t segment_count;
    evidence own; /* what the name says among the names of its own script; of a name that was read: what the one it was read from says */
} match_plan;

/* Makes the plan in the arena; name must outlive it. A plan belongs to one thread, since it keeps the outlines that are asked for. False:
   no memory. */
bool plan_make(match_plan *out, prepared_name name, arena *memory);

/* Whether letters (cost_letters of a Latin word) show that a Latin word is not within the limit of a Latin segment's pattern. */
bool plan_rules_out(const match_segment *segment, segment_pattern which, uint32_t letters);

/* Whether the tokens first..first+count-1 (going round) may be joined: one script, not too long. *symbols: how many there are. */
bool name_can_join(const prepared_name *name, size_t first, size_t count, size_t symbols_max, size_t *symbols);

/* Whether two Latin words begin alike enough to count: one is the beginning of the other (KASHANI, KASHANIMEHR; a name cut off by a field's
   length) or, in names that are not people's, they share a stem (BALASHIKHA, BALASHIKHINSKIY). */
bool words_begin_alike(const symbol *a, size_t a_count, const symbol *b, size_t b_count, bool stems);

/* How much a query's words can weigh at most in a pair: words in another script than Latin are weighed by the Latin words that they are
   read as, because how common they are is known there. */
static inline evidence plan_weight(script_id script, evidence weight)
{
    return script == SCRIPT_LATIN ? weight : WEIGHT_MAX;
}

/* Evidence that a spelling of this cost takes; reading: one script is read as another. Beyond COST_LOOSE each error takes more: many words
   are that far from some other one. */
static inline evidence gain_lost(uint8_t cost, bool reading)
{
    evidence lost = (evidence)cost * (reading ? EVIDENCE_READ_PERCENT : EVIDENCE_EDIT_PERCENT) / 100;
    return cost > COST_LOOSE ? lost + (evidence)(cost - COST_LOOSE) * EVIDENCE_LOOSE_PERCENT / 100 : lost;
}

/* The inverse: the greatest cost that takes no more than `lost`, rounded up. */
static inline uint8_t cost_that_takes(evidence lost, bool reading)
{
    const evidence rate = reading ? EVIDENCE_READ_PERCENT : EVIDENCE_EDIT_PERCENT, loose = COST_LOOSE * rate / 100;
    evidence cost = lost <= loose ? lost * 100 / rate : COST_LOOSE + (lost - loose) * 100 / (rate + EVIDENCE_LOOSE_PERCENT);
    return cost + 1 < COST_NONE - 1 ? (uint8_t)(cost + 1) : COST_NONE - 1;
}

/* Taken for words written as one in one script. The nearer the spelling, the less: where nothing else differs, hardly anything is in doubt.
 */
static inline evidence join_taken(uint8_t cost)
{
    evidence far = cost < JOIN_FAR ? cost : JOIN_FAR;
    return EVIDENCE_JOIN_EXACT + (EVIDENCE_JOIN - EVIDENCE_JOIN_EXACT) * far / JOIN_FAR;
}

/* What words written as one give, of the listed side's weight (whole) and the query's: the same letters give the whole, as with single
   words; the farther the spelling, the more the lesser of both counts. */
static inline evidence joined_weight(evidence whole, evidence said, uint8_t cost)
{
    evidence far = cost < JOIN_FAR ? cost : JOIN_FAR;
    return said < whole ? whole - (whole - said) * far / JOIN_FAR : whole;
}

/* What reading one token as another gives when it costs `cost`: never more than the lesser weight; may be negative. */
static inline evidence gain_of(evidence weight, uint8_t cost, bool reading)
{
    return weight - gain_lost(cost, reading);
}

#endif
