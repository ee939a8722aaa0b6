#include "screen/screen_stream.h"
#include "base/base_thread.h"
#include "format/format_csv.h"
#include "format/format_json.h"
#include "message/message_csv.h"
#include "party/party_ftm.h"
#include "text/text_utf8.h"

#include <errno.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

enum { BATCH_PER_THREAD = 512, READ_SIZE = 1 << 16, THREADS_WORTH = 8 };

/* One query on its way. The reader fills it, a worker answers it, the writer empties it. */
typedef struct stream_item {
    string line; /* of JSON, parsed by the worker */
    size_t number;
    bool parsed; /* query or error are set already (CSV) */
    query query;
    cordon_status status;
    cordon_error error;
    string out;
    size_t hits;
} stream_item;

typedef struct stream {
    const stream_options *options;
    FILE *in, *out;
    stream_summary *summary;
    cordon_error *error;
    screener **screeners;
    size_t threads;
    stream_item *items;
    size_t item_count, item_capacity;
    atomic_size_t next;
    column_map *columns;
    bool has_header;
} stream;

/* ---------------------------------------------------------------- answering */

static void answer(screener *s, stream_item *item, const result_options *options)
{
    char where[32];
    const screen_hit *hits = NULL;
    snprintf(where, sizeof where, "line %zu", item->number);
    item->hits = 0;
    if (!item->parsed)
        item->status = query_read_json(&item->query, text_slice(&item->line), where, &item->error);
    if (item->status == CORDON_OK) {
        cordon_error why;
        item->status = screener_run(s, &item->query, &hits, &item->hits, &why);
        if (item->status != CORDON_OK)
            (void)error_set(&item->error, item->status, "%s %zu: %s", item->parsed ? "record" : "line", item->number, why.message);
    }
    if (item->status == CORDON_OK)
        result_write(s, &item->query, hits, item->hits, options, &item->out);
    else
        result_write_error(text_slice(&item->query.id), item->error.message, options, &item->out);
}

static void work(void *context, size_t worker)
{
    stream *st = context;
    for (size_t i; (i = atomic_fetch_add(&st->next, 1)) < st->item_count;) /* one by one: some take a hundred times as long as others */
        answer(st->screeners[worker], &st->items[i], &st->options->result);
}

static cordon_status write_failed(stream *st)
{
    return error_set(st->error, CORDON_BAD_FILE, "cannot write the results: %s", strerror(errno));
}

static cordon_status write_item(stream *st, stream_item *item)
{
    stream_summary *sum = st->summary;
    sum->queries++;
    if (item->out.failed || item->status == CORDON_NO_MEMORY)
        return error_no_memory(st->error);
    if (item->status != CORDON_OK && sum->errors++ == 0)
        memcpy(sum->first_error, item->error.message, sizeof sum->first_error);
    sum->with_hits += item->hits > 0;
    bool good = item->out.len == 0 || fwrite(item->out.ptr, 1, item->out.len, st->out) == item->out.len;
    item->out.len = 0;
    return good ? CORDON_OK : write_failed(st);
}

static cordon_status run_batch(stream *st)
{
    if (st->item_count == 0)
        return CORDON_OK;
    atomic_store(&st->next, 0);
    thread_run(st->item_count < THREADS_WORTH ? 1 : st->threads, work, st);
    for (size_t i = 0; i < st->item_count; i++)
        TRY(write_item(st, &st->items[i]));
    st->item_count = 0;
    if (fflush(st->out) != 0)
        return write_failed(st);
    if (st->options->progress)
        st->options->progress(st->options->context, st->summary->queries);
    return CORDON_OK;
}

static cordon_status next_item(stream *st, stream_item **out)
{
    if (st->item_count == st->item_capacity)
        TRY(run_batch(st));
    *out = &st->items[st->item_count++];
    (*out)->status = CORDON_OK;
    (*out)->parsed = false;
    return CORDON_OK;
}

/* ---------------------------------------------------------------- JSON lines */

/* A line that may end in the next piece that is read. Too long a line keeps its beginning, which the reader of queries then refuses. */
typedef struct line_reader {
    string line;
    size_t number;
    cordon_status (*take)(void *context, slice line, size_t number);
    void *context;
} line_reader;

