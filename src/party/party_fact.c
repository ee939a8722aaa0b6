#include "party/party_fact.h"

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
    case FIELD_GENDER:
        if (g->head.gender == GENDER_UNKNOWN)
            g->head.gender = (uint8_t)gender_of(v->text);
        break;
    default: break;
    }
}

size_t fact_gather(const party *p, uint32_t *bytes, party_facts *out)
{
    gathered g = {.head = {.schema = (uint8_t)p->schema}};
    for (size_t i = 0; i < p->values.count; i++)
        add_value(&g, &p->values.at[i]);
    size_t dates = g.head.date_count * sizeof(fact_date), countries = (size_t)g.head.country_count * 2;
    size_t size = (sizeof g.head + dates + countries + 3) / 4 * 4;
    g.head.size = (uint16_t)size;
    char *to = memset(bytes, 0, size);
    memcpy(to, &g.head, sizeof g.head);
    memcpy(to + sizeof g.head, g.births, dates);
    memcpy(to + sizeof g.head + dates, g.countries, countries);
    (void)fact_view(bytes, size, out);
    return size;
}

bool fact_view(const void *bytes, size_t size, party_facts *out)
{
    const fact_head *head = bytes;
    if (size < sizeof *head || (uintptr_t)bytes % 4 != 0)
        return false;
    size_t dates = head->date_count * sizeof(fact_date);
    if (head->size > size || sizeof *head + dates + (size_t)head->country_count * 2 > head->size || head->schema >= SCHEMA_COUNT)
        return false;
    const char *base = bytes;
    *out = (party_facts){head, (const fact_date *)(base + sizeof *head), (const char(*)[2])(base + sizeof *head + dates)};
    return true;
}
