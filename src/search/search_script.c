#include "search/search_script.h"

#include <stdlib.h>

static void free_tree(script_tree *tree)
{
    ARRAY_FREE(&tree->nodes);
    ARRAY_FREE(&tree->longer);
}

void script_trees_free(script_trees *t)
{
    for (size_t i = 0; i < t->trees.count; i++)
        free_tree(&t->trees.at[i]);
    ARRAY_FREE(&t->trees);
}

/* ---------------------------------------------------------------- making a tree */

typedef struct tree_maker {
    script_tree *tree;
    size_t depth;              /* of the node added last */
    uint32_t open[COST_DEPTH]; /* the nodes that lead to it, by depth */
    reach_readings readings;   /* of what leads to it */
} tree_maker;

/* All below the nodes deeper than this is there. */
static void close_nodes(tree_maker *m, size_t depth)
{
    for (; m->depth > depth; m->depth--)
        m->tree->nodes.at[m->open[m->depth]].next = (uint32_t)m->tree->nodes.count;
}

/* How many symbols an entry shares with the one before; fewer than it has, so that a node is left for it (entries differ, but in a damaged
   file). */
static size_t shared_with_last(const tree_maker *m, const symbol *symbols, size_t count)
{
    size_t shared = 0;
    while (shared + 1 < count && shared < m->depth && m->tree->nodes.at[m->open[shared + 1]].letter == symbols[shared])
        shared++;
    return shared;
}

/* Notes what an entry that ends at the node added last may be read as, in all nodes that lead to it. */
static void note_readable(tree_maker *m)
{
    uint32_t readable = reach_readable(&m->readings, m->depth);
    m->tree->readable = reach_either(m->tree->readable, readable);
    for (size_t depth = 1; depth <= m->depth; depth++) {
        script_node *node = &m->tree->nodes.at[m->open[depth]];
        node->readable = reach_either(node->readable, readable);
    }
}

/* A rule of several symbols ends at the node added last; it was begun at those that lead there. */
static bool add_rule(tree_maker *m, const table_rule *rule)
{
    const table_rule **to = ARRAY_ADD(&m->tree->longer);
    if (!to)
        return false;
    *to = rule;
    m->tree->nodes.at[m->open[m->depth]].longer_count++;
    for (size_t taken = 1; taken < rule->symbol_count; taken++) {
        reach_begun *begun = &m->tree->nodes.at[m->open[m->depth - rule->symbol_count + taken]].begun;
        begun->taken |= (uint8_t)(1U << taken);
        begun->first |= reach_first_of(rule);
    }
    return true;
}

/* Adds the next node of an entry. */
static bool add_node(tree_maker *m, uint32_t entry, const symbol *symbols, size_t symbol_count)
{
    size_t count;
    script_node *node = ARRAY_ADD(&m->tree->nodes);
    if (!node)
        return false;
    *node = (script_node){.entry = entry,
                          .longer = (uint32_t)m->tree->longer.count,
                          .letter = symbols[m->depth],
                          .depth = (uint8_t)(m->depth + 1),
                          .ends = m->depth + 1 == symbol_count};
    m->open[++m->depth] = (uint32_t)(m->tree->nodes.count - 1);
    const table_rule *rules = table_rules_ending(symbols[m->depth - 1], &count);
    reach_add_symbol(&m->readings, m->depth);
    for (size_t r = 0; r < count; r++) {
        bool longer = reach_rule_ends(&rules[r], symbols, m->depth);
        if (longer || rules[r].symbol_count == 1)
            reach_add_rule(&m->readings, m->depth, &rules[r]);
        if (longer && !add_rule(m, &rules[r]))
            return false;
    }
    return true;
}

static bool add_entry(tree_maker *m, uint32_t entry, const symbol *symbols, size_t count)
{
    close_nodes(m, shared_with_last(m, symbols, count));
    while (m->depth < count)
        if (!add_node(m, entry, symbols, count))
            return false;
    note_readable(m);
    return true;
}

static bool make_tree(script_tree *tree)
{
    const search_vocabulary *v = tree->vocabulary;
    tree_maker m = {.tree = tree};
    for (size_t i = v->script_starts[tree->script]; i < v->script_starts[tree->script + 1]; i++) {
        const search_entry *e = search_entry_at(v, i);
        if (e && !add_entry(&m, (uint32_t)i, search_symbols(v, e), e->count))
            return false;
    }
    close_nodes(&m, 0);
    return true;
}

/* NULL: no memory. */
static const script_tree *tree_of(script_trees *t, const search_vocabulary *v, script_id script)
{
    for (size_t i = 0; i < t->trees.count; i++)
        if (t->trees.at[i].vocabulary == v && t->trees.at[i].script == script)
            return &t->trees.at[i];
    script_tree *made = ARRAY_ADD(&t->trees);
    if (!made)
        return NULL;
    *made = (script_tree){.vocabulary = v, .script = script};
    if (make_tree(made))
        return made;
    free_tree(made);
    t->trees.count--;
    return NULL;
}

/* ---------------------------------------------------------------- walking */

static bool walk_tree(const script_tree *tree, reach_walk *walk, entry_list *out)
{
    for (size_t i = 0; i < tree->nodes.count;) {
        const script_node *node = &tree->nodes.at[i];
        if (!reach_may_read(walk, node->readable)) {
            i = node->next;
            continue;
        }
        const table_rule *const *longer = node->longer_count ? &tree->longer.at[node->longer] : NULL;
        reach_step(walk, node->depth, node->letter, longer, node->longer_count);
        if (node->ends && reach_may_end(walk, node->depth)) {
            uint32_t *to = ARRAY_ADD(out);
            if (!to)
                return false;
            *to = node->entry;
        }
        i = reach_goes_on(walk, node->depth, node->begun) ? i + 1 : node->next;
    }
    return true;
}

bool script_meet(script_trees *t, const search_vocabulary *v, const cost_pattern *pattern, script_id script, entry_list *out)
{
    if (v->script_starts[script] == v->script_starts[script + 1])
        return true;
    const script_tree *tree = tree_of(t, v, script);
    if (!tree)
        return false;
    reach_begin(&t->walk, pattern, script);
    return !reach_may_read(&t->walk, tree->readable) || walk_tree(tree, &t->walk, out);
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

static bool end_walk(cost_walk *walk, uint32_t entry, entry_list *out)
{
    uint32_t *to = cost_end(walk) == COST_NONE ? NULL : ARRAY_ADD(out);
    if (to)
        *to = entry;
    return to || cost_end(walk) == COST_NONE;
}

/* The entries [low, high) share what was walked. */
static bool walk_range(cost_walk *walk, const search_vocabulary *v, size_t low, size_t high, entry_list *out)
{
    size_t depth = walk->depth;
    for (size_t end; low < high; low = end) {
        symbol s = symbol_at(v, low, depth);
        end = s ? end_of_symbol(v, low, high, depth) : low + 1;
        cost_back(walk, depth);
        if (!s && !end_walk(walk, (uint32_t)low, out)) /* the one entry that ends here */
            return false;
        if (s && depth < COST_SYMBOLS_MAX && cost_step(walk, s) && !walk_range(walk, v, low, end, out))
            return false;
    }
    return true;
}

bool script_walk(cost_walk *walk, const search_vocabulary *v, const cost_pattern *pattern, script_id script, entry_list *out)
{
    size_t low = v->script_starts[script], high = v->script_starts[script + 1];
    return low == high || !cost_begin(walk, pattern, script) || walk_range(walk, v, low, high, out);
}
