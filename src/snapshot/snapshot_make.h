/* What a snapshot holds of a party beside its published values, made from them: prepared names, facts, keys of identifiers. Making takes
   most of the time of a compile and looks at one party alone, so that several makers may work at once. */
#ifndef SNAPSHOT_MAKE_H
#define SNAPSHOT_MAKE_H

#include "base/base_text.h"
#include "name/name_read.h"
#include "party/party_fact.h"
#include "snapshot/snapshot_format.h"

typedef struct made_name {
    uint32_t piece; /* offset in the maker's pieces */
    uint16_t value; /* which value of the party it is */
    uint8_t quality, derived;
} made_name;

/* How much of the maker's arrays is a party's own: the next so many. */
typedef struct made_party {
    uint32_t names, identifiers, facts_size;
    uint32_t published, unsearchable; /* published names with and without a letter or digit */
} made_party;

/* What was made of the parties that were given since maker_clear, one after another. */
typedef struct snapshot_maker {
    string pieces, facts;
    ARRAY(made_name) names;
    ARRAY(uint32_t) identifiers; /* hashes */
    ARRAY(made_party) parties;
    name_scratch scratch;
    name_readings readings;
    uint32_t fact_bytes[FACT_SIZE_MAX / 4 + 1];
} snapshot_maker; /* large; all zero is an empty one */

/* Makes what belongs to one more party. */
cordon_status maker_add(snapshot_maker *m, const party *p, cordon_error *error);
void maker_clear(snapshot_maker *m);
void maker_free(snapshot_maker *m);

#endif
