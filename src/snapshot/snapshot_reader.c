/* Opening a snapshot believes nothing: first the header and its checksum, then the places of the sections, then every block's checksum,
   then every number by which one record points to another. After that reading needs no further checks. */
#include "snapshot/snapshot.h"
#include "format/format_json.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include <xxhash.h>

struct snapshot {
    const char *path;  /* only while opening */
    const char *bytes; /* the mapped file */
    size_t size;
    snapshot_header header;
    json_t *meta; /* owns the slices of lists and versions */
    snapshot_list *lists;
    size_t list_count;
    slice engine, scoring;
    char digest[33];
};

static cordon_status damaged(const snapshot *s, cordon_error *error, const char *what)
{
    return error_set(error, CORDON_BAD_SNAPSHOT, "%s: damaged snapshot: %s; compile it again", s->path, what);
}

slice snapshot_bytes(const snapshot *s, snapshot_section_id id)
{
    return (slice){s->bytes + s->header.sections[id].offset, s->header.sections[id].size};
}

/* ---------------------------------------------------------------- checks */

static bool rest_of_header_is_zero(const snapshot *s)
{
    for (size_t i = sizeof s->header; i < SNAPSHOT_HEADER_SIZE; i++)
        if (s->bytes[i])
            return false;
    return true;
}

static cordon_status check_header(snapshot *s, cordon_error *error)
{
    if (!s->bytes || s->size < SNAPSHOT_HEADER_SIZE || memcmp(s->bytes, SNAPSHOT_MAGIC, 8) != 0)
        return error_set(error, CORDON_BAD_SNAPSHOT, "%s: not a Cordon snapshot (expected it to begin with " SNAPSHOT_MAGIC ")", s->path);
    memcpy(&s->header, s->bytes, sizeof s->header);
    if (s->header.format_version != SNAPSHOT_FORMAT_VERSION)
        return error_set(error, CORDON_BAD_SNAPSHOT, "%s: snapshot format %u, this program reads format %d: compile it again", s->path,
                         s->header.format_version, SNAPSHOT_FORMAT_VERSION);
    if (s->header.header_checksum != XXH3_64bits(s->bytes, offsetof(snapshot_header, header_checksum)) ||
        s->header.section_count != SECTION_COUNT || !rest_of_header_is_zero(s))
        return damaged(s, error, "the header does not have its checksum");
    if (s->header.file_size != s->size)
        return error_set(error, CORDON_BAD_SNAPSHOT, "%s: damaged snapshot: expected %llu bytes, found %zu; compile it again", s->path,
                         (unsigned long long)s->header.file_size, s->size);
    return CORDON_OK;
}

static cordon_status check_sections(const snapshot *s, cordon_error *error)
{
    for (size_t i = 0; i < SECTION_COUNT; i++) {
        const snapshot_section *part = &s->header.sections[i];
        if (part->offset < SNAPSHOT_HEADER_SIZE || part->offset % SNAPSHOT_ALIGNMENT || part->offset > s->size ||
            part->size > s->size - part->offset)
            return damaged(s, error, "a section lies outside of the file");
    }
    return CORDON_OK;
}

static cordon_status check_blocks(const snapshot *s, cordon_error *error)
{
    slice sums = snapshot_bytes(s, SECTION_CHECKSUMS);
    size_t end = s->header.sections[SECTION_CHECKSUMS].offset;
    size_t blocks = (end - SNAPSHOT_HEADER_SIZE + SNAPSHOT_BLOCK_SIZE - 1) / SNAPSHOT_BLOCK_SIZE;
    XXH128_hash_t digest = XXH3_128bits(sums.ptr, sums.len);
    if (sums.len != blocks * sizeof(uint64_t) || digest.low64 != s->header.content_digest[0] ||
        digest.high64 != s->header.content_digest[1])
        return damaged(s, error, "its list of checksums is not the one that was written");
    for (size_t i = 0; i < blocks; i++) {
        size_t at = SNAPSHOT_HEADER_SIZE + i * SNAPSHOT_BLOCK_SIZE;
        size_t size = end - at < SNAPSHOT_BLOCK_SIZE ? end - at : SNAPSHOT_BLOCK_SIZE;
        uint64_t expected;
        memcpy(&expected, sums.ptr + i * sizeof expected, sizeof expected);
        if (XXH3_64bits(s->bytes + at, size) != expected)
            return error_set(error, CORDON_BAD_SNAPSHOT,
                             "%s: damaged snapshot: the 64 KiB block at byte %zu does not have its checksum; compile it again", s->path,
                             at);
    }
    return CORDON_OK;
}

