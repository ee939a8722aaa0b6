#include "screen/screen_table.h"
#include "text/text_utf8.h"

#include <stdio.h>
#include <stdlib.h>

/* Columns of a terminal: wide for Hangul, Han and kana, none for marks. */
static size_t width_of(slice s)
{
    size_t width = 0;
    while (s.len) {
        uint32_t cp = utf8_next(&s);
        const table_char *c = table_char_of(cp);
        if (c->kind == CHAR_IGNORE && cp >= 0x80)
            continue;
        bool wide = c->script == SCRIPT_HANGUL || c->script == SCRIPT_HAN || c->script == SCRIPT_KANA || (cp >= 0xFF01 && cp <= 0xFF60);
        width += wide ? 2 : 1;
    }
    return width;
}

static void add_padded(string *out, slice s, size_t width)
{
    text_add(out, s);
    for (size_t w = width_of(s); w < width; w++)
        text_add_char(out, ' ');
}

/* ---------------------------------------------------------------- the evidence in words */

static void add_bits(string *out, evidence bits)
{
    text_format(out, "%s%d.%02d", bits < 0 ? "-" : "+", bits < 0 ? -bits / 100 : bits / 100, (bits < 0 ? -bits : bits) % 100);
}

static void add_tokens(string *out, const prepared_name *name, size_t first, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        size_t at = (first + i) % name->head->token_count;
        if (i)
            text_add_char(out, ' ');
        fold_write(token_symbols(name, at), name->tokens[at].count, out);
    }
}

static const char *pair_words(const match_pair *p)
{
    switch (p->kind) {
    case PAIR_SAME: return "the same word";
    case PAIR_SPELLING: return "another spelling";
    case PAIR_CLASS: return "a translation or abbreviation";
    case PAIR_INITIAL: return "an initial";
    case PAIR_JOINED: return "written apart in the query";
    case PAIR_SPLIT: return "written as one word in the query";
    default: return "the whole name as one word";
    }
}

static void add_line(string *out, const char *indent, slice what, evidence bits, const char *why)
{
    text_add(out, slice_of(indent));
    add_padded(out, what, 44);
    string number = {0};
    add_bits(&number, bits);
    for (size_t w = number.len; w < 8; w++)
        text_add_char(out, ' ');
    text_add(out, text_slice(&number));
    text_format(out, "  %s\n", why);
    text_free(&number);
}

static void add_pair(string *out, const char *indent, const screen_evidence *e, const match_pair *p)
{
    string what = {0};
    char why[96];
    add_tokens(&what, &e->query, p->query_first, p->query_count);
    text_add(&what, SLICE(" = "));
    add_tokens(&what, &e->listed, p->listed_first, p->listed_count);
    if (p->cost)
        snprintf(why, sizeof why, "%s (%d.%02d of an error)", pair_words(p), p->cost / 100, p->cost % 100);
    else
        snprintf(why, sizeof why, "%s", pair_words(p));
    add_line(out, indent, text_slice(&what), p->gain, why);
    text_free(&what);
}

static void add_left(string *out, const char *indent, const prepared_name *name, const match_alignment *a, bool listed, evidence taken,
                     const char *why)
{
    string words = {0};
    for (size_t i = 0; i < name->head->token_count; i++)
        if (!align_has_token(a, i, name->head->token_count, listed)) {
            if (words.len)
                text_add_char(&words, ' ');
            add_tokens(&words, name, i, 1);
        }
    if (words.len)
        add_line(out, indent, text_slice(&words), -taken, why);
    text_free(&words);
}

static void add_reading(string *out, const char *indent, const prepared_name *name)
{
    string what = {0};
    text_add(&what, SLICE("read as "));
    add_tokens(&what, name, 0, name->head->token_count);
    add_line(out, indent, text_slice(&what), -name->head->prior, "by the dictionary of names");
    text_free(&what);
}

static void add_fact(string *out, const char *indent, const char *name, const fact_item *fact)
{
    if (fact->outcome != FACT_UNKNOWN && (fact->bits || fact->outcome != FACT_AGREES))
        add_line(out, indent, slice_of(name), fact->bits, fact_outcome_name(fact->outcome));
}

void table_write_evidence(const screen_evidence *e, const char *indent, string *out)
{
    const match_alignment *a = &e->alignment;
    if (!e->listed.head)
        return;
    for (size_t i = 0; i < a->pair_count; i++)
        add_pair(out, indent, e, &a->pairs[i]);
    add_left(out, indent, &e->listed, a, true, a->omitted, "listed, not in the query");
    add_left(out, indent, &e->query, a, false, a->added, "in the query, not listed");
    if (a->contradicted)
        add_line(out, indent, SLICE("both have words that the other has not"), -a->contradicted, "contradiction");
    if (a->order)
        add_line(out, indent, SLICE("order of the words"), -a->order, "differs");
    if (a->loose)
        add_line(out, indent, SLICE("no word is the same or nearly so"), -a->loose, "loose");
    if (a->number)
        add_line(out, indent, SLICE("number"), -a->number, "another number");
    if (name_was_read(&e->listed))
        add_line(out, indent, SLICE("prior"), -READ_PRIOR, "the listed name as the dictionary of names reads it");
    else if (e->listed.head->prior)
        add_line(out, indent, SLICE("prior"), -e->listed.head->prior, "an acronym made of the listed name");
    if (name_was_read(&e->query))
        add_reading(out, indent, &e->query);
    add_fact(out, indent, "birth date", &e->facts.birth);
    add_fact(out, indent, "birth place", &e->facts.birth_place);
    add_fact(out, indent, "country", &e->facts.country);
    add_fact(out, indent, "address", &e->facts.address);
    add_fact(out, indent, "IMO number", &e->facts.imo);
    add_fact(out, indent, "gender", &e->facts.gender);
    add_fact(out, indent, "kind of party", &e->facts.schema);
    text_format(out, "%s%d.%02d of %d.%02d bits found: score %d.%04d\n", indent, e->facts.net / 100, abs(e->facts.net) % 100, a->own / 100,
                a->own % 100, e->name_score / SCORE_MAX, e->name_score % SCORE_MAX);
    if (e->floor > e->name_score)
        text_format(out, "%san equal identifier lifts it to %d.%04d\n", indent, e->floor / SCORE_MAX, e->floor % SCORE_MAX);
}

