/* From evidence to a score.

   Evidence is counted in hundredths of a bit. own is what the listed name says about itself, net what the query gave of it, less what it
   left out, added or contradicted. Two readings of that count, each a part of one:

       share    = net / own                                     (0 when net <= 0, 1 at most)
       weight   = share ^ SHARE * net / (net + HALF)            how much was found, in bits; half of one at HALF
       likeness = share ^ LIKENESS                              how near the names are to being the same
       score    = 10000 * (1 - (1 - weight) * (1 - likeness))

   A name of much evidence scores high though some of it is missing; a short or common one only when it is nearly the same. At identity the
   share is 1, and so is the score. All of it in integers: the same bytes on every machine. doc/scoring.md explains it. */
#ifndef MATCH_SCORE_H
#define MATCH_SCORE_H

#include <stdint.h>

enum { SCORE_MAX = 10000, SCORE_SHARE_PERCENT = 20, SCORE_HALF = 1200, SCORE_LIKENESS = 26 };

typedef int32_t evidence; /* hundredths of a bit */
#define EVIDENCE_UNBOUNDED INT32_MAX

/* Score of net evidence out of own; never falls when net rises, never rises when own does. most: what `weight` may count at most, because
   the query's name says no more among the names of its own script (EVIDENCE_UNBOUNDED where it is not met across scripts). */
int32_t score_of(evidence net, evidence own, evidence most);

/* The least net evidence that scores at least threshold (1 to SCORE_MAX) out of own, unbounded. */
evidence score_least_net(int32_t threshold, evidence own);
/* The same where it is known to be at least `from`, as it is for less own evidence: quick when it is little more. */
evidence score_least_net_from(int32_t threshold, evidence own, evidence from);

#endif
