#include "party/party_ftm.h"
#include "base/base_date.h"

#include <string.h>

typedef struct property {
    const char *name;
    party_field field;
    unsigned kind;
} property;

static const property properties[] = {
    {"name", FIELD_NAME, QUALITY_PRIMARY},
    {"alias", FIELD_NAME, QUALITY_ALIAS},
    {"weakAlias", FIELD_NAME, QUALITY_WEAK},
    {"previousName", FIELD_NAME, QUALITY_FORMER},
    {"abbreviation", FIELD_NAME, QUALITY_WEAK},
    {"birthDate", FIELD_BIRTH_DATE, 0},
    {"deathDate", FIELD_DEATH_DATE, 0},
    {"birthPlace", FIELD_BIRTH_PLACE, 0},
    {"nationality", FIELD_NATIONALITY, 0},
    {"citizenship", FIELD_CITIZENSHIP, 0},
    {"country", FIELD_COUNTRY, 0},
    {"jurisdiction", FIELD_COUNTRY, 0},
    {"gender", FIELD_GENDER, 0},
    {"address", FIELD_ADDRESS, 0},
    {"passportNumber", FIELD_IDENTIFIER, ID_PASSPORT},
    {"idNumber", FIELD_IDENTIFIER, ID_NATIONAL},
    {"taxNumber", FIELD_IDENTIFIER, ID_TAX},
    {"vatCode", FIELD_IDENTIFIER, ID_TAX},
    {"innCode", FIELD_IDENTIFIER, ID_TAX},
    {"registrationNumber", FIELD_IDENTIFIER, ID_REGISTRATION},
    {"ogrnCode", FIELD_IDENTIFIER, ID_REGISTRATION},
    {"imoNumber", FIELD_IDENTIFIER, ID_IMO},
    {"mmsi", FIELD_IDENTIFIER, ID_MMSI},
    {"callSign", FIELD_IDENTIFIER, ID_CALL_SIGN},
    {"leiCode", FIELD_IDENTIFIER, ID_LEI},
    {"swiftBic", FIELD_IDENTIFIER, ID_BIC},
    {"publicKey", FIELD_IDENTIFIER, ID_WALLET},
    {"serialNumber", FIELD_IDENTIFIER, ID_SERIAL_NUMBER},
    {"dunsCode", FIELD_IDENTIFIER, ID_DUNS},
    {"socialSecurityNumber", FIELD_IDENTIFIER, ID_SOCIAL_SECURITY},
    {"iban", FIELD_IDENTIFIER, ID_IBAN},
    {"program", FIELD_PROGRAM, 0},
    {"programId", FIELD_PROGRAM, 0},
    {"authority", FIELD_LEGAL_AUTHORITY, 0},
    {"listingDate", FIELD_LISTING_DATE, 0},
    {"createdAt", FIELD_LISTING_DATE, 0},
    {"modifiedAt", FIELD_CHANGE_DATE, 0},
    {"title", FIELD_TITLE, 0},
    {"position", FIELD_POSITION, 0},
    {"phone", FIELD_PHONE, 0},
    {"email", FIELD_EMAIL, 0},
    {"website", FIELD_WEBSITE, 0},
    {"flag", FIELD_FLAG, 0},
    {"pastFlags", FIELD_FORMER_FLAG, 0},
    {"type", FIELD_VESSEL_TYPE, 0},
    {"tonnage", FIELD_TONNAGE, 0},
    {"owner", FIELD_OWNER, 0},
    {"operator", FIELD_OPERATOR, 0},
    {"model", FIELD_MODEL, 0},
    {"buildDate", FIELD_BUILD_DATE, 0},
    {"incorporationDate", FIELD_ESTABLISHED_DATE, 0},
    {"topics", FIELD_TOPIC, 0},
    {"summary", FIELD_DESCRIPTION, 0},
    {"description", FIELD_DESCRIPTION, 0},
    {"notes", FIELD_REMARK, 0},
    {"keywords", FIELD_REMARK, 0},
};

bool ftm_property(slice name, party_field *field, unsigned *kind)
{
    for (size_t i = 0; i < sizeof properties / sizeof *properties; i++)
        if (slice_equal(name, slice_of(properties[i].name))) {
            *field = properties[i].field;
            *kind = properties[i].kind;
            return true;
        }
    return false;
}

slice ftm_property_name(size_t i)
{
    return i < sizeof properties / sizeof *properties ? slice_of(properties[i].name) : SLICE("");
}

typedef struct ftm_reader {
    const char *where;
    slice source;
    arena *memory;
    size_t *odd;
    party *party;
    cordon_error *error;
} ftm_reader;

