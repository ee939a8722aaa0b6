#include "match/match_fact.h"

#include <stdlib.h>
#include <string.h>

enum {
    BIRTH_DAY = 1300, /* both know the day, and it is the same */
    BIRTH_SPAN = 500, /* the spans meet, and neither is wider than two years */
    BIRTH_WIDE = 150,
    BIRTH_CLOSE = 600,           /* day and month swapped, one digit of the year off, a few days apart */
    BIRTH_CONFLICT = 500,        /* dates BIRTH_FAR or more apart */
    BIRTH_CONFLICT_PERCENT = 75, /* of the listed name's own evidence, besides */
    BIRTH_FAR = 8 * 365,         /* days; dates nearer than that conflict in proportion */
    BIRTH_PLACE_AGREES = 300,
    BIRTH_PLACE_CLOSE = 100,
    BIRTH_PLACE_CONFLICTS = 150, /* little: villages and provinces are spelt in many ways, and one list knows the one, one the other */
    ADDRESS_AGREES = 500,
    ADDRESS_CLOSE = 150,
    IMO_AGREES = 1300, /* an equal number finds its vessel by itself: see identifier_floor */
    IMO_CLOSE = 600,   /* one digit wrong, or two that stand side by side exchanged */
    COUNTRY_AGREES = 200,
    COUNTRY_CONFLICTS = 150,
    GENDER_AGREES = 40,
    GENDER_CONFLICTS = 300,
    SCHEMA_CONFLICTS = 700,
    SCHEMA_MIXED = 200,
    DAYS_OF_YEAR = 366
};

const char *fact_outcome_name(fact_outcome outcome)
{
    static const char names[][10] = {"unknown", "agrees", "close", "conflicts"};
    return names[outcome];
}

/* ---------------------------------------------------------------- birth dates */

static bool is_day(const fact_date *d)
{
    return d->first == d->last;
}

static bool digit_off(int a, int b)
{
    int different = 0;
    for (; a || b; a /= 10, b /= 10)
        different += a % 10 != b % 10;
    return different == 1;
}

/* A slip of the pen: 08/01 for 01/08, 1974 for 1984, or the day one off. */
static bool nearly_same_day(const fact_date *a, const fact_date *b)
{
    int y1, m1, d1, y2, m2, d2;
    if (!is_day(a) || !is_day(b))
        return false;
    date_from_day(a->first, &y1, &m1, &d1);
    date_from_day(b->first, &y2, &m2, &d2);
    if (y1 == y2)
        return (m1 == d2 && d1 == m2) || m1 == m2;
    return m1 == m2 && d1 == d2 && (digit_off(y1, y2) || abs(y1 - y2) == 1);
}

static fact_item compare_births(const fact_date *a, const fact_date *b, evidence own)
{
    if (a->first <= b->last && b->first <= a->last) {
        int wider = a->last - a->first > b->last - b->first ? a->last - a->first : b->last - b->first;
        evidence bits = is_day(a) && is_day(b) ? BIRTH_DAY : wider <= 2 * DAYS_OF_YEAR ? BIRTH_SPAN : BIRTH_WIDE;
        return (fact_item){FACT_AGREES, bits};
    }
    int gap = a->first > b->last ? a->first - b->last : b->first - a->last;
    if (nearly_same_day(a, b) || ((!is_day(a) || !is_day(b)) && gap <= DAYS_OF_YEAR))
        return (fact_item){FACT_CLOSE, BIRTH_CLOSE};
    evidence far = BIRTH_CONFLICT + own * BIRTH_CONFLICT_PERCENT / 100;
    return (fact_item){FACT_CONFLICTS, -(evidence)((int64_t)far * (gap < BIRTH_FAR ? gap : BIRTH_FAR) / BIRTH_FAR)};
}

static fact_item weigh_births(const party_facts *query, const party_facts *listed, evidence own, birth_mode mode)
{
    fact_item best = {FACT_UNKNOWN, 0};
    for (size_t i = 0; i < query->head->date_count; i++)
        for (size_t j = 0; j < listed->head->date_count; j++) {
            fact_item one = compare_births(&query->births[i], &listed->births[j], own);
            if (best.outcome == FACT_UNKNOWN || one.bits > best.bits)
                best = one;
        }
    if (best.outcome == FACT_CONFLICTS && mode == BIRTH_IGNORED)
        best.bits = 0;
    return best;
}

