#include "search/search_index.h"

const search_sections search_single_sections = {SECTION_SINGLE_ENTRIES,
                                                SECTION_SINGLE_SYMBOLS,
                                                SECTION_SINGLE_POSTINGS,
                                                {SECTION_SINGLE_FORWARD, SECTION_SINGLE_FORWARD_ORDER, SECTION_SINGLE_FORWARD_SIGNATURES,
                                                 SECTION_SINGLE_BACKWARD, SECTION_SINGLE_BACKWARD_ORDER,
                                                 SECTION_SINGLE_BACKWARD_SIGNATURES},
                                                SECTION_SINGLE_OTHERS};
const search_sections search_joined_sections = {SECTION_OTHER_ENTRIES, SECTION_OTHER_SYMBOLS, SECTION_OTHER_POSTINGS, JOINED_TRIE_SECTIONS,
                                                SECTION_OTHER_OTHERS};

int compare_symbols(const symbol *a, size_t a_count, const symbol *b, size_t b_count)
{
    size_t n = 0;
    while (n < a_count && n < b_count && a[n] == b[n])
        n++;
    if (n < a_count && n < b_count)
        return a[n] < b[n] ? -1 : 1;
    return (a_count > b_count) - (a_count < b_count);
}

/* ---------------------------------------------------------------- reading */

static bool is_entry(const search_vocabulary *v, const search_entry *e)
{
    return e->count > 0 && e->count <= COST_SYMBOLS_MAX && entry_script(e) < SCRIPT_COUNT &&
           snapshot_may_read(v->snapshot, v->symbols, sizeof *v->symbols, v->symbol_count, e->symbols, e->count);
}

const search_entry *search_entry_at(const search_vocabulary *v, size_t i)
{
    bool good = snapshot_may_read(v->snapshot, v->entries, sizeof *v->entries, v->entry_count, i, 1) && is_entry(v, &v->entries[i]);
    return snapshot_noted(v->snapshot, good) ? &v->entries[i] : NULL;
}

const symbol *search_entry_text(const search_vocabulary *v, uint32_t entry, symbol room[COST_SYMBOLS_MAX], size_t *count)
{
    if (entry & JOINED_ENTRY)
        return joined_text(&v->joined, entry & ~JOINED_ENTRY, room, count);
    const search_entry *e = search_entry_at(v, entry);
    *count = e ? e->count : 0;
    return e ? search_symbols(v, e) : NULL;
}

static const symbol *text_of_word(const void *vocabulary, uint32_t word, symbol room[COST_SYMBOLS_MAX], size_t *count)
{
    const search_vocabulary *v = vocabulary;
    return search_entry_text(v, word | v->trie.mark, room, count);
}

trie_texts search_texts(const search_vocabulary *v)
{
    return (trie_texts){text_of_word, v};
}

const uint32_t *search_postings(const search_vocabulary *v, const search_entry *e, size_t *count)
{
    if (e->postings == 1) {
        *count = 1;
        return &e->posting;
    }
    bool good = snapshot_may_read(v->snapshot, v->postings, sizeof *v->postings, v->posting_count, e->posting, e->postings);
    *count = snapshot_noted(v->snapshot, good) ? e->postings : 0;
    return v->postings + (good ? e->posting : 0);
}

const listed_word *search_words(const search_index *index, uint32_t name, size_t *count)
{
    const uint32_t *start = index->word_starts + name;
    bool good = snapshot_may_read(index->snapshot, index->word_starts, sizeof *start, index->name_count + 1, name, 2) &&
                start[0] < start[1] && start[1] - start[0] <= NAME_TOKENS_MAX &&
                snapshot_may_read(index->snapshot, index->words, sizeof *index->words, index->word_count, start[0], start[1] - start[0]);
    *count = snapshot_noted(index->snapshot, good) ? start[1] - start[0] : 0;
    return index->words + (good ? start[0] : 0);
}

