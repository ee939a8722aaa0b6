/* Walking all rows at once loses no word: whatever cost_between finds within the limit is found forward or backward, letter by letter as
   search_trie.c walks; and what is found beyond that is little. */
#include "../test_support.h"
#include "match/match_floor.h"
#include "match/match_rows.h"

#include <stdlib.h>
#include <string.h>

enum { LETTERS_MAX = 14, WORDS = 60, SHOWN = 8 /* losses, for each sort of patterns */ };

static arena memory;
static cost_walk walk;
static rows_walk *rows;

typedef struct word {
    symbol symbols[LETTERS_MAX];
    size_t count;
} word;

/* What a sort of patterns met. */
typedef struct tally {
    size_t words, within, found, forward_only, backward_only, allowed, refused, lost;
} tally;

static size_t below(unsigned *seed, size_t most)
{
    return (size_t)rand_r(seed) % most;
}

/* ---------------------------------------------------------------- words */

static const char latin[] = "aeiouhkscjtzgnm0123";

/* A few of the letters, some of them several times. */
static size_t choose_letters(symbol *out, unsigned *seed)
{
    size_t count = 2 + below(seed, 9);
    for (size_t i = 0; i < count; i++)
        out[i] = (unsigned char)latin[below(seed, sizeof latin - 1)];
    return count;
}

static word random_word(const symbol *letters, size_t letter_count, unsigned *seed)
{
    word w = {.count = 1 + below(seed, 12)};
    for (size_t i = 0; i < w.count; i++)
        w.symbols[i] = i && below(seed, 6) == 0 ? w.symbols[i - 1] : letters[below(seed, letter_count)];
    return w;
}

static void insert(word *w, size_t at, symbol letter)
{
    if (w->count == LETTERS_MAX)
        return;
    memmove(w->symbols + at + 1, w->symbols + at, (w->count - at) * sizeof *w->symbols);
    w->symbols[at] = letter;
    w->count++;
}

static void take_out(word *w, size_t at)
{
    if (w->count == 1)
        return;
    memmove(w->symbols + at, w->symbols + at + 1, (w->count - at - 1) * sizeof *w->symbols);
    w->count--;
}

/* One change of the sort that people make. */
static void change(word *w, const symbol *letters, size_t letter_count, unsigned *seed)
{
    size_t at = below(seed, w->count);
    symbol letter = letters[below(seed, letter_count)];
    switch (below(seed, 6)) {
    case 0: insert(w, below(seed, w->count + 1), letter); break;
    case 1: take_out(w, at); break;
    case 2: w->symbols[at] = letter; break;
    case 3: insert(w, at, w->symbols[at]); break; /* doubled */
    case 4: insert(w, w->count, letter); break;
    default:
        if (at + 1 < w->count) {
            symbol first = w->symbols[at];
            w->symbols[at] = w->symbols[at + 1];
            w->symbols[at + 1] = first;
        }
    }
}

/* A word made of the pattern's rules: each symbol (or several) written as some rule has it, or left as it is. */
static word written(const cost_pattern *p, const symbol *letters, size_t letter_count, unsigned *seed)
{
    word w = {.count = 0};
    for (size_t i = p->count; i-- > 0;) {
        const cost_place *place = &p->places[i];
        const table_rule *rule = place->rule_count && below(seed, 3) ? place->rules[below(seed, place->rule_count)] : NULL;
        if (!rule || w.count + rule->latin_count > LETTERS_MAX - 1U) {
            bool own = p->script == SCRIPT_LATIN;
            if (w.count < LETTERS_MAX - 1)
                insert(&w, 0, own ? p->symbols[i] : letters[below(seed, letter_count)]);
            continue;
        }
        for (size_t k = rule->latin_count; k-- > 0;)
            insert(&w, 0, rule->latin[k]);
        i -= rule->symbol_count - 1U;
    }
    if (w.count == 0)
        insert(&w, 0, letters[0]);
    return w;
}

/* ---------------------------------------------------------------- walking */

/* As search_trie.c follows the letters of one entry. */
ROWS_TARGET static bool is_met(const word *w, bool backward)
{
    for (size_t depth = 0; depth < w->count; depth++) {
        unsigned letter = (unsigned)table_letter(w->symbols[backward ? w->count - 1 - depth : depth]);
        if ((rows_next(rows, depth) >> letter & 1) == 0)
            return false;
        if (depth && backward && letter == (unsigned)table_letter(w->symbols[w->count - depth]))
            rows_expect_doubled(rows, depth);
        if (!rows_step(rows, depth + 1, letter))
            return false;
    }
    return rows_may_end(rows, w->count);
}

