/* The entries of another script than Latin, looked up for Latin patterns: a tree of their beginnings, made when a script is first asked
   for.

     ким, кима, ли      к      > и    > м *    > а *    л      > и *        nodes in this order; > one symbol deeper, * an entry ends
                        |                               ^                   where nothing below may be within the limit, the walk goes
                        +-------------- next -----------+                   to the next node that is not below                       */
#ifndef SEARCH_SCRIPT_H
#define SEARCH_SCRIPT_H

#include "match/match_reach.h"
#include "search/search_index.h"

typedef struct script_node {
    uint32_t next;         /* the first node behind those below */
    uint32_t entry;        /* that ends here, if one does */
    uint32_t readable;     /* what the entry that ends here, and those below, may be read as, see reach_readable */
    uint32_t longer;       /* the first of the rules of several symbols that end here */
    uint16_t longer_count; /* of them */
    symbol letter;
    uint8_t depth;     /* from 1 on */
    bool ends;         /* an entry */
    reach_begun begun; /* rules of several symbols that end below */
} script_node;

typedef struct script_tree {
    const search_vocabulary *vocabulary;
    script_id script;
    uint32_t readable; /* of all entries */
    ARRAY(script_node) nodes;
    ARRAY(const table_rule *) longer;
} script_tree;

/* Belongs to one thread and one index; all of it 0 at first. */
typedef struct script_trees {
    ARRAY(script_tree) trees;
    reach_walk walk;
} script_trees;

void script_trees_free(script_trees *t);

/* Adds the entries of a script that may be within the pattern's limit, ascending. The pattern is a Latin one, the script another. False: no
   memory. */
bool script_meet(script_trees *t, const search_vocabulary *v, const cost_pattern *pattern, script_id script, entry_list *out);

/* The same for a pattern of any script, letter by letter, and exactly those within the limit: entries stand sorted, so that those which
   share a beginning stand together. */
bool script_walk(cost_walk *walk, const search_vocabulary *v, const cost_pattern *pattern, script_id script, entry_list *out);

#endif
