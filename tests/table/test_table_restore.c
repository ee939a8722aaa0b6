/* Dictionary words found again after one error. */
#include "test_support.h"

#include "table/table.h"

static table_restored choices[RESTORED_CHOICES];

/* The likeliest word, or NULL. */
static const char *restore(const char *word, bool known_too, size_t *count)
{
    symbol symbols[64];
    size_t n = strlen(word);
    for (size_t i = 0; i < n; i++)
        symbols[i] = (unsigned char)word[i];
    if (table_restore_word(symbols, n, known_too, choices) == 0)
        return NULL;
    *count = choices[0].length;
    return choices[0].letters;
}

static bool knows(const char *word)
{
    symbol symbols[64];
    size_t n = strlen(word);
    for (size_t i = 0; i < n; i++)
        symbols[i] = (unsigned char)word[i];
    return table_knows_token(symbols, n);
}

static void expect_restored_at(const char *word, const char *want, const char *file, int line)
{
    size_t count = 0;
    const char *letters = restore(word, false, &count);
    if (letters ? !want || count != strlen(want) || memcmp(letters, want, count) != 0 : want != NULL) {
        print_error("\"%s\" stands for \"%.*s\"\n", word, letters ? (int)count : 0, letters ? letters : "");
        _fail(file, line);
    }
}
#define EXPECT_RESTORED(word, want) expect_restored_at((word), (want), __FILE__, __LINE__)

static const char *const dictionary[] = {"liability", "corporation", "limited", "company", "trading", "international", "shipping"};

/* Whether a letter changed, missing, added, or two that changed places lead from a to b: all words that are one error from a, made and
 * compared. */
static bool one_error(const char *a, const char *b, size_t b_count)
{
    size_t n = strlen(a);
    char made[64];
    for (size_t i = 0; i <= n; i++) {
        bool head = i <= b_count && memcmp(a, b, i) == 0;
        if (head && i < n && n - 1 == b_count && memcmp(a + i + 1, b + i, n - i - 1) == 0)
            return true;
        if (head && n + 1 == b_count && memcmp(a + i, b + i + 1, n - i) == 0)
            return true;
        if (head && i < n && n == b_count && memcmp(a + i + 1, b + i + 1, n - i - 1) == 0)
            return true;
        if (i + 1 >= n || n != b_count)
            continue;
        strcpy(made, a);
        made[i] = a[i + 1];
        made[i + 1] = a[i];
        if (memcmp(made, b, n) == 0)
            return true;
    }
    return false;
}

static void expect_near(const char *word)
{
    size_t count = 0;
    const char *letters = restore(word, true, &count);
    if (!letters)
        fail_msg("\"%s\" stands for nothing", word);
    if (!one_error(word, letters, count))
        fail_msg("\"%s\" stands for \"%.*s\"", word, (int)count, letters);
    assert_in_range(count, 3, RESTORED_MAX);
    letters = restore(word, false, &count);
    if (knows(word))
        assert_true(!letters ||
                    (count == strlen(word) && memcmp(letters, word, count) == 0)); /* a name, unless it is a dictionary word itself */
    else
        assert_non_null(letters);
}

static void dictionary_words_stand_for_themselves(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(dictionary); i++)
        EXPECT_RESTORED(dictionary[i], dictionary[i]);
}

static void one_error_is_mended(void **state)
{
    (void)state;
    EXPECT_RESTORED("liabflity", "liability");
    EXPECT_RESTORED("liabilty", "liability");
    EXPECT_RESTORED("liabiilityy", NULL); /* two errors */
    EXPECT_RESTORED("corporatoin", "corporation");
    EXPECT_RESTORED("xnternational", "international");
}

static void all_near_words_are_told_the_likeliest_first(void **state)
{
    size_t count = 0, n;
    symbol stok[] = {'s', 't', 'o', 'k'};
    bool stock = false;
    (void)state;
    EXPECT_RESTORED("limitde", "limited"); /* "limitda" is as near, but rare */
    n = table_restore_word(stok, COUNT_OF(stok), true, choices);
    assert_in_range(n, 2, RESTORED_CHOICES);
    for (size_t i = 0; i < n; i++) {
        stock |= choices[i].length == 5 && memcmp(choices[i].letters, "stock", 5) == 0;
        assert_true(i == 0 || choices[i - 1].unlikely <= choices[i].unlikely);
    }
    assert_true(stock);
    assert_string_equal(restore("company", true, &count) ? "found" : "", "found");
    assert_int_equal(count, strlen("company"));
}

static void every_single_error_leads_to_a_near_word(void **state)
{
    char word[64];
    (void)state;
    for (size_t d = 0; d < COUNT_OF(dictionary); d++) {
        const char *from = dictionary[d];
        size_t n = strlen(from);
        for (size_t i = 0; i < n; i++) {
            snprintf(word, sizeof word, "%.*s%s", (int)i, from, from + i + 1);
            expect_near(word);
            snprintf(word, sizeof word, "%.*sq%s", (int)i, from, from + i);
            expect_near(word);
            snprintf(word, sizeof word, "%.*sq%s", (int)i, from, from + i + 1);
            expect_near(word);
            if (i + 1 < n && from[i] != from[i + 1]) {
                snprintf(word, sizeof word, "%.*s%c%c%s", (int)i, from, from[i + 1], from[i], from + i + 2);
                expect_near(word);
            }
        }
    }
}

static void digits_are_read_as_the_letters_they_look_like(void **state)
{
    (void)state;
    EXPECT_RESTORED("c0mpany", "company");
    EXPECT_RESTORED("5hipping", "shipping");
    EXPECT_RESTORED("corp0rati0n", "corporation");
    EXPECT_RESTORED("0015", NULL);
}

static void what_is_no_word_stands_for_nothing(void **state)
{
    static const symbol hangul[] = {0xAE40, 0xC815, 0xC740, 0xAE40};
    (void)state;
    assert_int_equal(table_restore_word(hangul, 4, true, choices), 0);
    EXPECT_RESTORED("co", NULL);
    EXPECT_RESTORED("zorvexzorvex", NULL);
    EXPECT_RESTORED("liabilityliabilityliabilityliab", NULL); /* longer than any */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(dictionary_words_stand_for_themselves),         cmocka_unit_test(one_error_is_mended),
        cmocka_unit_test(all_near_words_are_told_the_likeliest_first),   cmocka_unit_test(every_single_error_leads_to_a_near_word),
        cmocka_unit_test(digits_are_read_as_the_letters_they_look_like), cmocka_unit_test(what_is_no_word_stands_for_nothing)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
