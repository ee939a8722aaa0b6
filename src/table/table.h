/* What data/ knows, as constant arrays: how characters fold, what letters sound like, which words are forms, titles and numbers,
   how common a token is. All functions are pure and safe for any number of threads. */
#ifndef TABLE_H
#define TABLE_H

#include "base/base_slice.h"

/* A folded letter or digit: one UTF-16 unit (characters beyond the BMP are two of them). */
typedef uint16_t symbol;

typedef enum script_id {
    SCRIPT_NONE,
    SCRIPT_LATIN,
    SCRIPT_CYRILLIC,
    SCRIPT_GREEK,
    SCRIPT_ARABIC,
    SCRIPT_HEBREW,
    SCRIPT_DEVANAGARI,
    SCRIPT_BENGALI,
    SCRIPT_THAI,
    SCRIPT_ARMENIAN,
    SCRIPT_GEORGIAN,
    SCRIPT_ETHIOPIC,
    SCRIPT_HANGUL,
    SCRIPT_KANA,
    SCRIPT_HAN,
    SCRIPT_OTHER,
    SCRIPT_COUNT
} script_id;
const char *table_script_name(script_id script);

/* ---- characters (data/unicode.tsv, data/lookalikes.tsv) */
typedef enum char_class { CHAR_OTHER, CHAR_LETTER, CHAR_DIGIT, CHAR_IGNORE } char_class;

typedef struct table_char {
    uint8_t kind;       /* char_class */
    uint8_t script;     /* script_id of a letter */
    uint8_t fold_count; /* 0: folds to itself */
    uint8_t lookalike;  /* the Latin letter it is drawn like, or 0 */
    uint32_t fold;      /* first of fold_count points in table_fold_points */
} table_char;

extern const uint32_t table_fold_points[];
const table_char *table_char_of(uint32_t code_point); /* never NULL; code points without a row are CHAR_OTHER */

/* ---- spelling rules (data/latin_costs.tsv, data/readings/) */
enum { RULE_SYMBOLS_MAX = 4, RULE_LATIN_MAX = 6, LATIN_LETTERS = 36, RULE_AT_START = 1, RULE_AT_END = 2 };

/* symbols may be written as latin, at a cost in hundredths of an error. */
typedef struct table_rule {
    symbol symbols[RULE_SYMBOLS_MAX];
    uint8_t latin[RULE_LATIN_MAX];
    uint8_t symbol_count, latin_count; /* latin_count may be 0: the symbol is silent */
    uint8_t cost;
    uint8_t place;    /* RULE_AT_START, RULE_AT_END: only there in the word that holds the symbols */
    uint64_t letters; /* set of latin, 1 << table_letter */
} table_rule;

/* The rules whose last symbol is this one, ordered by their last Latin letter (silent ones first). */
const table_rule *table_rules_ending(symbol last, size_t *count);

/* Letters by kind: a to z, and one for all that is none of them. A row holds the least cost of each, KIND_NONE where there is none; it is
   longer than there are kinds, so that it is two vectors. */
enum { LETTER_KINDS = 27, KIND_ROW = 32, KIND_NONE = 255 };

/* What the rules that end at one place charge at least, each in equal parts, rounded down. */
typedef struct table_charges {
    uint8_t symbol[RULE_SYMBOLS_MAX][KIND_ROW]; /* to the last symbol, the one before ...: by the rule's last letter, unless the rule gives
                                                   the symbol itself too */
    uint8_t letter[KIND_ROW];                   /* to each of the letters that they give */
    uint8_t loss[RULE_SYMBOLS_MAX];             /* for each symbol that they take and do not give, by symbols as above; KIND_NONE: none */
    uint8_t growth, growth_cost;                /* most letters that one gives more than it takes; the least cost of one such letter */
} table_charges;

/* A rule's letters (0..35), the one that a walk comes to last standing first. */
typedef struct table_written {
    uint8_t letters[RULE_LATIN_MAX];
    uint8_t count, symbols, cost;
    uint8_t first, second; /* of several letters, those that a walk comes to first ... */
    uint16_t end;          /* ... and the last two: LATIN_LETTERS * letters[0] + letters[1] */
} table_written;

/* What may still be spent, in classes: letters are looked up by the most that a class may pay for. The last set of four is empty. */
enum { TABLE_BUDGETS = 3 };
extern const uint8_t table_budgets[]; /* ascending */
typedef uint64_t table_leads[TABLE_BUDGETS + 1];

/* The rules that end at one place of a word: all their symbols stand there. Of the same order. */
typedef struct table_context {
    const table_rule *const *rules;
    uint64_t several;                  /* first letters of those that give several, a set as in table_rule */
    uint8_t starts[LATIN_LETTERS + 2]; /* by last letter: letter l has [starts[l + 1], starts[l + 2]), silent ones [0, starts[1]) */
    uint8_t rule_count;
    uint8_t symbols, letters; /* most that one of them takes and gives */
    table_charges charges;
    uint8_t begins[RULE_SYMBOLS_MAX][KIND_ROW]; /* the least that rules cost which take one symbol, two ..., by their first letter */
    uint8_t ends[KIND_ROW];                     /* the least that rules cost, by their last letter */
    /* for walks of all rows at once (match_rows.h): */
    uint8_t read_as[LATIN_LETTERS];      /* the least that each letter costs for the last symbol alone, by itself or by a rule */
    table_leads first[RULE_SYMBOLS_MAX]; /* sets, 1 << table_letter: first letters of rules that take one symbol, two ..., and letters that
                                            the last symbol may be read as by itself */
    table_leads last;                    /* last letters of all the rules, and the latter */
    struct {
        const table_written *forward, *backward; /* rules that give several letters, for walks either way */
        const table_written *fused;              /* those that give one for several symbols */
    } written;
    uint8_t several_count, fused_count;
} table_context;

