/* A snapshot: one or more lists at one point in time, compiled into one immutable file that screening maps into memory. */
#ifndef SNAPSHOT_H
#define SNAPSHOT_H

#include "base/base_status.h"
#include "base/base_text.h"
#include "name/name_prepare.h"
#include "party/party_fact.h"
#include "snapshot/snapshot_format.h"

/* ---------------------------------------------------------------- reading */

typedef struct snapshot_list {
    slice code, version, digest;
    uint64_t parties, names;
} snapshot_list;

typedef struct snapshot snapshot; /* read-only: safe for any number of threads */

/* Opens a snapshot and checks it: header and sections, every block's checksum, every place that one record names in another. A file that is
   cut, changed, foreign or of another format is refused with CORDON_BAD_SNAPSHOT. The file must not be written to while it is open. */
cordon_status snapshot_open(const char *path, snapshot **out, cordon_error *error);
/* CORDON_BAD_SNAPSHOT, with the way out, when it was prepared by another scoring version: it can be read, but not screened against. */
cordon_status snapshot_check_scoring(const snapshot *s, cordon_error *error);
void snapshot_close(snapshot *s); /* NULL is allowed */

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
/* Bytes of a section, for the search room. */
slice snapshot_bytes(const snapshot *s, snapshot_section_id id);
slice snapshot_digest(const snapshot *s);  /* hexadecimal, names the content */
slice snapshot_scoring(const snapshot *s); /* digest of the tables that it was compiled with */
slice snapshot_engine(const snapshot *s);

/* ---------------------------------------------------------------- writing */

typedef struct snapshot_builder snapshot_builder;

snapshot_builder *snapshot_builder_new(void); /* NULL: no memory */
void snapshot_builder_free(snapshot_builder *b);
cordon_status snapshot_add_list(snapshot_builder *b, slice code, slice version, slice digest, cordon_error *error);
/* Adds a party to the list that was added last, with its names prepared. *unsearchable counts names without a letter or digit. */
cordon_status snapshot_add_party(snapshot_builder *b, const party *p, size_t *unsearchable, cordon_error *error);
/* What the search room builds its sections from. */
size_t snapshot_built_names(const snapshot_builder *b);
prepared_name snapshot_built_name(const snapshot_builder *b, size_t i);
/* Adds bytes of a section that the builder does not make itself. False: no memory. */
bool snapshot_add_bytes(snapshot_builder *b, snapshot_section_id id, const void *bytes, size_t size);
/* Lays the file out in memory; out is to be freed by the caller with text_free. The same lists give the same bytes. */
cordon_status snapshot_finish(snapshot_builder *b, slice engine, string *out, cordon_error *error);

/* Which of the name kinds the tables know a party's names are read as. */
name_kind snapshot_name_kind(party_schema schema);

#endif
