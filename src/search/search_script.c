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

/* A rule of several symbols ends at the node added last; it was begun at those that lead there. */
static bool add_rule(tree_maker *m, const table_rule *rule)
{
    const table_rule **to = ARRAY_ADD(&m->tree->longer);
    if (!to)
        return false;
    *to = rule;
    m->tree->nodes.at[m->open[m->depth]].longer_count++;
    for (size_t taken = 1; taken < rule->symbol_count; taken++)
        m->tree->nodes.at[m->open[m->depth - rule->symbol_count + taken]].begun |= (uint8_t)(1U << taken);
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
    for (size_t r = 0; r < count; r++)
        if (reach_rule_ends(&rules[r], symbols, m->depth) && !add_rule(m, &rules[r]))
            return false;
    return true;
}

static bool add_entry(tree_maker *m, uint32_t entry, const symbol *symbols, size_t count)
{
    close_nodes(m, shared_with_last(m, symbols, count));
    while (m->depth < count)
        if (!add_node(m, entry, symbols, count))
            return false;
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
    return walk_tree(tree, &t->walk, out);
}
