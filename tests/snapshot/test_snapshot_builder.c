/* Building a snapshot: what is written reads back as it was, whatever it is; what many say is stored once; the bytes and the errors do not
   depend on how many threads there are. */
#include "test_support.h"

#include "base/base_file.h"
#include "base/base_thread.h"
#include "snapshot/snapshot.h"
#include "snapshot/snapshot_pool.h"

static char folder[] = "builder-test.XXXXXX", path[64];

static int set_up(void **state)
{
    (void)state;
    if (!mkdtemp(folder))
        return 1;
    snprintf(path, sizeof path, "%s/s", folder);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    unlink(path);
    return rmdir(folder);
}

static uint64_t random_state = 88172645463325252u;

static size_t below(size_t n)
{
    random_state ^= random_state << 13;
    random_state ^= random_state >> 7;
    random_state ^= random_state << 17;
    return (size_t)(random_state % n);
}

/* A text of a length around the borders of the numbers' bytes, one of `kinds` different ones. */
static slice random_text(arena *memory, size_t kinds)
{
    static const size_t lengths[] = {1, 2, 3, 4, 11, 126, 127, 128, 129, 300};
    char start[32];
    size_t kind = below(kinds), length = lengths[kind % COUNT_OF(lengths)];
    size_t n = (size_t)snprintf(start, sizeof start, "%zx", kind);
    char *text = arena_take(memory, length + n);
    assert_non_null(text);
    memset(text, 'a' + (int)(kind % 26), length + n);
    memcpy(text, start, n);
    for (size_t i = 100; i < length; i += 100)
        text[i] = ' '; /* no word is longer than a name may have */
    return (slice){text, length + n};
}

static void add_random_value(party *p, arena *memory)
{
    party_field field = (party_field)below(FIELD_COUNT);
    unsigned kind = field == FIELD_NAME ? (unsigned)below(QUALITY_COUNT) : field == FIELD_IDENTIFIER ? (unsigned)below(ID_COUNT) : 0;
    slice source = below(3) ? (slice){"remarks", 7} : below(2) ? (slice){"line 17", 7} : random_text(memory, 40);
    party_value *v = party_add(p, field, kind, random_text(memory, 40000), below(20) ? source : SLICE(""));
    assert_non_null(v);
    if (below(3) == 0)
        v->label = random_text(memory, 200);
    if (below(2))
        memcpy(v->country, below(2) ? "kp" : "ir", 2);
}

static void make_parties(party *parties, size_t count, arena *memory)
{
    for (size_t i = 0; i < count; i++) {
        char id[32];
        int n = snprintf(id, sizeof id, "id%zu", i);
        parties[i] =
            (party){.list = SLICE("made"), .id = arena_copy(memory, (slice){id, (size_t)n}), .schema = (party_schema)below(SCHEMA_COUNT)};
        for (size_t k = below(9); k > 0; k--)
            add_random_value(&parties[i], memory);
    }
}

static void free_parties(party *parties, size_t count)
{
    for (size_t i = 0; i < count; i++)
        party_free(&parties[i]);
}

static cordon_status build(const party *parties, size_t count, size_t threads, string *out, size_t *unsearchable, cordon_error *error)
{
    snapshot_builder *b = snapshot_builder_new();
    assert_non_null(b);
    snapshot_builder_threads(b, threads);
    *unsearchable = 0;
    expect_ok(snapshot_add_list(b, SLICE("made"), SLICE("2026"), SLICE("00"), error), error);
    cordon_status status = snapshot_add_parties(b, parties, count, unsearchable, error);
    snapshot_parties_end(b);
    if (status == CORDON_OK)
        expect_ok(snapshot_finish(b, SLICE("test"), out, error), error);
    snapshot_builder_free(b);
    return status;
}

static snapshot *open_bytes(const string *bytes)
{
    snapshot *s;
    cordon_error error = {0};
    expect_ok(file_replace(path, bytes->ptr, bytes->len, &error), &error);
    expect_ok(snapshot_open(path, &s, &error), &error);
    return s;
}

