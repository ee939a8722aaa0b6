#include "search/search_trie.h"
#include "base/base_fetch.h"
#include "base/base_sort.h"
#include "search/search_index.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

static bool add_entry(entry_list *out, uint32_t entry)
{
    uint32_t *to = ARRAY_ADD(out);
    if (to)
        *to = entry;
    return to != NULL;
}

static inline __attribute__((always_inline)) trie_word letters_of(const search_vocabulary *v, const trie_word *words, size_t count,
                                                                  size_t parent, size_t block)
{
    return trie_letters(v->snapshot, words, count, parent, block);
}

static inline __attribute__((always_inline)) trie_word child_of(const trie_word *nodes, size_t block, trie_word letter)
{
    return trie_child(nodes, block, letter);
}

/* How many letters an entry within the limit has, see cost_count_letters. */
typedef struct trie_lengths {
    uint8_t fewest, most;
} trie_lengths;

/* Whether entries below a block have a fitting length. */
static inline bool block_has_length(trie_lengths lengths, trie_word block)
{
    return (uint8_t)(block >> BLOCK_LONGEST) >= lengths.fewest && (uint8_t)(block >> BLOCK_SHORTEST) <= lengths.most;
}

static inline bool leaf_has_length(trie_lengths lengths, trie_word leaf)
{
    uint32_t count = (uint32_t)(leaf >> LEAF_COUNT) & LEAF_COUNT_MAX, unrepeated = (uint32_t)(leaf >> LEAF_UNREPEATED) & LEAF_COUNT_MAX;
    return unrepeated <= lengths.most && (count >= lengths.fewest || count == LEAF_COUNT_MAX);
}

/* ---------------------------------------------------------------- walking, all rows at once */

typedef struct descent {
    rows_walk *rows;
    const search_vocabulary *v;
    const trie_word *nodes;
    size_t node_count;
    entry_list *out;
    trie_lengths lengths;
    bool backward;
} descent;

/* The letters of a leaf's entry behind the first `depth`. */
ROWS_TARGET static bool follow_leaf(const descent *d, trie_word leaf, size_t depth)
{
    const search_entry *e = search_entry_at(d->v, trie_entry(leaf));
    const symbol *symbols = e ? search_symbols(d->v, e) : NULL;
    if (!e)
        return true;
    for (; depth < e->count; depth++) {
        unsigned letter = (unsigned)table_letter(symbols[d->backward ? e->count - 1U - depth : depth]);
        if (depth == ROWS_DEPTH_MAX)
            return add_entry(d->out, trie_entry(leaf));
        if (letter >= LATIN_LETTERS || (rows_next(d->rows, depth) >> letter & 1) == 0)
            return true;
        if (depth && d->backward && letter == (unsigned)table_letter(symbols[e->count - depth]))
            rows_expect_doubled(d->rows, depth);
        if (!rows_step(d->rows, depth + 1, letter))
            return true;
    }
    return !rows_may_end(d->rows, depth) || add_entry(d->out, trie_entry(leaf));
}

/* Whether the letters of a leaf's entry allow it to be within the limit. */
ROWS_TARGET static bool leaf_may_match(const descent *d, trie_word leaf)
{
    uint32_t letters = (uint32_t)(leaf >> LEAF_LETTERS) & ((UINT32_C(1) << OUTLINE_LETTERS) - 1);
    return leaf_has_length(d->lengths, leaf) && rows_may_have(d->rows, letters);
}

/* All that is below a child. */
ROWS_TARGET static bool add_all(const descent *d, size_t parent, trie_word child, size_t depth)
{
    if (child & TRIE_LEAF)
        return add_entry(d->out, trie_entry(child));
    trie_word letters = depth < COST_SYMBOLS_MAX ? letters_of(d->v, d->nodes, d->node_count, parent, trie_block(child)) : 0;
    for (size_t i = 0, n = (size_t)__builtin_popcountll(letters & TRIE_LETTERS); i < n; i++)
        if (!add_all(d, trie_block(child), d->nodes[trie_block(child) + 1 + i], depth + 1))
            return false;
    return true;
}

ROWS_TARGET static bool descend(const descent *d, size_t block, trie_word letters, unsigned last, size_t depth);

