#include "format/format_xml.h"

#include <expat.h>
#include <string.h>

typedef struct xml_reader {
    XML_Parser parser;
    const char *name;
    const xml_calls *calls;
    arena memory;   /* the record's tree */
    xml_node *node; /* innermost open element of the record, or NULL outside */
    size_t depth, record_bytes;
    cordon_status status;
    cordon_error *error;
} xml_reader;

static size_t line_of(const xml_reader *r)
{
    return (size_t)XML_GetCurrentLineNumber(r->parser);
}

static void stop(xml_reader *r, cordon_status status)
{
    r->status = status;
    XML_StopParser(r->parser, XML_FALSE);
}

static slice local_name(const char *name)
{
    const char *separator = strrchr(name, '|');
    return slice_of(separator ? separator + 1 : name);
}

static xml_node *new_node(xml_reader *r, const char *name, const char **attributes)
{
    xml_node *node = arena_take(&r->memory, sizeof *node);
    if (!node)
        return NULL;
    node->name = arena_copy(&r->memory, local_name(name));
    node->line = line_of(r);
    xml_attribute **end = &node->attributes;
    for (; node->name.ptr && attributes[0]; attributes += 2) {
        xml_attribute *a = arena_take(&r->memory, sizeof *a);
        if (!a)
            return NULL;
        *a = (xml_attribute){arena_copy(&r->memory, local_name(attributes[0])), arena_copy(&r->memory, slice_of(attributes[1])), NULL};
        if (!a->name.ptr || !a->value.ptr)
            return NULL;
        *end = a;
        end = &a->next;
    }
    return node->name.ptr ? node : NULL;
}

static void append(xml_node *parent, xml_node *child)
{
    child->parent = parent;
    if (parent->last_child)
        parent->last_child->next = child;
    else
        parent->first_child = child;
    parent->last_child = child;
}

static void start_root(xml_reader *r, const char *name, const char **attributes)
{
    xml_node *node = new_node(r, name, attributes);
    if (!node) {
        stop(r, error_no_memory(r->error));
        return;
    }
    cordon_status status = r->calls->root(r->calls->context, node, r->error);
    arena_reset(&r->memory);
    if (status != CORDON_OK)
        stop(r, status);
}

/* Everything that a record holds counts towards its size; false when it is too much. */
static bool count_bytes(xml_reader *r, size_t more)
{
    r->record_bytes += more;
    if (r->record_bytes <= XML_RECORD_MAX)
        return true;
    stop(r, error_set(r->error, CORDON_OVER_LIMIT, "%s: line %zu: record larger than %d bytes", r->name, line_of(r), XML_RECORD_MAX));
    return false;
}

static size_t size_of_tag(const char *name, const char **attributes)
{
    size_t size = sizeof(xml_node) + strlen(name);
    for (; attributes[0]; attributes += 2)
        size += strlen(attributes[0]) + strlen(attributes[1]);
    return size;
}

static void on_start(void *context, const char *name, const char **attributes)
{
    xml_reader *r = context;
    if (r->status != CORDON_OK)
        return;
    size_t depth = r->depth++;
    if (depth >= XML_DEPTH_MAX) {
        stop(r, error_set(r->error, CORDON_OVER_LIMIT, "%s: line %zu: elements nested deeper than %d", r->name, line_of(r), XML_DEPTH_MAX));
        return;
    }
    if (depth == 0)
        start_root(r, name, attributes);
    else if (r->node || r->calls->record(r->calls->context, local_name(name), depth)) {
        if (!count_bytes(r, size_of_tag(name, attributes)))
            return;
        xml_node *node = new_node(r, name, attributes);
        if (!node) {
            stop(r, error_no_memory(r->error));
            return;
        }
        if (r->node)
            append(r->node, node);
        r->node = node;
    }
}

static void on_end(void *context, const char *name)
{
    xml_reader *r = context;
    (void)name;
    if (r->status != CORDON_OK)
        return;
    r->depth--;
    if (!r->node)
        return;
    xml_node *node = r->node;
    r->node = node->parent;
    if (node->parent)
        return;
    cordon_status status = r->calls->take(r->calls->context, node, r->error);
    arena_reset(&r->memory);
    r->record_bytes = 0;
    if (status != CORDON_OK)
        stop(r, status);
}

static void on_text(void *context, const char *bytes, int length)
{
    xml_reader *r = context;
    if (r->status != CORDON_OK || !r->node)
        return;
    xml_node *node = r->node;
    size_t more = (size_t)length;
    if (!count_bytes(r, more))
        return;
    if (node->text.len + more > node->capacity) {
        size_t capacity = 2 * (node->text.len + more);
        char *larger = arena_take(&r->memory, capacity);
        if (!larger) {
            stop(r, error_no_memory(r->error));
            return;
        }
        if (node->text.len)
            memcpy(larger, node->text.ptr, node->text.len);
        node->text.ptr = larger;
        node->capacity = capacity;
    }
    memcpy((char *)(uintptr_t)node->text.ptr + node->text.len, bytes, more);
    node->text.len += more;
}

static void on_doctype(void *context, const char *name, const char *system, const char *public, int subset)
{
    xml_reader *r = context;
    (void)name;
    (void)system;
    (void)public;
    (void)subset;
    stop(r, error_set(r->error, CORDON_BAD_INPUT, "%s: line %zu: a document type declaration, which no official list has: refused", r->name,
                      line_of(r)));
}

cordon_status xml_read(slice bytes, const char *name, const xml_calls *calls, cordon_error *error)
{
    xml_reader r = {.name = name, .calls = calls, .error = error};
    if (bytes.len > INT32_MAX)
        return error_set(error, CORDON_OVER_LIMIT, "%s: larger than 2 GiB", name);
    r.parser = XML_ParserCreateNS(NULL, '|');
    if (!r.parser)
        return error_no_memory(error);
    XML_SetUserData(r.parser, &r);
    XML_SetElementHandler(r.parser, on_start, on_end);
    XML_SetCharacterDataHandler(r.parser, on_text);
    XML_SetStartDoctypeDeclHandler(r.parser, on_doctype);
    enum XML_Status done = XML_Parse(r.parser, bytes.ptr ? bytes.ptr : "", (int)bytes.len, XML_TRUE);
    cordon_status status = r.status;
    if (done != XML_STATUS_OK && status == CORDON_OK)
        status = error_set(error, CORDON_BAD_INPUT, "%s: line %zu, column %zu: not well-formed XML: %s", name, line_of(&r),
                           (size_t)XML_GetCurrentColumnNumber(r.parser) + 1, XML_ErrorString(XML_GetErrorCode(r.parser)));
    XML_ParserFree(r.parser);
    arena_free(&r.memory);
    return status;
}

const xml_node *xml_child(const xml_node *node, slice name)
{
    for (const xml_node *c = node->first_child; c; c = c->next)
        if (slice_equal(c->name, name))
            return c;
    return NULL;
}

const xml_node *xml_next(const xml_node *node)
{
    for (const xml_node *c = node->next; c; c = c->next)
        if (slice_equal(c->name, node->name))
            return c;
    return NULL;
}

slice xml_child_text(const xml_node *node, slice name)
{
    const xml_node *child = xml_child(node, name);
    return child ? slice_trim(child->text) : SLICE("");
}

slice xml_attribute_text(const xml_node *node, slice name)
{
    for (const xml_attribute *a = node->attributes; a; a = a->next)
        if (slice_equal(a->name, name))
            return a->value;
    return SLICE("");
}
