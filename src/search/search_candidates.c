#include "search/search_candidates.h"
#include "base/base_sort.h"
#include "search/search_costs.h"

#include <stdlib.h>
#include <string.h>

struct search_scratch {
    search_memo *memo;
    uint32_t *seen; /* by name: the query that met it last */
    size_t name_count;
    uint32_t query;
    ARRAY(uint32_t) met; /* names */
    search_needs needs;
    sought_token tokens[NAME_TOKENS_MAX];
    bool may_be_light[NAME_TOKENS_MAX]; /* by query word: with others it may be a listed word that leads to no name */
    search_costs *costs;
    bool no_memory;
};

search_scratch *search_scratch_new(const search_index *index)
{
    search_scratch *s = calloc(1, sizeof *s);
    if (!s)
        return NULL;
    s->name_count = index->name_count;
    s->seen = calloc(s->name_count + 1, sizeof *s->seen);
    s->memo = search_memo_new(index->snapshot);
    s->costs = search_costs_new(index);
    if (s->seen && s->memo && s->costs)
        return s;
    search_scratch_free(s);
    return NULL;
}

void search_scratch_free(search_scratch *s)
{
    if (!s)
        return;
    ARRAY_FREE(&s->met);
    search_memo_free(s->memo);
    search_costs_free(s->costs);
    free(s->seen);
    free(s);
}

/* ---------------------------------------------------------------- names met */

