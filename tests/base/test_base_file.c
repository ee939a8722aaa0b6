/* Files: read whole, or not at all; replaced whole, or not at all. */
#include "test_support.h"

#include "base/base_file.h"

#include <dirent.h>
#include <errno.h>
#include <signal.h>
#include <sys/resource.h>

static void expect_file(const char *path, const char *want)
{
    char *bytes = NULL;
    size_t size = 0;
    cordon_error error = {0};
    expect_ok(file_read(path, 1 << 20, &bytes, &size, &error), &error);
    slice found = {bytes, size};
    expect_slice(found, want);
    free(bytes);
}

static size_t count_entries(const test_folder *f)
{
    size_t count = 0;
    DIR *dir = opendir(f->path);
    assert_non_null(dir);
    for (struct dirent *e; (e = readdir(dir));)
        count += strcmp(e->d_name, ".") != 0 && strcmp(e->d_name, "..") != 0;
    closedir(dir);
    return count;
}

static void a_file_is_read_whole_with_its_zero_bytes(void **state)
{
    char *bytes = NULL;
    size_t size = 0;
    cordon_error error = {0};
    folder_write_bytes(*state, "x", "a\0b\x1A\n", 5);
    expect_ok(file_read(folder_path(*state, "x"), 100, &bytes, &size, &error), &error);
    assert_int_equal(size, 5);
    assert_memory_equal(bytes, "a\0b\x1A\n", 5);
    free(bytes);
}

static void a_file_larger_than_one_read_is_read_whole(void **state)
{
    enum { SIZE = 300001 };
    char *written = malloc(SIZE), *bytes = NULL;
    size_t size = 0;
    cordon_error error = {0};
    assert_non_null(written);
    for (size_t i = 0; i < SIZE; i++)
        written[i] = (char)(i * 7 % 251);
    folder_write_bytes(*state, "large", written, SIZE);
    expect_ok(file_read(folder_path(*state, "large"), SIZE, &bytes, &size, &error), &error);
    assert_int_equal(size, SIZE);
    assert_memory_equal(bytes, written, SIZE);
    free(bytes);
    free(written);
}

static void an_empty_file_is_read_as_nothing(void **state)
{
    folder_write(*state, "empty", "");
    expect_file(folder_path(*state, "empty"), "");
}

static void a_file_above_the_limit_is_refused_by_name(void **state)
{
    char *bytes = NULL;
    size_t size = 0;
    cordon_error error = {0};
    folder_write(*state, "x", "12345");
    expect_ok(file_read(folder_path(*state, "x"), 5, &bytes, &size, &error), &error);
    free(bytes);
    bytes = NULL;
    expect_error(file_read(folder_path(*state, "x"), 4, &bytes, &size, &error), &error, CORDON_OVER_LIMIT, folder_path(*state, "x"));
    expect_contains(error.message, "limit of 4 bytes");
    assert_null(bytes);
}

static void a_missing_file_is_refused_by_name_and_reason(void **state)
{
    char *bytes = NULL;
    size_t size = 0;
    cordon_error error = {0};
    expect_error(file_read(folder_path(*state, "none"), 10, &bytes, &size, &error), &error, CORDON_BAD_FILE, folder_path(*state, "none"));
    expect_contains(error.message, strerror(ENOENT));
}

static void a_folder_is_no_file(void **state)
{
    char *bytes = NULL;
    size_t size = 0;
    cordon_error error = {0};
    const test_folder *f = *state;
    expect_error(file_read(f->path, 10, &bytes, &size, &error), &error, CORDON_BAD_FILE, "found a folder");
    assert_true(file_is_folder(f->path));
    assert_true(file_exists(f->path));
    folder_write(f, "x", "y");
    assert_false(file_is_folder(folder_path(f, "x")));
    assert_true(file_exists(folder_path(f, "x")));
    assert_false(file_exists(folder_path(f, "none")));
    assert_false(file_is_folder(folder_path(f, "none")));
}

static void replace_makes_a_file_and_leaves_nothing_else(void **state)
{
    cordon_error error = {0};
    expect_ok(file_replace(folder_path(*state, "new"), "bytes", 5, &error), &error);
    expect_file(folder_path(*state, "new"), "bytes");
    assert_int_equal(count_entries(*state), 1);
}

static void replace_puts_the_new_file_over_the_old(void **state)
{
    cordon_error error = {0};
    folder_write(*state, "x", "a long old content");
    expect_ok(file_replace(folder_path(*state, "x"), "new", 3, &error), &error);
    expect_file(folder_path(*state, "x"), "new");
    expect_ok(file_replace_parts(folder_path(*state, "x"), (slice[]){SLICE("one"), SLICE(""), SLICE(" two")}, 3, &error), &error);
    expect_file(folder_path(*state, "x"), "one two");
    expect_ok(file_replace(folder_path(*state, "x"), "", 0, &error), &error);
    expect_file(folder_path(*state, "x"), "");
    assert_int_equal(count_entries(*state), 1);
}

