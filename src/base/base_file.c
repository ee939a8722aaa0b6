#include "base/base_file.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { READ_STEP = 1 << 16 };

static cordon_status failed(cordon_error *error, const char *doing, const char *path)
{
    return error_set(error, CORDON_BAD_FILE, "%s: cannot %s: %s", path, doing, strerror(errno));
}

bool file_is_folder(const char *path)
{
    struct stat info;
    return stat(path, &info) == 0 && S_ISDIR(info.st_mode);
}

bool file_exists(const char *path)
{
    return access(path, F_OK) == 0;
}

static cordon_status read_all(int fd, const char *path, size_t max, char **out, size_t *size, cordon_error *error)
{
    size_t capacity = 0, used = 0;
    char *bytes = NULL;
    for (;;) {
        if (capacity - used < READ_STEP) {
            capacity = capacity * 2 + READ_STEP;
            char *more = realloc(bytes, capacity);
            if (!more) {
                free(bytes);
                return error_no_memory(error);
            }
            bytes = more;
        }
        ssize_t got = read(fd, bytes + used, capacity - used);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0) {
            free(bytes);
            return failed(error, "read", path);
        }
        if (got == 0)
            break;
        used += (size_t)got;
        if (used > max) {
            free(bytes);
            return error_set(error, CORDON_OVER_LIMIT, "%s: larger than the limit of %zu bytes", path, max);
        }
    }
    *out = bytes;
    *size = used;
    return CORDON_OK;
}

cordon_status file_read(const char *path, size_t max, char **out, size_t *size, cordon_error *error)
{
    if (strcmp(path, "-") == 0)
        return read_all(STDIN_FILENO, "standard input", max, out, size, error);
    if (file_is_folder(path))
        return error_set(error, CORDON_BAD_FILE, "%s: expected a file, found a folder", path);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return failed(error, "open", path);
    cordon_status status = read_all(fd, path, max, out, size, error);
    close(fd);
    return status;
}

static bool write_all(int fd, const char *bytes, size_t size)
{
    while (size) {
        ssize_t wrote = write(fd, bytes, size);
        if (wrote < 0 && errno == EINTR)
            continue;
        if (wrote <= 0)
            return false;
        bytes += wrote;
        size -= (size_t)wrote;
    }
    return true;
}

static void sync_folder_of(const char *path)
{
    char folder[PATH_MAX];
    snprintf(folder, sizeof folder, "%s", path);
    char *end = strrchr(folder, '/');
    if (end)
        end[end == folder] = '\0';
    int fd = open(end ? folder : ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd >= 0) {
        (void)fsync(fd); /* some file systems cannot flush a folder: the rename itself is already atomic */
        close(fd);
    }
}

static bool write_parts(int fd, const slice *parts, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (!write_all(fd, parts[i].ptr, parts[i].len))
            return false;
    return true;
}

cordon_status file_replace(const char *path, const void *bytes, size_t size, cordon_error *error)
{
    return file_replace_parts(path, &(slice){bytes, size}, 1, error);
}

cordon_status file_replace_parts(const char *path, const slice *parts, size_t count, cordon_error *error)
{
    char temporary[PATH_MAX];
    if (snprintf(temporary, sizeof temporary, "%s.%ld.tmp", path, (long)getpid()) >= (int)sizeof temporary)
        return error_set(error, CORDON_OVER_LIMIT, "%s: the path is too long", path);
    int fd = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
    if (fd < 0)
        return failed(error, "create a file beside it", path);
    errno = 0;
    bool good = write_parts(fd, parts, count) && fsync(fd) == 0;
    int reason = good ? 0 : errno;
    good = close(fd) == 0 && good;
    if (good && rename(temporary, path) == 0) {
        sync_folder_of(path);
        return CORDON_OK;
    }
    errno = reason ? reason : errno;
    cordon_status status = failed(error, "write", path);
    unlink(temporary);
    return status;
}
