/* The tries of a vocabulary: what is met holds all entries within the limit, and so does what is walked; damaged tries are walked without
   leaving them. */
#include "walk_support.h"

#include <xxhash.h>

enum { DAMAGES = 600, WORDS_MAX = 4000, SYMBOLS_MAX = WORDS_MAX * 2 * LETTERS };

static script_trees trees;

/* ---------------------------------------------------------------- a vocabulary */

typedef struct made_words {
    search_entry entries[WORDS_MAX];
    symbol symbols[SYMBOLS_MAX];
    size_t count, symbol_count;
} made_words;

static void add_word(made_words *m, const symbol *symbols, size_t count, script_id script)
{
    assert_true(m->count < WORDS_MAX && m->symbol_count + count <= SYMBOLS_MAX);
    m->entries[m->count++] = (search_entry){.symbols = (uint32_t)m->symbol_count, .count = (uint8_t)count, .script = (uint8_t)script};
    memcpy(m->symbols + m->symbol_count, symbols, count * sizeof *symbols);
    m->symbol_count += count;
}

static int compare_words(const void *a, const void *b, void *symbols)
{
    const search_entry *x = a, *y = b;
    const symbol *all = symbols;
    if (x->script != y->script)
        return x->script < y->script ? -1 : 1;
    return compare_symbols(all + x->symbols, x->count, all + y->symbols, y->count);
}

static void sort_words(made_words *m)
{
    size_t kept = 0;
    qsort_r(m->entries, m->count, sizeof *m->entries, compare_words, m->symbols);
    for (size_t i = 0; i < m->count; i++)
        if (i == 0 || compare_words(&m->entries[i], &m->entries[kept - 1], m->symbols) != 0)
            m->entries[kept++] = m->entries[i];
    m->count = kept;
}

static const symbol *text_of_entry(const void *context, size_t entry, size_t *count)
{
    const made_words *m = context;
    *count = m->entries[entry].count;
    return m->symbols + m->entries[entry].symbols;
}

static bool is_plain(const made_words *m, size_t entry)
{
    size_t count;
    const symbol *symbols = text_of_entry(m, entry, &count);
    return trie_may_hold(symbols, count);
}

/* The tries of the entries [first, end), and what is in none. */
static void build_tries(const made_words *m, size_t first, size_t end, snapshot_builder *b)
{
    static trie_entry entries[WORDS_MAX];
    static uint8_t pool[SYMBOLS_MAX];
    size_t count = 0, used = 0;
    for (uint32_t i = (uint32_t)first; i < end; i++) {
        const search_entry *e = &m->entries[i];
        if (!is_plain(m, i)) {
            assert_true(snapshot_add_bytes(b, search_single_sections.others, &i, sizeof i));
            continue;
        }
        entries[count++] = (trie_entry){.letters = (uint32_t)used, .word = i, .count = e->count};
        for (size_t k = 0; k < e->count; k++)
            pool[used++] = (uint8_t)table_letter(m->symbols[e->symbols + k]);
    }
    assert_true(trie_build(b, search_single_sections.trie, entries, count, pool));
}

/* The bytes of a snapshot that holds nothing but an index of these words. */
static void build(const made_words *m, string *out)
{
    snapshot_builder *b = snapshot_builder_new();
    size_t first = 0, end;
    uint32_t no_words = 0;
    cordon_error error;
    assert_non_null(b);
    while (first < m->count && m->entries[first].script < SCRIPT_LATIN)
        first++;
    for (end = first; end < m->count && m->entries[end].script == SCRIPT_LATIN;)
        end++;
    expect_ok(snapshot_add_list(b, SLICE("made"), SLICE("2026"), SLICE("00"), &error), &error);
    assert_true(snapshot_add_bytes(b, SECTION_WORD_STARTS, &no_words, sizeof no_words));
    for (size_t i = 0; i < m->count; i++)
        assert_true(snapshot_add_bytes(b, SECTION_LETTERS, &no_words, sizeof no_words));
    assert_true(snapshot_add_bytes(b, search_single_sections.entries, m->entries, m->count * sizeof *m->entries));
    assert_true(snapshot_add_bytes(b, search_single_sections.symbols, m->symbols, m->symbol_count * sizeof *m->symbols));
    build_tries(m, first, end, b);
    expect_ok(snapshot_finish(b, SLICE("test"), out, &error), &error);
    snapshot_builder_free(b);
}