static bool party_is_inside(const snapshot *s, const snapshot_party *p)
{
    slice values = snapshot_bytes(s, SECTION_VALUES), facts = snapshot_bytes(s, SECTION_FACTS);
    party_facts view;
    size_t at = (size_t)p->facts * 4;
    return p->values <= values.len && p->value_bytes <= values.len - p->values && p->id_size <= p->value_bytes && p->list < s->list_count &&
           p->first_name <= snapshot_name_count(s) && p->name_count <= snapshot_name_count(s) - p->first_name && at < facts.len &&
           fact_view(facts.ptr + at, facts.len - at, &view);
}

/* Reads the value at *at of a party's bytes and moves on; false when it does not fit. */
static bool next_value(slice bytes, size_t *at, party_value *out)
{
    snapshot_value head;
    if (bytes.len - *at < sizeof head)
        return false;
    memcpy(&head, bytes.ptr + *at, sizeof head);
    *at += sizeof head;
    size_t all = (size_t)head.text_size + head.label_size + head.source_size;
    if (all > bytes.len - *at || head.field >= FIELD_COUNT || (head.field == FIELD_NAME && head.kind >= QUALITY_COUNT) ||
        (head.field == FIELD_IDENTIFIER && head.kind >= ID_COUNT))
        return false;
    const char *text = bytes.ptr + *at;
    *out = (party_value){head.field,
                         head.kind,
                         {head.country[0], head.country[1]},
                         {text, head.text_size},
                         {text + head.text_size, head.label_size},
                         {text + head.text_size + head.label_size, head.source_size}};
    *at += all;
    return true;
}

static slice party_bytes(const snapshot *s, const snapshot_party *p)
{
    return (slice){snapshot_bytes(s, SECTION_VALUES).ptr + p->values, p->value_bytes};
}

static bool values_are_inside(const snapshot *s, const snapshot_party *p)
{
    size_t at = p->id_size;
    party_value v;
    for (size_t i = 0; i < p->value_count; i++)
        if (!next_value(party_bytes(s, p), &at, &v))
            return false;
    return at == p->value_bytes;
}

static bool name_is_inside(const snapshot *s, const snapshot_name *n)
{
    slice prepared = snapshot_bytes(s, SECTION_PREPARED);
    prepared_name view;
    size_t at = (size_t)n->prepared * 4;
    return n->party < snapshot_party_count(s) && n->quality < QUALITY_COUNT && n->value < snapshot_party_at(s, n->party)->value_count &&
           at < prepared.len && name_view(prepared.ptr + at, prepared.len - at, &view) && view.head->weight == n->weight &&
           view.head->token_count > 0;
}

static cordon_status check_records(const snapshot *s, cordon_error *error)
{
    if (snapshot_bytes(s, SECTION_PARTIES).len % sizeof(snapshot_party) || snapshot_bytes(s, SECTION_NAMES).len % sizeof(snapshot_name) ||
        snapshot_bytes(s, SECTION_IDENTIFIERS).len % sizeof(snapshot_identifier))
        return damaged(s, error, "a section is no whole number of records");
    for (size_t i = 0; i < snapshot_party_count(s); i++)
        if (!party_is_inside(s, snapshot_party_at(s, i)) || !values_are_inside(s, snapshot_party_at(s, i)))
            return damaged(s, error, "a party points outside of its section");
    for (size_t i = 0; i < snapshot_name_count(s); i++)
        if (!name_is_inside(s, snapshot_name_at(s, i)))
            return damaged(s, error, "a name points outside of its section");
    slice identifiers = snapshot_bytes(s, SECTION_IDENTIFIERS);
    const snapshot_identifier *id = (const void *)identifiers.ptr;
    for (size_t i = 0; i < identifiers.len / sizeof *id; i++)
        if (id[i].party >= snapshot_party_count(s) || (i && id[i].hash < id[i - 1].hash))
            return damaged(s, error, "an identifier points outside of its section");
    return CORDON_OK;
}

