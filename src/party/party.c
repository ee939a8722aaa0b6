#include "party/party.h"
#include "text/text_fold.h"

#include <stdlib.h>
#include <string.h>

static const char schema_names[SCHEMA_COUNT][16] = {"",       "Person",   "Organization", "Company",  "LegalEntity", "PublicBody",
                                                    "Vessel", "Airplane", "CryptoWallet", "Security", "Thing"};

slice schema_name(party_schema schema)
{
    return slice_of(schema_names[schema < SCHEMA_COUNT ? schema : SCHEMA_OTHER]);
}

party_schema schema_of(slice name)
{
    for (int s = 0; s < SCHEMA_COUNT; s++)
        if (slice_equal_fold(name, slice_of(schema_names[s])))
            return (party_schema)s;
    return SCHEMA_OTHER;
}

slice field_name(party_field field)
{
    static const char names[FIELD_COUNT][20] = {"name",
                                                "birthDate",
                                                "deathDate",
                                                "birthPlace",
                                                "nationality",
                                                "citizenship",
                                                "country",
                                                "gender",
                                                "address",
                                                "identifier",
                                                "program",
                                                "legalAuthority",
                                                "listingDate",
                                                "modifiedAt",
                                                "title",
                                                "position",
                                                "link",
                                                "phone",
                                                "email",
                                                "website",
                                                "flag",
                                                "pastFlags",
                                                "type",
                                                "tonnage",
                                                "owner",
                                                "operator",
                                                "model",
                                                "buildDate",
                                                "incorporationDate",
                                                "organizationType",
                                                "targetType",
                                                "secondarySanctions",
                                                "measure",
                                                "language",
                                                "topics",
                                                "description",
                                                "notes"};
    return slice_of(names[field]);
}

slice quality_name(name_quality quality)
{
    static const char names[QUALITY_COUNT][16] = {"primary", "alias", "weak alias", "former name", "original script"};
    return slice_of(names[quality]);
}

slice identifier_name(identifier_type type)
{
    static const char names[ID_COUNT][20] = {"other",
                                             "passport",
                                             "national id",
                                             "tax number",
                                             "registration",
                                             "IMO number",
                                             "company IMO",
                                             "MMSI",
                                             "call sign",
                                             "tail number",
                                             "serial number",
                                             "LEI",
                                             "BIC",
                                             "wallet",
                                             "IBAN",
                                             "driver's licence",
                                             "licence",
                                             "D-U-N-S",
                                             "birth certificate",
                                             "social security"};
    return slice_of(names[type]);
}

party_value *party_add(party *p, party_field field, unsigned kind, slice text, slice source)
{
    text = slice_trim(text);
    if (text.len == 0) {
        p->nobody = (party_value){0};
        return &p->nobody;
    }
    party_value *value = ARRAY_ADD(&p->values);
    if (value)
        *value = (party_value){.field = (uint8_t)field, .kind = (uint8_t)kind, .text = text, .source = source};
    return value;
}

void party_free(party *p)
{
    ARRAY_FREE(&p->values);
}

bool country_of(slice published, char out[2])
{
    string key = {0};
    if (published.len > 200)
        return false;
    fold_key(published, &key);
    slice code = key.failed ? SLICE("") : table_country(text_slice(&key));
    if (code.len == 2)
        memcpy(out, code.ptr, 2);
    text_free(&key);
    return code.len == 2;
}
