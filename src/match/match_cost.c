#include "match/match_cost.h"

#include <assert.h>
#include <string.h>

enum {
    SWAP = 80,           /* two letters changed places */
    DOUBLED = 5,         /* a letter written twice */
    OTHER_LETTER = 100,  /* of the same script */
    OTHER_GAP = 90,
    FOREIGN_LETTER = 160, /* a symbol read as a letter that no rule gives */
    FOREIGN_GAP = 120
};

/* ---------------------------------------------------------------- patterns */

uint8_t cost_limit(size_t count, script_id script, bool joined)
{
    static const uint8_t latin[] = {0, 0, 35, 100, 110, 130, 150, 170, 200};
    size_t limit = script == SCRIPT_LATIN ? latin[count < 8 ? count : 8] : 35 + 20 * count;
    if (limit > 200)
        limit = 200;
    if (joined && limit > 20 + 8 * count)
        limit = 20 + 8 * count;
    if (joined && limit > 110)
        limit = 110;
    return (uint8_t)limit;
}

static bool rule_ends_here(const table_rule *rule, const symbol *symbols, size_t end, size_t count)
{
    if (rule->symbol_count > end || memcmp(rule->symbols, symbols + end - rule->symbol_count, rule->symbol_count * sizeof *symbols) != 0)
        return false;
    if ((rule->place & RULE_AT_START) && rule->symbol_count != end)
        return false;
    return !(rule->place & RULE_AT_END) || end == count;
}

static bool collect_rules(cost_place *place, const symbol *symbols, size_t end, size_t count, arena *memory)
{
    size_t all, kept = 0;
    const table_rule *rules = table_rules_ending(symbols[end - 1], &all);
    for (size_t r = 0; r < all; r++)
        kept += rule_ends_here(&rules[r], symbols, end, count);
    const table_rule **list = kept ? arena_take(memory, kept * sizeof *list) : NULL;
    if (kept && !list)
        return false;
    for (size_t r = 0, n = 0; r < all; r++)
        if (rule_ends_here(&rules[r], symbols, end, count)) {
            list[n++] = &rules[r];
            if (rules[r].latin_count)
                place->last_letters |= UINT64_C(1) << table_letter(rules[r].latin[rules[r].latin_count - 1]);
        }
    place->rules = list;
    place->rule_count = (uint16_t)kept;
    return true;
}

static uint8_t gap_of(const symbol *symbols, size_t i, script_id script)
{
    if (i && symbols[i] == symbols[i - 1])
        return DOUBLED;
    int letter = table_letter(symbols[i]);
    return script == SCRIPT_LATIN && letter >= 0 ? table_latin_gap[letter] : OTHER_GAP;
}

bool cost_compile(cost_pattern *out, const symbol *symbols, size_t count, script_id script, uint8_t limit, arena *memory)
{
    assert(count <= COST_SYMBOLS_MAX && limit < COST_NONE);
    cost_place *places = arena_take(memory, (count + 1) * sizeof *places);
    if (!places)
        return false;
    for (size_t i = 0; i < count; i++) {
        int letter = table_letter(symbols[i]);
        places[i].letter = letter < 0 ? LATIN_LETTERS : (uint8_t)letter;
        places[i].gap = gap_of(symbols, i, script);
        if (!collect_rules(&places[i], symbols, i + 1, count, memory))
            return false;
    }
    *out = (cost_pattern){symbols, places, (uint8_t)count, (uint8_t)script, limit};
    return true;
}

/* ---------------------------------------------------------------- cells */

static inline unsigned least(unsigned a, unsigned b)
{
    return a < b ? a : b;
}

static bool symbols_equal(const symbol *a, const uint8_t *latin, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (a[i] != latin[i])
            return false;
    return true;
}

/* A step over a Latin letter (or, for a pattern of another script than Latin, over a letter of that same script). */
typedef struct step {
    const cost_walk *walk;
    const uint8_t *before; /* the column before this one */
    uint8_t *now;
    symbol letter;
    int index;        /* of a Latin letter, or -1 */
    unsigned gap;     /* this letter against nothing */
    bool reading;     /* the pattern is of another script, the letters are Latin */
} step;

static unsigned substitution(const step *s, const cost_place *place, symbol own)
{
    if (s->reading)
        return FOREIGN_LETTER;
    if (own == s->letter)
        return 0;
    return s->index >= 0 && place->letter < LATIN_LETTERS ? table_latin_substitute[place->letter][s->index] : OTHER_LETTER;
}

