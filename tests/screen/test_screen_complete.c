/* The index loses nothing: lists and queries are made up by the thousand, and what the index finds is what scoring every name finds, hit by
   hit. A build of the index that drops one posting (SEARCH_DROP_A_POSTING) must fail here. */
#include "make_snapshot.h"
#include "screen/screen_engine.h"

enum { PARTIES = 400, QUERIES = 100, RICH_QUERIES = 40 };

static test_folder folder;

static const char *const words[] = {
    "Mohammed", "Muhammad", "Ali",      "Hasan",   "Hassan",    "Kim",     "Jong",      "Un",       "Chol",     "Maria",
    "Lopez",    "Garcia",   "Trading",  "Company", "LLC",       "Ltd",     "OOO",       "Zavod",    "Plant",    "Bank",
    "of",       "the",      "al",       "bin",     "Abdul",     "Rahman",  "Nursultan", "Abishev",  "Qadhafi",  "Gaddafi",
    "Schwarz",  "Shvarts",  "Ivan",     "Ivanov",  "Ivanovich", "Star",    "Ocean",     "Shipping", "3",        "44",
    "45",       "III",      "J",        "M",       "Kumunsan3", "N0vatek", "김정은",    "金正恩",   "Иванов",   "محمد",
    "حسن",      "Al-Sharq", "Jean-Luc", "O'Neil",  "d.o.o.",    "S.A.",    "Mr",        "General",  "Vladimir", "Volodymyr",
    "Xi",       "Li",       "Lee",      "Ri",      "Park",      "Pak",     "Choe",      "Thiongkol"};

static void make_name(char *out, size_t size, unsigned *seed)
{
    size_t count = 1 + (size_t)(rand_r(seed) % 5), used = 0;
    out[0] = '\0';
    for (size_t i = 0; i < count; i++)
        used += (size_t)snprintf(out + used, size - used, "%s%s", i && rand_r(seed) % 12 ? " " : "",
                                 words[(size_t)rand_r(seed) % COUNT_OF(words)]);
}

/* A letter lost, doubled or exchanged. */
static void damage(char *name, unsigned *seed)
{
    size_t n = strlen(name), at = n ? (size_t)rand_r(seed) % n : 0;
    if (n < 3 || (unsigned char)name[at] >= 0x80 || name[at] == ' ')
        return;
    switch (rand_r(seed) % 3) {
    case 0: memmove(name + at, name + at + 1, n - at); break;
    case 1: name[at] = (char)('a' + rand_r(seed) % 26); break;
    default: break;
    }
}

typedef struct answer {
    size_t count;
    struct {
        uint32_t party, name;
        int32_t score;
        uint32_t query_name;
    } hits[PARTIES];
} answer;

static void ask(screener *s, const query *q, answer *out)
{
    const screen_hit *hits;
    cordon_error error;
    assert_int_equal(screener_run(s, q, &hits, &out->count, &error), CORDON_OK);
    for (size_t i = 0; i < out->count; i++) {
        out->hits[i].party = hits[i].party;
        out->hits[i].name = hits[i].name;
        out->hits[i].score = hits[i].score;
        out->hits[i].query_name = hits[i].query_name;
    }
}

static void make_query(query *q, char *name, size_t size, unsigned *seed)
{
    static const party_schema schemata[] = {SCHEMA_NONE, SCHEMA_PERSON, SCHEMA_COMPANY, SCHEMA_VESSEL};
    query_clear(q);
    q->party.schema = schemata[rand_r(seed) % 4];
    make_name(name, size, seed);
    damage(name, seed);
    add_text(&q->party, FIELD_NAME, QUALITY_PRIMARY, name);
    if (rand_r(seed) % 3 == 0)
        add_text(&q->party, FIELD_BIRTH_DATE, 0, rand_r(seed) % 2 ? "1984-01-08" : "1950");
    if (rand_r(seed) % 10 == 0)
        add_text(&q->party, FIELD_IDENTIFIER, ID_PASSPORT, "AB12345");
}

