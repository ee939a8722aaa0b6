#include "base/base_sort.h"
#include "search/search_index.h"
#include "search/search_limits.h"

#include <stdlib.h>
#include <string.h>

/* One occurrence of a text in a name, before sorting. */
typedef struct occurrence {
    uint64_t beginning; /* its first four symbols, the first one highest: most texts differ there */
    uint32_t symbols;   /* in the pool */
    uint32_t name;
    uint16_t weight, class_id;
    uint8_t count, script;
    bool unposted; /* too light to lead to its name */
    uint8_t token; /* of the name; of joined ones the first */
} occurrence;

typedef struct collector {
    ARRAY(symbol) pool;
    ARRAY(occurrence) found;
} collector;

static uint64_t beginning_of(const symbol *symbols, size_t count)
{
    uint64_t beginning = 0;
    for (size_t i = 0; i < 4; i++)
        beginning = beginning << 16 | (i < count ? symbols[i] : 0);
    return beginning;
}

static bool add_occurrence(collector *c, const prepared_name *name, uint32_t id, size_t first, size_t count)
{
    size_t n = name->head->token_count, length = 0, weight = 0;
    const name_token *t = &name->tokens[first];
    for (size_t i = 0; i < count; i++)
        length += name->tokens[(first + i) % n].count;
    occurrence *o = ARRAY_RESERVE(&c->pool, c->pool.count + length) ? ARRAY_ADD(&c->found) : NULL;
    if (!o)
        return false;
    *o = (occurrence){
        .symbols = (uint32_t)c->pool.count, .name = id, .count = (uint8_t)length, .script = t->script, .token = (uint8_t)first};
    for (size_t i = 0; i < count; i++) {
        const name_token *part = &name->tokens[(first + i) % n];
        memcpy(c->pool.at + c->pool.count, name->symbols + part->first, part->count * sizeof(symbol));
        c->pool.count += part->count;
        weight += part->weight;
    }
    o->beginning = beginning_of(c->pool.at + o->symbols, length);
    o->weight = (uint16_t)(weight < UINT16_MAX ? weight : UINT16_MAX);
    o->class_id = count == 1 ? t->class_id : 0;
    return true;
}

/* All that names make. */
typedef struct collectors {
    collector single, others; /* others: of joined tokens, what `joined` does not take */
    joined_builder *joined;
} collectors;

static bool add_joined(collectors *c, const prepared_name *name, uint32_t id, size_t first, size_t count, size_t symbols_max)
{
    size_t length;
    if (!name_can_join(name, first, count, symbols_max, &length))
        return true;
    return joined_takes(name, first, count) ? joined_add(c->joined, name, id, first, count)
                                            : add_occurrence(&c->others, name, id, first, count);
}

/* A name that consists of forms, titles and particles for more than an eighth can be found by them. */
static bool is_light(const prepared_name *name)
{
    uint32_t light = 0;
    for (size_t i = 0; i < name->head->token_count; i++)
        if (name->tokens[i].weight <= LIGHT_WEIGHT)
            light += name->tokens[i].weight;
    return light * LIGHT_SHARE_DIVISOR > name->head->weight;
}

/* Exactly what the grammar of match_plan.h lets a query token meet in this name. */
static bool collect_name(collectors *c, const prepared_name *name, uint32_t id)
{
    size_t n = name->head->token_count;
    bool light = is_light(name);
    for (size_t i = 0; i < n; i++) {
        if (!add_occurrence(&c->single, name, id, i, 1))
            return false;
        c->single.found.at[c->single.found.count - 1].unposted = !light && name->tokens[i].weight <= LIGHT_WEIGHT;
        for (size_t count = 2; count <= RUN_TOKENS_MAX && i + count <= n; count++)
            if (!add_joined(c, name, id, i, count, COST_SYMBOLS_MAX))
                return false;
        if (n >= 2 && n <= WHOLE_TOKENS_MAX && !(n <= RUN_TOKENS_MAX && i == 0))
            if (!add_joined(c, name, id, i, n, WHOLE_SYMBOLS_MAX))
                return false;
    }
    return true;
}

