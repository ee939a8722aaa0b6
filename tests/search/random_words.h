/* Words made of a few letters, so that many of them are near one another. */
#ifndef RANDOM_WORDS_H
#define RANDOM_WORDS_H

#include "../test_support.h"
#include "table/table.h"

#include <stdlib.h>

enum { LETTERS = 9 };

typedef struct word {
    symbol symbols[LETTERS];
    size_t count;
} word;

/* Symbols of a script that random words are made of. */
typedef struct alphabet {
    script_id script;
    const symbol *symbols;
    size_t count;
} alphabet;

#define SYMBOLS(...) ((const symbol[]){__VA_ARGS__}), sizeof((symbol[]){__VA_ARGS__}) / sizeof(symbol)

/* Of one symbol to `most`. */
static word random_word(const alphabet *of, size_t most, unsigned *seed)
{
    word w = {.count = 1 + (size_t)rand_r(seed) % most};
    for (size_t i = 0; i < w.count; i++)
        w.symbols[i] = of->symbols[(size_t)rand_r(seed) % of->count];
    return w;
}

#endif
