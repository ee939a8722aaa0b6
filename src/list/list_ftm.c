/* Custom lists: FollowTheMoney entities, one JSON object a line (the format of OpenSanctions' entities.ftm.json). They may be large, so
   they are read part by part; the lines of a part are read by several threads, each a run of them, and stand in the order of the file. */
#include "base/base_thread.h"
#include "list/list.h"
#include "party/party_ftm.h"

#include <stdio.h>
#include <stdlib.h>

enum { READERS_MAX = 16, LINES_A_READER = 64 /* fewer are not worth a thread */ };

typedef struct ftm_line {
    slice text;
    size_t number;
} ftm_line;

/* One thread's part of a part. */
typedef struct ftm_run {
    const list_data *list;
    const ftm_line *lines;
    size_t count;
    arena memory;
    ARRAY(party) parties;
    size_t odd_values, bad_records, grades[ALIAS_WEAKNESS_COUNT];
    cordon_status status;
    cordon_error error;
} ftm_run;

struct list_lines {
    slice rest;
    size_t number; /* of lines that were read */
    ARRAY(ftm_line) part;
    ftm_run runs[READERS_MAX];
};

static cordon_status read_line(ftm_run *r, const ftm_line *line, cordon_error *error)
{
    char where[CORDON_MESSAGE_MAX], source[64];
    json_t *entity = NULL;
    snprintf(where, sizeof where, "%s: line %zu", r->list->source->path, line->number);
    int n = snprintf(source, sizeof source, "line %zu", line->number);
    slice provenance = arena_copy(&r->memory, (slice){source, (size_t)n});
    TRY(json_read(line->text, where, &entity, error));
    party *p = provenance.ptr ? ARRAY_ADD(&r->parties) : NULL;
    if (!p) {
        json_decref(entity);
        return error_no_memory(error);
    }
    p->list = slice_of(r->list->code);
    cordon_status status = ftm_read_entity(entity, where, provenance, &r->memory, &r->odd_values, p, error);
    if (status == CORDON_OK && p->id.len == 0)
        status = error_set(error, CORDON_BAD_INPUT, "%s: the entity has no id", where);
    if (status == CORDON_OK && p->values.count == 0)
        status = error_set(error, CORDON_BAD_INPUT, "%s: entity \"%.*s\" has no properties", where, SLICE_ARG(slice_first(p->id, 80)));
    if (status != CORDON_OK) {
        party_free(p);
        r->parties.count--;
    } else if (r->list->graded)
        party_grade(p, r->grades);
    json_decref(entity);
    return status;
}

static void read_run(void *context, size_t worker)
{
    ftm_run *r = &((ftm_run *)context)[worker];
    r->status = CORDON_OK;
    for (size_t i = 0; i < r->count; i++) {
        cordon_status status = read_line(r, &r->lines[i], &r->error);
        r->bad_records += status != CORDON_OK;
        if (status == CORDON_NO_MEMORY || (status != CORDON_OK && !r->list->source->skip_bad_records)) {
            r->status = status;
            return;
        }
    }
}

/* Moves what a run gave into the list. */
static cordon_status take_run(list_data *list, ftm_run *r, cordon_error *error)
{
    if (!ARRAY_RESERVE(&list->parties, list->parties.count + r->parties.count))
        return error_no_memory(error);
    for (size_t i = 0; i < r->parties.count; i++)
        list->parties.at[list->parties.count++] = r->parties.at[i];
    r->parties.count = 0;
    list->odd_values += r->odd_values;
    list->bad_records += r->bad_records;
    for (int i = 0; i < ALIAS_WEAKNESS_COUNT; i++) {
        list->grades[i] += r->grades[i];
        r->grades[i] = 0;
    }
    r->odd_values = r->bad_records = 0;
    return r->status == CORDON_OK ? CORDON_OK : error_set(error, r->status, "%s", r->error.message);
}

static cordon_status read_part(list_data *list, cordon_error *error)
{
    struct list_lines *l = list->lines;
    size_t threads = list->source->threads ? list->source->threads : thread_processors(), count = l->part.count / LINES_A_READER;
    threads = threads < READERS_MAX ? threads : READERS_MAX;
    count = count < 1 ? 1 : count < threads ? count : threads;
    for (size_t i = 0; i < count; i++) {
        size_t first = l->part.count * i / count;
        l->runs[i].list = list;
        l->runs[i].lines = l->part.at + first;
        l->runs[i].count = l->part.count * (i + 1) / count - first;
        arena_reset(&l->runs[i].memory);
    }
    thread_run(count, read_run, l->runs);
    for (size_t i = 0; i < count; i++)
        TRY(take_run(list, &l->runs[i], error));
    return CORDON_OK;
}

static bool collect_lines(struct list_lines *l, size_t most)
{
    slice text;
    l->part.count = 0;
    while (l->part.count < most && slice_cut(&l->rest, '\n', &text)) {
        l->number++;
        text = slice_trim(text);
        ftm_line *line = text.len ? ARRAY_ADD(&l->part) : NULL;
        if (line)
            *line = (ftm_line){text, l->number};
        else if (text.len)
            return false;
    }
    return true;
}

cordon_status list_open_ftm(list_data *list, cordon_error *error)
{
    slice bytes;
    TRY(list_load(list, list->source->path, &bytes, error));
    list->graded = list->source->grade_aliases;
    list->lines = calloc(1, sizeof *list->lines);
    if (!list->lines)
        return error_no_memory(error);
    list->lines->rest = bytes;
    return CORDON_OK;
}

/* A part whose records are all bad is none. */
cordon_status list_next_ftm(list_data *list, size_t most, cordon_error *error)
{
    struct list_lines *l = list->lines;
    do {
        if (!collect_lines(l, most))
            return error_no_memory(error);
        TRY(read_part(list, error));
    } while (list->parties.count == 0 && l->rest.ptr);
    return CORDON_OK;
}

void list_free_ftm(list_data *list)
{
    struct list_lines *l = list->lines;
    for (size_t i = 0; l && i < READERS_MAX; i++) {
        for (size_t k = 0; k < l->runs[i].parties.count; k++)
            party_free(&l->runs[i].parties.at[k]);
        ARRAY_FREE(&l->runs[i].parties);
        arena_free(&l->runs[i].memory);
    }
    if (l)
        ARRAY_FREE(&l->part);
    free(l);
    list->lines = NULL;
}
