/* Bit planes: which entries of a vocabulary have which letters, so that a whole vocabulary is held against a pattern 64 entries at a time.

     entries of a script   kim  kima  kimjong  lee ...
     plane of "a"           0    1      0       0            one bit for each entry, entry by entry
     plane of "e"           0    0      0       1
     plane of "k"           1    1      1       0

   The entries of a script stand in an order of their own: first those in which no symbol stands twice in a row, then the others, each by
   how many symbols they have without the doubled ones; a pattern is held only against those of a fitting length. Latin entries have a plane
   for each of a to z and one for all other symbols (cost_letters). Entries of other scripts have the same planes for the Latin letters that
   they can be read as, and then PLANE_BUCKETS for the symbols of their script, each in the bucket symbol % PLANE_BUCKETS; marks that belong
   to no script have none. */
#ifndef SEARCH_PLANES_H
#define SEARCH_PLANES_H

#include "match/match_cost.h"

enum {
    PLANE_BUCKETS = 64,
    PLANES_MAX = OUTLINE_LETTERS + PLANE_BUCKETS,
    PLANE_WORD = 64,       /* entries in a word of a plane */
    PLANE_BLOCK_WORDS = 4, /* words that are held against a pattern at a time; planes are filled up with zeros to whole blocks */
    PLANE_BLOCK = PLANE_WORD * PLANE_BLOCK_WORDS,
    PLANE_LACKS_MAX = 96
};

/* The planes of the entries of one script. */
typedef struct search_planes {
    const uint64_t *bits;   /* plane p begins at bits[p * words] */
    const uint32_t *order;  /* the entry of each place of a plane */
    size_t count;           /* of entries */
    size_t words;           /* of each plane */
    size_t doubled;         /* first place of an entry with a doubled symbol */
} search_planes;

static inline size_t planes_of(unsigned script)
{
    return script == SCRIPT_LATIN ? OUTLINE_LETTERS : PLANES_MAX;
}

/* Words of a plane for so many entries. */
static inline size_t plane_words(size_t entries)
{
    return (entries + PLANE_BLOCK - 1) / PLANE_BLOCK * PLANE_BLOCK_WORDS;
}

static inline unsigned plane_bucket(symbol s)
{
    return s % PLANE_BUCKETS;
}

/* The bucket of a symbol in a word of this script, as a set; empty for one that is not of the script. */
static inline uint64_t planes_bucket_bit(symbol s, unsigned script)
{
    return table_char_of(s)->script == script ? UINT64_C(1) << plane_bucket(s) : 0;
}

typedef struct plane_set {
    uint64_t letters, buckets; /* sets of planes */
} plane_set;

/* The planes that an entry lies in. */
plane_set planes_of_text(const symbol *text, size_t count, unsigned script);

/* How many symbols do not repeat the one before: what the entries of a script are ordered by. */
size_t planes_length(const symbol *text, size_t count);

/* What an entry costs that lies in none of these planes. */
typedef struct plane_lack {
    plane_set planes; /* besides those of the lack before, when it goes on */
    uint8_t units;
    bool goes_on;
} plane_lack;

/* What an entry costs that lies in this plane. */
typedef struct plane_extra {
    uint8_t plane, units;
} plane_extra;

/* cost_floor in whole units, rounded down: an entry whose lacks or whose extras cost more than `most` is not within the pattern's limit. */
typedef struct plane_test {
    plane_lack lacks[PLANE_LACKS_MAX];
    plane_extra extras[PLANES_MAX];
    uint8_t lack_count, extra_count, most;
    uint8_t dear_count;  /* extras that cost too much by themselves; they stand first */
    uint8_t least_count; /* symbols of an entry */
    uint8_t most_count;  /* the same without doubled ones */
} plane_test;

/* What the symbols of other scripts may be read as; the same for every snapshot. About 100 KiB. */
typedef struct plane_readings plane_readings;
plane_readings *plane_readings_new(void); /* NULL: no memory. The caller frees it. */
void plane_readings_free(plane_readings *r);

/* The test for entries of a script, in which the pattern is read. No entry within the pattern's limit fails it. */
void planes_make_test(const plane_readings *r, const cost_pattern *pattern, script_id script, plane_test *out);

/* Holds the entries of the block that begins at this word against a test; sets the bits of those that pass, but for the length. */
void planes_pass(const search_planes *planes, const plane_test *test, size_t word, uint64_t passed[PLANE_BLOCK_WORDS]);

#endif
