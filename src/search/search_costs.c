#include "search/search_costs.h"
#include "base/base_array.h"
#include "base/base_fetch.h"
#include "base/base_sort.h"

#include <stdlib.h>
#include <string.h>

/* Room at the beginning, so that hardly any query asks for more. */
enum { ROWS_SIZE = 1 << 20, PAIRS = 1 << 13, TEXTS = 1 << 13, NAMES = 1 << 13, CACHE_SIZE = 2 << 20 };

/* A name that was met. Its words are copied out of the index, with the number of the row in place of the entry: names lie anywhere there,
   and here one behind the other. */
typedef struct met_name {
    uint32_t name;
    uint32_t first; /* of its words */
    listed_summary summary;
} met_name;

struct search_costs {
    const search_index *index;
    const match_plan *plan;
    query_ceiling ceiling;
    bool far;        /* the index is larger than a cache */
    uint32_t *slots; /* by entry */
    char *rows;
    size_t row_size, row_count, row_space; /* bytes of one; how many there are, and bytes that there is room for */
    ceiling_unmet unmet;                   /* what the walks say of texts that they have not met */
    bool incomplete;                       /* there was no memory for something that a walk met: then every name stays */
    ARRAY(joined_meeting) joined;          /* pairs of the names ... */
    ARRAY(joined_meeting) joined_any;      /* ... and those that any name may have */
    ARRAY(met_name) names;                 /* in the order in which they are given back */
    ARRAY(listed_word) words;              /* ... and theirs */
    ARRAY(uint32_t) asked;                 /* entries to be costed */
    ARRAY(uint8_t) costs;                  /* ... and what they cost */
};

static bool resize_rows(search_costs *c, size_t space)
{
    char *rows = realloc(c->rows, space);
    if (!rows)
        return false;
    c->rows = rows;
    c->row_space = space;
    return true;
}

search_costs *search_costs_new(const search_index *index)
{
    search_costs *c = calloc(1, sizeof *c);
    if (!c)
        return NULL;
    c->index = index;
    c->far = index->word_count * sizeof *index->words > CACHE_SIZE;
    c->slots = calloc(index->single.entry_count + 1, sizeof *c->slots);
    if (c->slots && resize_rows(c, ROWS_SIZE) && ARRAY_RESERVE(&c->joined, PAIRS) && ARRAY_RESERVE(&c->joined_any, PAIRS) &&
        ARRAY_RESERVE(&c->names, NAMES) && ARRAY_RESERVE(&c->words, 4 * NAMES) && ARRAY_RESERVE(&c->asked, TEXTS) &&
        ARRAY_RESERVE(&c->costs, TEXTS))
        return c;
    search_costs_free(c);
    return NULL;
}

void search_costs_free(search_costs *c)
{
    if (!c)
        return;
    ARRAY_FREE(&c->joined);
    ARRAY_FREE(&c->joined_any);
    ARRAY_FREE(&c->names);
    ARRAY_FREE(&c->words);
    ARRAY_FREE(&c->asked);
    ARRAY_FREE(&c->costs);
    free(c->slots);
    free(c->rows);
    free(c);
}

void search_costs_begin(search_costs *c, const match_plan *plan)
{
    enum { ALIGN = _Alignof(text_costs) };
    size_t words = plan->name.head->token_count;
    c->plan = plan;
    c->row_size = (sizeof(text_costs) + words + ALIGN - 1) / ALIGN * ALIGN;
    c->row_count = c->joined.count = c->joined_any.count = 0;
    c->incomplete = false;
    memset(c->unmet.at_least, 0, words * sizeof *c->unmet.at_least);
}

/* ---------------------------------------------------------------- rows */

static text_costs *row_at(const search_costs *c, size_t i)
{
    return (text_costs *)(void *)(c->rows + i * c->row_size);
}

static bool make_room(search_costs *c)
{
    size_t need = (c->row_count + 1) * c->row_size;
    if (need <= c->row_space)
        return true;
    return resize_rows(c, 2 * c->row_space > need ? 2 * c->row_space : need);
}

