/* Laying the file out: the sections as they are, one behind the other, never copied into one piece. */
#include "base/base_file.h"
#include "format/format_json.h"
#include "snapshot/snapshot_builder.h"

#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

/* The parts of the file in their order: the header, each section and the zeros behind it, the checksums. */
typedef struct snapshot_layout {
    union {
        snapshot_header header;
        char bytes[SNAPSHOT_HEADER_SIZE];
    } head;
    slice parts[2 * SECTION_COUNT];
    size_t count, size;
    string sums;
} snapshot_layout;

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
    builder_close_list(b);
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

static void add_part(snapshot_layout *l, slice part)
{
    l->parts[l->count++] = part;
    l->size += part.len;
}

static bool add_sections(snapshot_layout *l, const snapshot_builder *b)
{
    static const char zeros[SNAPSHOT_ALIGNMENT];
    bool good = true;
    add_part(l, (slice){l->head.bytes, sizeof l->head.bytes});
    for (size_t i = 0; i < SECTION_CHECKSUMS; i++) {
        l->head.header.sections[i] = (snapshot_section){l->size, b->sections[i].len};
        add_part(l, text_slice(&b->sections[i]));
        add_part(l, (slice){zeros, (SNAPSHOT_ALIGNMENT - l->size % SNAPSHOT_ALIGNMENT) % SNAPSHOT_ALIGNMENT});
        good &= !b->sections[i].failed;
    }
    return good;
}

static void add_sum(snapshot_layout *l, XXH3_state_t *state)
{
    uint64_t sum = XXH3_64bits_digest(state);
    text_add(&l->sums, (slice){(const char *)&sum, sizeof sum});
    (void)XXH3_64bits_reset(state);
}

/* Blocks are counted over all parts but the header, wherever one ends. */
static bool add_checksums(snapshot_layout *l)
{
    size_t filled = 0;
    XXH3_state_t *state = XXH3_createState();
    if (!state || XXH3_64bits_reset(state) != XXH_OK) {
        (void)XXH3_freeState(state);
        return false;
    }
    for (size_t i = 1; i < l->count; i++)
        for (slice rest = l->parts[i]; rest.len;) {
            slice piece = slice_first(rest, SNAPSHOT_BLOCK_SIZE - filled);
            (void)XXH3_64bits_update(state, piece.ptr, piece.len);
            rest = slice_skip(rest, piece.len);
            filled = (filled + piece.len) % SNAPSHOT_BLOCK_SIZE;
            if (filled == 0)
                add_sum(l, state);
        }
    if (filled)
        add_sum(l, state);
    (void)XXH3_freeState(state);
    l->head.header.sections[SECTION_CHECKSUMS] = (snapshot_section){l->size, l->sums.len};
    add_part(l, text_slice(&l->sums));
    return !l->sums.failed;
}

static void seal(snapshot_layout *l)
{
    snapshot_header *header = &l->head.header;
    XXH128_hash_t digest = XXH3_128bits(l->sums.ptr, l->sums.len);
    memcpy(header->magic, SNAPSHOT_MAGIC, sizeof header->magic);
    header->format_version = SNAPSHOT_FORMAT_VERSION;
    header->section_count = SECTION_COUNT;
    header->content_digest[0] = digest.low64;
    header->content_digest[1] = digest.high64;
    header->file_size = l->size;
    header->header_checksum = XXH3_64bits(header, offsetof(snapshot_header, header_checksum));
}

static cordon_status lay_out(snapshot_builder *b, slice engine, snapshot_layout *l, cordon_error *error)
{
    string *identifiers = &b->sections[SECTION_IDENTIFIERS];
    write_meta(b, engine);
    if (identifiers->len)
        qsort(identifiers->ptr, identifiers->len / sizeof(snapshot_identifier), sizeof(snapshot_identifier), compare_identifiers);
    if (!add_sections(l, b) || !add_checksums(l))
        return error_no_memory(error);
    seal(l);
    return CORDON_OK;
}

cordon_status snapshot_write(snapshot_builder *b, slice engine, const char *path, size_t *size, cordon_error *error)
{
    snapshot_layout l = {0};
    cordon_status status = lay_out(b, engine, &l, error);
    if (status == CORDON_OK)
        status = file_replace_parts(path, l.parts, l.count, error);
    *size = l.size;
    text_free(&l.sums);
    return status;
}

cordon_status snapshot_finish(snapshot_builder *b, slice engine, string *out, cordon_error *error)
{
    snapshot_layout l = {0};
    cordon_status status = lay_out(b, engine, &l, error);
    for (size_t i = 0; status == CORDON_OK && i < l.count; i++)
        text_add(out, l.parts[i]);
    text_free(&l.sums);
    return status == CORDON_OK && out->failed ? error_no_memory(error) : status;
}
