/* Acronyms: which names have them, and that each is a whole prepared name of its own. */
#include "test_support.h"

#include "base/base_text.h"
#include "name/name_derive.h"

static name_scratch scratch; /* large: not on the stack */

/* "kmdt kmdtc" */
static void expect_acronyms_at(const char *published, name_kind kind, const char *want, const char *file, int line)
{
    derived_name made[DERIVED_MAX];
    prepared_name name, acronym;
    cordon_error error = {0};
    string t = {0};
    expect_ok(name_prepare(slice_of(published), kind, &scratch, &name, &error), &error);
    size_t count = name_acronyms(&name, &scratch, made);
    _assert_true(count <= DERIVED_MAX, "count <= DERIVED_MAX", file, line);
    for (size_t i = 0; i < count; i++) {
        _assert_true(name_view(made[i].bytes, sizeof made[i].bytes, &acronym), "name_view", file, line);
        _assert_int_equal(acronym.head->token_count, 1, file, line);
        _assert_int_equal(acronym.head->kind, NAME_ORGANIZATION, file, line);
        _assert_int_equal(acronym.head->prior, ACRONYM_PRIOR, file, line);
        _assert_true(acronym.head->weight > 0, "weight", file, line);
        if (i)
            text_add_char(&t, ' ');
        fold_write(token_symbols(&acronym, 0), acronym.tokens[0].count, &t);
    }
    expect_slice_at(text_slice(&t), want, file, line);
    text_free(&t);
}
#define EXPECT_ACRONYMS(published, kind, want) expect_acronyms_at((published), (kind), (want), __FILE__, __LINE__)

static void first_letters_make_an_acronym(void **state)
{
    (void)state;
    EXPECT_ACRONYMS("National Iranian Oil Company", NAME_ORGANIZATION, "nioc");
    EXPECT_ACRONYMS("ISLAMIC REVOLUTIONARY GUARD CORPS", NAME_ORGANIZATION, "irgc");
    EXPECT_ACRONYMS("Zorvex \xC3\x96kumenische Quarz Werke", NAME_ORGANIZATION, "zoqw");
}

static void little_words_do_not_count(void **state)
{
    (void)state;
    EXPECT_ACRONYMS("Zorvex of the Ocean and Star for Quarz", NAME_ORGANIZATION, "zosq");
    EXPECT_ACRONYMS("Zorvex de la Mar y Estrella Quinta", NAME_ORGANIZATION, "zmeq");
}

static void a_legal_form_of_one_word_may_count(void **state)
{
    (void)state;
    EXPECT_ACRONYMS("Korea Mining Development Trading Corporation", NAME_ORGANIZATION, "kmdt kmdtc");
    EXPECT_ACRONYMS("Zorvex Ocean Star Corporation", NAME_ORGANIZATION, "zosc");
    EXPECT_ACRONYMS("Zorvex Ocean Star Quarz Limited Liability Company", NAME_ORGANIZATION, "zosq");
    EXPECT_ACRONYMS("Limited Liability Company Zorvex Ocean Star Trading", NAME_ORGANIZATION, "zost");
    EXPECT_ACRONYMS("Zorvex Ocean GmbH Star Trading", NAME_ORGANIZATION, "");
}

static void short_and_long_names_have_none(void **state)
{
    (void)state;
    EXPECT_ACRONYMS("Zorvex Ocean Star", NAME_ORGANIZATION, "");
    EXPECT_ACRONYMS("Zorvex", NAME_ORGANIZATION, "");
    EXPECT_ACRONYMS("Alfa Bravo Karlo Delta Ekko Foxtrot Golf Hotel Indigo Juliet", NAME_ORGANIZATION, "abkdefghij");
    EXPECT_ACRONYMS("Alfa Bravo Karlo Delta Ekko Foxtrot Golf Hotel Indigo Juliet Kilo", NAME_ORGANIZATION, "");
    EXPECT_ACRONYMS("Alfa Bravo Karlo Delta Ekko Foxtrot Golf Hotel Indigo Juliet Kilo Lima Mike", NAME_ORGANIZATION, "");
}

static void only_latin_organisations_have_them(void **state)
{
    (void)state;
    EXPECT_ACRONYMS("Korea Mining Development Trading", NAME_PERSON, "");
    EXPECT_ACRONYMS("Korea Mining Development Trading", NAME_VESSEL, "");
    EXPECT_ACRONYMS("Korea Mining Development Trading", NAME_ANY, "");
    EXPECT_ACRONYMS("Зорвекс Океан Звезда Кварц", NAME_ORGANIZATION, "");
    EXPECT_ACRONYMS("Zorvex Ocean Звезда Quarz Star", NAME_ORGANIZATION, "");
    EXPECT_ACRONYMS("Zorvex 3 Ocean Star Quarz", NAME_ORGANIZATION, "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(first_letters_make_an_acronym), cmocka_unit_test(little_words_do_not_count),
                                       cmocka_unit_test(a_legal_form_of_one_word_may_count),
                                       cmocka_unit_test(short_and_long_names_have_none),
                                       cmocka_unit_test(only_latin_organisations_have_them)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
