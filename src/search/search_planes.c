#include "search/search_planes.h"
#include "base/base_array.h"

#include <stdlib.h>
#include <string.h>

enum { UNIT_BITS = 5, UNITS = 1 << UNIT_BITS };

plane_set planes_of_text(const symbol *text, size_t count, unsigned script)
{
    plane_set set = {cost_letters(text, count) & ((UINT32_C(1) << OUTLINE_LETTERS) - 1), 0};
    if (script == SCRIPT_LATIN)
        return set;
    set.letters = cost_readable_letters(text, count);
    for (size_t i = 0; i < count; i++)
        set.buckets |= planes_bucket_bit(text[i], script);
    return set;
}

size_t planes_length(const symbol *text, size_t count)
{
    size_t length = count > 0;
    for (size_t i = 1; i < count; i++)
        length += text[i] != text[i - 1];
    return length;
}

/* ---------------------------------------------------------------- testing */

/* One bit for each entry of a block. */
typedef uint64_t block __attribute__((vector_size(PLANE_BLOCK_WORDS * sizeof(uint64_t)), aligned(sizeof(uint64_t))));

/* Counts of units, one for each entry, bit by bit: bit k of all counts is bits[k]. They begin so that one unit too many carries over. */
typedef struct tally {
    block bits[UNIT_BITS], over;
} tally;

#define INLINE static inline __attribute__((always_inline))

INLINE void begin(tally *t, unsigned most)
{
    const block none = {0};
    for (unsigned k = 0; k < UNIT_BITS; k++)
        t->bits[k] = (UNITS - 1 - most) >> k & 1 ? ~none : none;
}

/* Blocks go by pointer: by value they would change the calling convention with the instruction set. */
INLINE void add_units(tally *t, const block *where, unsigned units)
{
    block carry = {0};
    if (units >= UNITS) {
        t->over |= *where;
        return;
    }
    for (unsigned k = 0; k < UNIT_BITS; k++) {
        block a = t->bits[k];
        if (units >> k & 1) {
            block odd = a ^ *where;
            t->bits[k] = odd ^ carry;
            carry = (a & *where) | (carry & odd);
        } else {
            t->bits[k] = a ^ carry;
            carry &= a;
        }
    }
    t->over |= carry;
}

/* Whether no entry of the block can pass any more. */
INLINE bool all_over(const tally *t)
{
    return (t->over[0] & t->over[1] & t->over[2] & t->over[3]) == UINT64_MAX;
}

INLINE const block *plane_at(const search_planes *planes, size_t plane, size_t word)
{
    return (const block *)(const void *)(planes->bits + plane * planes->words + word);
}

INLINE void add_planes(const search_planes *planes, const plane_set *set, size_t word, block *any)
{
    for (uint64_t rest = set->letters; rest; rest &= rest - 1)
        *any |= *plane_at(planes, (size_t)__builtin_ctzll(rest), word);
    for (uint64_t rest = set->buckets; rest; rest &= rest - 1)
        *any |= *plane_at(planes, OUTLINE_LETTERS + (size_t)__builtin_ctzll(rest), word);
}

INLINE void pass(const search_planes *planes, const plane_test *test, size_t word, uint64_t passed[PLANE_BLOCK_WORDS])
{
    tally t = {.over = {0}};
    block any = {0};
    begin(&t, test->most);
    for (size_t i = 0; i < test->extra_count; i++) {
        if (i == test->dear_count && all_over(&t))
            break;
        add_units(&t, plane_at(planes, test->extras[i].plane, word), test->extras[i].units);
    }
    begin(&t, test->most);
    for (size_t i = 0; i < test->lack_count && !all_over(&t); i++) {
        if (!test->lacks[i].goes_on)
            any = (block){0};
        add_planes(planes, &test->lacks[i].planes, word, &any);
        block lacking = ~any;
        add_units(&t, &lacking, test->lacks[i].units);
    }
    for (size_t w = 0; w < PLANE_BLOCK_WORDS; w++)
        passed[w] = ~t.over[w];
}

#if defined(__x86_64__)
__attribute__((target("avx2"))) static void pass_wide(const search_planes *planes, const plane_test *test, size_t word,
                                                      uint64_t passed[PLANE_BLOCK_WORDS])
{
    pass(planes, test, word, passed);
}
#endif

