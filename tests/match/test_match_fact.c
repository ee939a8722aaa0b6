#include "../test_support.h"
#include "match/match_fact.h"

#include <string.h>

static uint32_t bytes[2][FACT_SIZE_MAX / 4 + 1];

static party_facts facts(int side, party_schema schema, const char *birth, const char *country)
{
    party p = {.schema = schema};
    party_facts out;
    if (birth)
        party_add(&p, FIELD_BIRTH_DATE, 0, slice_of(birth), SLICE("test"));
    if (country)
        (void)country_of(slice_of(country), party_add(&p, FIELD_NATIONALITY, 0, slice_of(country), SLICE("test"))->country);
    (void)fact_gather(&p, bytes[side], &out);
    party_free(&p);
    return out;
}

static match_facts weigh(const char *birth_a, const char *country_a, const char *birth_b, const char *country_b, evidence net)
{
    match_facts out;
    party_facts a = facts(0, SCHEMA_PERSON, birth_a, country_a), b = facts(1, SCHEMA_PERSON, birth_b, country_b);
    facts_weigh(&a, &b, 4000, net, BIRTH_WEIGHS, &out);
    return out;
}

static void agreement_never_lowers_and_never_makes_identity(void **state)
{
    (void)state;
    for (evidence net = 1; net < 4000; net += 3) {
        match_facts m = weigh("1984-01-08", "kp", "1984-01-08", "North Korea", net);
        assert_true(m.net >= net);
        assert_true(m.net < 4000);
    }
    assert_int_equal(weigh("1984-01-08", "kp", "1984-01-08", "kp", 4000).net, 4000);
}

static void contradiction_never_raises(void **state)
{
    (void)state;
    for (evidence net = 1; net <= 4000; net += 3)
        assert_true(weigh("1961-05-05", "fr", "1984-01-08", "kp", net).net < net);
}

static void unknown_facts_say_nothing(void **state)
{
    (void)state;
    assert_int_equal(weigh(NULL, NULL, "1984-01-08", "kp", 2500).net, 2500);
    assert_int_equal(weigh("1984", "kp", NULL, NULL, 2500).net, 2500);
}

static void dates_are_compared_as_intervals(void **state)
{
    (void)state;
    assert_int_equal(weigh("1984", NULL, "1984-01-08", NULL, 2500).birth.outcome, FACT_AGREES);
    assert_int_equal(weigh("circa 1985", NULL, "1984-06-08", NULL, 2500).birth.outcome, FACT_AGREES);
    assert_int_equal(weigh("1984-08-01", NULL, "1984-01-08", NULL, 2500).birth.outcome, FACT_CLOSE);
    assert_int_equal(weigh("1974-01-08", NULL, "1984-01-08", NULL, 2500).birth.outcome, FACT_CLOSE);
    assert_int_equal(weigh("1960-03-02", NULL, "1984-01-08", NULL, 2500).birth.outcome, FACT_CONFLICTS);
    assert_true(weigh("1984", NULL, "1984-01-08", NULL, 2500).birth.bits < weigh("1984-01-08", NULL, "1984-01-08", NULL, 2500).birth.bits);
}

static void a_birth_date_that_is_ignored_by_policy_takes_nothing(void **state)
{
    match_facts out;
    party_facts a = facts(0, SCHEMA_PERSON, "1950", NULL), b = facts(1, SCHEMA_PERSON, "1984", NULL);
    (void)state;
    facts_weigh(&a, &b, 4000, 3000, BIRTH_IGNORED, &out);
    assert_int_equal(out.net, 3000);
}

static void kinds_of_organisations_agree_and_people_are_no_ships(void **state)
{
    match_facts out;
    party_facts company = facts(0, SCHEMA_COMPANY, NULL, NULL), entity = facts(1, SCHEMA_LEGAL_ENTITY, NULL, NULL);
    (void)state;
    facts_weigh(&company, &entity, 4000, 3000, BIRTH_WEIGHS, &out);
    assert_int_equal(out.net, 3000);
    party_facts person = facts(0, SCHEMA_PERSON, NULL, NULL), ship = facts(1, SCHEMA_VESSEL, NULL, NULL);
    facts_weigh(&person, &ship, 4000, 3000, BIRTH_WEIGHS, &out);
    assert_true(out.net < 3000);
}

static party_facts at_place(int side, party_field field, const char *first, const char *second)
{
    party p = {.schema = SCHEMA_PERSON};
    party_facts out;
    party_add(&p, field, 0, slice_of(first), SLICE("test"));
    if (second)
        party_add(&p, field, 0, slice_of(second), SLICE("test"));
    (void)fact_gather(&p, bytes[side], &out);
    party_free(&p);
    return out;
}

static match_facts weigh_place(party_field field, const char *query, const char *listed, const char *also_listed)
{
    match_facts out;
    party_facts a = at_place(0, field, query, NULL), b = at_place(1, field, listed, also_listed);
    facts_weigh(&a, &b, 4000, 2500, BIRTH_WEIGHS, &out);
    return out;
}

