/* Laws of scoring, held against names made up at random (the seed is fixed) and against every small change of rare ones. */
#include "align_pair.h"
#include "match/match_fact.h"

enum { NAME_SIZE = 600 };

static const char *const any_words[] = {"Ali",     "Hassan", "Kim",    "Jong",    "Un",    "Maria",   "Nursultan", "Abishev", "Trading",
                                        "Company", "LLC",    "bin",    "al",      "3",     "J",       "Star",      "Bank",    "of",
                                        "Schwarz", "O'Neil", "김정은", "Иванов",  "محمد",  "金正恩",  "d.o.o.",    "44",      "Xi",
                                        "Ζωή",     "S.A.",   "Müller", "General", "אברהם", "Jean-Luc"};

static const char *const plain_words[] = {"Ali",   "Hassan", "Nursultan", "Abishev", "Trading", "Zorvex",
                                          "Ocean", "Maria",  "Schwarz",   "Kadyrov", "Bank"};

/* Five letters or more, and rare. */
static const char *const rare_words[] = {"Nursultan",  "Abishev",    "Kadyrov",    "Lukashenka", "Tursunov",  "Kalashnikov",
                                         "Baluchov",   "Prigozhin",  "Deripaska",  "Timchenko",  "Rotenberg", "Kovalchuk",
                                         "Mirziyoyev", "Szymborska", "Vekselberg", "Qadhafi"};

/* No two of these are spellings of each other, or begin alike. */
static const char *const strangers[] = {"Zorvex", "Abishev", "Kumilo", "Deripaska", "Tynghol", "Wefhuq", "Prigozhin", "Lombardo"};

static size_t below(size_t count, unsigned *seed)
{
    return (size_t)rand_r(seed) % count;
}

static void make_name(char *out, const char *const *words, size_t word_count, size_t most, unsigned *seed)
{
    size_t count = 1 + below(most, seed), used = 0;
    out[0] = '\0';
    for (size_t i = 0; i < count; i++)
        used += (size_t)snprintf(out + used, NAME_SIZE - used, "%s%s", i ? " " : "", words[below(word_count, seed)]);
}

/* ---------------------------------------------------------------- form */

static void the_same_name_scores_one(void **state)
{
    unsigned seed = 21;
    char name[NAME_SIZE];
    (void)state;
    for (int i = 0; i < 3000; i++) {
        make_name(name, any_words, COUNT_OF(any_words), 9, &seed);
        EXPECT_SCORE(name, name, (name_kind)(i % 4), SCORE_MAX);
    }
}

static void case_accents_and_invisible_characters_cost_nothing(void **state)
{
    static const char *const marks[] = {"", "", "", "\xCC\x81", "\xCC\x88", "\xE2\x80\x8B", "\xC2\xAD", "\xE2\x80\x8D"};
    unsigned seed = 22;
    char name[NAME_SIZE], changed[NAME_SIZE];
    (void)state;
    for (int i = 0; i < 3000; i++) {
        size_t used = 0;
        make_name(name, plain_words, COUNT_OF(plain_words), 4, &seed);
        for (const char *c = name; *c; c++)
            used += (size_t)snprintf(changed + used, sizeof changed - used, "%c%s", *c != ' ' && below(2, &seed) ? *c ^ 0x20 : *c,
                                     *c != ' ' ? marks[below(COUNT_OF(marks), &seed)] : "");
        EXPECT_SCORE(changed, name, (name_kind)(i % 4), SCORE_MAX);
        EXPECT_SCORE(name, changed, (name_kind)(i % 4), SCORE_MAX);
    }
}

static void how_a_legal_form_is_spaced_costs_little(void **state)
{
    static const char *const forms[][3] = {{"LLC", "L.L.C.", "l l c"},
                                           {"SA", "S.A.", "S A"},
                                           {"GmbH", "G.m.b.H.", "GMBH"},
                                           {"DOO", "d.o.o.", "d o o"},
                                           {"Joint Stock Company", "Joint-Stock Company", "JOINTSTOCK COMPANY"},
                                           {"Limited Liability Company", "LIMITEDLIABILITYCOMPANY", "Limited-Liability Com pany"}};
    char a[NAME_SIZE], b[NAME_SIZE];
    (void)state;
    for (size_t w = 0; w < COUNT_OF(rare_words); w++)
        for (size_t f = 0; f < COUNT_OF(forms); f++)
            for (size_t k = 0; k < 9; k++) {
                snprintf(a, sizeof a, "%s %s", rare_words[w], forms[f][k / 3]);
                snprintf(b, sizeof b, "%s %s", rare_words[w], forms[f][k % 3]);
                EXPECT_SCORE(a, b, NAME_ORGANIZATION, 9500);
            }
}

