/* Memory that will be read soon is brought to the cache. */
#ifndef BASE_FETCH_H
#define BASE_FETCH_H

/* The bare builtin counts as having no effect: GCC 12 leaves out the calls of functions that do nothing else. at: need not be valid. */
static inline __attribute__((always_inline)) void fetch(const void *at)
{
    __asm__ volatile(""); /* an effect, but no instruction */
    __builtin_prefetch(at);
}

#endif
