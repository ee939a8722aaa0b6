/* What it costs to read one written form as another, in hundredths of an error.

   A pattern is made once from the query's side; a walk steps through the listed side letter by letter. The same walk serves a pair
   of words and a whole sorted vocabulary (go back to the common prefix, step on), so both give the same cost.

     columns of the walk: cell [j][i] = cheapest way to read the first i symbols of the pattern as the first j letters walked

            ""   q    a    d           moves into a cell: one letter for another, a letter against nothing on either side, two
       ""    0   30   65  165          letters changed places, or a rule of the tables (kh = h, ou = u, ж = zh ...), which may
       k   100   15   ...              jump several symbols and letters at once
       a   135   ...                                                                                                            */
#ifndef MATCH_COST_H
#define MATCH_COST_H

#include "base/base_arena.h"
#include "table/table.h"

enum {
    COST_SYMBOLS_MAX = 250, /* of a pattern and of a word walked */
    COST_NONE = 255,        /* no reading within the limit */
    COST_DEPTH = COST_SYMBOLS_MAX + 1
};

/* Where no table says otherwise. */
enum {
    COST_SWAP = 60,          /* two letters changed places */
    COST_DOUBLED = 5,        /* a letter written twice */
    COST_OTHER_LETTER = 100, /* of the same script */
    COST_OTHER_GAP = 100,
    COST_FOREIGN_LETTER = 160, /* a symbol read as a letter that no rule gives */
    COST_FOREIGN_GAP = 120
};

typedef struct cost_place {
    const table_rule *const *rules; /* that end at this symbol of the pattern */
    const uint8_t *starts;          /* of them by last letter, as in table_context */
    const uint8_t *substitute;      /* this symbol for each Latin letter */
    uint64_t several;               /* first letters of the rules that give several: a set, 1 << table_letter */
    const table_context *context;   /* that the tables know for this place; NULL: its symbol is no Latin letter */
    uint8_t rule_count;
    uint8_t letter; /* 0..35, or LATIN_LETTERS when it is no Latin letter */
    uint8_t gap;    /* this symbol against nothing */
    uint8_t jump;   /* most symbols that a rule ending here takes */
    uint8_t gives;  /* ... and most letters that it gives */
} cost_place;

typedef struct cost_pattern {
    const symbol *symbols;
    const cost_place *places; /* one for each symbol */
    uint8_t count, script;
    uint8_t limit;         /* dearer readings do not count */
    uint8_t reading_limit; /* the same between two scripts */
    uint16_t scripts;      /* set of those that it is read in, 1 << script_id; its own is always among them */
    uint8_t look_back;     /* most letters that a rule takes, at least the two of a swap */
    uint8_t jump;          /* most symbols that a rule takes, at least the two of a swap */
} cost_pattern;

/* Makes a pattern in the arena, to be read in every script that there are rules for. symbols must outlive it. limit: what a reading may
   cost at most, below COST_NONE. False: no memory. */
bool cost_compile(cost_pattern *out, const symbol *symbols, size_t count, script_id script, uint8_t limit, arena *memory);

/* The limit for a single word and for one that was joined or split (which is then held to a closer likeness). */
uint8_t cost_limit(size_t count, script_id script, bool joined);

/* A rule that reads a symbol walked as letters which the pattern has. */
typedef struct cost_written {
    const table_rule *rule;
    uint8_t end;  /* of its letters in the pattern; WRITTEN_ANYWHERE for one that gives none */
    uint8_t from; /* where they begin */
    uint8_t cost;
    bool plain; /* it takes one symbol, in any place */
} cost_written;

/* Those of one symbol: at[first .. first + count - 1]. */
typedef struct cost_symbol_written {
    symbol last;
    uint16_t first, count;
} cost_symbol_written;

enum { WRITTEN_MAX = 1024, WRITTEN_OF_SYMBOL_MAX = 512, WRITTEN_SLOTS = 64, WRITTEN_ANYWHERE = 255 };

typedef struct cost_walk {
    const cost_pattern *pattern;
    script_id script; /* of the words walked */
    uint8_t limit;    /* the pattern's, or less between two scripts */
    /* over words of another script: found when a symbol is first walked, by symbol % WRITTEN_SLOTS */
    uint64_t pattern_letters; /* set of them, 1 << table_letter */
    uint8_t gaps[COST_DEPTH]; /* of the pattern's letters, left unwritten */
    cost_symbol_written slots[WRITTEN_SLOTS];
    cost_written written[WRITTEN_MAX];
    size_t written_count;
    size_t depth;
    symbol letters[COST_DEPTH];
    uint8_t low[COST_DEPTH], high[COST_DEPTH]; /* first and last cell within the limit; low > high: none */
    uint8_t cells[COST_DEPTH][COST_DEPTH];
} cost_walk; /* about 64 KiB: scratch, one for each thread */

/* Begins before the first letter of words of this script. False when the pattern cannot be read in that script at all. */
bool cost_begin(cost_walk *walk, const cost_pattern *pattern, script_id script);
/* Steps over one more letter (depth < COST_SYMBOLS_MAX). False when no word with this prefix is within the limit. */
bool cost_step(cost_walk *walk, symbol letter);
/* Goes back to a prefix of depth letters. */
void cost_back(cost_walk *walk, size_t depth);
/* Cost of the word that ends here, or COST_NONE. */
uint8_t cost_end(cost_walk *walk);

