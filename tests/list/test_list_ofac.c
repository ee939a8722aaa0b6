/* OFAC's CSV folders: read whole, or refused with the file and the record that is wrong. */
#include "list/test_list_support.h"

#include "base/base_text.h"

static const char sdn[] = "36,\"ZORVEX AIR\",-0- ,\"CUBA] [SDGT\",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \r\n"
                          "173,\"ALFA, Bravo\",\"individual\",\"SDGT\",\"Director\",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,\"DOB 10 Dec "
                          "1948; nationality Iran.\"\r\n"
                          "200,\"ZORVEX STAR\",\"vessel\",\"IRAN\",-0- ,\"9HABC\",\"Crude Oil "
                          "Tanker\",\"99,144\",\"56,068\",\"Iran\",\"ZORVEX CO\",-0- \r\n";
static const char alt[] = "36,12,\"aka\",\"ZORVEX AIRLINES\",-0- \r\n36,13,\"fka\",\"OLD ZORVEX\",-0- \r\n";
static const char add[] = "36,25,-0- ,\"Havana\",\"Cuba\",-0- \r\n173,26,\"1 Main Street\",\"Tehran\",\"Iran\",-0- \r\n";

static void write_good(const test_folder *f)
{
    folder_write(f, "sdn.csv", sdn);
    folder_write(f, "alt.csv", alt);
    folder_write(f, "add.csv", add);
}

static cordon_status read_folder(const test_folder *f, list_data *list, cordon_error *error)
{
    const list_source source = {.code = "us_ofac_sdn", .path = f->path};
    return list_read(&source, list, error);
}

static void expect_read_at(const test_folder *f, list_data *list, const char *file, int line)
{
    cordon_error error = {0};
    expect_ok_at(read_folder(f, list, &error), &error, file, line);
}
#define expect_read(f, list) expect_read_at((f), (list), __FILE__, __LINE__)

static void expect_refused_at(const test_folder *f, const char *part, const char *also, const char *file, int line)
{
    list_data list;
    cordon_error error = {0};
    cordon_status status = read_folder(f, &list, &error);
    expect_error_at(status, &error, CORDON_BAD_INPUT, part, file, line);
    expect_contains_at(error.message, also, file, line);
    expect_contains_at(error.message, f->path, file, line);
    list_free(&list);
}
#define expect_refused(f, part, also) expect_refused_at((f), (part), (also), __FILE__, __LINE__)

static void a_good_folder_is_read_whole(void **state)
{
    list_data list;
    write_good(*state);
    expect_read(*state, &list);
    assert_int_equal(list.parties.count, 3);
    const party *p = party_of(&list, "36");
    assert_int_equal(p->schema, SCHEMA_ORGANIZATION);
    expect_slice(p->list, "us_ofac_sdn");
    assert_int_equal(p->values.count, 6);
    expect_field(p, FIELD_NAME, 0, QUALITY_PRIMARY, "ZORVEX AIR");
    expect_field(p, FIELD_NAME, 1, QUALITY_ALIAS, "ZORVEX AIRLINES");
    expect_field(p, FIELD_NAME, 2, QUALITY_FORMER, "OLD ZORVEX");
    expect_slice(value_at(p, FIELD_NAME, 0)->source, "sdn.csv");
    expect_slice(value_at(p, FIELD_NAME, 1)->source, "alt.csv 12");
    expect_field(p, FIELD_PROGRAM, 0, 0, "CUBA");
    expect_field(p, FIELD_PROGRAM, 1, 0, "SDGT");
    expect_field(p, FIELD_ADDRESS, 0, 0, "Havana, Cuba");
    expect_country(value_at(p, FIELD_ADDRESS, 0), "cu");
    p = party_of(&list, "173");
    assert_int_equal(p->schema, SCHEMA_PERSON);
    expect_field(p, FIELD_TITLE, 0, 0, "Director");
    expect_field(p, FIELD_BIRTH_DATE, 0, 0, "10 Dec 1948");
    expect_field(p, FIELD_NATIONALITY, 0, 0, "Iran");
    expect_field(p, FIELD_ADDRESS, 0, 0, "1 Main Street, Tehran, Iran");
    list_free(&list);
}

