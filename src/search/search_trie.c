#include "search/search_trie.h"
#include "base/base_fetch.h"

enum { RUN_GAP = 16 };

typedef struct trie_descent {
    rows_walk *rows;
    cost_walk *walk;
    const search_trie *trie;
    const trie_side *side;
    const search_sieve *sieve;
    trie_texts texts;
    entry_list *out;
    size_t *unread; /* so many blocks may still be read: each has one parent, but in a damaged file, which would be walked over and over */
    bool backward;
} trie_descent;

/* The letters of the block that begins here; none, and noted, when it is damaged. Blocks stand before their children's, so that no way
   leads round. */
static inline __attribute__((always_inline)) trie_word letters_of(const trie_descent *d, size_t parent, size_t block)
{
    const snapshot *s = d->trie->snapshot;
    const trie_word *blocks = d->side->blocks;
    size_t size = d->side->size;
    if ((block > parent || block == 0) && block < size && *d->unread && snapshot_touch(s, blocks + block, sizeof *blocks)) {
        trie_word letters = blocks[block];
        size_t children = (size_t)__builtin_popcountll(letters & TRIE_LETTERS);
        if (children < size - block && snapshot_touch(s, blocks + block + 1, children * sizeof *blocks)) {
            --*d->unread;
            return letters;
        }
    }
    snapshot_note_damage(s);
    return 0;
}

static inline __attribute__((always_inline)) trie_word child_of(const trie_descent *d, size_t block, trie_word letter)
{
    return d->side->blocks[block + 1 + (size_t)__builtin_popcountll(d->side->blocks[block] & (letter - 1))];
}

/* Whether words below a block or in a bucket have a fitting length. */
static inline bool has_length(const search_sieve *sieve, trie_word lengths)
{
    return (uint8_t)(lengths >> BLOCK_LONGEST) >= sieve->fewest && (uint8_t)(lengths >> BLOCK_SHORTEST) <= sieve->most;
}

/* ---------------------------------------------------------------- buckets */

/* The words at some places; none where they are damaged. shared: see sieve_group. */
static sieve_group group_of(const trie_descent *d, size_t first, size_t count, uint32_t shared)
{
    const search_trie *t = d->trie;
    const trie_side *side = d->side;
    if (!snapshot_noted(t->snapshot, snapshot_may_read(t->snapshot, side->signatures, sizeof *side->signatures, t->count, first, count)) ||
        !snapshot_noted(t->snapshot,
                        !side->order || snapshot_may_read(t->snapshot, side->order, sizeof *side->order, t->count, first, count)))
        return (sieve_group){0};
    return (sieve_group){
        side->signatures + first, side->order ? side->order + first : NULL, count, t->count - first, (uint32_t)first, t->mark, shared};
}

static bool add_bucket(const trie_descent *d, trie_word bucket)
{
    const sieve_group g = group_of(d, (uint32_t)bucket, trie_bucket_count(bucket), 0);
    for (size_t i = 0; i < g.count; i++) {
        uint32_t *to = ARRAY_ADD(d->out);
        if (!to)
            return false;
        *to = (g.words ? g.words[i] : g.first + (uint32_t)i) | g.mark;
    }
    return true;
}

/* All that is below a child. */
static bool add_all(const trie_descent *d, size_t parent, trie_word child, size_t depth)
{
    if (child & TRIE_BUCKET)
        return add_bucket(d, child);
    size_t block = trie_block(child);
    trie_word letters = depth < COST_SYMBOLS_MAX ? letters_of(d, parent, block) : 0;
    for (size_t i = 0, n = (size_t)__builtin_popcountll(letters & TRIE_LETTERS); i < n; i++)
        if (!add_all(d, block, d->side->blocks[block + 1 + i], depth + 1))
            return false;
    return true;
}

/* ---------------------------------------------------------------- walking, all rows at once */

ROWS_TARGET static bool descend(const trie_descent *d, size_t block, trie_word letters, unsigned last, size_t depth);

