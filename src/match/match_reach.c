#include "match/match_reach.h"

#include <assert.h>
#include <string.h>

/* The rows from `first` to `last`. */
static uint64_t rows_between(size_t first, size_t last)
{
    return UINT64_MAX << first & UINT64_MAX >> (REACH_ROWS - last);
}

static void forget_symbols(reach_walk *w)
{
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

uint64_t reach_ends_of(const reach_walk *w, const table_rule *rule)
{
    uint64_t ends = w->rows;
    if (rule->cost > w->limit || (rule->letters & ~w->letters))
        return 0;
    for (size_t k = 0; k < rule->latin_count; k++) {
        int letter = table_letter(rule->latin[k]); /* rules give letters of the tables only */
        assert(letter >= 0);
        ends = (k ? ends << 1 : ends) & w->places[letter < 0 ? 0 : letter];
    }
    return ends;
}

void reach_read(reach_walk *w, symbol s)
{
    size_t count;
    const table_rule *rules = table_rules_ending(s, &count);
    reach_symbol *to = &w->symbols[s % REACH_SLOTS];
    *to = (reach_symbol){.last = s, .round = w->round};
    for (size_t r = 0; r < count; r++) {
        uint64_t ends = rules[r].symbol_count == 1 ? reach_ends_of(w, &rules[r]) : 0;
        if (ends == 0)
            continue;
        to->ends[rules[r].latin_count] |= ends;
        to->most = rules[r].latin_count > to->most ? rules[r].latin_count : to->most;
    }
}

bool reach_rule_ends(const table_rule *rule, const symbol *symbols, size_t count)
{
    size_t n = rule->symbol_count;
    return n > 1 && n <= count && memcmp(rule->symbols, symbols + count - n, n * sizeof *symbols) == 0;
}
