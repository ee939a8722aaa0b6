#include "search/search_trie.h"
#include "search/search_index.h"

#include <stdlib.h>
#include <string.h>

/* ---------------------------------------------------------------- walking, all rows at once */

typedef struct descent {
    rows_walk *rows;
    const search_vocabulary *v;
    const trie_node *nodes;
    entry_list *out;
    bool backward;
} descent;

static bool add_entry(entry_list *out, uint32_t entry)
{
    uint32_t *to = ARRAY_ADD(out);
    if (to)
        *to = entry;
    return to != NULL;
}

/* The letters of a leaf's entry behind the first `depth`. */
static bool follow_leaf(const descent *d, uint32_t entry, size_t depth)
{
    const search_entry *e = &d->v->entries[entry];
    const symbol *symbols = d->v->symbols + e->symbols;
    for (; depth < e->count; depth++) {
        unsigned letter = (unsigned)table_letter(symbols[d->backward ? e->count - 1U - depth : depth]);
        if (depth == ROWS_DEPTH_MAX)
            return add_entry(d->out, entry);
        if (letter >= LATIN_LETTERS || !rows_leads_on(d->rows, depth, letter))
            return true;
        if (depth && d->backward && letter == (unsigned)table_letter(symbols[e->count - depth]))
            rows_expect_doubled(d->rows, depth);
        if (!rows_step(d->rows, depth + 1, letter))
            return true;
    }
    return !rows_may_end(d->rows, depth) || add_entry(d->out, entry);
}

static bool descend(const descent *d, const trie_node *node, size_t depth);

static bool descend_to(const descent *d, const trie_node *child, size_t depth)
{
    if (depth == ROWS_DEPTH_MAX) { /* too long to be walked: all that is below may be within the limit */
        bool good = true;
        if (child->children == 0)
            return add_entry(d->out, child->target);
        for (size_t i = 0; good && i < child->children; i++)
            good = descend_to(d, &d->nodes[child->target + i], depth);
        return good;
    }
    if (!rows_step(d->rows, depth + 1, child->letter))
        return true;
    return child->children ? descend(d, child, depth + 1) : follow_leaf(d, child->target, depth + 1);
}

/* The columns up to `depth` are those of the letters that lead to this node. The child whose letter repeats the last one comes last. */
static bool descend(const descent *d, const trie_node *node, size_t depth)
{
    const trie_node *children = &d->nodes[node->target], *doubled = NULL;
    for (size_t i = 0; i < node->children; i++) {
        const trie_node *child = &children[i];
        bool good = true;
        if (child->letter == TRIE_END)
            good = !rows_may_end(d->rows, depth) || add_entry(d->out, child->target);
        else if (depth && child->letter == node->letter)
            doubled = child;
        else if (rows_leads_on(d->rows, depth, child->letter))
            good = descend_to(d, child, depth);
        if (!good)
            return false;
    }
    if (!doubled || !rows_leads_on(d->rows, depth, doubled->letter))
        return true;
    rows_expect_doubled(d->rows, depth);
    return descend_to(d, doubled, depth);
}

static bool walk_rows(rows_walk *rows, const search_vocabulary *v, const trie_node *nodes, bool backward, entry_list *out)
{
    descent d = {rows, v, nodes, out, backward};
    return descend(&d, nodes, 0);
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
    return walk_rows(rows, v, t->forward, false, out) && rows_begin(rows, pattern, true) && walk_rows(rows, v, t->backward, true, out);
}

/* ---------------------------------------------------------------- walking, cell by cell */

static symbol symbol_of(unsigned letter)
{
    return (symbol)(letter < 26 ? 'a' + letter : '0' + letter - 26);
}

static bool end_walk(cost_walk *walk, uint32_t entry, entry_list *out)
{
    return cost_end(walk) == COST_NONE || add_entry(out, entry);
}

static bool walk_leaf(cost_walk *walk, const search_vocabulary *v, uint32_t entry, entry_list *out)
{
    const search_entry *e = &v->entries[entry];
    for (size_t depth = walk->depth; depth < e->count; depth++)
        if (!cost_step(walk, v->symbols[e->symbols + depth]))
            return true;
    return end_walk(walk, entry, out);
}

static bool walk_node(cost_walk *walk, const search_vocabulary *v, const trie_node *node, entry_list *out)
{
    size_t depth = walk->depth;
    for (size_t i = 0; i < node->children; i++) {
        const trie_node *child = &v->trie.forward[node->target + i];
        bool good = true;
        cost_back(walk, depth);
        if (child->letter == TRIE_END)
            good = end_walk(walk, child->target, out);
        else if (cost_step(walk, symbol_of(child->letter)))
            good = child->children ? walk_node(walk, v, child, out) : walk_leaf(walk, v, child->target, out);
        if (!good)
            return false;
    }
    return true;
}

bool trie_walk(cost_walk *walk, const search_vocabulary *v, const cost_pattern *pattern, entry_list *out)
{
    for (size_t i = 0; i < v->trie.other_count; i++)
        if (!add_entry(out, v->trie.others[i]))
            return false;
    return v->trie.forward_count == 0 || !cost_begin(walk, pattern, SCRIPT_LATIN) || walk_node(walk, v, &v->trie.forward[0], out);
}

/* ---------------------------------------------------------------- building */

typedef struct trie_builder {
    ARRAY(trie_node) nodes;
    ARRAY(uint32_t) entries; /* by their letters in the direction of the trie */
    trie_text text;
    const void *context;
    bool backward;
} trie_builder;

