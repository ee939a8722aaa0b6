/* A snapshot file. Its checksums are made right again first, so that the checks behind them are reached. */
#include "fuzz.h"
#include "screen/screen_engine.h"

#include <string.h>
#include <xxhash.h>

static void mend_checksums(uint8_t *bytes, size_t size)
{
    snapshot_header h;
    if (size < SNAPSHOT_HEADER_SIZE)
        return;
    memcpy(&h, bytes, sizeof h);
    snapshot_section *sums = &h.sections[SECTION_CHECKSUMS];
    if (sums->offset > size || sums->size > size - sums->offset || sums->offset < SNAPSHOT_HEADER_SIZE)
        return;
    for (uint64_t i = 0; (i + 1) * sizeof(uint64_t) <= sums->size; i++) {
        uint64_t at = SNAPSHOT_HEADER_SIZE + i * SNAPSHOT_BLOCK_SIZE;
        if (at >= sums->offset)
            break;
        uint64_t length = sums->offset - at < SNAPSHOT_BLOCK_SIZE ? sums->offset - at : SNAPSHOT_BLOCK_SIZE;
        uint64_t sum = XXH3_64bits(bytes + at, length);
        memcpy(bytes + sums->offset + i * sizeof sum, &sum, sizeof sum);
    }
    XXH128_hash_t digest = XXH3_128bits(bytes + sums->offset, sums->size);
    h.content_digest[0] = digest.low64;
    h.content_digest[1] = digest.high64;
    h.file_size = size;
    h.header_checksum = XXH3_64bits(&h, offsetof(snapshot_header, header_checksum));
    memcpy(bytes, &h, sizeof h);
}

static void use(const snapshot *s)
{
    static const char json[] = "{\"id\":1,\"name\":\"Kim Jong Un\",\"birthDate\":\"1984\",\"passportNumber\":\"PD1234567\"}";
    screen_policy policy = policy_default();
    screener *with = NULL;
    query q = {0};
    const screen_hit *hits;
    size_t count;
    policy.threshold = 3000;
    if (screener_new(s, &policy, false, &with, NULL) == CORDON_OK &&
        query_read_json(&q, (slice){json, sizeof json - 1}, "fuzz", NULL) == CORDON_OK)
        (void)screener_run(with, &q, &hits, &count, NULL);
    query_free(&q);
    screener_free(with);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    snapshot *s;
    cordon_error error;
    uint8_t *copy = malloc(size + 1);
    if (!copy)
        return 0;
    memcpy(copy, data, size);
    mend_checksums(copy, size);
    const char *path = fuzz_file(copy, size);
    static const size_t whole_max[] = {SIZE_MAX, 0}; /* checked at opening; checked while it is read */
    for (size_t i = 0; i < 2; i++)
        if (snapshot_open_checking(path, whole_max[i], &s, &error) == CORDON_OK) {
            use(s);
            snapshot_close(s);
        }
    free(copy);
    return 0;
}