static void replace_does_not_write_into_the_old_file(void **state)
{
    cordon_error error = {0};
    folder_write(*state, "x", "old");
    FILE *reader = fopen(folder_path(*state, "x"), "rb");
    assert_non_null(reader);
    expect_ok(file_replace(folder_path(*state, "x"), "new", 3, &error), &error);
    char seen[4] = {0};
    assert_int_equal(fread(seen, 1, 3, reader), 3);
    assert_string_equal(seen, "old"); /* who maps the old file keeps it */
    fclose(reader);
}

static void replace_in_a_folder_that_is_not_there_says_so(void **state)
{
    cordon_error error = {0};
    expect_error(file_replace(folder_path(*state, "none/x"), "new", 3, &error), &error, CORDON_BAD_FILE, folder_path(*state, "none/x"));
    expect_contains(error.message, strerror(ENOENT));
    assert_int_equal(count_entries(*state), 0);
}

static void replace_that_cannot_write_leaves_the_old_file_and_no_temporary(void **state)
{
    enum { SIZE = 100000 };
    char *bytes = calloc(1, SIZE);
    struct rlimit old, small;
    cordon_error error = {0};
    assert_non_null(bytes);
    folder_write(*state, "x", "old and whole");
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &old), 0);
    small = old;
    small.rlim_cur = 4096;
    void (*handler)(int) = signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
    cordon_status status = file_replace(folder_path(*state, "x"), bytes, SIZE, &error);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &old), 0);
    signal(SIGXFSZ, handler);
    free(bytes);
    expect_error(status, &error, CORDON_BAD_FILE, folder_path(*state, "x"));
    expect_contains(error.message, strerror(EFBIG));
    expect_file(folder_path(*state, "x"), "old and whole");
    assert_int_equal(count_entries(*state), 1);
}

static void replace_of_a_folder_fails_and_leaves_it(void **state)
{
    cordon_error error = {0};
    assert_int_equal(mkdir(folder_path(*state, "folder"), 0755), 0);
    errno = 0;
    expect_error(file_replace(folder_path(*state, "folder"), "new", 3, &error), &error, CORDON_BAD_FILE, strerror(EISDIR));
    assert_true(file_is_folder(folder_path(*state, "folder")));
    assert_int_equal(count_entries(*state), 1);
}

static void replace_tells_its_own_reason_not_one_left_from_before(void **state)
{
    cordon_error error = {0};
    assert_int_equal(mkdir(folder_path(*state, "folder"), 0755), 0);
    errno = ENOSPC; /* left by an earlier call of somebody else */
    expect_error(file_replace(folder_path(*state, "folder"), "new", 3, &error), &error, CORDON_BAD_FILE, strerror(EISDIR));
}

static void a_path_that_is_too_long_is_refused(void **state)
{
    (void)state;
    cordon_error error = {0};
    char path[PATH_MAX + 10];
    memset(path, 'a', sizeof path - 1);
    path[sizeof path - 1] = '\0';
    expect_error(file_replace(path, "new", 3, &error), &error, CORDON_OVER_LIMIT, "aaaa");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        FOLDER_TEST(a_file_is_read_whole_with_its_zero_bytes),
        FOLDER_TEST(a_file_larger_than_one_read_is_read_whole),
        FOLDER_TEST(an_empty_file_is_read_as_nothing),
        FOLDER_TEST(a_file_above_the_limit_is_refused_by_name),
        FOLDER_TEST(a_missing_file_is_refused_by_name_and_reason),
        FOLDER_TEST(a_folder_is_no_file),
        FOLDER_TEST(replace_makes_a_file_and_leaves_nothing_else),
        FOLDER_TEST(replace_puts_the_new_file_over_the_old),
        FOLDER_TEST(replace_does_not_write_into_the_old_file),
        FOLDER_TEST(replace_in_a_folder_that_is_not_there_says_so),
        FOLDER_TEST(replace_that_cannot_write_leaves_the_old_file_and_no_temporary),
        FOLDER_TEST(replace_of_a_folder_fails_and_leaves_it),
        FOLDER_TEST(replace_tells_its_own_reason_not_one_left_from_before),
        cmocka_unit_test(a_path_that_is_too_long_is_refused),
    };
    return cmocka_run_group_tests_name("base_file", tests, NULL, NULL);
}