/* The letter of an entry at this depth, or TRIE_END behind its last one. */
static unsigned letter_at(const trie_builder *b, uint32_t entry, size_t depth)
{
    size_t count;
    const symbol *symbols = b->text(b->context, entry, &count);
    if (depth == count)
        return TRIE_END;
    return (unsigned)table_letter(symbols[b->backward ? count - 1 - depth : depth]);
}

/* Ends first, then by letter. */
static unsigned rank_at(const trie_builder *b, uint32_t entry, size_t depth)
{
    return (letter_at(b, entry, depth) + 1) & TRIE_END;
}

static int compare_entries(const void *x, const void *y, void *context)
{
    const trie_builder *b = context;
    for (size_t depth = 0;; depth++) {
        unsigned p = rank_at(b, *(const uint32_t *)x, depth), q = rank_at(b, *(const uint32_t *)y, depth);
        if (p != q)
            return p < q ? -1 : 1;
        if (p == 0)
            return 0;
    }
}

/* Gives a node the children that part the entries [first, end), which share their first `depth` letters. */
static bool build_node(trie_builder *b, size_t node, size_t first, size_t end, size_t depth)
{
    size_t children = 0, start = b->nodes.count;
    for (size_t i = first; i < end; i++)
        children += i == first || letter_at(b, b->entries.at[i], depth) != letter_at(b, b->entries.at[i - 1], depth);
    if (!ARRAY_RESERVE(&b->nodes, start + children))
        return false;
    b->nodes.count += children;
    b->nodes.at[node].target = (uint32_t)start;
    b->nodes.at[node].children = (uint8_t)children;
    for (size_t child = start, to; first < end; first = to, child++) {
        unsigned letter = letter_at(b, b->entries.at[first], depth);
        for (to = first + 1; to < end && letter_at(b, b->entries.at[to], depth) == letter;)
            to++;
        b->nodes.at[child] = (trie_node){b->entries.at[first], (uint8_t)letter, 0, 0};
        if (to - first > 1 && !build_node(b, child, first, to, depth + 1))
            return false;
    }
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
    b->backward = backward;
    b->nodes.count = 0;
    if (b->entries.count == 0)
        return true;
    if (backward) /* forward they stand in order already */
        qsort_r(b->entries.at, b->entries.count, sizeof *b->entries.at, compare_entries, b);
    trie_node *root = ARRAY_ADD(&b->nodes);
    if (!root)
        return false;
    *root = (trie_node){.letter = TRIE_END};
    return build_node(b, 0, 0, b->entries.count, 0) && snapshot_add_bytes(builder, to, b->nodes.at, b->nodes.count * sizeof *b->nodes.at);
}

bool trie_build(snapshot_builder *builder, trie_sections to, size_t first, size_t end, trie_text text, const void *context)
{
    trie_builder b = {.text = text, .context = context};
    bool good = true;
    for (size_t i = first; good && i < end; i++) {
        uint32_t entry = (uint32_t)i;
        if (is_plain(text, context, i))
            good = add_entry((entry_list *)&b.entries, entry);
        else
            good = snapshot_add_bytes(builder, to.others, &entry, sizeof entry);
    }
    if (good && b.entries.count) /* digits come before letters in the vocabulary, behind them here */
        qsort_r(b.entries.at, b.entries.count, sizeof *b.entries.at, compare_entries, &b);
    good = good && build_direction(&b, builder, to.forward, false) && build_direction(&b, builder, to.backward, true);
    ARRAY_FREE(&b.nodes);
    ARRAY_FREE(&b.entries);
    return good;
}

/* ---------------------------------------------------------------- opening */

static bool is_node(const trie_node *n, size_t place, size_t count, size_t entry_count)
{
    if (n->letter >= LATIN_LETTERS && (n->letter != TRIE_END || (place > 0) == (n->children > 0)))
        return false;
    return n->children ? n->target > place && n->target <= count && n->children <= count - n->target : n->target < entry_count;
}

/* Children stand behind their parents, so that no way leads round; none is deeper than a word is long. */
static bool open_nodes(slice bytes, size_t entry_count, const trie_node **nodes, size_t *count)
{
    *nodes = (const void *)bytes.ptr;
    *count = bytes.len / sizeof(trie_node);
    uint8_t *depths = calloc(*count + 1, 1);
    bool good = depths && bytes.len % sizeof(trie_node) == 0;
    for (size_t i = 0; good && i < *count; i++) {
        const trie_node *n = &(*nodes)[i];
        good = is_node(n, i, *count, entry_count) && depths[i] <= COST_SYMBOLS_MAX;
        for (size_t child = 0; good && child < n->children; child++)
            if (depths[n->target + child] <= depths[i])
                depths[n->target + child] = (uint8_t)(depths[i] + 1);
    }
    free(depths);
    return good;
}

bool trie_open(const snapshot *s, trie_sections from, size_t entry_count, search_trie *out)
{
    slice others = snapshot_bytes(s, from.others);
    out->others = (const void *)others.ptr;
    out->other_count = others.len / sizeof *out->others;
    if (others.len % sizeof *out->others)
        return false;
    for (size_t i = 0; i < out->other_count; i++)
        if (out->others[i] >= entry_count)
            return false;
    return open_nodes(snapshot_bytes(s, from.forward), entry_count, &out->forward, &out->forward_count) &&
           open_nodes(snapshot_bytes(s, from.backward), entry_count, &out->backward, &out->backward_count);
}
