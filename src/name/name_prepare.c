#include "name/name_prepare.h"
#include "name/name_phrase.h"
#include "text/text_utf8.h"

#include <assert.h>
#include <string.h>

/* Weights of words that carry no name of their own (hundredths of a bit). */
enum {
    WEIGHT_FORM = 120,
    WEIGHT_TITLE = 60,
    WEIGHT_PARTICLE = 120,
    WEIGHT_VESSEL = 60,
    WEIGHT_INITIAL = 330,
    WEIGHT_PATRONYMIC = 700,
    WEIGHT_GENERIC_MAX = 950
};

/* Bits that a letter of a script is worth when no table knows the token, in hundredths. */
static const uint16_t letter_weight[SCRIPT_COUNT] = {
    [SCRIPT_CYRILLIC] = 260, [SCRIPT_GREEK] = 250, [SCRIPT_ARABIC] = 250,   [SCRIPT_HEBREW] = 250,   [SCRIPT_DEVANAGARI] = 300,
    [SCRIPT_BENGALI] = 300,  [SCRIPT_THAI] = 280,  [SCRIPT_ARMENIAN] = 250, [SCRIPT_GEORGIAN] = 250, [SCRIPT_ETHIOPIC] = 450,
    [SCRIPT_HANGUL] = 0,     [SCRIPT_KANA] = 350,  [SCRIPT_HAN] = 550,      [SCRIPT_OTHER] = 300};

/* A name under construction: words that still wait to become tokens, then the flat piece. */
typedef struct builder {
    name_scratch *scratch;
    name_head *head;
    name_token *tokens;
    symbol symbols[FOLD_SYMBOLS_MAX];
    name_place places[NAME_TOKENS_MAX];
    name_kind kind;
    bool overflow;
} builder;

static unsigned allowed_roles(name_kind kind)
{
    switch (kind) {
    case NAME_PERSON: return ROLE_TITLE | ROLE_PARTICLE;
    case NAME_ORGANIZATION: return ROLE_FORM | ROLE_PARTICLE | ROLE_GENERIC | ROLE_NUMBER;
    case NAME_VESSEL: return ROLE_VESSEL | ROLE_PARTICLE | ROLE_NUMBER;
    default: return ROLE_FORM | ROLE_TITLE | ROLE_PARTICLE | ROLE_GENERIC | ROLE_NUMBER | ROLE_VESSEL;
    }
}

/* A Korean syllable says about as much as a Chinese one, however many letters it is written with. */
static uint32_t hangul_weight(const symbol *s, size_t count)
{
    enum { SYLLABLE = 480, FURTHER = 1400, NAME_SYLLABLES = 3, VOWEL_FIRST = 0x1161, VOWEL_LAST = 0x1175 };
    uint32_t syllables = 0;
    for (size_t i = 0; i < count; i++)
        syllables += s[i] >= VOWEL_FIRST && s[i] <= VOWEL_LAST;
    if (syllables > NAME_SYLLABLES) /* a name from elsewhere, written by sound: there are many more of those */
        return NAME_SYLLABLES * SYLLABLE + (syllables - NAME_SYLLABLES) * FURTHER;
    return (syllables ? syllables : 1) * SYLLABLE;
}

static uint32_t weight_by_letters(const symbol *s, size_t count, script_id script)
{
    return script == SCRIPT_HANGUL ? hangul_weight(s, count) : 100 + (uint32_t)count * letter_weight[script];
}

static uint32_t plain_weight(const symbol *s, size_t count, script_id script)
{
    if (script == SCRIPT_LATIN || script == SCRIPT_NONE)
        return table_latin_weight(s, count);
    uint32_t weight = weight_by_letters(s, count, script);
    return weight < WEIGHT_MAX ? weight : WEIGHT_MAX;
}

uint32_t name_own_weight(const prepared_name *name)
{
    uint32_t sum = 0;
    for (size_t i = 0; i < name->head->token_count; i++) {
        const name_token *t = &name->tokens[i];
        bool whole = t->weight == WEIGHT_MAX && (t->script == SCRIPT_HANGUL || t->script == SCRIPT_HAN);
        sum += whole ? weight_by_letters(token_symbols(name, i), t->count, (script_id)t->script) : t->weight;
    }
    return sum;
}

