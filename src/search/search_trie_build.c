/* Building the tries of search_trie.h. */
#include "base/base_sort.h"
#include "search/search_trie.h"

#include <stdlib.h>

enum { KEY_LETTERS = 10, END_LETTER = LATIN_LETTERS }; /* a key: LETTER_BITS each, the first one highest; END_LETTER behind the last one */

typedef struct trie_builder {
    snapshot_builder *to;
    const uint8_t *pool;
    trie_entry *entries;
    size_t count;
    ARRAY(trie_word) words;
    bool backward;
} trie_builder;

bool trie_may_hold(const symbol *symbols, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (table_letter(symbols[i]) < 0)
            return false;
    return true;
}

/* ---------------------------------------------------------------- order */

/* The letter at this depth of some that are walked from the first one on or from the last one back. */
static unsigned letter_at(const uint8_t *letters, size_t count, bool backward, size_t depth)
{
    return depth == count ? (unsigned)END_LETTER : letters[backward ? count - 1 - depth : depth];
}

uint64_t trie_key(const uint8_t *letters, size_t count, bool backward)
{
    uint64_t key = 0;
    for (size_t depth = 0; depth < KEY_LETTERS; depth++)
        key = key << LETTER_BITS | (depth > count ? 0 : letter_at(letters, count, backward, depth));
    return key;
}

int trie_compare_rest(const uint8_t *a, size_t a_count, const uint8_t *b, size_t b_count, bool backward)
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

static int compare_entries(const void *a, const void *b, void *builder)
{
    const trie_builder *of = builder;
    const trie_entry *x = a, *y = b;
    if (x->key != y->key)
        return x->key < y->key ? -1 : 1;
    return trie_compare_rest(of->pool + x->letters, x->count, of->pool + y->letters, y->count, of->backward);
}

static bool sort_entries(trie_builder *b)
{
    for (size_t i = 0; i < b->count; i++)
        b->entries[i].key = trie_key(b->pool + b->entries[i].letters, b->entries[i].count, b->backward);
    return sort_elements(b->entries, b->count, sizeof *b->entries, compare_entries, b, 0);
}

static unsigned entry_letter(const trie_builder *b, size_t place, size_t depth)
{
    const trie_entry *e = &b->entries[place];
    return letter_at(b->pool + e->letters, e->count, b->backward, depth);
}

/* The first of the places [first, end) that has another letter at this depth than the first one. */
static size_t end_of_letter(const trie_builder *b, size_t first, size_t end, size_t depth)
{
    unsigned letter = entry_letter(b, first, depth);
    size_t low = first + 1, high = end;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (entry_letter(b, middle, depth) == letter)
            low = middle + 1;
        else
            high = middle;
    }
    return high;
}

/* ---------------------------------------------------------------- blocks */

/* The letters from this depth on that the first and the last of some words share, and so all between them. */
static trie_word skipped_by(const trie_builder *b, size_t first, size_t last, size_t depth)
{
    trie_word letters = 0, count = 0;
    for (; count < TRIE_SKIPPED_MAX; count++) {
        unsigned letter = entry_letter(b, first, depth + count);
        if (letter == END_LETTER || letter != entry_letter(b, last, depth + count))
            break;
        letters |= (trie_word)letter << (LETTER_BITS * count);
    }
    return letters << CHILD_LETTERS | count << CHILD_SKIPPED;
}

/* The lengths of what is below a block: symbols of the longest word, and of the shortest one without those that repeat the one before. */
typedef struct trie_lengths {
    uint8_t longest, shortest;
} trie_lengths;

static trie_lengths lengths_of(const trie_builder *b, size_t place)
{
    const trie_entry *e = &b->entries[place];
    const uint8_t *letters = b->pool + e->letters;
    trie_lengths l = {e->count, 1};
    for (size_t i = 1; i < e->count; i++)
        l.shortest = (uint8_t)(l.shortest + (letters[i] != letters[i - 1]));
    return l;
}

static void join_lengths(trie_lengths *to, trie_lengths other)
{
    to->longest = other.longest > to->longest ? other.longest : to->longest;
    to->shortest = other.shortest < to->shortest ? other.shortest : to->shortest;
}

