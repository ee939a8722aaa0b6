/* Candidates: every name that could score at least a threshold for a query, and few others.

   Two bounds, both proven in doc/search.md:

   1. Somebody must be found. A name reaches the threshold only when its words give enough, so some of its words are near some of the
   query's. search_limits.h chooses which words of the query are looked up, and how far, so that no such name goes unmet.
   2. All words together must be enough. A name that was met is held against the query by the letters of all its words (match_ceiling.h)
      before it is aligned. */
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
