/* OFAC's CSV sets: sdn.csv, alt.csv, add.csv and sdn_comments.csv, or cons_prim.csv, cons_alt.csv, cons_add.csv and cons_comments.csv.
   No header; "-0-" is an empty field; a file may end with a control-Z. A record of the comments file goes on where the remarks of the
   first file were cut after 1,000 bytes, in the middle of a word. */
#include "list/list.h"
#include "list/list_remark.h"
#include "base/base_file.h"
#include "format/format_csv.h"

#include <dirent.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { REMARKS_CUT = 1000 };

enum sdn_column {
    SDN_NUMBER,
    SDN_NAME,
    SDN_TYPE,
    SDN_PROGRAM,
    SDN_TITLE,
    SDN_CALL_SIGN,
    SDN_VESSEL_TYPE,
    SDN_TONNAGE,
    SDN_GROSS,
    SDN_FLAG,
    SDN_OWNER,
    SDN_REMARKS,
    SDN_COLUMNS
};

/* Where a native number's party is; sorted by number after the first file. */
typedef struct ofac_place {
    uint64_t number;
    size_t party;
} ofac_place;

typedef struct ofac_reader {
    list_data *list;
    const char *path; /* of the file that is being read */
    const char *file; /* its name, for provenance */
    ARRAY(ofac_place) places;
    ARRAY(slice) remarks; /* by party; they wait for the comments file */
    cordon_error *error;
} ofac_reader;

static slice field_of(slice s)
{
    s = slice_trim(s);
    return slice_equal(s, SLICE("-0-")) ? SLICE("") : s;
}

static slice keep(ofac_reader *r, slice s)
{
    return arena_copy(&r->list->memory, s);
}

static cordon_status no_memory(ofac_reader *r)
{
    return error_no_memory(r->error);
}

static cordon_status add(ofac_reader *r, party *p, party_field field, unsigned kind, slice text, slice source, party_value **out)
{
    slice copy = keep(r, field_of(text));
    party_value *v = copy.ptr ? party_add(p, field, kind, copy, source) : NULL;
    if (out)
        *out = v;
    return v ? CORDON_OK : no_memory(r);
}

static cordon_status check_record(ofac_reader *r, size_t number, const slice *fields, size_t count, size_t expected, uint64_t *id)
{
    if (count != expected)
        return error_set(r->error, CORDON_BAD_INPUT, "%s: record %zu: expected %zu fields, found %zu", r->path, number, expected, count);
    if (!slice_to_uint(slice_trim(fields[0]), id))
        return error_set(r->error, CORDON_BAD_INPUT, "%s: record %zu: expected an entry's number, found \"%.*s\"", r->path, number,
                         SLICE_ARG(slice_first(fields[0], 40)));
    return CORDON_OK;
}

/* ---------------------------------------------------------------- the main file */

static cordon_status schema_of_type(ofac_reader *r, size_t number, slice type, party_schema *out)
{
    static const struct {
        const char *type;
        party_schema schema;
    } types[] = {{"", SCHEMA_ORGANIZATION},
                 {"entity", SCHEMA_ORGANIZATION},
                 {"individual", SCHEMA_PERSON},
                 {"vessel", SCHEMA_VESSEL},
                 {"aircraft", SCHEMA_AIRPLANE}};
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (slice_equal_fold(type, slice_of(types[i].type))) {
            *out = types[i].schema;
            return CORDON_OK;
        }
    return error_set(r->error, CORDON_BAD_INPUT, "%s: record %zu: expected individual, vessel, aircraft or nothing as type, found \"%.*s\"",
                     r->path, number, SLICE_ARG(slice_first(type, 40)));
}

/* "SDGT] [SYRIA" */
static cordon_status add_programs(ofac_reader *r, party *p, slice programs)
{
    while (programs.len) {
        size_t end = slice_find(programs, SLICE("] ["));
        TRY(add(r, p, FIELD_PROGRAM, 0, slice_first(programs, end), SLICE("program"), NULL));
        programs = slice_skip(programs, end + 3);
    }
    return CORDON_OK;
}

static cordon_status add_vessel(ofac_reader *r, party *p, const slice *fields)
{
    party_value *flag = NULL;
    TRY(add(r, p, FIELD_IDENTIFIER, ID_CALL_SIGN, fields[SDN_CALL_SIGN], SLICE("call_sign"), NULL));
    TRY(add(r, p, FIELD_VESSEL_TYPE, 0, fields[SDN_VESSEL_TYPE], SLICE("vess_type"), NULL));
    TRY(add(r, p, FIELD_TONNAGE, 0, fields[SDN_TONNAGE], SLICE("tonnage"), NULL));
    TRY(add(r, p, FIELD_TONNAGE, 0, fields[SDN_GROSS], SLICE("GRT"), NULL));
    TRY(add(r, p, FIELD_OWNER, 0, fields[SDN_OWNER], SLICE("vess_owner"), NULL));
    TRY(add(r, p, FIELD_FLAG, 0, fields[SDN_FLAG], SLICE("vess_flag"), &flag));
    if (flag)
        (void)country_of(flag->text, flag->country);
    return CORDON_OK;
}

