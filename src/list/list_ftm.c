/* Custom lists: FollowTheMoney entities, one JSON object a line (the format of OpenSanctions' entities.ftm.json). */
#include "list/list.h"
#include "party/party_ftm.h"

#include <stdio.h>

static cordon_status read_line(list_data *list, const char *path, size_t number, slice line, cordon_error *error)
{
    char where[CORDON_MESSAGE_MAX], source[64];
    json_t *entity = NULL;
    snprintf(where, sizeof where, "%s: line %zu", path, number);
    int n = snprintf(source, sizeof source, "line %zu", number);
    slice provenance = arena_copy(&list->memory, (slice){source, (size_t)n});
    TRY(json_read(line, where, &entity, error));
    party *p = list_add_party(list, SLICE(""), SCHEMA_NONE);
    if (!p || !provenance.ptr) {
        list->parties.count -= p != NULL;
        json_decref(entity);
        return error_no_memory(error);
    }
    cordon_status status = ftm_read_entity(entity, where, provenance, &list->memory, &list->odd_values, p, error);
    if (status == CORDON_OK && p->id.len == 0)
        status = error_set(error, CORDON_BAD_INPUT, "%s: the entity has no id", where);
    if (status == CORDON_OK && p->values.count == 0)
        status = error_set(error, CORDON_BAD_INPUT, "%s: entity \"%.*s\" has no properties", where, SLICE_ARG(slice_first(p->id, 80)));
    if (status != CORDON_OK) {
        party_free(p);
        list->parties.count--;
    }
    json_decref(entity);
    return status;
}

cordon_status list_read_ftm(list_data *list, const list_source *source, cordon_error *error)
{
    slice rest, line;
    TRY(list_load(list, source->path, &rest, error));
    for (size_t number = 1; slice_cut(&rest, '\n', &line); number++) {
        line = slice_trim(line);
        if (line.len == 0)
            continue;
        cordon_status status = read_line(list, source->path, number, line, error);
        if (status == CORDON_NO_MEMORY || (status != CORDON_OK && !source->skip_bad_records))
            return status;
        list->bad_records += status != CORDON_OK;
    }
    list->graded = source->grade_aliases;
    for (size_t i = 0; list->graded && i < list->parties.count; i++)
        party_grade(&list->parties.at[i], list->grades);
    return CORDON_OK;
}
