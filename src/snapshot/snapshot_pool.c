#include "snapshot/snapshot_pool.h"

#include <stdlib.h>
#include <xxhash.h>

enum { SLOTS_MIN = 1024 };

/* Where a hash begins to look, from bits that the kept hash has too, so that growing needs no bytes. */
static size_t home_of(const snapshot_pool *pool, uint32_t hash)
{
    return hash & (pool->capacity - 1);
}

static bool grow(snapshot_pool *pool)
{
    snapshot_pool bigger = {NULL, pool->count, pool->capacity ? pool->capacity * 2 : SLOTS_MIN};
    bigger.slots = calloc(bigger.capacity, sizeof *bigger.slots);
    if (!bigger.slots)
        return false;
    for (size_t i = 0; i < pool->capacity; i++) {
        if (!pool->slots[i].number)
            continue;
        size_t at = home_of(&bigger, pool->slots[i].hash);
        while (bigger.slots[at].number)
            at = (at + 1) & (bigger.capacity - 1);
        bigger.slots[at] = pool->slots[i];
    }
    free(pool->slots);
    *pool = bigger;
    return true;
}

bool pool_find(snapshot_pool *pool, slice bytes, uint32_t next, pool_bytes *bytes_of, const void *context, uint32_t *out, bool *known)
{
    uint32_t hash = (uint32_t)XXH3_64bits(bytes.ptr, bytes.len);
    if (pool->count * 2 >= pool->capacity && !grow(pool))
        return false;
    size_t at = home_of(pool, hash);
    for (; pool->slots[at].number; at = (at + 1) & (pool->capacity - 1)) {
        const pool_slot *slot = &pool->slots[at];
        if (slot->hash == hash && slice_equal(bytes_of(context, slot->number - 1), bytes)) {
            *out = slot->number - 1;
            *known = true;
            return true;
        }
    }
    pool->slots[at] = (pool_slot){hash, next + 1};
    pool->count++;
    *out = next;
    *known = false;
    return true;
}

void pool_free(snapshot_pool *pool)
{
    free(pool->slots);
    *pool = (snapshot_pool){0};
}