static cordon_status take_entry(void *context, size_t number, const slice *fields, size_t count, cordon_error *error)
{
    ofac_reader *r = context;
    uint64_t id = 0;
    party_schema schema = SCHEMA_NONE;
    r->error = error;
    TRY(check_record(r, number, fields, count, SDN_COLUMNS, &id));
    TRY(schema_of_type(r, number, field_of(fields[SDN_TYPE]), &schema));
    if (field_of(fields[SDN_NAME]).len == 0)
        return error_set(error, CORDON_BAD_INPUT, "%s: record %zu: entry %llu has no name", r->path, number, (unsigned long long)id);
    slice native = keep(r, slice_trim(fields[SDN_NUMBER]));
    party *p = native.ptr ? list_add_party(r->list, native, schema) : NULL;
    ofac_place *place = p ? ARRAY_ADD(&r->places) : NULL;
    slice *remarks = place ? ARRAY_ADD(&r->remarks) : NULL;
    if (!remarks)
        return no_memory(r);
    *place = (ofac_place){id, r->list->parties.count - 1};
    TRY(add(r, p, FIELD_NAME, QUALITY_PRIMARY, fields[SDN_NAME], slice_of(r->file), NULL));
    TRY(add_programs(r, p, field_of(fields[SDN_PROGRAM])));
    TRY(add(r, p, FIELD_TITLE, 0, fields[SDN_TITLE], SLICE("title"), NULL));
    TRY(add_vessel(r, p, fields));
    *remarks = keep(r, slice_equal(slice_trim(fields[SDN_REMARKS]), SLICE("-0-")) ? SLICE("") : fields[SDN_REMARKS]);
    return remarks->ptr ? CORDON_OK : no_memory(r);
}

static int compare_places(const void *a, const void *b)
{
    uint64_t x = ((const ofac_place *)a)->number, y = ((const ofac_place *)b)->number;
    return (x > y) - (x < y);
}

static cordon_status find_party(ofac_reader *r, size_t number, uint64_t id, size_t *out)
{
    ofac_place key = {id, 0};
    const ofac_place *found = bsearch(&key, r->places.at, r->places.count, sizeof key, compare_places);
    if (!found)
        return error_set(r->error, CORDON_BAD_INPUT,
                         "%s: record %zu: entry %llu is not in the main file: the files are of different days or cut", r->path, number,
                         (unsigned long long)id);
    *out = found->party;
    return CORDON_OK;
}

/* ---------------------------------------------------------------- the other files */

static cordon_status source_of(ofac_reader *r, slice record, slice *out)
{
    const slice parts[] = {slice_of(r->file), slice_trim(record)};
    *out = list_join(r->list, parts, 2, SLICE(" "));
    return out->ptr ? CORDON_OK : no_memory(r);
}

static cordon_status take_alias(void *context, size_t number, const slice *fields, size_t count, cordon_error *error)
{
    ofac_reader *r = context;
    uint64_t id = 0;
    size_t at = 0;
    slice source = {0};
    party_value *v = NULL;
    r->error = error;
    TRY(check_record(r, number, fields, count, 5, &id));
    TRY(find_party(r, number, id, &at));
    TRY(source_of(r, fields[1], &source));
    slice type = field_of(fields[2]);
    bool former = slice_equal_fold(type, SLICE("fka"));
    if (!former && !slice_equal_fold(type, SLICE("aka")) && !slice_equal_fold(type, SLICE("nka")))
        return error_set(error, CORDON_BAD_INPUT, "%s: record %zu: expected aka, fka or nka, found \"%.*s\"", r->path, number,
                         SLICE_ARG(slice_first(type, 40)));
    TRY(add(r, &r->list->parties.at[at], FIELD_NAME, former ? QUALITY_FORMER : QUALITY_ALIAS, fields[3], source, &v));
    if (v)
        v->label = keep(r, type);
    return add(r, &r->list->parties.at[at], FIELD_REMARK, 0, fields[4], source, NULL);
}