/* ---------------------------------------------------------------- meta data */

static slice meta_text(const json_t *object, const char *key)
{
    const json_t *value = json_object_get(object, key);
    return json_is_string(value) ? (slice){json_string_value(value), json_string_length(value)} : SLICE("");
}

static cordon_status read_meta(snapshot *s, cordon_error *error)
{
    cordon_error why;
    if (json_read(snapshot_bytes(s, SECTION_META), "meta data", &s->meta, &why) != CORDON_OK)
        return damaged(s, error, why.message);
    const json_t *lists = json_object_get(s->meta, "lists");
    s->engine = meta_text(s->meta, "engine");
    s->scoring = meta_text(s->meta, "scoring");
    s->list_count = json_array_size(lists);
    s->lists = calloc(s->list_count + 1, sizeof *s->lists);
    if (!s->lists)
        return error_no_memory(error);
    for (size_t i = 0; i < s->list_count; i++) {
        const json_t *one = json_array_get(lists, i);
        s->lists[i] = (snapshot_list){meta_text(one, "code"), meta_text(one, "version"), meta_text(one, "digest"),
                                      (uint64_t)json_integer_value(json_object_get(one, "parties")),
                                      (uint64_t)json_integer_value(json_object_get(one, "names"))};
    }
    snprintf(s->digest, sizeof s->digest, "%016llx%016llx", (unsigned long long)s->header.content_digest[1],
             (unsigned long long)s->header.content_digest[0]);
    return CORDON_OK;
}

cordon_status snapshot_check_scoring(const snapshot *s, cordon_error *error)
{
    if (slice_equal(s->scoring, table_digest()))
        return CORDON_OK;
    return error_set(error, CORDON_BAD_SNAPSHOT,
                     "the snapshot was compiled for scoring version %.12s..., this program has %.12s...: prepare it again with "
                     "`cordon compile --from OLD --output NEW`",
                     s->scoring.ptr ? s->scoring.ptr : "?", table_digest().ptr);
}

/* ---------------------------------------------------------------- opening */

static cordon_status map_file(snapshot *s, cordon_error *error)
{
    struct stat info;
    int fd = open(s->path, O_RDONLY | O_CLOEXEC);
    if (fd < 0 || fstat(fd, &info) != 0 || !S_ISREG(info.st_mode)) {
        int reason = fd >= 0 && errno == 0 ? EINVAL : errno;
        if (fd >= 0)
            close(fd);
        return error_set(error, CORDON_BAD_FILE, "%s: cannot open the snapshot: %s", s->path, strerror(reason));
    }
    s->size = (size_t)info.st_size;
    void *bytes = s->size ? mmap(NULL, s->size, PROT_READ, MAP_SHARED, fd, 0) : NULL;
    close(fd);
    if (bytes == MAP_FAILED)
        return error_set(error, CORDON_BAD_FILE, "%s: cannot map the snapshot: %s", s->path, strerror(errno));
    s->bytes = bytes;
    return CORDON_OK;
}

static cordon_status open_checked(snapshot *s, cordon_error *error)
{
    TRY(map_file(s, error));
    TRY(check_header(s, error));
    TRY(check_sections(s, error));
    TRY(check_blocks(s, error));
    TRY(read_meta(s, error));
    return check_records(s, error);
}

cordon_status snapshot_open(const char *path, snapshot **out, cordon_error *error)
{
    snapshot *s = calloc(1, sizeof *s);
    *out = NULL;
    if (!s)
        return error_no_memory(error);
    errno = 0;
    s->path = path;
    cordon_status status = open_checked(s, error);
    s->path = NULL;
    if (status == CORDON_OK)
        *out = s;
    else
        snapshot_close(s);
    return status;
}

void snapshot_close(snapshot *s)
{
    if (!s)
        return;
    if (s->bytes)
        munmap((void *)(uintptr_t)s->bytes, s->size);
    json_decref(s->meta);
    free(s->lists);
    free(s);
}

/* ---------------------------------------------------------------- reading */

