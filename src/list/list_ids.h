/* Ids that were seen: a list may have no two entries of one id. */
#ifndef LIST_IDS_H
#define LIST_IDS_H

#include "base/base_array.h"
#include "base/base_text.h"

typedef struct list_ids {
    string bytes;         /* one id behind the other */
    ARRAY(uint32_t) ends; /* of each, in bytes */
    uint32_t *slots;      /* hash table: number of an id and 1; 0: free */
    size_t slot_count;    /* a power of two */
} list_ids;               /* all zero is an empty set */

/* Adds a copy of an id; *fresh: it was not there. False: no memory. */
bool ids_add(list_ids *ids, slice id, bool *fresh);
void ids_free(list_ids *ids);

#endif
