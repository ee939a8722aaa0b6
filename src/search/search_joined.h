/* What listed Latin words make when they are joined: runs and rotated wholes (the grammar of match_plan.h), nearly all of which one name
   makes. Their letters are not kept, they are read from a name that makes them.

     entry         0            1            2          sorted by letters: a to z, 0 to 9, end
     names         17           4            list 0     the one name; or the place of a list of names
     places        0, 2         1, 2         0, 3       first token and how many, going round; and that it is a list
     signatures    {e,k,m} m    {a,l,n} a    ...        which letters, and the last one

   Two tries lead to them by their letters, from the first one on and from the last one back. They are those of search_trie.h, but their
   leaves are buckets: entries that begin (end) alike, no more than JOINED_BUCKET. The entries of a bucket are told apart by signatures.

     root --k--> i --m--> | kim... 4 entries from 17 on |          forward: places of entries
                                                                    backward: places in `order`, which gives the entries          */
#ifndef SEARCH_JOINED_H
#define SEARCH_JOINED_H

#include "search/search_sieve.h"
#include "search/search_trie.h"

enum {
    JOINED_BUCKET = 16, /* entries; at most 256 */
    JOINED_COUNT = 32   /* in a bucket: its first entry below, one less than their number from here on, then lengths as in a block */
};

/* A place: the first token, above it how many tokens, and whether several names make the text. */
enum { PLACE_TOKENS = 7, PLACE_TOKENS_MAX = 15, PLACE_SEVERAL = 1 << 15 };

/* Told apart from the entries of other vocabularies by this bit. */
#define JOINED_ENTRY (UINT32_C(1) << 31)

/* Nothing is read when it is opened; what turns out to be damaged is left out and noted. */
typedef struct search_joined {
    const snapshot *snapshot;
    const uint32_t *names;
    const uint16_t *places;
    const uint32_t *signatures;
    size_t count;                        /* of entries */
    const uint32_t *lists;               /* each how many names, and the names, ascending */
    size_t list_size;                    /* of all lists */
    const trie_word *forward, *backward; /* the root block stands first; no words: no entries */
    size_t forward_count, backward_count;
    const uint32_t *order, *order_signatures; /* the entries by their letters from the last one back; with the first letter */
} search_joined;

/* False: its sections do not fit each other. */
bool joined_open(const snapshot *s, search_joined *out);

/* Reads all of it; false when something is not as it was written. */
bool joined_verify(const search_joined *j);

/* The symbols of an entry, which room may be needed for: *count of them. NULL, and noted, when it is damaged. */
const symbol *joined_text(const search_joined *j, uint32_t entry, symbol room[COST_SYMBOLS_MAX], size_t *count);

/* The names that make an entry, ascending; each must be below the snapshot's number. None, and noted, when they are damaged. */
const uint32_t *joined_names(const search_joined *j, uint32_t entry, size_t *count);

/* Adds the entries (with JOINED_ENTRY) that may be within the limit of a pattern that is read in Latin, some of them twice. False: no
   memory. */
bool joined_meet(rows_walk *rows, cost_walk *walk, const search_joined *j, const cost_pattern *pattern, entry_list *out);

/* ---------------------------------------------------------------- building */

typedef struct joined_builder joined_builder;
joined_builder *joined_builder_new(void); /* NULL: no memory */
void joined_builder_free(joined_builder *b);

/* Whether all symbols of these tokens (going round) are a to z and 0 to 9, so that they are joined here. */
bool joined_takes(const prepared_name *name, size_t first, size_t count);
/* Adds what these tokens make; names come in ascending order. False: no memory. */
bool joined_add(joined_builder *b, const prepared_name *name, uint32_t id, size_t first, size_t count);
/* Writes the sections. False: no memory. */
bool joined_write(joined_builder *b, snapshot_builder *to);

#endif
