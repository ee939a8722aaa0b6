#include "match/match_reach.h"

#include <assert.h>
#include <string.h>

/* ---------------------------------------------------------------- the pattern */

/* The rows from `first` to `last`. */
static uint64_t rows_between(size_t first, size_t last)
{
    return UINT64_MAX << first & UINT64_MAX >> (REACH_ROWS - last);
}

static void forget_symbols(reach_walk *w)
{
    w->longer_count = 0;
    if (++w->round == 0) { /* after 4,294,967,295 walks they begin anew */
        memset(w->symbols, 0, sizeof w->symbols);
        w->round = 1;
    }
}

static void begin_places(reach_walk *w, const cost_pattern *p, size_t count, script_id script)
{
    memset(w->places, 0, sizeof w->places);
    w->letters = w->unwritten = 0;
    for (size_t i = 0; i < count; i++) {
        uint64_t row = UINT64_C(2) << i;
        if (cost_of_unwritten(p, i, script) <= w->limit)
            w->unwritten |= row;
        if (p->places[i].letter >= LATIN_LETTERS)
            continue;
        w->places[p->places[i].letter] |= row;
        w->letters |= UINT64_C(1) << p->places[i].letter;
    }
}

void reach_begin(reach_walk *w, const cost_pattern *p, script_id script)
{
    size_t count = p->count < REACH_ROWS ? p->count : REACH_ROWS;
    assert(p->script == SCRIPT_LATIN && script != SCRIPT_LATIN);
    w->limit = p->reading_limit;
    w->rows = rows_between(0, count);
    w->staying = w->limit >= COST_FOREIGN_GAP ? w->rows : 0;
    w->moving = w->limit >= COST_FOREIGN_LETTER ? w->rows : 0;
    w->end = rows_between(count, count);
    if (p->count > REACH_ROWS) { /* a way beyond the rows stands in one of the last ones before: no step is wider. Then all is believed. */
        w->end = rows_between(REACH_ROWS - RULE_LATIN_MAX, REACH_ROWS);
        w->staying |= w->end;
    }
    forget_symbols(w);
    begin_places(w, p, count, script);
    w->columns[0] = reach_with_unwritten(w, 1);
}

/* ---------------------------------------------------------------- symbols */

/* The rows behind a rule's letters, wherever the pattern has them. */
static uint64_t ends_of(const reach_walk *w, const table_rule *rule)
{
    uint64_t ends = w->rows;
    for (size_t k = 0; k < rule->latin_count; k++) {
        int letter = table_letter(rule->latin[k]);
        ends = letter < 0 ? 0 : (k ? ends << 1 : ends) & w->places[letter];
    }
    return ends;
}

static void add_longer(reach_walk *w, reach_symbol *to, const table_rule *rule, uint64_t ends)
{
    if (to->count == REACH_LONGER_OF_SYMBOL) {
        to->anything = true;
        return;
    }
    w->longer[w->longer_count++] = (reach_longer){rule, ends};
    to->count++;
}

void reach_read(reach_walk *w, symbol s)
{
    size_t count;
    const table_rule *rules = table_rules_ending(s, &count);
    reach_symbol *to = &w->symbols[s % REACH_SLOTS];
    if (w->longer_count + REACH_LONGER_OF_SYMBOL > REACH_LONGER_MAX)
        forget_symbols(w);
    *to = (reach_symbol){.last = s, .round = w->round, .first = (uint16_t)w->longer_count};
    for (size_t r = 0; r < count; r++) {
        const table_rule *rule = &rules[r];
        uint64_t ends = rule->cost <= w->limit && (rule->letters & ~w->letters) == 0 ? ends_of(w, rule) : 0;
        if (ends && rule->symbol_count > 1)
            add_longer(w, to, rule, ends);
        if (rule->symbol_count > 1)
            continue;
        to->ends[rule->latin_count] |= ends;
        to->most = ends && rule->latin_count > to->most ? rule->latin_count : to->most;
    }
}

/* Whether the symbols walked last are the rule's; that the last one is, is known. */
static bool ends_with(const reach_walk *w, const table_rule *rule, size_t depth)
{
    if (rule->symbol_count > depth)
        return false;
    for (size_t back = 1; back < rule->symbol_count; back++)
        if (w->walked[depth - back] != rule->symbols[rule->symbol_count - 1 - back])
            return false;
    return true;
}

uint64_t reach_by_longer(const reach_walk *w, const reach_symbol *read, size_t depth)
{
    uint64_t rows = read->anything ? w->rows : 0;
    for (size_t r = read->first; r < (size_t)read->first + read->count; r++) {
        const table_rule *rule = w->longer[r].rule;
        if (ends_with(w, rule, depth))
            rows |= w->columns[depth - rule->symbol_count] << rule->latin_count & w->longer[r].ends;
    }
    return rows;
}

unsigned reach_longer_ending(const symbol *symbols, size_t count)
{
    size_t all;
    unsigned lengths = 0;
    const table_rule *rules = count ? table_rules_ending(symbols[count - 1], &all) : NULL;
    for (size_t r = 0; rules && r < all; r++) {
        size_t n = rules[r].symbol_count;
        if (n > 1 && n <= count && memcmp(rules[r].symbols, symbols + count - n, n * sizeof *symbols) == 0)
            lengths |= 1U << n;
    }
    return lengths;
}