static const char *text_of(const symbol *symbols, size_t count)
{
    static char buffers[2][8 * LETTERS_MAX];
    static unsigned turn;
    char *to = buffers[turn++ % 2];
    size_t used = 0;
    to[0] = '\0';
    for (size_t i = 0; i < count; i++)
        used += symbols[i] < 128 ? (size_t)snprintf(to + used, 8, "%c", symbols[i]) : (size_t)snprintf(to + used, 8, "\\u%04x", symbols[i]);
    return to;
}

static size_t count_unrepeated(const word *w)
{
    size_t count = 1;
    for (size_t i = 1; i < w->count; i++)
        count += w->symbols[i] != w->symbols[i - 1];
    return count;
}

/* What words cost at least by their letters: 32 at once, one by one and letter by letter it is the same. */
static void find_floors(const cost_pattern *p, const word *words, uint8_t floors[WORDS])
{
    cost_floor floor;
    floor_tables tables, as_singly;
    cost_make_floor(p, SCRIPT_LATIN, &floor);
    floor_make_tables(&floor, &tables);
    floor_make_tables_singly(&floor, &as_singly);
    for (size_t g = 0; g < FLOOR_GROUPS; g++) {
        const size_t letters = OUTLINE_LETTERS - 4 * g < 4 ? OUTLINE_LETTERS - 4 * g : 4; /* of a group */
        assert_memory_equal(tables.letters.of[g], as_singly.letters.of[g], (size_t)1 << letters);
        for (size_t i = 0; i < tables.count; i++)
            assert_memory_equal(tables.symbols[i].of[g], as_singly.symbols[i].of[g], (size_t)1 << letters);
    }
    for (size_t from = 0, count; from < WORDS; from += count) {
        uint32_t letters[FLOOR_WORDS];
        uint8_t singly[FLOOR_WORDS];
        count = 1 + from % FLOOR_WORDS;
        count = WORDS - from < count ? WORDS - from : count;
        for (size_t k = 0; k < count; k++)
            letters[k] = cost_letters(words[from + k].symbols, words[from + k].count);
        floor_of_words(&tables, letters, count, floors + from);
        floor_of_words_singly(&tables, letters, count, singly);
        assert_memory_equal(floors + from, singly, count);
        for (size_t k = 0; k < count; k++)
            assert_int_equal(singly[k], cost_at_least(&floor, letters[k]));
    }
}

/* All that must hold for the words of one pattern. */
ROWS_TARGET static void compare(const cost_pattern *p, const word *words, tally *sum)
{
    static bool met[2][WORDS];
    static uint8_t floors[WORDS];
    uint8_t fewest, most;
    find_floors(p, words, floors);
    cost_count_letters(p, &fewest, &most);
    for (int backward = 0; backward < 2; backward++) {
        assert_true(rows_begin(rows, p, backward));
        for (size_t i = 0; i < WORDS; i++)
            met[backward][i] = is_met(&words[i], backward);
    }
    for (size_t i = 0; i < WORDS; i++) {
        const word *w = &words[i];
        uint8_t cost = cost_between(&walk, p, SCRIPT_LATIN, w->symbols, w->count, NULL, 0);
        bool within = cost != COST_NONE, found = met[0][i] || met[1][i];
        const char *lost = !within                                           ? NULL
                           : !found                                          ? "met neither forward nor backward"
                           : floors[i] > cost                                ? "its letters cost more"
                           : w->count < fewest || count_unrepeated(w) > most ? "has another length than cost_count_letters allows"
                                                                             : NULL;
        if (lost && sum->lost++ < SHOWN)
            print_error("pattern %s, limit %d (%d between scripts): %s costs %d, but %s\n", text_of(p->symbols, p->count), p->limit,
                        p->reading_limit, text_of(w->symbols, w->count), cost, lost);
        sum->words++;
        sum->within += within;
        sum->found += found;
        sum->forward_only += within && !met[1][i];
        sum->backward_only += within && !met[0][i];
        sum->allowed += floors[i] <= (p->script == SCRIPT_LATIN ? p->limit : p->reading_limit);
    }
}

static void make_words(const cost_pattern *p, const symbol *letters, size_t letter_count, word *out, unsigned *seed)
{
    for (size_t i = 0; i < WORDS; i++) {
        word own = {.count = p->count};
        memcpy(own.symbols, p->symbols, p->count * sizeof *own.symbols);
        bool has_own = p->script == SCRIPT_LATIN && i % 3 == 0;
        out[i] = has_own ? own : i % 3 == 1 ? written(p, letters, letter_count, seed) : random_word(letters, letter_count, seed);
        for (size_t changes = i % 3 == 2 ? 0 : below(seed, 4); changes; changes--)
            change(&out[i], letters, letter_count, seed);
    }
}