static int compare_names(const void *a, const void *b, void *context)
{
    (void)context;
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

static void meet_names(search_scratch *s, const search_index *index, const uint32_t *names, size_t count)
{
    if (!ARRAY_RESERVE(&s->met, s->met.count + count)) {
        s->no_memory = true;
        return;
    }
    for (size_t i = 0; i < count; i++)
        if (names[i] >= s->name_count)
            snapshot_note_damage(index->snapshot);
        else if (s->seen[names[i]] != s->query) {
            s->seen[names[i]] = s->query;
            s->met.at[s->met.count++] = names[i];
        }
}

static void meet_all_names(search_scratch *s, const search_index *index)
{
    for (uint32_t name = 0; name < s->name_count; name++)
        meet_names(s, index, &name, 1);
}

static void meet_entry(search_scratch *s, const search_index *index, const search_vocabulary *v, const search_entry *e)
{
    size_t count;
    const uint32_t *names = search_postings(v, e, &count);
    meet_names(s, index, names, count);
}

/* Adds the names of all that a pattern meets in a vocabulary; *found: what that is, some of it too far. */
static size_t walk_vocabulary(search_scratch *s, const search_index *index, const search_vocabulary *v, const cost_pattern *pattern,
                              const search_met **found)
{
    size_t count = 0;
    const search_met *met = search_meet(s->memo, v, pattern, &count);
    s->no_memory |= !met;
    for (size_t i = 0; met && i < count; i++) {
        const search_entry *e = search_entry_at(v, met[i].entry);
        if (e && met[i].cost <= (entry_script(e) == pattern->script ? pattern->limit : pattern->reading_limit))
            meet_entry(s, index, v, e);
    }
    *found = met;
    return count;
}

/* ---------------------------------------------------------------- one query token */

static void meet_class(search_scratch *s, const search_index *index, uint16_t class_id)
{
    size_t count;
    const search_class *entries = search_class_entries(index, class_id, &count);
    for (size_t i = 0; i < count; i++) {
        const search_entry *e = search_entry_at(&index->single, entries[i].entry);
        if (e)
            meet_entry(s, index, &index->single, e);
    }
}

/* First entry of a script that is not before these symbols. */
static size_t prefix_start(const search_vocabulary *v, unsigned script, const symbol *symbols, size_t count)
{
    size_t low = v->script_starts[script], high = v->script_starts[script + 1];
    while (low < high) {
        size_t middle = (low + high) / 2;
        const search_entry *e = search_entry_at(v, middle);
        if (e && compare_symbols(search_symbols(v, e), e->count, symbols, count) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* The Latin entry at this place when it begins with these symbols, or NULL. */
static const search_entry *entry_with_prefix(const search_vocabulary *v, size_t place, const symbol *symbols, size_t count)
{
    const search_entry *e = place < v->script_starts[SCRIPT_LATIN + 1] ? search_entry_at(v, place) : NULL;
    bool begins = e && e->count >= count && memcmp(search_symbols(v, e), symbols, count * sizeof *symbols) == 0;
    return begins ? e : NULL;
}

/* The entry of one letter, for a query token that begins with it; for an initial, every entry that it begins. */
static void meet_initials(search_scratch *s, const search_index *index, const name_token *q, symbol first)
{
    const search_vocabulary *v = &index->single;
    const search_entry *e;
    if (q->script != SCRIPT_LATIN || table_letter(first) < 0)
        return;
    for (size_t i = prefix_start(v, SCRIPT_LATIN, &first, 1); (e = entry_with_prefix(v, i, &first, 1)) != NULL; i++) {
        if (q->count > 1 && e->count > 1)
            return;
        meet_entry(s, index, v, e);
    }
}

/* Entries that begin like a query token. */
static void meet_starts(search_scratch *s, const search_index *index, const match_plan *plan, size_t i)
{
    const search_vocabulary *v = &index->single;
    const name_token *q = &plan->name.tokens[i];
    const symbol *letters = token_symbols(&plan->name, i);
    if (q->script != SCRIPT_LATIN || q->count < START_LETTERS_MIN || (q->roles & (ROLE_NUMBER | ROLE_INITIAL)) || !token_is_content(q))
        return;
    const search_entry *e;
    for (size_t k = prefix_start(v, SCRIPT_LATIN, letters, START_LETTERS_MIN);
         (e = entry_with_prefix(v, k, letters, START_LETTERS_MIN)) != NULL; k++)
        if (words_begin_alike(letters, q->count, search_symbols(v, e), e->count, plan->name.head->kind != NAME_PERSON))
            meet_entry(s, index, v, e);
}

/* Notes a pair that was met with a joined side, and the names of its entry. */
static void meet_pair(search_scratch *s, const search_index *index, joined_meeting pair, const uint32_t *names, size_t count)
{
    meet_names(s, index, names, count);
    s->no_memory |= !search_costs_join(s->costs, pair, names, count);
}

static void meet_entry_by(search_scratch *s, const search_index *index, const match_plan *plan, const search_vocabulary *v,
                          const search_entry *e, joined_meeting pair)
{
    const match_segment *segment = &plan->segments[pair.segment];
    size_t count;
    const uint32_t *names = search_postings(v, e, &count);
    pair.weight = pair.split ? 0 : e->weight;
    meet_pair(s, index, pair, names, count);
    if (!entry_is_unposted(e))
        return;
    pair.weight = LIGHT_WEIGHT;
    s->no_memory |= !search_costs_join_any(s->costs, pair);
    for (size_t i = 0; i < segment->count; i++)
        s->may_be_light[(segment->first + i) % plan->name.head->token_count] = true;
}

static void meet_joined_by(search_scratch *s, const search_index *index, const match_plan *plan, search_met met, joined_meeting pair)
{
    const search_vocabulary *v = pair.split ? &index->joined : &index->single;
    const cost_pattern *pattern = pair.split ? &plan->segments[pair.segment].joined : &plan->segments[pair.segment].pattern;
    const bool apart = met.entry & JOINED_ENTRY; /* Latin joined words, see search_joined.h */
    const search_entry *e = apart ? NULL : search_entry_at(v, met.entry);
    size_t count;
    if (!apart && !e)
        return;
    pair.script = (uint8_t)(apart ? SCRIPT_LATIN : entry_script(e));
    pair.cost = (uint8_t)met.cost;
    if (met.cost > (pair.script == pattern->script ? pattern->limit : pattern->reading_limit))
        return;
    if (!apart) {
        meet_entry_by(s, index, plan, v, e, pair);
        return;
    }
    symbol room[COST_SYMBOLS_MAX];
    if (!joined_text(&v->joined, met.entry & ~JOINED_ENTRY, room, &count))
        return;
    pair.length = (uint8_t)count;
    const uint32_t *names = joined_names(&v->joined, met.entry & ~JOINED_ENTRY, &count);
    meet_pair(s, index, pair, names, count);
}

/* What a pattern of the plan meets with a joined side. */
static void walk_joined(search_scratch *s, const search_index *index, const match_plan *plan, size_t segment, bool split)
{
    const cost_pattern *pattern = split ? &plan->segments[segment].joined : &plan->segments[segment].pattern;
    size_t count = 0;
    const search_met *met = search_meet(s->memo, split ? &index->joined : &index->single, pattern, &count);
    s->no_memory |= !met;
    for (size_t i = 0; met && i < count; i++)
        meet_joined_by(s, index, plan, met[i], (joined_meeting){.segment = (uint16_t)segment, .split = split});
}

/* The names of pairs of which one side is joined, all of them. */
static void meet_joined(search_scratch *s, const search_index *index, const match_plan *plan)
{
    for (size_t i = 0; i < plan->name.head->token_count; i++)
        walk_joined(s, index, plan, i, true);
    for (size_t k = plan->name.head->token_count; k < plan->segment_count; k++)
        walk_joined(s, index, plan, k, false);
    if (s->met.count)
        sort_in_place(s->met.at, s->met.count, sizeof *s->met.at, compare_names, NULL);
}

/* The pattern of a single token for words of its own script, or of others. */
static cost_pattern pattern_of(const match_plan *plan, size_t i, limits_kind kind, uint8_t limit)
{
    cost_pattern p = plan->segments[i].pattern;
    uint16_t own = (uint16_t)(1U << plan->name.tokens[i].script);
    if (kind == LIMITS_OWN_SCRIPT) {
        p.scripts &= own;
        p.limit = p.limit < limit ? p.limit : limit;
        p.reading_limit = 0;
    } else {
        p.scripts &= (uint16_t)~own;
        p.reading_limit = p.reading_limit < limit ? p.reading_limit : limit;
        p.limit = 0;
    }
    return p;
}

/* The names of pairs of single tokens, but for spellings beyond the limit. */
static void meet_single(search_scratch *s, const search_index *index, const match_plan *plan, limits_kind kind, uint8_t limit, size_t i)
{
    const name_token *q = &plan->name.tokens[i];
    const cost_pattern pattern = pattern_of(plan, i, kind, limit);
    const search_met *met;
    size_t count = walk_vocabulary(s, index, &index->single, &pattern, &met);
    search_costs_note(s->costs, i, pattern.scripts, kind == LIMITS_OWN_SCRIPT ? pattern.limit : pattern.reading_limit, met, count);
    if (q->class_id)
        meet_class(s, index, q->class_id);
    if (kind == LIMITS_OTHER_SCRIPT)
        return;
    meet_starts(s, index, plan, i);
    meet_initials(s, index, q, token_symbols(&plan->name, i)[0]);
}

/* ---------------------------------------------------------------- which tokens to ask for */

/* The entry of just these symbols, or NULL. */
static const search_entry *find_entry(const search_vocabulary *v, unsigned script, const symbol *symbols, size_t count)
{
    size_t place = prefix_start(v, script, symbols, count);
    const search_entry *e = place < v->script_starts[script + 1] ? search_entry_at(v, place) : NULL;
    return e && compare_symbols(search_symbols(v, e), e->count, symbols, count) == 0 ? e : NULL;
}

/* The least that is taken for any other spelling of this token. */
static evidence respelling(const match_plan *plan, const name_token *q)
{
    if (plan->name.head->kind != NAME_ORGANIZATION || q->script != SCRIPT_LATIN)
        return 0;
    return q->count <= SHORT_LETTERS ? EVIDENCE_RESPELT_SHORT : EVIDENCE_RESPELT;
}

/* What a token may be paired with besides words of the same text or another spelling. */
static void seek_others(const search_index *index, const name_token *q, sought_token *t)
{
    enum { INITIAL_DIVISOR = 8 }; /* so many names have a word that begins with the same letter, about */
    size_t count = 0;
    const search_class *entries = q->class_id ? search_class_entries(index, q->class_id, &count) : NULL;
    for (size_t i = 0; i < count; i++) {
        const search_entry *e = search_entry_at(&index->single, entries[i].entry);
        t->postings += e ? e->postings : 0;
        t->may_be_light |= e && entry_is_unposted(e);
    }
    if (q->roles & ROLE_INITIAL) {
        t->postings += (uint32_t)index->name_count / INITIAL_DIVISOR;
        t->may_be_light = true;
    }
}

static sought_token seek_token(search_scratch *s, const search_index *index, const match_plan *plan, size_t i)
{
    const name_token *q = &plan->name.tokens[i];
    const cost_pattern *p = &plan->segments[i].pattern;
    const search_entry *same = find_entry(&index->single, q->script, token_symbols(&plan->name, i), q->count);
    sought_token t = {.weight = plan_weight((script_id)q->script, q->weight),
                      .missed = q->weight < OMIT_QUERY_MOST ? q->weight : OMIT_QUERY_MOST,
                      .limit = {p->limit, p->reading_limit},
                      .firm = token_is_content(q)};
    const cost_pattern own = pattern_of(plan, i, LIMITS_OWN_SCRIPT, p->limit),
                       other = pattern_of(plan, i, LIMITS_OTHER_SCRIPT, p->reading_limit);
    t.known[LIMITS_OWN_SCRIPT] = search_remembers(s->memo, &index->single, &own) ? p->limit : 0;
    t.known[LIMITS_OTHER_SCRIPT] = search_remembers(s->memo, &index->single, &other) ? p->reading_limit : 0;
    t.most = t.weight;
    if (same) {
        t.most = same->weight > t.most ? same->weight : t.most;
        t.postings = same->postings;
        t.may_be_light = entry_is_unposted(same);
    }
    seek_others(index, q, &t);
    t.may_be_light |= s->may_be_light[i];
    return t;
}

/* ---------------------------------------------------------------- candidates */

static void begin_query(search_scratch *s)
{
    s->met.count = 0;
    s->no_memory = false;
    if (++s->query == 0) { /* after 4,294,967,295 queries the marks begin anew */
        memset(s->seen, 0, (s->name_count + 1) * sizeof *s->seen);
        s->query = 1;
    }
}

static bool has_one_script(const prepared_name *name)
{
    for (size_t i = 1; i < name->head->token_count; i++)
        if (name->tokens[i].script != name->tokens[0].script)
            return false;
    return true;
}

/* The names of which some pair of single words is found. */
static void meet_singles(search_scratch *s, const search_index *index, const match_plan *plan, bool facts)
{
    size_t n = plan->name.head->token_count;
    sought_query query = {s->tokens, n, INT32_MAX, name_was_read(&plan->name), facts};
    for (size_t i = 0; i < n; i++) {
        evidence one = respelling(plan, &plan->name.tokens[i]);
        s->tokens[i] = seek_token(s, index, plan, i);
        query.respelling = one < query.respelling ? one : query.respelling;
    }
    for (limits_kind kind = LIMITS_OWN_SCRIPT; kind < LIMITS_KINDS; kind++) {
        search_limits limits = {.limit = COST_NONE};
        memset(limits.asked, true, n);
        if (has_one_script(&plan->name) && !limits_choose(&s->needs, &query, kind, &limits)) {
            meet_all_names(s, index);
            return;
        }
        for (size_t i = 0; i < n; i++)
            if (limits.asked[i])
                meet_single(s, index, plan, kind, limits.in_full[i] ? COST_NONE : limits.limit, i);
    }
}

bool search_candidates(search_scratch *s, const search_index *index, const match_plan *plan, int32_t threshold, bool facts,
                       const uint32_t **names, size_t *count)
{
    begin_query(s);
    memset(s->may_be_light, 0, plan->name.head->token_count * sizeof *s->may_be_light);
    search_costs_begin(s->costs, plan);
    needs_set(&s->needs, threshold);
    meet_joined(s, index, plan);
    meet_singles(s, index, plan, facts);
    search_costs_keep(s->costs, s->memo, &s->needs, facts, s->met.at, &s->met.count);
    if (s->met.count)
        sort_in_place(s->met.at, s->met.count, sizeof *s->met.at, compare_names, NULL);
    *names = s->met.at;
    *count = s->met.count;
    return !s->no_memory;
}