void planes_pass(const search_planes *planes, const plane_test *test, size_t word, uint64_t passed[PLANE_BLOCK_WORDS])
{
#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx2"))
        pass_wide(planes, test, word, passed);
    else
#endif
        pass(planes, test, word, passed);
    for (size_t w = 0; w < PLANE_BLOCK_WORDS; w++) { /* the last block is filled up */
        size_t first = (word + w) * PLANE_WORD, left = first < planes->count ? planes->count - first : 0;
        if (left < PLANE_WORD)
            passed[w] &= (UINT64_C(1) << left) - 1;
    }
}

/* ---------------------------------------------------------------- readings */

/* A symbol of this bucket may be read as these letters, together with others of its rule; cost: its part of the rule's. */
typedef struct reading {
    uint32_t letters; /* set, as in cost_letters */
    uint8_t bucket, cost;
} reading;

typedef ARRAY(reading) reading_list;

struct plane_readings {
    reading_list of[SCRIPT_COUNT]; /* by bucket */
};

static bool add_readings(plane_readings *to, const table_rule *rule)
{
    for (size_t i = 0; i < rule->symbol_count; i++) {
        unsigned script = table_char_of(rule->symbols[i])->script;
        if (script == SCRIPT_NONE || script == SCRIPT_LATIN || script == SCRIPT_HAN)
            continue;
        reading *one = ARRAY_ADD(&to->of[script]);
        if (!one)
            return false;
        *one = (reading){cost_letters_of_rule(rule), (uint8_t)plane_bucket(rule->symbols[i]), (uint8_t)(rule->cost / rule->symbol_count)};
    }
    return true;
}

static int compare_readings(const void *a, const void *b)
{
    const reading *x = a, *y = b;
    if (x->bucket != y->bucket)
        return x->bucket - y->bucket;
    if (x->letters != y->letters)
        return x->letters < y->letters ? -1 : 1;
    return x->cost - y->cost;
}

/* Leaves the cheapest of equal ones. */
static void sort_readings(reading_list *list)
{
    size_t kept = 0;
    if (list->count)
        qsort(list->at, list->count, sizeof *list->at, compare_readings);
    for (size_t i = 0; i < list->count; i++)
        if (i == 0 || list->at[i].bucket != list->at[kept - 1].bucket || list->at[i].letters != list->at[kept - 1].letters)
            list->at[kept++] = list->at[i];
    list->count = kept;
}

plane_readings *plane_readings_new(void)
{
    plane_readings *r = calloc(1, sizeof *r);
    for (uint32_t s = 0x80; r && s <= UINT16_MAX; s++) {
        size_t count;
        const table_rule *rules = table_rules_ending((symbol)s, &count);
        for (size_t i = 0; r && i < count; i++)
            if (!add_readings(r, &rules[i])) {
                plane_readings_free(r);
                r = NULL;
            }
    }
    for (size_t script = 0; r && script < SCRIPT_COUNT; script++)
        sort_readings(&r->of[script]);
    return r;
}

void plane_readings_free(plane_readings *r)
{
    for (size_t script = 0; r && script < SCRIPT_COUNT; script++)
        ARRAY_FREE(&r->of[script]);
    free(r);
}

/* ---------------------------------------------------------------- tests for a pattern */

/* How costs become units. */
typedef struct unit_scale {
    unsigned unit, most;
} unit_scale;

/* more than `most` units cost more than the limit: (most + 1) * unit > limit */
static unit_scale scale_of(unsigned limit)
{
    unsigned unit = limit / (UNITS - 1) + 1;
    return (unit_scale){unit, limit / unit};
}

static uint8_t units_of(unit_scale scale, unsigned cost)
{
    unsigned units = cost / scale.unit;
    return (uint8_t)(units <= scale.most ? units : UNITS);
}

/* Those that cost too much by themselves go first: many blocks hold nothing else. */
static void add_extra(plane_test *test, unsigned plane, uint8_t units)
{
    if (units == 0)
        return;
    plane_extra *to = &test->extras[test->extra_count++];
    if (units == UNITS) {
        *to = test->extras[test->dear_count];
        to = &test->extras[test->dear_count++];
    }
    *to = (plane_extra){(uint8_t)plane, units};
}

static void add_lack(plane_test *test, plane_set planes, uint8_t units, bool goes_on)
{
    if (test->lack_count < PLANE_LACKS_MAX)
        test->lacks[test->lack_count++] = (plane_lack){planes, units, goes_on};
}

