/* The public library end to end, on files that the tests write: what a user does, and what bad input gets. */
#include "../test_support.h"
#include <cordon/cordon.h>

#include <fcntl.h>
#include <sys/resource.h>
#include <signal.h>
#include <sys/wait.h>

static const char entities[] =
    "{\"id\":\"p1\",\"schema\":\"Person\",\"properties\":{\"name\":[\"Kim Jong Un\"],\"weakAlias\":[\"Respected "
    "Comrade\"],\"birthDate\":[\"1984-01-08\"],"
    "\"nationality\":[\"kp\"],\"passportNumber\":[\"PD1234567\"]}}\n"
    "{\"id\":\"p2\",\"schema\":\"Person\",\"properties\":{\"name\":[\"Choe Ryong Hae\"],\"alias\":[\"Choi Ryong-hae\"]}}\n"
    "{\"id\":\"p3\",\"schema\":\"Person\",\"properties\":{\"weakAlias\":[\"Tursun Baluchov\"],\"name\":[\"Tursun "
    "Baluchov\"]}}\n"
    "{\"id\":\"p4\",\"schema\":\"Person\",\"properties\":{\"name\":[\"Janibek Orazbaev Dzhumagaliev Qalauov\"],\"weakAlias\":[\"Zhanibek "
    "Kalaugov\"]}}\n"
    "{\"id\":\"c1\",\"schema\":\"Company\",\"properties\":{\"name\":[\"Korea Mining Development Trading Corporation\"]}}\n"
    "{\"id\":\"v1\",\"schema\":\"Vessel\",\"properties\":{\"name\":[\"Kum Un San 3\"],\"imoNumber\":[\"8705539\"]}}\n";

static char folder[] = "api-test.XXXXXX", list_path[64], snapshot_path[64];

static void write_file(const char *path, const void *bytes, size_t size)
{
    FILE *f = fopen(path, "wb");
    assert_non_null(f);
    assert_int_equal(fwrite(bytes, 1, size, f), size);
    assert_int_equal(fclose(f), 0);
}

static char *read_file(const char *path, size_t *size)
{
    FILE *f = fopen(path, "rb");
    assert_non_null(f);
    fseek(f, 0, SEEK_END);
    *size = (size_t)ftell(f);
    rewind(f);
    char *bytes = malloc(*size + 1);
    assert_int_equal(fread(bytes, 1, *size, f), *size);
    fclose(f);
    return bytes;
}

static cordon_status compile(const char *code, const char *path, const char *output, int allow_shrink, cordon_error *error)
{
    cordon_list list = {code, path, 0};
    cordon_text report = {0};
    cordon_compile_options options = {.lists = &list, .list_count = 1, .output = output, .allow_shrink = allow_shrink};
    cordon_status status = cordon_compile(&options, &report, error);
    cordon_text_free(&report);
    return status;
}

static int set_up(void **state)
{
    cordon_error error;
    (void)state;
    if (!mkdtemp(folder))
        return 1;
    snprintf(list_path, sizeof list_path, "%s/list.json", folder);
    snprintf(snapshot_path, sizeof snapshot_path, "%s/a.snapshot", folder);
    write_file(list_path, entities, sizeof entities - 1);
    return compile("made", list_path, snapshot_path, 0, &error) == CORDON_OK ? 0 : 1;
}

static int tear_down(void **state)
{
    char command[128];
    (void)state;
    snprintf(command, sizeof command, "rm -rf %s", folder);
    return system(command);
}

typedef struct session {
    cordon_snapshot *snapshot;
    cordon_policy *policy;
    cordon_screener *screener;
} session;

static session open_session(const char *setting, const char *value)
{
    session s;
    assert_int_equal(cordon_snapshot_open(snapshot_path, &s.snapshot, NULL), CORDON_OK);
    assert_int_equal(cordon_policy_new(&s.policy, NULL), CORDON_OK);
    if (setting)
        assert_int_equal(cordon_policy_set(s.policy, setting, value, NULL), CORDON_OK);
    assert_int_equal(cordon_screener_new(s.snapshot, s.policy, 0, &s.screener, NULL), CORDON_OK);
    return s;
}

