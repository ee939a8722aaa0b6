/* What is known, while one query is searched, of the costs between its words and the texts of the vocabulary of single words. Walks give
   the cost of every text within their limit, and for all others that it is above; letters give bounds; what still matters then is costed.

     slots, by entry   | -  2  -  -  0  1 ..              the row of a text; of another query when the row is not of the entry
     rows              | kim: 0 95 - | kima: 12 .. | ..   text_costs each, in the order in which texts were met            */
#ifndef SEARCH_COSTS_H
#define SEARCH_COSTS_H

#include "search/search_index.h"
#include "search/search_limits.h"
#include "search/search_memo.h"

typedef struct search_costs search_costs; /* one for each thread and index */

/* NULL: no memory. */
search_costs *search_costs_new(const search_index *index);
void search_costs_free(search_costs *c);

/* Begins anew with this query, of which nothing is known then. Both must outlive what follows. */
void search_costs_begin(search_costs *c, const match_plan *plan);

/* Notes what a walk of query word i over some scripts met. All their texts of at most `limit` are in it. */
void search_costs_note(search_costs *c, size_t i, uint16_t scripts, uint8_t limit, const search_met *met, size_t count);

/* Notes a joined pair of the names; weight: of the listed side, at most; 0: no more than the whole name's. False: no memory. */
bool search_costs_join(search_costs *c, joined_meeting pair, const uint32_t *names, size_t count);

/* Notes one that any name may have: with a listed word that is too light to lead to its names. */
bool search_costs_join_any(search_costs *c, joined_meeting pair);

/* Of the names those stay, in their order, that may net what names of their weight need; also all of which something is damaged. *count:
   how many there are, before and after. The names of joined pairs, all of them, stand first and ascend. Nothing may be noted after it. */
void search_costs_keep(search_costs *c, search_memo *memo, const search_needs *needs, bool facts, uint32_t *names, size_t *count);

#endif
