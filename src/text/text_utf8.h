/* UTF-8 that survives anything. */
#ifndef TEXT_UTF8_H
#define TEXT_UTF8_H

#include "base/base_slice.h"
#include "base/base_text.h"

enum { UTF8_REPLACEMENT = 0xFFFD };

/* Takes the first code point off s (not empty). A byte that begins no well-formed sequence (Unicode 15.0, table 3-7) is taken alone
   and gives U+FFFD: the reader always gets on. */
uint32_t utf8_next(slice *s);

bool utf8_is_valid(slice s);
/* Place of the first byte that is not part of a well-formed sequence, or s.len. */
size_t utf8_first_invalid(slice s);

void utf8_add(string *t, uint32_t code_point);
/* Appends bytes of ISO 8859-1 (with the printable part of Windows-1252) as UTF-8. */
void utf8_add_latin1(string *t, slice bytes);

#endif