/* A symbol costs at least k units when no letter is there that helps for less: the letters that help for nothing first, then those that
   help for one unit, and so on. */
static void add_symbol(plane_test *test, unit_scale scale, const uint8_t costs[OUTLINE_LETTERS], unsigned always)
{
    uint8_t units[OUTLINE_LETTERS], most = units_of(scale, always), done = 0;
    for (size_t l = 0; l < OUTLINE_LETTERS; l++)
        units[l] = units_of(scale, costs[l]);
    if (test->lack_count + OUTLINE_LETTERS > PLANE_LACKS_MAX)
        return; /* a symbol that costs nothing is no mistake */
    while (done < most) {
        plane_set set = {0, 0};
        uint8_t next = most;
        for (size_t l = 0; l < OUTLINE_LETTERS; l++)
            if (units[l] > done && units[l] < next)
                next = units[l];
        for (size_t l = 0; l < OUTLINE_LETTERS; l++)
            if (units[l] <= done && (done == 0 || units[l] > 0))
                set.letters |= UINT64_C(1) << l;
        add_lack(test, set, next == UNITS ? UNITS : (uint8_t)(next - done), done > 0);
        done = next;
    }
}

static void test_by_floor(const cost_pattern *pattern, script_id script, unit_scale scale, plane_test *out)
{
    cost_floor floor;
    cost_make_floor(pattern, script, &floor);
    out->least_count = floor.least_count;
    out->most_count = floor.most_count;
    for (unsigned l = 0; l < OUTLINE_LETTERS; l++)
        add_extra(out, l, units_of(scale, floor.letter[l]));
    for (size_t i = 0; i < floor.count; i++)
        add_symbol(out, scale, floor.symbol[i], floor.always[i]);
}

/* Words of the pattern's own script, which is not Latin: each error costs COST_OTHER_GAP or more, but for doubled and swapped symbols,
   which bring in nothing new. */
static void test_own_script(const cost_pattern *pattern, unit_scale scale, plane_test *out)
{
    uint64_t own = 0;
    uint8_t units = units_of(scale, COST_OTHER_GAP);
    for (size_t i = 0; i < pattern->count; i++) {
        uint64_t bucket = planes_bucket_bit(pattern->symbols[i], pattern->script);
        if (bucket && (own & bucket) == 0)
            add_lack(out, (plane_set){0, bucket}, units, false);
        own |= bucket;
    }
    for (unsigned b = 0; b < PLANE_BUCKETS; b++)
        if ((own >> b & 1) == 0)
            add_extra(out, OUTLINE_LETTERS + b, units);
}

/* Words of another script under a Latin pattern: a symbol costs what the cheapest reading does whose letters the pattern has. */
static void test_foreign(const reading_list *list, const cost_pattern *pattern, unit_scale scale, plane_test *out)
{
    uint32_t letters = cost_letters(pattern->symbols, pattern->count) & ((UINT32_C(1) << OUTLINE_LETTERS) - 1);
    uint8_t costs[PLANE_BUCKETS];
    memset(costs, COST_FOREIGN_GAP, sizeof costs);
    for (size_t i = 0; i < list->count; i++)
        if ((list->at[i].letters & ~letters) == 0 && list->at[i].cost < costs[list->at[i].bucket])
            costs[list->at[i].bucket] = list->at[i].cost;
    for (unsigned b = 0; b < PLANE_BUCKETS; b++)
        add_extra(out, OUTLINE_LETTERS + b, units_of(scale, costs[b]));
}

void planes_make_test(const plane_readings *r, const cost_pattern *pattern, script_id script, plane_test *out)
{
    unsigned limit = pattern->script == script ? pattern->limit : pattern->reading_limit;
    unit_scale scale = scale_of(limit);
    out->lack_count = out->extra_count = out->dear_count = 0;
    out->most = (uint8_t)scale.most;
    out->least_count = 0;
    out->most_count = COST_SYMBOLS_MAX;
    if (script != SCRIPT_LATIN && pattern->script == script) {
        test_own_script(pattern, scale, out);
        return;
    }
    test_by_floor(pattern, script, scale, out);
    if (script != SCRIPT_LATIN && script != SCRIPT_HAN) /* nearly every bucket has some symbol of the thousands of Han */
        test_foreign(&r->of[script], pattern, scale, out);
}
