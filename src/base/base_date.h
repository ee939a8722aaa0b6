/* Dates as the lists give them: a day, a month, a year, about a year, or a span. Always an interval of days. */
#ifndef BASE_DATE_H
#define BASE_DATE_H

#include "base/base_slice.h"

/* Days since 1 January 1 of the proleptic Gregorian calendar (that day is 1). */
typedef int32_t day_number;

typedef struct date_interval {
    day_number first, last; /* both included */
    bool about;             /* the source says "circa" or "approximately" */
} date_interval;

enum { DATE_YEAR_MIN = 1000, DATE_YEAR_MAX = 2200 };
enum { DATE_DAY_MAX = (DATE_YEAR_MAX + 2) * 366 }; /* no day that is read is later, with a year that "about" adds; none is before day 1 */

bool date_is_valid(int year, int month, int day);
day_number date_to_day(int year, int month, int day); /* of a valid date */
void date_from_day(day_number day, int *year, int *month, int *day_of_month);

date_interval date_of_year(int year);
date_interval date_of_years(int first, int last);

/* Reads one date: 1984, 1984-01, 1984-01-08, 08/01/1984 (day first), 8.1.1984, 08 Jan 1984, Jan 1984, January 8, 1984, 1984-01-08T..,
   "circa ..." / "c." / "about" / "approximately", "X to Y", "between X and Y". A circa year spans one year to each side.
   False when the text is none of them. */
bool date_parse(slice text, date_interval *out);

/* "1984", "1984-01", "1984-01-08", "1984-01-05/1984-01-08", with "~" before it when about. buffer holds at least 32 bytes. */
slice date_print(date_interval date, char *buffer);

#endif
