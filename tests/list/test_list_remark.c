/* Remarks: every piece into its field. */
#include "list/test_list_support.h"

#include "list/list_remark.h"

typedef struct reading {
    list_data list;
    party party;
} reading;

static void read_remarks(reading *r, const char *remarks)
{
    cordon_error error = {0};
    *r = (reading){.list = {.code = "us_ofac_sdn"}};
    expect_ok(remark_read(&r->list, &r->party, slice_of(remarks), &error), &error);
}

static void reading_free(reading *r)
{
    party_free(&r->party);
    list_free(&r->list);
}

/* The remarks are one value of this field and kind with this text. */
static void expect_only_at(const char *remarks, party_field field, unsigned kind, const char *text, const char *country, const char *file,
                           int line)
{
    reading r;
    read_remarks(&r, remarks);
    expect_field_at(&r.party, field, 0, kind, text, file, line);
    _assert_int_equal(r.party.values.count, 1, file, line);
    expect_country_at(&r.party.values.at[0], country, file, line);
    reading_free(&r);
}
#define EXPECT_ONLY(remarks, field, kind, text) expect_only_at((remarks), (field), (kind), (text), "", __FILE__, __LINE__)
#define EXPECT_ONLY_OF(remarks, field, kind, text, country)                                                                                \
    expect_only_at((remarks), (field), (kind), (text), (country), __FILE__, __LINE__)

static void a_persons_remarks_fill_their_fields(void **state)
{
    (void)state;
    reading r;
    read_remarks(&r, "DOB 10 Dec 1948; POB Tehran, Iran; Passport A1234567 (Iran) issued 14 Dec 2005; alt. DOB circa 1949; a.k.a. 'BNC'; "
                     "Digital Currency Address - XBT 12QtD5BFwRsdNsAZY76UVE1xyCGNTojH9h; Linked To: MAHAN AIR.");
    assert_int_equal(r.party.values.count, 7);
    expect_field(&r.party, FIELD_BIRTH_DATE, 0, 0, "10 Dec 1948");
    expect_field(&r.party, FIELD_BIRTH_DATE, 1, 0, "circa 1949");
    expect_slice(value_at(&r.party, FIELD_BIRTH_DATE, 0)->label, "DOB");
    expect_slice(value_at(&r.party, FIELD_BIRTH_DATE, 1)->label, "alt. DOB");
    expect_field(&r.party, FIELD_BIRTH_PLACE, 0, 0, "Tehran, Iran");
    expect_field(&r.party, FIELD_NAME, 0, QUALITY_WEAK, "BNC");
    expect_field(&r.party, FIELD_LINK, 0, 0, "MAHAN AIR");
    expect_field(&r.party, FIELD_IDENTIFIER, 0, ID_PASSPORT, "A1234567");
    expect_country(value_at(&r.party, FIELD_IDENTIFIER, 0), "ir");
    expect_slice(value_at(&r.party, FIELD_IDENTIFIER, 0)->label, "Passport (Iran) issued 14 Dec 2005");
    expect_field(&r.party, FIELD_IDENTIFIER, 1, ID_WALLET, "12QtD5BFwRsdNsAZY76UVE1xyCGNTojH9h");
    expect_slice(value_at(&r.party, FIELD_IDENTIFIER, 1)->label, "XBT");
    assert_int_equal(r.list.remark_tags, 7);
    assert_int_equal(r.list.remark_typed, 7);
    assert_int_equal(r.list.odd_values, 0);
    assert_int_equal(r.list.tags.count, 0);
    reading_free(&r);
}

