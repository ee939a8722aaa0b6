/* The arrays that tools/table_source.py writes. Private to the room: others call table.h. */
#ifndef TABLE_ARRAYS_H
#define TABLE_ARRAYS_H

#include "table/table.h"

typedef struct table_word {
    uint32_t units; /* into table_word_units */
    uint8_t length, role;
    uint16_t class_id;
} table_word;

typedef struct table_pair {
    const char *key, *value;
} table_pair;

typedef struct table_token_weight {
    const char *token;
    uint16_t weight;
} table_token_weight;

/* A word of the dictionary of names. */
typedef struct table_name {
    uint32_t units, letters; /* into table_name_units and table_name_letters */
    uint8_t length, letter_count;
} table_name;

/* What is left of a word when none or one of its letters is dropped. */
typedef struct table_rest {
    uint32_t hash;  /* FNV-1a of the rest */
    uint32_t first; /* the word, in table_restored_letters */
    uint8_t length;
} table_rest;

/* What is known of the letters before a place: what it becomes with one more of them, and which of table_contexts ends there, inside a word
   and at its end. */
typedef struct table_context_state {
    uint16_t after[LATIN_LETTERS];
    uint16_t context[2];
} table_context_state;

extern const uint16_t table_char_page[], table_char_index[];
extern const table_char table_chars[];
extern const table_rule table_rules[];
extern const uint16_t table_rule_start_page[], table_rule_inner_page[];
extern const uint32_t table_rule_start[]; /* first rule that ends with a symbol or a later one */
extern const uint8_t table_rule_inner[];  /* whether a symbol stands in a rule before its last one */
extern const table_rule *const table_context_rules[];
extern const table_written table_written_rules[];
extern const table_context table_contexts[];
extern const table_context_state table_context_states[];
extern const uint16_t table_word_units[];
extern const table_word table_words[];
extern const size_t table_word_count;
extern const uint16_t table_squashed_units[];
extern const table_word table_squashed[]; /* legal forms and generic phrases without their spaces */
extern const size_t table_squashed_count;
extern const uint16_t table_weak_units[];
extern const table_word table_weak_words[]; /* role is a weak_word */
extern const size_t table_weak_word_count;
extern const uint16_t table_address_units[];
extern const table_word table_address_words[];
extern const size_t table_address_word_count;
extern const uint16_t table_name_units[];
extern const char table_name_letters[]; /* of each word its Latin words, with a space between */
extern const table_name table_names[];
extern const size_t table_name_count;
extern const char table_restored_letters[];
extern const table_rest table_rests[]; /* by hash, then word */
extern const size_t table_rest_count;
extern const char *const table_class_names[];
extern const size_t table_class_count;
extern const table_pair table_countries[], table_currencies[];
extern const size_t table_countries_count, table_currencies_count;
extern const table_token_weight table_token_weights[];
extern const size_t table_token_weights_count;
extern const uint16_t table_letter_bits[][27];
extern const char table_digest_text[];

#endif
