/* An arena: many small allocations that are freed together.

     arena -> [chunk: next | size | used | bytes .......]
                  |
                  v
              [chunk ......]  older ones

   Not safe for several threads at once. */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include "base/base_slice.h"

typedef struct arena {
    struct arena_chunk *newest;
} arena; /* all zero is an empty arena */

/* Zeroed memory, aligned to 16 bytes, that lives until arena_free or arena_reset; NULL when there is none. */
void *arena_take(arena *a, size_t size);
/* A copy of the bytes that lives as long; ptr is NULL when there is no memory (an empty slice copies to an empty one). */
slice arena_copy(arena *a, slice s);
/* Frees all but one chunk and starts anew: what was taken before is gone. */
void arena_reset(arena *a);
void arena_free(arena *a);

#endif