static unsigned by_rules(const step *s, size_t i, unsigned best)
{
    const cost_place *place = &s->walk->pattern->places[i - 1];
    size_t depth = s->walk->depth;
    for (size_t r = 0; r < place->rule_count; r++) {
        const table_rule *rule = place->rules[r];
        size_t n = rule->latin_count;
        if (n == 0)
            best = least(best, (unsigned)s->now[i - rule->symbol_count] + rule->cost);
        else if (rule->latin[n - 1] == s->letter && n <= depth && symbols_equal(s->walk->letters + depth - n, rule->latin, n))
            best = least(best, (unsigned)s->walk->cells[depth - n][i - rule->symbol_count] + rule->cost);
    }
    return best;
}

static unsigned cell(const step *s, size_t i)
{
    const cost_pattern *p = s->walk->pattern;
    const cost_place *place = &p->places[i - 1];
    size_t depth = s->walk->depth;
    symbol own = p->symbols[i - 1];
    unsigned best = s->before[i - 1] + substitution(s, place, own);
    best = least(best, s->before[i] + s->gap);
    best = least(best, (unsigned)s->now[i - 1] + (s->reading ? FOREIGN_GAP : place->gap));
    if (!s->reading && i > 1 && depth > 1 && own == s->walk->letters[depth - 2] && p->symbols[i - 2] == s->letter)
        best = least(best, (unsigned)s->walk->cells[depth - 2][i - 2] + SWAP);
    if (s->reading || (s->index >= 0 && (place->last_letters >> s->index & 1)))
        best = by_rules(s, i, best);
    return best;
}

static void first_column(cost_walk *w)
{
    const cost_pattern *p = w->pattern;
    bool reading = p->script != (uint8_t)w->script && w->script == SCRIPT_LATIN;
    step s = {.walk = w, .now = w->cells[0], .reading = reading};
    w->cells[0][0] = 0;
    w->low[0] = w->high[0] = 0;
    for (size_t i = 1; i <= p->count; i++) {
        unsigned best = (unsigned)w->cells[0][i - 1] + (reading ? FOREIGN_GAP : p->places[i - 1].gap);
        if (reading)
            best = by_rules(&s, i, best);
        w->cells[0][i] = (uint8_t)least(best, COST_NONE);
        if (best <= p->limit)
            w->high[0] = (uint8_t)i;
    }
}

/* Cells that a step may reach: from the lowest of the columns that a rule can look back to, to the highest and a rule beyond. */
static void reach(const cost_walk *w, size_t *low, size_t *high)
{
    *low = COST_NONE;
    *high = 0;
    for (size_t back = 1; back <= RULE_LATIN_MAX && back <= w->depth; back++) {
        size_t d = w->depth - back;
        if (w->low[d] > w->high[d])
            continue;
        if (w->low[d] < *low)
            *low = w->low[d];
        if (w->high[d] > *high)
            *high = w->high[d];
    }
    *high += RULE_SYMBOLS_MAX;
    if (*high > w->pattern->count)
        *high = w->pattern->count;
}

static void mark(cost_walk *w, size_t i, unsigned best)
{
    w->cells[w->depth][i] = (uint8_t)least(best, COST_NONE);
    if (best <= w->pattern->limit) {
        if (w->low[w->depth] > i)
            w->low[w->depth] = (uint8_t)i;
        w->high[w->depth] = (uint8_t)i;
    }
}

static unsigned letter_gap(const cost_walk *w, symbol letter, int index)
{
    if (w->depth > 1 && w->letters[w->depth - 2] == letter)
        return DOUBLED;
    if (w->script != SCRIPT_LATIN || index < 0)
        return OTHER_GAP;
    if (w->pattern->script != SCRIPT_LATIN)
        return table_script_gap[w->pattern->script][index];
    return table_latin_gap[index];
}

static void step_letter(cost_walk *w, symbol letter, size_t low, size_t high)
{
    int index = w->script == SCRIPT_LATIN ? table_letter(letter) : -1;
    bool reading = w->pattern->script != (uint8_t)w->script;
    step s = {w, w->cells[w->depth - 1], w->cells[w->depth], letter, index, letter_gap(w, letter, index), reading};
    for (size_t i = low; i <= w->pattern->count; i++) {
        if (i > high && w->cells[w->depth][i - 1] > w->pattern->limit)
            break;
        mark(w, i, i ? cell(&s, i) : s.before[0] + s.gap);
    }
}

/* ---------------------------------------------------------------- a Latin pattern over words of another script */

static unsigned gap_of_latin(const cost_walk *w, size_t i)
{
    const cost_pattern *p = w->pattern;
    if (i > 1 && p->symbols[i - 1] == p->symbols[i - 2])
        return DOUBLED;
    return p->places[i - 1].letter < LATIN_LETTERS ? table_script_gap[w->script][p->places[i - 1].letter] : FOREIGN_GAP;
}

