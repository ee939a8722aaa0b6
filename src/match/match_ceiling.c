#include "match/match_ceiling.h"

#include <string.h>

enum { LETTER_BITS = (1 << OUTLINE_LETTERS) - 1 };

listed_word ceiling_word(const prepared_name *name, size_t i)
{
    const name_token *t = &name->tokens[i];
    listed_word w = {.weight = t->weight};
    if (t->roles & ROLE_INITIAL)
        w.flags |= LISTED_INITIAL;
    w.flags |= (uint16_t)(ceiling_class(t->class_id) << LISTED_CLASS_SHIFT);
    if ((t->roles & (ROLE_NUMBER | ROLE_INITIAL)) || !token_is_content(t))
        w.flags |= LISTED_UNSPELT;
    if (name_was_read(name))
        w.flags |= LISTED_READ;
    return w;
}

uint32_t ceiling_letters(const symbol *symbols, size_t count, script_id script)
{
    return script == SCRIPT_LATIN ? cost_letters(symbols, count) : cost_readable_letters(symbols, count);
}

/* ---------------------------------------------------------------- the query's side */

/* What try_spelling in match_align.c takes for another spelling of a word. */
static evidence respelling_of(const prepared_name *query, const name_token *t)
{
    if (query->head->kind != NAME_ORGANIZATION || t->script != SCRIPT_LATIN)
        return 0;
    return t->count <= SHORT_LETTERS ? EVIDENCE_RESPELT_SHORT : EVIDENCE_RESPELT;
}

static void make_tables(const match_segment *segment, floor_tables *out)
{
    cost_floor floor;
    if (!segment->floor)
        cost_make_floor(&segment->pattern, SCRIPT_LATIN, &floor);
    floor_make_tables(segment->floor ? segment->floor : &floor, out);
}

static void make_word(const match_plan *plan, size_t i, word_ceiling *w)
{
    const name_token *t = &plan->name.tokens[i];
    const match_segment *segment = &plan->segments[i];
    w->weight = plan_weight((script_id)t->script, t->weight);
    w->missed = t->weight < OMIT_QUERY_MOST ? t->weight : OMIT_QUERY_MOST;
    w->respelling = respelling_of(&plan->name, t);
    w->symbols = token_symbols(&plan->name, i);
    w->count = t->count;
    w->pattern = &segment->pattern;
    w->script = t->script;
    w->reads = t->script != SCRIPT_LATIN;
    w->initial = (t->roles & ROLE_INITIAL) != 0;
    w->class_id = (uint16_t)ceiling_class(t->class_id);
    w->unspelt = (t->roles & (ROLE_NUMBER | ROLE_INITIAL)) || !token_is_content(t);
    w->first = w->reads ? 0 : cost_letters(w->symbols, 1) & LETTER_BITS;
    make_tables(segment, &w->tables);
}

void ceiling_make(const match_plan *plan, query_ceiling *out)
{
    out->count = plan->name.head->token_count;
    out->person = plan->name.head->kind == NAME_PERSON;
    out->read = name_was_read(&plan->name);
    out->stems = !out->person;
    out->plain = out->count <= CEILING_SET && !out->read;
    out->classed = false;
    for (size_t i = 0; i < out->count; i++) {
        word_ceiling *w = &out->words[i];
        make_word(plan, i, w);
        out->held[i] = (held_query_word){(uint16_t)w->weight, (uint16_t)w->respelling, w->script, w->unspelt};
        out->plain &= !w->initial;
        out->classed |= w->class_id != 0;
    }
}

/* ---------------------------------------------------------------- costs by letters */

/* A Latin word read in one of another script: letters that none of its symbols may stand for are left unwritten. */
static unsigned cost_in_other(const word_ceiling *w, const text_costs *text)
{
    unsigned cost = 0;
    for (size_t i = 0; i < w->pattern->count && cost < COST_NONE; i++)
        if ((text->letters & cost_letters(&w->pattern->symbols[i], 1) & LETTER_BITS) == 0)
            cost += cost_of_unwritten(w->pattern, i, (script_id)text->script);
    return cost;
}

/* in_latin: of a Latin text. */
static uint8_t cost_by_letters(const word_ceiling *w, const text_costs *text, uint8_t unmet, uint8_t in_latin)
{
    unsigned cost = unmet, limit = text->script == w->script ? w->pattern->limit : w->pattern->reading_limit;
    if ((w->pattern->scripts >> text->script & 1) == 0)
        return COST_NONE;
    if (text->script == SCRIPT_LATIN)
        cost = in_latin > cost ? in_latin : cost;
    else if (!w->reads && cost <= limit) {
        unsigned by_letters = cost_in_other(w, text);
        cost = by_letters > cost ? by_letters : cost;
    }
    return cost <= limit ? (uint8_t)cost : COST_NONE;
}

