/* Joined words and words by their length: every run and whole of a name is an entry that leads to it, everything within a limit is met, and
   damaged sections are read without leaving them. */
#include "walk_support.h"

#include "../screen/make_snapshot.h"

#include <xxhash.h>

enum { PARTIES = 700, PATTERNS = 260, DAMAGES = 500 };

static const symbol cyrillic[] = {0x430, 0x438, 0x43A, 0x445, 0x447, 0x448, 0x44F};
static const alphabet latin[] = {{SCRIPT_LATIN, SYMBOLS('a', 'e', 'i', 'h', 'k', 's', 'c')},
                                 {SCRIPT_LATIN, SYMBOLS('o', 'u', 'z', 'j', 't', 'g', '0')},
                                 {SCRIPT_LATIN, SYMBOLS('a', 'm', 'n', 'k', 'h', '1', '3')}};
static const alphabet other = {SCRIPT_CYRILLIC, cyrillic, COUNT_OF(cyrillic)};

/* ---------------------------------------------------------------- names of random words */

static char texts[PARTIES][2][96];
static made_party parties[PARTIES];

static void write_name(char *to, size_t words, unsigned *seed)
{
    const alphabet *of = &latin[(size_t)rand_r(seed) % COUNT_OF(latin)];
    for (size_t i = 0; i < words; i++) {
        word w = random_word(of, LETTERS, seed);
        if (i)
            *to++ = ' ';
        for (size_t k = 0; k < w.count; k++)
            *to++ = (char)w.symbols[k];
    }
    *to = 0;
}

/* Many names begin or end with the same words, so that there are blocks; long words are made of several. */
static snapshot *make_names(size_t count, unsigned seed)
{
    for (size_t i = 0; i < count; i++) {
        write_name(texts[i][0], 1 + (size_t)rand_r(&seed) % 5, &seed);
        if (i % 4 == 1)
            snprintf(texts[i][0], sizeof texts[i][0], "kana hak %c%c", (char)('a' + i % 23), (char)('a' + i / 23 % 26));
        if (i % 4 == 2)
            snprintf(texts[i][0], sizeof texts[i][0], "%c%c hak kana", (char)('a' + i % 23), (char)('a' + i / 23 % 26));
        write_name(texts[i][1], 2, &seed);
        if (i % 3 == 0)
            *strchr(texts[i][1], ' ') = 'x';
        parties[i] = (made_party){.schema = SCHEMA_COMPANY, .name = texts[i][0], .alias = texts[i][1]};
    }
    return make_snapshot(parties, count, folder_path(&folder, "names"));
}

/* ---------------------------------------------------------------- every pair that the grammar allows */

static bool leads_to(const search_joined *j, uint32_t entry, const symbol *text, size_t count, uint32_t name)
{
    symbol room[COST_SYMBOLS_MAX];
    size_t length, names;
    const symbol *symbols = joined_text(j, entry, room, &length);
    const uint32_t *list = joined_names(j, entry, &names);
    assert_non_null(symbols);
    if (length != count || memcmp(symbols, text, count * sizeof *text) != 0)
        return false;
    for (size_t i = 0; i < names; i++)
        if (list[i] == name)
            return true;
    return false;
}

/* Whether what these tokens make is met at no cost, and leads to the name. */
static bool is_joined(const search_vocabulary *v, const prepared_name *name, uint32_t id, size_t first, size_t count)
{
    symbol text[COST_SYMBOLS_MAX];
    size_t length = 0, n = name->head->token_count;
    entry_list list = {0};
    cost_pattern p;
    bool found = false;
    for (size_t i = 0; i < count; i++) {
        const name_token *t = &name->tokens[(first + i) % n];
        memcpy(text + length, name->symbols + t->first, t->count * sizeof *text);
        length += t->count;
    }
    arena_reset(&memory);
    assert_true(cost_compile(&p, text, length, SCRIPT_LATIN, 0, &memory));
    assert_true(trie_meet(rows, &walk, &v->trie, search_texts(v), &p, &list));
    for (size_t i = 0; i < list.count && !found; i++)
        found = leads_to(&v->joined, list.at[i] & ~JOINED_ENTRY, text, length, id);
    ARRAY_FREE(&list);
    return found;
}

