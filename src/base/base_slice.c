#include "base/base_slice.h"

#include <string.h>

slice slice_of(const char *text)
{
    return (slice){text, text ? strlen(text) : 0};
}

bool slice_equal(slice a, slice b)
{
    return a.len == b.len && (a.len == 0 || memcmp(a.ptr, b.ptr, a.len) == 0);
}

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

bool slice_equal_fold(slice a, slice b)
{
    return a.len == b.len && slice_starts_fold(a, b);
}

int slice_compare(slice a, slice b)
{
    size_t shorter = a.len < b.len ? a.len : b.len;
    int order = shorter ? memcmp(a.ptr, b.ptr, shorter) : 0;
    if (order != 0)
        return order;
    return (a.len > b.len) - (a.len < b.len);
}

static bool is_space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

slice slice_trim(slice s)
{
    while (s.len && is_space(s.ptr[0]))
        s = slice_skip(s, 1);
    while (s.len && is_space(s.ptr[s.len - 1]))
        s.len--;
    return s;
}

bool slice_starts(slice s, slice prefix)
{
    return s.len >= prefix.len && slice_equal(slice_first(s, prefix.len), prefix);
}

bool slice_starts_fold(slice s, slice prefix)
{
    if (s.len < prefix.len)
        return false;
    for (size_t i = 0; i < prefix.len; i++)
        if (lower(s.ptr[i]) != lower(prefix.ptr[i]))
            return false;
    return true;
}

bool slice_ends(slice s, slice suffix)
{
    return s.len >= suffix.len && slice_equal(slice_skip(s, s.len - suffix.len), suffix);
}

slice slice_skip(slice s, size_t n)
{
    if (n >= s.len)
        return (slice){s.ptr ? s.ptr + s.len : NULL, 0};
    return (slice){s.ptr + n, s.len - n};
}

slice slice_first(slice s, size_t n)
{
    return (slice){s.ptr, n < s.len ? n : s.len};
}

size_t slice_find(slice s, slice needle)
{
    const char *found = s.len ? memmem(s.ptr, s.len, needle.ptr, needle.len) : NULL;
    return found ? (size_t)(found - s.ptr) : s.len;
}

bool slice_cut(slice *rest, char separator, slice *piece)
{
    if (!rest->ptr)
        return false;
    const char *at = rest->len ? memchr(rest->ptr, separator, rest->len) : NULL;
    if (!at) {
        *piece = *rest;
        *rest = (slice){NULL, 0};
        return true;
    }
    *piece = (slice){rest->ptr, (size_t)(at - rest->ptr)};
    *rest = slice_skip(*rest, piece->len + 1);
    return true;
}

bool slice_to_uint(slice s, uint64_t *out)
{
    uint64_t value = 0;
    if (s.len == 0 || s.len > 19)
        return false;
    for (size_t i = 0; i < s.len; i++) {
        if (s.ptr[i] < '0' || s.ptr[i] > '9')
            return false;
        value = value * 10 + (uint64_t)(s.ptr[i] - '0');
    }
    *out = value;
    return true;
}
