/* Custom lists: one entity a line; a bad line refuses the list, or is skipped and counted when asked for. */
#include "list/test_list_support.h"

#include "base/base_text.h"

#define GOOD_1 "{\"id\":\"e1\",\"schema\":\"Person\",\"properties\":{\"name\":[\"Alfa Bravo\"],\"birthDate\":[\"1960\"]}}\n"
#define GOOD_2 "{\"id\":\"e2\",\"schema\":\"Company\",\"name\":\"Zorvex\"}\n"

static cordon_status read_text(const test_folder *f, const char *text, bool skip, list_data *list, cordon_error *error)
{
    folder_write(f, "x.jsonl", text);
    const list_source source = {.code = "my_list", .path = folder_path(f, "x.jsonl"), .skip_bad_records = skip};
    return list_read(&source, list, error);
}

static void expect_refused_at(const test_folder *f, const char *text, bool skip, const char *part, const char *file, int line)
{
    list_data list;
    cordon_error error = {0};
    expect_error_at(read_text(f, text, skip, &list, &error), &error, CORDON_BAD_INPUT, part, file, line);
    expect_contains_at(error.message, "/x.jsonl: ", file, line);
    list_free(&list);
}
#define expect_refused(f, text, skip, part) expect_refused_at((f), (text), (skip), (part), __FILE__, __LINE__)

static void entities_are_read_line_by_line(void **state)
{
    list_data list;
    cordon_error error = {0};
    expect_ok(read_text(*state, "\xEF\xBB\xBF" GOOD_1 "\r\n  \n" GOOD_2, false, &list, &error), &error);
    assert_int_equal(list.parties.count, 2);
    const party *p = party_of(&list, "e1");
    assert_int_equal(p->schema, SCHEMA_PERSON);
    expect_slice(p->list, "my_list");
    expect_field(p, FIELD_NAME, 0, QUALITY_PRIMARY, "Alfa Bravo");
    expect_slice(value_at(p, FIELD_NAME, 0)->source, "line 1");
    expect_slice(value_at(party_of(&list, "e2"), FIELD_NAME, 0)->source, "line 4");
    assert_int_equal(list.bad_records, 0);
    assert_int_equal(strlen(list.digest), 64);
    list_free(&list);
}

static void the_last_line_may_lack_its_end(void **state)
{
    list_data list;
    cordon_error error = {0};
    expect_ok(read_text(*state, GOOD_1 "{\"id\":\"e2\",\"name\":\"Zorvex\"}", false, &list, &error), &error);
    assert_int_equal(list.parties.count, 2);
    list_free(&list);
}

static void a_bad_line_refuses_the_list_by_its_number(void **state)
{
    expect_refused(*state, GOOD_1 "{\"id\":\"e2\",\n", false, "x.jsonl: line 2: not a JSON value");
    expect_refused(*state, GOOD_1 "[]\n", false, "line 2: expected a JSON object");
    expect_refused(*state, GOOD_1 "\n{\"name\":\"A\"}\n", false, "line 3: the entity has no id");
    expect_refused(*state, "{\"id\":\"e9\",\"schema\":\"Person\"}\n", false, "line 1: entity \"e9\" has no properties");
    expect_refused(*state, GOOD_1 "{\"id\":\"e2\",\"name\":{}}\n", false, "line 2: name: expected a string");
}

static void a_file_cut_inside_a_line_is_refused(void **state)
{
    expect_refused(*state, GOOD_1 "{\"id\":\"e2\",\"schema\":\"Comp", false, "line 2: not a JSON value");
}

static void bad_lines_are_skipped_and_counted_when_asked_for(void **state)
{
    list_data list;
    cordon_error error = {0};
    expect_ok(read_text(*state, "{\"id\":\n" GOOD_1 "{\"name\":\"no id\"}\n[]\n{\"id\":\"e3\",\"name\":[\"half\",{}]}\n" GOOD_2, true,
                        &list, &error),
              &error);
    assert_int_equal(list.parties.count, 2);
    assert_int_equal(list.bad_records, 4);
    expect_slice(list.parties.at[0].id, "e1");
    expect_slice(list.parties.at[1].id, "e2");
    assert_int_equal(list.parties.at[1].values.count, 1);
    list_free(&list);
}

static void a_list_of_bad_lines_only_is_refused_also_when_skipping(void **state)
{
    expect_refused(*state, "{}\n[]\n", true, "no entry in it");
    expect_refused(*state, " \n", true, "the file is empty");
}

static void two_entities_of_one_id_are_refused(void **state)
{
    expect_refused(*state, GOOD_1 GOOD_2 GOOD_1, false, "two entries have the id \"e1\"");
}

