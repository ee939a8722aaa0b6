#include "list/list.h"
#include "base/base_file.h"
#include "text/text_utf8.h"

#include <openssl/evp.h>
#include <stdlib.h>
#include <string.h>

/* The digest of a list of several files is the digest of their digests, in the order of reading. */
static bool add_digest(list_data *list, slice bytes)
{
    unsigned char hash[EVP_MAX_MD_SIZE];
    unsigned int size = 0;
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    bool good = context && EVP_DigestInit_ex(context, EVP_sha256(), NULL) &&
                EVP_DigestUpdate(context, list->digest, strlen(list->digest)) && EVP_DigestUpdate(context, bytes.ptr, bytes.len) &&
                EVP_DigestFinal_ex(context, hash, &size);
    EVP_MD_CTX_free(context);
    for (unsigned i = 0; good && i < 32; i++) {
        static const char hex[] = "0123456789abcdef";
        list->digest[2 * i] = hex[hash[i] >> 4];
        list->digest[2 * i + 1] = hex[hash[i] & 15];
    }
    return good;
}

static cordon_status keep_file(list_data *list, char *bytes, cordon_error *error)
{
    char **kept = ARRAY_ADD(&list->files);
    if (!kept) {
        free(bytes);
        return error_no_memory(error);
    }
    *kept = bytes;
    return CORDON_OK;
}

cordon_status list_to_utf8(list_data *list, slice *bytes, cordon_error *error)
{
    string converted = {0};
    slice rest = *bytes, line;
    if (utf8_is_valid(*bytes))
        return CORDON_OK;
    while (slice_cut(&rest, '\n', &line)) {
        if (utf8_is_valid(line))
            text_add(&converted, line);
        else
            utf8_add_latin1(&converted, line);
        if (rest.ptr)
            text_add_char(&converted, '\n');
    }
    if (converted.failed) {
        text_free(&converted);
        return error_no_memory(error);
    }
    *bytes = text_slice(&converted);
    return keep_file(list, converted.ptr, error);
}

cordon_status list_load(list_data *list, const char *path, slice *out, cordon_error *error)
{
    char *bytes = NULL;
    size_t size = 0;
    TRY(file_read(path, LIST_BYTES_MAX, &bytes, &size, error));
    TRY(keep_file(list, bytes, error));
    *out = (slice){bytes, size};
    while (out->len && (out->ptr[out->len - 1] == 0x1A || out->ptr[out->len - 1] == '\0'))
        out->len--;
    if (slice_trim(*out).len == 0)
        return error_set(error, CORDON_BAD_INPUT, "%s: the file is empty (%zu bytes)", path, size);
    if (!add_digest(list, *out))
        return error_no_memory(error);
    if (slice_starts(*out, SLICE("\xEF\xBB\xBF")))
        *out = slice_skip(*out, 3);
    return CORDON_OK;
}

party *list_add_party(list_data *list, slice id, party_schema schema)
{
    party *p = ARRAY_ADD(&list->parties);
    if (p)
        *p = (party){.list = slice_of(list->code), .id = id, .schema = schema};
    return p;
}

bool list_count_tag(list_data *list, slice tag)
{
    for (size_t i = 0; i < list->tags.count; i++)
        if (slice_equal(list->tags.at[i].text, tag)) {
            list->tags.at[i].count++;
            return true;
        }
    list_tag *added = ARRAY_ADD(&list->tags);
    if (added)
        *added = (list_tag){tag, 1};
    return added != NULL;
}

slice list_join(list_data *list, const slice *parts, size_t count, slice separator)
{
    size_t length = 0, at = 0;
    for (size_t i = 0; i < count; i++)
        length += parts[i].len ? parts[i].len + separator.len : 0;
    char *joined = arena_take(&list->memory, length + 1);
    if (!joined)
        return (slice){NULL, 0};
    for (size_t i = 0; i < count; i++) {
        if (parts[i].len == 0)
            continue;
        if (at) {
            memcpy(joined + at, separator.ptr, separator.len);
            at += separator.len;
        }
        memcpy(joined + at, parts[i].ptr, parts[i].len);
        at += parts[i].len;
    }
    return (slice){joined, at};
}

static cordon_status note_ids(list_data *list, cordon_error *error)
{
    for (size_t i = 0; i < list->parties.count; i++) {
        bool fresh = false;
        slice id = list->parties.at[i].id;
        if (!ids_add(&list->ids, id, &fresh))
            return error_no_memory(error);
        if (!fresh)
            return error_set(error, CORDON_BAD_INPUT, "%s: two entries have the id \"%.*s\"", list->source->path,
                             SLICE_ARG(slice_first(id, 80)));
    }
    list->party_count += list->parties.count;
    return CORDON_OK;
}

static bool is_code(const char *code)
{
    size_t n = strspn(code, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-");
    return n > 0 && n <= 64 && code[n] == '\0';
}

cordon_status list_open(const list_source *source, list_data *out, cordon_error *error)
{
    *out = (list_data){.source = source, .code = source->code};
    if (!is_code(source->code))
        return error_set(error, CORDON_BAD_INPUT, "list code \"%.80s\": expected 1 to 64 letters, digits, _ or -", source->code);
    if (strcmp(source->code, "us_ofac_sdn") == 0 || strcmp(source->code, "us_ofac_cons") == 0)
        return list_read_ofac(out, source->path, error);
    if (strcmp(source->code, "un_sc_sanctions") == 0)
        return list_read_un(out, source->path, error);
    return list_open_ftm(out, error);
}

static void clear_parties(list_data *list)
{
    for (size_t i = 0; i < list->parties.count; i++)
        party_free(&list->parties.at[i]);
    list->parties.count = 0;
}

cordon_status list_next(list_data *list, size_t lines, cordon_error *error)
{
    if (list->lines || list->given)
        clear_parties(list);
    list->given = true;
    if (list->lines)
        TRY(list_next_ftm(list, lines, error));
    if (list->parties.count == 0 && list->party_count == 0)
        return error_set(error, CORDON_BAD_INPUT, "%s: no entry in it", list->source->path);
    return note_ids(list, error);
}

cordon_status list_read(const list_source *source, list_data *out, cordon_error *error)
{
    TRY(list_open(source, out, error));
    return list_next(out, SIZE_MAX, error);
}

void list_free(list_data *list)
{
    clear_parties(list);
    list_free_ftm(list);
    ids_free(&list->ids);
    for (size_t i = 0; i < list->files.count; i++)
        free(list->files.at[i]);
    ARRAY_FREE(&list->parties);
    ARRAY_FREE(&list->files);
    ARRAY_FREE(&list->tags);
    arena_free(&list->memory);
}