static void a_vessels_columns_are_read(void **state)
{
    list_data list;
    write_good(*state);
    expect_read(*state, &list);
    const party *p = party_of(&list, "200");
    assert_int_equal(p->schema, SCHEMA_VESSEL);
    expect_field(p, FIELD_IDENTIFIER, 0, ID_CALL_SIGN, "9HABC");
    expect_field(p, FIELD_VESSEL_TYPE, 0, 0, "Crude Oil Tanker");
    expect_field(p, FIELD_TONNAGE, 0, 0, "99,144");
    expect_field(p, FIELD_TONNAGE, 1, 0, "56,068");
    expect_field(p, FIELD_OWNER, 0, 0, "ZORVEX CO");
    expect_field(p, FIELD_FLAG, 0, 0, "Iran");
    expect_country(value_at(p, FIELD_FLAG, 0), "ir");
    list_free(&list);
}

static void a_control_z_at_the_end_changes_nothing(void **state)
{
    list_data without, with;
    write_good(*state);
    expect_read(*state, &without);
    string t = {0};
    text_format(&t, "%s\x1A", sdn);
    folder_write_bytes(*state, "sdn.csv", t.ptr, t.len);
    text_free(&t);
    expect_read(*state, &with);
    assert_int_equal(with.parties.count, 3);
    assert_string_equal(with.digest, without.digest);
    list_free(&without);
    list_free(&with);
}

static void the_digest_tells_files_apart(void **state)
{
    list_data one, other;
    write_good(*state);
    expect_read(*state, &one);
    folder_write(*state, "alt.csv", "36,12,\"aka\",\"ZORVEX AIRLINEZ\",-0- \r\n");
    expect_read(*state, &other);
    assert_int_equal(strlen(one.digest), 64);
    assert_string_not_equal(one.digest, other.digest);
    list_free(&one);
    list_free(&other);
}

static void latin1_bytes_become_utf8(void **state)
{
    list_data list;
    write_good(*state);
    folder_write(*state, "alt.csv", "36,12,\"aka\",\"JOS\xC9\",-0- \r\n");
    expect_read(*state, &list);
    expect_field(party_of(&list, "36"), FIELD_NAME, 1, QUALITY_ALIAS, "JOS\xC3\x89");
    list_free(&list);
}

static void file_names_in_capitals_and_the_consolidated_set_are_found(void **state)
{
    list_data list;
    folder_write(*state, "CONS_PRIM.CSV", sdn);
    folder_write(*state, "cons_alt.csv", alt);
    folder_write(*state, "Cons_Add.csv", add);
    expect_read(*state, &list);
    assert_int_equal(list.parties.count, 3);
    expect_slice(value_at(party_of(&list, "36"), FIELD_NAME, 1)->source, "cons_alt.csv 12");
    list_free(&list);
}

static void a_missing_file_is_named(void **state)
{
    static const char *const names[] = {"alt.csv", "add.csv", "sdn.csv"};
    for (size_t i = 0; i < COUNT_OF(names); i++) {
        write_good(*state);
        assert_int_equal(remove(folder_path(*state, names[i])), 0);
        expect_refused(*state, "expected", names[i]);
    }
}

static void an_empty_file_is_refused(void **state)
{
    write_good(*state);
    folder_write(*state, "add.csv", "\x1A");
    expect_refused(*state, "add.csv: the file is empty", "(1 bytes)");
}

static void a_folder_that_is_no_folder_is_a_bad_file(void **state)
{
    list_data list;
    cordon_error error = {0};
    folder_write(*state, "file", "x");
    const list_source source = {.code = "us_ofac_sdn", .path = folder_path(*state, "file")};
    expect_error(list_read(&source, &list, &error), &error, CORDON_BAD_FILE, "/file: expected a folder");
    list_free(&list);
}

