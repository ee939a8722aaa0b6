#include "snapshot/snapshot.h"
#include "format/format_json.h"
#include "name/name_derive.h"
#include "name/name_read.h"
#include "party/party_identifier.h"

#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

struct snapshot_builder {
    string sections[SECTION_COUNT];
    string lists;                /* JSON of the lists that are complete */
    slice code, version, digest; /* of the list that is being added */
    string open_list;            /* owns those three */
    size_t list_count, list_parties, list_names;
    size_t parties, names;
    name_scratch names_scratch;
    name_readings readings;
    uint32_t facts[FACT_SIZE_MAX / 4 + 1];
};

snapshot_builder *snapshot_builder_new(void)
{
    return calloc(1, sizeof(snapshot_builder));
}

void snapshot_builder_free(snapshot_builder *b)
{
    if (!b)
        return;
    for (size_t i = 0; i < SECTION_COUNT; i++)
        text_free(&b->sections[i]);
    readings_free(&b->readings);
    text_free(&b->lists);
    text_free(&b->open_list);
    free(b);
}

bool snapshot_add_bytes(snapshot_builder *b, snapshot_section_id id, const void *bytes, size_t size)
{
    text_add(&b->sections[id], (slice){bytes, size});
    return !b->sections[id].failed;
}

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

/* ---------------------------------------------------------------- lists */

static void close_list(snapshot_builder *b)
{
    if (b->list_count == 0)
        return;
    json_write_comma(&b->lists);
    text_add_char(&b->lists, '{');
    json_write_member(&b->lists, "code", b->code);
    json_write_member(&b->lists, "version", b->version);
    json_write_member(&b->lists, "digest", b->digest);
    json_write_number(&b->lists, "parties", (long long)b->list_parties);
    json_write_number(&b->lists, "names", (long long)b->list_names);
    text_add_char(&b->lists, '}');
}

cordon_status snapshot_add_list(snapshot_builder *b, slice code, slice version, slice digest, cordon_error *error)
{
    if (b->list_count == UINT16_MAX)
        return error_set(error, CORDON_OVER_LIMIT, "more than %d lists", UINT16_MAX);
    close_list(b);
    b->open_list.len = 0;
    text_add(&b->open_list, code);
    text_add(&b->open_list, version);
    text_add(&b->open_list, digest);
    slice all = text_slice(&b->open_list);
    b->code = slice_first(all, code.len);
    b->version = slice_first(slice_skip(all, code.len), version.len);
    b->digest = slice_skip(all, code.len + version.len);
    b->list_count++;
    b->list_parties = b->list_names = 0;
    return b->open_list.failed ? error_no_memory(error) : CORDON_OK;
}

/* ---------------------------------------------------------------- parties */

static bool add_value(snapshot_builder *b, const party_value *v)
{
    snapshot_value head = {
        v->field, v->kind, {v->country[0], v->country[1]}, (uint32_t)v->text.len, (uint16_t)v->label.len, (uint16_t)v->source.len};
    string *values = &b->sections[SECTION_VALUES];
    text_add(values, (slice){(const char *)&head, sizeof head});
    text_add(values, v->text);
    text_add(values, (slice){v->label.ptr, head.label_size});
    text_add(values, (slice){v->source.ptr, head.source_size});
    return !values->failed;
}

static bool add_identifier(snapshot_builder *b, const party_value *v)
{
    char key[IDENTIFIER_KEY_MAX];
    size_t length = identifier_key((identifier_type)v->kind, v->text, key);
    snapshot_identifier record = {XXH3_64bits(key, length), (uint32_t)b->parties, 0};
    return length == 0 || snapshot_add_bytes(b, SECTION_IDENTIFIERS, &record, sizeof record);
}

static bool add_prepared(snapshot_builder *b, const prepared_name *name, size_t value, uint8_t quality, name_origin derived,
                         uint32_t *count)
{
    string *prepared = &b->sections[SECTION_PREPARED];
    snapshot_name record = {
        (uint32_t)(prepared->len / 4), (uint32_t)b->parties, name->head->weight, (uint16_t)value, quality, (uint8_t)derived};
    text_add(prepared, (slice){(const char *)name->head, name->head->size});
    if (prepared->failed || !snapshot_add_bytes(b, SECTION_NAMES, &record, sizeof record))
        return false;
    b->names++;
    ++*count;
    return true;
}