/* ---------------------------------------------------------------- sorting */

static int compare_texts(const symbol *pool, const occurrence *a, const occurrence *b)
{
    if (a->script != b->script)
        return a->script < b->script ? -1 : 1;
    if (a->beginning != b->beginning)
        return a->beginning < b->beginning ? -1 : 1;
    return compare_symbols(pool + a->symbols, a->count, pool + b->symbols, b->count);
}

static int compare_occurrences(const void *a, const void *b, void *pool)
{
    const occurrence *x = a, *y = b;
    int order = compare_texts(pool, x, y);
    return order ? order : (x->name > y->name) - (x->name < y->name);
}

/* ---------------------------------------------------------------- words */

/* The words of all names. */
typedef struct word_list {
    ARRAY(listed_word) words;
    ARRAY(uint32_t) starts; /* of each name, and behind the last */
} word_list;

static void free_words(word_list *l)
{
    ARRAY_FREE(&l->words);
    ARRAY_FREE(&l->starts);
}

static bool list_words(const snapshot_builder *builder, word_list *out)
{
    size_t names = snapshot_built_names(builder);
    if (!ARRAY_RESERVE(&out->starts, names + 1))
        return false;
    for (size_t i = 0; i < names; i++) {
        prepared_name name = snapshot_built_name(builder, (uint32_t)i);
        out->starts.at[i] = (uint32_t)out->words.count;
        if (!ARRAY_RESERVE(&out->words, out->words.count + name.head->token_count))
            return false;
        for (size_t k = 0; k < name.head->token_count; k++)
            out->words.at[out->words.count++] = ceiling_word(&name, k);
    }
    out->starts.count = names + 1;
    out->starts.at[names] = (uint32_t)out->words.count;
    return true;
}

static bool write_words(snapshot_builder *builder, const word_list *l)
{
    return snapshot_add_bytes(builder, SECTION_WORDS, l->words.at, l->words.count * sizeof *l->words.at) &&
           snapshot_add_bytes(builder, SECTION_WORD_STARTS, l->starts.at, l->starts.count * sizeof *l->starts.at);
}

/* ---------------------------------------------------------------- sections */

typedef struct vocabulary_writer {
    snapshot_builder *builder;
    word_list *words; /* of the names, which learn their entries; NULL for joined ones */
    const collector *from;
    search_sections to;
    size_t symbols, postings, entries;
    ARRAY(uint32_t) firsts; /* the first occurrence of each entry */
    ARRAY(uint32_t) names;  /* of the entry that is being written */
} vocabulary_writer;

/* Adds the names of the occurrences [first, end) to an entry: one alone stands in the entry itself. */
static bool write_postings(vocabulary_writer *w, size_t first, size_t end, search_entry *entry)
{
    const occurrence *all = w->from->found.at;
    for (size_t i = first; i < end; i++) {
#ifdef SEARCH_DROP_A_POSTING /* a test build: the comparison with --exhaustive must notice */
        if (w->entries % 4 == 1 && i == first)
            continue;
#endif
        bool known = entry->postings && all[i].name == w->names.at[entry->postings - 1];
        if (all[i].unposted || known)
            continue;
        if (!ARRAY_RESERVE(&w->names, entry->postings + 1U))
            return false;
        w->names.at[entry->postings++] = all[i].name;
    }
    if (entry->postings == 1) {
        entry->posting = w->names.at[0];
        return true;
    }
    entry->posting = (uint32_t)w->postings;
    w->postings += entry->postings;
    return snapshot_add_bytes(w->builder, w->to.postings, w->names.at, entry->postings * sizeof *w->names.at);
}

