/* The facts of a party in comparable form: what it adds or takes besides the name. One flat piece, the same in memory and in the
   snapshot:

     +-----------+-------------------------+----------------------------+
     | fact_head | date_interval x dates   | 2 letters x countries, pad |
     +-----------+-------------------------+----------------------------+
       8 bytes      12 bytes each                                          */
#ifndef PARTY_FACT_H
#define PARTY_FACT_H

#include "base/base_date.h"
#include "party/party.h"

typedef enum party_gender { GENDER_UNKNOWN, GENDER_MALE, GENDER_FEMALE } party_gender;
party_gender gender_of(slice published); /* male, m, female, f, and their like; GENDER_UNKNOWN otherwise */

typedef struct fact_head {
    uint8_t schema, gender; /* party_schema, party_gender */
    uint16_t date_count, country_count;
    uint16_t size; /* bytes of the whole piece */
} fact_head;

typedef struct fact_date {
    day_number first, last;
    uint32_t about;
} fact_date;

typedef struct party_facts {
    const fact_head *head;
    const fact_date *births;
    const char (*countries)[2]; /* nationalities, citizenships and countries, each once */
} party_facts;

enum { FACT_VALUES_MAX = 64, FACT_SIZE_MAX = 8 + FACT_VALUES_MAX * 12 + FACT_VALUES_MAX * 2 + 4 };

/* Gathers the facts of a party into bytes (4-byte aligned, FACT_SIZE_MAX). Beyond FACT_VALUES_MAX dates or countries, which no list comes
   near, the rest stays readable in the party but is not compared. Returns the size. */
size_t fact_gather(const party *p, uint32_t *bytes, party_facts *out);
bool fact_view(const void *bytes, size_t size, party_facts *out);

#endif
