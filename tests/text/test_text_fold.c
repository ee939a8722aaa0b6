/* Folding: which texts become the same, and where words end. */
#include "test_support.h"

#include "text/text_fold.h"

static folded_text folded; /* large: not on the stack */

static void expect_key_at(slice text, const char *want, const char *file, int line)
{
    string key = {0};
    fold_key(text, &key);
    expect_slice_at(text_slice(&key), want, file, line);
    text_free(&key);
}
#define EXPECT_KEY(text, want) expect_key_at(SLICE(text), (want), __FILE__, __LINE__)

static void case_and_punctuation_do_not_count(void **state)
{
    (void)state;
    EXPECT_KEY("MAHAN Air-Lines (Co.)", "mahan air lines co");
    EXPECT_KEY("  ", "");
    EXPECT_KEY("", "");
    EXPECT_KEY("...!?", "");
}

static void accents_do_not_count(void **state)
{
    (void)state;
    EXPECT_KEY("Müller", "muller");
    EXPECT_KEY("Mu\xCC\x88ller", "muller"); /* combining diaeresis */
    EXPECT_KEY("José Ñúñez Łódź", "jose nunez lodz");
    EXPECT_KEY("Straße Ærø", "strasse aero");
    EXPECT_KEY("İstanbul ılgın", "istanbul ilgin");
    EXPECT_KEY("Йод Ёлка", "иод елка");
}

static void full_width_letters_are_the_usual_ones(void **state)
{
    (void)state;
    EXPECT_KEY("\xEF\xBC\xAB\xEF\xBC\xA9\xEF\xBC\xAD \xEF\xBC\x91", "kim 1"); /* full width KIM 1 */
}

static void apostrophes_do_not_end_a_word(void **state)
{
    (void)state;
    EXPECT_KEY("O'Neil O’Neil", "oneil oneil");
}

static void invisible_characters_are_dropped_without_a_gap(void **state)
{
    (void)state;
    EXPECT_KEY("Ma\xE2\x80\x8Bhan", "mahan"); /* zero-width space */
    EXPECT_KEY("Ma\xC2\xADhan", "mahan");     /* soft hyphen */
    EXPECT_KEY("Ma\xE2\x80\x8D"
               "han",
               "mahan");                      /* zero-width joiner */
    EXPECT_KEY("Ma\xE2\x81\xA0han", "mahan"); /* word joiner */
    EXPECT_KEY("\xEF\xBB\xBFMahan", "mahan"); /* byte order mark */
    EXPECT_KEY("Ma\xE2\x80\xAEhan", "mahan"); /* right-to-left override */
}

static void other_spaces_end_a_word(void **state)
{
    (void)state;
    EXPECT_KEY("Mahan\xC2\xA0"
               "Air\xE3\x80\x80Lines",
               "mahan air lines"); /* no-break and ideographic space */
}

static void look_alikes_beside_latin_letters_are_latin(void **state)
{
    (void)state;
    EXPECT_KEY("M\xD0\xB0h\xD0\xB0n", "mahan");                       /* Cyrillic a in a Latin word */
    EXPECT_KEY("\xD0\xA1\xD0\x9E\xD0\xA0\xD0\x95 Bank", "cope bank"); /* a whole word in disguise beside Latin */
    EXPECT_KEY("B\xCE\x91NK", "bank");                                /* Greek Alpha */
}

static void look_alikes_without_latin_letters_stay_what_they_are(void **state)
{
    (void)state;
    EXPECT_KEY("Ромашка", "ромашка");
    EXPECT_KEY("СОРЕ", "соре");
}

static void a_word_of_real_cyrillic_beside_latin_stays_cyrillic(void **state)
{
    (void)state;
    assert_true(fold_text(SLICE("Bank Шмидт"), &folded));
    assert_int_equal(folded.word_count, 2);
    assert_int_equal(folded.words[0].script, SCRIPT_LATIN);
    assert_int_equal(folded.words[1].script, SCRIPT_CYRILLIC);
}

