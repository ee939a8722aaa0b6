#include "party/party_grade.h"
#include "text/text_fold.h"

#include <string.h>

enum { PHRASE_WORDS = 8, PHRASE_SYMBOLS = 128 };

/* How much an alias must keep. The numbers were chosen on OFAC's own marks of weak aliases (SDN list of 28 December 2023, parties of even
   number), so that few aliases fail that OFAC holds good. */
typedef struct grade_limits {
    unsigned roles;        /* of words that carry no name */
    size_t letters;        /* an alias of so many, or fewer, is short */
    size_t beside_numbers; /* a number is weak beside so many other words, or fewer */
    size_t common_words;   /* so many common words, or fewer, are weak when nothing else is there */
    bool common_generic;   /* whether generic words (bank, trading) are common words */
    bool personal;         /* whether prefixes, given names and nisbas beside a name count */
} grade_limits;

static const grade_limits of_person = {ROLE_TITLE | ROLE_PARTICLE, 6, SIZE_MAX, SIZE_MAX, false, true};
static const grade_limits of_organization = {ROLE_FORM | ROLE_PARTICLE, 3, 1, 1, true, false};
/* Ships are called Tiger and numbered by their owners (Petrel 8). */
static const grade_limits of_vessel = {ROLE_VESSEL | ROLE_PARTICLE, 3, 0, 0, false, false};

enum { LONE_NAME_WEIGHT = 1300 }; /* hundredths of a bit: more than one name in 8,192 has it */

typedef enum word_kind { WORD_NAME, WORD_COMMON, WORD_PLACE, WORD_NUMBER, WORD_PREFIX, WORD_KINDS } word_kind;

/* What an alias is made of. */
typedef struct alias_words {
    size_t of[WORD_KINDS]; /* words, a phrase of a table counting as one */
    size_t letters;        /* without legal forms and vessel prefixes, unless there is nothing else */
    bool described;        /* a common word stands right behind a prefix: Ahmed the Tall */
    bool called;           /* by a kunya, a title or "the", which go with a nisba and not with a family name */
    bool lone_name;        /* a word that many people are called by */
} alias_words;

/* ---------------------------------------------------------------- words */

static bool has_digit(const symbol *s, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (s[i] >= '0' && s[i] <= '9')
            return true;
    return false;
}

/* A word or phrase of the tables. */
typedef struct known_phrase {
    word_kind kind;
    size_t words;
    bool counts; /* its letters do: it is no legal form and no vessel prefix */
    bool calls;  /* kunya, title, "the" */
} known_phrase;

static bool calls_somebody(uint8_t role, uint16_t class_id)
{
    const char *class = table_class_name(class_id);
    return role == ROLE_TITLE || (role == ROLE_PARTICLE && (strcmp(class, "abu") == 0 || strcmp(class, "the") == 0));
}

/* What a phrase is; titles, articles and legal forms are prefixes here. *longer: a longer phrase begins with this one. */
static known_phrase look_up(const symbol *phrase, size_t length, const grade_limits *limits, bool *longer)
{
    static const word_kind kinds[] = {WORD_NAME, WORD_COMMON, WORD_PLACE, WORD_PREFIX};
    uint8_t role;
    uint16_t class_id;
    bool longer_role, longer_weak;
    unsigned generic = limits->common_generic ? ROLE_GENERIC : 0;
    bool found = table_find_word(phrase, length, limits->roles | generic, &role, &class_id, &longer_role);
    weak_word weak = table_weak_word(phrase, length, &longer_weak);
    *longer = longer_role || longer_weak;
    if (found && role == ROLE_GENERIC) {
        bool stands_for_several = strchr(table_class_name(class_id), ' ') != NULL; /* ISIS: as good as a name */
        return (known_phrase){weak == WEAK_WORD_PLACE ? WORD_PLACE : stands_for_several ? WORD_NAME : WORD_COMMON, 0, true, false};
    }
    if (found)
        return (known_phrase){WORD_PREFIX, 0, (role & (ROLE_FORM | ROLE_VESSEL)) == 0, calls_somebody(role, class_id)};
    if (weak == WEAK_WORD_PREFIX)
        return (known_phrase){limits->personal ? WORD_PREFIX : WORD_NAME, 0, true, true};
    return (known_phrase){kinds[weak], 0, true, false};
}

/* The longest known phrase at word i; a WORD_NAME of one word when none is known. */
static known_phrase longest_phrase(const folded_text *f, size_t i, const grade_limits *limits)
{
    symbol phrase[PHRASE_SYMBOLS];
    size_t length = 0;
    known_phrase best = {WORD_NAME, 1, true, false};
    bool longer = true;
    for (size_t n = 0; longer && n < PHRASE_WORDS && i + n < f->word_count; n++) {
        const folded_word *w = &f->words[i + n];
        if (length + w->count + 1 > PHRASE_SYMBOLS)
            break;
        if (n)
            phrase[length++] = ' ';
        memcpy(phrase + length, f->symbols + w->first, w->count * sizeof *phrase);
        length += w->count;
        known_phrase found = look_up(phrase, length, limits, &longer);
        if (found.kind != WORD_NAME) {
            best = found;
            best.words = n + 1;
        }
    }
    return best;
}