/* whole_max: what of it is checked at once, see snapshot_open_checking. */
static snapshot *open_bytes(const string *bytes, size_t whole_max)
{
    snapshot *s;
    cordon_error error;
    folder_write_bytes(&folder, "s", bytes->ptr, bytes->len);
    expect_ok(snapshot_open_checking(folder_path(&folder, "s"), whole_max, &s, &error), &error);
    return s;
}

/* ---------------------------------------------------------------- words of a few letters */

static const symbol cyrillic[] = {0x430, 0x438, 0x43A, 0x445, 0x447, 0x448, 0x44F};
static const symbol arabic[] = {0x627, 0x644, 0x633, 0x642, 0x643, 0x645, 0x64A, 0x648};
static const symbol hangul[] = {0x1100, 0x110B, 0x110C, 0x1161, 0x1165, 0x1175, 0x11AB, 0x11BC};
static const symbol kana[] = {0x30A2, 0x30A4, 0x30A6, 0x30B7, 0x30E3, 0x30E5, 0x30F3};

static const alphabet alphabets[] = {{SCRIPT_LATIN, SYMBOLS('a', 'e', 'i', 'h', 'k', 's', 'c')},
                                     {SCRIPT_LATIN, SYMBOLS('o', 'u', 'z', 'j', 't', 'g', '0')},
                                     {SCRIPT_LATIN, SYMBOLS('a', 'm', 'n', 'k', 'h', '1', '3')},
                                     {SCRIPT_LATIN, SYMBOLS('e', 'a', 0xFE)}, /* thorn: in no trie */
                                     {SCRIPT_CYRILLIC, cyrillic, COUNT_OF(cyrillic)},
                                     {SCRIPT_ARABIC, arabic, COUNT_OF(arabic)},
                                     {SCRIPT_HANGUL, hangul, COUNT_OF(hangul)},
                                     {SCRIPT_KANA, kana, COUNT_OF(kana)}};

/* A word that begins with the one at this place: tries skip what several of them share. */
static void add_longer(made_words *m, size_t place, const alphabet *of, unsigned *seed)
{
    enum { LONGEST = 30 };
    symbol longer[LONGEST + LETTERS];
    const search_entry *from = &m->entries[place];
    word more = random_word(of, LETTERS, seed);
    if (from->count > LONGEST || from->script != of->script)
        return;
    memcpy(longer, m->symbols + from->symbols, from->count * sizeof *longer);
    memcpy(longer + from->count, more.symbols, more.count * sizeof *longer);
    add_word(m, longer, from->count + more.count, of->script);
}

static void make_words(made_words *m, size_t count, unsigned *seed)
{
    m->count = m->symbol_count = 0;
    for (size_t i = 0; i < count; i++) {
        const alphabet *of = &alphabets[i % 3];
        if (i % 5 == 4)
            of = &alphabets[3 + i / 5 % (COUNT_OF(alphabets) - 3)];
        if (i % 100 == 99)
            of = &alphabets[3];
        word w = random_word(of, LETTERS, seed);
        add_word(m, w.symbols, w.count, of->script);
        if (i % 8 == 7 && i + 1 < count) {
            add_longer(m, m->count - 1 - (size_t)rand_r(seed) % 8, of, seed);
            i++;
        }
    }
    sort_words(m);
}

/* ---------------------------------------------------------------- walking */

/* What a walk found: how often each entry. */
typedef struct found {
    uint8_t times[WORDS_MAX];
    size_t count;
} found;

static void note(const entry_list *list, size_t entry_count, found *out)
{
    *out = (found){.count = list->count};
    for (size_t i = 0; i < list->count; i++) {
        assert_true(list->at[i] < entry_count);
        out->times[list->at[i]]++;
    }
}

typedef struct tally {
    size_t within, met, met_within, other, passed, refused;
} tally;

static void fail_at(const made_words *m, const cost_pattern *p, size_t entry, const char *what)
{
    size_t count;
    const symbol *symbols = text_of_entry(m, entry, &count);
    print_error("%s: pattern", what);
    for (size_t i = 0; i < p->count; i++)
        print_error(" %x", p->symbols[i]);
    print_error(", limits %d and %d, entry", p->limit, p->reading_limit);
    for (size_t i = 0; i < count; i++)
        print_error(" %x", symbols[i]);
    fail_msg(" (symbols in hexadecimal)");
}

