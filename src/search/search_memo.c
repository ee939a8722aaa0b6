#include "search/search_memo.h"
#include "base/base_sort.h"
#include "match/match_lanes.h"
#include "search/search_script.h"

#include <stdlib.h>

enum {
    LANES_WORTH = 12, /* words from which on costing them in lanes takes less time than one by one */
    CACHE_BLOCKS = 96,
    NEAR_MOST = 1 << 14, /* entries that there is room for from the beginning: queries do not take memory */
    LIMIT_STEP = 8       /* a limit is rounded up to a multiple: words come again with slightly other limits */
};

struct search_memo {
    cost_walk walk;
    script_trees scripts;
    rows_walk *rows;
    lane_scratch *lanes; /* NULL where there are none */
    lane_words words;
    uint32_t in_lane[LANES]; /* the entry of each of the words, or its place among those that are asked for */
    search_cache *cache;     /* of the snapshot */
    cache_writer writer;
    ARRAY(uint64_t) seen; /* a bit for each entry, see keep_once */
    entry_list near;      /* of the walk that is under way: those that may be within the limit */
    met_list met;         /* ... and what was met */
};

/* One pattern on its way through a vocabulary. */
typedef struct meeting {
    search_memo *memo;
    const search_vocabulary *vocabulary;
    const cost_pattern *pattern;
} meeting;

static void *make_cache(void)
{
    return cache_new(CACHE_BLOCKS);
}

static void release_cache(void *cache)
{
    cache_free(cache);
}

search_memo *search_memo_new(const snapshot *s)
{
    search_memo *memo = calloc(1, sizeof *memo);
    if (!memo)
        return NULL;
    memo->cache = snapshot_companion(s, make_cache, release_cache);
    memo->rows = rows_new();
    if (lanes_can_run())
        memo->lanes = lane_scratch_new();
    memo->words.longest = LANE_LETTERS_MAX; /* all of it is to be cleared */
    lanes_clear(&memo->words);
    if (memo->cache && memo->rows && (memo->lanes || !lanes_can_run()) && ARRAY_RESERVE(&memo->near, NEAR_MOST) &&
        ARRAY_RESERVE(&memo->met, NEAR_MOST))
        return memo;
    search_memo_free(memo);
    return NULL;
}

void search_memo_free(search_memo *memo)
{
    if (!memo)
        return;
    cache_leave(memo->cache, &memo->writer);
    ARRAY_FREE(&memo->met);
    ARRAY_FREE(&memo->near);
    ARRAY_FREE(&memo->seen);
    script_trees_free(&memo->scripts);
    rows_free(memo->rows);
    lane_scratch_free(memo->lanes);
    free(memo);
}

/* ---------------------------------------------------------------- meeting */

static bool add_met(search_memo *m, uint32_t entry, uint8_t cost)
{
    search_met *met = cost == COST_NONE ? NULL : ARRAY_ADD(&m->met);
    if (met)
        *met = (search_met){entry, cost};
    return met || cost == COST_NONE;
}

