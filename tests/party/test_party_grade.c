/* Which aliases are weak, and by which test: a table of names as lists publish them. */
#include "test_support.h"

#include "party/party_grade.h"

typedef struct example {
    const char *alias;
    alias_weakness want;
} example;

static void expect_grades(const example *examples, size_t count, party_schema schema)
{
    size_t wrong = 0;
    for (size_t i = 0; i < count; i++) {
        alias_weakness got = party_grade_alias(slice_of(examples[i].alias), schema);
        if (got == examples[i].want)
            continue;
        print_error("\"%s\": expected \"%.*s\", found \"%.*s\"\n", examples[i].alias, SLICE_ARG(weakness_name(examples[i].want)),
                    SLICE_ARG(weakness_name(got)));
        wrong++;
    }
    assert_int_equal(wrong, 0);
}

static void aliases_of_persons(void **state)
{
    static const example examples[] = {
        {"Nursultan", ALIAS_GOOD},
        {"Kim Jong Un", ALIAS_GOOD},
        {"KIM, Jong Un", ALIAS_GOOD},
        {"Haji Juma Dila Agha", ALIAS_GOOD},
        {"Mullah Abdul Ghani Baradar", ALIAS_GOOD},
        {"Ayman Muhammad Rabi al-Zawahiri", ALIAS_GOOD},
        {"Muhammad Hasan al-Masri", ALIAS_GOOD},
        {"AL-MASRI, Ahmad", ALIAS_GOOD}, /* a given name and a family name */
        {"Amir Khan", ALIAS_GOOD},       /* Amir is a name more often than a title */
        {"Abu Bakr Siddique Rahman", ALIAS_GOOD},
        {"Jordan Fishman Weaver", ALIAS_GOOD},
        {"Patricia Romero", ALIAS_GOOD},
        {"Иван Петров", ALIAS_GOOD},
        {"김정은", ALIAS_GOOD},
        {"金正恩", ALIAS_GOOD},
        {"", ALIAS_GOOD},
        {"!?", ALIAS_GOOD},

        {"Ali", ALIAS_SHORT},
        {"K.", ALIAS_SHORT},
        {"Dr. K", ALIAS_SHORT},
        {"MU", ALIAS_SHORT},
        {"BOYCA", ALIAS_SHORT},
        {"金", ALIAS_SHORT},
        {"Али", ALIAS_SHORT},

        {"Nitr0jen26", ALIAS_NUMBER},
        {"blackjack1987", ALIAS_NUMBER},
        {"Comandante 27", ALIAS_NUMBER},

        {"the Doctor", ALIAS_COMMON_WORD},
        {"Little Tiger", ALIAS_COMMON_WORD},
        {"Mushroom", ALIAS_COMMON_WORD},
        {"EL INGENIERO", ALIAS_COMMON_WORD},
        {"La Gallina", ALIAS_COMMON_WORD},
        {"BIG BROTHER", ALIAS_COMMON_WORD},
        {"Respected Comrade", ALIAS_COMMON_WORD},
        {"Dear Leader", ALIAS_COMMON_WORD},
        {"Ahmed the Tall", ALIAS_COMMON_WORD},
        {"EL LOCO BARRERA", ALIAS_COMMON_WORD},
        {"PATRICIA", ALIAS_COMMON_WORD}, /* a given name of many people, and nothing else */

        {"al-Masri", ALIAS_PLACE},
        {"the Syrian", ALIAS_PLACE},
        {"Damascus", ALIAS_PLACE},
        {"North Korea", ALIAS_PLACE},
        {"Ahmed the Egyptian", ALIAS_PLACE},
        {"AL-SHISHANI, Abu Umar", ALIAS_PLACE},
        {"KUWAITI, Abu Shaima", ALIAS_PLACE},
        {"Abu Maryam al-Iraqi al-Masri", ALIAS_PLACE},

        {"Abu Hamza", ALIAS_COMMON_PREFIX},
        {"Abu-Julaybib", ALIAS_COMMON_PREFIX},
        {"Umm Abdullah", ALIAS_COMMON_PREFIX},
        {"YUSSRR, Abu", ALIAS_COMMON_PREFIX},
        {"Haji Fiazullah", ALIAS_COMMON_PREFIX},
        {"Mullah Dadullah", ALIAS_COMMON_PREFIX},
        {"DON ALFREDO", ALIAS_COMMON_PREFIX},
        {"DR. ABBASI", ALIAS_COMMON_PREFIX},
        {"EL PIOLO", ALIAS_COMMON_PREFIX},
    };
    (void)state;
    expect_grades(examples, COUNT_OF(examples), SCHEMA_PERSON);
}