/* Those behind one more letter (0..35), in a word read from its start; *state is CONTEXT_START there, CONTEXT_UNKNOWN behind a symbol that
   is no Latin letter, and passed on from letter to letter. at_end: no symbol follows. */
enum { CONTEXT_UNKNOWN, CONTEXT_START };
const table_context *table_context_behind(uint16_t *state, int letter, bool at_end);

/* Whether a rule of several symbols has this one before its last: it may go on. */
bool table_goes_on(symbol s);

/* a-z and 0-9 as 0..35, anything else -1. */
static inline int table_letter(symbol s)
{
    if (s >= 'a' && s <= 'z')
        return s - 'a';
    return s >= '0' && s <= '9' ? 26 + s - '0' : -1;
}

extern const uint8_t table_latin_substitute[][LATIN_LETTERS]; /* one letter for another */
extern const uint8_t table_latin_gap[];                       /* a letter against nothing */
extern const uint8_t table_latin_gap_end[];                   /* the same at the end of a word, never more */
extern const uint8_t table_script_gap[][LATIN_LETTERS];       /* by script: a Latin letter that the script does not write */

/* The same by kinds of letters, and the least of all; behind the Latin letters a row for any other symbol, which is its own kind. */
extern const uint8_t table_latin_substitute_kinds[][KIND_ROW], table_latin_gap_kinds[], table_latin_gap_end_kinds[];
extern const size_t table_latin_gap_least, table_latin_gap_end_least;

/* ---- words (data/words/) */
enum {
    ROLE_FORM = 1, /* legal form */
    ROLE_TITLE = 2,
    ROLE_PARTICLE = 4, /* article, preposition, bin, van ... */
    ROLE_GENERIC = 8,  /* a word that describes a business and is translated */
    ROLE_NUMBER = 16,
    ROLE_VESSEL = 32, /* vessel prefix */
    ROLE_INITIAL = 64 /* set by the name room, in no table */
};

/* A phrase (words of folded symbols, one space between) in the tables: its role among allowed and the class that its translations,
   spellings and abbreviations share; false when it is in none of the allowed tables. prefix, which may be NULL, says whether a longer
   phrase begins with this one. */
bool table_find_word(const symbol *phrase, size_t length, unsigned allowed, uint8_t *role, uint16_t *class_id, bool *prefix);
/* The same for legal forms and generic phrases of seven letters or more, written without spaces. */
bool table_find_squashed(const symbol *letters, size_t length, unsigned allowed, uint8_t *role, uint16_t *class_id, bool *prefix);
const char *table_class_name(uint16_t class_id); /* "" for 0 */

/* Words that tell nobody apart in an alias (data/words/nicknames.tsv, data/words/places.tsv, data/countries.tsv). The numbers stand in
   tools/table_source.py too. */
typedef enum weak_word {
    WEAK_WORD_NONE,
    WEAK_WORD_COMMON, /* a word that nicknames are made of: tiger, tall, butcher */
    WEAK_WORD_PLACE,  /* a country, a city, a nisba or demonym */
    WEAK_WORD_PREFIX  /* what stands before a lone name, beside titles and particles */
} weak_word;
/* What a phrase is among these; prefix as in table_find_word. */
weak_word table_weak_word(const symbol *phrase, size_t length, bool *prefix);

/* Words of addresses that tell no place apart from another (data/words/address_words.tsv): street, floor, province. */
bool table_is_address_word(const symbol *word, size_t length);

enum { RESTORED_MAX = 30, RESTORED_CHOICES = 8 };
typedef struct table_restored {
    const char *letters;
    size_t length;
    uint32_t unlikely; /* in hundredths of a bit */
} table_restored;
/* The words of legal forms and generic phrases that a misspelt or misread one may stand for, at most RESTORED_CHOICES, the likeliest first:
   those one error away (a letter changed, missing, added, or two that changed places), or with digits read as the letters that they look
   like. A word of them stands for itself alone. Words that are names stand for nothing else, unless known_too. Returns how many. */
size_t table_restore_word(const symbol *word, size_t length, bool known_too, table_restored *out);

/* ---- names (data/names.tsv) */
enum { NAME_READINGS_MAX = 3 };
/* The Latin words that a word in another script may stand for by the dictionary of names, the likeliest first. Words that the spelling
   rules read well are not in it. Returns how many there are. */
size_t table_read_name(const symbol *word, size_t length, slice out[NAME_READINGS_MAX]);

/* ---- frequencies (data/frequency.tsv, data/letters.tsv) */
/* Weight of a Latin token in hundredths of a bit: from the token table, else from the letter model. */
uint32_t table_latin_weight(const symbol *token, size_t length);
enum { WEIGHT_MAX = 3000 };
/* Whether the token table has it: a name or word that occurs, not a slip. */
bool table_knows_token(const symbol *token, size_t length);
/* What its letters alone say, capped at WEIGHT_MAX. */
uint32_t table_letters_weight(const symbol *token, size_t length);
/* The weight of what may be several words written as one: not capped at WEIGHT_MAX. */
uint32_t table_joined_weight(const symbol *token, size_t length);

/* ---- countries and currencies */
/* ISO 3166-1 alpha-2 code in lower case for a folded name (lower case, no marks, words separated by one space) or a code itself;
   empty when unknown. */
slice table_country(slice folded_name);
slice table_currency(slice ticker); /* the common code of a digital currency (BTC for XBT), or empty */

/* SHA-256 of data/ and of the code that scores, in hexadecimal: the scoring version. */
slice table_digest(void);

#endif