static void a_vessels_remarks_fill_their_fields(void **state)
{
    (void)state;
    reading r;
    read_remarks(&r,
                 "Vessel Year of Build 1999; Vessel Flag Iran; Former Vessel Flag Malta; Vessel Registration Identification IMO 9187629; "
                 "MMSI 422030700; Additional Sanctions Information - Subject to Secondary Sanctions.");
    expect_field(&r.party, FIELD_BUILD_DATE, 0, 0, "1999");
    expect_field(&r.party, FIELD_FLAG, 0, 0, "Iran");
    expect_country(value_at(&r.party, FIELD_FLAG, 0), "ir");
    expect_field(&r.party, FIELD_FORMER_FLAG, 0, 0, "Malta");
    expect_field(&r.party, FIELD_IDENTIFIER, 0, ID_IMO, "9187629");
    expect_field(&r.party, FIELD_IDENTIFIER, 1, ID_MMSI, "422030700");
    expect_field(&r.party, FIELD_SECONDARY_SANCTIONS, 0, 0, "Subject to Secondary Sanctions");
    reading_free(&r);
}

static void single_pieces_go_into_their_fields(void **state)
{
    (void)state;
    EXPECT_ONLY("Gender Male.", FIELD_GENDER, 0, "Male");
    EXPECT_ONLY_OF("nationality Iran.", FIELD_NATIONALITY, 0, "Iran", "ir");
    EXPECT_ONLY_OF("citizen Syria", FIELD_CITIZENSHIP, 0, "Syria", "sy");
    EXPECT_ONLY("Aircraft Tail Number EP-MNA.", FIELD_IDENTIFIER, ID_TAIL_NUMBER, "EP-MNA");
    EXPECT_ONLY("SWIFT/BIC BCYPGB2L", FIELD_IDENTIFIER, ID_BIC, "BCYPGB2L");
    EXPECT_ONLY("Identification Number IMO 1234565.", FIELD_IDENTIFIER, ID_COMPANY_IMO, "1234565");
    EXPECT_ONLY("Email Address info@zorvex.example.", FIELD_EMAIL, 0, "info@zorvex.example");
    EXPECT_ONLY("Website www.zorvex.example", FIELD_WEBSITE, 0, "www.zorvex.example");
    EXPECT_ONLY("Organization Established Date 01 Feb 1990", FIELD_ESTABLISHED_DATE, 0, "01 Feb 1990");
}

static void a_document_is_known_by_a_word_of_its_tag(void **state)
{
    (void)state;
    EXPECT_ONLY_OF("Tax ID No. 12345678 (Mexico)", FIELD_IDENTIFIER, ID_TAX, "12345678", "mx");
    EXPECT_ONLY_OF("National ID No. 00-11223 (Iran)", FIELD_IDENTIFIER, ID_NATIONAL, "00-11223", "ir");
    EXPECT_ONLY_OF("Cedula No. 19383010 (Colombia)", FIELD_IDENTIFIER, ID_NATIONAL, "19383010", "co");
    EXPECT_ONLY_OF("Diplomatic Passport D9004878 (Iran)", FIELD_IDENTIFIER, ID_PASSPORT, "D9004878", "ir");
}

static void a_passport_without_country_has_none(void **state)
{
    (void)state;
    EXPECT_ONLY("Passport A1234567", FIELD_IDENTIFIER, ID_PASSPORT, "A1234567");
    EXPECT_ONLY("Passport A1234567 expires 01 Jan 2010.", FIELD_IDENTIFIER, ID_PASSPORT, "A1234567");
}

static void a_vessels_registration_that_is_no_imo_number_is_a_registration(void **state)
{
    (void)state;
    EXPECT_ONLY("Vessel Registration Identification BH3456.", FIELD_IDENTIFIER, ID_REGISTRATION, "BH3456");
}

static void an_office_is_a_position(void **state)
{
    (void)state;
    EXPECT_ONLY("Minister of Roads.", FIELD_POSITION, 0, "Minister of Roads");
}

static void what_is_not_known_stays_a_remark_and_is_counted(void **state)
{
    (void)state;
    reading r;
    read_remarks(&r, "something quite new; something quite new; DOB 1948.");
    expect_field(&r.party, FIELD_REMARK, 0, 0, "something quite new");
    assert_int_equal(r.list.tags.count, 1);
    expect_slice(r.list.tags.at[0].text, "something quite new");
    assert_int_equal(r.list.tags.at[0].count, 2);
    assert_int_equal(r.list.remark_tags, 3);
    assert_int_equal(r.list.remark_typed, 1);
    reading_free(&r);
}

