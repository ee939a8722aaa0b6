#include "search/search_joined.h"
#include "base/base_fetch.h"

#include <string.h>

static bool noted(const search_joined *j, bool good)
{
    if (!good)
        snapshot_note_damage(j->snapshot);
    return good;
}

/* Whether [first, first + count) lies inside of an array of so many and is as it was written. */
static bool may_read(const search_joined *j, const void *array, size_t size, size_t of, size_t first, size_t count)
{
    return first <= of && count <= of - first && snapshot_touch(j->snapshot, (const char *)array + first * size, count * size);
}

/* ---------------------------------------------------------------- entries */

static bool find_names(const search_joined *j, uint32_t entry, const uint32_t **names, size_t *count)
{
    *names = &j->names[entry];
    *count = 1;
    if (!may_read(j, j->names, sizeof *j->names, j->count, entry, 1) || !may_read(j, j->places, sizeof *j->places, j->count, entry, 1))
        return false;
    if ((j->places[entry] & PLACE_SEVERAL) == 0)
        return true;
    size_t list = j->names[entry];
    if (!may_read(j, j->lists, sizeof *j->lists, j->list_size, list, 1))
        return false;
    *names = j->lists + list + 1;
    *count = j->lists[list];
    return *count > 0 && may_read(j, j->lists, sizeof *j->lists, j->list_size, list + 1, *count);
}

const uint32_t *joined_names(const search_joined *j, uint32_t entry, size_t *count)
{
    const uint32_t *names;
    if (!noted(j, find_names(j, entry, &names, count)))
        *count = 0;
    return names;
}

/* Writes the symbols of the tokens one behind the other: how many, or 0 when they are no tokens of the name. */
static size_t join_tokens(const prepared_name *name, uint16_t place, symbol room[COST_SYMBOLS_MAX])
{
    size_t first = place & ((1U << PLACE_TOKENS) - 1), tokens = place >> PLACE_TOKENS & PLACE_TOKENS_MAX, n = name->head->token_count;
    size_t count = 0;
    if (first >= n || tokens > n)
        return 0;
    for (size_t i = 0; i < tokens; i++) {
        const name_token *t = &name->tokens[first + i < n ? first + i : first + i - n];
        if (t->count > COST_SYMBOLS_MAX - count)
            return 0;
        memcpy(room + count, name->symbols + t->first, t->count * sizeof *room);
        count += t->count;
    }
    return count;
}

const symbol *joined_text(const search_joined *j, uint32_t entry, symbol room[COST_SYMBOLS_MAX], size_t *count)
{
    const uint32_t *names;
    *count = 0;
    if (!noted(j, find_names(j, entry, &names, count) && names[0] < snapshot_name_count(j->snapshot)))
        return NULL;
    prepared_name name = snapshot_prepared(j->snapshot, snapshot_name_at(j->snapshot, names[0]));
    *count = join_tokens(&name, j->places[entry], room);
    return noted(j, *count > 0) ? room : NULL;
}

/* ---------------------------------------------------------------- walking, all rows at once */

typedef struct joined_descent {
    rows_walk *rows;
    const search_joined *j;
    const search_sieve *sieve;
    const trie_word *nodes;
    size_t node_count;
    entry_list *out;
    bool backward;
} joined_descent;

static size_t bucket_count(trie_word bucket)
{
    return (bucket >> JOINED_COUNT & 0xFF) + 1;
}

/* Adds those entries of a bucket whose letters allow it. far: letters that they may have at the far end. */
static bool sift_bucket(const joined_descent *d, trie_word bucket, uint32_t far)
{
    const search_joined *j = d->j;
    size_t first = (uint32_t)bucket, count = bucket_count(bucket);
    const uint32_t *signatures = d->backward ? j->order_signatures : j->signatures;
    if ((uint8_t)(bucket >> BLOCK_LONGEST) < d->sieve->fewest || (uint8_t)(bucket >> BLOCK_SHORTEST) > d->sieve->most || !far)
        return true;
    if (!noted(j, may_read(j, signatures, sizeof *signatures, j->count, first, count)) ||
        !noted(j, !d->backward || may_read(j, j->order, sizeof *j->order, j->count, first, count)))
        return true;
    const sieve_group group = {signatures + first, d->backward ? j->order + first : NULL, count, (uint32_t)first, JOINED_ENTRY, far};
    return sieve_words(d->sieve, &group, d->out);
}

/* What the letters up to here cost at least is missing at the far end. */
ROWS_TARGET static bool sift_from(const joined_descent *d, trie_word bucket, size_t depth)
{
    unsigned least = rows_least(d->rows, depth);
    if (least > d->sieve->limit)
        return true;
    return sift_bucket(d, bucket, sieve_far_letters(d->sieve, d->backward ? WORD_FIRST : WORD_LAST, d->sieve->limit - least));
}

