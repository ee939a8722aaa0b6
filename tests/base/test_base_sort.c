/* Sorting by several threads gives what sorting by one does. */
#include "test_support.h"

#include "base/base_sort.h"

typedef struct element {
    uint32_t key, number;
    char more[5]; /* an odd size */
} element;

static int compare_elements(const void *a, const void *b, void *context)
{
    const element *x = a, *y = b;
    int sign = *(const int *)context;
    if (x->key != y->key)
        return x->key < y->key ? -sign : sign;
    return (x->number > y->number) - (x->number < y->number);
}

static void fill(element *all, size_t count, uint32_t keys)
{
    uint32_t random = 12345;
    for (size_t i = 0; i < count; i++) {
        random = random * 1103515245 + 12345;
        all[i] = (element){.key = (random >> 8) % keys, .number = (uint32_t)i, .more = "abcd"};
    }
}

static void any_number_of_threads_gives_the_order_of_one(void **state)
{
    (void)state;
    enum { COUNT = 100003 };
    static element one[COUNT], other[COUNT];
    static const size_t counts[] = {0, 1, 2, 3, 4095, 4096, 8191, 8192, 12289, 65537, COUNT};
    static const size_t threads[] = {0, 2, 3, 5};
    static const uint32_t keys[] = {1, 7, 1u << 24};
    for (int sign = -1; sign <= 1; sign += 2)
        for (size_t c = 0; c < COUNT_OF(counts); c++)
            for (size_t k = 0; k < COUNT_OF(keys); k++)
                for (size_t t = 0; t < COUNT_OF(threads); t++) {
                    fill(one, counts[c], keys[k]);
                    memcpy(other, one, counts[c] * sizeof *one);
                    assert_true(sort_elements(one, counts[c], sizeof *one, compare_elements, &sign, 1));
                    assert_true(sort_elements(other, counts[c], sizeof *other, compare_elements, &sign, threads[t]));
                    for (size_t i = 1; i < counts[c]; i++)
                        assert_true(compare_elements(&one[i - 1], &one[i], &sign) < 0);
                    for (size_t i = 0; i < counts[c]; i++)
                        assert_int_equal(other[i].number, one[i].number);
                }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(any_number_of_threads_gives_the_order_of_one)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
