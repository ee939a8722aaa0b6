/* The dictionary of names: what is in it is found, with all its Latin words, and nothing else is. */
#include "test_support.h"

#include "table/table.h"

static slice latin[NAME_READINGS_MAX];

/* A word of characters of two or three bytes in UTF-8. */
static size_t to_symbols(const char *word, symbol *out)
{
    size_t n = 0;
    for (const unsigned char *c = (const unsigned char *)word; *c; n++) {
        bool three = *c >= 0xE0;
        out[n] = three ? (symbol)((c[0] & 0x0F) << 12 | (c[1] & 0x3F) << 6 | (c[2] & 0x3F)) : (symbol)((c[0] & 0x1F) << 6 | (c[1] & 0x3F));
        c += three ? 3 : 2;
    }
    return n;
}

static size_t read_name(const char *word)
{
    symbol symbols[64];
    return table_read_name(symbols, to_symbols(word, symbols), latin);
}

static void known_words_are_read(void **state)
{
    (void)state;
    assert_int_equal(read_name("монтегю"), 1);
    expect_slice(latin[0], "montague");
    assert_int_equal(read_name("西脇"), 1);
    expect_slice(latin[0], "nishiwaki");
}

static void a_word_may_have_several_readings(void **state)
{
    (void)state;
    assert_int_equal(read_name("金原"), 3);
    expect_slice(latin[0], "kanabaru");
    expect_slice(latin[1], "kanahara");
    expect_slice(latin[2], "kambara");
}

static void other_words_are_not_read(void **state)
{
    (void)state;
    assert_int_equal(read_name(""), 0);
    assert_int_equal(read_name("монтег"), 0);
    assert_int_equal(read_name("монтегюю"), 0);
    assert_int_equal(read_name("西"), 0);
    assert_int_equal(read_name("я"), 0);
    assert_int_equal(table_read_name((const symbol[]){0xFFFF}, 1, latin), 0);
}

static void what_the_rules_read_is_left_to_them(void **state)
{
    (void)state;
    assert_int_equal(read_name("иван"), 0);
    assert_int_equal(read_name("рустам"), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(known_words_are_read), cmocka_unit_test(a_word_may_have_several_readings),
                                       cmocka_unit_test(other_words_are_not_read), cmocka_unit_test(what_the_rules_read_is_left_to_them)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
