/* The index loses nothing: lists and queries are made up by the thousand, and what the index finds is what scoring every name finds, hit by
   hit. A build of the index that drops one posting (SEARCH_DROP_A_POSTING) must fail here. */
#include "make_snapshot.h"
#include "screen/screen_engine.h"

enum { PARTIES = 400, QUERIES = 100 };

static const char *const words[] = {
    "Mohammed", "Muhammad", "Ali",      "Hasan",   "Hassan",    "Kim",     "Jong",      "Un",       "Chol",     "Maria",
    "Lopez",    "Garcia",   "Trading",  "Company", "LLC",       "Ltd",     "OOO",       "Zavod",    "Plant",    "Bank",
    "of",       "the",      "al",       "bin",     "Abdul",     "Rahman",  "Nursultan", "Abishev",  "Qadhafi",  "Gaddafi",
    "Schwarz",  "Shvarts",  "Ivan",     "Ivanov",  "Ivanovich", "Star",    "Ocean",     "Shipping", "3",        "44",
    "45",       "III",      "J",        "M",       "Kumunsan3", "N0vatek", "김정은",    "金正恩",   "Иванов",   "محمد",
    "حسن",      "Al-Sharq", "Jean-Luc", "O'Neil",  "d.o.o.",    "S.A.",    "Mr",        "General",  "Vladimir", "Volodymyr",
    "Xi",       "Li",       "Lee",      "Ri",      "Park",      "Pak",     "Choe",      "Thiongkol"};

static void make_name(char *out, size_t size, unsigned *seed)
{
    size_t count = 1 + (size_t)(rand_r(seed) % 5), used = 0;
    out[0] = '\0';
    for (size_t i = 0; i < count; i++)
        used += (size_t)snprintf(out + used, size - used, "%s%s", i && rand_r(seed) % 12 ? " " : "",
                                 words[(size_t)rand_r(seed) % COUNT_OF(words)]);
}

/* A letter lost, doubled or exchanged. */
static void damage(char *name, unsigned *seed)
{
    size_t n = strlen(name), at = n ? (size_t)rand_r(seed) % n : 0;
    if (n < 3 || (unsigned char)name[at] >= 0x80 || name[at] == ' ')
        return;
    switch (rand_r(seed) % 3) {
    case 0: memmove(name + at, name + at + 1, n - at); break;
    case 1: name[at] = (char)('a' + rand_r(seed) % 26); break;
    default: break;
    }
}

typedef struct answer {
    size_t count;
    struct {
        uint32_t party, name;
        int32_t score;
    } hits[PARTIES];
} answer;

static void ask(screener *s, const query *q, answer *out)
{
    const screen_hit *hits;
    cordon_error error;
    assert_int_equal(screener_run(s, q, &hits, &out->count, &error), CORDON_OK);
    for (size_t i = 0; i < out->count; i++) {
        out->hits[i].party = hits[i].party;
        out->hits[i].name = hits[i].name;
        out->hits[i].score = hits[i].score;
    }
}

static void make_query(query *q, char *name, size_t size, unsigned *seed)
{
    static const party_schema schemata[] = {SCHEMA_NONE, SCHEMA_PERSON, SCHEMA_COMPANY, SCHEMA_VESSEL};
    query_clear(q);
    q->party.schema = schemata[rand_r(seed) % 4];
    make_name(name, size, seed);
    damage(name, seed);
    add_text(&q->party, FIELD_NAME, QUALITY_PRIMARY, name);
    if (rand_r(seed) % 3 == 0)
        add_text(&q->party, FIELD_BIRTH_DATE, 0, rand_r(seed) % 2 ? "1984-01-08" : "1950");
    if (rand_r(seed) % 10 == 0)
        add_text(&q->party, FIELD_IDENTIFIER, ID_PASSPORT, "AB12345");
}

static void compare_paths(const snapshot *s, const char *threshold, const char *limit, unsigned *seed)
{
    static answer indexed, exhaustive;
    screen_policy policy = policy_default();
    screener *with_index, *without;
    query q = {0};
    char name[400];
    assert_int_equal(policy_set(&policy, SLICE("threshold"), slice_of(threshold), NULL), CORDON_OK);
    assert_int_equal(policy_set(&policy, SLICE("limit"), slice_of(limit), NULL), CORDON_OK);
    assert_int_equal(screener_new(s, &policy, false, &with_index, NULL), CORDON_OK);
    assert_int_equal(screener_new(s, &policy, true, &without, NULL), CORDON_OK);
    for (int i = 0; i < QUERIES; i++) {
        make_query(&q, name, sizeof name, seed);
        ask(with_index, &q, &indexed);
        ask(without, &q, &exhaustive);
        if (indexed.count != exhaustive.count)
            print_error("\"%s\" at %s: %zu hits with the index, %zu without\n", name, threshold, indexed.count, exhaustive.count);
        assert_int_equal(indexed.count, exhaustive.count);
        assert_memory_equal(indexed.hits, exhaustive.hits, indexed.count * sizeof *indexed.hits);
    }
    screener_free(with_index);
    screener_free(without);
    query_free(&q);
}

static void the_index_finds_what_scoring_every_name_finds(void **state)
{
    static char names[2 * PARTIES][400];
    static made_party parties[PARTIES];
    static const party_schema schemata[] = {SCHEMA_PERSON, SCHEMA_COMPANY, SCHEMA_LEGAL_ENTITY, SCHEMA_VESSEL};
    static const char *const thresholds[] = {"0.2", "0.3", "0.5", "0.7", "0.9", "1"};
    char path[64];
    (void)state;
    snprintf(path, sizeof path, "complete.%d.snapshot", (int)getpid());
    for (unsigned round = 0; round < 2; round++) {
        unsigned seed = 17 + round;
        for (size_t i = 0; i < PARTIES; i++) {
            make_name(names[2 * i], sizeof *names, &seed);
            make_name(names[2 * i + 1], sizeof *names, &seed);
            parties[i] = (made_party){schemata[rand_r(&seed) % 4], names[2 * i], rand_r(&seed) % 2 ? names[2 * i + 1] : NULL,
                                      rand_r(&seed) % 3 ? NULL : "1984-01-08", rand_r(&seed) % 40 ? NULL : "AB 12345"};
        }
        snapshot *s = make_snapshot(parties, PARTIES, path);
        for (size_t t = 0; t < COUNT_OF(thresholds); t++)
            compare_paths(s, thresholds[t], t % 3 == 0 ? "0" : t % 3 == 1 ? "10" : "1", &seed);
        snapshot_close(s);
    }
    unlink(path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(the_index_finds_what_scoring_every_name_finds)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
