/* Finds the dictionary word that a misspelt one stands for, by symmetric deletion: two words that are one error apart share what is left
   when each loses at most one letter. table_rests holds the rests of the dictionary by hash; the rests of the word are looked up in it.

     word   liabflity  ->  rests  iabflity, labflity, ... liabflity, liability (without the f) ...
     table  liability  ->  rests  liability, iability, ... liablity ...                              */
#include "table/table.h"
#include "table/table_arrays.h"

#include <string.h>

enum { MISSPELT_MIN = 4 }; /* letters of a word that may be a misspelt one */

typedef struct candidate {
    const char *letters;
    size_t length;
} candidate;

static uint32_t hash_without(const char *letters, size_t length, size_t dropped)
{
    uint32_t h = 2166136261U; /* FNV-1a, 32 bits */
    for (size_t i = 0; i < length; i++)
        if (i != dropped)
            h = (h ^ (unsigned char)letters[i]) * 16777619U;
    return h;
}

/* Whether one error leads from a to b. */
static bool one_error_apart(const char *a, size_t m, const char *b, size_t n)
{
    size_t head = 0, tail = 0;
    while (head < m && head < n && a[head] == b[head])
        head++;
    while (tail < m - head && tail < n - head && a[m - 1 - tail] == b[n - 1 - tail])
        tail++;
    size_t left = m - head - tail, right = n - head - tail;
    if (left <= 1 && right <= 1)
        return true;
    return left == 2 && right == 2 && a[head] == b[head + 1] && a[head + 1] == b[head];
}

static size_t first_rest(uint32_t hash)
{
    size_t low = 0, high = table_rest_count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (table_rests[middle].hash < hash)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* Keeps the dictionary word nearest in length, the first in the alphabet among equals. */
static void look_up(const char *letters, size_t length, uint32_t hash, bool exact, candidate *best)
{
    for (size_t i = first_rest(hash); i < table_rest_count && table_rests[i].hash == hash; i++) {
        const char *word = table_restored_letters + table_rests[i].first;
        size_t n = table_rests[i].length;
        bool good = exact ? n == length && memcmp(word, letters, n) == 0 : one_error_apart(letters, length, word, n);
        if (good && (!best->letters || (n == length && best->length != length) ||
                     ((n == length) == (best->length == length) && word < best->letters)))
            *best = (candidate){word, n};
    }
}

/* Letters of a word of letters and digits; *misread: some were digits. False when it is no such word. */
static bool read_letters(const symbol *word, size_t length, char *letters, bool *misread)
{
    static const char looks_like[] = "ol...sb.b.";
    size_t digits = 0;
    for (size_t i = 0; i < length; i++) {
        symbol s = word[i];
        bool digit = s >= '0' && s <= '9';
        if (digit)
            s = (symbol)looks_like[s - '0'];
        if (s < 'a' || s > 'z')
            return false;
        letters[i] = (char)s;
        digits += digit;
    }
    *misread = digits > 0;
    return digits < length;
}

const char *table_restore_word(const symbol *word, size_t length, bool known_too, size_t *restored)
{
    char letters[RESTORED_MAX + 1];
    bool misread;
    candidate best = {0};
    if (length > RESTORED_MAX || length < 3 || !read_letters(word, length, letters, &misread))
        return NULL;
    look_up(letters, length, hash_without(letters, length, length), true, &best);
    if (!best.letters && length >= MISSPELT_MIN && (misread || known_too || !table_knows_token(word, length)))
        for (size_t dropped = 0; dropped <= length; dropped++)
            look_up(letters, length, hash_without(letters, length, dropped), false, &best);
    *restored = best.length;
    return best.letters;
}