/* Entries of another script than the Latin pattern's, by bits: a superset, each once and in order. */
static void compare_reached(const made_words *m, const search_vocabulary *v, const cost_pattern *p, script_id script, tally *sum)
{
    static found reached;
    entry_list list = {0};
    assert_true(script_meet(&trees, v, p, script, &list));
    note(&list, v->entry_count, &reached);
    for (size_t i = 1; i < list.count; i++)
        assert_true(list.at[i - 1] < list.at[i]);
    for (size_t i = v->script_starts[script]; i < v->script_starts[script + 1]; i++) {
        size_t count;
        const symbol *symbols = text_of_entry(m, i, &count);
        if (!reached.times[i] && cost_between(&walk, p, script, symbols, count, NULL, 0) != COST_NONE)
            fail_at(m, p, i, "not reached");
        sum->passed += !reached.times[i];
        sum->met += reached.times[i];
    }
    ARRAY_FREE(&list);
}

/* All entries of one script, met and walked, against the cost of each of them. */
static void compare(const made_words *m, const search_vocabulary *v, const cost_pattern *p, script_id script, tally *sum)
{
    static found met, walked;
    entry_list list = {0};
    bool latin = script == SCRIPT_LATIN;
    assert_true(!latin || trie_meet(rows, &walk, &v->trie, search_texts(v), p, &list));
    note(&list, v->entry_count, &met);
    list.count = 0;
    assert_true(latin ? trie_walk(&walk, &v->trie, search_texts(v), p, &list) : script_walk(&walk, v, p, script, &list));
    note(&list, v->entry_count, &walked);
    for (size_t i = v->script_starts[script]; i < v->script_starts[script + 1]; i++) {
        size_t count;
        const symbol *symbols = text_of_entry(m, i, &count);
        bool within = cost_between(&walk, p, script, symbols, count, NULL, 0) != COST_NONE, other = latin && !is_plain(m, i);
        if (latin && within && !other && !met.times[i])
            fail_at(m, p, i, "not met");
        if (walked.times[i] != (within && !other)) /* once */
            fail_at(m, p, i, within ? "not walked to" : "walked to beyond the limit");
        sum->within += within;
        sum->other += other;
        sum->met += met.times[i] > 0;
        sum->met_within += !other && within;
    }
    ARRAY_FREE(&list);
    sum->refused += latin && !rows_begin(rows, p, false);
    if (!latin && p->script == SCRIPT_LATIN)
        compare_reached(m, v, p, script, sum);
}

static word pattern_word(const made_words *m, const alphabet *of, unsigned *seed)
{
    if (of->script != SCRIPT_LATIN || rand_r(seed) % 2)
        return random_word(of, LETTERS, seed);
    word w;
    const symbol *symbols = text_of_entry(m, (size_t)rand_r(seed) % m->count, &w.count);
    if (table_letter(symbols[0]) < 0)
        return random_word(of, LETTERS, seed);
    w.count = w.count < LETTERS ? w.count : LETTERS;
    memcpy(w.symbols, symbols, w.count * sizeof *symbols);
    return w;
}

static void walks_find_just_what_is_within_the_limit(void **state)
{
    static made_words m;
    unsigned seed = 41;
    tally all[2] = {{0}}; /* Latin words, those of other scripts */
    (void)state;
    for (unsigned round = 0; round < 4; round++) {
        static const size_t sizes[] = {1, 40, 1000, 4000};
        string bytes = {0};
        make_words(&m, sizes[round], &seed);
        build(&m, &bytes);
        snapshot *s = open_bytes(&bytes, SIZE_MAX);
        search_vocabulary v = index_of(s).single;
        for (unsigned i = 0; i < 280; i++) {
            const alphabet *of = &alphabets[i % COUNT_OF(alphabets)];
            word w = pattern_word(&m, of, &seed);
            cost_pattern p;
            arena_reset(&memory);
            assert_true(cost_compile(&p, w.symbols, w.count, of->script, (uint8_t)(rand_r(&seed) % 221), &memory));
            for (unsigned script = 0; script < SCRIPT_COUNT; script++)
                if (p.scripts >> script & 1)
                    compare(&m, &v, &p, (script_id)script, &all[script != SCRIPT_LATIN]);
        }
        script_trees_free(&trees);
        snapshot_close(s);
        text_free(&bytes);
    }
    print_message("Latin: %zu within the limit, %zu met; other scripts: %zu within, %zu reached, %zu passed over\n", all[0].within,
                  all[0].met, all[1].within, all[1].met, all[1].passed);
    assert_true(all[0].within >= 10000 && all[1].within >= 500 && all[0].other >= 100);
    assert_true(all[1].passed > 10 * all[1].met);
    assert_true(all[0].refused > 0); /* patterns with a thorn are walked cell by cell */
    assert_true(all[0].met <= 2 * all[0].met_within);
}