/* All that is below a child. */
static bool sift_all(const joined_descent *d, size_t parent, trie_word child, size_t depth)
{
    if (child & TRIE_LEAF)
        return sift_bucket(d, child, UINT32_MAX);
    size_t block = trie_block(child);
    trie_word letters = depth < COST_SYMBOLS_MAX ? trie_letters(d->j->snapshot, d->nodes, d->node_count, parent, block) : 0;
    for (size_t i = 0, n = (size_t)__builtin_popcountll(letters & TRIE_LETTERS); i < n; i++)
        if (!sift_all(d, block, d->nodes[block + 1 + i], depth + 1))
            return false;
    return true;
}

ROWS_TARGET static bool descend(const joined_descent *d, size_t block, trie_word letters, unsigned last, size_t depth);

ROWS_TARGET static bool descend_to(const joined_descent *d, size_t parent, trie_word child, unsigned letter, size_t depth)
{
    if (depth == ROWS_DEPTH_MAX) /* too long to be walked */
        return sift_all(d, parent, child, depth);
    if (child & TRIE_LEAF)
        return sift_from(d, child, depth);
    size_t block = trie_block(child);
    trie_word letters = trie_letters(d->j->snapshot, d->nodes, d->node_count, parent, block);
    if ((uint8_t)(letters >> BLOCK_LONGEST) < d->sieve->fewest || (uint8_t)(letters >> BLOCK_SHORTEST) > d->sieve->most ||
        !rows_step(d->rows, depth + 1, letter))
        return true;
    for (size_t i = 0, n = trie_skipped(child); i < n; i++) {
        unsigned next = trie_skipped_letter(child, i);
        if (++depth == ROWS_DEPTH_MAX)
            return sift_all(d, parent, child, depth);
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

/* Blocks and buckets lie anywhere: by its turn each is on its way to the cache. */
ROWS_TARGET static inline void fetch_children(const joined_descent *d, size_t block, trie_word letters)
{
    const uint32_t *signatures = d->backward ? d->j->order_signatures : d->j->signatures;
    for (trie_word rest = letters; rest; rest &= rest - 1) {
        trie_word child = trie_child(d->nodes, block, rest & -rest);
        fetch(child & TRIE_LEAF ? (const void *)(signatures + (uint32_t)child) : (const void *)(d->nodes + trie_block(child)));
    }
}

/* The columns up to `depth` are those of the letters that lead to this block. The child whose letter repeats the last one comes last. */
ROWS_TARGET static bool descend(const joined_descent *d, size_t block, trie_word letters, unsigned last, size_t depth)
{
    trie_word doubled = UINT64_C(1) << last, next = letters & rows_next(d->rows, depth);
    if ((letters & TRIE_END) && rows_may_end(d->rows, depth) && !sift_bucket(d, trie_child(d->nodes, block, TRIE_END), UINT32_MAX))
        return false;
    fetch_children(d, block, next & ~TRIE_END);
    for (trie_word rest = next & ~doubled & ~TRIE_END; rest; rest &= rest - 1)
        if (!descend_to(d, block, trie_child(d->nodes, block, rest & -rest), (unsigned)__builtin_ctzll(rest), depth))
            return false;
    if ((next & doubled) == 0)
        return true;
    rows_expect_doubled(d->rows, depth);
    return descend_to(d, block, trie_child(d->nodes, block, doubled), last, depth);
}

static bool meet_by_rows(joined_descent *d)
{
    trie_word letters = trie_letters(d->j->snapshot, d->nodes, d->node_count, 0, 0) & TRIE_LETTERS;
    return letters == 0 || descend(d, 0, letters, LATIN_LETTERS, 0);
}

/* ---------------------------------------------------------------- walking, cell by cell */

static symbol symbol_of(unsigned letter)
{
    return (symbol)(letter < 26 ? 'a' + letter : '0' + letter - 26);
}

static bool walk_block(joined_descent *d, cost_walk *walk, size_t parent, size_t block)
{
    size_t depth = walk->depth;
    trie_word letters = depth < COST_SYMBOLS_MAX ? trie_letters(d->j->snapshot, d->nodes, d->node_count, parent, block) : 0;
    for (trie_word rest = letters & TRIE_LETTERS; rest; rest &= rest - 1) {
        trie_word letter = rest & -rest, child = trie_child(d->nodes, block, letter);
        bool good = true, within = true;
        cost_back(walk, depth);
        if (letter != TRIE_END)
            within = cost_step(walk, symbol_of((unsigned)__builtin_ctzll(letter)));
        if (within && (child & TRIE_LEAF))
            good = sift_bucket(d, child, UINT32_MAX);
        for (size_t i = 0, n = trie_skipped(child); within && i < n && (child & TRIE_LEAF) == 0; i++)
            within = walk->depth < COST_SYMBOLS_MAX && cost_step(walk, symbol_of(trie_skipped_letter(child, i)));
        if (within && (child & TRIE_LEAF) == 0)
            good = walk_block(d, walk, block, trie_block(child));
        if (!good)
            return false;
    }
    return true;
}

bool joined_meet(rows_walk *rows, cost_walk *walk, const search_joined *j, const cost_pattern *pattern, entry_list *out)
{
    search_sieve sieve;
    joined_descent d = {.rows = rows, .j = j, .sieve = &sieve, .nodes = j->forward, .node_count = j->forward_count, .out = out};
    if (j->forward_count == 0)
        return true;
    sieve_make(&sieve, pattern);
    if (!rows_can_run() || !rows_begin(rows, pattern, false))
        return !cost_begin(walk, pattern, SCRIPT_LATIN) || walk_block(&d, walk, 0, 0);
    if (!meet_by_rows(&d))
        return false;
    d.nodes = j->backward;
    d.node_count = j->backward_count;
    d.backward = true;
    return rows_begin(rows, pattern, true) && meet_by_rows(&d);
}

/* ---------------------------------------------------------------- opening */

static slice section(const snapshot *s, snapshot_section_id id)
{
    return snapshot_bytes(s, id);
}

bool joined_open(const snapshot *s, search_joined *out)
{
    slice names = section(s, SECTION_JOINED_NAMES), places = section(s, SECTION_JOINED_PLACES),
          signatures = section(s, SECTION_JOINED_SIGNATURES), lists = section(s, SECTION_JOINED_LISTS),
          forward = section(s, SECTION_JOINED_FORWARD), backward = section(s, SECTION_JOINED_BACKWARD),
          order = section(s, SECTION_JOINED_ORDER), order_signatures = section(s, SECTION_JOINED_ORDER_SIGNATURES);
    *out = (search_joined){.snapshot = s,
                           .names = (const void *)names.ptr,
                           .places = (const void *)places.ptr,
                           .signatures = (const void *)signatures.ptr,
                           .count = names.len / sizeof *out->names,
                           .lists = (const void *)lists.ptr,
                           .list_size = lists.len / sizeof *out->lists,
                           .forward = (const void *)forward.ptr,
                           .forward_count = forward.len / sizeof *out->forward,
                           .backward = (const void *)backward.ptr,
                           .backward_count = backward.len / sizeof *out->backward,
                           .order = (const void *)order.ptr,
                           .order_signatures = (const void *)order_signatures.ptr};
    return names.len == out->count * sizeof *out->names && places.len == out->count * sizeof *out->places && signatures.len == names.len &&
           order.len == names.len && order_signatures.len == names.len && out->count < JOINED_ENTRY &&
           (out->forward_count == 0) == (out->backward_count == 0);
}

/* ---------------------------------------------------------------- verifying */

/* Blocks stand one behind the other; a child is a block behind its parent, or a bucket of entries. */
static bool is_trie(const search_joined *j, const trie_word *words, size_t count)
{
    if (!snapshot_touch(j->snapshot, words, count * sizeof *words))
        return false;
    for (size_t block = 0, end; block < count; block = end) {
        end = block + 1 + (size_t)__builtin_popcountll(words[block] & TRIE_LETTERS);
        if (end == block + 1 || words[block] >> BLOCK_UNUSED || end > count || ((words[block] & TRIE_END) && !(words[end - 1] & TRIE_LEAF)))
            return false;
        for (size_t child = block + 1; child < end; child++)
            if (words[child] & TRIE_LEAF ? (uint32_t)words[child] + bucket_count(words[child]) > j->count
                                         : trie_block(words[child]) <= block || trie_block(words[child]) >= count)
                return false;
    }
    return true;
}

static bool is_entry(const search_joined *j, uint32_t entry)
{
    symbol room[COST_SYMBOLS_MAX];
    size_t length, count;
    const symbol *text = joined_text(j, entry, room, &length);
    const uint32_t *names = joined_names(j, entry, &count);
    if (!text || !may_read(j, j->signatures, sizeof *j->signatures, j->count, entry, 1) ||
        j->signatures[entry] != sieve_signature(text, length, WORD_LAST))
        return false;
    for (size_t i = 0; i < count; i++)
        if (names[i] >= snapshot_name_count(j->snapshot) || (i && names[i] <= names[i - 1]))
            return false;
    return true;
}

static bool is_ordered(const search_joined *j, uint32_t place)
{
    symbol room[COST_SYMBOLS_MAX];
    size_t length;
    if (!may_read(j, j->order, sizeof *j->order, j->count, place, 1) ||
        !may_read(j, j->order_signatures, sizeof *j->order_signatures, j->count, place, 1) || j->order[place] >= j->count)
        return false;
    const symbol *text = joined_text(j, j->order[place], room, &length);
    return text && j->order_signatures[place] == sieve_signature(text, length, WORD_FIRST);
}

bool joined_verify(const search_joined *j)
{
    for (uint32_t entry = 0; entry < j->count; entry++)
        if (!is_entry(j, entry) || !is_ordered(j, entry))
            return false;
    return is_trie(j, j->forward, j->forward_count) && is_trie(j, j->backward, j->backward_count);
}
