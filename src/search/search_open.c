#include "search/search_index.h"
#include "search/search_starts.h"

size_t search_script_start(const search_vocabulary *v, unsigned script)
{
    size_t low = 0, high = v->entry_count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (v->entries[middle].script < script)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* First place of an entry with a doubled symbol. */
static size_t find_doubled(const search_vocabulary *v, const uint32_t *order, size_t count)
{
    size_t low = 0, high = count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        const search_entry *e = &v->entries[order[middle]];
        if (planes_length(v->symbols + e->symbols, e->count) < e->count)
            high = middle;
        else
            low = middle + 1;
    }
    return low;
}

/* The planes stand one script after the other, and so does the order. False when they are not as many as the entries ask for. */
static bool open_planes(slice planes, slice order, slice starts, search_vocabulary *v)
{
    const uint64_t *bits = (const void *)planes.ptr;
    const uint32_t *places = (const void *)order.ptr;
    const uint16_t *begin = (const void *)starts.ptr;
    size_t left = planes.len / sizeof *bits;
    if (order.len != v->entry_count * sizeof *places || starts.len != v->entry_count * sizeof *begin || planes.len % sizeof *bits)
        return false;
    for (size_t i = 0; i < v->entry_count; i++)
        if (places[i] >= v->entry_count || begin[i] >= START_CODES)
            return false;
    for (unsigned script = 0; script < SCRIPT_COUNT; script++) {
        size_t first = search_script_start(v, script), count = search_script_start(v, script + 1) - first;
        size_t words = plane_words(count), all = words * planes_of(script);
        if (all > left)
            return false;
        v->planes[script] = (search_planes){bits, places + first, begin + first, count, words, find_doubled(v, places + first, count)};
        bits += all;
        left -= all;
    }
    return left == 0;
}

static bool open_vocabulary(const snapshot *s, snapshot_section_id first, search_vocabulary *out, size_t names)
{
    slice entries = snapshot_bytes(s, first), symbols = snapshot_bytes(s, (snapshot_section_id)(first + 1));
    slice postings = snapshot_bytes(s, (snapshot_section_id)(first + 2)), planes = snapshot_bytes(s, (snapshot_section_id)(first + 3));
    slice order = snapshot_bytes(s, (snapshot_section_id)(first + 4)), starts = snapshot_bytes(s, (snapshot_section_id)(first + 5));
    *out = (search_vocabulary){.entries = (const void *)entries.ptr,
                               .symbols = (const void *)symbols.ptr,
                               .postings = (const void *)postings.ptr,
                               .entry_count = entries.len / sizeof(search_entry),
                               .posting_count = postings.len / sizeof(uint32_t)};
    if (entries.len % sizeof(search_entry))
        return false;
    for (size_t i = 0; i < out->entry_count; i++) {
        const search_entry *e = &out->entries[i];
        if (e->count == 0 || e->count > COST_SYMBOLS_MAX || e->symbols > symbols.len / sizeof(symbol) ||
            e->count > symbols.len / sizeof(symbol) - e->symbols || e->posting > out->posting_count ||
            e->postings > out->posting_count - e->posting || e->script >= SCRIPT_COUNT || (i && e->script < e[-1].script))
            return false;
    }
    if (!open_planes(planes, order, starts, out))
        return false;
    for (size_t i = 0; i < out->posting_count; i++)
        if (out->postings[i] >= names)
            return false;
    return true;
}

/* The index is read without further checks. */
static bool touch_all(const snapshot *s)
{
    slice names = snapshot_bytes(s, SECTION_NAMES);
    bool good = snapshot_touch(s, names.ptr, names.len);
    for (int id = SECTION_SINGLE_ENTRIES; good && id <= SECTION_CLASSES; id++) {
        slice bytes = snapshot_bytes(s, (snapshot_section_id)id);
        good = snapshot_touch(s, bytes.ptr, bytes.len);
    }
    return good;
}

cordon_status search_open(const snapshot *s, search_index *out, cordon_error *error)
{
    slice classes = snapshot_bytes(s, SECTION_CLASSES);
    if (!touch_all(s))
        return snapshot_check(s, error);
    *out = (search_index){.classes = (const void *)classes.ptr,
                          .class_count = classes.len / sizeof(search_class),
                          .names = (const void *)snapshot_bytes(s, SECTION_NAMES).ptr,
                          .name_count = snapshot_name_count(s)};
    bool good = open_vocabulary(s, SECTION_SINGLE_ENTRIES, &out->single, out->name_count) &&
                open_vocabulary(s, SECTION_JOINED_ENTRIES, &out->joined, out->name_count);
    for (size_t i = 0; good && i < out->class_count; i++)
        good = out->classes[i].entry < out->single.entry_count;
    return good ? CORDON_OK
                : error_set(error, CORDON_BAD_SNAPSHOT, "damaged snapshot: its index points outside of its sections; compile it again");
}
