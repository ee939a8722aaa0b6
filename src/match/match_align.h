/* The best alignment of a query name with a listed one, and all that it weighs.

   net = sum of the pairs' gains
         - OMIT_LISTED_PERCENT of every listed token that the query has not, OMIT_QUERY_PERCENT of every token that is not listed
         - EVIDENCE_ORDER, by the share of pairs of words that stand the other way round (forms, titles and particles: EVIDENCE_ORDER_LIGHT)
         - where several words are paired, EVIDENCE_NOT_FIRM_PERCENT of what the nearest words of both names cost above COST_FIRM
         - CONTRADICT_PERCENT more of the lesser of both sides' unmatched weights (that is what contradicts), at most
           CONTRADICT_MOST_PERCENT of what the lines before leave
         - NUMBER_CONFLICT_PERCENT of own when both sides have a number that the other has not

   All but the last is maximised exactly (listed names of up to EXACT_TOKENS_MAX tokens; longer ones: best pairs first). The lesser of sums
   is no sum, but -min(a, b, c) = max(-a, -b, -c): three maximisations, with the contradiction charged to one side, to the other, and to
   neither (of what is left a fixed part is kept, so the most of it is the most kept), give it. Where several words are paired and pay for
   it, each of them is tried alone too. */
#ifndef MATCH_ALIGN_H
#define MATCH_ALIGN_H

#include "match/match_plan.h"

enum { ALIGN_PAIRS_MAX = NAME_TOKENS_MAX };

typedef enum pair_kind { PAIR_SAME, PAIR_SPELLING, PAIR_CLASS, PAIR_INITIAL, PAIR_START, PAIR_JOINED, PAIR_SPLIT, PAIR_WHOLE } pair_kind;
const char *pair_kind_name(pair_kind kind);

typedef struct match_pair {
    uint8_t query_first, query_count; /* tokens; a whole goes round from query_first */
    uint8_t listed_first, listed_count;
    uint8_t kind;          /* pair_kind */
    uint8_t cost;          /* of the spelling */
    evidence weight, gain; /* gain = weight less what the difference takes */
} match_pair;

typedef struct match_alignment {
    evidence own;                         /* the listed name's evidence */
    evidence most;                        /* that the score may count: see score_of */
    evidence gained;                      /* by the pairs */
    evidence omitted;                     /* taken for listed tokens that the query has not */
    evidence added;                       /* taken for query tokens that are not listed */
    evidence contradicted, order, number; /* taken */
    evidence loose;                       /* taken when several words are paired and none stands firm */
    evidence prior;                       /* of both names, where they were derived */
    evidence net;                         /* gained less all that was taken */
    size_t pair_count;
    match_pair pairs[ALIGN_PAIRS_MAX]; /* in the order of the query */
} match_alignment;

/* Whether a pair holds this token of a name of so many tokens: of the listed name, or of the query's. */
bool align_has_token(const match_alignment *a, size_t token, size_t tokens, bool listed);

typedef struct align_scratch align_scratch; /* about 3 MiB: one for each thread */
align_scratch *align_scratch_new(void);     /* NULL: no memory. The caller frees it. */
void align_scratch_free(align_scratch *scratch);

/* Aligns; neither name is changed. least: a net evidence below which the caller does not care: when a bound shows that the names cannot
   reach it, *out gets net = -1 and no pairs. Pass INT32_MIN to have the alignment in any case. */
void align_names(const match_plan *plan, const prepared_name *listed, evidence least, align_scratch *scratch, match_alignment *out);

#endif