ROWS_TARGET static bool descend_to(const descent *d, size_t parent, trie_word child, unsigned letter, size_t depth)
{
    if (depth == ROWS_DEPTH_MAX) /* too long to be walked */
        return add_all(d, parent, child, depth);
    if (child & TRIE_LEAF)
        return !leaf_may_match(d, child) || !rows_step(d->rows, depth + 1, letter) || follow_leaf(d, child, depth + 1);
    size_t block = trie_block(child);
    trie_word letters = letters_of(d->v, d->nodes, d->node_count, parent, block);
    if (!block_has_length(d->lengths, letters) || !rows_step(d->rows, depth + 1, letter))
        return true;
    for (size_t i = 0, n = trie_skipped(child); i < n; i++) {
        unsigned next = trie_skipped_letter(child, i);
        if (++depth == ROWS_DEPTH_MAX)
            return add_all(d, parent, child, depth);
        if (next >= LATIN_LETTERS || (rows_next(d->rows, depth) >> next & 1) == 0)
            return true;
        if (next == letter)
            rows_expect_doubled(d->rows, depth);
        letter = next;
        if (!rows_step(d->rows, depth + 1, letter))
            return true;
    }
    return descend(d, block, letters & TRIE_LETTERS, letter, depth + 1);
}

/* The blocks lie anywhere: by its turn each is on its way to the cache. */
ROWS_TARGET static inline void fetch_children(const descent *d, size_t block, trie_word letters)
{
    for (trie_word rest = letters; rest; rest &= rest - 1) {
        trie_word child = child_of(d->nodes, block, rest & -rest);
        if ((child & TRIE_LEAF) == 0)
            fetch(&d->nodes[trie_block(child)]);
    }
}

/* The columns up to `depth` are those of the letters that lead to this block. The child whose letter repeats the last one comes last. */
ROWS_TARGET static bool descend(const descent *d, size_t block, trie_word letters, unsigned last, size_t depth)
{
    trie_word doubled = UINT64_C(1) << last, next = letters & rows_next(d->rows, depth);
    if ((letters & TRIE_END) && rows_may_end(d->rows, depth) && !add_entry(d->out, trie_entry(child_of(d->nodes, block, TRIE_END))))
        return false;
    fetch_children(d, block, next & TRIE_LETTERS & ~TRIE_END);
    for (trie_word rest = next & ~doubled & ~TRIE_END; rest; rest &= rest - 1)
        if (!descend_to(d, block, child_of(d->nodes, block, rest & -rest), (unsigned)__builtin_ctzll(rest), depth))
            return false;
    if ((next & doubled) == 0)
        return true;
    rows_expect_doubled(d->rows, depth);
    return descend_to(d, block, child_of(d->nodes, block, doubled), last, depth);
}

bool trie_meet(rows_walk *rows, const search_vocabulary *v, const cost_pattern *pattern, entry_list *out, bool *fits)
{
    const search_trie *t = &v->trie;
    *fits = rows_begin(rows, pattern, false);
    if (!*fits)
        return true;
    for (size_t i = 0; i < t->other_count; i++)
        if (!add_entry(out, t->others[i]))
            return false;
    if (t->forward_count == 0)
        return true;
    descent d = {.rows = rows, .v = v, .nodes = t->forward, .node_count = t->forward_count, .out = out};
    cost_count_letters(pattern, &d.lengths.fewest, &d.lengths.most);
    if (!descend(&d, 0, letters_of(v, d.nodes, d.node_count, 0, 0) & TRIE_LETTERS, LATIN_LETTERS, 0))
        return false;
    d.nodes = t->backward;
    d.node_count = t->backward_count;
    d.backward = true;
    return rows_begin(rows, pattern, true) && descend(&d, 0, letters_of(v, d.nodes, d.node_count, 0, 0) & TRIE_LETTERS, LATIN_LETTERS, 0);
}

/* ---------------------------------------------------------------- walking, cell by cell */

static symbol symbol_of(unsigned letter)
{
    return (symbol)(letter < 26 ? 'a' + letter : '0' + letter - 26);
}

static bool end_walk(cost_walk *walk, trie_word leaf, entry_list *out)
{
    return cost_end(walk) == COST_NONE || add_entry(out, trie_entry(leaf));
}

typedef struct plain_descent {
    cost_walk *walk;
    const search_vocabulary *v;
    entry_list *out;
    trie_lengths lengths;
} plain_descent;

static bool walk_leaf(const plain_descent *d, trie_word leaf)
{
    const search_entry *e = search_entry_at(d->v, trie_entry(leaf));
    for (size_t depth = d->walk->depth; !e || depth < e->count; depth++)
        if (!e || !cost_step(d->walk, search_symbols(d->v, e)[depth]))
            return true;
    return end_walk(d->walk, leaf, d->out);
}

/* False when nothing below is within the limit. */
static bool walk_skipped(cost_walk *walk, trie_word child)
{
    for (size_t i = 0, n = trie_skipped(child); i < n; i++)
        if (walk->depth == COST_SYMBOLS_MAX || !cost_step(walk, symbol_of(trie_skipped_letter(child, i))))
            return false;
    return true;
}

