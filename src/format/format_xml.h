/* XML, by expat, record by record: the tree of one record is in memory at a time. No document type declaration is accepted, so there are
   no entities to expand; depth and size are capped. */
#ifndef FORMAT_XML_H
#define FORMAT_XML_H

#include "base/base_arena.h"
#include "base/base_status.h"

enum { XML_DEPTH_MAX = 32, XML_RECORD_MAX = 1 << 20 };

typedef struct xml_attribute {
    slice name, value;
    struct xml_attribute *next;
} xml_attribute;

typedef struct xml_node {
    slice name;      /* local name, without namespace */
    slice text;      /* character data directly inside, in order */
    size_t capacity; /* bytes that text.ptr has room for */
    size_t line;     /* of the start tag */
    xml_attribute *attributes;
    struct xml_node *first_child, *last_child, *next, *parent;
} xml_node;

const xml_node *xml_child(const xml_node *node, slice name); /* the first one of that name, or NULL */
const xml_node *xml_next(const xml_node *node);              /* the next sibling of the same name, or NULL */
slice xml_child_text(const xml_node *node, slice name);      /* trimmed; empty when there is none */
slice xml_attribute_text(const xml_node *node, slice name);  /* empty when there is none */

/* What the reader of a list tells. record says whether an element at this depth (the root is 0) begins a record; take gets its whole
   tree, which is gone afterwards; root gets the root element's start tag. Other statuses than CORDON_OK end the reading. */
typedef struct xml_calls {
    cordon_status (*root)(void *context, const xml_node *root, cordon_error *error);
    bool (*record)(void *context, slice name, size_t depth);
    cordon_status (*take)(void *context, const xml_node *record, cordon_error *error);
    void *context;
} xml_calls;

cordon_status xml_read(slice bytes, const char *name, const xml_calls *calls, cordon_error *error);

#endif