/* ---------------------------------------------------------------- places */

/* What two places share, of how much. */
typedef struct shared_words {
    size_t words, numbers; /* that both have */
    size_t lesser;         /* words of the place that has fewer of them */
} shared_words;

static size_t count_words(const place_word *words, size_t count)
{
    size_t n = 0;
    for (size_t i = 0; i < count; i++)
        n += (words[i] & PLACE_NUMBER) == 0;
    return n;
}

static shared_words share_words(const place_word *a, size_t a_count, const place_word *b, size_t b_count)
{
    size_t of_a = count_words(a, a_count), of_b = count_words(b, b_count);
    shared_words shared = {.lesser = of_a < of_b ? of_a : of_b};
    for (size_t i = 0; i < a_count; i++)
        for (size_t k = 0; k < b_count; k++)
            if (a[i] == b[k])
                *(a[i] & PLACE_NUMBER ? &shared.numbers : &shared.words) += 1;
    return shared;
}

/* Half of the words of the shorter one: lists name a village, its district and province, others only one of them. */
static fact_item compare_birth_places(shared_words s)
{
    if (s.lesser == 0)
        return (fact_item){FACT_UNKNOWN, 0};
    if (s.words == 0)
        return (fact_item){FACT_CONFLICTS, -BIRTH_PLACE_CONFLICTS};
    return 2 * s.words >= s.lesser ? (fact_item){FACT_AGREES, BIRTH_PLACE_AGREES} : (fact_item){FACT_CLOSE, BIRTH_PLACE_CLOSE};
}

/* A city alone is close. Another address says nothing: people move, and companies have many. */
static fact_item compare_addresses(shared_words s)
{
    if (s.words == 0)
        return (fact_item){FACT_UNKNOWN, 0};
    bool agrees = 3 * s.words >= 2 * s.lesser && s.words + s.numbers >= 2;
    return agrees ? (fact_item){FACT_AGREES, ADDRESS_AGREES} : (fact_item){FACT_CLOSE, ADDRESS_CLOSE};
}

/* The best pair of all of one field. */
static fact_item weigh_places(const party_facts *query, const party_facts *listed, party_field field)
{
    fact_item best = {FACT_UNKNOWN, 0};
    const place_word *mine = query->words;
    for (size_t i = 0; i < query->head->place_count; mine += query->places[i++].word_count) {
        const place_word *theirs = listed->words;
        for (size_t k = 0; k < listed->head->place_count; theirs += listed->places[k++].word_count) {
            if (query->places[i].field != field || listed->places[k].field != field)
                continue;
            shared_words shared = share_words(mine, query->places[i].word_count, theirs, listed->places[k].word_count);
            fact_item one = field == FIELD_ADDRESS ? compare_addresses(shared) : compare_birth_places(shared);
            if (one.outcome != FACT_UNKNOWN && (best.outcome == FACT_UNKNOWN || one.bits > best.bits))
                best = one;
        }
    }
    return best;
}

/* ---------------------------------------------------------------- the others */

static fact_item weigh_countries(const party_facts *query, const party_facts *listed)
{
    if (query->head->country_count == 0 || listed->head->country_count == 0)
        return (fact_item){FACT_UNKNOWN, 0};
    for (size_t i = 0; i < query->head->country_count; i++)
        for (size_t j = 0; j < listed->head->country_count; j++)
            if (memcmp(query->countries[i], listed->countries[j], 2) == 0)
                return (fact_item){FACT_AGREES, COUNTRY_AGREES};
    return (fact_item){FACT_CONFLICTS, -COUNTRY_CONFLICTS};
}

static bool nearly_same_imo(uint32_t a, uint32_t b)
{
    uint32_t factor = 1;
    if (digit_off((int)a, (int)b))
        return true;
    for (; factor < 1000000; factor *= 10) {
        uint32_t low = a / factor % 10, high = a / factor / 10 % 10;
        if (a - low * factor - high * factor * 10 + high * factor + low * factor * 10 == b)
            return true;
    }
    return false;
}