static void an_odd_date_is_kept_and_counted(void **state)
{
    list_data list;
    cordon_error error = {0};
    expect_ok(read_text(*state, "{\"id\":\"e1\",\"name\":\"A\",\"birthDate\":\"in spring\"}\n", false, &list, &error), &error);
    assert_int_equal(list.odd_values, 1);
    expect_field(&list.parties.at[0], FIELD_BIRTH_DATE, 0, 0, "in spring");
    list_free(&list);
}

static void a_line_that_is_no_utf8_does_not_garble_the_names_of_others(void **state)
{
    expect_refused(*state, "{\"id\":\"e1\",\"name\":\"Jos\xC3\xA9\"}\n{\"id\":\"e2\",\"name\":\"B\xFF\"}\n", false,
                   "line 2: not a JSON value");
}

static void a_line_that_is_no_utf8_is_skipped_alone(void **state)
{
    list_data list;
    cordon_error error = {0};
    expect_ok(read_text(*state, "{\"id\":\"e1\",\"name\":\"Jos\xC3\xA9\"}\n{\"id\":\"e2\",\"name\":\"B\xFF\"}\n", true, &list, &error),
              &error);
    expect_field(&list.parties.at[0], FIELD_NAME, 0, QUALITY_PRIMARY, "Jos\xC3\xA9");
    assert_int_equal(list.bad_records, 1);
    list_free(&list);
}

static void aliases_are_graded_and_counted_when_asked_for(void **state)
{
    static const char text[] = "{\"id\":\"e1\",\"schema\":\"Person\",\"name\":\"Tiger\",\"alias\":[\"The Tiger\",\"Alfa Bravo Charlie\"]}\n"
                               "{\"name\":\"no id\",\"alias\":\"R32\"}\n"
                               "{\"id\":\"e2\",\"schema\":\"Vessel\",\"name\":\"Zorvex\",\"alias\":\"Tiger\"}\n";
    list_data list;
    cordon_error error = {0};
    folder_write(*state, "x.jsonl", text);
    const list_source source = {.code = "my_list", .path = folder_path(*state, "x.jsonl"), .skip_bad_records = true, .grade_aliases = true};
    expect_ok(list_read(&source, &list, &error), &error);
    expect_field(party_of(&list, "e1"), FIELD_NAME, 0, QUALITY_PRIMARY, "Tiger");
    expect_field(party_of(&list, "e1"), FIELD_NAME, 1, QUALITY_WEAK, "The Tiger");
    expect_field(party_of(&list, "e1"), FIELD_NAME, 2, QUALITY_ALIAS, "Alfa Bravo Charlie");
    expect_field(party_of(&list, "e2"), FIELD_NAME, 1, QUALITY_ALIAS, "Tiger"); /* a good name of a ship */
    assert_true(list.graded);
    assert_int_equal(list.grades[ALIAS_GOOD], 2);
    assert_int_equal(list.grades[ALIAS_COMMON_WORD], 1);
    assert_int_equal(list.grades[ALIAS_NUMBER], 0); /* a record that is left out is not graded */
    list_free(&list);
    expect_ok(read_text(*state, text, true, &list, &error), &error);
    expect_field(party_of(&list, "e1"), FIELD_NAME, 1, QUALITY_ALIAS, "The Tiger");
    assert_false(list.graded);
    list_free(&list);
}

static void a_missing_file_is_a_bad_file(void **state)
{
    list_data list;
    cordon_error error = {0};
    const list_source source = {.code = "my_list", .path = folder_path(*state, "none.jsonl")};
    expect_error(list_read(&source, &list, &error), &error, CORDON_BAD_FILE, "none.jsonl");
    list_free(&list);
}

static void the_line_is_named_also_behind_a_long_path(void **state)
{
    char path[PATH_MAX], folder[181];
    const test_folder *f = *state;
    list_data list;
    cordon_error error = {0};
    memset(folder, 'd', sizeof folder - 1);
    folder[sizeof folder - 1] = '\0';
    snprintf(path, sizeof path, "%s", f->path);
    for (int i = 0; i < 3; i++) {
        strcat(strcat(path, "/"), folder);
        assert_int_equal(mkdir(path, 0755), 0);
    }
    strcat(path, "/x.jsonl");
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    fputs(GOOD_1 "broken\n", file);
    fclose(file);
    const list_source source = {.code = "my_list", .path = path};
    expect_error(list_read(&source, &list, &error), &error, CORDON_BAD_INPUT, "line 2");
    list_free(&list);
}

/* Many lines: every fifth is empty, and those that `bad` says cannot be read. */
static void write_many(const test_folder *f, size_t count, bool (*bad)(size_t line))
{
    string text = {0};
    for (size_t i = 1; i <= count; i++)
        if (i % 5 == 0)
            text_add_char(&text, '\n');
        else if (bad(i))
            text_add(&text, SLICE("broken\n"));
        else
            text_format(&text, "{\"id\":\"e%zu\",\"name\":\"Zorvex %zu\",\"birthDate\":\"%s\"}\n", i, i * 3, i % 7 ? "1960" : "long ago");
    text_add_char(&text, '\0');
    assert_false(text.failed);
    folder_write(f, "x.jsonl", text.ptr);
    text_free(&text);
}

