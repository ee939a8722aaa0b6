#include "message/message_query.h"
#include "party/party_ftm.h"

void query_clear(query *q)
{
    arena_reset(&q->memory);
    q->id.len = 0;
    q->party.values.count = 0;
    q->party.schema = SCHEMA_NONE;
    q->party.id = q->party.list = (slice){0};
}

void query_free(query *q)
{
    arena_free(&q->memory);
    text_free(&q->id);
    party_free(&q->party);
}

static void keep_id(query *q, const json_t *object)
{
    const json_t *id = json_object_get(object, "id");
    if (json_is_string(id))
        json_write_string(&q->id, (slice){json_string_value(id), json_string_length(id)});
    else if (json_is_integer(id))
        text_format(&q->id, "%lld", (long long)json_integer_value(id));
    else
        text_add(&q->id, SLICE("null"));
}

cordon_status query_check(const query *q, const char *where, cordon_error *error)
{
    size_t names = 0, identifiers = 0;
    for (size_t i = 0; i < q->party.values.count; i++) {
        names += q->party.values.at[i].field == FIELD_NAME;
        identifiers += q->party.values.at[i].field == FIELD_IDENTIFIER;
    }
    if (names + identifiers == 0)
        return error_set(error, CORDON_BAD_INPUT, "%s: expected a name or an identifier, found neither", where);
    if (names > QUERY_NAMES_MAX)
        return error_set(error, CORDON_OVER_LIMIT, "%s: more than %d names", where, QUERY_NAMES_MAX);
    return CORDON_OK;
}

cordon_status query_read_json(query *q, slice line, const char *where, cordon_error *error)
{
    json_t *object = NULL;
    query_clear(q);
    text_add(&q->id, SLICE("null"));
    if (line.len > QUERY_BYTES_MAX)
        return error_set(error, CORDON_OVER_LIMIT, "%s: longer than %d bytes", where, QUERY_BYTES_MAX);
    TRY(json_read(line, where, &object, error));
    q->id.len = 0;
    keep_id(q, object);
    cordon_status status = ftm_read_entity(object, where, SLICE("query"), &q->memory, NULL, &q->party, error);
    json_decref(object);
    if (q->id.failed)
        return error_no_memory(error);
    return status == CORDON_OK ? query_check(q, where, error) : status;
}