static bool begins_like(const query_ceiling *query, const word_ceiling *w, const text_costs *text)
{
    if ((text->letters & w->first) == 0 || text->script != SCRIPT_LATIN || text->symbols[0] != w->symbols[0])
        return false;
    return w->initial || (!w->unspelt && words_begin_alike(w->symbols, w->count, text->symbols, text->count, query->stems));
}

void ceiling_begin(const listed_text *text, text_costs *out)
{
    out->symbols = text->symbols;
    out->count = text->count;
    out->letters = text->letters;
    out->script = text->script;
    out->exact = out->begins = out->near = 0;
}

static void bound_by_word(const query_ceiling *query, size_t i, const ceiling_unmet *unmet, const uint8_t *in_latin,
                          text_costs *const *texts, size_t count)
{
    const word_ceiling *w = &query->words[i];
    for (size_t k = 0; k < count; k++) {
        text_costs *text = texts[k];
        if (i < CEILING_SET && begins_like(query, w, text)) {
            text->begins |= UINT64_C(1) << i;
            text->near |= UINT64_C(1) << i;
        }
        if (!costs_are_exact(text, i))
            text->at_least[i] = cost_by_letters(w, text, unmet->at_least[i][text->script], in_latin[k]);
        ceiling_note(text, i, text->at_least[i]);
    }
}

void ceiling_bound(const query_ceiling *query, const ceiling_unmet *unmet, text_costs *const *texts, size_t count)
{
    uint32_t letters[FLOOR_WORDS];
    uint8_t in_latin[FLOOR_WORDS];
    for (size_t k = 0; k < count; k++)
        letters[k] = texts[k]->letters;
    for (size_t i = 0; i < query->count; i++) {
        floor_of_words(&query->words[i].tables, letters, count, in_latin);
        bound_by_word(query, i, unmet, in_latin, texts, count);
    }
}

/* ---------------------------------------------------------------- a listed name */

static evidence lesser(evidence a, evidence b)
{
    return a < b ? a : b;
}

static bool may_begin_alike(const text_costs *costs, size_t i)
{
    return i >= CEILING_SET || (costs->begins >> i & 1);
}

/* The most that a pair of an initial of the query with a listed word gives. */
static evidence most_of_initial(const word_ceiling *w, const listed_word *l, const text_costs *costs, bool begins, evidence both)
{
    bool same = w->reads ? w->script == costs->script : costs->letters >> OUTLINE_LETTERS == 1;
    if (w->reads)
        return same ? l->weight : -1;
    return !begins ? -1 : same ? l->weight : lesser(both, EVIDENCE_INITIAL);
}

/* The most that query word i and this one give; -1: they make no pair. scripts: those of the listed name, a set. */
static evidence most_of_pair(const query_ceiling *query, size_t i, const listed_word *l, const text_costs *costs, uint32_t scripts)
{
    const word_ceiling *w = &query->words[i];
    const uint8_t cost = costs->at_least[i];
    evidence both = lesser(w->weight, l->weight), most = -1;
    if (w->class_id && l->flags >> LISTED_CLASS_SHIFT == w->class_id)
        return l->weight > both ? l->weight : both;
    if (w->initial)
        return most_of_initial(w, l, costs, may_begin_alike(costs, i), both);
    if ((l->flags & LISTED_INITIAL) && (costs->letters & w->first))
        most = lesser(both, EVIDENCE_INITIAL);
    if (w->script != costs->script && (scripts >> w->script & 1))
        return most; /* see may_read in match_align.c */
    if (w->script == costs->script && cost == 0)
        return l->weight; /* it may be the same word */
    if (w->unspelt || (l->flags & LISTED_UNSPELT))
        return most;
    if (may_begin_alike(costs, i))
        most = both * START_PERCENT / 100;
    if (cost == COST_NONE)
        return most;
    bool reading = w->script != costs->script || query->read || (l->flags & LISTED_READ);
    evidence gain = both - gain_lost(cost, reading) - (cost && costs->script == SCRIPT_LATIN ? w->respelling : 0);
    gain = gain > 0 ? gain : 0; /* a pair that gives nothing, or takes something, holds its words all the same */
    return gain > most ? gain : most;
}

/* What the words give at most, and which of them some pair may hold. */
typedef struct name_ceiling {
    evidence gained, query_left, listed_left;
} name_ceiling;

/* The most that each of the query's words gives to the words so far; -1: it makes no pair. */
typedef struct query_gains {
    evidence most[NAME_TOKENS_MAX];
} query_gains;

static inline void raise_to(evidence *most, evidence value)
{
    *most = value > *most ? value : *most;
}

/* Holds a listed word against the query's: the most that one of them gives to it; -1: it makes no pair. */
static evidence hold_word(const query_ceiling *query, const listed_word *l, const text_costs *costs, uint32_t scripts, query_gains *gains)
{
    evidence best = -1;
    for (size_t i = 0; i < query->count; i++) {
        evidence most = most_of_pair(query, i, l, costs, scripts);
        raise_to(&gains->most[i], most);
        raise_to(&best, most);
    }
    return best;
}