static bool cost_entry(meeting *now, uint32_t i)
{
    symbol room[COST_SYMBOLS_MAX];
    size_t count;
    const symbol *symbols = search_entry_text(now->vocabulary, i, room, &count);
    return !symbols || add_met(now->memo, i, cost_between(&now->memo->walk, now->pattern, SCRIPT_LATIN, symbols, count, NULL, 0));
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

static bool cost_in_lane(meeting *now, uint32_t i)
{
    search_memo *m = now->memo;
    symbol room[COST_SYMBOLS_MAX];
    size_t count;
    const symbol *symbols = search_entry_text(now->vocabulary, i, room, &count);
    if (!symbols)
        return true;
    if (!lanes_add(&m->words, symbols, count))
        return cost_entry(now, i);
    m->in_lane[m->words.count - 1] = i;
    return m->words.count < LANES || finish_lanes(now);
}

static int compare_met(const void *a, const void *b, void *context)
{
    (void)context;
    uint32_t x = ((const search_met *)a)->entry, y = ((const search_met *)b)->entry;
    return (x > y) - (x < y);
}

/* The tries give some entries twice: leaves each once. The bits are all 0 before and after. */
static bool keep_once(search_memo *m, const search_vocabulary *v)
{
    size_t kept = 0, entries = v->entry_count > v->joined.count ? v->entry_count : v->joined.count, words = entries / 64 + 1;
    entry_list *near = &m->near;
    size_t had = m->seen.count;
    if (had < words && !ARRAY_RESERVE(&m->seen, words))
        return false;
    for (; m->seen.count < words; m->seen.count++)
        m->seen.at[m->seen.count] = 0;
    for (size_t i = 0; i < near->count; i++) {
        size_t entry = near->at[i] & ~JOINED_ENTRY;
        if (entry >= entries || (m->seen.at[entry / 64] >> entry % 64 & 1))
            continue;
        m->seen.at[entry / 64] |= UINT64_C(1) << entry % 64;
        near->at[kept++] = near->at[i];
    }
    near->count = kept;
    for (size_t i = 0; i < kept; i++)
        m->seen.at[(near->at[i] & ~JOINED_ENTRY) / 64] = 0;
    return true;
}

static bool add_near(search_memo *m, uint32_t entry)
{
    uint32_t *to = ARRAY_ADD(&m->near);
    if (to)
        *to = entry;
    return to != NULL;
}

/* Gathers the entries of a to z and 0 to 9 that may be within the limit, and all others; *once: each of them once. */
static bool gather_latin(meeting *now, bool *once)
{
    search_memo *m = now->memo;
    const search_vocabulary *v = now->vocabulary;
    for (size_t i = 0; i < v->other_count; i++)
        if (!add_near(m, v->others[i]))
            return false;
    return lengths_meet(&v->lengths, now->pattern, &m->near, once) &&
           (*once || trie_meet(m->rows, &m->walk, &v->trie, search_texts(v), now->pattern, &m->near));
}

static bool meet_latin(meeting *now)
{
    search_memo *m = now->memo;
    bool good = true, once;
    if (!gather_latin(now, &once))
        return false;
    if (!once && !keep_once(m, now->vocabulary))
        return false;
    bool in_lanes = m->near.count >= LANES_WORTH && m->lanes && lanes_begin(m->lanes, now->pattern);
    for (size_t i = 0; good && i < m->near.count; i++)
        good = in_lanes ? cost_in_lane(now, m->near.at[i]) : cost_entry(now, m->near.at[i]);
    good = good && finish_lanes(now);
    if (good && !once && m->met.count > 1)
        sort_in_place(m->met.at, m->met.count, sizeof *m->met.at, compare_met, NULL); /* they are few, and names lie together */
    return good;
}

/* The cost of an entry, by a walk that was begun for its script: what symbols may be read as is found once for all entries. */
static bool cost_by_walk(meeting *now, uint32_t i)
{
    search_memo *m = now->memo;
    const search_entry *e = search_entry_at(now->vocabulary, i);
    if (!e)
        return true;
    cost_back(&m->walk, 0);
    for (size_t k = 0; k < e->count; k++)
        if (!cost_step(&m->walk, search_symbols(now->vocabulary, e)[k]))
            return true;
    return add_met(m, i, cost_end(&m->walk));
}

/* Which entries of another script than Latin may be within the limit. */
static bool find_near(meeting *now, script_id script)
{
    search_memo *m = now->memo;
    if (now->pattern->script == SCRIPT_LATIN)
        return script_meet(&m->scripts, now->vocabulary, now->pattern, script, &m->near);
    return script_walk(&m->walk, now->vocabulary, now->pattern, script, &m->near);
}

static bool meet_script(meeting *now, script_id script)
{
    search_memo *m = now->memo;
    bool good = find_near(now, script);
    if (m->near.count == 0 || !cost_begin(&m->walk, now->pattern, script))
        return good;
    for (size_t i = 0; good && i < m->near.count; i++)
        good = cost_by_walk(now, m->near.at[i]);
    return good;
}

static bool meet_all(search_memo *m, const search_vocabulary *v, const cost_pattern *pattern)
{
    meeting now = {m, v, pattern};
    m->met.count = 0;
    lanes_clear(&m->words);
    for (int script = 0; script < SCRIPT_COUNT; script++) {
        m->near.count = 0;
        if ((pattern->scripts >> script & 1) && !(script == SCRIPT_LATIN ? meet_latin(&now) : meet_script(&now, (script_id)script)))
            return false;
    }
    return true;
}

/* ---------------------------------------------------------------- remembering */

/* A multiple of LIMIT_STEP, but never one that lets in dear operations which the limit itself does not: they cost the most time. */
static uint8_t wider_limit(uint8_t limit)
{
    unsigned wider = (limit + LIMIT_STEP - 1U) / LIMIT_STEP * LIMIT_STEP, next_dear = (limit / COST_DEAR + 1U) * COST_DEAR;
    if (wider >= next_dear)
        wider = next_dear - 1;
    return (uint8_t)(wider < COST_NONE ? wider : COST_NONE - 1);
}

/* Stands for a vocabulary in what is remembered. */
static unsigned number_of(const search_vocabulary *v)
{
    return v->trie.mark == JOINED_ENTRY;
}

bool search_remembers(const search_memo *m, const search_vocabulary *v, const cost_pattern *pattern)
{
    return cache_knows(m->cache, number_of(v), pattern);
}

const search_met *search_meet(search_memo *m, const search_vocabulary *v, const cost_pattern *pattern, size_t *count)
{
    if (!ARRAY_RESERVE(&m->met, 1))
        return NULL;
    if (!cache_find(m->cache, number_of(v), pattern, &m->met)) {
        cost_pattern wider = *pattern;
        wider.limit = wider_limit(pattern->limit);
        wider.reading_limit = wider_limit(pattern->reading_limit);
        if (!meet_all(m, v, &wider))
            return NULL;
        cache_keep(m->cache, &m->writer, number_of(v), &wider, m->met.at, m->met.count);
    }
    *count = m->met.count;
    return m->met.at;
}

/* ---------------------------------------------------------------- some entries */

/* Costs the words in the lanes, which are entries at these places. */
static void finish_asked(search_memo *m, uint8_t *costs)
{
    uint8_t in_lane[LANES];
    if (m->words.count == 0)
        return;
    lanes_cost(m->lanes, &m->words, in_lane);
    for (size_t i = 0; i < m->words.count; i++)
        costs[m->in_lane[i]] = in_lane[i];
    lanes_clear(&m->words);
}

void search_cost(search_memo *m, const search_vocabulary *v, const cost_pattern *pattern, const uint32_t *entries, size_t count,
                 uint8_t *costs)
{
    bool in_lanes = count >= LANES_WORTH && m->lanes && lanes_begin(m->lanes, pattern);
    lanes_clear(&m->words);
    for (size_t i = 0; i < count; i++) {
        const search_entry *e = search_entry_at(v, entries[i]);
        costs[i] = COST_NONE;
        if (!e)
            continue;
        if (in_lanes && entry_script(e) == SCRIPT_LATIN && lanes_add(&m->words, search_symbols(v, e), e->count)) {
            m->in_lane[m->words.count - 1] = (uint32_t)i;
            if (m->words.count == LANES)
                finish_asked(m, costs);
            continue;
        }
        costs[i] = cost_between(&m->walk, pattern, (script_id)entry_script(e), search_symbols(v, e), e->count, NULL, 0);
    }
    finish_asked(m, costs);
}