ROWS_TARGET static bool descend_to(const trie_descent *d, size_t parent, trie_word child, unsigned letter, size_t depth)
{
    if (depth == ROWS_DEPTH_MAX) /* too long to be walked */
        return add_all(d, parent, child, depth);
    size_t block = trie_block(child);
    trie_word letters = letters_of(d, parent, block);
    if (!has_length(d->sieve, letters) || !rows_step(d->rows, depth + 1, letter))
        return true;
    for (size_t i = 0, n = trie_skipped(child); i < n; i++) {
        unsigned next = trie_skipped_letter(child, i);
        if (++depth == ROWS_DEPTH_MAX)
            return add_all(d, parent, child, depth);
        if (next >= LATIN_LETTERS || (rows_next(d->rows, depth) >> next & 1) == 0)
            return true;
        if (next == letter)
            rows_expect_doubled(d->rows, depth);
        letter = next;
        if (!rows_step(d->rows, depth + 1, letter))
            return true;
    }
    return descend(d, block, letters & TRIE_LETTERS, letter, depth + 1);
}

/* Places that are held against the pattern together: those of buckets side by side. */
typedef struct trie_run {
    size_t first, end;
} trie_run;

/* Children of a block that the walk goes on to. */
typedef struct trie_children {
    trie_run runs[LATIN_LETTERS];
    trie_word blocks[LATIN_LETTERS];
    uint8_t letters[LATIN_LETTERS]; /* of the blocks */
    size_t run_count, block_count;
} trie_children;

/* Takes in a bucket. Words between buckets are looked at rather than passed over, when they are few. */
ROWS_TARGET static inline void add_to_runs(const trie_descent *d, trie_word bucket, trie_children *to)
{
    size_t first = (uint32_t)bucket, end = first + trie_bucket_count(bucket);
    trie_run *last = &to->runs[to->run_count ? to->run_count - 1 : 0];
    if (!has_length(d->sieve, bucket))
        return;
    if (to->run_count && first >= last->end && first - last->end <= RUN_GAP) {
        last->end = end;
        return;
    }
    fetch(d->side->signatures, first * sizeof *d->side->signatures);
    to->runs[to->run_count++] = (trie_run){first, end};
}

/* The children by these letters. They lie anywhere: by its turn each is on its way to the cache. */
ROWS_TARGET static inline void find_children(const trie_descent *d, size_t block, trie_word letters, trie_children *to)
{
    const trie_word *words = d->side->blocks + block;
    to->run_count = to->block_count = 0;
    for (; letters; letters &= letters - 1) {
        trie_word child = words[1 + (size_t)__builtin_popcountll(words[0] & ((letters & -letters) - 1))];
        if (child & TRIE_BUCKET) {
            add_to_runs(d, child, to);
            continue;
        }
        fetch(d->side->blocks, trie_block(child) * sizeof *d->side->blocks);
        to->letters[to->block_count] = (uint8_t)__builtin_ctzll(letters);
        to->blocks[to->block_count++] = child;
    }
}

/* Letters behind those of a block that were walked last: what words have in common is walked once. */
typedef struct trie_path {
    uint8_t letters[ROWS_DEPTH_MAX];
    size_t count;  /* with those of the block */
    unsigned dead; /* the letter behind them that no word goes on with */
} trie_path;

/* Whether a path goes on by this letter from its place `at` on. */
ROWS_TARGET static inline bool follow_letter(const trie_descent *d, trie_path *path, size_t at, unsigned letter, unsigned last)
{
    if (at < path->count && path->letters[at] == letter)
        return true;
    if (letter >= LATIN_LETTERS || (rows_next(d->rows, at) >> letter & 1) == 0 || (at == path->count && path->dead == letter))
        return false;
    path->count = at;
    path->dead = letter;
    if (letter == last)
        rows_expect_doubled(d->rows, at);
    if (!rows_step(d->rows, at + 1, letter))
        return false;
    path->letters[path->count++] = (uint8_t)letter;
    path->dead = LATIN_LETTERS;
    return true;
}