static void close_session(session *s)
{
    cordon_screener_free(s->screener);
    cordon_policy_free(s->policy);
    cordon_snapshot_close(s->snapshot);
}

static void expect_result(session *s, const char *query, const char *part, size_t hits)
{
    cordon_text out = {0};
    size_t count;
    assert_int_equal(cordon_screen(s->screener, query, strlen(query), 0, &out, &count, NULL), CORDON_OK);
    assert_int_equal(count, hits);
    if (!strstr(out.data, part))
        print_error("%s\n", out.data);
    assert_non_null(strstr(out.data, part));
    cordon_text_free(&out);
}

static void golden_answers(void **state)
{
    session s = open_session(NULL, NULL);
    (void)state;
    expect_result(&s, "{\"id\":1,\"name\":\"KIM, Jong Un\",\"schema\":\"Person\"}", "\"entity\":\"made:p1\",\"score\":", 1);
    expect_result(&s, "{\"id\":\"q\",\"schema\":\"Person\",\"name\":\"kim jong un\"}", "\"score\":1.0,\"verdict\":\"strong\"", 1);
    expect_result(&s, "{\"id\":\"q\",\"name\":\"김정은\"}", "\"entity\":\"made:p1\"", 1);
    expect_result(&s, "{\"id\":\"q\",\"name\":\"Quite Another\",\"passportNumber\":\"pd 1234567\"}", "\"type\":\"passport\"", 1);
    expect_result(&s, "{\"id\":\"q\",\"schema\":\"Vessel\",\"name\":\"Ocean Pearl\",\"imoNumber\":\"IMO 8705539\"}",
                  "\"entity\":\"made:v1\",\"score\":0.9500", 1);
    expect_result(&s, "{\"id\":\"q\",\"schema\":\"Person\",\"name\":\"Maria Lopez\"}", "\"hits\":[]", 0);
    expect_result(&s, "{\"id\":\"q\",\"schema\":\"Vessel\",\"name\":\"Kum Un San 4\"}", "\"hits\":[]", 0);
    close_session(&s);
}

static void weak_aliases_alert_as_the_policy_says(void **state)
{
    static const char query[] = "{\"id\":\"q\",\"schema\":\"Person\",\"name\":\"Respected Comrade\"}";
    static const char corroborated[] = "{\"id\":\"q\",\"schema\":\"Person\",\"name\":\"Respected Comrade\",\"birthDate\":\"1984-01-08\"}";
    (void)state;
    session s = open_session("weak-aliases", "corroborated");
    expect_result(&s, query, "\"score\":1.0,\"verdict\":\"weak\"", 1);
    expect_result(&s, corroborated, "\"score\":1.0,\"verdict\":\"strong\"", 1);
    close_session(&s);
    s = open_session("weak-aliases", "exact");
    expect_result(&s, query, "\"verdict\":\"strong\"", 1);
    close_session(&s);
    s = open_session("weak-aliases", "off");
    expect_result(&s, corroborated, "\"verdict\":\"weak\"", 1);
    close_session(&s);
}

static void weak_aliases_change_verdicts_and_no_scores(void **state)
{
    static const char *const queries[] = {"{\"name\":\"Respected Comrade\"}", "{\"name\":\"Respectd Comrade\"}",
                                          "{\"name\":\"Comrade Respected\",\"birthDate\":\"1984\"}"};
    static const char *const modes[] = {"off", "exact", "corroborated"};
    (void)state;
    for (size_t q = 0; q < COUNT_OF(queries); q++) {
        char first[32] = "";
        for (size_t m = 0; m < COUNT_OF(modes); m++) {
            session s = open_session("weak-aliases", modes[m]);
            cordon_text out = {0};
            assert_int_equal(cordon_screen(s.screener, queries[q], strlen(queries[q]), 0, &out, NULL, NULL), CORDON_OK);
            const char *score = strstr(out.data, "\"score\":");
            assert_non_null(score);
            if (m == 0)
                snprintf(first, sizeof first, "%.*s", (int)strcspn(score, ","), score);
            assert_memory_equal(score, first, strlen(first));
            cordon_text_free(&out);
            close_session(&s);
        }
    }
}

