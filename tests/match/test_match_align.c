/* Single pairs of names, with what each should score; and the books. */
#include "align_pair.h"

#include <string.h>

static void the_same_name_scores_one(void **state)
{
    static const char *const names[] = {"Kim Jong Un",
                                        "KIM, Jong Un",
                                        "OOO Geos",
                                        "Ali Ali Ali",
                                        "김정은",
                                        "Muammar al-Qadhafi",
                                        "Brigade 44",
                                        "a b c d e f g h i j k l m n o p q r s t u v w x y z",
                                        "Société Générale S.A.",
                                        "X"};
    (void)state;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        for (int kind = NAME_ANY; kind <= NAME_VESSEL; kind++)
            assert_int_equal(score(names[i], names[i], (name_kind)kind), SCORE_MAX);
}

static void case_accents_width_and_invisible_letters_cost_nothing(void **state)
{
    (void)state;
    assert_int_equal(score("jörg MÜLLER", "Jorg Muller", NAME_PERSON), SCORE_MAX);
    assert_int_equal(score("Ｋｉｍ　Ｊｏｎｇ　Ｕｎ", "Kim Jong Un", NAME_PERSON), SCORE_MAX);
    assert_int_equal(score("K\xE2\x80\x8Bim Jo\xC2\xADng Un", "Kim Jong Un", NAME_PERSON), SCORE_MAX);
    assert_int_equal(score("Rоsnеft Оil", "Rosneft Oil", NAME_ORGANIZATION), SCORE_MAX); /* Cyrillic о and е */
}

static void order_spacing_and_joining_cost_little(void **state)
{
    (void)state;
    assert_in_range(score("Un Jong Kim", "Kim Jong Un", NAME_PERSON), 9000, SCORE_MAX - 1);
    assert_in_range(score("KIMJONGUN", "Kim Jong Un", NAME_PERSON), 9000, SCORE_MAX - 1);
    assert_in_range(score("Kim Jongun", "Kim Jong Un", NAME_PERSON), 9000, SCORE_MAX - 1);
    assert_in_range(score("Sky Zone Trading", "Skyzone Trading", NAME_ORGANIZATION), 8500, SCORE_MAX - 1);
    assert_in_range(score("Skyzone Trading", "Sky Zone Trading", NAME_ORGANIZATION), 8500, SCORE_MAX - 1);
    assert_in_range(score("Alzawahiri Ayman", "Al-Zawahiri Ayman", NAME_PERSON), 8500, SCORE_MAX - 1);
    assert_in_range(score("Al Zawahiri Ayman", "Alzawahiri Ayman", NAME_PERSON), 8500, SCORE_MAX - 1);
}

/* A joined word that is spelled a little otherwise loses a little more than one that is not. */
static void joins_take_more_the_farther_the_spelling(void **state)
{
    (void)state;
    assert_int_equal(join_taken(0), EVIDENCE_JOIN_EXACT);
    assert_int_equal(join_taken(JOIN_FAR), EVIDENCE_JOIN);
    for (uint8_t cost = 0; cost < COST_NONE; cost++)
        for (evidence whole = 100; whole < 9000; whole += 700)
            for (evidence said = 100; said < 9000; said += 700) {
                evidence weight = joined_weight(whole, said, cost), next = joined_weight(whole, said, (uint8_t)(cost + 1));
                assert_true(weight <= whole && weight >= (said < whole ? said : whole));
                assert_true(next <= weight && join_taken((uint8_t)(cost + 1)) >= join_taken(cost));
                assert_true(joined_weight(whole + 1, said, cost) >= weight); /* so an entry's greatest weight is a bound */
            }
}

static void another_romanisation_costs_little(void **state)
{
    (void)state;
    EXPECT_SCORE("Gaddafi", "Qadhafi", NAME_PERSON, 5001);
    EXPECT_SCORE("Saddam Husayn", "Saddam Hussein", NAME_PERSON, 7001);
    EXPECT_SCORE("Shvarts", "Schwarz", NAME_PERSON, 5001);
    EXPECT_SCORE("Gennady Shvarts", "Gennadiy Schwarz", NAME_PERSON, STRONG + 1);
    EXPECT_SCORE("Каддафи", "Qaddafi", NAME_PERSON, 6401);
    EXPECT_SCORE("김정은", "Kim Jong Un", NAME_PERSON, STRONG + 1);
    EXPECT_SCORE("金正恩", "Kim Jong Un", NAME_PERSON, 6401);
}

