/* Finds the dictionary words that a misspelt one may stand for, by symmetric deletion: two words that are one error apart share what is
   left when each loses at most one letter. table_rests holds the rests of the dictionary by hash; the rests of the word are looked up in
   it.

     word   liabflity  ->  rests  iabflity, labflity, ... liabflity, liability (without the f) ...
     table  liability  ->  rests  liability, iability, ... liablity ...                              */
#include "table/table.h"
#include "table/table_arrays.h"

#include <string.h>

enum { MISSPELT_MIN = 4 }; /* letters of a word that may be a misspelt one */

/* What one error makes unlikely, in hundredths of a bit for each hundredth of an error: a likelier error and a commoner word come first. */
enum { BITS_OF_ERROR = 6, DOUBLED = 5, SWAPPED = 60 };

static uint32_t hash_without(const char *letters, size_t length, size_t dropped)
{
    uint32_t h = 2166136261U; /* FNV-1a, 32 bits */
    for (size_t i = 0; i < length; i++)
        if (i != dropped)
            h = (h ^ (unsigned char)letters[i]) * 16777619U;
    return h;
}

static uint32_t gap_cost(const char *word, size_t at)
{
    bool doubled = at && word[at - 1] == word[at];
    return doubled ? DOUBLED : table_latin_gap[table_letter((symbol)word[at])];
}

/* Whether one error leads from a to b, and what it costs in hundredths of an error. */
static bool one_error_apart(const char *a, size_t m, const char *b, size_t n, uint32_t *cost)
{
    size_t head = 0, tail = 0;
    while (head < m && head < n && a[head] == b[head])
        head++;
    while (tail < m - head && tail < n - head && a[m - 1 - tail] == b[n - 1 - tail])
        tail++;
    size_t left = m - head - tail, right = n - head - tail;
    *cost = 0;
    if (left == 1 && right == 1)
        *cost = table_latin_substitute[table_letter((symbol)a[head])][table_letter((symbol)b[head])];
    else if (left + right == 1)
        *cost = left ? gap_cost(a, head) : gap_cost(b, head);
    else if (left == 2 && right == 2 && a[head] == b[head + 1] && a[head + 1] == b[head])
        *cost = SWAPPED;
    else
        return left + right == 0;
    return true;
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

static uint32_t unlikelihood(const char *word, size_t length, uint32_t cost)
{
    symbol symbols[RESTORED_MAX];
    for (size_t i = 0; i < length; i++)
        symbols[i] = (symbol)word[i];
    return cost * BITS_OF_ERROR + table_latin_weight(symbols, length);
}

static bool comes_before(const table_restored *a, const table_restored *b)
{
    return a->unlikely != b->unlikely ? a->unlikely < b->unlikely : a->letters < b->letters; /* the table is in the order of the alphabet */
}

typedef struct choices {
    table_restored *at;
    size_t count;
} choices;

/* Keeps the likeliest ones in their order, each once. */
static void keep(choices *c, table_restored found)
{
    for (size_t i = 0; i < c->count; i++)
        if (c->at[i].letters == found.letters)
            return;
    size_t at = c->count < RESTORED_CHOICES ? c->count++ : RESTORED_CHOICES;
    for (; at && comes_before(&found, &c->at[at - 1]); at--)
        if (at < RESTORED_CHOICES)
            c->at[at] = c->at[at - 1];
    if (at < RESTORED_CHOICES)
        c->at[at] = found;
}

static void look_up(const char *letters, size_t length, uint32_t hash, bool exact, choices *c)
{
    for (size_t i = first_rest(hash); i < table_rest_count && table_rests[i].hash == hash; i++) {
        const char *word = table_restored_letters + table_rests[i].first;
        size_t n = table_rests[i].length;
        uint32_t cost = 0;
        bool good = exact ? n == length && memcmp(word, letters, n) == 0 : one_error_apart(letters, length, word, n, &cost);
        if (good)
            keep(c, (table_restored){word, n, unlikelihood(word, n, cost)});
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

size_t table_restore_word(const symbol *word, size_t length, bool known_too, table_restored *out)
{
    char letters[RESTORED_MAX + 1];
    bool misread;
    choices c = {out, 0};
    if (length > RESTORED_MAX || length < 3 || !read_letters(word, length, letters, &misread))
        return 0;
    look_up(letters, length, hash_without(letters, length, length), true, &c);
    if (c.count == 0 && length >= MISSPELT_MIN && (misread || known_too || !table_knows_token(word, length)))
        for (size_t dropped = 0; dropped <= length; dropped++)
            look_up(letters, length, hash_without(letters, length, dropped), false, &c);
    return c.count;
}