/* Patterns that do not fit are for cost_walk. */
static void walk_words_of(const word *pattern, script_id script, uint8_t limit, const symbol *letters, size_t letter_count, tally *sum,
                          unsigned *seed)
{
    static word words[WORDS];
    cost_pattern p;
    arena_reset(&memory);
    assert_true(cost_compile(&p, pattern->symbols, pattern->count, script, limit, &memory));
    if (!rows_begin(rows, &p, false)) {
        sum->refused++;
        return;
    }
    make_words(&p, letters, letter_count, words, seed);
    compare(&p, words, sum);
}

static void report(const char *what, const tally *sum)
{
    print_message(
        "%s: %zu words, %zu within the limit (%zu met forward only, %zu backward only), %zu found, %zu allowed by their letters\n", what,
        sum->words, sum->within, sum->forward_only, sum->backward_only, sum->found, sum->allowed);
}

static bool runs_here(void)
{
    if (!rows_can_run())
        print_message("skipped: this machine has no AVX2, so that rows are not walked on it\n");
    return rows_can_run();
}

/* ---------------------------------------------------------------- tests */

static void latin_words_within_the_limit_are_met(void **state)
{
    unsigned seed = 21;
    tally sum = {0};
    (void)state;
    if (!runs_here())
        skip();
    for (unsigned i = 0; i < 4000; i++) {
        symbol letters[16];
        size_t letter_count = choose_letters(letters, &seed);
        word pattern = random_word(letters, letter_count, &seed);
        walk_words_of(&pattern, SCRIPT_LATIN, (uint8_t)(i % 221), letters, letter_count, &sum, &seed);
    }
    report("Latin", &sum);
    assert_int_equal(sum.lost, 0);
    assert_int_equal(sum.refused, 0);
    assert_true(sum.within >= sum.words / 10);
    assert_true(sum.forward_only >= 100 && sum.backward_only >= 100); /* both ways are needed */
    assert_true(sum.found - sum.within <= sum.within / 8);
    assert_true(sum.allowed < sum.words);
}

static word random_of(const symbol *from, size_t count, size_t longest, unsigned *seed)
{
    word w = {.count = 1 + below(seed, longest)};
    for (size_t i = 0; i < w.count; i++)
        w.symbols[i] = from[below(seed, count)];
    return w;
}

static void readings_within_the_limit_are_met(void **state)
{
    static const symbol cyrillic[] = {0x430, 0x436, 0x438, 0x43A, 0x441, 0x445, 0x447, 0x448, 0x44C, 0x44E, 0x44F};
    static const symbol arabic[] = {0x627, 0x62D, 0x633, 0x634, 0x639, 0x642, 0x643, 0x645, 0x646, 0x648, 0x64A};
    static const symbol hebrew[] = {0x5D0, 0x5D5, 0x5D9, 0x5DB, 0x5E1, 0x5E7, 0x5E9};
    static const symbol hangul[] = {0xAE40, 0xC815, 0xC740, 0xCD5C, 0xBC15, 0xB9AC, 0xC774};
    static const struct {
        const char *what;
        script_id script;
        const symbol *symbols;
        size_t count, longest;
    } scripts[] = {{"Cyrillic", SCRIPT_CYRILLIC, cyrillic, COUNT_OF(cyrillic), 10},
                   {"Arabic", SCRIPT_ARABIC, arabic, COUNT_OF(arabic), 8},
                   {"Hebrew", SCRIPT_HEBREW, hebrew, COUNT_OF(hebrew), 8},
                   {"Hangul", SCRIPT_HANGUL, hangul, COUNT_OF(hangul), 4}};
    unsigned seed = 22;
    size_t lost = 0;
    (void)state;
    if (!runs_here())
        skip();
    for (size_t s = 0; s < COUNT_OF(scripts); s++) {
        tally sum = {0};
        for (unsigned i = 0; i < 1000; i++) {
            symbol letters[16];
            size_t letter_count = choose_letters(letters, &seed);
            word pattern = random_of(scripts[s].symbols, scripts[s].count, scripts[s].longest, &seed);
            walk_words_of(&pattern, scripts[s].script, (uint8_t)(i % 221), letters, letter_count, &sum, &seed);
        }
        report(scripts[s].what, &sum);
        lost += sum.lost;
        assert_true(sum.refused <= 100);
        assert_true(sum.within >= sum.words / 100);
        assert_true(sum.found - sum.within <= sum.within);
    }
    assert_int_equal(lost, 0);
}

