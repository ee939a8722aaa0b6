/* Names in another script as the dictionary of names reads them: "Рустам Монтегю" as "Рустам montague". Words that the dictionary has
   not are left as they are, for the spelling rules to read. Nobody has written such a name, so it takes its `prior` (name_head) from
   every alignment. */
#ifndef NAME_READ_H
#define NAME_READ_H

#include "base/base_text.h"
#include "name/name_prepare.h"

enum {
    READ_NAMES_MAX = 4,   /* of one name, the likeliest first */
    READ_WORDS_MAX = 3,   /* of a name that are tried in several ways; further ones are read in one */
    READ_CHOICES_MAX = 4, /* of a word, beside leaving it as it is */
    READ_PIECES_MAX = 3,  /* words that one is cut into, in scripts without spaces */
    READ_PRIOR = 100      /* another one than acronyms have: it tells how a name was derived */
};

typedef struct read_piece {
    slice latin;           /* empty: left as it is */
    uint16_t first, count; /* symbols of the name */
} read_piece;

typedef struct read_choice {
    uint8_t count;
    read_piece pieces[READ_PIECES_MAX];
} read_choice;

typedef struct read_word {
    uint8_t token, count;
    read_choice choices[READ_CHOICES_MAX];
} read_word;

/* The ways to read a name. All zero before the first use. */
typedef struct name_readings {
    slice published;
    prepared_name name; /* a copy in bytes */
    size_t word_count, made, place, rank;
    read_word words[NAME_TOKENS_MAX];
    string text; /* of the last reading */
    uint32_t bytes[NAME_SIZE_MAX / 4 + 1];
} name_readings;

/* Looks the words of a name up; what was published must outlive the readings. */
void readings_begin(name_readings *r, slice published, const prepared_name *name);

/* Prepares the next reading in scratch; one that is too long is left out. False when there is none left, or no memory: text.failed. */
bool readings_next(name_readings *r, name_scratch *scratch, prepared_name *out);
void readings_free(name_readings *r);

static inline bool name_was_read(const prepared_name *name)
{
    return name->head->prior == READ_PRIOR;
}

#endif
