#include "match/match_cost.h"

#include <assert.h>
#include <string.h>

enum {
    CROSS_LIMIT = 100,      /* at most, between two scripts: there the rules say how a letter is written */
    CROSS_WHOLE_LIMIT = 180 /* where a word may be a whole name */
};

/* ---------------------------------------------------------------- patterns */

static const uint8_t other_letters[LATIN_LETTERS] = {
    COST_OTHER_LETTER, COST_OTHER_LETTER, COST_OTHER_LETTER, COST_OTHER_LETTER, COST_OTHER_LETTER, COST_OTHER_LETTER,
    COST_OTHER_LETTER, COST_OTHER_LETTER, COST_OTHER_LETTER, COST_OTHER_LETTER, COST_OTHER_LETTER, COST_OTHER_LETTER,
    COST_OTHER_LETTER, COST_OTHER_LETTER, COST_OTHER_LETTER, COST_OTHER_LETTER, COST_OTHER_LETTER, COST_OTHER_LETTER,
    COST_OTHER_LETTER, COST_OTHER_LETTER, COST_OTHER_LETTER, COST_OTHER_LETTER, COST_OTHER_LETTER, COST_OTHER_LETTER,
    COST_OTHER_LETTER, COST_OTHER_LETTER, COST_OTHER_LETTER, COST_OTHER_LETTER, COST_OTHER_LETTER, COST_OTHER_LETTER,
    COST_OTHER_LETTER, COST_OTHER_LETTER, COST_OTHER_LETTER, COST_OTHER_LETTER, COST_OTHER_LETTER, COST_OTHER_LETTER};

/* Between two scripts. A Korean or Chinese name is written as one word, which is then read as all the words of the other name. */
static uint8_t cross_limit(script_id script)
{
    return script == SCRIPT_HANGUL || script == SCRIPT_HAN ? CROSS_WHOLE_LIMIT : CROSS_LIMIT;
}

uint8_t cost_limit(size_t count, script_id script, bool joined)
{
    static const uint8_t latin[] = {0, 0, 35, 100, 125, 135, 150, 170, 175, 187, 199, 211, 220};
    size_t limit = script == SCRIPT_LATIN ? latin[count < 12 ? count : 12] : 35 + 20 * count;
    if (script != SCRIPT_LATIN && limit > 200)
        limit = 200;
    size_t close = script == SCRIPT_LATIN ? 10 + 6 * count : 20 + 8 * count, most = script == SCRIPT_LATIN ? 70 : cross_limit(script);
    if (script == SCRIPT_HAN)
        close = limit;
    if (joined && limit > (close < most ? close : most))
        limit = close < most ? close : most;
    return (uint8_t)limit;
}

static int last_letter(const table_rule *rule)
{
    return rule->latin_count ? table_letter(rule->latin[rule->latin_count - 1]) : -1;
}

static bool rule_ends_here(const table_rule *rule, const symbol *symbols, size_t end, size_t count)
{
    if (rule->symbol_count > end)
        return false;
    for (size_t i = 0; i + 1 < rule->symbol_count; i++) /* that the last one does is known */
        if (rule->symbols[i] != symbols[end - rule->symbol_count + i])
            return false;
    if ((rule->place & RULE_AT_START) && rule->symbol_count != end)
        return false;
    return !(rule->place & RULE_AT_END) || end == count;
}

/* The first rule of each last letter; the rules are ordered by it, silent ones first. */
static void index_rules(const table_rule *const *rules, size_t count, uint8_t starts[LATIN_LETTERS + 2])
{
    size_t r = 0;
    for (int letter = -1; letter < LATIN_LETTERS; letter++) {
        while (r < count && last_letter(rules[r]) < letter)
            r++;
        starts[letter + 1] = (uint8_t)r;
    }
    starts[LATIN_LETTERS + 1] = (uint8_t)count;
}

static void measure_rules(cost_place *place)
{
    for (size_t r = 0; r < place->rule_count; r++) {
        const table_rule *rule = place->rules[r];
        int first = table_letter(rule->latin[0]);
        place->jump = rule->symbol_count > place->jump ? rule->symbol_count : place->jump;
        place->gives = rule->latin_count > place->gives ? rule->latin_count : place->gives;
        place->several |= rule->latin_count > 1 && first >= 0 ? UINT64_C(1) << first : 0;
    }
}

