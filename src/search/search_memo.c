#include "search/search_memo.h"

#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

enum {
    LONG_COUNT = 8,      /* a pattern that only long words meet: most entries are too short for it */
    RULED_OUT_MAX = 200, /* entries ruled out in a row before one is walked */
    BUCKETS = 1 << 14,
    REMEMBERED_MAX = 2 * 1000 * 1000, /* entries met, of 8 bytes */
    LIMIT_STEP = 8                    /* a limit is rounded up to a multiple: words come again with slightly other limits */
};

/* What one pattern met, in a chain of its bucket. */
typedef struct memory {
    struct memory *next;
    const search_vocabulary *vocabulary;
    const symbol *symbols;
    const search_met *met;
    size_t met_count;
    uint16_t scripts; /* that the pattern was read in */
    uint8_t count, script, limit, reading_limit;
} memory;

struct search_memo {
    cost_walk walk;
    arena memory;
    memory *buckets[BUCKETS];
    size_t remembered;
    ARRAY(search_met) met; /* of the walk that is under way */
};

search_memo *search_memo_new(void)
{
    return calloc(1, sizeof(search_memo));
}

void search_memo_free(search_memo *memo)
{
    if (!memo)
        return;
    arena_free(&memo->memory);
    ARRAY_FREE(&memo->met);
    free(memo);
}

/* ---------------------------------------------------------------- walking */

/* The next entry that does not share the first depth symbols with entry i: near ones one by one, far ones by doubling steps. */
static size_t skip_prefix(const search_vocabulary *v, size_t i, size_t depth)
{
    size_t end = i + 1;
    for (size_t near = 0; near < 64; near++, end++)
        if (end >= v->entry_count || v->shared[end] < depth)
            return end;
    const search_entry *first = &v->entries[i];
    const symbol *prefix = v->symbols + first->symbols;
    size_t low = end - 1, step = 64;
    for (;; step *= 2) { /* low shares the prefix */
        size_t at = low + step;
        if (at >= v->entry_count)
            break;
        const search_entry *e = &v->entries[at];
        if (e->script != first->script || e->count < depth || memcmp(v->symbols + e->symbols, prefix, depth * sizeof(symbol)) != 0)
            break;
        low = at;
    }
    size_t high = low + step < v->entry_count ? low + step : v->entry_count;
    while (low + 1 < high) {
        size_t middle = low + (high - low) / 2;
        const search_entry *e = &v->entries[middle];
        if (e->script == first->script && e->count >= depth && memcmp(v->symbols + e->symbols, prefix, depth * sizeof(symbol)) == 0)
            low = middle;
        else
            high = middle;
    }
    return high;
}