static bool walk_block(const plain_descent *d, size_t block, trie_word letters);

/* All that is below a child, which the walk stands before. */
static bool walk_child(const plain_descent *d, size_t parent, trie_word child, symbol letter)
{
    cost_walk *walk = d->walk;
    if (child & TRIE_LEAF)
        return !leaf_has_length(d->lengths, child) || !cost_step(walk, letter) || walk_leaf(d, child);
    size_t block = trie_block(child);
    trie_word letters = letters_of(d->v, d->v->trie.forward, d->v->trie.forward_count, parent, block);
    return !block_has_length(d->lengths, letters) || !cost_step(walk, letter) || !walk_skipped(walk, child) ||
           walk_block(d, block, letters);
}

static bool walk_block(const plain_descent *d, size_t block, trie_word letters)
{
    size_t depth = d->walk->depth;
    for (trie_word rest = letters & TRIE_LETTERS; rest && depth < COST_SYMBOLS_MAX; rest &= rest - 1) {
        trie_word letter = rest & -rest, child = child_of(d->v->trie.forward, block, letter);
        cost_back(d->walk, depth);
        bool good = letter == TRIE_END ? end_walk(d->walk, child, d->out)
                                       : walk_child(d, block, child, symbol_of((unsigned)__builtin_ctzll(letter)));
        if (!good)
            return false;
    }
    return true;
}

bool trie_walk(cost_walk *walk, const search_vocabulary *v, const cost_pattern *pattern, entry_list *out)
{
    const search_trie *t = &v->trie;
    plain_descent d = {.walk = walk, .v = v, .out = out};
    for (size_t i = 0; i < t->other_count; i++)
        if (!add_entry(out, t->others[i]))
            return false;
    if (t->forward_count == 0 || !cost_begin(walk, pattern, SCRIPT_LATIN))
        return true;
    cost_count_letters(pattern, &d.lengths.fewest, &d.lengths.most);
    return walk_block(&d, 0, letters_of(v, t->forward, t->forward_count, 0, 0));
}

/* ---------------------------------------------------------------- walking sorted entries */

/* The symbol of an entry at this depth, which it shares with its neighbours below; 0 when it has none there or is damaged. */
static symbol symbol_at(const search_vocabulary *v, size_t entry, size_t depth)
{
    const search_entry *e = search_entry_at(v, entry);
    return e && depth < e->count ? search_symbols(v, e)[depth] : 0;
}

/* The first entry from `low` to `high` that has another symbol at this depth than entry `low` has. */
static size_t end_of_symbol(const search_vocabulary *v, size_t low, size_t high, size_t depth)
{
    symbol s = symbol_at(v, low, depth);
    size_t step = 1, from = low;
    while (from + step < high && symbol_at(v, from + step, depth) == s) {
        from += step;
        step *= 2;
    }
    size_t to = from + step < high ? from + step : high;
    for (from++; from < to;) {
        size_t middle = (from + to) / 2;
        if (symbol_at(v, middle, depth) == s)
            from = middle + 1;
        else
            to = middle;
    }
    return to;
}

/* The entries [low, high) share what was walked. */
static bool walk_range(cost_walk *walk, const search_vocabulary *v, size_t low, size_t high, entry_list *out)
{
    size_t depth = walk->depth;
    for (size_t end; low < high; low = end) {
        symbol s = symbol_at(v, low, depth);
        end = s ? end_of_symbol(v, low, high, depth) : low + 1;
        cost_back(walk, depth);
        if (!s && !end_walk(walk, low, out)) /* the one entry that ends here */
            return false;
        if (s && depth < COST_SYMBOLS_MAX && cost_step(walk, s) && !walk_range(walk, v, low, end, out))
            return false;
    }
    return true;
}

bool trie_walk_script(cost_walk *walk, const search_vocabulary *v, const cost_pattern *pattern, script_id script, entry_list *out)
{
    size_t low = v->script_starts[script], high = v->script_starts[script + 1];
    return low == high || !cost_begin(walk, pattern, script) || walk_range(walk, v, low, high, out);
}

/* ---------------------------------------------------------------- building */

/* An entry and its first letters: most entries differ there. */
typedef struct trie_entry_key {
    uint64_t letters; /* KEY_LETTERS of LETTER_BITS, the first one highest; each is its number in a block's set */
    uint32_t entry;
    uint8_t count, unrepeated; /* symbols; without those that repeat the one before */
} trie_entry_key;

enum { KEY_LETTERS = 10 };

