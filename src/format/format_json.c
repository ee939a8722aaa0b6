#include "format/format_json.h"
#include "text/text_utf8.h"

#include <string.h>

cordon_status json_read(slice bytes, const char *where, json_t **out, cordon_error *error)
{
    json_error_t why;
    *out = json_loadb(bytes.ptr ? bytes.ptr : "", bytes.len, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, &why);
    if (*out)
        return CORDON_OK;
    if (json_error_code(&why) == json_error_out_of_memory)
        return error_no_memory(error);
    return error_set(error, CORDON_BAD_INPUT, "%s: not a JSON value: %s (column %d)", where, why.text, why.column);
}

slice json_text(const json_t *value, char buffer[32])
{
    if (json_is_string(value))
        return (slice){json_string_value(value), json_string_length(value)};
    int n = 0;
    if (json_is_integer(value))
        n = snprintf(buffer, 32, "%lld", (long long)json_integer_value(value));
    else if (json_is_real(value))
        n = snprintf(buffer, 32, "%.15g", json_real_value(value));
    return (slice){buffer, (size_t)n};
}

static void write_point(string *t, uint32_t cp)
{
    if (cp == '"' || cp == '\\')
        text_format(t, "\\%c", (char)cp);
    else if (cp == '\n')
        text_add(t, SLICE("\\n"));
    else if (cp == '\t')
        text_add(t, SLICE("\\t"));
    else if (cp < 0x20 || cp == 0x7F || cp == 0x2028 || cp == 0x2029)
        text_format(t, "\\u%04x", cp);
    else
        utf8_add(t, cp);
}

static bool is_plain(unsigned char c)
{
    return c >= 0x20 && c < 0x7F && c != '"' && c != '\\';
}

void json_write_string(string *t, slice s)
{
    text_add_char(t, '"');
    while (s.len) {
        size_t plain = 0;
        while (plain < s.len && is_plain((unsigned char)s.ptr[plain]))
            plain++;
        text_add(t, slice_first(s, plain));
        s = slice_skip(s, plain);
        if (s.len)
            write_point(t, utf8_next(&s));
    }
    text_add_char(t, '"');
}

void json_write_comma(string *t)
{
    if (t->len && t->ptr[t->len - 1] != '{' && t->ptr[t->len - 1] != '[')
        text_add_char(t, ',');
}

void json_write_key(string *t, const char *key)
{
    json_write_comma(t);
    json_write_string(t, slice_of(key));
    text_add_char(t, ':');
}

void json_write_member(string *t, const char *key, slice value)
{
    json_write_key(t, key);
    json_write_string(t, value);
}

void json_write_number(string *t, const char *key, long long value)
{
    json_write_key(t, key);
    text_format(t, "%lld", value);
}

void json_write_score(string *t, const char *key, int score)
{
    json_write_key(t, key);
    if (score >= 10000)
        text_add(t, SLICE("1.0"));
    else
        text_format(t, "0.%04d", score);
}
