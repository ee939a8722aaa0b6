/* What tests of walks through an index need: scratch, a folder, the index of an open snapshot. */
#ifndef TESTS_SEARCH_WALK_SUPPORT_H
#define TESTS_SEARCH_WALK_SUPPORT_H

#include "random_words.h"

#include "search/search_index.h"
#include "search/search_script.h"

static arena memory;
static cost_walk walk;
static rows_walk *rows;
static test_folder folder;

static search_index index_of(const snapshot *s)
{
    search_index index;
    cordon_error error;
    expect_ok(search_open(s, &index, &error), &error);
    return index;
}

static int walk_set_up(void **state)
{
    (void)state;
    rows = rows_new();
    folder_make(&folder);
    return rows ? 0 : -1;
}

static int walk_tear_down(void **state)
{
    (void)state;
    arena_free(&memory);
    rows_free(rows);
    folder_remove(&folder);
    return 0;
}

#endif
