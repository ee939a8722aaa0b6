/* Sorting by several threads. */
#ifndef BASE_SORT_H
#define BASE_SORT_H

#include <stdbool.h>
#include <stddef.h>

/* Sorts count elements of size bytes like qsort_r, by up to so many threads (0: one for each processor); compare is called by all of them.
   The result is the same for any number where no two different elements compare equal. Takes as much memory again; false, with the elements
   in no order, when there is none. */
bool sort_elements(void *base, size_t count, size_t size, int (*compare)(const void *a, const void *b, void *context), void *context,
                   size_t threads);

#endif