/* Makes the row of an entry. NULL: no memory; or the entry is damaged, which is noted. */
static text_costs *make_row(search_costs *c, uint32_t entry)
{
    listed_text text;
    if (!search_text(c->index, entry, &text) || !make_room(c))
        return NULL;
    text_costs *row = row_at(c, c->row_count);
    c->slots[entry] = (uint32_t)c->row_count++;
    row->entry = entry;
    ceiling_begin(&text, row);
    return row;
}

/* The row of an entry that has one, or NULL. */
static inline text_costs *find_row(const search_costs *c, uint32_t entry)
{
    uint32_t slot = entry < c->index->single.entry_count ? c->slots[entry] : UINT32_MAX;
    return slot < c->row_count && row_at(c, slot)->entry == entry ? row_at(c, slot) : NULL;
}

/* The row of an entry, made when there is none; NULL as above. It may move when another one is made. */
static inline text_costs *row_of(search_costs *c, uint32_t entry)
{
    text_costs *row = find_row(c, entry);
    if (!row && entry >= c->index->single.entry_count)
        snapshot_note_damage(c->index->snapshot);
    return row || entry >= c->index->single.entry_count ? row : make_row(c, entry);
}

void search_costs_note(search_costs *c, size_t i, uint16_t scripts, uint8_t limit, const search_met *met, size_t count)
{
    if (i >= CEILING_SET)
        return; /* of so many words nothing is kept */
    for (unsigned script = 0; script < SCRIPT_COUNT; script++)
        if (scripts >> script & 1)
            c->unmet.at_least[i][script] = limit < COST_NONE ? (uint8_t)(limit + 1) : COST_NONE;
    for (size_t k = 0; k < count; k++) {
        text_costs *row = met[k].cost <= limit ? row_of(c, met[k].entry) : NULL;
        c->incomplete |= !row && met[k].cost <= limit;
        if (!row || (scripts >> row->script & 1) == 0)
            continue;
        row->exact |= UINT64_C(1) << i;
        ceiling_note(row, i, (uint8_t)met[k].cost);
    }
}

bool search_costs_join(search_costs *c, joined_meeting pair, const uint32_t *names, size_t count)
{
    if (!ARRAY_RESERVE(&c->joined, c->joined.count + count))
        return false;
    for (size_t i = 0; i < count; i++) {
        pair.name = names[i];
        c->joined.at[c->joined.count++] = pair;
    }
    return true;
}

bool search_costs_join_any(search_costs *c, joined_meeting pair)
{
    joined_meeting *to = ARRAY_ADD(&c->joined_any);
    if (to)
        *to = pair;
    return to != NULL;
}

/* ---------------------------------------------------------------- names */

static const listed_word *words_of(const search_costs *c, const met_name *name)
{
    return c->words.at + name->first;
}

static const text_costs *row_of_word(const search_costs *c, const met_name *name, size_t k)
{
    return row_at(c, words_of(c, name)[k].entry);
}

/* The symbols of a Latin word; 0: not known. */
static size_t length_of(const text_costs *row)
{
    return row->script == SCRIPT_LATIN ? row->count : 0;
}

/* The most that listed words weigh which make so many symbols together: a run of them, or all; the whole weight when that is not known. */
static evidence weight_of_joined(const search_costs *c, const met_name *name, size_t length)
{
    evidence most = 0, whole = name->summary.weight;
    size_t all = 0;
    for (size_t k = 0; k < name->summary.count; k++) {
        size_t symbols = 0;
        evidence weight = 0;
        if (length_of(row_of_word(c, name, k)) == 0)
            return whole;
        all += length_of(row_of_word(c, name, k));
        for (size_t i = k; i < name->summary.count && i < k + RUN_TOKENS_MAX; i++) {
            symbols += length_of(row_of_word(c, name, i));
            weight += words_of(c, name)[i].weight;
            most = i > k && symbols == length && weight > most ? weight : most;
        }
    }
    return all == length ? whole : most;
}

static void add_joined(const search_costs *c, const met_name *name, const joined_meeting *pair, joined_ceiling *out)
{
    evidence weight = pair->weight && pair->weight < name->summary.weight ? pair->weight : name->summary.weight;
    if (pair->length)
        weight = weight_of_joined(c, name, pair->length);
    ceiling_add_joined(c->plan, pair, weight, out);
}