typedef struct trie_builder {
    ARRAY(trie_word) words;
    ARRAY(trie_entry_key) entries; /* by their letters in the direction of the trie */
    trie_text text;
    const void *context;
    bool backward;
} trie_builder;

/* The letter of an entry at this depth, as in a block's set. */
static trie_word letter_at(const trie_builder *b, uint32_t entry, size_t depth)
{
    size_t count;
    const symbol *symbols = b->text(b->context, entry, &count);
    if (depth == count)
        return TRIE_END;
    int letter = table_letter(symbols[b->backward ? count - 1 - depth : depth]);
    assert(letter >= 0); /* see is_plain */
    return UINT64_C(1) << (letter < 0 ? 0 : letter);
}

static uint64_t key_of(const trie_builder *b, uint32_t entry)
{
    uint64_t key = 0;
    bool ended = false;
    for (size_t depth = 0; depth < KEY_LETTERS; depth++) {
        trie_word letter = ended ? 1 : letter_at(b, entry, depth);
        key = key << LETTER_BITS | (uint64_t)__builtin_ctzll(letter);
        ended |= letter == TRIE_END;
    }
    return key;
}

static int compare_entries(const void *x, const void *y, void *context)
{
    const trie_entry_key *p = x, *q = y;
    if (p->letters != q->letters)
        return p->letters < q->letters ? -1 : 1;
    for (size_t depth = 0;; depth++) { /* from the start, since both may have ended */
        trie_word one = letter_at(context, p->entry, depth), other = letter_at(context, q->entry, depth);
        if (one != other)
            return one < other ? -1 : 1;
        if (one == TRIE_END)
            return 0;
    }
}

static uint8_t count_unrepeated(const symbol *symbols, size_t count)
{
    size_t unrepeated = count > 0;
    for (size_t i = 1; i < count; i++)
        unrepeated += symbols[i] != symbols[i - 1];
    return (uint8_t)unrepeated;
}

static trie_word at_most(size_t count, size_t most)
{
    return count < most ? count : most;
}

static trie_word leaf_of(const trie_builder *b, const trie_entry_key *key)
{
    size_t count;
    const symbol *symbols = b->text(b->context, key->entry, &count);
    trie_word letters = cost_letters(symbols, count) & ((UINT32_C(1) << OUTLINE_LETTERS) - 1);
    return TRIE_LEAF | key->entry | letters << LEAF_LETTERS | at_most(count, LEAF_COUNT_MAX) << LEAF_COUNT |
           at_most(key->unrepeated, LEAF_COUNT_MAX) << LEAF_UNREPEATED;
}

/* The lengths of what is below a block, of two parts of it. */
static trie_word join_lengths(trie_word a, trie_word b)
{
    trie_word longest = (uint8_t)(a >> BLOCK_LONGEST), shortest = (uint8_t)(a >> BLOCK_SHORTEST);
    trie_word other_longest = (uint8_t)(b >> BLOCK_LONGEST), other_shortest = (uint8_t)(b >> BLOCK_SHORTEST);
    return (longest > other_longest ? longest : other_longest) << BLOCK_LONGEST | (shortest < other_shortest ? shortest : other_shortest)
                                                                                      << BLOCK_SHORTEST;
}

static trie_word lengths_of(const trie_entry_key *key)
{
    return (trie_word)key->count << BLOCK_LONGEST | (trie_word)key->unrepeated << BLOCK_SHORTEST;
}

/* The first of the entries [first, end) that has another letter at this depth than the first one. */
static size_t end_of_letter(const trie_builder *b, size_t first, size_t end, size_t depth)
{
    trie_word letter = letter_at(b, b->entries.at[first].entry, depth);
    size_t step = 1, low = first;
    while (low + step < end && letter_at(b, b->entries.at[low + step].entry, depth) == letter) {
        low += step;
        step *= 2;
    }
    size_t high = low + step < end ? low + step : end;
    for (low++; low < high;) {
        size_t middle = (low + high) / 2;
        if (letter_at(b, b->entries.at[middle].entry, depth) == letter)
            low = middle + 1;
        else
            high = middle;
    }
    return high;
}

/* The letters from this depth on that the first and the last of some entries share, and so all between them. */
static trie_word skipped_by(const trie_builder *b, uint32_t first, uint32_t last, size_t depth)
{
    trie_word letters = 0, count = 0;
    for (; count < TRIE_SKIPPED_MAX; count++) {
        trie_word letter = letter_at(b, first, depth + count);
        if (letter == TRIE_END || letter != letter_at(b, last, depth + count))
            break;
        letters |= (trie_word)__builtin_ctzll(letter) << (LETTER_BITS * count);
    }
    return letters << CHILD_LETTERS | count << CHILD_SKIPPED;
}