/* The dates and countries that decide must be readable; nothing is guessed and nothing skipped. */
static cordon_status check_value(const ftm_reader *r, const char *name, party_value *v)
{
    date_interval date;
    switch (v->field) {
    case FIELD_BIRTH_DATE:
        if (date_parse(v->text, &date))
            break;
        if (!r->odd)
            return error_set(r->error, CORDON_BAD_INPUT, "%s: %s: expected a date such as 1984, 1984-01 or 1984-01-08, found \"%.*s\"",
                             r->where, name, SLICE_ARG(slice_first(v->text, 60)));
        ++*r->odd;
        break;
    case FIELD_NATIONALITY:
    case FIELD_CITIZENSHIP:
    case FIELD_COUNTRY:
    case FIELD_FLAG: (void)country_of(v->text, v->country); break;
    default: break;
    }
    return CORDON_OK;
}

static cordon_status add_text(const ftm_reader *r, const char *name, slice value)
{
    party_field field = FIELD_REMARK;
    unsigned kind = 0;
    bool known = ftm_property(slice_of(name), &field, &kind);
    if (value.len > VALUE_BYTES_MAX)
        return error_set(r->error, CORDON_OVER_LIMIT, "%s: %s: longer than %d bytes", r->where, name, VALUE_BYTES_MAX);
    slice copy = arena_copy(r->memory, value);
    party_value *v = copy.ptr ? party_add(r->party, field, kind, copy, r->source) : NULL;
    if (!v)
        return error_no_memory(r->error);
    if (v->text.len == 0)
        return CORDON_OK;
    if (!known)
        v->label = arena_copy(r->memory, slice_of(name));
    return check_value(r, name, v);
}

static cordon_status add_one(const ftm_reader *r, const char *name, const json_t *value)
{
    char buffer[32];
    if (json_is_null(value))
        return CORDON_OK;
    if (!json_is_string(value) && !json_is_number(value))
        return error_set(r->error, CORDON_BAD_INPUT, "%s: %s: expected a string or a list of strings", r->where, name);
    return add_text(r, name, json_text(value, buffer));
}

static cordon_status add_property(const ftm_reader *r, const char *name, const json_t *value)
{
    if (!json_is_array(value))
        return add_one(r, name, value);
    size_t i;
    json_t *element;
    if (json_array_size(value) > PROPERTY_VALUES_MAX)
        return error_set(r->error, CORDON_OVER_LIMIT, "%s: %s: more than %d values", r->where, name, PROPERTY_VALUES_MAX);
    json_array_foreach (value, i, element) {
        TRY(add_one(r, name, element));
    }
    return CORDON_OK;
}

static cordon_status add_properties(const ftm_reader *r, const json_t *object, bool flat)
{
    const char *name;
    json_t *value;
    json_object_foreach ((json_t *)object, name, value) {
        if (flat && (strcmp(name, "id") == 0 || strcmp(name, "schema") == 0 || strcmp(name, "properties") == 0))
            continue;
        TRY(add_property(r, name, value));
    }
    return CORDON_OK;
}

static cordon_status read_schema(const ftm_reader *r, const json_t *entity)
{
    const json_t *schema = json_object_get(entity, "schema");
    if (!schema || json_is_null(schema))
        return CORDON_OK;
    if (!json_is_string(schema))
        return error_set(r->error, CORDON_BAD_INPUT, "%s: schema: expected a string", r->where);
    r->party->schema = schema_of(slice_of(json_string_value(schema)));
    return CORDON_OK;
}

static cordon_status read_id(const ftm_reader *r, const json_t *entity)
{
    char buffer[32];
    const json_t *id = json_object_get(entity, "id");
    if (id && !json_is_null(id) && !json_is_string(id) && !json_is_integer(id))
        return error_set(r->error, CORDON_BAD_INPUT, "%s: id: expected a string", r->where);
    r->party->id = arena_copy(r->memory, json_text(id, buffer));
    return r->party->id.ptr ? CORDON_OK : error_no_memory(r->error);
}

cordon_status ftm_read_entity(const json_t *entity, const char *where, slice source, arena *memory, size_t *odd, party *p,
                              cordon_error *error)
{
    ftm_reader r = {where, source, memory, odd, p, error};
    if (!json_is_object(entity))
        return error_set(error, CORDON_BAD_INPUT, "%s: expected a JSON object", where);
    TRY(read_id(&r, entity));
    TRY(read_schema(&r, entity));
    const json_t *inner = json_object_get(entity, "properties");
    if (!inner)
        return add_properties(&r, entity, true);
    if (!json_is_object(inner))
        return error_set(error, CORDON_BAD_INPUT, "%s: properties: expected an object", where);
    return add_properties(&r, inner, false);
}