static uint32_t role_weight(unsigned role, uint32_t plain)
{
    switch (role) {
    case ROLE_FORM: return WEIGHT_FORM;
    case ROLE_TITLE: return WEIGHT_TITLE;
    case ROLE_PARTICLE: return WEIGHT_PARTICLE;
    case ROLE_VESSEL: return WEIGHT_VESSEL;
    case ROLE_INITIAL: return WEIGHT_INITIAL;
    case ROLE_GENERIC: return plain < WEIGHT_GENERIC_MAX ? plain : WEIGHT_GENERIC_MAX;
    case ROLE_NUMBER: return plain < 700 ? plain : 700;
    default: return plain;
    }
}

static name_token *add_token(builder *b, script_id script, uint32_t start, uint32_t end)
{
    if (b->head->token_count == NAME_TOKENS_MAX) {
        b->overflow = true;
        return NULL;
    }
    b->places[b->head->token_count] = (name_place){(uint16_t)start, (uint16_t)end};
    name_token *t = &b->tokens[b->head->token_count++];
    *t = (name_token){.first = b->head->symbol_count, .script = (uint8_t)script};
    return t;
}

static void add_symbols(builder *b, name_token *t, const symbol *s, size_t count)
{
    if (b->head->symbol_count + count > FOLD_SYMBOLS_MAX || t->count + count > TOKEN_SYMBOLS_MAX) {
        b->overflow = true;
        return;
    }
    memcpy(b->symbols + b->head->symbol_count, s, count * sizeof *s);
    b->head->symbol_count = (uint16_t)(b->head->symbol_count + count);
    t->count = (uint8_t)(t->count + count);
}

/* A Slavic patronymic says little beside a given and a family name: it is made of a common given name. */
static bool is_patronymic(const symbol *s, size_t count)
{
    static const char *const endings[] = {"ovich", "evich", "ovych", "evych", "yovych", "ovitch", "evitch", "avich",
                                          "ovna",  "evna",  "ivna",  "yivna", "ichna",  "auna",   "euna"};
    for (size_t e = 0; e < sizeof endings / sizeof *endings; e++) {
        size_t n = strlen(endings[e]), same = 0;
        while (count > n + 2 && same < n && s[count - n + same] == (symbol)endings[e][same])
            same++;
        if (same == n)
            return true;
    }
    return false;
}

/* Only where it stands beside at least two other words: alone such a word is a family name (Abramovich). */
static void weigh_patronymics(builder *b)
{
    if (b->kind != NAME_PERSON || b->head->token_count < 3)
        return;
    for (size_t i = 0; i < b->head->token_count; i++) {
        name_token *t = &b->tokens[i];
        if (t->script != SCRIPT_LATIN || t->weight <= WEIGHT_PATRONYMIC || !is_patronymic(b->symbols + t->first, t->count))
            continue;
        b->head->weight -= t->weight - (uint32_t)WEIGHT_PATRONYMIC;
        t->weight = WEIGHT_PATRONYMIC;
    }
}

static void finish_token(builder *b, name_token *t, unsigned role, uint16_t class_id)
{
    uint32_t weight = role_weight(role, plain_weight(b->symbols + t->first, t->count, (script_id)t->script));
    t->roles = (uint8_t)role;
    t->class_id = class_id;
    t->weight = (uint16_t)weight;
    b->head->weight += weight;
}

static bool is_digit(symbol s)
{
    return s >= '0' && s <= '9';
}

static size_t digits_at(const symbol *s, size_t count)
{
    size_t n = 0;
    while (n < count && is_digit(s[n]))
        n++;
    return n;
}

static void add_number(builder *b, const folded_word *w, const symbol *digits, size_t count)
{
    uint8_t role;
    uint16_t class_id = 0;
    while (count > 1 && digits[0] == '0') { /* 007 is 7 */
        digits++;
        count--;
    }
    name_token *t = add_token(b, SCRIPT_LATIN, w->start, w->end);
    if (!t)
        return;
    add_symbols(b, t, digits, count);
    (void)table_find_word(digits, count, ROLE_NUMBER, &role, &class_id, NULL);
    finish_token(b, t, ROLE_NUMBER, class_id);
}

/* The script of some symbols of a word: that of its letters, where digits beside them have made it Latin. */
static script_id script_of(const folded_word *w, const symbol *s, size_t count)
{
    script_id script = SCRIPT_NONE;
    for (size_t i = 0; i < count && w->script == SCRIPT_LATIN; i++) {
        if (s[i] >= 'a' && s[i] <= 'z')
            return SCRIPT_LATIN;
        if (script == SCRIPT_NONE && !is_digit(s[i]))
            script = (script_id)table_char_of(s[i])->script;
    }
    return script == SCRIPT_NONE ? (script_id)w->script : script;
}