typedef struct both_ways {
    screener *indexed, *exhaustive;
} both_ways;

static both_ways open_both(const snapshot *s, const char *threshold, const char *limit)
{
    screen_policy policy = policy_default();
    both_ways b;
    assert_int_equal(policy_set(&policy, SLICE("threshold"), slice_of(threshold), NULL), CORDON_OK);
    assert_int_equal(policy_set(&policy, SLICE("limit"), slice_of(limit), NULL), CORDON_OK);
    assert_int_equal(screener_new(s, &policy, false, &b.indexed, NULL), CORDON_OK);
    assert_int_equal(screener_new(s, &policy, true, &b.exhaustive, NULL), CORDON_OK);
    return b;
}

static void close_both(both_ways *b)
{
    screener_free(b->indexed);
    screener_free(b->exhaustive);
}

/* The answer that both ways give. */
static const answer *ask_both(both_ways *b, const query *q, const char *what, const char *name)
{
    static answer indexed, exhaustive;
    ask(b->indexed, q, &indexed);
    ask(b->exhaustive, q, &exhaustive);
    size_t size = indexed.count * sizeof *indexed.hits;
    if (indexed.count != exhaustive.count || memcmp(indexed.hits, exhaustive.hits, size) != 0)
        fail_msg("\"%s\" (%s): %zu hits with the index, %zu without", name, what, indexed.count, exhaustive.count);
    return &exhaustive;
}

static void compare_paths(const snapshot *s, const char *threshold, const char *limit, unsigned *seed)
{
    both_ways b = open_both(s, threshold, limit);
    query q = {0};
    char name[400];
    for (int i = 0; i < QUERIES; i++) {
        make_query(&q, name, sizeof name, seed);
        ask_both(&b, &q, threshold, name);
    }
    close_both(&b);
    query_free(&q);
}

static void the_index_finds_what_scoring_every_name_finds(void **state)
{
    static char names[2 * PARTIES][400];
    static made_party parties[PARTIES];
    static const party_schema schemata[] = {SCHEMA_PERSON, SCHEMA_COMPANY, SCHEMA_LEGAL_ENTITY, SCHEMA_VESSEL};
    static const char *const thresholds[] = {"0.2", "0.3", "0.5", "0.7", "0.9", "1"};
    (void)state;
    for (unsigned round = 0; round < 2; round++) {
        unsigned seed = 17 + round;
        for (size_t i = 0; i < PARTIES; i++) {
            make_name(names[2 * i], sizeof *names, &seed);
            make_name(names[2 * i + 1], sizeof *names, &seed);
            parties[i] = (made_party){.schema = schemata[rand_r(&seed) % 4],
                                      .name = names[2 * i],
                                      .alias = rand_r(&seed) % 2 ? names[2 * i + 1] : NULL,
                                      .birth = rand_r(&seed) % 3 ? NULL : "1984-01-08",
                                      .passport = rand_r(&seed) % 40 ? NULL : "AB 12345"};
        }
        snapshot *s = make_snapshot(parties, PARTIES, folder_path(&folder, "complete"));
        for (size_t t = 0; t < COUNT_OF(thresholds); t++)
            compare_paths(s, thresholds[t], t % 3 == 0 ? "0" : t % 3 == 1 ? "10" : "1", &seed);
        snapshot_close(s);
    }
}

/* ---------------------------------------------------------------- queries made from listed names, operation by operation */

typedef enum operation {
    OP_SAME,
    OP_SPELLING,
    OP_CLASS,
    OP_INITIAL,
    OP_START,
    OP_JOINED, /* a listed word is written as two */
    OP_SPLIT,  /* two listed words are written as one */
    OP_WHOLE,  /* all are, in any rotation */
    OP_ACRONYM,
    OP_RESTORED, /* a misspelt phrase of the tables */
    OP_MISREAD,
    OP_SQUASHED,
    OP_REVERSED,
    OP_SCRIPT, /* another script */
    OP_SCRIPT_WHOLE,
    OP_LESS,
    OP_MORE,
    OPERATIONS
} operation;

