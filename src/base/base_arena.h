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
    struct arena_chunk *spare; /* of before the last reset */
} arena;                       /* all zero is an empty arena */

/* Zeroed memory, aligned to 16 bytes, that lives until arena_free or arena_reset; NULL when there is none. */
void *arena_take(arena *a, size_t size);
/* A copy of the bytes that lives as long; ptr is NULL when there is no memory (an empty slice copies to an empty one). */
slice arena_copy(arena *a, slice s);
/* Starts anew: what was taken before is gone. Its memory is kept, so that taking as much again takes none from the system. */
void arena_reset(arena *a);
/* Gets memory for so many bytes at once, of which arena_left tells how many are left. False: no memory. */
bool arena_reserve(arena *a, size_t size);
size_t arena_left(const arena *a);
void arena_free(arena *a);

#endif
