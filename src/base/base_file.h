/* Files: reading one whole, and writing one so that it is either the old one or the new one, never half of each. */
#ifndef BASE_FILE_H
#define BASE_FILE_H

#include "base/base_slice.h"
#include "base/base_status.h"

/* Reads a whole regular file (or standard input for "-") of at most max bytes. out->ptr is malloc'ed: the caller frees it. */
cordon_status file_read(const char *path, size_t max, char **out, size_t *size, cordon_error *error);

/* Writes size bytes to a temporary file beside path, flushes them to the disk and renames it over path, then flushes the folder.
   On any error the temporary file is removed and what stood at path is untouched. */
cordon_status file_replace(const char *path, const void *bytes, size_t size, cordon_error *error);
/* The same with bytes that lie in several places, in their order. */
cordon_status file_replace_parts(const char *path, const slice *parts, size_t count, cordon_error *error);

bool file_is_folder(const char *path);
bool file_exists(const char *path);

#endif
