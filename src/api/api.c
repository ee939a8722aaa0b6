/* The public library: opaque handles around the rooms below, and nothing else. */
#include <cordon/cordon.h>

#include "base/base_file.h"
#include "base/base_thread.h"
#include "compile/compile.h"
#include "screen/screen_scan.h"
#include "screen/screen_selftest.h"
#include "screen/screen_show.h"
#include "screen/screen_stream.h"
#include "screen/screen_table.h"

#include <stdlib.h>
#include <string.h>

struct cordon_policy {
    screen_policy policy;
    arena memory; /* of values that were set */
};

static cordon_status give_text(string *from, cordon_text *to, cordon_error *error)
{
    text_add_char(from, '\0');
    if (from->failed) {
        text_free(from);
        return error_no_memory(error);
    }
    *to = (cordon_text){from->ptr, from->len - 1};
    return CORDON_OK;
}

/* Appends to what the caller has: a cordon_text is always a whole allocation of its own. */
static string take_text(const cordon_text *from)
{
    return (string){from->data, from->size, from->data ? from->size + 1 : 0, false};
}

const char *cordon_version(void)
{
    return CORDON_VERSION;
}

const char *cordon_tables(void)
{
    return table_digest().ptr;
}

void cordon_text_free(cordon_text *t)
{
    free(t->data);
    *t = (cordon_text){0};
}

/* ---------------------------------------------------------------- compiling */

cordon_status cordon_compile(const cordon_compile_options *o, cordon_text *report, cordon_error *error)
{
    string out = take_text(report);
    list_source *sources = calloc(o->list_count + 1, sizeof *sources);
    if (!sources)
        return error_no_memory(error);
    for (size_t i = 0; i < o->list_count; i++)
        sources[i] = (list_source){.code = o->lists[i].code,
                                   .path = o->lists[i].path,
                                   .skip_bad_records = o->lists[i].skip_bad_records != 0,
                                   .grade_aliases = o->grade_aliases != 0};
    compile_options options = {.sources = sources,
                               .source_count = o->list_count,
                               .from = o->from,
                               .output = o->output,
                               .allow_shrink = o->allow_shrink != 0,
                               .grade_aliases = o->grade_aliases != 0,
                               .progress = o->progress,
                               .context = o->context};
    cordon_status status = compile_run(&options, &out, error);
    free(sources);
    cordon_status given = give_text(&out, report, error);
    return status == CORDON_OK ? given : status;
}

/* ---------------------------------------------------------------- snapshots */

struct cordon_snapshot {
    snapshot *snapshot;
};

cordon_status cordon_snapshot_open(const char *path, cordon_snapshot **out, cordon_error *error)
{
    cordon_snapshot *s = calloc(1, sizeof *s);
    *out = NULL;
    if (!s)
        return error_no_memory(error);
    cordon_status status = snapshot_open(path, &s->snapshot, error);
    if (status != CORDON_OK) {
        free(s);
        return status;
    }
    *out = s;
    return CORDON_OK;
}

/* The index is checked by the screener that would search it; one of another scoring version has none that could. */
cordon_status cordon_snapshot_verify(const char *path, cordon_error *error)
{
    snapshot *s = NULL;
    screener *searches = NULL;
    screen_policy policy = policy_default();
    TRY(snapshot_open_checking(path, SIZE_MAX, &s, error));
    cordon_status status = CORDON_OK;
    if (snapshot_check_scoring(s, NULL) == CORDON_OK)
        status = screener_verify(s, error);
    if (status == CORDON_OK && snapshot_check_scoring(s, NULL) == CORDON_OK)
        status = screener_new(s, &policy, false, &searches, error);
    screener_free(searches);
    snapshot_close(s);
    return status;
}

void cordon_snapshot_close(cordon_snapshot *s)
{
    if (!s)
        return;
    snapshot_close(s->snapshot);
    free(s);
}

