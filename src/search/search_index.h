/* The index of a snapshot's names: which names hold which token, joined run or joined whole.

     query token --walk by costs--> vocabulary (sorted) --postings--> names

     entries   | kim      | kima     | kimjong    ...      sorted by symbols
     postings  | 4 17 230 | 91       | 17         ...      names, ascending

   Two vocabularies: single tokens, and what listed tokens make when they are joined (match_plan.h's grammar). Of the second one, what is
   made of a to z and 0 to 9 stands apart (search_joined.h): it is by far the most. */
#ifndef SEARCH_INDEX_H
#define SEARCH_INDEX_H

#include "match/match_ceiling.h"
#include "search/search_joined.h"
#include "search/search_lengths.h"
#include "search/search_trie.h"
#include "snapshot/snapshot.h"

typedef struct search_entry {
    uint32_t symbols; /* first one */
    uint32_t posting; /* first one; of an entry with one posting it is that name */
    uint32_t postings;
    uint16_t weight; /* greatest weight that the text has in any name */
    uint8_t count;   /* symbols */
    uint8_t script;  /* script_id, and ENTRY_UNPOSTED */
} search_entry;

enum { ENTRY_UNPOSTED = 128 }; /* some name has this text as a token that is too light to lead to it */

static inline unsigned entry_script(const search_entry *e)
{
    return e->script & (ENTRY_UNPOSTED - 1U);
}

static inline bool entry_is_unposted(const search_entry *e)
{
    return (e->script & ENTRY_UNPOSTED) != 0;
}

/* An entry whose token belongs to a class of translations and abbreviations. */
typedef struct search_class {
    uint32_t entry;
    uint16_t class_id;
    uint16_t unused;
} search_class;

/* Nothing here was read when the snapshot was opened: what is read is checked then (search_entry_at and the like). What turns out to be
   damaged is left out and noted, and snapshot_check tells of it. */
typedef struct search_vocabulary {
    const snapshot *snapshot;
    const search_entry *entries;
    const symbol *symbols;
    const uint32_t *postings;
    search_trie trie;       /* of the Latin entries of a to z and 0 to 9; of joined tokens: those of `joined` */
    const uint32_t *others; /* the Latin entries in no trie */
    size_t other_count;
    search_lengths lengths; /* of single tokens: those in the tries */
    search_joined joined;   /* of joined tokens: those of a to z and 0 to 9, which are none of the entries */
    size_t entry_count, symbol_count, posting_count;
    size_t script_starts[SCRIPT_COUNT + 1]; /* entries of script i: [script_starts[i], script_starts[i + 1]) */
} search_vocabulary;

typedef struct search_index {
    const snapshot *snapshot;
    search_vocabulary single, joined;
    const uint32_t *letters; /* ceiling_letters of each single entry */
    const search_class *classes;
    size_t class_count;
    size_t name_count;
    const listed_word *words;
    size_t word_count;
    const uint32_t *word_starts; /* the words of name i: [word_starts[i], word_starts[i + 1]) */
} search_index;

/* An entry and its symbols; NULL, and noted, when it is damaged. */
const search_entry *search_entry_at(const search_vocabulary *v, size_t i);
static inline const symbol *search_symbols(const search_vocabulary *v, const search_entry *e)
{
    return v->symbols + e->symbols;
}

/* The names that hold an entry, ascending; each must be below name_count. No names, and noted, when they are damaged. */
const uint32_t *search_postings(const search_vocabulary *v, const search_entry *e, size_t *count);

/* The words of a name; none, and noted, when they are damaged. */
const listed_word *search_words(const search_index *index, uint32_t name, size_t *count);

/* A text of the vocabulary of single words; false, and noted, when it is damaged. */
bool search_text(const search_index *index, uint32_t entry, listed_text *out);

/* The entries of a class: the first of *count. */
const search_class *search_class_entries(const search_index *index, uint16_t class_id, size_t *count);

/* The sections of a vocabulary. */
typedef struct search_sections {
    snapshot_section_id entries, symbols, postings;
    trie_sections trie; /* of joined tokens those of search_joined.h, which are none of the entries */
    snapshot_section_id others;
} search_sections;
extern const search_sections search_single_sections, search_joined_sections;

/* The symbols of an entry, or with JOINED_ENTRY of a joined one, which room may be needed for; NULL, and noted, when it is damaged. */
const symbol *search_entry_text(const search_vocabulary *v, uint32_t entry, symbol room[COST_SYMBOLS_MAX], size_t *count);

/* The same for the words of a vocabulary's tries. */
trie_texts search_texts(const search_vocabulary *v);

/* Builds the sections of the index from the builder's names. */
cordon_status search_build(snapshot_builder *builder, cordon_error *error);

/* Order of entries of one script: symbol by symbol, a beginning before what it begins. */
int compare_symbols(const symbol *a, size_t a_count, const symbol *b, size_t b_count);

/* The index of an open snapshot. */
cordon_status search_open(const snapshot *s, search_index *out, cordon_error *error);

/* Reads all of the index of an open snapshot: CORDON_BAD_SNAPSHOT when something in it points outside. */
cordon_status search_verify(const snapshot *s, cordon_error *error);

#endif
