#include "screen/screen_subject.h"
#include "name/name_derive.h"
#include "snapshot/snapshot.h"

#include <string.h>

static cordon_status keep_name(subject *s, const prepared_name *name, slice published, cordon_error *error)
{
    void *copy = arena_take(&s->memory, name->head->size);
    prepared_name kept;
    if (!copy)
        return error_no_memory(error);
    memcpy(copy, name->head, name->head->size);
    (void)name_view(copy, name->head->size, &kept);
    subject_name *to = &s->names[s->name_count++];
    to->published = published;
    return plan_make(&to->plan, kept, &s->memory) ? CORDON_OK : error_no_memory(error);
}

/* What snapshot_add_party derives, for a party that is not in a snapshot. */
static cordon_status keep_acronyms(subject *s, const prepared_name *name, slice published, cordon_error *error)
{
    derived_name acronyms[DERIVED_MAX];
    size_t made = name_acronyms(name, &s->scratch, acronyms);
    for (size_t i = 0; i < made && s->name_count < QUERY_NAMES_MAX; i++) {
        prepared_name derived;
        (void)name_view(acronyms[i].bytes, sizeof acronyms[i].bytes, &derived);
        TRY(keep_name(s, &derived, published, error));
    }
    return CORDON_OK;
}

/* The name as the dictionary of names reads it. */
static cordon_status keep_readings(subject *s, size_t of, cordon_error *error)
{
    const subject_name *from = &s->names[of];
    prepared_name name;
    readings_begin(&s->readings, from->published, &from->plan.name);
    while (readings_next(&s->readings, &s->scratch, &name)) {
        TRY(keep_name(s, &name, from->published, error));
        match_plan *read = &s->names[s->name_count - 1].plan;
        read->own = read->own < from->plan.own ? read->own : from->plan.own;
    }
    return s->readings.text.failed ? error_no_memory(error) : CORDON_OK;
}

cordon_status subject_prepare(subject *s, const party *p, bool derive, cordon_error *error)
{
    arena_reset(&s->memory);
    s->name_count = 0;
    for (size_t i = 0; i < p->values.count; i++) {
        const party_value *v = &p->values.at[i];
        prepared_name name;
        if (v->field != FIELD_NAME)
            continue;
        TRY(name_prepare(v->text, snapshot_name_kind(p->schema), &s->scratch, &name, error));
        if (name.head->token_count && s->name_count < QUERY_NAMES_MAX)
            TRY(keep_name(s, &name, v->text, error));
        if (derive && name.head->token_count && v->kind != QUALITY_WEAK)
            TRY(keep_acronyms(s, &name, v->text, error));
    }
    size_t made = s->name_count;
    for (size_t i = 0; i < made; i++)
        TRY(keep_readings(s, i, error));
    (void)fact_gather(p, s->fact_bytes, &s->facts);
    s->has_facts = s->facts.head->date_count || s->facts.head->place_count || s->facts.head->country_count || s->facts.head->imo_count ||
                   s->facts.head->gender;
    return CORDON_OK;
}

void subject_free(subject *s)
{
    arena_free(&s->memory);
    readings_free(&s->readings);
}

uint8_t subject_closeness(const subject_name *from, slice published, const prepared_name *listed)
{
    const prepared_name *name = &from->plan.name;
    if (name_was_read(&from->plan.name) || name_was_read(listed))
        return 2;
    if (slice_equal(from->published, published))
        return 0;
    bool same = name->head->symbol_count == listed->head->symbol_count && name->head->token_count == listed->head->token_count &&
                memcmp(name->symbols, listed->symbols, name->head->symbol_count * sizeof(symbol)) == 0;
    return same ? 1 : 2;
}
