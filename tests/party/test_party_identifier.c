/* Identifiers: comparable forms, check digits (computed by hand after their standards), and what an equal one proves. */
#include "test_support.h"

#include "party/party_identifier.h"

static void expect_key_at(identifier_type type, slice published, const char *want, const char *file, int line)
{
    char key[IDENTIFIER_KEY_MAX];
    size_t length = identifier_key(type, published, key);
    expect_slice_at((slice){key, length}, want, file, line);
}
#define EXPECT_KEY(type, published, want) expect_key_at((type), SLICE(published), (want), __FILE__, __LINE__)

static void keys_are_letters_and_digits_in_upper_case(void **state)
{
    (void)state;
    EXPECT_KEY(ID_PASSPORT, " a-12 34/567.b ", "A1234567B");
    EXPECT_KEY(ID_IBAN, "de89 3704 0044 0532 0130 00", "DE89370400440532013000");
    EXPECT_KEY(ID_OTHER, "--- ", "");
    EXPECT_KEY(ID_OTHER, "", "");
}

static void the_words_imo_and_mmsi_are_left_out_in_front(void **state)
{
    (void)state;
    EXPECT_KEY(ID_IMO, "IMO 9187629", "9187629");
    EXPECT_KEY(ID_IMO, " imo9187629", "9187629");
    EXPECT_KEY(ID_COMPANY_IMO, "IMO 1234565", "1234565");
    EXPECT_KEY(ID_MMSI, "MMSI: 422030700", "422030700");
    EXPECT_KEY(ID_PASSPORT, "IMO123456", "IMO123456");
}

static void wallets_keep_their_case(void **state)
{
    (void)state;
    EXPECT_KEY(ID_WALLET, " 12QtD5BFwRsdNsAZY76UVE1xyCGNTojH9h", "12QtD5BFwRsdNsAZY76UVE1xyCGNTojH9h");
}

static void keys_fill_the_limit_and_no_more(void **state)
{
    (void)state;
    char long_one[IDENTIFIER_KEY_MAX + 1], key[IDENTIFIER_KEY_MAX];
    memset(long_one, '7', sizeof long_one);
    assert_int_equal(identifier_key(ID_OTHER, (slice){long_one, IDENTIFIER_KEY_MAX}, key), IDENTIFIER_KEY_MAX);
    assert_int_equal(identifier_key(ID_OTHER, (slice){long_one, IDENTIFIER_KEY_MAX + 1}, key), 0);
}

static void expect_check_at(identifier_type type, const char *key, check_result want, const char *file, int line)
{
    check_result got = identifier_check(type, key, strlen(key));
    if (got != want)
        print_error("\"%s\"\n", key);
    _assert_int_equal((LargestIntegralType)got, (LargestIntegralType)want, file, line);
}
#define EXPECT_CHECK(type, key, want) expect_check_at((type), (key), (want), __FILE__, __LINE__)

static void imo_ship_numbers_have_a_check_digit(void **state)
{
    (void)state;
    EXPECT_CHECK(ID_IMO, "9187629", CHECK_GOOD); /* 9*7+1*6+8*5+7*4+6*3+2*2 = 159 */
    EXPECT_CHECK(ID_IMO, "9074729", CHECK_GOOD); /* 139 */
    EXPECT_CHECK(ID_IMO, "9187628", CHECK_BAD);
    EXPECT_CHECK(ID_IMO, "9817629", CHECK_BAD); /* two digits exchanged */
    EXPECT_CHECK(ID_IMO, "918762", CHECK_BAD);
    EXPECT_CHECK(ID_IMO, "91876290", CHECK_BAD);
    EXPECT_CHECK(ID_IMO, "918762A", CHECK_BAD);
}

static void imo_company_numbers_have_another_check_digit(void **state)
{
    (void)state;
    EXPECT_CHECK(ID_COMPANY_IMO, "1234565", CHECK_GOOD); /* 8+12+12+8+45+42 = 127, 127 mod 11 = 6, 11-6 = 5 */
    EXPECT_CHECK(ID_COMPANY_IMO, "1234567", CHECK_BAD);
    EXPECT_CHECK(ID_COMPANY_IMO,
                 "100000"
                 "3",
                 CHECK_GOOD); /* 8, 11-8 = 3 */
    EXPECT_CHECK(ID_COMPANY_IMO, "123456", CHECK_BAD);
}