static void a_date_that_cannot_be_read_is_kept_and_counted(void **state)
{
    (void)state;
    reading r;
    read_remarks(&r, "DOB some day in spring; DOB 1950 to 1952");
    expect_field(&r.party, FIELD_BIRTH_DATE, 0, 0, "some day in spring");
    expect_field(&r.party, FIELD_BIRTH_DATE, 1, 0, "1950 to 1952");
    assert_int_equal(r.list.odd_values, 1);
    reading_free(&r);
}

static void a_wallet_without_address_stays_a_remark(void **state)
{
    (void)state;
    EXPECT_ONLY("Digital Currency Address - XBT", FIELD_REMARK, 0, "XBT");
}

static void a_tag_is_a_whole_word(void **state)
{
    (void)state;
    reading r;
    read_remarks(&r, "DOBRAN; Flagship of the fleet");
    assert_int_equal(count_values(&r.party, FIELD_BIRTH_DATE), 0);
    assert_int_equal(count_values(&r.party, FIELD_FLAG), 0);
    reading_free(&r);
}

static void a_semicolon_inside_of_quotes_ends_no_piece(void **state)
{
    (void)state;
    EXPECT_ONLY("a.k.a. 'ZOR; VEX'.", FIELD_NAME, QUALITY_WEAK, "ZOR; VEX");
}

static void empty_pieces_are_nothing(void **state)
{
    (void)state;
    static const char *const remarks[] = {"", " ", ".", ";", " ; ; .", ";;;"};
    for (size_t i = 0; i < COUNT_OF(remarks); i++) {
        reading r;
        read_remarks(&r, remarks[i]);
        assert_int_equal(r.party.values.count, 0);
        reading_free(&r);
    }
}

static void remarks_cut_anywhere_are_survived(void **state)
{
    (void)state;
    static const char remarks[] =
        "DOB 10 Dec 1948; Passport A1234567 (Iran) issued 14 Dec 2005; a.k.a. 'BNC'; Digital Currency Address - XBT 12Qt; "
        "Tax ID No. # : No. (x) 123; Vessel Registration Identification IMO 9187629.";
    for (size_t n = 0; n < sizeof remarks; n++) {
        char *exact = malloc(n + 1);
        assert_non_null(exact);
        memcpy(exact, remarks, n);
        reading r = {.list = {.code = "us_ofac_sdn"}};
        cordon_error error = {0};
        expect_ok(remark_read(&r.list, &r.party, (slice){exact, n}, &error), &error);
        reading_free(&r);
        free(exact);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_persons_remarks_fill_their_fields),
        cmocka_unit_test(a_vessels_remarks_fill_their_fields),
        cmocka_unit_test(single_pieces_go_into_their_fields),
        cmocka_unit_test(a_document_is_known_by_a_word_of_its_tag),
        cmocka_unit_test(a_passport_without_country_has_none),
        cmocka_unit_test(a_vessels_registration_that_is_no_imo_number_is_a_registration),
        cmocka_unit_test(an_office_is_a_position),
        cmocka_unit_test(what_is_not_known_stays_a_remark_and_is_counted),
        cmocka_unit_test(a_date_that_cannot_be_read_is_kept_and_counted),
        cmocka_unit_test(a_wallet_without_address_stays_a_remark),
        cmocka_unit_test(a_tag_is_a_whole_word),
        cmocka_unit_test(a_semicolon_inside_of_quotes_ends_no_piece),
        cmocka_unit_test(empty_pieces_are_nothing),
        cmocka_unit_test(remarks_cut_anywhere_are_survived),
    };
    return cmocka_run_group_tests_name("list_remark", tests, NULL, NULL);
}
