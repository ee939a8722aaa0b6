/* Building: several makers prepare parties, run by run; then one thread writes what they made behind what is there, party by party. So the
   bytes do not depend on how many makers there are. */
#include "snapshot/snapshot_builder.h"
#include "format/format_json.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

snapshot_builder *snapshot_builder_new(void)
{
    snapshot_builder *b = calloc(1, sizeof *b);
    if (b)
        snapshot_builder_threads(b, thread_processors());
    return b;
}

void snapshot_builder_threads(snapshot_builder *b, size_t threads)
{
    b->threads = threads < 1 ? 1 : threads < MAKERS_MAX ? threads : MAKERS_MAX;
}

static void free_makers(snapshot_builder *b)
{
    for (size_t i = 0; i < MAKERS_MAX; i++) {
        if (b->makers[i])
            maker_free(b->makers[i]);
        free(b->makers[i]);
        b->makers[i] = NULL;
    }
}

void snapshot_builder_free(snapshot_builder *b)
{
    if (!b)
        return;
    for (size_t i = 0; i < SECTION_COUNT; i++)
        text_free(&b->sections[i]);
    free_makers(b);
    pool_free(&b->texts);
    pool_free(&b->prepared);
    pool_free(&b->facts);
    text_free(&b->lists);
    text_free(&b->open_list);
    free(b);
}

bool snapshot_add_bytes(snapshot_builder *b, snapshot_section_id id, const void *bytes, size_t size)
{
    text_add(&b->sections[id], (slice){bytes, size});
    return !b->sections[id].failed;
}

/* ---------------------------------------------------------------- lists */

void builder_close_list(snapshot_builder *b)
{
    if (b->list_count == 0)
        return;
    json_write_comma(&b->lists);
    text_add_char(&b->lists, '{');
    json_write_member(&b->lists, "code", b->code);
    json_write_member(&b->lists, "version", b->version);
    json_write_member(&b->lists, "digest", b->digest);
    json_write_number(&b->lists, "parties", (long long)b->list_parties);
    json_write_number(&b->lists, "names", (long long)b->list_names);
    text_add_char(&b->lists, '}');
}

cordon_status snapshot_add_list(snapshot_builder *b, slice code, slice version, slice digest, cordon_error *error)
{
    if (b->list_count == UINT16_MAX)
        return error_set(error, CORDON_OVER_LIMIT, "more than %d lists", UINT16_MAX);
    builder_close_list(b);
    b->open_list.len = 0;
    text_add(&b->open_list, code);
    text_add(&b->open_list, version);
    text_add(&b->open_list, digest);
    slice all = text_slice(&b->open_list);
    b->code = slice_first(all, code.len);
    b->version = slice_first(slice_skip(all, code.len), version.len);
    b->digest = slice_skip(all, code.len + version.len);
    b->list_count++;
    b->list_parties = b->list_names = 0;
    return b->open_list.failed ? error_no_memory(error) : CORDON_OK;
}

/* ---------------------------------------------------------------- values */

static slice text_of(const void *context, uint32_t number)
{
    const snapshot_builder *b = context;
    const uint32_t *ends = (const void *)b->sections[SECTION_TEXT_ENDS].ptr;
    uint32_t start = number ? ends[number - 1] : 0;
    return (slice){b->sections[SECTION_TEXTS].ptr + start, ends[number] - start};
}

static bool share_text(snapshot_builder *b, slice text, uint32_t *number)
{
    bool known;
    string *all = &b->sections[SECTION_TEXTS];
    uint32_t next = (uint32_t)(b->sections[SECTION_TEXT_ENDS].len / sizeof(uint32_t));
    if (all->len + text.len > UINT32_MAX || !pool_find(&b->texts, text, next, text_of, b, number, &known))
        return false;
    if (known)
        return true;
    text_add(all, text);
    uint32_t end = (uint32_t)all->len;
    return !all->failed && snapshot_add_bytes(b, SECTION_TEXT_ENDS, &end, sizeof end);
}

static void add_number(string *to, uint32_t number)
{
    for (; number > 0x7F; number >>= 7)
        text_add_char(to, (char)((number & 0x7F) | 0x80));
    text_add_char(to, (char)number);
}

static bool add_text(snapshot_builder *b, slice text, bool shared)
{
    uint32_t number = (uint32_t)text.len;
    if (shared && !share_text(b, text, &number))
        return false;
    add_number(&b->sections[SECTION_VALUES], number);
    if (!shared)
        text_add(&b->sections[SECTION_VALUES], text);
    return true;
}

/* Whether many values are likely to say the same. A number of two or three bytes stands for no text of less. */
static bool is_common(const party_value *v)
{
    switch (v->field) {
    case FIELD_NAME:
    case FIELD_IDENTIFIER:
    case FIELD_LEGAL_AUTHORITY:
    case FIELD_PHONE:
    case FIELD_EMAIL:
    case FIELD_WEBSITE: return false;
    default: return v->text.len > 3;
    }
}

