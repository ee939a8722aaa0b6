/* A query made ready: its names prepared and planned, its facts gathered. */
#ifndef SCREEN_SUBJECT_H
#define SCREEN_SUBJECT_H

#include "match/match_plan.h"
#include "message/message_query.h"
#include "name/name_read.h"
#include "party/party_fact.h"

enum { SUBJECT_NAMES_MAX = QUERY_NAMES_MAX * (1 + READ_NAMES_MAX) };

typedef struct subject_name {
    match_plan plan;
    slice published;
} subject_name;

typedef struct subject {
    arena memory;
    size_t name_count;
    subject_name names[SUBJECT_NAMES_MAX];
    party_facts facts;
    bool has_facts; /* a date, place, country, IMO number or gender that may lift a score */
    uint32_t fact_bytes[FACT_SIZE_MAX / 4 + 1];
    name_scratch scratch;
    name_readings readings;
} subject;

/* Prepares p, with its names as the dictionary of names reads them; derive: also with the acronyms that a listed party has. Its texts must
 * live as long as the subject is used. Names without a letter or digit are left out. */
cordon_status subject_prepare(subject *s, const party *p, bool derive, cordon_error *error);
void subject_free(subject *s);

/* How close two published names are in form: 0 the same bytes, 1 the same folded letters in order, 2 otherwise. */
uint8_t subject_closeness(const subject_name *from, slice published, const prepared_name *listed);

#endif
