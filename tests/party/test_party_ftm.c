/* FollowTheMoney entities: which property goes into which field, and what is refused. */
#include "test_support.h"

#include "party/party_ftm.h"

typedef struct reading {
    arena memory;
    party party;
    size_t odd;
    cordon_error error;
} reading;

static cordon_status read_entity(reading *r, slice json, bool as_list)
{
    json_t *value = NULL;
    *r = (reading){0};
    expect_ok(json_read(json, "test", &value, &r->error), &r->error);
    cordon_status status =
        ftm_read_entity(value, "line 3", SLICE("line 3 of x"), &r->memory, as_list ? &r->odd : NULL, &r->party, &r->error);
    json_decref(value);
    return status;
}

static void reading_free(reading *r)
{
    party_free(&r->party);
    arena_free(&r->memory);
}

static void expect_refused_at(slice json, cordon_status status, const char *part, const char *file, int line)
{
    reading r;
    cordon_status got = read_entity(&r, json, false);
    expect_error_at(got, &r.error, status, part, file, line);
    expect_contains_at(r.error.message, "line 3: ", file, line);
    reading_free(&r);
}
#define EXPECT_REFUSED(json, part) expect_refused_at(SLICE(json), CORDON_BAD_INPUT, (part), __FILE__, __LINE__)

static const party_value *find_value(const party *p, party_field field, unsigned kind)
{
    for (size_t i = 0; i < p->values.count; i++)
        if (p->values.at[i].field == field && p->values.at[i].kind == kind)
            return &p->values.at[i];
    fail_msg("no value of field %d, kind %u", (int)field, kind);
    return NULL;
}

static void an_entity_with_properties_is_read_whole(void **state)
{
    (void)state;
    reading r;
    expect_ok(read_entity(&r,
                          SLICE("{\"id\":\"e1\",\"schema\":\"Person\",\"caption\":\"no value\",\"properties\":{\"name\":[\"KIM Jong-un\"],"
                                "\"weakAlias\":[\"Boss\"],\"birthDate\":[\"1984-01-08\"],\"nationality\":[\"kp\"],"
                                "\"passportNumber\":[\"A1234567\"]}}"),
                          true),
              &r.error);
    expect_slice(r.party.id, "e1");
    assert_int_equal(r.party.schema, SCHEMA_PERSON);
    assert_int_equal(r.party.values.count, 5);
    expect_slice(find_value(&r.party, FIELD_NAME, QUALITY_PRIMARY)->text, "KIM Jong-un");
    expect_slice(find_value(&r.party, FIELD_NAME, QUALITY_WEAK)->text, "Boss");
    expect_slice(find_value(&r.party, FIELD_BIRTH_DATE, 0)->text, "1984-01-08");
    expect_slice(find_value(&r.party, FIELD_IDENTIFIER, ID_PASSPORT)->text, "A1234567");
    const party_value *nationality = find_value(&r.party, FIELD_NATIONALITY, 0);
    assert_memory_equal(nationality->country, "kp", 2);
    expect_slice(nationality->source, "line 3 of x");
    reading_free(&r);
}

static void a_flat_entity_is_the_same(void **state)
{
    (void)state;
    reading r;
    expect_ok(
        read_entity(&r, SLICE("{\"id\":17,\"schema\":\"vessel\",\"name\":\"ZORVEX\",\"imoNumber\":9187629,\"alias\":[\"A\",\"B\"]}"), true),
        &r.error);
    expect_slice(r.party.id, "17");
    assert_int_equal(r.party.schema, SCHEMA_VESSEL);
    assert_int_equal(r.party.values.count, 4);
    expect_slice(find_value(&r.party, FIELD_IDENTIFIER, ID_IMO)->text, "9187629");
    expect_slice(find_value(&r.party, FIELD_NAME, QUALITY_ALIAS)->text, "A");
    reading_free(&r);
}

static void texts_are_copies(void **state)
{
    (void)state;
    reading r;
    char json[] = "{\"id\":\"e1\",\"name\":\"Mahan\"}";
    expect_ok(read_entity(&r, slice_of(json), true), &r.error);
    memset(json, 'x', sizeof json);
    expect_slice(r.party.values.at[0].text, "Mahan");
    reading_free(&r);
}

static void unknown_properties_stay_as_remarks_under_their_name(void **state)
{
    (void)state;
    reading r;
    expect_ok(read_entity(&r, SLICE("{\"id\":\"e1\",\"properties\":{\"shoeSize\":[\"42\"]}}"), true), &r.error);
    const party_value *v = find_value(&r.party, FIELD_REMARK, 0);
    expect_slice(v->text, "42");
    expect_slice(v->label, "shoeSize");
    reading_free(&r);
}

static void empty_and_null_values_are_no_values(void **state)
{
    (void)state;
    reading r;
    expect_ok(read_entity(&r, SLICE("{\"id\":null,\"schema\":null,\"name\":[\"\",\"  \",null],\"alias\":null,\"x\":[]}"), true), &r.error);
    assert_int_equal(r.party.values.count, 0);
    assert_int_equal(r.party.id.len, 0);
    assert_int_equal(r.party.schema, SCHEMA_NONE);
    reading_free(&r);
}

static void a_date_that_cannot_be_read_is_counted_in_a_list(void **state)
{
    (void)state;
    reading r;
    expect_ok(read_entity(&r, SLICE("{\"id\":\"e1\",\"birthDate\":[\"in the fifties\",\"1951\"]}"), true), &r.error);
    assert_int_equal(r.odd, 1);
    expect_slice(r.party.values.at[0].text, "in the fifties");
    assert_int_equal(r.party.values.count, 2);
    reading_free(&r);
}

