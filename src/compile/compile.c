#include "compile/compile.h"
#include "base/base_file.h"
#include "compile/compile_report.h"
#include "search/search_index.h"
#include "snapshot/snapshot.h"

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
    uint64_t before = parties_before(old, slice_of(list->code)), now = list->parties.count;
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

static cordon_status add_list(snapshot_builder *b, const list_data *list, size_t *unsearchable, cordon_error *error)
{
    TRY(snapshot_add_list(b, slice_of(list->code), list->version, slice_of(list->digest), error));
    return snapshot_add_parties(b, list->parties.at, list->parties.count, unsearchable, error);
}

static cordon_status compile_list(snapshot_builder *b, const list_source *source, const snapshot *old, const compile_options *o,
                                  string *report, cordon_error *error)
{
    list_data list;
    size_t unsearchable = 0;
    tell(o, source->code);
    cordon_status status = list_read(source, &list, error);
    if (status == CORDON_OK)
        status = guard_list(old, &list, o, error);
    if (status == CORDON_OK)
        status = add_list(b, &list, &unsearchable, error);
    if (status == CORDON_OK)
        report_list(&list, unsearchable, report);
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

static cordon_status copy_party(snapshot_builder *b, const snapshot *from, size_t i, cordon_error *error)
{
    party p;
    size_t unsearchable = 0;
    TRY(snapshot_load_party(from, i, &p, error));
    cordon_status status = snapshot_add_party(b, &p, &unsearchable, error);
    party_free(&p);
    return status;
}

static cordon_status compile_again(snapshot_builder *b, const compile_options *o, string *report, cordon_error *error)
{
    snapshot *from;
    size_t list = SIZE_MAX;
    if (o->grade_aliases)
        return error_set(error, CORDON_BAD_INPUT, "aliases are graded when a list is read: expected lists, found the snapshot %s", o->from);
    TRY(snapshot_open(o->from, &from, error));
    cordon_status status = CORDON_OK;
    for (size_t i = 0; status == CORDON_OK && i < snapshot_party_count(from); i++) {
        if (snapshot_party_at(from, i)->list != list) {
            list = snapshot_party_at(from, i)->list;
            const snapshot_list *l = snapshot_list_at(from, list);
            status = snapshot_add_list(b, l->code, l->version, l->digest, error);
        }
        if (status == CORDON_OK)
            status = copy_party(b, from, i, error);
    }
    text_format(report, "%zu parties of %s prepared again\n", snapshot_party_count(from), o->from);
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
