/* Reading the records of an open snapshot. One that was checked at opening is read as it is. One that is checked while it is read gives a
   record that says nothing where a block or a place is bad, and remembers that: snapshot_check tells it, so no caller goes on with it. */
#include "snapshot/snapshot_inside.h"

#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

/* ---------------------------------------------------------------- what stands beside it */

void *snapshot_companion(const snapshot *s, void *(*make)(void), void (*release)(void *))
{
    void *made = atomic_load(&s->beside->made), *mine = made ? NULL : make();
    if (!mine)
        return made;
    atomic_store(&s->beside->release, release);
    if (atomic_compare_exchange_strong(&s->beside->made, &made, mine))
        return mine;
    release(mine); /* another thread was first */
    return made;
}

/* ---------------------------------------------------------------- what stands for a damaged record */

static const snapshot_party no_party;
static const snapshot_name no_name = {.weight = 1};
_Alignas(4) static const fact_head no_facts = {.size = sizeof(fact_head)};

/* One letter and not nothing: nobody who compares names expects a listed one without a token. */
static const struct {
    name_head head;
    name_token token;
    symbol symbols[1];
} no_prepared = {{.size = sizeof no_prepared, .symbol_count = 1, .token_count = 1, .weight = 1},
                 {.count = 1, .script = SCRIPT_LATIN, .weight = 1},
                 {'a'}};

static void note_damage(const snapshot *s, uint64_t what)
{
    uint64_t none = DAMAGE_NONE;
    if (s->damage)
        (void)atomic_compare_exchange_strong(s->damage, &none, what);
}

void snapshot_note_damage(const snapshot *s)
{
    note_damage(s, DAMAGE_RECORD);
}

/* Gives `good` back; when it is false, that is remembered. */
static bool noted(const snapshot *s, bool good)
{
    if (!good)
        note_damage(s, DAMAGE_RECORD);
    return good;
}

bool snapshot_check_block(const snapshot *s, size_t block)
{
    if (block >= inside_block_count(s))
        return noted(s, false);
    bool good = inside_block_is_good(s, block);
    if (!good)
        note_damage(s, DAMAGE_BLOCK + (uint64_t)block);
    atomic_store_explicit(&s->guard.states[block], good ? BLOCK_GOOD : BLOCK_BAD, memory_order_relaxed);
    return good;
}

cordon_status snapshot_check(const snapshot *s, cordon_error *error)
{
    uint64_t found = s->damage ? atomic_load_explicit(s->damage, memory_order_relaxed) : DAMAGE_NONE;
    if (found == DAMAGE_NONE)
        return CORDON_OK;
    if (found == DAMAGE_RECORD)
        return error_set(error, CORDON_BAD_SNAPSHOT, "damaged snapshot: a record points outside of its section; compile it again");
    unsigned long long at = SNAPSHOT_HEADER_SIZE + (found - DAMAGE_BLOCK) * SNAPSHOT_BLOCK_SIZE;
    return error_set(error, CORDON_BAD_SNAPSHOT,
                     "damaged snapshot: the 64 KiB block at byte %llu does not have its checksum; compile it again", at);
}

/* ---------------------------------------------------------------- values */

typedef struct value_cursor {
    slice rest;
    slice source; /* of the value before */
} value_cursor;

static bool read_number(slice *rest, uint32_t *out)
{
    uint64_t value = 0;
    for (size_t i = 0; i < VALUE_NUMBER_MAX && i < rest->len; i++) {
        unsigned char byte = (unsigned char)rest->ptr[i];
        value |= (uint64_t)(byte & 0x7F) << 7 * i;
        if (byte & 0x80)
            continue;
        *rest = slice_skip(*rest, i + 1);
        *out = (uint32_t)value;
        return value <= UINT32_MAX;
    }
    return false;
}

static bool shared_text(const snapshot *s, uint32_t number, slice *out)
{
    slice ends = snapshot_bytes(s, SECTION_TEXT_ENDS), all = snapshot_bytes(s, SECTION_TEXTS);
    const uint32_t *end = (const uint32_t *)(const void *)ends.ptr + number;
    if (number >= s->text_count || !snapshot_touch(s, end, sizeof *end) || (number && !snapshot_touch(s, end - 1, sizeof *end)))
        return false;
    uint32_t start = number ? end[-1] : 0;
    if (start > *end || *end > all.len)
        return false;
    *out = (slice){all.ptr + start, *end - start};
    return snapshot_touch(s, out->ptr, out->len);
}

/* A text or a source: shared, or in place. */
static bool read_text(const snapshot *s, slice *rest, bool shared, slice *out)
{
    uint32_t number;
    if (!read_number(rest, &number))
        return false;
    if (shared)
        return shared_text(s, number, out);
    if (number > rest->len)
        return false;
    *out = slice_first(*rest, number);
    *rest = slice_skip(*rest, number);
    return true;
}

static bool read_country(slice *rest, char out[2])
{
    if (rest->len < 2)
        return false;
    memcpy(out, rest->ptr, 2);
    *rest = slice_skip(*rest, 2);
    return true;
}

