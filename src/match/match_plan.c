#include "match/match_plan.h"

#include <string.h>

/* What a reading may take at most, as a share of a word's evidence: one that takes all of it, or a little more, says nothing, but the words
   are then not two different ones either. */
enum {
    COST_SHARE_PERCENT = 110,
    COST_LEAST_EVIDENCE = 1100 /* a light word may take so much all the same: patronymics are light, and as long as other words */
};

/* How much farther than others a single word of a person's name may be spelt, from so many letters on: such names are made of names, not of
   words that stand beside one another in a dictionary. */
enum { PERSON_FARTHER = 20, PERSON_FARTHER_LETTERS = 4 };

/* Letters that words which begin alike share at least; a stem, and what may follow it in the shorter word. */
enum { STEM_LETTERS_MIN = 6, STEM_ENDING_MAX = 2 };

/* The limit of a single word. */
static uint8_t limit_of(const prepared_name *name, const name_token *t)
{
    script_id script = (script_id)t->script;
    unsigned limit = cost_limit(t->count, script, false), most = COST_NONE - 1;
    evidence share = plan_weight(script, t->weight) * COST_SHARE_PERCENT / 100;
    uint8_t by_weight = cost_that_takes(share > COST_LEAST_EVIDENCE ? share : COST_LEAST_EVIDENCE, false);
    if (name->head->kind == NAME_PERSON && script == SCRIPT_LATIN && t->count >= PERSON_FARTHER_LETTERS)
        limit += PERSON_FARTHER;
    limit = limit < most ? limit : most;
    return limit < by_weight ? (uint8_t)limit : by_weight;
}

static const uint16_t without_spaces = 1U << SCRIPT_LATIN | 1U << SCRIPT_HANGUL | 1U << SCRIPT_HAN | 1U << SCRIPT_KANA | 1U << SCRIPT_THAI;

static uint16_t only_own(script_id script)
{
    return (uint16_t)(1U << script);
}

bool name_can_join(const prepared_name *name, size_t first, size_t count, size_t symbols_max, size_t *symbols)
{
    size_t n = name->head->token_count;
    *symbols = 0;
    for (size_t i = 0; i < count; i++) {
        const name_token *t = &name->tokens[(first + i) % n];
        if (t->script != name->tokens[first].script)
            return false;
        *symbols += t->count;
    }
    return *symbols <= symbols_max;
}

bool words_begin_alike(const symbol *a, size_t a_count, const symbol *b, size_t b_count, bool stems)
{
    size_t shorter = a_count < b_count ? a_count : b_count, longer = a_count < b_count ? b_count : a_count, same = 0;
    while (same < shorter && a[same] == b[same])
        same++;
    if (same < START_LETTERS_MIN || 2 * same < longer)
        return false;
    return same == shorter || (stems && same >= STEM_LETTERS_MIN && shorter - same <= STEM_ENDING_MAX);
}

static bool add_single(match_segment *s, const prepared_name *name, size_t i, arena *memory)
{
    const name_token *t = &name->tokens[i];
    const symbol *symbols = token_symbols(name, i);
    *s = (match_segment){.kind = SEGMENT_SINGLE, .first = (uint8_t)i, .count = 1, .script = t->script};
    if (!cost_compile(&s->pattern, symbols, t->count, (script_id)t->script, limit_of(name, t), memory))
        return false;
    if (t->script == SCRIPT_LATIN) {
        cost_floor *floor = arena_take(memory, sizeof *floor);
        if (!floor)
            return false;
        cost_make_floor(&s->pattern, SCRIPT_LATIN, floor);
        s->floor = floor;
    }
    s->joined = s->pattern;
    s->joined.limit = cost_limit(t->count, (script_id)t->script, true);
    if (s->joined.reading_limit > s->joined.limit)
        s->joined.reading_limit = s->joined.limit;
    s->joined_weight = t->script == SCRIPT_LATIN ? (evidence)table_joined_weight(symbols, t->count) : EVIDENCE_UNBOUNDED;
    s->known = t->script == SCRIPT_LATIN && table_knows_token(symbols, t->count);
    if (t->script == SCRIPT_LATIN)
        s->joined.scripts = only_own(SCRIPT_LATIN);
    else
        s->joined.scripts = (uint16_t)(only_own((script_id)t->script) | only_own(SCRIPT_LATIN));
    return true;
}

