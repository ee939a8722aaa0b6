/* Facts: what of a party is compared, in one flat piece; and countries by their many names. */
#include "test_support.h"

#include "party/party_fact.h"

static uint32_t room[FACT_SIZE_MAX / 4 + 1];

static void add(party *p, party_field field, const char *text, const char *country)
{
    party_value *v = party_add(p, field, 0, slice_of(text), SLICE("test"));
    assert_non_null(v);
    if (country)
        memcpy(v->country, country, 2);
}

static void dates_countries_and_gender_are_gathered(void **state)
{
    (void)state;
    party p = {.schema = SCHEMA_PERSON};
    party_facts f;
    add(&p, FIELD_BIRTH_DATE, "1984-01-08", NULL);
    add(&p, FIELD_BIRTH_DATE, "circa 8 Jan 1983", NULL);
    add(&p, FIELD_BIRTH_DATE, "unknown", NULL);
    add(&p, FIELD_NATIONALITY, "North Korea", "kp");
    add(&p, FIELD_CITIZENSHIP, "Switzerland", "ch");
    add(&p, FIELD_COUNTRY, "DPRK", "kp");
    add(&p, FIELD_COUNTRY, "Atlantis", NULL);
    add(&p, FIELD_ADDRESS, "Paris", "fr");
    add(&p, FIELD_GENDER, "Male", NULL);
    size_t size = fact_gather(&p, room, &f);
    assert_int_equal(size, 12 + 2 * 12 + 4 + 4 + 2 * 2);
    assert_int_equal(f.head->size, size);
    assert_int_equal(f.head->schema, SCHEMA_PERSON);
    assert_int_equal(f.head->gender, GENDER_MALE);
    assert_int_equal(f.head->date_count, 2);
    assert_int_equal(f.births[0].first, date_to_day(1984, 1, 8));
    assert_int_equal(f.births[0].last, date_to_day(1984, 1, 8));
    assert_int_equal(f.births[0].about, 0);
    assert_int_equal(f.births[1].about, 1);
    assert_int_equal(f.head->country_count, 2);
    assert_memory_equal(f.countries[0], "kp", 2);
    assert_memory_equal(f.countries[1], "ch", 2);
    assert_int_equal(f.head->place_count, 1);
    assert_int_equal(f.places[0].field, FIELD_ADDRESS);
    assert_int_equal(f.places[0].word_count, 1);
    party_free(&p);
}

static void a_party_without_facts_is_a_head(void **state)
{
    (void)state;
    party p = {.schema = SCHEMA_VESSEL};
    party_facts f;
    assert_int_equal(fact_gather(&p, room, &f), 12);
    assert_int_equal(f.head->date_count + f.head->country_count + f.head->place_count, 0);
    assert_int_equal(f.head->schema, SCHEMA_VESSEL);
}

static void beyond_the_limit_values_are_left_out_not_written(void **state)
{
    (void)state;
    party p = {.schema = SCHEMA_PERSON};
    party_facts f;
    static char texts[FACT_VALUES_MAX + 10][16];
    for (int i = 0; i < FACT_VALUES_MAX + 10; i++) {
        const char country[2] = {(char)('a' + i / 26), (char)('a' + i % 26)};
        snprintf(texts[i], sizeof texts[i], "%d", 1900 + i);
        add(&p, FIELD_BIRTH_DATE, texts[i], NULL);
        add(&p, FIELD_COUNTRY, "somewhere", country);
        add(&p, FIELD_ADDRESS,
            "Alfa Bravo Charlie Delta Echo Foxtrot Golf Hotel India1 Juliett Kilo Lima Mike November Oscar Papa Quebec Romeo", NULL);
    }
    size_t size = fact_gather(&p, room, &f);
    assert_true(size <= FACT_SIZE_MAX);
    assert_int_equal(f.head->date_count, FACT_VALUES_MAX);
    assert_int_equal(f.head->country_count, FACT_VALUES_MAX);
    assert_int_equal(f.head->place_count, FACT_VALUES_MAX);
    assert_int_equal(f.head->word_count, FACT_VALUES_MAX * PLACE_WORDS_MAX);
    assert_int_equal(f.births[FACT_VALUES_MAX - 1].first, date_to_day(1900 + FACT_VALUES_MAX - 1, 1, 1));
    party_free(&p);
}

static void a_damaged_piece_is_refused_or_harmless(void **state)
{
    (void)state;
    party p = {.schema = SCHEMA_PERSON};
    party_facts f;
    add(&p, FIELD_BIRTH_DATE, "1984", NULL);
    add(&p, FIELD_COUNTRY, "Iran", "ir");
    add(&p, FIELD_ADDRESS, "Main St. 5, Springfield", NULL);
    add(&p, FIELD_BIRTH_PLACE, "Shiraz", NULL);
    size_t size = fact_gather(&p, room, &f);
    party_free(&p);
    unsigned char *bytes = malloc(size);
    assert_non_null(bytes);
    memcpy(bytes, room, size);
    assert_true(fact_view(bytes, size, &f));
    for (size_t i = 0; i < size; i++)
        for (unsigned change = 1; change < 256; change++) {
            volatile unsigned sum = 0;
            (void)sum;
            bytes[i] = (unsigned char)(bytes[i] ^ change);
            if (fact_view(bytes, size, &f)) {
                for (size_t d = 0; d < f.head->date_count; d++)
                    sum += f.births[d].about;
                for (size_t c = 0; c < f.head->country_count; c++)
                    sum += (unsigned char)f.countries[c][1];
                for (size_t w = 0; w < f.head->word_count; w++)
                    sum += f.words[w];
                size_t of_places = 0;
                for (size_t l = 0; l < f.head->place_count; l++)
                    of_places += f.places[l].word_count;
                assert_int_equal(of_places, f.head->word_count);
                assert_true(f.head->schema < SCHEMA_COUNT);
            }
            bytes[i] = (unsigned char)(bytes[i] ^ change);
        }
    free(bytes);
}