static trie_word lengths_word(trie_lengths l)
{
    return (trie_word)l.longest << BLOCK_LONGEST | (trie_word)l.shortest << BLOCK_SHORTEST;
}

static const trie_lengths no_lengths = {0, COST_SYMBOLS_MAX};

static bool build_block(trie_builder *b, size_t first, size_t end, size_t depth, trie_lengths *lengths);

/* The child of the places [first, end), which share their letters up to this depth. */
static bool build_child(trie_builder *b, size_t child, size_t first, size_t end, size_t depth, trie_lengths *lengths)
{
    *lengths = no_lengths;
    if (end - first > BUCKET_MAX) {
        trie_word skipped = skipped_by(b, first, end - 1, depth);
        b->words.at[child] = b->words.count | skipped;
        return build_block(b, first, end, depth + trie_skipped(skipped), lengths);
    }
    for (size_t place = first; place < end; place++) {
        trie_entry *e = &b->entries[place];
        e->shared = (uint8_t)(depth - 1);
        join_lengths(lengths, lengths_of(b, place));
    }
    b->words.at[child] = TRIE_BUCKET | (trie_word)(end - first - 1) << BUCKET_COUNT | first | lengths_word(*lengths);
    return true;
}

/* Adds the block that parts the places [first, end), which share their first `depth` letters. */
static bool build_block(trie_builder *b, size_t first, size_t end, size_t depth, trie_lengths *lengths)
{
    size_t starts[LATIN_LETTERS + 2], children = 0, block = b->words.count;
    trie_word letters = 0;
    for (size_t i = first; i < end; i = end_of_letter(b, i, end, depth)) {
        starts[children++] = i;
        letters |= UINT64_C(1) << entry_letter(b, i, depth);
    }
    starts[children] = end;
    if (!ARRAY_RESERVE(&b->words, block + 1 + children))
        return false;
    b->words.count = block + 1 + children;
    *lengths = no_lengths;
    for (size_t i = 0; i < children; i++) {
        trie_lengths below;
        if (!build_child(b, block + 1 + i, starts[i], starts[i + 1], depth + 1, &below))
            return false;
        join_lengths(lengths, below);
    }
    b->words.at[block] = letters | lengths_word(*lengths);
    return true;
}

/* ---------------------------------------------------------------- sections */

static uint32_t signature_of(const trie_builder *b, const trie_entry *e)
{
    symbol symbols[COST_SYMBOLS_MAX];
    const uint8_t *letters = b->pool + e->letters;
    for (size_t i = 0; i < e->count; i++)
        symbols[i] = (symbol)(letters[i] < 26 ? 'a' + letters[i] : '0' + letters[i] - 26);
    return sieve_signature(symbols, e->count, b->backward ? WORD_FIRST : WORD_LAST, e->shared);
}

static bool write_places(const trie_builder *b, snapshot_section_id order, snapshot_section_id signatures)
{
    for (size_t i = 0; i < b->count; i++) {
        uint32_t signature = signature_of(b, &b->entries[i]);
        if (!snapshot_add_bytes(b->to, signatures, &signature, sizeof signature) ||
            (order != SECTION_COUNT && !snapshot_add_bytes(b->to, order, &b->entries[i].word, sizeof b->entries[i].word)))
            return false;
    }
    return true;
}

static bool write_blocks(trie_builder *b, snapshot_section_id to)
{
    trie_lengths lengths;
    b->words.count = 0;
    return build_block(b, 0, b->count, 0, &lengths) && snapshot_add_bytes(b->to, to, b->words.at, b->words.count * sizeof *b->words.at);
}

bool trie_build(snapshot_builder *builder, trie_sections to, trie_entry *entries, size_t count, const uint8_t *pool)
{
    trie_builder b = {.to = builder, .pool = pool, .entries = entries, .count = count};
    if (count == 0)
        return true;
    bool good = (to.forward_order == SECTION_COUNT || sort_entries(&b)) && write_blocks(&b, to.forward) &&
                write_places(&b, to.forward_order, to.forward_signatures);
    b.backward = true;
    good = good && sort_entries(&b) && write_blocks(&b, to.backward) && write_places(&b, to.backward_order, to.backward_signatures);
    ARRAY_FREE(&b.words);
    return good;
}