/* Adds nothing when the tokens cannot be joined. */
static bool add_joined(match_plan *plan, match_segment *s, segment_kind kind, size_t first, size_t count, arena *memory)
{
    const prepared_name *name = &plan->name;
    size_t length, n = name->head->token_count;
    if (!name_can_join(name, first, count, kind == SEGMENT_WHOLE ? WHOLE_SYMBOLS_MAX : COST_SYMBOLS_MAX, &length))
        return true;
    symbol *symbols = arena_take(memory, length * sizeof *symbols);
    if (!symbols)
        return false;
    for (size_t i = 0, at = 0; i < count; i++) {
        const name_token *t = &name->tokens[(first + i) % n];
        memcpy(symbols + at, name->symbols + t->first, t->count * sizeof *symbols);
        at += t->count;
    }
    script_id script = (script_id)name->tokens[first].script;
    *s = (match_segment){.kind = (uint8_t)kind, .first = (uint8_t)first, .count = (uint8_t)count, .script = (uint8_t)script};
    plan->segment_count++;
    if (!cost_compile(&s->pattern, symbols, length, script, cost_limit(length, script, true), memory))
        return false;
    s->pattern.scripts = script == SCRIPT_LATIN ? without_spaces : only_own(script);
    if (script != SCRIPT_LATIN && kind == SEGMENT_RUN)
        s->pattern.scripts |= only_own(SCRIPT_LATIN);
    return true;
}

bool plan_rules_out(const match_segment *segment, segment_pattern which, uint32_t letters)
{
    match_outline *o = &segment->outlines[which];
    if (!o->made)
        cost_make_outline(which == PATTERN_JOINED ? &segment->joined : &segment->pattern, &o->outline);
    o->made = true;
    return !cost_may_match(&o->outline, letters);
}

static bool add_outlines(match_segment *segments, size_t count, arena *memory)
{
    match_outline *all = arena_take(memory, count * SEGMENT_PATTERNS * sizeof *all);
    for (size_t i = 0; all && i < count; i++) {
        segments[i].outlines = all + i * SEGMENT_PATTERNS;
        for (size_t k = 0; k < SEGMENT_PATTERNS; k++)
            segments[i].outlines[k].made = false;
    }
    return all != NULL;
}

bool plan_make(match_plan *out, prepared_name name, arena *memory)
{
    size_t n = name.head->token_count;
    match_segment *segments = arena_take(memory, (n * (1 + RUN_TOKENS_MAX) + WHOLE_TOKENS_MAX) * sizeof *segments);
    *out = (match_plan){name, segments, n, (evidence)name_own_weight(&name)};
    if (!segments)
        return false;
    for (size_t i = 0; i < n; i++)
        if (!add_single(&segments[i], &name, i, memory))
            return false;
    for (size_t count = 2; count <= RUN_TOKENS_MAX; count++)
        for (size_t i = 0; i + count <= n; i++)
            if (!add_joined(out, &segments[out->segment_count], SEGMENT_RUN, i, count, memory))
                return false;
    for (size_t i = n <= RUN_TOKENS_MAX ? 1 : 0; n >= 2 && n <= WHOLE_TOKENS_MAX && i < n; i++) /* unrotated, a short whole is a run */
        if (!add_joined(out, &segments[out->segment_count], SEGMENT_WHOLE, i, n, memory))
            return false;
    return add_outlines(segments, out->segment_count, memory);
}
