#include "match/match_ceiling.h"
#include "match/match_rows.h"

#include <string.h>
#if defined(__x86_64__)
#include <immintrin.h>
#endif

enum { LANES_AT_ONCE = 8, LETTER_BITS = (1 << OUTLINE_LETTERS) - 1 };

listed_word ceiling_word(const prepared_name *name, size_t i)
{
    const name_token *t = &name->tokens[i];
    const symbol *symbols = token_symbols(name, i);
    uint32_t letters = t->script == SCRIPT_LATIN ? cost_letters(symbols, t->count) : cost_readable_letters(symbols, t->count);
    listed_word w = {letters, t->weight, t->script, 0};
    if (t->roles & ROLE_INITIAL)
        w.flags |= LISTED_INITIAL;
    if (t->class_id)
        w.flags |= LISTED_CLASS;
    if ((t->roles & (ROLE_NUMBER | ROLE_INITIAL)) || !token_is_content(t))
        w.flags |= LISTED_UNSPELT;
    if (name_was_read(name))
        w.flags |= LISTED_READ;
    return w;
}

/* ---------------------------------------------------------------- the query's side */

/* Letters that bring a symbol below this cost. */
static uint32_t letters_below(const cost_floor *floor, size_t i, unsigned cost)
{
    uint32_t set = 0;
    for (unsigned l = 0; l < OUTLINE_LETTERS; l++)
        if (floor->symbol[i][l] < cost)
            set |= UINT32_C(1) << l;
    return set;
}

/* The least cost of a symbol that is at least this; without any letter for it, what it always costs. */
static unsigned next_cost(const cost_floor *floor, size_t i, unsigned from)
{
    unsigned next = floor->always[i];
    for (unsigned l = 0; l < OUTLINE_LETTERS; l++)
        if (floor->symbol[i][l] >= from && floor->symbol[i][l] < next)
            next = floor->symbol[i][l];
    return next;
}

static void add_mask(word_ceiling *w, uint32_t mask, unsigned cost)
{
    for (size_t k = 0; k < w->mask_count; k++)
        if (w->masks[k] == mask) {
            w->costs[k] += cost;
            return;
        }
    if (w->mask_count == CEILING_MASKS)
        return;
    w->masks[w->mask_count] = mask;
    w->costs[w->mask_count++] = cost;
}

/* A symbol in steps: what it costs without its own letters, and what more without those that are near them. */
static void add_symbol(word_ceiling *w, size_t i)
{
    static const unsigned from[] = {1, 20, 35, 55};
    unsigned before = 0;
    for (size_t k = 0; k < sizeof from / sizeof *from; k++) {
        unsigned cost = next_cost(&w->floor, i, from[k]);
        if (cost <= before)
            continue;
        add_mask(w, letters_below(&w->floor, i, cost), cost - before);
        before = cost;
    }
}

static void make_word(const match_plan *plan, size_t i, word_ceiling *w)
{
    const name_token *t = &plan->name.tokens[i];
    const match_segment *segment = &plan->segments[i];
    const symbol *symbols = token_symbols(&plan->name, i);
    *w = (word_ceiling){.weight = plan_weight((script_id)t->script, t->weight),
                        .missed = t->weight < OMIT_QUERY_MOST ? t->weight : OMIT_QUERY_MOST,
                        .limit = t->script == SCRIPT_LATIN ? segment->pattern.limit : segment->pattern.reading_limit,
                        .reading_limit = segment->pattern.reading_limit,
                        .pattern = &segment->pattern,
                        .script = t->script,
                        .reads = t->script != SCRIPT_LATIN,
                        .open = (t->roles & ROLE_INITIAL) != 0,
                        .classed = t->class_id != 0,
                        .unspelt = (t->roles & ROLE_NUMBER) || !token_is_content(t)};
    cost_make_floor(&segment->pattern, SCRIPT_LATIN, &w->floor);
    for (size_t k = 0; k < w->floor.count; k++)
        add_symbol(w, k);
    if (w->reads)
        return;
    w->first = cost_letters(symbols, 1) & LETTER_BITS;
    if (t->count >= START_LETTERS_MIN && !w->unspelt)
        w->start = cost_letters(symbols, START_LETTERS_MIN) & LETTER_BITS;
}