/* Sums the joined pairs of a name: those from *at on, which stand by names. NULL: it has none. */
static const joined_ceiling *join(const search_costs *c, const met_name *name, size_t *at, joined_ceiling *out)
{
    const uint32_t id = name->name;
    while (*at < c->joined.count && c->joined.at[*at].name < id)
        ++*at;
    if (c->joined_any.count == 0 && (*at == c->joined.count || c->joined.at[*at].name != id))
        return NULL;
    out->gained = out->listed = 0;
    memset(out->held, 0, c->ceiling.count * sizeof *out->held);
    for (; *at < c->joined.count && c->joined.at[*at].name == id; ++*at)
        add_joined(c, name, &c->joined.at[*at], out);
    for (size_t i = 0; i < c->joined_any.count; i++)
        add_joined(c, name, &c->joined_any.at[i], out);
    return out;
}

/* Names lie anywhere in the index: what is read of one is on its way to the cache while others are looked at. */
static void fetch_ahead(const search_costs *c, const uint32_t *names, size_t count, size_t i)
{
    enum { TEXTS_AHEAD = 6, WORDS_AHEAD = 12, STARTS_AHEAD = 18 };
    const search_index *index = c->index;
    if (i + STARTS_AHEAD < count)
        fetch(index->word_starts, names[i + STARTS_AHEAD] * sizeof *index->word_starts);
    if (i + WORDS_AHEAD < count && index->word_starts[names[i + WORDS_AHEAD]] < index->word_count)
        fetch(index->words, index->word_starts[names[i + WORDS_AHEAD]] * sizeof *index->words);
    if (i + TEXTS_AHEAD >= count)
        return;
    const uint32_t *start = &index->word_starts[names[i + TEXTS_AHEAD]];
    for (uint32_t k = start[0]; k < start[1] && k < index->word_count && k - start[0] < NAME_TOKENS_MAX; k++) {
        const uint32_t entry = index->words[k].entry;
        if (entry >= index->single.entry_count)
            continue;
        fetch(c->slots, entry * sizeof *c->slots);
        fetch(index->letters, entry * sizeof *index->letters);
        fetch(index->single.entries, entry * sizeof *index->single.entries);
    }
}

/* Copies the words of a name, and makes rows for them. A name with a damaged word, or one that there is no memory for, has none: it stays.
   False: no memory for the name itself. */
static bool add_name(search_costs *c, uint32_t id)
{
    size_t count;
    const listed_word *words = search_words(c->index, id, &count);
    met_name *name = ARRAY_ADD(&c->names);
    if (!name || !ARRAY_RESERVE(&c->words, c->words.count + count))
        return false;
    *name = (met_name){.name = id, .first = (uint32_t)c->words.count};
    for (size_t k = 0; k < count; k++) {
        const text_costs *row = row_of(c, words[k].entry);
        if (!row) {
            c->words.count = name->first;
            name->summary = (listed_summary){0};
            break;
        }
        c->words.at[c->words.count] = words[k];
        c->words.at[c->words.count++].entry = c->slots[words[k].entry];
        ceiling_add_word(&name->summary, &words[k], row->script);
    }
    return true;
}

static void bound_rows(search_costs *c)
{
    ceiling_make(c->plan, &c->ceiling);
    for (size_t from = 0; from < c->row_count; from += FLOOR_WORDS) {
        text_costs *rows[FLOOR_WORDS];
        size_t together = c->row_count - from < FLOOR_WORDS ? c->row_count - from : FLOOR_WORDS;
        for (size_t k = 0; k < together; k++)
            rows[k] = row_at(c, from + k);
        ceiling_bound(&c->ceiling, &c->unmet, rows, together);
    }
}

/* Takes in the names, and finds what letters and walks show of all their words. False: no memory. */
static bool take_names(search_costs *c, const uint32_t *names, size_t count)
{
    c->names.count = c->words.count = 0;
    for (size_t i = 0; i < count; i++) {
        if (c->far)
            fetch_ahead(c, names, count, i);
        if (!add_name(c, names[i]))
            return false;
    }
    bound_rows(c);
    return true;
}