/* A pattern that was walked before leaves nothing behind: the answers are those of fresh rows. */
static void rows_begin_anew(void **state)
{
    static const symbol cyrillic[] = {0x438, 0x432, 0x430, 0x43D};
    static const word ivan = {{'i', 'v', 'a', 'n'}, 4}, kim = {{'k', 'i', 'm'}, 3}, kkhim = {{'k', 'k', 'h', 'i', 'm'}, 5};
    cost_pattern first, second;
    (void)state;
    if (!runs_here())
        skip();
    arena_reset(&memory);
    assert_true(cost_compile(&first, kim.symbols, kim.count, SCRIPT_LATIN, 60, &memory));
    assert_true(cost_compile(&second, cyrillic, COUNT_OF(cyrillic), SCRIPT_CYRILLIC, 60, &memory));
    for (int round = 0; round < 4; round++) {
        bool backward = round % 2;
        assert_true(rows_begin(rows, &first, backward));
        assert_true(is_met(&kim, backward));
        assert_false(is_met(&ivan, backward));
        assert_true(rows_begin(rows, &second, backward));
        assert_true(is_met(&ivan, backward));
        assert_false(is_met(&kim, backward));
        assert_false(is_met(&kkhim, backward));
    }
}

static void what_does_not_fit_is_refused(void **state)
{
    static const symbol strange[] = {'a', 0xFE, 'b'};
    symbol longest[ROWS_SYMBOLS_MAX + 1];
    cost_pattern pattern;
    (void)state;
    if (!runs_here())
        skip();
    for (size_t i = 0; i <= ROWS_SYMBOLS_MAX; i++)
        longest[i] = 'a';
    arena_reset(&memory);
    assert_true(cost_compile(&pattern, strange, 3, SCRIPT_LATIN, 100, &memory));
    assert_false(rows_begin(rows, &pattern, false));
    assert_true(cost_compile(&pattern, longest, ROWS_SYMBOLS_MAX + 1, SCRIPT_LATIN, 100, &memory));
    assert_false(rows_begin(rows, &pattern, false));
    assert_true(cost_compile(&pattern, longest, ROWS_SYMBOLS_MAX, SCRIPT_LATIN, 100, &memory));
    assert_true(rows_begin(rows, &pattern, false));
    pattern.scripts = 1U << SCRIPT_HAN;
    assert_false(rows_begin(rows, &pattern, true));
}

/* ---------------------------------------------------------------- what the tables know of a place */

static unsigned index_of(symbol letter)
{
    return (unsigned)table_letter(letter);
}

static bool is_written(const table_written *as, const table_rule *rule, bool backward)
{
    const size_t n = rule->latin_count;
    for (size_t k = 0; k < n; k++)
        if (as->letters[k] != index_of(rule->latin[backward ? k : n - 1 - k]))
            return false;
    if (n > 1 && (as->first != as->letters[n - 1] || as->second != as->letters[n - 2]))
        return false;
    return as->count == n && as->symbols == rule->symbol_count && as->cost == rule->cost &&
           (n == 1 || as->end == LATIN_LETTERS * as->letters[0] + as->letters[1]);
}

/* How often a list has a rule. */
static size_t count_written(const table_written *list, size_t count, const table_rule *rule, bool backward)
{
    size_t found = 0;
    for (size_t i = 0; i < count; i++)
        found += is_written(&list[i], rule, backward);
    return found;
}

/* How many of a place's rules write the same as this one: those of a word's start and of its end may, in a word of nothing else. */
static size_t count_alike(const cost_place *place, const table_rule *rule)
{
    size_t found = 0;
    for (size_t r = 0; r < place->rule_count; r++) {
        const table_rule *other = place->rules[r];
        found += other->symbol_count == rule->symbol_count && other->latin_count == rule->latin_count && other->cost == rule->cost &&
                 memcmp(other->latin, rule->latin, rule->latin_count) == 0;
    }
    return found;
}

static void lists_have_the_rules(const cost_place *place)
{
    const table_context *c = place->context;
    size_t several = 0, fused = 0;
    for (size_t r = 0; r < place->rule_count; r++) {
        const table_rule *rule = place->rules[r];
        const size_t alike = count_alike(place, rule);
        if (rule->latin_count > 1) {
            several++;
            assert_int_equal(count_written(c->written.forward, c->several_count, rule, false), alike);
            assert_int_equal(count_written(c->written.backward, c->several_count, rule, true), alike);
        } else if (rule->symbol_count > 1) {
            fused++;
            assert_int_equal(count_written(c->written.fused, c->fused_count, rule, false), alike);
        }
    }
    assert_int_equal(several, c->several_count);
    assert_int_equal(fused, c->fused_count);
}