void ceiling_make(const match_plan *plan, query_ceiling *out)
{
    out->count = plan->name.head->token_count;
    out->missed = 0;
    out->person = plan->name.head->kind == NAME_PERSON;
    out->read = name_was_read(&plan->name);
    out->wide = rows_can_run();
    for (size_t i = 0; i < out->count; i++) {
        make_word(plan, i, &out->words[i]);
        out->missed += out->words[i].missed;
    }
}

/* ---------------------------------------------------------------- a listed name */

/* What a query word costs at least in each of the words. */
static inline void sum_floors(const word_ceiling *w, const uint32_t letters[LANES_AT_ONCE], uint32_t costs[LANES_AT_ONCE])
{
    uint32_t sums[LANES_AT_ONCE] = {0};
    for (size_t k = 0; k < w->mask_count; k++)
        for (size_t lane = 0; lane < LANES_AT_ONCE; lane++)
            sums[lane] += (letters[lane] & w->masks[k]) ? 0 : w->costs[k];
    memcpy(costs, sums, sizeof sums);
}

#if defined(__x86_64__)
/* The same in one register. */
__attribute__((target("avx2"))) static void sum_floors_avx2(const word_ceiling *w, const uint32_t letters[LANES_AT_ONCE],
                                                            uint32_t costs[LANES_AT_ONCE])
{
    __m256i all = _mm256_loadu_si256((const __m256i *)letters), sums = _mm256_setzero_si256();
    for (size_t k = 0; k < w->mask_count; k++) {
        __m256i has = _mm256_and_si256(all, _mm256_set1_epi32((int)w->masks[k]));
        __m256i none = _mm256_cmpeq_epi32(has, _mm256_setzero_si256());
        sums = _mm256_add_epi32(sums, _mm256_and_si256(none, _mm256_set1_epi32((int)w->costs[k])));
    }
    _mm256_storeu_si256((__m256i *)costs, sums);
}
#else
static void sum_floors_avx2(const word_ceiling *w, const uint32_t letters[LANES_AT_ONCE], uint32_t costs[LANES_AT_ONCE])
{
    sum_floors(w, letters, costs);
}
#endif

static evidence lesser(evidence a, evidence b)
{
    return a < b ? a : b;
}

/* What the letters that the query word has not cost at least. */
static uint32_t letters_at_least(const cost_floor *floor, uint32_t letters)
{
    uint32_t sum = 0;
    for (uint32_t rest = letters & LETTER_BITS & ~floor->free; rest; rest &= rest - 1)
        sum += floor->letter[__builtin_ctz(rest)];
    return sum;
}

/* A Latin word read in one of another script: letters that none of its symbols may stand for are left unwritten. */
static evidence most_of_reading(const word_ceiling *w, const listed_word *l, evidence both)
{
    uint32_t cost = 0;
    for (size_t i = 0; i < w->pattern->count && cost <= w->reading_limit; i++)
        if ((l->letters & cost_letters(&w->pattern->symbols[i], 1) & LETTER_BITS) == 0)
            cost += cost_of_unwritten(w->pattern, i, (script_id)l->script);
    if (cost > w->reading_limit || w->unspelt || (l->flags & LISTED_UNSPELT))
        return -1;
    evidence gain = both - gain_lost((uint8_t)cost, true);
    return gain > 0 ? gain : 0;
}

/* The most that a pair of these two words gives; -1: they make none. cost: at least; scripts: those of the listed name, a set. */
static evidence most_of_pair(const word_ceiling *w, const listed_word *l, uint32_t cost, uint32_t scripts)
{
    evidence both = lesser(w->weight, l->weight), most = -1;
    if (w->open || (w->classed && (l->flags & LISTED_CLASS)))
        return l->weight > both ? l->weight : both;
    if ((l->flags & LISTED_INITIAL) && (l->letters & w->first))
        most = lesser(both, EVIDENCE_INITIAL);
    if (w->script != l->script && (scripts >> w->script & 1))
        return most; /* see may_read in match_align.c */
    if (w->script != l->script && l->script != SCRIPT_LATIN)
        return w->reads ? both : most_of_reading(w, l, both);
    if (w->script == l->script && (w->reads || cost == 0))
        return l->weight; /* it may be the same word */
    if (w->unspelt || (l->flags & LISTED_UNSPELT))
        return most;
    if (w->start && (l->letters & w->start) == w->start)
        most = both * START_PERCENT / 100;
    if (cost <= w->limit) {
        uint32_t by_letters = letters_at_least(&w->floor, l->letters);
        cost = cost > by_letters ? cost : by_letters;
        evidence gain = cost <= w->limit ? both - gain_lost((uint8_t)cost, w->reads) : -1;
        if (cost <= w->limit && gain < 0)
            gain = 0; /* a pair that gives nothing, or takes something, holds its words all the same */
        most = gain > most ? gain : most;
    }
    return most;
}