/* ---------------------------------------------------------------- the table */

static const char *colour_of(const screen_hit *hit, bool colour)
{
    if (!colour)
        return "";
    return hit->verdict == VERDICT_STRONG ? "\033[1;31m" : hit->verdict == VERDICT_REVIEW ? "\033[33m" : "\033[2m";
}

static void add_known(const party *p, party_field field, const char *what, string *out)
{
    size_t found = 0;
    for (size_t i = 0; i < p->values.count; i++) {
        if (p->values.at[i].field != field)
            continue;
        if (found++ == 3) {
            text_add(out, SLICE(" ..."));
            break;
        }
        text_format(out, "%s%s%.*s", found > 1 ? ", " : out->len ? "; " : "", found > 1 ? "" : what, SLICE_ARG(p->values.at[i].text));
    }
}

/* What the list says of the party, in a line. */
static void add_profile(const snapshot *snap, const screen_hit *hit, string *out)
{
    party p;
    string line = {0};
    if (snapshot_load_party(snap, hit->party, &p, NULL) != CORDON_OK)
        return;
    add_known(&p, FIELD_BIRTH_DATE, "born ", &line);
    add_known(&p, FIELD_NATIONALITY, "nationality ", &line);
    add_known(&p, FIELD_PROGRAM, "programme ", &line);
    if (line.len)
        text_format(out, "          %.*s\n", SLICE_ARG(text_slice(&line)));
    if (hit->floor) {
        const party_value *v = &p.values.at[hit->listed_value];
        text_format(out, "          the same %.*s: %.*s\n", SLICE_ARG(identifier_name((identifier_type)v->kind)), SLICE_ARG(v->text));
    }
    text_free(&line);
    party_free(&p);
}

static void add_hit(screener *s, const screen_hit *hit, const result_options *options, string *out)
{
    const snapshot *snap = screener_snapshot(s);
    const snapshot_party *entry = snapshot_party_at(snap, hit->party);
    string name = {0};
    if (entry->name_count) {
        const snapshot_name *record = snapshot_name_at(snap, hit->name);
        text_format(&name, "%.*s", SLICE_ARG(snapshot_name_text(snap, record)));
        if (record->quality != QUALITY_PRIMARY)
            text_format(&name, " (%.*s)", SLICE_ARG(quality_name((name_quality)record->quality)));
    }
    text_format(out, "  %s%d.%04d  %-6.*s%s  ", colour_of(hit, options->colour), hit->score / SCORE_MAX, hit->score % SCORE_MAX,
                SLICE_ARG(verdict_name((verdict)hit->verdict)), options->colour ? "\033[0m" : "");
    add_padded(out, text_slice(&name), 44);
    text_add(out, SLICE("  "));
    result_write_entity(snap, hit->party, out);
    text_format(out, "  %.*s\n", SLICE_ARG(schema_name((party_schema)snapshot_facts(snap, entry).head->schema)));
    text_free(&name);
    add_profile(snap, hit, out);
    if (options->explain)
        table_write_evidence(screener_evidence(s, hit), "            ", out);
}

static void add_title(const query *q, string *out)
{
    slice id = text_slice(&q->id);
    if (id.len > 2 && id.ptr[0] == '"')
        text_format(out, "%.*s  ", (int)id.len - 2, id.ptr + 1);
    bool first = true;
    for (size_t i = 0; i < q->party.values.count; i++) {
        const party_value *v = &q->party.values.at[i];
        bool shown = v->field == FIELD_NAME || v->field == FIELD_BIRTH_DATE || v->field == FIELD_COUNTRY || v->field == FIELD_NATIONALITY ||
                     v->field == FIELD_IDENTIFIER;
        if (!shown)
            continue;
        text_format(out, "%s%.*s", first ? "" : ", ", SLICE_ARG(v->text));
        first = false;
    }
    text_add_char(out, '\n');
}

void table_write(screener *s, const query *q, const screen_hit *hits, size_t count, const result_options *options, string *out)
{
    add_title(q, out);
    if (count == 0)
        text_add(out, SLICE("  no hit\n"));
    for (size_t i = 0; i < count; i++)
        add_hit(s, &hits[i], options, out);
}
