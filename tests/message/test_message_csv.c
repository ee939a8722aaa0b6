/* Queries from CSV: what the columns mean, and what a record becomes. */
#include "test_support.h"

#include "message/message_csv.h"

enum { HEADER_MAX = 16 };

typedef struct table {
    slice header[HEADER_MAX];
    size_t count;
    column_map map;
    string unused;
    query query;
    cordon_error error;
} table;

static table t; /* the map is large */

static size_t split(const char *line, slice *fields)
{
    size_t count = 0;
    slice rest = slice_of(line);
    while (count < HEADER_MAX && slice_cut(&rest, ',', &fields[count]))
        count++;
    return count;
}

static cordon_status map_header(const char *header, const char *mapping)
{
    t.count = split(header, t.header);
    t.unused.len = 0;
    t.error = (cordon_error){0};
    return csv_map_columns(t.header, t.count, slice_of(mapping), &t.map, &t.unused, &t.error);
}

static cordon_status read_record(size_t number, const char *record)
{
    slice fields[HEADER_MAX];
    t.error = (cordon_error){0};
    return query_read_csv(&t.query, &t.map, number, fields, split(record, fields), &t.error);
}

static int free_table(void **state)
{
    (void)state;
    text_free(&t.unused);
    query_free(&t.query);
    return 0;
}

static void expect_property_at(const char *header, party_field field, unsigned kind, const char *file, int line)
{
    table *one = &t;
    char both[128];
    snprintf(both, sizeof both, "name,%s", header);
    expect_ok_at(map_header(both, ""), &t.error, file, line);
    if (one->map.columns[1].role != COLUMN_PROPERTY || one->map.columns[1].field != field || one->map.columns[1].kind != kind) {
        print_error("\"%s\": role %d, field %d, kind %d\n", header, one->map.columns[1].role, one->map.columns[1].field,
                    one->map.columns[1].kind);
        _fail(file, line);
    }
}
#define EXPECT_PROPERTY(header, field, kind) expect_property_at((header), (field), (kind), __FILE__, __LINE__)

static void headers_are_known_by_many_names(void **state)
{
    (void)state;
    EXPECT_PROPERTY("dob", FIELD_BIRTH_DATE, 0);
    EXPECT_PROPERTY("Date of Birth", FIELD_BIRTH_DATE, 0);
    EXPECT_PROPERTY("birth-date", FIELD_BIRTH_DATE, 0);
    EXPECT_PROPERTY("BIRTH_DATE", FIELD_BIRTH_DATE, 0);
    EXPECT_PROPERTY("alias", FIELD_NAME, QUALITY_ALIAS);
    EXPECT_PROPERTY("Full Name", FIELD_NAME, QUALITY_PRIMARY);
    EXPECT_PROPERTY("Country", FIELD_COUNTRY, 0);
    EXPECT_PROPERTY("Nationality", FIELD_NATIONALITY, 0);
    EXPECT_PROPERTY("citizenship", FIELD_CITIZENSHIP, 0);
    EXPECT_PROPERTY("Sex", FIELD_GENDER, 0);
    EXPECT_PROPERTY("passport", FIELD_IDENTIFIER, ID_PASSPORT);
    EXPECT_PROPERTY("ID number", FIELD_IDENTIFIER, ID_NATIONAL);
    EXPECT_PROPERTY("tax_number", FIELD_IDENTIFIER, ID_TAX);
    EXPECT_PROPERTY("registration number", FIELD_IDENTIFIER, ID_REGISTRATION);
    EXPECT_PROPERTY("IMO", FIELD_IDENTIFIER, ID_IMO);
    EXPECT_PROPERTY("MMSI", FIELD_IDENTIFIER, ID_MMSI);
    EXPECT_PROPERTY("LEI", FIELD_IDENTIFIER, ID_LEI);
    EXPECT_PROPERTY("SWIFT", FIELD_IDENTIFIER, ID_BIC);
    EXPECT_PROPERTY("wallet", FIELD_IDENTIFIER, ID_WALLET);
    EXPECT_PROPERTY("address", FIELD_ADDRESS, 0);
    EXPECT_PROPERTY(" passportNumber ", FIELD_IDENTIFIER, ID_PASSPORT);
    EXPECT_PROPERTY("weakAlias", FIELD_NAME, QUALITY_WEAK);
}

static void property_names_too_are_compared_without_case_and_separators(void **state)
{
    (void)state;
    EXPECT_PROPERTY("Weak Alias", FIELD_NAME, QUALITY_WEAK);
    EXPECT_PROPERTY("previous_name", FIELD_NAME, QUALITY_FORMER);
    EXPECT_PROPERTY("PUBLICKEY", FIELD_IDENTIFIER, ID_WALLET);
}

