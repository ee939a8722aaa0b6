/* Candidates: every name that could score at least a threshold for a query, and few others.

   Two bounds, both proven in doc/search.md:

   1. Somebody must agree well. A name reaches the threshold with net evidence of at least required(own). Pairs of an alignment only lose
      evidence, so when all of them together keep the share 1 - lambda of own, one of them keeps at least that share of its own words. It is
      enough to look for pairs that good: the vocabulary is walked with a limit of lambda times the token's weight, which is much closer
      than the limit of the score.
   2. The sum must be enough. best(i) is the most that a pair beginning with query token i gives in a name: what the walk found, or else
      what a pair beyond the walk's limit could still give. Pairs of one alignment begin with different tokens, and all else only takes
      evidence away:  net <= best(0) + ... + best(n - 1).  The sum is built posting by posting, the weightiest tokens first; a name that
      comes in too late for what is left is not begun. */
#ifndef SEARCH_CANDIDATES_H
#define SEARCH_CANDIDATES_H

#include "search/search_index.h"

typedef struct search_scratch search_scratch; /* one for each thread and index */

/* NULL: no memory. */
search_scratch *search_scratch_new(const search_index *index);
void search_scratch_free(search_scratch *s);

/* The names that may reach threshold (1 to SCORE_MAX; facts: the query has facts that may lift a score), ascending. *names is valid until
   the next call. False: no memory. */
bool search_candidates(search_scratch *s, const search_index *index, const match_plan *plan, int32_t threshold, bool facts,
                       const uint32_t **names, size_t *count);

#endif
