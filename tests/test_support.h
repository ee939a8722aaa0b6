/* What all tests share: cmocka, comparing slices, and a temporary folder. Header only, so that a test links its own room and no
 * more. */
#ifndef TEST_SUPPORT_H
#define TEST_SUPPORT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <ftw.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/base_slice.h"
#include "base/base_status.h"

#define COUNT_OF(array) (sizeof(array) / sizeof *(array))

static inline void expect_slice_at(slice got, const char *want, const char *file, int line)
{
    if (slice_equal(got, slice_of(want)))
        return;
    print_error("expected \"%s\", found \"%.*s\" (%zu bytes)\n", want, SLICE_ARG(got), got.len);
    _fail(file, line);
}
#define expect_slice(got, want) expect_slice_at((got), (want), __FILE__, __LINE__)

static inline void expect_contains_at(const char *text, const char *part, const char *file, int line)
{
    if (strstr(text, part))
        return;
    print_error("expected \"%s\" in \"%s\"\n", part, text);
    _fail(file, line);
}
#define expect_contains(text, part) expect_contains_at((text), (part), __FILE__, __LINE__)

/* The call failed with this status, and the error says so too, with this in its message. */
static inline void expect_error_at(cordon_status got, const cordon_error *error, cordon_status want, const char *part, const char *file,
                                   int line)
{
    if (got != want)
        print_error("found status %d\n", (int)got);
    _assert_int_equal((LargestIntegralType)got, (LargestIntegralType)want, file, line);
    _assert_int_equal((LargestIntegralType)error->status, (LargestIntegralType)want, file, line);
    expect_contains_at(error->message, part, file, line);
}
#define expect_error(got, error, want, part) expect_error_at((got), (error), (want), (part), __FILE__, __LINE__)

static inline void expect_ok_at(cordon_status got, const cordon_error *error, const char *file, int line)
{
    if (got == CORDON_OK)
        return;
    print_error("status %d: %s\n", (int)got, error->message);
    _fail(file, line);
}
#define expect_ok(got, error) expect_ok_at((got), (error), __FILE__, __LINE__)

/* ---------------------------------------------------------------- a temporary folder */

typedef struct test_folder {
    char path[PATH_MAX / 4];
} test_folder;

static inline void folder_make(test_folder *f)
{
    strcpy(f->path, "/tmp/cordon_test_XXXXXX");
    assert_non_null(mkdtemp(f->path));
}

static inline int folder_remove_one(const char *path, const struct stat *info, int kind, struct FTW *place)
{
    (void)info;
    (void)kind;
    (void)place;
    return remove(path);
}

static inline void folder_remove(const test_folder *f)
{
    nftw(f->path, folder_remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

/* "folder/name" in a buffer that the next call overwrites. */
static inline const char *folder_path(const test_folder *f, const char *name)
{
    static char path[PATH_MAX];
    snprintf(path, sizeof path, "%s/%s", f->path, name);
    return path;
}

static inline void folder_write_bytes(const test_folder *f, const char *name, const void *bytes, size_t size)
{
    FILE *file = fopen(folder_path(f, name), "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, size, file), size);
    assert_int_equal(fclose(file), 0);
}

static inline void folder_write(const test_folder *f, const char *name, const char *text)
{
    folder_write_bytes(f, name, text, strlen(text));
}

/* Setup and teardown of cmocka: *state is a fresh folder. */
static inline int folder_setup(void **state)
{
    test_folder *f = calloc(1, sizeof *f);
    if (!f)
        return -1;
    folder_make(f);
    *state = f;
    return 0;
}

static inline int folder_teardown(void **state)
{
    folder_remove(*state);
    free(*state);
    return 0;
}

#define FOLDER_TEST(test) cmocka_unit_test_setup_teardown(test, folder_setup, folder_teardown)

#endif