/* Only the same letters in the same order are exact; a fact that conflicts corroborates nothing; an identifier needs no more. */
static void weak_aliases_alert_no_further_than_said(void **state)
{
    (void)state;
    session s = open_session("weak-aliases", "exact");
    expect_result(&s, "{\"schema\":\"Person\",\"name\":\"RESPECTED comrade\"}", "\"verdict\":\"strong\"", 1);
    expect_result(&s, "{\"schema\":\"Person\",\"name\":\"Comrade Respected\"}", "\"verdict\":\"weak\"", 1);
    close_session(&s);
    s = open_session("weak-aliases", "corroborated");
    expect_result(&s, "{\"schema\":\"Person\",\"name\":\"Respected Comrade\",\"nationality\":\"kp\"}", "\"verdict\":\"strong\"", 1);
    expect_result(&s, "{\"schema\":\"Person\",\"name\":\"Respected Comrade\",\"nationality\":\"de\"}", "\"verdict\":\"weak\"", 1);
    close_session(&s);
    s = open_session("weak-aliases", "off");
    expect_result(&s, "{\"schema\":\"Person\",\"name\":\"Respected Comrade\",\"passportNumber\":\"PD1234567\"}", "\"verdict\":\"strong\"",
                  1);
    close_session(&s);
}

/* The party's other names alert as they would without the weak alias. */
static void a_weak_alias_hides_no_other_name(void **state)
{
    static const char *const modes[] = {"off", "corroborated"};
    (void)state;
    for (size_t m = 0; m < COUNT_OF(modes); m++) {
        session s = open_session("weak-aliases", modes[m]);
        expect_result(&s, "{\"schema\":\"Person\",\"name\":\"Tursun Baluchov\"}",
                      "\"score\":1.0,\"verdict\":\"strong\",\"schema\":\"Person\",\"name\":\"Tursun Baluchov\",\"nameKind\":\"primary\"",
                      1);
        expect_result(&s, "{\"schema\":\"Person\",\"name\":\"Zhanibek Kalaugov\"}", "\"score\":1.0,\"verdict\":\"review\"", 1);
        close_session(&s);
    }
}

/* ---------------------------------------------------------------- grading aliases */

static const char ungraded[] =
    "{\"id\":\"g1\",\"schema\":\"Person\",\"properties\":{\"name\":[\"Tiger\"],\"alias\":[\"The Tiger\",\"Abu Julaybib\",\"Nursultan "
    "Abishev\"]}}\n";

static cordon_status compile_graded(const char *list, const char *from, const char *output, int grade, cordon_text *report,
                                    cordon_error *error)
{
    cordon_list lists[] = {{"own", list, 0}};
    cordon_compile_options options = {.lists = lists, .list_count = list != NULL, .from = from, .output = output, .grade_aliases = grade};
    return cordon_compile(&options, report, error);
}

static void expect_shown(const char *path, const char *part)
{
    cordon_snapshot *s;
    cordon_text out = {0};
    assert_int_equal(cordon_snapshot_open(path, &s, NULL), CORDON_OK);
    assert_int_equal(cordon_snapshot_show(s, "own:g1", 0, &out, NULL), CORDON_OK);
    if (!strstr(out.data, part))
        print_error("%s\n", out.data);
    assert_non_null(strstr(out.data, part));
    cordon_text_free(&out);
    cordon_snapshot_close(s);
}