/* Whether the text of an occurrence is the beginning of that of the next entry, which then holds its symbols. */
static bool begins_next(const collector *from, size_t first, size_t next)
{
    const occurrence *a = &from->found.at[first], *b = next < from->found.count ? &from->found.at[next] : NULL;
    return b && a->script == b->script && a->count < b->count &&
           memcmp(from->pool.at + a->symbols, from->pool.at + b->symbols, a->count * sizeof(symbol)) == 0;
}

/* Tells the words of the names which entry they are, and writes the entry's letters. */
static bool write_single(vocabulary_writer *w, size_t first, size_t end)
{
    const occurrence *all = w->from->found.at, *o = &all[first];
    uint32_t letters = ceiling_letters(w->from->pool.at + o->symbols, o->count, (script_id)o->script);
    for (size_t i = first; i < end; i++)
        w->words->words.at[w->words->starts.at[all[i].name] + all[i].token].entry = (uint32_t)w->entries;
    return snapshot_add_bytes(w->builder, SECTION_LETTERS, &letters, sizeof letters);
}

/* Entry of the occurrences [first, end), which have one text. */
static bool write_entry(vocabulary_writer *w, size_t first, size_t end)
{
    const occurrence *all = w->from->found.at, *o = &all[first];
    search_entry entry = {.symbols = (uint32_t)w->symbols, .count = o->count, .script = o->script};
    for (size_t i = first; i < end; i++) {
        entry.weight = all[i].weight > entry.weight ? all[i].weight : entry.weight;
        entry.script |= all[i].unposted ? ENTRY_UNPOSTED : 0;
    }
    uint32_t *first_of = ARRAY_ADD(&w->firsts);
    if (!first_of || !write_postings(w, first, end, &entry) || (w->words && !write_single(w, first, end)))
        return false;
    *first_of = (uint32_t)first;
    w->entries++;
    if (!snapshot_add_bytes(w->builder, w->to.entries, &entry, sizeof entry))
        return false;
    if (begins_next(w->from, first, end))
        return true;
    w->symbols += o->count;
    return snapshot_add_bytes(w->builder, w->to.symbols, w->from->pool.at + o->symbols, o->count * sizeof(symbol));
}

typedef ARRAY(search_class) class_list;

static bool note_classes(class_list *classes, const collector *from, size_t first, size_t end, uint32_t entry)
{
    for (size_t i = first; i < end; i++) {
        bool known = from->found.at[i].class_id == 0;
        for (size_t k = classes->count; !known && k-- > 0 && classes->at[k].entry == entry;)
            known = classes->at[k].class_id == from->found.at[i].class_id;
        if (known)
            continue;
        search_class *c = ARRAY_ADD(classes);
        if (!c)
            return false;
        *c = (search_class){entry, from->found.at[i].class_id, 0};
    }
    return true;
}

static const symbol *text_of_entry(const void *context, size_t entry, size_t *count)
{
    const vocabulary_writer *w = context;
    const occurrence *o = &w->from->found.at[w->firsts.at[entry]];
    *count = o->count;
    return w->from->pool.at + o->symbols;
}

/* What stands in the tries of single tokens. */
typedef struct single_words {
    ARRAY(trie_entry) entries;
    ARRAY(uint8_t) pool; /* their letters */
} single_words;

static bool add_word(single_words *to, uint32_t entry, const symbol *symbols, size_t count)
{
    trie_entry *added = ARRAY_RESERVE(&to->pool, to->pool.count + count) ? ARRAY_ADD(&to->entries) : NULL;
    if (!added)
        return false;
    *added = (trie_entry){.letters = (uint32_t)to->pool.count, .word = entry, .count = (uint8_t)count};
    for (size_t i = 0; i < count; i++)
        to->pool.at[to->pool.count++] = (uint8_t)table_letter(symbols[i]);
    return true;
}