/* An ordinary word. Digits at its ends are numbers of their own (KUMUNSAN3); inside it they may be misread letters (N0VATEK). */
static void add_word(builder *b, const folded_word *w, const symbol *s)
{
    size_t before = digits_at(s, w->count), count = w->count, after = 0;
    while (before < count && after < count && is_digit(s[count - 1 - after]))
        after++;
    if (before)
        add_number(b, w, s, before);
    if (before < count) {
        script_id script = script_of(w, s + before, count - before - after);
        name_token *t = add_token(b, script, w->start, w->end);
        if (!t)
            return;
        add_symbols(b, t, s + before, count - before - after);
        bool initial = t->count == 1 && script == SCRIPT_LATIN;
        finish_token(b, t, initial ? ROLE_INITIAL : 0, 0);
    }
    if (after)
        add_number(b, w, s + count - after, after);
}

/* Bytes from the first to the last of some words, which a family name's comma may have put into another order. */
static name_token *add_token_over(builder *b, const folded_word *words, size_t count)
{
    uint32_t start = words[0].start, end = words[0].end;
    for (size_t i = 1; i < count; i++) {
        start = words[i].start < start ? words[i].start : start;
        end = words[i].end > end ? words[i].end : end;
    }
    return add_token(b, (script_id)words[0].script, start, end);
}

static void add_phrase(builder *b, const folded_text *f, size_t i, const name_phrase *found)
{
    name_token *t = add_token_over(b, &f->words[i], found->words);
    if (!t)
        return;
    for (size_t n = 0; n < found->words; n++) {
        const folded_word *w = &f->words[i + n];
        add_symbols(b, t, f->symbols + w->first, n + 1 == found->words ? (size_t)(w->count - found->rest) : w->count);
    }
    finish_token(b, t, found->guessed ? 0 : found->role, found->class_id);
}

/* Letters that stand alone one after another are one word spelled out (N. P. K., S P E R B A N K); a person may have two initials. */
static size_t count_single_letters(const folded_text *f, size_t i)
{
    size_t n = 0;
    while (i + n < f->word_count && f->words[i + n].count == 1 && f->words[i + n].script == SCRIPT_LATIN &&
           !is_digit(f->symbols[f->words[i + n].first]))
        n++;
    return n;
}

static void add_spelled_out(builder *b, const folded_text *f, size_t i, size_t words)
{
    name_token *t = add_token_over(b, &f->words[i], words);
    if (!t)
        return;
    for (size_t n = 0; n < words; n++)
        add_symbols(b, t, f->symbols + f->words[i + n].first, 1);
    finish_token(b, t, 0, 0);
}

/* The end of a word that a legal form was written on to (COMPANYSIGNATEK). */
static void add_rest(builder *b, const folded_text *f, const folded_word *w, size_t count)
{
    folded_word rest = *w;
    rest.first = (uint16_t)(w->first + w->count - count);
    rest.count = (uint16_t)count;
    add_word(b, &rest, f->symbols + rest.first);
}

static void add_words(builder *b, const folded_text *f)
{
    for (size_t i = 0; i < f->word_count && !b->overflow;) {
        name_phrase found = phrase_at(f, i, allowed_roles(b->kind));
        if (found.words) {
            add_phrase(b, f, i, &found);
            i += found.words;
            if (found.rest)
                add_rest(b, f, &f->words[i - 1], found.rest);
            continue;
        }
        size_t words = count_single_letters(f, i);
        if (words >= (b->kind == NAME_PERSON ? 3 : 2)) {
            add_spelled_out(b, f, i, words);
            i += words;
        } else {
            add_word(b, &f->words[i], f->symbols + f->words[i].first);
            i++;
        }
    }
}

/* The one comma of a person's name, or published.len: "FAMILY, Given". */
static size_t find_family_comma(slice published, size_t *comma_size)
{
    size_t found = published.len;
    for (slice rest = published; rest.len;) {
        size_t at = published.len - rest.len;
        uint32_t cp = utf8_next(&rest);
        if (cp != ',' && cp != 0xFF0C && cp != 0x060C)
            continue;
        if (found != published.len)
            return published.len;
        found = at;
        *comma_size = published.len - rest.len - at;
    }
    return found;
}

/* Moves the words after the comma before those in front of it. */
static void put_given_names_first(folded_text *f, folded_text *spare, uint32_t comma)
{
    size_t family = 0;
    while (family < f->word_count && f->words[family].start < comma)
        family++;
    memcpy(spare->words, f->words, family * sizeof *f->words);
    memmove(f->words, f->words + family, (f->word_count - family) * sizeof *f->words);
    memcpy(f->words + (f->word_count - family), spare->words, family * sizeof *f->words);
}

