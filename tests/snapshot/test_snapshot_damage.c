/* Damage in a snapshot that is checked while it is read: what is touched and damaged gives an error that names the block, the rest reads as
   it was written, and nothing ever reads outside. Opening with all checks, and verifying, refuse it. */
#include "test_support.h"

#include "base/base_file.h"
#include "base/base_thread.h"
#include "snapshot/snapshot.h"

#include <stdatomic.h>
#include <xxhash.h>

enum { PARTIES = 6000 }; /* enough that the larger sections have several blocks */

static char folder[] = "damage-test.XXXXXX", good_path[64], bad_path[64];
static string written; /* the undamaged file */

static void add(party *p, party_field field, unsigned kind, const char *text)
{
    party_value *v = party_add(p, field, kind, slice_of(text), SLICE("test"));
    assert_non_null(v);
    v->label = SLICE("label");
    memcpy(v->country, "kp", 2);
}

static void build(string *out)
{
    snapshot_builder *b = snapshot_builder_new();
    size_t unsearchable = 0;
    cordon_error error = {0};
    assert_non_null(b);
    expect_ok(snapshot_add_list(b, SLICE("made"), SLICE("2026"), SLICE("00"), &error), &error);
    for (size_t i = 0; i < PARTIES; i++) {
        char id[32], name[64], passport[32], place[64];
        snprintf(id, sizeof id, "p%zu", i);
        snprintf(name, sizeof name, "Zorvex%zu Kalmin%zu", i, i * 7);
        snprintf(passport, sizeof passport, "PA%07zu", i);
        snprintf(place, sizeof place, "Somewhere %zu, Nowhere", i);
        party p = {.list = SLICE("made"), .id = slice_of(id), .schema = SCHEMA_PERSON};
        add(&p, FIELD_NAME, QUALITY_PRIMARY, name);
        add(&p, FIELD_IDENTIFIER, ID_PASSPORT, passport);
        add(&p, FIELD_BIRTH_PLACE, 0, place);
        expect_ok(snapshot_add_party(b, &p, &unsearchable, &error), &error);
        party_free(&p);
    }
    expect_ok(snapshot_finish(b, SLICE("test"), out, &error), &error);
    snapshot_builder_free(b);
}

static int set_up(void **state)
{
    (void)state;
    if (!mkdtemp(folder))
        return 1;
    snprintf(good_path, sizeof good_path, "%s/good", folder);
    snprintf(bad_path, sizeof bad_path, "%s/bad", folder);
    build(&written);
    return file_replace(good_path, written.ptr, written.len, NULL) == CORDON_OK ? 0 : 1;
}

static int tear_down(void **state)
{
    (void)state;
    text_free(&written);
    unlink(good_path);
    unlink(bad_path);
    return rmdir(folder);
}

static snapshot_header header_of(const string *bytes)
{
    snapshot_header h;
    memcpy(&h, bytes->ptr, sizeof h);
    return h;
}

/* Makes the checksums right again, as a hostile writer would. */
static void mend(char *bytes, size_t size)
{
    snapshot_header h;
    memcpy(&h, bytes, sizeof h);
    snapshot_section sums = h.sections[SECTION_CHECKSUMS];
    for (size_t i = 0; i < sums.size / 8; i++) {
        size_t at = SNAPSHOT_HEADER_SIZE + i * SNAPSHOT_BLOCK_SIZE, left = sums.offset - at;
        uint64_t sum = XXH3_64bits(bytes + at, left < SNAPSHOT_BLOCK_SIZE ? left : SNAPSHOT_BLOCK_SIZE);
        memcpy(bytes + sums.offset + i * 8, &sum, 8);
    }
    XXH128_hash_t digest = XXH3_128bits(bytes + sums.offset, sums.size);
    h.content_digest[0] = digest.low64;
    h.content_digest[1] = digest.high64;
    h.file_size = size;
    h.header_checksum = XXH3_64bits(&h, offsetof(snapshot_header, header_checksum));
    memcpy(bytes, &h, sizeof h);
}

