/* The UN list: a small one of our own, and damaged ones. */
#include "list/test_list_support.h"

#include "base/base_text.h"

#define HEAD "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<CONSOLIDATED_LIST dateGenerated=\"2025-01-02T03:04:05Z\">\n"
#define PERSON                                                                                                                             \
    "<INDIVIDUALS><INDIVIDUAL>\n<DATAID>6908555</DATAID><VERSIONNUM>1</VERSIONNUM><FIRST_NAME>ALFA</FIRST_NAME>"                           \
    "<SECOND_NAME> BRAVO</SECOND_NAME><THIRD_NAME/><FOURTH_NAME>KARLO</FOURTH_NAME><UN_LIST_TYPE>DPRK</UN_LIST_TYPE>"                      \
    "<REFERENCE_NUMBER>KPi.999</REFERENCE_NUMBER><LISTED_ON>2016-03-02</LISTED_ON><GENDER>Male</GENDER>"                                   \
    "<NAME_ORIGINAL_SCRIPT>김정은</NAME_ORIGINAL_SCRIPT><TITLE><VALUE>Mr</VALUE></TITLE>"                                               \
    "<DESIGNATION><VALUE>Director</VALUE><VALUE>Chief</VALUE></DESIGNATION>"                                                               \
    "<NATIONALITY><VALUE>Democratic People's Republic of Korea</VALUE></NATIONALITY>"                                                      \
    "<LAST_DAY_UPDATED><VALUE>2017-01-01</VALUE></LAST_DAY_UPDATED>"                                                                       \
    "<INDIVIDUAL_ALIAS><QUALITY>Good</QUALITY><ALIAS_NAME>GOOD ONE; OTHER ONE</ALIAS_NAME></INDIVIDUAL_ALIAS>"                             \
    "<INDIVIDUAL_ALIAS><QUALITY>Low</QUALITY><ALIAS_NAME>WEAK ONE</ALIAS_NAME></INDIVIDUAL_ALIAS>"                                         \
    "<INDIVIDUAL_ALIAS><QUALITY/><ALIAS_NAME/></INDIVIDUAL_ALIAS>"                                                                         \
    "<INDIVIDUAL_ADDRESS><CITY>Pyongyang</CITY><COUNTRY>Iran</COUNTRY></INDIVIDUAL_ADDRESS>"                                               \
    "<INDIVIDUAL_DATE_OF_BIRTH><TYPE_OF_DATE>EXACT</TYPE_OF_DATE><DATE>1960-05-06</DATE></INDIVIDUAL_DATE_OF_BIRTH>"                       \
    "<INDIVIDUAL_DATE_OF_BIRTH><TYPE_OF_DATE>APPROXIMATELY</TYPE_OF_DATE><YEAR>1961</YEAR></INDIVIDUAL_DATE_OF_BIRTH>"                     \
    "<INDIVIDUAL_DATE_OF_BIRTH><TYPE_OF_DATE>BETWEEN</TYPE_OF_DATE><FROM_YEAR>1962</FROM_YEAR><TO_YEAR>1964</TO_YEAR>"                     \
    "</INDIVIDUAL_DATE_OF_BIRTH>"                                                                                                          \
    "<INDIVIDUAL_PLACE_OF_BIRTH><CITY>Baghdad</CITY><COUNTRY>Iraq</COUNTRY></INDIVIDUAL_PLACE_OF_BIRTH>"                                   \
    "<INDIVIDUAL_DOCUMENT><TYPE_OF_DOCUMENT>Passport</TYPE_OF_DOCUMENT><NUMBER>A1234567</NUMBER>"                                          \
    "<ISSUING_COUNTRY>Iran</ISSUING_COUNTRY></INDIVIDUAL_DOCUMENT>"                                                                        \
    "</INDIVIDUAL></INDIVIDUALS>\n"
#define ENTITY                                                                                                                             \
    "<ENTITIES><ENTITY><DATAID>110</DATAID><FIRST_NAME>ZORVEX &amp; CO</FIRST_NAME><UN_LIST_TYPE>Al-Qaida</UN_LIST_TYPE>"                  \
    "<ENTITY_ALIAS><QUALITY>f.k.a.</QUALITY><ALIAS_NAME>OLD ZORVEX</ALIAS_NAME></ENTITY_ALIAS>"                                            \
    "<ENTITY_ADDRESS><STREET>1 Main Street</STREET><CITY>Tehran</CITY><COUNTRY>Iran</COUNTRY></ENTITY_ADDRESS>"                            \
    "</ENTITY></ENTITIES>\n"
#define TAIL "</CONSOLIDATED_LIST>\n"

