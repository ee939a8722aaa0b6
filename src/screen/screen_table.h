/* Results for people: a table, and the evidence in words. */
#ifndef SCREEN_TABLE_H
#define SCREEN_TABLE_H

#include "screen/screen_result.h"

void table_write(screener *s, const query *q, const screen_hit *hits, size_t count, const result_options *options, string *out);
/* The evidence behind one hit, line by line. */
void table_write_evidence(const screen_evidence *e, const char *indent, string *out);

#endif
