#include "text/text_fold.h"
#include "text/text_utf8.h"

#include <string.h>

enum { HANGUL_FIRST = 0xAC00, HANGUL_LAST = 0xD7A3, VOICED_MARK = 0x3099, HALF_VOICED_MARK = 0x309A };

/* A word while it grows. Latin, Cyrillic and Greek letters may stand in one word (look-alikes); every other change of script ends it. */
typedef struct fold_state {
    folded_text *out;
    folded_word *word; /* NULL between words */
    uint32_t at, next; /* bytes of the character that is being folded */
    bool overflow;
} fold_state;

static bool is_alphabet_of_lookalikes(script_id s)
{
    return s == SCRIPT_LATIN || s == SCRIPT_CYRILLIC || s == SCRIPT_GREEK;
}

static bool stays_in_word(const folded_word *word, script_id script)
{
    return word->script == script || (is_alphabet_of_lookalikes((script_id)word->script) && is_alphabet_of_lookalikes(script));
}

static void add_symbol(fold_state *f, uint32_t unit, script_id script)
{
    folded_text *out = f->out;
    if (f->word && !stays_in_word(f->word, script))
        f->word = NULL;
    if (!f->word) {
        if (out->word_count == FOLD_WORDS_MAX) {
            f->overflow = true;
            return;
        }
        f->word = &out->words[out->word_count++];
        *f->word = (folded_word){.start = f->at, .first = (uint16_t)out->symbol_count, .script = (uint8_t)script};
    }
    if (out->symbol_count == FOLD_SYMBOLS_MAX) {
        f->overflow = true;
        return;
    }
    out->symbols[out->symbol_count++] = (symbol)unit;
    f->word->count++;
    f->word->end = f->next;
    if (script == SCRIPT_LATIN)
        f->word->script = SCRIPT_LATIN;
}

static void add_point(fold_state *f, uint32_t cp, script_id script)
{
    if (cp >= HANGUL_FIRST && cp <= HANGUL_LAST) { /* Unicode 15.0, section 3.12: conjoining jamo */
        uint32_t n = cp - HANGUL_FIRST;
        add_symbol(f, 0x1100 + n / 588, script);
        add_symbol(f, 0x1161 + n % 588 / 28, script);
        if (n % 28)
            add_symbol(f, 0x11A7 + n % 28, script);
    } else if (cp >= 0x10000) {
        add_symbol(f, 0xD800 + ((cp - 0x10000) >> 10), script);
        add_symbol(f, 0xDC00 + ((cp - 0x10000) & 0x3FF), script);
    } else
        add_symbol(f, cp, script);
}

/* The voiced form of a kana letter: the next in the code chart from KA to TO and HA to HO, the one after for half-voiced HA to HO; U, WA,
   WI, WE and WO have theirs elsewhere. A letter without one stays as it is. */
static symbol voiced(symbol s, bool half)
{
    if (s >= 0x30CF && s <= 0x30DD)
        return (symbol)((s - 0x30CF) % 3 == 0 ? s + (half ? 2 : 1) : s);
    if (half)
        return s;
    if (s == 0x30A6)
        return 0x30F4;
    if (s >= 0x30EF && s <= 0x30F2)
        return (symbol)(s + 8);
    if (s >= 0x30AB && s <= 0x30C2)
        return (symbol)(s % 2 ? s + 1 : s);
    return s == 0x30C4 || s == 0x30C6 || s == 0x30C8 ? (symbol)(s + 1) : s;
}

static bool voice_last_kana(fold_state *f, uint32_t cp)
{
    if (cp != VOICED_MARK && cp != HALF_VOICED_MARK)
        return false;
    symbol *last = f->out->symbol_count ? &f->out->symbols[f->out->symbol_count - 1] : NULL;
    if (f->word && last && f->word->script == SCRIPT_KANA)
        *last = voiced(*last, cp == HALF_VOICED_MARK);
    return true;
}

