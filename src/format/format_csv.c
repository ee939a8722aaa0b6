#include "format/format_csv.h"

#include <csv.h>
#include <stdlib.h>
#include <string.h>

struct csv_reader {
    struct csv_parser parser;
    const char *name;
    csv_record_call call;
    void *context;
    size_t number, count;
    string bytes; /* the fields of the record, one behind the other */
    size_t ends[CSV_FIELDS_MAX];
    cordon_status status;
    cordon_error *error;
};

static void add_field(void *field, size_t size, void *context)
{
    csv_reader *r = context;
    if (r->status != CORDON_OK)
        return;
    if (r->count == CSV_FIELDS_MAX || size > CSV_RECORD_MAX - r->bytes.len) {
        r->status = error_set(r->error, CORDON_OVER_LIMIT, "%s: record %zu: more than %d fields or %d bytes", r->name, r->number + 1,
                              CSV_FIELDS_MAX, CSV_RECORD_MAX);
        return;
    }
    text_add(&r->bytes, (slice){field, size});
    r->ends[r->count++] = r->bytes.len;
    if (r->bytes.failed)
        r->status = error_no_memory(r->error);
}

static void end_record(int end, void *context)
{
    csv_reader *r = context;
    slice fields[CSV_FIELDS_MAX];
    (void)end;
    if (r->status != CORDON_OK)
        return;
    r->number++;
    for (size_t i = 0, from = 0; i < r->count; i++) {
        fields[i] = (slice){r->bytes.ptr ? r->bytes.ptr + from : "", r->ends[i] - from};
        from = r->ends[i];
    }
    r->status = r->call(r->context, r->number, fields, r->count, r->error);
    r->bytes.len = r->count = 0;
}

csv_reader *csv_open(char separator, bool strict, const char *name, csv_record_call call, void *context)
{
    csv_reader *r = calloc(1, sizeof *r);
    if (!r)
        return NULL;
    unsigned char options = strict ? CSV_STRICT | CSV_STRICT_FINI : 0;
    if (csv_init(&r->parser, options) != 0) {
        free(r);
        return NULL;
    }
    csv_set_delim(&r->parser, (unsigned char)separator);
    r->name = name;
    r->call = call;
    r->context = context;
    return r;
}

static cordon_status refuse(csv_reader *r, cordon_error *error)
{
    if (csv_error(&r->parser) == CSV_ENOMEM)
        return error_no_memory(error);
    return error_set(error, CORDON_BAD_INPUT, "%s: record %zu: not CSV: %s", r->name, r->number + 1, csv_strerror(csv_error(&r->parser)));
}

cordon_status csv_feed(csv_reader *r, slice bytes, cordon_error *error)
{
    r->error = error;
    if (bytes.len && csv_parse(&r->parser, bytes.ptr, bytes.len, add_field, end_record, r) != bytes.len && r->status == CORDON_OK)
        return refuse(r, error);
    return r->status;
}

cordon_status csv_finish(csv_reader *r, cordon_error *error)
{
    r->error = error;
    if (csv_fini(&r->parser, add_field, end_record, r) != 0 && r->status == CORDON_OK)
        return refuse(r, error);
    return r->status;
}

void csv_close(csv_reader *r)
{
    if (!r)
        return;
    csv_free(&r->parser);
    text_free(&r->bytes);
    free(r);
}

cordon_status csv_read(slice bytes, char separator, bool strict, const char *name, csv_record_call call, void *context, cordon_error *error)
{
    csv_reader *r = csv_open(separator, strict, name, call, context);
    if (!r)
        return error_no_memory(error);
    cordon_status status = csv_feed(r, bytes, error);
    if (status == CORDON_OK)
        status = csv_finish(r, error);
    csv_close(r);
    return status;
}

char csv_guess_separator(slice line)
{
    static const char candidates[] = {',', ';', '\t', '|'};
    char best = ',';
    size_t most = 0;
    for (size_t c = 0; c < sizeof candidates; c++) {
        size_t count = 0;
        for (size_t i = 0; i < line.len; i++)
            count += line.ptr[i] == candidates[c];
        if (count > most) {
            most = count;
            best = candidates[c];
        }
    }
    return best;
}

void csv_write_field(string *t, slice value)
{
    bool quote = false;
    for (size_t i = 0; i < value.len; i++)
        quote |= value.ptr[i] == ',' || value.ptr[i] == '"' || value.ptr[i] == '\n' || value.ptr[i] == '\r';
    if (!quote) {
        text_add(t, value);
        return;
    }
    text_add_char(t, '"');
    for (size_t i = 0; i < value.len; i++) {
        if (value.ptr[i] == '"')
            text_add_char(t, '"');
        text_add_char(t, value.ptr[i]);
    }
    text_add_char(t, '"');
}
