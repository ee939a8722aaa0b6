/* Lists as authorities publish them, read into parties. */
#ifndef LIST_H
#define LIST_H

#include "base/base_status.h"
#include "list/list_ids.h"
#include "party/party_grade.h"

enum { LIST_BYTES_MAX = 1 << 30 };

/* A tag of the remarks, or an element, that Cordon has no field for: its values are kept as remarks. */
typedef struct list_tag {
    slice text;
    size_t count;
} list_tag;

typedef struct list_source {
    const char *code, *path;
    bool skip_bad_records; /* custom lists only: leave out what cannot be read, and count it */
    bool grade_aliases;    /* custom lists only: mark aliases that fail one of the five tests as weak, and count them */
    size_t threads;        /* custom lists only: how many read them; 0: one for each processor. The same parties for any number */
} list_source;

/* One list in memory, or the part of it that was read last. */
typedef struct list_data {
    const list_source *source;
    const char *code;
    struct list_lines *lines; /* of a list that is read in parts */
    bool given;               /* the parties of one that is not were asked for */
    size_t party_count;       /* read up to now */
    list_ids ids;             /* theirs */
    arena memory;             /* holds what the parties' slices point to */
    ARRAY(char *) files;      /* whole files that slices point to as well */
    ARRAY(party) parties;
    slice version;                       /* the publisher's date of the list, empty when the files tell none */
    char digest[65];                     /* SHA-256 of the files, in hexadecimal */
    size_t remark_tags, remark_typed;    /* values of remarks, and how many ended in a field of their own */
    size_t odd_values;                   /* dates and the like that could not be read: kept as text */
    size_t bad_records;                  /* left out because of skip_bad_records */
    ARRAY(list_tag) tags;                /* not understood, with counts */
    bool graded;                         /* whether aliases were graded */
    size_t grades[ALIAS_WEAKNESS_COUNT]; /* graded aliases by test; ALIAS_GOOD: those that stay as they are */
} list_data;

/* Opens a list by its code: us_ofac_sdn and us_ofac_cons (folder of CSV files), un_sc_sanctions (XML), any other code: FollowTheMoney
   entities, one JSON object a line. Structural damage refuses the whole list with a message that names file and record.
   *source must outlive *out, which is to be freed with list_free in any case. */
cordon_status list_open(const list_source *source, list_data *out, cordon_error *error);
/* Puts the next parties of the list, of at most so many lines, in place of those before: there are none behind the last ones. A list of an
   authority gives all at once. Two entries of one id, and a list without any, are refused. */
cordon_status list_next(list_data *list, size_t lines, cordon_error *error);
/* Both at once: the whole list. */
cordon_status list_read(const list_source *source, list_data *out, cordon_error *error);
void list_free(list_data *list);

/* ---- for the readers of formats */

/* Adds a party and gives its place in list->parties; NULL when there is no memory. */
party *list_add_party(list_data *list, slice id, party_schema schema);
/* Reads a file whole, keeps it in the list, adds it to the digest and gives its bytes without a final control-Z. An empty file is
   refused. */
cordon_status list_load(list_data *list, const char *path, slice *out, cordon_error *error);
/* Makes UTF-8 of the lines that are none, taking them for Latin-1. */
cordon_status list_to_utf8(list_data *list, slice *bytes, cordon_error *error);
/* Counts a value that ended in no field of its own. */
bool list_count_tag(list_data *list, slice tag);
/* A piece of text put together from parts with a separator; empty parts are left out. ptr is NULL when there is no memory. */
slice list_join(list_data *list, const slice *parts, size_t count, slice separator);

cordon_status list_read_ofac(list_data *list, const char *folder, cordon_error *error);
cordon_status list_read_un(list_data *list, const char *path, cordon_error *error);
cordon_status list_open_ftm(list_data *list, cordon_error *error);
cordon_status list_next_ftm(list_data *list, size_t lines, cordon_error *error);
void list_free_ftm(list_data *list);

#endif
