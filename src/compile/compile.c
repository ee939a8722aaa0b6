#include "compile/compile.h"
#include "base/base_file.h"
#include "compile/compile_report.h"
#include "search/search_index.h"
#include "snapshot/snapshot.h"

#include <stdlib.h>

#ifndef CORDON_VERSION
#error "CORDON_VERSION is set by the build"
#endif

static void tell(const compile_options *o, const char *what)
{
    if (o->progress)
        o->progress(o->context, what);
}

/* ---------------------------------------------------------------- the guard */

/* What the snapshot that would be replaced holds of a list; 0 when there is none. One that cannot be read any more protects nothing. */
static uint64_t parties_before(const snapshot *old, slice code)
{
    for (size_t i = 0; old && i < snapshot_list_count(old); i++)
        if (slice_equal(snapshot_list_at(old, i)->code, code))
            return snapshot_list_at(old, i)->parties;
    return 0;
}

static cordon_status guard_list(const snapshot *old, const list_data *list, const compile_options *o, cordon_error *error)
{
    uint64_t before = parties_before(old, slice_of(list->code)), now = list->party_count;
    if (o->allow_shrink || now * 100 >= before * (100 - SHRINK_PERCENT))
        return CORDON_OK;
    return error_set(
        error, CORDON_REFUSED,
        "%s: %llu entries, but the snapshot to be replaced has %llu: it lost more than %d %%; if that is right, say --allow-shrink",
        list->code, (unsigned long long)now, (unsigned long long)before, SHRINK_PERCENT);
}

/* A list that was in the old snapshot and is not among the new ones has lost everything. */
static cordon_status guard_missing(const snapshot *old, const compile_options *o, cordon_error *error)
{
    for (size_t i = 0; old && !o->allow_shrink && i < snapshot_list_count(old); i++) {
        bool found = false;
        for (size_t k = 0; k < o->source_count; k++)
            found |= slice_equal(snapshot_list_at(old, i)->code, slice_of(o->sources[k].code));
        if (!found)
            return error_set(
                error, CORDON_REFUSED,
                "%.*s: the snapshot to be replaced holds this list and the new one would not; if that is right, say --allow-shrink",
                SLICE_ARG(snapshot_list_at(old, i)->code));
    }
    return CORDON_OK;
}

/* ---------------------------------------------------------------- from list files */

enum { PART_PARTIES = 8192 }; /* how many are in memory at once, of what is read in parts */

static cordon_status add_list(snapshot_builder *b, list_data *list, list_counts *counts, cordon_error *error)
{
    TRY(snapshot_add_list(b, slice_of(list->code), list->version, slice_of(list->digest), error));
    for (;;) {
        TRY(list_next(list, PART_PARTIES, error));
        if (list->parties.count == 0)
            return CORDON_OK;
        TRY(snapshot_add_parties(b, list->parties.at, list->parties.count, &counts->unsearchable, error));
        report_count(counts, list->parties.at, list->parties.count);
    }
}

static cordon_status compile_list(snapshot_builder *b, const list_source *source, const snapshot *old, const compile_options *o,
                                  string *report, cordon_error *error)
{
    list_data list;
    list_counts counts = {0};
    tell(o, source->code);
    cordon_status status = list_open(source, &list, error);
    if (status == CORDON_OK)
        status = add_list(b, &list, &counts, error);
    if (status == CORDON_OK)
        status = guard_list(old, &list, o, error);
    if (status == CORDON_OK)
        report_list(&list, &counts, report);
    list_free(&list);
    return status;
}

static cordon_status refuse_double_codes(const compile_options *o, cordon_error *error)
{
    for (size_t i = 0; i < o->source_count; i++)
        for (size_t k = 0; k < i; k++)
            if (slice_equal(slice_of(o->sources[i].code), slice_of(o->sources[k].code)))
                return error_set(error, CORDON_BAD_INPUT, "list %s is given twice", o->sources[i].code);
    return o->source_count ? CORDON_OK : error_set(error, CORDON_BAD_INPUT, "no list given: expected at least one --list CODE=PATH");
}

