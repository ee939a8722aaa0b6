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

static size_t left_of(const struct arena_chunk *chunk)
{
    return chunk->size - chunk->used;
}

/* The first spare chunk that is large enough becomes the newest one. */
static struct arena_chunk *use_spare(arena *a, size_t size)
{
    for (struct arena_chunk **at = &a->spare; *at; at = &(*at)->next) {
        struct arena_chunk *chunk = *at;
        if (chunk->size < size)
            continue;
        *at = chunk->next;
        chunk->next = a->newest;
        a->newest = chunk;
        return chunk;
    }
    return NULL;
}

static struct arena_chunk *add_chunk(arena *a, size_t size)
{
    struct arena_chunk *chunk = use_spare(a, size);
    if (chunk || size > SIZE_MAX - sizeof(struct arena_chunk))
        return chunk;
    chunk = malloc(sizeof *chunk + size);
    if (!chunk)
        return NULL;
    *chunk = (struct arena_chunk){.next = a->newest, .size = size};
    a->newest = chunk;
    return chunk;
}

bool arena_reserve(arena *a, size_t size)
{
    return add_chunk(a, size) != NULL;
}

size_t arena_left(const arena *a)
{
    return a->newest ? left_of(a->newest) : 0;
}

void *arena_take(arena *a, size_t size)
{
    if (size > SIZE_MAX / 2)
        return NULL;
    size = (size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    struct arena_chunk *chunk = a->newest;
    if (!chunk || left_of(chunk) < size) {
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
    while (a->newest) {
        struct arena_chunk *chunk = a->newest;
        a->newest = chunk->next;
        chunk->used = 0;
        chunk->next = a->spare;
        a->spare = chunk;
    }
    if (a->spare) { /* what was taken first serves first again */
        a->newest = a->spare;
        a->spare = a->newest->next;
        a->newest->next = NULL;
    }
}

static void free_chunks(struct arena_chunk *chunk)
{
    while (chunk) {
        struct arena_chunk *next = chunk->next;
        free(chunk);
        chunk = next;
    }
}

void arena_free(arena *a)
{
    free_chunks(a->newest);
    free_chunks(a->spare);
    *a = (arena){NULL, NULL};
}
