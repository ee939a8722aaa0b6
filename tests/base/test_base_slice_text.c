/* Slices, texts, arrays and the arena. */
#include "test_support.h"

#include "base/base_arena.h"
#include "base/base_array.h"
#include "base/base_text.h"

static void slice_of_null_is_empty(void **state)
{
    (void)state;
    assert_int_equal(slice_of(NULL).len, 0);
    assert_true(slice_equal(slice_of(NULL), SLICE("")));
    assert_int_equal(slice_trim(slice_of(NULL)).len, 0);
    assert_int_equal(slice_skip(slice_of(NULL), 3).len, 0);
    assert_int_equal(slice_first(slice_of(NULL), 3).len, 0);
}

static void equality_is_of_all_bytes(void **state)
{
    (void)state;
    assert_true(slice_equal(SLICE("a\0b"), SLICE("a\0b")));
    assert_false(slice_equal(SLICE("a\0b"), SLICE("a\0c")));
    assert_false(slice_equal(SLICE("ab"), SLICE("abc")));
    assert_false(slice_equal(SLICE("ab"), SLICE("aB")));
}

static void fold_equality_ignores_the_case_of_ascii_only(void **state)
{
    (void)state;
    assert_true(slice_equal_fold(SLICE("IMO Z"), SLICE("imo z")));
    assert_false(slice_equal_fold(SLICE("imo"), SLICE("imo2")));
    assert_false(slice_equal_fold(SLICE("@["), SLICE("`{")));
    assert_false(slice_equal_fold(SLICE("\xC3\x89"), SLICE("\xC3\xA9")));
}

static void order_is_by_bytes_and_the_shorter_first(void **state)
{
    (void)state;
    assert_true(slice_compare(SLICE("a"), SLICE("b")) < 0);
    assert_true(slice_compare(SLICE("ab"), SLICE("a")) > 0);
    assert_true(slice_compare(SLICE(""), SLICE("a")) < 0);
    assert_true(slice_compare(SLICE("\xFF"), SLICE("a")) > 0);
    assert_int_equal(slice_compare(SLICE("same"), SLICE("same")), 0);
}

static void trim_takes_ascii_space_at_both_ends(void **state)
{
    (void)state;
    expect_slice(slice_trim(SLICE(" \t\r\n\v\f a b \n")), "a b");
    expect_slice(slice_trim(SLICE(" \n ")), "");
    expect_slice(slice_trim(SLICE("\xC2\xA0x")), "\xC2\xA0x");
}

static void prefixes_and_suffixes(void **state)
{
    (void)state;
    assert_true(slice_starts(SLICE("sdn.csv"), SLICE("sdn")));
    assert_false(slice_starts(SLICE("sd"), SLICE("sdn")));
    assert_false(slice_starts(SLICE("SDN"), SLICE("sdn")));
    assert_true(slice_starts_fold(SLICE("SDN.CSV"), SLICE("sdn")));
    assert_false(slice_starts_fold(SLICE("SD"), SLICE("sdn")));
    assert_true(slice_ends(SLICE("sdn.csv"), SLICE(".csv")));
    assert_false(slice_ends(SLICE("csv"), SLICE(".csv")));
    assert_true(slice_ends(SLICE("x"), SLICE("")));
}

static void skip_and_first_stop_at_the_end(void **state)
{
    (void)state;
    expect_slice(slice_skip(SLICE("abc"), 1), "bc");
    expect_slice(slice_skip(SLICE("abc"), 3), "");
    expect_slice(slice_skip(SLICE("abc"), SIZE_MAX), "");
    expect_slice(slice_first(SLICE("abc"), 2), "ab");
    expect_slice(slice_first(SLICE("abc"), SIZE_MAX), "abc");
}

static void find_gives_the_first_place_or_the_length(void **state)
{
    (void)state;
    assert_int_equal(slice_find(SLICE("a] [b] [c"), SLICE("] [")), 1);
    assert_int_equal(slice_find(SLICE("abc"), SLICE("c")), 2);
    assert_int_equal(slice_find(SLICE("abc"), SLICE("d")), 3);
    assert_int_equal(slice_find(SLICE("ab"), SLICE("abc")), 2);
    assert_int_equal(slice_find(SLICE(""), SLICE("a")), 0);
}

