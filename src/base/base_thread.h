/* Work spread over threads. */
#ifndef BASE_THREAD_H
#define BASE_THREAD_H

#include <stdbool.h>
#include <stddef.h>

enum { THREADS_MAX = 256 };

/* Calls work(context, worker) for worker 0 .. count-1, each in a thread of its own (worker 0 in the caller's), and waits for all of them.
   What a thread cannot be started for is done by the caller, so that all is done in any case. */
void thread_run(size_t count, void (*work)(void *context, size_t worker), void *context);

/* How many processors there are for this program, at least 1. */
size_t thread_processors(void);

#endif
