/* The commands that screen: screen, search, compare, explain, scan. */
#include "cli/cli.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* Snapshot, policy and screener of a command. */
typedef struct session {
    cordon_snapshot *snapshot;
    cordon_policy *policy;
    cordon_screener *screener;
} session;

static void close_session(session *s)
{
    cordon_screener_free(s->screener);
    cordon_policy_free(s->policy);
    cordon_snapshot_close(s->snapshot);
}

static bool open_session(session *s, const cli_options *o, int flags, cordon_error *error)
{
    *s = (session){0};
    if (cli_make_policy(o, &s->policy, error) && cli_open_snapshot(o, &s->snapshot, error) &&
        cordon_screener_new(s->snapshot, s->policy, flags & CORDON_EXHAUSTIVE, &s->screener, error) == CORDON_OK)
        return true;
    close_session(s);
    return false;
}

static int write_text(const cordon_text *t, int status)
{
    if (t->size && (fwrite(t->data, 1, t->size, stdout) != t->size || fflush(stdout) != 0))
        return cli_fail_with(strerror(errno), "cannot write the results");
    return status;
}

/* ---------------------------------------------------------------- screen */

static void show_progress(void *context, size_t queries)
{
    (void)context;
    fprintf(stderr, "\r%zu screened", queries);
}

static int end_of_stream(const cordon_stream_summary *sum)
{
    if (sum->unused_columns[0])
        fprintf(stderr, "cordon: columns that were not used: %s (--map says otherwise)\n", sum->unused_columns);
    if (sum->errors) {
        fprintf(stderr, "cordon: %zu of %zu could not be screened; the first: %s\n", sum->errors, sum->queries, sum->first_error);
        return EXIT_TROUBLE;
    }
    return sum->with_hits ? EXIT_HITS : EXIT_NO_HIT;
}

static int screen_stream(const cli_options *o, int flags, FILE *in)
{
    cordon_error error;
    cordon_stream_summary summary = {0};
    cordon_policy *policy = NULL;
    cordon_snapshot *snapshot = NULL;
    bool progress = cli_shows_progress();
    cordon_stream_options options = {
        .format = o->format, .mapping = o->mapping, .flags = flags, .threads = o->threads, .progress = progress ? show_progress : NULL};
    bool good = cli_make_policy(o, &policy, &error) && cli_open_snapshot(o, &snapshot, &error) &&
                cordon_screen_stream(snapshot, policy, &options, in, stdout, &summary, &error) == CORDON_OK;
    if (progress && summary.queries)
        fputc('\n', stderr);
    cordon_policy_free(policy);
    cordon_snapshot_close(snapshot);
    return good ? end_of_stream(&summary) : cli_fail(&error);
}

int command_screen(const cli_options *o)
{
    int flags;
    if (o->word_count)
        return cli_fail_with("screen takes no such argument: queries come from standard input or --input FILE", o->words[0]);
    if (!cli_result_flags(o, 0, &flags))
        return EXIT_TROUBLE;
    FILE *in = o->input && strcmp(o->input, "-") != 0 ? fopen(o->input, "rb") : stdin;
    if (!in)
        return cli_fail_with(strerror(errno), o->input);
    int status = screen_stream(o, flags, in);
    if (in != stdin)
        fclose(in);
    return status;
}

int command_compare(const cli_options *o)
{
    cordon_error error;
    cordon_stream_summary summary = {0};
    cordon_policy *policy = NULL;
    bool good = cli_make_policy(o, &policy, &error) && cordon_compare_stream(policy, stdin, stdout, &summary, &error) == CORDON_OK;
    cordon_policy_free(policy);
    return good ? end_of_stream(&summary) : cli_fail(&error);
}

/* ---------------------------------------------------------------- search, explain */

static int search(const cli_options *o, session *s, int flags)
{
    cordon_error error;
    cordon_text json = {0}, result = {0};
    size_t hits = 0;
    if (!cli_make_query(o, 0, &json))
        return cli_fail_with("out of memory", "search");
    bool good = cordon_screen(s->screener, json.data, json.size, flags, &result, &hits, &error) == CORDON_OK;
    int status = good ? write_text(&result, hits ? EXIT_HITS : EXIT_NO_HIT) : cli_fail(&error);
    cordon_text_free(&json);
    cordon_text_free(&result);
    return status;
}

