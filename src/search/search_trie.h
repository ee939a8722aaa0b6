/* The Latin entries of a vocabulary as two tries, by their letters from the first one on and from the last one back.

     kim, kima, lee           root --k--> i --m--> (kim) --a--> kima          a node that one entry is left below is a leaf: the rest of its
                                   --l--> lee                                 letters is read from the entry

   Entries with letters other than a-z and 0-9 are in neither; they are few, and costed one by one. */
#ifndef SEARCH_TRIE_H
#define SEARCH_TRIE_H

#include "base/base_array.h"
#include "match/match_rows.h"
#include "snapshot/snapshot.h"

enum { TRIE_END = 255 /* letter of a node for the entry that ends where its parent does */ };

typedef struct trie_node {
    uint32_t target; /* the first child, or a leaf's entry */
    uint8_t letter;  /* table_letter */
    uint8_t children; /* 0: a leaf */
    uint16_t unused;
} trie_node;

typedef struct search_trie {
    const trie_node *forward, *backward; /* node 0 is the root; no nodes: no entries */
    size_t forward_count, backward_count;
    const uint32_t *others; /* entries in neither */
    size_t other_count;
} search_trie;

typedef ARRAY(uint32_t) entry_list;

struct search_vocabulary;

/* Adds the entries that may be within the pattern's limit, some of them twice. False: no memory. Only when rows_begin takes the pattern,
   which it is asked here: *fits says so, and nothing is added when it does not. */
bool trie_meet(rows_walk *rows, const struct search_vocabulary *v, const cost_pattern *pattern, entry_list *out, bool *fits);

/* The same by cost_walk, for any pattern that is read in Latin, and exactly those within the limit. */
bool trie_walk(cost_walk *walk, const struct search_vocabulary *v, const cost_pattern *pattern, entry_list *out);

typedef struct trie_sections {
    snapshot_section_id forward, backward, others;
} trie_sections;

/* Adds the sections for the entries [first, end) of a vocabulary in building. text gives an entry's symbols. False: no memory. */
typedef const symbol *(*trie_text)(const void *context, size_t entry, size_t *count);
bool trie_build(snapshot_builder *builder, trie_sections to, size_t first, size_t end, trie_text text, const void *context);

/* Opens the sections; false when a place in them lies outside. */
bool trie_open(const snapshot *s, trie_sections from, size_t entry_count, search_trie *out);

#endif
