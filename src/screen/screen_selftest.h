/* The self test that is shown to a supervisor: does every listed name find itself, and how many manipulated ones do? */
#ifndef SCREEN_SELFTEST_H
#define SCREEN_SELFTEST_H

#include "screen/screen_engine.h"

enum { SELFTEST_SAMPLE = 20 /* every n-th name is manipulated */ };

/* Appends the report. *passed: every listed name found its own party at 1.0. threads: at least 1. */
cordon_status selftest_run(const snapshot *s, size_t threads, string *report, bool *passed, cordon_error *error);

#endif
