#include "party/party_fact.h"
#include "party/party_identifier.h"

#include <string.h>

party_gender gender_of(slice s)
{
    s = slice_trim(s);
    if (slice_equal_fold(s, SLICE("male")) || slice_equal_fold(s, SLICE("m")) || slice_equal_fold(s, SLICE("masculino")))
        return GENDER_MALE;
    if (slice_equal_fold(s, SLICE("female")) || slice_equal_fold(s, SLICE("f")) || slice_equal_fold(s, SLICE("femenino")))
        return GENDER_FEMALE;
    return GENDER_UNKNOWN;
}

typedef struct gathered {
    fact_date births[FACT_VALUES_MAX];
    fact_place places[FACT_VALUES_MAX];
    place_word words[FACT_VALUES_MAX * PLACE_WORDS_MAX];
    uint32_t imos[FACT_VALUES_MAX];
    char countries[FACT_VALUES_MAX][2];
    fact_head head;
} gathered;

static void add_country(gathered *g, const char country[2])
{
    for (size_t i = 0; i < g->head.country_count; i++)
        if (memcmp(g->countries[i], country, 2) == 0)
            return;
    if (country[0] && g->head.country_count < FACT_VALUES_MAX)
        memcpy(g->countries[g->head.country_count++], country, 2);
}

static void add_place(gathered *g, party_field field, slice published)
{
    if (g->head.place_count == FACT_VALUES_MAX)
        return;
    size_t count = place_words(published, g->words + g->head.word_count);
    if (count == 0)
        return;
    g->places[g->head.place_count++] = (fact_place){.field = (uint8_t)field, .word_count = (uint8_t)count};
    g->head.word_count = (uint16_t)(g->head.word_count + count);
}

enum { IMO_DIGITS = 7 };

static void add_imo(gathered *g, slice published)
{
    char key[IDENTIFIER_KEY_MAX];
    uint32_t number = 0;
    if (identifier_key(ID_IMO, published, key) != IMO_DIGITS || g->head.imo_count == FACT_VALUES_MAX)
        return;
    for (size_t i = 0; i < IMO_DIGITS; i++) {
        if (key[i] < '0' || key[i] > '9')
            return;
        number = number * 10 + (uint32_t)(key[i] - '0');
    }
    g->imos[g->head.imo_count++] = number;
}

static void add_value(gathered *g, const party_value *v)
{
    date_interval date;
    switch (v->field) {
    case FIELD_BIRTH_DATE:
        if (g->head.date_count < FACT_VALUES_MAX && date_parse(v->text, &date))
            g->births[g->head.date_count++] = (fact_date){date.first, date.last, date.about};
        break;
    case FIELD_NATIONALITY:
    case FIELD_CITIZENSHIP:
    case FIELD_COUNTRY:
    case FIELD_FLAG: add_country(g, v->country); break;
    case FIELD_ADDRESS:
    case FIELD_BIRTH_PLACE: add_place(g, (party_field)v->field, v->text); break;
    case FIELD_IDENTIFIER:
        if (v->kind == ID_IMO)
            add_imo(g, v->text);
        break;
    case FIELD_GENDER:
        if (g->head.gender == GENDER_UNKNOWN)
            g->head.gender = (uint8_t)gender_of(v->text);
        break;
    default: break;
    }
}

static char *put(char *to, const void *bytes, size_t size)
{
    memcpy(to, bytes, size);
    return to + size;
}

size_t fact_gather(const party *p, uint32_t *bytes, party_facts *out)
{
    gathered g = {.head = {.schema = (uint8_t)p->schema}};
    for (size_t i = 0; i < p->values.count; i++)
        add_value(&g, &p->values.at[i]);
    size_t dates = g.head.date_count * sizeof(fact_date), countries = (size_t)g.head.country_count * 2;
    size_t places = g.head.place_count * sizeof(fact_place), words = g.head.word_count * sizeof(place_word);
    size_t imos = g.head.imo_count * sizeof *g.imos;
    size_t size = (sizeof g.head + dates + places + words + imos + countries + 3) / 4 * 4;
    g.head.size = (uint16_t)size;
    char *to = put(memset(bytes, 0, size), &g.head, sizeof g.head);
    to = put(put(put(to, g.births, dates), g.places, places), g.words, words);
    to = put(to, g.imos, imos);
    (void)put(to, g.countries, countries);
    (void)fact_view(bytes, size, out);
    return size;
}

static bool words_add_up(const party_facts *f)
{
    size_t sum = 0;
    for (size_t i = 0; i < f->head->place_count; i++) {
        if (f->places[i].word_count == 0 || f->places[i].word_count > PLACE_WORDS_MAX)
            return false;
        sum += f->places[i].word_count;
    }
    return sum == f->head->word_count;
}

static bool are_days(const party_facts *f)
{
    for (size_t i = 0; i < f->head->date_count; i++)
        if (f->births[i].first < 1 || f->births[i].first > DATE_DAY_MAX || f->births[i].last < 1 || f->births[i].last > DATE_DAY_MAX)
            return false;
    return true;
}

bool fact_view(const void *bytes, size_t size, party_facts *out)
{
    const fact_head *head = bytes;
    if (size < sizeof *head || (uintptr_t)bytes % 4 != 0)
        return false;
    size_t dates = head->date_count * sizeof(fact_date), places = head->place_count * sizeof(fact_place);
    size_t words = head->word_count * sizeof(place_word), imos = head->imo_count * sizeof(uint32_t);
    size_t before = sizeof *head + dates + places + words + imos;
    if (head->size > size || before + (size_t)head->country_count * 2 > head->size || head->schema >= SCHEMA_COUNT)
        return false;
    const char *base = (const char *)bytes + sizeof *head;
    *out = (party_facts){head,
                         (const fact_date *)base,
                         (const fact_place *)(base + dates),
                         (const place_word *)(base + dates + places),
                         (const uint32_t *)(base + dates + places + words),
                         (const char(*)[2])(base + dates + places + words + imos)};
    return words_add_up(out) && are_days(out);
}
