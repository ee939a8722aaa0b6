/* The policy: what turns scores into verdicts. */
#ifndef SCREEN_POLICY_H
#define SCREEN_POLICY_H

#include "base/base_status.h"
#include "base/base_text.h"
#include "match/match_fact.h"

typedef enum weak_mode {
    WEAK_OFF,         /* a hit by a weak alias alone is reported, but is no alert */
    WEAK_EXACT,       /* it is an alert when the name is the same */
    WEAK_CORROBORATED /* it is an alert when a birth date, country or identifier agrees */
} weak_mode;

enum { POLICY_LISTS_MAX = 64, THRESHOLD_REVIEW = 5400, THRESHOLD_STRONG = 6500, POLICY_LIMIT = 10 };

typedef struct screen_policy {
    int32_t threshold; /* hits below are not reported: 1 to SCORE_MAX */
    int32_t strong;    /* verdict "strong" from here on, "review" below */
    size_t limit;      /* hits of a query; 0: all */
    weak_mode weak;
    birth_mode birth;
    size_t list_count; /* 0: all lists of the snapshot */
    slice lists[POLICY_LISTS_MAX];
} screen_policy;

screen_policy policy_default(void);

/* Sets one value by name: threshold and strong (0.0001 to 1), limit (0: all), weak-aliases (off, exact, corroborated), birth-date (weighs,
   ignored), list (a code; may be set several times). value must outlive the policy. An error names the setting and what was expected. */
cordon_status policy_set(screen_policy *p, slice name, slice value, cordon_error *error);

/* Reads a policy file: a setting a line, "name = value", # begins a comment. bytes must outlive the policy. */
cordon_status policy_read(screen_policy *p, slice bytes, const char *path, cordon_error *error);

/* The policy in the file's own form, always in the same order: what its digest is taken of. */
void policy_write(const screen_policy *p, string *out);

#endif
