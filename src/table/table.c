#include "table/table.h"
#include "table/table_arrays.h"

#include <string.h>

const char *table_script_name(script_id script)
{
    static const char names[SCRIPT_COUNT][12] = {"none", "latin",    "cyrillic", "greek",    "arabic", "hebrew", "devanagari", "bengali",
                                                 "thai", "armenian", "georgian", "ethiopic", "hangul", "kana",   "han",        "other"};
    return names[script < SCRIPT_COUNT ? script : SCRIPT_OTHER];
}

const table_char *table_char_of(uint32_t cp)
{
    static const table_char unknown = {CHAR_OTHER, SCRIPT_NONE, 0, 0, 0};
    static const table_char tag = {CHAR_IGNORE, SCRIPT_NONE, 0, 0, 0};
    if (cp >= 0x40000)
        return cp >= 0xE0000 && cp < 0xE01F0 ? &tag : &unknown;
    return &table_chars[table_char_index[(size_t)table_char_page[cp >> 7] << 7 | (cp & 127)]];
}

/* The first rule that ends with this symbol or a later one. */
static uint32_t rules_start(symbol last)
{
    return table_rule_start[(size_t)table_rule_start_page[last >> 7] << 7 | (last & 127)];
}

const table_rule *table_rules_ending(symbol last, size_t *count)
{
    uint32_t first = rules_start(last), end = first;
    if (last < UINT16_MAX)
        end = rules_start((symbol)(last + 1));
    *count = end - first;
    return table_rules + first;
}

const table_context *table_context_behind(uint16_t *state, int letter, bool at_end)
{
    *state = table_context_states[*state].after[letter];
    return &table_contexts[table_context_states[*state].context[at_end]];
}

bool table_goes_on(symbol s)
{
    return table_rule_inner[(size_t)table_rule_inner_page[s >> 7] << 7 | (s & 127)];
}

static int compare_units(const symbol *a, size_t a_length, const symbol *b, size_t b_length)
{
    for (size_t i = 0; i < a_length && i < b_length; i++)
        if (a[i] != b[i])
            return a[i] < b[i] ? -1 : 1;
    return (a_length > b_length) - (a_length < b_length);
}