static void a_cut_record_is_refused_by_number(void **state)
{
    write_good(*state);
    folder_write_bytes(*state, "sdn.csv", sdn, sizeof sdn - 1 - 40); /* between two fields of the last record, or inside of one */
    expect_refused(*state, "sdn.csv: record 3: ", "");
    write_good(*state);
    folder_write(*state, "alt.csv", "36,12,\"aka\",\"ZORVEX AIRLINES\",-0- \r\n36,13,\"fka\"");
    expect_refused(*state, "alt.csv: record 2: expected 5 fields, found 3", "");
    write_good(*state);
    folder_write(*state, "alt.csv", "36,12,\"aka\",\"ZORVEX AIRL");
    expect_refused(*state, "alt.csv: record 1: not CSV", "");
}

static void a_main_file_cut_inside_any_record_is_refused(void **state)
{
    write_good(*state);
    size_t end = sizeof sdn - 1 - strlen("-0- \r\n"); /* shorter than this the last record lacks a field */
    size_t start = (size_t)(strstr(sdn, "\r\n200,") + 2 - sdn) + 1;
    for (size_t size = start; size < end; size += 3) {
        folder_write_bytes(*state, "sdn.csv", sdn, size);
        expect_refused(*state, "sdn.csv: record 3: ", "");
    }
}

static void a_number_type_or_name_that_is_wrong_is_refused(void **state)
{
    write_good(*state);
    folder_write(*state, "sdn.csv", "x36,\"A\",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \r\n");
    expect_refused(*state, "sdn.csv: record 1: expected an entry's number, found \"x36\"", "");
    folder_write(*state, "sdn.csv", "36,\"A\",\"robot\",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \r\n");
    expect_refused(*state, "sdn.csv: record 1: expected individual, vessel, aircraft or nothing as type, found \"robot\"", "");
    folder_write(*state, "sdn.csv", "36,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \r\n");
    expect_refused(*state, "sdn.csv: record 1: entry 36 has no name", "");
}

static void an_alias_or_address_of_an_unknown_entry_is_refused(void **state)
{
    write_good(*state);
    folder_write(*state, "alt.csv", "36,12,\"aka\",\"A\",-0- \r\n37,13,\"aka\",\"B\",-0- \r\n");
    expect_refused(*state, "alt.csv: record 2: entry 37 is not in the main file", "");
    write_good(*state);
    folder_write(*state, "add.csv", "99,25,-0- ,\"Havana\",\"Cuba\",-0- \r\n");
    expect_refused(*state, "add.csv: record 1: entry 99 is not in the main file", "");
}

static void an_unknown_kind_of_alias_is_refused(void **state)
{
    write_good(*state);
    folder_write(*state, "alt.csv", "36,12,\"zzz\",\"A\",-0- \r\n");
    expect_refused(*state, "alt.csv: record 1: expected aka, fka or nka, found \"zzz\"", "");
}

static void two_entries_of_one_number_are_refused(void **state)
{
    write_good(*state);
    string t = {0};
    text_format(&t, "%s%s", sdn, sdn);
    folder_write_bytes(*state, "sdn.csv", t.ptr, t.len);
    text_free(&t);
    expect_refused(*state, "two entries have the id \"", "");
}

/* One entry whose remarks are 1,000 bytes, cut inside of a date. */
static void write_cut_remarks(const test_folder *f, size_t length)
{
    static const char tail[] = "; DOB 10 D";
    string t = {0};
    write_good(f);
    text_add(&t, SLICE("36,\"ZORVEX AIR\",\"individual\",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,\""));
    text_format(&t, "Linked To: %0*d%s\"\r\n", (int)(length - strlen("Linked To: ") - strlen(tail)), 7, tail);
    folder_write_bytes(f, "sdn.csv", t.ptr, t.len);
    text_free(&t);
    folder_write(f, "alt.csv", "36,12,\"aka\",\"A\",-0- \r\n");
    folder_write(f, "add.csv", "36,25,-0- ,\"Havana\",\"Cuba\",-0- \r\n");
}