/* Sources with a number in them ("line 17") are the party's own. */
static bool is_common_source(slice source)
{
    for (size_t i = 0; i < source.len; i++)
        if (source.ptr[i] >= '0' && source.ptr[i] <= '9')
            return false;
    return true;
}

static bool add_value(snapshot_builder *b, const party_value *v, slice source_before)
{
    bool shared = is_common(v), same = slice_equal(v->source, source_before), source_shared = !same && is_common_source(v->source);
    const char head[2] = {
        (char)(v->field | (v->country[0] ? VALUE_COUNTRY : 0) | (v->label.len ? VALUE_LABEL : 0)),
        (char)(v->kind | (shared ? VALUE_SHARED_TEXT : 0) | (same ? VALUE_SAME_SOURCE : 0) | (source_shared ? VALUE_SHARED_SOURCE : 0))};
    string *values = &b->sections[SECTION_VALUES];
    text_add(values, (slice){head, sizeof head});
    if (v->country[0])
        text_add(values, (slice){v->country, sizeof v->country});
    return add_text(b, v->text, shared) && (!v->label.len || add_text(b, v->label, true)) &&
           (same || add_text(b, v->source, source_shared)) && !values->failed;
}

static bool add_values(snapshot_builder *b, const party *p)
{
    slice source = SLICE("");
    text_add(&b->sections[SECTION_VALUES], p->id);
    for (size_t i = 0; i < p->values.count; i++) {
        if (!add_value(b, &p->values.at[i], source))
            return false;
        source = p->values.at[i].source;
    }
    return true;
}

/* ---------------------------------------------------------------- what the makers made */

static slice facts_at(const void *context, uint32_t place)
{
    const fact_head *head = (const void *)(((const snapshot_builder *)context)->sections[SECTION_FACTS].ptr + (size_t)place * 4);
    return (slice){(const char *)head, head->size};
}

static slice prepared_at(const void *context, uint32_t place)
{
    const name_head *head = (const void *)(((const snapshot_builder *)context)->sections[SECTION_PREPARED].ptr + (size_t)place * 4);
    return (slice){(const char *)head, head->size};
}

/* Gives the place of a piece in a section, in units of 4 bytes: of an equal one, or its own at the end. */
static bool place_piece(snapshot_builder *b, snapshot_section_id id, snapshot_pool *pool, pool_bytes *bytes_of, slice piece,
                        uint32_t *place)
{
    bool known;
    string *all = &b->sections[id];
    if (all->len / 4 >= UINT32_MAX || !pool_find(pool, piece, (uint32_t)(all->len / 4), bytes_of, b, place, &known))
        return false;
    return known || snapshot_add_bytes(b, id, piece.ptr, piece.len);
}

static bool add_name(snapshot_builder *b, const snapshot_maker *m, const made_name *made)
{
    const name_head *head = (const void *)(m->pieces.ptr + made->piece);
    snapshot_name record = {
        .party = (uint32_t)b->parties, .weight = head->weight, .value = made->value, .quality = made->quality, .derived = made->derived};
    b->names++;
    return place_piece(b, SECTION_PREPARED, &b->prepared, prepared_at, (slice){(const char *)head, head->size}, &record.prepared) &&
           snapshot_add_bytes(b, SECTION_NAMES, &record, sizeof record);
}

/* Where the next party's part of a maker's arrays begins. */
typedef struct made_place {
    size_t names, identifiers, facts;
} made_place;

static bool add_made(snapshot_builder *b, const snapshot_maker *m, const made_party *made, const made_place *at, uint32_t *facts)
{
    for (size_t i = 0; i < made->names; i++)
        if (!add_name(b, m, &m->names.at[at->names + i]))
            return false;
    for (size_t i = 0; i < made->identifiers; i++) {
        snapshot_identifier record = {m->identifiers.at[at->identifiers + i], (uint32_t)b->parties};
        if (!snapshot_add_bytes(b, SECTION_IDENTIFIERS, &record, sizeof record))
            return false;
    }
    return place_piece(b, SECTION_FACTS, &b->facts, facts_at, (slice){m->facts.ptr + at->facts, made->facts_size}, facts);
}

static cordon_status add_party(snapshot_builder *b, const party *p, const snapshot_maker *m, const made_party *made, const made_place *at,
                               cordon_error *error)
{
    const string *values = &b->sections[SECTION_VALUES];
    snapshot_party record = {.values = (uint32_t)values->len,
                             .first_name = (uint32_t)b->names,
                             .name_count = (uint16_t)made->names,
                             .value_count = (uint16_t)p->values.count,
                             .list = (uint16_t)(b->list_count - 1),
                             .id_size = (uint16_t)p->id.len};
    if (b->parties == UINT32_MAX || b->names + made->names > UINT32_MAX)
        return error_set(error, CORDON_OVER_LIMIT, "more than %u parties or names", UINT32_MAX);
    if (!add_values(b, p) || !add_made(b, m, made, at, &record.facts))
        return error_no_memory(error);
    if (values->len > UINT32_MAX)
        return error_set(error, CORDON_OVER_LIMIT, "the published values take more than %u bytes", UINT32_MAX);
    record.value_bytes = (uint32_t)values->len - record.values;
    if (!snapshot_add_bytes(b, SECTION_PARTIES, &record, sizeof record))
        return error_no_memory(error);
    b->parties++;
    b->list_parties++;
    b->list_names += made->published;
    return CORDON_OK;
}

