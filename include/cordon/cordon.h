/* Cordon: screening against sanctions lists.

   The manual of the library. In short:

       cordon_compile(&options, &report, &error)                     official lists -> one snapshot file
       cordon_snapshot_open("current.snapshot", &snapshot, &error)
       cordon_policy_new(&policy, &error)                            thresholds, lists, weak aliases
       cordon_screener_new(snapshot, policy, 0, &screener, &error)   one for each thread
       cordon_screen(screener, query, size, 0, &result, &error)      a query in JSON -> its hits in JSON

   Ownership: what a function gives through a pointer to a handle is freed with the function named beside it. A cordon_text is freed with
   cordon_text_free. Strings that are passed in are only read during the call, unless it says otherwise.
   Threads: a snapshot and a policy may be used by any number of threads at once; a screener by one at a time.
   Errors: every function that can fail gives a cordon_status and, when it is not CORDON_OK, a message in *error (which may be NULL).
   Nothing is changed then, apart from texts, which may hold a part.
   Queries and results: doc/result.md. Scores are shares of 1, in steps of 0.0001. */
#ifndef CORDON_H
#define CORDON_H

#include <cordon/status.h>

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Version of the library, "0.1.0". Static. */
CORDON_PUBLIC const char *cordon_version(void);
/* SHA-256 of the scoring tables that this library was built with, in hexadecimal. Static. */
CORDON_PUBLIC const char *cordon_tables(void);

/* Bytes that the library wrote; size does not count the NUL behind them. All zero is an empty text. */
typedef struct cordon_text {
    char *data;
    size_t size;
} cordon_text;
CORDON_PUBLIC void cordon_text_free(cordon_text *text);

/* ------------------------------------------------------------------ compiling */

/* A list: its code and where it is. us_ofac_sdn, us_ofac_cons: the folder of OFAC's CSV files; un_sc_sanctions: the UN's XML file; any
   other code: a file of FollowTheMoney entities, one JSON object a line. */
typedef struct cordon_list {
    const char *code, *path;
    int skip_bad_records; /* of a list of your own: leave out records that cannot be read, and count them */
} cordon_list;

typedef struct cordon_compile_options {
    const cordon_list *lists;
    size_t list_count;
    const char *from;   /* instead of lists: prepare this snapshot's parties again, for this version of the library */
    const char *output; /* the snapshot; replaced at once or not at all */
    int allow_shrink;   /* also when a list lost more than a tenth of its entries against the snapshot that is replaced */
    int grade_aliases;  /* lists of your own: mark aliases that are short, have numbers, or are made of common words, places or a common
                           prefix and one word as weak (doc/policy.md). Not together with from, which keeps its marks */
    void (*progress)(void *context, const char *what); /* called when a list is begun; may be NULL */
    void *context;
} cordon_compile_options;

/* Compiles lists into a snapshot. *report gets a table of what each list gave. A list that is cut, empty, malformed or of another format is
   refused with a message that names file and record, and the file at output stays as it was. */
CORDON_PUBLIC CORDON_CHECKED cordon_status cordon_compile(const cordon_compile_options *options, cordon_text *report, cordon_error *error);

/* ------------------------------------------------------------------ snapshots */

typedef struct cordon_snapshot cordon_snapshot;

/* Maps a snapshot and checks all of it; of a file of more than 128 MB only the header and the tables of contents, and the rest when it is
 * read first: a query that meets damage there gets CORDON_BAD_SNAPSHOT, and so does every later one. One that was compiled for another
 * scoring version can be shown, but no screener made for it. The file must not be changed while it is open (replacing it by rename is
 * fine). What its screeners look up is kept with it for all of them, up to 26 MB, until it is closed: it changes no answer, only how soon
 * words that come again are known. */
CORDON_PUBLIC CORDON_CHECKED cordon_status cordon_snapshot_open(const char *path, cordon_snapshot **out, cordon_error *error);
/* Reads all of a snapshot of any size and checks every checksum and every reference. */
CORDON_PUBLIC CORDON_CHECKED cordon_status cordon_snapshot_verify(const char *path, cordon_error *error);
CORDON_PUBLIC void cordon_snapshot_close(cordon_snapshot *snapshot); /* NULL is allowed; no screener may be left that uses it */

/* What the snapshot holds: lists, versions, digests. A table, or one JSON object. */
CORDON_PUBLIC CORDON_CHECKED cordon_status cordon_snapshot_describe(const cordon_snapshot *snapshot, int json, cordon_text *out,
                                                                    cordon_error *error);
/* All that is known of one entry ("us_ofac_sdn:2674"), every value with where it comes from. CORDON_NOT_FOUND: there is none. */
CORDON_PUBLIC CORDON_CHECKED cordon_status cordon_snapshot_show(const cordon_snapshot *snapshot, const char *entity, int json,
                                                                cordon_text *out, cordon_error *error);

/* ------------------------------------------------------------------ policy */

typedef struct cordon_policy cordon_policy;