static void the_order_of_words_costs_little(void **state)
{
    unsigned seed = 24;
    (void)state;
    for (int i = 0; i < 3000; i++) {
        size_t first = below(COUNT_OF(rare_words), &seed), count = 2 + below(3, &seed), used = 0, turned_used = 0;
        char name[NAME_SIZE], turned[NAME_SIZE];
        for (size_t k = 0; k < count; k++) {
            used += (size_t)snprintf(name + used, sizeof name - used, "%s ", rare_words[(first + k) % COUNT_OF(rare_words)]);
            turned_used += (size_t)snprintf(turned + turned_used, sizeof turned - turned_used, "%s ",
                                            rare_words[(first + count - 1 - k) % COUNT_OF(rare_words)]);
        }
        EXPECT_SCORE(turned, name, (name_kind)(i % 4), 9000);
        assert_in_range(t->out.order, 1, EVIDENCE_ORDER);
    }
}

/* Two listed brothers: another order of the same words is never the same name. */
static void brothers_are_kept_apart(void **state)
{
    static const char *const names[] = {"Eduardo Ramon Arellano Felix", "Ramon Eduardo Arellano Felix"};
    (void)state;
    assert_in_range(score(names[0], names[1], NAME_PERSON), 9000, SCORE_MAX - 50);
    assert_in_range(score(names[1], names[0], NAME_PERSON), 9000, SCORE_MAX - 50);
}

/* ---------------------------------------------------------------- no cliff */

static void one_letter_keeps_a_rare_name(void **state)
{
    static const name_kind kinds[] = {NAME_ANY, NAME_PERSON, NAME_ORGANIZATION};
    static const char vowels[] = "aeiou";
    (void)state;
    for (size_t x = 0; x < COUNT_OF(rare_words); x++)
        for (size_t y = 0; y < COUNT_OF(rare_words); y++) {
            char name[NAME_SIZE], changed[NAME_SIZE + 1];
            size_t length = (size_t)snprintf(name, sizeof name, "%s %s", rare_words[x], rare_words[y]);
            name_kind kind = kinds[(x + y) % COUNT_OF(kinds)];
            for (size_t i = 1; x != y && i < length; i++) {
                if (name[i] == ' ')
                    continue;
                memcpy(changed, name, i + 1);
                memcpy(changed + i + 1, name + i, length - i + 1); /* the letter twice */
                EXPECT_SCORE(changed, name, kind, 5001);
                strcpy(changed, name);
                for (size_t v = 0; strchr(vowels, name[i]) && v < 5; v++) {
                    changed[i] = vowels[v];
                    EXPECT_SCORE(changed, name, kind, 5001);
                }
            }
        }
}

/* ---------------------------------------------------------------- the books */

/* Another word in the place of one costs at least what leaving the one out and adding the other cost. */
static void a_contradiction_costs_at_least_omission_and_addition(void **state)
{
    static const name_kind kinds[] = {NAME_ANY, NAME_PERSON, NAME_ORGANIZATION, NAME_VESSEL};
    (void)state;
    for (size_t p = 0; p < COUNT_OF(strangers); p++)
        for (size_t x = 0; x < COUNT_OF(strangers); x++)
            for (size_t y = 0; y < COUNT_OF(strangers); y++)
                for (size_t k = 0; p != x && p != y && x != y && k < COUNT_OF(kinds); k++) {
                    char query[NAME_SIZE], listed[NAME_SIZE];
                    snprintf(query, sizeof query, "%s %s", strangers[p], strangers[x]);
                    snprintf(listed, sizeof listed, "%s %s", strangers[p], strangers[y]);
                    const match_alignment *a = align(strangers[p], listed, kinds[k]);
                    evidence omission = a->own - a->net;
                    assert_int_equal(a->contradicted, 0);
                    a = align(query, strangers[p], kinds[k]);
                    evidence addition = a->own - a->net;
                    assert_int_equal(a->contradicted, 0);
                    a = align(query, listed, kinds[k]);
                    assert_int_equal(a->pair_count, 1);
                    evidence left = a->gained - a->omitted - a->added - a->order; /* it takes of what is left */
                    assert_true(left > 1 ? a->contradicted > 0 : a->contradicted == 0);
                    assert_int_equal(a->own - a->net, omission + addition + a->contradicted);
                }
}

