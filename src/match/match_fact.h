/* Facts beside the name: signed evidence in hundredths of a bit.

   Agreement can add at most FACT_ADDED_TIMES what the name gave, and never lifts a score above that of the whole name: no date alone makes
   a hit. Of several values the best pair counts. What only one side knows says nothing. */
#ifndef MATCH_FACT_H
#define MATCH_FACT_H

#include "match/match_score.h"
#include "party/party_fact.h"

typedef enum fact_outcome { FACT_UNKNOWN, FACT_AGREES, FACT_CLOSE, FACT_CONFLICTS } fact_outcome;
const char *fact_outcome_name(fact_outcome outcome); /* "unknown", "agrees", "close", "conflicts" */

typedef struct fact_item {
    fact_outcome outcome;
    evidence bits; /* signed */
} fact_item;

typedef struct match_facts {
    fact_item birth, birth_place, country, address, imo, gender, schema;
    evidence added; /* sum of what agrees, capped by the name */
    evidence taken; /* sum of what conflicts */
    evidence net;   /* of the name and the facts together */
} match_facts;

typedef enum birth_mode { BIRTH_WEIGHS, BIRTH_IGNORED } birth_mode; /* policy: what a birth date conflict does */

enum {
    FACT_ADDED_TIMES = 3, /* the name's net evidence at most ... */
    FACT_LOSS_KEPT = 4    /* ... and never the last quarter of what the name lacks: only the name itself gives 1.0 */
};

/* own: the listed name's evidence, name_net: what the query's name gave of it. */
void facts_weigh(const party_facts *query, const party_facts *listed, evidence own, evidence name_net, birth_mode mode, match_facts *out);

/* The most that a name of this net evidence can reach with facts that all agree. */
evidence facts_best(evidence name_net, evidence own);
/* A net evidence of the name below which no facts lift it to `needed`: the inverse of facts_best, rounded down. */
evidence facts_least(evidence needed);

#endif
