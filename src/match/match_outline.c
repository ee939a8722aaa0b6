/* Outlines and floors of a pattern, and how many letters its words have: what match_cost.h declares besides the walk itself. Tables of
   floors stand in match_floor.h. */
#include "match/match_cost.h"

#include <string.h>

static inline unsigned least(unsigned a, unsigned b)
{
    return a < b ? a : b;
}

static inline void lower(uint8_t *cell, unsigned cost)
{
    *cell = (uint8_t)least(*cell, cost);
}

/* ---------------------------------------------------------------- outlines */

static unsigned letter_bit(symbol s)
{
    return s >= 'a' && s <= 'z' ? (unsigned)(s - 'a') : OUTLINE_LETTERS - 1;
}

static uint32_t letters_of_rule(const table_rule *rule)
{
    uint32_t set = 0;
    for (size_t i = 0; i < rule->latin_count; i++)
        set |= UINT32_C(1) << letter_bit(rule->latin[i]);
    return set;
}

uint32_t cost_letters(const symbol *symbols, size_t count)
{
    uint32_t set = 0;
    for (size_t i = 0; i < count; i++)
        set |= UINT32_C(1) << letter_bit(symbols[i]);
    return set | (uint32_t)(count < OUTLINE_COUNT_MAX ? count : OUTLINE_COUNT_MAX) << OUTLINE_LETTERS;
}

uint32_t cost_readable_letters(const symbol *symbols, size_t count)
{
    uint32_t set = 0;
    for (size_t i = 0; i < count; i++) {
        size_t all;
        const table_rule *rules = table_rules_ending(symbols[i], &all);
        for (size_t r = 0; r < all; r++)
            set |= letters_of_rule(&rules[r]);
    }
    return set;
}

static symbol symbol_of(int letter)
{
    return (symbol)(letter < 26 ? 'a' + letter : '0' + letter - 26);
}

/* Letters that may come from nothing. */
static uint32_t free_letters(unsigned most)
{
    uint32_t set = 0;
    for (int l = 0; l < LATIN_LETTERS; l++)
        if (table_latin_gap[l] <= most || table_latin_gap_end[l] <= most)
            set |= UINT32_C(1) << letter_bit(symbol_of(l));
    return set;
}

/* Letters that the symbol at i may be read as by itself. */
static uint32_t substitutes(const cost_pattern *p, size_t i, unsigned most)
{
    uint32_t set = UINT32_C(1) << letter_bit(p->symbols[i]);
    for (int l = 0; l < LATIN_LETTERS; l++)
        if (p->places[i].substitute[l] <= most)
            set |= UINT32_C(1) << letter_bit(symbol_of(l));
    return set;
}

/* Letters of the rules that take the symbol at i along; *silent: one of them gives nothing. */
static uint32_t covered(const cost_pattern *p, size_t i, unsigned most, bool *silent)
{
    uint32_t set = 0;
    for (size_t end = i; end < p->count && end < i + RULE_SYMBOLS_MAX; end++)
        for (size_t r = 0; r < p->places[end].rule_count; r++) {
            const table_rule *rule = p->places[end].rules[r];
            if (end + 1 - rule->symbol_count > i || rule->cost > most)
                continue;
            set |= letters_of_rule(rule);
            *silent |= rule->latin_count == 0;
        }
    return set;
}

/* How many things there are at each cost. Words have about ten symbols: clearing and looking through all counts took most of the time. */
typedef struct cost_tally {
    uint64_t set[4]; /* the costs that there are: no other count was set */
    uint16_t count[COST_NONE + 1];
} cost_tally;

static void tally_add(cost_tally *t, unsigned cost, unsigned count)
{
    uint64_t bit = UINT64_C(1) << (cost & 63);
    t->count[cost] = (uint16_t)((t->set[cost >> 6] & bit ? t->count[cost] : 0) + count);
    t->set[cost >> 6] |= bit;
}

/* How many of them the limit pays for, the cheapest first, of those below a cost; *spent: what they cost. */
static size_t tally_spend(const cost_tally *t, unsigned below, unsigned limit, unsigned *spent)
{
    size_t bought = 0;
    *spent = 0;
    for (unsigned i = 0; i < 4; i++)
        for (uint64_t rest = t->set[i]; rest; rest &= rest - 1) {
            unsigned cost = 64 * i + (unsigned)__builtin_ctzll(rest);
            if (cost >= below || *spent + cost > limit)
                return bought;
            for (unsigned left = t->count[cost]; left && *spent + cost <= limit; left--, bought++)
                *spent += cost;
        }
    return bought;
}