int command_search(const cli_options *o)
{
    cordon_error error;
    session s;
    int flags;
    if (o->word_count == 0 && o->fact_count == 0)
        return cli_fail_with("expected a name (cordon search --help)", "search");
    if (!cli_result_flags(o, CORDON_TABLE, &flags))
        return EXIT_TROUBLE;
    if (!open_session(&s, o, flags, &error))
        return cli_fail(&error);
    int status = search(o, &s, flags);
    close_session(&s);
    return status;
}

int command_explain(const cli_options *o)
{
    cordon_error error;
    session s;
    int flags, status;
    cordon_text json = {0}, result = {0};
    if (o->word_count < 1 || (o->word_count == 1 && o->fact_count == 0))
        return cli_fail_with("expected an entry and a name (cordon explain --help)", "explain");
    if (o->to && strcmp(o->to, "csv") == 0)
        return cli_fail_with("explain writes table or jsonl", "--to csv");
    if (!cli_result_flags(o, CORDON_TABLE, &flags))
        return EXIT_TROUBLE;
    if (!open_session(&s, o, flags, &error))
        return cli_fail(&error);
    if (!cli_make_query(o, 1, &json))
        status = cli_fail_with("out of memory", "explain");
    else if (cordon_explain(s.screener, json.data, json.size, o->words[0], flags, &result, &error) == CORDON_OK)
        status = write_text(&result, 0);
    else
        status = cli_fail(&error);
    cordon_text_free(&json);
    cordon_text_free(&result);
    close_session(&s);
    return status;
}

/* ---------------------------------------------------------------- scan */

enum { TEXT_BYTES_MAX = 64 << 20 };

/* Reads a whole text; false with errno set. */
static bool read_text(const char *path, cordon_text *out)
{
    char *buffer = NULL;
    size_t size = 0;
    FILE *in = strcmp(path, "-") == 0 ? stdin : fopen(path, "rb"), *to = in ? open_memstream(&buffer, &size) : NULL;
    char piece[1 << 16];
    bool good = in && to;
    for (size_t got, all = 0; good && (got = fread(piece, 1, sizeof piece, in)) > 0; all += got) {
        good = all + got <= TEXT_BYTES_MAX && fwrite(piece, 1, got, to) == got;
        if (all + got > TEXT_BYTES_MAX)
            errno = EFBIG;
    }
    good = good && !ferror(in);
    int reason = errno;
    if (to)
        fclose(to);
    if (in && in != stdin)
        fclose(in);
    *out = (cordon_text){buffer, size};
    errno = reason;
    return good;
}

static int scan_file(session *s, const char *path, int flags)
{
    cordon_error error;
    cordon_text bytes = {0}, result = {0};
    size_t places = 0;
    int status;
    if (!read_text(path, &bytes))
        status = cli_fail_with(strerror(errno), path);
    else if (cordon_scan(s->screener, path, bytes.data, bytes.size, flags, &result, &places, &error) == CORDON_OK)
        status = write_text(&result, places ? EXIT_HITS : EXIT_NO_HIT);
    else
        status = cli_fail(&error);
    cordon_text_free(&bytes);
    cordon_text_free(&result);
    return status;
}

int command_scan(const cli_options *o)
{
    static cli_options strict; /* too large for the stack of some systems */
    cordon_error error;
    session s;
    int flags, status = EXIT_NO_HIT;
    strict = *o;
    strict.standard_threshold = "0.65"; /* running text holds many words that only look like names */
    if (o->to && strcmp(o->to, "csv") == 0)
        return cli_fail_with("scan writes table or jsonl", "--to csv");
    if (!cli_result_flags(o, CORDON_TABLE, &flags))
        return EXIT_TROUBLE;
    if (!open_session(&s, &strict, flags, &error))
        return cli_fail(&error);
    for (size_t i = 0; i < o->word_count || (i == 0 && o->word_count == 0); i++) {
        int one = scan_file(&s, o->word_count ? o->words[i] : "-", flags);
        status = one > status ? one : status;
    }
    close_session(&s);
    return status;
}