static unsigned written(const cost_walk *w, size_t i, const table_rule *rules, size_t count, bool at_end)
{
    unsigned best = COST_NONE;
    for (size_t r = 0; r < count; r++) {
        const table_rule *rule = &rules[r];
        size_t symbols = rule->symbol_count, letters = rule->latin_count;
        if (symbols > w->depth || letters > i || ((rule->place & RULE_AT_END) && !at_end) ||
            ((rule->place & RULE_AT_START) && symbols != w->depth) ||
            memcmp(w->letters + w->depth - symbols, rule->symbols, symbols * sizeof(symbol)) != 0 ||
            !symbols_equal(w->pattern->symbols + i - letters, rule->latin, letters))
            continue;
        best = least(best, (unsigned)w->cells[w->depth - symbols][i - letters] + rule->cost);
    }
    return best;
}

static void step_foreign(cost_walk *w, symbol letter)
{
    size_t count;
    const table_rule *rules = table_rules_ending(letter, &count);
    const uint8_t *before = w->cells[w->depth - 1];
    uint8_t *now = w->cells[w->depth];
    for (size_t i = 0; i <= w->pattern->count; i++) {
        unsigned best = (unsigned)before[i] + FOREIGN_GAP;
        if (i) {
            best = least(best, (unsigned)before[i - 1] + FOREIGN_LETTER);
            best = least(best, (unsigned)now[i - 1] + gap_of_latin(w, i));
        }
        mark(w, i, least(best, written(w, i, rules, count, false)));
    }
}

static void first_column_foreign(cost_walk *w)
{
    w->cells[0][0] = 0;
    w->low[0] = w->high[0] = 0;
    for (size_t i = 1; i <= w->pattern->count; i++) {
        unsigned best = (unsigned)w->cells[0][i - 1] + gap_of_latin(w, i);
        w->cells[0][i] = (uint8_t)least(best, COST_NONE);
        if (best <= w->pattern->limit)
            w->high[0] = (uint8_t)i;
    }
}

/* ---------------------------------------------------------------- the walk */

static bool is_foreign_walk(const cost_walk *w)
{
    return w->pattern->script == SCRIPT_LATIN && w->script != SCRIPT_LATIN;
}

bool cost_begin(cost_walk *w, const cost_pattern *pattern, script_id script)
{
    w->pattern = pattern;
    w->script = script;
    w->depth = 0;
    if (pattern->script != (uint8_t)script && pattern->script != SCRIPT_LATIN && script != SCRIPT_LATIN)
        return false;
    if (is_foreign_walk(w))
        first_column_foreign(w);
    else
        first_column(w);
    return true;
}

bool cost_step(cost_walk *w, symbol letter)
{
    size_t low, high;
    assert(w->depth < COST_SYMBOLS_MAX);
    w->letters[w->depth++] = letter;
    w->low[w->depth] = COST_NONE;
    w->high[w->depth] = 0;
    memset(w->cells[w->depth], COST_NONE, (size_t)w->pattern->count + 1);
    reach(w, &low, &high);
    if (low > w->pattern->count)
        return false;
    if (is_foreign_walk(w))
        step_foreign(w, letter);
    else
        step_letter(w, letter, low, high);
    for (size_t back = 0; back < RULE_LATIN_MAX && back <= w->depth; back++)
        if (w->low[w->depth - back] <= w->high[w->depth - back])
            return true;
    return false;
}

void cost_back(cost_walk *w, size_t depth)
{
    assert(depth <= w->depth);
    w->depth = depth;
}

uint8_t cost_end(const cost_walk *w)
{
    size_t m = w->pattern->count;
    unsigned best = w->cells[w->depth][m];
    if (w->depth) {
        symbol last = w->letters[w->depth - 1];
        int index = table_letter(last);
        if (is_foreign_walk(w)) {
            size_t count;
            const table_rule *rules = table_rules_ending(last, &count);
            best = least(best, written(w, m, rules, count, true));
        } else if (w->script == SCRIPT_LATIN && w->pattern->script == SCRIPT_LATIN && index >= 0)
            best = least(best, (unsigned)w->cells[w->depth - 1][m] + table_latin_gap_end[index]);
    }
    if (m && w->script == SCRIPT_LATIN && w->pattern->script == SCRIPT_LATIN && w->pattern->places[m - 1].letter < LATIN_LETTERS)
        best = least(best, (unsigned)w->cells[w->depth][m - 1] + table_latin_gap_end[w->pattern->places[m - 1].letter]);
    return best <= w->pattern->limit ? (uint8_t)best : COST_NONE;
}

uint8_t cost_between(cost_walk *w, const cost_pattern *pattern, script_id script, const symbol *first, size_t first_count,
                     const symbol *second, size_t second_count)
{
    if (first_count + second_count > COST_SYMBOLS_MAX || !cost_begin(w, pattern, script))
        return COST_NONE;
    for (size_t i = 0; i < first_count + second_count; i++)
        if (!cost_step(w, i < first_count ? first[i] : second[i - first_count]))
            return COST_NONE;
    return cost_end(w);
}
