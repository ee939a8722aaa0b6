/* Memory runs out at every single allocation, one after the other: each time an error, never a crash, a leak or a wrong answer. The linker
   sends the library's malloc, calloc and realloc here (--wrap). */
#include "../test_support.h"
#include <cordon/cordon.h>

static long left; /* allocations until one fails; negative: none fails */

void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *old, size_t size);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *old, size_t size);

static int fails_now(void)
{
    return left >= 0 && left-- == 0;
}

void *__wrap_malloc(size_t size)
{
    return fails_now() ? NULL : __real_malloc(size);
}

void *__wrap_calloc(size_t count, size_t size)
{
    return fails_now() ? NULL : __real_calloc(count, size);
}

void *__wrap_realloc(void *old, size_t size)
{
    return fails_now() ? NULL : __real_realloc(old, size);
}

static char list_path[] = "memory.XXXXXX", snapshot_path[32];

static cordon_status compile_once(void)
{
    cordon_list list = {"made", list_path, 0};
    cordon_text report = {0};
    cordon_compile_options options = {.lists = &list, .list_count = 1, .output = snapshot_path};
    cordon_status status = cordon_compile(&options, &report, NULL);
    cordon_text_free(&report);
    return status;
}

static cordon_status screen_once(size_t *hits)
{
    static const char query[] =
        "{\"id\":\"q\",\"schema\":\"Person\",\"name\":\"Kim Jong-oun\",\"birthDate\":\"1984\",\"passportNumber\":\"PD1234567\"}";
    cordon_snapshot *snapshot = NULL;
    cordon_policy *policy = NULL;
    cordon_screener *screener = NULL;
    cordon_text out = {0};
    cordon_status status = cordon_snapshot_open(snapshot_path, &snapshot, NULL);
    if (status == CORDON_OK)
        status = cordon_policy_new(&policy, NULL);
    if (status == CORDON_OK)
        status = cordon_screener_new(snapshot, policy, 0, &screener, NULL);
    if (status == CORDON_OK)
        status = cordon_screen(screener, query, sizeof query - 1, CORDON_EXPLAIN, &out, hits, NULL);
    cordon_text_free(&out);
    cordon_screener_free(screener);
    cordon_policy_free(policy);
    cordon_snapshot_close(snapshot);
    return status;
}

static void compiling_survives_every_failed_allocation(void **state)
{
    cordon_status status = CORDON_NO_MEMORY;
    (void)state;
    long n = 0;
    for (; status != CORDON_OK; n++) {
        assert_true(n < 20000);
        left = n;
        status = compile_once();
        left = -1;
        assert_true(status == CORDON_OK || status == CORDON_NO_MEMORY);
    }
    assert_true(n > 20); /* the allocations really went through here */
}

static void screening_survives_every_failed_allocation(void **state)
{
    cordon_status status = CORDON_NO_MEMORY;
    size_t hits = 0;
    (void)state;
    left = -1;
    assert_int_equal(compile_once(), CORDON_OK);
    long n = 0;
    for (; status != CORDON_OK; n++) {
        assert_true(n < 20000);
        left = n;
        status = screen_once(&hits);
        left = -1;
        assert_true(status == CORDON_OK || status == CORDON_NO_MEMORY);
    }
    assert_true(n > 8);
    assert_int_equal(hits, 1);
}

static int set_up(void **state)
{
    static const char entity[] = "{\"id\":\"p1\",\"schema\":\"Person\",\"properties\":{\"name\":[\"Kim Jong "
                                 "Un\"],\"birthDate\":[\"1984-01-08\"],\"passportNumber\":[\"PD1234567\"]}}\n";
    (void)state;
    left = -1;
    int fd = mkstemp(list_path);
    bool good = fd >= 0 && write(fd, entity, sizeof entity - 1) == (ssize_t)sizeof entity - 1;
    if (fd >= 0)
        close(fd);
    snprintf(snapshot_path, sizeof snapshot_path, "%s.snapshot", list_path);
    return good ? 0 : 1;
}

static int tear_down(void **state)
{
    (void)state;
    left = -1;
    unlink(list_path);
    unlink(snapshot_path);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(compiling_survives_every_failed_allocation),
                                       cmocka_unit_test(screening_survives_every_failed_allocation)};
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
