/* Slices: a piece of bytes that somebody else owns. Text inside Cordon is a slice, never a NUL-terminated string. */
#ifndef BASE_SLICE_H
#define BASE_SLICE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct slice {
    const char *ptr; /* may be NULL only when len is 0 */
    size_t len;
} slice;

#define SLICE(literal) ((slice){"" literal, sizeof(literal) - 1})
#define SLICE_ARG(s)   (int)(s).len, (s).ptr /* for "%.*s" */

slice slice_of(const char *text);        /* NULL gives an empty slice */
bool slice_equal(slice a, slice b);      /* byte by byte */
bool slice_equal_fold(slice a, slice b); /* ASCII letters without case */
int slice_compare(slice a, slice b);     /* byte order, the shorter first */
slice slice_trim(slice s);               /* without ASCII white space at both ends */
bool slice_starts(slice s, slice prefix);
bool slice_starts_fold(slice s, slice prefix); /* ASCII letters without case */
bool slice_ends(slice s, slice suffix);
slice slice_skip(slice s, size_t n);                       /* without the first n bytes (all of them at most) */
slice slice_first(slice s, size_t n);                      /* the first n bytes (all of them at most) */
size_t slice_find(slice s, slice needle);                  /* place of the first one, or s.len */
bool slice_cut(slice *rest, char separator, slice *piece); /* next piece of a separated text; false at its end */
bool slice_to_uint(slice s, uint64_t *out);                /* digits only, no overflow */

#endif