/* Words of up to 60 letters, and patterns that are some of them with a letter more, less or doubled: too long for rows. */
static void long_patterns_are_walked(void **state)
{
    enum { WORDS = 600, LONGEST = 60 };
    static made_words m;
    unsigned seed = 53;
    string bytes = {0};
    tally sum = {0};
    symbol symbols[LONGEST + 1];
    (void)state;
    m.count = m.symbol_count = 0;
    for (size_t i = 0; i < WORDS; i++) {
        size_t count = 1 + (size_t)rand_r(&seed) % LONGEST;
        for (size_t k = 0; k < count; k++)
            symbols[k] = (symbol) "aiks"[(size_t)rand_r(&seed) % 4];
        add_word(&m, symbols, count, SCRIPT_LATIN);
        if (count > 1)
            add_word(&m, symbols, count - 1 - (size_t)rand_r(&seed) % (count < 5 ? count - 1 : 4), SCRIPT_LATIN);
    }
    sort_words(&m);
    build(&m, &bytes);
    snapshot *s = open_bytes(&bytes, SIZE_MAX);
    search_vocabulary v = index_of(s).single;
    for (size_t i = 0; i < m.count; i++) {
        size_t count, at;
        cost_pattern p;
        const symbol *text = text_of_entry(&m, i, &count);
        if (count <= ROWS_SYMBOLS_MAX)
            continue;
        at = (size_t)rand_r(&seed) % count;
        memcpy(symbols, text, count * sizeof *symbols);
        if (i % 3 == 0) {
            memmove(symbols + at + 1, symbols + at, (count - at) * sizeof *symbols);
            symbols[at] = (symbol) "aiks"[(size_t)rand_r(&seed) % 4];
            count++;
        } else if (i % 3 == 1)
            memmove(symbols + at, symbols + at + 1, (--count - at) * sizeof *symbols);
        arena_reset(&memory);
        assert_true(cost_compile(&p, symbols, count, SCRIPT_LATIN, (uint8_t)(rand_r(&seed) % 221), &memory));
        compare(&m, &v, &p, SCRIPT_LATIN, &sum);
    }
    print_message("long ones: %zu within the limit\n", sum.within);
    assert_true(sum.within >= 400);
    snapshot_close(s);
    text_free(&bytes);
}

/* Longer ones than rows are walked to: щ is four letters. */
static void meet_long_words(bool farther)
{
    enum { TIMES = 24 };
    static made_words m;
    static symbol shch[4 * TIMES], pattern[TIMES];
    entry_list list = {0};
    string bytes = {0};
    found met;
    cost_pattern p;
    for (size_t i = 0; i < TIMES; i++) {
        static const symbol of[] = {'s', 'h', 'c', 'h'};
        memcpy(shch + 4 * i, of, sizeof of);
        pattern[i] = 0x449;
    }
    /* the whole word, others that share all of it but the last letter or the first, and short ones that put the blocks one letter farther:
       then letters are skipped where rows end */
    static const symbol sa[] = {'s', 'a'}, ah[] = {'a', 'h'};
    m.count = m.symbol_count = 0;
    add_word(&m, shch, 4 * TIMES, SCRIPT_LATIN);
    shch[4 * TIMES - 1] = 'a';
    add_word(&m, shch, 4 * TIMES, SCRIPT_LATIN);
    shch[4 * TIMES - 1] = 'h';
    shch[0] = 'a';
    add_word(&m, shch, 4 * TIMES, SCRIPT_LATIN);
    if (farther) {
        add_word(&m, sa, 2, SCRIPT_LATIN);
        add_word(&m, ah, 2, SCRIPT_LATIN);
    }
    sort_words(&m);
    build(&m, &bytes);
    snapshot *s = open_bytes(&bytes, SIZE_MAX);
    search_vocabulary v = index_of(s).single;
    arena_reset(&memory);
    assert_true(cost_compile(&p, pattern, TIMES, SCRIPT_CYRILLIC, 200, &memory));
    assert_true(trie_meet(rows, &walk, &v.trie, search_texts(&v), &p, &list));
    note(&list, v.entry_count, &met);
    for (size_t i = 0, within = 0; i < m.count; i++) {
        size_t count;
        const symbol *symbols = text_of_entry(&m, i, &count);
        bool good = cost_between(&walk, &p, SCRIPT_LATIN, symbols, count, NULL, 0) != COST_NONE;
        within += good;
        assert_true(met.times[i] || !good);
        assert_true(i + 1 < m.count || within > 0);
    }
    ARRAY_FREE(&list);
    snapshot_close(s);
    text_free(&bytes);
}

