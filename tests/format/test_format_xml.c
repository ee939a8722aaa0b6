/* XML: one record at a time; what no honest list holds is refused. */
#include "test_support.h"

#include "base/base_text.h"
#include "format/format_xml.h"

typedef struct seen {
    string text;
    void (*look)(const xml_node *record);
    cordon_status stop; /* what take gives back */
    size_t taken;
} seen;

static cordon_status take_root(void *context, const xml_node *root, cordon_error *error)
{
    seen *s = context;
    (void)error;
    text_format(&s->text, "<%.*s %.*s>", SLICE_ARG(root->name), SLICE_ARG(xml_attribute_text(root, SLICE("date"))));
    return CORDON_OK;
}

static bool is_record(void *context, slice name, size_t depth)
{
    (void)context;
    return depth == 1 && slice_equal(name, SLICE("R"));
}

static void write_node(string *t, const xml_node *node)
{
    text_format(t, "%.*s", SLICE_ARG(node->name));
    for (const xml_attribute *a = node->attributes; a; a = a->next)
        text_format(t, "@%.*s=%.*s", SLICE_ARG(a->name), SLICE_ARG(a->value));
    if (node->text.len)
        text_format(t, "'%.*s'", SLICE_ARG(node->text));
    if (node->first_child)
        text_add_char(t, '(');
    for (const xml_node *c = node->first_child; c; c = c->next) {
        assert_ptr_equal(c->parent, node);
        write_node(t, c);
        text_add_char(t, c->next ? ',' : ')');
    }
}

static cordon_status take_record(void *context, const xml_node *record, cordon_error *error)
{
    seen *s = context;
    s->taken++;
    if (s->look)
        s->look(record);
    else if (s->text.len < 4096) {
        write_node(&s->text, record);
        text_add_char(&s->text, ';');
    }
    return s->stop == CORDON_OK ? CORDON_OK : error_set(error, s->stop, "stopped by the caller");
}

static cordon_status read_xml(slice xml, seen *s, cordon_error *error)
{
    const xml_calls calls = {take_root, is_record, take_record, s};
    return xml_read(xml, "x.xml", &calls, error);
}

static void expect_read_at(slice xml, const char *want, const char *file, int line)
{
    seen s = {0};
    cordon_error error = {0};
    expect_ok_at(read_xml(xml, &s, &error), &error, file, line);
    expect_slice_at(text_slice(&s.text), want, file, line);
    text_free(&s.text);
}
#define EXPECT_READ(xml, want) expect_read_at(SLICE(xml), (want), __FILE__, __LINE__)

static void expect_refused_at(slice xml, cordon_status status, const char *part, const char *file, int line)
{
    seen s = {0};
    cordon_error error = {0};
    expect_error_at(read_xml(xml, &s, &error), &error, status, part, file, line);
    text_free(&s.text);
}
#define EXPECT_REFUSED(xml, status, part) expect_refused_at(SLICE(xml), (status), (part), __FILE__, __LINE__)

static void records_come_one_by_one_with_their_tree(void **state)
{
    (void)state;
    EXPECT_READ("<?xml version=\"1.0\"?><L date=\"2025\"><R a=\"1\" b=\"2\"><N>x</N><N>y</N></R>\n<R/></L>",
                "<L 2025>R@a=1@b=2(N'x',N'y');R;");
}

static void what_is_no_record_is_passed_over(void **state)
{
    (void)state;
    EXPECT_READ("<L>text<Q><R>not at this depth</R></Q><R>yes</R></L>", "<L >R'yes';");
}

static void namespaces_are_left_out(void **state)
{
    (void)state;
    EXPECT_READ("<u:L xmlns:u=\"http://x.org/a\" u:date=\"7\"><u:R xmlns=\"urn:d\" u:k=\"v\"><N>x</N></u:R></u:L>", "<L 7>R@k=v(N'x');");
}

static void text_is_joined_over_entities_comments_and_cdata(void **state)
{
    (void)state;
    EXPECT_READ("<L><R>A &amp; B<!-- c --> &lt;<![CDATA[<C>]]>&#233;</R></L>", "<L >R'A & B <<C>\xC3\xA9';");
}