static void expect_same_value(const party_value *a, const party_value *b)
{
    assert_int_equal(a->field, b->field);
    assert_int_equal(a->kind, b->kind);
    assert_memory_equal(a->country, b->country, 2);
    assert_true(slice_equal(a->text, b->text));
    assert_true(slice_equal(a->label, b->label));
    assert_true(slice_equal(a->source, b->source));
}

static void what_is_written_reads_back(void **state)
{
    (void)state;
    enum { COUNT = 5000 };
    static party parties[COUNT];
    arena memory = {0};
    string bytes = {0};
    cordon_error error = {0};
    size_t unsearchable;
    make_parties(parties, COUNT, &memory);
    expect_ok(build(parties, COUNT, 2, &bytes, &unsearchable, &error), &error);
    snapshot *s = open_bytes(&bytes);
    assert_int_equal(snapshot_party_count(s), COUNT);
    for (size_t i = 0; i < COUNT; i++) {
        party p;
        expect_ok(snapshot_load_party(s, i, &p, &error), &error);
        assert_true(slice_equal(p.id, parties[i].id));
        assert_int_equal(p.schema, parties[i].schema);
        assert_int_equal(p.values.count, parties[i].values.count);
        for (size_t k = 0; k < p.values.count; k++)
            expect_same_value(&p.values.at[k], &parties[i].values.at[k]);
        party_free(&p);
    }
    snapshot_close(s);
    text_free(&bytes);
    free_parties(parties, COUNT);
    arena_free(&memory);
}

static void the_bytes_are_the_same_for_any_number_of_threads(void **state)
{
    (void)state;
    enum { COUNT = 20000 }; /* more than one part */
    static party parties[COUNT];
    static const size_t threads[] = {2, 3, 16};
    arena memory = {0};
    string one = {0};
    cordon_error error = {0};
    size_t unsearchable, again;
    make_parties(parties, COUNT, &memory);
    expect_ok(build(parties, COUNT, 1, &one, &unsearchable, &error), &error);
    for (size_t i = 0; i < COUNT_OF(threads); i++) {
        string other = {0};
        expect_ok(build(parties, COUNT, threads[i], &other, &again, &error), &error);
        assert_int_equal(again, unsearchable);
        assert_int_equal(other.len, one.len);
        assert_memory_equal(other.ptr, one.ptr, one.len);
        text_free(&other);
    }
    text_free(&one);
    free_parties(parties, COUNT);
    arena_free(&memory);
}

static void the_first_party_with_an_error_is_named(void **state)
{
    (void)state;
    enum { COUNT = 3000 };
    static party parties[COUNT];
    static char long_name[NAME_BYTES_MAX + 2];
    arena memory = {0};
    make_parties(parties, COUNT, &memory);
    memset(long_name, 'x', sizeof long_name - 1);
    for (size_t i = 1777; i < COUNT; i += 100)
        assert_non_null(party_add(&parties[i], FIELD_NAME, QUALITY_ALIAS, slice_of(long_name), SLICE("test")));
    for (size_t threads = 1; threads <= 4; threads++) {
        string bytes = {0};
        cordon_error error = {0};
        size_t unsearchable;
        expect_error(build(parties, COUNT, threads, &bytes, &unsearchable, &error), &error, CORDON_OVER_LIMIT, "entry \"id1777\": name of");
        text_free(&bytes);
    }
    free_parties(parties, COUNT);
    arena_free(&memory);
}

