#include "search/search_lengths.h"
#include "search/search_trie.h"

#include <stdlib.h>

/* How many words have so many symbols or more; SIZE_MAX when that is damaged. */
static size_t reach_of(const search_lengths *l, size_t symbols)
{
    const uint32_t *reach = l->reach + symbols;
    bool good = snapshot_touch(l->snapshot, reach, sizeof *reach) && *reach <= l->count;
    return snapshot_noted(l->snapshot, good) ? *reach : SIZE_MAX;
}

/* Whether few words are long enough for the pattern. Where hardly any has as many symbols as it has, this is left open: making the sieve,
   which is likely to be needed then, finds it out on the way. */
static bool may_be_few(const search_lengths *l, const cost_pattern *pattern)
{
    uint8_t limit = pattern->script == SCRIPT_LATIN ? pattern->limit : pattern->reading_limit, fewest, most;
    if (!l->reach || limit >= COST_DEAR || reach_of(l, pattern->count) > LENGTHS_MOST) /* words may have fewer symbols than the pattern: */
        return false;                                                                  /* then there are more of them */
    if (reach_of(l, pattern->count) <= LENGTHS_MOST / 4)
        return true;
    cost_count_letters(pattern, &fewest, &most);
    return reach_of(l, fewest) <= LENGTHS_MOST;
}

bool lengths_meet(const search_lengths *l, const cost_pattern *pattern, entry_list *out, bool *fits)
{
    search_sieve sieve;
    *fits = may_be_few(l, pattern);
    if (!*fits)
        return true;
    sieve_make(&sieve, pattern);
    size_t count = reach_of(l, sieve.fewest);
    *fits = count <= LENGTHS_MOST;
    if (!*fits || count == 0)
        return true;
    if (!snapshot_noted(l->snapshot, snapshot_touch(l->snapshot, l->order, count * sizeof *l->order) &&
                                         snapshot_touch(l->snapshot, l->signatures, count * sizeof *l->signatures)))
        return true;
    const sieve_group group = {l->signatures, l->order, count, l->count, 0, 0, 0};
    return sieve_many(&sieve, pattern, &group, out);
}

/* ---------------------------------------------------------------- opening and verifying */

bool lengths_open(const snapshot *s, search_lengths *out)
{
    slice reach = snapshot_bytes(s, SECTION_SINGLE_REACH), order = snapshot_bytes(s, SECTION_SINGLE_LENGTHS),
          signatures = snapshot_bytes(s, SECTION_SINGLE_SIGNATURES);
    *out = (search_lengths){.snapshot = s,
                            .reach = reach.len ? (const void *)reach.ptr : NULL,
                            .order = (const void *)order.ptr,
                            .signatures = (const void *)signatures.ptr,
                            .count = order.len / sizeof *out->order};
    return order.len == out->count * sizeof *out->order && signatures.len == order.len &&
           (reach.len == LENGTHS_COUNT * sizeof *out->reach || (reach.len == 0 && order.len == 0));
}

bool lengths_verify(const search_lengths *l, size_t entry_count)
{
    if (!l->reach)
        return true;
    if (!snapshot_touch(l->snapshot, l->reach, LENGTHS_COUNT * sizeof *l->reach) ||
        !snapshot_touch(l->snapshot, l->order, l->count * sizeof *l->order) ||
        !snapshot_touch(l->snapshot, l->signatures, l->count * sizeof *l->signatures) || l->reach[0] != l->count)
        return false;
    for (size_t i = 1; i < LENGTHS_COUNT; i++)
        if (l->reach[i] > l->reach[i - 1])
            return false;
    for (size_t i = 0; i < l->count; i++)
        if ((l->order[i] & NUMBER_MAX) >= entry_count)
            return false;
    return true;
}

/* ---------------------------------------------------------------- building */

/* Counts the words, first by their symbols, then by that many or more. */
static void count_words(size_t first, size_t end, lengths_text text, const void *context, uint32_t reach[LENGTHS_COUNT])
{
    for (size_t i = first; i < end; i++) {
        size_t count;
        const symbol *symbols = text(context, i, &count);
        reach[count] += trie_may_hold(symbols, count);
    }
    for (size_t symbols = LENGTHS_COUNT - 1; symbols > 0; symbols--)
        reach[symbols - 1] += reach[symbols];
}

bool lengths_build(snapshot_builder *builder, size_t first, size_t end, lengths_text text, const void *context)
{
    uint32_t reach[LENGTHS_COUNT] = {0}, next[LENGTHS_COUNT] = {0};
    if (end > NUMBER_MAX) /* then tries alone are used */
        return true;
    count_words(first, end, text, context, reach);
    if (reach[0] == 0)
        return true;
    uint32_t *order = malloc(reach[0] * sizeof *order), *signatures = malloc(reach[0] * sizeof *signatures);
    bool good = order && signatures;
    for (size_t symbols = 0; symbols + 1 < LENGTHS_COUNT; symbols++)
        next[symbols] = reach[symbols + 1];
    for (size_t i = first; good && i < end; i++) {
        size_t count;
        const symbol *symbols = text(context, i, &count);
        if (!trie_may_hold(symbols, count))
            continue;
        order[next[count]] = sieve_number((uint32_t)i, symbols, count);
        signatures[next[count]++] = sieve_signature(symbols, count, WORD_LAST, 0);
    }
    good = good && snapshot_add_bytes(builder, SECTION_SINGLE_REACH, reach, sizeof reach) &&
           snapshot_add_bytes(builder, SECTION_SINGLE_LENGTHS, order, reach[0] * sizeof *order) &&
           snapshot_add_bytes(builder, SECTION_SINGLE_SIGNATURES, signatures, reach[0] * sizeof *signatures);
    free(order);
    free(signatures);
    return good;
}
