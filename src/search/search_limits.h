/* How far the words of a query must be looked up so that no name that reaches the threshold is missed, and which of them need no look-up at
   all. The proof stands in doc/search.md ("Somebody must agree well").

   Suppose that no pair of a listed name is found. Its query tokens then fall into three sorts:

     not asked for         may give whatever they can
     asked for, paired     by a spelling dearer than the limit: loses more than the limit takes (none, when it is asked for in full)
     asked for, unpaired   gives nothing, and takes what an extra word of the query takes

   When all of that together takes more than a name of so much evidence may lose, there is no such name. */
#ifndef SEARCH_LIMITS_H
#define SEARCH_LIMITS_H

#include "match/match_plan.h"

enum {
    LIGHT_WEIGHT = 130,     /* tokens that weigh no more (forms, titles, particles) lead to no name by themselves ... */
    LIGHT_SHARE_DIVISOR = 8 /* ... unless they are more than this part of it (an eighth) */
};

enum {
    NEED_STEP = 32, /* own evidence is looked up in steps of this */
    NEED_STEPS = NAME_TOKENS_MAX * WEIGHT_MAX / NEED_STEP + 2
};

/* What names need for a threshold. */
typedef struct search_needs {
    int32_t threshold;
    evidence least[NEED_STEPS];    /* by own evidence: the least net that such names need, without facts */
    evidence light[2];             /* the least that a name needs of which light words alone are found; facts as below */
    evidence spare[2][NEED_STEPS]; /* by own evidence: the most that a name of so much or less may lose; without facts and with them */
} search_needs;

/* threshold: 1 to SCORE_MAX. */
void needs_set(search_needs *needs, int32_t threshold);
/* The least net evidence that a name of this own evidence needs, or a little less. */
evidence needs_of(const search_needs *needs, evidence own, bool facts);

/* Names that have a word of the query's script, of which only such words are paired with it by spelling, and names that have none. For
   queries of several scripts no limits are chosen. */
typedef enum limits_kind { LIMITS_OWN_SCRIPT, LIMITS_OTHER_SCRIPT, LIMITS_KINDS } limits_kind;

/* A query token as the limits see it. */
typedef struct sought_token {
    evidence weight;             /* the most that a spelling of it may give */
    evidence most;               /* the most that any single listed word may give to it */
    evidence missed;             /* taken when no listed word is paired with it */
    uint32_t postings;           /* about so many names are met when it is asked for */
    uint8_t limit[LIMITS_KINDS]; /* of its pattern */
    uint8_t known[LIMITS_KINDS]; /* what it meets up to this limit is remembered, so that asking takes no time */
    bool may_be_light;           /* a listed word that leads to no name may be paired with it */
    bool firm;                   /* it may be paired with the same word as a word that may be respelt */
} sought_token;

typedef struct search_limits {
    bool asked[NAME_TOKENS_MAX];
    bool in_full[NAME_TOKENS_MAX]; /* up to the token's own limit */
    uint8_t limit;                 /* of the others that are asked for; where a token's own limit is closer, that holds */
} search_limits;

/* What is the same for all names that a query is held against. */
typedef struct sought_query {
    const sought_token *tokens;
    size_t count;
    evidence respelling; /* the least that is taken for any other spelling of one of the tokens */
    bool read;           /* by the dictionary of names */
    bool facts;          /* it has some that may lift a score */
} sought_query;

/* False: no limits are wide enough, since a name could reach the threshold by words alone that lead to no name. */
bool limits_choose(const search_needs *needs, const sought_query *query, limits_kind kind, search_limits *out);

#endif