/* The least that a rule of so many symbols (0: of any number) costs whose first (last) letter is of this kind. */
static unsigned least_end(const cost_place *place, size_t symbols, unsigned kind, bool at_last)
{
    unsigned best = COST_NONE;
    for (size_t r = 0; r < place->rule_count; r++) {
        const table_rule *rule = place->rules[r];
        const unsigned letter = index_of(rule->latin[at_last ? rule->latin_count - 1 : 0]);
        const unsigned own = letter < OUTLINE_LETTERS - 1 ? letter : OUTLINE_LETTERS - 1;
        if ((symbols == 0 || rule->symbol_count == symbols) && own == kind && rule->cost < best)
            best = rule->cost;
    }
    return best;
}

static void ends_have_their_costs(const cost_place *place)
{
    const table_context *c = place->context;
    for (unsigned kind = 0; kind < KIND_ROW; kind++) {
        assert_int_equal(c->ends[kind], least_end(place, 0, kind, true));
        for (size_t m = 1; m <= RULE_SYMBOLS_MAX; m++)
            assert_int_equal(c->begins[m - 1][kind], least_end(place, m, kind, false));
    }
}

/* The least that a rule of so many symbols (0: of any number) costs whose first (last) letter is this one; or, for one symbol and for any
   number, the letter by itself. */
static unsigned least_lead(const cost_place *place, size_t symbols, unsigned letter, bool at_last)
{
    unsigned best = symbols < 2 ? place->substitute[letter] : COST_NONE;
    for (size_t r = 0; r < place->rule_count; r++) {
        const table_rule *rule = place->rules[r];
        const symbol end = rule->latin[at_last ? rule->latin_count - 1 : 0];
        if ((symbols == 0 || rule->symbol_count == symbols) && index_of(end) == letter && rule->cost < best)
            best = rule->cost;
    }
    return best;
}

static unsigned least_reading(const cost_place *place, unsigned letter)
{
    unsigned best = place->substitute[letter];
    for (size_t r = 0; r < place->rule_count; r++) {
        const table_rule *rule = place->rules[r];
        if (rule->symbol_count == 1 && rule->latin_count == 1 && index_of(rule->latin[0]) == letter && rule->cost < best)
            best = rule->cost;
    }
    return best;
}

static void letters_have_their_costs(const cost_place *place)
{
    const table_context *c = place->context;
    for (unsigned l = 0; l < LATIN_LETTERS; l++) {
        assert_int_equal(c->read_as[l], least_reading(place, l));
        for (size_t b = 0; b < TABLE_BUDGETS; b++) {
            assert_int_equal(c->last[b] >> l & 1, least_lead(place, 0, l, true) <= table_budgets[b]);
            for (size_t m = 1; m <= RULE_SYMBOLS_MAX; m++)
                assert_int_equal(c->first[m - 1][b] >> l & 1, least_lead(place, m, l, false) <= table_budgets[b]);
        }
    }
}

static void tables_have_what_rules_say(void **state)
{
    static const char all[] = "abcdefghijklmnopqrstuvwxyz0123456789";
    unsigned seed = 23;
    size_t rules = 0;
    symbol letters[sizeof all - 1];
    (void)state;
    for (size_t i = 0; i < COUNT_OF(letters); i++)
        letters[i] = (unsigned char)all[i];
    for (unsigned i = 0; i < 3000; i++) {
        cost_pattern p;
        word pattern = random_of(letters, i % 2 ? COUNT_OF(letters) : 26, 12, &seed);
        arena_reset(&memory);
        assert_true(cost_compile(&p, pattern.symbols, pattern.count, SCRIPT_LATIN, 100, &memory));
        for (size_t k = 0; k < p.count; k++) {
            lists_have_the_rules(&p.places[k]);
            letters_have_their_costs(&p.places[k]);
            ends_have_their_costs(&p.places[k]);
            rules += p.places[k].rule_count;
        }
    }
    assert_true(rules > 10000);
}

static int set_up(void **state)
{
    (void)state;
    rows = rows_new();
    return rows ? 0 : -1;
}

static int tear_down(void **state)
{
    (void)state;
    arena_free(&memory);
    rows_free(rows);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(latin_words_within_the_limit_are_met),
                                       cmocka_unit_test(readings_within_the_limit_are_met), cmocka_unit_test(rows_begin_anew),
                                       cmocka_unit_test(what_does_not_fit_is_refused), cmocka_unit_test(tables_have_what_rules_say)};
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