static void every_run_and_whole_leads_to_its_name(void **state)
{
    snapshot *s = make_names(PARTIES / 2, 11);
    const search_vocabulary joined = index_of(s).joined;
    size_t runs = 0, wholes = 0;
    (void)state;
    for (uint32_t id = 0; id < snapshot_name_count(s); id++) {
        prepared_name name = snapshot_prepared(s, snapshot_name_at(s, id));
        size_t n = name.head->token_count, length;
        for (size_t first = 0; first < n; first++) {
            for (size_t count = 2; count <= RUN_TOKENS_MAX && first + count <= n; count++, runs++)
                assert_true(is_joined(&joined, &name, id, first, count));
            if (n >= 2 && n <= WHOLE_TOKENS_MAX && name_can_join(&name, first, n, WHOLE_SYMBOLS_MAX, &length)) {
                assert_true(is_joined(&joined, &name, id, first, n));
                wholes++;
            }
        }
    }
    assert_true(runs > 500 && wholes > 500);
    snapshot_close(s);
}

/* ---------------------------------------------------------------- everything within a limit */

/* A pattern near what names make, or of a few random words; often longer than all rows. */
static cost_pattern make_pattern(const search_joined *j, unsigned round, unsigned *seed)
{
    static symbol text[COST_SYMBOLS_MAX];
    symbol room[COST_SYMBOLS_MAX];
    size_t count = 0;
    cost_pattern p;
    const alphabet *of = round % 5 == 4 ? &other : &latin[round % 3];
    if (round % 2) {
        const symbol *from = joined_text(j, (uint32_t)((size_t)rand_r(seed) % j->count), room, &count);
        memcpy(text, from, count * sizeof *text);
        of = &latin[0];
        for (unsigned change = (unsigned)rand_r(seed) % 3; change; change--)
            text[(size_t)rand_r(seed) % count] = (symbol)('a' + rand_r(seed) % 26);
    } else
        for (unsigned words = 1 + (unsigned)rand_r(seed) % 4; words; words--) {
            word w = random_word(of, LETTERS, seed);
            memcpy(text + count, w.symbols, w.count * sizeof *text);
            count += w.count;
        }
    arena_reset(&memory);
    assert_true(cost_compile(&p, text, count, of->script, (uint8_t)(rand_r(seed) % (round % 3 ? 99 : 200)), &memory));
    return p;
}

static bool is_within(const cost_pattern *p, const symbol *symbols, size_t count)
{
    return cost_between(&walk, p, SCRIPT_LATIN, symbols, count, NULL, 0) != COST_NONE;
}

static bool has(const entry_list *list, uint32_t entry)
{
    for (size_t i = 0; i < list->count; i++)
        if (list->at[i] == entry)
            return true;
    return false;
}

typedef struct tally {
    size_t within, met, all;
} tally;

static void compare_joined(const search_vocabulary *v, const cost_pattern *p, tally *sum)
{
    const search_joined *j = &v->joined;
    entry_list list = {0};
    assert_true(trie_meet(rows, &walk, &v->trie, search_texts(v), p, &list));
    for (uint32_t entry = 0; entry < j->count; entry++) {
        symbol room[COST_SYMBOLS_MAX];
        size_t count;
        const symbol *symbols = joined_text(j, entry, room, &count);
        bool within = is_within(p, symbols, count);
        assert_true(!within || has(&list, entry | JOINED_ENTRY));
        sum->within += within;
    }
    sum->met += list.count;
    sum->all += j->count;
    ARRAY_FREE(&list);
}

static void compare_lengths(const search_vocabulary *v, const cost_pattern *p, tally *sum)
{
    entry_list list = {0};
    bool fits;
    assert_true(lengths_meet(&v->lengths, p, &list, &fits));
    for (size_t i = 0; fits && i < v->lengths.count; i++) {
        uint32_t entry = v->lengths.order[i] & NUMBER_MAX;
        const search_entry *e = search_entry_at(v, entry);
        bool within = is_within(p, search_symbols(v, e), e->count);
        assert_true(!within || has(&list, entry));
        sum->within += within;
        sum->all++;
    }
    sum->met += list.count;
    ARRAY_FREE(&list);
}

static void everything_within_the_limit_is_met(void **state)
{
    snapshot *s = make_names(PARTIES, 12);
    search_index index = index_of(s);
    tally joined = {0}, lengths = {0};
    unsigned seed = 13;
    (void)state;
    assert_true(index.joined.joined.count > 2000 && index.single.lengths.count > 500);
    for (unsigned round = 0; round < PATTERNS; round++) {
        cost_pattern p = make_pattern(&index.joined.joined, round, &seed);
        compare_joined(&index.joined, &p, &joined);
        compare_lengths(&index.single, &p, &lengths);
    }
    print_message("joined: %zu within, %zu met of %zu; by length: %zu, %zu of %zu\n", joined.within, joined.met, joined.all, lengths.within,
                  lengths.met, lengths.all);
    assert_true(joined.within > 500 && joined.met < joined.all / 4);
    assert_true(lengths.within > 100 && lengths.met < lengths.all / 4);
    snapshot_close(s);
}

