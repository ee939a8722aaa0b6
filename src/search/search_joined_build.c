/* Building what search_joined.h describes. */
#include "base/base_sort.h"
#include "search/search_joined.h"

#include <stdlib.h>
#include <string.h>

/* One text that one name makes, before sorting. */
typedef struct joining {
    uint64_t beginning; /* trie_key */
    uint32_t letters;   /* in the pool */
    uint32_t name;
    uint16_t place;
    uint8_t count;
} joining;

struct joined_builder {
    ARRAY(uint8_t) pool; /* table_letter each */
    ARRAY(joining) found;
};

joined_builder *joined_builder_new(void)
{
    return calloc(1, sizeof(joined_builder));
}

void joined_builder_free(joined_builder *b)
{
    if (!b)
        return;
    ARRAY_FREE(&b->pool);
    ARRAY_FREE(&b->found);
    free(b);
}

/* ---------------------------------------------------------------- collecting */

bool joined_takes(const prepared_name *name, size_t first, size_t count)
{
    size_t n = name->head->token_count;
    for (size_t i = 0; i < count; i++) {
        const name_token *t = &name->tokens[(first + i) % n];
        if (t->script != SCRIPT_LATIN)
            return false;
        for (size_t k = 0; k < t->count; k++)
            if (table_letter(name->symbols[t->first + k]) < 0)
                return false;
    }
    return true;
}

bool joined_add(joined_builder *b, const prepared_name *name, uint32_t id, size_t first, size_t count)
{
    size_t n = name->head->token_count, length = 0;
    for (size_t i = 0; i < count; i++)
        length += name->tokens[(first + i) % n].count;
    joining *to = ARRAY_RESERVE(&b->pool, b->pool.count + length) ? ARRAY_ADD(&b->found) : NULL;
    if (!to)
        return false;
    uint8_t *letters = b->pool.at + b->pool.count;
    for (size_t i = 0, at = 0; i < count; i++) {
        const name_token *t = &name->tokens[(first + i) % n];
        for (size_t k = 0; k < t->count; k++)
            letters[at++] = (uint8_t)table_letter(name->symbols[t->first + k]);
    }
    *to = (joining){.beginning = trie_key(letters, length, false),
                    .letters = (uint32_t)b->pool.count,
                    .name = id,
                    .place = (uint16_t)(first | count << PLACE_TOKENS),
                    .count = (uint8_t)length};
    b->pool.count += length;
    return true;
}

/* ---------------------------------------------------------------- sorting */

static int compare_texts(const joined_builder *b, const joining *x, const joining *y)
{
    if (x->beginning != y->beginning)
        return x->beginning < y->beginning ? -1 : 1;
    return trie_compare_rest(b->pool.at + x->letters, x->count, b->pool.at + y->letters, y->count, false);
}

static int compare_joinings(const void *a, const void *b, void *builder)
{
    const joining *x = a, *y = b;
    int order = compare_texts(builder, x, y);
    if (order == 0)
        order = (x->name > y->name) - (x->name < y->name);
    return order ? order : (x->place > y->place) - (x->place < y->place);
}

/* ---------------------------------------------------------------- entries */

typedef struct joined_writer {
    const joined_builder *from;
    snapshot_builder *to;
    uint32_t list_size;
    ARRAY(trie_entry) entries;
    ARRAY(uint32_t) names; /* of the entry that is being written, behind their number */
} joined_writer;

/* The names of the joinings [first, end), each once. */
static bool list_names(joined_writer *w, size_t first, size_t end)
{
    const joining *all = w->from->found.at;
    if (!ARRAY_RESERVE(&w->names, end - first + 1))
        return false;
    w->names.count = 1;
    for (size_t i = first; i < end; i++)
        if (i == first || all[i].name != all[i - 1].name)
            w->names.at[w->names.count++] = all[i].name;
    w->names.at[0] = (uint32_t)(w->names.count - 1);
    return true;
}

/* The joinings [first, end) have one text. */
static bool write_entry(joined_writer *w, size_t first, size_t end)
{
    const joining *j = &w->from->found.at[first];
    uint32_t word = (uint32_t)w->entries.count;
    trie_entry *entry = ARRAY_ADD(&w->entries);
    if (!entry || !list_names(w, first, end))
        return false;
    *entry = (trie_entry){.letters = j->letters, .word = word, .count = j->count};
    uint32_t name = w->names.at[1];
    uint16_t place = j->place;
    if (w->names.count > 2) {
        name = w->list_size;
        place |= PLACE_SEVERAL;
        w->list_size += (uint32_t)w->names.count;
        if (!snapshot_add_bytes(w->to, SECTION_JOINED_LISTS, w->names.at, w->names.count * sizeof *w->names.at))
            return false;
    }
    return snapshot_add_bytes(w->to, SECTION_JOINED_NAMES, &name, sizeof name) &&
           snapshot_add_bytes(w->to, SECTION_JOINED_PLACES, &place, sizeof place);
}

static bool write_entries(joined_writer *w)
{
    const joining *all = w->from->found.at;
    for (size_t first = 0, end; first < w->from->found.count; first = end) {
        for (end = first + 1; end < w->from->found.count && compare_texts(w->from, &all[first], &all[end]) == 0; end++)
            ;
        if (!write_entry(w, first, end))
            return false;
    }
    return true;
}

bool joined_write(joined_builder *b, snapshot_builder *to)
{
    static const trie_sections sections = JOINED_TRIE_SECTIONS;
    joined_writer w = {.from = b, .to = to};
    if (b->found.count == 0)
        return true;
    bool good = sort_elements(b->found.at, b->found.count, sizeof *b->found.at, compare_joinings, b, 0) && write_entries(&w) &&
                trie_build(to, sections, w.entries.at, w.entries.count, b->pool.at);
    ARRAY_FREE(&w.entries);
    ARRAY_FREE(&w.names);
    return good;
}