/* The same where neither class nor initial nor reading plays a part, and only near words are looked at. */
static evidence hold_plain_word(const query_ceiling *query, const listed_word *l, const text_costs *costs, query_gains *gains)
{
    evidence best = -1;
    for (uint64_t rest = costs->near; rest; rest &= rest - 1) {
        const size_t i = (size_t)__builtin_ctzll(rest);
        const held_query_word *w = &query->held[i];
        const uint8_t cost = costs->at_least[i];
        const bool own = w->script == costs->script;
        evidence both = lesser(w->weight, l->weight), most = l->weight;
        if (!own || cost) {
            if (w->unspelt || (l->flags & LISTED_UNSPELT))
                continue;
            most = (costs->begins >> i & 1) ? both * START_PERCENT / 100 : 0;
            if (cost != COST_NONE)
                raise_to(&most, both - gain_lost(cost, !own) - (cost && costs->script == SCRIPT_LATIN ? w->respelling : 0));
        }
        raise_to(&gains->most[i], most);
        raise_to(&best, most);
    }
    return best;
}

static evidence percent(evidence of, evidence rate)
{
    return (evidence)((int64_t)of * rate / 100);
}

/* What contradicts at least, as close_books in match_align.c takes it. */
static evidence net_of(const query_ceiling *query, unsigned script, bool was_read, const name_ceiling *n)
{
    evidence left = n->gained - percent(n->listed_left, OMIT_LISTED_PERCENT) - percent(n->query_left, OMIT_QUERY_PERCENT);
    bool reading = query->read || was_read || script != query->words[0].script;
    evidence rate = reading ? CONTRADICT_READ_PERCENT : query->person ? CONTRADICT_PERSON_PERCENT : CONTRADICT_PERCENT;
    evidence contradicted = percent(lesser(n->query_left, n->listed_left), rate);
    return left - lesser(contradicted, left > 0 ? percent(left, CONTRADICT_MOST_PERCENT) : 0);
}

/* ---------------------------------------------------------------- joined pairs */

/* What pair_split or pair_joined in match_align.c give at most. */
static evidence most_of_joined(const match_plan *plan, const joined_meeting *m, evidence weight)
{
    const match_segment *segment = &plan->segments[m->segment];
    const bool own = segment->script == m->script;
    evidence said = segment->joined_weight;
    if (!m->split) {
        said = 0;
        for (size_t i = 0; i < segment->count; i++)
            said += plan->name.tokens[(segment->first + i) % plan->name.head->token_count].weight;
        said = own ? said : plan_weight((script_id)segment->script, said);
    }
    evidence both = own && !(m->split && segment->known) ? joined_weight(weight, said, m->cost) : lesser(weight, said);
    return gain_of(both, m->cost, !own);
}

void ceiling_add_joined(const match_plan *plan, const joined_meeting *m, evidence weight, joined_ceiling *out)
{
    const match_segment *segment = &plan->segments[m->segment];
    evidence gain = most_of_joined(plan, m, weight);
    if (gain <= 0)
        return; /* that is no pair */
    out->gained += gain;
    out->listed += weight;
    for (size_t i = 0; i < segment->count; i++)
        out->held[(segment->first + i) % plan->name.head->token_count] = true;
}

/* ---------------------------------------------------------------- all pairs */

bool ceiling_reaches(const query_ceiling *query, const listed_summary *name, const listed_word *words, const text_costs *const *costs,
                     const joined_ceiling *joined, evidence least)
{
    query_gains gains;
    name_ceiling n = {0, 0, 0};
    const uint32_t scripts = name->scripts;
    evidence by_query = 0;
    memset(gains.most, 0xFF, query->count * sizeof *gains.most);
    const bool plain = query->plain && (scripts & (scripts - 1)) == 0 && (name->flags & LISTED_READ) == 0;
    const unsigned special = LISTED_INITIAL | (query->classed ? UINT32_MAX << LISTED_CLASS_SHIFT : 0);
    for (size_t k = 0; k < name->count; k++) {
        evidence most = plain && (words[k].flags & special) == 0 ? hold_plain_word(query, &words[k], costs[k], &gains)
                                                                 : hold_word(query, &words[k], costs[k], scripts, &gains);
        n.gained += most < 0 ? 0 : most;
        n.listed_left += most < 0 ? words[k].weight : 0;
    }
    if (!joined && n.gained < least)
        return false; /* what is left over only takes */
    for (size_t i = 0; i < query->count; i++) {
        by_query += gains.most[i] < 0 ? 0 : gains.most[i];
        n.query_left += gains.most[i] < 0 && !(joined && joined->held[i]) ? query->words[i].missed : 0;
    }
    n.gained = lesser(n.gained, by_query); /* no word is in two pairs, on either side */
    if (joined) {
        n.gained += joined->gained;
        n.listed_left -= lesser(joined->listed, n.listed_left); /* which words they hold is not known */
    }
    return net_of(query, costs[0]->script, (name->flags & LISTED_READ) != 0, &n) >= least;
}