static bool may_reach(const search_costs *c, const met_name *name, const joined_ceiling *joined, evidence least)
{
    const text_costs *costs[NAME_TOKENS_MAX];
    for (size_t k = 0; k < name->summary.count; k++)
        costs[k] = row_of_word(c, name, k);
    return ceiling_reaches(&c->ceiling, &name->summary, words_of(c, name), costs, joined, least);
}

/* Leaves the names that may reach what they need. */
static void keep_reaching(search_costs *c, const search_needs *needs, bool facts)
{
    size_t kept = 0, at = 0;
    joined_ceiling room;
    for (size_t i = 0; i < c->names.count; i++) {
        const met_name *name = &c->names.at[i];
        const joined_ceiling *joined = join(c, name, &at, &room);
        if (name->summary.count == 0 || may_reach(c, name, joined, needs_of(needs, name->summary.weight, facts)))
            c->names.at[kept++] = *name;
    }
    c->names.count = kept;
}

/* Adds the words of a name of which the cost may matter and is not known. */
static void ask_for_words(search_costs *c, const met_name *name, size_t i)
{
    const unsigned own = c->ceiling.words[i].script;
    const bool only_own = name->summary.scripts >> own & 1; /* see may_read in match_align.c */
    for (size_t k = 0; k < name->summary.count; k++) {
        text_costs *row = row_at(c, words_of(c, name)[k].entry);
        if (costs_are_exact(row, i) || row->at_least[i] == COST_NONE || (row->script != own && only_own))
            continue;
        uint32_t *asked = ARRAY_ADD(&c->asked);
        if (!asked)
            return;
        *asked = row->entry;
        row->exact |= UINT64_C(1) << i; /* as it will be: asked once */
    }
}

/* Costs query word i against all words of the names. */
static void cost_words(search_costs *c, search_memo *memo, size_t i)
{
    c->asked.count = 0;
    for (size_t n = 0; n < c->names.count; n++)
        ask_for_words(c, &c->names.at[n], i);
    if (c->asked.count == 0)
        return;
    bool good = ARRAY_RESERVE(&c->costs, c->asked.count);
    if (good)
        search_cost(memo, &c->index->single, c->ceiling.words[i].pattern, c->asked.at, c->asked.count, c->costs.at);
    for (size_t k = 0; k < c->asked.count; k++) {
        text_costs *row = row_at(c, c->slots[c->asked.at[k]]);
        if (good)
            ceiling_note(row, i, c->costs.at[k]);
        else
            row->exact &= ~(UINT64_C(1) << i);
    }
}

/* The heaviest of the query's words that were not costed. */
static size_t next_word(const search_costs *c, uint64_t done)
{
    size_t best = CEILING_SET;
    for (size_t i = 0; i < c->ceiling.count && i < CEILING_SET; i++)
        if ((done >> i & 1) == 0 && (best == CEILING_SET || c->ceiling.words[i].weight > c->ceiling.words[best].weight))
            best = i;
    return best;
}

static int compare_joined(const void *a, const void *b, void *context)
{
    (void)context;
    uint32_t x = ((const joined_meeting *)a)->name, y = ((const joined_meeting *)b)->name;
    return (x > y) - (x < y);
}

void search_costs_keep(search_costs *c, search_memo *memo, const search_needs *needs, bool facts, uint32_t *names, size_t *count)
{
    if (c->incomplete || *count == 0 || !take_names(c, names, *count))
        return;
    if (c->joined.count)
        sort_in_place(c->joined.at, c->joined.count, sizeof *c->joined.at, compare_joined, NULL);
    keep_reaching(c, needs, facts);
    uint64_t done = 0;
    for (size_t i = next_word(c, done); c->names.count && i < CEILING_SET; i = next_word(c, done)) {
        done |= UINT64_C(1) << i;
        cost_words(c, memo, i);
        keep_reaching(c, needs, facts);
    }
    *count = c->names.count;
    for (size_t i = 0; i < c->names.count; i++)
        names[i] = c->names.at[i].name;
}