/* ---------------------------------------------------------------- parties */

enum { RUN_PARTIES = 64, PART_RUNS = 256 };

/* Some parties that follow each other: who made what belongs to them, and where it begins in that maker's arrays. */
typedef struct made_run {
    const snapshot_maker *maker;
    size_t first;
    made_place at;
    cordon_status status;
} made_run;

/* Makers take run after run, so that none waits for one whose parties take longer. */
typedef struct making {
    snapshot_builder *b;
    const party *parties;
    size_t count;
    atomic_size_t next; /* run */
    made_run runs[PART_RUNS];
    cordon_error errors[MAKERS_MAX];
} making;

static size_t run_size(const making *all, size_t run)
{
    size_t left = all->count - run * RUN_PARTIES;
    return left < RUN_PARTIES ? left : RUN_PARTIES;
}

static void make_run(making *all, size_t run, size_t maker)
{
    snapshot_maker *m = all->b->makers[maker];
    made_run *r = &all->runs[run];
    *r = (made_run){m, m->parties.count, {m->names.count, m->identifiers.count, m->facts.len}, CORDON_OK};
    for (size_t i = 0; r->status == CORDON_OK && i < run_size(all, run); i++)
        r->status = maker_add(m, &all->parties[run * RUN_PARTIES + i], &all->errors[maker]);
}

/* Stops at an error: runs are taken in their order, so the first one that has an error is always made. */
static void make_runs(void *context, size_t maker)
{
    making *all = context;
    maker_clear(all->b->makers[maker]);
    for (size_t run; (run = atomic_fetch_add(&all->next, 1)) * RUN_PARTIES < all->count;) {
        make_run(all, run, maker);
        if (all->runs[run].status != CORDON_OK)
            return;
    }
}

static const cordon_error *error_of(const making *all, const made_run *r)
{
    size_t maker = 0;
    while (all->b->makers[maker] != r->maker)
        maker++;
    return &all->errors[maker];
}

static cordon_status write_run(making *all, size_t run, size_t *unsearchable, cordon_error *error)
{
    const made_run *r = &all->runs[run];
    made_place at = r->at;
    if (r->status != CORDON_OK)
        return error_set(error, r->status, "%s", error_of(all, r)->message);
    for (size_t i = 0; i < run_size(all, run); i++) {
        const made_party *made = &r->maker->parties.at[r->first + i];
        TRY(add_party(all->b, &all->parties[run * RUN_PARTIES + i], r->maker, made, &at, error));
        at = (made_place){at.names + made->names, at.identifiers + made->identifiers, at.facts + made->facts_size};
        *unsearchable += made->unsearchable;
    }
    return CORDON_OK;
}

/* Adds at most PART_RUNS runs of parties. */
static cordon_status add_part(making *all, size_t *unsearchable, cordon_error *error)
{
    size_t runs = (all->count + RUN_PARTIES - 1) / RUN_PARTIES, makers = runs < all->b->threads ? runs : all->b->threads;
    for (size_t i = 0; i < makers; i++)
        if (!all->b->makers[i] && !(all->b->makers[i] = calloc(1, sizeof *all->b->makers[i])))
            return error_no_memory(error);
    atomic_init(&all->next, 0);
    thread_run(makers, make_runs, all);
    for (size_t i = 0; i < runs; i++)
        TRY(write_run(all, i, unsearchable, error));
    return CORDON_OK;
}

cordon_status snapshot_add_parties(snapshot_builder *b, const party *parties, size_t count, size_t *unsearchable, cordon_error *error)
{
    enum { PART = RUN_PARTIES * PART_RUNS };
    making all = {.b = b};
    for (size_t done = 0; done < count; done += all.count) {
        all.parties = parties + done;
        all.count = count - done < PART ? count - done : PART;
        TRY(add_part(&all, unsearchable, error));
    }
    return CORDON_OK;
}

cordon_status snapshot_add_party(snapshot_builder *b, const party *p, size_t *unsearchable, cordon_error *error)
{
    return snapshot_add_parties(b, p, 1, unsearchable, error);
}

void snapshot_parties_end(snapshot_builder *b)
{
    free_makers(b);
    pool_free(&b->texts);
    pool_free(&b->prepared);
    pool_free(&b->facts);
}

size_t snapshot_built_names(const snapshot_builder *b)
{
    return b->names;
}

prepared_name snapshot_built_name(const snapshot_builder *b, size_t i)
{
    const snapshot_name *record = (const snapshot_name *)(const void *)b->sections[SECTION_NAMES].ptr + i;
    prepared_name name = {0};
    size_t at = (size_t)record->prepared * 4;
    (void)name_view(b->sections[SECTION_PREPARED].ptr + at, b->sections[SECTION_PREPARED].len - at, &name);
    return name;
}
