#include "search/search_joined.h"

#include <string.h>

/* ---------------------------------------------------------------- entries */

static bool find_names(const search_joined *j, uint32_t entry, const uint32_t **names, size_t *count)
{
    *names = NULL;
    *count = 1;
    if (!snapshot_may_read(j->snapshot, j->names, sizeof *j->names, j->count, entry, 1) ||
        !snapshot_may_read(j->snapshot, j->places, sizeof *j->places, j->count, entry, 1))
        return false;
    *names = &j->names[entry];
    if ((j->places[entry] & PLACE_SEVERAL) == 0)
        return true;
    size_t list = j->names[entry];
    if (!snapshot_may_read(j->snapshot, j->lists, sizeof *j->lists, j->list_size, list, 1))
        return false;
    *names = j->lists + list + 1;
    *count = j->lists[list];
    return *count > 0 && snapshot_may_read(j->snapshot, j->lists, sizeof *j->lists, j->list_size, list + 1, *count);
}

const uint32_t *joined_names(const search_joined *j, uint32_t entry, size_t *count)
{
    const uint32_t *names;
    if (!snapshot_noted(j->snapshot, find_names(j, entry, &names, count)))
        *count = 0;
    return names;
}

/* Writes the symbols of the tokens one behind the other: how many, or 0 when they are no tokens of the name. */
static size_t join_tokens(const prepared_name *name, uint16_t place, symbol room[COST_SYMBOLS_MAX])
{
    size_t first = place & ((1U << PLACE_TOKENS) - 1), tokens = place >> PLACE_TOKENS & PLACE_TOKENS_MAX, n = name->head->token_count;
    size_t count = 0;
    if (first >= n || tokens > n)
        return 0;
    for (size_t i = 0; i < tokens; i++) {
        const name_token *t = &name->tokens[first + i < n ? first + i : first + i - n];
        if (t->count > COST_SYMBOLS_MAX - count)
            return 0;
        memcpy(room + count, name->symbols + t->first, t->count * sizeof *room);
        count += t->count;
    }
    return count;
}

const symbol *joined_text(const search_joined *j, uint32_t entry, symbol room[COST_SYMBOLS_MAX], size_t *count)
{
    const uint32_t *names;
    *count = 0;
    if (!snapshot_noted(j->snapshot, find_names(j, entry, &names, count) && names[0] < snapshot_name_count(j->snapshot)))
        return NULL;
    prepared_name name = snapshot_prepared(j->snapshot, snapshot_name_at(j->snapshot, names[0]));
    *count = join_tokens(&name, j->places[entry], room);
    return snapshot_noted(j->snapshot, *count > 0) ? room : NULL;
}

/* ---------------------------------------------------------------- opening */

bool joined_open(const snapshot *s, search_joined *out)
{
    slice names = snapshot_bytes(s, SECTION_JOINED_NAMES), places = snapshot_bytes(s, SECTION_JOINED_PLACES),
          lists = snapshot_bytes(s, SECTION_JOINED_LISTS);
    *out = (search_joined){.snapshot = s,
                           .names = (const void *)names.ptr,
                           .places = (const void *)places.ptr,
                           .count = names.len / sizeof *out->names,
                           .lists = (const void *)lists.ptr,
                           .list_size = lists.len / sizeof *out->lists};
    return names.len == out->count * sizeof *out->names && places.len == out->count * sizeof *out->places && out->count < JOINED_ENTRY;
}

/* ---------------------------------------------------------------- verifying */

bool joined_verify(const search_joined *j)
{
    for (uint32_t entry = 0; entry < j->count; entry++) {
        size_t count;
        const uint32_t *names = joined_names(j, entry, &count);
        for (size_t i = 0; i < count; i++)
            if (names[i] >= snapshot_name_count(j->snapshot) || (i && names[i] <= names[i - 1]))
                return false;
    }
    return true;
}