static cordon_status end_line(line_reader *r)
{
    r->number++;
    slice line = slice_trim(text_slice(&r->line));
    cordon_status status = line.len ? r->take(r->context, line, r->number) : CORDON_OK;
    r->line.len = 0;
    return status;
}

static cordon_status feed_lines(line_reader *r, slice bytes, cordon_error *error)
{
    while (bytes.len) {
        const char *end = memchr(bytes.ptr, '\n', bytes.len);
        slice piece = slice_first(bytes, end ? (size_t)(end - bytes.ptr) : bytes.len);
        bytes = slice_skip(bytes, piece.len + (end != NULL));
        text_add(&r->line, slice_first(piece, QUERY_BYTES_MAX + 1 - r->line.len));
        if (r->line.failed)
            return error_no_memory(error);
        if (end)
            TRY(end_line(r));
    }
    return CORDON_OK;
}

static cordon_status take_query_line(void *context, slice line, size_t number)
{
    stream *st = context;
    stream_item *item = NULL;
    TRY(next_item(st, &item));
    item->number = number;
    item->line.len = 0;
    text_add(&item->line, line);
    return item->line.failed ? error_no_memory(st->error) : CORDON_OK;
}

/* ---------------------------------------------------------------- CSV */

/* Fields that are no UTF-8 are read as Latin-1, record by record. */
static bool fields_to_utf8(const slice *fields, size_t count, slice *out, string *converted)
{
    size_t starts[CSV_FIELDS_MAX];
    for (size_t i = 0; i < count; i++) {
        starts[i] = converted->len;
        if (utf8_is_valid(fields[i]))
            text_add(converted, fields[i]);
        else
            utf8_add_latin1(converted, fields[i]);
    }
    for (size_t i = 0; i < count && !converted->failed; i++) {
        size_t end = i + 1 < count ? starts[i + 1] : converted->len;
        out[i] = end == starts[i] ? SLICE("") : (slice){converted->ptr + starts[i], end - starts[i]};
    }
    return !converted->failed;
}

static cordon_status take_csv_fields(stream *st, size_t number, const slice *fields, size_t count)
{
    stream_item *item = NULL;
    if (!st->has_header) {
        st->has_header = true;
        return csv_map_columns(fields, count, st->options->mapping, st->columns, &st->summary->unused_columns, st->error);
    }
    if (count == 1 && fields[0].len == 0)
        return CORDON_OK; /* an empty line */
    TRY(next_item(st, &item));
    item->number = number;
    item->parsed = true;
    item->status = query_read_csv(&item->query, st->columns, number, fields, count, &item->error);
    return CORDON_OK;
}

static cordon_status take_record(void *context, size_t number, const slice *fields, size_t count, cordon_error *error)
{
    stream *st = context;
    slice clean[CSV_FIELDS_MAX];
    string converted = {0};
    cordon_status status =
        fields_to_utf8(fields, count, clean, &converted) ? take_csv_fields(st, number, clean, count) : error_no_memory(error);
    text_free(&converted);
    return status;
}

/* ---------------------------------------------------------------- reading */

static bool looks_like_json(slice bytes)
{
    bytes = slice_trim(bytes);
    return bytes.len && (bytes.ptr[0] == '{' || bytes.ptr[0] == '[');
}

static cordon_status read_failed(stream *st)
{
    return error_set(st->error, CORDON_BAD_FILE, "cannot read the queries: %s", strerror(errno));
}

typedef cordon_status (*feed_call)(void *reader, slice bytes, cordon_error *error);

static cordon_status feed_csv(void *reader, slice bytes, cordon_error *error)
{
    return csv_feed(reader, bytes, error);
}

static cordon_status feed_json(void *reader, slice bytes, cordon_error *error)
{
    return feed_lines(reader, bytes, error);
}

static cordon_status feed_all(stream *st, slice first, feed_call feed, void *reader)
{
    char buffer[READ_SIZE];
    TRY(feed(reader, first, st->error));
    for (size_t got; (got = fread(buffer, 1, sizeof buffer, st->in)) > 0;)
        TRY(feed(reader, (slice){buffer, got}, st->error));
    return ferror(st->in) ? read_failed(st) : CORDON_OK;
}

