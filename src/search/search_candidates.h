/* Candidates: every name that could score at least a threshold for a query, and few others.

   For each query token i let best(i) be the most that any pair beginning with i could gain in a name. Pairs of one alignment begin with
   different tokens, and everything else only takes evidence away, so

       net <= best(0) + best(1) + ... + best(n - 1)

   The sum is built posting by posting, the weightiest tokens first; a name that comes in so late that the tokens still to come cannot lift
   it to what it needs is not begun. Nothing that could reach the threshold is left out (doc/search.md). */
#ifndef SEARCH_CANDIDATES_H
#define SEARCH_CANDIDATES_H

#include "search/search_index.h"

typedef struct search_scratch search_scratch; /* one for each thread and index */

/* NULL: no memory. */
search_scratch *search_scratch_new(const search_index *index);
void search_scratch_free(search_scratch *s);

/* The names that may reach threshold (1 to SCORE_MAX; facts: the query has facts that may lift a score), ascending. *names is valid until the
   next call. False: no memory. */
bool search_candidates(search_scratch *s, const search_index *index, const match_plan *plan, int32_t threshold, bool facts,
                       const uint32_t **names, size_t *count);

#endif
