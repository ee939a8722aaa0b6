/* What an open snapshot is; for the files of this folder only. */
#ifndef SNAPSHOT_INSIDE_H
#define SNAPSHOT_INSIDE_H

#include "format/format_json.h"
#include "snapshot/snapshot.h"

/* What is found wrong first in a snapshot that is checked while it is read: 0 nothing, 1 a record, else 2 and the number of a block. */
enum { DAMAGE_NONE, DAMAGE_RECORD, DAMAGE_BLOCK };

/* What a room above keeps for all who use the snapshot, see snapshot_companion. */
typedef struct snapshot_beside {
    _Atomic(void *) made;
    void (*_Atomic release)(void *);
} snapshot_beside;

struct snapshot {
    snapshot_guard guard; /* the first member: snapshot_touch reads it without a call */
    const char *path;     /* only while opening */
    const char *bytes;    /* the mapped file */
    size_t size;
    snapshot_header header;
    _Atomic uint64_t *damage; /* NULL when all was checked at opening */
    snapshot_beside *beside;
    json_t *meta; /* owns the slices of lists and versions */
    snapshot_list *lists;
    size_t list_count, party_count, name_count, text_count;
    slice engine, scoring;
    char digest[33];
};

/* Whether it is checked while it is read. */
static inline bool is_lazy(const snapshot *s)
{
    return s->guard.states != NULL;
}

/* The check of a block whose checksum stands in the file: the same at opening and on first touch. */
bool inside_block_is_good(const snapshot *s, size_t block);
size_t inside_block_count(const snapshot *s);

/* Checks of records, used at opening, or when the record is read. Each touches the bytes that it reads; false: outside, or a bad block. */
bool inside_party(const snapshot *s, const snapshot_party *p);
bool inside_values(const snapshot *s, const snapshot_party *p);
bool inside_facts(const snapshot *s, const snapshot_party *p, party_facts *out);
bool inside_name(const snapshot *s, const snapshot_name *n);
bool inside_prepared(const snapshot *s, const snapshot_name *n, prepared_name *out);
bool inside_texts(const snapshot *s);

#endif
