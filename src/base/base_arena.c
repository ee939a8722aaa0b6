#include "base/base_arena.h"

#include <stdlib.h>
#include <string.h>

enum { CHUNK_SIZE = 64 * 1024, ALIGNMENT = 16 };

struct arena_chunk {
    struct arena_chunk *next;
    size_t size, used;
    size_t padding; /* keeps bytes aligned */
    char bytes[];
};

static struct arena_chunk *add_chunk(arena *a, size_t size)
{
    if (size > SIZE_MAX - sizeof(struct arena_chunk))
        return NULL;
    struct arena_chunk *chunk = malloc(sizeof *chunk + size);
    if (!chunk)
        return NULL;
    *chunk = (struct arena_chunk){.next = a->newest, .size = size};
    a->newest = chunk;
    return chunk;
}

void *arena_take(arena *a, size_t size)
{
    if (size > SIZE_MAX / 2)
        return NULL;
    size = (size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    struct arena_chunk *chunk = a->newest;
    if (!chunk || chunk->size - chunk->used < size) {
        chunk = add_chunk(a, size > CHUNK_SIZE ? size : CHUNK_SIZE);
        if (!chunk)
            return NULL;
    }
    void *out = chunk->bytes + chunk->used;
    chunk->used += size;
    return memset(out, 0, size);
}

slice arena_copy(arena *a, slice s)
{
    if (s.len == 0)
        return SLICE("");
    char *to = arena_take(a, s.len);
    if (!to)
        return (slice){NULL, 0};
    memcpy(to, s.ptr, s.len);
    return (slice){to, s.len};
}

void arena_reset(arena *a)
{
    struct arena_chunk *keep = a->newest;
    if (!keep)
        return;
    while (keep->next) {
        struct arena_chunk *older = keep->next;
        keep->next = older->next;
        free(older);
    }
    keep->used = 0;
}

void arena_free(arena *a)
{
    while (a->newest) {
        struct arena_chunk *older = a->newest->next;
        free(a->newest);
        a->newest = older;
    }
}