static void a_cut_or_shifted_piece_is_refused(void **state)
{
    (void)state;
    party p = {.schema = SCHEMA_PERSON};
    party_facts f;
    add(&p, FIELD_BIRTH_DATE, "1984", NULL);
    size_t size = fact_gather(&p, room, &f);
    party_free(&p);
    for (size_t cut = 0; cut < size; cut++)
        assert_false(fact_view(room, cut, &f));
    static const day_number no_days[] = {INT32_MIN, 0, DATE_DAY_MAX + 1, INT32_MAX};
    fact_date date;
    memcpy(&date, (char *)room + sizeof(fact_head), sizeof date);
    assert_true(fact_view(room, size, &f));
    for (size_t i = 0; i < COUNT_OF(no_days); i++) { /* differences of days are taken without fear */
        fact_date wrong[] = {{.first = no_days[i], .last = date.last}, {.first = date.first, .last = no_days[i]}};
        for (size_t k = 0; k < COUNT_OF(wrong); k++) {
            memcpy((char *)room + sizeof(fact_head), &wrong[k], sizeof date);
            assert_false(fact_view(room, size, &f));
        }
    }
    memcpy((char *)room + sizeof(fact_head), &date, sizeof date);
    memmove((char *)room + 1, room, size);
    assert_false(fact_view((char *)room + 1, size, &f));
}

static void genders_are_known_by_their_words(void **state)
{
    (void)state;
    assert_int_equal(gender_of(SLICE(" Male ")), GENDER_MALE);
    assert_int_equal(gender_of(SLICE("M")), GENDER_MALE);
    assert_int_equal(gender_of(SLICE("FEMALE")), GENDER_FEMALE);
    assert_int_equal(gender_of(SLICE("f")), GENDER_FEMALE);
    assert_int_equal(gender_of(SLICE("")), GENDER_UNKNOWN);
    assert_int_equal(gender_of(SLICE("other")), GENDER_UNKNOWN);
}

static void countries_are_known_by_name_demonym_and_code(void **state)
{
    (void)state;
    static const char *const names[][2] = {{"Iran", "ir"},    {"IRN", "ir"},          {"ir", "ir"},      {"Korea, North", "kp"},
                                           {"Russian", "ru"}, {"Russia", "ru"},       {"Germany", "de"}, {"United Kingdom", "gb"},
                                           {" SYRIA ", "sy"}, {"Côte d'Ivoire", "ci"}};
    for (size_t i = 0; i < COUNT_OF(names); i++) {
        char code[3] = {0};
        if (!country_of(slice_of(names[i][0]), code))
            fail_msg("%s is not known", names[i][0]);
        assert_string_equal(code, names[i][1]);
    }
}

static void what_is_no_country_leaves_the_code_alone(void **state)
{
    (void)state;
    char code[3] = "xx", long_one[300];
    memset(long_one, 'a', sizeof long_one);
    assert_false(country_of(SLICE("Atlantis"), code));
    assert_false(country_of(SLICE(""), code));
    assert_false(country_of(SLICE("q"), code));
    assert_false(country_of((slice){long_one, sizeof long_one}, code));
    assert_string_equal(code, "xx");
}

static void an_empty_value_is_not_added(void **state)
{
    (void)state;
    party p = {0};
    assert_ptr_equal(party_add(&p, FIELD_NAME, 0, SLICE(" \n"), SLICE("test")), &p.nobody);
    assert_int_equal(p.values.count, 0);
    party_value *v = party_add(&p, FIELD_NAME, QUALITY_WEAK, SLICE(" a b "), SLICE("test"));
    expect_slice(v->text, "a b");
    assert_int_equal(v->kind, QUALITY_WEAK);
    expect_slice(v->source, "test");
    party_free(&p);
    assert_int_equal(p.values.count, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(dates_countries_and_gender_are_gathered),
        cmocka_unit_test(a_party_without_facts_is_a_head),
        cmocka_unit_test(beyond_the_limit_values_are_left_out_not_written),
        cmocka_unit_test(a_damaged_piece_is_refused_or_harmless),
        cmocka_unit_test(a_cut_or_shifted_piece_is_refused),
        cmocka_unit_test(genders_are_known_by_their_words),
        cmocka_unit_test(countries_are_known_by_name_demonym_and_code),
        cmocka_unit_test(what_is_no_country_leaves_the_code_alone),
        cmocka_unit_test(an_empty_value_is_not_added),
    };
    return cmocka_run_group_tests_name("party_fact", tests, NULL, NULL);
}