static bool build_block(trie_builder *b, size_t first, size_t end, size_t depth, trie_word *lengths);

/* The child of the entries [first, end), which share their letters up to this depth. */
static bool build_child(trie_builder *b, size_t child, size_t first, size_t end, size_t depth, trie_word *lengths)
{
    const trie_entry_key *key = &b->entries.at[first];
    if (end - first == 1) {
        b->words.at[child] = leaf_of(b, key);
        *lengths = lengths_of(key);
        return true;
    }
    trie_word skipped = skipped_by(b, key->entry, b->entries.at[end - 1].entry, depth);
    b->words.at[child] = b->words.count | skipped;
    return build_block(b, first, end, depth + trie_skipped(skipped), lengths);
}

/* Adds the block that parts the entries [first, end), which share their first `depth` letters. */
static bool build_block(trie_builder *b, size_t first, size_t end, size_t depth, trie_word *lengths)
{
    size_t starts[LATIN_LETTERS + 2], children = 0, block = b->words.count;
    trie_word letters = 0;
    for (size_t i = first; i < end; i = end_of_letter(b, i, end, depth)) {
        starts[children++] = i;
        letters |= letter_at(b, b->entries.at[i].entry, depth);
    }
    starts[children] = end;
    if (!ARRAY_RESERVE(&b->words, block + 1 + children))
        return false;
    b->words.count = block + 1 + children;
    *lengths = lengths_of(&b->entries.at[first]);
    for (size_t i = 0; i < children; i++) {
        trie_word below;
        if (!build_child(b, block + 1 + i, starts[i], starts[i + 1], depth + 1, &below))
            return false;
        *lengths = join_lengths(*lengths, below);
    }
    b->words.at[block] = letters | *lengths;
    return true;
}

static bool is_plain(trie_text text, const void *context, size_t entry)
{
    size_t count;
    const symbol *symbols = text(context, entry, &count);
    for (size_t i = 0; i < count; i++)
        if (table_letter(symbols[i]) < 0)
            return false;
    return true;
}

static bool build_direction(trie_builder *b, snapshot_builder *builder, snapshot_section_id to, bool backward)
{
    trie_word lengths;
    b->backward = backward;
    b->words.count = 0;
    if (b->entries.count == 0)
        return true;
    for (size_t i = 0; i < b->entries.count; i++)
        b->entries.at[i].letters = key_of(b, b->entries.at[i].entry);
    return sort_elements(b->entries.at, b->entries.count, sizeof *b->entries.at, compare_entries, b, 0) &&
           build_block(b, 0, b->entries.count, 0, &lengths) &&
           snapshot_add_bytes(builder, to, b->words.at, b->words.count * sizeof *b->words.at);
}

static void set_key(trie_entry_key *key, trie_text text, const void *context, uint32_t entry)
{
    size_t count;
    const symbol *symbols = text(context, entry, &count);
    key->entry = entry;
    key->count = (uint8_t)count;
    key->unrepeated = count_unrepeated(symbols, count);
}

bool trie_build(snapshot_builder *builder, trie_sections to, size_t first, size_t end, trie_text text, const void *context)
{
    trie_builder b = {.text = text, .context = context};
    bool good = true;
    for (size_t i = first; good && i < end; i++) {
        uint32_t entry = (uint32_t)i;
        if (is_plain(text, context, i)) {
            trie_entry_key *key = ARRAY_ADD(&b.entries);
            good = key != NULL;
            if (key)
                set_key(key, text, context, entry);
        } else
            good = snapshot_add_bytes(builder, to.others, &entry, sizeof entry);
    }
    good = good && build_direction(&b, builder, to.forward, false) && build_direction(&b, builder, to.backward, true);
    ARRAY_FREE(&b.words);
    ARRAY_FREE(&b.entries);
    return good;
}

/* ---------------------------------------------------------------- opening */

static slice section_of(const snapshot *s, snapshot_section_id id)
{
    return id == SECTION_COUNT ? (slice){0} : snapshot_bytes(s, id);
}

bool trie_open(const snapshot *s, trie_sections from, search_trie *out)
{
    slice forward = section_of(s, from.forward), backward = section_of(s, from.backward), others = section_of(s, from.others);
    out->forward = (const void *)forward.ptr;
    out->forward_count = forward.len / sizeof *out->forward;
    out->backward = (const void *)backward.ptr;
    out->backward_count = backward.len / sizeof *out->backward;
    out->others = (const void *)others.ptr;
    out->other_count = others.len / sizeof *out->others;
    return snapshot_touch(s, others.ptr, others.len);
}