static void cut_gives_every_piece_also_empty_ones(void **state)
{
    (void)state;
    slice rest = SLICE("a,,b,"), piece;
    static const char *const want[] = {"a", "", "b", ""};
    for (size_t i = 0; i < COUNT_OF(want); i++) {
        assert_true(slice_cut(&rest, ',', &piece));
        expect_slice(piece, want[i]);
    }
    assert_false(slice_cut(&rest, ',', &piece));
    assert_false(slice_cut(&rest, ',', &piece));
}

static void cut_of_a_text_without_separator_is_the_text(void **state)
{
    (void)state;
    slice rest = SLICE("abc"), piece;
    assert_true(slice_cut(&rest, ',', &piece));
    expect_slice(piece, "abc");
    assert_false(slice_cut(&rest, ',', &piece));
}

static void numbers_are_digits_only_and_never_overflow(void **state)
{
    (void)state;
    uint64_t n = 7;
    assert_true(slice_to_uint(SLICE("0"), &n) && n == 0);
    assert_true(slice_to_uint(SLICE("0042"), &n) && n == 42);
    assert_true(slice_to_uint(SLICE("9999999999999999999"), &n) && n == 9999999999999999999U);
    n = 7;
    assert_false(slice_to_uint(SLICE(""), &n));
    assert_false(slice_to_uint(SLICE("-1"), &n));
    assert_false(slice_to_uint(SLICE("+1"), &n));
    assert_false(slice_to_uint(SLICE("1 "), &n));
    assert_false(slice_to_uint(SLICE("12a"), &n));
    assert_false(slice_to_uint(SLICE("18446744073709551616"), &n));
    assert_false(slice_to_uint(SLICE("99999999999999999999999"), &n));
    assert_int_equal(n, 7);
}

static void text_grows_by_slices_characters_and_formats(void **state)
{
    (void)state;
    string t = {0};
    text_add(&t, SLICE("ab\0c"));
    text_add_char(&t, '-');
    text_format(&t, "%s=%d", "x", 42);
    assert_int_equal(t.len, 9);
    assert_memory_equal(t.ptr, "ab\0c-x=42", 9);
    assert_false(t.failed);
    text_free(&t);
    assert_null(t.ptr);
    assert_int_equal(t.len, 0);
}

static void text_takes_a_long_format_whole(void **state)
{
    (void)state;
    string t = {0};
    text_format(&t, "%0*d|", 5000, 7);
    assert_int_equal(t.len, 5001);
    assert_int_equal(t.ptr[4999], '7');
    assert_int_equal(t.ptr[5000], '|');
    text_free(&t);
}

static void a_failed_text_stays_as_it_was(void **state)
{
    (void)state;
    string t = {0};
    text_add(&t, SLICE("kept"));
    text_add(&t, (slice){"x", SIZE_MAX - 2});
    assert_true(t.failed);
    text_add(&t, SLICE("more"));
    text_format(&t, "%d", 1);
    expect_slice(text_slice(&t), "kept");
    text_free(&t);
    assert_false(t.failed);
}

static void array_adds_zeroed_elements_and_keeps_the_others(void **state)
{
    (void)state;
    ARRAY(int) numbers = {0};
    for (int i = 0; i < 1000; i++) {
        int *one = ARRAY_ADD(&numbers);
        assert_non_null(one);
        assert_int_equal(*one, 0);
        *one = i + 1;
    }
    assert_int_equal(numbers.count, 1000);
    for (int i = 0; i < 1000; i++)
        assert_int_equal(numbers.at[i], i + 1);
    ARRAY_FREE(&numbers);
    assert_null(numbers.at);
    assert_int_equal(numbers.count + numbers.capacity, 0);
}

static void array_refuses_sizes_that_overflow_and_stays(void **state)
{
    (void)state;
    ARRAY(uint64_t) numbers = {0};
    assert_non_null(ARRAY_ADD(&numbers));
    numbers.at[0] = 77;
    assert_false(ARRAY_RESERVE(&numbers, SIZE_MAX));
    assert_false(ARRAY_RESERVE(&numbers, SIZE_MAX / 4));
    assert_int_equal(numbers.count, 1);
    assert_int_equal(numbers.at[0], 77);
    ARRAY_FREE(&numbers);
}