static void leis_are_checked_mod_97(void **state)
{
    (void)state;
    EXPECT_CHECK(ID_LEI, "5493001KJTIIGC8Y1R12", CHECK_GOOD);
    EXPECT_CHECK(ID_LEI, "529900T8BM49AURSDO55", CHECK_GOOD);
    EXPECT_CHECK(ID_LEI, "HWUPKR0MPOU8FGXBT394", CHECK_GOOD);
    EXPECT_CHECK(ID_LEI, "5493001KJTIIGC8Y1R13", CHECK_BAD);
    EXPECT_CHECK(ID_LEI, "5493001KJTIIGC8YR112", CHECK_BAD);
    EXPECT_CHECK(ID_LEI, "5493001KJTIIGC8Y1R1", CHECK_BAD);
    EXPECT_CHECK(ID_LEI,
                 "5493001KJTIIGC8Y1\xC3\xA9"
                 "2",
                 CHECK_BAD);
}

static void ibans_are_checked_mod_97(void **state)
{
    (void)state;
    EXPECT_CHECK(ID_IBAN, "DE89370400440532013000", CHECK_GOOD);
    EXPECT_CHECK(ID_IBAN, "GB82WEST12345698765432", CHECK_GOOD);
    EXPECT_CHECK(ID_IBAN, "DE89370400440532013001", CHECK_BAD);
    EXPECT_CHECK(ID_IBAN, "DE98370400440532013000", CHECK_BAD);
    EXPECT_CHECK(ID_IBAN, "DE89", CHECK_BAD);
    EXPECT_CHECK(ID_IBAN, "", CHECK_BAD);
}

static void an_iban_with_a_foreign_letter_is_bad_whatever_its_head(void **state)
{
    (void)state;
    EXPECT_CHECK(ID_IBAN,
                 "AR51370400440532\xD0\x90"
                 "13000",
                 CHECK_BAD); /* Cyrillic A inside */
    EXPECT_CHECK(ID_IBAN,
                 "BY21370400440532\xD0\x90"
                 "13000",
                 CHECK_BAD);
}

static void bics_are_checked_by_shape(void **state)
{
    (void)state;
    EXPECT_CHECK(ID_BIC, "DEUTDEFF", CHECK_GOOD);
    EXPECT_CHECK(ID_BIC, "DEUTDEFF500", CHECK_GOOD);
    EXPECT_CHECK(ID_BIC, "DEUT1EFF", CHECK_BAD);
    EXPECT_CHECK(ID_BIC, "DEUTD2FF", CHECK_BAD);
    EXPECT_CHECK(ID_BIC, "DEUTDEF", CHECK_BAD);
    EXPECT_CHECK(ID_BIC, "DEUTDEFF5", CHECK_BAD);
}

static void a_bic_of_other_letters_than_ascii_is_bad(void **state)
{
    (void)state;
    EXPECT_CHECK(ID_BIC, "DEUTDE\xC3\x84", CHECK_BAD);
}

static void other_types_have_no_check(void **state)
{
    (void)state;
    EXPECT_CHECK(ID_PASSPORT, "A1234567", CHECK_NONE);
    EXPECT_CHECK(ID_MMSI, "422030700", CHECK_NONE);
    EXPECT_CHECK(ID_OTHER, "", CHECK_NONE);
}

static int32_t floor_of(identifier_type a, const char *x, const char *xc, identifier_type b, const char *y, const char *yc)
{
    party_value query = {.field = FIELD_IDENTIFIER, .kind = (uint8_t)a, .text = slice_of(x)};
    party_value listed = {.field = FIELD_IDENTIFIER, .kind = (uint8_t)b, .text = slice_of(y)};
    memcpy(query.country, xc ? xc : "\0", 2);
    memcpy(listed.country, yc ? yc : "\0", 2);
    return identifier_floor(&query, &listed);
}