static const char *const operation_names[OPERATIONS] = {"same",     "spelling", "class",           "initial",  "start",   "joined",
                                                        "split",    "whole",    "acronym",         "restored", "misread", "squashed",
                                                        "reversed", "script",   "script as whole", "less",     "more"};

/* The same word in several languages or forms, the same name in two scripts. */
static const char *const twins[][2] = {{"Trading", "Torgovaya"}, {"Trading", "Ticaret"}, {"Bank", "Банк"},
                                       {"Limited", "Ltd"},       {"Company", "Co"},      {"Shipping", "Denizcilik"}};
static const char *const scripts[][2] = {
    {"Ivan", "Иван"},          {"Ivanov", "Иванов"},  {"Rustam", "Рустам"},     {"Kadyrov", "Кадыров"},
    {"Prigozhin", "Пригожин"}, {"Muhammad", "محمد"},  {"Hasan", "حسن"},         {"Saddam", "صدام"},
    {"Husayn", "حسين"},        {"Qasim", "قاسم"},     {"Sulaymani", "سليماني"}, {"Montague", "Монтегю"}, /* by the dictionary of names */
    {"Herrmann", "Херрманн"},  {"Nishiwaki", "西脇"}, {"Giorgos", "Γιώργος"},   {"Papadopoulos", "Παπαδόπουλος"}};
static const char *const wholes[][2] = {{"Kim Jong Un", "김정은"}, {"Kim Jong Un", "金正恩"}, {"Choe Ryong Hae", "최룡해"},
                                        {"Xi Jinping", "习近平"},  {"Pak Chol", "박철"},      {"Li Keqiang", "李克强"},
                                        {"Kim Yo Jong", "김여정"}, {"Wang Yi", "王毅"}};
static const char *const family[] = {"Abishev",   "Nursultan", "Kalashnikov", "Baluchov", "Timchenko",
                                     "Deripaska", "Qadhafi",   "Schwarz",     "Lopez",    "Garcia"};
static const char *const business[] = {"Zorvex", "Signatek",    "Ocean",     "Star",  "Korea",
                                       "Mining", "Development", "Promstroy", "Sharq", "Orient"};
static const char *const endings[] = {"Limited Liability Company", "Joint Stock Company", "Limited", "LLC",
                                      "Trading Company",           "Shipping Limited",    "Bank",    "General Trading"};

static const char *any_of(const char *const *list, size_t count, unsigned *seed)
{
    return list[(size_t)rand_r(seed) % count];
}

static void make_listed(made_party *p, char *name, size_t size, char *alias, unsigned *seed)
{
    size_t row = (size_t)rand_r(seed);
    *p = (made_party){.schema = SCHEMA_PERSON, .name = name};
    switch (rand_r(seed) % 5) {
    case 0: snprintf(name, size, "%s %s", any_of(family, COUNT_OF(family), seed), any_of(family, COUNT_OF(family), seed)); break;
    case 1: {
        size_t script = row % 2, first = (size_t)rand_r(seed) % COUNT_OF(scripts), second = (size_t)rand_r(seed) % COUNT_OF(scripts);
        snprintf(name, size, "%s %s", scripts[first][script], scripts[second][script]);
        break;
    }
    case 2: snprintf(name, size, "%s", wholes[row % COUNT_OF(wholes)][rand_r(seed) % 2]); break;
    default:
        p->schema = SCHEMA_COMPANY;
        snprintf(name, size, "%s %s %s %s", any_of(business, COUNT_OF(business), seed), any_of(business, COUNT_OF(business), seed),
                 any_of(business, COUNT_OF(business), seed), any_of(endings, COUNT_OF(endings), seed));
    }
    if (rand_r(seed) % 4 == 0) {
        make_name(alias, size, seed);
        p->alias = alias;
    }
}

