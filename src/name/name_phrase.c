#include "name/name_phrase.h"

#include <string.h>

enum {
    WORDS_MAX = 7,
    SQUASHED_WORDS_MAX = 40, /* a word spelled out in single letters */
    SYMBOLS_MAX = 96,
    RESTORED_ALONE_MIN = 5, /* letters of a misspelt word that counts without others beside it */
    KNOWN_RESTORED_MIN = 3, /* words of a phrase in which even words that are names elsewhere count as misspelt (JOINT STOK COMPANY) */
    SQUASHED_MIN = 7,       /* letters of a phrase whose spaces do not count */
    RUN_ON_MIN = 12         /* ... and of one that the next word is written on to */
};

typedef enum reading { AS_WRITTEN, RESTORED, ALL_RESTORED } reading;

typedef struct builder {
    symbol symbols[SYMBOLS_MAX];
    size_t length, restored;
} builder;

static bool has_digit(const symbol *s, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (s[i] >= '0' && s[i] <= '9')
            return true;
    return false;
}

/* Appends a word as it is written, or as the dictionary word that it stands for. False when there is no room. */
static bool append_word(builder *b, const folded_text *f, const folded_word *w, reading how)
{
    size_t count = 0;
    const symbol *written = f->symbols + w->first;
    const char *letters = how == AS_WRITTEN ? NULL : table_restore_word(written, w->count, how == ALL_RESTORED, &count);
    size_t added = letters ? count : w->count;
    if (b->length + added > SYMBOLS_MAX)
        return false;
    if (letters)
        for (size_t i = 0; i < count; i++)
            b->symbols[b->length + i] = (symbol)letters[i];
    else
        memcpy(b->symbols + b->length, written, w->count * sizeof *written);
    b->length += added;
    b->restored += letters != NULL;
    return true;
}

/* Whether a phrase of so many words that was read this way may count. */
static bool may_count(const folded_text *f, const folded_word *last, size_t words, reading how)
{
    if (how == ALL_RESTORED)
        return words >= KNOWN_RESTORED_MIN;
    return how == AS_WRITTEN || words > 1 || last->count >= RESTORED_ALONE_MIN || has_digit(f->symbols + last->first, last->count);
}

static name_phrase find_phrase(const folded_text *f, size_t i, unsigned allowed, reading how)
{
    builder b = {.length = 0};
    name_phrase best = {0};
    bool longer = true;
    for (size_t n = 0; longer && n < WORDS_MAX && i + n < f->word_count; n++) {
        const folded_word *w = &f->words[i + n];
        uint8_t role;
        uint16_t class_id;
        if (n && b.length < SYMBOLS_MAX)
            b.symbols[b.length++] = ' ';
        if (!append_word(&b, f, w, how))
            break;
        if (table_find_word(b.symbols, b.length, allowed, &role, &class_id, &longer) && may_count(f, w, n + 1, how))
            best = (name_phrase){n + 1, class_id, role, how != AS_WRITTEN && n == 0, 0};
    }
    return best;
}

/* A legal form that ends inside the word appended last, which began at letter `start`. */
static name_phrase find_run_on(const builder *b, size_t start, size_t words)
{
    for (size_t length = b->length - 1; length > start && length >= RUN_ON_MIN; length--) {
        uint8_t role;
        uint16_t class_id;
        if (table_find_squashed(b->symbols, length, ROLE_FORM, &role, &class_id, NULL))
            return (name_phrase){words, class_id, role, false, (uint8_t)(b->length - length)};
    }
    return (name_phrase){0};
}

/* The same without regard to spaces. */
static name_phrase find_squashed(const folded_text *f, size_t i, unsigned allowed)
{
    builder b = {.length = 0};
    name_phrase best = {0};
    bool longer = true;
    for (size_t n = 0; longer && n < SQUASHED_WORDS_MAX && i + n < f->word_count; n++) {
        size_t start = b.length;
        uint8_t role;
        uint16_t class_id;
        if (!append_word(&b, f, &f->words[i + n], AS_WRITTEN))
            break;
        if (table_find_squashed(b.symbols, b.length, allowed, &role, &class_id, &longer) && b.length >= SQUASHED_MIN)
            best = (name_phrase){n + 1, class_id, role, false, 0};
        else if (!longer) {
            name_phrase run_on = find_run_on(&b, start, n + 1);
            return run_on.words ? run_on : best;
        }
    }
    return best;
}

static void keep_longer(name_phrase *best, name_phrase other)
{
    if (other.words > best->words)
        *best = other;
}

name_phrase phrase_at(const folded_text *f, size_t i, unsigned allowed)
{
    name_phrase best = find_phrase(f, i, allowed, AS_WRITTEN);
    if ((allowed & ROLE_FORM) == 0)
        return best;
    name_phrase squashed = find_squashed(f, i, allowed & (ROLE_FORM | ROLE_GENERIC));
    if (squashed.words > best.words || (squashed.words == best.words && best.words == 0))
        best = squashed;
    keep_longer(&best, find_phrase(f, i, allowed, RESTORED));
    keep_longer(&best, find_phrase(f, i, allowed, ALL_RESTORED));
    return best;
}
