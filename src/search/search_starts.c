#include "search/search_starts.h"

#include <stdlib.h>
#include <string.h>

start_code start_of(const symbol *symbols, size_t count)
{
    unsigned code = 0;
    if (count <= START_LETTERS)
        return START_ANY;
    for (size_t i = 0; i < START_LETTERS; i++) {
        int letter = table_letter(symbols[i]);
        if (letter < 0)
            return START_ANY;
        code = code * LATIN_LETTERS + (unsigned)letter;
    }
    return (start_code)(code + 1);
}

static unsigned pair_of(start_code code)
{
    return (code - 1U) / LATIN_LETTERS;
}

static void set_bit(uint64_t *set, size_t place)
{
    set[place / 64] |= UINT64_C(1) << (place % 64);
}

/* ---------------------------------------------------------------- listing */

static start_group *group_with_room(start_list *list, bool of_pairs)
{
    size_t count = of_pairs ? list->pairs.count : list->triples.count;
    start_group *last = count ? &(of_pairs ? list->pairs.at : list->triples.at)[count - 1] : NULL;
    if (last && last->words.count < LANES)
        return last;
    last = of_pairs ? ARRAY_ADD(&list->pairs) : ARRAY_ADD(&list->triples);
    if (last) {
        last->words.longest = LANE_LETTERS_MAX;
        lanes_clear(&last->words);
    }
    return last;
}

/* text: the letters as a number of LATIN_LETTERS digits. */
static bool add_start(start_list *list, bool of_pairs, unsigned text, uint16_t code)
{
    symbol symbols[START_LETTERS];
    size_t letters = of_pairs ? START_LETTERS - 1 : START_LETTERS;
    start_group *group = group_with_room(list, of_pairs);
    if (!group)
        return false;
    for (size_t i = letters; i-- > 0; text /= LATIN_LETTERS) {
        unsigned letter = text % LATIN_LETTERS;
        symbols[i] = (symbol)(letter < 26 ? 'a' + letter : '0' + letter - 26);
    }
    group->codes[group->words.count] = code;
    return lanes_add(&group->words, symbols, letters);
}

bool starts_list(const start_code *codes, size_t count, start_list *out)
{
    uint64_t present[(START_CODES + 63) / 64] = {0};
    unsigned last_pair = START_PAIRS;
    bool good = true;
    for (size_t i = 0; i < count; i++)
        set_bit(present, codes[i]);
    for (unsigned code = START_ANY + 1; good && code < START_CODES; code++) {
        unsigned pair = pair_of((start_code)code);
        if (!start_in(present, code))
            continue;
        good = (pair == last_pair || add_start(out, true, pair, (uint16_t)pair)) && add_start(out, false, code - 1, (uint16_t)code);
        last_pair = pair;
    }
    return good;
}

void starts_free(start_list *list)
{
    ARRAY_FREE(&list->pairs);
    ARRAY_FREE(&list->triples);
}

/* ---------------------------------------------------------------- filtering */

static void cost_group(lane_scratch *lanes, const start_group *group, uint64_t *leads_on)
{
    for (uint32_t rest = lanes_lead_on(lanes, &group->words); rest; rest &= rest - 1)
        set_bit(leads_on, group->codes[__builtin_ctz(rest)]);
}

void starts_filter_pairs(lane_scratch *lanes, const start_list *list, start_filter *out)
{
    memset(out->pairs, 0, sizeof out->pairs);
    for (size_t i = 0; i < list->pairs.count; i++)
        cost_group(lanes, &list->pairs.at[i], out->pairs);
}

/* Whether a pair of the group, or one between them, leads on. */
static bool some_pair_leads_on(const start_group *group, const start_filter *f)
{
    unsigned last = pair_of(group->codes[group->words.count - 1]);
    for (unsigned pair = pair_of(group->codes[0]); pair <= last; pair++)
        if (start_in(f->pairs, pair))
            return true;
    return false;
}

void starts_filter_triples(lane_scratch *lanes, const start_list *list, start_filter *out)
{
    memset(out->triples, 0, sizeof out->triples);
    for (size_t i = 0; i < list->triples.count; i++)
        if (some_pair_leads_on(&list->triples.at[i], out))
            cost_group(lanes, &list->triples.at[i], out->triples);
}