/* ---- what letters alone say of a cost (match_floor.c)

   A quick necessary test, Latin over Latin: which letters a word within the limit may have, and which it must have.

   Operations that cost COST_DEAR or more (an arbitrary letter for another, or for nothing) can be few within the limit. Each brings in at
   most one letter that is not allowed, and leaves at most one need unmet. A word within the limit is read either without any dear
   operation, or with `misses` of them; then what they cost is missing for the others, so that these are cheaper and allow fewer letters. */
enum {
    COST_DEAR = 100,
    COST_NEEDS_MAX = 16,
    OUTLINE_LETTERS = LETTER_KINDS, /* bits: a-z, and one for all that is none of them */
    OUTLINE_COUNT_MAX = 31
};

typedef struct cost_outline_letters {
    uint32_t allowed;               /* set of letters, see cost_letters */
    uint32_t needs[COST_NEEDS_MAX]; /* of each of these sets the word has a letter */
    uint8_t need_count, misses;
} cost_outline_letters;

typedef struct cost_outline {
    cost_outline_letters plain, dear; /* without and with dear operations */
    bool may_be_dear;
    uint8_t least_count; /* letters that the word has at least */
} cost_outline;

/* How many letters a Latin word within the limit has at least, and at most, not counting letters that repeat the one before. For a pattern
   of another script too. */
void cost_count_letters(const cost_pattern *pattern, uint8_t *fewest, uint8_t *most);

/* What an outline is held against: the set of a word's letters, and above it how many they are (OUTLINE_COUNT_MAX: or more). */
uint32_t cost_letters(const symbol *symbols, size_t count);
void cost_make_outline(const cost_pattern *pattern, cost_outline *out);

/* The Latin letters that a word of another script may be read as: a set as in cost_letters, without the count. */
uint32_t cost_readable_letters(const symbol *symbols, size_t count);

static inline bool cost_is_too_short(const cost_outline *o, uint32_t letters)
{
    return letters >> OUTLINE_LETTERS < o->least_count;
}

static inline bool cost_letters_match(const cost_outline_letters *o, uint32_t letters)
{
    uint32_t strange = letters & ~o->allowed & ((UINT32_C(1) << OUTLINE_LETTERS) - 1);
    unsigned unmet = 0;
    for (unsigned i = 0; strange && i < o->misses; i++)
        strange &= strange - 1; /* one that a dear operation may bring in */
    if (strange)
        return false;
    for (size_t i = 0; i < o->need_count; i++)
        unmet += (letters & o->needs[i]) == 0;
    return unmet <= o->misses;
}

static inline bool cost_may_match(const cost_outline *o, uint32_t letters)
{
    if (cost_is_too_short(o, letters))
        return false;
    return cost_letters_match(&o->plain, letters) || (o->may_be_dear && cost_letters_match(&o->dear, letters));
}

/* A sharper necessary test, for whole vocabularies: what each symbol of the pattern and each letter of a word costs at least, by the
   letters that the word has. Every operation is charged once to the symbols that it takes, in equal parts, and once to the letters that it
   gives; so neither sum is more than the word's cost:

       sum over symbols i of min(always[i], symbol[i][l] for the letters l of the word)  <=  cost
       sum over different letters l of the word of letter[l]                             <=  cost

   A pattern is held against Latin words; a Latin one against words of another script too, whose letters are then those that they can be
   read as (cost_readable_letters), and whose own symbols are charged by cost_floor_reading. */
enum { FLOOR_SYMBOLS_MAX = 24 };

typedef struct cost_floor {
    uint8_t symbol[FLOOR_SYMBOLS_MAX][KIND_ROW]; /* the first OUTLINE_LETTERS; COST_NONE: this letter is of no help */
    uint8_t always[FLOOR_SYMBOLS_MAX];           /* without any of them */
    uint8_t letter[KIND_ROW];                    /* the first OUTLINE_LETTERS; 0 where words are of another script */
    uint32_t free;                               /* set of the letters that cost nothing */
    uint8_t count;                               /* of symbols; those beyond FLOOR_SYMBOLS_MAX cost nothing */
    uint8_t least_count;                         /* letters that a word has at least */
    uint8_t most_count; /* ... and at most, not counting letters that repeat the one before; COST_SYMBOLS_MAX between scripts */
} cost_floor;

void cost_make_floor(const cost_pattern *pattern, script_id script, cost_floor *out);

/* What leaving the i-th letter of a Latin pattern unwritten costs at least in a word of this script. */
uint8_t cost_of_unwritten(const cost_pattern *pattern, size_t i, script_id script);

/* The greater of both sums for a Latin word with these letters (see cost_letters), at most COST_NONE. */
uint8_t cost_at_least(const cost_floor *floor, uint32_t letters);

/* All of it for one word in two pieces (the second may be empty): words joined by rotation need no copy. */
uint8_t cost_between(cost_walk *walk, const cost_pattern *pattern, script_id script, const symbol *first, size_t first_count,
                     const symbol *second, size_t second_count);

#endif
