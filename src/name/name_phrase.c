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
    size_t length;
} builder;

static bool has_digit(const symbol *s, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (s[i] >= '0' && s[i] <= '9')
            return true;
    return false;
}

/* Appends a word as it is written. False when there is no room. */
static bool append_word(builder *b, const folded_text *f, const folded_word *w)
{
    if (b->length + w->count > SYMBOLS_MAX)
        return false;
    memcpy(b->symbols + b->length, f->symbols + w->first, w->count * sizeof(symbol));
    b->length += w->count;
    return true;
}

/* Appends the dictionary word that one stands for. */
static bool append_restored(builder *b, const table_restored *r)
{
    if (b->length + r->length > SYMBOLS_MAX)
        return false;
    for (size_t i = 0; i < r->length; i++)
        b->symbols[b->length++] = (symbol)r->letters[i];
    return true;
}

/* Whether a phrase of so many words that was read this way may count. */
static bool may_count(const folded_text *f, const folded_word *last, size_t words, reading how)
{
    if (how == ALL_RESTORED)
        return words >= KNOWN_RESTORED_MIN;
    return how == AS_WRITTEN || words > 1 || last->count >= RESTORED_ALONE_MIN || has_digit(f->symbols + last->first, last->count);
}

/* The search for the phrase that covers most words, through all that they may stand for. */
typedef struct finder {
    const folded_text *f;
    size_t first;
    unsigned allowed;
    reading how;
    builder b;
    name_phrase best;
} finder;

static void find_after(finder *x, size_t n);

/* n + 1 words are appended: notes the phrase that they are, and goes on where a longer one begins with them. */
static void note_phrase(finder *x, size_t n)
{
    uint8_t role;
    uint16_t class_id;
    bool longer, found = table_find_word(x->b.symbols, x->b.length, x->allowed, &role, &class_id, &longer);
    if (found && n + 1 > x->best.words && may_count(x->f, &x->f->words[x->first + n], n + 1, x->how))
        x->best = (name_phrase){n + 1, class_id, role, x->how != AS_WRITTEN && n == 0, 0};
    if (longer)
        find_after(x, n + 1);
}

/* Appends the word that comes after n others, in each way that it may be read: the likeliest first, which stays among equals. */
static void find_after(finder *x, size_t n)
{
    if (n == WORDS_MAX || x->first + n >= x->f->word_count)
        return;
    const folded_word *w = &x->f->words[x->first + n];
    table_restored choices[RESTORED_CHOICES];
    size_t count = x->how == AS_WRITTEN ? 0 : table_restore_word(x->f->symbols + w->first, w->count, x->how == ALL_RESTORED, choices);
    size_t length = x->b.length;
    if (n && length == SYMBOLS_MAX)
        return;
    if (n)
        x->b.symbols[length++] = ' ';
    for (size_t c = 0; c < (count ? count : 1); c++) {
        x->b.length = length;
        if (count ? append_restored(&x->b, &choices[c]) : append_word(&x->b, x->f, w))
            note_phrase(x, n);
    }
}

static name_phrase find_phrase(const folded_text *f, size_t i, unsigned allowed, reading how)
{
    finder x = {.f = f, .first = i, .allowed = allowed, .how = how};
    find_after(&x, 0);
    return x.best;
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
        if (!append_word(&b, f, &f->words[i + n]))
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

/* A misspelt phrase of several words is likelier than one that the next word was written on to (JOINT STOCK COMPANI). */
static void keep_longer(name_phrase *best, name_phrase other)
{
    if (other.words > best->words || (other.words == best->words && best->rest && !other.guessed))
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
