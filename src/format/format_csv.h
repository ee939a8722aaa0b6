/* CSV, by libcsv, piece by piece. */
#ifndef FORMAT_CSV_H
#define FORMAT_CSV_H

#include "base/base_status.h"
#include "base/base_text.h"

enum { CSV_FIELDS_MAX = 512, CSV_RECORD_MAX = 1 << 20 };

/* A record: fields without quotes and outer spaces, valid during the call. number counts from 1. A status other than CORDON_OK ends
   the reading and is passed on. */
typedef cordon_status (*csv_record_call)(void *context, size_t number, const slice *fields, size_t count, cordon_error *error);

typedef struct csv_reader csv_reader;
/* strict: a quote inside an unquoted field is an error; otherwise it is taken as it stands. NULL: no memory. */
csv_reader *csv_open(char separator, bool strict, const char *name, csv_record_call call, void *context);
cordon_status csv_feed(csv_reader *reader, slice bytes, cordon_error *error);
cordon_status csv_finish(csv_reader *reader, cordon_error *error); /* the last record, which may lack its line end */
void csv_close(csv_reader *reader);

/* A whole file in memory. */
cordon_status csv_read(slice bytes, char separator, bool strict, const char *name, csv_record_call call, void *context,
                       cordon_error *error);

/* The likeliest of , ; tab | by the header line. */
char csv_guess_separator(slice first_line);

void csv_write_field(string *t, slice value); /* quoted where RFC 4180 asks for it; no comma */

#endif
