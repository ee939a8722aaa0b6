/* Opening a snapshot believes nothing: first the header and its checksum, then the places of the sections, then every block's checksum,
   then every number by which one record points to another. After that reading needs no further checks. Of a large file the last two are
   left to the reading (snapshot_reader.c). */
#include "snapshot/snapshot_inside.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include <xxhash.h>

static cordon_status damaged(const snapshot *s, cordon_error *error, const char *what)
{
    return error_set(error, CORDON_BAD_SNAPSHOT, "%s: damaged snapshot: %s; compile it again", s->path, what);
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

/* Sections lie before the checksums, so that every byte of them is in a block. */
static cordon_status check_sections(const snapshot *s, cordon_error *error)
{
    uint64_t end = s->header.sections[SECTION_CHECKSUMS].offset;
    for (size_t i = 0; i < SECTION_COUNT; i++) {
        const snapshot_section *part = &s->header.sections[i];
        uint64_t limit = i == SECTION_CHECKSUMS ? s->size : end;
        if (part->offset < SNAPSHOT_HEADER_SIZE || part->offset % SNAPSHOT_ALIGNMENT || limit > s->size || part->offset > limit ||
            part->size > limit - part->offset)
            return damaged(s, error, "a section lies outside of the file");
    }
    return CORDON_OK;
}

size_t inside_block_count(const snapshot *s)
{
    return (s->header.sections[SECTION_CHECKSUMS].offset - SNAPSHOT_HEADER_SIZE + SNAPSHOT_BLOCK_SIZE - 1) / SNAPSHOT_BLOCK_SIZE;
}

static size_t block_start(size_t block)
{
    return SNAPSHOT_HEADER_SIZE + block * SNAPSHOT_BLOCK_SIZE;
}

bool inside_block_is_good(const snapshot *s, size_t block)
{
    size_t at = block_start(block), end = s->header.sections[SECTION_CHECKSUMS].offset;
    size_t size = end - at < SNAPSHOT_BLOCK_SIZE ? end - at : SNAPSHOT_BLOCK_SIZE;
    uint64_t expected;
    memcpy(&expected, s->bytes + end + block * sizeof expected, sizeof expected);
    return XXH3_64bits(s->bytes + at, size) == expected;
}

static cordon_status check_checksums(const snapshot *s, cordon_error *error)
{
    slice sums = snapshot_bytes(s, SECTION_CHECKSUMS);
    XXH128_hash_t digest = XXH3_128bits(sums.ptr, sums.len);
    if (sums.len != inside_block_count(s) * sizeof(uint64_t) || digest.low64 != s->header.content_digest[0] ||
        digest.high64 != s->header.content_digest[1])
        return damaged(s, error, "its list of checksums is not the one that was written");
    return CORDON_OK;
}

static cordon_status check_blocks(const snapshot *s, cordon_error *error)
{
    for (size_t i = 0; i < inside_block_count(s); i++)
        if (!inside_block_is_good(s, i))
            return error_set(error, CORDON_BAD_SNAPSHOT,
                             "%s: damaged snapshot: the 64 KiB block at byte %zu does not have its checksum; compile it again", s->path,
                             block_start(i));
    return CORDON_OK;
}

/* How many records a section holds; false when that is no whole number. */
static bool count_records(const snapshot *s, snapshot_section_id id, size_t size, size_t *out)
{
    *out = s->header.sections[id].size / size;
    return s->header.sections[id].size % size == 0;
}

static cordon_status check_counts(snapshot *s, cordon_error *error)
{
    size_t identifiers;
    if (!count_records(s, SECTION_PARTIES, sizeof(snapshot_party), &s->party_count) ||
        !count_records(s, SECTION_NAMES, sizeof(snapshot_name), &s->name_count) ||
        !count_records(s, SECTION_TEXT_ENDS, sizeof(uint32_t), &s->text_count) ||
        !count_records(s, SECTION_IDENTIFIERS, sizeof(snapshot_identifier), &identifiers))
        return damaged(s, error, "a section is no whole number of records");
    return CORDON_OK;
}

static cordon_status check_records(const snapshot *s, cordon_error *error)
{
    party_facts facts;
    prepared_name prepared;
    if (!inside_texts(s))
        return damaged(s, error, "a text points outside of its section");
    for (size_t i = 0; i < s->party_count; i++) {
        const snapshot_party *p = snapshot_party_at(s, i);
        if (!inside_party(s, p) || !inside_values(s, p) || !inside_facts(s, p, &facts))
            return damaged(s, error, "a party points outside of its section");
    }
    for (size_t i = 0; i < s->name_count; i++) {
        const snapshot_name *n = snapshot_name_at(s, i);
        if (!inside_name(s, n) || n->value >= snapshot_party_at(s, n->party)->value_count || !inside_prepared(s, n, &prepared))
            return damaged(s, error, "a name points outside of its section");
    }
    slice identifiers = snapshot_bytes(s, SECTION_IDENTIFIERS);
    const snapshot_identifier *id = (const void *)identifiers.ptr;
    for (size_t i = 0; i < identifiers.len / sizeof *id; i++)
        if (id[i].party >= s->party_count || (i && id[i].hash < id[i - 1].hash))
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
    slice meta = snapshot_bytes(s, SECTION_META);
    if (!snapshot_touch(s, meta.ptr, meta.len))
        return damaged(s, error, "the meta data do not have their checksum");
    if (json_read(meta, "meta data", &s->meta, &why) != CORDON_OK)
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

/* From now on blocks and records are checked while they are read. */
static cordon_status check_later(snapshot *s, cordon_error *error)
{
    _Atomic uint8_t *states = calloc(inside_block_count(s) + 1, sizeof *states);
    s->guard = (snapshot_guard){s->bytes + SNAPSHOT_HEADER_SIZE, inside_block_count(s), states};
    return states ? CORDON_OK : error_no_memory(error);
}

static cordon_status open_checked(snapshot *s, size_t whole_max, cordon_error *error)
{
    s->damage = calloc(1, sizeof *s->damage);
    s->beside = calloc(1, sizeof *s->beside);
    if (!s->damage || !s->beside)
        return error_no_memory(error);
    TRY(map_file(s, error));
    TRY(check_header(s, error));
    TRY(check_sections(s, error));
    TRY(check_checksums(s, error));
    bool whole = s->size <= whole_max;
    TRY(whole ? check_blocks(s, error) : check_later(s, error));
    TRY(read_meta(s, error));
    TRY(check_counts(s, error));
    return whole ? check_records(s, error) : CORDON_OK;
}

cordon_status snapshot_open_checking(const char *path, size_t whole_max, snapshot **out, cordon_error *error)
{
    snapshot *s = calloc(1, sizeof *s);
    *out = NULL;
    if (!s)
        return error_no_memory(error);
    errno = 0;
    s->path = path;
    cordon_status status = open_checked(s, whole_max, error);
    s->path = NULL;
    if (status == CORDON_OK)
        *out = s;
    else
        snapshot_close(s);
    return status;
}

cordon_status snapshot_open(const char *path, snapshot **out, cordon_error *error)
{
    return snapshot_open_checking(path, SNAPSHOT_WHOLE_MAX, out, error);
}

void snapshot_close(snapshot *s)
{
    if (!s)
        return;
    if (s->bytes)
        munmap((void *)(uintptr_t)s->bytes, s->size);
    json_decref(s->meta);
    free(s->guard.states);
    free(s->damage);
    if (s->beside && s->beside->made)
        s->beside->release(s->beside->made);
    free(s->beside);
    free(s->lists);
    free(s);
}
