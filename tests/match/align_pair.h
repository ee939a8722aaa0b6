/* Two names prepared, planned and aligned, for the tests of matching. A test file lets cmocka call pair_set_up and pair_tear_down. */
#ifndef ALIGN_PAIR_H
#define ALIGN_PAIR_H

#include "../test_support.h"
#include "match/match_align.h"

#include <stdlib.h>

enum { REVIEW = 5400, STRONG = 6500 }; /* the default policy */

typedef struct pair_test {
    arena memory;
    align_scratch *scratch;
    name_scratch names[2];
    match_alignment out; /* of the last call */
} pair_test;

static pair_test *t;

static int pair_set_up(void **state)
{
    (void)state;
    t = calloc(1, sizeof *t);
    t->scratch = align_scratch_new();
    return t->scratch ? 0 : 1;
}

static int pair_tear_down(void **state)
{
    (void)state;
    align_scratch_free(t->scratch);
    arena_free(&t->memory);
    free(t);
    return 0;
}

static const match_alignment *align_above(const char *query, const char *listed, name_kind kind, evidence least)
{
    prepared_name q, l;
    match_plan plan;
    arena_reset(&t->memory);
    assert_int_equal(name_prepare(slice_of(query), kind, &t->names[0], &q, NULL), CORDON_OK);
    assert_int_equal(name_prepare(slice_of(listed), kind, &t->names[1], &l, NULL), CORDON_OK);
    assert_true(plan_make(&plan, q, &t->memory));
    align_names(&plan, &l, least, t->scratch, &t->out);
    return &t->out;
}

static const match_alignment *align(const char *query, const char *listed, name_kind kind)
{
    return align_above(query, listed, kind, INT32_MIN);
}

static int32_t score(const char *query, const char *listed, name_kind kind)
{
    const match_alignment *a = align(query, listed, kind);
    return score_of(a->net, a->own, a->most);
}

static inline void expect_score_at(const char *query, const char *listed, name_kind kind, int32_t least, const char *file, int line)
{
    int32_t found = score(query, listed, kind);
    if (found < least) {
        print_error("\"%s\" against \"%s\" (kind %d): %d, expected %d\n", query, listed, (int)kind, found, least);
        _fail(file, line);
    }
}
#define EXPECT_SCORE(query, listed, kind, least) expect_score_at((query), (listed), (kind), (least), __FILE__, __LINE__)

#endif
