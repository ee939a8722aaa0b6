/* What patterns met, kept for all threads. What is found is made from the pattern anew and compared, so that a mixture of two fillings of a
   block is noticed. */
#include "base/base_thread.h"
#include "search/search_cache.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

enum { PATTERNS = 600, LETTERS = 12, MOST = 700 };

/* The key-th pattern: no two have the same symbols. */
static cost_pattern pattern_of(unsigned key, symbol room[LETTERS])
{
    size_t count = 3 + key % (LETTERS - 3);
    for (size_t i = 0; i < count; i++)
        room[i] = (symbol)('a' + (i < 3 ? key >> 4 * i & 15 : key % 7));
    return (cost_pattern){
        .symbols = room, .count = (uint8_t)count, .script = SCRIPT_LATIN, .limit = 90, .reading_limit = 40, .scripts = 1U << SCRIPT_LATIN};
}

static size_t fill(unsigned key, search_met met[MOST])
{
    size_t count = key * 37 % MOST;
    for (size_t i = 0; i < count; i++)
        met[i] = (search_met){key * 1000 + (uint32_t)i, key + (uint32_t)i * 3};
    return count;
}

static bool is_filled(const met_list *found, unsigned key)
{
    search_met met[MOST];
    size_t count = fill(key, met);
    bool same = found->count == count;
    for (size_t i = 0; same && i < count; i++)
        same = found->at[i].entry == met[i].entry && found->at[i].cost == met[i].cost;
    return same;
}

static void keep(search_cache *c, cache_writer *w, unsigned key)
{
    symbol room[LETTERS];
    search_met met[MOST];
    cost_pattern p = pattern_of(key, room);
    size_t count = fill(key, met);
    cache_keep(c, w, 0, &p, met, count);
}

static bool finds(const search_cache *c, unsigned key)
{
    symbol room[LETTERS];
    met_list found = {0};
    cost_pattern p = pattern_of(key, room);
    bool known = cache_find(c, 0, &p, &found);
    assert_int_equal(known, cache_knows(c, 0, &p));
    if (known)
        assert_true(is_filled(&found, key));
    ARRAY_FREE(&found);
    return known;
}

static void only_the_same_pattern_is_found_and_within_its_limits(void **state)
{
    (void)state;
    search_cache *c = cache_new(2);
    cache_writer w = {0};
    symbol room[LETTERS], others[LETTERS];
    cost_pattern p = pattern_of(77, room), closer = p, wider = p, farther = p, script = p, scripts = p, shorter = p,
                 other = pattern_of(78, others);
    closer.limit = closer.reading_limit = 10;
    wider.limit++;
    farther.reading_limit++;
    script.script = SCRIPT_GREEK;
    scripts.scripts |= 1U << SCRIPT_GREEK;
    shorter.count--;
    assert_false(finds(c, 77));
    keep(c, &w, 77);
    assert_true(finds(c, 77));
    assert_true(cache_knows(c, 0, &closer));
    assert_false(cache_knows(c, 1, &p));
    const cost_pattern *strange[] = {&wider, &farther, &script, &scripts, &shorter, &other};
    for (size_t i = 0; i < sizeof strange / sizeof *strange; i++)
        assert_false(cache_knows(c, 0, strange[i]));
    search_met one = {5, 6};
    met_list found = {0};
    cache_keep(c, &w, 0, &wider, &one, 1); /* takes the place of the closer one, and serves both */
    assert_true(cache_find(c, 0, &p, &found) && found.count == 1 && found.at[0].entry == 5 && found.at[0].cost == 6);
    assert_true(cache_find(c, 0, &wider, &found));
    ARRAY_FREE(&found);
    cache_leave(c, &w);
    cache_free(c);
}

/* Of a cache of three blocks that is filled several times over, the last ones are found and the first ones not. */
static void what_was_kept_longest_ago_is_forgotten(void **state)
{
    (void)state;
    search_cache *c = cache_new(3);
    cache_writer w = {0};
    size_t last = 0, first = 0;
    for (unsigned key = 0; key < PATTERNS; key++)
        keep(c, &w, key);
    for (unsigned key = 0; key < 100; key++) {
        first += finds(c, key);
        last += finds(c, PATTERNS - 1 - key);
    }
    assert_int_equal(first, 0); /* 600 patterns are 1.7 MB, three blocks 0.8 */
    assert_true(last >= 95);    /* a slot may be taken by another one */
    cache_leave(c, &w);
    cache_free(c);
}

