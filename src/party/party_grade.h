/* Grading aliases: which ones are too broad to mean one party. OFAC says by what it calls an alias weak: that it is short, that it has
   numbers, that it is made of common words or of words of geography, that it is little more than a common prefix. A private list has
   nobody who grades; these are the five tests for it. */
#ifndef PARTY_GRADE_H
#define PARTY_GRADE_H

#include "party/party.h"

typedef enum alias_weakness {
    ALIAS_GOOD,
    ALIAS_SHORT,         /* few letters: "Ali", "Dr. K", "LLC NGF" */
    ALIAS_NUMBER,        /* numbers: "R32", "Office 39" */
    ALIAS_COMMON_WORD,   /* common words and nothing else: "the Doctor", "Tiger", "Ahmed the Tall"; a common given name alone */
    ALIAS_PLACE,         /* geography: "al-Masri", "Abu Omar al-Shishani" */
    ALIAS_COMMON_PREFIX, /* one word after a common prefix: "Abu Hamza", "Haji Bashir", "Mullah Dadullah" */
    ALIAS_WEAKNESS_COUNT
} alias_weakness;

/* "short", "number", "common word", "place", "common prefix"; empty for ALIAS_GOOD. */
slice weakness_name(alias_weakness weakness);

/* The first of the tests, in the order above, that an alias of such a party fails; ALIAS_GOOD when it passes all of them, and also when it
   has no letter or digit or is longer than a name may be: then there is nothing to grade. What must be left besides the weak part differs:
   a person's alias is usually a full name, an organisation's often one word, a vessel's may be a common word and a number. */
alias_weakness party_grade_alias(slice alias, party_schema schema);

/* Marks the aliases of a party that fail as weak (QUALITY_ALIAS becomes QUALITY_WEAK) with a label that names the test, and adds to counts
   by test. Primary and former names, and what is weak already, stay as they are. */
void party_grade(party *p, size_t counts[ALIAS_WEAKNESS_COUNT]);

#endif
