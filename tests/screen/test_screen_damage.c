/* A damaged snapshot that is checked while it is read never gives an answer that is not the undamaged one's: a byte is changed in every
   section, and each query must give the same hits or an error. */
#include "make_snapshot.h"

#include "message/message_query.h"
#include "screen/screen_engine.h"

enum { PARTIES = 1500, FLIPS = 3, HITS_MAX = 64 };

static char folder[] = "screen-damage.XXXXXX", good_path[64], bad_path[64];
static screen_policy policy;

static const char *const queries[] = {"{\"name\":\"Zorvex Kalmin 7\"}", "{\"name\":\"Zorvexx 1499 Kalmin\"}",
                                      "{\"name\":\"Kalmin\",\"passportNumber\":\"PA0000701\"}",
                                      "{\"name\":\"Tirgo Zorvex 300\",\"birthDate\":\"1960\"}", "{\"name\":\"zorvexkalmin\"}"};

typedef struct answer {
    cordon_status status;
    size_t count;
    screen_hit hits[HITS_MAX];
} answer;

static void ask(const snapshot *s, const char *json, answer *out)
{
    screener *with = NULL;
    query q = {0};
    const screen_hit *hits;
    *out = (answer){0};
    assert_int_equal(query_read_json(&q, slice_of(json), "test", NULL), CORDON_OK);
    out->status = screener_new(s, &policy, false, &with, NULL);
    if (out->status == CORDON_OK)
        out->status = screener_run(with, &q, &hits, &out->count, NULL);
    if (out->status == CORDON_OK) {
        assert_true(out->count <= HITS_MAX);
        if (out->count)
            memcpy(out->hits, hits, out->count * sizeof *hits);
    }
    screener_free(with);
    query_free(&q);
}

static void write_flipped(size_t at)
{
    char *bytes;
    size_t size;
    assert_int_equal(file_read(good_path, SIZE_MAX / 2, &bytes, &size, NULL), CORDON_OK);
    bytes[at] = (char)(bytes[at] ^ 0x21);
    assert_int_equal(file_replace(bad_path, bytes, size, NULL), CORDON_OK);
    free(bytes);
}

static void make(void)
{
    static made_party parties[PARTIES];
    static char texts[PARTIES][3][48];
    for (size_t i = 0; i < PARTIES; i++) {
        snprintf(texts[i][0], sizeof texts[i][0], "Zorvex Kalmin %zu", i);
        snprintf(texts[i][1], sizeof texts[i][1], "Tirgo%c%c Zorvex", (char)('a' + i % 26), (char)('a' + i / 26 % 26));
        snprintf(texts[i][2], sizeof texts[i][2], "PA%07zu", i);
        parties[i] = (made_party){.schema = SCHEMA_COMPANY, .name = texts[i][0], .alias = texts[i][1], .passport = texts[i][2]};
    }
    snapshot_close(make_snapshot(parties, PARTIES, good_path));
    policy = policy_default();
    policy.limit = 20;
}

static int set_up(void **state)
{
    (void)state;
    if (!mkdtemp(folder))
        return 1;
    snprintf(good_path, sizeof good_path, "%s/good", folder);
    snprintf(bad_path, sizeof bad_path, "%s/bad", folder);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    unlink(good_path);
    unlink(bad_path);
    return rmdir(folder);
}

static void an_answer_is_the_undamaged_one_or_an_error(void **state)
{
    (void)state;
    static answer want[COUNT_OF(queries)], got;
    snapshot *s;
    snapshot_header h;
    char *bytes;
    size_t size, errors = 0;
    make();
    assert_int_equal(file_read(good_path, SIZE_MAX / 2, &bytes, &size, NULL), CORDON_OK);
    memcpy(&h, bytes, sizeof h);
    free(bytes);
    assert_int_equal(snapshot_open_checking(good_path, 0, &s, NULL), CORDON_OK);
    for (size_t q = 0; q < COUNT_OF(queries); q++) {
        ask(s, queries[q], &want[q]);
        assert_int_equal(want[q].status, CORDON_OK);
    }
    assert_true(want[0].count > 0);
    snapshot_close(s);
    for (int id = SECTION_META; id < SECTION_CHECKSUMS; id++)
        for (size_t flip = 0; h.sections[id].size && flip < FLIPS; flip++) {
            write_flipped(h.sections[id].offset + (h.sections[id].size - 1) * flip / (FLIPS - 1));
            assert_int_equal(snapshot_open_checking(bad_path, SIZE_MAX, &s, NULL), CORDON_BAD_SNAPSHOT);
            if (snapshot_open_checking(bad_path, 0, &s, NULL) != CORDON_OK) {
                errors++;
                continue;
            }
            for (size_t q = 0; q < COUNT_OF(queries); q++) {
                ask(s, queries[q], &got);
                errors += got.status != CORDON_OK;
                if (got.status == CORDON_OK) {
                    assert_int_equal(got.count, want[q].count);
                    for (size_t i = 0; i < got.count; i++) {
                        assert_int_equal(got.hits[i].party, want[q].hits[i].party);
                        assert_int_equal(got.hits[i].name, want[q].hits[i].name);
                        assert_int_equal(got.hits[i].score, want[q].hits[i].score);
                    }
                } else
                    assert_int_equal(got.status, CORDON_BAD_SNAPSHOT);
            }
            snapshot_close(s);
        }
    assert_true(errors > 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(an_answer_is_the_undamaged_one_or_an_error)};
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
