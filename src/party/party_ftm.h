/* FollowTheMoney properties and Cordon's fields: one mapping for lists, queries and output. */
#ifndef PARTY_FTM_H
#define PARTY_FTM_H

#include "base/base_status.h"
#include "format/format_json.h"
#include "party/party.h"

enum { PROPERTY_VALUES_MAX = 1000, VALUE_BYTES_MAX = 64 * 1024 };

/* Reads an entity into p: {"id","schema","properties":{"name":["..."],...}} or flat {"id","schema","name":...}; a value may be a
   string, a number, or a list of them. Texts are copied into memory. Properties that Cordon has no field for are kept as remarks with
   the property's name as their label. where begins every message. source names the record for provenance.
   odd: a birth date that cannot be read is an error when odd is NULL (a query), otherwise kept as text and counted there (a list). */
cordon_status ftm_read_entity(const json_t *entity, const char *where, slice source, arena *memory, size_t *odd, party *p,
                              cordon_error *error);

/* Field and kind of a property name; false when Cordon has none. */
bool ftm_property(slice name, party_field *field, unsigned *kind);
/* The i-th property that Cordon knows, or an empty slice behind the last. */
slice ftm_property_name(size_t i);

#endif
