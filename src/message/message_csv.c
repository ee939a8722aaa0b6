#include "message/message_csv.h"
#include "base/base_date.h"
#include "format/format_json.h"
#include "party/party_ftm.h"

#include <stdio.h>

typedef struct column_name {
    const char *name;     /* without spaces, - and _, in lower case */
    const char *property; /* FollowTheMoney's, or "id", "schema", "given", "middle", "family" */
} column_name;

static const column_name known[] = {{"id", "id"},
                                    {"customerid", "id"},
                                    {"clientid", "id"},
                                    {"recordid", "id"},
                                    {"reference", "id"},
                                    {"ref", "id"},
                                    {"schema", "schema"},
                                    {"entitytype", "schema"},
                                    {"partytype", "schema"},
                                    {"customertype", "schema"},
                                    {"type", "schema"},
                                    {"name", "name"},
                                    {"fullname", "name"},
                                    {"customername", "name"},
                                    {"companyname", "name"},
                                    {"company", "name"},
                                    {"entityname", "name"},
                                    {"partyname", "name"},
                                    {"legalname", "name"},
                                    {"vesselname", "name"},
                                    {"customer", "name"},
                                    {"beneficiary", "name"},
                                    {"firstname", "given"},
                                    {"givenname", "given"},
                                    {"forename", "given"},
                                    {"givennames", "given"},
                                    {"middlename", "middle"},
                                    {"lastname", "family"},
                                    {"familyname", "family"},
                                    {"surname", "family"},
                                    {"alias", "alias"},
                                    {"aliases", "alias"},
                                    {"aka", "alias"},
                                    {"othernames", "alias"},
                                    {"dob", "birthDate"},
                                    {"dateofbirth", "birthDate"},
                                    {"birthdate", "birthDate"},
                                    {"birthday", "birthDate"},
                                    {"born", "birthDate"},
                                    {"yearofbirth", "birthDate"},
                                    {"birthyear", "birthDate"},
                                    {"birthplace", "birthPlace"},
                                    {"placeofbirth", "birthPlace"},
                                    {"pob", "birthPlace"},
                                    {"country", "country"},
                                    {"countrycode", "country"},
                                    {"residence", "country"},
                                    {"nationality", "nationality"},
                                    {"citizenship", "citizenship"},
                                    {"gender", "gender"},
                                    {"sex", "gender"},
                                    {"passport", "passportNumber"},
                                    {"passportnumber", "passportNumber"},
                                    {"passportno", "passportNumber"},
                                    {"idnumber", "idNumber"},
                                    {"nationalid", "idNumber"},
                                    {"identitynumber", "idNumber"},
                                    {"taxnumber", "taxNumber"},
                                    {"taxid", "taxNumber"},
                                    {"vat", "taxNumber"},
                                    {"inn", "taxNumber"},
                                    {"registrationnumber", "registrationNumber"},
                                    {"companynumber", "registrationNumber"},
                                    {"imo", "imoNumber"},
                                    {"imonumber", "imoNumber"},
                                    {"mmsi", "mmsi"},
                                    {"callsign", "callSign"},
                                    {"lei", "leiCode"},
                                    {"leicode", "leiCode"},
                                    {"bic", "swiftBic"},
                                    {"swift", "swiftBic"},
                                    {"wallet", "publicKey"},
                                    {"walletaddress", "publicKey"},
                                    {"iban", "iban"},
                                    {"address", "address"},
                                    {"street", "address"},
                                    {"phone", "phone"},
                                    {"email", "email"}};