/* The rules that end behind `end` symbols, in the tables' order, which is that of index_rules. */
static bool collect_rules(cost_place *place, const symbol *symbols, size_t end, size_t count, arena *memory)
{
    const table_rule *found[UINT8_MAX];
    size_t all, kept = 0;
    const table_rule *rules = table_rules_ending(symbols[end - 1], &all);
    for (size_t r = 0; r < all && kept < UINT8_MAX; r++)
        if (rule_ends_here(&rules[r], symbols, end, count))
            found[kept++] = &rules[r];
    const table_rule **list = arena_take(memory, (kept + 1) * sizeof *list);
    uint8_t *starts = arena_take(memory, LATIN_LETTERS + 2);
    if (!list || !starts)
        return false;
    memcpy(list, found, kept * sizeof *list);
    index_rules(list, kept, starts);
    place->rules = list;
    place->starts = starts;
    place->rule_count = (uint8_t)kept;
    measure_rules(place);
    return true;
}

/* The same behind a Latin letter: the tables know the rules by what stands before. */
static void place_rules(cost_place *place, const table_context *context)
{
    place->rules = context->rules;
    place->starts = context->starts;
    place->rule_count = context->rule_count;
    place->several = context->several;
    place->jump = context->symbols;
    place->gives = context->letters;
    place->context = context;
}

static uint8_t gap_of(const symbol *symbols, size_t i, script_id script)
{
    if (i && symbols[i] == symbols[i - 1])
        return COST_DOUBLED;
    int letter = table_letter(symbols[i]);
    return script == SCRIPT_LATIN && letter >= 0 ? table_latin_gap[letter] : COST_OTHER_GAP;
}

bool cost_compile(cost_pattern *out, const symbol *symbols, size_t count, script_id script, uint8_t limit, arena *memory)
{
    assert(count <= COST_SYMBOLS_MAX && limit < COST_NONE);
    cost_place *places = arena_take(memory, (count + 1) * sizeof *places);
    if (!places)
        return false;
    uint16_t scripts = UINT16_MAX, state = CONTEXT_START;
    if (script != SCRIPT_LATIN)
        scripts = (uint16_t)((1U << script) | (1U << SCRIPT_LATIN));
    *out = (cost_pattern){.symbols = symbols,
                          .places = places,
                          .count = (uint8_t)count,
                          .script = (uint8_t)script,
                          .limit = limit,
                          .reading_limit = limit < cross_limit(script) ? limit : cross_limit(script),
                          .scripts = scripts,
                          .look_back = 2,
                          .jump = 2};
    for (size_t i = 0; i < count; i++) {
        int letter = table_letter(symbols[i]);
        cost_place *place = &places[i];
        *place = (cost_place){.letter = letter < 0 ? LATIN_LETTERS : (uint8_t)letter, .gap = gap_of(symbols, i, script)};
        place->substitute = script == SCRIPT_LATIN && letter >= 0 ? table_latin_substitute[letter] : other_letters;
        if (letter >= 0)
            place_rules(place, table_context_behind(&state, letter, i + 1 == count));
        else if (!collect_rules(place, symbols, i + 1, count, memory))
            return false;
        else
            state = CONTEXT_UNKNOWN;
        out->jump = place->jump > out->jump ? place->jump : out->jump;
        out->look_back = place->gives > out->look_back ? place->gives : out->look_back;
    }
    return true;
}

/* ---------------------------------------------------------------- cells */

static bool is_alive(const cost_walk *w, size_t depth)
{
    return w->low[depth] <= w->high[depth];
}

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
    int index;    /* of a Latin letter, or -1 */
    unsigned gap; /* this letter against nothing */
    bool reading; /* the pattern is of another script, the letters are Latin */
} step;

static inline unsigned substitution(const step *s, const cost_place *place, symbol own)
{
    if (s->reading)
        return COST_FOREIGN_LETTER;
    if (s->index >= 0)
        return place->substitute[s->index];
    return own == s->letter ? 0 : COST_OTHER_LETTER;
}

/* The rules that end with this symbol and this letter. */
static unsigned by_rules(const step *s, size_t i, unsigned best)
{
    const cost_place *place = &s->walk->pattern->places[i - 1];
    size_t depth = s->walk->depth;
    for (size_t r = place->starts[s->index + 1]; r < place->starts[s->index + 2]; r++) {
        const table_rule *rule = place->rules[r];
        size_t n = rule->latin_count;
        if (n <= depth && symbols_equal(s->walk->letters + depth - n, rule->latin, n))
            best = least(best, (unsigned)s->walk->cells[depth - n][i - rule->symbol_count] + rule->cost);
    }
    return best;
}