static void ids_and_schemata_have_their_columns(void **state)
{
    (void)state;
    expect_ok(map_header("Customer ID,Type,Name", ""), &t.error);
    assert_int_equal(t.map.count, 3);
    assert_int_equal(t.map.columns[0].role, COLUMN_ID);
    assert_int_equal(t.map.columns[1].role, COLUMN_SCHEMA);
    assert_int_equal(t.map.columns[2].role, COLUMN_PROPERTY);
    assert_false(t.map.name_parts);
    expect_slice(text_slice(&t.unused), "");
}

static void columns_that_are_not_understood_are_told(void **state)
{
    (void)state;
    expect_ok(map_header("shoe size,name,hat", ""), &t.error);
    assert_int_equal(t.map.columns[0].role, COLUMN_UNUSED);
    expect_slice(text_slice(&t.unused), "shoe size, hat");
}

static void a_header_without_name_or_identifier_is_refused(void **state)
{
    (void)state;
    expect_error(map_header("id,dob,hat", ""), &t.error, CORDON_BAD_INPUT, "no column holds a name");
    expect_contains(t.error.message, "--map");
    expect_ok(map_header("id,passport", ""), &t.error);
}

static void a_mapping_says_otherwise(void **state)
{
    (void)state;
    expect_ok(map_header("kunde,geb,hat", "name=kunde,birthDate=GEB"), &t.error);
    assert_int_equal(t.map.columns[0].field, FIELD_NAME);
    assert_int_equal(t.map.columns[1].field, FIELD_BIRTH_DATE);
    expect_slice(text_slice(&t.unused), "hat");
    expect_ok(map_header("dob,a,b", "given=a, family = b ,id=dob"), &t.error);
    assert_int_equal(t.map.columns[0].role, COLUMN_ID);
    assert_true(t.map.name_parts);
}

static void the_mapping_of_the_header_file_holds(void **state)
{
    (void)state;
    expect_ok(map_header("customer,geb", "name=customer,birthDate=geb"), &t.error);
    assert_int_equal(t.map.columns[0].field, FIELD_NAME);
    assert_int_equal(t.map.columns[1].field, FIELD_BIRTH_DATE);
}

static void a_mapping_that_is_wrong_is_refused_by_name(void **state)
{
    (void)state;
    expect_error(map_header("name,geb", "birthDate=born"), &t.error, CORDON_BAD_INPUT, "there is no column \"born\"");
    expect_error(map_header("name,geb", "shoeSize=geb"), &t.error, CORDON_BAD_INPUT, "\"shoeSize\" is no property");
    expect_error(map_header("name,geb", "birthDate"), &t.error, CORDON_BAD_INPUT, "expected property=column, found \"birthDate\"");
    expect_error(map_header("name,geb", "name=name,,"), &t.error, CORDON_BAD_INPUT, "expected property=column, found \"\"");
}

static void too_many_columns_are_refused(void **state)
{
    (void)state;
    static slice header[COLUMNS_MAX + 1];
    for (size_t i = 0; i <= COLUMNS_MAX; i++)
        header[i] = SLICE("name");
    expect_ok(csv_map_columns(header, COLUMNS_MAX, SLICE(""), &t.map, &t.unused, &t.error), &t.error);
    expect_error(csv_map_columns(header, COLUMNS_MAX + 1, SLICE(""), &t.map, &t.unused, &t.error), &t.error, CORDON_OVER_LIMIT,
                 "more than 512 columns");
}

static void a_record_becomes_a_query(void **state)
{
    (void)state;
    expect_ok(map_header("id,type,name,dob,country,passport", ""), &t.error);
    expect_ok(read_record(1, "c-7,person, Alfa Bravo ,08/01/1984,Iran,A 123"), &t.error);
    const party *p = &t.query.party;
    expect_slice(text_slice(&t.query.id), "\"c-7\"");
    assert_int_equal(p->schema, SCHEMA_PERSON);
    assert_int_equal(p->values.count, 4);
    expect_slice(p->values.at[0].text, "Alfa Bravo");
    assert_int_equal(p->values.at[0].field, FIELD_NAME);
    expect_slice(p->values.at[1].text, "08/01/1984");
    assert_memory_equal(p->values.at[2].country, "ir", 2);
    assert_int_equal(p->values.at[3].kind, ID_PASSPORT);
    expect_slice(p->values.at[3].source, "query");
}

static void the_records_number_stands_for_a_missing_id(void **state)
{
    (void)state;
    expect_ok(map_header("name", ""), &t.error);
    expect_ok(read_record(42, "Alfa"), &t.error);
    expect_slice(text_slice(&t.query.id), "\"42\"");
    expect_ok(map_header("id,name", ""), &t.error);
    expect_ok(read_record(43, " ,Alfa"), &t.error);
    expect_slice(text_slice(&t.query.id), "\"43\"");
}

static void first_middle_and_last_names_make_one_name_in_their_order(void **state)
{
    (void)state;
    expect_ok(map_header("Last Name,first_name,Middle-Name", ""), &t.error);
    assert_true(t.map.name_parts);
    expect_ok(read_record(1, "Karlo, Alfa ,Bravo"), &t.error);
    assert_int_equal(t.query.party.values.count, 1);
    expect_slice(t.query.party.values.at[0].text, "Alfa Bravo Karlo");
    assert_int_equal(t.query.party.values.at[0].kind, QUALITY_PRIMARY);
    expect_ok(read_record(2, "Karlo,,"), &t.error);
    expect_slice(t.query.party.values.at[0].text, "Karlo");
}