static void legal_forms_match_across_languages(void **state)
{
    (void)state;
    assert_int_equal(score("SIS DOO", "SIS d.o.o.", NAME_ORGANIZATION), SCORE_MAX);
    assert_int_equal(score("Geos LLC", "OOO Geos", NAME_ORGANIZATION),
                     score("Geos LLC", "OBSHCHESTVO S OGRANICHENNOI OTVETSTVENNOSTYU Geos", NAME_ORGANIZATION));
    EXPECT_SCORE("Geos LLC", "OBSHCHESTVO S OGRANICHENNOI OTVETSTVENNOSTYU Geos", NAME_ORGANIZATION, 9001);
    EXPECT_SCORE("OOO Geos Promstroy", "Geos Promstroy LLC", NAME_ORGANIZATION, 9501);
    EXPECT_SCORE("Geos", "OOO Geos", NAME_ORGANIZATION, 6201);
}

/* Forms, titles and particles say nothing by their place; words do. */
static void only_words_pay_for_their_order(void **state)
{
    (void)state;
    assert_int_equal(align("Geos LLC", "OOO Geos", NAME_ORGANIZATION)->order, EVIDENCE_ORDER_LIGHT);
    assert_int_equal(align("Promstroy OOO Geos", "Geos Promstroy LLC", NAME_ORGANIZATION)->order, EVIDENCE_ORDER + EVIDENCE_ORDER_LIGHT);
    assert_int_equal(align("Dr Omar Hassan", "Omar Hassan Dr", NAME_PERSON)->order, 2 * EVIDENCE_ORDER_LIGHT);
    assert_int_equal(align("Hassan Omar", "Omar Hassan", NAME_PERSON)->order, EVIDENCE_ORDER);
    assert_in_range(align("LLC Geos", "Geos LLC", NAME_ORGANIZATION)->net, 1, t->out.own - 1); /* only the name itself has all */
}

static void misspelt_forms_and_generic_words_stay_what_they_are(void **state)
{
    (void)state;
    EXPECT_SCORE("Joint Stok Company Zorvex", "JSC Zorvex", NAME_ORGANIZATION, 9500);
    EXPECT_SCORE("Joint Stock Compani Zorvex", "JSC Zorvex", NAME_ORGANIZATION, 9500);
    EXPECT_SCORE("Zorvex Coltd", "Zorvex Limited", NAME_ORGANIZATION, 9500);
    EXPECT_SCORE("Zorvex Limitde", "Zorvex Limited", NAME_ORGANIZATION, 9500);
    EXPECT_SCORE("Zorvex Devlopment", "Zorvex Development", NAME_ORGANIZATION, 8500);
}

static void a_rare_word_weighs_more_than_a_common_one(void **state)
{
    (void)state;
    assert_true(score("Nursultan Smith", "Nursultan Abishev", NAME_PERSON) > score("Mohammed Smith", "Mohammed Abishev", NAME_PERSON));
}

static void a_contradiction_costs_more_than_an_omission(void **state)
{
    (void)state;
    assert_true(score("Rustam Kadyrov", "Rustam Magomedovich Kadyrov", NAME_PERSON) >
                score("Rustam Magomedovich Aselderov", "Rustam Magomedovich Kadyrov", NAME_PERSON));
    const match_alignment *a = align("Rustam Ivanov", "Rustam Kadyrov", NAME_PERSON);
    assert_true(a->contradicted > 0);
    assert_true(a->omitted > 0 && a->added > 0);
}

static void other_numbers_are_another_party(void **state)
{
    (void)state;
    assert_true(score("Brigade 45", "Brigade 44", NAME_ORGANIZATION) < 5000);
    assert_true(align("Arsenal No. 3", "Arsenal Three", NAME_ORGANIZATION)->number == 0);
    assert_true(align("Arsenal", "Arsenal 3", NAME_ORGANIZATION)->number == 0);
}

static void books_are_balanced(void **state)
{
    static const char *const pairs[][2] = {
        {"Maria Lopez Garcia", "Maria Fernanda Lopez"}, {"Acme Trading 5", "Akme Trade Co Ltd 6"}, {"abc", "xyz"}};
    (void)state;
    for (size_t i = 0; i < 3; i++) {
        const match_alignment *a = align(pairs[i][0], pairs[i][1], NAME_ANY);
        evidence gained = 0;
        for (size_t p = 0; p < a->pair_count; p++)
            gained += a->pairs[p].gain;
        assert_int_equal(a->gained, gained);
        assert_int_equal(a->net, gained - a->omitted - a->added - a->contradicted - a->order - a->number - a->prior);
    }
}