static void aliases_are_graded_only_when_asked_for(void **state)
{
    char list[128], path[128], again[128];
    cordon_text report = {0};
    cordon_error error;
    (void)state;
    snprintf(list, sizeof list, "%s/own.json", folder);
    snprintf(path, sizeof path, "%s/own.snapshot", folder);
    snprintf(again, sizeof again, "%s/own-again.snapshot", folder);
    write_file(list, ungraded, sizeof ungraded - 1);
    assert_int_equal(compile_graded(list, NULL, path, 0, &report, &error), CORDON_OK);
    assert_null(strstr(report.data, "graded"));
    assert_null(strstr(report.data, "weak"));
    cordon_text_free(&report);
    assert_int_equal(compile_graded(list, NULL, path, 1, &report, &error), CORDON_OK);
    assert_non_null(strstr(report.data, "  weak alias                           2\n"));
    assert_non_null(
        strstr(report.data, " aliases graded\n  good                                 1\n  marked weak                          2\n"));
    assert_non_null(strstr(report.data, "  common word                          1  (of these)\n"));
    assert_non_null(strstr(report.data, "  common prefix                        1  (of these)\n"));
    cordon_text_free(&report);
    expect_shown(path, "weak alias           The Tiger  (graded: common word)");
    expect_shown(path, "primary              Tiger  <line 1>");
    assert_int_equal(compile_graded(NULL, path, again, 1, &report, &error), CORDON_BAD_INPUT);
    assert_non_null(strstr(error.message, "aliases are graded when a list is read"));
    cordon_text_free(&report);
    assert_int_equal(compile_graded(NULL, path, again, 0, &report, &error), CORDON_OK);
    cordon_text_free(&report);
    expect_shown(again, "weak alias           The Tiger  (graded: common word)");
}

static void bad_settings_are_named(void **state)
{
    cordon_policy *p;
    cordon_error error;
    (void)state;
    assert_int_equal(cordon_policy_new(&p, NULL), CORDON_OK);
    assert_int_equal(cordon_policy_set(p, "threshold", "1.5", &error), CORDON_BAD_INPUT);
    assert_non_null(strstr(error.message, "threshold"));
    assert_int_equal(cordon_policy_set(p, "limit", "-1", &error), CORDON_BAD_INPUT);
    assert_int_equal(cordon_policy_set(p, "weak-aliases", "sometimes", &error), CORDON_BAD_INPUT);
    assert_int_equal(cordon_policy_set(p, "colour", "red", &error), CORDON_BAD_INPUT);
    assert_non_null(strstr(error.message, "colour"));
    cordon_policy_free(p);
}

static void entries_that_are_not_there_are_not_found(void **state)
{
    session s = open_session(NULL, NULL);
    cordon_text out = {0};
    cordon_error error;
    (void)state;
    assert_int_equal(cordon_snapshot_show(s.snapshot, "made:p9", 0, &out, &error), CORDON_NOT_FOUND);
    assert_int_equal(cordon_explain(s.screener, "{\"name\":\"x\"}", 12, "made:p9", 0, &out, &error), CORDON_NOT_FOUND);
    assert_int_equal(cordon_snapshot_show(s.snapshot, "made:p1", 1, &out, &error), CORDON_OK);
    assert_non_null(strstr(out.data, "\"source\":\"line 1\""));
    cordon_text_free(&out);
    close_session(&s);
}

/* ---------------------------------------------------------------- bad lists */

static void expect_refused(const char *code, const char *name, const void *bytes, size_t size, const char *part)
{
    char path[128];
    cordon_error error;
    size_t before, after;
    char *old = read_file(snapshot_path, &before);
    snprintf(path, sizeof path, "%s/%s", folder, name);
    write_file(path, bytes, size);
    cordon_status status = compile(code, path, snapshot_path, 1, &error);
    assert_int_not_equal(status, CORDON_OK);
    if (!strstr(error.message, part))
        print_error("%s\n", error.message);
    assert_non_null(strstr(error.message, part));
    char *now = read_file(snapshot_path, &after);
    assert_int_equal(before, after);
    assert_memory_equal(old, now, before);
    free(old);
    free(now);
}