/* A file with one byte changed. */
static void write_damaged(size_t at, unsigned char flip, bool mended)
{
    char *copy = malloc(written.len);
    cordon_error error = {0};
    assert_non_null(copy);
    memcpy(copy, written.ptr, written.len);
    copy[at] = (char)(copy[at] ^ flip);
    if (mended)
        mend(copy, written.len);
    expect_ok(file_replace(bad_path, copy, written.len, &error), &error);
    free(copy);
}

/* Reads all that there is in every way that there is, and uses every byte of it. */
static uint64_t walk(const snapshot *s)
{
    uint64_t sum = 0;
    for (size_t i = 0; i < snapshot_party_count(s); i++) {
        party p;
        const snapshot_party *record = snapshot_party_at(s, i);
        sum = sum * 31 + snapshot_facts(s, record).head->size + snapshot_list_at(s, record->list)->code.len;
        if (snapshot_load_party(s, i, &p, NULL) != CORDON_OK)
            continue;
        for (size_t k = 0; k < p.values.count; k++)
            sum = sum * 31 + XXH3_64bits(p.values.at[k].text.ptr, p.values.at[k].text.len) +
                  XXH3_64bits(p.values.at[k].label.ptr, p.values.at[k].label.len) +
                  XXH3_64bits(p.values.at[k].source.ptr, p.values.at[k].source.len) + p.id.len;
        party_free(&p);
    }
    for (size_t i = 0; i < snapshot_name_count(s); i++) {
        const snapshot_name *n = snapshot_name_at(s, i);
        prepared_name prepared = snapshot_prepared(s, n);
        slice text = snapshot_name_text(s, n);
        sum = sum * 31 + XXH3_64bits(prepared.head, sizeof *prepared.head) + XXH3_64bits(text.ptr, text.len);
        for (size_t t = 0; t < prepared.head->token_count; t++)
            sum = sum * 31 + token_symbols(&prepared, t)[prepared.tokens[t].count - 1];
    }
    for (size_t i = 0; i < PARTIES; i += 5) {
        char key[32];
        size_t count, length = (size_t)snprintf(key, sizeof key, "PA%07zu", i);
        const snapshot_identifier *found = snapshot_find_identifier(s, (slice){key, length}, &count);
        for (size_t k = 0; k < count; k++)
            sum = sum * 31 + snapshot_party_at(s, found[k].party)->id_size;
    }
    return sum;
}

/* A byte in the middle of every section that has some. */
static void a_flipped_byte_in_any_section_is_an_error_on_first_touch(void **state)
{
    (void)state;
    snapshot_header h = header_of(&written);
    for (int i = SECTION_PARTIES; i < SECTION_CHECKSUMS; i++) {
        snapshot *s = NULL;
        cordon_error error = {0};
        char block[64];
        if (h.sections[i].size == 0)
            continue;
        size_t at = h.sections[i].offset + h.sections[i].size / 2;
        write_damaged(at, 0x10, false);
        assert_int_equal(snapshot_open_checking(bad_path, SIZE_MAX, &s, &error), CORDON_BAD_SNAPSHOT);
        snprintf(block, sizeof block, "block at byte %zu does not have its checksum",
                 (at - SNAPSHOT_HEADER_SIZE) / SNAPSHOT_BLOCK_SIZE * SNAPSHOT_BLOCK_SIZE + SNAPSHOT_HEADER_SIZE);
        expect_contains(error.message, block);
        /* meta data are read when the file is opened, and so is all that stands in their block */
        if ((at - SNAPSHOT_HEADER_SIZE) / SNAPSHOT_BLOCK_SIZE == 0)
            continue;
        expect_ok(snapshot_open_checking(bad_path, 0, &s, &error), &error);
        expect_ok(snapshot_check(s, &error), &error);
        (void)walk(s);
        assert_int_equal(snapshot_check(s, &error), CORDON_BAD_SNAPSHOT);
        expect_contains(error.message, block);
        snapshot_close(s);
    }
}

