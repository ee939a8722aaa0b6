/* A text that grows: the way every output of the library is written. */
#ifndef BASE_TEXT_H
#define BASE_TEXT_H

#include "base/base_slice.h"
#include <stdbool.h>

/* When memory runs out the text stays as it was, `failed` is set and later writes do nothing:
   check it once, at the end. */
typedef struct string {
    char *ptr;
    size_t len, capacity;
    bool failed;
} string; /* all zero is an empty text */

void text_add(string *t, slice s);
void text_add_char(string *t, char c);
void text_format(string *t, const char *format, ...) __attribute__((format(printf, 2, 3)));
void text_free(string *t);
static inline slice text_slice(const string *t)
{
    return (slice){t->ptr, t->len};
}

#endif
