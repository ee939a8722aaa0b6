#include "text/text_utf8.h"

static bool continues(unsigned char c)
{
    return (c & 0xC0) == 0x80;
}

/* Length of the well-formed sequence at the start of s, or 0. */
static size_t sequence_length(slice s)
{
    const unsigned char *b = (const unsigned char *)s.ptr;
    if (b[0] < 0x80)
        return 1;
    if (b[0] >= 0xC2 && b[0] <= 0xDF)
        return s.len >= 2 && continues(b[1]) ? 2 : 0;
    if (b[0] >= 0xE0 && b[0] <= 0xEF) {
        unsigned char low = b[0] == 0xE0 ? 0xA0 : 0x80, high = b[0] == 0xED ? 0x9F : 0xBF;
        return s.len >= 3 && b[1] >= low && b[1] <= high && continues(b[2]) ? 3 : 0;
    }
    if (b[0] >= 0xF0 && b[0] <= 0xF4) {
        unsigned char low = b[0] == 0xF0 ? 0x90 : 0x80, high = b[0] == 0xF4 ? 0x8F : 0xBF;
        return s.len >= 4 && b[1] >= low && b[1] <= high && continues(b[2]) && continues(b[3]) ? 4 : 0;
    }
    return 0;
}

uint32_t utf8_next(slice *s)
{
    const unsigned char *b = (const unsigned char *)s->ptr;
    size_t length = sequence_length(*s);
    uint32_t cp = UTF8_REPLACEMENT;
    if (length == 1)
        cp = b[0];
    else if (length == 2)
        cp = (uint32_t)(b[0] & 0x1F) << 6 | (b[1] & 0x3F);
    else if (length == 3)
        cp = (uint32_t)(b[0] & 0x0F) << 12 | (uint32_t)(b[1] & 0x3F) << 6 | (b[2] & 0x3F);
    else if (length == 4)
        cp = (uint32_t)(b[0] & 0x07) << 18 | (uint32_t)(b[1] & 0x3F) << 12 | (uint32_t)(b[2] & 0x3F) << 6 | (b[3] & 0x3F);
    *s = slice_skip(*s, length ? length : 1);
    return cp;
}

size_t utf8_first_invalid(slice s)
{
    size_t whole = s.len;
    while (s.len) {
        size_t length = sequence_length(s);
        if (length == 0)
            return whole - s.len;
        s = slice_skip(s, length);
    }
    return whole;
}

bool utf8_is_valid(slice s)
{
    return utf8_first_invalid(s) == s.len;
}

void utf8_add(string *t, uint32_t cp)
{
    char out[4];
    size_t n = 0;
    if (cp < 0x80)
        out[n++] = (char)cp;
    else if (cp < 0x800) {
        out[n++] = (char)(0xC0 | cp >> 6);
        out[n++] = (char)(0x80 | (cp & 0x3F));
    } else if (cp < 0x10000) {
        out[n++] = (char)(0xE0 | cp >> 12);
        out[n++] = (char)(0x80 | (cp >> 6 & 0x3F));
        out[n++] = (char)(0x80 | (cp & 0x3F));
    } else {
        out[n++] = (char)(0xF0 | (cp >> 18 & 7));
        out[n++] = (char)(0x80 | (cp >> 12 & 0x3F));
        out[n++] = (char)(0x80 | (cp >> 6 & 0x3F));
        out[n++] = (char)(0x80 | (cp & 0x3F));
    }
    text_add(t, (slice){out, n});
}

void utf8_add_latin1(string *t, slice bytes)
{
    /* Windows-1252, 0x80 to 0x9F (Unicode mapping table CP1252.TXT); 0: not assigned */
    static const uint16_t windows[32] = {0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
                                         0x2039, 0x0152, 0,      0x017D, 0,      0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
                                         0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178};
    for (size_t i = 0; i < bytes.len; i++) {
        unsigned char c = (unsigned char)bytes.ptr[i];
        uint32_t cp = c >= 0x80 && c < 0xA0 ? windows[c - 0x80] : c;
        utf8_add(t, cp ? cp : UTF8_REPLACEMENT);
    }
}