/* What goes through of words that are numbers, gathered and one by one. */
static size_t sift_numbers(const search_sieve *sieve, const cost_pattern *p, const sieve_group *g)
{
    entry_list many = {0}, single = {0};
    assert_true(sieve_many(sieve, p, g, &many) && sieve_many_singly(sieve, g, &single));
    assert_int_equal(many.count, single.count);
    for (size_t i = 0; i < many.count; i++)
        assert_int_equal(many.at[i], single.at[i]);
    ARRAY_FREE(&single);
    size_t through = many.count;
    ARRAY_FREE(&many);
    return through;
}

/* 32 words at once and one by one, whole ones and behind any column: the same go through. */
static void words_are_sifted_alike(void **state)
{
    enum { WORDS = 500, ROUNDS = 2000 };
    static uint32_t signatures[WORDS], numbers[WORDS];
    snapshot *s = make_names(PARTIES / 4, 16);
    const search_vocabulary v = index_of(s).joined;
    unsigned seed = 17;
    size_t through = 0, by_ends = 0;
    (void)state;
    for (unsigned round = 0; round < ROUNDS; round++) {
        const cost_pattern p = make_pattern(&v.joined, round, &seed);
        search_sieve sieve;
        sieve_state at;
        entry_list many = {0}, single = {0};
        rows_rest rest = {.letters = UINT32_C(1) << rand_r(&seed) % OUTLINE_LETTERS, .least = COST_NONE};
        sieve_make(&sieve, &p);
        for (size_t row = 0; row < ROWS_CELLS; row++) {
            rest.cells[row] = (uint8_t)(row <= p.count && rand_r(&seed) % 3 == 0 ? rand_r(&seed) % 100 : COST_NONE);
            rest.least = rest.cells[row] < rest.least ? rest.cells[row] : rest.least;
        }
        sieve_begin(&sieve, &at);
        if (round % 4 && p.count < ROWS_CELLS)
            sieve_walked(&sieve, &rest, round % 2, &at);
        const size_t count = 1 + (size_t)rand_r(&seed) % WORDS;
        for (size_t i = 0; i < count; i++) /* at most OUTLINE_LETTERS - 1 above the letters, and few of these */
            signatures[i] = ((uint32_t)rand_r(&seed) & (uint32_t)rand_r(&seed) & ((UINT32_C(1) << OUTLINE_LETTERS) - 1)) |
                            (uint32_t)rand_r(&seed) % OUTLINE_LETTERS << OUTLINE_LETTERS;
        for (size_t i = 0; i < count; i++)
            numbers[i] = (uint32_t)i | (rand_r(&seed) % 4 ? (uint32_t)rand_r(&seed) % OUTLINE_LETTERS : NUMBER_ONLY) << NUMBER_BITS;
        by_ends += sift_numbers(&sieve, &p, &(sieve_group){signatures, numbers, count, round % 3 ? WORDS : count, 0, 0, 0});
        const sieve_group group = {signatures, NULL, count, round % 3 ? WORDS : count, 7, JOINED_ENTRY, round % 5 ? 0 : 1};
        assert_true(sieve_words(&sieve, &at, &group, &many) && sieve_words_singly(&sieve, &at, &group, &single));
        assert_int_equal(many.count, single.count);
        for (size_t i = 0; i < many.count; i++)
            assert_int_equal(many.at[i], single.at[i]);
        through += many.count;
        ARRAY_FREE(&many);
        ARRAY_FREE(&single);
    }
    print_message("sifted alike: %zu went through, %zu with both ends\n", through, by_ends);
    assert_true(through > ROUNDS && by_ends > ROUNDS);
    snapshot_close(s);
}

/* ---------------------------------------------------------------- words at the limit */

enum { LONG = 40 };

typedef struct long_word {
    symbol symbols[LONG];
    size_t count;
} long_word;

/* Of a few letters or many; now and then it ends, or begins, with the same letter several times. */
static long_word random_long_word(const alphabet *of, unsigned *seed)
{
    long_word w = {.count = 0};
    for (unsigned parts = 1 + (unsigned)rand_r(seed) % 2; parts; parts--) {
        word part = random_word(of, LETTERS, seed);
        memcpy(w.symbols + w.count, part.symbols, part.count * sizeof *part.symbols);
        w.count += part.count;
    }
    for (unsigned again = rand_r(seed) % 3 ? 0 : (unsigned)rand_r(seed) % 8; again; again--, w.count++)
        w.symbols[w.count] = w.symbols[w.count - 1];
    return w;
}

