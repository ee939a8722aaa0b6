/* Memory that will be read soon is brought to the cache. */
#ifndef BASE_FETCH_H
#define BASE_FETCH_H

#include <stddef.h>
#include <stdint.h>

/* The bare builtin counts as having no effect: GCC 12 leaves out the calls of functions that do nothing else. The place, `offset` bytes
   behind the beginning of an array, need not be inside of it. */
static inline __attribute__((always_inline)) void fetch(const void *array, size_t offset)
{
    __asm__ volatile(""); /* an effect, but no instruction */
    __builtin_prefetch((const void *)((uintptr_t)array + offset));
}

#endif