static cordon_status read_json(stream *st, slice first)
{
    line_reader reader = {.take = take_query_line, .context = st};
    cordon_status status = feed_all(st, first, feed_json, &reader);
    if (status == CORDON_OK && reader.line.len)
        status = end_line(&reader);
    text_free(&reader.line);
    return status;
}

static cordon_status read_csv(stream *st, slice first)
{
    char separator = csv_guess_separator(slice_first(first, slice_find(first, SLICE("\n"))));
    csv_reader *reader = csv_open(separator, false, "queries", take_record, st);
    if (!reader)
        return error_no_memory(st->error);
    cordon_status status = feed_all(st, first, feed_csv, reader);
    if (status == CORDON_OK)
        status = csv_finish(reader, st->error);
    csv_close(reader);
    return status;
}

static cordon_status read_all(stream *st)
{
    char buffer[READ_SIZE];
    size_t got = fread(buffer, 1, sizeof buffer, st->in);
    slice first = {buffer, got};
    if (got == 0 && ferror(st->in))
        return read_failed(st);
    if (slice_starts(first, SLICE("\xEF\xBB\xBF")))
        first = slice_skip(first, 3);
    if (slice_starts(first, SLICE("\xFF\xFE")) || slice_starts(first, SLICE("\xFE\xFF")))
        return error_set(st->error, CORDON_BAD_INPUT, "the queries are in UTF-16: expected UTF-8 (or Latin-1 for CSV)");
    bool json = st->options->format == STREAM_JSONL || (st->options->format == STREAM_FIND_OUT && looks_like_json(first));
    TRY(json ? read_json(st, first) : read_csv(st, first));
    return run_batch(st);
}

/* ---------------------------------------------------------------- the whole stream */

static cordon_status open_stream(stream *st, const snapshot *s, const screen_policy *policy)
{
    st->threads = st->options->threads ? st->options->threads : thread_processors();
    if (st->threads > THREADS_MAX)
        return error_set(st->error, CORDON_OVER_LIMIT, "more than %d threads", THREADS_MAX);
    st->item_capacity = st->threads * BATCH_PER_THREAD;
    st->items = calloc(st->item_capacity, sizeof *st->items);
    st->screeners = calloc(st->threads, sizeof(screener *));
    st->columns = calloc(1, sizeof *st->columns);
    if (!st->items || !st->screeners || !st->columns)
        return error_no_memory(st->error);
    for (size_t i = 0; i < st->threads; i++)
        TRY(screener_new(s, policy, st->options->exhaustive, &st->screeners[i], st->error));
    return CORDON_OK;
}

static void close_stream(stream *st)
{
    for (size_t i = 0; st->items && i < st->item_capacity; i++) {
        query_free(&st->items[i].query);
        text_free(&st->items[i].line);
        text_free(&st->items[i].out);
    }
    for (size_t i = 0; st->screeners && i < st->threads; i++)
        screener_free(st->screeners[i]);
    free(st->items);
    free(st->screeners);
    free(st->columns);
}

static cordon_status write_start(stream *st)
{
    string start = {0};
    result_begin(&st->options->result, &start);
    bool good = start.len == 0 || fwrite(start.ptr, 1, start.len, st->out) == start.len;
    text_free(&start);
    return good ? CORDON_OK : write_failed(st);
}

cordon_status stream_screen(const snapshot *s, const screen_policy *policy, const stream_options *options, FILE *in, FILE *out,
                            stream_summary *summary, cordon_error *error)
{
    stream st = {.options = options, .in = in, .out = out, .summary = summary, .error = error};
    cordon_status status = open_stream(&st, s, policy);
    if (status == CORDON_OK)
        status = write_start(&st);
    if (status == CORDON_OK)
        status = read_all(&st);
    close_stream(&st);
    if (status == CORDON_OK && fflush(out) != 0)
        status = error_set(error, CORDON_BAD_FILE, "cannot write the results: %s", strerror(errno));
    return status;
}

/* ---------------------------------------------------------------- pairs */