/* Replaces the first `from` in name. */
static bool replace(char *name, size_t size, const char *from, const char *to)
{
    char rest[400];
    char *at = strstr(name, from);
    if (!at)
        return false;
    snprintf(rest, sizeof rest, "%s", at + strlen(from));
    snprintf(at, size - (size_t)(at - name), "%s%s", to, rest);
    return true;
}

static size_t split_words(const char *name, char words_of[][100], size_t most)
{
    size_t count = 0;
    for (const char *c = name; *c && count < most;) {
        size_t length = strcspn(c, " ");
        snprintf(words_of[count++], 100, "%.*s", (int)length, c);
        c += length + (c[length] == ' ');
    }
    return count;
}

static bool replace_any(char *name, size_t size, const char *const (*pairs)[2], size_t count, unsigned *seed)
{
    size_t first = (size_t)rand_r(seed) % count;
    for (size_t i = 0; i < count; i++) {
        const char *const *pair = pairs[(first + i) % count];
        if (replace(name, size, pair[0], pair[1]) || replace(name, size, pair[1], pair[0]))
            return true;
    }
    return false;
}

static bool damage_phrase(char *name, size_t size, operation op)
{
    static const char *const damages[][3] = {{"Limited Liability", "Limited Liabflity", "LimitedLiability"},
                                             {"Joint Stock", "Joint Stcok", "JointStock"},
                                             {"Trading", "Tradimg", "Tra ding"},
                                             {"Shipping", "Shiping", "Ship ping"}};
    if (op == OP_MISREAD)
        return replace(name, size, "Company", "C0mpany") || replace(name, size, "Joint", "J0int") ||
               replace(name, size, "Shipping", "5hipping");
    for (size_t i = 0; i < COUNT_OF(damages); i++)
        if (replace(name, size, damages[i][0], damages[i][op == OP_RESTORED ? 1 : 2]))
            return true;
    return false;
}

/* Writes the words in an order, with a separator. */
static void write_words(char *name, size_t size, char words_of[][100], size_t count, size_t first, bool backwards, const char *between)
{
    size_t used = 0;
    for (size_t i = 0; i < count; i++)
        used +=
            (size_t)snprintf(name + used, size - used, "%s%s", i ? between : "", words_of[backwards ? count - 1 - i : (first + i) % count]);
}

/* Changes a listed name. False when the operation does not fit it. */
static bool operate(operation op, char *name, size_t size, unsigned *seed)
{
    char parts[12][100], before[400];
    size_t count = split_words(name, parts, COUNT_OF(parts)), at = (size_t)rand_r(seed) % count, length = strlen(parts[at]);
    bool latin = (unsigned char)parts[at][0] < 0x80;
    snprintf(before, sizeof before, "%s", name);
    switch (op) {
    case OP_SPELLING:
        for (int i = 0; i < 4 && strcmp(before, name) == 0; i++)
            damage(name, seed);
        break;
    case OP_CLASS: return replace_any(name, size, twins, COUNT_OF(twins), seed);
    case OP_SCRIPT: return replace_any(name, size, scripts, COUNT_OF(scripts), seed);
    case OP_SCRIPT_WHOLE: return replace_any(name, size, wholes, COUNT_OF(wholes), seed);
    case OP_RESTORED:
    case OP_MISREAD:
    case OP_SQUASHED: return damage_phrase(name, size, op);
    case OP_INITIAL:
    case OP_START:
        if (!latin || length < 7)
            return false;
        parts[at][op == OP_INITIAL ? 1 : length - 2] = '\0';
        write_words(name, size, parts, count, 0, false, " ");
        break;
    case OP_JOINED:
        if (!latin || length < 6)
            return false;
        memmove(parts[at] + length / 2 + 1, parts[at] + length / 2, length - length / 2 + 1);
        parts[at][length / 2] = ' ';
        write_words(name, size, parts, count, 0, false, " ");
        break;
    case OP_SPLIT: return replace(name, size, " ", "");
    case OP_WHOLE: write_words(name, size, parts, count, at, false, ""); break;
    case OP_REVERSED: write_words(name, size, parts, count, 0, true, " "); break;
    case OP_ACRONYM:
        for (size_t i = 0; i < count; i++)
            parts[i][1] = '\0';
        write_words(name, size, parts, count, 0, false, "");
        return count >= 4 && latin;
    case OP_LESS: write_words(name, size, parts, count - (count > 1), at, false, " "); break;
    case OP_MORE: replace(name, size, " ", " Umbrico "); break;
    default: return true;
    }
    return strcmp(before, name) != 0;
}