/* Symbols that may stay silent. */
static unsigned by_silence(const step *s, size_t i, unsigned best)
{
    const cost_place *place = &s->walk->pattern->places[i - 1];
    for (size_t r = 0; r < place->starts[1]; r++)
        best = least(best, (unsigned)s->now[i - place->rules[r]->symbol_count] + place->rules[r]->cost);
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
    best = least(best, (unsigned)s->now[i - 1] + (s->reading ? COST_FOREIGN_GAP : place->gap));
    if (!s->reading && i > 1 && depth > 1 && own == s->walk->letters[depth - 2] && p->symbols[i - 2] == s->letter)
        best = least(best, (unsigned)s->walk->cells[depth - 2][i - 2] + COST_SWAP);
    if (s->reading)
        best = by_silence(s, i, best);
    return s->index >= 0 ? by_rules(s, i, best) : best;
}

static void first_column(cost_walk *w)
{
    const cost_pattern *p = w->pattern;
    bool reading = p->script != (uint8_t)w->script && w->script == SCRIPT_LATIN;
    step s = {.walk = w, .now = w->cells[0], .reading = reading};
    w->cells[0][0] = 0;
    w->low[0] = w->high[0] = 0;
    for (size_t i = 1; i <= p->count; i++) {
        unsigned best = (unsigned)w->cells[0][i - 1] + (reading ? COST_FOREIGN_GAP : p->places[i - 1].gap);
        if (reading)
            best = by_silence(&s, i, best);
        w->cells[0][i] = (uint8_t)least(best, COST_NONE);
        if (best <= w->limit)
            w->high[0] = (uint8_t)i;
    }
}

/* Cells that a step may reach: from the lowest of the columns that a rule can look back to, to the one after the highest; beyond it only
   rules of several symbols lead. */
static void reach(const cost_walk *w, size_t look_back, size_t *low, size_t *high)
{
    *low = COST_NONE;
    *high = 0;
    for (size_t back = 1; back <= look_back && back <= w->depth; back++) {
        size_t d = w->depth - back;
        if (!is_alive(w, d))
            continue;
        if (w->low[d] < *low)
            *low = w->low[d];
        if (w->high[d] > *high)
            *high = w->high[d];
    }
}

static void mark(cost_walk *w, size_t i, unsigned best)
{
    w->cells[w->depth][i] = (uint8_t)least(best, COST_NONE);
    if (best <= w->limit) {
        if (w->low[w->depth] > i)
            w->low[w->depth] = (uint8_t)i;
        w->high[w->depth] = (uint8_t)i;
    }
}

static unsigned letter_gap(const cost_walk *w, symbol letter, int index)
{
    if (w->depth > 1 && w->letters[w->depth - 2] == letter)
        return COST_DOUBLED;
    if (w->script != SCRIPT_LATIN || index < 0)
        return COST_OTHER_GAP;
    if (w->pattern->script != SCRIPT_LATIN)
        return table_script_gap[w->pattern->script][index];
    return table_latin_gap[index];
}

/* The step that nearly all time goes into: Latin over Latin. Like step_letter, with everything in locals, since the compiler must take
   every byte written to a column for a change of anything else. */
static void step_latin(cost_walk *w, int index, size_t low, size_t high)
{
    const cost_pattern *p = w->pattern;
    const cost_place *places = p->places;
    const size_t count = p->count, depth = w->depth, last = high + p->jump < count ? high + p->jump : count;
    const uint8_t *before = w->cells[depth - 1];
    uint8_t *restrict now = w->cells[depth];
    const unsigned limit = w->limit,
                   gap = depth > 1 && w->letters[depth - 2] == w->letters[depth - 1] ? COST_DOUBLED : table_latin_gap[index];
    const step s = {w, before, now, w->letters[depth - 1], index, gap, false};
    const symbol previous = depth > 1 ? w->letters[depth - 2] : 0;
    unsigned left = COST_NONE; /* the cell before this one in the column */
    size_t first_alive = COST_NONE, last_alive = 0;
    for (size_t i = low; i <= count; i++) {
        unsigned best = before[i] + gap;
        if (i > last && left > limit)
            break;
        if (i) {
            const cost_place *place = &places[i - 1];
            best = least(best, (unsigned)before[i - 1] + place->substitute[index]);
            best = least(best, left + place->gap);
            if (p->symbols[i - 1] == previous && i > 1 && p->symbols[i - 2] == s.letter)
                best = least(best, (unsigned)w->cells[depth - 2][i - 2] + COST_SWAP);
            if (place->starts[index + 1] != place->starts[index + 2])
                best = by_rules(&s, i, best);
        }
        left = least(best, COST_NONE);
        now[i] = (uint8_t)left;
        if (left <= limit) {
            first_alive = first_alive == COST_NONE ? i : first_alive;
            last_alive = i;
        }
    }
    w->low[depth] = (uint8_t)first_alive;
    w->high[depth] = (uint8_t)last_alive;
}