static bool find_in(const table_word *words, size_t count, const uint16_t *units, const symbol *phrase, size_t length, unsigned allowed,
                    uint8_t *role, uint16_t *class_id, bool *prefix)
{
    size_t low = 0, high = count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (compare_units(units + words[middle].units, words[middle].length, phrase, length) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    bool found = false;
    if (prefix)
        *prefix = false;
    for (; low < count; low++) {
        const table_word *w = &words[low];
        if (w->length < length || memcmp(units + w->units, phrase, length * sizeof *phrase) != 0)
            break;
        if (w->length > length) {
            if (prefix)
                *prefix = true;
            break;
        }
        if (!found && (w->role & allowed)) {
            *role = w->role;
            *class_id = w->class_id;
            found = true;
        }
    }
    return found;
}

bool table_find_word(const symbol *phrase, size_t length, unsigned allowed, uint8_t *role, uint16_t *class_id, bool *prefix)
{
    return find_in(table_words, table_word_count, table_word_units, phrase, length, allowed, role, class_id, prefix);
}

bool table_find_squashed(const symbol *letters, size_t length, unsigned allowed, uint8_t *role, uint16_t *class_id, bool *prefix)
{
    return find_in(table_squashed, table_squashed_count, table_squashed_units, letters, length, allowed, role, class_id, prefix);
}

weak_word table_weak_word(const symbol *phrase, size_t length, bool *prefix)
{
    uint8_t found = WEAK_WORD_NONE;
    uint16_t class_id;
    (void)find_in(table_weak_words, table_weak_word_count, table_weak_units, phrase, length, UINT8_MAX, &found, &class_id, prefix);
    return (weak_word)found;
}

bool table_is_address_word(const symbol *word, size_t length)
{
    uint8_t role;
    uint16_t class_id;
    return find_in(table_address_words, table_address_word_count, table_address_units, word, length, UINT8_MAX, &role, &class_id, NULL);
}

static const table_name *find_name(const symbol *word, size_t length)
{
    size_t low = 0, high = table_name_count;
    while (low < high) {
        const table_name *middle = &table_names[low + (high - low) / 2];
        int order = compare_units(table_name_units + middle->units, middle->length, word, length);
        if (order == 0)
            return middle;
        if (order < 0)
            low = (size_t)(middle - table_names) + 1;
        else
            high = (size_t)(middle - table_names);
    }
    return NULL;
}

size_t table_read_name(const symbol *word, size_t length, slice out[NAME_READINGS_MAX])
{
    const table_name *found = find_name(word, length);
    if (!found)
        return 0;
    slice rest = {table_name_letters + found->letters, found->letter_count};
    size_t count = 0;
    while (rest.len && count < NAME_READINGS_MAX) {
        size_t end = 0;
        while (end < rest.len && rest.ptr[end] != ' ')
            end++;
        out[count++] = slice_first(rest, end);
        rest = slice_skip(rest, end + 1);
    }
    return count;
}

const char *table_class_name(uint16_t class_id)
{
    return class_id < table_class_count ? table_class_names[class_id] : "";
}

static int compare_token(const char *token, const symbol *symbols, size_t length)
{
    for (size_t i = 0; i < length; i++)
        if ((unsigned char)token[i] != symbols[i])
            return (unsigned char)token[i] < symbols[i] ? -1 : 1;
    return token[length] != '\0';
}

static bool find_token(const symbol *token, size_t length, uint32_t *weight)
{
    size_t low = 0, high = table_token_weights_count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        int order = compare_token(table_token_weights[middle].token, token, length);
        if (order == 0) {
            *weight = table_token_weights[middle].weight;
            return true;
        }
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return false;
}

/* Letters that a token table never saw together are rare together: the sum of their surprises, damped because letters of
   one name depend on each other further than one step back. */
static uint32_t letter_model_weight(const symbol *token, size_t length)
{
    uint32_t bits = 0;
    size_t before = 26;
    for (size_t i = 0; i < length; i++) {
        size_t now = token[i] >= 'a' && token[i] <= 'z' ? (size_t)(token[i] - 'a') : 26;
        bits += now == 26 ? 330 : table_letter_bits[before][now];
        before = now;
    }
    return 250 + bits * 8 / 10;
}

bool table_knows_token(const symbol *token, size_t length)
{
    uint32_t weight;
    return find_token(token, length, &weight);
}

uint32_t table_latin_weight(const symbol *token, size_t length)
{
    uint32_t weight;
    if (find_token(token, length, &weight))
        return weight;
    weight = letter_model_weight(token, length);
    return weight < WEIGHT_MAX ? weight : WEIGHT_MAX;
}

uint32_t table_letters_weight(const symbol *token, size_t length)
{
    uint32_t weight = letter_model_weight(token, length);
    return weight < WEIGHT_MAX ? weight : WEIGHT_MAX;
}

uint32_t table_joined_weight(const symbol *token, size_t length)
{
    uint32_t weight;
    return find_token(token, length, &weight) ? weight : letter_model_weight(token, length);
}

static const table_pair *find_pair(const table_pair *pairs, size_t count, slice key)
{
    size_t low = 0, high = count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        int order = slice_compare(slice_of(pairs[middle].key), key);
        if (order == 0)
            return &pairs[middle];
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}

slice table_country(slice name)
{
    const table_pair *found = find_pair(table_countries, table_countries_count, name);
    if (found)
        return slice_of(found->value);
    for (size_t i = 0; name.len == 2 && i < table_countries_count; i++) /* every code has two letters */
        if (memcmp(table_countries[i].value, name.ptr, 2) == 0)
            return slice_of(table_countries[i].value);
    return SLICE("");
}

slice table_currency(slice ticker)
{
    const table_pair *found = find_pair(table_currencies, table_currencies_count, ticker);
    return found ? slice_of(found->value) : SLICE("");
}

slice table_digest(void)
{
    return slice_of(table_digest_text);
}