/* Of the Latin entries [first, end): the tries of single tokens, and what is in no trie. */
static bool write_words_of_trie(const vocabulary_writer *w, size_t first, size_t end)
{
    single_words words = {0};
    bool good = true, single = w->to.entries == SECTION_SINGLE_ENTRIES;
    for (size_t i = first; good && i < end; i++) {
        size_t count;
        const symbol *symbols = text_of_entry(w, i, &count);
        uint32_t entry = (uint32_t)i;
        if (single && trie_may_hold(symbols, count))
            good = add_word(&words, entry, symbols, count);
        else
            good = snapshot_add_bytes(w->builder, w->to.others, &entry, sizeof entry);
    }
    good = good && trie_build(w->builder, w->to.trie, words.entries.at, words.entries.count, words.pool.at);
    ARRAY_FREE(&words.entries);
    ARRAY_FREE(&words.pool);
    return good;
}

static bool write_trie(const vocabulary_writer *w)
{
    size_t first = 0, end;
    while (first < w->entries && w->from->found.at[w->firsts.at[first]].script < SCRIPT_LATIN)
        first++;
    for (end = first; end < w->entries && w->from->found.at[w->firsts.at[end]].script == SCRIPT_LATIN;)
        end++;
    return write_words_of_trie(w, first, end) &&
           (w->to.entries != SECTION_SINGLE_ENTRIES || lengths_build(w->builder, first, end, text_of_entry, w));
}

static bool write_vocabulary(snapshot_builder *builder, collector *from, search_sections to, class_list *classes, word_list *words)
{
    vocabulary_writer w = {.builder = builder, .words = words, .from = from, .to = to};
    bool good = true;
    if (from->found.count)
        good = sort_elements(from->found.at, from->found.count, sizeof *from->found.at, compare_occurrences, from->pool.at, 0);
    for (size_t first = 0, end; good && first < from->found.count; first = end) {
        for (end = first + 1; end < from->found.count; end++)
            if (compare_texts(from->pool.at, &from->found.at[first], &from->found.at[end]) != 0)
                break;
        good = note_classes(classes, from, first, end, (uint32_t)w.entries) && write_entry(&w, first, end);
    }
    if (good && from->found.count)
        good = write_trie(&w);
    ARRAY_FREE(&w.firsts);
    ARRAY_FREE(&w.names);
    return good;
}

static int compare_classes(const void *a, const void *b)
{
    const search_class *x = a, *y = b;
    if (x->class_id != y->class_id)
        return x->class_id < y->class_id ? -1 : 1;
    return (x->entry > y->entry) - (x->entry < y->entry);
}

static bool build(snapshot_builder *builder, collectors *c, class_list *classes, word_list *words)
{
    for (size_t i = 0; i < snapshot_built_names(builder); i++) {
        prepared_name name = snapshot_built_name(builder, i);
        if (!collect_name(c, &name, (uint32_t)i))
            return false;
    }
    if (!list_words(builder, words) || !write_vocabulary(builder, &c->single, search_single_sections, classes, words) ||
        !write_words(builder, words))
        return false;
    if (classes->count)
        qsort(classes->at, classes->count, sizeof *classes->at, compare_classes);
    class_list none = {0}; /* joined texts have no class */
    return snapshot_add_bytes(builder, SECTION_CLASSES, classes->at, classes->count * sizeof *classes->at) &&
           write_vocabulary(builder, &c->others, search_joined_sections, &none, NULL) && joined_write(c->joined, builder);
}

cordon_status search_build(snapshot_builder *builder, cordon_error *error)
{
    collectors c = {.joined = joined_builder_new()};
    class_list classes = {0};
    word_list words = {0};
    bool good = c.joined && build(builder, &c, &classes, &words);
    free_words(&words);
    ARRAY_FREE(&c.single.pool);
    ARRAY_FREE(&c.single.found);
    ARRAY_FREE(&c.others.pool);
    ARRAY_FREE(&c.others.found);
    joined_builder_free(c.joined);
    ARRAY_FREE(&classes);
    return good ? CORDON_OK : error_no_memory(error);
}
