/* What a list gave, as a table for the person who compiles. */
#ifndef COMPILE_REPORT_H
#define COMPILE_REPORT_H

#include "base/base_text.h"
#include "list/list.h"

enum { REPORT_TAGS_MAX = 20 };

/* What was counted of a list, part by part. */
typedef struct list_counts {
    size_t schemas[SCHEMA_COUNT], names[QUALITY_COUNT], identifiers[ID_COUNT], fields[FIELD_COUNT], bad_checks[ID_COUNT];
    size_t unsearchable; /* names without any letter or digit */
} list_counts;

void report_count(list_counts *counts, const party *parties, size_t count);
/* Appends the table of a list whose parts were all counted. */
void report_list(const list_data *list, const list_counts *counts, string *out);

#endif
