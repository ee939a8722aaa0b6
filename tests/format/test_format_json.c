/* JSON: strict when reading, always valid when writing. */
#include "test_support.h"

#include "format/format_json.h"

static void expect_refused_at(slice json, const char *file, int line)
{
    json_t *value = NULL;
    cordon_error error = {0};
    expect_error_at(json_read(json, "line 3 of x.jsonl", &value, &error), &error, CORDON_BAD_INPUT, "line 3 of x.jsonl: ", file, line);
    json_decref(value);
}
#define EXPECT_REFUSED(json) expect_refused_at(SLICE(json), __FILE__, __LINE__)

static void an_object_is_read(void **state)
{
    (void)state;
    json_t *value = NULL;
    cordon_error error = {0};
    expect_ok(json_read(SLICE(" {\"name\":[\"Mahan \\u0041ir\"]} \n"), "x", &value, &error), &error);
    assert_string_equal(json_string_value(json_array_get(json_object_get(value, "name"), 0)), "Mahan Air");
    json_decref(value);
}

static void a_value_may_be_of_any_type(void **state)
{
    (void)state;
    static const char *const texts[] = {"1", "\"a\"", "null", "[]", "true"};
    for (size_t i = 0; i < COUNT_OF(texts); i++) {
        json_t *value = NULL;
        cordon_error error = {0};
        expect_ok(json_read(slice_of(texts[i]), "x", &value, &error), &error);
        json_decref(value);
    }
}

static void what_is_not_exactly_one_json_value_is_refused(void **state)
{
    (void)state;
    EXPECT_REFUSED("");
    EXPECT_REFUSED("  ");
    EXPECT_REFUSED("{\"a\":1");
    EXPECT_REFUSED("{\"a\":1}}");
    EXPECT_REFUSED("{\"a\":1} {\"b\":2}");
    EXPECT_REFUSED("{\"a\":1,}");
    EXPECT_REFUSED("{'a':1}");
    EXPECT_REFUSED("{\"a\":01}");
    EXPECT_REFUSED("{\"a\":NaN}");
}

static void duplicate_keys_are_refused(void **state)
{
    (void)state;
    EXPECT_REFUSED("{\"name\":\"a\",\"name\":\"b\"}");
    EXPECT_REFUSED("{\"p\":{\"name\":\"a\",\"name\":\"b\"}}");
}

static void bytes_that_are_no_utf8_are_refused(void **state)
{
    (void)state;
    EXPECT_REFUSED("{\"name\":\"Jos\xE9\"}");
    EXPECT_REFUSED("{\"name\":\"\xC0\xAF\"}");
    EXPECT_REFUSED("{\"name\":\"\xED\xA0\x80\"}");
    EXPECT_REFUSED("{\"name\":\"\\ud800\"}");
}

static void zero_bytes_are_refused(void **state)
{
    (void)state;
    EXPECT_REFUSED("{\"name\":\"a\\u0000b\"}");
    EXPECT_REFUSED("{\"name\":\"a\0b\"}");
}

static void nesting_without_end_is_refused_not_followed(void **state)
{
    (void)state;
    char *deep = malloc(100000);
    assert_non_null(deep);
    memset(deep, '[', 100000);
    json_t *value = NULL;
    cordon_error error = {0};
    expect_error(json_read((slice){deep, 100000}, "line 1", &value, &error), &error, CORDON_BAD_INPUT, "line 1: ");
    free(deep);
}

static void the_text_of_strings_and_numbers(void **state)
{
    (void)state;
    static const char *const texts[][2] = {{"\"a b\"", "a b"}, {"1962", "1962"}, {"-7", "-7"}, {"2.5", "2.5"},
                                           {"null", ""},       {"true", ""},     {"[]", ""},   {"9007199254740993", "9007199254740993"}};
    char buffer[32];
    for (size_t i = 0; i < COUNT_OF(texts); i++) {
        json_t *value = NULL;
        cordon_error error = {0};
        expect_ok(json_read(slice_of(texts[i][0]), "x", &value, &error), &error);
        expect_slice(json_text(value, buffer), texts[i][1]);
        json_decref(value);
    }
    assert_int_equal(json_text(NULL, buffer).len, 0);
}