static void look_at_helpers(const xml_node *record)
{
    const xml_node *n = xml_child(record, SLICE("N"));
    assert_non_null(n);
    assert_int_equal(n->line, 2);
    expect_slice(n->text, " x ");
    expect_slice(xml_child_text(record, SLICE("N")), "x");
    n = xml_next(n);
    assert_non_null(n);
    expect_slice(n->text, "y");
    assert_null(xml_next(n));
    assert_null(xml_child(record, SLICE("none")));
    expect_slice(xml_child_text(record, SLICE("none")), "");
    expect_slice(xml_attribute_text(record, SLICE("none")), "");
    expect_slice(xml_attribute_text(record, SLICE("k")), "v");
}

static void helpers_find_children_and_attributes(void **state)
{
    (void)state;
    seen s = {.look = look_at_helpers};
    cordon_error error = {0};
    expect_ok(read_xml(SLICE("<L><R k=\"v\">\n<N> x </N><O/><N>y</N></R></L>"), &s, &error), &error);
    assert_int_equal(s.taken, 1);
    text_free(&s.text);
}

static void a_document_type_is_refused(void **state)
{
    (void)state;
    EXPECT_REFUSED("<!DOCTYPE L><L/>", CORDON_BAD_INPUT, "x.xml: line 1: a document type declaration");
    EXPECT_REFUSED("<!DOCTYPE L [<!ENTITY a \"aaa\"><!ENTITY b \"&a;&a;\">]>\n<L><R>&b;</R></L>", CORDON_BAD_INPUT, "document type");
    EXPECT_REFUSED("<!DOCTYPE L SYSTEM \"file:///etc/passwd\"><L/>", CORDON_BAD_INPUT, "document type");
}

static void an_unknown_entity_is_refused(void **state)
{
    (void)state;
    EXPECT_REFUSED("<L>\n<R>&b;</R></L>", CORDON_BAD_INPUT, "x.xml: line 2, ");
}

static void nested(string *xml, size_t levels)
{
    text_add(xml, SLICE("<L><R>"));
    for (size_t i = 2; i < levels; i++)
        text_add(xml, SLICE("<a>"));
    for (size_t i = 2; i < levels; i++)
        text_add(xml, SLICE("</a>"));
    text_add(xml, SLICE("</R></L>"));
}

static void elements_as_deep_as_the_limit_and_no_deeper(void **state)
{
    (void)state;
    string xml = {0};
    seen s = {0};
    cordon_error error = {0};
    nested(&xml, XML_DEPTH_MAX);
    expect_ok(read_xml(text_slice(&xml), &s, &error), &error);
    xml.len = 0;
    nested(&xml, XML_DEPTH_MAX + 1);
    expect_error(read_xml(text_slice(&xml), &s, &error), &error, CORDON_OVER_LIMIT, "x.xml: line 1: elements nested deeper than 32");
    text_free(&xml);
    text_free(&s.text);
}

/* <L><R>, size bytes made of the piece, </R></L>; gives the status and how many records were taken. */
static cordon_status read_large(const char *piece, size_t size, size_t *taken, cordon_error *error)
{
    string xml = {0};
    seen s = {0};
    text_add(&xml, SLICE("<L><R>"));
    while (xml.len < size)
        text_add(&xml, slice_of(piece));
    text_add(&xml, SLICE("</R></L>"));
    assert_false(xml.failed);
    cordon_status status = read_xml(text_slice(&xml), &s, error);
    *taken = s.taken;
    text_free(&xml);
    text_free(&s.text);
    return status;
}

static void a_record_of_text_above_the_limit_is_refused(void **state)
{
    (void)state;
    size_t taken = 0;
    cordon_error error = {0};
    expect_error(read_large("aaaaaaaaaaaaaaaa", XML_RECORD_MAX + 100, &taken, &error), &error, CORDON_OVER_LIMIT,
                 "record larger than 1048576 bytes");
    assert_int_equal(taken, 0);
}

static void a_record_of_many_elements_above_the_limit_is_refused(void **state)
{
    (void)state;
    size_t taken = 0;
    cordon_error error = {0};
    expect_error(read_large("<a/>", XML_RECORD_MAX * 2, &taken, &error), &error, CORDON_OVER_LIMIT, "record larger than");
    assert_int_equal(taken, 0);
}