static void bad_lists_are_refused_and_the_old_snapshot_stays(void **state)
{
    static const char png[] = "\x89PNG\r\n\x1a\n\0\0\0\rIHDR";
    static const char bomb[] =
        "<?xml version=\"1.0\"?><!DOCTYPE l [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]><CONSOLIDATED_LIST>&b;</CONSOLIDATED_LIST>";
    static const char bare[] = "<CONSOLIDATED_LIST>\n<INDIVIDUALS>\n<INDIVIDUAL><DATAID>1</DATAID><FIRST_NAME>A & "
                               "B</FIRST_NAME></INDIVIDUAL></INDIVIDUALS></CONSOLIDATED_LIST>";
    static const char other[] = "<html><body>Service unavailable</body></html>";
    (void)state;
    expect_refused("made", "empty.json", "", 0, "empty.json: the file is empty");
    expect_refused("made", "list.png", png, sizeof png - 1, "list.png: line 1");
    expect_refused("made", "cut.json", entities, 150, "cut.json: line 1");
    expect_refused("made", "twice.json", "{\"id\":\"a\",\"name\":\"x\"}\n{\"id\":\"a\",\"name\":\"y\"}\n", 44,
                   "two entries have the id \"a\"");
    expect_refused("un_sc_sanctions", "bomb.xml", bomb, sizeof bomb - 1, "document type declaration");
    expect_refused("un_sc_sanctions", "bare.xml", bare, sizeof bare - 1, "bare.xml: line 3");
    expect_refused("un_sc_sanctions", "other.xml", other, sizeof other - 1, "expected a UN list");
    expect_refused("us_ofac_sdn", "file.csv", "1,a", 3, "expected a folder");
}

static void a_list_that_shrank_is_refused_unless_told(void **state)
{
    char path[128], small[128];
    cordon_error error;
    (void)state;
    snprintf(path, sizeof path, "%s/b.snapshot", folder);
    snprintf(small, sizeof small, "%s/small.json", folder);
    assert_int_equal(compile("made", list_path, path, 0, &error), CORDON_OK);
    write_file(small, entities, (size_t)(strchr(entities, '\n') - entities) + 1);
    assert_int_equal(compile("made", small, path, 0, &error), CORDON_REFUSED);
    assert_non_null(strstr(error.message, "6"));
    assert_int_equal(compile("other", list_path, path, 0, &error), CORDON_REFUSED);
    assert_int_equal(compile("made", small, path, 1, &error), CORDON_OK);
}

static void compiling_twice_gives_the_same_bytes(void **state)
{
    char path[128];
    size_t first, second;
    (void)state;
    snprintf(path, sizeof path, "%s/again.snapshot", folder);
    assert_int_equal(compile("made", list_path, path, 0, NULL), CORDON_OK);
    char *a = read_file(snapshot_path, &first), *b = read_file(path, &second);
    assert_int_equal(first, second);
    assert_memory_equal(a, b, first);
    free(a);
    free(b);
}

static void a_full_disk_leaves_the_old_snapshot(void **state)
{
    size_t before, after;
    char *old = read_file(snapshot_path, &before);
    (void)state;
    pid_t child = fork();
    if (child == 0) { /* files may not grow beyond a page in this process */
        struct rlimit limit = {4096, 4096};
        signal(SIGXFSZ, SIG_IGN);
        setrlimit(RLIMIT_FSIZE, &limit);
        _exit(compile("made", list_path, snapshot_path, 0, NULL) == CORDON_BAD_FILE ? 0 : 1);
    }
    int status;
    waitpid(child, &status, 0);
    assert_int_equal(status, 0);
    char *now = read_file(snapshot_path, &after);
    assert_int_equal(before, after);
    assert_memory_equal(old, now, before);
    free(old);
    free(now);
}

