/* The Latin words of a vocabulary by their length: what is long has few listed words to be held against, and these are looked at one by
   one, by their letters, in less time than a trie takes.

     reach        words of 0 symbols or more, 1 or more, 2 or more ...     9000  9000  8990  8800 ...
     order        entries, the longest first, as sieve_number makes them   the first reach[n] have n symbols or more
     signatures   theirs, see search_sieve.h                                                                                     */
#ifndef SEARCH_LENGTHS_H
#define SEARCH_LENGTHS_H

#include "search/search_sieve.h"
#include "snapshot/snapshot.h"

enum {
    LENGTHS_COUNT = COST_SYMBOLS_MAX + 2, /* the last one is 0 */
    LENGTHS_MOST = 7000                   /* words to look at: for more of them a trie takes less time */
};

/* Nothing is read when it is opened. */
typedef struct search_lengths {
    const snapshot *snapshot;
    const uint32_t *reach; /* LENGTHS_COUNT of them; NULL: there are no words */
    const uint32_t *order, *signatures;
    size_t count;
} search_lengths;

/* False: its sections do not fit each other. */
bool lengths_open(const snapshot *s, search_lengths *out);
/* Reads all of it; false when something is not as it was written. entry_count: of the vocabulary. */
bool lengths_verify(const search_lengths *l, size_t entry_count);

/* Adds the entries that may be within the limit of a pattern that is read in Latin; *fits: false, and nothing is added, when too many words
   are to be looked at. False: no memory. */
bool lengths_meet(const search_lengths *l, const cost_pattern *pattern, entry_list *out, bool *fits);

/* Writes the sections for the entries [first, end), of which those with letters other than a-z and 0-9 are left out. text gives an entry's
   symbols. False: no memory. */
typedef const symbol *(*lengths_text)(const void *context, size_t entry, size_t *count);
bool lengths_build(snapshot_builder *builder, size_t first, size_t end, lengths_text text, const void *context);

#endif