size_t snapshot_party_count(const snapshot *s)
{
    return s->header.sections[SECTION_PARTIES].size / sizeof(snapshot_party);
}

size_t snapshot_name_count(const snapshot *s)
{
    return s->header.sections[SECTION_NAMES].size / sizeof(snapshot_name);
}

size_t snapshot_list_count(const snapshot *s)
{
    return s->list_count;
}

const snapshot_list *snapshot_list_at(const snapshot *s, size_t i)
{
    return &s->lists[i];
}

const snapshot_party *snapshot_party_at(const snapshot *s, size_t i)
{
    return (const snapshot_party *)(const void *)snapshot_bytes(s, SECTION_PARTIES).ptr + i;
}

const snapshot_name *snapshot_name_at(const snapshot *s, size_t i)
{
    return (const snapshot_name *)(const void *)snapshot_bytes(s, SECTION_NAMES).ptr + i;
}

prepared_name snapshot_prepared(const snapshot *s, const snapshot_name *name)
{
    const char *base = snapshot_bytes(s, SECTION_PREPARED).ptr + (size_t)name->prepared * 4;
    const name_head *head = (const void *)base;
    const name_token *tokens = (const void *)(base + sizeof *head);
    return (prepared_name){head, tokens, (const symbol *)(const void *)(tokens + head->token_count)};
}

party_facts snapshot_facts(const snapshot *s, const snapshot_party *p)
{
    party_facts facts;
    slice all = snapshot_bytes(s, SECTION_FACTS);
    size_t at = (size_t)p->facts * 4;
    (void)fact_view(all.ptr + at, all.len - at, &facts);
    return facts;
}

slice snapshot_party_id(const snapshot *s, const snapshot_party *p)
{
    return slice_first(party_bytes(s, p), p->id_size);
}

slice snapshot_name_text(const snapshot *s, const snapshot_name *name)
{
    const snapshot_party *p = snapshot_party_at(s, name->party);
    size_t at = p->id_size;
    party_value v = {0};
    for (size_t i = 0; i <= name->value; i++)
        (void)next_value(party_bytes(s, p), &at, &v);
    return v.text;
}

cordon_status snapshot_load_party(const snapshot *s, size_t i, party *out, cordon_error *error)
{
    const snapshot_party *p = snapshot_party_at(s, i);
    size_t at = p->id_size;
    *out =
        (party){.list = s->lists[p->list].code, .id = snapshot_party_id(s, p), .schema = (party_schema)snapshot_facts(s, p).head->schema};
    for (size_t k = 0; k < p->value_count; k++) {
        party_value *v = ARRAY_ADD(&out->values);
        if (!v) {
            party_free(out);
            return error_no_memory(error);
        }
        (void)next_value(party_bytes(s, p), &at, v);
    }
    return CORDON_OK;
}

const snapshot_identifier *snapshot_find_identifier(const snapshot *s, slice key, size_t *count)
{
    slice all = snapshot_bytes(s, SECTION_IDENTIFIERS);
    const snapshot_identifier *ids = (const void *)all.ptr;
    size_t low = 0, high = all.len / sizeof *ids, total = high;
    uint64_t hash = XXH3_64bits(key.ptr, key.len);
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (ids[middle].hash < hash)
            low = middle + 1;
        else
            high = middle;
    }
    *count = 0;
    while (low + *count < total && ids[low + *count].hash == hash)
        ++*count;
    return ids + low;
}

bool snapshot_find_entity(const snapshot *s, slice entity, size_t *place)
{
    for (size_t i = 0; i < snapshot_party_count(s); i++) {
        const snapshot_party *p = snapshot_party_at(s, i);
        slice code = s->lists[p->list].code, id = snapshot_party_id(s, p);
        if (entity.len == code.len + 1 + id.len && slice_starts(entity, code) && entity.ptr[code.len] == ':' && slice_ends(entity, id)) {
            *place = i;
            return true;
        }
    }
    return false;
}

slice snapshot_digest(const snapshot *s)
{
    return slice_of(s->digest);
}

slice snapshot_scoring(const snapshot *s)
{
    return s->scoring;
}

slice snapshot_engine(const snapshot *s)
{
    return s->engine;
}