/* ---------------------------------------------------------------- facts */

typedef struct known {
    const char *birth, *country, *gender, *birth_place, *address;
} known;

static uint32_t bytes[2][FACT_SIZE_MAX / 4 + 1];

static party_facts gather(int side, known k)
{
    party p = {.schema = SCHEMA_PERSON};
    party_facts out;
    if (k.birth)
        party_add(&p, FIELD_BIRTH_DATE, 0, slice_of(k.birth), SLICE("test"));
    if (k.country)
        assert_true(country_of(slice_of(k.country), party_add(&p, FIELD_NATIONALITY, 0, slice_of(k.country), SLICE("test"))->country));
    if (k.gender)
        party_add(&p, FIELD_GENDER, 0, slice_of(k.gender), SLICE("test"));
    if (k.birth_place)
        party_add(&p, FIELD_BIRTH_PLACE, 0, slice_of(k.birth_place), SLICE("test"));
    if (k.address)
        party_add(&p, FIELD_ADDRESS, 0, slice_of(k.address), SLICE("test"));
    (void)fact_gather(&p, bytes[side], &out);
    party_free(&p);
    return out;
}

static int32_t score_with(known query, evidence own, evidence net)
{
    static const known listed = {"1984-01-08", "kp", "male", "Wonsan, Kangwon", "12 Changgwang Street, Pyongyang"};
    match_facts m;
    party_facts a = gather(0, query), b = gather(1, listed);
    facts_weigh(&a, &b, own, net, BIRTH_WEIGHS, &m);
    return score_of(m.net, own, EVIDENCE_UNBOUNDED);
}

/* Each fact unknown, agreeing or contradicting; the two others in any state. */
static void an_agreeing_fact_never_lowers_and_a_contradicting_one_never_raises(void **state)
{
    /* unknown, agreeing, contradicting: birth date, country, gender, birth place, address (which cannot contradict) */
    static const char *const facts[5][3] = {{NULL, "1984-01-08", "1955-03-30"},
                                            {NULL, "kp", "fr"},
                                            {NULL, "male", "female"},
                                            {NULL, "Wonsan", "Bergen"},
                                            {NULL, "Pyongyang, Changgwang 12", "Storgata 12, Bergen"}};
    unsigned seed = 27;
    size_t lifted = 0, lowered = 0;
    (void)state;
    for (int i = 0; i < 4000; i++) {
        evidence own = 400 + (evidence)below(6000, &seed), net = 1 + (evidence)below((size_t)own, &seed);
        size_t at[5], fact = below(5, &seed);
        int32_t scores[3];
        for (size_t k = 0; k < 5; k++)
            at[k] = below(3, &seed);
        for (size_t how = 0; how < 3; how++) {
            at[fact] = how;
            scores[how] =
                score_with((known){facts[0][at[0]], facts[1][at[1]], facts[2][at[2]], facts[3][at[3]], facts[4][at[4]]}, own, net);
        }
        assert_true(scores[1] >= scores[0]);
        assert_true(scores[2] <= scores[0]);
        lifted += scores[1] > scores[0];
        lowered += scores[2] < scores[0];
    }
    assert_true(lifted > 1000 && lowered > 1000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(the_same_name_scores_one),
                                       cmocka_unit_test(case_accents_and_invisible_characters_cost_nothing),
                                       cmocka_unit_test(how_a_legal_form_is_spaced_costs_little),
                                       cmocka_unit_test(the_order_of_words_costs_little),
                                       cmocka_unit_test(brothers_are_kept_apart),
                                       cmocka_unit_test(one_letter_keeps_a_rare_name),
                                       cmocka_unit_test(a_contradiction_costs_at_least_omission_and_addition),
                                       cmocka_unit_test(an_agreeing_fact_never_lowers_and_a_contradicting_one_never_raises)};
    return cmocka_run_group_tests(tests, pair_set_up, pair_tear_down);
}
