/* A snapshot of made-up parties in a temporary file, for tests. */
#ifndef MAKE_SNAPSHOT_H
#define MAKE_SNAPSHOT_H

#include "../test_support.h"
#include "base/base_file.h"
#include "search/search_index.h"
#include "snapshot/snapshot.h"

typedef struct made_party {
    party_schema schema;
    const char *name, *alias, *birth, *passport, *country, *gender;
} made_party;

static inline void add_text(party *p, party_field field, unsigned kind, const char *text)
{
    if (text)
        assert_non_null(party_add(p, field, kind, slice_of(text), SLICE("test")));
}

/* country: two letters, as in a party's values. */
static inline void add_nationality(party *p, const char *country)
{
    party_value *v = country ? party_add(p, FIELD_NATIONALITY, 0, slice_of(country), SLICE("test")) : NULL;
    if (v)
        memcpy(v->country, country, sizeof v->country);
    assert_true(v || !country);
}

/* Writes the snapshot to path and opens it. */
static inline snapshot *make_snapshot(const made_party *parties, size_t count, const char *path)
{
    snapshot_builder *b = snapshot_builder_new();
    string bytes = {0};
    snapshot *s = NULL;
    size_t unsearchable = 0;
    cordon_error error;
    assert_non_null(b);
    assert_int_equal(snapshot_add_list(b, SLICE("made"), SLICE("2026-01-01"), SLICE("00"), &error), CORDON_OK);
    for (size_t i = 0; i < count; i++) {
        char id[32];
        party p = {.list = SLICE("made"), .schema = parties[i].schema};
        snprintf(id, sizeof id, "%zu", i);
        p.id = slice_of(id);
        add_text(&p, FIELD_NAME, QUALITY_PRIMARY, parties[i].name);
        add_text(&p, FIELD_NAME, QUALITY_ALIAS, parties[i].alias);
        add_text(&p, FIELD_BIRTH_DATE, 0, parties[i].birth);
        add_text(&p, FIELD_IDENTIFIER, ID_PASSPORT, parties[i].passport);
        add_nationality(&p, parties[i].country);
        add_text(&p, FIELD_GENDER, 0, parties[i].gender);
        assert_int_equal(snapshot_add_party(b, &p, &unsearchable, &error), CORDON_OK);
        party_free(&p);
    }
    assert_int_equal(search_build(b, &error), CORDON_OK);
    assert_int_equal(snapshot_finish(b, SLICE("test"), &bytes, &error), CORDON_OK);
    assert_int_equal(file_replace(path, bytes.ptr, bytes.len, &error), CORDON_OK);
    text_free(&bytes);
    snapshot_builder_free(b);
    assert_int_equal(snapshot_open(path, &s, &error), CORDON_OK);
    return s;
}

#endif
