#include "party/party_identifier.h"

#include <string.h>

enum { DOCUMENT_LENGTH_MIN = 5 };

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static char upper(char c)
{
    return c >= 'a' && c <= 'z' ? (char)(c - 32) : c;
}

static slice without_prefix(identifier_type type, slice s)
{
    s = slice_trim(s);
    if ((type == ID_IMO || type == ID_COMPANY_IMO) && slice_starts_fold(s, SLICE("IMO")))
        return slice_skip(s, 3);
    if (type == ID_MMSI && slice_starts_fold(s, SLICE("MMSI")))
        return slice_skip(s, 4);
    return s;
}

size_t identifier_key(identifier_type type, slice published, char key[IDENTIFIER_KEY_MAX])
{
    slice s = without_prefix(type, published);
    size_t n = 0;
    for (size_t i = 0; i < s.len; i++) {
        char c = type == ID_WALLET ? s.ptr[i] : upper(s.ptr[i]);
        if (!is_digit(c) && !(upper(c) >= 'A' && upper(c) <= 'Z') && (unsigned char)c < 0x80)
            continue;
        if (n == IDENTIFIER_KEY_MAX)
            return 0;
        key[n++] = c;
    }
    return n;
}

static bool all_digits(const char *key, size_t length)
{
    for (size_t i = 0; i < length; i++)
        if (!is_digit(key[i]))
            return false;
    return true;
}

static bool imo_is_good(const char *key, size_t length)
{
    int sum = 0;
    if (length != 7 || !all_digits(key, length))
        return false;
    for (int i = 0; i < 6; i++)
        sum += (key[i] - '0') * (7 - i);
    return sum % 10 == key[6] - '0';
}

static bool company_imo_is_good(const char *key, size_t length)
{
    static const int weights[6] = {8, 6, 4, 2, 9, 7};
    int sum = 0;
    if (length != 7 || !all_digits(key, length))
        return false;
    for (int i = 0; i < 6; i++)
        sum += (key[i] - '0') * weights[i];
    return (11 - sum % 11) % 10 == key[6] - '0';
}

/* ISO 7064 mod 97-10 over letters as 10..35. */
static int mod97(const char *key, size_t length, int rest)
{
    for (size_t i = 0; rest >= 0 && i < length; i++) {
        int value = is_digit(key[i]) ? key[i] - '0' : key[i] - 'A' + 10;
        if (value < 0 || value > 35)
            return -1;
        rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
    }
    return rest;
}

static bool bic_is_good(const char *key, size_t length)
{
    if (length != 8 && length != 11)
        return false;
    for (size_t i = 0; i < length; i++)
        if (!(is_digit(key[i]) && i != 4 && i != 5) && !(key[i] >= 'A' && key[i] <= 'Z'))
            return false;
    return true;
}

check_result identifier_check(identifier_type type, const char *key, size_t length)
{
    bool good;
    switch (type) {
    case ID_IMO: good = imo_is_good(key, length); break;
    case ID_COMPANY_IMO: good = company_imo_is_good(key, length); break;
    case ID_LEI: good = length == 20 && mod97(key, length, 0) == 1; break;
    case ID_IBAN: good = length > 4 && length <= 34 && mod97(key, 4, mod97(key + 4, length - 4, 0)) == 1; break;
    case ID_BIC: good = bic_is_good(key, length); break;
    default: return CHECK_NONE;
    }
    return good ? CHECK_GOOD : CHECK_BAD;
}

/* Kinds of documents that customers and lists mix up. */
static bool is_document(identifier_type type)
{
    return type == ID_OTHER || type == ID_PASSPORT || type == ID_NATIONAL || type == ID_TAX || type == ID_REGISTRATION ||
           type == ID_DRIVER_LICENSE || type == ID_LICENSE || type == ID_SOCIAL_SECURITY;
}

static bool is_strong(identifier_type type)
{
    return type == ID_PASSPORT || type == ID_NATIONAL || type == ID_TAX || type == ID_REGISTRATION || type == ID_IMO ||
           type == ID_COMPANY_IMO || type == ID_MMSI || type == ID_LEI || type == ID_WALLET || type == ID_TAIL_NUMBER || type == ID_BIC ||
           type == ID_IBAN || type == ID_SOCIAL_SECURITY;
}

static bool countries_differ(const party_value *a, const party_value *b)
{
    return a->country[0] && b->country[0] && memcmp(a->country, b->country, 2) != 0;
}

int32_t identifier_floor(const party_value *query, const party_value *listed)
{
    char a[IDENTIFIER_KEY_MAX], b[IDENTIFIER_KEY_MAX];
    identifier_type q = (identifier_type)query->kind, l = (identifier_type)listed->kind;
    size_t length = identifier_key(q, query->text, a);
    if (length < DOCUMENT_LENGTH_MIN || length != identifier_key(l, listed->text, b) || memcmp(a, b, length) != 0)
        return 0;
    if (countries_differ(query, listed))
        return 0;
    if (q == l)
        return is_strong(q) ? 9500 : is_document(q) || q == ID_CALL_SIGN || q == ID_SERIAL_NUMBER || q == ID_DUNS ? 8500 : 0;
    if ((q == ID_IMO && l == ID_COMPANY_IMO) || (q == ID_COMPANY_IMO && l == ID_IMO))
        return 0;
    return is_document(q) && is_document(l) ? 8500 : 0;
}