typedef struct seen {
    size_t kinds[PAIR_WHOLE + 1]; /* pairs of each kind in the best hits */
    size_t found[OPERATIONS], across, derived, read;
} seen;

static void note(const snapshot *s, screener *asked, const answer *out, operation op, uint32_t place, seen *all)
{
    for (size_t i = 0; i < out->count; i++) {
        screen_hit hit = {.party = out->hits[i].party,
                          .name = out->hits[i].name,
                          .query_name = (uint16_t)out->hits[i].query_name,
                          .score = out->hits[i].score};
        if (hit.party != place)
            continue;
        const screen_evidence *e = screener_evidence(asked, &hit);
        all->found[op]++;
        all->read += name_was_read(&e->query);
        all->derived += snapshot_name_at(s, hit.name)->derived != 0;
        for (size_t p = 0; p < e->alignment.pair_count; p++) {
            const match_pair *pair = &e->alignment.pairs[p];
            all->kinds[pair->kind]++;
            all->across += e->query.tokens[pair->query_first].script != e->listed.tokens[pair->listed_first].script;
        }
    }
}

static void operate_on_lists(const snapshot *s, made_party *parties, const char *threshold, unsigned *seed, seen *all)
{
    both_ways b = open_both(s, threshold, "0");
    query q = {0};
    char name[400];
    for (int op = 0; op < OPERATIONS; op++)
        for (int tried = 0, made = 0; made < 16 && tried < 4000; tried++) {
            uint32_t place = (uint32_t)rand_r(seed) % PARTIES;
            snprintf(name, sizeof name, "%s", parties[place].name);
            if (!operate((operation)op, name, sizeof name, seed))
                continue;
            if (made++ % 4 == 3)
                damage(name, seed);
            query_clear(&q);
            q.party.schema = rand_r(seed) % 4 ? parties[place].schema : SCHEMA_NONE;
            add_text(&q.party, FIELD_NAME, QUALITY_PRIMARY, name);
            note(s, b.exhaustive, ask_both(&b, &q, operation_names[op], name), (operation)op, place, all);
        }
    close_both(&b);
    query_free(&q);
}

/* For every operation that the score knows, in several scripts: what it may give is never above what the index thinks it can. */
static void queries_made_from_listed_names_are_found_alike(void **state)
{
    static char names[2 * PARTIES][400];
    static made_party parties[PARTIES];
    static const char *const thresholds[] = {"0.2", "0.54", "0.65", "0.9"};
    unsigned seed = 41;
    seen all = {0};
    (void)state;
    for (size_t i = 0; i < PARTIES; i++)
        make_listed(&parties[i], names[2 * i], sizeof *names, names[2 * i + 1], &seed);
    snapshot *s = make_snapshot(parties, PARTIES, folder_path(&folder, "operations"));
    for (size_t i = 0; i < COUNT_OF(thresholds); i++)
        operate_on_lists(s, parties, thresholds[i], &seed, &all);
    snapshot_close(s);
    for (int op = 0; op < OPERATIONS; op++)
        if (all.found[op] < 5)
            fail_msg("%s: found %zu times only", operation_names[op], all.found[op]);
    for (int kind = 0; kind <= PAIR_WHOLE; kind++)
        if (all.kinds[kind] < 5)
            fail_msg("%s: %zu pairs only", pair_kind_name((pair_kind)kind), all.kinds[kind]);
    assert_true(all.across >= 20);
    assert_true(all.derived >= 5);
    assert_true(all.read >= 5);
}