bool search_text(const search_index *index, uint32_t entry, listed_text *out)
{
    const search_vocabulary *v = &index->single;
    const search_entry *e = search_entry_at(v, entry);
    bool good = snapshot_may_read(index->snapshot, index->letters, sizeof *index->letters, v->entry_count, entry, 1);
    if (!snapshot_noted(index->snapshot, good) || !e)
        return false;
    *out = (listed_text){search_symbols(v, e), index->letters[entry], e->count, (uint8_t)entry_script(e)};
    return true;
}

/* The first entry of this class or a later one. */
static size_t class_start(const search_index *index, unsigned class_id)
{
    size_t low = 0, high = index->class_count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (index->classes[middle].class_id < class_id)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

const search_class *search_class_entries(const search_index *index, uint16_t class_id, size_t *count)
{
    size_t first = class_start(index, class_id);
    *count = class_start(index, class_id + 1U) - first;
    return index->classes + first;
}

/* ---------------------------------------------------------------- opening */

static size_t script_start(const search_vocabulary *v, unsigned script)
{
    size_t low = 0, high = v->entry_count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        const search_entry *e = search_entry_at(v, middle);
        if (e && entry_script(e) < script)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* mark: of the words in its tries. */
static bool open_vocabulary(const snapshot *s, search_sections from, uint32_t mark, search_vocabulary *out)
{
    slice entries = snapshot_bytes(s, from.entries), symbols = snapshot_bytes(s, from.symbols), postings = snapshot_bytes(s, from.postings),
          others = snapshot_bytes(s, from.others);
    *out = (search_vocabulary){.snapshot = s,
                               .entries = (const void *)entries.ptr,
                               .symbols = (const void *)symbols.ptr,
                               .postings = (const void *)postings.ptr,
                               .others = (const void *)others.ptr,
                               .other_count = others.len / sizeof(uint32_t),
                               .entry_count = entries.len / sizeof(search_entry),
                               .symbol_count = symbols.len / sizeof(symbol),
                               .posting_count = postings.len / sizeof(uint32_t)};
    out->lengths.snapshot = out->joined.snapshot = s;
    for (unsigned script = 0; script <= SCRIPT_COUNT; script++)
        out->script_starts[script] = script_start(out, script);
    return entries.len % sizeof(search_entry) == 0 && trie_open(s, from.trie, mark, &out->trie) &&
           snapshot_touch(s, others.ptr, others.len);
}

/* The classes are few, and read here. */
static bool open_classes(const snapshot *s, search_index *out)
{
    slice classes = snapshot_bytes(s, SECTION_CLASSES);
    out->classes = (const void *)classes.ptr;
    out->class_count = classes.len / sizeof(search_class);
    if (!snapshot_touch(s, classes.ptr, classes.len))
        return false;
    for (size_t i = 0; i < out->class_count; i++)
        if (out->classes[i].entry >= out->single.entry_count)
            return false;
    return true;
}

cordon_status search_open(const snapshot *s, search_index *out, cordon_error *error)
{
    slice words = snapshot_bytes(s, SECTION_WORDS), starts = snapshot_bytes(s, SECTION_WORD_STARTS);
    slice letters = snapshot_bytes(s, SECTION_LETTERS);
    *out = (search_index){.snapshot = s,
                          .name_count = snapshot_name_count(s),
                          .letters = (const void *)letters.ptr,
                          .words = (const void *)words.ptr,
                          .word_count = words.len / sizeof(listed_word),
                          .word_starts = (const void *)starts.ptr};
    bool good = starts.len == (out->name_count + 1) * sizeof *out->word_starts &&
                open_vocabulary(s, search_single_sections, 0, &out->single) &&
                open_vocabulary(s, search_joined_sections, JOINED_ENTRY, &out->joined) && joined_open(s, &out->joined.joined) &&
                out->joined.trie.count == out->joined.joined.count && lengths_open(s, &out->single.lengths) &&
                letters.len == out->single.entry_count * sizeof *out->letters && open_classes(s, out);
    TRY(snapshot_check(s, error));
    return good ? CORDON_OK
                : error_set(error, CORDON_BAD_SNAPSHOT, "damaged snapshot: its index points outside of its sections; compile it again");
}