static void damaged_meta_data_and_checksums_are_refused_at_opening(void **state)
{
    (void)state;
    snapshot_header h = header_of(&written);
    static const int sections[] = {SECTION_META, SECTION_CHECKSUMS};
    for (size_t i = 0; i < COUNT_OF(sections); i++) {
        snapshot *s;
        cordon_error error = {0};
        write_damaged(h.sections[sections[i]].offset + 3, 0x10, false);
        assert_int_equal(snapshot_open_checking(bad_path, 0, &s, &error), CORDON_BAD_SNAPSHOT);
        assert_null(s);
    }
}

static void what_is_not_damaged_reads_as_it_was_written(void **state)
{
    (void)state;
    snapshot *s, *whole;
    cordon_error error = {0};
    party p;
    size_t place;
    snapshot_header h = header_of(&written);
    write_damaged(h.sections[SECTION_NAMES].offset + h.sections[SECTION_NAMES].size - 1, 0x01, false);
    expect_ok(snapshot_open_checking(bad_path, 0, &s, &error), &error);
    assert_false(snapshot_is_whole(s));
    expect_ok(snapshot_load_party(s, 17, &p, &error), &error);
    expect_slice(p.values.at[0].text, "Zorvex17 Kalmin119");
    expect_slice(p.values.at[0].label, "label");
    expect_slice(p.values.at[2].source, "test");
    party_free(&p);
    assert_true(snapshot_find_entity(s, SLICE("made:p3"), &place));
    assert_int_equal(place, 3);
    expect_slice(snapshot_name_text(s, snapshot_name_at(s, 5)), "Zorvex5 Kalmin35");
    expect_ok(snapshot_check(s, &error), &error);
    assert_int_equal(snapshot_name_at(s, snapshot_name_count(s) - 1)->weight, 1);
    assert_int_equal(snapshot_check(s, NULL), CORDON_BAD_SNAPSHOT);
    assert_int_equal(snapshot_load_party(s, 17, &p, &error), CORDON_BAD_SNAPSHOT); /* no answer is given any more */
    snapshot_close(s);
    expect_ok(snapshot_open_checking(good_path, 0, &s, &error), &error);
    expect_ok(snapshot_open(good_path, &whole, &error), &error);
    assert_true(snapshot_is_whole(whole));
    assert_int_equal(walk(s), walk(whole));
    expect_ok(snapshot_check(s, &error), &error);
    snapshot_close(s);
    snapshot_close(whole);
}

static void a_file_up_to_the_boundary_is_checked_at_opening(void **state)
{
    (void)state;
    snapshot *s;
    cordon_error error = {0};
    expect_ok(snapshot_open_checking(good_path, written.len, &s, &error), &error);
    assert_true(snapshot_is_whole(s));
    snapshot_close(s);
    expect_ok(snapshot_open_checking(good_path, written.len - 1, &s, &error), &error);
    assert_false(snapshot_is_whole(s));
    snapshot_close(s);
}

/* With right checksums only the bounds of records protect the reader: run with the address sanitizer. */
static void hostile_records_are_never_followed_outside(void **state)
{
    (void)state;
    snapshot_header h = header_of(&written);
    uint64_t random = 88172645463325252u;
    for (size_t round = 0; round < 200; round++) {
        snapshot *s;
        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        snapshot_section part = h.sections[SECTION_PARTIES + round % (SECTION_IDENTIFIERS + 1 - SECTION_PARTIES)];
        write_damaged(part.offset + random % part.size, (unsigned char)(1 << (random >> 32) % 8 | 0x80), true);
        if (snapshot_open_checking(bad_path, 0, &s, NULL) != CORDON_OK)
            continue;
        (void)walk(s);
        snapshot_close(s);
    }
}

