/* The most that a listed name can net for a query, by what is known of the costs between their words: no alignment of single words nets
   more. Asked for the names that the index meets, before one of them is aligned.

   Joined pairs are known to the index one by one, and added to what single words may give. */
#ifndef MATCH_CEILING_H
#define MATCH_CEILING_H

#include "match/match_floor.h"
#include "match/match_plan.h"

enum {
    LISTED_INITIAL = 1,
    LISTED_UNSPELT = 2,    /* a number, form, title, particle: never taken for another spelling */
    LISTED_READ = 4,       /* of a name that the dictionary of names has read */
    LISTED_CLASS_SHIFT = 3 /* above it the class, see ceiling_class; 0: none */
};

/* A word of a listed name, as the index keeps it. */
typedef struct listed_word {
    uint32_t entry; /* of the vocabulary of single words */
    uint16_t weight;
    uint16_t flags; /* LISTED_... */
} listed_word;

/* All but the entry. */
listed_word ceiling_word(const prepared_name *name, size_t token);

/* The class of a word as far as there is room for it: words of one class have the same one, and words without a class have none. */
static inline unsigned ceiling_class(unsigned class_id)
{
    const unsigned classes = UINT16_MAX >> LISTED_CLASS_SHIFT;
    return class_id ? 1 + (class_id - 1) % classes : 0;
}

/* A text of the vocabulary. */
typedef struct listed_text {
    const symbol *symbols;
    uint32_t letters; /* ceiling_letters */
    uint8_t count, script;
} listed_text;

/* The letters of a text: cost_letters; of another script than Latin cost_readable_letters. */
uint32_t ceiling_letters(const symbol *symbols, size_t count, script_id script);

/* What is known, for a query, of a text: the costs between it and each of the query's words, read as its words would be. */
typedef struct text_costs {
    const symbol *symbols; /* the text's, see ceiling_begin */
    uint32_t letters;
    uint32_t entry;
    uint64_t exact;  /* set of query words of which at_least is the cost itself; only of the first CEILING_SET */
    uint64_t begins; /* set of query words that begin like it, or are an initial of it; beyond CEILING_SET nothing is known */
    uint64_t near;   /* set of query words that begin like it or may be read as it: no other makes a pair with it but by class or initial */
    uint8_t script, count;
    uint8_t at_least[]; /* by query word; COST_NONE: no reading within the limit */
} text_costs;

enum { CEILING_SET = 64 };

typedef struct word_ceiling {
    floor_tables tables;
    const symbol *symbols;
    uint8_t count;
    uint32_t first; /* bit of the first letter of a Latin word */
    evidence weight, missed;
    evidence respelling; /* taken for any other spelling */
    uint8_t script;
    uint16_t class_id; /* ceiling_class */
    const cost_pattern *pattern;
    bool reads; /* the word is of another script than Latin */
    bool initial;
    bool unspelt;
} word_ceiling;

/* What is asked of a query's word for every listed name. */
typedef struct held_query_word {
    uint16_t weight, respelling;
    uint8_t script;
    bool unspelt;
} held_query_word;

/* Of a query; scratch, one for each thread. */
typedef struct query_ceiling {
    word_ceiling words[NAME_TOKENS_MAX];
    held_query_word held[NAME_TOKENS_MAX];
    size_t count;
    bool person, read; /* read: by the dictionary of names */
    bool plain;        /* at most CEILING_SET words, no initials, not read */
    bool classed;      /* some word is of a class */
    bool stems;        /* words may begin alike by their stems, see words_begin_alike */
} query_ceiling;

void ceiling_make(const match_plan *plan, query_ceiling *out);

/* Nothing is known of the text, whose symbols must outlive this. */
void ceiling_begin(const listed_text *text, text_costs *out);

/* What a text that no walk has met costs a query word at least, by its script; COST_NONE: there is no reading within the limit. */
typedef struct ceiling_unmet {
    uint8_t at_least[NAME_TOKENS_MAX][SCRIPT_COUNT];
} ceiling_unmet;

/* Fills in what the letters of texts show, or that they were not met: bounds for all words of the query of which the cost is not exact.
   count: at most FLOOR_WORDS. */
void ceiling_bound(const query_ceiling *query, const ceiling_unmet *unmet, text_costs *const *texts, size_t count);

/* Whether at_least[i] is the cost itself. */
static inline bool costs_are_exact(const text_costs *costs, size_t i)
{
    return i < CEILING_SET && (costs->exact >> i & 1);
}

/* Notes what is known of query word i. */
static inline void ceiling_note(text_costs *costs, size_t i, uint8_t at_least)
{
    costs->at_least[i] = at_least;
    if (i >= CEILING_SET)
        return;
    uint64_t one = UINT64_C(1) << i;
    costs->near = at_least == COST_NONE ? costs->near & (~one | costs->begins) : costs->near | one;
}

/* What the joined pairs of a name may give, and which of the query's words they may hold. */
typedef struct joined_ceiling {
    evidence gained;
    evidence listed; /* weight of the listed words that they may hold */
    bool held[NAME_TOKENS_MAX];
} joined_ceiling;

/* A joined pair that an index met: what the listed side weighs at most. */
typedef struct joined_meeting {
    uint32_t name;
    uint16_t weight;
    uint16_t segment; /* of the plan */
    bool split;       /* a single word of the query against joined listed ones; else joined words of the query against a single one */
    uint8_t script;   /* of the listed side */
    uint8_t cost;
    uint8_t length; /* symbols of joined listed words; 0: not known */
} joined_meeting;

/* Adds a joined pair. weight: no more than the listed side weighs. */
void ceiling_add_joined(const match_plan *plan, const joined_meeting *m, evidence weight, joined_ceiling *out);

/* What a listed name's words have together. All zero: no words yet. */
typedef struct listed_summary {
    evidence weight;
    uint16_t count;
    uint16_t flags;   /* of any of them */
    uint32_t scripts; /* a set */
} listed_summary;

static inline void ceiling_add_word(listed_summary *to, const listed_word *w, unsigned script)
{
    to->weight += w->weight;
    to->count++;
    to->flags |= w->flags;
    to->scripts |= UINT32_C(1) << script;
}

/* Whether a name of these words, with what is known of each of them, may net `least` (at least 1) by pairs of single words and by the
   joined pairs. Entries of the words are not looked at. joined: NULL when it has none. */
bool ceiling_reaches(const query_ceiling *query, const listed_summary *name, const listed_word *words, const text_costs *const *costs,
                     const joined_ceiling *joined, evidence least);

#endif
