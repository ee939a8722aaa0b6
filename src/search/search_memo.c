#include "search/search_memo.h"
#include "search/search_starts.h"

#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

enum {
    AHEAD = 16,          /* entries that are fetched into the cache before their turn */
    TRIPLES_WORTH = 200, /* entries that pass, from which on costing the beginnings of three letters spares more than it takes */
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
    lane_scratch *lanes; /* NULL where there are none */
    lane_words words;
    uint32_t in_lane[LANES]; /* the entry of each of the words */
    plane_readings *readings;
    const search_index *index;
    start_list single_starts, joined_starts; /* of the Latin entries */
    start_filter starts;                     /* of the walk that is under way */
    arena memory;
    memory *buckets[BUCKETS];
    size_t remembered;
    ARRAY(uint32_t) places; /* of the walk that is under way: those that the planes let pass */
    ARRAY(search_met) met;  /* ... and what was met */
};

/* One pattern on its way through a vocabulary. */
typedef struct meeting {
    search_memo *memo;
    const search_vocabulary *vocabulary;
    const cost_pattern *pattern;
    size_t dead;         /* letters of the last walk that no word can begin with; 0: none */
    uint8_t least_count; /* symbols of an entry */
    bool in_lanes;
} meeting;

search_memo *search_memo_new(const search_index *index)
{
    search_memo *memo = calloc(1, sizeof *memo);
    if (!memo)
        return NULL;
    memo->index = index;
    memo->readings = plane_readings_new();
    if (lanes_can_run())
        memo->lanes = lane_scratch_new();
    memo->words.longest = LANE_LETTERS_MAX; /* all of it is to be cleared */
    lanes_clear(&memo->words);
    const search_planes *single = &index->single.planes[SCRIPT_LATIN], *joined = &index->joined.planes[SCRIPT_LATIN];
    bool listed = !lanes_can_run() || (memo->lanes && starts_list(single->starts, single->count, &memo->single_starts) &&
                                       starts_list(joined->starts, joined->count, &memo->joined_starts));
    if (memo->readings && listed)
        return memo;
    search_memo_free(memo);
    return NULL;
}

void search_memo_free(search_memo *memo)
{
    if (!memo)
        return;
    arena_free(&memo->memory);
    ARRAY_FREE(&memo->met);
    ARRAY_FREE(&memo->places);
    starts_free(&memo->single_starts);
    starts_free(&memo->joined_starts);
    lane_scratch_free(memo->lanes);
    plane_readings_free(memo->readings);
    free(memo);
}

/* ---------------------------------------------------------------- meeting */

static bool add_met(search_memo *m, size_t entry, uint8_t cost)
{
    search_met *met = cost == COST_NONE ? NULL : ARRAY_ADD(&m->met);
    if (met)
        *met = (search_met){(uint32_t)entry, cost};
    return met || cost == COST_NONE;
}

/* How many symbols an entry shares with what was walked last. */
static size_t shared_with_walk(const cost_walk *w, const symbol *symbols, size_t count)
{
    size_t n = 0;
    while (n < count && n < w->depth && w->letters[n] == symbols[n])
        n++;
    return n;
}

/* One entry by itself. A prefix that came to nothing is not walked again. */
static bool walk_entry(meeting *now, size_t i)
{
    cost_walk *w = &now->memo->walk;
    const search_entry *e = &now->vocabulary->entries[i];
    const symbol *symbols = now->vocabulary->symbols + e->symbols;
    size_t depth = shared_with_walk(w, symbols, e->count);
    if (now->dead && depth >= now->dead)
        return true;
    cost_back(w, depth);
    bool alive = true;
    while (alive && depth < e->count)
        alive = cost_step(w, symbols[depth++]);
    now->dead = alive ? 0 : depth;
    return !alive || add_met(now->memo, i, cost_end(w));
}

/* Costs the words in the lanes. */
static bool finish_lanes(meeting *now)
{
    uint8_t costs[LANES];
    search_memo *m = now->memo;
    bool good = true;
    if (m->words.count == 0)
        return true;
    lanes_cost(m->lanes, &m->words, costs);
    for (size_t i = 0; good && i < m->words.count; i++)
        good = add_met(m, m->in_lane[i], costs[i]);
    lanes_clear(&m->words);
    return good;
}

static bool meet_entry(meeting *now, uint32_t i)
{
    search_memo *m = now->memo;
    const search_entry *e = &now->vocabulary->entries[i];
    if (e->count < now->least_count)
        return true;
    if (!now->in_lanes || !lanes_add(&m->words, now->vocabulary->symbols + e->symbols, e->count))
        return walk_entry(now, i);
    m->in_lane[m->words.count - 1] = i;
    return m->words.count < LANES || finish_lanes(now);
}