static void what_is_longer_than_a_block_is_not_kept(void **state)
{
    (void)state;
    enum { TOO_MANY = CACHE_BLOCK_SIZE / sizeof(search_met), FITTING = TOO_MANY - 8 };
    search_cache *c = cache_new(1);
    cache_writer w = {0};
    symbol room[LETTERS];
    cost_pattern p = pattern_of(5, room);
    search_met *met = calloc(TOO_MANY, sizeof *met);
    met_list found = {0};
    assert_non_null(met);
    cache_keep(c, &w, 0, &p, met, TOO_MANY);
    assert_false(cache_knows(c, 0, &p));
    cache_keep(c, &w, 0, &p, met, FITTING);
    assert_true(cache_find(c, 0, &p, &found) && found.count == FITTING);
    ARRAY_FREE(&found);
    free(met);
    cache_leave(c, &w);
    cache_free(c);
}

static void a_block_has_one_writer(void **state)
{
    (void)state;
    search_cache *c = cache_new(1);
    cache_writer one = {0}, two = {0};
    keep(c, &one, 1);
    keep(c, &two, 2);
    assert_true(finds(c, 1) && !finds(c, 2));
    cache_leave(c, &one);
    assert_true(finds(c, 1));
    keep(c, &two, 2);
    assert_true(!finds(c, 1) && finds(c, 2));
    for (unsigned key = 3; key < PATTERNS; key++) /* the only block is its own: it is filled anew */
        keep(c, &two, key);
    assert_true(finds(c, PATTERNS - 1) && !finds(c, 2));
    cache_leave(c, &two);
    cache_free(c);
}

/* ---------------------------------------------------------------- many threads */

enum { WORKERS = 4, ROUNDS = 20000 };

typedef struct work {
    search_cache *cache;
    atomic_size_t found, wrong;
} work;

/* cmocka's checks are for one thread: what is wrong is counted. */
static void look_and_keep(void *context, size_t worker)
{
    work *all = context;
    cache_writer w = {0};
    met_list found = {0};
    unsigned seed = (unsigned)worker + 1;
    for (size_t i = 0; i < ROUNDS; i++) {
        unsigned key = (unsigned)rand_r(&seed) % PATTERNS;
        symbol room[LETTERS];
        cost_pattern p = pattern_of(key, room);
        bool known = cache_find(all->cache, 0, &p, &found);
        atomic_fetch_add(&all->found, known);
        if (known && !is_filled(&found, key))
            atomic_fetch_add(&all->wrong, 1);
        if (!known)
            keep(all->cache, &w, key);
    }
    ARRAY_FREE(&found);
    cache_leave(all->cache, &w);
}

static void threads_find_what_others_kept_and_never_half_of_it(void **state)
{
    (void)state;
    work all = {.cache = cache_new(5)};
    thread_run(WORKERS, look_and_keep, &all);
    assert_int_equal(atomic_load(&all.wrong), 0);
    assert_true(atomic_load(&all.found) > ROUNDS);                    /* several blocks are readable at any time */
    assert_true(atomic_load(&all.found) < WORKERS * ROUNDS - ROUNDS); /* and were filled anew again and again */
    cache_writer four[WORKERS] = {0};
    for (unsigned i = 0; i < WORKERS; i++) { /* all blocks were given back */
        keep(all.cache, &four[i], i);
        assert_true(finds(all.cache, i));
    }
    cache_free(all.cache);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(only_the_same_pattern_is_found_and_within_its_limits),
        cmocka_unit_test(what_was_kept_longest_ago_is_forgotten),
        cmocka_unit_test(what_is_longer_than_a_block_is_not_kept),
        cmocka_unit_test(a_block_has_one_writer),
        cmocka_unit_test(threads_find_what_others_kept_and_never_half_of_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