/* Reads the next value of a party's bytes; false when it does not fit. */
static bool next_value(const snapshot *s, value_cursor *c, party_value *out)
{
    if (c->rest.len < 2)
        return false;
    unsigned first = (unsigned char)c->rest.ptr[0], second = (unsigned char)c->rest.ptr[1];
    c->rest = slice_skip(c->rest, 2);
    *out = (party_value){.field = first & VALUE_FIELD, .kind = second & VALUE_KIND};
    if (out->field >= FIELD_COUNT || (out->field == FIELD_NAME && out->kind >= QUALITY_COUNT) ||
        (out->field == FIELD_IDENTIFIER && out->kind >= ID_COUNT))
        return false;
    if ((first & VALUE_COUNTRY) && !read_country(&c->rest, out->country))
        return false;
    if (!read_text(s, &c->rest, second & VALUE_SHARED_TEXT, &out->text))
        return false;
    if ((first & VALUE_LABEL) && !read_text(s, &c->rest, true, &out->label))
        return false;
    if (!(second & VALUE_SAME_SOURCE) && !read_text(s, &c->rest, second & VALUE_SHARED_SOURCE, &c->source))
        return false;
    out->source = c->source;
    return true;
}

static slice party_bytes(const snapshot *s, const snapshot_party *p)
{
    return (slice){snapshot_bytes(s, SECTION_VALUES).ptr + p->values, p->value_bytes};
}

/* At the first value; false when the bytes are damaged. */
static bool begin_values(const snapshot *s, const snapshot_party *p, value_cursor *out)
{
    slice all = party_bytes(s, p);
    *out = (value_cursor){slice_skip(all, p->id_size), SLICE("")};
    return snapshot_touch(s, all.ptr, all.len);
}

/* ---------------------------------------------------------------- whether a record is inside */

bool inside_party(const snapshot *s, const snapshot_party *p)
{
    size_t values = snapshot_bytes(s, SECTION_VALUES).len, facts = snapshot_bytes(s, SECTION_FACTS).len;
    return p->values <= values && p->value_bytes <= values - p->values && p->id_size <= p->value_bytes && p->list < s->list_count &&
           p->first_name <= s->name_count && p->name_count <= s->name_count - p->first_name && (size_t)p->facts * 4 < facts;
}

bool inside_values(const snapshot *s, const snapshot_party *p)
{
    value_cursor c;
    party_value v;
    bool good = begin_values(s, p, &c);
    for (size_t i = 0; good && i < p->value_count; i++)
        good = next_value(s, &c, &v);
    return good && c.rest.len == 0;
}

bool inside_facts(const snapshot *s, const snapshot_party *p, party_facts *out)
{
    slice piece = slice_skip(snapshot_bytes(s, SECTION_FACTS), (size_t)p->facts * 4);
    const fact_head *head = (const void *)piece.ptr;
    return piece.len >= sizeof *head && snapshot_touch(s, head, sizeof *head) && head->size <= piece.len &&
           snapshot_touch(s, head, head->size) && fact_view(head, piece.len, out);
}

bool inside_name(const snapshot *s, const snapshot_name *n)
{
    return n->party < s->party_count && n->quality < QUALITY_COUNT;
}

bool inside_prepared(const snapshot *s, const snapshot_name *n, prepared_name *out)
{
    slice piece = slice_skip(snapshot_bytes(s, SECTION_PREPARED), (size_t)n->prepared * 4);
    const name_head *head = (const void *)piece.ptr;
    return piece.len >= sizeof *head && snapshot_touch(s, head, sizeof *head) && head->size <= piece.len &&
           snapshot_touch(s, head, head->size) && name_view(head, piece.len, out) && head->weight == n->weight && head->token_count > 0;
}

bool inside_texts(const snapshot *s)
{
    slice text;
    for (size_t i = 0; i < s->text_count; i++)
        if (!shared_text(s, (uint32_t)i, &text))
            return false;
    return true;
}

/* ---------------------------------------------------------------- records */

slice snapshot_bytes(const snapshot *s, snapshot_section_id id)
{
    return (slice){s->bytes + s->header.sections[id].offset, s->header.sections[id].size};
}

size_t snapshot_party_count(const snapshot *s)
{
    return s->party_count;
}

size_t snapshot_name_count(const snapshot *s)
{
    return s->name_count;
}

size_t snapshot_list_count(const snapshot *s)
{
    return s->list_count;
}

const snapshot_list *snapshot_list_at(const snapshot *s, size_t i)
{
    return &s->lists[i];
}

const snapshot_party *snapshot_party_at(const snapshot *s, size_t i)
{
    const snapshot_party *p = (const snapshot_party *)(const void *)snapshot_bytes(s, SECTION_PARTIES).ptr + i;
    bool good = !is_lazy(s) || (i < s->party_count && snapshot_touch(s, p, sizeof *p) && inside_party(s, p));
    return noted(s, good) ? p : &no_party;
}

