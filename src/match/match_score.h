/* From evidence to a score.

   Evidence is counted in hundredths of a bit. own is what the listed name says about itself, net what the query gave of it, less what it
   left out, added or contradicted. The score, in ten-thousandths, is

       share = net / own                                   (0 when net <= 0, 1 at most)
       score = 10000 * share ^ (SLOPE * (1 + STEEP / net))

   The share says how much of the listed name was found; STEEP / net makes a small total need a closer match: half of a rare long name says
   more than half of a short common one. At identity the share is 1 and so is the score. All of it in integers: the same bytes on
   every machine. doc/scoring.md derives it. */
#ifndef MATCH_SCORE_H
#define MATCH_SCORE_H

#include <stdint.h>

enum { SCORE_MAX = 10000, SCORE_SLOPE_PERCENT = 65, SCORE_STEEP = 1800 };

typedef int32_t evidence; /* hundredths of a bit */

/* Score of net evidence out of own; never falls when net rises, never rises when own does. */
int32_t score_of(evidence net, evidence own);

/* The least net evidence that scores at least threshold (1 to SCORE_MAX) out of own. */
evidence score_least_net(int32_t threshold, evidence own);

#endif
