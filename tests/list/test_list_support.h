/* Looking for values in a list that was read. */
#ifndef TEST_LIST_SUPPORT_H
#define TEST_LIST_SUPPORT_H

#include "test_support.h"

#include "list/list.h"

/* The n-th value (from 0) of the field, or NULL. */
static inline const party_value *value_at(const party *p, party_field field, size_t n)
{
    for (size_t i = 0; i < p->values.count; i++)
        if (p->values.at[i].field == field && n-- == 0)
            return &p->values.at[i];
    return NULL;
}

static inline void expect_field_at(const party *p, party_field field, size_t n, unsigned kind, const char *text, const char *file, int line)
{
    const party_value *v = value_at(p, field, n);
    if (!v) {
        print_error("expected \"%s\" as %.*s %zu, found none\n", text, SLICE_ARG(field_name(field)), n);
        _fail(file, line);
        return;
    }
    expect_slice_at(v->text, text, file, line);
    _assert_int_equal(v->kind, kind, file, line);
}
#define expect_field(p, field, n, kind, text) expect_field_at((p), (field), (n), (kind), (text), __FILE__, __LINE__)

static inline size_t count_values(const party *p, party_field field)
{
    size_t count = 0;
    for (size_t i = 0; i < p->values.count; i++)
        count += p->values.at[i].field == field;
    return count;
}

static inline void expect_country_at(const party_value *v, const char *want, const char *file, int line)
{
    const char found[3] = {v->country[0], v->country[1], '\0'};
    _assert_string_equal(found, want, file, line);
}
#define expect_country(v, want) expect_country_at((v), (want), __FILE__, __LINE__)

static inline const party *party_of(const list_data *list, const char *id)
{
    for (size_t i = 0; i < list->parties.count; i++)
        if (slice_equal(list->parties.at[i].id, slice_of(id)))
            return &list->parties.at[i];
    fail_msg("no entry %s", id);
    return NULL;
}

#endif