static void a_record_of_attributes_above_the_limit_is_refused(void **state)
{
    (void)state;
    size_t taken = 0;
    cordon_error error = {0};
    expect_error(read_large("<a k=\"vvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvv\"/>", XML_RECORD_MAX * 2, &taken, &error), &error,
                 CORDON_OVER_LIMIT, "record larger than");
    assert_int_equal(taken, 0);
}

static void a_text_of_many_short_lines_below_the_limit_is_read(void **state)
{
    (void)state;
    size_t taken = 0;
    cordon_error error = {0};
    expect_ok(read_large("a short line\n", 20000, &taken, &error), &error); /* a fiftieth of the limit */
    assert_int_equal(taken, 1);
}

static void many_records_together_may_exceed_the_limit_of_one(void **state)
{
    (void)state;
    string xml = {0};
    seen s = {0};
    cordon_error error = {0};
    text_add(&xml, SLICE("<L>"));
    for (size_t i = 0; i < 40; i++)
        text_format(&xml, "<R>%050000d</R>", 1);
    text_add(&xml, SLICE("</L>"));
    expect_ok(read_xml(text_slice(&xml), &s, &error), &error);
    assert_int_equal(s.taken, 40);
    text_free(&xml);
    text_free(&s.text);
}

static void a_file_cut_anywhere_is_refused_with_its_line(void **state)
{
    (void)state;
    static const char xml[] = "<L>\n<R><N>x</N></R>\n<R><N>y</N></R>\n</L>";
    for (size_t size = 0; size < sizeof xml - 1; size++) {
        seen s = {0};
        cordon_error error = {0};
        expect_error(read_xml((slice){xml, size}, &s, &error), &error, CORDON_BAD_INPUT, "x.xml: line ");
        text_free(&s.text);
    }
    EXPECT_REFUSED("<L>\n<R><N>x</N></R>\n<R>", CORDON_BAD_INPUT, "x.xml: line 3, column 4: not well-formed XML");
}

static void what_is_not_well_formed_is_refused(void **state)
{
    (void)state;
    EXPECT_REFUSED("<L><R></L></R>", CORDON_BAD_INPUT, "not well-formed");
    EXPECT_REFUSED("<L/><L/>", CORDON_BAD_INPUT, "not well-formed");
    EXPECT_REFUSED("not xml", CORDON_BAD_INPUT, "not well-formed");
    EXPECT_REFUSED("<L>\xFF</L>", CORDON_BAD_INPUT, "not well-formed");
    EXPECT_REFUSED("<u:L/>", CORDON_BAD_INPUT, "not well-formed");
}

static void the_callers_status_ends_the_reading(void **state)
{
    (void)state;
    seen s = {.stop = CORDON_REFUSED};
    cordon_error error = {0};
    expect_error(read_xml(SLICE("<L><R/><R/><R/></L>"), &s, &error), &error, CORDON_REFUSED, "stopped by the caller");
    assert_int_equal(s.taken, 1);
    text_free(&s.text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(records_come_one_by_one_with_their_tree),
        cmocka_unit_test(what_is_no_record_is_passed_over),
        cmocka_unit_test(namespaces_are_left_out),
        cmocka_unit_test(text_is_joined_over_entities_comments_and_cdata),
        cmocka_unit_test(helpers_find_children_and_attributes),
        cmocka_unit_test(a_document_type_is_refused),
        cmocka_unit_test(an_unknown_entity_is_refused),
        cmocka_unit_test(elements_as_deep_as_the_limit_and_no_deeper),
        cmocka_unit_test(a_record_of_text_above_the_limit_is_refused),
        cmocka_unit_test(a_record_of_many_elements_above_the_limit_is_refused),
        cmocka_unit_test(a_record_of_attributes_above_the_limit_is_refused),
        cmocka_unit_test(a_text_of_many_short_lines_below_the_limit_is_read),
        cmocka_unit_test(many_records_together_may_exceed_the_limit_of_one),
        cmocka_unit_test(a_file_cut_anywhere_is_refused_with_its_line),
        cmocka_unit_test(what_is_not_well_formed_is_refused),
        cmocka_unit_test(the_callers_status_ends_the_reading),
    };
    return cmocka_run_group_tests_name("format_xml", tests, NULL, NULL);
}
