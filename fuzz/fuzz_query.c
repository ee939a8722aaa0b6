/* A line of JSON: as a query to prepare, and as one side of a comparison. */
#include "fuzz.h"
#include "screen/screen_engine.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static comparer *c;
    static query q;
    cordon_error error;
    int32_t score;
    if (!c && !(c = comparer_new()))
        abort();
    if (query_read_json(&q, (slice){(const char *)data, size}, "line 1", &error) != CORDON_OK)
        return 0;
    if (comparer_run(c, &q.party, &q.party, BIRTH_WEIGHS, &score, &error) == CORDON_OK && (score < 0 || score > SCORE_MAX))
        abort();
    return 0;
}