/* First place from `low` to `high` whose entry has at least this length. */
static size_t place_of_length(const meeting *now, const search_planes *planes, size_t low, size_t high, size_t length)
{
    while (low < high) {
        size_t middle = (low + high) / 2;
        const search_entry *e = &now->vocabulary->entries[planes->order[middle]];
        if (planes_length(now->vocabulary->symbols + e->symbols, e->count) < length)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* Adds the places of [from, to) that the planes let pass. */
static bool find_places(meeting *now, const search_planes *planes, const plane_test *test, size_t from, size_t to)
{
    search_memo *m = now->memo;
    uint64_t passed[PLANE_BLOCK_WORDS];
    for (size_t block = from / PLANE_BLOCK * PLANE_BLOCK; block < to; block += PLANE_BLOCK) {
        planes_pass(planes, test, block / PLANE_WORD, passed);
        if (!ARRAY_RESERVE(&m->places, m->places.count + PLANE_BLOCK))
            return false;
        for (size_t w = 0; w < PLANE_BLOCK_WORDS; w++)
            for (uint64_t rest = passed[w]; rest; rest &= rest - 1) {
                size_t place = block + w * PLANE_WORD + (size_t)__builtin_ctzll(rest);
                if (place >= from && place < to && (!now->in_lanes || start_pair_leads_on(&m->starts, planes->starts[place])))
                    m->places.at[m->places.count++] = (uint32_t)place;
            }
    }
    return true;
}

static const start_list *starts_of(const meeting *now)
{
    const search_memo *m = now->memo;
    return now->vocabulary == &m->index->joined ? &m->joined_starts : &m->single_starts;
}

/* Leaves those whose first three letters lead on. */
static void filter_places(meeting *now, const search_planes *planes)
{
    search_memo *m = now->memo;
    size_t kept = 0;
    starts_filter_triples(m->lanes, starts_of(now), &m->starts);
    for (size_t i = 0; i < m->places.count; i++)
        if (start_triple_leads_on(&m->starts, planes->starts[m->places.at[i]]))
            m->places.at[kept++] = m->places.at[i];
    m->places.count = kept;
}

/* The entries lie anywhere in the vocabulary: by its turn each is on its way to the cache, and so are its symbols. */
static bool meet_places(meeting *now, const search_planes *planes)
{
    const search_vocabulary *v = now->vocabulary;
    const uint32_t *places = now->memo->places.at;
    size_t count = now->memo->places.count;
    for (size_t i = 0; i < count; i++) {
        if (i + 2 * AHEAD < count)
            __builtin_prefetch(&v->entries[planes->order[places[i + 2 * AHEAD]]]);
        if (i + AHEAD < count)
            __builtin_prefetch(v->symbols + v->entries[planes->order[places[i + AHEAD]]].symbols);
        if (!meet_entry(now, planes->order[places[i]]))
            return false;
    }
    return finish_lanes(now);
}

static bool meet_script(meeting *now, script_id script)
{
    search_memo *m = now->memo;
    const search_planes *planes = &now->vocabulary->planes[script];
    plane_test test;
    if (planes->count == 0 || !cost_begin(&m->walk, now->pattern, script))
        return true;
    planes_make_test(m->readings, now->pattern, script, &test);
    m->places.count = now->dead = 0;
    now->least_count = test.least_count;
    now->in_lanes = script == SCRIPT_LATIN && m->lanes && lanes_begin(m->lanes, now->pattern);
    if (now->in_lanes)
        starts_filter_pairs(m->lanes, starts_of(now), &m->starts);
    size_t from = place_of_length(now, planes, 0, planes->doubled, test.least_count);
    size_t to = place_of_length(now, planes, from, planes->doubled, test.most_count + 1U);
    size_t doubled_to = place_of_length(now, planes, planes->doubled, planes->count, test.most_count + 1U);
    if (!find_places(now, planes, &test, from, to) || !find_places(now, planes, &test, planes->doubled, doubled_to))
        return false;
    if (now->in_lanes && m->places.count > TRIPLES_WORTH)
        filter_places(now, planes);
    return meet_places(now, planes);
}

static bool meet_all(search_memo *m, const search_vocabulary *v, const cost_pattern *pattern)
{
    meeting now = {.memo = m, .vocabulary = v, .pattern = pattern};
    m->met.count = 0;
    lanes_clear(&m->words);
    for (int script = SCRIPT_LATIN; script < SCRIPT_COUNT; script++)
        if (!meet_script(&now, (script_id)script))
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
    if (!ARRAY_RESERVE(&m->met, 1) || !meet_all(m, v, &wider))
        return NULL;
    remember(m, bucket, v, &wider);
    *count = m->met.count;
    return m->met.at;
}
