#include "search/search_cache.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <xxhash.h>

/* A slot: tag of the pattern's hash, place in the block, block, filling; 0: empty, since fillings begin with 1.

     63       32 31      25 24        10 9    0
     | filling  |  block   | first word | tag |

   A filling that has come round to the same 32 bits while its slot stood untouched would have to have written 2^32 times the block. */
enum { WAYS = 4, SETS = 1 << 15, TAG_BITS = 10, PLACE_BITS = 15, BLOCK_BITS = 7, BLOCK_WORDS = CACHE_BLOCK_SIZE / 8 };
_Static_assert(1 << PLACE_BITS == BLOCK_WORDS && 1 << BLOCK_BITS == CACHE_BLOCKS_MAX && TAG_BITS + PLACE_BITS + BLOCK_BITS == 32,
               "a slot holds the place of any word");

typedef _Atomic uint64_t word;

/* What was kept: one word of the pattern's head, one of how many were met, its symbols by fours, then what was met. */
enum { HEAD_WORDS = 2, SYMBOLS_A_WORD = 4, HEAD_VOCABULARY = 56, HEAD_COUNT = 48, HEAD_SCRIPTS = 24, HEAD_SCRIPT = 16, HEAD_LIMIT = 8 };

typedef struct cache_block {
    _Atomic uint32_t filling;
    atomic_bool written; /* some thread writes it */
} cache_block;

struct search_cache {
    word *slots;
    word *words; /* of all blocks */
    size_t block_count;
    atomic_size_t hand; /* the next block to be taken */
    cache_block blocks[CACHE_BLOCKS_MAX];
};

search_cache *cache_new(size_t block_count)
{
    search_cache *c = calloc(1, sizeof *c);
    if (!c)
        return NULL;
    c->block_count = block_count < CACHE_BLOCKS_MAX ? block_count : CACHE_BLOCKS_MAX;
    c->slots = calloc((size_t)SETS * WAYS, sizeof *c->slots);
    c->words = calloc(c->block_count * BLOCK_WORDS + 1, sizeof *c->words);
    if (c->slots && c->words)
        return c;
    cache_free(c);
    return NULL;
}

void cache_free(search_cache *c)
{
    if (!c)
        return;
    free(c->slots);
    free(c->words);
    free(c);
}

/* ---------------------------------------------------------------- patterns as words */

/* All but the limits. */
static uint64_t head_of(unsigned vocabulary, const cost_pattern *p)
{
    return (uint64_t)vocabulary << HEAD_VOCABULARY | (uint64_t)p->count << HEAD_COUNT | (uint64_t)p->scripts << HEAD_SCRIPTS |
           (uint64_t)p->script << HEAD_SCRIPT;
}

static uint64_t limits_of(const cost_pattern *p)
{
    return (uint64_t)p->limit << HEAD_LIMIT | p->reading_limit;
}

static size_t symbol_words(const cost_pattern *p)
{
    return (p->count + SYMBOLS_A_WORD - 1U) / SYMBOLS_A_WORD;
}

static uint64_t symbols_at(const cost_pattern *p, size_t i)
{
    uint64_t all = 0;
    for (size_t k = i * SYMBOLS_A_WORD; k < p->count && k < (i + 1) * SYMBOLS_A_WORD; k++)
        all = all << 16 | p->symbols[k];
    return all;
}

static uint64_t hash_of(unsigned vocabulary, const cost_pattern *p)
{
    return XXH3_64bits_withSeed(p->symbols, p->count * sizeof(symbol), head_of(vocabulary, p));
}

static word *set_of(const search_cache *c, uint64_t hash)
{
    return c->slots + (hash >> TAG_BITS) % SETS * WAYS;
}

/* ---------------------------------------------------------------- reading */

typedef struct cache_place {
    const cache_block *block;
    const word *words; /* that are left in the block from here on */
    size_t left;
    uint32_t filling;
} cache_place;

static uint64_t read_word(const word *from)
{
    return atomic_load_explicit(from, memory_order_acquire);
}

static cache_place place_of(const search_cache *c, uint64_t slot)
{
    size_t block = slot >> (TAG_BITS + PLACE_BITS) & (CACHE_BLOCKS_MAX - 1), first = slot >> TAG_BITS & (BLOCK_WORDS - 1);
    return (cache_place){&c->blocks[block], c->words + block * BLOCK_WORDS + first, BLOCK_WORDS - first, (uint32_t)(slot >> 32)};
}

/* Whether all that was read so far is what was kept there. */
static bool is_filled_still(const cache_place *at)
{
    return atomic_load_explicit(&at->block->filling, memory_order_relaxed) == at->filling;
}

static bool has_pattern(const cache_place *at, unsigned vocabulary, const cost_pattern *p)
{
    uint64_t head = read_word(at->words), limits = head & UINT16_MAX;
    if (head - limits != head_of(vocabulary, p) || limits >> HEAD_LIMIT < p->limit || (limits & UINT8_MAX) < p->reading_limit ||
        at->left < HEAD_WORDS + symbol_words(p))
        return false;
    for (size_t i = 0; i < symbol_words(p); i++)
        if (read_word(at->words + HEAD_WORDS + i) != symbols_at(p, i))
            return false;
    return true;
}