/* Random names over a small alphabet: many near matches, repeated words, joins. */
static void random_name(char *out, unsigned *seed)
{
    static const char *const words[] = {"ali",   "alli",    "al", "hasan", "hassan", "khan", "kan",      "bin", "mo",
                                        "hamed", "mohamed", "j",  "7",     "iii",    "jo",   "alihasan", "li"};
    size_t count = 1 + (size_t)(rand_r(seed) % 5);
    out[0] = '\0';
    for (size_t i = 0; i < count; i++) {
        strcat(out, i ? " " : "");
        strcat(out, words[(size_t)rand_r(seed) % (sizeof words / sizeof *words)]);
    }
}

/* The sum of the best gain of each query token's options is a ceiling: what the index sums. */
static void no_alignment_exceeds_the_listed_name(void **state)
{
    unsigned seed = 7;
    char a[200], b[200];
    (void)state;
    for (int i = 0; i < 20000; i++) {
        random_name(a, &seed);
        random_name(b, &seed);
        const match_alignment *out = align(a, b, NAME_PERSON);
        assert_true(out->net <= out->own);
        assert_true(out->gained <= out->own);
        if (out->net == out->own)
            assert_int_equal(out->pair_count ? out->omitted : 1, 0);
    }
}

/* The bounds that spare aligning are above what is aligned: a name that reaches `least` comes out the same, another one with -1 or its net.
 */
static void bounds_never_lose_what_is_reached(void **state)
{
    static const name_kind kinds[] = {NAME_PERSON, NAME_ORGANIZATION, NAME_ANY};
    unsigned seed = 31;
    char a[220], b[200];
    size_t reached = 0;
    (void)state;
    for (int i = 0; i < 4000; i++) {
        name_kind kind = kinds[i % 3];
        random_name(a, &seed);
        random_name(b, &seed);
        evidence net = align(a, b, kind)->net;
        evidence least = net - 300 + (evidence)(rand_r(&seed) % 400);
        evidence pruned = align_above(a, b, kind, least)->net;
        if (net >= least)
            assert_int_equal(pruned, net);
        else
            assert_true(pruned == -1 || pruned == net);
        reached += net >= least && net > 0;
    }
    assert_true(reached > 300);
}

/* Adding a word that the listed name has not never raises the score, nor the evidence, unless a listed word is taken for another spelling
   of it, which happens to names that have next to nothing in common. */
static void a_foreign_word_never_helps(void **state)
{
    unsigned seed = 11;
    char a[220], b[200];
    size_t foreign = 0;
    (void)state;
    for (int i = 0; i < 3000; i++) {
        random_name(a, &seed);
        random_name(b, &seed);
        const match_alignment was = *align(a, b, NAME_PERSON);
        strcat(a, " zzyxw");
        const match_alignment *out = align(a, b, NAME_PERSON);
        const match_pair *last = out->pair_count ? &out->pairs[out->pair_count - 1] : NULL;
        prepared_name query;
        assert_true(score_of(out->net, out->own, out->most) <= score_of(was.net, was.own, was.most));
        assert_true(name_view(t->names[0].bytes, sizeof t->names[0].bytes, &query));
        if (last && (unsigned)last->query_first + last->query_count == query.head->token_count)
            continue;
        assert_true(out->net <= was.net);
        foreign++;
    }
    assert_true(foreign > 2990);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(the_same_name_scores_one),
                                       cmocka_unit_test(case_accents_width_and_invisible_letters_cost_nothing),
                                       cmocka_unit_test(order_spacing_and_joining_cost_little),
                                       cmocka_unit_test(joins_take_more_the_farther_the_spelling),
                                       cmocka_unit_test(another_romanisation_costs_little),
                                       cmocka_unit_test(legal_forms_match_across_languages),
                                       cmocka_unit_test(only_words_pay_for_their_order),
                                       cmocka_unit_test(misspelt_forms_and_generic_words_stay_what_they_are),
                                       cmocka_unit_test(a_rare_word_weighs_more_than_a_common_one),
                                       cmocka_unit_test(a_contradiction_costs_more_than_an_omission),
                                       cmocka_unit_test(other_numbers_are_another_party),
                                       cmocka_unit_test(books_are_balanced),
                                       cmocka_unit_test(no_alignment_exceeds_the_listed_name),
                                       cmocka_unit_test(bounds_never_lose_what_is_reached),
                                       cmocka_unit_test(a_foreign_word_never_helps)};
    return cmocka_run_group_tests(tests, pair_set_up, pair_tear_down);
}