/* Another number takes nothing: vessels change theirs when they are sold under false papers, and lists have wrong ones. */
static fact_item weigh_imos(const party_facts *query, const party_facts *listed)
{
    fact_item best = {FACT_UNKNOWN, 0};
    for (size_t i = 0; i < query->head->imo_count; i++)
        for (size_t k = 0; k < listed->head->imo_count; k++)
            if (query->imos[i] == listed->imos[k])
                return (fact_item){FACT_AGREES, IMO_AGREES};
            else if (nearly_same_imo(query->imos[i], listed->imos[k]))
                best = (fact_item){FACT_CLOSE, IMO_CLOSE};
    return best;
}

static fact_item weigh_gender(const party_facts *query, const party_facts *listed)
{
    if (query->head->gender == GENDER_UNKNOWN || listed->head->gender == GENDER_UNKNOWN)
        return (fact_item){FACT_UNKNOWN, 0};
    if (query->head->gender == listed->head->gender)
        return (fact_item){FACT_AGREES, GENDER_AGREES};
    return (fact_item){FACT_CONFLICTS, -GENDER_CONFLICTS};
}

/* People, organisations, vessels and aircraft are different things; kinds of organisations are not. */
static int thing_of(unsigned schema)
{
    switch (schema) {
    case SCHEMA_PERSON: return 1;
    case SCHEMA_ORGANIZATION:
    case SCHEMA_COMPANY:
    case SCHEMA_PUBLIC_BODY: return 2;
    case SCHEMA_LEGAL_ENTITY: return 3; /* in FollowTheMoney also what people are */
    case SCHEMA_VESSEL: return 4;
    case SCHEMA_AIRPLANE: return 5;
    default: return 0;
    }
}

static fact_item weigh_schema(const party_facts *query, const party_facts *listed)
{
    int q = thing_of(query->head->schema), l = thing_of(listed->head->schema);
    if (q == 0 || l == 0)
        return (fact_item){FACT_UNKNOWN, 0};
    int least = q < l ? q : l, most = q < l ? l : q;
    if (q == l || (least == 2 && most == 3))
        return (fact_item){FACT_AGREES, 0};
    if (least == 1 && most == 3)
        return (fact_item){FACT_CONFLICTS, -SCHEMA_MIXED};
    return (fact_item){FACT_CONFLICTS, -SCHEMA_CONFLICTS};
}

static void add_item(match_facts *m, fact_item item)
{
    if (item.bits > 0)
        m->added += item.bits;
    else
        m->taken -= item.bits;
}

void facts_weigh(const party_facts *query, const party_facts *listed, evidence own, evidence name_net, birth_mode mode, match_facts *out)
{
    *out = (match_facts){.birth = weigh_births(query, listed, own, mode),
                         .birth_place = weigh_places(query, listed, FIELD_BIRTH_PLACE),
                         .address = weigh_places(query, listed, FIELD_ADDRESS),
                         .country = weigh_countries(query, listed),
                         .imo = weigh_imos(query, listed),
                         .gender = weigh_gender(query, listed),
                         .schema = weigh_schema(query, listed)};
    add_item(out, out->birth);
    add_item(out, out->birth_place);
    add_item(out, out->country);
    add_item(out, out->address);
    add_item(out, out->imo);
    add_item(out, out->gender);
    add_item(out, out->schema);
    evidence most = facts_best(name_net, own) - name_net;
    if (out->added > most)
        out->added = most > 0 ? most : 0;
    out->net = name_net + out->added - out->taken;
}

evidence facts_best(evidence name_net, evidence own)
{
    if (name_net <= 0 || name_net >= own)
        return name_net;
    evidence by_name = name_net + name_net * FACT_ADDED_TIMES, by_loss = own - (own - name_net + FACT_LOSS_KEPT - 1) / FACT_LOSS_KEPT;
    evidence best = by_name < by_loss ? by_name : by_loss;
    return best > name_net ? best : name_net;
}

evidence facts_least(evidence needed)
{
    return needed / (FACT_ADDED_TIMES + 1) - 2;
}
