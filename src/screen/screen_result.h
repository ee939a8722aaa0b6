/* The one writer of results: doc/result.md describes every member. */
#ifndef SCREEN_RESULT_H
#define SCREEN_RESULT_H

#include "screen/screen_engine.h"

typedef enum result_format { RESULT_JSONL, RESULT_CSV, RESULT_TABLE } result_format;

typedef struct result_options {
    result_format format;
    bool explain; /* every token and fact of every hit */
    bool colour;  /* of a table */
} result_options;

/* What stands before the first result: the header of a CSV, nothing otherwise. */
void result_begin(const result_options *options, string *out);
/* One query's hits: a line of JSON, rows of CSV, or a table. */
void result_write(screener *s, const query *q, const screen_hit *hits, size_t count, const result_options *options, string *out);
/* A query that could not be screened. id is JSON. */
void result_write_error(slice id, const char *message, const result_options *options, string *out);
/* The members "hits" and "madeBy" of a result in JSON. */
void result_write_hits(screener *s, const query *q, const screen_hit *hits, size_t count, bool explain, string *out);
/* The evidence behind one hit as JSON members, for `explain`. */
void result_write_explanation(const screen_evidence *e, string *out);
/* "list:native-id" of a party. */
void result_write_entity(const snapshot *s, uint32_t place, string *out);

#endif