static bool some_are_bad(size_t line)
{
    return line % 97 == 0;
}

static void parts_and_threads_give_the_whole_list(void **state)
{
    enum { LINES = 2000 };
    static const size_t threads[] = {1, 2, 5, 40}, parts[] = {1, 2, 97, 700, SIZE_MAX};
    write_many(*state, LINES, some_are_bad);
    for (size_t t = 0; t < COUNT_OF(threads); t++)
        for (size_t k = 0; k < COUNT_OF(parts); k++) {
            list_data list;
            cordon_error error = {0};
            const list_source source = {
                .code = "my_list", .path = folder_path(*state, "x.jsonl"), .skip_bad_records = true, .threads = threads[t]};
            expect_ok(list_open(&source, &list, &error), &error);
            size_t line = 0;
            for (;;) {
                expect_ok(list_next(&list, parts[k], &error), &error);
                if (list.parties.count == 0)
                    break;
                assert_true(list.parties.count <= parts[k]);
                for (size_t i = 0; i < list.parties.count; i++) {
                    char id[32], where[32];
                    for (line++; line % 5 == 0 || some_are_bad(line); line++)
                        ;
                    snprintf(id, sizeof id, "e%zu", line);
                    snprintf(where, sizeof where, "line %zu", line);
                    expect_slice(list.parties.at[i].id, id);
                    expect_slice(list.parties.at[i].list, "my_list");
                    expect_slice(list.parties.at[i].values.at[0].source, where);
                }
            }
            assert_int_equal(line, LINES - 1);
            assert_int_equal(list.party_count, LINES - LINES / 5 - list.bad_records);
            assert_int_equal(list.bad_records, LINES / 97 - LINES / (97 * 5));
            assert_true(list.odd_values > 0);
            list_free(&list);
        }
}

static bool three_are_bad(size_t line)
{
    return line == 1234 || line == 1236 || line == 1999;
}

static void the_first_bad_line_is_named_with_any_number_of_threads(void **state)
{
    write_many(*state, 2000, three_are_bad);
    for (size_t threads = 1; threads < 9; threads++) {
        list_data list;
        cordon_error error = {0};
        const list_source source = {.code = "my_list", .path = folder_path(*state, "x.jsonl"), .threads = threads};
        expect_error(list_read(&source, &list, &error), &error, CORDON_BAD_INPUT, "line 1234: ");
        list_free(&list);
    }
}

static void an_id_that_stood_in_an_earlier_part_is_refused(void **state)
{
    list_data list;
    cordon_error error = {0};
    folder_write(*state, "x.jsonl", GOOD_1 GOOD_2 GOOD_1);
    const list_source source = {.code = "my_list", .path = folder_path(*state, "x.jsonl")};
    expect_ok(list_open(&source, &list, &error), &error);
    expect_ok(list_next(&list, 1, &error), &error);
    expect_ok(list_next(&list, 1, &error), &error);
    expect_error(list_next(&list, 1, &error), &error, CORDON_BAD_INPUT, "two entries have the id \"e1\"");
    list_free(&list);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        FOLDER_TEST(entities_are_read_line_by_line),
        FOLDER_TEST(parts_and_threads_give_the_whole_list),
        FOLDER_TEST(the_first_bad_line_is_named_with_any_number_of_threads),
        FOLDER_TEST(an_id_that_stood_in_an_earlier_part_is_refused),
        FOLDER_TEST(the_last_line_may_lack_its_end),
        FOLDER_TEST(a_bad_line_refuses_the_list_by_its_number),
        FOLDER_TEST(a_file_cut_inside_a_line_is_refused),
        FOLDER_TEST(bad_lines_are_skipped_and_counted_when_asked_for),
        FOLDER_TEST(a_list_of_bad_lines_only_is_refused_also_when_skipping),
        FOLDER_TEST(two_entities_of_one_id_are_refused),
        FOLDER_TEST(an_odd_date_is_kept_and_counted),
        FOLDER_TEST(a_line_that_is_no_utf8_does_not_garble_the_names_of_others),
        FOLDER_TEST(a_line_that_is_no_utf8_is_skipped_alone),
        FOLDER_TEST(aliases_are_graded_and_counted_when_asked_for),
        FOLDER_TEST(a_missing_file_is_a_bad_file),
        FOLDER_TEST(the_line_is_named_also_behind_a_long_path),
    };
    return cmocka_run_group_tests_name("list_ftm", tests, NULL, NULL);
}