static void what_many_say_is_stored_once(void **state)
{
    (void)state;
    party parties[3] = {0};
    string bytes = {0};
    cordon_error error = {0};
    size_t unsearchable;
    for (size_t i = 0; i < 3; i++) {
        static const char *const ids[] = {"a", "b", "c"};
        parties[i] = (party){.list = SLICE("made"), .id = slice_of(ids[i]), .schema = SCHEMA_PERSON};
        assert_non_null(
            party_add(&parties[i], FIELD_NAME, QUALITY_PRIMARY, i ? SLICE("ZORVEX, Kalmin") : SLICE("Kalmin Zorvex"), SLICE("x")));
        assert_non_null(party_add(&parties[i], FIELD_PROGRAM, 0, SLICE("PROGRAMME-1"), SLICE("x")));
    }
    expect_ok(build(parties, 3, 1, &bytes, &unsearchable, &error), &error);
    snapshot *s = open_bytes(&bytes);
    assert_int_equal(snapshot_bytes(s, SECTION_TEXT_ENDS).len, 2 * sizeof(uint32_t)); /* the programme, the source */
    expect_slice(snapshot_bytes(s, SECTION_TEXTS), "xPROGRAMME-1");
    for (size_t i = 1; i < 3; i++) {
        assert_int_equal(snapshot_name_at(s, i)->prepared, snapshot_name_at(s, 0)->prepared);
        assert_int_equal(snapshot_party_at(s, i)->facts, snapshot_party_at(s, 0)->facts);
        expect_slice(snapshot_name_text(s, snapshot_name_at(s, i)), "ZORVEX, Kalmin");
    }
    expect_slice(snapshot_name_text(s, snapshot_name_at(s, 0)), "Kalmin Zorvex");
    snapshot_close(s);
    text_free(&bytes);
    free_parties(parties, 3);
}

static slice digits_of(const void *context, uint32_t number)
{
    const char(*texts)[8] = context;
    return slice_of(texts[number]);
}

static void a_pool_finds_every_text_again(void **state)
{
    (void)state;
    enum { COUNT = 50000 };
    static char texts[COUNT][8];
    snapshot_pool pool = {0};
    for (uint32_t round = 0; round < 2; round++)
        for (uint32_t i = 0; i < COUNT; i++) {
            uint32_t number;
            bool known;
            snprintf(texts[i], sizeof texts[i], "%u", (unsigned)i);
            assert_true(pool_find(&pool, slice_of(texts[i]), i, digits_of, texts, &number, &known));
            assert_int_equal(number, i);
            assert_int_equal(known, round);
        }
    assert_int_equal(pool.count, COUNT);
    pool_free(&pool);
}

/* ---------------------------------------------------------------- what stands beside a snapshot */

enum { ASKING = 8 };
static atomic_size_t made, released;

static void *make_one(void)
{
    atomic_fetch_add(&made, 1);
    return malloc(1);
}

static void release_one(void *one)
{
    atomic_fetch_add(&released, 1);
    free(one);
}

typedef struct asking {
    const snapshot *snapshot;
    void *got[ASKING];
} asking;

static void ask(void *context, size_t worker)
{
    asking *a = context;
    a->got[worker] = snapshot_companion(a->snapshot, make_one, release_one);
}

static void all_threads_get_the_same_companion(void **state)
{
    (void)state;
    party one;
    arena memory = {0};
    string bytes = {0};
    cordon_error error = {0};
    size_t unsearchable;
    make_parties(&one, 1, &memory);
    expect_ok(build(&one, 1, 1, &bytes, &unsearchable, &error), &error);
    for (size_t round = 0; round < 50; round++) {
        asking a = {.snapshot = open_bytes(&bytes)};
        thread_run(ASKING, ask, &a);
        assert_non_null(a.got[0]);
        for (size_t i = 1; i < ASKING; i++)
            assert_ptr_equal(a.got[i], a.got[0]);
        assert_int_equal(atomic_load(&released) + 1, atomic_load(&made)); /* those that came too late are released at once */
        snapshot_close((snapshot *)(uintptr_t)a.snapshot);
        assert_int_equal(atomic_load(&released), atomic_load(&made));
    }
    text_free(&bytes);
    free_parties(&one, 1);
    arena_free(&memory);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_written_reads_back),
        cmocka_unit_test(the_bytes_are_the_same_for_any_number_of_threads),
        cmocka_unit_test(the_first_party_with_an_error_is_named),
        cmocka_unit_test(what_many_say_is_stored_once),
        cmocka_unit_test(a_pool_finds_every_text_again),
        cmocka_unit_test(all_threads_get_the_same_companion),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