static void long_words_are_met(void **state)
{
    (void)state;
    if (!rows_can_run())
        skip();
    meet_long_words(false);
    meet_long_words(true);
}

/* ---------------------------------------------------------------- damage */

static snapshot_header header_of(const string *bytes)
{
    snapshot_header h;
    memcpy(&h, bytes->ptr, sizeof h);
    return h;
}

/* Makes the checksums right again, as a hostile writer would. */
static void mend(char *bytes, size_t size)
{
    snapshot_header h;
    memcpy(&h, bytes, sizeof h);
    size_t end = (size_t)h.sections[SECTION_CHECKSUMS].offset, at = SNAPSHOT_HEADER_SIZE;
    for (size_t block = 0; at < end; block++, at += SNAPSHOT_BLOCK_SIZE) {
        size_t length = end - at < SNAPSHOT_BLOCK_SIZE ? end - at : SNAPSHOT_BLOCK_SIZE;
        uint64_t sum = XXH3_64bits(bytes + at, length);
        memcpy(bytes + end + block * sizeof sum, &sum, sizeof sum);
    }
    XXH128_hash_t digest = XXH3_128bits(bytes + end, size - end);
    h.content_digest[0] = digest.low64;
    h.content_digest[1] = digest.high64;
    h.header_checksum = XXH3_64bits(&h, offsetof(snapshot_header, header_checksum));
    memcpy(bytes, &h, sizeof h);
}

/* Whatever the tries say, nothing is read outside (the sanitizer sees that), and an entry that is none is told apart. */
static void walk_damaged(const search_vocabulary *v, unsigned *seed)
{
    for (unsigned i = 0; i < 6; i++) {
        const alphabet *of = &alphabets[i % 5];
        word w = random_word(of, LETTERS, seed);
        cost_pattern p;
        entry_list list = {0};
        arena_reset(&memory);
        assert_true(cost_compile(&p, w.symbols, w.count, of->script, (uint8_t)(rand_r(seed) % 150), &memory));
        assert_true(trie_meet(rows, &walk, &v->trie, search_texts(v), &p, &list));
        assert_true(trie_walk(&walk, &v->trie, search_texts(v), &p, &list));
        for (size_t k = 0; k < list.count; k++)
            assert_true((search_entry_at(v, list.at[k]) != NULL) == (list.at[k] < v->entry_count));
        ARRAY_FREE(&list);
    }
}

static void damaged_tries_are_walked_inside(void **state)
{
    static const snapshot_section_id sections[] = {SECTION_SINGLE_FORWARD,        SECTION_SINGLE_BACKWARD,
                                                   SECTION_SINGLE_FORWARD_ORDER,  SECTION_SINGLE_FORWARD_SIGNATURES,
                                                   SECTION_SINGLE_BACKWARD_ORDER, SECTION_SINGLE_OTHERS};
    static made_words m;
    unsigned seed = 43;
    string bytes = {0};
    size_t noted = 0;
    (void)state;
    make_words(&m, 300, &seed);
    build(&m, &bytes);
    const snapshot_header h = header_of(&bytes);
    for (unsigned round = 0; round < DAMAGES; round++) {
        string damaged = {0};
        const snapshot_section *section = &h.sections[sections[round % 5 == 4 ? 2 + round / 5 % 4 : round % 2]];
        text_add(&damaged, (slice){bytes.ptr, bytes.len});
        assert_true(section->size > 0 && !damaged.failed);
        for (unsigned changes = 1 + (unsigned)rand_r(&seed) % 3; changes; changes--) {
            size_t at = (size_t)rand_r(&seed) % section->size;
            if (rand_r(&seed) % 2)
                at &= ~(size_t)7; /* the low byte of a word: which entry, which block */
            damaged.ptr[section->offset + at] ^= (char)(rand_r(&seed) % 2 ? 1 << rand_r(&seed) % 8 : 1 + rand_r(&seed) % 255);
        }
        mend(damaged.ptr, damaged.len);
        snapshot *s = open_bytes(&damaged, 0);
        search_vocabulary v = index_of(s).single;
        walk_damaged(&v, &seed);
        cordon_error error;
        noted += snapshot_check(s, &error) != CORDON_OK;
        snapshot_close(s);
        text_free(&damaged);
    }
    print_message("damaged: %zu of %d noted\n", noted, DAMAGES);
    assert_in_range(noted, DAMAGES / 20, DAMAGES - 1);
    text_free(&bytes);
}

