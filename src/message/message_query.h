/* Queries: the parties to screen, as programs and people write them. */
#ifndef MESSAGE_QUERY_H
#define MESSAGE_QUERY_H

#include "base/base_status.h"
#include "base/base_text.h"
#include "party/party.h"

enum { QUERY_BYTES_MAX = 1 << 20, QUERY_NAMES_MAX = 64 };

typedef struct query {
    arena memory; /* holds the texts of the party */
    string id;    /* the id as a JSON value: "q1", 17 or null */
    party party;
} query; /* all zero is an empty query */

/* Empties a query, keeping its memory for the next one. */
void query_clear(query *q);
void query_free(query *q);

/* Reads one JSON object: {"id":"q1","schema":"Person","properties":{"name":["..."],"birthDate":"1962",...}} or the same without
   "properties". where ("line 3") begins every message. On an error the id is kept when it could be read. */
cordon_status query_read_json(query *q, slice line, const char *where, cordon_error *error);

/* A query needs a name or an identifier; its dates must be readable. Both readers end with this. */
cordon_status query_check(const query *q, const char *where, cordon_error *error);

#endif