/* The published name, and what is derived from it. */
static cordon_status add_name(snapshot_builder *b, const party *p, size_t value, uint32_t *count, size_t *unsearchable, cordon_error *error)
{
    prepared_name name;
    derived_name acronyms[DERIVED_MAX];
    const party_value *v = &p->values.at[value];
    TRY(name_prepare(v->text, snapshot_name_kind(p->schema), &b->names_scratch, &name, error));
    if (name.head->token_count == 0) {
        ++*unsearchable;
        return CORDON_OK;
    }
    if (!add_prepared(b, &name, value, v->kind, NAME_PUBLISHED, count))
        return error_no_memory(error);
    b->list_names++;
    readings_begin(&b->readings, v->text, &name);
    size_t made = v->kind == QUALITY_WEAK ? 0 : name_acronyms(&name, &b->names_scratch, acronyms);
    for (size_t i = 0; i < made; i++) {
        prepared_name derived;
        (void)name_view(acronyms[i].bytes, sizeof acronyms[i].bytes, &derived);
        if (!add_prepared(b, &derived, value, v->kind, NAME_ACRONYM, count))
            return error_no_memory(error);
    }
    while (readings_next(&b->readings, &b->names_scratch, &name))
        if (!add_prepared(b, &name, value, v->kind, NAME_READING, count))
            return error_no_memory(error);
    return b->readings.text.failed ? error_no_memory(error) : CORDON_OK;
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

static cordon_status add_values(snapshot_builder *b, const party *p, snapshot_party *record, size_t *unsearchable, cordon_error *error)
{
    for (size_t i = 0; i < p->values.count; i++) {
        const party_value *v = &p->values.at[i];
        if (!add_value(b, v) || (v->field == FIELD_IDENTIFIER && !add_identifier(b, v)))
            return error_no_memory(error);
        if (v->field == FIELD_NAME) {
            cordon_error why;
            cordon_status status = add_name(b, p, i, &record->name_count, unsearchable, &why);
            if (status != CORDON_OK)
                return error_set(error, status, "entry \"%.*s\": %s", SLICE_ARG(p->id), why.message);
        }
    }
    return CORDON_OK;
}

cordon_status snapshot_add_party(snapshot_builder *b, const party *p, size_t *unsearchable, cordon_error *error)
{
    party_facts facts;
    string *values = &b->sections[SECTION_VALUES];
    TRY(check_party(p, error));
    snapshot_party record = {.values = values->len,
                             .facts = (uint32_t)(b->sections[SECTION_FACTS].len / 4),
                             .first_name = (uint32_t)b->names,
                             .list = (uint16_t)(b->list_count - 1),
                             .id_size = (uint16_t)p->id.len,
                             .value_count = (uint32_t)p->values.count};
    text_add(values, p->id);
    TRY(add_values(b, p, &record, unsearchable, error));
    record.value_bytes = (uint32_t)(values->len - record.values);
    size_t size = fact_gather(p, b->facts, &facts);
    if (values->failed || !snapshot_add_bytes(b, SECTION_FACTS, b->facts, size) ||
        !snapshot_add_bytes(b, SECTION_PARTIES, &record, sizeof record))
        return error_no_memory(error);
    b->parties++;
    b->list_parties++;
    return CORDON_OK;
}

size_t snapshot_built_names(const snapshot_builder *b)
{
    return b->names;
}

prepared_name snapshot_built_name(const snapshot_builder *b, size_t i)
{
    const snapshot_name *record = (const snapshot_name *)(const void *)b->sections[SECTION_NAMES].ptr + i;
    prepared_name name = {0};
    size_t at = (size_t)record->prepared * 4;
    (void)name_view(b->sections[SECTION_PREPARED].ptr + at, b->sections[SECTION_PREPARED].len - at, &name);
    return name;
}

/* ---------------------------------------------------------------- the file */

static int compare_identifiers(const void *a, const void *b)
{
    const snapshot_identifier *x = a, *y = b;
    if (x->hash != y->hash)
        return x->hash < y->hash ? -1 : 1;
    return (x->party > y->party) - (x->party < y->party);
}

static void write_meta(snapshot_builder *b, slice engine)
{
    string *meta = &b->sections[SECTION_META];
    close_list(b);
    text_add_char(meta, '{');
    json_write_member(meta, "engine", engine);
    json_write_member(meta, "scoring", table_digest());
    json_write_member(meta, "unicode", SLICE("15.0.0"));
    json_write_key(meta, "lists");
    text_add_char(meta, '[');
    text_add(meta, text_slice(&b->lists));
    text_add(meta, SLICE("]}"));
    meta->failed |= b->lists.failed;
}

static void pad(string *out)
{
    while (out->len % SNAPSHOT_ALIGNMENT && !out->failed)
        text_add_char(out, '\0');
}

static void add_checksums(string *out, size_t end)
{
    for (size_t at = SNAPSHOT_HEADER_SIZE; at < end && !out->failed; at += SNAPSHOT_BLOCK_SIZE) {
        size_t size = end - at < SNAPSHOT_BLOCK_SIZE ? end - at : SNAPSHOT_BLOCK_SIZE;
        uint64_t sum = XXH3_64bits(out->ptr + at, size);
        text_add(out, (slice){(const char *)&sum, sizeof sum});
    }
}

static void seal(snapshot_header *header, string *out)
{
    const snapshot_section *sums = &header->sections[SECTION_CHECKSUMS];
    XXH128_hash_t digest = XXH3_128bits(out->ptr + sums->offset, sums->size);
    header->content_digest[0] = digest.low64;
    header->content_digest[1] = digest.high64;
    header->file_size = out->len;
    header->header_checksum = XXH3_64bits(header, offsetof(snapshot_header, header_checksum));
    memcpy(out->ptr, header, sizeof *header);
}

cordon_status snapshot_finish(snapshot_builder *b, slice engine, string *out, cordon_error *error)
{
    static const char zeros[SNAPSHOT_HEADER_SIZE];
    snapshot_header header = {.format_version = SNAPSHOT_FORMAT_VERSION, .section_count = SECTION_COUNT};
    memcpy(header.magic, SNAPSHOT_MAGIC, sizeof header.magic);
    write_meta(b, engine);
    string *identifiers = &b->sections[SECTION_IDENTIFIERS];
    if (identifiers->len)
        qsort(identifiers->ptr, identifiers->len / sizeof(snapshot_identifier), sizeof(snapshot_identifier), compare_identifiers);
    text_add(out, (slice){zeros, sizeof zeros});
    for (size_t i = 0; i < SECTION_CHECKSUMS; i++) {
        header.sections[i] = (snapshot_section){out->len, b->sections[i].len};
        text_add(out, text_slice(&b->sections[i]));
        out->failed |= b->sections[i].failed;
        pad(out);
    }
    size_t end = out->len;
    add_checksums(out, end);
    header.sections[SECTION_CHECKSUMS] = (snapshot_section){end, out->len - end};
    if (out->failed)
        return error_no_memory(error);
    seal(&header, out);
    return CORDON_OK;
}
