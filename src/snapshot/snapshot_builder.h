/* What a snapshot is built from; for the files of this folder only. */
#ifndef SNAPSHOT_BUILDER_H
#define SNAPSHOT_BUILDER_H

#include "base/base_thread.h"
#include "snapshot/snapshot.h"
#include "snapshot/snapshot_make.h"
#include "snapshot/snapshot_pool.h"

enum { MAKERS_MAX = 16 };

struct snapshot_builder {
    string sections[SECTION_COUNT];
    string lists;                /* JSON of the lists that are complete */
    slice code, version, digest; /* of the list that is being added */
    string open_list;            /* owns those three */
    size_t list_count, list_parties, list_names;
    size_t parties, names;
    snapshot_pool texts, prepared, facts; /* what is in the sections of these names */
    snapshot_maker *makers[MAKERS_MAX];
    size_t threads;
};

/* Writes the list that is open into the JSON of the lists. */
void builder_close_list(snapshot_builder *b);

#endif
