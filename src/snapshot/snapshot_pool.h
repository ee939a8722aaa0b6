/* What was written before, found by its bytes: a hash table of numbers whose bytes lie with the caller. */
#ifndef SNAPSHOT_POOL_H
#define SNAPSHOT_POOL_H

#include "base/base_slice.h"

/* The bytes that number stands for. */
typedef slice pool_bytes(const void *context, uint32_t number);

typedef struct pool_slot {
    uint32_t hash;
    uint32_t number; /* and 1; 0: free */
} pool_slot;

typedef struct snapshot_pool {
    pool_slot *slots;
    size_t count, capacity; /* capacity is a power of two */
} snapshot_pool;            /* all zero is an empty one */

/* Finds the number of equal bytes: *known. Where there is none, notes `next` as theirs. *out is the number in either case.
   False: no memory. Numbers are below UINT32_MAX. */
bool pool_find(snapshot_pool *pool, slice bytes, uint32_t next, pool_bytes *bytes_of, const void *context, uint32_t *out, bool *known);
void pool_free(snapshot_pool *pool);

#endif
