/* The Latin entries of a vocabulary as two tries, by their letters from the first one on and from the last one back.

     kim, kima, lee           root --k--> i --m--> (kim) --a--> kima          what only one entry begins with is a leaf: the rest of its
                                   --l--> lee                                 letters is read from the entry

   Entries with letters other than a-z and 0-9 are in neither; they are few, and costed one by one. */
#ifndef SEARCH_TRIE_H
#define SEARCH_TRIE_H

#include "base/base_array.h"
#include "match/match_rows.h"
#include "search/search_sieve.h"
#include "snapshot/snapshot.h"

/* A node's children stand in a block, which begins with the set of their letters:

     block   | letters | child | child | ...            the child of letter l is the k-th, with k smaller letters in the set

   letters: 1 << table_letter, and TRIE_END for an entry that ends where the block begins; above them how many symbols the longest entry
   below has, and how many the shortest one, there without those that repeat the one before. A child is a leaf, or the place of its own
   block; where all that is below goes on alike, letters (at most TRIE_SKIPPED_MAX) stand with that place, and the block begins behind them.
 */
typedef uint64_t trie_word;
#define TRIE_END     (UINT64_C(1) << LATIN_LETTERS)
#define TRIE_LETTERS ((TRIE_END << 1) - 1)
#define TRIE_LEAF    (UINT64_C(1) << 63)
enum { BLOCK_LONGEST = 40, BLOCK_SHORTEST = 48, BLOCK_UNUSED = 56 };

/* The place of a block: 32 bits, then how many letters are skipped (3 bits), then those, the first one lowest. */
enum { TRIE_SKIPPED_MAX = 4, CHILD_SKIPPED = 32, CHILD_LETTERS = 35, LETTER_BITS = 6 };

static inline size_t trie_block(trie_word child)
{
    return (uint32_t)child;
}

static inline size_t trie_skipped(trie_word child)
{
    size_t skipped = child >> CHILD_SKIPPED & 7;
    return skipped < TRIE_SKIPPED_MAX ? skipped : TRIE_SKIPPED_MAX; /* more stand only in a damaged file */
}

static inline unsigned trie_skipped_letter(trie_word child, size_t i)
{
    return child >> (CHILD_LETTERS + LETTER_BITS * i) & ((1U << LETTER_BITS) - 1);
}

/* The letters of the block that begins here; none, and noted, when it is damaged. Blocks stand before their children's, so that no way
   leads round. */
static inline __attribute__((always_inline)) trie_word trie_letters(const snapshot *s, const trie_word *words, size_t count, size_t parent,
                                                                    size_t block)
{
    if ((block > parent || block == 0) && block < count && snapshot_touch(s, words + block, sizeof *words)) {
        trie_word letters = words[block];
        size_t children = (size_t)__builtin_popcountll(letters & TRIE_LETTERS);
        if (children < count - block && snapshot_touch(s, words + block + 1, children * sizeof *words))
            return letters;
    }
    snapshot_note_damage(s);
    return 0;
}

static inline __attribute__((always_inline)) trie_word trie_child(const trie_word *words, size_t block, trie_word letter)
{
    return words[block + 1 + (size_t)__builtin_popcountll(words[block] & (letter - 1))];
}

/* A leaf: the entry, above it its letters (the set of cost_letters), how many symbols it has (15: or more), and how many without those that
   repeat the one before (15: or more). */
enum {
    LEAF_LETTERS = 28,
    LEAF_COUNT = LEAF_LETTERS + OUTLINE_LETTERS,
    LEAF_UNREPEATED = LEAF_COUNT + 4,
    LEAF_COUNT_MAX = 15,
    LEAF_ENTRIES_MAX = 1 << LEAF_LETTERS
};

static inline uint32_t trie_entry(trie_word leaf)
{
    return (uint32_t)leaf & (LEAF_ENTRIES_MAX - 1U);
}

typedef struct search_trie {
    const trie_word *forward, *backward; /* the root block stands first; no words: no entries */
    size_t forward_count, backward_count;
    const uint32_t *others; /* entries in neither */
    size_t other_count;
} search_trie;

struct search_vocabulary;

/* Adds the entries that may be within the pattern's limit, some of them twice. False: no memory. Only when rows_begin takes the pattern,
   which it is asked here: *fits says so, and nothing is added when it does not. */
bool trie_meet(rows_walk *rows, const struct search_vocabulary *v, const cost_pattern *pattern, entry_list *out, bool *fits);

/* The same by cost_walk, for any pattern that is read in Latin, and exactly those within the limit. */
bool trie_walk(cost_walk *walk, const struct search_vocabulary *v, const cost_pattern *pattern, entry_list *out);

/* The entries of another script than Latin, which stand sorted, so that those which share a beginning stand together. */
bool trie_walk_script(cost_walk *walk, const struct search_vocabulary *v, const cost_pattern *pattern, script_id script, entry_list *out);

/* SECTION_COUNT: there is no such section, and there are no such entries. */
typedef struct trie_sections {
    snapshot_section_id forward, backward, others;
} trie_sections;

/* Adds the sections for the entries [first, end) of a vocabulary in building. text gives an entry's symbols. False: no memory. */
typedef const symbol *(*trie_text)(const void *context, size_t entry, size_t *count);
bool trie_build(snapshot_builder *builder, trie_sections to, size_t first, size_t end, trie_text text, const void *context);

/* Opens the sections, without reading them but for the few other entries; false when those are damaged. */
bool trie_open(const snapshot *s, trie_sections from, search_trie *out);

#endif
