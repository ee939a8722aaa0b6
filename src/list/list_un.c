/* The UN Security Council's consolidated list in XML: CONSOLIDATED_LIST / INDIVIDUALS / INDIVIDUAL and ENTITIES / ENTITY. */
#include "format/format_xml.h"
#include "list/list.h"
#include "base/base_date.h"

#include <stdlib.h>
#include <string.h>

typedef struct un_reader {
    list_data *list;
    const char *path;
    party *party;
    cordon_error *error;
} un_reader;

static slice keep(un_reader *r, slice s)
{
    return arena_copy(&r->list->memory, slice_trim(s));
}

static party_value *add(un_reader *r, party_field field, unsigned kind, slice text, slice source)
{
    slice copy = keep(r, text);
    return copy.ptr ? party_add(r->party, field, kind, copy, source) : NULL;
}

#define NEED(value)                                                                                                                        \
    do {                                                                                                                                   \
        if (!(value))                                                                                                                      \
            return error_no_memory(r->error);                                                                                              \
    } while (0)

static cordon_status add_label(un_reader *r, party_value *v, slice label)
{
    NEED(v);
    v->label = keep(r, label);
    NEED(v->label.ptr);
    return CORDON_OK;
}

/* ---------------------------------------------------------------- names */

static cordon_status add_primary(un_reader *r, const xml_node *record)
{
    const slice parts[] = {xml_child_text(record, SLICE("FIRST_NAME")), xml_child_text(record, SLICE("SECOND_NAME")),
                           xml_child_text(record, SLICE("THIRD_NAME")), xml_child_text(record, SLICE("FOURTH_NAME"))};
    slice name = list_join(r->list, parts, 4, SLICE(" "));
    NEED(name.ptr);
    if (name.len == 0)
        return error_set(r->error, CORDON_BAD_INPUT, "%s: line %zu: entry without a FIRST_NAME", r->path, record->line);
    NEED(party_add(r->party, FIELD_NAME, QUALITY_PRIMARY, name, SLICE("FIRST_NAME..FOURTH_NAME")));
    return CORDON_OK;
}

static name_quality quality_of(slice published)
{
    if (slice_equal_fold(published, SLICE("Low")))
        return QUALITY_WEAK;
    if (slice_equal_fold(published, SLICE("f.k.a.")))
        return QUALITY_FORMER;
    return QUALITY_ALIAS;
}

/* One alias field may hold several names, joined by "; ". */
static cordon_status add_alias_names(un_reader *r, slice names, name_quality quality, slice label)
{
    slice piece;
    while (slice_cut(&names, ';', &piece))
        if (slice_trim(piece).len)
            TRY(add_label(r, add(r, FIELD_NAME, quality, piece, SLICE("ALIAS_NAME")), label));
    return CORDON_OK;
}

static cordon_status add_alias(un_reader *r, const xml_node *alias)
{
    slice names = xml_child_text(alias, SLICE("ALIAS_NAME"));
    if (names.len)
        TRY(add_alias_names(r, names, quality_of(xml_child_text(alias, SLICE("QUALITY"))), xml_child_text(alias, SLICE("NOTE"))));
    const slice birth[] = {xml_child_text(alias, SLICE("CITY_OF_BIRTH")), xml_child_text(alias, SLICE("COUNTRY_OF_BIRTH"))};
    slice place = list_join(r->list, birth, 2, SLICE(", "));
    NEED(place.ptr);
    TRY(add_label(r, add(r, FIELD_BIRTH_PLACE, 0, place, SLICE("ALIAS")), names));
    return add_label(r, add(r, FIELD_BIRTH_DATE, 0, xml_child_text(alias, SLICE("DATE_OF_BIRTH")), SLICE("ALIAS")), names);
}

/* ---------------------------------------------------------------- dates, documents, places */

static slice date_text(un_reader *r, const xml_node *birth)
{
    slice date = xml_child_text(birth, SLICE("DATE")), year = xml_child_text(birth, SLICE("YEAR"));
    slice from = xml_child_text(birth, SLICE("FROM_YEAR")), to = xml_child_text(birth, SLICE("TO_YEAR"));
    slice type = xml_child_text(birth, SLICE("TYPE_OF_DATE"));
    if (date.len == 0)
        date = year;
    if (from.len && to.len) {
        const slice span[] = {from, to};
        date = list_join(r->list, span, 2, SLICE(" to "));
    }
    if (date.len && slice_equal_fold(type, SLICE("APPROXIMATELY"))) {
        const slice about[] = {SLICE("circa"), date};
        date = list_join(r->list, about, 2, SLICE(" "));
    }
    return date.len ? date : xml_child_text(birth, SLICE("NOTE"));
}