static void words_know_their_bytes_symbols_and_script(void **state)
{
    (void)state;
    static const struct {
        uint32_t start, end;
        uint16_t first, count;
        script_id script;
    } want[] = {{0, 7, 0, 6, SCRIPT_LATIN}, {8, 18, 6, 5, SCRIPT_CYRILLIC}, {19, 20, 11, 1, SCRIPT_LATIN}};
    assert_true(fold_text(SLICE("Müller-Шмидт 7"), &folded));
    assert_int_equal(folded.word_count, 3);
    assert_int_equal(folded.symbol_count, 12);
    for (size_t i = 0; i < 3; i++) {
        assert_int_equal(folded.words[i].start, want[i].start);
        assert_int_equal(folded.words[i].end, want[i].end);
        assert_int_equal(folded.words[i].first, want[i].first);
        assert_int_equal(folded.words[i].count, want[i].count);
        assert_int_equal(folded.words[i].script, want[i].script);
    }
}

static void a_change_of_script_ends_a_word(void **state)
{
    (void)state;
    assert_true(fold_text(SLICE("海Bank"), &folded));
    assert_int_equal(folded.word_count, 2);
    assert_int_equal(folded.words[0].script, SCRIPT_HAN);
    assert_int_equal(folded.words[1].script, SCRIPT_LATIN);
}

static void hangul_syllables_become_jamo_and_back(void **state)
{
    (void)state;
    assert_true(fold_text(SLICE("김"), &folded)); /* U+AE40: kiyeok, i, mieum */
    assert_int_equal(folded.symbol_count, 3);
    assert_int_equal(folded.symbols[0], 0x1100);
    assert_int_equal(folded.symbols[1], 0x1175);
    assert_int_equal(folded.symbols[2], 0x11B7);
    assert_true(fold_text(SLICE("가"), &folded)); /* no tail */
    assert_int_equal(folded.symbol_count, 2);
    EXPECT_KEY("김정은 가힣", "김정은 가힣");
    EXPECT_KEY("\xE1\x84\x80\xE1\x85\xB5\xE1\x86\xB7", "김"); /* written as jamo already */
}

static void hiragana_and_half_width_kana_are_katakana(void **state)
{
    (void)state;
    EXPECT_KEY("あかさ", "アカサ");
    EXPECT_KEY("ｱｶｻ", "アカサ");
}

static void a_voicing_mark_belongs_to_its_kana(void **state)
{
    (void)state;
    EXPECT_KEY("が", "ガ");
    EXPECT_KEY("か\xE3\x82\x99", "ガ"); /* combining */
    EXPECT_KEY("ｶﾞ", "ガ");             /* half width */
    EXPECT_KEY("ﾊﾟﾊﾞ", "パバ");
}

static void voiced_u_is_vu_however_it_is_written(void **state)
{
    (void)state;
    EXPECT_KEY("ヴ", "ヴ");
    EXPECT_KEY("ゔ", "ヴ");
    EXPECT_KEY("ｳﾞ", "ヴ");
    EXPECT_KEY("ウ\xE3\x82\x99", "ヴ");
}

static void voiced_wa_is_no_other_kana(void **state)
{
    (void)state;
    string va = {0}, wi = {0};
    fold_key(SLICE("ヷ"), &va);
    fold_key(SLICE("ヰ"), &wi);
    assert_false(slice_equal(text_slice(&va), text_slice(&wi)));
    text_free(&va);
    text_free(&wi);
}

static void arabic_variants_are_one(void **state)
{
    (void)state;
    EXPECT_KEY("أحمد إحمد آحمد ٱحمد", "احمد احمد احمد احمد"); /* hamza above, below, madda, wasla */
    EXPECT_KEY("کریم", "كريم");                               /* Persian kaf and yeh */
    EXPECT_KEY("محـــمد", "محمد");                            /* tatweel */
    EXPECT_KEY("مُحَمَّد", "محمد");                               /* vowel signs */
    EXPECT_KEY("١٢٣ ۱۲۳", "123 123");                         /* digits */
    EXPECT_KEY("ﻣﺤﻤﺪ", "محمد");                               /* presentation forms */
}

static void characters_beyond_the_bmp_survive(void **state)
{
    (void)state;
    assert_true(fold_text(SLICE("\xF0\xA0\xAE\xB7"), &folded)); /* U+20BB7 */
    assert_int_equal(folded.symbol_count, 2);
    assert_int_equal(folded.symbols[0], 0xD842);
    assert_int_equal(folded.symbols[1], 0xDFB7);
    EXPECT_KEY("\xF0\xA0\xAE\xB7野家", "\xF0\xA0\xAE\xB7野家");
}