/* Takes a symbol away, adds one or puts another in its place, near an end. */
static void change_near_end(long_word *w, const alphabet *of, bool last, unsigned *seed)
{
    size_t near = (size_t)rand_r(seed) % (w->count < 3 ? w->count : 3), at = last ? w->count - 1 - near : near;
    symbol s = of->symbols[(size_t)rand_r(seed) % of->count];
    switch (rand_r(seed) % 4) {
    case 0: w->symbols[at] = s; break;
    case 1:
        memmove(w->symbols + at + 1, w->symbols + at, (w->count++ - at) * sizeof s);
        w->symbols[at] = s;
        break;
    case 2:
        if (w->count > 1)
            memmove(w->symbols + at, w->symbols + at + 1, (--w->count - at) * sizeof s);
        break;
    default: /* as it is */ break;
    }
}

static bool goes_through(const cost_pattern *p, const long_word *w)
{
    const uint32_t number = sieve_number(3, w->symbols, w->count), signature = sieve_signature(w->symbols, w->count, WORD_LAST, 0);
    search_sieve sieve;
    sieve_make(&sieve, p);
    return sift_numbers(&sieve, p, &(sieve_group){&signature, &number, 1, 1, 0, 0, 0}) == 1;
}

typedef struct at_cost {
    size_t costed, held_back;
} at_cost;

/* A limit that is just what the word costs: whoever charges a hundredth too much for an end, a letter or a symbol loses it. */
static void expect_through(const long_word *pattern, const long_word *w, at_cost *sum)
{
    cost_pattern p;
    arena_reset(&memory);
    assert_true(cost_compile(&p, pattern->symbols, pattern->count, SCRIPT_LATIN, COST_NONE - 1, &memory));
    uint8_t cost = cost_between(&walk, &p, SCRIPT_LATIN, w->symbols, w->count, NULL, 0);
    if (cost == COST_NONE)
        return;
    p.limit = cost;
    if (!goes_through(&p, w)) {
        for (size_t i = 0; i < pattern->count + w->count; i++)
            print_error("%s%c", i == pattern->count ? " " : "", i < pattern->count ? pattern->symbols[i] : w->symbols[i - pattern->count]);
        fail_msg(": lost at its own cost of %d", cost);
    }
    p.limit = cost / 2;
    sum->costed++;
    sum->held_back += cost > 1 && !goes_through(&p, w);
}

/* What a rule gives, its last letter up to eight times: one operation has given both ends. */
static void expect_rule_through(const table_rule *rule, at_cost *sum)
{
    long_word pattern = {.count = rule->symbol_count}, w = {.count = rule->latin_count};
    memcpy(pattern.symbols, rule->symbols, rule->symbol_count * sizeof *rule->symbols);
    for (size_t i = 0; i < rule->latin_count; i++)
        w.symbols[i] = rule->latin[i];
    for (unsigned again = 0; again < 8 && w.count; again++) {
        expect_through(&pattern, &w, sum);
        w.symbols[w.count] = w.symbols[w.count - 1];
        w.count++;
    }
}

static void words_go_through_at_their_own_cost(void **state)
{
    enum { ROUNDS = 40000 };
    unsigned seed = 18;
    at_cost sum = {0}, rules = {0};
    (void)state;
    for (unsigned round = 0; round < ROUNDS; round++) {
        const alphabet *of = &latin[round % COUNT_OF(latin)];
        const long_word w = random_long_word(of, &seed);
        long_word pattern = w;
        for (unsigned end = 0; end < 4; end++)
            change_near_end(&pattern, of, end % 2, &seed);
        expect_through(&pattern, &w, &sum);
    }
    for (symbol last = '0'; last <= 'z'; last++) {
        size_t count;
        const table_rule *all = table_rules_ending(last, &count);
        for (size_t r = 0; r < count; r++)
            expect_rule_through(&all[r], &rules);
    }
    print_message("at their own cost: %zu words, %zu of them held back at half of it; %zu by one rule\n", sum.costed, sum.held_back,
                  rules.costed);
    assert_true(sum.costed > ROUNDS / 2 && sum.held_back > sum.costed / 10 && rules.costed > 1000);
}

/* ---------------------------------------------------------------- damage */

static char *read_names(size_t *size)
{
    char *bytes;
    assert_int_equal(file_read(folder_path(&folder, "names"), SIZE_MAX / 2, &bytes, size, NULL), CORDON_OK);
    return bytes;
}