typedef struct compare_stream {
    comparer *comparer;
    const screen_policy *policy;
    FILE *out;
    stream_summary *summary;
    cordon_error *error;
    query sides[2];
} compare_stream;

/* A side is a name or a whole entity. */
static cordon_status read_side(compare_stream *c, size_t side, const json_t *pair, const char *where, cordon_error *error)
{
    static const char keys[2][2] = {"a", "b"};
    query *q = &c->sides[side];
    const json_t *value = json_object_get(pair, keys[side]), *schema = json_object_get(pair, "schema");
    char place[64];
    query_clear(q);
    snprintf(place, sizeof place, "%s: %s", where, keys[side]);
    if (json_is_object(value)) {
        TRY(ftm_read_entity(value, place, SLICE("pair"), &q->memory, NULL, &q->party, error));
    } else if (json_is_string(value)) {
        slice name = arena_copy(&q->memory, (slice){json_string_value(value), json_string_length(value)});
        if (!name.ptr || !party_add(&q->party, FIELD_NAME, QUALITY_PRIMARY, name, SLICE("pair")))
            return error_no_memory(error);
    } else
        return error_set(error, CORDON_BAD_INPUT, "%s: expected a name or an entity", place);
    if (q->party.schema == SCHEMA_NONE && json_is_string(schema))
        q->party.schema = schema_of(slice_of(json_string_value(schema)));
    return query_check(q, place, error);
}

static cordon_status compare_line(compare_stream *c, slice line, const char *where, int32_t *score, cordon_error *error)
{
    json_t *pair = NULL;
    if (line.len > QUERY_BYTES_MAX)
        return error_set(error, CORDON_OVER_LIMIT, "%s: longer than %d bytes", where, QUERY_BYTES_MAX);
    TRY(json_read(line, where, &pair, error));
    cordon_status status = json_is_object(pair) ? CORDON_OK : error_set(error, CORDON_BAD_INPUT, "%s: expected a JSON object", where);
    for (size_t side = 0; status == CORDON_OK && side < 2; side++)
        status = read_side(c, side, pair, where, error);
    if (status == CORDON_OK)
        status = comparer_run(c->comparer, &c->sides[0].party, &c->sides[1].party, c->policy->birth, score, error);
    json_decref(pair);
    return status;
}

static cordon_status take_pair_line(void *context, slice line, size_t number)
{
    compare_stream *c = context;
    char where[32];
    int32_t score = 0;
    cordon_error why;
    string out = {0};
    snprintf(where, sizeof where, "line %zu", number);
    cordon_status status = compare_line(c, line, where, &score, &why);
    text_add_char(&out, '{');
    if (status == CORDON_OK)
        json_write_score(&out, "score", score);
    else
        json_write_member(&out, "error", slice_of(why.message));
    text_add(&out, SLICE("}\n"));
    if (status != CORDON_OK && c->summary->errors++ == 0)
        memcpy(c->summary->first_error, why.message, sizeof why.message);
    c->summary->queries++;
    bool good = !out.failed && fwrite(out.ptr, 1, out.len, c->out) == out.len;
    text_free(&out);
    return good ? CORDON_OK : error_set(c->error, CORDON_BAD_FILE, "cannot write the results: %s", strerror(errno));
}

cordon_status stream_compare(const screen_policy *policy, FILE *in, FILE *out, stream_summary *summary, cordon_error *error)
{
    compare_stream c = {.comparer = comparer_new(), .policy = policy, .out = out, .summary = summary, .error = error};
    line_reader reader = {.take = take_pair_line, .context = &c};
    stream st = {.in = in, .error = error};
    cordon_status status = c.comparer ? feed_all(&st, SLICE(""), feed_json, &reader) : error_no_memory(error);
    if (status == CORDON_OK && reader.line.len)
        status = end_line(&reader);
    if (status == CORDON_OK && fflush(out) != 0)
        status = error_set(error, CORDON_BAD_FILE, "cannot write the results: %s", strerror(errno));
    text_free(&reader.line);
    query_free(&c.sides[0]);
    query_free(&c.sides[1]);
    comparer_free(c.comparer);
    return status;
}