static void invalid_bytes_separate_words(void **state)
{
    (void)state;
    EXPECT_KEY("ma\xFFhan", "ma han");
    EXPECT_KEY("ma\xC1\xA1han", "ma han"); /* an overlong "a" */
    EXPECT_KEY("mahan\xE6\xB5", "mahan");
    EXPECT_KEY("\xED\xA0\x80", "");
}

static slice repeat(const char *piece, size_t times)
{
    static char text[64 * 1024];
    size_t length = strlen(piece);
    assert_true(length * times < sizeof text);
    for (size_t i = 0; i < times; i++)
        memcpy(text + i * length, piece, length);
    return (slice){text, length * times};
}

static void symbols_up_to_the_limit_and_no_more(void **state)
{
    (void)state;
    assert_true(fold_text(repeat("a", FOLD_SYMBOLS_MAX), &folded));
    assert_int_equal(folded.symbol_count, FOLD_SYMBOLS_MAX);
    assert_int_equal(folded.words[0].count, FOLD_SYMBOLS_MAX);
    assert_false(fold_text(repeat("a", FOLD_SYMBOLS_MAX + 1), &folded));
    assert_int_equal(folded.symbol_count, 0);
    assert_int_equal(folded.word_count, 0);
}

static void words_up_to_the_limit_and_no_more(void **state)
{
    (void)state;
    assert_true(fold_text(repeat("a ", FOLD_WORDS_MAX), &folded));
    assert_int_equal(folded.word_count, FOLD_WORDS_MAX);
    assert_false(fold_text(repeat("a ", FOLD_WORDS_MAX + 1), &folded));
    assert_int_equal(folded.word_count, 0);
}

static void one_character_that_unfolds_over_the_limit_is_refused(void **state)
{
    (void)state;
    assert_false(fold_text(repeat("\xEF\xB7\xBA", 400), &folded)); /* U+FDFA becomes 15 letters */
    assert_int_equal(folded.symbol_count, 0);
}

static void every_byte_pair_is_survived(void **state)
{
    (void)state;
    for (unsigned a = 0; a < 256; a++)
        for (unsigned b = 0; b < 256; b++) {
            const char text[] = {'x', (char)a, (char)b, 'y'};
            assert_true(fold_text((slice){text, 4}, &folded));
            assert_true(folded.word_count >= 1 && folded.word_count <= 4);
            for (size_t i = 0; i < folded.word_count; i++)
                assert_true(folded.words[i].start < folded.words[i].end && folded.words[i].end <= 4);
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(case_and_punctuation_do_not_count),
        cmocka_unit_test(accents_do_not_count),
        cmocka_unit_test(full_width_letters_are_the_usual_ones),
        cmocka_unit_test(apostrophes_do_not_end_a_word),
        cmocka_unit_test(invisible_characters_are_dropped_without_a_gap),
        cmocka_unit_test(other_spaces_end_a_word),
        cmocka_unit_test(look_alikes_beside_latin_letters_are_latin),
        cmocka_unit_test(look_alikes_without_latin_letters_stay_what_they_are),
        cmocka_unit_test(a_word_of_real_cyrillic_beside_latin_stays_cyrillic),
        cmocka_unit_test(words_know_their_bytes_symbols_and_script),
        cmocka_unit_test(a_change_of_script_ends_a_word),
        cmocka_unit_test(hangul_syllables_become_jamo_and_back),
        cmocka_unit_test(hiragana_and_half_width_kana_are_katakana),
        cmocka_unit_test(a_voicing_mark_belongs_to_its_kana),
        cmocka_unit_test(voiced_u_is_vu_however_it_is_written),
        cmocka_unit_test(voiced_wa_is_no_other_kana),
        cmocka_unit_test(arabic_variants_are_one),
        cmocka_unit_test(characters_beyond_the_bmp_survive),
        cmocka_unit_test(invalid_bytes_separate_words),
        cmocka_unit_test(symbols_up_to_the_limit_and_no_more),
        cmocka_unit_test(words_up_to_the_limit_and_no_more),
        cmocka_unit_test(one_character_that_unfolds_over_the_limit_is_refused),
        cmocka_unit_test(every_byte_pair_is_survived),
    };
    return cmocka_run_group_tests_name("text_fold", tests, NULL, NULL);
}
