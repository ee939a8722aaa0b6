#include "base/base_date.h"

#include <stdio.h>

static const int month_days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

static bool is_leap(int year)
{
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

static int days_in(int year, int month)
{
    return month_days[month - 1] + (month == 2 && is_leap(year));
}

bool date_is_valid(int year, int month, int day)
{
    return year >= DATE_YEAR_MIN && year <= DATE_YEAR_MAX && month >= 1 && month <= 12 && day >= 1 && day <= days_in(year, month);
}

day_number date_to_day(int year, int month, int day)
{
    int before = year - 1;
    int days = before * 365 + before / 4 - before / 100 + before / 400;
    for (int m = 1; m < month; m++)
        days += days_in(year, m);
    return days + day;
}

void date_from_day(day_number number, int *year, int *month, int *day)
{
    int y = (int)((double)number / 365.2425) + 2;
    while (date_to_day(y, 1, 1) > number)
        y--;
    int m = 1;
    number -= date_to_day(y, 1, 1) - 1;
    while (number > days_in(y, m))
        number -= days_in(y, m++);
    *year = y;
    *month = m;
    *day = number;
}

date_interval date_of_years(int first, int last)
{
    return (date_interval){date_to_day(first, 1, 1), date_to_day(last, 12, 31), false};
}

date_interval date_of_year(int year)
{
    return date_of_years(year, year);
}

/* A date text split into its words: numbers (with their digit count) and month names. */
typedef struct date_words {
    int count;
    int value[4];
    int digits[4];  /* 0: a month name */
    char separator; /* the first one between two words */
} date_words;

static int month_of(slice word)
{
    static const char names[12][10] = {"january", "february", "march",     "april",   "may",      "june",
                                       "july",    "august",   "september", "october", "november", "december"};
    if (word.len < 3)
        return 0;
    for (int m = 0; m < 12; m++)
        if (slice_starts_fold(slice_of(names[m]), word))
            return m + 1;
    return word.len == 4 && slice_equal_fold(word, SLICE("sept")) ? 9 : 0;
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool add_word(date_words *words, slice word)
{
    uint64_t number = 0;
    if (words->count == 4)
        return false;
    if (is_digit(word.ptr[0])) {
        if (word.len > 4 || !slice_to_uint(word, &number))
            return false;
        words->digits[words->count] = (int)word.len;
    } else {
        number = (uint64_t)month_of(word);
        if (number == 0)
            return false;
    }
    words->value[words->count++] = (int)number;
    return true;
}

static bool split_words(slice text, date_words *words)
{
    *words = (date_words){0};
    for (size_t i = 0; i < text.len;) {
        char c = text.ptr[i];
        bool digit = is_digit(c);
        if (!digit && !is_letter(c)) {
            if (c != ' ' && c != '-' && c != '/' && c != '.' && c != ',')
                return false;
            if (words->count == 1 && !words->separator)
                words->separator = c;
            i++;
            continue;
        }
        size_t end = i;
        while (end < text.len && (digit ? is_digit(text.ptr[end]) : is_letter(text.ptr[end])))
            end++;
        if (digit && end < text.len && text.ptr[end] == 'T' && words->count == 2)
            text.len = end; /* 1984-01-08T00:00:00: the time says nothing */
        if (!add_word(words, (slice){text.ptr + i, end - i}))
            return false;
        i = end;
    }
    return words->count > 0;
}

static bool set_day(int year, int month, int day, date_interval *out)
{
    if (!date_is_valid(year, month, day))
        return false;
    out->first = out->last = date_to_day(year, month, day);
    return true;
}

static bool set_month(int year, int month, date_interval *out)
{
    if (!date_is_valid(year, month, 1))
        return false;
    out->first = date_to_day(year, month, 1);
    out->last = date_to_day(year, month, days_in(year, month));
    return true;
}

static bool from_two_words(const date_words *w, date_interval *out)
{
    bool year_first = w->digits[0] == 4;
    int year = w->value[year_first ? 0 : 1], month = w->value[year_first ? 1 : 0];
    return (year_first || w->digits[1] == 4) && set_month(year, month, out);
}

static bool from_three_words(const date_words *w, date_interval *out)
{
    if ((w->digits[0] == 0) + (w->digits[1] == 0) + (w->digits[2] == 0) > 1 || w->digits[2] == 0)
        return false;
    if (w->digits[0] == 4) {
        if (w->value[1] == 0 && w->value[2] == 0 && date_is_valid(w->value[0], 1, 1)) {
            *out = date_of_year(w->value[0]); /* 1984-00-00 */
            return true;
        }
        return w->value[2] == 0 ? set_month(w->value[0], w->value[1], out) : set_day(w->value[0], w->value[1], w->value[2], out);
    }
    if (w->digits[2] != 4)
        return false;
    if (w->digits[0] == 0)
        return set_day(w->value[2], w->value[0], w->value[1], out); /* January 8, 1984 */
    if (w->value[0] == 0 && w->value[1] == 0 && date_is_valid(w->value[2], 1, 1)) {
        *out = date_of_year(w->value[2]); /* 00/00/1984 */
        return true;
    }
    return set_day(w->value[2], w->value[1], w->value[0], out);
}

static bool parse_one(slice text, date_interval *out)
{
    date_words words;
    *out = (date_interval){0};
    if (text.len > 40 || !split_words(text, &words))
        return false;
    switch (words.count) {
    case 1:
        if (words.digits[0] != 4 || !date_is_valid(words.value[0], 1, 1))
            return false;
        *out = date_of_year(words.value[0]);
        return true;
    case 2: return from_two_words(&words, out);
    case 3: return from_three_words(&words, out);
    default: return false;
    }
}

static bool parse_span(slice text, slice between, date_interval *out)
{
    size_t at = slice_find(text, between);
    date_interval last;
    if (at == text.len || !parse_one(slice_trim(slice_first(text, at)), out) ||
        !parse_one(slice_trim(slice_skip(text, at + between.len)), &last) || last.last < out->first)
        return false;
    out->last = last.last;
    return true;
}

static bool skip_circa(slice *text)
{
    static const char words[][16] = {"circa", "approximately", "approx.", "about", "around", "ca.", "c.", "~"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (slice_starts_fold(*text, slice_of(words[i]))) {
            *text = slice_trim(slice_skip(*text, slice_of(words[i]).len));
            return true;
        }
    return false;
}

static int year_of(day_number day)
{
    int year, month, day_of_month;
    date_from_day(day, &year, &month, &day_of_month);
    return year;
}

/* A year more to each side, within the years that dates may have. */
static date_interval widened(date_interval d)
{
    int first = year_of(d.first), last = year_of(d.last);
    return date_of_years(first > DATE_YEAR_MIN ? first - 1 : first, last < DATE_YEAR_MAX ? last + 1 : last);
}

bool date_parse(slice text, date_interval *out)
{
    text = slice_trim(text);
    bool about = skip_circa(&text);
    if (slice_starts_fold(text, SLICE("between ")))
        return parse_span(slice_skip(text, 8), SLICE(" and "), out) && ((out->about = about) || true);
    if (parse_one(text, out)) {
        if (about && out->last - out->first > 31)
            *out = widened(*out);
    } else if (!parse_span(text, SLICE(" to "), out) && !parse_span(text, SLICE("/"), out) && !parse_span(text, SLICE(" - "), out) &&
               !(text.len == 9 && parse_span(text, SLICE("-"), out)))
        return false;
    out->about = about;
    return true;
}

slice date_print(date_interval d, char *buffer)
{
    int y1, m1, d1, y2, m2, d2, n;
    const char *about = d.about ? "~" : "";
    date_from_day(d.first, &y1, &m1, &d1);
    date_from_day(d.last, &y2, &m2, &d2);
    bool starts_year = m1 == 1 && d1 == 1, ends_year = m2 == 12 && d2 == 31;
    if (d.first == d.last)
        n = snprintf(buffer, 32, "%s%04d-%02d-%02d", about, y1, m1, d1);
    else if (starts_year && ends_year && y1 == y2)
        n = snprintf(buffer, 32, "%s%04d", about, y1);
    else if (starts_year && ends_year)
        n = snprintf(buffer, 32, "%s%04d/%04d", about, y1, y2);
    else if (y1 == y2 && m1 == m2 && d1 == 1 && d2 == days_in(y2, m2))
        n = snprintf(buffer, 32, "%s%04d-%02d", about, y1, m1);
    else
        n = snprintf(buffer, 32, "%s%04d-%02d-%02d/%04d-%02d-%02d", about, y1, m1, d1, y2, m2, d2);
    return (slice){buffer, (size_t)n};
}
