/* Queries from JSON lines. */
#include "test_support.h"

#include "message/message_query.h"

static query q;

static int free_query(void **state)
{
    (void)state;
    query_free(&q);
    return 0;
}

static cordon_status read_line(const char *line, cordon_error *error)
{
    return query_read_json(&q, slice_of(line), "line 3", error);
}

static void expect_read_at(const char *line, const char *id, size_t values, const char *file, int number)
{
    cordon_error error = {0};
    expect_ok_at(read_line(line, &error), &error, file, number);
    expect_slice_at(text_slice(&q.id), id, file, number);
    _assert_int_equal(q.party.values.count, values, file, number);
}
#define EXPECT_READ(line, id, values) expect_read_at((line), (id), (values), __FILE__, __LINE__)

static void expect_refused_at(const char *line, cordon_status status, const char *part, const char *id, const char *file, int number)
{
    cordon_error error = {0};
    expect_error_at(read_line(line, &error), &error, status, part, file, number);
    expect_contains_at(error.message, "line 3: ", file, number);
    expect_slice_at(text_slice(&q.id), id, file, number);
}
#define EXPECT_REFUSED(line, part, id) expect_refused_at((line), CORDON_BAD_INPUT, (part), (id), __FILE__, __LINE__)

static void a_query_with_properties_is_read(void **state)
{
    (void)state;
    EXPECT_READ("{\"id\":\"q1\",\"schema\":\"Person\",\"properties\":{\"name\":[\"Alfa Bravo\"],\"birthDate\":\"1962\"}}", "\"q1\"", 2);
    assert_int_equal(q.party.schema, SCHEMA_PERSON);
    expect_slice(q.party.values.at[0].text, "Alfa Bravo");
    assert_int_equal(q.party.values.at[1].field, FIELD_BIRTH_DATE);
    expect_slice(q.party.values.at[1].source, "query");
}

static void a_flat_query_is_the_same(void **state)
{
    (void)state;
    EXPECT_READ("{\"id\":\"q1\",\"schema\":\"Person\",\"name\":\"Alfa Bravo\",\"birthDate\":[\"1962\"]}", "\"q1\"", 2);
    assert_int_equal(q.party.schema, SCHEMA_PERSON);
}

static void an_id_keeps_its_json_type(void **state)
{
    (void)state;
    EXPECT_READ("{\"id\":17,\"name\":\"A\"}", "17", 1);
    EXPECT_READ("{\"id\":\"17\",\"name\":\"A\"}", "\"17\"", 1);
    EXPECT_READ("{\"id\":null,\"name\":\"A\"}", "null", 1);
    EXPECT_READ("{\"name\":\"A\"}", "null", 1);
    EXPECT_READ("{\"id\":\"a\\\"\\n\",\"name\":\"A\"}", "\"a\\\"\\n\"", 1);
}

static void an_identifier_is_enough(void **state)
{
    (void)state;
    EXPECT_READ("{\"imoNumber\":9187629}", "null", 1);
    assert_int_equal(q.party.values.at[0].kind, ID_IMO);
}

static void a_query_without_name_and_identifier_is_refused(void **state)
{
    (void)state;
    EXPECT_REFUSED("{\"id\":\"q1\"}", "expected a name or an identifier, found neither", "\"q1\"");
    EXPECT_REFUSED("{\"id\":\"q1\",\"name\":[\" \",\"\"],\"birthDate\":\"1962\"}", "found neither", "\"q1\"");
    EXPECT_REFUSED("{}", "found neither", "null");
}

static void wrong_dates_are_refused_and_the_id_is_kept(void **state)
{
    (void)state;
    EXPECT_REFUSED("{\"name\":\"A\",\"birthDate\":\"1962-02-30\",\"id\":5}", "birthDate: expected a date such as 1984", "5");
    EXPECT_REFUSED("{\"id\":\"q\",\"properties\":{\"name\":\"A\",\"birthDate\":[\"1962\",\"soon\"]}}", "found \"soon\"", "\"q\"");
}