/* The least that losing each symbol costs: against nothing, doubled, or by a rule that gives fewer letters than it takes. */
static void find_losses(const cost_pattern *p, uint8_t losses[COST_SYMBOLS_MAX])
{
    for (size_t i = 0; i < p->count; i++) {
        const cost_place *place = &p->places[i];
        losses[i] = place->gap;
        if (i + 1 == p->count && place->letter < LATIN_LETTERS)
            lower(&losses[i], table_latin_gap_end[place->letter]);
        for (size_t back = 0; place->context && back < place->jump && back <= i; back++)
            lower(&losses[i - back], place->context->charges.loss[back]);
        for (size_t r = 0; !place->context && r < place->rule_count; r++) {
            const table_rule *rule = place->rules[r];
            for (size_t back = 0; rule->latin_count < rule->symbol_count && back < rule->symbol_count && back <= i; back++)
                lower(&losses[i - back], rule->cost / (unsigned)(rule->symbol_count - rule->latin_count));
        }
    }
}

/* Letters that a word within the limit has at least: the cheapest losses first. */
static uint8_t least_count(const cost_pattern *p)
{
    cost_tally tally;
    uint8_t losses[COST_SYMBOLS_MAX];
    unsigned spent;
    memset(tally.set, 0, sizeof tally.set);
    find_losses(p, losses);
    for (size_t i = 0; i < p->count; i++)
        tally_add(&tally, losses[i], 1);
    size_t count = p->count - tally_spend(&tally, COST_NONE, p->limit, &spent);
    return (uint8_t)(count < OUTLINE_COUNT_MAX ? count : OUTLINE_COUNT_MAX);
}

/* misses: dear operations; most: what another operation may cost. */
static void outline_letters(const cost_pattern *p, unsigned misses, unsigned most, cost_outline_letters *out)
{
    *out = (cost_outline_letters){.allowed = free_letters(most), .misses = (uint8_t)misses};
    for (size_t i = 0; i < p->count; i++) {
        bool silent = p->places[i].gap <= most;
        if (i + 1 == p->count && p->places[i].letter < LATIN_LETTERS)
            silent |= table_latin_gap_end[p->places[i].letter] <= most;
        uint32_t set = substitutes(p, i, most) | covered(p, i, most, &silent);
        out->allowed |= set;
        if (!silent && out->need_count < COST_NEEDS_MAX)
            out->needs[out->need_count++] = set;
    }
}

void cost_make_outline(const cost_pattern *p, cost_outline *out)
{
    unsigned misses = p->limit / COST_DEAR;
    out->least_count = least_count(p);
    out->may_be_dear = misses > 0;
    outline_letters(p, 0, least(p->limit, COST_DEAR - 1), &out->plain);
    if (misses) /* with one of two, what is left for the others is no closer bound than what one leaves */
        outline_letters(p, misses, least(p->limit - COST_DEAR, COST_DEAR - 1), &out->dear);
}

/* ---------------------------------------------------------------- floors */

static inline void lower_row(uint8_t *restrict to, const uint8_t *restrict costs)
{
    for (size_t kind = 0; kind < KIND_ROW; kind++)
        to[kind] = to[kind] < costs[kind] ? to[kind] : costs[kind];
}

/* Letters by which a symbol is read by itself. */
static const uint8_t *row_of_symbol(const cost_place *place)
{
    return table_latin_substitute_kinds[place->letter];
}

static void floor_single(const cost_pattern *p, size_t i, cost_floor *out)
{
    const cost_place *place = &p->places[i];
    memcpy(out->symbol[i], row_of_symbol(place), sizeof out->symbol[i]);
    out->always[i] = (uint8_t)least(place->gap, COST_OTHER_LETTER);
    if (i + 1 == p->count && place->letter < LATIN_LETTERS)
        lower(&out->always[i], table_latin_gap_end[place->letter]);
}

/* A rule gives all its letters; one of them stands for it. Where it gives the symbol's own letter too, that letter is there already. */
static void floor_by_rule(const cost_pattern *p, const table_rule *rule, size_t i, cost_floor *out)
{
    unsigned cost = rule->cost / rule->symbol_count;
    for (size_t k = 0; k < rule->latin_count; k++)
        if (rule->latin[k] == p->symbols[i])
            return;
    lower(rule->latin_count ? &out->symbol[i][letter_bit(rule->latin[rule->latin_count - 1U])] : &out->always[i], cost);
}

static void floor_letters_of_rule(const table_rule *rule, cost_floor *out)
{
    for (size_t k = 0; k < rule->latin_count; k++)
        lower(&out->letter[letter_bit(rule->latin[k])], rule->cost / rule->latin_count);
}