CORDON_PUBLIC CORDON_CHECKED cordon_status cordon_policy_new(cordon_policy **out, cordon_error *error); /* the defaults */
/* Sets one value: "threshold" and "strong" (0 to 1), "limit" (0: all hits), "weak-aliases" (off, exact, corroborated), "birth-date"
   (weighs, ignored), "list" (a code, may be given several times; without it all lists count). Copies its arguments. */
CORDON_PUBLIC CORDON_CHECKED cordon_status cordon_policy_set(cordon_policy *policy, const char *name, const char *value,
                                                             cordon_error *error);
/* Reads a file of such settings, "name = value" a line, # begins a comment. */
CORDON_PUBLIC CORDON_CHECKED cordon_status cordon_policy_read(cordon_policy *policy, const char *path, cordon_error *error);
CORDON_PUBLIC void cordon_policy_free(cordon_policy *policy); /* NULL is allowed */

/* ------------------------------------------------------------------ screening */

enum {
    CORDON_EXHAUSTIVE = 1, /* score every listed name instead of asking the index: the same answers, slowly */
    CORDON_EXPLAIN = 2,    /* every token and fact of every hit */
    CORDON_TABLE = 4,      /* a table for people instead of JSON */
    CORDON_CSV = 8,        /* rows of CSV instead of JSON */
    CORDON_COLOUR = 16     /* of a table: terminal colours */
};

typedef struct cordon_screener cordon_screener;

/* flags: CORDON_EXHAUSTIVE or 0. Snapshot must outlive the screener; the policy is copied. */
CORDON_PUBLIC CORDON_CHECKED cordon_status cordon_screener_new(const cordon_snapshot *snapshot, const cordon_policy *policy, int flags,
                                                               cordon_screener **out, cordon_error *error);
CORDON_PUBLIC void cordon_screener_free(cordon_screener *screener); /* NULL is allowed */

/* Screens one query, a JSON object of size bytes, and appends its result to *out. *hits, which may be NULL, gets the number of hits. */
CORDON_PUBLIC CORDON_CHECKED cordon_status cordon_screen(cordon_screener *screener, const char *query, size_t size, int flags,
                                                         cordon_text *out, size_t *hits, cordon_error *error);

/* How a query met one entry, whatever its score: the whole evidence, as a table (CORDON_TABLE) or JSON. */
CORDON_PUBLIC CORDON_CHECKED cordon_status cordon_explain(cordon_screener *screener, const char *query, size_t size, const char *entity,
                                                          int flags, cordon_text *out, cordon_error *error);

/* Listed names that stand in a text (UTF-8): a JSON line for each place, or a table. name is what the result calls the text. */
CORDON_PUBLIC CORDON_CHECKED cordon_status cordon_scan(cordon_screener *screener, const char *name, const char *text, size_t size,
                                                       int flags, cordon_text *out, size_t *places, cordon_error *error);

typedef struct cordon_stream_options {
    const char *format;                              /* "jsonl", "csv", or NULL: find out */
    const char *mapping;                             /* of CSV columns: "name=Customer,birthDate=Born"; may be NULL */
    int flags;                                       /* CORDON_... */
    size_t threads;                                  /* 0: one for each processor */
    void (*progress)(void *context, size_t queries); /* may be NULL */
    void *context;
} cordon_stream_options;

typedef struct cordon_stream_summary {
    size_t queries, with_hits, errors;
    char first_error[CORDON_MESSAGE_MAX];
    char unused_columns[CORDON_MESSAGE_MAX]; /* of CSV: columns that say nothing to Cordon */
} cordon_stream_summary;

/* Screens a stream of queries. Results come in the order of the queries and are the same bytes for any number of threads. A bad query gets
   an error in its place and is counted; the status is then still CORDON_OK. */
CORDON_PUBLIC CORDON_CHECKED cordon_status cordon_screen_stream(const cordon_snapshot *snapshot, const cordon_policy *policy,
                                                                const cordon_stream_options *options, FILE *in, FILE *out,
                                                                cordon_stream_summary *summary, cordon_error *error);

/* Compares pairs, one JSON object a line: {"schema":"Person","a":"..","b":".."}, a as the query, b as the listed side; a and b may be whole
   entities. Writes {"score":0.97} for each. policy may be NULL. */
CORDON_PUBLIC CORDON_CHECKED cordon_status cordon_compare_stream(const cordon_policy *policy, FILE *in, FILE *out,
                                                                 cordon_stream_summary *summary, cordon_error *error);

/* Screens every listed name, and a sample of manipulated ones, against the snapshot itself. The report says how many found their own party
   and at what score; *passed is 1 when every listed name found itself at 1.0. threads: 0: one for each processor. */
CORDON_PUBLIC CORDON_CHECKED cordon_status cordon_selftest(const cordon_snapshot *snapshot, size_t threads, cordon_text *report,
                                                           int *passed, cordon_error *error);

#ifdef __cplusplus
}
#endif

#endif
