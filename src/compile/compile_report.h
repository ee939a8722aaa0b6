/* What a list gave, as a table for the person who compiles. */
#ifndef COMPILE_REPORT_H
#define COMPILE_REPORT_H

#include "base/base_text.h"
#include "list/list.h"

enum { REPORT_TAGS_MAX = 20 };

void report_list(const list_data *list, size_t unsearchable, string *out);

#endif
