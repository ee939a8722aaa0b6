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

/* The bit of cost_letters for a place of the tables, or for what is in none. */
static uint32_t letter_bit(int letter)
{
    return UINT32_C(1) << (letter >= 0 && letter < OUTLINE_LETTERS - 1 ? letter : OUTLINE_LETTERS - 1);
}

static void begin_places(reach_walk *w, const cost_pattern *p, size_t count, script_id script)
{
    memset(w->places, 0, sizeof w->places);
    w->letters = w->unwritten = 0;
    w->next[count] = REACH_NOTHING;
    for (size_t i = 0; i < count; i++) {
        uint64_t row = UINT64_C(2) << i;
        w->next[i] = letter_bit(p->places[i].letter) | REACH_NOTHING;
        if (cost_of_unwritten(p, i, script) <= w->limit)
            w->unwritten |= row;
        if (p->places[i].letter >= LATIN_LETTERS)
            continue;
        w->places[p->places[i].letter] |= row;
        w->letters |= UINT64_C(1) << p->places[i].letter;
    }
}

static uint32_t counted(uint32_t letters, size_t count)
{
    return letters | (uint32_t)(count < OUTLINE_COUNT_MAX ? count : OUTLINE_COUNT_MAX) << OUTLINE_LETTERS;
}

/* Every letter of the pattern stays unwritten, or is given by an operation that takes symbols of the word: by a rule, where no symbol may
   be read as just any letter. */
static void begin_needed(reach_walk *w, const cost_pattern *p, size_t count)
{
    uint32_t letters = 0;
    size_t needed = 0;
    for (size_t i = 0; i < count && !w->moving; i++)
        if ((w->unwritten >> i & 2) == 0) {
            letters |= letter_bit(p->places[i].letter);
            needed++;
        }
    w->needed = counted(letters, needed);
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
    begin_needed(w, p, count);
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

uint32_t reach_first_of(const table_rule *rule)
{
    return rule->latin_count ? letter_bit(table_letter(rule->latin[0])) : REACH_NOTHING;
}

void reach_add_symbol(reach_readings *r, size_t depth)
{
    r->letters[depth] = r->letters[depth - 1];
    r->most[depth] = r->most[depth - 1];
}

void reach_add_rule(reach_readings *r, size_t depth, const table_rule *rule)
{
    size_t letters = r->most[depth - rule->symbol_count] + (size_t)rule->latin_count;
    for (size_t k = 0; k < rule->latin_count; k++)
        r->letters[depth] |= letter_bit(table_letter(rule->latin[k]));
    r->most[depth] = letters > r->most[depth] ? (uint16_t)letters : r->most[depth];
}

uint32_t reach_readable(const reach_readings *r, size_t depth)
{
    return counted(r->letters[depth], r->most[depth]);
}

uint32_t reach_either(uint32_t readable, uint32_t other)
{
    const uint32_t letters = (UINT32_C(1) << OUTLINE_LETTERS) - 1;
    uint32_t count = readable >> OUTLINE_LETTERS, more = other >> OUTLINE_LETTERS;
    return counted((readable | other) & letters, count > more ? count : more);
}

bool reach_rule_ends(const table_rule *rule, const symbol *symbols, size_t count)
{
    size_t n = rule->symbol_count;
    return n > 1 && n <= count && memcmp(rule->symbols, symbols + count - n, n * sizeof *symbols) == 0;
}