/* A syllable of two symbols, whose first one by itself is no way: シャ is sha, シ is shi. */
static void rules_of_several_symbols_are_walked(void **state)
{
    static made_words m;
    static const symbol first[] = {0x30B7}, both[] = {0x30B7, 0x30E3}, other[] = {0x30B7, 0x30A6}, sha[] = {'s', 'h', 'a'};
    string bytes = {0};
    cost_pattern p;
    entry_list list = {0};
    (void)state;
    m.count = m.symbol_count = 0;
    add_word(&m, first, 1, SCRIPT_KANA);
    add_word(&m, other, 2, SCRIPT_KANA);
    add_word(&m, both, 2, SCRIPT_KANA);
    build(&m, &bytes);
    snapshot *s = open_bytes(&bytes, SIZE_MAX);
    search_vocabulary v = index_of(s).single;
    arena_reset(&memory);
    assert_true(cost_compile(&p, sha, 3, SCRIPT_LATIN, 10, &memory));
    assert_true(script_meet(&trees, &v, &p, SCRIPT_KANA, &list));
    assert_int_equal(list.count, 1);
    assert_int_equal(list.at[0], 2);
    ARRAY_FREE(&list);
    script_trees_free(&trees);
    snapshot_close(s);
    text_free(&bytes);
}

/* Entries that stand twice or out of order are only found oftener or not, as in any damaged file; nothing is read outside. */
static void disorder_is_walked_inside(void **state)
{
    static made_words m;
    unsigned seed = 47;
    string bytes = {0};
    cost_pattern p;
    entry_list list = {0};
    static const symbol kim[] = {0x43A, 0x438, 0x43C}, latin[] = {'k', 'i', 'm'};
    (void)state;
    m.count = m.symbol_count = 0;
    for (size_t i = 0; i < 500; i++) {
        word w = random_word(&alphabets[4], LETTERS, &seed);
        add_word(&m, w.symbols, w.count, SCRIPT_CYRILLIC);
        for (size_t k = 0; i % 50 == 0 && k < 3; k++)
            add_word(&m, kim, 3 - k, SCRIPT_CYRILLIC);
    }
    add_word(&m, kim, 3, SCRIPT_CYRILLIC);
    add_word(&m, kim, 3, SCRIPT_CYRILLIC);
    build(&m, &bytes);
    snapshot *s = open_bytes(&bytes, SIZE_MAX);
    search_vocabulary v = index_of(s).single;
    arena_reset(&memory);
    assert_true(cost_compile(&p, latin, 3, SCRIPT_LATIN, 10, &memory));
    assert_true(script_meet(&trees, &v, &p, SCRIPT_CYRILLIC, &list));
    assert_true(list.count >= 12);
    for (size_t i = 0; i < list.count; i++)
        assert_non_null(search_entry_at(&v, list.at[i]));
    ARRAY_FREE(&list);
    script_trees_free(&trees);
    snapshot_close(s);
    text_free(&bytes);
}

static void others_are_entries(void **state)
{
    static made_words m;
    static const symbol thorn[] = {0xFE};
    uint32_t beyond = 1;
    string bytes = {0};
    (void)state;
    m.count = m.symbol_count = 0;
    add_word(&m, thorn, 1, SCRIPT_LATIN);
    build(&m, &bytes);
    const snapshot_header h = header_of(&bytes);
    assert_int_equal(h.sections[SECTION_SINGLE_OTHERS].size, sizeof beyond);
    assert_int_equal(h.sections[SECTION_SINGLE_FORWARD].size, 0);
    snapshot *s = open_bytes(&bytes, SIZE_MAX);
    search_vocabulary v = index_of(s).single;
    snapshot_close(s);
    memcpy(bytes.ptr + h.sections[SECTION_SINGLE_OTHERS].offset, &beyond, sizeof beyond);
    mend(bytes.ptr, bytes.len);
    s = open_bytes(&bytes, SIZE_MAX);
    v = index_of(s).single;
    assert_null(search_entry_at(&v, v.others[0]));
    snapshot_close(s);
    text_free(&bytes);
}

