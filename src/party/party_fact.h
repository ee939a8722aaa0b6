/* The facts of a party in comparable form: what it adds or takes besides the name. One flat piece, the same in memory and in the
   snapshot:

     +-----------+-------------------+---------------------+--------------------+------------+----------------------------+
     | fact_head | fact_date x dates | fact_place x places | place_word x words | u32 x IMOs | 2 letters x countries, pad |
     +-----------+-------------------+---------------------+--------------------+------------+----------------------------+
       12 bytes    12 bytes each       4 bytes each          4 bytes each         4 bytes each

   The words of the places follow one another as the places do. */
#ifndef PARTY_FACT_H
#define PARTY_FACT_H

#include "base/base_date.h"
#include "party/party.h"
#include "party/party_place.h"

typedef enum party_gender { GENDER_UNKNOWN, GENDER_MALE, GENDER_FEMALE } party_gender;
party_gender gender_of(slice published); /* male, m, female, f, and their like; GENDER_UNKNOWN otherwise */

typedef struct fact_head {
    uint8_t schema, gender; /* party_schema, party_gender */
    uint8_t date_count, country_count, place_count, imo_count;
    uint16_t word_count;
    uint16_t size; /* bytes of the whole piece */
    uint16_t unused;
} fact_head;

typedef struct fact_date {
    day_number first, last;
    uint32_t about;
} fact_date;

/* An address or a birth place. */
typedef struct fact_place {
    uint8_t field;      /* FIELD_ADDRESS or FIELD_BIRTH_PLACE */
    uint8_t word_count; /* of the words of all places, the next so many: 1 to PLACE_WORDS_MAX */
    uint16_t unused;
} fact_place;

typedef struct party_facts {
    const fact_head *head;
    const fact_date *births;
    const fact_place *places;
    const place_word *words;    /* of the first place, then of the second ... */
    const uint32_t *imos;       /* IMO ship numbers of seven digits */
    const char (*countries)[2]; /* nationalities, citizenships and countries, each once */
} party_facts;

enum { FACT_VALUES_MAX = 64, FACT_SIZE_MAX = 12 + FACT_VALUES_MAX * (12 + 4 + PLACE_WORDS_MAX * 4 + 4 + 2) + 4 };

/* Gathers the facts of a party into bytes (4-byte aligned, FACT_SIZE_MAX). Beyond FACT_VALUES_MAX dates, countries, places or IMO numbers
   the rest stays readable in the party but is not compared. Returns the size. */
size_t fact_gather(const party *p, uint32_t *bytes, party_facts *out);
/* Reads what was gathered. False: it was not gathered so; days lie outside of what dates may be, or places and words do not add up. */
bool fact_view(const void *bytes, size_t size, party_facts *out);

#endif