/* Walks on over a word behind the first `depth` letters. False: it is not within the limit. */
ROWS_TARGET static bool follow(const trie_descent *d, uint32_t word, size_t depth, trie_path *path)
{
    symbol room[COST_SYMBOLS_MAX];
    size_t count;
    const symbol *symbols = d->texts.text(d->texts.context, word, room, &count);
    unsigned last = LATIN_LETTERS; /* the one before stands in the block, whose walk has looked after it */
    if (!symbols)
        return false;
    for (size_t at = depth; at < count; at++) {
        unsigned letter = (unsigned)table_letter(symbols[d->backward ? count - 1 - at : at]);
        if (at == ROWS_DEPTH_MAX)
            return true; /* too long to be walked */
        if (!follow_letter(d, path, at, letter, last))
            return false;
        last = letter;
    }
    return rows_may_end(d->rows, count);
}

/* Leaves those of the words from this one on that the walk goes on to the end of. */
ROWS_TARGET static void follow_words(const trie_descent *d, size_t first, size_t depth)
{
    size_t kept = first;
    trie_path path;
    if (d->out->count == first)
        return;
    path.count = depth;
    path.dead = LATIN_LETTERS;
    for (size_t i = first; i < d->out->count; i++)
        if (follow(d, d->out->at[i], depth, &path))
            d->out->at[kept++] = d->out->at[i];
    d->out->count = kept;
}

/* besides: letters that may cost less than by themselves, since they repeat what was walked. */
ROWS_TARGET static bool sift_runs(const trie_descent *d, const trie_children *children, uint32_t besides, size_t depth)
{
    rows_rest rest;
    sieve_state state;
    rows_leave(d->rows, depth, &rest);
    if (rest.least > d->sieve->limit)
        return true;
    rest.letters |= besides;
    sieve_walked(d->sieve, &rest, d->backward, &state);
    if (besides)
        sieve_repeat(&state, (unsigned)__builtin_ctz(besides));
    const size_t before = d->out->count;
    for (size_t i = 0; i < children->run_count; i++) {
        const sieve_group group = group_of(d, children->runs[i].first, children->runs[i].end - children->runs[i].first, 0);
        if (!sieve_words(d->sieve, &state, &group, d->out))
            return false;
    }
    follow_words(d, before, depth);
    return true;
}

ROWS_TARGET static bool descend_children(const trie_descent *d, size_t block, trie_word letters, uint32_t besides, size_t depth)
{
    trie_children children;
    find_children(d, block, letters, &children);
    if (children.run_count && !sift_runs(d, &children, besides, depth))
        return false;
    for (size_t i = 0; i < children.block_count; i++)
        if (!descend_to(d, block, children.blocks[i], children.letters[i], depth))
            return false;
    return true;
}

/* The columns up to `depth` are those of the letters that lead to this block. The child whose letter repeats the last one comes last. */
ROWS_TARGET static bool descend(const trie_descent *d, size_t block, trie_word letters, unsigned last, size_t depth)
{
    trie_word doubled = UINT64_C(1) << last, next = letters & rows_next(d->rows, depth) & ~TRIE_END;
    if ((letters & TRIE_END) && rows_may_end(d->rows, depth) && !add_bucket(d, child_of(d, block, TRIE_END)))
        return false;
    if ((next & ~doubled) && !descend_children(d, block, next & ~doubled, 0, depth))
        return false;
    if ((next & doubled) == 0)
        return true;
    rows_expect_doubled(d->rows, depth);
    return descend_children(d, block, doubled, UINT32_C(1) << (last < OUTLINE_LETTERS - 1 ? last : OUTLINE_LETTERS - 1), depth);
}

static bool descend_side(const trie_descent *d)
{
    trie_word letters = letters_of(d, 0, 0) & TRIE_LETTERS;
    return letters == 0 || descend(d, 0, letters, LATIN_LETTERS, 0);
}

/* ---------------------------------------------------------------- walking, cell by cell */

static symbol symbol_of(unsigned letter)
{
    return (symbol)(letter < 26 ? 'a' + letter : '0' + letter - 26);
}

/* Walks on over a word, and back. */
static bool is_within(const trie_descent *d, uint32_t word)
{
    symbol room[COST_SYMBOLS_MAX];
    cost_walk *walk = d->walk;
    size_t count, depth = walk->depth;
    const symbol *symbols = d->texts.text(d->texts.context, word, room, &count);
    bool within = symbols != NULL;
    for (size_t at = depth; within && at < count; at++)
        within = cost_step(walk, symbols[at]);
    within = within && cost_end(walk) != COST_NONE;
    cost_back(walk, depth);
    return within;
}

