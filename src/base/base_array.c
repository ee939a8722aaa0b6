#include "base/base_array.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

bool array_reserve(void **at, size_t *capacity, size_t need, size_t size)
{
    if (need <= *capacity)
        return true;
    size_t bigger = *capacity ? *capacity : 16;
    while (bigger < need) {
        if (bigger > SIZE_MAX / 2)
            return false;
        bigger *= 2;
    }
    if (bigger > SIZE_MAX / size)
        return false;
    void *moved = realloc(*at, bigger * size);
    if (!moved)
        return false;
    *at = moved;
    *capacity = bigger;
    return true;
}

void *array_zero(void *element, size_t size)
{
    return memset(element, 0, size);
}