static void floor_rule(const cost_pattern *p, const table_rule *rule, size_t end, cost_floor *out)
{
    for (size_t i = end + 1 - rule->symbol_count; i <= end && i < out->count; i++)
        floor_by_rule(p, rule, i, out);
    floor_letters_of_rule(rule, out);
}

/* All rules: where the tables have summed up what they charge, there is a row for each symbol that they take. */
static void floor_rules(const cost_pattern *p, cost_floor *out)
{
    for (size_t end = 0; end < p->count; end++) {
        const cost_place *place = &p->places[end];
        for (size_t r = 0; !place->context && r < place->rule_count; r++)
            floor_rule(p, place->rules[r], end, out);
        if (!place->context || !place->rule_count)
            continue;
        for (size_t back = 0; back < place->jump; back++)
            if (end - back < out->count)
                lower_row(out->symbol[end - back], place->context->charges.symbol[back]);
        lower_row(out->letter, place->context->charges.letter);
    }
}

/* Letters that come from nothing or from a symbol by itself. */
static void floor_letters(const cost_pattern *p, cost_floor *out)
{
    for (size_t i = 0; i < p->count; i++)
        lower_row(out->letter, row_of_symbol(&p->places[i]));
    lower_row(out->letter, table_latin_gap_end_kinds);
}

/* The same for a pattern of another script, whose symbols are no letters. */
static void floor_letters_read(const cost_pattern *p, cost_floor *out)
{
    const uint8_t *gaps = table_script_gap[p->script];
    for (unsigned l = 0; l < LATIN_LETTERS; l++)
        lower(&out->letter[letter_bit(symbol_of((int)l))], least(gaps[l], COST_FOREIGN_LETTER));
    lower(&out->letter[OUTLINE_LETTERS - 1], COST_OTHER_GAP); /* a Latin letter that no table has */
}

uint8_t cost_of_unwritten(const cost_pattern *p, size_t i, script_id script)
{
    uint8_t letter = p->places[i].letter, cost = letter < LATIN_LETTERS ? table_script_gap[script][letter] : COST_FOREIGN_GAP;
    if (i && p->symbols[i] == p->symbols[i - 1])
        lower(&cost, COST_DOUBLED);
    return cost;
}

/* A Latin pattern over words of another script: its letters are among those that the word can be read as, or cost what leaving them
   unwritten does. */
static void floor_foreign(const cost_pattern *p, script_id script, cost_floor *out)
{
    memset(out->letter, 0, sizeof out->letter);
    memset(out->symbol, COST_NONE, out->count * sizeof *out->symbol);
    for (size_t i = 0; i < out->count; i++) {
        out->symbol[i][letter_bit(p->symbols[i])] = 0;
        out->always[i] = cost_of_unwritten(p, i, script);
    }
}

/* The most letters that a rule which ends here gives more than it takes, and the least cost of one such letter. */
static unsigned growth_of(const cost_place *place, unsigned *cost)
{
    unsigned most = place->context ? place->context->charges.growth : 0;
    *cost = place->context ? place->context->charges.growth_cost : COST_NONE;
    for (size_t r = 0; !place->context && r < place->rule_count; r++) {
        const table_rule *rule = place->rules[r];
        unsigned growth = rule->latin_count > rule->symbol_count ? rule->latin_count - (unsigned)rule->symbol_count : 0;
        most = growth > most ? growth : most;
        *cost = growth ? least(*cost, rule->cost / growth) : *cost;
    }
    return most;
}

/* Letters that a Latin word within the limit has at most, besides those that are cheap because they repeat the one before: rules that give
   more than they take, the cheapest letters first, then letters that come from nothing, one of them at the end. */
static uint8_t most_count(const cost_pattern *p)
{
    const unsigned gap = (unsigned)table_latin_gap_least;
    cost_tally tally;
    unsigned spent;
    memset(tally.set, 0, sizeof tally.set);
    tally_add(&tally, (unsigned)table_latin_gap_end_least, 1);
    for (size_t i = 0; i < p->count; i++) {
        unsigned cost, growth = growth_of(&p->places[i], &cost);
        if (growth)
            tally_add(&tally, cost, growth);
    }
    size_t count = p->count + tally_spend(&tally, gap, p->limit, &spent);
    count += (p->limit - spent) / gap;
    return (uint8_t)(count < COST_SYMBOLS_MAX ? count : COST_SYMBOLS_MAX);
}

