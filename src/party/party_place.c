#include "party/party_place.h"
#include "text/text_fold.h"

#include <string.h>

enum { SOUND_MAX = 64, SOUND_MIN = 3, COUNTRY_WORDS_MAX = 5 };

/* ---------------------------------------------------------------- sounds */

typedef struct sound {
    char letters[SOUND_MAX];
    size_t count;
    char before; /* the letter of the spelling that came before */
} sound;

static bool is_vowel(char c)
{
    return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u' || c == 'y';
}

static char sound_of(char c)
{
    switch (c) {
    case 'c':
    case 'q': return 'k';
    case 'f':
    case 'w': return 'v';
    case 'z': return 's';
    default: return is_vowel(c) ? 'a' : c;
    }
}

static void put(sound *s, char c)
{
    if (s->count < SOUND_MAX && (s->count == 0 || s->letters[s->count - 1] != c))
        s->letters[s->count++] = c;
}

/* An h behind a consonant only says how that one is spoken (kh, sh, th); ph is f. */
static void add_letter(sound *s, char c)
{
    bool first = s->before == 0, silent = c == 'h' && !first && !is_vowel(s->before);
    if (c == 'h' && s->before == 'p' && s->count)
        s->letters[s->count - 1] = 'v';
    if (c == 'x') {
        put(s, 'k');
        put(s, 's');
    } else if (!silent && (first || !is_vowel(c)))
        put(s, sound_of(c));
    s->before = c;
}

/* The cheapest way to write one symbol of another script, wherever it stands; NULL: none is known. */
static const table_rule *usual_reading(symbol s)
{
    size_t count;
    const table_rule *rules = table_rules_ending(s, &count), *best = NULL;
    for (size_t i = 0; i < count; i++)
        if (rules[i].symbol_count == 1 && rules[i].place == 0 && (!best || rules[i].cost < best->cost))
            best = &rules[i];
    return best;
}

static void add_symbol(sound *s, symbol letter)
{
    const table_rule *reading = letter < 0x80 ? NULL : usual_reading(letter);
    if (letter < 0x80)
        add_letter(s, (char)letter);
    for (size_t i = 0; reading && i < reading->latin_count; i++)
        add_letter(s, (char)reading->latin[i]);
}

/* ---------------------------------------------------------------- words */

static bool has_digit(const symbol *s, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (s[i] >= '0' && s[i] <= '9')
            return true;
    return false;
}

/* FNV-1a (Fowler, Noll, Vo), of 30 bits. */
static place_word hash(const void *bytes, size_t size)
{
    const unsigned char *at = bytes;
    uint32_t h = 2166136261U;
    for (size_t i = 0; i < size; i++)
        h = (h ^ at[i]) * 16777619U;
    return (h ^ h >> 30) & (PLACE_NUMBER - 1);
}

static place_word word_of(const symbol *symbols, size_t count)
{
    sound s = {.count = 0};
    if (has_digit(symbols, count))
        return hash(symbols, count * sizeof *symbols) | PLACE_NUMBER;
    for (size_t i = 0; i < count; i++)
        add_symbol(&s, symbols[i]);
    return s.count < SOUND_MIN ? hash(symbols, count * sizeof *symbols) : hash(s.letters, s.count);
}

/* ---------------------------------------------------------------- texts */

static const symbol *word_symbols(const folded_text *text, size_t i)
{
    return text->symbols + text->words[i].first;
}

static bool is_country(const folded_text *text, size_t first, size_t count, string *key)
{
    key->len = 0;
    for (size_t i = first; i < first + count; i++) {
        if (i > first)
            text_add_char(key, ' ');
        fold_write(word_symbols(text, i), text->words[i].count, key);
    }
    return !key->failed && table_country(text_slice(key)).len > 0;
}

/* How many words from `first` on name a country: all the rest of the text, or one word. */
static size_t country_words(const folded_text *text, size_t first, string *key)
{
    size_t rest = text->word_count - first;
    if (rest <= COUNTRY_WORDS_MAX && is_country(text, first, rest, key))
        return rest;
    return text->words[first].count > 3 && is_country(text, first, 1, key) ? 1 : 0;
}

static bool tells_places_apart(const symbol *symbols, size_t count)
{
    return has_digit(symbols, count) || ((count > 1 || symbols[0] >= 0x80) && !table_is_address_word(symbols, count));
}

static size_t add_word(place_word *words, size_t count, place_word word)
{
    for (size_t i = 0; i < count; i++)
        if (words[i] == word)
            return count;
    words[count] = word;
    return count + 1;
}

size_t place_words(slice published, place_word out[PLACE_WORDS_MAX])
{
    folded_text text;
    string key = {0};
    size_t count = 0;
    if (!fold_text(published, &text))
        return 0;
    for (size_t i = 0; i < text.word_count && count < PLACE_WORDS_MAX;) {
        size_t country = country_words(&text, i, &key);
        if (!country && tells_places_apart(word_symbols(&text, i), text.words[i].count))
            count = add_word(out, count, word_of(word_symbols(&text, i), text.words[i].count));
        i += country ? country : 1;
    }
    text_free(&key);
    return count;
}