/* The whole words of a bucket that the walk has come to; the letters of the way to it are among those that it has walked. */
static bool sift_walked(const trie_descent *d, trie_word bucket)
{
    uint32_t walked = cost_letters(d->walk->letters, d->walk->depth) & ((UINT32_C(1) << OUTLINE_LETTERS) - 1);
    const sieve_group group = group_of(d, (uint32_t)bucket, trie_bucket_count(bucket), walked);
    sieve_state state;
    if (!has_length(d->sieve, bucket))
        return true;
    sieve_begin(d->sieve, &state);
    size_t kept = d->out->count;
    if (!sieve_words(d->sieve, &state, &group, d->out))
        return false;
    for (size_t i = kept; i < d->out->count; i++)
        if (is_within(d, d->out->at[i]))
            d->out->at[kept++] = d->out->at[i];
    d->out->count = kept;
    return true;
}

static bool walk_block(const trie_descent *d, size_t parent, size_t block)
{
    cost_walk *walk = d->walk;
    size_t depth = walk->depth;
    trie_word letters = depth < COST_SYMBOLS_MAX ? letters_of(d, parent, block) : 0;
    for (trie_word rest = has_length(d->sieve, letters) ? letters & TRIE_LETTERS : 0; rest; rest &= rest - 1) {
        trie_word letter = rest & -rest, child = child_of(d, block, letter);
        bool good = true, within = true;
        cost_back(walk, depth);
        if (letter != TRIE_END)
            within = cost_step(walk, symbol_of((unsigned)__builtin_ctzll(letter)));
        if (within && (child & TRIE_BUCKET))
            good = sift_walked(d, child);
        for (size_t i = 0, n = trie_skipped(child); within && i < n && (child & TRIE_BUCKET) == 0; i++)
            within = walk->depth < COST_SYMBOLS_MAX && cost_step(walk, symbol_of(trie_skipped_letter(child, i)));
        if (within && (child & TRIE_BUCKET) == 0)
            good = walk_block(d, block, trie_block(child));
        if (!good)
            return false;
    }
    return true;
}

static bool walk_all(const trie_descent *d, const cost_pattern *pattern)
{
    return !cost_begin(d->walk, pattern, SCRIPT_LATIN) || walk_block(d, 0, 0);
}

/* ---------------------------------------------------------------- meeting */

bool trie_walk(cost_walk *walk, const search_trie *t, trie_texts texts, const cost_pattern *pattern, entry_list *out)
{
    search_sieve sieve;
    size_t unread = t->forward.size;
    trie_descent d = {.walk = walk, .trie = t, .side = &t->forward, .sieve = &sieve, .texts = texts, .out = out, .unread = &unread};
    if (t->forward.size == 0)
        return true;
    sieve_make(&sieve, pattern);
    return walk_all(&d, pattern);
}

bool trie_meet(rows_walk *rows, cost_walk *walk, const search_trie *t, trie_texts texts, const cost_pattern *pattern, entry_list *out)
{
    search_sieve sieve;
    size_t unread = t->forward.size;
    trie_descent d = {
        .rows = rows, .walk = walk, .trie = t, .side = &t->forward, .sieve = &sieve, .texts = texts, .out = out, .unread = &unread};
    if (t->forward.size == 0)
        return true;
    sieve_make(&sieve, pattern);
    if (!rows_can_run() || !rows_begin(rows, pattern, false))
        return walk_all(&d, pattern);
    if (!descend_side(&d))
        return false;
    unread = t->backward.size;
    d.side = &t->backward;
    d.backward = true;
    return rows_begin(rows, pattern, true) && descend_side(&d);
}

/* ---------------------------------------------------------------- opening and verifying */

static slice section_of(const snapshot *s, snapshot_section_id id)
{
    return id == SECTION_COUNT ? (slice){0} : snapshot_bytes(s, id);
}

