#include "name/name_derive.h"

#include <string.h>

static bool is_little_word(const symbol *s, size_t count)
{
    static const char *const words[] = {"of",  "and", "the", "for", "in", "to", "on",   "de", "del", "la",  "el",
                                        "los", "las", "y",   "e",   "do", "da", "dos",  "di", "du",  "des", "et",
                                        "und", "der", "i",   "v",   "po", "na", "dlya", "al", "ve",  "wa"};
    for (size_t w = 0; w < sizeof words / sizeof *words; w++) {
        size_t n = 0;
        while (n < count && words[w][n] && s[n] == (symbol)(unsigned char)words[w][n])
            n++;
        if (n == count && !words[w][n])
            return true;
    }
    return false;
}

/* Whether the word lies in a legal form of the prepared name. */
static bool is_in_form(const prepared_name *name, const folded_word *w)
{
    for (size_t i = 0; i < name->head->token_count; i++) {
        const name_place *place = &name->places[i];
        if ((name->tokens[i].roles & ROLE_FORM) && w->start >= place->start && w->end <= place->end)
            return true;
    }
    return false;
}

/* First letters of the words; *forms counts those that belong to legal forms at the end. 0 when it makes no acronym. */
static size_t collect_letters(const prepared_name *name, const folded_text *f, symbol *letters, size_t *forms)
{
    size_t count = 0;
    *forms = 0;
    for (size_t i = 0; i < f->word_count; i++) {
        const folded_word *w = &f->words[i];
        const symbol *s = f->symbols + w->first;
        if (w->script != SCRIPT_LATIN || s[0] < 'a' || s[0] > 'z' || count > ACRONYM_LETTERS_MAX)
            return 0;
        bool form = is_in_form(name, w);
        if (is_little_word(s, w->count) || (form && count == 0))
            continue;
        if (*forms && !form)
            return 0; /* a form inside the name: its letters are not known to count */
        *forms += form;
        letters[count++] = s[0];
    }
    return count;
}

static bool make_acronym(const symbol *letters, size_t count, derived_name *out)
{
    if (count < ACRONYM_LETTERS_MIN || count > ACRONYM_LETTERS_MAX)
        return false;
    memset(out, 0, sizeof *out);
    name_head *head = (name_head *)out->bytes;
    name_token *token = (name_token *)(head + 1);
    uint32_t weight = table_letters_weight(letters, count);
    *token = (name_token){.count = (uint8_t)count, .script = SCRIPT_LATIN, .weight = (uint16_t)weight};
    size_t size = sizeof *head + sizeof *token + count * sizeof *letters;
    *head = (name_head){(uint16_t)((size + 3) / 4 * 4), (uint16_t)count, 1, NAME_ORGANIZATION, ACRONYM_PRIOR, weight};
    memcpy(token + 1, letters, count * sizeof *letters);
    return true;
}

size_t name_acronyms(const prepared_name *name, const name_scratch *scratch, derived_name out[DERIVED_MAX])
{
    symbol letters[ACRONYM_LETTERS_MAX + 2];
    size_t forms, made = 0;
    if (name->head->kind != NAME_ORGANIZATION)
        return 0;
    size_t count = collect_letters(name, &scratch->folded, letters, &forms);
    made += make_acronym(letters, count - forms, &out[made]);
    if (forms == 1)
        made += make_acronym(letters, count, &out[made]);
    return made;
}