static void aliases_of_organisations(void **state)
{
    static const example examples[] = {
        {"Korea Mining Development Trading Corporation", ALIAS_GOOD},
        {"KOMID", ALIAS_GOOD},
        {"ISIS", ALIAS_GOOD},
        {"Foreign Trade Bank", ALIAS_GOOD}, /* common words, but more than one */
        {"Bank of Syria and Overseas", ALIAS_GOOD},
        {"2nd Academy of Natural Sciences", ALIAS_GOOD}, /* the number is little of it */
        {"Abu Hamza Trading", ALIAS_GOOD},
        {"Al-Qaida", ALIAS_GOOD}, /* organisations are called by one word */
        {"Don Bosco", ALIAS_GOOD},
        {"PATRICIA", ALIAS_GOOD},

        {"FTB", ALIAS_SHORT},
        {"LLC NGF", ALIAS_SHORT},
        {"OOO \"KSK\"", ALIAS_SHORT},
        {"Ltd.", ALIAS_SHORT},

        {"Office 39", ALIAS_NUMBER},
        {"APT38", ALIAS_NUMBER},
        {"30 SRZ AO", ALIAS_NUMBER},

        {"the Bank", ALIAS_COMMON_WORD},
        {"Trading Company Ltd", ALIAS_COMMON_WORD},

        {"The Syrian", ALIAS_PLACE},
        {"Isfahan LLC", ALIAS_PLACE},
    };
    (void)state;
    expect_grades(examples, COUNT_OF(examples), SCHEMA_COMPANY);
    expect_grades(examples, COUNT_OF(examples), SCHEMA_LEGAL_ENTITY);
    expect_grades(examples, COUNT_OF(examples), SCHEMA_NONE);
}

static void aliases_of_vessels(void **state)
{
    static const example examples[] = {
        {"Kum Un San 3", ALIAS_GOOD}, {"Petrel 8", ALIAS_GOOD}, {"Tiger", ALIAS_GOOD},   {"Daisy", ALIAS_GOOD},
        {"M/V Sea", ALIAS_SHORT},     {"IR 7", ALIAS_SHORT},    {"12345", ALIAS_NUMBER}, {"Damascus", ALIAS_PLACE},
    };
    (void)state;
    expect_grades(examples, COUNT_OF(examples), SCHEMA_VESSEL);
}

static void a_long_alias_is_graded_without_harm(void **state)
{
    static char name[20000];
    (void)state;
    for (size_t i = 0; i + 4 < sizeof name; i += 4)
        memcpy(name + i, "abu ", 4);
    assert_int_equal(party_grade_alias(slice_of(name), SCHEMA_PERSON), ALIAS_GOOD);
    memset(name, 'x', 4000);
    assert_int_equal(party_grade_alias((slice){name, 4000}, SCHEMA_PERSON), ALIAS_GOOD);
}

static void only_aliases_of_a_party_are_marked(void **state)
{
    size_t counts[ALIAS_WEAKNESS_COUNT] = {0};
    party p = {.schema = SCHEMA_PERSON};
    (void)state;
    static const struct {
        const char *text;
        name_quality before, after;
        const char *label;
    } names[] = {{"Tiger", QUALITY_PRIMARY, QUALITY_PRIMARY, ""},
                 {"Tiger", QUALITY_FORMER, QUALITY_FORMER, ""},
                 {"Tiger", QUALITY_ORIGINAL, QUALITY_ORIGINAL, ""},
                 {"Tiger", QUALITY_WEAK, QUALITY_WEAK, ""},
                 {"The Tiger", QUALITY_ALIAS, QUALITY_WEAK, "graded: common word"},
                 {"Abu Hamza", QUALITY_ALIAS, QUALITY_WEAK, "graded: common prefix"},
                 {"Abu Yaqub", QUALITY_ALIAS, QUALITY_WEAK, "graded: common prefix"},
                 {"Nursultan", QUALITY_ALIAS, QUALITY_ALIAS, ""}};
    for (size_t i = 0; i < COUNT_OF(names); i++)
        assert_non_null(party_add(&p, FIELD_NAME, names[i].before, slice_of(names[i].text), SLICE("test")));
    assert_non_null(party_add(&p, FIELD_ADDRESS, QUALITY_ALIAS, SLICE("Tiger"), SLICE("test")));
    party_grade(&p, counts);
    for (size_t i = 0; i < COUNT_OF(names); i++) {
        assert_int_equal(p.values.at[i].kind, names[i].after);
        expect_slice(p.values.at[i].label, names[i].label);
    }
    assert_int_equal(p.values.at[COUNT_OF(names)].kind, QUALITY_ALIAS);
    assert_int_equal(counts[ALIAS_GOOD], 1);
    assert_int_equal(counts[ALIAS_COMMON_WORD], 1);
    assert_int_equal(counts[ALIAS_COMMON_PREFIX], 2);
    assert_int_equal(counts[ALIAS_SHORT] + counts[ALIAS_NUMBER] + counts[ALIAS_PLACE], 0);
    party_free(&p);
}

static void every_test_has_a_name(void **state)
{
    (void)state;
    expect_slice(weakness_name(ALIAS_GOOD), "");
    expect_slice(weakness_name(ALIAS_SHORT), "short");
    expect_slice(weakness_name(ALIAS_NUMBER), "number");
    expect_slice(weakness_name(ALIAS_COMMON_WORD), "common word");
    expect_slice(weakness_name(ALIAS_PLACE), "place");
    expect_slice(weakness_name(ALIAS_COMMON_PREFIX), "common prefix");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(aliases_of_persons),
        cmocka_unit_test(aliases_of_organisations),
        cmocka_unit_test(aliases_of_vessels),
        cmocka_unit_test(a_long_alias_is_graded_without_harm),
        cmocka_unit_test(only_aliases_of_a_party_are_marked),
        cmocka_unit_test(every_test_has_a_name),
    };
    return cmocka_run_group_tests_name("party_grade", tests, NULL, NULL);
}
