/* Sorting by several threads. */
#ifndef BASE_SORT_H
#define BASE_SORT_H

#include <stdbool.h>
#include <stddef.h>

enum { SORTED_SIZE_MAX = 256 };

/* Sorts count elements of size bytes (at most SORTED_SIZE_MAX) where they stand, without taking memory: for what is sorted for every query.
   Where two different elements compare equal, their order is not defined. */
void sort_in_place(void *base, size_t count, size_t size, int (*compare)(const void *a, const void *b, void *context), void *context);

/* Sorts count elements of size bytes like qsort_r, by up to so many threads (0: one for each processor); compare is called by all of them.
   The result is the same for any number where no two different elements compare equal. Takes as much memory again; false, with the elements
   in no order, when there is none. */
bool sort_elements(void *base, size_t count, size_t size, int (*compare)(const void *a, const void *b, void *context), void *context,
                   size_t threads);

#endif