/* ---------------------------------------------------------------- bad snapshots */

static void expect_bad_snapshot(const char *bytes, size_t size)
{
    char path[128];
    cordon_snapshot *s;
    cordon_error error;
    snprintf(path, sizeof path, "%s/bad.snapshot", folder);
    write_file(path, bytes, size);
    cordon_status status = cordon_snapshot_open(path, &s, &error);
    assert_int_not_equal(status, CORDON_OK);
    assert_non_null(strstr(error.message, "bad.snapshot"));
}

static void any_flipped_bit_is_found(void **state)
{
    size_t size;
    char *bytes = read_file(snapshot_path, &size);
    (void)state;
    for (size_t at = 0; at < size; at += at < 600 ? 1 : 97) {
        bytes[at] = (char)(bytes[at] ^ (1 << at % 8));
        expect_bad_snapshot(bytes, size);
        bytes[at] = (char)(bytes[at] ^ (1 << at % 8));
    }
    free(bytes);
}

static void cut_and_foreign_snapshots_are_refused(void **state)
{
    size_t size;
    char *bytes = read_file(snapshot_path, &size);
    (void)state;
    for (size_t cut = 0; cut < size; cut += 1 + size / 50)
        expect_bad_snapshot(bytes, cut);
    expect_bad_snapshot(entities, sizeof entities - 1);
    free(bytes);
}

/* ---------------------------------------------------------------- streams */

static char *screen_text(const char *input, size_t threads, int flags, cordon_stream_summary *summary, cordon_status expected)
{
    session s = open_session(NULL, NULL);
    char *data = NULL;
    size_t size = 0;
    FILE *in = fmemopen((void *)(uintptr_t)input, strlen(input), "r"), *out = open_memstream(&data, &size);
    cordon_stream_options options = {.flags = flags, .threads = threads};
    cordon_error error;
    assert_int_equal(cordon_screen_stream(s.snapshot, s.policy, &options, in, out, summary, &error), expected);
    fclose(in);
    fclose(out);
    close_session(&s);
    return data;
}

static void a_bad_query_is_answered_in_its_place(void **state)
{
    cordon_stream_summary sum;
    (void)state;
    char *out = screen_text(
        "{\"id\":\"a\",\"name\":\"Kim Jong Un\"}\nnot json\n{\"id\":\"c\"}\n{\"id\":\"d\",\"name\":\"x\",\"birthDate\":\"soon\"}\n"
        "{\"id\":\"e\",\"name\":\"Choe Ryong Hae\"}",
        1, 0, &sum, CORDON_OK);
    assert_int_equal(sum.queries, 5);
    assert_int_equal(sum.errors, 3);
    assert_int_equal(sum.with_hits, 2);
    assert_non_null(strstr(out, "{\"id\":null,\"error\":\"line 2: not a JSON value"));
    assert_non_null(strstr(out, "{\"id\":\"c\",\"error\":\"line 3: expected a name or an identifier"));
    assert_non_null(strstr(out, "{\"id\":\"d\",\"error\":\"line 4: birthDate: expected a date"));
    assert_non_null(strstr(out, "\"entity\":\"made:p2\""));
    free(out);
}

static void any_number_of_threads_gives_the_same_bytes(void **state)
{
    cordon_stream_summary sum;
    char *queries = NULL;
    size_t size = 0;
    (void)state;
    FILE *f = open_memstream(&queries, &size);
    for (int i = 0; i < 1500; i++)
        fprintf(f, "{\"id\":%d,\"name\":\"%s %d\"}\n", i, i % 3 ? "Kim Jong Un" : i % 2 ? "Korea Mining Trading" : "Maria Lopez", i % 7);
    fclose(f);
    char *one = screen_text(queries, 1, CORDON_EXPLAIN, &sum, CORDON_OK);
    char *two = screen_text(queries, 2, CORDON_EXPLAIN, &sum, CORDON_OK);
    char *eight = screen_text(queries, 8, CORDON_EXPLAIN, &sum, CORDON_OK);
    assert_string_equal(one, two);
    assert_string_equal(one, eight);
    free(one);
    free(two);
    free(eight);
    free(queries);
}

