#include "screen/screen_show.h"
#include "format/format_json.h"

static void show_json(const snapshot *s, string *out)
{
    text_add_char(out, '{');
    json_write_member(out, "snapshot", snapshot_digest(s));
    json_write_member(out, "engine", snapshot_engine(s));
    json_write_member(out, "tables", snapshot_scoring(s));
    json_write_number(out, "parties", (long long)snapshot_party_count(s));
    json_write_number(out, "names", (long long)snapshot_name_count(s));
    json_write_key(out, "lists");
    text_add_char(out, '[');
    for (size_t i = 0; i < snapshot_list_count(s); i++) {
        const snapshot_list *l = snapshot_list_at(s, i);
        json_write_comma(out);
        text_add_char(out, '{');
        json_write_member(out, "code", l->code);
        json_write_member(out, "version", l->version);
        json_write_member(out, "sha256", l->digest);
        json_write_number(out, "parties", (long long)l->parties);
        json_write_number(out, "names", (long long)l->names);
        text_add_char(out, '}');
    }
    text_add(out, SLICE("]}\n"));
}

void show_snapshot(const snapshot *s, bool json, string *out)
{
    if (json) {
        show_json(s, out);
        return;
    }
    text_format(out, "%-24s %8s %8s  %-26s %s\n", "list", "parties", "names", "version", "sha256");
    for (size_t i = 0; i < snapshot_list_count(s); i++) {
        const snapshot_list *l = snapshot_list_at(s, i);
        text_format(out, "%-24.*s %8llu %8llu  %-26.*s %.*s\n", SLICE_ARG(l->code), (unsigned long long)l->parties,
                    (unsigned long long)l->names, l->version.len ? (int)l->version.len : 13,
                    l->version.len ? l->version.ptr : "(none stated)", SLICE_ARG(l->digest));
    }
    text_format(out, "snapshot %.*s, made by cordon %.*s with tables %.12s...\n", SLICE_ARG(snapshot_digest(s)),
                SLICE_ARG(snapshot_engine(s)), snapshot_scoring(s).ptr);
}

/* ---------------------------------------------------------------- one entry */

static slice kind_of(const party_value *v)
{
    if (v->field == FIELD_NAME)
        return quality_name((name_quality)v->kind);
    return v->field == FIELD_IDENTIFIER ? identifier_name((identifier_type)v->kind) : SLICE("");
}

static void value_json(const party_value *v, string *out)
{
    json_write_comma(out);
    text_add_char(out, '{');
    json_write_member(out, "field", field_name((party_field)v->field));
    if (kind_of(v).len)
        json_write_member(out, "kind", kind_of(v));
    json_write_member(out, "value", v->text);
    if (v->country[0])
        json_write_member(out, "country", (slice){v->country, 2});
    if (v->label.len)
        json_write_member(out, "label", v->label);
    json_write_member(out, "source", v->source);
    text_add_char(out, '}');
}

static void entity_json(slice entity, const party *p, const snapshot_list *list, string *out)
{
    text_add_char(out, '{');
    json_write_member(out, "entity", entity);
    json_write_member(out, "schema", schema_name(p->schema));
    json_write_member(out, "list", list->code);
    json_write_member(out, "listVersion", list->version);
    json_write_member(out, "listSha256", list->digest);
    json_write_key(out, "values");
    text_add_char(out, '[');
    for (size_t i = 0; i < p->values.count; i++)
        value_json(&p->values.at[i], out);
    text_add(out, SLICE("]}\n"));
}

static void entity_table(slice entity, const party *p, const snapshot_list *list, string *out)
{
    text_format(out, "%.*s  %.*s  list %.*s %.*s\n", SLICE_ARG(entity), SLICE_ARG(schema_name(p->schema)), SLICE_ARG(list->code),
                SLICE_ARG(list->version));
    for (size_t i = 0; i < p->values.count; i++) {
        const party_value *v = &p->values.at[i];
        slice kind = kind_of(v).len ? kind_of(v) : field_name((party_field)v->field);
        text_format(out, "  %-20.*s %.*s", SLICE_ARG(kind), SLICE_ARG(v->text));
        if (v->country[0])
            text_format(out, " [%.2s]", v->country);
        if (v->label.len)
            text_format(out, "  (%.*s)", SLICE_ARG(v->label));
        text_format(out, "  <%.*s>\n", SLICE_ARG(v->source));
    }
}

cordon_status show_entity(const snapshot *s, slice entity, bool json, string *out, cordon_error *error)
{
    size_t place;
    party p;
    if (!snapshot_find_entity(s, entity, &place))
        return error_set(error, CORDON_NOT_FOUND,
                         "\"%.*s\": the snapshot has no such entry (expected list:id, for example us_ofac_sdn:2674)",
                         SLICE_ARG(slice_first(entity, 200)));
    TRY(snapshot_load_party(s, place, &p, error));
    const snapshot_list *list = snapshot_list_at(s, snapshot_party_at(s, place)->list);
    if (json)
        entity_json(entity, &p, list, out);
    else
        entity_table(entity, &p, list, out);
    party_free(&p);
    return out->failed ? error_no_memory(error) : CORDON_OK;
}
