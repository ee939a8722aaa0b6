/* Phrases of the word tables: as they are written, misspelt, misread, with other spaces, run on into a word, and reversed. */
#include "test_support.h"

#include "name/name_phrase.h"

enum { COMPANY_WORDS = ROLE_FORM | ROLE_PARTICLE | ROLE_GENERIC | ROLE_NUMBER };

static folded_text folded; /* large: not on the stack */

static name_phrase phrase_of(const char *text, unsigned allowed)
{
    assert_true(fold_text(slice_of(text), &folded));
    return phrase_at(&folded, 0, allowed);
}

static void expect_phrase_at(const char *text, size_t words, const char *class_name, unsigned role, const char *file, int line)
{
    name_phrase found = phrase_of(text, COMPANY_WORDS);
    if (found.words != words || (words && strcmp(table_class_name(found.class_id), class_name) != 0)) {
        print_error("\"%s\": %zu words of class \"%s\"\n", text, found.words, found.words ? table_class_name(found.class_id) : "");
        _fail(file, line);
    }
    if (words)
        _assert_int_equal(found.role, role, file, line);
}
#define EXPECT_PHRASE(text, words, class_name, role) expect_phrase_at((text), (words), (class_name), (role), __FILE__, __LINE__)

static void phrases_are_found_as_written(void **state)
{
    (void)state;
    EXPECT_PHRASE("LLC Zorvex", 1, "llc", ROLE_FORM);
    EXPECT_PHRASE("Joint Stock Company Zorvex", 3, "jsc", ROLE_FORM);
    EXPECT_PHRASE("Trading Zorvex", 1, "trade", ROLE_GENERIC);
    EXPECT_PHRASE("Zorvex LLC", 0, "", 0);
    assert_false(phrase_of("Joint Stock Company", COMPANY_WORDS).guessed);
}

static void only_allowed_roles_are_found(void **state)
{
    (void)state;
    assert_int_equal(phrase_of("LLC", ROLE_TITLE | ROLE_PARTICLE).words, 0);
    assert_int_equal(phrase_of("Trading", ROLE_FORM).words, 0);
    assert_int_equal(phrase_of("LIMITED LIABFLITY COMPANY", ROLE_TITLE | ROLE_PARTICLE | ROLE_NUMBER).words, 0);
}

static void misspelt_phrases_are_found(void **state)
{
    (void)state;
    EXPECT_PHRASE("LIMITED LIABFLITY COMPANY Zorvex", 3, "llc", ROLE_FORM);
    EXPECT_PHRASE("LIMITED LIABILIT COMPANY Zorvex", 3, "llc", ROLE_FORM);
    EXPECT_PHRASE("LIMITED LIABIILITY COMPAYN Zorvex", 3, "llc", ROLE_FORM);
    EXPECT_PHRASE("JOINT STOK COMPANY Zorvex", 3, "jsc", ROLE_FORM);  /* of the words that STOK may stand for, STOCK makes a phrase */
    EXPECT_PHRASE("JOINT STOCK COMPANI Zorvex", 3, "jsc", ROLE_FORM); /* and not COMP with NI written on to it */
    EXPECT_PHRASE("PUBLIC JOINT STOC COMPANY Zorvex", 4, "pjsc", ROLE_FORM);
}

/* One word alone may as well be a name of its own. */
static void a_misspelt_word_alone_is_a_guess(void **state)
{
    (void)state;
    name_phrase found = phrase_of("Tradimg Zorvex", COMPANY_WORDS);
    assert_int_equal(found.words, 1);
    assert_string_equal(table_class_name(found.class_id), "trade");
    assert_true(found.guessed);
    EXPECT_PHRASE("Limitde Zorvex", 1, "ltd", ROLE_FORM); /* LIMITED is likelier than LIMITDA */
    EXPECT_PHRASE("Devlopment Zorvex", 1, table_class_name(phrase_of("Development", COMPANY_WORDS).class_id), ROLE_GENERIC);
    assert_false(phrase_of("LIMITED LIABFLITY COMPANY", COMPANY_WORDS).guessed);
}

static void misread_digits_are_letters(void **state)
{
    (void)state;
    EXPECT_PHRASE("J0INT ST0CK C0MPANY Zorvex", 3, "jsc", ROLE_FORM);
    EXPECT_PHRASE("L1MITED LIABILITY COMPANY Zorvex", 3, "llc", ROLE_FORM);
}

static void spaces_do_not_count(void **state)
{
    (void)state;
    EXPECT_PHRASE("JOINTSTOCK COMPANY Zorvex", 2, "jsc", ROLE_FORM);
    EXPECT_PHRASE("JOINTSTOCKCOMPANY Zorvex", 1, "jsc", ROLE_FORM);
    EXPECT_PHRASE("Coltd Zorvex", 1, "ltd", ROLE_FORM);
    EXPECT_PHRASE("JOINT STOCK COM PANY Zorvex", 4, "jsc", ROLE_FORM);
    EXPECT_PHRASE("T R A D I N G Zorvex", 7, "trade", ROLE_GENERIC);
}

static void a_form_may_run_on_into_a_word(void **state)
{
    (void)state;
    name_phrase found = phrase_of("LIMITED LIABILITY COMPANYSIGNATEK", COMPANY_WORDS);
    assert_int_equal(found.words, 3);
    assert_string_equal(table_class_name(found.class_id), "llc");
    assert_int_equal(found.rest, strlen("signatek"));
    assert_int_equal(phrase_of("LIMITED LIABILITY COMPANY SIGNATEK", COMPANY_WORDS).rest, 0);
    assert_int_equal(phrase_of("LLCSIGNATEK", COMPANY_WORDS).words, 0); /* too short to be sure */
}

static void reversed_forms_are_found(void **state)
{
    (void)state;
    EXPECT_PHRASE("COMPANY LIABILITY LIMITED Zorvex", 3, "llc", ROLE_FORM);
    EXPECT_PHRASE("COMPANY STOCK JOINT Zorvex", 3, "jsc", ROLE_FORM);
}

static void names_are_no_phrases(void **state)
{
    static const char *const names[] = {"Zorvex", "Abishev", "Signatek", "Kadyrov", "Hassan", "Nursultan", "김정은"};
    (void)state;
    for (size_t i = 0; i < COUNT_OF(names); i++)
        EXPECT_PHRASE(names[i], 0, "", 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(phrases_are_found_as_written),  cmocka_unit_test(only_allowed_roles_are_found),
                                       cmocka_unit_test(misspelt_phrases_are_found),    cmocka_unit_test(a_misspelt_word_alone_is_a_guess),
                                       cmocka_unit_test(misread_digits_are_letters),    cmocka_unit_test(spaces_do_not_count),
                                       cmocka_unit_test(a_form_may_run_on_into_a_word), cmocka_unit_test(reversed_forms_are_found),
                                       cmocka_unit_test(names_are_no_phrases)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
