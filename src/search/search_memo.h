/* Which entries of a vocabulary a pattern meets, and at what cost; remembered, because the words of names come again and again. */
#ifndef SEARCH_MEMO_H
#define SEARCH_MEMO_H

#include "search/search_cache.h"
#include "search/search_index.h"

/* Belongs to one thread. What is remembered belongs to the snapshot and all its threads (search_cache.h), about 25 MB at most; it never
   changes an answer, only its speed. */
typedef struct search_memo search_memo;
search_memo *search_memo_new(const snapshot *s); /* NULL: no memory */
void search_memo_free(search_memo *memo);

/* Whether what this pattern meets is remembered. */
bool search_remembers(const search_memo *memo, const search_vocabulary *v, const cost_pattern *pattern);

/* All entries within the pattern's limit (and some beyond it: the caller looks at the cost), in no order. Valid until the next call. NULL:
   no memory. */
const search_met *search_meet(search_memo *memo, const search_vocabulary *v, const cost_pattern *pattern, size_t *count);

/* What these entries cost the pattern, each by its script; COST_NONE: beyond the limit, or damaged. */
void search_cost(search_memo *memo, const search_vocabulary *v, const cost_pattern *pattern, const uint32_t *entries, size_t count,
                 uint8_t *costs);

#endif