static void expect_written_at(slice s, const char *want, const char *file, int line)
{
    string t = {0};
    json_write_string(&t, s);
    expect_slice_at(text_slice(&t), want, file, line);
    text_free(&t);
}
#define EXPECT_WRITTEN(text, want) expect_written_at(SLICE(text), (want), __FILE__, __LINE__)

static void strings_are_written_with_escapes(void **state)
{
    (void)state;
    EXPECT_WRITTEN("", "\"\"");
    EXPECT_WRITTEN("a\"b\\c", "\"a\\\"b\\\\c\"");
    EXPECT_WRITTEN("a\n\t\r\0b", "\"a\\n\\t\\u000d\\u0000b\"");
    EXPECT_WRITTEN("Müller 海 \xF0\x9F\x98\x80", "\"Müller 海 \xF0\x9F\x98\x80\"");
    EXPECT_WRITTEN("\xE2\x80\xA8\x7F", "\"\\u2028\\u007f\"");
}

static void bytes_that_are_no_utf8_are_written_as_replacements(void **state)
{
    (void)state;
    EXPECT_WRITTEN("a\xFF"
                   "b\xC3",
                   "\"a\xEF\xBF\xBD"
                   "b\xEF\xBF\xBD\"");
}

static void every_byte_written_is_read_back_by_a_parser(void **state)
{
    (void)state;
    char all[256];
    for (size_t i = 0; i < 256; i++)
        all[i] = (char)i;
    string t = {0};
    json_write_string(&t, (slice){all, 256});
    json_t *value = json_loadb(t.ptr, t.len, JSON_DECODE_ANY | JSON_ALLOW_NUL, NULL);
    assert_non_null(value);
    assert_int_equal(json_string_length(value), 128 + 128 * 3);
    json_decref(value);
    text_free(&t);
}

static void members_get_their_commas(void **state)
{
    (void)state;
    string t = {0};
    text_add_char(&t, '{');
    json_write_member(&t, "a", SLICE("x["));
    json_write_number(&t, "b", -5);
    json_write_key(&t, "c");
    text_add_char(&t, '[');
    json_write_comma(&t);
    json_write_string(&t, SLICE("1"));
    json_write_comma(&t);
    json_write_string(&t, SLICE("2"));
    text_add(&t, SLICE("]}"));
    expect_slice(text_slice(&t), "{\"a\":\"x[\",\"b\":-5,\"c\":[\"1\",\"2\"]}");
    text_free(&t);
}

static void scores_are_ten_thousandths(void **state)
{
    (void)state;
    string t = {0};
    json_write_score(&t, "a", 9731);
    json_write_score(&t, "b", 10000);
    json_write_score(&t, "c", 0);
    json_write_score(&t, "d", 42);
    expect_slice(text_slice(&t), "\"a\":0.9731,\"b\":1.0,\"c\":0.0000,\"d\":0.0042");
    text_free(&t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_object_is_read),
        cmocka_unit_test(a_value_may_be_of_any_type),
        cmocka_unit_test(what_is_not_exactly_one_json_value_is_refused),
        cmocka_unit_test(duplicate_keys_are_refused),
        cmocka_unit_test(bytes_that_are_no_utf8_are_refused),
        cmocka_unit_test(zero_bytes_are_refused),
        cmocka_unit_test(nesting_without_end_is_refused_not_followed),
        cmocka_unit_test(the_text_of_strings_and_numbers),
        cmocka_unit_test(strings_are_written_with_escapes),
        cmocka_unit_test(bytes_that_are_no_utf8_are_written_as_replacements),
        cmocka_unit_test(every_byte_written_is_read_back_by_a_parser),
        cmocka_unit_test(members_get_their_commas),
        cmocka_unit_test(scores_are_ten_thousandths),
    };
    return cmocka_run_group_tests_name("format_json", tests, NULL, NULL);
}