/* Letters as an alphabet would write them: a Han character is a syllable or more, one of kana a syllable. */
static size_t count_letters(const folded_word *words, size_t count)
{
    size_t letters = 0;
    for (size_t i = 0; i < count; i++)
        letters += words[i].count * (words[i].script == SCRIPT_HAN ? 3U : words[i].script == SCRIPT_KANA ? 2U : 1U);
    return letters;
}

static bool is_common_name(const folded_word *w, const symbol *s)
{
    return w->script == SCRIPT_LATIN && table_knows_token(s, w->count) && table_latin_weight(s, w->count) <= LONE_NAME_WEIGHT;
}

static void read_words(const folded_text *f, const grade_limits *limits, alias_words *out)
{
    bool after_prefix = false;
    known_phrase found;
    for (size_t i = 0; i < f->word_count; i += found.words) {
        const folded_word *w = &f->words[i];
        const symbol *s = f->symbols + w->first;
        found = longest_phrase(f, i, limits);
        if (found.kind == WORD_NAME && has_digit(s, w->count))
            found.kind = WORD_NUMBER;
        out->of[found.kind]++;
        out->letters += found.counts ? count_letters(w, found.words) : 0;
        out->described |= after_prefix && found.kind == WORD_COMMON;
        out->called |= found.calls;
        out->lone_name |= found.kind == WORD_NAME && is_common_name(w, s);
        after_prefix = found.kind == WORD_PREFIX;
    }
    if (out->letters == 0)
        out->letters = count_letters(f->words, f->word_count);
}

/* ---------------------------------------------------------------- the five tests */

/* Words that are no prefix. */
static size_t carrying(const alias_words *a)
{
    return a->of[WORD_NAME] + a->of[WORD_COMMON] + a->of[WORD_PLACE] + a->of[WORD_NUMBER];
}

static bool is_short(const alias_words *a, const grade_limits *limits)
{
    return a->letters <= limits->letters;
}

static bool is_numbered(const alias_words *a, const grade_limits *limits)
{
    return a->of[WORD_NUMBER] > 0 && carrying(a) - a->of[WORD_NUMBER] <= limits->beside_numbers;
}

static bool is_common(const alias_words *a, const grade_limits *limits)
{
    size_t common = a->of[WORD_COMMON];
    if (common && common == carrying(a))
        return common <= limits->common_words;
    if (!limits->personal)
        return false;
    if (carrying(a) == 0) /* a title and no name: the Doctor */
        return true;
    bool lone = a->lone_name && carrying(a) == 1 && a->of[WORD_PREFIX] == 0;
    return lone || (a->described && carrying(a) - common <= 1);
}

static bool is_place(const alias_words *a, const grade_limits *limits)
{
    size_t places = a->of[WORD_PLACE], others = carrying(a) - places;
    return places && (others == 0 || (limits->personal && a->called && others <= 1));
}

static bool is_prefixed(const alias_words *a, const grade_limits *limits)
{
    return limits->personal && a->of[WORD_PREFIX] && carrying(a) <= 1;
}

/* ---------------------------------------------------------------- */

slice weakness_name(alias_weakness weakness)
{
    static const char names[ALIAS_WEAKNESS_COUNT][16] = {"", "short", "number", "common word", "place", "common prefix"};
    return slice_of(names[weakness]);
}

static const grade_limits *limits_of(party_schema schema)
{
    if (schema == SCHEMA_PERSON)
        return &of_person;
    return schema == SCHEMA_VESSEL || schema == SCHEMA_AIRPLANE ? &of_vessel : &of_organization;
}

alias_weakness party_grade_alias(slice alias, party_schema schema)
{
    static bool (*const fails[ALIAS_WEAKNESS_COUNT])(const alias_words *, const grade_limits *) = {
        [ALIAS_SHORT] = is_short, [ALIAS_NUMBER] = is_numbered,        [ALIAS_COMMON_WORD] = is_common,
        [ALIAS_PLACE] = is_place, [ALIAS_COMMON_PREFIX] = is_prefixed,
    };
    const grade_limits *limits = limits_of(schema);
    alias_words words = {0};
    folded_text folded;
    if (!fold_text(alias, &folded) || folded.word_count == 0)
        return ALIAS_GOOD;
    read_words(&folded, limits, &words);
    for (int test = ALIAS_SHORT; test < ALIAS_WEAKNESS_COUNT; test++)
        if (fails[test](&words, limits))
            return (alias_weakness)test;
    return ALIAS_GOOD;
}

/* The label says who graded: the list did not. */
static slice label_of(alias_weakness weakness)
{
    static const char labels[ALIAS_WEAKNESS_COUNT][24] = {
        "", "graded: short", "graded: number", "graded: common word", "graded: place", "graded: common prefix"};
    return slice_of(labels[weakness]);
}

void party_grade(party *p, size_t counts[ALIAS_WEAKNESS_COUNT])
{
    for (size_t i = 0; i < p->values.count; i++) {
        party_value *v = &p->values.at[i];
        if (v->field != FIELD_NAME || v->kind != QUALITY_ALIAS)
            continue;
        alias_weakness weakness = party_grade_alias(v->text, p->schema);
        counts[weakness]++;
        if (weakness == ALIAS_GOOD)
            continue;
        v->kind = QUALITY_WEAK;
        v->label = label_of(weakness);
    }
}
