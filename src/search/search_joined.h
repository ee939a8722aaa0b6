/* What listed Latin words make when they are joined: runs and rotated wholes (the grammar of match_plan.h), nearly all of which one name
   makes. Their letters are not kept, they are read from a name that makes them.

     entry         0            1            2          sorted by letters: a to z, 0 to 9, end
     names         17           4            list 0     the one name; or the place of a list of names
     places        0, 2         1, 2         0, 3       first token and how many, going round; and that it is a list

   The tries of search_trie.h lead to them: forward in their own order. */
#ifndef SEARCH_JOINED_H
#define SEARCH_JOINED_H

#include "search/search_trie.h"

/* A place: the first token, above it how many tokens, and whether several names make the text. */
enum { PLACE_TOKENS = 7, PLACE_TOKENS_MAX = 15, PLACE_SEVERAL = 1 << 15 };

/* Told apart from the entries of other vocabularies by this bit. */
#define JOINED_ENTRY (UINT32_C(1) << 31)

/* Nothing is read when it is opened; what turns out to be damaged is left out and noted. */
typedef struct search_joined {
    const snapshot *snapshot;
    const uint32_t *names;
    const uint16_t *places;
    size_t count;          /* of entries */
    const uint32_t *lists; /* each how many names, and the names, ascending */
    size_t list_size;      /* of all lists */
} search_joined;

/* Where its tries stand. */
#define JOINED_TRIE_SECTIONS                                                                                                               \
    {                                                                                                                                      \
        SECTION_JOINED_FORWARD, SECTION_COUNT, SECTION_JOINED_SIGNATURES, SECTION_JOINED_BACKWARD, SECTION_JOINED_ORDER,                   \
            SECTION_JOINED_ORDER_SIGNATURES                                                                                                \
    }

/* False: its sections do not fit each other. */
bool joined_open(const snapshot *s, search_joined *out);

/* Reads all of it; false when something is not as it was written. */
bool joined_verify(const search_joined *j);

/* The symbols of an entry, which room may be needed for: *count of them. NULL, and noted, when it is damaged. */
const symbol *joined_text(const search_joined *j, uint32_t entry, symbol room[COST_SYMBOLS_MAX], size_t *count);

/* The names that make an entry, ascending; each must be below the snapshot's number. None, and noted, when they are damaged. */
const uint32_t *joined_names(const search_joined *j, uint32_t entry, size_t *count);

/* ---------------------------------------------------------------- building */

typedef struct joined_builder joined_builder;
joined_builder *joined_builder_new(void); /* NULL: no memory */
void joined_builder_free(joined_builder *b);

/* Whether all symbols of these tokens (going round) are a to z and 0 to 9, so that they are joined here. */
bool joined_takes(const prepared_name *name, size_t first, size_t count);
/* Adds what these tokens make; names come in ascending order. False: no memory. */
bool joined_add(joined_builder *b, const prepared_name *name, uint32_t id, size_t first, size_t count);
/* Writes the sections, those of the tries too. False: no memory. */
bool joined_write(joined_builder *b, snapshot_builder *to);

#endif