size_t search_script_start(const search_vocabulary *v, unsigned script)
{
    size_t low = 0, high = v->entry_count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (v->entries[middle].script < script)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static bool add_met(search_memo *m, size_t entry, uint8_t cost)
{
    search_met *met = cost == COST_NONE ? NULL : ARRAY_ADD(&m->met);
    if (met)
        *met = (search_met){(uint32_t)entry, cost};
    return met || cost == COST_NONE;
}

/* The next entry from i on, before end, that the letters do not rule out; a little further on any entry, since walking one whose prefix is
   dead skips many at once. refused: letters of which an entry may have none (for a pattern without dear operations). */
static size_t next_possible(const search_vocabulary *v, const cost_outline *o, uint32_t refused, size_t i, size_t end)
{
    const uint32_t least = (uint32_t)o->least_count << OUTLINE_LETTERS;
    size_t stop = end - i > RULED_OUT_MAX && o->least_count < LONG_COUNT ? i + RULED_OUT_MAX : end;
    for (; i < stop; i++) {
        uint32_t letters = v->letters[i];
        if ((letters & refused) == 0 && letters >= least && cost_may_match(o, letters))
            break;
    }
    return i;
}

/* The next entry of another script that can be read as all the letters that are needed. */
static size_t next_readable(const search_vocabulary *v, uint32_t needed, size_t i, size_t end)
{
    while (i < end && (needed & ~v->letters[i]))
        i++;
    return i;
}

/* How many symbols an entry shares with what was walked last. */
static size_t shared_with_walk(const cost_walk *w, const symbol *symbols, size_t count)
{
    size_t n = 0;
    while (n < count && n < w->depth && w->letters[n] == symbols[n])
        n++;
    return n;
}

/* Goes through the entries of a script, prefix by prefix. Between two scripts `outline` is NULL; else it rules out entries before they are
   walked. */
static bool walk_script(search_memo *m, const search_vocabulary *v, const cost_pattern *pattern, script_id script,
                        const cost_outline *outline)
{
    size_t i = search_script_start(v, script), end = search_script_start(v, (unsigned)script + 1);
    uint32_t needed = pattern->script == SCRIPT_LATIN && script != SCRIPT_LATIN ? cost_needed_letters(pattern, script) : 0;
    uint32_t refused = outline && !outline->may_be_dear ? ~outline->plain.allowed & ((UINT32_C(1) << OUTLINE_LETTERS) - 1) : 0;
    if (!outline)
        i = next_readable(v, needed, i, end);
    if (i == end || !cost_begin(&m->walk, pattern, script))
        return true;
    for (;;) {
        i = outline ? next_possible(v, outline, refused, i, end) : next_readable(v, needed, i, end);
        if (i == end)
            return true;
        const search_entry *e = &v->entries[i];
        const symbol *symbols = v->symbols + e->symbols;
        size_t depth = shared_with_walk(&m->walk, symbols, e->count);
        cost_back(&m->walk, depth);
        bool alive = true;
        while (alive && depth < e->count)
            alive = cost_step(&m->walk, symbols[depth++]);
        if (alive && !add_met(m, i, cost_end(&m->walk)))
            return false;
        i = alive ? i + 1 : skip_prefix(v, i, depth);
    }
}

static bool walk_all(search_memo *m, const search_vocabulary *v, const cost_pattern *pattern)
{
    cost_outline outline;
    bool latin = pattern->script == SCRIPT_LATIN;
    m->met.count = 0;
    if (latin)
        cost_make_outline(pattern, &outline);
    for (int script = SCRIPT_LATIN; script < SCRIPT_COUNT; script++)
        if (!walk_script(m, v, pattern, (script_id)script, latin && script == SCRIPT_LATIN ? &outline : NULL))
            return false;
    return true;
}

/* ---------------------------------------------------------------- remembering */

static bool is_memory_of(const memory *r, const search_vocabulary *v, const cost_pattern *p)
{
    return r->vocabulary == v && r->count == p->count && r->script == p->script && r->scripts == p->scripts && r->limit >= p->limit &&
           r->reading_limit >= p->reading_limit && memcmp(r->symbols, p->symbols, p->count * sizeof(symbol)) == 0;
}

static void forget_all(search_memo *m)
{
    memset(m->buckets, 0, sizeof m->buckets);
    arena_reset(&m->memory);
    m->remembered = 0;
}

/* Keeps what was just met; without memory for it nothing is kept. */
static void remember(search_memo *m, memory **bucket, const search_vocabulary *v, const cost_pattern *p)
{
    if (m->remembered + m->met.count > REMEMBERED_MAX)
        forget_all(m);
    memory *r = arena_take(&m->memory, sizeof *r);
    symbol *symbols = arena_take(&m->memory, p->count * sizeof *symbols);
    search_met *met = arena_take(&m->memory, (m->met.count + 1) * sizeof *met);
    if (!r || !symbols || !met)
        return;
    memcpy(symbols, p->symbols, p->count * sizeof *symbols);
    if (m->met.count)
        memcpy(met, m->met.at, m->met.count * sizeof *met);
    *r = (memory){*bucket, v, symbols, met, m->met.count, p->scripts, p->count, p->script, p->limit, p->reading_limit};
    *bucket = r;
    m->remembered += m->met.count + 8;
}

/* A multiple of LIMIT_STEP, but never one that lets in dear operations which the limit itself does not: they cost the most time. */
static uint8_t wider_limit(uint8_t limit)
{
    unsigned wider = (limit + LIMIT_STEP - 1U) / LIMIT_STEP * LIMIT_STEP, next_dear = (limit / COST_DEAR + 1U) * COST_DEAR;
    if (wider >= next_dear)
        wider = next_dear - 1;
    return (uint8_t)(wider < COST_NONE ? wider : COST_NONE - 1);
}

const search_met *search_meet(search_memo *m, const search_vocabulary *v, const cost_pattern *pattern, size_t *count)
{
    memory **bucket = &m->buckets[XXH3_64bits(pattern->symbols, pattern->count * sizeof(symbol)) % BUCKETS];
    for (const memory *r = *bucket; r; r = r->next)
        if (is_memory_of(r, v, pattern)) {
            *count = r->met_count;
            return r->met;
        }
    cost_pattern wider = *pattern;
    wider.limit = wider_limit(pattern->limit);
    wider.reading_limit = wider_limit(pattern->reading_limit);
    if (!ARRAY_RESERVE(&m->met, 1) || !walk_all(m, v, &wider))
        return NULL;
    remember(m, bucket, v, &wider);
    *count = m->met.count;
    return m->met.at;
}
