/* Folding: what a name looks like when case, accents, width, look-alike letters and invisible characters no longer count. */
#ifndef TEXT_FOLD_H
#define TEXT_FOLD_H

#include "base/base_slice.h"
#include "base/base_text.h"
#include "table/table.h"

enum { FOLD_SYMBOLS_MAX = 4096, FOLD_WORDS_MAX = 1024 };

/* One word: a run of letters and digits of one script, as folded symbols.

     bytes    "Müller-Шмидт 7"                 start/end: bytes 0-7, 8-18, 19-20
     symbols  m u l l e r ш м и д т 7          first/count: 0-6, 6-5, 11-1                                     */
typedef struct folded_word {
    uint32_t start, end; /* bytes of the text it came from */
    uint16_t first, count;
    uint8_t script; /* script_id; digits and Latin letters stand together as Latin */
} folded_word;

typedef struct folded_text {
    size_t symbol_count, word_count;
    symbol symbols[FOLD_SYMBOLS_MAX];
    folded_word words[FOLD_WORDS_MAX];
} folded_text;

/* Splits and folds a text. Punctuation and white space separate words; apostrophes, accents and invisible characters are dropped
   without a gap; Hangul syllables become jamo; a letter of another script that is drawn like a Latin one counts as that one when Latin
   letters stand beside it. Bytes that are no UTF-8 separate words. False when the text exceeds the limits above: *out then holds
   nothing. */
bool fold_text(slice utf8, folded_text *out);
/* The same, but no letter counts as another that it is drawn like. */
bool fold_text_as_written(slice utf8, folded_text *out);

/* Appends folded symbols as UTF-8; Hangul jamo are put together again. */
void fold_write(const symbol *symbols, size_t count, string *out);

/* Appends the folded words with one space between each, as UTF-8: the key of tables such as countries. */
void fold_key(slice utf8, string *out);

#endif