static void damaged_records_read_as_nothing_and_are_told(void **state)
{
    (void)state;
    snapshot *s;
    cordon_error error = {0};
    snapshot_header h = header_of(&written);
    write_damaged(h.sections[SECTION_PARTIES].offset + 3, 0x80, true); /* the values of party 0, far outside */
    expect_ok(snapshot_open_checking(bad_path, 0, &s, &error), &error);
    assert_int_equal(snapshot_party_at(s, 0)->value_count, 0);
    assert_int_equal(snapshot_check(s, &error), CORDON_BAD_SNAPSHOT);
    expect_contains(error.message, "a record points outside of its section");
    snapshot_close(s);
    expect_ok(snapshot_open_checking(good_path, 0, &s, &error), &error);
    assert_int_equal(snapshot_party_at(s, PARTIES)->value_count, 0);
    assert_int_equal(snapshot_name_at(s, SIZE_MAX / 64)->weight, 1);
    assert_int_equal(snapshot_check(s, NULL), CORDON_BAD_SNAPSHOT);
    snapshot_close(s);
}

static void touching_asks_for_every_block_under_the_bytes(void **state)
{
    (void)state;
    snapshot *s;
    cordon_error error = {0};
    snapshot_header h = header_of(&written);
    snapshot_section part = h.sections[SECTION_PREPARED];
    assert_true(part.size > 3 * SNAPSHOT_BLOCK_SIZE);
    write_damaged(part.offset + part.size / 2, 0x10, false);
    expect_ok(snapshot_open_checking(bad_path, 0, &s, &error), &error);
    slice bytes = snapshot_bytes(s, SECTION_PREPARED);
    assert_true(snapshot_touch(s, bytes.ptr, 1));
    assert_true(snapshot_touch(s, bytes.ptr + bytes.len, 0));
    assert_false(snapshot_touch(s, bytes.ptr, bytes.len));
    assert_false(snapshot_touch(s, bytes.ptr + bytes.len / 2, 1));
    assert_true(snapshot_touch(s, bytes.ptr + bytes.len - 1, 1));
    assert_false(snapshot_touch(s, bytes.ptr + bytes.len - 1, SIZE_MAX / 4));
    snapshot_close(s);
}

typedef struct walkers {
    const snapshot *s;
    uint64_t sums[4];
} walkers;

static void walk_one(void *context, size_t worker)
{
    walkers *all = context;
    all->sums[worker] = walk(all->s);
}

static void threads_touch_at_once(void **state)
{
    (void)state;
    snapshot *s;
    cordon_error error = {0};
    expect_ok(snapshot_open_checking(good_path, 0, &s, &error), &error);
    walkers all = {.s = s};
    thread_run(COUNT_OF(all.sums), walk_one, &all);
    for (size_t i = 1; i < COUNT_OF(all.sums); i++)
        assert_int_equal(all.sums[i], all.sums[0]);
    expect_ok(snapshot_check(s, &error), &error);
    snapshot_close(s);
    snapshot_header h = header_of(&written);
    write_damaged(h.sections[SECTION_PREPARED].offset + h.sections[SECTION_PREPARED].size / 2, 0x10, false);
    expect_ok(snapshot_open_checking(bad_path, 0, &s, &error), &error);
    all.s = s;
    thread_run(COUNT_OF(all.sums), walk_one, &all);
    assert_int_equal(snapshot_check(s, &error), CORDON_BAD_SNAPSHOT);
    snapshot_close(s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_flipped_byte_in_any_section_is_an_error_on_first_touch),
        cmocka_unit_test(damaged_meta_data_and_checksums_are_refused_at_opening),
        cmocka_unit_test(what_is_not_damaged_reads_as_it_was_written),
        cmocka_unit_test(a_file_up_to_the_boundary_is_checked_at_opening),
        cmocka_unit_test(hostile_records_are_never_followed_outside),
        cmocka_unit_test(damaged_records_read_as_nothing_and_are_told),
        cmocka_unit_test(touching_asks_for_every_block_under_the_bytes),
        cmocka_unit_test(threads_touch_at_once),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
