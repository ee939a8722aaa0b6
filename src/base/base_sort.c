#include "base/base_sort.h"
#include "base/base_thread.h"

#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { PIECES_MAX = 16, PIECE_MIN = 4096 /* elements; fewer are not worth a thread */ };

typedef struct sorting {
    char *from, *to;                   /* pieces are merged from one to the other, back and forth */
    size_t count, size, pieces, width; /* width: of how many pieces a sorted run is */
    int (*compare)(const void *a, const void *b, void *context);
    void *context;
} sorting;

/* Where a piece begins; pieces behind the last one begin at the end. */
static size_t start_of(const sorting *s, size_t piece)
{
    return piece < s->pieces ? s->count * piece / s->pieces : s->count;
}

static void sort_piece(void *context, size_t piece)
{
    const sorting *s = context;
    size_t start = start_of(s, piece);
    qsort_r(s->from + start * s->size, start_of(s, piece + 1) - start, s->size, s->compare, s->context);
}

/* Merges two neighbouring runs. */
static void merge_runs(void *context, size_t pair)
{
    const sorting *s = context;
    size_t first = 2 * pair * s->width, size = s->size;
    const char *a = s->from + start_of(s, first) * size, *b = s->from + start_of(s, first + s->width) * size;
    const char *a_end = b, *b_end = s->from + start_of(s, first + 2 * s->width) * size;
    char *to = s->to + start_of(s, first) * size;
    for (; a < a_end && b < b_end; to += size) {
        const char **lesser = s->compare(a, b, s->context) <= 0 ? &a : &b;
        memcpy(to, *lesser, size);
        *lesser += size;
    }
    memcpy(to, a, (size_t)(a_end - a));
    memcpy(to + (a_end - a), b, (size_t)(b_end - b));
}

bool sort_elements(void *base, size_t count, size_t size, int (*compare)(const void *a, const void *b, void *context), void *context,
                   size_t threads)
{
    if (count < 2)
        return true;
    threads = threads ? threads : thread_processors();
    threads = threads < PIECES_MAX ? threads : PIECES_MAX;
    size_t pieces = count / PIECE_MIN < 1 ? 1 : count / PIECE_MIN < threads ? count / PIECE_MIN : threads;
    sorting s = {base, pieces > 1 ? malloc(count * size) : NULL, count, size, pieces, 1, compare, context};
    char *other = s.to;
    if (pieces > 1 && !other)
        return false;
    thread_run(pieces, sort_piece, &s);
    for (size_t width = 1; width < pieces; width *= 2) {
        s.width = width;
        thread_run((pieces + 2 * width - 1) / (2 * width), merge_runs, &s);
        char *swap = s.from;
        s.from = s.to;
        s.to = swap;
    }
    if (s.from != base)
        memcpy(base, s.from, count * size);
    free(other);
    return true;
}

/* Shell's method with the gaps of Ciura (2001), and 2.25 times the last one beyond them. */
static size_t gap_below(size_t gap, size_t count)
{
    static const size_t gaps[] = {1, 4, 10, 23, 57, 132, 301, 701};
    size_t best = 0, next = gaps[7];
    for (size_t i = 0; i < sizeof gaps / sizeof *gaps; i++)
        best = gaps[i] < gap && gaps[i] < count ? gaps[i] : best;
    for (next = next * 9 / 4; next < gap && next < count; next = next * 9 / 4)
        best = next;
    return best;
}

void sort_in_place(void *base, size_t count, size_t size, int (*compare)(const void *a, const void *b, void *context), void *context)
{
    char *at = base, moved[SORTED_SIZE_MAX];
    assert(size <= SORTED_SIZE_MAX);
    for (size_t gap = gap_below(SIZE_MAX, count); gap; gap = gap_below(gap, count))
        for (size_t i = gap; i < count; i++) {
            size_t to = i;
            memcpy(moved, at + i * size, size);
            for (; to >= gap && compare(at + (to - gap) * size, moved, context) > 0; to -= gap)
                memcpy(at + to * size, at + (to - gap) * size, size);
            memcpy(at + to * size, moved, size);
        }
}