static void step_letter(cost_walk *w, symbol letter, size_t low, size_t high)
{
    int index = w->script == SCRIPT_LATIN ? table_letter(letter) : -1;
    bool reading = w->pattern->script != (uint8_t)w->script;
    const cost_pattern *p = w->pattern;
    size_t last = high + p->jump < p->count ? high + p->jump : p->count;
    step s = {w, w->cells[w->depth - 1], w->cells[w->depth], letter, index, letter_gap(w, letter, index), reading};
    for (size_t i = low; i <= p->count; i++) {
        if (i > last)
            break;
        mark(w, i, i ? cell(&s, i) : s.before[0] + s.gap);
        if (s.now[i] <= w->limit && last < i + p->jump) /* silent symbols may follow */
            last = i + p->jump;
    }
}

/* ---------------------------------------------------------------- a Latin pattern over words of another script */

static uint8_t gap_of_latin(const cost_walk *w, size_t i)
{
    const cost_pattern *p = w->pattern;
    if (i > 1 && p->symbols[i - 1] == p->symbols[i - 2])
        return COST_DOUBLED;
    return p->places[i - 1].letter < LATIN_LETTERS ? table_script_gap[w->script][p->places[i - 1].letter] : COST_FOREIGN_GAP;
}

/* Whether the letters walked end as the rule's symbols do; that the last one does is known. */
static bool walked_ends_with(const cost_walk *w, const table_rule *rule)
{
    size_t n = rule->symbol_count;
    const symbol *walked = w->letters + w->depth - n;
    for (size_t i = n - 1; i-- > 0;)
        if (walked[i] != rule->symbols[i])
            return false;
    return true;
}

static void forget_written(cost_walk *w)
{
    memset(w->slots, 0, sizeof w->slots); /* no symbol is 0 */
    w->written_count = 0;
}

/* Adds a rule wherever the pattern has its letters, before place `stop` of the list. */
static void add_written(cost_walk *w, const table_rule *rule, size_t stop)
{
    const cost_pattern *p = w->pattern;
    size_t letters = rule->latin_count;
    cost_written one = {rule, WRITTEN_ANYWHERE, 0, rule->cost, rule->symbol_count == 1 && rule->place == 0};
    if (rule->letters & ~w->pattern_letters)
        return;
    if (letters == 0 && w->written_count < stop)
        w->written[w->written_count++] = one;
    for (size_t end = letters; letters && end <= p->count && w->written_count < stop; end++)
        if (symbols_equal(p->symbols + end - letters, rule->latin, letters)) {
            one.end = (uint8_t)end;
            one.from = (uint8_t)(end - letters);
            w->written[w->written_count++] = one;
        }
}

/* What the symbol walked last may be read as, alone or with those before it. */
static cost_symbol_written find_written(cost_walk *w)
{
    symbol last = w->letters[w->depth - 1];
    cost_symbol_written *slot = &w->slots[last % WRITTEN_SLOTS];
    size_t count;
    if (slot->last == last)
        return *slot;
    const table_rule *rules = table_rules_ending(last, &count);
    if (w->written_count + WRITTEN_OF_SYMBOL_MAX > WRITTEN_MAX)
        forget_written(w);
    *slot = (cost_symbol_written){.last = last, .first = (uint16_t)w->written_count};
    for (size_t r = 0; r < count; r++)
        if (rules[r].cost <= w->limit)
            add_written(w, &rules[r], slot->first + (size_t)WRITTEN_OF_SYMBOL_MAX);
    slot->count = (uint16_t)(w->written_count - slot->first);
    return *slot;
}

