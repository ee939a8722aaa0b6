/* What a party is: everything an authority published of one designated person, organisation, vessel, aircraft or wallet, value by value,
   each with the place that it comes from. A query is a party too. */
#ifndef PARTY_H
#define PARTY_H

#include "base/base_arena.h"
#include "base/base_array.h"
#include "base/base_slice.h"

/* FollowTheMoney schemata; the numbers stand in snapshots. */
typedef enum party_schema {
    SCHEMA_NONE,
    SCHEMA_PERSON,
    SCHEMA_ORGANIZATION,
    SCHEMA_COMPANY,
    SCHEMA_LEGAL_ENTITY,
    SCHEMA_PUBLIC_BODY,
    SCHEMA_VESSEL,
    SCHEMA_AIRPLANE,
    SCHEMA_CRYPTO_WALLET,
    SCHEMA_SECURITY,
    SCHEMA_OTHER,
    SCHEMA_COUNT
} party_schema;
slice schema_name(party_schema schema); /* "Person" ...; empty for SCHEMA_NONE */
party_schema schema_of(slice name);     /* case does not matter; SCHEMA_OTHER when unknown, SCHEMA_NONE when empty */

typedef enum party_field {
    FIELD_NAME,
    FIELD_BIRTH_DATE,
    FIELD_DEATH_DATE,
    FIELD_BIRTH_PLACE,
    FIELD_NATIONALITY,
    FIELD_CITIZENSHIP,
    FIELD_COUNTRY,
    FIELD_GENDER,
    FIELD_ADDRESS,
    FIELD_IDENTIFIER,
    FIELD_PROGRAM,
    FIELD_LEGAL_AUTHORITY,
    FIELD_LISTING_DATE,
    FIELD_CHANGE_DATE,
    FIELD_TITLE,
    FIELD_POSITION,
    FIELD_LINK,
    FIELD_PHONE,
    FIELD_EMAIL,
    FIELD_WEBSITE,
    FIELD_FLAG,
    FIELD_FORMER_FLAG,
    FIELD_VESSEL_TYPE,
    FIELD_TONNAGE,
    FIELD_OWNER,
    FIELD_OPERATOR,
    FIELD_MODEL,
    FIELD_BUILD_DATE,
    FIELD_ESTABLISHED_DATE,
    FIELD_ORGANIZATION_TYPE,
    FIELD_TARGET_TYPE,
    FIELD_SECONDARY_SANCTIONS,
    FIELD_MEASURE,
    FIELD_LANGUAGE,
    FIELD_TOPIC,
    FIELD_DESCRIPTION,
    FIELD_REMARK,
    FIELD_COUNT
} party_field;
slice field_name(party_field field); /* "birthDate" ... (FollowTheMoney's where it has one) */

/* Name kinds (design: words). The numbers stand in snapshots. */
typedef enum name_quality { QUALITY_PRIMARY, QUALITY_ALIAS, QUALITY_WEAK, QUALITY_FORMER, QUALITY_ORIGINAL, QUALITY_COUNT } name_quality;
slice quality_name(name_quality quality); /* "primary", "alias", "weak alias", "former name", "original script" */

typedef enum identifier_type {
    ID_OTHER,
    ID_PASSPORT,
    ID_NATIONAL,
    ID_TAX,
    ID_REGISTRATION,
    ID_IMO,
    ID_COMPANY_IMO,
    ID_MMSI,
    ID_CALL_SIGN,
    ID_TAIL_NUMBER,
    ID_SERIAL_NUMBER,
    ID_LEI,
    ID_BIC,
    ID_WALLET,
    ID_IBAN,
    ID_DRIVER_LICENSE,
    ID_LICENSE,
    ID_DUNS,
    ID_BIRTH_CERTIFICATE,
    ID_SOCIAL_SECURITY,
    ID_COUNT
} identifier_type;
slice identifier_name(identifier_type type); /* "passport", "IMO number" ... */

/* One published value. */
typedef struct party_value {
    uint8_t field;   /* party_field */
    uint8_t kind;    /* of a name: name_quality; of an identifier: identifier_type; else 0 */
    char country[2]; /* ISO 3166-1 alpha-2 of a document, an address or a country, in lower case; 0 when not known */
    slice text;      /* as published */
    slice label;     /* the tag it had ("Cedula No.", "DOB", a currency, a link's kind), may be empty */
    slice source;    /* record and field it was read from ("sdn.csv remarks", "alt.csv 57") */
} party_value;

typedef struct party {
    slice list, id; /* code of the list, native id */
    party_schema schema;
    ARRAY(party_value) values;
    party_value nobody; /* what party_add gives for an empty text */
} party;

/* Adds a value whose slices live as long as the party needs them. NULL when there is no memory. An empty text is not added: the
   result is then p->nobody. */
party_value *party_add(party *p, party_field field, unsigned kind, slice text, slice source);
void party_free(party *p); /* the values; not the bytes that their slices point to */

/* Country code of a published name, demonym or code ("Korea, North", "IRN", "Russian"); false when it is none that is known. */
bool country_of(slice published, char out[2]);

#endif