static void a_date_that_cannot_be_read_is_an_error_in_a_query(void **state)
{
    (void)state;
    EXPECT_REFUSED("{\"birthDate\":\"1984-13-01\"}",
                   "birthDate: expected a date such as 1984, 1984-01 or 1984-01-08, found \"1984-13-01\"");
}

static void wrong_types_are_refused_by_name(void **state)
{
    (void)state;
    EXPECT_REFUSED("[1]", "expected a JSON object");
    EXPECT_REFUSED("\"x\"", "expected a JSON object");
    EXPECT_REFUSED("{\"id\":[1]}", "id: expected a string");
    EXPECT_REFUSED("{\"schema\":7}", "schema: expected a string");
    EXPECT_REFUSED("{\"properties\":[]}", "properties: expected an object");
    EXPECT_REFUSED("{\"name\":{\"a\":1}}", "name: expected a string or a list of strings");
    EXPECT_REFUSED("{\"name\":[[\"a\"]]}", "name: expected a string or a list of strings");
    EXPECT_REFUSED("{\"name\":true}", "name: expected a string or a list of strings");
}

static void too_many_and_too_long_values_are_refused(void **state)
{
    (void)state;
    string json = {0};
    text_add(&json, SLICE("{\"name\":[\"x\""));
    for (size_t i = 0; i < PROPERTY_VALUES_MAX; i++)
        text_add(&json, SLICE(",\"x\""));
    text_add(&json, SLICE("]}"));
    expect_refused_at(text_slice(&json), CORDON_OVER_LIMIT, "name: more than 1000 values", __FILE__, __LINE__);
    json.len = 0;
    text_format(&json, "{\"name\":\"%0*d\"}", VALUE_BYTES_MAX + 1, 1);
    expect_refused_at(text_slice(&json), CORDON_OVER_LIMIT, "name: longer than 65536 bytes", __FILE__, __LINE__);
    text_free(&json);
}

static void property_names_have_fields_and_kinds(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        party_field field;
        unsigned kind;
    } wanted[] = {{"name", FIELD_NAME, QUALITY_PRIMARY},
                  {"alias", FIELD_NAME, QUALITY_ALIAS},
                  {"previousName", FIELD_NAME, QUALITY_FORMER},
                  {"weakAlias", FIELD_NAME, QUALITY_WEAK},
                  {"leiCode", FIELD_IDENTIFIER, ID_LEI},
                  {"swiftBic", FIELD_IDENTIFIER, ID_BIC},
                  {"publicKey", FIELD_IDENTIFIER, ID_WALLET},
                  {"innCode", FIELD_IDENTIFIER, ID_TAX},
                  {"citizenship", FIELD_CITIZENSHIP, 0},
                  {"jurisdiction", FIELD_COUNTRY, 0},
                  {"topics", FIELD_TOPIC, 0},
                  {"pastFlags", FIELD_FORMER_FLAG, 0}};
    for (size_t i = 0; i < COUNT_OF(wanted); i++) {
        party_field field = FIELD_COUNT;
        unsigned kind = 99;
        assert_true(ftm_property(slice_of(wanted[i].name), &field, &kind));
        assert_int_equal(field, wanted[i].field);
        assert_int_equal(kind, wanted[i].kind);
    }
    party_field field;
    unsigned kind;
    assert_false(ftm_property(SLICE("shoeSize"), &field, &kind));
    assert_false(ftm_property(SLICE(""), &field, &kind));
}

static void schemata_are_known_without_case(void **state)
{
    (void)state;
    assert_int_equal(schema_of(SLICE("person")), SCHEMA_PERSON);
    assert_int_equal(schema_of(SLICE("LegalEntity")), SCHEMA_LEGAL_ENTITY);
    assert_int_equal(schema_of(SLICE("CRYPTOWALLET")), SCHEMA_CRYPTO_WALLET);
    assert_int_equal(schema_of(SLICE("Spaceship")), SCHEMA_OTHER);
    assert_int_equal(schema_of(SLICE("")), SCHEMA_NONE);
    for (int s = SCHEMA_NONE; s < SCHEMA_COUNT; s++)
        assert_int_equal(schema_of(schema_name((party_schema)s)), s);
}

static void every_field_quality_and_identifier_has_a_name(void **state)
{
    (void)state;
    for (int f = 0; f < FIELD_COUNT; f++)
        assert_true(field_name((party_field)f).len > 0);
    for (int q = 0; q < QUALITY_COUNT; q++)
        assert_true(quality_name((name_quality)q).len > 0);
    for (int t = 0; t < ID_COUNT; t++)
        assert_true(identifier_name((identifier_type)t).len > 0);
    expect_slice(field_name(FIELD_REMARK), "notes");
    expect_slice(quality_name(QUALITY_ORIGINAL), "original script");
    expect_slice(identifier_name(ID_SOCIAL_SECURITY), "social security");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_entity_with_properties_is_read_whole),
        cmocka_unit_test(a_flat_entity_is_the_same),
        cmocka_unit_test(texts_are_copies),
        cmocka_unit_test(unknown_properties_stay_as_remarks_under_their_name),
        cmocka_unit_test(empty_and_null_values_are_no_values),
        cmocka_unit_test(a_date_that_cannot_be_read_is_counted_in_a_list),
        cmocka_unit_test(a_date_that_cannot_be_read_is_an_error_in_a_query),
        cmocka_unit_test(wrong_types_are_refused_by_name),
        cmocka_unit_test(too_many_and_too_long_values_are_refused),
        cmocka_unit_test(property_names_have_fields_and_kinds),
        cmocka_unit_test(schemata_are_known_without_case),
        cmocka_unit_test(every_field_quality_and_identifier_has_a_name),
    };
    return cmocka_run_group_tests_name("party_ftm", tests, NULL, NULL);
}