/* The column from which the rule is taken, or NULL when it does not hold here or comes from no cell within the limit. */
static const uint8_t *written_from(const cost_walk *w, const table_rule *rule)
{
    size_t symbols = rule->symbol_count;
    if (symbols > w->depth || ((rule->place & RULE_AT_START) && symbols != w->depth) || !walked_ends_with(w, rule) ||
        !is_alive(w, w->depth - symbols))
        return NULL;
    return w->cells[w->depth - symbols];
}

/* A symbol against another letter, or against nothing: dearer than most limits. */
static void step_unread(cost_walk *w)
{
    const uint8_t *before = w->cells[w->depth - 1];
    uint8_t *now = w->cells[w->depth];
    for (size_t i = 0; w->limit >= COST_FOREIGN_GAP && i <= w->pattern->count; i++) {
        unsigned best = (unsigned)before[i] + COST_FOREIGN_GAP;
        now[i] = (uint8_t)least(i ? least(best, (unsigned)before[i - 1] + COST_FOREIGN_LETTER) : best, COST_NONE);
    }
}

static inline void lower_cell(uint8_t *cell, unsigned cost)
{
    *cell = cost < *cell ? (uint8_t)cost : *cell;
}

static void step_written(cost_walk *w)
{
    uint8_t *now = w->cells[w->depth];
    const uint8_t *before = is_alive(w, w->depth - 1) ? w->cells[w->depth - 1] : NULL;
    cost_symbol_written found = find_written(w);
    for (size_t r = found.first; r < (size_t)found.first + found.count; r++) {
        const cost_written *one = &w->written[r];
        const uint8_t *from = one->plain ? before : (one->rule->place & RULE_AT_END) ? NULL : written_from(w, one->rule);
        if (!from)
            continue;
        if (one->end != WRITTEN_ANYWHERE)
            lower_cell(&now[one->end], (unsigned)from[one->from] + one->cost);
        for (size_t i = 0; one->end == WRITTEN_ANYWHERE && i <= w->pattern->count; i++)
            lower_cell(&now[i], (unsigned)from[i] + one->cost);
    }
}

/* What ends here by a rule that holds at the end only. */
static unsigned written_at_end(cost_walk *w)
{
    size_t m = w->pattern->count;
    unsigned best = COST_NONE;
    cost_symbol_written found = find_written(w);
    for (size_t r = found.first; r < (size_t)found.first + found.count; r++) {
        const table_rule *rule = w->written[r].rule;
        if ((rule->place & RULE_AT_END) == 0 || (w->written[r].end != m && w->written[r].end != WRITTEN_ANYWHERE))
            continue;
        const uint8_t *from = written_from(w, rule);
        if (from)
            best = least(best, (unsigned)from[m - rule->latin_count] + rule->cost);
    }
    return best;
}

/* Leaves letters unwritten, and notes which cells of the column are within the limit. */
static void close_foreign(cost_walk *w)
{
    uint8_t *now = w->cells[w->depth];
    unsigned left = COST_NONE, low = COST_NONE, high = 0;
    for (unsigned i = 0; i <= w->pattern->count; i++) {
        unsigned best = least(now[i], left + w->gaps[i]);
        now[i] = (uint8_t)best;
        left = best;
        if (best > w->limit)
            continue;
        low = low == COST_NONE ? i : low;
        high = i;
    }
    w->low[w->depth] = (uint8_t)low;
    w->high[w->depth] = (uint8_t)high;
}

static void step_foreign(cost_walk *w)
{
    step_unread(w);
    step_written(w);
    close_foreign(w);
}

static void first_column_foreign(cost_walk *w)
{
    memset(w->cells[0], COST_NONE, (size_t)w->pattern->count + 1);
    w->cells[0][0] = 0;
    w->gaps[0] = 0;
    for (size_t i = 1; i <= w->pattern->count; i++)
        w->gaps[i] = gap_of_latin(w, i);
    close_foreign(w);
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
    w->limit = pattern->script == (uint8_t)script ? pattern->limit : pattern->reading_limit;
    if ((pattern->scripts >> script & 1) == 0)
        return false;
    if (is_foreign_walk(w)) {
        forget_written(w);
        w->pattern_letters = 0;
        for (size_t i = 0; i < pattern->count; i++)
            if (pattern->places[i].letter < LATIN_LETTERS)
                w->pattern_letters |= UINT64_C(1) << pattern->places[i].letter;
        first_column_foreign(w);
    } else
        first_column(w);
    return true;
}

