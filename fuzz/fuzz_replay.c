/* Runs a fuzz target over its corpus, each file as it is, cut in half, and with single bytes changed: no fuzzer needed.
   usage: fuzz_NAME FOLDER */
#include "fuzz.h"

#include <dirent.h>
#include <string.h>

enum { CHANGES = 60 };

static void replay(const char *path)
{
    FILE *f = fopen(path, "rb");
    if (!f || fseek(f, 0, SEEK_END) != 0)
        abort();
    size_t size = (size_t)ftell(f);
    uint8_t *bytes = malloc(size + 1);
    rewind(f);
    if (!bytes || fread(bytes, 1, size, f) != size)
        abort();
    fclose(f);
    (void)LLVMFuzzerTestOneInput(bytes, size);
    (void)LLVMFuzzerTestOneInput(bytes, size / 2);
    for (size_t i = 0; i < CHANGES && size; i++) {
        size_t at = i * 7919 % size;
        uint8_t old = bytes[at];
        bytes[at] = (uint8_t)(old ^ (1U << i % 8));
        (void)LLVMFuzzerTestOneInput(bytes, size);
        bytes[at] = old;
    }
    free(bytes);
}

int main(int count, char **arguments)
{
    char path[4096];
    size_t files = 0;
    DIR *folder = count == 2 ? opendir(arguments[1]) : NULL;
    if (!folder) {
        fprintf(stderr, "usage: %s CORPUS_FOLDER\n", arguments[0]);
        return 2;
    }
    for (struct dirent *e; (e = readdir(folder));)
        if (e->d_name[0] != '.') {
            snprintf(path, sizeof path, "%s/%s", arguments[1], e->d_name);
            replay(path);
            files++;
        }
    closedir(folder);
    printf("%zu files replayed\n", files);
    return files ? 0 : 1;
}