static cordon_status read_bytes(const test_folder *f, slice xml, list_data *list, cordon_error *error)
{
    folder_write_bytes(f, "un.xml", xml.ptr, xml.len);
    /* what is said of custom lists alone must change nothing here */
    const list_source source = {.code = "un_sc_sanctions", .path = folder_path(f, "un.xml"), .grade_aliases = true};
    return list_read(&source, list, error);
}

static void expect_read(const test_folder *f, const char *xml, list_data *list)
{
    cordon_error error = {0};
    expect_ok(read_bytes(f, slice_of(xml), list, &error), &error);
}

static void expect_refused_at(const test_folder *f, slice xml, const char *part, const char *file, int line)
{
    list_data list;
    cordon_error error = {0};
    expect_error_at(read_bytes(f, xml, &list, &error), &error, CORDON_BAD_INPUT, part, file, line);
    expect_contains_at(error.message, "/un.xml: ", file, line);
    list_free(&list);
}
#define expect_refused(f, xml, part) expect_refused_at((f), slice_of(xml), (part), __FILE__, __LINE__)

static void persons_and_entities_are_read(void **state)
{
    list_data list;
    expect_read(*state, HEAD PERSON ENTITY TAIL, &list);
    assert_int_equal(list.parties.count, 2);
    expect_slice(list.version, "2025-01-02T03:04:05Z");
    assert_int_equal(party_of(&list, "6908555")->schema, SCHEMA_PERSON);
    const party *p = party_of(&list, "110");
    assert_int_equal(p->schema, SCHEMA_ORGANIZATION);
    expect_field(p, FIELD_NAME, 0, QUALITY_PRIMARY, "ZORVEX & CO");
    expect_field(p, FIELD_NAME, 1, QUALITY_FORMER, "OLD ZORVEX");
    expect_field(p, FIELD_ADDRESS, 0, 0, "1 Main Street, Tehran, Iran");
    expect_country(value_at(p, FIELD_ADDRESS, 0), "ir");
    assert_int_equal(list.tags.count, 0);
    assert_int_equal(list.odd_values, 0);
    list_free(&list);
}

static void names_have_their_kinds(void **state)
{
    list_data list;
    expect_read(*state, HEAD PERSON TAIL, &list);
    const party *p = &list.parties.at[0];
    assert_int_equal(count_values(p, FIELD_NAME), 5);
    expect_field(p, FIELD_NAME, 0, QUALITY_PRIMARY, "ALFA BRAVO KARLO");
    expect_field(p, FIELD_NAME, 1, QUALITY_ORIGINAL, "김정은");
    expect_field(p, FIELD_NAME, 2, QUALITY_ALIAS, "GOOD ONE");
    expect_field(p, FIELD_NAME, 3, QUALITY_ALIAS, "OTHER ONE");
    expect_field(p, FIELD_NAME, 4, QUALITY_WEAK, "WEAK ONE");
    list_free(&list);
}

static void facts_go_into_their_fields(void **state)
{
    list_data list;
    expect_read(*state, HEAD PERSON TAIL, &list);
    const party *p = &list.parties.at[0];
    expect_field(p, FIELD_PROGRAM, 0, 0, "DPRK");
    expect_field(p, FIELD_LEGAL_AUTHORITY, 0, 0, "KPi.999");
    expect_field(p, FIELD_LISTING_DATE, 0, 0, "2016-03-02");
    expect_field(p, FIELD_CHANGE_DATE, 0, 0, "2017-01-01");
    expect_field(p, FIELD_GENDER, 0, 0, "Male");
    expect_field(p, FIELD_TITLE, 0, 0, "Mr");
    expect_field(p, FIELD_POSITION, 0, 0, "Director");
    expect_field(p, FIELD_POSITION, 1, 0, "Chief");
    expect_country(value_at(p, FIELD_NATIONALITY, 0), "kp");
    expect_field(p, FIELD_BIRTH_PLACE, 0, 0, "Baghdad, Iraq");
    expect_field(p, FIELD_IDENTIFIER, 0, ID_PASSPORT, "A1234567");
    expect_country(value_at(p, FIELD_IDENTIFIER, 0), "ir");
    list_free(&list);
}

static void birth_dates_keep_their_precision(void **state)
{
    list_data list;
    expect_read(*state, HEAD PERSON TAIL, &list);
    const party *p = &list.parties.at[0];
    assert_int_equal(count_values(p, FIELD_BIRTH_DATE), 3);
    expect_field(p, FIELD_BIRTH_DATE, 0, 0, "1960-05-06");
    expect_field(p, FIELD_BIRTH_DATE, 1, 0, "circa 1961");
    expect_field(p, FIELD_BIRTH_DATE, 2, 0, "1962 to 1964");
    list_free(&list);
}

