/* JSON: reading by jansson under strict settings, writing straight into a text. */
#ifndef FORMAT_JSON_H
#define FORMAT_JSON_H

#include "base/base_status.h"
#include "base/base_text.h"
#include <jansson.h>

/* Reads one JSON value. Duplicate keys, bytes that are no UTF-8 and anything behind the value are refused. where ("line 3 of x.jsonl")
   begins the message. The caller gives the value back with json_decref. */
cordon_status json_read(slice bytes, const char *where, json_t **out, cordon_error *error);

/* The text of a string, or of a number as it is written; empty for anything else. Borrowed from the value; numbers go into buffer. */
slice json_text(const json_t *value, char buffer[32]);

/* A string with its quotes; bytes that are no UTF-8 become U+FFFD. */
void json_write_string(string *t, slice s);
/* "key": with a comma before it unless the text ends with an opening bracket. */
void json_write_key(string *t, const char *key);
void json_write_member(string *t, const char *key, slice value);
void json_write_number(string *t, const char *key, long long value);
/* A score of ten-thousandths as 0.9731, 1.0. */
void json_write_score(string *t, const char *key, int score);
/* A comma unless the text ends with an opening bracket: before an element of an array. */
void json_write_comma(string *t);

#endif
