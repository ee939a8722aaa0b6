/* Which listed names stand in a text. */
#ifndef SCREEN_SCAN_H
#define SCREEN_SCAN_H

#include "screen/screen_result.h"

enum {
    SCAN_WORDS_MAX = 7,      /* of a name in running text */
    SCAN_EVIDENCE_MIN = 2000 /* a listed name that says less (hundredths of a bit) proves nothing in running text */
};

/* Looks at every run of up to SCAN_WORDS_MAX words that begins and ends like a name (a capital, or a script without capitals), screens it
   at the screener's threshold, and keeps the best of those that overlap. Weak aliases alone do not count. name is what the result calls the
   text; *places gets the number of places found. */
cordon_status scan_text(screener *s, slice name, slice bytes, const result_options *options, string *out, size_t *places,
                        cordon_error *error);

#endif
