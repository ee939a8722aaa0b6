/* A snapshot: one or more lists at one point in time, compiled into one immutable file that screening maps into memory. */
#ifndef SNAPSHOT_H
#define SNAPSHOT_H

#include "base/base_status.h"
#include "base/base_text.h"
#include "name/name_prepare.h"
#include "party/party_fact.h"
#include "snapshot/snapshot_format.h"

#include <stdatomic.h>

/* ---------------------------------------------------------------- reading */

typedef struct snapshot_list {
    slice code, version, digest;
    uint64_t parties, names;
} snapshot_list;

typedef struct snapshot snapshot; /* read-only: safe for any number of threads */

enum { SNAPSHOT_WHOLE_MAX = 128 << 20 };

/* Opens a snapshot and checks it: header and sections, every block's checksum, every place that one record names in another. A file that is
   cut, changed, foreign or of another format is refused with CORDON_BAD_SNAPSHOT. The file must not be written to while it is open.
   Of a file of more than SNAPSHOT_WHOLE_MAX bytes only header, sections and meta data are checked here: each block when it is touched
   first, each record when it is read. What is found damaged then reads as a record that says nothing, and snapshot_check tells of it. */
cordon_status snapshot_open(const char *path, snapshot **out, cordon_error *error);
/* The same with another boundary: 0 checks any file while it is read, SIZE_MAX all of any file now. */
cordon_status snapshot_open_checking(const char *path, size_t whole_max, snapshot **out, cordon_error *error);
/* CORDON_BAD_SNAPSHOT, naming the block, when something was touched that is damaged: whoever gives an answer asks this before. Cheap. */
cordon_status snapshot_check(const snapshot *s, cordon_error *error);
/* CORDON_BAD_SNAPSHOT, with the way out, when it was prepared by another scoring version: it can be read, but not screened against. */
cordon_status snapshot_check_scoring(const snapshot *s, cordon_error *error);
void snapshot_close(snapshot *s); /* NULL is allowed */
/* The one thing that a room above keeps for all threads that use the snapshot: made when it is first asked for, released when the snapshot
   is closed. NULL: no memory. */
void *snapshot_companion(const snapshot *s, void *(*make)(void), void (*release)(void *));

size_t snapshot_party_count(const snapshot *s);
size_t snapshot_name_count(const snapshot *s);
size_t snapshot_list_count(const snapshot *s);
const snapshot_list *snapshot_list_at(const snapshot *s, size_t i);
const snapshot_party *snapshot_party_at(const snapshot *s, size_t i);
const snapshot_name *snapshot_name_at(const snapshot *s, size_t i);
prepared_name snapshot_prepared(const snapshot *s, const snapshot_name *name);
party_facts snapshot_facts(const snapshot *s, const snapshot_party *p);
slice snapshot_party_id(const snapshot *s, const snapshot_party *p); /* the native id */
/* Published text of a name. */
slice snapshot_name_text(const snapshot *s, const snapshot_name *name);
/* Fills *out (to be freed with party_free) with slices into the snapshot. */
cordon_status snapshot_load_party(const snapshot *s, size_t i, party *out, cordon_error *error);
/* Parties that carry an identifier with this comparable form: the first one of *count. */
const snapshot_identifier *snapshot_find_identifier(const snapshot *s, slice key, size_t *count);
/* Place of "list:native-id"; false when there is none. */
bool snapshot_find_entity(const snapshot *s, slice entity, size_t *place);
/* Bytes of a section, for the search room, which calls snapshot_touch before it reads them. */
slice snapshot_bytes(const snapshot *s, snapshot_section_id id);

/* What of a snapshot snapshot_touch looks at; it begins every snapshot. */
typedef enum block_state { BLOCK_UNCHECKED, BLOCK_GOOD, BLOCK_BAD } block_state;
typedef struct snapshot_guard {
    const char *begin;       /* of the first block */
    size_t blocks;           /* how many there are */
    _Atomic uint8_t *states; /* block_state of each; NULL when all were checked at opening */
} snapshot_guard;

