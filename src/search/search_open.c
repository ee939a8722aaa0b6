#include "search/search_index.h"

const search_sections search_single_sections = {SECTION_SINGLE_ENTRIES,
                                                SECTION_SINGLE_SYMBOLS,
                                                SECTION_SINGLE_POSTINGS,
                                                {SECTION_SINGLE_FORWARD, SECTION_SINGLE_BACKWARD, SECTION_SINGLE_OTHERS}};
const search_sections search_joined_sections = {SECTION_JOINED_ENTRIES,
                                                SECTION_JOINED_SYMBOLS,
                                                SECTION_JOINED_POSTINGS,
                                                {SECTION_JOINED_FORWARD, SECTION_JOINED_BACKWARD, SECTION_JOINED_OTHERS}};

int compare_symbols(const symbol *a, size_t a_count, const symbol *b, size_t b_count)
{
    size_t n = 0;
    while (n < a_count && n < b_count && a[n] == b[n])
        n++;
    if (n < a_count && n < b_count)
        return a[n] < b[n] ? -1 : 1;
    return (a_count > b_count) - (a_count < b_count);
}

size_t search_script_start(const search_vocabulary *v, unsigned script)
{
    size_t low = 0, high = v->entry_count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (entry_script(&v->entries[middle]) < script)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static bool are_entries(const search_vocabulary *v, size_t symbols)
{
    for (size_t i = 0; i < v->entry_count; i++) {
        const search_entry *e = &v->entries[i];
        if (e->count == 0 || e->count > COST_SYMBOLS_MAX || e->symbols > symbols || e->count > symbols - e->symbols ||
            e->posting > v->posting_count || e->postings > v->posting_count - e->posting || entry_script(e) >= SCRIPT_COUNT ||
            (i && entry_script(e) < entry_script(e - 1)))
            return false;
    }
    return true;
}

static bool open_vocabulary(const snapshot *s, search_sections from, search_vocabulary *out, size_t names)
{
    slice entries = snapshot_bytes(s, from.entries), symbols = snapshot_bytes(s, from.symbols), postings = snapshot_bytes(s, from.postings);
    *out = (search_vocabulary){.entries = (const void *)entries.ptr,
                               .symbols = (const void *)symbols.ptr,
                               .postings = (const void *)postings.ptr,
                               .entry_count = entries.len / sizeof(search_entry),
                               .posting_count = postings.len / sizeof(uint32_t)};
    if (entries.len % sizeof(search_entry) || !are_entries(out, symbols.len / sizeof(symbol)) ||
        !trie_open(s, from.trie, out->entry_count, &out->trie))
        return false;
    for (size_t i = 0; i < out->posting_count; i++)
        if (out->postings[i] >= names)
            return false;
    return true;
}

static bool open_words(const snapshot *s, search_index *out)
{
    slice words = snapshot_bytes(s, SECTION_WORDS), starts = snapshot_bytes(s, SECTION_WORD_STARTS);
    out->words = (const void *)words.ptr;
    out->word_starts = (const void *)starts.ptr;
    if (starts.len != (out->name_count + 1) * sizeof *out->word_starts)
        return false;
    for (size_t i = 0; i < out->name_count; i++)
        if (out->word_starts[i] >= out->word_starts[i + 1] || out->word_starts[i + 1] - out->word_starts[i] > NAME_TOKENS_MAX)
            return false;
    return words.len == out->word_starts[out->name_count] * sizeof *out->words;
}

/* The index is read without further checks. */
static bool touch_all(const snapshot *s)
{
    slice names = snapshot_bytes(s, SECTION_NAMES);
    bool good = snapshot_touch(s, names.ptr, names.len);
    for (int id = SECTION_SINGLE_ENTRIES; good && id < SECTION_CHECKSUMS; id++) {
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
    bool good = open_vocabulary(s, search_single_sections, &out->single, out->name_count) &&
                open_vocabulary(s, search_joined_sections, &out->joined, out->name_count);
    good = good && open_words(s, out);
    for (size_t i = 0; good && i < out->class_count; i++)
        good = out->classes[i].entry < out->single.entry_count;
    return good ? CORDON_OK
                : error_set(error, CORDON_BAD_SNAPSHOT, "damaged snapshot: its index points outside of its sections; compile it again");
}
