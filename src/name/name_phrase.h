/* Finds the phrases of the word tables (legal forms, generic words, titles, particles, numbers) in a folded name, as they are written and
   as they are damaged: misspelt (LIABFLITY), misread (J0INT), with spaces lost or put in (JOINTSTOCK COMPANY, COM PANY), run into the next
   word (COMPANYSIGNATEK). Reversed legal forms stand in the tables themselves. */
#ifndef NAME_PHRASE_H
#define NAME_PHRASE_H

#include "table/table.h"
#include "text/text_fold.h"

typedef struct name_phrase {
    size_t words; /* 0: none */
    uint16_t class_id;
    uint8_t role;
    bool guessed; /* one word alone, by what it stands for: it may as well be a name of its own */
    uint8_t rest; /* symbols of its last word that do not belong to it, but begin the next one */
} name_phrase;

/* The phrase of an allowed role at word i that covers most words. */
name_phrase phrase_at(const folded_text *f, size_t i, unsigned allowed);

#endif
