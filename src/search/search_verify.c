#include "search/search_index.h"

static bool are_entries(const search_vocabulary *v, size_t names)
{
    for (size_t i = 0; i < v->entry_count; i++) {
        size_t count;
        const search_entry *e = search_entry_at(v, i);
        const uint32_t *postings = e ? search_postings(v, e, &count) : NULL;
        if (!e || (i && entry_script(e) < entry_script(e - 1)))
            return false;
        for (size_t k = 0; k < count; k++)
            if (postings[k] >= names)
                return false;
    }
    return true;
}

/* The words by their length: each where its length belongs, with its letters. */
static bool are_lengths(const search_vocabulary *v)
{
    const search_lengths *l = &v->lengths;
    if (!lengths_verify(l, v->entry_count))
        return false;
    for (size_t i = 0; i < l->count; i++) {
        uint32_t entry = l->order[i] & NUMBER_MAX;
        const search_entry *e = search_entry_at(v, entry);
        if (!e || i >= l->reach[e->count] || i < l->reach[e->count + 1U] ||
            l->order[i] != sieve_number(entry, search_symbols(v, e), e->count) ||
            l->signatures[i] != sieve_signature(search_symbols(v, e), e->count, WORD_LAST, 0))
            return false;
    }
    return true;
}

static bool is_vocabulary(const search_vocabulary *v, size_t names)
{
    for (size_t i = 0; i < v->other_count; i++)
        if (v->others[i] >= v->entry_count)
            return false;
    return are_entries(v, names) && trie_verify(&v->trie, search_texts(v)) && are_lengths(v);
}

cordon_status search_verify(const snapshot *s, cordon_error *error)
{
    search_index index;
    TRY(search_open(s, &index, error));
    bool good = is_vocabulary(&index.single, index.name_count) && is_vocabulary(&index.joined, index.name_count) &&
                joined_verify(&index.joined.joined);
    for (uint32_t entry = 0; good && entry < index.single.entry_count; entry++) {
        listed_text text;
        good = search_text(&index, entry, &text);
    }
    for (uint32_t name = 0; good && name < index.name_count; name++) {
        size_t count;
        const listed_word *words = search_words(&index, name, &count);
        good = count > 0;
        for (size_t k = 0; k < count; k++)
            good &= words[k].entry < index.single.entry_count;
    }
    TRY(snapshot_check(s, error));
    return good ? CORDON_OK
                : error_set(error, CORDON_BAD_SNAPSHOT, "damaged snapshot: its index points outside of its sections; compile it again");
}