static cordon_status add_birth(un_reader *r, const xml_node *birth)
{
    date_interval date;
    slice text = date_text(r, birth);
    NEED(text.ptr);
    r->list->odd_values += text.len && !date_parse(text, &date);
    return add_label(r, add(r, FIELD_BIRTH_DATE, 0, text, SLICE("INDIVIDUAL_DATE_OF_BIRTH")), xml_child_text(birth, SLICE("NOTE")));
}

static bool contains(slice s, slice word)
{
    return slice_find(s, word) < s.len;
}

static identifier_type document_type(slice type)
{
    if (contains(type, SLICE("asspor")) || contains(type, SLICE("asapor")) || contains(type, SLICE("assepor")))
        return ID_PASSPORT;
    return contains(type, SLICE("dentif")) ? ID_NATIONAL : ID_OTHER;
}

static cordon_status add_document(un_reader *r, const xml_node *document)
{
    slice number = xml_child_text(document, SLICE("NUMBER")), type = xml_child_text(document, SLICE("TYPE_OF_DOCUMENT"));
    slice type2 = xml_child_text(document, SLICE("TYPE_OF_DOCUMENT2")), note = xml_child_text(document, SLICE("NOTE"));
    slice country = xml_child_text(document, SLICE("COUNTRY_OF_ISSUE"));
    if (country.len == 0)
        country = xml_child_text(document, SLICE("ISSUING_COUNTRY"));
    const slice about[] = {
        type, type2, country, xml_child_text(document, SLICE("CITY_OF_ISSUE")), xml_child_text(document, SLICE("DATE_OF_ISSUE")), note};
    slice label = list_join(r->list, about, 6, SLICE(", "));
    NEED(label.ptr);
    if (number.len == 0) {
        NEED(add(r, FIELD_REMARK, 0, label, SLICE("INDIVIDUAL_DOCUMENT")));
        return CORDON_OK;
    }
    party_value *v = add(r, FIELD_IDENTIFIER, document_type(type), number, SLICE("INDIVIDUAL_DOCUMENT"));
    TRY(add_label(r, v, label));
    (void)country_of(country, v->country);
    return CORDON_OK;
}

static cordon_status add_place(un_reader *r, const xml_node *place, party_field field)
{
    slice country = xml_child_text(place, SLICE("COUNTRY"));
    const slice parts[] = {xml_child_text(place, SLICE("STREET")),
                           xml_child_text(place, SLICE("ZIP_CODE")),
                           xml_child_text(place, SLICE("CITY")),
                           xml_child_text(place, SLICE("STATE_PROVINCE")),
                           country,
                           xml_child_text(place, SLICE("NOTE"))};
    slice text = list_join(r->list, parts, 6, SLICE(", "));
    NEED(text.ptr);
    party_value *v = add(r, field, 0, text, keep(r, place->name));
    NEED(v);
    (void)country_of(country, v->country);
    return CORDON_OK;
}

static cordon_status add_values(un_reader *r, const xml_node *node, party_field field)
{
    for (const xml_node *c = xml_child(node, SLICE("VALUE")); c; c = xml_next(c)) {
        party_value *v = add(r, field, 0, c->text, keep(r, node->name));
        NEED(v);
        if (field == FIELD_NATIONALITY)
            (void)country_of(v->text, v->country);
    }
    return CORDON_OK;
}

/* ---------------------------------------------------------------- the elements of an entry */

typedef struct un_leaf {
    const char *element;
    party_field field;
    unsigned kind;
} un_leaf;

/* Elements that hold one text. What is only of use to the publisher is kept as a remark, under its name. */
static const un_leaf leaves[] = {{"NAME_ORIGINAL_SCRIPT", FIELD_NAME, QUALITY_ORIGINAL},
                                 {"UN_LIST_TYPE", FIELD_PROGRAM, 0},
                                 {"REFERENCE_NUMBER", FIELD_LEGAL_AUTHORITY, 0},
                                 {"LISTED_ON", FIELD_LISTING_DATE, 0},
                                 {"GENDER", FIELD_GENDER, 0},
                                 {"COMMENTS1", FIELD_REMARK, 0},
                                 {"SUBMITTED_BY", FIELD_REMARK, 0},
                                 {"SUBMITTED_ON", FIELD_REMARK, 0},
                                 {"NATIONALITY2", FIELD_NATIONALITY, 0},
                                 {"VERSIONNUM", FIELD_REMARK, 0},
                                 {"SORT_KEY", FIELD_REMARK, 0},
                                 {"SORT_KEY_LAST_MOD", FIELD_REMARK, 0},
                                 {"DELISTED_ON", FIELD_REMARK, 0}};

typedef cordon_status (*un_part_call)(un_reader *r, const xml_node *node);

static cordon_status add_address(un_reader *r, const xml_node *node)
{
    return add_place(r, node, FIELD_ADDRESS);
}

