/* CSV: records and fields as RFC 4180 has them, whatever the pieces they arrive in; damage is refused with its record. */
#include "test_support.h"

#include "format/format_csv.h"

/* What was read, written as a|b/c|d/ . */
typedef struct seen {
    string text;
    size_t stop_at; /* record at which the call refuses; 0: never */
} seen;

static cordon_status write_record(void *context, size_t number, const slice *fields, size_t count, cordon_error *error)
{
    seen *s = context;
    if (number == s->stop_at)
        return error_set(error, CORDON_REFUSED, "stopped at %zu", number);
    text_format(&s->text, "%zu:", number);
    for (size_t i = 0; i < count; i++)
        text_format(&s->text, "%s%.*s", i ? "|" : "", SLICE_ARG(fields[i]));
    text_add_char(&s->text, '/');
    return CORDON_OK;
}

static void expect_read_at(slice csv, char separator, bool strict, const char *want, const char *file, int line)
{
    seen s = {0};
    cordon_error error = {0};
    expect_ok_at(csv_read(csv, separator, strict, "x.csv", write_record, &s, &error), &error, file, line);
    expect_slice_at(text_slice(&s.text), want, file, line);
    text_free(&s.text);
}
#define EXPECT_READ(csv, separator, strict, want) expect_read_at(SLICE(csv), (separator), (strict), (want), __FILE__, __LINE__)

static void expect_refused_at(slice csv, bool strict, cordon_status status, const char *part, const char *file, int line)
{
    seen s = {0};
    cordon_error error = {0};
    expect_error_at(csv_read(csv, ',', strict, "x.csv", write_record, &s, &error), &error, status, part, file, line);
    text_free(&s.text);
}
#define EXPECT_REFUSED(csv, strict, status, part) expect_refused_at((csv), (strict), (status), (part), __FILE__, __LINE__)

static void records_and_fields_are_numbered_and_parted(void **state)
{
    (void)state;
    EXPECT_READ("a,b\r\nc,d\n", ',', true, "1:a|b/2:c|d/");
    EXPECT_READ("a;b,c\n", ';', true, "1:a|b,c/");
    EXPECT_READ("a,,\n", ',', true, "1:a||/");
    EXPECT_READ("", ',', true, "");
}

static void the_last_record_may_lack_its_line_end(void **state)
{
    (void)state;
    EXPECT_READ("a,b\nc,d", ',', true, "1:a|b/2:c|d/");
    EXPECT_READ("a,", ',', true, "1:a|/");
}

static void quotes_hold_separators_line_ends_and_quotes(void **state)
{
    (void)state;
    EXPECT_READ("\"a,b\",\"c\nd\",\"e\"\"f\"\n", ',', true, "1:a,b|c\nd|e\"f/");
    EXPECT_READ("\"\",x\n", ',', true, "1:|x/");
}

static void outer_spaces_are_left_out_inner_and_quoted_ones_kept(void **state)
{
    (void)state;
    EXPECT_READ(" a b ,\" c \"\n", ',', true, "1:a b| c /");
}

static void a_quote_inside_a_field_is_refused_when_strict(void **state)
{
    (void)state;
    EXPECT_REFUSED(SLICE("a,b\nc\"d,e\n"), true, CORDON_BAD_INPUT, "x.csv: record 2: not CSV");
    EXPECT_READ("a,b\nc\"d,e\n", ',', false, "1:a|b/2:c\"d|e/");
}

static void a_quote_that_is_not_closed_is_refused_when_strict(void **state)
{
    (void)state;
    EXPECT_REFUSED(SLICE("a,b\nc,\"d\n"), true, CORDON_BAD_INPUT, "x.csv: record 2: not CSV");
}

static void pieces_may_be_cut_anywhere(void **state)
{
    (void)state;
    static const char csv[] = "\"a\"\"b\",c\r\n\"x\ny\", z \r\nlast";
    for (size_t step = 1; step < sizeof csv; step++) {
        seen s = {0};
        cordon_error error = {0};
        csv_reader *r = csv_open(',', true, "x.csv", write_record, &s);
        assert_non_null(r);
        for (size_t at = 0; at < sizeof csv - 1; at += step)
            expect_ok(csv_feed(r, slice_first(slice_skip(slice_of(csv), at), step), &error), &error);
        expect_ok(csv_finish(r, &error), &error);
        csv_close(r);
        expect_slice(text_slice(&s.text), "1:a\"b|c/2:x\ny|z/3:last/");
        text_free(&s.text);
    }
}