static void what_is_no_query_is_refused(void **state)
{
    (void)state;
    EXPECT_REFUSED("", "not a JSON value", "null");
    EXPECT_REFUSED("{\"id\":\"q1\",\"name\":", "not a JSON value", "null");
    EXPECT_REFUSED("[{\"name\":\"A\"}]", "expected a JSON object", "null");
    EXPECT_REFUSED("\"A\"", "expected a JSON object", "null");
    EXPECT_REFUSED("{\"id\":\"q1\",\"name\":\"A\",\"name\":\"B\"}", "not a JSON value: duplicate object key", "null");
    EXPECT_REFUSED("{\"id\":1.5,\"name\":\"A\"}", "id: expected a string", "null");
    EXPECT_REFUSED("{\"id\":\"q1\",\"name\":{\"a\":1}}", "name: expected a string or a list of strings", "\"q1\"");
    EXPECT_REFUSED("{\"id\":\"q1\",\"properties\":\"A\"}", "properties: expected an object", "\"q1\"");
}

static void names_up_to_the_limit_and_no_more(void **state)
{
    (void)state;
    string line = {0};
    text_add(&line, SLICE("{\"id\":\"q1\",\"alias\":[\"A\""));
    for (int i = 1; i < QUERY_NAMES_MAX; i++)
        text_format(&line, ",\"A%d\"", i);
    text_add(&line, SLICE("]}\0"));
    EXPECT_READ(line.ptr, "\"q1\"", QUERY_NAMES_MAX);
    line.len -= 3;
    text_add(&line, SLICE(",\"B\"]}\0"));
    expect_refused_at(line.ptr, CORDON_OVER_LIMIT, "more than 64 names", "\"q1\"", __FILE__, __LINE__);
    text_free(&line);
}

static void a_line_above_the_limit_is_refused(void **state)
{
    (void)state;
    string line = {0};
    text_format(&line, "{\"id\":\"q1\",\"name\":\"A\",\"notes\":\"%0*d\"}", QUERY_BYTES_MAX, 1);
    expect_refused_at(line.ptr, CORDON_OVER_LIMIT, "longer than 1048576 bytes", "null", __FILE__, __LINE__);
    text_free(&line);
}

static void a_query_keeps_nothing_of_the_one_before(void **state)
{
    (void)state;
    EXPECT_READ("{\"id\":\"q1\",\"schema\":\"Person\",\"name\":[\"A\",\"B\"],\"country\":\"ir\"}", "\"q1\"", 3);
    EXPECT_READ("{\"name\":\"C\"}", "null", 1);
    assert_int_equal(q.party.schema, SCHEMA_NONE);
    assert_int_equal(q.party.id.len, 0);
    EXPECT_REFUSED("{\"id\":\"q3\"", "not a JSON value", "null");
    assert_int_equal(q.party.values.count, 0);
}

static void clearing_an_empty_query_is_harmless(void **state)
{
    (void)state;
    query empty = {0};
    query_clear(&empty);
    assert_int_equal(empty.party.values.count, 0);
    query_free(&empty);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_query_with_properties_is_read),
        cmocka_unit_test(a_flat_query_is_the_same),
        cmocka_unit_test(an_id_keeps_its_json_type),
        cmocka_unit_test(an_identifier_is_enough),
        cmocka_unit_test(a_query_without_name_and_identifier_is_refused),
        cmocka_unit_test(wrong_dates_are_refused_and_the_id_is_kept),
        cmocka_unit_test(what_is_no_query_is_refused),
        cmocka_unit_test(names_up_to_the_limit_and_no_more),
        cmocka_unit_test(a_line_above_the_limit_is_refused),
        cmocka_unit_test(a_query_keeps_nothing_of_the_one_before),
        cmocka_unit_test(clearing_an_empty_query_is_harmless),
    };
    return cmocka_run_group_tests_name("message_query", tests, NULL, free_query);
}