static void birth_places_agree_in_any_spelling_and_differ_gently(void **state)
{
    const party_field field = FIELD_BIRTH_PLACE;
    (void)state;
    assert_int_equal(weigh_place(field, "Tikrit, Iraq", "Takrit", NULL).birth_place.outcome, FACT_AGREES);
    assert_int_equal(weigh_place(field, "Москва", "Moscow, Russia", NULL).birth_place.outcome, FACT_AGREES);
    assert_int_equal(weigh_place(field, "Shiraz", "Qom", "Shiraz, Fars Province, Iran").birth_place.outcome, FACT_AGREES);
    match_facts differ = weigh_place(field, "Shiraz", "Qom, Iran", NULL);
    assert_int_equal(differ.birth_place.outcome, FACT_CONFLICTS);
    assert_true(differ.net < 2500 && differ.net > 2000);
    assert_int_equal(weigh_place(field, "Iran", "Qom, Iran", NULL).birth_place.outcome, FACT_UNKNOWN);
    assert_int_equal(weigh_place(field, "Saudi Arabia", "Riyadh", NULL).birth_place.outcome, FACT_UNKNOWN);
}

static void addresses_add_and_never_take(void **state)
{
    const party_field field = FIELD_ADDRESS;
    (void)state;
    match_facts same = weigh_place(field, "12 Tverskaya Street, Moscow", "ul. Tverskaya, d. 12, Moskva, Russia", NULL);
    assert_int_equal(same.address.outcome, FACT_AGREES);
    match_facts town = weigh_place(field, "5 Arbat, Moscow", "Kutuzovsky Prospekt 7, Moscow", NULL);
    assert_int_equal(town.address.outcome, FACT_CLOSE);
    assert_true(town.net > 2500 && town.net < same.net);
    assert_int_equal(weigh_place(field, "Main Street 5, Springfield", "Hauptstrasse 5, Zurich", NULL).net, 2500);
    assert_int_equal(weigh_place(field, "P.O. Box 12", "PO Box 12, Harare", NULL).net, 2500);
}

static void an_address_is_no_birth_place(void **state)
{
    match_facts out;
    party_facts a = at_place(0, FIELD_ADDRESS, "Shiraz", NULL), b = at_place(1, FIELD_BIRTH_PLACE, "Shiraz", NULL);
    (void)state;
    facts_weigh(&a, &b, 4000, 2500, BIRTH_WEIGHS, &out);
    assert_int_equal(out.net, 2500);
}

static fact_outcome compare_imos(const char *query, const char *listed, evidence *net)
{
    match_facts out;
    party_facts sides[2];
    const char *const texts[] = {query, listed};
    for (int side = 0; side < 2; side++) {
        party p = {.schema = SCHEMA_VESSEL};
        party_add(&p, FIELD_IDENTIFIER, ID_IMO, slice_of(texts[side]), SLICE("test"));
        (void)fact_gather(&p, bytes[side], &sides[side]);
        party_free(&p);
    }
    facts_weigh(&sides[0], &sides[1], 3000, 2000, BIRTH_WEIGHS, &out);
    *net = out.net;
    return out.imo.outcome;
}

static void an_imo_number_with_one_wrong_digit_supports_the_name(void **state)
{
    evidence same, close, other;
    (void)state;
    assert_int_equal(compare_imos("IMO 8705539", "8705539", &same), FACT_AGREES);
    assert_int_equal(compare_imos("8705538", "IMO 8705539", &close), FACT_CLOSE);
    assert_true(close > 2000 && close <= same && same < 3000);
    assert_int_equal(compare_imos("8750539", "8705539", &close), FACT_CLOSE);
    assert_int_equal(compare_imos("8705540", "8705539", &other), FACT_UNKNOWN);
    assert_int_equal(other, 2000);
    assert_int_equal(compare_imos("870553", "8705539", &other), FACT_UNKNOWN);
}

/* What search relies on. */
static void facts_least_bounds_facts_best(void **state)
{
    (void)state;
    for (evidence own = 100; own < 6000; own += 93)
        for (evidence net = 1; net <= own; net++)
            assert_true(net >= facts_least(facts_best(net, own)));
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(agreement_never_lowers_and_never_makes_identity),
                                       cmocka_unit_test(contradiction_never_raises),
                                       cmocka_unit_test(unknown_facts_say_nothing),
                                       cmocka_unit_test(dates_are_compared_as_intervals),
                                       cmocka_unit_test(a_birth_date_that_is_ignored_by_policy_takes_nothing),
                                       cmocka_unit_test(kinds_of_organisations_agree_and_people_are_no_ships),
                                       cmocka_unit_test(birth_places_agree_in_any_spelling_and_differ_gently),
                                       cmocka_unit_test(addresses_add_and_never_take),
                                       cmocka_unit_test(an_imo_number_with_one_wrong_digit_supports_the_name),
                                       cmocka_unit_test(an_address_is_no_birth_place),
                                       cmocka_unit_test(facts_least_bounds_facts_best)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