static void the_callers_status_ends_the_reading_and_is_passed_on(void **state)
{
    (void)state;
    seen s = {.stop_at = 2};
    cordon_error error = {0};
    expect_error(csv_read(SLICE("a\nb\nc\n"), ',', true, "x.csv", write_record, &s, &error), &error, CORDON_REFUSED, "stopped at 2");
    expect_slice(text_slice(&s.text), "1:a/");
    text_free(&s.text);
}

static void as_many_fields_as_the_limit_and_no_more(void **state)
{
    (void)state;
    char line[CSV_FIELDS_MAX + 2];
    memset(line, ',', sizeof line);
    line[CSV_FIELDS_MAX - 1] = '\n';
    seen s = {0};
    cordon_error error = {0};
    expect_ok(csv_read((slice){line, CSV_FIELDS_MAX}, ',', true, "x.csv", write_record, &s, &error), &error);
    text_free(&s.text);
    line[CSV_FIELDS_MAX - 1] = ',';
    line[CSV_FIELDS_MAX] = '\n';
    EXPECT_REFUSED(((slice){line, CSV_FIELDS_MAX + 1}), true, CORDON_OVER_LIMIT, "x.csv: record 1: more than 512 fields");
}

static void a_record_above_the_limit_is_refused(void **state)
{
    (void)state;
    size_t size = CSV_RECORD_MAX + 3;
    char *text = malloc(size);
    assert_non_null(text);
    memset(text, 'a', size);
    memcpy(text, "b\n", 2);
    EXPECT_REFUSED(((slice){text, size}), true, CORDON_OVER_LIMIT, "x.csv: record 2: more than");
    free(text);
}

static void the_separator_is_guessed_from_the_header(void **state)
{
    (void)state;
    assert_int_equal(csv_guess_separator(SLICE("id,name,dob")), ',');
    assert_int_equal(csv_guess_separator(SLICE("id;name;dob")), ';');
    assert_int_equal(csv_guess_separator(SLICE("id\tname, full\tdob")), '\t');
    assert_int_equal(csv_guess_separator(SLICE("id|name")), '|');
    assert_int_equal(csv_guess_separator(SLICE("name")), ',');
    assert_int_equal(csv_guess_separator(SLICE("")), ',');
}

static void fields_are_written_with_quotes_where_needed(void **state)
{
    (void)state;
    static const char *const fields[][2] = {{"plain", "plain"},   {"a,b", "\"a,b\""},   {"a\"b", "\"a\"\"b\""},
                                            {"a\nb", "\"a\nb\""}, {"a\rb", "\"a\rb\""}, {"", ""}};
    for (size_t i = 0; i < COUNT_OF(fields); i++) {
        string t = {0};
        csv_write_field(&t, slice_of(fields[i][0]));
        expect_slice(text_slice(&t), fields[i][1]);
        text_free(&t);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(records_and_fields_are_numbered_and_parted),
        cmocka_unit_test(the_last_record_may_lack_its_line_end),
        cmocka_unit_test(quotes_hold_separators_line_ends_and_quotes),
        cmocka_unit_test(outer_spaces_are_left_out_inner_and_quoted_ones_kept),
        cmocka_unit_test(a_quote_inside_a_field_is_refused_when_strict),
        cmocka_unit_test(a_quote_that_is_not_closed_is_refused_when_strict),
        cmocka_unit_test(pieces_may_be_cut_anywhere),
        cmocka_unit_test(the_callers_status_ends_the_reading_and_is_passed_on),
        cmocka_unit_test(as_many_fields_as_the_limit_and_no_more),
        cmocka_unit_test(a_record_above_the_limit_is_refused),
        cmocka_unit_test(the_separator_is_guessed_from_the_header),
        cmocka_unit_test(fields_are_written_with_quotes_where_needed),
    };
    return cmocka_run_group_tests_name("format_csv", tests, NULL, NULL);
}