/* A child that claims to skip more letters than stand with it. */
static void more_letters_than_are_there_are_not_skipped(void **state)
{
    static made_words m;
    static const symbol letters[] = {'a', 'a', 'a', 'a', 'a', 'a', 'a', 'a', 'b'};
    string bytes = {0};
    trie_word child;
    cost_pattern p;
    entry_list list = {0};
    (void)state;
    m.count = m.symbol_count = 0;
    add_word(&m, letters, 8, SCRIPT_LATIN);
    add_word(&m, letters, 9, SCRIPT_LATIN);
    build(&m, &bytes);
    char *at = bytes.ptr + header_of(&bytes).sections[SECTION_SINGLE_FORWARD].offset + sizeof child;
    memcpy(&child, at, sizeof child);
    assert_true(trie_skipped(child) > 0); /* the words share more than one letter */
    child |= UINT64_C(7) << CHILD_SKIPPED;
    memcpy(at, &child, sizeof child);
    mend(bytes.ptr, bytes.len);
    snapshot *s = open_bytes(&bytes, SIZE_MAX);
    search_vocabulary v = index_of(s).single;
    arena_reset(&memory);
    assert_true(cost_compile(&p, letters, 8, SCRIPT_LATIN, 60, &memory));
    assert_true(trie_meet(rows, &walk, &v.trie, search_texts(&v), &p, &list));
    assert_true(trie_walk(&walk, &v.trie, search_texts(&v), &p, &list));
    ARRAY_FREE(&list);
    snapshot_close(s);
    text_free(&bytes);
}

/* Both children of each block are the same block: 2 to the 28th ways lead through so few, all of them within the limit (v is as good as w).
 */
static void blocks_with_several_parents_are_noted(void **state)
{
    enum { LEVELS = 28, BLOCK = 3 };
    static made_words m;
    trie_word blocks[LEVELS * BLOCK];
    symbol letters[LEVELS];
    string bytes = {0};
    cost_pattern p;
    entry_list list = {0};
    cordon_error error;
    (void)state;
    for (size_t i = 0; i < LEVELS; i++) {
        trie_word child = i + 1 < LEVELS ? (i + 1) * BLOCK : TRIE_BUCKET | (trie_word)LEVELS << BLOCK_LONGEST;
        letters[i] = 'v';
        blocks[i * BLOCK] = (trie_word)3 << ('v' - 'a') | (trie_word)LEVELS << BLOCK_LONGEST;
        blocks[i * BLOCK + 1] = blocks[i * BLOCK + 2] = child;
    }
    m.count = m.symbol_count = 0;
    add_word(&m, letters, LEVELS, SCRIPT_LATIN);
    build(&m, &bytes);
    snapshot *s = open_bytes(&bytes, SIZE_MAX);
    search_vocabulary v = index_of(s).single;
    v.trie.forward.blocks = v.trie.backward.blocks = blocks;
    v.trie.forward.size = v.trie.backward.size = LEVELS * BLOCK;
    arena_reset(&memory);
    assert_true(cost_compile(&p, letters, LEVELS, SCRIPT_LATIN, 90, &memory));
    assert_true(trie_meet(rows, &walk, &v.trie, search_texts(&v), &p, &list));
    assert_true(trie_walk(&walk, &v.trie, search_texts(&v), &p, &list));
    assert_int_equal(snapshot_check(s, &error), CORDON_BAD_SNAPSHOT);
    ARRAY_FREE(&list);
    snapshot_close(s);
    text_free(&bytes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(walks_find_just_what_is_within_the_limit),
                                       cmocka_unit_test(long_patterns_are_walked),
                                       cmocka_unit_test(long_words_are_met),
                                       cmocka_unit_test(damaged_tries_are_walked_inside),
                                       cmocka_unit_test(rules_of_several_symbols_are_walked),
                                       cmocka_unit_test(disorder_is_walked_inside),
                                       cmocka_unit_test(others_are_entries),
                                       cmocka_unit_test(more_letters_than_are_there_are_not_skipped),
                                       cmocka_unit_test(blocks_with_several_parents_are_noted)};
    return cmocka_run_group_tests(tests, walk_set_up, walk_tear_down);
}