const snapshot_name *snapshot_name_at(const snapshot *s, size_t i)
{
    const snapshot_name *n = (const snapshot_name *)(const void *)snapshot_bytes(s, SECTION_NAMES).ptr + i;
    bool good = !is_lazy(s) || (i < s->name_count && snapshot_touch(s, n, sizeof *n) && inside_name(s, n));
    return noted(s, good) ? n : &no_name;
}

prepared_name snapshot_prepared(const snapshot *s, const snapshot_name *name)
{
    prepared_name out;
    if (is_lazy(s)) {
        if (noted(s, inside_prepared(s, name, &out)))
            return out;
        return (prepared_name){&no_prepared.head, &no_prepared.token, no_prepared.symbols, NULL};
    }
    const char *base = snapshot_bytes(s, SECTION_PREPARED).ptr + (size_t)name->prepared * 4;
    const name_head *head = (const void *)base;
    const name_token *tokens = (const void *)(base + sizeof *head);
    return (prepared_name){head, tokens, (const symbol *)(const void *)(tokens + head->token_count), NULL};
}

party_facts snapshot_facts(const snapshot *s, const snapshot_party *p)
{
    party_facts facts;
    if (!noted(s, inside_facts(s, p, &facts)))
        (void)fact_view(&no_facts, sizeof no_facts, &facts);
    return facts;
}

slice snapshot_party_id(const snapshot *s, const snapshot_party *p)
{
    slice id = slice_first(party_bytes(s, p), p->id_size);
    return snapshot_touch(s, id.ptr, id.len) ? id : SLICE("");
}

slice snapshot_name_text(const snapshot *s, const snapshot_name *name)
{
    value_cursor c;
    party_value v = {0};
    bool good = begin_values(s, snapshot_party_at(s, name->party), &c);
    for (size_t i = 0; good && i <= name->value; i++)
        good = next_value(s, &c, &v);
    return noted(s, good) ? v.text : SLICE("");
}

static cordon_status load_values(const snapshot *s, const snapshot_party *p, party *out, cordon_error *error)
{
    value_cursor c;
    party_value v;
    bool good = begin_values(s, p, &c);
    for (size_t i = 0; good && i < p->value_count; i++) {
        good = next_value(s, &c, &v);
        party_value *to = good ? ARRAY_ADD(&out->values) : NULL;
        if (to)
            *to = v;
        else if (good)
            return error_no_memory(error);
    }
    (void)noted(s, good);
    return snapshot_check(s, error);
}

cordon_status snapshot_load_party(const snapshot *s, size_t i, party *out, cordon_error *error)
{
    const snapshot_party *p = snapshot_party_at(s, i);
    *out =
        (party){.list = s->lists[p->list].code, .id = snapshot_party_id(s, p), .schema = (party_schema)snapshot_facts(s, p).head->schema};
    cordon_status status = load_values(s, p, out, error);
    if (status != CORDON_OK)
        party_free(out);
    return status;
}

/* Its hash and its party; a damaged one is behind all others and leads to nobody. */
static bool identifier_hash(const snapshot *s, const snapshot_identifier *id, uint32_t *hash)
{
    bool good = !is_lazy(s) || (snapshot_touch(s, id, sizeof *id) && noted(s, id->party < s->party_count));
    *hash = good ? id->hash : UINT32_MAX;
    return good;
}

const snapshot_identifier *snapshot_find_identifier(const snapshot *s, slice key, size_t *count)
{
    slice all = snapshot_bytes(s, SECTION_IDENTIFIERS);
    const snapshot_identifier *ids = (const void *)all.ptr;
    size_t low = 0, high = all.len / sizeof *ids, total = high;
    uint32_t wanted = (uint32_t)XXH3_64bits(key.ptr, key.len), hash;
    while (low < high) {
        size_t middle = (low + high) / 2;
        (void)identifier_hash(s, &ids[middle], &hash);
        if (hash < wanted)
            low = middle + 1;
        else
            high = middle;
    }
    *count = 0;
    while (low + *count < total && identifier_hash(s, &ids[low + *count], &hash) && hash == wanted)
        ++*count;
    return ids + low;
}

bool snapshot_find_entity(const snapshot *s, slice entity, size_t *place)
{
    for (size_t i = 0; i < s->party_count; i++) {
        const snapshot_party *p = snapshot_party_at(s, i);
        slice code = s->lists[p->list].code;
        if (entity.len != code.len + 1 + p->id_size || !slice_starts(entity, code) || entity.ptr[code.len] != ':')
            continue;
        if (slice_equal(slice_skip(entity, code.len + 1), snapshot_party_id(s, p))) {
            *place = i;
            return true;
        }
    }
    return false;
}

slice snapshot_digest(const snapshot *s)
{
    return slice_of(s->digest);
}

slice snapshot_scoring(const snapshot *s)
{
    return s->scoring;
}

slice snapshot_engine(const snapshot *s)
{
    return s->engine;
}