static cordon_status add_birth_place(un_reader *r, const xml_node *node)
{
    return add_place(r, node, FIELD_BIRTH_PLACE);
}

static cordon_status add_nationality(un_reader *r, const xml_node *node)
{
    return add_values(r, node, FIELD_NATIONALITY);
}

static cordon_status add_designation(un_reader *r, const xml_node *node)
{
    return add_values(r, node, FIELD_POSITION);
}

static cordon_status add_title(un_reader *r, const xml_node *node)
{
    return add_values(r, node, FIELD_TITLE);
}

static cordon_status add_update(un_reader *r, const xml_node *node)
{
    return add_values(r, node, FIELD_CHANGE_DATE);
}

static cordon_status add_list_type(un_reader *r, const xml_node *node)
{
    return add_values(r, node, FIELD_REMARK);
}

static const struct {
    const char *element;
    un_part_call call;
} parts[] = {{"INDIVIDUAL_ALIAS", add_alias},         {"ENTITY_ALIAS", add_alias},
             {"INDIVIDUAL_ADDRESS", add_address},     {"ENTITY_ADDRESS", add_address},
             {"INDIVIDUAL_DATE_OF_BIRTH", add_birth}, {"INDIVIDUAL_PLACE_OF_BIRTH", add_birth_place},
             {"INDIVIDUAL_DOCUMENT", add_document},   {"NATIONALITY", add_nationality},
             {"DESIGNATION", add_designation},        {"TITLE", add_title},
             {"LAST_DAY_UPDATED", add_update},        {"LIST_TYPE", add_list_type}};

static bool is_name_part(slice element)
{
    return slice_equal(element, SLICE("DATAID")) || slice_equal(element, SLICE("FIRST_NAME")) ||
           slice_equal(element, SLICE("SECOND_NAME")) || slice_equal(element, SLICE("THIRD_NAME")) ||
           slice_equal(element, SLICE("FOURTH_NAME"));
}

static cordon_status add_leaf(un_reader *r, const xml_node *node)
{
    for (size_t i = 0; i < sizeof leaves / sizeof *leaves; i++)
        if (slice_equal(node->name, slice_of(leaves[i].element))) {
            party_value *v = add(r, leaves[i].field, leaves[i].kind, node->text, slice_of(leaves[i].element));
            NEED(v);
            if (leaves[i].field == FIELD_NATIONALITY)
                (void)country_of(v->text, v->country);
            return CORDON_OK;
        }
    slice name = keep(r, node->name);
    NEED(name.ptr && list_count_tag(r->list, name));
    return add_label(r, add(r, FIELD_REMARK, 0, node->text, SLICE("unknown element")), name);
}

static cordon_status add_element(un_reader *r, const xml_node *node)
{
    if (is_name_part(node->name))
        return CORDON_OK;
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if (slice_equal(node->name, slice_of(parts[i].element)))
            return parts[i].call(r, node);
    return add_leaf(r, node);
}

static cordon_status take_record(void *context, const xml_node *record, cordon_error *error)
{
    un_reader *r = context;
    r->error = error;
    slice id = keep(r, xml_child_text(record, SLICE("DATAID")));
    if (id.len == 0)
        return error_set(error, CORDON_BAD_INPUT, "%s: line %zu: entry without a DATAID", r->path, record->line);
    bool person = slice_equal(record->name, SLICE("INDIVIDUAL"));
    r->party = list_add_party(r->list, id, person ? SCHEMA_PERSON : SCHEMA_ORGANIZATION);
    NEED(r->party);
    TRY(add_primary(r, record));
    for (const xml_node *c = record->first_child; c; c = c->next)
        TRY(add_element(r, c));
    return CORDON_OK;
}

static bool is_record(void *context, slice name, size_t depth)
{
    (void)context;
    return depth == 2 && (slice_equal(name, SLICE("INDIVIDUAL")) || slice_equal(name, SLICE("ENTITY")));
}

static cordon_status take_root(void *context, const xml_node *root, cordon_error *error)
{
    un_reader *r = context;
    if (!slice_equal(root->name, SLICE("CONSOLIDATED_LIST")))
        return error_set(error, CORDON_BAD_INPUT, "%s: expected a UN list (element CONSOLIDATED_LIST), found element %.*s", r->path,
                         SLICE_ARG(slice_first(root->name, 60)));
    r->list->version = keep(r, xml_attribute_text(root, SLICE("dateGenerated")));
    return CORDON_OK;
}

cordon_status list_read_un(list_data *list, const char *path, cordon_error *error)
{
    slice bytes;
    un_reader r = {.list = list, .path = path, .error = error};
    xml_calls calls = {take_root, is_record, take_record, &r};
    TRY(list_load(list, path, &bytes, error));
    return xml_read(bytes, path, &calls, error);
}
