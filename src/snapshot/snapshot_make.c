#include "snapshot/snapshot_make.h"
#include "name/name_derive.h"
#include "party/party_identifier.h"
#include "snapshot/snapshot.h"

#include <stdlib.h>
#include <xxhash.h>

name_kind snapshot_name_kind(party_schema schema)
{
    switch (schema) {
    case SCHEMA_PERSON: return NAME_PERSON;
    case SCHEMA_ORGANIZATION:
    case SCHEMA_COMPANY:
    case SCHEMA_LEGAL_ENTITY:
    case SCHEMA_PUBLIC_BODY: return NAME_ORGANIZATION;
    case SCHEMA_VESSEL:
    case SCHEMA_AIRPLANE: return NAME_VESSEL;
    default: return NAME_ANY;
    }
}

static bool add_identifier(snapshot_maker *m, const party_value *v, made_party *made)
{
    char key[IDENTIFIER_KEY_MAX];
    size_t length = identifier_key((identifier_type)v->kind, v->text, key);
    if (length == 0)
        return true;
    uint32_t *hash = ARRAY_ADD(&m->identifiers);
    if (hash)
        *hash = (uint32_t)XXH3_64bits(key, length);
    made->identifiers++;
    return hash != NULL;
}

static bool add_prepared(snapshot_maker *m, const prepared_name *name, size_t value, uint8_t quality, name_origin derived, made_party *made)
{
    uint32_t bare[NAME_SIZE_MAX / 4 + 1];
    made_name *record = ARRAY_ADD(&m->names);
    if (!record)
        return false;
    *record = (made_name){(uint32_t)m->pieces.len, (uint16_t)value, quality, (uint8_t)derived};
    name_copy_bare(name, bare);
    text_add(&m->pieces, (slice){(const char *)bare, name_bare_size(name)});
    made->names++;
    return !m->pieces.failed;
}

/* The published name, and what is derived from it. */
static cordon_status add_name(snapshot_maker *m, const party *p, size_t value, made_party *made, cordon_error *error)
{
    prepared_name name;
    derived_name acronyms[DERIVED_MAX];
    const party_value *v = &p->values.at[value];
    TRY(name_prepare(v->text, snapshot_name_kind(p->schema), &m->scratch, &name, error));
    made->published += name.head->token_count > 0;
    made->unsearchable += name.head->token_count == 0;
    if (name.head->token_count == 0)
        return CORDON_OK;
    bool good = add_prepared(m, &name, value, v->kind, NAME_PUBLISHED, made);
    readings_begin(&m->readings, v->text, &name);
    size_t count = v->kind == QUALITY_WEAK ? 0 : name_acronyms(&name, &m->scratch, acronyms);
    for (size_t i = 0; good && i < count; i++) {
        prepared_name derived;
        (void)name_view(acronyms[i].bytes, sizeof acronyms[i].bytes, &derived);
        good = add_prepared(m, &derived, value, v->kind, NAME_ACRONYM, made);
    }
    while (good && readings_next(&m->readings, &m->scratch, &name))
        good = add_prepared(m, &name, value, v->kind, NAME_READING, made);
    return good && !m->readings.text.failed ? CORDON_OK : error_no_memory(error);
}

static cordon_status check_party(const party *p, cordon_error *error)
{
    if (p->id.len == 0 || p->id.len > 1000)
        return error_set(error, CORDON_OVER_LIMIT, "entry \"%.*s\": expected an id of 1 to 1000 bytes", SLICE_ARG(slice_first(p->id, 80)));
    if (p->values.count > UINT16_MAX)
        return error_set(error, CORDON_OVER_LIMIT, "entry \"%.*s\": more than %d values", SLICE_ARG(p->id), UINT16_MAX);
    for (size_t i = 0; i < p->values.count; i++)
        if (p->values.at[i].text.len > UINT32_MAX / 2 || p->values.at[i].label.len > UINT16_MAX || p->values.at[i].source.len > UINT16_MAX)
            return error_set(error, CORDON_OVER_LIMIT, "entry \"%.*s\": a value is too long", SLICE_ARG(p->id));
    return CORDON_OK;
}

static cordon_status add_values(snapshot_maker *m, const party *p, made_party *made, cordon_error *error)
{
    for (size_t i = 0; i < p->values.count; i++) {
        const party_value *v = &p->values.at[i];
        cordon_error why;
        if (v->field == FIELD_IDENTIFIER && !add_identifier(m, v, made))
            return error_no_memory(error);
        cordon_status status = v->field == FIELD_NAME ? add_name(m, p, i, made, &why) : CORDON_OK;
        if (status != CORDON_OK)
            return error_set(error, status, "entry \"%.*s\": %s", SLICE_ARG(p->id), why.message);
    }
    if (made->names > UINT16_MAX)
        return error_set(error, CORDON_OVER_LIMIT, "entry \"%.*s\": more than %d names", SLICE_ARG(p->id), UINT16_MAX);
    return CORDON_OK;
}

cordon_status maker_add(snapshot_maker *m, const party *p, cordon_error *error)
{
    party_facts facts;
    made_party made = {0};
    TRY(check_party(p, error));
    TRY(add_values(m, p, &made, error));
    made.facts_size = (uint32_t)fact_gather(p, m->fact_bytes, &facts);
    text_add(&m->facts, (slice){(const char *)m->fact_bytes, made.facts_size});
    made_party *to = m->facts.failed ? NULL : ARRAY_ADD(&m->parties);
    if (!to)
        return error_no_memory(error);
    *to = made;
    return CORDON_OK;
}

void maker_clear(snapshot_maker *m)
{
    m->pieces.len = m->facts.len = 0;
    m->names.count = m->identifiers.count = m->parties.count = 0;
}

void maker_free(snapshot_maker *m)
{
    text_free(&m->pieces);
    text_free(&m->facts);
    ARRAY_FREE(&m->names);
    ARRAY_FREE(&m->identifiers);
    ARRAY_FREE(&m->parties);
    readings_free(&m->readings);
}