/* ---------------------------------------------------------------- whole queries */

static const char *const lights[] = {
    "LLC", "Ltd", "Trading", "Company", "General", "Co", "of", "the", "al", "Mr", "Bank", "S.A.", "Joint Stock Company"};
static const char *const odd[] = {"3",       "44",   "III",         "J",   "M",     "K",       "Kumunsan3",
                                  "N0vatek", "M/V",  "IMO 9187629", "7th", "A.B.C", "Иванов3", "3M",
                                  "И",       "J0hn", "Ивaнов",      "Xi",  "Al",    "Nr 45",   "O"};

static void add_part(char *out, size_t size, const char *part)
{
    size_t used = strlen(out);
    snprintf(out + used, size - used, "%s%s", used ? " " : "", part);
}

/* A name of up to ten parts: words, forms and titles alone, digits and initials, two scripts, what somebody misspelt. */
static void make_rich_name(char *out, size_t size, unsigned *seed)
{
    size_t count = rand_r(seed) % 4 ? 1 + (size_t)rand_r(seed) % 4 : 1 + (size_t)rand_r(seed) % 10, sort = (size_t)rand_r(seed) % 8;
    out[0] = '\0';
    for (size_t i = 0; i < count; i++) {
        size_t of = sort == 0 ? 0 : 1 + (size_t)rand_r(seed) % 6;
        const char *const *pair = scripts[(size_t)rand_r(seed) % COUNT_OF(scripts)];
        switch (of) {
        case 0: add_part(out, size, any_of(lights, COUNT_OF(lights), seed)); break;
        case 1: add_part(out, size, any_of(odd, COUNT_OF(odd), seed)); break;
        case 2: add_part(out, size, pair[sort == 1 ? (size_t)rand_r(seed) % 2 : sort % 2]); break;
        case 3: add_part(out, size, any_of(sort % 2 ? family : business, 10, seed)); break;
        case 4: add_part(out, size, wholes[(size_t)rand_r(seed) % COUNT_OF(wholes)][rand_r(seed) % 3 == 0]); break;
        default: add_part(out, size, any_of(words, COUNT_OF(words), seed));
        }
    }
    for (int i = rand_r(seed) % 3; i; i--)
        damage(out, seed);
}

static const char *const births[] = {"1984-01-08", "1984", "1950", "1950-03"};
static const char *const countries[] = {"kp", "ru", "ir"};
static const char *const genders[] = {"male", "female"};
static const char *const passports[] = {"AB12345", "PD 7654321", "x-99"};

/* One of the texts, or none. */
static const char *perhaps(const char *const *list, size_t count, unsigned rarely, unsigned *seed)
{
    return (unsigned)rand_r(seed) % rarely ? NULL : any_of(list, count, seed);
}

/* Up to four names, some of them listed ones that somebody changed, with facts. */
static void make_rich_query(query *q, const made_party *parties, char *all, size_t size, unsigned *seed)
{
    static const party_schema schemata[] = {SCHEMA_NONE, SCHEMA_PERSON, SCHEMA_COMPANY, SCHEMA_LEGAL_ENTITY, SCHEMA_VESSEL};
    query_clear(q);
    all[0] = '\0';
    q->party.schema = schemata[rand_r(seed) % 5];
    static char names[4][400];
    for (size_t i = 0, count = rand_r(seed) % 2 ? 1 : (size_t)(rand_r(seed) % 5); i < count && i < 4; i++) {
        if (rand_r(seed) % 3) {
            snprintf(names[i], sizeof names[i], "%s", parties[rand_r(seed) % PARTIES].name);
            for (int changes = rand_r(seed) % 3; changes; changes--)
                damage(names[i], seed);
        } else
            make_rich_name(names[i], sizeof names[i], seed);
        add_text(&q->party, FIELD_NAME, QUALITY_PRIMARY, names[i]);
        add_part(all, size, names[i]);
        add_part(all, size, "|");
    }
    add_text(&q->party, FIELD_BIRTH_DATE, 0, perhaps(births, COUNT_OF(births), 3, seed));
    add_nationality(&q->party, perhaps(countries, COUNT_OF(countries), 4, seed));
    add_text(&q->party, FIELD_GENDER, 0, perhaps(genders, COUNT_OF(genders), 4, seed));
    for (int i = all[0] ? rand_r(seed) % 8 == 0 : 2; i; i--) /* without a name an identifier is all there is */
        add_text(&q->party, FIELD_IDENTIFIER, ID_PASSPORT, any_of(passports, COUNT_OF(passports), seed));
}

