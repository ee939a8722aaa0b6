/* Names as the dictionary of names reads them. */
#include "test_support.h"

#include "base/base_text.h"
#include "name/name_read.h"

static name_scratch scratch; /* large: not on the stack */
static name_readings readings;

/* All readings, folded, with " | " between. */
static void expect_readings_at(const char *published, const char *want, const char *file, int line)
{
    prepared_name name;
    cordon_error error = {0};
    string all = {0};
    size_t count = 0;
    expect_ok(name_prepare(slice_of(published), NAME_PERSON, &scratch, &name, &error), &error);
    readings_begin(&readings, slice_of(published), &name);
    for (; readings_next(&readings, &scratch, &name); count++) {
        _assert_true(name_was_read(&name), "name_was_read", file, line);
        if (all.len)
            text_add(&all, SLICE(" |"));
        for (size_t i = 0; i < name.head->token_count; i++) {
            if (all.len)
                text_add_char(&all, ' ');
            fold_write(token_symbols(&name, i), name.tokens[i].count, &all);
        }
    }
    _assert_true(count <= READ_NAMES_MAX, "count <= READ_NAMES_MAX", file, line);
    expect_slice_at(text_slice(&all), want, file, line);
    text_free(&all);
    readings_free(&readings);
    readings = (name_readings){0};
}
#define EXPECT_READINGS(published, want) expect_readings_at((published), (want), __FILE__, __LINE__)

static void words_that_the_dictionary_has_are_replaced(void **state)
{
    (void)state;
    EXPECT_READINGS("Монтегю", "montague");
    EXPECT_READINGS("Рустам Монтегю", "рустам montague");
    EXPECT_READINGS("Монтегю Smith", "montague smith");
}

static void other_names_are_not_read(void **state)
{
    (void)state;
    EXPECT_READINGS("Montague Smith", "");
    EXPECT_READINGS("Рустам", "");
    EXPECT_READINGS("", "");
}

/* Together first, then with one of the words as it is, then by further readings. */
static void several_words_are_tried_together_and_apart(void **state)
{
    (void)state;
    EXPECT_READINGS("Монтегю Херрманн", "montague herrmann | монтегю herrmann | montague херрманн");
    EXPECT_READINGS("金原", "kanabaru | kanahara | kambara");
    EXPECT_READINGS("金原 西脇", "kanabaru nishiwaki | 金原 nishiwaki | kanabaru 西脇 | kanahara nishiwaki");
}

static void the_family_name_before_a_comma_goes_last(void **state)
{
    (void)state;
    EXPECT_READINGS("МОНТЕГЮ, Рустам", "рустам montague");
}

static void words_without_spaces_are_cut(void **state)
{
    (void)state;
    EXPECT_READINGS("西脇大石", "nishiwaki ouishi | nishiwaki 大石 | 西脇 ouishi | 西脇 ohshi");
    EXPECT_READINGS("西脇々", "nishiwaki 々");
}

/* 가호 is in the dictionary; 가홍 begins with its letters, but not with its syllables. */
static void syllables_are_not_cut(void **state)
{
    (void)state;
    EXPECT_READINGS("가호", "jiahao");
    EXPECT_READINGS("가호홍", "jiahao 홍");
    EXPECT_READINGS("가홍", "");
}

static void digits_beside_a_word_stay_with_it(void **state)
{
    (void)state;
    EXPECT_READINGS("Монтегю3", "");
    EXPECT_READINGS("Монтегю 3", "montague 3");
}

static void long_names_have_no_more_readings(void **state)
{
    char name[1800] = "";
    (void)state;
    for (size_t i = 0; i < 90; i++)
        strcat(name, "Монтегю ");
    prepared_name prepared;
    size_t count = 0;
    assert_int_equal(name_prepare(slice_of(name), NAME_PERSON, &scratch, &prepared, NULL), CORDON_OK);
    readings_begin(&readings, slice_of(name), &prepared);
    while (readings_next(&readings, &scratch, &prepared))
        count++;
    assert_int_equal(count, READ_NAMES_MAX);
    readings_free(&readings);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(words_that_the_dictionary_has_are_replaced),
                                       cmocka_unit_test(other_names_are_not_read),
                                       cmocka_unit_test(several_words_are_tried_together_and_apart),
                                       cmocka_unit_test(the_family_name_before_a_comma_goes_last),
                                       cmocka_unit_test(words_without_spaces_are_cut),
                                       cmocka_unit_test(syllables_are_not_cut),
                                       cmocka_unit_test(digits_beside_a_word_stay_with_it),
                                       cmocka_unit_test(long_names_have_no_more_readings)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
