#include "list/list_ids.h"

#include <stdlib.h>

enum { SLOTS_MIN = 1024 };

/* FNV-1a: the ids of a list are no attack on it. */
static size_t hash_of(slice id)
{
    uint64_t hash = 0xCBF29CE484222325u;
    for (size_t i = 0; i < id.len; i++)
        hash = (hash ^ (unsigned char)id.ptr[i]) * 0x100000001B3u;
    return (size_t)(hash ^ hash >> 32);
}

static slice id_at(const list_ids *ids, size_t i)
{
    uint32_t start = i ? ids->ends.at[i - 1] : 0;
    return (slice){ids->bytes.ptr + start, ids->ends.at[i] - start};
}

/* The slot of an id, or the free one where it belongs. */
static uint32_t *find_slot(const list_ids *ids, slice id)
{
    size_t at = hash_of(id) & (ids->slot_count - 1);
    while (ids->slots[at] && !slice_equal(id_at(ids, ids->slots[at] - 1), id))
        at = (at + 1) & (ids->slot_count - 1);
    return &ids->slots[at];
}

static bool grow(list_ids *ids)
{
    size_t count = ids->slot_count ? ids->slot_count * 2 : SLOTS_MIN;
    uint32_t *slots = calloc(count, sizeof *slots);
    if (!slots)
        return false;
    free(ids->slots);
    ids->slots = slots;
    ids->slot_count = count;
    for (size_t i = 0; i < ids->ends.count; i++)
        *find_slot(ids, id_at(ids, i)) = (uint32_t)i + 1;
    return true;
}

bool ids_add(list_ids *ids, slice id, bool *fresh)
{
    if (ids->ends.count * 2 >= ids->slot_count && !grow(ids))
        return false;
    uint32_t *slot = find_slot(ids, id);
    *fresh = *slot == 0;
    if (!*fresh)
        return true;
    text_add(&ids->bytes, id);
    uint32_t *end = ids->bytes.failed || ids->bytes.len > UINT32_MAX ? NULL : ARRAY_ADD(&ids->ends);
    if (!end)
        return false;
    *end = (uint32_t)ids->bytes.len;
    *slot = (uint32_t)ids->ends.count;
    return true;
}

void ids_free(list_ids *ids)
{
    text_free(&ids->bytes);
    ARRAY_FREE(&ids->ends);
    free(ids->slots);
    *ids = (list_ids){0};
}
