/* A stream of queries becomes a stream of results: in order, the same bytes for any number of threads, bad queries answered in their place.
 */
#ifndef SCREEN_STREAM_H
#define SCREEN_STREAM_H

#include "screen/screen_result.h"
#include <stdio.h>

typedef enum stream_format { STREAM_FIND_OUT, STREAM_JSONL, STREAM_CSV } stream_format;

typedef struct stream_options {
    stream_format format;
    slice mapping; /* of CSV columns, may be empty */
    result_options result;
    size_t threads; /* 0: one for each processor */
    bool exhaustive;
    void (*progress)(void *context, size_t queries); /* after each batch; may be NULL */
    void *context;
} stream_options;

typedef struct stream_summary {
    size_t queries, with_hits, errors;
    char first_error[CORDON_MESSAGE_MAX];
    string unused_columns; /* of CSV, separated by commas; to be freed */
} stream_summary;

/* Reads queries from in until its end and writes results to out. CORDON_OK although some queries were bad: they are counted. Another
   status: the stream as a whole could not be read or written, or its header or options are wrong. */
cordon_status stream_screen(const snapshot *s, const screen_policy *policy, const stream_options *options, FILE *in, FILE *out,
                            stream_summary *summary, cordon_error *error);

/* Reads pairs, one JSON object a line ({"schema":..,"a":..,"b":..}; a is the query, b the listed side, each a name or an entity), and
   writes
   {"score":0.97} or {"error":".."} for each. */
cordon_status stream_compare(const screen_policy *policy, FILE *in, FILE *out, stream_summary *summary, cordon_error *error);

#endif
