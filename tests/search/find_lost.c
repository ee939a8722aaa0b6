/* Is every entry of a snapshot that is within a pattern's limit met? Words of the snapshot itself, changed, joined or as they are, are
   looked up, and every entry is costed besides.

   usage: find_lost SNAPSHOT ROUNDS [SEED]      Prints what was lost; exit status 0: nothing, 1: something, 2: it could not be run. */
#include "search/search_memo.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SYMBOLS_MOST = 60, CHANGES_MOST = 3 };

typedef struct word {
    symbol symbols[COST_SYMBOLS_MAX];
    size_t count;
    script_id script;
} word;

static search_index lists;
static search_memo *memo;
static arena memory;
static cost_walk walk;
static unsigned seed = 1;

typedef struct tally {
    size_t rounds, within, met, lost;
} tally;

static size_t below(size_t count)
{
    return (size_t)rand_r(&seed) % count;
}

/* ---------------------------------------------------------------- entries */

static size_t entry_count(const search_vocabulary *v)
{
    return v->entry_count + v->joined.count;
}

/* The joined entries stand behind the others. False: it is damaged. */
static bool read_entry(const search_vocabulary *v, size_t i, word *out)
{
    const search_entry *e = i < v->entry_count ? search_entry_at(v, i) : NULL;
    const symbol *symbols;
    out->script = e ? (script_id)entry_script(e) : SCRIPT_LATIN;
    if (i < v->entry_count) {
        symbols = e ? search_symbols(v, e) : NULL;
        out->count = e ? e->count : 0;
    } else
        symbols = joined_text(&v->joined, (uint32_t)(i - v->entry_count), out->symbols, &out->count);
    if (symbols && symbols != out->symbols)
        memcpy(out->symbols, symbols, out->count * sizeof *symbols);
    return symbols != NULL;
}

static size_t place_of(const search_vocabulary *v, uint32_t entry)
{
    return entry & JOINED_ENTRY ? v->entry_count + (entry & ~JOINED_ENTRY) : entry;
}

/* ---------------------------------------------------------------- patterns */

static void join_another(const search_vocabulary *v, word *w)
{
    word next;
    if (!read_entry(v, below(entry_count(v)), &next) || next.script != w->script || w->count + next.count > SYMBOLS_MOST)
        return;
    memcpy(w->symbols + w->count, next.symbols, next.count * sizeof *next.symbols);
    w->count += next.count;
}

/* A symbol changed, lost, written twice or added, or two that change places. */
static void change(word *w)
{
    static const char latin[] = "abcdefghijklmnopqrstuvwxyz0123";
    const size_t at = below(w->count);
    const symbol other = w->script == SCRIPT_LATIN ? (symbol)latin[below(sizeof latin - 1)] : w->symbols[below(w->count)];
    symbol *here = w->symbols + at, was = *here;
    switch (below(5)) {
    case 0: *here = other; break;
    case 1: memmove(here, here + 1, (--w->count - at) * sizeof *here); break;
    case 2:
    case 3:
        memmove(here + 1, here, (w->count++ - at) * sizeof *here);
        *here = below(2) ? other : was;
        break;
    default:
        if (at + 1 < w->count) {
            *here = here[1];
            here[1] = was;
        }
    }
}

static bool make_word(const search_vocabulary *v, word *out)
{
    if (!read_entry(v, below(entry_count(v)), out))
        return false;
    if (below(3) == 0)
        join_another(v, out);
    for (size_t i = below(CHANGES_MOST + 1); i && out->count > 1 && out->count < SYMBOLS_MOST; i--)
        change(out);
    return true;
}

/* With the limit of its length, or a closer one. */
static bool make_pattern(const word *w, cost_pattern *out)
{
    uint8_t limit = cost_limit(w->count, w->script, below(2));
    if (below(3) == 0)
        limit = (uint8_t)below(limit + 1U);
    arena_reset(&memory);
    if (!cost_compile(out, w->symbols, w->count, w->script, limit, &memory))
        return false;
    if (below(3) == 0)
        out->reading_limit = (uint8_t)below(out->reading_limit + 1U);
    return true;
}

/* ---------------------------------------------------------------- comparing */

static void print_symbols(const word *w)
{
    for (size_t i = 0; i < w->count; i++)
        printf(w->symbols[i] < 128 ? "%c" : " %x", w->symbols[i]);
}

static void compare(const search_vocabulary *v, const word *w, const cost_pattern *p, const bool *met, tally *sum)
{
    word entry;
    for (size_t i = 0; i < entry_count(v); i++) {
        if (!read_entry(v, i, &entry) || (p->scripts >> entry.script & 1) == 0)
            continue;
        uint8_t cost = cost_between(&walk, p, entry.script, entry.symbols, entry.count, NULL, 0);
        sum->within += cost != COST_NONE;
        if (cost == COST_NONE || met[i])
            continue;
        sum->lost++;
        printf("lost: pattern \"");
        print_symbols(w);
        printf("\", limits %d and %d: \"", p->limit, p->reading_limit);
        print_symbols(&entry);
        printf("\" costs %d\n", cost);
    }
}

/* False: no memory. */
static bool look_up(const search_vocabulary *v, bool *met, tally *sum)
{
    word w;
    cost_pattern p;
    size_t count;
    if (!make_word(v, &w))
        return true;
    if (!make_pattern(&w, &p))
        return false;
    const search_met *found = search_meet(memo, v, &p, &count);
    if (!found)
        return false;
    memset(met, 0, entry_count(v) * sizeof *met);
    for (size_t i = 0; i < count; i++)
        met[place_of(v, found[i].entry)] = true;
    sum->met += count;
    sum->rounds++;
    compare(v, &w, &p, met, sum);
    return true;
}

static bool open_lists(const char *path, snapshot **s)
{
    cordon_error error;
    if (snapshot_open(path, s, &error) == CORDON_OK && search_open(*s, &lists, &error) == CORDON_OK)
        return true;
    fprintf(stderr, "find_lost: %s\n", error.message);
    return false;
}

int main(int argc, char **argv)
{
    snapshot *s = NULL;
    tally sum = {0};
    if (argc < 3) {
        fprintf(stderr, "usage: find_lost SNAPSHOT ROUNDS [SEED]\n");
        return 2;
    }
    if (argc > 3)
        seed = (unsigned)strtoul(argv[3], NULL, 10);
    bool good = open_lists(argv[1], &s);
    memo = good ? search_memo_new(s) : NULL;
    size_t most = good && entry_count(&lists.single) > entry_count(&lists.joined) ? entry_count(&lists.single) : entry_count(&lists.joined);
    bool *met = calloc(most + 1, sizeof *met);
    good = good && memo && met;
    for (unsigned long i = 0, n = strtoul(argv[2], NULL, 10); good && i < n; i++)
        good = look_up(i % 3 == 2 ? &lists.joined : &lists.single, met, &sum);
    printf("%zu patterns: %zu entries within their limits, %zu met, %zu lost\n", sum.rounds, sum.within, sum.met, sum.lost);
    free(met);
    search_memo_free(memo);
    arena_free(&memory);
    snapshot_close(s);
    return !good || sum.within == 0 ? 2 : sum.lost > 0;
}
