/* What a snapshot holds, and all that is known of one entry. */
#ifndef SCREEN_SHOW_H
#define SCREEN_SHOW_H

#include "base/base_text.h"
#include "snapshot/snapshot.h"

/* Lists, versions, digests: a table, or one JSON object. */
void show_snapshot(const snapshot *s, bool json, string *out);
/* Every value of "list:native-id" with its label and source. CORDON_NOT_FOUND when there is no such entry. */
cordon_status show_entity(const snapshot *s, slice entity, bool json, string *out, cordon_error *error);

#endif
