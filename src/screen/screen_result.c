#include "screen/screen_result.h"
#include "format/format_csv.h"
#include "format/format_json.h"
#include "screen/screen_table.h"

void result_write_entity(const snapshot *s, uint32_t place, string *out)
{
    const snapshot_party *p = snapshot_party_at(s, place);
    text_format(out, "%.*s:%.*s", SLICE_ARG(snapshot_list_at(s, p->list)->code), SLICE_ARG(snapshot_party_id(s, p)));
}

static void write_entity_member(const snapshot *s, uint32_t place, string *out)
{
    string entity = {0};
    result_write_entity(s, place, &entity);
    json_write_member(out, "entity", text_slice(&entity));
    text_free(&entity);
}

/* ---------------------------------------------------------------- the explanation */

static slice token_text(const prepared_name *name, size_t first, size_t count, string *buffer)
{
    size_t n = name->head->token_count;
    buffer->len = 0;
    for (size_t i = 0; i < count; i++) {
        if (i)
            text_add_char(buffer, ' ');
        fold_write(token_symbols(name, (first + i) % n), name->tokens[(first + i) % n].count, buffer);
    }
    return text_slice(buffer);
}

static void write_pairs(const screen_evidence *e, string *out)
{
    string buffer = {0};
    json_write_key(out, "pairs");
    text_add_char(out, '[');
    for (size_t i = 0; i < e->alignment.pair_count; i++) {
        const match_pair *p = &e->alignment.pairs[i];
        json_write_comma(out);
        text_add_char(out, '{');
        json_write_member(out, "query", token_text(&e->query, p->query_first, p->query_count, &buffer));
        json_write_member(out, "listed", token_text(&e->listed, p->listed_first, p->listed_count, &buffer));
        json_write_member(out, "kind", slice_of(pair_kind_name((pair_kind)p->kind)));
        json_write_number(out, "cost", p->cost);
        json_write_number(out, "weight", p->weight);
        json_write_number(out, "gain", p->gain);
        text_add_char(out, '}');
    }
    text_add_char(out, ']');
    text_free(&buffer);
}

static void write_left(const char *key, const prepared_name *name, const match_alignment *a, bool listed, string *out)
{
    string buffer = {0};
    json_write_key(out, key);
    text_add_char(out, '[');
    for (size_t i = 0; i < name->head->token_count; i++) {
        if (align_has_token(a, i, name->head->token_count, listed))
            continue;
        json_write_comma(out);
        text_add_char(out, '{');
        json_write_member(out, "word", token_text(name, i, 1, &buffer));
        json_write_number(out, "weight", name->tokens[i].weight);
        text_add_char(out, '}');
    }
    text_add_char(out, ']');
    text_free(&buffer);
}

static void write_fact(const char *key, const fact_item *fact, string *out)
{
    json_write_key(out, key);
    text_add_char(out, '{');
    json_write_member(out, "outcome", slice_of(fact_outcome_name(fact->outcome)));
    json_write_number(out, "bits", fact->bits);
    text_add_char(out, '}');
}

static void write_facts(const match_facts *facts, string *out)
{
    json_write_key(out, "facts");
    text_add_char(out, '{');
    write_fact("birthDate", &facts->birth, out);
    write_fact("birthPlace", &facts->birth_place, out);
    write_fact("country", &facts->country, out);
    write_fact("address", &facts->address, out);
    write_fact("imoNumber", &facts->imo, out);
    write_fact("gender", &facts->gender, out);
    write_fact("schema", &facts->schema, out);
    json_write_number(out, "added", facts->added);
    json_write_number(out, "taken", facts->taken);
    text_add_char(out, '}');
}

void result_write_explanation(const screen_evidence *e, string *out)
{
    const match_alignment *a = &e->alignment;
    json_write_key(out, "explanation");
    text_add_char(out, '{');
    json_write_number(out, "own", a->own);
    if (e->listed.head && a->most != EVIDENCE_UNBOUNDED)
        json_write_number(out, "most", a->most);
    if (e->listed.head) {
        write_pairs(e, out);
        write_left("missing", &e->listed, a, true, out);
        write_left("extra", &e->query, a, false, out);
    }
    json_write_number(out, "gained", a->gained);
    json_write_number(out, "omitted", a->omitted);
    json_write_number(out, "added", a->added);
    json_write_number(out, "contradicted", a->contradicted);
    json_write_number(out, "order", a->order);
    json_write_number(out, "loose", a->loose);
    json_write_number(out, "number", a->number);
    json_write_number(out, "prior", a->prior);
    json_write_number(out, "name", a->net);
    write_facts(&e->facts, out);
    json_write_number(out, "net", e->facts.net);
    json_write_number(out, "nameScore", e->name_score);
    json_write_number(out, "identifierFloor", e->floor);
    json_write_number(out, "score", e->score);
    text_add_char(out, '}');
}

/* ---------------------------------------------------------------- JSON */

static void write_identifier(screener *s, const query *q, const screen_hit *hit, string *out)
{
    party listed;
    if (hit->floor == 0 || snapshot_load_party(screener_snapshot(s), hit->party, &listed, NULL) != CORDON_OK)
        return;
    const party_value *v = &listed.values.at[hit->listed_value];
    json_write_key(out, "identifier");
    text_add_char(out, '{');
    json_write_member(out, "type", identifier_name((identifier_type)v->kind));
    json_write_member(out, "query", q->party.values.at[hit->query_value].text);
    json_write_member(out, "listed", v->text);
    text_add_char(out, '}');
    party_free(&listed);
}