static size_t compare_rich(const snapshot *s, const made_party *parties, const char *threshold, const char *limit, unsigned *seed)
{
    both_ways b = open_both(s, threshold, limit);
    query q = {0};
    char all[2000], what[64];
    size_t hits = 0;
    snprintf(what, sizeof what, "threshold %s, limit %s", threshold, limit);
    for (int i = 0; i < RICH_QUERIES; i++) {
        make_rich_query(&q, parties, all, sizeof all, seed);
        hits += ask_both(&b, &q, what, all)->count;
    }
    close_both(&b);
    query_free(&q);
    return hits;
}

/* Several names, facts and identifiers at once, at every threshold with every limit. */
static void whole_queries_are_found_alike(void **state)
{
    static char names[2 * PARTIES][400];
    static made_party parties[PARTIES];
    static const party_schema schemata[] = {SCHEMA_PERSON, SCHEMA_COMPANY, SCHEMA_LEGAL_ENTITY, SCHEMA_VESSEL};
    static const char *const thresholds[] = {"0.2", "0.3", "0.5", "0.7", "0.9"}, *const limits[] = {"1", "10", "0"};
    unsigned seed = 47;
    (void)state;
    for (size_t i = 0; i < PARTIES; i++) {
        make_rich_name(names[2 * i], sizeof *names, &seed);
        make_rich_name(names[2 * i + 1], sizeof *names, &seed);
        parties[i] = (made_party){.schema = schemata[rand_r(&seed) % 4],
                                  .name = names[2 * i],
                                  .alias = rand_r(&seed) % 3 ? NULL : names[2 * i + 1],
                                  .birth = perhaps(births, COUNT_OF(births), 2, &seed),
                                  .country = perhaps(countries, COUNT_OF(countries), 2, &seed),
                                  .gender = perhaps(genders, COUNT_OF(genders), 2, &seed),
                                  .passport = perhaps(passports, COUNT_OF(passports), 20, &seed)};
    }
    snapshot *s = make_snapshot(parties, PARTIES, folder_path(&folder, "rich"));
    for (size_t t = 0; t < COUNT_OF(thresholds); t++)
        for (size_t l = 0; l < COUNT_OF(limits); l++) {
            size_t hits = compare_rich(s, parties, thresholds[t], limits[l], &seed);
            if (hits < RICH_QUERIES / 5)
                fail_msg("threshold %s, limit %s: %zu hits only", thresholds[t], limits[l], hits);
        }
    snapshot_close(s);
}

/* ---------------------------------------------------------------- pairs that were lost once */