/* The least and the most letters of the rules that take the symbol at i, for each of their symbols; the most is rounded up. */
static void letters_of_symbol(const cost_pattern *p, size_t i, unsigned limit, unsigned *fewest, unsigned *most)
{
    *fewest = COST_NONE;
    *most = 1; /* a letter that no rule gives */
    for (size_t end = i; end < p->count && end < i + RULE_SYMBOLS_MAX; end++)
        for (size_t r = 0; r < p->places[end].rule_count; r++) {
            const table_rule *rule = p->places[end].rules[r];
            if (end + 1 - rule->symbol_count > i || rule->cost > limit)
                continue;
            *fewest = least(*fewest, rule->latin_count / rule->symbol_count);
            unsigned letters = (rule->latin_count + rule->symbol_count - 1U) / rule->symbol_count;
            *most = letters > *most ? letters : *most;
        }
}

/* Letters of a Latin word that a pattern of another script is read as. */
static void count_read(const cost_pattern *p, cost_floor *out)
{
    unsigned limit = p->reading_limit, gap = COST_OTHER_GAP, fewest, most;
    size_t low = 0, high = 0;
    for (int l = 0; l < LATIN_LETTERS; l++)
        gap = least(gap, table_script_gap[p->script][l]);
    for (size_t i = 0; i < p->count; i++) {
        letters_of_symbol(p, i, limit, &fewest, &most);
        low += fewest == COST_NONE ? 0 : fewest;
        high += most;
    }
    size_t lost = limit / COST_FOREIGN_GAP * RULE_LATIN_MAX; /* by symbols that are left out or read as any letter */
    out->least_count = (uint8_t)(low > lost ? least((unsigned)(low - lost), COST_SYMBOLS_MAX) : 0);
    if (gap)
        out->most_count = (uint8_t)least((unsigned)high + limit / gap, COST_SYMBOLS_MAX);
}

void cost_count_letters(const cost_pattern *p, uint8_t *fewest, uint8_t *most)
{
    cost_floor floor = {.most_count = COST_SYMBOLS_MAX};
    if (p->script == SCRIPT_LATIN) {
        *fewest = least_count(p);
        *most = most_count(p);
        return;
    }
    count_read(p, &floor);
    *fewest = floor.least_count;
    *most = floor.most_count;
}

/* A Latin pattern over Latin words. */
static void floor_latin(const cost_pattern *p, cost_floor *out)
{
    out->least_count = least_count(p);
    out->most_count = most_count(p);
    for (size_t i = 0; i < out->count; i++)
        floor_single(p, i, out);
    memset(out->letter, COST_OTHER_LETTER, sizeof out->letter);
    floor_rules(p, out);
    floor_letters(p, out);
}

/* A pattern of another script over Latin words. */
static void floor_read(const cost_pattern *p, cost_floor *out)
{
    count_read(p, out);
    memset(out->symbol, COST_NONE, out->count * sizeof *out->symbol);
    memset(out->always, COST_FOREIGN_GAP, out->count);
    memset(out->letter, COST_FOREIGN_LETTER, sizeof out->letter);
    floor_rules(p, out);
    floor_letters_read(p, out);
}

void cost_make_floor(const cost_pattern *p, script_id script, cost_floor *out)
{
    out->count = (uint8_t)least(p->count, FLOOR_SYMBOLS_MAX);
    out->least_count = 0;
    out->most_count = COST_SYMBOLS_MAX;
    if (script != SCRIPT_LATIN)
        floor_foreign(p, script, out);
    else if (p->script == SCRIPT_LATIN)
        floor_latin(p, out);
    else
        floor_read(p, out);
    out->free = 0;
    for (unsigned l = 0; l < OUTLINE_LETTERS; l++)
        out->free |= (uint32_t)(out->letter[l] == 0) << l;
}

/* What a symbol costs at least in a word with these letters. */
static unsigned symbol_at_least(const cost_floor *floor, size_t i, uint32_t letters)
{
    unsigned least_cost = floor->always[i];
    for (uint32_t rest = letters; least_cost && rest; rest &= rest - 1) {
        unsigned one = floor->symbol[i][__builtin_ctz(rest)];
        least_cost = one < least_cost ? one : least_cost;
    }
    return least_cost;
}

uint8_t cost_at_least(const cost_floor *floor, uint32_t letters)
{
    unsigned by_symbols = 0, by_letters = 0;
    letters &= (UINT32_C(1) << OUTLINE_LETTERS) - 1;
    for (uint32_t rest = letters; rest; rest &= rest - 1)
        by_letters += floor->letter[__builtin_ctz(rest)];
    for (size_t i = 0; i < floor->count && by_letters < COST_NONE && by_symbols < COST_NONE; i++)
        by_symbols += symbol_at_least(floor, i, letters);
    return (uint8_t)least(by_symbols > by_letters ? by_symbols : by_letters, COST_NONE);
}