/* out: NULL when only asked whether. */
static bool read_place(const cache_place *at, unsigned vocabulary, const cost_pattern *p, met_list *out)
{
    if (!is_filled_still(at) || at->left < HEAD_WORDS || !has_pattern(at, vocabulary, p))
        return false;
    const size_t first = HEAD_WORDS + symbol_words(p), count = out ? (size_t)read_word(at->words + 1) : 0;
    if (count > at->left - first || (out && !ARRAY_RESERVE(out, count + 1)))
        return false;
    for (size_t i = 0; i < count; i++) {
        uint64_t met = read_word(at->words + first + i);
        out->at[i] = (search_met){(uint32_t)met, (uint32_t)(met >> 32)};
    }
    if (out)
        out->count = count;
    return is_filled_still(at);
}

bool cache_find(const search_cache *c, unsigned vocabulary, const cost_pattern *p, met_list *out)
{
    uint64_t hash = hash_of(vocabulary, p);
    const word *set = set_of(c, hash);
    for (size_t way = 0; way < WAYS; way++) {
        uint64_t slot = read_word(&set[way]);
        cache_place at = place_of(c, slot);
        if (slot && ((slot ^ hash) & ((1 << TAG_BITS) - 1)) == 0 && read_place(&at, vocabulary, p, out))
            return true;
    }
    return false;
}

bool cache_knows(const search_cache *c, unsigned vocabulary, const cost_pattern *p)
{
    return cache_find(c, vocabulary, p, NULL);
}

/* ---------------------------------------------------------------- writing */

void cache_leave(search_cache *c, cache_writer *writer)
{
    if (c && writer->block)
        atomic_store_explicit(&c->blocks[writer->block - 1].written, false, memory_order_release);
    *writer = (cache_writer){0};
}

/* Begins a block's next filling: what stands in it is no longer trusted, from before the first word of it changes. */
static void fill_anew(search_cache *c, cache_writer *writer)
{
    cache_block *b = &c->blocks[writer->block - 1];
    uint32_t next = atomic_load_explicit(&b->filling, memory_order_relaxed) + 1;
    atomic_store_explicit(&b->filling, next ? next : 1, memory_order_relaxed); /* the words after it are released: it is seen before them */
    writer->used = 0;
}

/* The next block that no other thread writes: its own, when all others are taken. False: there is none. */
static bool take_block(search_cache *c, cache_writer *writer)
{
    for (size_t tries = 0; tries < c->block_count; tries++) {
        size_t i = atomic_fetch_add_explicit(&c->hand, 1, memory_order_relaxed) % c->block_count;
        bool none = false;
        if (!atomic_compare_exchange_strong_explicit(&c->blocks[i].written, &none, true, memory_order_acquire, memory_order_relaxed))
            continue;
        cache_leave(c, writer);
        writer->block = i + 1;
        break;
    }
    if (writer->block)
        fill_anew(c, writer);
    return writer->block != 0;
}

static void write_word(word *to, uint64_t value)
{
    atomic_store_explicit(to, value, memory_order_release);
}

/* The slot to be overwritten: of the same pattern with closer limits, of a block that has been filled anew, or one by the hash. */
static word *slot_for(search_cache *c, uint64_t hash, unsigned vocabulary, const cost_pattern *p)
{
    word *set = set_of(c, hash), *gone = NULL;
    cost_pattern any = *p;
    any.limit = any.reading_limit = 0;
    for (size_t way = 0; way < WAYS; way++) {
        uint64_t slot = read_word(&set[way]);
        cache_place at = place_of(c, slot);
        if (slot == 0 || !is_filled_still(&at))
            gone = &set[way];
        else if (((slot ^ hash) & ((1 << TAG_BITS) - 1)) == 0 && read_place(&at, vocabulary, &any, NULL))
            if ((read_word(at.words) & UINT16_MAX) >> HEAD_LIMIT <= p->limit && (read_word(at.words) & UINT8_MAX) <= p->reading_limit)
                return &set[way];
    }
    return gone ? gone : &set[hash >> 60 & (WAYS - 1)];
}

void cache_keep(search_cache *c, cache_writer *writer, unsigned vocabulary, const cost_pattern *p, const search_met *met, size_t count)
{
    size_t first = HEAD_WORDS + symbol_words(p), need = first + count;
    if (need > BLOCK_WORDS || ((writer->block == 0 || need > BLOCK_WORDS - writer->used) && !take_block(c, writer)))
        return;
    size_t block = writer->block - 1;
    word *to = c->words + block * BLOCK_WORDS + writer->used;
    write_word(&to[0], head_of(vocabulary, p) | limits_of(p));
    write_word(&to[1], count);
    for (size_t i = 0; i < symbol_words(p); i++)
        write_word(&to[HEAD_WORDS + i], symbols_at(p, i));
    for (size_t i = 0; i < count; i++)
        write_word(&to[first + i], (uint64_t)met[i].cost << 32 | met[i].entry);
    uint64_t hash = hash_of(vocabulary, p), filling = atomic_load_explicit(&c->blocks[block].filling, memory_order_relaxed);
    write_word(slot_for(c, hash, vocabulary, p), filling << 32 | (uint64_t)block << (TAG_BITS + PLACE_BITS) |
                                                     (uint64_t)writer->used << TAG_BITS | (hash & ((1 << TAG_BITS) - 1)));
    writer->used += need;
}
