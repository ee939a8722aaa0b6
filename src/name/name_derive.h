/* Further names of a party, made from a published one. Each takes its `prior` (name_head) from every alignment: that somebody is meant by
   it is not certain. */
#ifndef NAME_DERIVE_H
#define NAME_DERIVE_H

#include "name/name_prepare.h"

enum { DERIVED_MAX = 2, ACRONYM_LETTERS_MIN = 4, ACRONYM_LETTERS_MAX = 10, ACRONYM_PRIOR = 400 };

typedef struct derived_name {
    uint32_t bytes[(sizeof(name_head) + sizeof(name_token) + ACRONYM_LETTERS_MAX * sizeof(symbol) + 3) / 4];
} derived_name;

/* The acronyms of an organisation's Latin name, from the first letters of its words: without little words (of, and, de, ...) and
   legal forms, and with a legal form's last word ("National Iranian Oil Company" -> nio is too short, nioc). published was prepared into
   scratch's folded text just before. Returns how many there are; each is read with name_view. */
size_t name_acronyms(const prepared_name *name, const name_scratch *scratch, derived_name out[DERIVED_MAX]);

#endif
