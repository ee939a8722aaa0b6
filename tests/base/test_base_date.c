/* Dates: what is read as which interval of days, what is refused, and how an interval is printed. */
#include "test_support.h"

#include "base/base_date.h"

static void expect_interval(const char *text, day_number first, day_number last, bool about)
{
    date_interval d = {0};
    if (!date_parse(slice_of(text), &d))
        fail_msg("\"%s\" was refused", text);
    if (d.first != first || d.last != last || d.about != about)
        fail_msg("\"%s\": expected %d..%d %d, found %d..%d %d", text, first, last, about, d.first, d.last, d.about);
}

static void expect_refused(const char *text)
{
    date_interval d;
    if (date_parse(slice_of(text), &d))
        fail_msg("\"%s\" was read as %d..%d", text, d.first, d.last);
}

static void day_numbers_count_from_1_january_1(void **state)
{
    (void)state;
    assert_int_equal(date_to_day(1, 1, 1), 1);
    assert_int_equal(date_to_day(1, 12, 31), 365);
    assert_int_equal(date_to_day(4, 12, 31), 365 * 4 + 1);
    assert_int_equal(date_to_day(1970, 1, 1), 719163);
    assert_int_equal(date_to_day(2000, 3, 1), 730180);
}

static void every_day_of_the_range_survives_the_round_trip(void **state)
{
    (void)state;
    day_number expected = date_to_day(DATE_YEAR_MIN, 1, 1);
    for (int year = DATE_YEAR_MIN; year <= DATE_YEAR_MAX; year++)
        for (int month = 1; month <= 12; month++)
            for (int day = 1; date_is_valid(year, month, day); day++, expected++) {
                int y, m, d;
                date_from_day(expected, &y, &m, &d);
                if (date_to_day(year, month, day) != expected || y != year || m != month || d != day)
                    fail_msg("%d-%d-%d is day %d, found %d-%d-%d", year, month, day, expected, y, m, d);
            }
    assert_int_equal(expected - 1, date_to_day(DATE_YEAR_MAX, 12, 31));
}

static void leap_days_exist_only_in_leap_years(void **state)
{
    (void)state;
    assert_true(date_is_valid(2000, 2, 29));
    assert_true(date_is_valid(1984, 2, 29));
    assert_false(date_is_valid(1900, 2, 29));
    assert_false(date_is_valid(1983, 2, 29));
}

static void dates_outside_calendar_or_range_are_not_valid(void **state)
{
    (void)state;
    assert_false(date_is_valid(999, 12, 31));
    assert_true(date_is_valid(1000, 1, 1));
    assert_true(date_is_valid(2200, 12, 31));
    assert_false(date_is_valid(2201, 1, 1));
    assert_false(date_is_valid(1984, 0, 1));
    assert_false(date_is_valid(1984, 13, 1));
    assert_false(date_is_valid(1984, 4, 31));
    assert_false(date_is_valid(1984, 4, 0));
}

static void one_day_is_read_in_every_spelling(void **state)
{
    (void)state;
    static const char *const spellings[] = {
        "1984-01-08",          "08/01/1984",     "8/1/1984",        "8.1.1984",    "08.01.1984",
        "08 Jan 1984",         "8 January 1984", "January 8, 1984", "Jan 8, 1984", "1984-01-08T12:30:00Z",
        "1984-01-08T00:00:00", "  1984-01-08  ", "08 JAN 1984",     "1984/01/08"};
    day_number day = date_to_day(1984, 1, 8);
    for (size_t i = 0; i < COUNT_OF(spellings); i++)
        expect_interval(spellings[i], day, day, false);
}

static void months_and_years_are_intervals(void **state)
{
    (void)state;
    expect_interval("1984", date_to_day(1984, 1, 1), date_to_day(1984, 12, 31), false);
    expect_interval("1984-02", date_to_day(1984, 2, 1), date_to_day(1984, 2, 29), false);
    expect_interval("Feb 1983", date_to_day(1983, 2, 1), date_to_day(1983, 2, 28), false);
    expect_interval("Sept 1983", date_to_day(1983, 9, 1), date_to_day(1983, 9, 30), false);
    expect_interval("1984-00-00", date_to_day(1984, 1, 1), date_to_day(1984, 12, 31), false);
    expect_interval("1984-05-00", date_to_day(1984, 5, 1), date_to_day(1984, 5, 31), false);
}

static void spans_reach_from_first_to_last_day(void **state)
{
    (void)state;
    expect_interval("1960 to 1965", date_to_day(1960, 1, 1), date_to_day(1965, 12, 31), false);
    expect_interval("between 1960 and 1965", date_to_day(1960, 1, 1), date_to_day(1965, 12, 31), false);
    expect_interval("Between Jan 1960 and Mar 1960", date_to_day(1960, 1, 1), date_to_day(1960, 3, 31), false);
    expect_interval("01 Jan 1960 to 15 Feb 1960", date_to_day(1960, 1, 1), date_to_day(1960, 2, 15), false);
    expect_interval("1960-1965", date_to_day(1960, 1, 1), date_to_day(1965, 12, 31), false);
    expect_interval("1984-01-05/1984-01-08", date_to_day(1984, 1, 5), date_to_day(1984, 1, 8), false);
}