static cordon_status compile_sources(snapshot_builder *b, const compile_options *o, string *report, cordon_error *error)
{
    snapshot *old = NULL;
    TRY(refuse_double_codes(o, error));
    if (file_exists(o->output))
        (void)snapshot_open(o->output, &old, NULL);
    cordon_status status = guard_missing(old, o, error);
    for (size_t i = 0; status == CORDON_OK && i < o->source_count; i++)
        status = compile_list(b, &o->sources[i], old, o, report, error);
    snapshot_close(old);
    return status;
}

/* ---------------------------------------------------------------- from a snapshot of another version */

typedef ARRAY(party) party_list;

/* Loads the parties from *next on that are of one list, at most PART_PARTIES, and moves on. */
static cordon_status load_part(const snapshot *from, size_t *next, party_list *out, cordon_error *error)
{
    size_t list = snapshot_party_at(from, *next)->list;
    while (out->count < PART_PARTIES && *next < snapshot_party_count(from) && snapshot_party_at(from, *next)->list == list) {
        party *p = ARRAY_ADD(out);
        if (!p)
            return error_no_memory(error);
        TRY(snapshot_load_party(from, (*next)++, p, error));
    }
    return CORDON_OK;
}

static cordon_status copy_part(snapshot_builder *b, const snapshot *from, size_t *next, cordon_error *error)
{
    party_list parties = {0};
    size_t unsearchable = 0;
    cordon_status status = load_part(from, next, &parties, error);
    if (status == CORDON_OK)
        status = snapshot_add_parties(b, parties.at, parties.count, &unsearchable, error);
    for (size_t i = 0; i < parties.count; i++)
        party_free(&parties.at[i]);
    ARRAY_FREE(&parties);
    return status;
}

static cordon_status compile_again(snapshot_builder *b, const compile_options *o, string *report, cordon_error *error)
{
    snapshot *from;
    size_t list = SIZE_MAX, count;
    if (o->grade_aliases)
        return error_set(error, CORDON_BAD_INPUT, "aliases are graded when a list is read: expected lists, found the snapshot %s", o->from);
    TRY(snapshot_open(o->from, &from, error));
    count = snapshot_party_count(from);
    cordon_status status = CORDON_OK;
    for (size_t next = 0; status == CORDON_OK && next < count;) {
        if (snapshot_party_at(from, next)->list != list) {
            list = snapshot_party_at(from, next)->list;
            const snapshot_list *l = snapshot_list_at(from, list);
            status = snapshot_add_list(b, l->code, l->version, l->digest, error);
        }
        if (status == CORDON_OK)
            status = copy_part(b, from, &next, error);
    }
    text_format(report, "%zu parties of %s prepared again\n", count, o->from);
    snapshot_close(from);
    return status;
}

/* ---------------------------------------------------------------- both */

static cordon_status write_snapshot(snapshot_builder *b, const compile_options *o, string *report, cordon_error *error)
{
    size_t size = 0;
    tell(o, "index");
    snapshot_parties_end(b);
    cordon_status status = search_build(b, error);
    if (status == CORDON_OK)
        status = snapshot_write(b, SLICE(CORDON_VERSION), o->output, &size, error);
    if (status == CORDON_OK)
        text_format(report, "%s: %zu names, %.1f MB\n", o->output, snapshot_built_names(b), (double)size / 1e6);
    return status;
}

cordon_status compile_run(const compile_options *o, string *report, cordon_error *error)
{
    snapshot_builder *b = snapshot_builder_new();
    if (!b)
        return error_no_memory(error);
    cordon_status status = o->from ? compile_again(b, o, report, error) : compile_sources(b, o, report, error);
    if (status == CORDON_OK)
        status = write_snapshot(b, o, report, error);
    snapshot_builder_free(b);
    if (status == CORDON_OK && report->failed)
        status = error_no_memory(error);
    return status;
}