/* What the words give at most, and which of them some pair may hold. */
typedef struct name_ceiling {
    evidence gained, query_left, listed_left;
} name_ceiling;

/* A listed name on its way through the query's words. */
typedef struct held_name {
    const listed_word *words;
    size_t count;
    uint32_t scripts;                                  /* of the words, a set */
    uint32_t letters[NAME_TOKENS_MAX + LANES_AT_ONCE]; /* of the words, then zeros */
    evidence given[NAME_TOKENS_MAX];                   /* the most that each word gives; -1: it makes no pair */
} held_name;

/* Whether nothing but a spelling can make a pair, and it is too far. */
static inline bool is_far(const word_ceiling *w, const listed_word *l, uint32_t cost)
{
    return cost > w->limit && l->flags == 0 && l->script == SCRIPT_LATIN && !w->open && !(w->start && (l->letters & w->start) == w->start);
}

static void add_query_word(const word_ceiling *w, bool wide, held_name *name, name_ceiling *sum)
{
    evidence best = -1;
    for (size_t first = 0; first < name->count; first += LANES_AT_ONCE) {
        uint32_t costs[LANES_AT_ONCE];
        if (wide)
            sum_floors_avx2(w, name->letters + first, costs);
        else
            sum_floors(w, name->letters + first, costs);
        for (size_t k = first; k < name->count && k < first + LANES_AT_ONCE; k++) {
            if (is_far(w, &name->words[k], costs[k - first]))
                continue;
            evidence most = most_of_pair(w, &name->words[k], costs[k - first], name->scripts);
            name->given[k] = most > name->given[k] ? most : name->given[k];
            best = most > best ? most : best;
        }
    }
    if (best < 0)
        sum->query_left += w->missed;
    else
        sum->gained += best;
}

static evidence percent(evidence of, evidence rate)
{
    return (evidence)((int64_t)of * rate / 100);
}

/* What contradicts at least, as close_books in match_align.c takes it. */
static evidence net_of(const query_ceiling *query, const listed_word *words, const name_ceiling *n)
{
    evidence left = n->gained - percent(n->listed_left, OMIT_LISTED_PERCENT) - percent(n->query_left, OMIT_QUERY_PERCENT);
    bool reading = query->read || (words[0].flags & LISTED_READ) || words[0].script != query->words[0].script;
    evidence rate = reading ? CONTRADICT_READ_PERCENT : query->person ? CONTRADICT_PERSON_PERCENT : CONTRADICT_PERCENT;
    evidence contradicted = percent(lesser(n->query_left, n->listed_left), rate);
    return left - lesser(contradicted, left > 0 ? percent(left, CONTRADICT_MOST_PERCENT) : 0);
}

static void hold_name(const listed_word *words, size_t count, held_name *out)
{
    out->words = words;
    out->count = count;
    out->scripts = 0;
    for (size_t j = 0; j < count; j++) {
        out->letters[j] = words[j].letters;
        out->given[j] = -1;
        out->scripts |= UINT32_C(1) << words[j].script;
    }
    memset(out->letters + count, 0, LANES_AT_ONCE * sizeof *out->letters);
}

bool ceiling_reaches(const query_ceiling *query, const listed_word *words, size_t count, evidence least)
{
    held_name name;
    name_ceiling n = {0, 0, 0};
    evidence by_listed = 0;
    hold_name(words, count, &name);
    for (size_t i = 0; i < query->count; i++)
        add_query_word(&query->words[i], query->wide, &name, &n);
    for (size_t j = 0; j < count; j++) {
        n.listed_left += name.given[j] < 0 ? words[j].weight : 0;
        by_listed += name.given[j] < 0 ? 0 : name.given[j];
    }
    n.gained = lesser(n.gained, by_listed); /* no word is in two pairs, on either side */
    return net_of(query, words, &n) >= least;
}
