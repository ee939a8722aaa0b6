/* Building what search_joined.h describes. */
#include "base/base_sort.h"
#include "search/search_joined.h"

#include <stdlib.h>
#include <string.h>

/* One text that one name makes, before sorting. */
typedef struct joining {
    uint64_t beginning; /* KEY_LETTERS of LETTER_BITS, the first one highest; END_LETTER behind the last one */
    uint32_t letters;   /* in the pool */
    uint32_t name;
    uint16_t place;
    uint8_t count;
} joining;

enum { KEY_LETTERS = 10, END_LETTER = LATIN_LETTERS };

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

/* The letter at this depth of some that are walked from the first one on or from the last one back. */
static unsigned letter_at(const uint8_t *letters, size_t count, bool backward, size_t depth)
{
    return depth == count ? (unsigned)END_LETTER : letters[backward ? count - 1 - depth : depth];
}

static uint64_t key_of(const uint8_t *letters, size_t count, bool backward)
{
    uint64_t key = 0;
    for (size_t depth = 0; depth < KEY_LETTERS; depth++)
        key = key << LETTER_BITS | (depth > count ? 0 : letter_at(letters, count, backward, depth));
    return key;
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
    *to = (joining){.beginning = key_of(letters, length, false),
                    .letters = (uint32_t)b->pool.count,
                    .name = id,
                    .place = (uint16_t)(first | count << PLACE_TOKENS),
                    .count = (uint8_t)length};
    b->pool.count += length;
    return true;
}

/* ---------------------------------------------------------------- sorting */

/* Two texts whose keys are the same: they have ended alike, or go on behind the key. */
static int compare_rest(const uint8_t *a, size_t a_count, const uint8_t *b, size_t b_count, bool backward)
{
    for (size_t depth = KEY_LETTERS;; depth++) {
        if (depth > a_count || depth > b_count)
            return 0; /* both have ended within the key */
        unsigned one = letter_at(a, a_count, backward, depth), other = letter_at(b, b_count, backward, depth);
        if (one != other)
            return one < other ? -1 : 1;
        if (one == END_LETTER)
            return 0;
    }
}

static int compare_texts(const joined_builder *b, const joining *x, const joining *y)
{
    if (x->beginning != y->beginning)
        return x->beginning < y->beginning ? -1 : 1;
    return compare_rest(b->pool.at + x->letters, x->count, b->pool.at + y->letters, y->count, false);
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

/* An entry in the order of one of the tries. */
typedef struct ordered_entry {
    uint64_t key;
    uint32_t entry;
} ordered_entry;

typedef struct joined_writer {
    const joined_builder *from;
    snapshot_builder *to;
    uint32_t list_size;
    ARRAY(uint32_t) firsts; /* the first joining of each entry */
    ARRAY(uint32_t) names;  /* of the entry that is being written, behind their number */
    ARRAY(ordered_entry) order;
    ARRAY(trie_word) words;
    bool backward;
} joined_writer;

static const uint8_t *text_of(const joined_writer *w, uint32_t entry, size_t *count)
{
    const joining *j = &w->from->found.at[w->firsts.at[entry]];
    *count = j->count;
    return w->from->pool.at + j->letters;
}

static uint32_t signature_of(const joined_writer *w, uint32_t entry, word_end far)
{
    symbol symbols[COST_SYMBOLS_MAX];
    size_t count;
    const uint8_t *letters = text_of(w, entry, &count);
    for (size_t i = 0; i < count; i++)
        symbols[i] = (symbol)(letters[i] < 26 ? 'a' + letters[i] : '0' + letters[i] - 26);
    return sieve_signature(symbols, count, far);
}

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
    uint32_t entry = (uint32_t)w->firsts.count, *first_of = ARRAY_ADD(&w->firsts);
    if (!first_of || !list_names(w, first, end))
        return false;
    *first_of = (uint32_t)first;
    uint32_t name = w->names.at[1], signature = signature_of(w, entry, WORD_LAST);
    uint16_t place = w->from->found.at[first].place;
    if (w->names.count > 2) {
        name = w->list_size;
        place |= PLACE_SEVERAL;
        w->list_size += (uint32_t)w->names.count;
        if (!snapshot_add_bytes(w->to, SECTION_JOINED_LISTS, w->names.at, w->names.count * sizeof *w->names.at))
            return false;
    }
    return snapshot_add_bytes(w->to, SECTION_JOINED_NAMES, &name, sizeof name) &&
           snapshot_add_bytes(w->to, SECTION_JOINED_PLACES, &place, sizeof place) &&
           snapshot_add_bytes(w->to, SECTION_JOINED_SIGNATURES, &signature, sizeof signature);
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

/* ---------------------------------------------------------------- tries */

static int compare_ordered(const void *a, const void *b, void *writer)
{
    const ordered_entry *x = a, *y = b;
    size_t x_count, y_count;
    if (x->key != y->key)
        return x->key < y->key ? -1 : 1;
    const uint8_t *one = text_of(writer, x->entry, &x_count), *other = text_of(writer, y->entry, &y_count);
    return compare_rest(one, x_count, other, y_count, true);
}

/* Entries stand in the order of the forward trie already. */
static bool order_entries(joined_writer *w)
{
    size_t count = w->firsts.count;
    if (!ARRAY_RESERVE(&w->order, count))
        return false;
    w->order.count = count;
    for (uint32_t i = 0; i < count; i++) {
        size_t length;
        const uint8_t *letters = text_of(w, i, &length);
        w->order.at[i] = (ordered_entry){w->backward ? key_of(letters, length, true) : 0, i};
    }
    return !w->backward || sort_elements(w->order.at, count, sizeof *w->order.at, compare_ordered, w, 0);
}

static unsigned ordered_letter(const joined_writer *w, size_t place, size_t depth)
{
    size_t count;
    const uint8_t *letters = text_of(w, w->order.at[place].entry, &count);
    return letter_at(letters, count, w->backward, depth);
}

/* The first of the places [first, end) that has another letter at this depth than the first one. */
static size_t end_of_letter(const joined_writer *w, size_t first, size_t end, size_t depth)
{
    unsigned letter = ordered_letter(w, first, depth);
    size_t low = first + 1, high = end;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (ordered_letter(w, middle, depth) == letter)
            low = middle + 1;
        else
            high = middle;
    }
    return high;
}