static void add_folded(fold_state *f, uint32_t cp)
{
    const table_char *c = table_char_of(cp);
    if (c->kind == CHAR_IGNORE || voice_last_kana(f, cp))
        return;
    if (c->kind == CHAR_OTHER)
        f->word = NULL;
    else
        add_point(f, cp, c->kind == CHAR_DIGIT ? SCRIPT_LATIN : (script_id)c->script);
}

static void add_character(fold_state *f, uint32_t cp)
{
    const table_char *c = table_char_of(cp);
    if (c->fold_count == 0)
        add_folded(f, cp);
    else
        for (size_t i = 0; i < c->fold_count; i++)
            add_folded(f, table_fold_points[c->fold + i]);
}

static bool all_lookalike(const folded_text *t, const folded_word *w)
{
    for (size_t i = 0; i < w->count; i++)
        if (!table_char_of(t->symbols[w->first + i])->lookalike && table_letter(t->symbols[w->first + i]) < 0)
            return false;
    return true;
}

static void read_as_latin(folded_text *t, folded_word *w)
{
    for (size_t i = 0; i < w->count; i++) {
        uint8_t latin = table_char_of(t->symbols[w->first + i])->lookalike;
        if (latin)
            t->symbols[w->first + i] = latin;
    }
    w->script = SCRIPT_LATIN;
}

/* Where Latin letters stand in the text, a word of Cyrillic or Greek letters that all look Latin is Latin in disguise. */
static void undo_disguise(folded_text *t)
{
    bool latin = false;
    for (size_t i = 0; i < t->symbol_count; i++)
        latin |= t->symbols[i] >= 'a' && t->symbols[i] <= 'z';
    for (size_t i = 0; latin && i < t->word_count; i++) {
        folded_word *w = &t->words[i];
        if (is_alphabet_of_lookalikes((script_id)w->script) && (w->script == SCRIPT_LATIN || all_lookalike(t, w)))
            read_as_latin(t, w);
    }
}

bool fold_text_as_written(slice utf8, folded_text *out)
{
    fold_state f = {.out = out};
    slice rest = utf8;
    out->symbol_count = out->word_count = 0;
    while (rest.len && !f.overflow) {
        f.at = (uint32_t)(utf8.len - rest.len);
        uint32_t cp = utf8_next(&rest);
        f.next = (uint32_t)(utf8.len - rest.len);
        add_character(&f, cp);
    }
    if (f.overflow) {
        out->symbol_count = out->word_count = 0;
        return false;
    }
    return true;
}

bool fold_text(slice utf8, folded_text *out)
{
    if (!fold_text_as_written(utf8, out))
        return false;
    undo_disguise(out);
    return true;
}

static bool between(symbol s, unsigned first, unsigned last)
{
    return s >= first && s <= last;
}

/* Unicode 15.0, section 3.12: syllable = lead * 588 + vowel * 28 + tail. */
static size_t compose_hangul(const symbol *s, size_t count, uint32_t *syllable)
{
    if (count < 2 || !between(s[0], 0x1100, 0x1112) || !between(s[1], 0x1161, 0x1175))
        return 0;
    *syllable = 0xAC00 + (s[0] - 0x1100U) * 588 + (s[1] - 0x1161U) * 28;
    if (count < 3 || !between(s[2], 0x11A8, 0x11C2))
        return 2;
    *syllable += s[2] - 0x11A7U;
    return 3;
}

void fold_write(const symbol *s, size_t count, string *out)
{
    for (size_t i = 0; i < count;) {
        uint32_t cp = s[i];
        size_t used = compose_hangul(s + i, count - i, &cp);
        if (used == 0 && between(s[i], 0xD800, 0xDBFF) && i + 1 < count) {
            cp = 0x10000 + ((s[i] & 0x3FFU) << 10) + (s[i + 1] & 0x3FFU);
            used = 2;
        }
        utf8_add(out, cp);
        i += used ? used : 1;
    }
}

void fold_key(slice utf8, string *out)
{
    folded_text folded;
    if (!fold_text(utf8, &folded))
        return;
    for (size_t i = 0; i < folded.word_count; i++) {
        if (i)
            text_add_char(out, ' ');
        fold_write(folded.symbols + folded.words[i].first, folded.words[i].count, out);
    }
}
