/* A name read by the dictionary of names: below the same name, and never below what the rules of reading find. */
#include "make_snapshot.h"
#include "screen/screen_engine.h"
#include "screen/screen_result.h"

static const struct {
    const char *query, *listed;
} cases[] = {{"Монтегю", "Montague"},
             {"Монтегю Херрманн", "Montague Herrmann"},
             {"Херрманн Монтегю", "Montague Herrmann"},
             {"Рустам Монтегю", "Rustam Montague"},
             {"Рустам Монтегю", "Montague"},
             {"Монтегю", "Rustam Montague"},
             {"Рустам Херрманн", "Rustam Montague"},
             {"西脇", "Nishiwaki"},
             {"西脇大石", "Nishiwaki Ouishi"},
             {"西脇大石", "Ohishi Nishiwaki"},
             {"西脇 大石", "Oishi"},
             {"金原", "Kambara"},
             {"스미스 지영", "Smith Zhirong"},
             {"스미스지영", "Smith Zhirong"},
             {"Иван Иванов", "Ivan Ivanov"},
             {"Монтегю", "Zorvex Trading"}};

static comparer *c;
static test_folder folder;

static int set_up(void **state)
{
    (void)state;
    folder_make(&folder);
    c = comparer_new();
    return c ? 0 : 1;
}

static int tear_down(void **state)
{
    (void)state;
    comparer_free(c);
    folder_remove(&folder);
    return 0;
}

static int32_t compare(const char *name, const char *listed)
{
    party a = {.schema = SCHEMA_PERSON}, b = {.schema = SCHEMA_PERSON};
    int32_t score = 0;
    add_text(&a, FIELD_NAME, QUALITY_PRIMARY, name);
    add_text(&b, FIELD_NAME, QUALITY_PRIMARY, listed);
    assert_int_equal(comparer_run(c, &a, &b, BIRTH_WEIGHS, &score, NULL), CORDON_OK);
    party_free(&a);
    party_free(&b);
    return score;
}

/* The score without the dictionary. */
static int32_t compare_by_rules(const char *name, const char *listed)
{
    static name_scratch scratch[2];
    prepared_name q, l;
    match_plan plan;
    match_alignment found;
    arena memory = {0};
    align_scratch *align = align_scratch_new();
    assert_non_null(align);
    assert_int_equal(name_prepare(slice_of(name), NAME_PERSON, &scratch[0], &q, NULL), CORDON_OK);
    assert_int_equal(name_prepare(slice_of(listed), NAME_PERSON, &scratch[1], &l, NULL), CORDON_OK);
    assert_true(plan_make(&plan, q, &memory));
    align_names(&plan, &l, INT32_MIN, align, &found);
    align_scratch_free(align);
    arena_free(&memory);
    return score_of(found.net, found.own, found.most);
}

static void a_reading_only_helps_and_is_no_identity(void **state)
{
    size_t helped = 0;
    (void)state;
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        int32_t score = compare(cases[i].query, cases[i].listed), rules = compare_by_rules(cases[i].query, cases[i].listed);
        if (score < rules || score >= compare(cases[i].listed, cases[i].listed))
            fail_msg("\"%s\" against \"%s\": %d, by the rules %d", cases[i].query, cases[i].listed, (int)score, (int)rules);
        helped += score > rules;
        assert_true(compare(cases[i].listed, cases[i].query) >= compare_by_rules(cases[i].listed, cases[i].query));
    }
    assert_true(helped >= COUNT_OF(cases) / 2);
}

static void a_word_of_the_dictionary_is_found(void **state)
{
    (void)state;
    assert_true(compare_by_rules("西脇大石", "Nishiwaki Ouishi") < 5400);
    assert_true(compare("西脇大石", "Nishiwaki Ouishi") >= 5400);
    assert_true(compare("Монтегю Херрманн", "Montague Zorvex") < 5400);
}

/* The same name in the query's own letters comes before the one that it is read as, and the result says how it was read. */
static void a_result_says_how_the_name_was_read(void **state)
{
    const made_party parties[] = {{.schema = SCHEMA_PERSON, .name = "Montague Herrmann"},
                                  {.schema = SCHEMA_PERSON, .name = "Монтегю Херрманн"},
                                  {.schema = SCHEMA_PERSON, .name = "Rustam Kadyrov"}};
    const screen_hit *hits;
    size_t count;
    cordon_error error;
    screener *s;
    query q = {0};
    string out = {0};
    screen_policy policy = policy_default();
    (void)state;
    snapshot *snap = make_snapshot(parties, COUNT_OF(parties), folder_path(&folder, "reading"));
    assert_int_equal(screener_new(snap, &policy, false, &s, &error), CORDON_OK);
    q.party.schema = SCHEMA_PERSON;
    add_text(&q.party, FIELD_NAME, QUALITY_PRIMARY, "Монтегю Херрманн");
    assert_int_equal(screener_run(s, &q, &hits, &count, &error), CORDON_OK);
    assert_int_equal(count, 2);
    assert_int_equal(hits[0].party, 1);
    assert_int_equal(hits[0].score, SCORE_MAX);
    assert_int_equal(hits[1].party, 0);
    result_write_hits(s, &q, &hits[1], 1, true, &out);
    text_add_char(&out, '\0');
    expect_contains(out.ptr, "\"readAs\":\"montague herrmann\"");
    expect_contains(out.ptr, "\"prior\":100");
    out.len = 0;
    result_write(s, &q, &hits[1], 1, &(result_options){.format = RESULT_TABLE, .explain = true}, &out);
    text_add_char(&out, '\0');
    expect_contains(out.ptr, "read as montague herrmann");
    expect_contains(out.ptr, "by the dictionary of names");
    query_clear(&q);
    add_text(&q.party, FIELD_NAME, QUALITY_PRIMARY, "Montague Herrmann");
    assert_int_equal(screener_run(s, &q, &hits, &count, &error), CORDON_OK);
    assert_int_equal(count, 2);
    assert_int_equal(hits[1].party, 1);
    out.len = 0;
    result_write_hits(s, &q, &hits[1], 1, true, &out);
    text_add_char(&out, '\0');
    expect_contains(out.ptr, "\"derived\":\"reading\"");
    text_free(&out);
    query_free(&q);
    screener_free(s);
    snapshot_close(snap);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(a_reading_only_helps_and_is_no_identity),
                                       cmocka_unit_test(a_word_of_the_dictionary_is_found),
                                       cmocka_unit_test(a_result_says_how_the_name_was_read)};
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