static void an_equal_number_of_the_same_kind_finds_its_party(void **state)
{
    (void)state;
    assert_int_equal(floor_of(ID_PASSPORT, "A 1234567", NULL, ID_PASSPORT, "a1234567", NULL), 9500);
    assert_int_equal(floor_of(ID_PASSPORT, "A1234567", "ir", ID_PASSPORT, "A1234567", "ir"), 9500);
    assert_int_equal(floor_of(ID_PASSPORT, "A1234567", "ir", ID_PASSPORT, "A1234567", NULL), 9500);
    assert_int_equal(floor_of(ID_IMO, "IMO 9187629", NULL, ID_IMO, "9187629", NULL), 9500);
}

static void a_number_that_may_be_another_document_is_strong_support(void **state)
{
    (void)state;
    assert_int_equal(floor_of(ID_NATIONAL, "A1234567", NULL, ID_PASSPORT, "A1234567", NULL), 8500);
    assert_int_equal(floor_of(ID_OTHER, "A1234567", NULL, ID_PASSPORT, "A1234567", NULL), 8500);
    assert_int_equal(floor_of(ID_DRIVER_LICENSE, "A1234567", NULL, ID_PASSPORT, "A1234567", NULL), 8500);
}

static void documents_of_one_weak_kind_prove_no_less_than_of_two_kinds(void **state)
{
    (void)state;
    assert_in_range(floor_of(ID_OTHER, "A1234567", NULL, ID_OTHER, "A1234567", NULL), 8500, 9500);
    assert_in_range(floor_of(ID_DRIVER_LICENSE, "A1234567", NULL, ID_DRIVER_LICENSE, "A1234567", NULL), 8500, 9500);
    assert_in_range(floor_of(ID_LICENSE, "A1234567", NULL, ID_LICENSE, "A1234567", NULL), 8500, 9500);
}

static void what_contradicts_or_is_too_short_proves_nothing(void **state)
{
    (void)state;
    assert_int_equal(floor_of(ID_PASSPORT, "A1234567", "ir", ID_PASSPORT, "A1234567", "sy"), 0);
    assert_int_equal(floor_of(ID_PASSPORT, "1234", NULL, ID_PASSPORT, "1234", NULL), 0);
    assert_int_equal(floor_of(ID_PASSPORT, "A1234567", NULL, ID_PASSPORT, "A1234568", NULL), 0);
    assert_int_equal(floor_of(ID_PASSPORT, "A1234567", NULL, ID_PASSPORT, "A12345670", NULL), 0);
    assert_int_equal(floor_of(ID_IMO, "1234565", NULL, ID_COMPANY_IMO, "1234565", NULL), 0);
    assert_int_equal(floor_of(ID_MMSI, "422030700", NULL, ID_TAX, "422030700", NULL), 0);
    assert_int_equal(floor_of(ID_WALLET, "12QtD5BFwRsdNs", NULL, ID_WALLET, "12qtd5bfwrsdns", NULL), 0);
    assert_int_equal(floor_of(ID_PASSPORT, "", NULL, ID_PASSPORT, "", NULL), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(keys_are_letters_and_digits_in_upper_case),
        cmocka_unit_test(the_words_imo_and_mmsi_are_left_out_in_front),
        cmocka_unit_test(wallets_keep_their_case),
        cmocka_unit_test(keys_fill_the_limit_and_no_more),
        cmocka_unit_test(imo_ship_numbers_have_a_check_digit),
        cmocka_unit_test(imo_company_numbers_have_another_check_digit),
        cmocka_unit_test(leis_are_checked_mod_97),
        cmocka_unit_test(ibans_are_checked_mod_97),
        cmocka_unit_test(an_iban_with_a_foreign_letter_is_bad_whatever_its_head),
        cmocka_unit_test(bics_are_checked_by_shape),
        cmocka_unit_test(a_bic_of_other_letters_than_ascii_is_bad),
        cmocka_unit_test(other_types_have_no_check),
        cmocka_unit_test(an_equal_number_of_the_same_kind_finds_its_party),
        cmocka_unit_test(a_number_that_may_be_another_document_is_strong_support),
        cmocka_unit_test(documents_of_one_weak_kind_prove_no_less_than_of_two_kinds),
        cmocka_unit_test(what_contradicts_or_is_too_short_proves_nothing),
    };
    return cmocka_run_group_tests_name("party_identifier", tests, NULL, NULL);
}