static void unknown_elements_stay_as_remarks_and_are_counted(void **state)
{
    list_data list;
    expect_read(*state,
                HEAD "<ENTITIES><ENTITY><DATAID>1</DATAID><FIRST_NAME>A</FIRST_NAME><SHOE_SIZE>42</SHOE_SIZE></ENTITY></ENTITIES>" TAIL,
                &list);
    expect_field(&list.parties.at[0], FIELD_REMARK, 0, 0, "42");
    expect_slice(value_at(&list.parties.at[0], FIELD_REMARK, 0)->label, "SHOE_SIZE");
    assert_int_equal(list.tags.count, 1);
    expect_slice(list.tags.at[0].text, "SHOE_SIZE");
    list_free(&list);
}

static void a_date_that_cannot_be_read_is_counted(void **state)
{
    list_data list;
    expect_read(*state,
                HEAD "<INDIVIDUALS><INDIVIDUAL><DATAID>1</DATAID><FIRST_NAME>A</FIRST_NAME><INDIVIDUAL_DATE_OF_BIRTH><DATE>in spring</DATE>"
                     "</INDIVIDUAL_DATE_OF_BIRTH></INDIVIDUAL></INDIVIDUALS>" TAIL,
                &list);
    assert_int_equal(list.odd_values, 1);
    expect_field(&list.parties.at[0], FIELD_BIRTH_DATE, 0, 0, "in spring");
    list_free(&list);
}

static void an_entry_without_id_or_name_is_refused_by_line(void **state)
{
    expect_refused(*state, HEAD "<ENTITIES>\n<ENTITY><FIRST_NAME>A</FIRST_NAME></ENTITY></ENTITIES>" TAIL,
                   "line 4: entry without a DATAID");
    expect_refused(*state, HEAD "<ENTITIES>\n<ENTITY><DATAID>1</DATAID></ENTITY></ENTITIES>" TAIL, "line 4: entry without a FIRST_NAME");
}

static void two_entries_of_one_id_are_refused(void **state)
{
    expect_refused(*state, HEAD ENTITY ENTITY TAIL, "two entries have the id \"110\"");
}

static void another_root_is_refused(void **state)
{
    expect_refused(*state, "<sdnList/>", "expected a UN list (element CONSOLIDATED_LIST), found element sdnList");
}

static void a_list_without_entries_is_refused(void **state)
{
    expect_refused(*state, HEAD TAIL, "no entry in it");
    expect_refused(*state, "", "the file is empty");
}

static void a_cut_list_is_refused(void **state)
{
    static const char xml[] = HEAD PERSON ENTITY TAIL;
    for (size_t size = 60; size < sizeof xml - 2; size += 97)
        expect_refused_at(*state, (slice){xml, size}, "not well-formed XML", __FILE__, __LINE__);
}

static void a_doctype_is_refused(void **state)
{
    expect_refused(*state, "<!DOCTYPE x [<!ENTITY a \"b\">]><CONSOLIDATED_LIST/>", "document type");
}

static void a_declared_encoding_is_applied_once(void **state)
{
    list_data list;
    expect_read(*state,
                "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><CONSOLIDATED_LIST><ENTITIES><ENTITY><DATAID>1</DATAID>"
                "<FIRST_NAME>JOS\xC9</FIRST_NAME></ENTITY></ENTITIES></CONSOLIDATED_LIST>",
                &list);
    expect_field(&list.parties.at[0], FIELD_NAME, 0, QUALITY_PRIMARY, "JOS\xC3\x89");
    list_free(&list);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        FOLDER_TEST(persons_and_entities_are_read),
        FOLDER_TEST(names_have_their_kinds),
        FOLDER_TEST(facts_go_into_their_fields),
        FOLDER_TEST(birth_dates_keep_their_precision),
        FOLDER_TEST(unknown_elements_stay_as_remarks_and_are_counted),
        FOLDER_TEST(a_date_that_cannot_be_read_is_counted),
        FOLDER_TEST(an_entry_without_id_or_name_is_refused_by_line),
        FOLDER_TEST(two_entries_of_one_id_are_refused),
        FOLDER_TEST(another_root_is_refused),
        FOLDER_TEST(a_list_without_entries_is_refused),
        FOLDER_TEST(a_cut_list_is_refused),
        FOLDER_TEST(a_doctype_is_refused),
        FOLDER_TEST(a_declared_encoding_is_applied_once),
    };
    return cmocka_run_group_tests_name("list_un", tests, NULL, NULL);
}
