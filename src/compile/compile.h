/* Lists become a snapshot: read, guard against shrinking, prepare, report, switch. */
#ifndef COMPILE_H
#define COMPILE_H

#include "base/base_text.h"
#include "list/list.h"

typedef struct compile_options {
    const list_source *sources;
    size_t source_count;
    const char *from; /* a snapshot to prepare again, instead of sources; or NULL */
    const char *output;
    bool allow_shrink;                                 /* replace a snapshot whose list had many more parties */
    bool grade_aliases;                                /* sources were told to: refused together with from, which keeps its grades */
    void (*progress)(void *context, const char *what); /* may be NULL */
    void *context;
} compile_options;

enum { SHRINK_PERCENT = 10 }; /* a list that lost more of its parties is refused */

/* Compiles. On any error the file at output is as it was. The report, a table of what each list gave, is appended to *report. */
cordon_status compile_run(const compile_options *options, string *report, cordon_error *error);

#endif