static char plain(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

/* Equal without case, spaces, hyphens and underscores. */
static bool same_name(slice header, slice name)
{
    size_t n = 0;
    for (size_t i = 0; i < header.len; i++) {
        char c = plain(header.ptr[i]);
        if (c == ' ' || c == '-' || c == '_' || c == '.')
            continue;
        if (n == name.len || c != plain(name.ptr[n]))
            return false;
        n++;
    }
    return n == name.len;
}

/* False when the word is none that Cordon knows. */
static bool set_column(column *c, slice property)
{
    static const char parts[3][8] = {"given", "middle", "family"};
    party_field field;
    unsigned kind;
    for (uint8_t i = 0; i < 3; i++)
        if (slice_equal(property, slice_of(parts[i]))) {
            *c = (column){.role = COLUMN_NAME_PART, .part = i};
            return true;
        }
    if (slice_equal(property, SLICE("id")) || slice_equal(property, SLICE("schema"))) {
        *c = (column){.role = property.len == 2 ? COLUMN_ID : COLUMN_SCHEMA};
        return true;
    }
    if (!ftm_property(property, &field, &kind))
        return false;
    *c = (column){.role = COLUMN_PROPERTY, .field = (uint8_t)field, .kind = (uint8_t)kind};
    return true;
}

static void guess_column(column *c, slice header)
{
    *c = (column){.role = COLUMN_UNUSED};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (same_name(header, slice_of(known[i].name))) {
            (void)set_column(c, slice_of(known[i].property));
            return;
        }
    for (size_t i = 0; ftm_property_name(i).len; i++)
        if (same_name(header, ftm_property_name(i)))
            (void)set_column(c, ftm_property_name(i));
}

static cordon_status apply_mapping(slice mapping, const slice *header, column_map *map, cordon_error *error)
{
    slice pair, property;
    while (mapping.len && slice_cut(&mapping, ',', &pair)) {
        slice wanted = pair;
        if (!slice_cut(&wanted, '=', &property) || !wanted.ptr)
            return error_set(error, CORDON_BAD_INPUT, "--map: expected property=column, found \"%.*s\"", SLICE_ARG(pair));
        size_t i = 0;
        while (i < map->count && !slice_equal_fold(slice_trim(header[i]), slice_trim(wanted)))
            i++;
        if (i == map->count)
            return error_set(error, CORDON_BAD_INPUT, "--map: there is no column \"%.*s\"", SLICE_ARG(wanted));
        if (!set_column(&map->columns[i], slice_trim(property)))
            return error_set(error, CORDON_BAD_INPUT,
                             "--map: \"%.*s\" is no property (id, schema, name, given, middle, family, birthDate ...)",
                             SLICE_ARG(property));
    }
    return CORDON_OK;
}

static cordon_status check_columns(column_map *map, cordon_error *error)
{
    bool searchable = false;
    for (size_t i = 0; i < map->count; i++) {
        const column *c = &map->columns[i];
        map->name_parts |= c->role == COLUMN_NAME_PART;
        searchable |=
            c->role == COLUMN_NAME_PART || (c->role == COLUMN_PROPERTY && (c->field == FIELD_NAME || c->field == FIELD_IDENTIFIER));
    }
    if (searchable)
        return CORDON_OK;
    return error_set(
        error, CORDON_BAD_INPUT,
        "header: no column holds a name or an identifier; say which with --map, for example --map name=COLUMN,birthDate=COLUMN");
}

cordon_status csv_map_columns(const slice *header, size_t count, slice mapping, column_map *map, string *unused, cordon_error *error)
{
    *map = (column_map){.count = count};
    if (count > COLUMNS_MAX)
        return error_set(error, CORDON_OVER_LIMIT, "header: more than %d columns", COLUMNS_MAX);
    for (size_t i = 0; i < count; i++)
        guess_column(&map->columns[i], slice_trim(header[i]));
    TRY(apply_mapping(mapping, header, map, error));
    for (size_t i = 0; i < count; i++)
        if (map->columns[i].role == COLUMN_UNUSED)
            text_format(unused, "%s%.*s", unused->len ? ", " : "", SLICE_ARG(header[i]));
    return check_columns(map, error);
}

/* ---------------------------------------------------------------- records */

static cordon_status add_value(query *q, const column *c, slice text, const char *where, cordon_error *error)
{
    date_interval date;
    slice copy = arena_copy(&q->memory, slice_trim(text));
    party_value *v = copy.ptr ? party_add(&q->party, (party_field)c->field, c->kind, copy, SLICE("query")) : NULL;
    if (!v)
        return error_no_memory(error);
    if (v->text.len && c->field == FIELD_BIRTH_DATE && !date_parse(v->text, &date))
        return error_set(error, CORDON_BAD_INPUT, "%s: birth date: expected a date such as 1984, 1984-01-08 or 08/01/1984, found \"%.*s\"",
                         where, SLICE_ARG(slice_first(v->text, 60)));
    if (c->field == FIELD_NATIONALITY || c->field == FIELD_CITIZENSHIP || c->field == FIELD_COUNTRY || c->field == FIELD_FLAG)
        (void)country_of(v->text, v->country);
    return CORDON_OK;
}

static cordon_status add_values(query *q, const column *c, slice field, const char *where, cordon_error *error)
{
    slice part, piece;
    bool several = c->field != FIELD_ADDRESS && c->field != FIELD_REMARK;
    if (!several)
        return add_value(q, c, field, where, error);
    while (slice_cut(&field, ';', &part))
        while (slice_cut(&part, '|', &piece))
            if (slice_trim(piece).len)
                TRY(add_value(q, c, piece, where, error));
    return CORDON_OK;
}

static cordon_status join_name(query *q, const column_map *map, const slice *fields, size_t count, const char *where, cordon_error *error)
{
    static const column name = {.role = COLUMN_PROPERTY, .field = FIELD_NAME, .kind = QUALITY_PRIMARY};
    string joined = {0};
    for (uint8_t part = 0; part < 3; part++)
        for (size_t i = 0; i < count; i++) {
            slice value = slice_trim(fields[i]);
            if (map->columns[i].role != COLUMN_NAME_PART || map->columns[i].part != part || value.len == 0)
                continue;
            if (joined.len)
                text_add_char(&joined, ' ');
            text_add(&joined, value);
        }
    cordon_status status = joined.failed ? error_no_memory(error) : add_value(q, &name, text_slice(&joined), where, error);
    text_free(&joined);
    return status;
}

static void set_id(query *q, const column_map *map, size_t number, const slice *fields, size_t count)
{
    q->id.len = 0;
    for (size_t i = 0; i < count; i++)
        if (map->columns[i].role == COLUMN_ID && slice_trim(fields[i]).len) {
            json_write_string(&q->id, slice_trim(fields[i]));
            return;
        }
    text_format(&q->id, "\"%zu\"", number);
}

cordon_status query_read_csv(query *q, const column_map *map, size_t number, const slice *fields, size_t count, cordon_error *error)
{
    char where[32];
    query_clear(q);
    snprintf(where, sizeof where, "record %zu", number);
    text_add(&q->id, SLICE("null"));
    if (count != map->count)
        return error_set(error, CORDON_BAD_INPUT, "%s: expected %zu fields, found %zu", where, map->count, count);
    set_id(q, map, number, fields, count);
    for (size_t i = 0; i < count; i++) {
        if (map->columns[i].role == COLUMN_SCHEMA)
            q->party.schema = schema_of(slice_trim(fields[i]));
        if (map->columns[i].role == COLUMN_PROPERTY)
            TRY(add_values(q, &map->columns[i], fields[i], where, error));
    }
    if (map->name_parts)
        TRY(join_name(q, map, fields, count, where, error));
    return q->id.failed ? error_no_memory(error) : query_check(q, where, error);
}