static void csv_is_understood(void **state)
{
    cordon_stream_summary sum;
    (void)state;
    char *out = screen_text("\xEF\xBB\xBFid;First Name;Last Name;DOB;Shoe size\n1;Jong Un;Kim;1984;43\n2;Maria;L\xF3pez;;\n", 1, CORDON_CSV,
                            &sum, CORDON_OK);
    assert_int_equal(sum.queries, 2);
    assert_int_equal(sum.errors, 0);
    assert_string_equal(sum.unused_columns, "Shoe size");
    assert_non_null(strstr(out, "1,made:p1,0."));
    free(out);
    free(screen_text("a,b\n1,2\n", 1, 0, &sum, CORDON_BAD_INPUT));
}

static void names_are_found_in_running_text(void **state)
{
    static const char article[] =
        "Yesterday Kim Jong-un met General Smith. KIM JONGUN left; 김정은 smiled. Kim Smith and Jong Park did not.";
    session s = open_session("threshold", "0.65");
    cordon_text out = {0};
    size_t places;
    (void)state;
    assert_int_equal(cordon_scan(s.screener, "a.txt", article, sizeof article - 1, 0, &out, &places, NULL), CORDON_OK);
    if (places != 3)
        print_error("%s\n", out.data);
    assert_int_equal(places, 3);
    assert_non_null(strstr(out.data, "\"start\":10,\"end\":21,\"text\":\"Kim Jong-un\""));
    assert_non_null(strstr(out.data, "\"text\":\"KIM JONGUN\""));
    assert_non_null(strstr(out.data, "\"text\":\"김정은\""));
    cordon_text_free(&out);
    close_session(&s);
}

static void the_self_test_passes(void **state)
{
    session s = open_session(NULL, NULL);
    cordon_text report = {0};
    int passed = 0;
    (void)state;
    assert_int_equal(cordon_selftest(s.snapshot, 2, &report, &passed, NULL), CORDON_OK);
    assert_int_equal(passed, 1);
    cordon_text_free(&report);
    close_session(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(golden_answers),
                                       cmocka_unit_test(weak_aliases_alert_as_the_policy_says),
                                       cmocka_unit_test(weak_aliases_change_verdicts_and_no_scores),
                                       cmocka_unit_test(weak_aliases_alert_no_further_than_said),
                                       cmocka_unit_test(a_weak_alias_hides_no_other_name),
                                       cmocka_unit_test(aliases_are_graded_only_when_asked_for),
                                       cmocka_unit_test(bad_settings_are_named),
                                       cmocka_unit_test(entries_that_are_not_there_are_not_found),
                                       cmocka_unit_test(bad_lists_are_refused_and_the_old_snapshot_stays),
                                       cmocka_unit_test(a_list_that_shrank_is_refused_unless_told),
                                       cmocka_unit_test(compiling_twice_gives_the_same_bytes),
                                       cmocka_unit_test(a_full_disk_leaves_the_old_snapshot),
                                       cmocka_unit_test(any_flipped_bit_is_found),
                                       cmocka_unit_test(cut_and_foreign_snapshots_are_refused),
                                       cmocka_unit_test(a_bad_query_is_answered_in_its_place),
                                       cmocka_unit_test(any_number_of_threads_gives_the_same_bytes),
                                       cmocka_unit_test(csv_is_understood),
                                       cmocka_unit_test(names_are_found_in_running_text),
                                       cmocka_unit_test(the_self_test_passes)};
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