cordon_status cordon_snapshot_describe(const cordon_snapshot *s, int json, cordon_text *out, cordon_error *error)
{
    string written = take_text(out);
    show_snapshot(s->snapshot, json != 0, &written);
    return give_text(&written, out, error);
}

cordon_status cordon_snapshot_show(const cordon_snapshot *s, const char *entity, int json, cordon_text *out, cordon_error *error)
{
    string written = take_text(out);
    cordon_status status = show_entity(s->snapshot, slice_of(entity), json != 0, &written, error);
    if (snapshot_check(s->snapshot, NULL) != CORDON_OK) /* what was not found may be what is damaged */
        status = snapshot_check(s->snapshot, error);
    cordon_status given = give_text(&written, out, error);
    return status == CORDON_OK ? given : status;
}

/* ---------------------------------------------------------------- policy */

cordon_status cordon_policy_new(cordon_policy **out, cordon_error *error)
{
    *out = calloc(1, sizeof **out);
    if (!*out)
        return error_no_memory(error);
    (*out)->policy = policy_default();
    return CORDON_OK;
}

cordon_status cordon_policy_set(cordon_policy *p, const char *name, const char *value, cordon_error *error)
{
    slice copy = arena_copy(&p->memory, slice_of(value));
    return copy.ptr ? policy_set(&p->policy, slice_of(name), copy, error) : error_no_memory(error);
}

enum { POLICY_BYTES_MAX = 1 << 20 };

cordon_status cordon_policy_read(cordon_policy *p, const char *path, cordon_error *error)
{
    char *bytes = NULL;
    size_t size = 0;
    TRY(file_read(path, POLICY_BYTES_MAX, &bytes, &size, error));
    slice copy = arena_copy(&p->memory, (slice){bytes, size});
    free(bytes);
    return copy.ptr ? policy_read(&p->policy, copy, path, error) : error_no_memory(error);
}

void cordon_policy_free(cordon_policy *p)
{
    if (!p)
        return;
    arena_free(&p->memory);
    free(p);
}

static result_options result_of_flags(int flags)
{
    result_format format = flags & CORDON_TABLE ? RESULT_TABLE : flags & CORDON_CSV ? RESULT_CSV : RESULT_JSONL;
    return (result_options){format, (flags & CORDON_EXPLAIN) != 0, (flags & CORDON_COLOUR) != 0};
}

/* ---------------------------------------------------------------- one query */

struct cordon_screener {
    screener *screener;
    query query;
};

cordon_status cordon_screener_new(const cordon_snapshot *s, const cordon_policy *policy, int flags, cordon_screener **out,
                                  cordon_error *error)
{
    *out = calloc(1, sizeof **out);
    if (!*out)
        return error_no_memory(error);
    cordon_status status = screener_new(s->snapshot, &policy->policy, (flags & CORDON_EXHAUSTIVE) != 0, &(*out)->screener, error);
    if (status != CORDON_OK) {
        free(*out);
        *out = NULL;
    }
    return status;
}

void cordon_screener_free(cordon_screener *s)
{
    if (!s)
        return;
    screener_free(s->screener);
    query_free(&s->query);
    free(s);
}

cordon_status cordon_screen(cordon_screener *s, const char *json, size_t size, int flags, cordon_text *out, size_t *hits,
                            cordon_error *error)
{
    const screen_hit *found;
    size_t count;
    result_options options = result_of_flags(flags);
    TRY(query_read_json(&s->query, (slice){json, size}, "query", error));
    TRY(screener_run(s->screener, &s->query, &found, &count, error));
    string written = take_text(out);
    result_begin(&options, &written);
    result_write(s->screener, &s->query, found, count, &options, &written);
    if (hits)
        *hits = count;
    return give_text(&written, out, error);
}