/* Whether a rule of several letters, begun `back` letters ago within the limit, may still end further on. */
static bool rule_is_pending(const cost_walk *w, size_t back)
{
    const cost_pattern *p = w->pattern;
    const size_t depth = w->depth - back, last = w->high[depth] + (size_t)p->jump;
    const int first = table_letter(w->letters[depth]);
    for (size_t end = w->low[depth] + 1U; first >= 0 && end <= p->count && end <= last; end++) {
        const cost_place *place = &p->places[end - 1];
        for (size_t r = 0; (place->several >> first & 1) && r < place->rule_count; r++) {
            const table_rule *rule = place->rules[r];
            if (rule->latin_count > back && (unsigned)w->cells[depth][end - rule->symbol_count] + rule->cost <= w->limit &&
                symbols_equal(w->letters + depth, rule->latin, back))
                return true;
        }
    }
    return false;
}

/* Whether the letter walked last and one to come may be two that changed places. */
static bool swap_is_pending(const cost_walk *w)
{
    const uint8_t *before = w->cells[w->depth - 1];
    for (size_t i = 2; i <= w->pattern->count; i++)
        if (w->pattern->symbols[i - 1] == w->letters[w->depth - 1] && (unsigned)before[i - 2] + COST_SWAP <= w->limit)
            return true;
    return false;
}

/* No cell of the last column is within the limit: can a jump from an earlier column still land within it? */
static bool may_recover(const cost_walk *w)
{
    if (is_foreign_walk(w)) {
        for (size_t back = 1; back < RULE_SYMBOLS_MAX && back <= w->depth && table_goes_on(w->letters[w->depth - back]); back++)
            if (is_alive(w, w->depth - back))
                return true;
        return false;
    }
    if (is_alive(w, w->depth - 1) && w->pattern->script == (uint8_t)w->script && swap_is_pending(w))
        return true;
    for (size_t back = 1; back < w->pattern->look_back && back <= w->depth; back++)
        if (is_alive(w, w->depth - back) && rule_is_pending(w, back))
            return true;
    return false;
}

bool cost_step(cost_walk *w, symbol letter)
{
    size_t low, high;
    assert(w->depth < COST_SYMBOLS_MAX);
    w->letters[w->depth++] = letter;
    w->low[w->depth] = COST_NONE;
    w->high[w->depth] = 0;
    memset(w->cells[w->depth], COST_NONE, (size_t)w->pattern->count + 1);
    reach(w, is_foreign_walk(w) ? RULE_SYMBOLS_MAX : w->pattern->look_back, &low, &high);
    if (low > w->pattern->count)
        return false;
    int index = w->script == SCRIPT_LATIN && w->pattern->script == SCRIPT_LATIN ? table_letter(letter) : -1;
    if (is_foreign_walk(w))
        step_foreign(w);
    else if (index >= 0)
        step_latin(w, index, low, high);
    else
        step_letter(w, letter, low, high);
    if (is_alive(w, w->depth) || may_recover(w))
        return true;
    bool may_end = is_foreign_walk(w) || (is_alive(w, w->depth - 1) && w->high[w->depth - 1] == w->pattern->count);
    return may_end && cost_end(w) != COST_NONE; /* an end that costs less than a letter inside a word */
}

void cost_back(cost_walk *w, size_t depth)
{
    assert(depth <= w->depth);
    w->depth = depth;
}

uint8_t cost_end(cost_walk *w)
{
    size_t m = w->pattern->count;
    unsigned best = w->cells[w->depth][m];
    if (w->depth) {
        symbol last = w->letters[w->depth - 1];
        int index = table_letter(last);
        if (is_foreign_walk(w))
            best = least(best, written_at_end(w));
        else if (w->script == SCRIPT_LATIN && w->pattern->script == SCRIPT_LATIN && index >= 0)
            best = least(best, (unsigned)w->cells[w->depth - 1][m] + table_latin_gap_end[index]);
    }
    if (m && w->script == SCRIPT_LATIN && w->pattern->script == SCRIPT_LATIN && w->pattern->places[m - 1].letter < LATIN_LETTERS)
        best = least(best, (unsigned)w->cells[w->depth][m - 1] + table_latin_gap_end[w->pattern->places[m - 1].letter]);
    return best <= w->limit ? (uint8_t)best : COST_NONE;
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
