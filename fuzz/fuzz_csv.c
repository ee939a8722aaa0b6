/* A CSV of queries: header, records, separators, encodings. */
#include "fuzz.h"
#include "format/format_csv.h"
#include "message/message_csv.h"

typedef struct reader {
    column_map map;
    query query;
    bool has_header;
} reader;

static cordon_status take(void *context, size_t number, const slice *fields, size_t count, cordon_error *error)
{
    reader *r = context;
    string unused = {0};
    cordon_status status = CORDON_OK;
    if (r->has_header)
        (void)query_read_csv(&r->query, &r->map, number, fields, count, error);
    else
        status = csv_map_columns(fields, count, SLICE(""), &r->map, &unused, error);
    r->has_header = true;
    text_free(&unused);
    return status;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static reader r;
    cordon_error error;
    slice bytes = {(const char *)data, size};
    r.has_header = false;
    (void)csv_read(bytes, csv_guess_separator(bytes), size % 2, "fuzz.csv", take, &r, &error);
    return 0;
}