static void what_was_lost_once_is_found(void **state)
{
    static const struct {
        party_schema schema;
        const char *listed, *query;
    } pairs[] = {{SCHEMA_COMPANY, "Иванов3", "Иванов"}, /* letters before a number are of their own script */
                 {SCHEMA_VESSEL, "Ταμάρα3 محمد", "Ταμάρα"},
                 {SCHEMA_COMPANY, "Иванов", "Иванов3"},
                 /* words that a form may be made of, when the name itself is remembered */
                 {SCHEMA_COMPANY, "LIMITED LIABILITY COMPANY KOSMOSAVIA", "KOSMOSAVIA"},
                 {SCHEMA_COMPANY, "LIMITED LIABILITY COMPANY KOSMOSAVIA", "LIMITED λιαβιλιτy COMPANY KOSMOSAVIA"}};
    static const char *const thresholds[] = {"0.2", "0.3", "0.5", "0.9"};
    made_party parties[COUNT_OF(pairs)];
    (void)state;
    for (size_t i = 0; i < COUNT_OF(pairs); i++)
        parties[i] = (made_party){.schema = pairs[i].schema, .name = pairs[i].listed};
    snapshot *s = make_snapshot(parties, COUNT_OF(pairs), folder_path(&folder, "lost"));
    for (size_t t = 0; t < COUNT_OF(thresholds); t++) {
        both_ways b = open_both(s, thresholds[t], "0");
        for (size_t i = 0; i < COUNT_OF(pairs); i++) {
            query q = {.party = {.schema = pairs[i].schema}};
            add_text(&q.party, FIELD_NAME, QUALITY_PRIMARY, pairs[i].query);
            ask_both(&b, &q, thresholds[t], pairs[i].query);
            query_free(&q);
        }
        close_both(&b);
    }
    snapshot_close(s);
}

/* ---------------------------------------------------------------- names of very many words */

enum { LONG_NAMES = 12, LONG_SIZE = 1800, LONG_WORDS = 60, LONG_MORE = 25, LONG_DAMAGES = 8 };

static void make_long_name(char *out, unsigned *seed)
{
    size_t used = 0;
    for (size_t i = 0, n = LONG_WORDS + (size_t)rand_r(seed) % LONG_MORE; i < n; i++) {
        const char *word = words[(size_t)rand_r(seed) % COUNT_OF(words)];
        used += (size_t)snprintf(out + used, LONG_SIZE - used, "%s%s", i ? " " : "", word);
    }
}

/* What is known of words is kept for the first CEILING_SET of a query only. */
static void names_of_very_many_words_are_found_alike(void **state)
{
    static char names[LONG_NAMES][LONG_SIZE];
    static const char *const thresholds[] = {"0.3", "0.54", "0.9"};
    made_party parties[LONG_NAMES];
    unsigned seed = 71;
    size_t found = 0;
    (void)state;
    for (size_t i = 0; i < LONG_NAMES; i++) {
        make_long_name(names[i], &seed);
        parties[i] = (made_party){.schema = i % 2 ? SCHEMA_COMPANY : SCHEMA_PERSON, .name = names[i]};
    }
    snapshot *s = make_snapshot(parties, LONG_NAMES, folder_path(&folder, "long"));
    for (size_t t = 0; t < COUNT_OF(thresholds); t++) {
        both_ways b = open_both(s, thresholds[t], "0");
        for (size_t i = 0; i < LONG_NAMES; i++) {
            char text[LONG_SIZE];
            query q = {.party = {.schema = parties[i].schema}};
            memcpy(text, names[i], sizeof text);
            for (size_t k = 0; k < LONG_DAMAGES; k++)
                damage(text, &seed);
            add_text(&q.party, FIELD_NAME, QUALITY_PRIMARY, text);
            found += ask_both(&b, &q, thresholds[t], text)->count > 0;
            query_free(&q);
        }
        close_both(&b);
    }
    assert_true(found >= LONG_NAMES);
    snapshot_close(s);
}

static int set_up(void **state)
{
    (void)state;
    folder_make(&folder);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    folder_remove(&folder);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(the_index_finds_what_scoring_every_name_finds),
                                       cmocka_unit_test(queries_made_from_listed_names_are_found_alike),
                                       cmocka_unit_test(whole_queries_are_found_alike), cmocka_unit_test(what_was_lost_once_is_found),
                                       cmocka_unit_test(names_of_very_many_words_are_found_alike)};
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
