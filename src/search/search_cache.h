/* What patterns met, kept for all threads that screen against a snapshot, without locks.

     slots    | 17 | -  | 4  |...      by the pattern's hash, WAYS of them together: which block, where in it, of which filling
                |         |
     blocks   [ 0: filling 9 ]  [ 1: filling 8 | pattern, met | pattern, met | ... ]  [ 2 ... ]

   A block is written by one thread at a time and read by any. When a thread has filled its block it takes the next one that nobody writes,
   round and round, so that what was kept longest ago is forgotten first. The block's filling is then counted on before anything in it
   changes; who reads takes a copy, and only trusts it when the filling is still the slot's (a sequence lock: H.-J. Boehm, "Can seqlocks get
   along with programming language memory models?", 2012, with loads that acquire in place of a fence). */
#ifndef SEARCH_CACHE_H
#define SEARCH_CACHE_H

#include "base/base_array.h"
#include "match/match_cost.h"

typedef struct search_met {
    uint32_t entry;
    uint32_t cost;
} search_met;

typedef ARRAY(search_met) met_list;

typedef struct search_cache search_cache;
/* block_count: at most CACHE_BLOCKS_MAX, of CACHE_BLOCK_SIZE bytes each; memory that is never filled is never touched. NULL: no memory. */
enum { CACHE_BLOCK_SIZE = 1 << 18, CACHE_BLOCKS_MAX = 128 };
search_cache *cache_new(size_t block_count);
void cache_free(search_cache *cache); /* no thread may use it any more; NULL is allowed */

/* One thread's way to write. All zero: it has no block. */
typedef struct cache_writer {
    size_t block; /* one more than its number; 0: none */
    size_t used;  /* words of it */
} cache_writer;
/* Gives the block back. */
void cache_leave(search_cache *cache, cache_writer *writer);

/* Keeps what the pattern met in a vocabulary (any number that stands for it, below 256). What is too long, or finds no block, is not kept.
 */
void cache_keep(search_cache *cache, cache_writer *writer, unsigned vocabulary, const cost_pattern *p, const search_met *met, size_t count);

/* Whether it is known what a pattern with at least these limits met. */
bool cache_knows(const search_cache *cache, unsigned vocabulary, const cost_pattern *p);
/* The same, and replaces *out by that. False: it is not known, or there is no memory for it. */
bool cache_find(const search_cache *cache, unsigned vocabulary, const cost_pattern *p, met_list *out);

#endif
