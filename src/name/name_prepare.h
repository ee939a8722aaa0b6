/* A prepared name: a name as matching reads it, in one flat piece without pointers, the same in scratch memory and in the mapped
   snapshot.

     +------------+---------+---------+-----+---------------------------+- - - - - - - - - - +
     | name_head  | token 0 | token 1 | ... | symbols of all tokens     |  places of tokens       little-endian, aligned to 4 bytes
     +------------+---------+---------+-----+---------------------------+- - - - - - - - - - +
       12 bytes     10 bytes each              2 bytes each, padded to 4    4 bytes each, not in snapshots

   "KIM, Jong-un"  ->  tokens  jong | un | kim      (a person's family name after a comma's given names)
   "Acme Trading GmbH 3"  ->  acme | trading generic:trade | gmbh form:llc | 3 number:3                                             */
#ifndef NAME_PREPARE_H
#define NAME_PREPARE_H

#include "base/base_status.h"
#include "table/table.h"
#include "text/text_fold.h"

/* Decides which words have roles: a title is no word of a company, a legal form none of a person. */
typedef enum name_kind { NAME_ANY, NAME_PERSON, NAME_ORGANIZATION, NAME_VESSEL } name_kind;

enum {
    NAME_BYTES_MAX = 2048, /* as published */
    NAME_TOKENS_MAX = 96,
    TOKEN_SYMBOLS_MAX = 250,
    NAME_SIZE_MAX = 12 + NAME_TOKENS_MAX * 14 + FOLD_SYMBOLS_MAX * 2
};

typedef struct name_token {
    uint16_t first; /* in the name's symbols */
    uint8_t count;
    uint8_t script;    /* script_id */
    uint16_t weight;   /* hundredths of a bit: what it says that another name has it too */
    uint16_t class_id; /* tokens of one class are translations or abbreviations of each other; 0: none */
    uint8_t roles;     /* ROLE_...; 0: an ordinary word */
    uint8_t unused;
} name_token;

/* Where a token stands in the published name, in bytes. Only what derives further names asks for it: a snapshot does without. */
typedef struct name_place {
    uint16_t start, end;
} name_place;

typedef struct name_head {
    uint16_t size; /* bytes of the whole piece */
    uint16_t symbol_count;
    uint8_t token_count;
    uint8_t kind;    /* name_kind */
    uint16_t prior;  /* evidence taken from every alignment, because the name was derived: name_derive.h; 0: published */
    uint32_t weight; /* sum of the tokens' weights: the name's own evidence */
} name_head;

typedef struct prepared_name {
    const name_head *head;
    const name_token *tokens;
    const symbol *symbols;
    const name_place *places; /* NULL when the piece has none */
} prepared_name;

/* Scratch that preparing needs; large, so one for each thread. */
typedef struct name_scratch {
    folded_text folded, part;
    uint32_t bytes[NAME_SIZE_MAX / 4 + 1];
} name_scratch;

/* Prepares a name. *out points into scratch and lives until its next use. A name without any letter or digit has no tokens.
   CORDON_OVER_LIMIT (with a message) when it is longer than the limits above. */
cordon_status name_prepare(slice published, name_kind kind, name_scratch *scratch, prepared_name *out, cordon_error *error);

/* The same for a text that is known to be no disguise: no letter counts as another that it is drawn like. */
cordon_status name_prepare_as_written(slice text, name_kind kind, name_scratch *scratch, prepared_name *out, cordon_error *error);

/* Reads a flat piece of at most size bytes, as found in a file. False when it is not well-formed: every place, count and sum is
   checked, so that what is read later stays inside. */
bool name_view(const void *bytes, size_t size, prepared_name *out);

/* The size of the piece without the places of its tokens. */
size_t name_bare_size(const prepared_name *name);
/* Copies the piece without the places; to has room for name_bare_size bytes, aligned to 4. */
void name_copy_bare(const prepared_name *name, void *to);

/* The sum of the tokens' weights, but what is written without spaces, and so may be a whole name, is not held to the weight of a word. */
uint32_t name_own_weight(const prepared_name *name);

static inline const symbol *token_symbols(const prepared_name *name, size_t i)
{
    return name->symbols + name->tokens[i].first;
}

/* A token that carries the name itself: no form, title, particle or vessel prefix. */
static inline bool token_is_content(const name_token *t)
{
    return (t->roles & (ROLE_FORM | ROLE_TITLE | ROLE_PARTICLE | ROLE_VESSEL)) == 0;
}

#endif