cordon_status cordon_explain(cordon_screener *s, const char *json, size_t size, const char *entity, int flags, cordon_text *out,
                             cordon_error *error)
{
    size_t place;
    screen_hit hit;
    result_options options = result_of_flags(flags | CORDON_EXPLAIN);
    if (!snapshot_find_entity(screener_snapshot(s->screener), slice_of(entity), &place))
        return error_set(error, CORDON_NOT_FOUND,
                         "\"%.200s\": the snapshot has no such entry (expected list:id, for example us_ofac_sdn:2674)", entity);
    TRY(query_read_json(&s->query, (slice){json, size}, "query", error));
    TRY(screener_explain(s->screener, &s->query, place, &hit, error));
    string written = take_text(out);
    result_write(s->screener, &s->query, &hit, 1, &options, &written);
    return give_text(&written, out, error);
}

cordon_status cordon_scan(cordon_screener *s, const char *name, const char *bytes, size_t size, int flags, cordon_text *out, size_t *places,
                          cordon_error *error)
{
    size_t count = 0;
    string written = take_text(out);
    result_options options = result_of_flags(flags);
    cordon_status status = scan_text(s->screener, slice_of(name), (slice){bytes, size}, &options, &written, &count, error);
    cordon_status given = give_text(&written, out, error);
    if (places)
        *places = count;
    return status == CORDON_OK ? given : status;
}

cordon_status cordon_selftest(const cordon_snapshot *s, size_t threads, cordon_text *report, int *passed, cordon_error *error)
{
    bool good = false;
    string written = take_text(report);
    if (threads > THREADS_MAX)
        threads = THREADS_MAX;
    cordon_status status = selftest_run(s->snapshot, threads ? threads : thread_processors(), &written, &good, error);
    cordon_status given = give_text(&written, report, error);
    *passed = good;
    return status == CORDON_OK ? given : status;
}

/* ---------------------------------------------------------------- streams */

static void give_summary(stream_summary *from, cordon_stream_summary *to)
{
    *to = (cordon_stream_summary){.queries = from->queries, .with_hits = from->with_hits, .errors = from->errors};
    memcpy(to->first_error, from->first_error, sizeof to->first_error);
    snprintf(to->unused_columns, sizeof to->unused_columns, "%.*s", (int)from->unused_columns.len,
             from->unused_columns.ptr ? from->unused_columns.ptr : "");
    text_free(&from->unused_columns);
}

static cordon_status stream_format_of(const char *name, stream_format *out, cordon_error *error)
{
    *out = STREAM_FIND_OUT;
    if (!name || strcmp(name, "auto") == 0)
        return CORDON_OK;
    if (strcmp(name, "jsonl") != 0 && strcmp(name, "csv") != 0)
        return error_set(error, CORDON_BAD_INPUT, "format: expected jsonl or csv, found \"%.40s\"", name);
    *out = name[0] == 'j' ? STREAM_JSONL : STREAM_CSV;
    return CORDON_OK;
}

cordon_status cordon_screen_stream(const cordon_snapshot *s, const cordon_policy *policy, const cordon_stream_options *o, FILE *in,
                                   FILE *out, cordon_stream_summary *summary, cordon_error *error)
{
    stream_summary sum = {0};
    stream_options options = {.mapping = slice_of(o->mapping),
                              .result = result_of_flags(o->flags),
                              .threads = o->threads,
                              .exhaustive = (o->flags & CORDON_EXHAUSTIVE) != 0,
                              .progress = o->progress,
                              .context = o->context};
    TRY(stream_format_of(o->format, &options.format, error));
    cordon_status status = stream_screen(s->snapshot, &policy->policy, &options, in, out, &sum, error);
    give_summary(&sum, summary);
    return status;
}

cordon_status cordon_compare_stream(const cordon_policy *policy, FILE *in, FILE *out, cordon_stream_summary *summary, cordon_error *error)
{
    stream_summary sum = {0};
    screen_policy standard = policy_default();
    cordon_status status = stream_compare(policy ? &policy->policy : &standard, in, out, &sum, error);
    give_summary(&sum, summary);
    return status;
}
