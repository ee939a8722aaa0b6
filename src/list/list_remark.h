/* The remarks of OFAC's lists: "DOB 10 Dec 1948; POB Tehran, Iran; Passport 123 (Iran); a.k.a. 'BNC'." turned into fields. */
#ifndef LIST_REMARK_H
#define LIST_REMARK_H

#include "list/list.h"

/* Adds the remarks' values to the party (their text must live as long). Tags that are not known stay remarks and are counted in
   list->tags; list->remark_tags and remark_typed count all. */
cordon_status remark_read(list_data *list, party *p, slice remarks, cordon_error *error);

#endif