static void about_is_known_by_all_its_words(void **state)
{
    (void)state;
    static const char *const texts[] = {"circa 1951", "c. 1951", "c.1951", "about 1951", "approximately 1951", "Circa 1951", "~1951"};
    for (size_t i = 0; i < COUNT_OF(texts); i++) {
        date_interval d;
        assert_true(date_parse(slice_of(texts[i]), &d));
        assert_true(d.about);
    }
    expect_interval("circa 08 Jan 1984", date_to_day(1984, 1, 8), date_to_day(1984, 1, 8), true);
    expect_interval("circa 1960 to 1965", date_to_day(1960, 1, 1), date_to_day(1965, 12, 31), true);
}

static void a_circa_year_spans_one_year_to_each_side(void **state)
{
    (void)state;
    expect_interval("circa 1954", date_to_day(1953, 1, 1), date_to_day(1955, 12, 31), true);
}

static void a_circa_year_spans_one_whole_year_to_each_side_also_beside_leap_years(void **state)
{
    (void)state;
    expect_interval("circa 1953", date_to_day(1952, 1, 1), date_to_day(1954, 12, 31), true); /* 1952 has 366 days */
    expect_interval("circa 1955", date_to_day(1954, 1, 1), date_to_day(1956, 12, 31), true); /* so has 1956 */
}

static void what_is_no_date_is_refused(void **state)
{
    (void)state;
    static const char *const texts[] = {"",
                                        " ",
                                        "unknown",
                                        "84",
                                        "984",
                                        "19845",
                                        "1984-13-01",
                                        "1984-02-30",
                                        "31/04/1984",
                                        "01/13/1984",
                                        "0999",
                                        "2201",
                                        "1965 to 1960",
                                        "1984-01-08-01",
                                        "Jan",
                                        "circa",
                                        "Foo 1984",
                                        "08 Jan 84",
                                        "between 1960",
                                        "1984 to",
                                        "08\xC2\xA0Jan 1984",
                                        "1984-01-08x",
                                        "to 1984"};
    for (size_t i = 0; i < COUNT_OF(texts); i++)
        expect_refused(texts[i]);
}

static void two_month_names_are_no_day(void **state)
{
    (void)state;
    expect_refused("Jan Feb 1984");
    expect_refused("1984 Jan Feb");
}

static void dates_are_read_day_first(void **state)
{
    (void)state;
    expect_interval("03/04/1984", date_to_day(1984, 4, 3), date_to_day(1984, 4, 3), false);
}

static void expect_print(date_interval d, const char *want)
{
    char buffer[32];
    expect_slice(date_print(d, buffer), want);
}

static void intervals_are_printed_as_short_as_they_are_known(void **state)
{
    (void)state;
    expect_print(date_of_year(1984), "1984");
    expect_print(date_of_years(1984, 1986), "1984/1986");
    expect_print((date_interval){date_to_day(1984, 2, 1), date_to_day(1984, 2, 29), false}, "1984-02");
    expect_print((date_interval){date_to_day(1984, 1, 8), date_to_day(1984, 1, 8), true}, "~1984-01-08");
    expect_print((date_interval){date_to_day(1984, 1, 5), date_to_day(1984, 1, 8), false}, "1984-01-05/1984-01-08");
}

static void what_is_printed_is_read_back(void **state)
{
    (void)state;
    static const char *const texts[] = {"1984", "1984-02", "1984-01-08", "1984-01-05/1984-01-08", "1984/1986", "~1984-01-08"};
    for (size_t i = 0; i < COUNT_OF(texts); i++) {
        date_interval d;
        assert_true(date_parse(slice_of(texts[i]), &d));
        expect_print(d, texts[i]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(day_numbers_count_from_1_january_1),
        cmocka_unit_test(every_day_of_the_range_survives_the_round_trip),
        cmocka_unit_test(leap_days_exist_only_in_leap_years),
        cmocka_unit_test(dates_outside_calendar_or_range_are_not_valid),
        cmocka_unit_test(one_day_is_read_in_every_spelling),
        cmocka_unit_test(months_and_years_are_intervals),
        cmocka_unit_test(spans_reach_from_first_to_last_day),
        cmocka_unit_test(about_is_known_by_all_its_words),
        cmocka_unit_test(a_circa_year_spans_one_year_to_each_side),
        cmocka_unit_test(a_circa_year_spans_one_whole_year_to_each_side_also_beside_leap_years),
        cmocka_unit_test(what_is_no_date_is_refused),
        cmocka_unit_test(two_month_names_are_no_day),
        cmocka_unit_test(dates_are_read_day_first),
        cmocka_unit_test(intervals_are_printed_as_short_as_they_are_known),
        cmocka_unit_test(what_is_printed_is_read_back),
    };
    return cmocka_run_group_tests_name("base_date", tests, NULL, NULL);
}