/* The letters from this depth on that the first and the last of some entries share, and so all between them. */
static trie_word skipped_by(const joined_writer *w, size_t first, size_t last, size_t depth)
{
    trie_word letters = 0, count = 0;
    for (; count < TRIE_SKIPPED_MAX; count++) {
        unsigned letter = ordered_letter(w, first, depth + count);
        if (letter == END_LETTER || letter != ordered_letter(w, last, depth + count))
            break;
        letters |= (trie_word)letter << (LETTER_BITS * count);
    }
    return letters << CHILD_LETTERS | count << CHILD_SKIPPED;
}

/* The lengths of what is below a block: symbols of the longest entry, and of the shortest one without those that repeat the one before. */
typedef struct joined_lengths {
    uint8_t longest, shortest;
} joined_lengths;

static joined_lengths lengths_of(const joined_writer *w, size_t place)
{
    size_t count;
    const uint8_t *letters = text_of(w, w->order.at[place].entry, &count);
    joined_lengths l = {(uint8_t)count, 1};
    for (size_t i = 1; i < count; i++)
        l.shortest = (uint8_t)(l.shortest + (letters[i] != letters[i - 1]));
    return l;
}

static void join_lengths(joined_lengths *to, joined_lengths other)
{
    to->longest = other.longest > to->longest ? other.longest : to->longest;
    to->shortest = other.shortest < to->shortest ? other.shortest : to->shortest;
}

static trie_word lengths_word(joined_lengths l)
{
    return (trie_word)l.longest << BLOCK_LONGEST | (trie_word)l.shortest << BLOCK_SHORTEST;
}

static const joined_lengths no_lengths = {0, COST_SYMBOLS_MAX};

static bool build_block(joined_writer *w, size_t first, size_t end, size_t depth, joined_lengths *lengths);

/* The child of the places [first, end), which share their letters up to this depth. */
static bool build_child(joined_writer *w, size_t child, size_t first, size_t end, size_t depth, joined_lengths *lengths)
{
    *lengths = no_lengths;
    if (end - first > JOINED_BUCKET) {
        trie_word skipped = skipped_by(w, first, end - 1, depth);
        w->words.at[child] = w->words.count | skipped;
        return build_block(w, first, end, depth + trie_skipped(skipped), lengths);
    }
    for (size_t place = first; place < end; place++)
        join_lengths(lengths, lengths_of(w, place));
    w->words.at[child] = TRIE_LEAF | (trie_word)(end - first - 1) << JOINED_COUNT | first | lengths_word(*lengths);
    return true;
}

/* Adds the block that parts the places [first, end), which share their first `depth` letters. */
static bool build_block(joined_writer *w, size_t first, size_t end, size_t depth, joined_lengths *lengths)
{
    size_t starts[LATIN_LETTERS + 2], children = 0, block = w->words.count;
    trie_word letters = 0;
    for (size_t i = first; i < end; i = end_of_letter(w, i, end, depth)) {
        starts[children++] = i;
        letters |= UINT64_C(1) << ordered_letter(w, i, depth);
    }
    starts[children] = end;
    if (!ARRAY_RESERVE(&w->words, block + 1 + children))
        return false;
    w->words.count = block + 1 + children;
    *lengths = no_lengths;
    for (size_t i = 0; i < children; i++) {
        joined_lengths below;
        if (!build_child(w, block + 1 + i, starts[i], starts[i + 1], depth + 1, &below))
            return false;
        join_lengths(lengths, below);
    }
    w->words.at[block] = letters | lengths_word(*lengths);
    return true;
}

static bool write_trie(joined_writer *w, snapshot_section_id id)
{
    joined_lengths lengths;
    w->words.count = 0;
    return order_entries(w) && build_block(w, 0, w->order.count, 0, &lengths) &&
           snapshot_add_bytes(w->to, id, w->words.at, w->words.count * sizeof *w->words.at);
}

static bool write_order(joined_writer *w)
{
    for (size_t i = 0; i < w->order.count; i++) {
        uint32_t entry = w->order.at[i].entry, signature = signature_of(w, entry, WORD_FIRST);
        if (!snapshot_add_bytes(w->to, SECTION_JOINED_ORDER, &entry, sizeof entry) ||
            !snapshot_add_bytes(w->to, SECTION_JOINED_ORDER_SIGNATURES, &signature, sizeof signature))
            return false;
    }
    return true;
}

static bool write_all(joined_writer *w)
{
    if (!write_entries(w) || !write_trie(w, SECTION_JOINED_FORWARD))
        return false;
    w->backward = true;
    return write_trie(w, SECTION_JOINED_BACKWARD) && write_order(w);
}

bool joined_write(joined_builder *b, snapshot_builder *to)
{
    joined_writer w = {.from = b, .to = to};
    if (b->found.count == 0)
        return true;
    bool good = sort_elements(b->found.at, b->found.count, sizeof *b->found.at, compare_joinings, b, 0) && write_all(&w);
    ARRAY_FREE(&w.firsts);
    ARRAY_FREE(&w.names);
    ARRAY_FREE(&w.order);
    ARRAY_FREE(&w.words);
    return good;
}
