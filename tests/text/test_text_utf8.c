/* UTF-8: every well-formed sequence, and getting on after every one that is not. */
#include "test_support.h"

#include "text/text_utf8.h"

static void expect_points(slice s, const uint32_t *want, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        assert_true(s.len > 0);
        assert_int_equal(utf8_next(&s), want[i]);
    }
    assert_int_equal(s.len, 0);
}
#define EXPECT_POINTS(text, ...)                                                                                                           \
    do {                                                                                                                                   \
        const uint32_t want[] = {__VA_ARGS__};                                                                                             \
        expect_points(SLICE(text), want, COUNT_OF(want));                                                                                  \
    } while (0)

static void sequences_of_every_length_are_read(void **state)
{
    (void)state;
    EXPECT_POINTS("a\xC3\xA9\xE6\xB5\xB7\xF0\x9F\x98\x80", 'a', 0xE9, 0x6D77, 0x1F600);
    EXPECT_POINTS("\xC2\x80\xDF\xBF\xE0\xA0\x80\xEF\xBF\xBF\xF0\x90\x80\x80\xF4\x8F\xBF\xBF", 0x80, 0x7FF, 0x800, 0xFFFF, 0x10000,
                  0x10FFFF);
}

static void overlong_forms_are_no_characters(void **state)
{
    (void)state;
    EXPECT_POINTS("\xC0\xAF", 0xFFFD, 0xFFFD);
    EXPECT_POINTS("\xC1\xBF", 0xFFFD, 0xFFFD);
    EXPECT_POINTS("\xE0\x80\xAF", 0xFFFD, 0xFFFD, 0xFFFD);
    EXPECT_POINTS("\xF0\x80\x80\xAF", 0xFFFD, 0xFFFD, 0xFFFD, 0xFFFD);
}

static void surrogates_and_points_beyond_unicode_are_no_characters(void **state)
{
    (void)state;
    EXPECT_POINTS("\xED\xA0\x80", 0xFFFD, 0xFFFD, 0xFFFD);
    EXPECT_POINTS("\xED\x9F\xBF", 0xD7FF);
    EXPECT_POINTS("\xF4\x90\x80\x80", 0xFFFD, 0xFFFD, 0xFFFD, 0xFFFD);
    EXPECT_POINTS("\xF5\x80\xFF", 0xFFFD, 0xFFFD, 0xFFFD);
}

static void a_cut_sequence_does_not_eat_what_follows(void **state)
{
    (void)state;
    EXPECT_POINTS("\xC3"
                  "a",
                  0xFFFD, 'a');
    EXPECT_POINTS("\xE6\xB5"
                  "a",
                  0xFFFD, 0xFFFD, 'a');
    EXPECT_POINTS("\xF0\x9F\x98", 0xFFFD, 0xFFFD, 0xFFFD);
    EXPECT_POINTS("\x80\xBF", 0xFFFD, 0xFFFD);
}

static void a_cut_sequence_at_the_end_is_not_read_beyond_it(void **state)
{
    (void)state;
    static const char *const sequences[] = {"\xC3\xA9", "\xE6\xB5\xB7", "\xF0\x9F\x98\x80"};
    for (size_t i = 0; i < COUNT_OF(sequences); i++)
        for (size_t n = 1; n < strlen(sequences[i]); n++) {
            char *exact = malloc(n); /* the sanitizer watches its end */
            assert_non_null(exact);
            memcpy(exact, sequences[i], n);
            slice s = {exact, n};
            assert_int_equal(utf8_next(&s), 0xFFFD);
            assert_int_equal(s.len, n - 1);
            free(exact);
        }
}

static void validity_and_the_place_of_the_first_fault(void **state)
{
    (void)state;
    assert_true(utf8_is_valid(SLICE("")));
    assert_true(utf8_is_valid(SLICE("a\0\xC3\xA9")));
    assert_false(utf8_is_valid(SLICE("ab\xFF")));
    assert_int_equal(utf8_first_invalid(SLICE("ab\xFFz")), 2);
    assert_int_equal(utf8_first_invalid(SLICE("\xC3\xA9\xE6\xB5")), 2);
    assert_int_equal(utf8_first_invalid(SLICE("\xC3\xA9")), 2);
}

static void every_code_point_is_written_and_read_back(void **state)
{
    (void)state;
    string t = {0};
    for (uint32_t cp = 0; cp <= 0x10FFFF; cp++) {
        if (cp >= 0xD800 && cp <= 0xDFFF)
            continue;
        t.len = 0;
        utf8_add(&t, cp);
        slice s = text_slice(&t);
        assert_true(utf8_is_valid(s));
        if (utf8_next(&s) != cp || s.len != 0)
            fail_msg("U+%04X was not read back", cp);
    }
    text_free(&t);
}

static void latin1_becomes_utf8_with_the_printable_part_of_windows_1252(void **state)
{
    (void)state;
    string t = {0};
    utf8_add_latin1(&t, SLICE("Jos\xE9 \x80\x92\xFF"));
    expect_slice(text_slice(&t), "Jos\xC3\xA9 \xE2\x82\xAC\xE2\x80\x99\xC3\xBF");
    t.len = 0;
    utf8_add_latin1(&t, SLICE("\x81"));
    expect_slice(text_slice(&t), "\xEF\xBF\xBD");
    text_free(&t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sequences_of_every_length_are_read),
        cmocka_unit_test(overlong_forms_are_no_characters),
        cmocka_unit_test(surrogates_and_points_beyond_unicode_are_no_characters),
        cmocka_unit_test(a_cut_sequence_does_not_eat_what_follows),
        cmocka_unit_test(a_cut_sequence_at_the_end_is_not_read_beyond_it),
        cmocka_unit_test(validity_and_the_place_of_the_first_fault),
        cmocka_unit_test(every_code_point_is_written_and_read_back),
        cmocka_unit_test(latin1_becomes_utf8_with_the_printable_part_of_windows_1252),
    };
    return cmocka_run_group_tests_name("text_utf8", tests, NULL, NULL);
}
