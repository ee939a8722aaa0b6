/* Latin words of a to z and 0 to 9 as two tries, by their letters from the first one on and from the last one back. Their leaves are
   buckets: words that begin (end) alike, told apart by signatures (search_sieve.h).

     places       0     1     2     3     4          words in the order of a trie
     order        17    4     21    9     2          which word stands there
     signatures   kim   kima  ...                    which letters it has, and the one at the far end

     root --k--> i --m--> | places 0 to 3 |
            --l--> | place 4 |

   Single tokens and joined ones (search_joined.h) have such tries. Words with other letters are in neither; they are few, and costed one by
   one. */
#ifndef SEARCH_TRIE_H
#define SEARCH_TRIE_H

#include "base/base_array.h"
#include "match/match_rows.h"
#include "search/search_sieve.h"
#include "snapshot/snapshot.h"

/* A node's children stand in a block, which begins with the set of their letters:

     block   | letters | child | child | ...            the child of letter l is the k-th, with k smaller letters in the set

   letters: 1 << table_letter, and TRIE_END for words that end where the block begins; above them how many symbols the longest word
   below has, and how many the shortest one, there without those that repeat the one before. A child is a bucket, or the place of its own
   block; where all that is below goes on alike, letters (at most TRIE_SKIPPED_MAX) stand with that place, and the block begins behind them.
 */
typedef uint64_t trie_word;
#define TRIE_END     (UINT64_C(1) << LATIN_LETTERS)
#define TRIE_LETTERS ((TRIE_END << 1) - 1)
#define TRIE_BUCKET  (UINT64_C(1) << 63)
enum { BLOCK_LONGEST = 40, BLOCK_SHORTEST = 48, BLOCK_UNUSED = 56 };

/* The place of a block: 32 bits, then how many letters are skipped (3 bits), then those, the first one lowest. */
enum { TRIE_SKIPPED_MAX = 4, CHILD_SKIPPED = 32, CHILD_LETTERS = 35, LETTER_BITS = 6 };

/* A bucket: its first place, one less than the number of its words from here on, then lengths as in a block. */
enum { BUCKET_COUNT = 32, BUCKET_MAX = 32 };

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

static inline size_t trie_bucket_count(trie_word bucket)
{
    return (bucket >> BUCKET_COUNT & 0xFF) + 1;
}

/* One direction. Nothing is read when it is opened; what turns out to be damaged is left out and noted. */
typedef struct trie_side {
    const trie_word *blocks; /* the root block stands first; none: no words */
    size_t size;             /* of all blocks */
    const uint32_t *order;   /* NULL: words stand in this order themselves */
    const uint32_t *signatures;
} trie_side;

typedef struct search_trie {
    const snapshot *snapshot;
    trie_side forward, backward;
    size_t count;  /* of words, each with a place on either side */
    uint32_t mark; /* set in every word that is met */
} search_trie;

/* The symbols of a word, which room may be needed for; NULL when there is no such word. */
typedef const symbol *(*trie_text)(const void *context, uint32_t word, symbol room[COST_SYMBOLS_MAX], size_t *count);

typedef struct trie_texts {
    trie_text text;
    const void *context;
} trie_texts;

/* Adds the words that may be within the limit of a pattern that is read in Latin, some of them twice, and few others. False: no memory. */
bool trie_meet(rows_walk *rows, cost_walk *walk, const search_trie *t, trie_texts texts, const cost_pattern *pattern, entry_list *out);

/* The same by cost_walk alone, and exactly those within the limit: what trie_meet does where rows cannot. */
bool trie_walk(cost_walk *walk, const search_trie *t, trie_texts texts, const cost_pattern *pattern, entry_list *out);

/* SECTION_COUNT: there is no such section. */
typedef struct trie_sections {
    snapshot_section_id forward, forward_order, forward_signatures, backward, backward_order, backward_signatures;
} trie_sections;

/* Opens the sections; false when they do not fit each other. */
bool trie_open(const snapshot *s, trie_sections from, uint32_t mark, search_trie *out);

/* Reads all of it; false when something is not as it was written. */
bool trie_verify(const search_trie *t, trie_texts texts);

/* ---------------------------------------------------------------- building */

/* Whether a word has letters of the tries only: a to z and 0 to 9. */
bool trie_may_hold(const symbol *symbols, size_t count);

/* A word that is to have its place. */
typedef struct trie_entry {
    uint64_t key;     /* trie_key, in the order that is made */
    uint32_t letters; /* its first one in the pool: table_letter each */
    uint32_t word;
    uint8_t count;
    uint8_t shared; /* letters that lead to the block of its bucket */
} trie_entry;

/* The first letters: most words differ there. */
uint64_t trie_key(const uint8_t *letters, size_t count, bool backward);
/* Compares what may differ behind the same key. */
int trie_compare_rest(const uint8_t *a, size_t a_count, const uint8_t *b, size_t b_count, bool backward);

/* Writes the sections; sorts the entries. They stand sorted already, by letters from the first one on, where there is no section for that
   order: a to z, 0 to 9, end. False: no memory. */
bool trie_build(snapshot_builder *builder, trie_sections to, trie_entry *entries, size_t count, const uint8_t *pool);

#endif