static void comments_go_on_in_the_middle_of_a_word(void **state)
{
    list_data list;
    write_cut_remarks(*state, 1000);
    folder_write(*state, "sdn_comments.csv", "36,\"ec 1948; POB Te\"\r\n36,\"hran, Iran.\"\r\n");
    expect_read(*state, &list);
    const party *p = party_of(&list, "36");
    expect_field(p, FIELD_BIRTH_DATE, 0, 0, "10 Dec 1948");
    expect_field(p, FIELD_BIRTH_PLACE, 0, 0, "Tehran, Iran");
    list_free(&list);
}

static void a_space_where_the_remarks_were_cut_is_kept(void **state)
{
    list_data list;
    write_cut_remarks(*state, 1000);
    folder_write(*state, "sdn_comments.csv", "36,\"ec 1948; POB \"\r\n36,\"Tehran, Iran.\"\r\n");
    expect_read(*state, &list);
    expect_field(party_of(&list, "36"), FIELD_BIRTH_PLACE, 0, 0, "Tehran, Iran");
    list_free(&list);
}

static void a_comment_on_remarks_that_were_not_cut_is_refused(void **state)
{
    write_cut_remarks(*state, 999);
    folder_write(*state, "sdn_comments.csv", "36,\"ec 1948.\"\r\n");
    expect_refused(*state, "sdn_comments.csv: record 1: goes on remarks of 999 bytes, expected 1000", "");
    write_cut_remarks(*state, 1000);
    folder_write(*state, "sdn_comments.csv", "37,\"ec 1948.\"\r\n");
    expect_refused(*state, "sdn_comments.csv: record 1: entry 37 is not in the main file", "");
}

static void a_wrong_list_code_is_refused(void **state)
{
    static const char *const codes[] = {"", "a b", "../x", "\xC3\xA9", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"};
    const test_folder *f = *state;
    for (size_t i = 0; i < COUNT_OF(codes); i++) {
        list_data list;
        cordon_error error = {0};
        const list_source source = {.code = codes[i], .path = f->path};
        expect_error(list_read(&source, &list, &error), &error, CORDON_BAD_INPUT, "list code \"");
        list_free(&list);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        FOLDER_TEST(a_good_folder_is_read_whole),
        FOLDER_TEST(a_vessels_columns_are_read),
        FOLDER_TEST(a_control_z_at_the_end_changes_nothing),
        FOLDER_TEST(the_digest_tells_files_apart),
        FOLDER_TEST(latin1_bytes_become_utf8),
        FOLDER_TEST(file_names_in_capitals_and_the_consolidated_set_are_found),
        FOLDER_TEST(a_missing_file_is_named),
        FOLDER_TEST(an_empty_file_is_refused),
        FOLDER_TEST(a_folder_that_is_no_folder_is_a_bad_file),
        FOLDER_TEST(a_cut_record_is_refused_by_number),
        FOLDER_TEST(a_main_file_cut_inside_any_record_is_refused),
        FOLDER_TEST(a_number_type_or_name_that_is_wrong_is_refused),
        FOLDER_TEST(an_alias_or_address_of_an_unknown_entry_is_refused),
        FOLDER_TEST(an_unknown_kind_of_alias_is_refused),
        FOLDER_TEST(two_entries_of_one_number_are_refused),
        FOLDER_TEST(comments_go_on_in_the_middle_of_a_word),
        FOLDER_TEST(a_space_where_the_remarks_were_cut_is_kept),
        FOLDER_TEST(a_comment_on_remarks_that_were_not_cut_is_refused),
        FOLDER_TEST(a_wrong_list_code_is_refused),
    };
    return cmocka_run_group_tests_name("list_ofac", tests, NULL, NULL);
}