static size_t bare_size(const name_head *head)
{
    return (sizeof *head + head->token_count * sizeof(name_token) + head->symbol_count * sizeof(symbol) + 3) / 4 * 4;
}

static void write_flat(builder *b)
{
    name_head *head = b->head;
    size_t at = sizeof *head + head->token_count * sizeof(name_token);
    memcpy((char *)b->scratch->bytes + at, b->symbols, head->symbol_count * sizeof(symbol));
    size_t size = bare_size(head), places = head->token_count * sizeof(name_place);
    memset((char *)b->scratch->bytes + at + head->symbol_count * sizeof(symbol), 0, size - at - head->symbol_count * sizeof(symbol));
    memcpy((char *)b->scratch->bytes + size, b->places, places);
    head->size = (uint16_t)(size + places);
}

typedef bool fold_function(slice utf8, folded_text *out);

static cordon_status prepare(slice published, fold_function *fold, name_kind kind, name_scratch *scratch, prepared_name *out,
                             cordon_error *error)
{
    if (published.len > NAME_BYTES_MAX || !fold(published, &scratch->folded))
        return error_set(error, CORDON_OVER_LIMIT, "name of %zu bytes (\"%.40s...\"): longer than the limit of %d", published.len,
                         published.ptr, NAME_BYTES_MAX);
    size_t comma_size = 1, comma = kind == NAME_PERSON ? find_family_comma(published, &comma_size) : published.len;
    if (comma != published.len)
        put_given_names_first(&scratch->folded, &scratch->part, (uint32_t)comma);
    builder b = {.scratch = scratch, .head = (name_head *)scratch->bytes, .kind = kind};
    b.tokens = (name_token *)(b.head + 1);
    *b.head = (name_head){.kind = (uint8_t)kind};
    add_words(&b, &scratch->folded);
    weigh_patronymics(&b);
    if (b.overflow)
        return error_set(error, CORDON_OVER_LIMIT, "name \"%.40s...\": more than %d words, or a word of more than %d letters",
                         published.ptr, NAME_TOKENS_MAX, TOKEN_SYMBOLS_MAX);
    write_flat(&b);
    bool good = name_view(scratch->bytes, b.head->size, out);
    assert(good);
    (void)good;
    return CORDON_OK;
}

cordon_status name_prepare(slice published, name_kind kind, name_scratch *scratch, prepared_name *out, cordon_error *error)
{
    return prepare(published, fold_text, kind, scratch, out, error);
}

cordon_status name_prepare_as_written(slice text, name_kind kind, name_scratch *scratch, prepared_name *out, cordon_error *error)
{
    return prepare(text, fold_text_as_written, kind, scratch, out, error);
}

static bool tokens_are_inside(const prepared_name *n)
{
    uint64_t weight = 0;
    for (size_t i = 0; i < n->head->token_count; i++) {
        const name_token *t = &n->tokens[i];
        if (t->count == 0 || t->count > TOKEN_SYMBOLS_MAX || t->first + t->count > n->head->symbol_count || t->script >= SCRIPT_COUNT ||
            (n->places && n->places[i].start > n->places[i].end))
            return false;
        weight += t->weight;
    }
    return weight == n->head->weight;
}

size_t name_bare_size(const prepared_name *name)
{
    return bare_size(name->head);
}

void name_copy_bare(const prepared_name *name, void *to)
{
    size_t size = name_bare_size(name);
    memcpy(to, name->head, size);
    ((name_head *)to)->size = (uint16_t)size;
}

bool name_view(const void *bytes, size_t size, prepared_name *out)
{
    if (size < sizeof(name_head) || (uintptr_t)bytes % 4 != 0)
        return false;
    const name_head *head = bytes;
    size_t tokens_end = sizeof *head + head->token_count * sizeof(name_token);
    if (head->size > size || head->token_count > NAME_TOKENS_MAX || head->symbol_count > FOLD_SYMBOLS_MAX ||
        tokens_end + head->symbol_count * sizeof(symbol) > head->size)
        return false;
    const char *base = bytes;
    *out = (prepared_name){head, (const name_token *)(base + sizeof *head), (const symbol *)(base + tokens_end), NULL};
    if (head->size == bare_size(head) + head->token_count * sizeof(name_place))
        out->places = (const name_place *)(base + bare_size(head));
    return tokens_are_inside(out);
}
