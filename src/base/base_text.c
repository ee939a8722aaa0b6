#include "base/base_text.h"
#include "base/base_array.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool reserve(string *t, size_t more)
{
    if (t->failed || more > SIZE_MAX - t->len || !array_reserve((void **)&t->ptr, &t->capacity, t->len + more, 1))
        t->failed = true;
    return !t->failed;
}

void text_add(string *t, slice s)
{
    if (s.len == 0 || !reserve(t, s.len))
        return;
    memcpy(t->ptr + t->len, s.ptr, s.len);
    t->len += s.len;
}

void text_add_char(string *t, char c)
{
    text_add(t, (slice){&c, 1});
}

void text_format(string *t, const char *format, ...)
{
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    int length = vsnprintf(NULL, 0, format, args);
    va_end(args);
    if (length < 0)
        t->failed = true;
    else if (reserve(t, (size_t)length + 1)) {
        vsnprintf(t->ptr + t->len, (size_t)length + 1, format, again);
        t->len += (size_t)length;
    }
    va_end(again);
}

void text_free(string *t)
{
    free(t->ptr);
    *t = (string){0};
}
