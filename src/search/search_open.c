#include "search/search_index.h"

static bool open_vocabulary(const snapshot *s, snapshot_section_id first, search_vocabulary *out, size_t names)
{
    slice entries = snapshot_bytes(s, first), symbols = snapshot_bytes(s, (snapshot_section_id)(first + 1));
    slice shared = snapshot_bytes(s, (snapshot_section_id)(first + 2)), postings = snapshot_bytes(s, (snapshot_section_id)(first + 3));
    slice letters = snapshot_bytes(s, (snapshot_section_id)(first + 4));
    *out = (search_vocabulary){(const void *)entries.ptr,      (const void *)symbols.ptr, (const void *)shared.ptr,
                               (const void *)postings.ptr,     (const void *)letters.ptr, entries.len / sizeof(search_entry),
                               postings.len / sizeof(uint32_t)};
    if (entries.len % sizeof(search_entry) || shared.len != out->entry_count || letters.len != out->entry_count * sizeof(uint32_t))
        return false;
    for (size_t i = 0; i < out->entry_count; i++) {
        const search_entry *e = &out->entries[i];
        if (e->count == 0 || e->count > COST_SYMBOLS_MAX || e->symbols > symbols.len / sizeof(symbol) ||
            e->count > symbols.len / sizeof(symbol) - e->symbols || e->posting > out->posting_count ||
            e->postings > out->posting_count - e->posting || e->script >= SCRIPT_COUNT || out->shared[i] > e->count ||
            (i == 0 ? out->shared[i] != 0 : out->shared[i] > e[-1].count))
            return false;
    }
    for (size_t i = 0; i < out->posting_count; i++)
        if (out->postings[i] >= names)
            return false;
    return true;
}

cordon_status search_open(const snapshot *s, search_index *out, cordon_error *error)
{
    slice classes = snapshot_bytes(s, SECTION_CLASSES);
    *out = (search_index){.classes = (const void *)classes.ptr,
                          .class_count = classes.len / sizeof(search_class),
                          .names = snapshot_name_count(s) ? snapshot_name_at(s, 0) : NULL,
                          .name_count = snapshot_name_count(s)};
    bool good = open_vocabulary(s, SECTION_SINGLE_ENTRIES, &out->single, out->name_count) &&
                open_vocabulary(s, SECTION_JOINED_ENTRIES, &out->joined, out->name_count);
    for (size_t i = 0; good && i < out->class_count; i++)
        good = out->classes[i].entry < out->single.entry_count;
    return good ? CORDON_OK
                : error_set(error, CORDON_BAD_SNAPSHOT, "damaged snapshot: its index points outside of its sections; compile it again");
}