static void a_record_without_any_name_is_refused_by_number(void **state)
{
    (void)state;
    expect_ok(map_header("first name,last name", ""), &t.error);
    expect_error(read_record(9, " ,"), &t.error, CORDON_BAD_INPUT, "record 9: expected a name or an identifier, found neither");
}

static void several_values_are_parted(void **state)
{
    (void)state;
    expect_ok(map_header("name,alias,address", ""), &t.error);
    expect_ok(read_record(1, "Alfa,B; C |D;;,1 Main Street; Tehran"), &t.error);
    const party *p = &t.query.party;
    assert_int_equal(p->values.count, 5);
    expect_slice(p->values.at[1].text, "B");
    expect_slice(p->values.at[2].text, "C");
    expect_slice(p->values.at[3].text, "D");
    expect_slice(p->values.at[4].text, "1 Main Street; Tehran");
}

static void a_date_that_cannot_be_read_is_refused_by_record(void **state)
{
    (void)state;
    expect_ok(map_header("id,name,dob", ""), &t.error);
    expect_error(read_record(7, "q7,Alfa,13/13/1984"), &t.error, CORDON_BAD_INPUT, "record 7: birth date: expected a date");
    expect_contains(t.error.message, "found \"13/13/1984\"");
    expect_slice(text_slice(&t.query.id), "\"q7\"");
    expect_ok(read_record(8, "q8,Alfa,"), &t.error);
    assert_int_equal(t.query.party.values.count, 1);
}

static void too_few_and_too_many_fields_are_refused(void **state)
{
    (void)state;
    expect_ok(map_header("id,name,dob", ""), &t.error);
    expect_error(read_record(3, "q,Alfa"), &t.error, CORDON_BAD_INPUT, "record 3: expected 3 fields, found 2");
    expect_error(read_record(4, "q,Alfa,1984,x"), &t.error, CORDON_BAD_INPUT, "record 4: expected 3 fields, found 4");
    expect_slice(text_slice(&t.query.id), "null");
}

static void too_many_names_are_refused(void **state)
{
    (void)state;
    char record[512] = "Alfa,";
    for (int i = 0; i < QUERY_NAMES_MAX; i++)
        strcat(record, "B;");
    expect_ok(map_header("name,alias", ""), &t.error);
    expect_error(read_record(5, record), &t.error, CORDON_OVER_LIMIT, "record 5: more than 64 names");
}

static void a_query_keeps_nothing_of_the_one_before(void **state)
{
    (void)state;
    expect_ok(map_header("id,type,name,dob", ""), &t.error);
    expect_ok(read_record(1, "a,person,Alfa,1984"), &t.error);
    expect_ok(read_record(2, "b,,Bravo,"), &t.error);
    assert_int_equal(t.query.party.schema, SCHEMA_NONE);
    assert_int_equal(t.query.party.values.count, 1);
    expect_slice(text_slice(&t.query.id), "\"b\"");
}

static void the_id_is_a_json_string_whatever_it_holds(void **state)
{
    (void)state;
    expect_ok(map_header("id,name", ""), &t.error);
    expect_ok(read_record(1, "a\"\\\n,Alfa"), &t.error);
    expect_slice(text_slice(&t.query.id), "\"a\\\"\\\\\"");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(headers_are_known_by_many_names),
        cmocka_unit_test(property_names_too_are_compared_without_case_and_separators),
        cmocka_unit_test(ids_and_schemata_have_their_columns),
        cmocka_unit_test(columns_that_are_not_understood_are_told),
        cmocka_unit_test(a_header_without_name_or_identifier_is_refused),
        cmocka_unit_test(a_mapping_says_otherwise),
        cmocka_unit_test(the_mapping_of_the_header_file_holds),
        cmocka_unit_test(a_mapping_that_is_wrong_is_refused_by_name),
        cmocka_unit_test(too_many_columns_are_refused),
        cmocka_unit_test(a_record_becomes_a_query),
        cmocka_unit_test(the_records_number_stands_for_a_missing_id),
        cmocka_unit_test(first_middle_and_last_names_make_one_name_in_their_order),
        cmocka_unit_test(a_record_without_any_name_is_refused_by_number),
        cmocka_unit_test(several_values_are_parted),
        cmocka_unit_test(a_date_that_cannot_be_read_is_refused_by_record),
        cmocka_unit_test(too_few_and_too_many_fields_are_refused),
        cmocka_unit_test(too_many_names_are_refused),
        cmocka_unit_test(a_query_keeps_nothing_of_the_one_before),
        cmocka_unit_test(the_id_is_a_json_string_whatever_it_holds),
    };
    return cmocka_run_group_tests_name("message_csv", tests, NULL, free_table);
}
