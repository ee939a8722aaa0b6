/* Ids of a list: each is fresh once. */
#include "test_support.h"

#include "list/list_ids.h"

static void every_id_is_fresh_once(void **state)
{
    (void)state;
    list_ids ids = {0};
    for (int round = 0; round < 2; round++)
        for (int i = 0; i < 20000; i++) {
            char id[16];
            bool fresh;
            snprintf(id, sizeof id, "%x", i);
            assert_true(ids_add(&ids, slice_of(id), &fresh));
            assert_int_equal(fresh, round == 0);
        }
    assert_int_equal(ids.ends.count, 20000);
    ids_free(&ids);
}

static void parts_of_ids_are_other_ids(void **state)
{
    (void)state;
    static const char *const texts[] = {"ab", "a", "b", "abab", "", "ba"};
    list_ids ids = {0};
    bool fresh;
    for (size_t i = 0; i < COUNT_OF(texts); i++) {
        assert_true(ids_add(&ids, slice_of(texts[i]), &fresh));
        assert_true(fresh);
    }
    ids_free(&ids);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_id_is_fresh_once),
        cmocka_unit_test(parts_of_ids_are_other_ids),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
