/* Growing arrays of one type: the only macro generic of the project.

     ARRAY(int) numbers = {0};
     int *one = ARRAY_ADD(&numbers);     zeroed; NULL when there is no memory
     numbers.at[0], numbers.count
     ARRAY_FREE(&numbers); */
#ifndef BASE_ARRAY_H
#define BASE_ARRAY_H

#include <stdbool.h>
#include <stddef.h>

#define ARRAY(type)                                                                                                                        \
    struct {                                                                                                                               \
        type *at;                                                                                                                          \
        size_t count, capacity;                                                                                                            \
    }

/* Makes room for need elements of size bytes; false when there is no memory (the array is as it was). */
bool array_reserve(void **at, size_t *capacity, size_t need, size_t size);
void *array_zero(void *element, size_t size);

#define ARRAY_RESERVE(array, need) array_reserve((void **)&(array)->at, &(array)->capacity, (need), sizeof *(array)->at)
#define ARRAY_ADD(array)                                                                                                                   \
    (ARRAY_RESERVE((array), (array)->count + 1) ? array_zero((array)->at + (array)->count++, sizeof *(array)->at) : NULL)
#define ARRAY_FREE(array)                                                                                                                  \
    do {                                                                                                                                   \
        free((array)->at);                                                                                                                 \
        (array)->at = NULL;                                                                                                                \
        (array)->count = (array)->capacity = 0;                                                                                            \
    } while (0)

#endif