static void arena_memory_is_zeroed_aligned_and_apart(void **state)
{
    (void)state;
    arena a = {0};
    unsigned char *last = NULL;
    for (size_t size = 1; size < 3000; size += 37) {
        unsigned char *p = arena_take(&a, size);
        assert_non_null(p);
        assert_int_equal((uintptr_t)p % 16, 0);
        for (size_t i = 0; i < size; i++)
            assert_int_equal(p[i], 0);
        memset(p, 0xAB, size);
        assert_ptr_not_equal(p, last);
        last = p;
    }
    arena_free(&a);
    assert_null(a.newest);
}

static void arena_gives_pieces_larger_than_its_chunks(void **state)
{
    (void)state;
    arena a = {0};
    char *small = arena_take(&a, 10);
    char *large = arena_take(&a, 1 << 20);
    assert_non_null(small);
    assert_non_null(large);
    memset(large, 1, 1 << 20);
    assert_int_equal(small[9], 0);
    assert_null(arena_take(&a, SIZE_MAX));
    assert_null(arena_take(&a, SIZE_MAX / 2 + 1));
    arena_free(&a);
}

static void arena_copies_bytes(void **state)
{
    (void)state;
    arena a = {0};
    char source[] = "value";
    slice copy = arena_copy(&a, (slice){source, 5});
    source[0] = 'V';
    expect_slice(copy, "value");
    slice empty = arena_copy(&a, (slice){NULL, 0});
    assert_non_null(empty.ptr);
    assert_int_equal(empty.len, 0);
    arena_free(&a);
}

static void arena_reset_starts_anew_with_zeroed_memory(void **state)
{
    (void)state;
    arena a = {0};
    arena_reset(&a);
    assert_null(a.newest);
    for (int i = 0; i < 10; i++)
        memset(arena_take(&a, 40000), 0xFF, 40000);
    arena_reset(&a);
    unsigned char *p = arena_take(&a, 40000);
    assert_non_null(p);
    for (size_t i = 0; i < 40000; i++)
        assert_int_equal(p[i], 0);
    arena_free(&a);
}

static void an_error_is_cut_at_its_limit_and_may_be_null(void **state)
{
    (void)state;
    cordon_error error;
    assert_int_equal(error_set(&error, CORDON_BAD_INPUT, "%0*d", 5000, 1), CORDON_BAD_INPUT);
    assert_int_equal(error.status, CORDON_BAD_INPUT);
    assert_int_equal(strlen(error.message), CORDON_MESSAGE_MAX - 1);
    assert_int_equal(error_set(NULL, CORDON_REFUSED, "nobody reads this"), CORDON_REFUSED);
    assert_int_equal(error_no_memory(&error), CORDON_NO_MEMORY);
    assert_string_equal(error.message, "out of memory");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(slice_of_null_is_empty),
        cmocka_unit_test(equality_is_of_all_bytes),
        cmocka_unit_test(fold_equality_ignores_the_case_of_ascii_only),
        cmocka_unit_test(order_is_by_bytes_and_the_shorter_first),
        cmocka_unit_test(trim_takes_ascii_space_at_both_ends),
        cmocka_unit_test(prefixes_and_suffixes),
        cmocka_unit_test(skip_and_first_stop_at_the_end),
        cmocka_unit_test(find_gives_the_first_place_or_the_length),
        cmocka_unit_test(cut_gives_every_piece_also_empty_ones),
        cmocka_unit_test(cut_of_a_text_without_separator_is_the_text),
        cmocka_unit_test(numbers_are_digits_only_and_never_overflow),
        cmocka_unit_test(text_grows_by_slices_characters_and_formats),
        cmocka_unit_test(text_takes_a_long_format_whole),
        cmocka_unit_test(a_failed_text_stays_as_it_was),
        cmocka_unit_test(array_adds_zeroed_elements_and_keeps_the_others),
        cmocka_unit_test(array_refuses_sizes_that_overflow_and_stays),
        cmocka_unit_test(arena_memory_is_zeroed_aligned_and_apart),
        cmocka_unit_test(arena_gives_pieces_larger_than_its_chunks),
        cmocka_unit_test(arena_copies_bytes),
        cmocka_unit_test(arena_reset_starts_anew_with_zeroed_memory),
        cmocka_unit_test(an_error_is_cut_at_its_limit_and_may_be_null),
    };
    return cmocka_run_group_tests_name("base_slice_text", tests, NULL, NULL);
}