static cordon_status take_address(void *context, size_t number, const slice *fields, size_t count, cordon_error *error)
{
    ofac_reader *r = context;
    uint64_t id = 0;
    size_t at = 0;
    slice source = {0};
    party_value *v = NULL;
    r->error = error;
    TRY(check_record(r, number, fields, count, 6, &id));
    TRY(find_party(r, number, id, &at));
    TRY(source_of(r, fields[1], &source));
    const slice parts[] = {field_of(fields[2]), field_of(fields[3]), field_of(fields[4])};
    slice address = list_join(r->list, parts, 3, SLICE(", "));
    if (!address.ptr)
        return no_memory(r);
    TRY(add(r, &r->list->parties.at[at], FIELD_ADDRESS, 0, address, source, &v));
    if (v)
        (void)country_of(parts[2], v->country);
    return add(r, &r->list->parties.at[at], FIELD_REMARK, 0, fields[5], source, NULL);
}

static cordon_status take_comment(void *context, size_t number, const slice *fields, size_t count, cordon_error *error)
{
    ofac_reader *r = context;
    uint64_t id = 0;
    size_t at = 0;
    r->error = error;
    TRY(check_record(r, number, fields, count, 2, &id));
    TRY(find_party(r, number, id, &at));
    slice *remarks = &r->remarks.at[at];
    if (remarks->len < REMARKS_CUT)
        return error_set(error, CORDON_BAD_INPUT,
                         "%s: record %zu: goes on remarks of %zu bytes, expected %d: the files are of different days", r->path, number,
                         remarks->len, REMARKS_CUT);
    const slice both[] = {*remarks, fields[1]};
    *remarks = list_join(r->list, both, 2, SLICE(""));
    return remarks->ptr ? CORDON_OK : no_memory(r);
}

/* ---------------------------------------------------------------- the folder */

/* Finds name in the folder without regard to case; false when it is not there. */
static bool find_file(const char *folder, const char *name, char path[PATH_MAX])
{
    bool found = false;
    DIR *dir = opendir(folder);
    for (struct dirent *e; dir && !found && (e = readdir(dir));)
        if (slice_equal_fold(slice_of(e->d_name), slice_of(name)))
            found = snprintf(path, PATH_MAX, "%s/%s", folder, e->d_name) < PATH_MAX;
    if (dir)
        closedir(dir);
    return found;
}

typedef struct ofac_file {
    const char *names[2]; /* of the SDN and of the consolidated set */
    csv_record_call take;
    bool needed;
} ofac_file;

static const ofac_file files[] = {{{"sdn.csv", "cons_prim.csv"}, take_entry, true},
                                  {{"alt.csv", "cons_alt.csv"}, take_alias, true},
                                  {{"add.csv", "cons_add.csv"}, take_address, true},
                                  {{"sdn_comments.csv", "cons_comments.csv"}, take_comment, false}};

static cordon_status read_file(ofac_reader *r, const char *folder, const ofac_file *file, size_t set)
{
    char path[PATH_MAX];
    slice bytes;
    r->file = file->names[set];
    if (!find_file(folder, r->file, path)) {
        if (!file->needed)
            return CORDON_OK;
        return error_set(r->error, CORDON_BAD_INPUT, "%s: expected %s in this folder, found none", folder, r->file);
    }
    r->path = path;
    cordon_status status = list_load(r->list, path, &bytes, r->error);
    if (status == CORDON_OK)
        status = list_to_utf8(r->list, &bytes, r->error);
    if (status == CORDON_OK)
        status = csv_read(bytes, ',', true, path, file->take, r, r->error);
    r->path = folder;
    return status;
}

static cordon_status read_folder(ofac_reader *r, const char *folder)
{
    char path[PATH_MAX];
    size_t set = find_file(folder, files[0].names[0], path) ? 0 : find_file(folder, files[0].names[1], path) ? 1 : 0;
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        TRY(read_file(r, folder, &files[i], set));
        if (i == 0 && r->places.count)
            qsort(r->places.at, r->places.count, sizeof *r->places.at, compare_places);
    }
    for (size_t i = 0; i < r->remarks.count; i++)
        TRY(remark_read(r->list, &r->list->parties.at[i], r->remarks.at[i], r->error));
    return CORDON_OK;
}

cordon_status list_read_ofac(list_data *list, const char *folder, cordon_error *error)
{
    ofac_reader r = {.list = list, .error = error};
    if (!file_is_folder(folder))
        return error_set(error, CORDON_BAD_FILE, "%s: expected a folder with %s, %s and %s", folder, files[0].names[0], files[1].names[0],
                         files[2].names[0]);
    cordon_status status = read_folder(&r, folder);
    ARRAY_FREE(&r.places);
    ARRAY_FREE(&r.remarks);
    return status;
}
