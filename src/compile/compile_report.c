#include "compile/compile_report.h"
#include "party/party_identifier.h"

#include <stdio.h>
#include <stdlib.h>

static void count_value(list_counts *c, const party_value *v)
{
    char key[IDENTIFIER_KEY_MAX];
    c->fields[v->field]++;
    if (v->field == FIELD_NAME)
        c->names[v->kind]++;
    if (v->field != FIELD_IDENTIFIER)
        return;
    c->identifiers[v->kind]++;
    size_t length = identifier_key((identifier_type)v->kind, v->text, key);
    c->bad_checks[v->kind] += identifier_check((identifier_type)v->kind, key, length) == CHECK_BAD;
}

void report_count(list_counts *counts, const party *parties, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        counts->schemas[parties[i].schema]++;
        for (size_t k = 0; k < parties[i].values.count; k++)
            count_value(counts, &parties[i].values.at[k]);
    }
}

static void add_row(string *out, slice what, size_t count, const char *note)
{
    if (count)
        text_format(out, "  %-28.*s %9zu%s%s\n", SLICE_ARG(what), count, note[0] ? "  " : "", note);
}

static void add_identifiers(const list_counts *c, string *out)
{
    for (int i = 0; i < ID_COUNT; i++) {
        char note[64] = "";
        if (c->bad_checks[i])
            snprintf(note, sizeof note, "(%zu with a wrong check digit, kept)", c->bad_checks[i]);
        add_row(out, identifier_name((identifier_type)i), c->identifiers[i], note);
    }
}

static int compare_tags(const void *a, const void *b)
{
    const list_tag *x = a, *y = b;
    if (x->count != y->count)
        return x->count > y->count ? -1 : 1;
    return slice_compare(x->text, y->text);
}

static void add_tags(const list_data *list, string *out)
{
    if (list->tags.count == 0)
        return;
    size_t total = 0, shown = list->tags.count < REPORT_TAGS_MAX ? list->tags.count : REPORT_TAGS_MAX;
    for (size_t i = 0; i < list->tags.count; i++)
        total += list->tags.at[i].count;
    qsort(list->tags.at, list->tags.count, sizeof *list->tags.at, compare_tags);
    text_format(out, "  not understood, kept as remarks: %zu of %zu kinds\n", total, list->tags.count);
    for (size_t i = 0; i < shown; i++)
        text_format(out, "    %6zu  %.*s\n", list->tags.at[i].count, SLICE_ARG(list->tags.at[i].text));
    if (shown < list->tags.count)
        text_format(out, "            ... and %zu kinds more\n", list->tags.count - shown);
}

static void add_grades(const list_data *list, string *out)
{
    size_t weak = 0;
    if (!list->graded)
        return;
    for (int i = ALIAS_GOOD + 1; i < ALIAS_WEAKNESS_COUNT; i++)
        weak += list->grades[i];
    text_add(out, SLICE(" aliases graded\n"));
    text_format(out, "  %-28s %9zu\n", "good", list->grades[ALIAS_GOOD]);
    text_format(out, "  %-28s %9zu\n", "marked weak", weak);
    for (int i = ALIAS_GOOD + 1; i < ALIAS_WEAKNESS_COUNT; i++)
        add_row(out, weakness_name((alias_weakness)i), list->grades[i], "(of these)");
}

static void add_problems(const list_data *list, const list_counts *c, string *out)
{
    if (list->remark_tags)
        text_format(out, "  values in remarks: %zu, in a field of their own: %zu (%.2f %%)\n", list->remark_tags, list->remark_typed,
                    100.0 * (double)list->remark_typed / (double)list->remark_tags);
    add_row(out, SLICE("dates not readable, kept"), list->odd_values, "");
    add_row(out, SLICE("names without any letter"), c->unsearchable, "(cannot be searched)");
    add_row(out, SLICE("bad records left out"), list->bad_records, "");
    add_tags(list, out);
}

void report_list(const list_data *list, const list_counts *c, string *out)
{
    text_format(out, "%s  %.*s%ssha256 %.12s...\n", list->code, SLICE_ARG(list->version), list->version.len ? "  " : "", list->digest);
    text_format(out, "  %-28s %9zu\n", "parties", list->party_count);
    for (int i = 0; i < SCHEMA_COUNT; i++)
        add_row(out, i ? schema_name((party_schema)i) : SLICE("no schema"), c->schemas[i], "");
    text_add(out, SLICE(" names\n"));
    for (int i = 0; i < QUALITY_COUNT; i++)
        add_row(out, quality_name((name_quality)i), c->names[i], "");
    add_grades(list, out);
    text_add(out, SLICE(" identifiers\n"));
    add_identifiers(c, out);
    text_add(out, SLICE(" other values\n"));
    for (int i = 0; i < FIELD_COUNT; i++)
        if (i != FIELD_NAME && i != FIELD_IDENTIFIER)
            add_row(out, field_name((party_field)i), c->fields[i], "");
    add_problems(list, c, out);
}