/* Opens one direction: how many words it has; SIZE_MAX when its sections do not fit each other. */
static size_t open_side(const snapshot *s, const snapshot_section_id from[3], trie_side *out)
{
    slice blocks = section_of(s, from[0]), order = section_of(s, from[1]), signatures = section_of(s, from[2]);
    *out = (trie_side){.blocks = (const void *)blocks.ptr,
                       .size = blocks.len / sizeof *out->blocks,
                       .order = from[1] == SECTION_COUNT ? NULL : (const void *)order.ptr,
                       .signatures = (const void *)signatures.ptr};
    size_t count = signatures.len / sizeof *out->signatures;
    bool good = signatures.len == count * sizeof *out->signatures && (from[1] == SECTION_COUNT || order.len == signatures.len);
    return good ? count : SIZE_MAX;
}

bool trie_open(const snapshot *s, trie_sections from, uint32_t mark, search_trie *out)
{
    const snapshot_section_id forward[] = {from.forward, from.forward_order, from.forward_signatures},
                              backward[] = {from.backward, from.backward_order, from.backward_signatures};
    *out = (search_trie){.snapshot = s, .mark = mark};
    out->count = open_side(s, forward, &out->forward);
    return open_side(s, backward, &out->backward) == out->count && out->count < SIZE_MAX &&
           (out->forward.size == 0) == (out->backward.size == 0);
}

/* A side that is read from its first block on: blocks stand one behind the other, each before its children's, and buckets likewise. */
typedef struct trie_check {
    const search_trie *trie;
    const trie_side *side;
    trie_texts texts;
    size_t blocks, places; /* that have been read */
} trie_check;

static bool is_placed(const trie_check *c, uint32_t place, size_t depth)
{
    symbol room[COST_SYMBOLS_MAX];
    size_t length;
    const trie_side *side = c->side;
    const symbol *symbols = c->texts.text(c->texts.context, side->order ? side->order[place] : place, room, &length);
    return symbols && depth <= length &&
           side->signatures[place] == sieve_signature(symbols, length, side == &c->trie->forward ? WORD_LAST : WORD_FIRST, depth);
}

/* depth: letters that lead to its block. */
static bool is_bucket(trie_check *c, trie_word bucket, size_t depth)
{
    if ((uint32_t)bucket != c->places || trie_bucket_count(bucket) > c->trie->count - c->places)
        return false;
    for (size_t end = c->places + trie_bucket_count(bucket); c->places < end; c->places++)
        if (!is_placed(c, (uint32_t)c->places, depth))
            return false;
    return true;
}

static bool is_block(trie_check *c, size_t block, size_t depth)
{
    const trie_word *words = c->side->blocks + block;
    size_t left = c->side->size - c->blocks;
    if (block != c->blocks || left == 0 || depth > COST_SYMBOLS_MAX)
        return false;
    size_t children = (size_t)__builtin_popcountll(words[0] & TRIE_LETTERS);
    if (children == 0 || children >= left || words[0] >> BLOCK_UNUSED || ((words[0] & TRIE_END) && !(words[children] & TRIE_BUCKET)))
        return false;
    c->blocks += 1 + children;
    for (size_t i = 1; i <= children; i++)
        if (words[i] & TRIE_BUCKET ? !is_bucket(c, words[i], depth)
                                   : !is_block(c, trie_block(words[i]), depth + 1 + trie_skipped(words[i])))
            return false;
    return true;
}

static bool is_side(const search_trie *t, const trie_side *side, trie_texts texts)
{
    trie_check c = {.trie = t, .side = side, .texts = texts};
    if (t->count == 0)
        return side->size == 0;
    return snapshot_touch(t->snapshot, side->blocks, side->size * sizeof *side->blocks) &&
           snapshot_touch(t->snapshot, side->signatures, t->count * sizeof *side->signatures) &&
           (!side->order || snapshot_touch(t->snapshot, side->order, t->count * sizeof *side->order)) && is_block(&c, 0, 0) &&
           c.blocks == side->size && c.places == t->count;
}

bool trie_verify(const search_trie *t, trie_texts texts)
{
    return is_side(t, &t->forward, texts) && is_side(t, &t->backward, texts);
}