static void write_outcomes(const match_facts *facts, string *out)
{
    const struct {
        const char *key;
        fact_outcome outcome;
    } all[] = {{"birthDate", facts->birth.outcome}, {"birthPlace", facts->birth_place.outcome}, {"country", facts->country.outcome},
               {"address", facts->address.outcome}, {"imoNumber", facts->imo.outcome},          {"gender", facts->gender.outcome}};
    json_write_key(out, "facts");
    text_add_char(out, '{');
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        if (all[i].outcome != FACT_UNKNOWN)
            json_write_member(out, all[i].key, slice_of(fact_outcome_name(all[i].outcome)));
    text_add_char(out, '}');
}

/* How the dictionary of names read the query's name, where the hit was found that way. */
static void write_reading(const prepared_name *name, string *out)
{
    string buffer = {0};
    if (name->head && name_was_read(name))
        json_write_member(out, "readAs", token_text(name, 0, name->head->token_count, &buffer));
    text_free(&buffer);
}

static void write_hit(screener *s, const query *q, const screen_hit *hit, bool explain, string *out)
{
    const snapshot *snap = screener_snapshot(s);
    const snapshot_party *entry = snapshot_party_at(snap, hit->party);
    const screen_evidence *seen = screener_evidence(s, hit);
    json_write_comma(out);
    text_add_char(out, '{');
    write_entity_member(snap, hit->party, out);
    json_write_score(out, "score", hit->score);
    json_write_member(out, "verdict", verdict_name((verdict)hit->verdict));
    json_write_member(out, "schema", schema_name((party_schema)snapshot_facts(snap, entry).head->schema));
    if (entry->name_count) {
        const snapshot_name *name = snapshot_name_at(snap, hit->name);
        json_write_member(out, "name", snapshot_name_text(snap, name));
        json_write_member(out, "nameKind", quality_name((name_quality)name->quality));
        if (name->derived)
            json_write_member(out, "derived", name->derived == NAME_READING ? SLICE("reading") : SLICE("acronym"));
        write_reading(&seen->query, out);
    }
    write_outcomes(&seen->facts, out);
    write_identifier(s, q, hit, out);
    if (explain)
        result_write_explanation(seen, out);
    text_add_char(out, '}');
}

void result_write_hits(screener *s, const query *q, const screen_hit *hits, size_t count, bool explain, string *out)
{
    json_write_key(out, "hits");
    text_add_char(out, '[');
    for (size_t i = 0; i < count; i++)
        write_hit(s, q, &hits[i], explain, out);
    text_add_char(out, ']');
    json_write_member(out, "madeBy", screener_digest(s));
}

static void write_json(screener *s, const query *q, const screen_hit *hits, size_t count, bool explain, string *out)
{
    text_format(out, "{\"id\":%.*s", SLICE_ARG(text_slice(&q->id)));
    result_write_hits(s, q, hits, count, explain, out);
    text_add(out, SLICE("}\n"));
}

/* ---------------------------------------------------------------- CSV */

static slice bare_id(slice id)
{
    return id.len >= 2 && id.ptr[0] == '"' ? slice_first(slice_skip(id, 1), id.len - 2) : id;
}

static void write_csv_hit(screener *s, const query *q, const screen_hit *hit, string *out)
{
    const snapshot *snap = screener_snapshot(s);
    const snapshot_party *entry = snapshot_party_at(snap, hit->party);
    string entity = {0};
    result_write_entity(snap, hit->party, &entity);
    csv_write_field(out, bare_id(text_slice(&q->id)));
    text_add_char(out, ',');
    csv_write_field(out, text_slice(&entity));
    text_format(out, ",%d.%04d,%.*s,%.*s,", hit->score / SCORE_MAX, hit->score % SCORE_MAX, SLICE_ARG(verdict_name((verdict)hit->verdict)),
                SLICE_ARG(schema_name((party_schema)snapshot_facts(snap, entry).head->schema)));
    if (entry->name_count) {
        const snapshot_name *name = snapshot_name_at(snap, hit->name);
        csv_write_field(out, snapshot_name_text(snap, name));
        text_format(out, ",%.*s", SLICE_ARG(quality_name((name_quality)name->quality)));
    } else
        text_add_char(out, ',');
    text_format(out, ",,%.*s\r\n", SLICE_ARG(screener_digest(s)));
    text_free(&entity);
}

void result_begin(const result_options *options, string *out)
{
    if (options->format == RESULT_CSV)
        text_add(out, SLICE("id,entity,score,verdict,schema,name,nameKind,error,madeBy\r\n"));
}

void result_write(screener *s, const query *q, const screen_hit *hits, size_t count, const result_options *options, string *out)
{
    switch (options->format) {
    case RESULT_CSV:
        for (size_t i = 0; i < count; i++)
            write_csv_hit(s, q, &hits[i], out);
        break;
    case RESULT_TABLE: table_write(s, q, hits, count, options, out); break;
    default: write_json(s, q, hits, count, options->explain, out);
    }
}

void result_write_error(slice id, const char *message, const result_options *options, string *out)
{
    switch (options->format) {
    case RESULT_CSV:
        csv_write_field(out, bare_id(id));
        text_add(out, SLICE(",,,,,,,"));
        csv_write_field(out, slice_of(message));
        text_add(out, SLICE(",\r\n"));
        break;
    case RESULT_TABLE: text_format(out, "%.*s: error: %s\n", SLICE_ARG(bare_id(id)), message); break;
    default:
        text_format(out, "{\"id\":%.*s", SLICE_ARG(id));
        json_write_member(out, "error", slice_of(message));
        text_add(out, SLICE("}\n"));
    }
}