/* Whether all of it was checked when it was opened, so that no touch can fail. */
static inline bool snapshot_is_whole(const snapshot *s)
{
    return ((const snapshot_guard *)(const void *)s)->states == NULL;
}

/* Notes that a record which was read points outside: for the search room, which reads sections itself and goes on without that record. */
void snapshot_note_damage(const snapshot *s);

/* Checks a block and notes what it found: snapshot_touch calls it for one that is not known to be good. */
bool snapshot_check_block(const snapshot *s, size_t block);

/* Whether the blocks under these bytes, which lie inside of a section, are good. Those of a large file are checked on first touch; any
   number of threads may touch at once. False: the bytes are not what was written and must not be read; snapshot_check tells why. */
static inline bool snapshot_touch(const snapshot *s, const void *at, size_t size)
{
    const snapshot_guard *guard = (const snapshot_guard *)(const void *)s;
    if (!guard->states || size == 0)
        return true;
    size_t first = (size_t)((const char *)at - guard->begin), last = (first + size - 1) / SNAPSHOT_BLOCK_SIZE;
    for (size_t block = first / SNAPSHOT_BLOCK_SIZE; block <= last; block++)
        if (block >= guard->blocks || atomic_load_explicit(&guard->states[block], memory_order_relaxed) != BLOCK_GOOD)
            if (!snapshot_check_block(s, block))
                return false;
    return true;
}

/* Whether [first, first + count) lies inside of an array of `of` elements and is as it was written. */
static inline bool snapshot_may_read(const snapshot *s, const void *array, size_t size, size_t of, size_t first, size_t count)
{
    return first <= of && count <= of - first && snapshot_touch(s, (const char *)array + first * size, count * size);
}

/* Notes damage when something is not good; gives whether it is. */
static inline bool snapshot_noted(const snapshot *s, bool good)
{
    if (!good)
        snapshot_note_damage(s);
    return good;
}

slice snapshot_digest(const snapshot *s);  /* hexadecimal, names the content */
slice snapshot_scoring(const snapshot *s); /* digest of the tables that it was compiled with */
slice snapshot_engine(const snapshot *s);

/* ---------------------------------------------------------------- writing */

typedef struct snapshot_builder snapshot_builder;

snapshot_builder *snapshot_builder_new(void); /* NULL: no memory */
void snapshot_builder_free(snapshot_builder *b);
/* How many threads prepare parties; without it one for each processor. The bytes are the same for any number. */
void snapshot_builder_threads(snapshot_builder *b, size_t threads);
cordon_status snapshot_add_list(snapshot_builder *b, slice code, slice version, slice digest, cordon_error *error);
/* Adds parties to the list that was added last, with their names prepared. *unsearchable counts names without a letter or digit. An error
   is that of the first party that has one. */
cordon_status snapshot_add_parties(snapshot_builder *b, const party *parties, size_t count, size_t *unsearchable, cordon_error *error);
cordon_status snapshot_add_party(snapshot_builder *b, const party *p, size_t *unsearchable, cordon_error *error);
/* Frees what only adding parties needs, before the index is built. */
void snapshot_parties_end(snapshot_builder *b);
/* What the search room builds its sections from. */
size_t snapshot_built_names(const snapshot_builder *b);
prepared_name snapshot_built_name(const snapshot_builder *b, size_t i);
/* Adds bytes of a section that the builder does not make itself. False: no memory. */
bool snapshot_add_bytes(snapshot_builder *b, snapshot_section_id id, const void *bytes, size_t size);
/* Writes the file: path is replaced at once or not at all. *size: its bytes. The same lists give the same bytes. */
cordon_status snapshot_write(snapshot_builder *b, slice engine, const char *path, size_t *size, cordon_error *error);
/* The same in memory, for tests; out is to be freed by the caller with text_free. */
cordon_status snapshot_finish(snapshot_builder *b, slice engine, string *out, cordon_error *error);

/* Which of the name kinds the tables know a party's names are read as. */
name_kind snapshot_name_kind(party_schema schema);

#endif