/* Makes the checksums right again, as a hostile writer would. */
static void mend(char *bytes, size_t size)
{
    snapshot_header h;
    memcpy(&h, bytes, sizeof h);
    size_t end = (size_t)h.sections[SECTION_CHECKSUMS].offset, at = SNAPSHOT_HEADER_SIZE;
    for (size_t block = 0; at < end; block++, at += SNAPSHOT_BLOCK_SIZE) {
        uint64_t sum = XXH3_64bits(bytes + at, end - at < SNAPSHOT_BLOCK_SIZE ? end - at : SNAPSHOT_BLOCK_SIZE);
        memcpy(bytes + end + block * sizeof sum, &sum, sizeof sum);
    }
    XXH128_hash_t digest = XXH3_128bits(bytes + end, size - end);
    h.content_digest[0] = digest.low64;
    h.content_digest[1] = digest.high64;
    h.header_checksum = XXH3_64bits(&h, offsetof(snapshot_header, header_checksum));
    memcpy(bytes, &h, sizeof h);
}

/* The sanitizer sees when something is read outside. */
static void read_damaged(const search_index *index, unsigned *seed)
{
    for (unsigned i = 0; i < 6; i++) {
        word w = random_word(i == 5 ? &other : &latin[i % 3], LETTERS, seed);
        const search_vocabulary *v = &index->joined;
        const search_joined *j = &v->joined;
        entry_list list = {0};
        cost_pattern p;
        bool fits;
        arena_reset(&memory);
        assert_true(cost_compile(&p, w.symbols, w.count, i == 5 ? SCRIPT_CYRILLIC : SCRIPT_LATIN, (uint8_t)(rand_r(seed) % 150), &memory));
        assert_true(trie_meet(rows, &walk, &v->trie, search_texts(v), &p, &list));
        for (size_t k = 0; k < list.count; k++) {
            symbol room[COST_SYMBOLS_MAX];
            size_t count;
            (void)joined_text(j, list.at[k] & ~JOINED_ENTRY, room, &count);
            (void)joined_names(j, list.at[k] & ~JOINED_ENTRY, &count);
        }
        list.count = 0;
        assert_true(lengths_meet(&index->single.lengths, &p, &list, &fits));
        for (size_t k = 0; k < list.count; k++)
            (void)search_entry_at(&index->single, list.at[k]);
        ARRAY_FREE(&list);
    }
}

static void what_is_damaged_is_read_inside(void **state)
{
    static const snapshot_section_id sections[] = {SECTION_JOINED_NAMES,   SECTION_JOINED_PLACES,    SECTION_JOINED_SIGNATURES,
                                                   SECTION_JOINED_LISTS,   SECTION_JOINED_FORWARD,   SECTION_JOINED_BACKWARD,
                                                   SECTION_JOINED_ORDER,   SECTION_SINGLE_REACH,     SECTION_JOINED_ORDER_SIGNATURES,
                                                   SECTION_SINGLE_LENGTHS, SECTION_SINGLE_SIGNATURES};
    unsigned seed = 14;
    size_t size, noted = 0;
    snapshot_header h;
    (void)state;
    snapshot_close(make_names(120, 15));
    char *good = read_names(&size), *bad = malloc(size);
    assert_non_null(bad);
    memcpy(&h, good, sizeof h);
    for (unsigned round = 0; round < DAMAGES; round++) {
        const snapshot_section *section = &h.sections[sections[round % COUNT_OF(sections)]];
        snapshot *s;
        cordon_error error;
        memcpy(bad, good, size);
        assert_true(section->size > 0);
        for (unsigned changes = 1 + (unsigned)rand_r(&seed) % 3; changes; changes--)
            bad[section->offset + (size_t)rand_r(&seed) % section->size] ^= (char)(1 << rand_r(&seed) % 8);
        mend(bad, size);
        folder_write_bytes(&folder, "bad", bad, size);
        expect_ok(snapshot_open_checking(folder_path(&folder, "bad"), 0, &s, &error), &error);
        search_index index = index_of(s);
        read_damaged(&index, &seed);
        noted += search_verify(s, &error) != CORDON_OK;
        snapshot_close(s);
    }
    print_message("damaged: %zu of %d noted\n", noted, DAMAGES);
    assert_in_range(noted, DAMAGES / 2, DAMAGES);
    free(good);
    free(bad);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(every_run_and_whole_leads_to_its_name),
                                       cmocka_unit_test(everything_within_the_limit_is_met), cmocka_unit_test(words_are_sifted_alike),
                                       cmocka_unit_test(words_go_through_at_their_own_cost),
                                       cmocka_unit_test(what_is_damaged_is_read_inside)};
    return cmocka_run_group_tests(tests, walk_set_up, walk_tear_down);
}
