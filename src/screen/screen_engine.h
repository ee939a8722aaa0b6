/* A query meets the lists: names, facts and identifiers become hits. */
#ifndef SCREEN_ENGINE_H
#define SCREEN_ENGINE_H

#include "match/match_align.h"
#include "match/match_fact.h"
#include "message/message_query.h"
#include "screen/screen_policy.h"
#include "search/search_candidates.h"

typedef enum verdict {
    VERDICT_STRONG, /* at or above the policy's strong */
    VERDICT_REVIEW, /* a person decides */
    VERDICT_WEAK,   /* found by a weak alias alone, which the policy does not let alert */
    VERDICT_NONE    /* below the threshold: only explain shows it */
} verdict;
slice verdict_name(verdict v); /* "strong", "review", "weak", "none" */

typedef struct screen_hit {
    uint32_t party;      /* of the snapshot */
    uint32_t name;       /* its best name */
    uint16_t query_name; /* which of the query's names it met */
    uint8_t closeness;   /* of form: 0 as published, 1 the same letters, 2 otherwise */
    uint8_t verdict;
    int32_t score;
    int32_t unweak;                     /* the best score of the party's names that are no weak aliases; 0: below the threshold */
    int32_t floor;                      /* what an equal identifier guarantees; 0: none */
    uint16_t query_value, listed_value; /* that identifier, in the query's party and the listed one */
} screen_hit;

/* Everything one thread needs to screen against one snapshot. */
typedef struct screener screener;

/* exhaustive: score every listed name instead of asking the index; the hits are the same. The snapshot must outlive it. */
cordon_status screener_new(const snapshot *s, const screen_policy *policy, bool exhaustive, screener **out, cordon_error *error);
/* Reads all of a snapshot's index: CORDON_BAD_SNAPSHOT when something in it points outside. A screener reads only what it needs. */
cordon_status screener_verify(const snapshot *s, cordon_error *error);
void screener_free(screener *s);
const snapshot *screener_snapshot(const screener *s);
const screen_policy *screener_policy(const screener *s);
/* Names what made a result: engine, tables, snapshot and policy in one SHA-256, as 64 hexadecimal digits. */
slice screener_digest(const screener *s);

/* The hits of a query, best first: by score, then closeness of form, then entity id byte by byte. *hits is valid until the next call. */
cordon_status screener_run(screener *s, const query *q, const screen_hit **hits, size_t *count, cordon_error *error);

/* How a query met one name of one party, in full. */
typedef struct screen_evidence {
    prepared_name query, listed;
    match_alignment alignment;
    match_facts facts;
    int32_t name_score; /* of the name and the facts */
    int32_t floor, score;
} screen_evidence;

/* The evidence behind a hit of the last query (of run or of explain). Valid until the next call. */
const screen_evidence *screener_evidence(screener *s, const screen_hit *hit);

/* The best hit of a query against one party, whatever its score. */
cordon_status screener_explain(screener *s, const query *q, size_t place, screen_hit *out, cordon_error *error);

/* Compares two parties that need not be listed: a as the query, b as the listed one. Needs no snapshot. */
typedef struct comparer comparer;
comparer *comparer_new(void); /* NULL: no memory */
void comparer_free(comparer *c);
cordon_status comparer_run(comparer *c, const party *a, const party *b, birth_mode mode, int32_t *score, cordon_error *error);

#endif
