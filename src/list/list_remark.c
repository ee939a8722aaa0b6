#include "list/list_remark.h"
#include "base/base_date.h"

#include <string.h>

/* How a tag's value is read. */
typedef enum remark_shape {
    SHAPE_TEXT,   /* all that follows */
    SHAPE_QUOTED, /* a name in single quotes */
    SHAPE_DATE,
    SHAPE_COUNTRY,
    SHAPE_IDENTIFIER, /* NUMBER (Country) issued DATE expires DATE */
    SHAPE_WALLET,     /* CURRENCY ADDRESS */
    SHAPE_WHOLE       /* the tag belongs to the value */
} remark_shape;

typedef struct remark_tag {
    const char *tag;
    party_field field;
    unsigned kind;
    remark_shape shape;
} remark_tag;

/* Tags by how the remarks of 2019 to 2025 write them. A longer tag stands before a shorter one that it begins with. */
static const remark_tag tags[] = {
    {"a.k.a.", FIELD_NAME, QUALITY_WEAK, SHAPE_QUOTED},
    {"f.k.a.", FIELD_NAME, QUALITY_WEAK, SHAPE_QUOTED},
    {"n.k.a.", FIELD_NAME, QUALITY_WEAK, SHAPE_QUOTED},
    {"DOB", FIELD_BIRTH_DATE, 0, SHAPE_DATE},
    {"POB", FIELD_BIRTH_PLACE, 0, SHAPE_TEXT},
    {"nationality", FIELD_NATIONALITY, 0, SHAPE_COUNTRY},
    {"citizen", FIELD_CITIZENSHIP, 0, SHAPE_COUNTRY},
    {"Gender", FIELD_GENDER, 0, SHAPE_TEXT},
    {"Digital Currency Address -", FIELD_IDENTIFIER, ID_WALLET, SHAPE_WALLET},
    {"Vessel Registration Identification", FIELD_IDENTIFIER, ID_IMO, SHAPE_IDENTIFIER},
    {"Vessel Registration Number", FIELD_IDENTIFIER, ID_IMO, SHAPE_IDENTIFIER},
    {"Identification Number IMO", FIELD_IDENTIFIER, ID_COMPANY_IMO, SHAPE_IDENTIFIER},
    {"Company Number IMO", FIELD_IDENTIFIER, ID_COMPANY_IMO, SHAPE_IDENTIFIER},
    {"MMSI", FIELD_IDENTIFIER, ID_MMSI, SHAPE_IDENTIFIER},
    {"Other Vessel Call Sign", FIELD_IDENTIFIER, ID_CALL_SIGN, SHAPE_IDENTIFIER},
    {"Vessel Call Sign", FIELD_IDENTIFIER, ID_CALL_SIGN, SHAPE_IDENTIFIER},
    {"Other Vessel Flag", FIELD_FLAG, 0, SHAPE_COUNTRY},
    {"Former Vessel Flag", FIELD_FORMER_FLAG, 0, SHAPE_COUNTRY},
    {"Vessel Flag", FIELD_FLAG, 0, SHAPE_COUNTRY},
    {"Flag", FIELD_FLAG, 0, SHAPE_COUNTRY},
    {"Other Vessel Type", FIELD_VESSEL_TYPE, 0, SHAPE_TEXT},
    {"Vessel Type", FIELD_VESSEL_TYPE, 0, SHAPE_TEXT},
    {"Vessel Year of Build", FIELD_BUILD_DATE, 0, SHAPE_DATE},
    {"Year of Build", FIELD_BUILD_DATE, 0, SHAPE_DATE},
    {"Vessel Owner", FIELD_OWNER, 0, SHAPE_TEXT},
    {"Aircraft Manufacturer's Serial Number", FIELD_IDENTIFIER, ID_SERIAL_NUMBER, SHAPE_IDENTIFIER},
    {"Aircraft Construction Number", FIELD_IDENTIFIER, ID_SERIAL_NUMBER, SHAPE_IDENTIFIER},
    {"Aircraft Serial Identification", FIELD_IDENTIFIER, ID_SERIAL_NUMBER, SHAPE_IDENTIFIER},
    {"Aircraft Mode S Transponder Code", FIELD_IDENTIFIER, ID_OTHER, SHAPE_IDENTIFIER},
    {"Aircraft Tail Number", FIELD_IDENTIFIER, ID_TAIL_NUMBER, SHAPE_IDENTIFIER},
    {"Previous Aircraft Tail Number", FIELD_IDENTIFIER, ID_TAIL_NUMBER, SHAPE_IDENTIFIER},
    {"Aircraft Manufacture Date", FIELD_BUILD_DATE, 0, SHAPE_DATE},
    {"Aircraft Model", FIELD_MODEL, 0, SHAPE_TEXT},
    {"Aircraft Type", FIELD_MODEL, 0, SHAPE_TEXT},
    {"Aircraft Operator", FIELD_OPERATOR, 0, SHAPE_TEXT},
    {"Passport", FIELD_IDENTIFIER, ID_PASSPORT, SHAPE_IDENTIFIER},
    {"Diplomatic Passport", FIELD_IDENTIFIER, ID_PASSPORT, SHAPE_IDENTIFIER},
    {"Stateless Person Passport", FIELD_IDENTIFIER, ID_PASSPORT, SHAPE_IDENTIFIER},
    {"Legal Entity Number", FIELD_IDENTIFIER, ID_LEI, SHAPE_IDENTIFIER},
    {"SWIFT/BIC", FIELD_IDENTIFIER, ID_BIC, SHAPE_IDENTIFIER},
    {"D-U-N-S Number", FIELD_IDENTIFIER, ID_DUNS, SHAPE_IDENTIFIER},
    {"SSN", FIELD_IDENTIFIER, ID_SOCIAL_SECURITY, SHAPE_IDENTIFIER},
    {"Social Security", FIELD_IDENTIFIER, ID_SOCIAL_SECURITY, SHAPE_IDENTIFIER},
    {"Driver's License", FIELD_IDENTIFIER, ID_DRIVER_LICENSE, SHAPE_IDENTIFIER},
    {"Birth Certificate", FIELD_IDENTIFIER, ID_BIRTH_CERTIFICATE, SHAPE_IDENTIFIER},
    {"Trade License", FIELD_IDENTIFIER, ID_LICENSE, SHAPE_IDENTIFIER},
    {"Business License", FIELD_IDENTIFIER, ID_LICENSE, SHAPE_IDENTIFIER},
    {"Dubai Chamber", FIELD_IDENTIFIER, ID_REGISTRATION, SHAPE_IDENTIFIER},
    {"Business Registration", FIELD_IDENTIFIER, ID_REGISTRATION, SHAPE_IDENTIFIER},
    {"Organization Established Date", FIELD_ESTABLISHED_DATE, 0, SHAPE_DATE},
    {"Commercial Registry Establish Date", FIELD_ESTABLISHED_DATE, 0, SHAPE_DATE},
    {"Organization Type:", FIELD_ORGANIZATION_TYPE, 0, SHAPE_TEXT},
    {"Target Type", FIELD_TARGET_TYPE, 0, SHAPE_TEXT},
    {"Linked To:", FIELD_LINK, 0, SHAPE_TEXT},
    {"Secondary sanctions risk:", FIELD_SECONDARY_SANCTIONS, 0, SHAPE_TEXT},
    {"Additional Sanctions Information -", FIELD_SECONDARY_SANCTIONS, 0, SHAPE_TEXT},
    {"Transactions Prohibited For Persons", FIELD_SECONDARY_SANCTIONS, 0, SHAPE_WHOLE},
    {"Executive Order", FIELD_MEASURE, 0, SHAPE_WHOLE},
    {"CAATSA Section", FIELD_MEASURE, 0, SHAPE_WHOLE},
    {"IFCA Determination", FIELD_MEASURE, 0, SHAPE_WHOLE},
    {"IFSR", FIELD_MEASURE, 0, SHAPE_WHOLE},
    {"Listing Date", FIELD_LISTING_DATE, 0, SHAPE_WHOLE},
    {"Effective Date", FIELD_MEASURE, 0, SHAPE_WHOLE},
    {"Peesa Information", FIELD_MEASURE, 0, SHAPE_WHOLE},
    {"For more information on directives", FIELD_WEBSITE, 0, SHAPE_WHOLE},
    {"Nationality of Registration", FIELD_FLAG, 0, SHAPE_COUNTRY},
    {"for more information on directives", FIELD_WEBSITE, 0, SHAPE_WHOLE},
    {"Website", FIELD_WEBSITE, 0, SHAPE_TEXT},
    {"www.", FIELD_WEBSITE, 0, SHAPE_WHOLE},
    {"http", FIELD_WEBSITE, 0, SHAPE_WHOLE},
    {"Email Address", FIELD_EMAIL, 0, SHAPE_TEXT},
    {"Email", FIELD_EMAIL, 0, SHAPE_TEXT},
    {"Phone Number", FIELD_PHONE, 0, SHAPE_TEXT},
    {"Telephone", FIELD_PHONE, 0, SHAPE_TEXT},
    {"Phone", FIELD_PHONE, 0, SHAPE_TEXT},
    {"Mobile", FIELD_PHONE, 0, SHAPE_TEXT},
    {"Cell Phone", FIELD_PHONE, 0, SHAPE_TEXT},
    {"Fax", FIELD_PHONE, 0, SHAPE_TEXT},
    {"Language", FIELD_LANGUAGE, 0, SHAPE_TEXT},
    {"Died", FIELD_DEATH_DATE, 0, SHAPE_DATE},
    {"deceased", FIELD_DEATH_DATE, 0, SHAPE_TEXT},
    {"Residency Number", FIELD_IDENTIFIER, ID_NATIONAL, SHAPE_IDENTIFIER},
    {"Numero de Identidad", FIELD_IDENTIFIER, ID_NATIONAL, SHAPE_IDENTIFIER},
};

/* Documents named by words that stand somewhere in the tag; only where a number follows. */
static const struct {
    const char *word;
    identifier_type type;
} documents[] = {{"Passport", ID_PASSPORT},
                 {"Tax", ID_TAX},
                 {"V.A.T.", ID_TAX},
                 {"VAT", ID_TAX},
                 {"RUC", ID_TAX},
                 {"NIT", ID_TAX},
                 {"R.F.C.", ID_TAX},
                 {"RFC", ID_TAX},
                 {"RIF", ID_TAX},
                 {"Fiscal", ID_TAX},
                 {"C.R.", ID_REGISTRATION},
                 {"Registr", ID_REGISTRATION},
                 {"Folio", ID_REGISTRATION},
                 {"Matricula", ID_REGISTRATION},
                 {"Company", ID_REGISTRATION},
                 {"Commerc", ID_REGISTRATION},
                 {"Chamber", ID_REGISTRATION},
                 {"Business", ID_REGISTRATION},
                 {"Economic", ID_REGISTRATION},
                 {"Enterprise", ID_REGISTRATION},
                 {"Unified Social Credit", ID_REGISTRATION},
                 {"Gazette", ID_REGISTRATION},
                 {"Moscow", ID_REGISTRATION},
                 {"UAE", ID_REGISTRATION},
                 {"National", ID_NATIONAL},
                 {"Cedula", ID_NATIONAL},
                 {"C.U.R.P.", ID_NATIONAL},
                 {"CURP", ID_NATIONAL},
                 {"Personal", ID_NATIONAL},
                 {"Identi", ID_NATIONAL},
                 {"D.N.I.", ID_NATIONAL},
                 {"C.U.I.", ID_NATIONAL},
                 {"I.F.E.", ID_NATIONAL},
                 {"Electoral", ID_NATIONAL},
                 {"Citizen", ID_NATIONAL},
                 {"Military", ID_NATIONAL},
                 {"Militar", ID_NATIONAL},
                 {"Resid", ID_NATIONAL},
                 {"Refugee", ID_NATIONAL},
                 {"Stateless", ID_NATIONAL},
                 {"Social", ID_SOCIAL_SECURITY},
                 {"License", ID_LICENSE},
                 {"Permit", ID_LICENSE},
                 {"Serial", ID_SERIAL_NUMBER},
                 {"Certificate", ID_OTHER},
                 {"Number", ID_OTHER},
                 {"No.", ID_OTHER},
                 {"No ", ID_OTHER},
                 {"ID", ID_OTHER},
                 {"Code", ID_OTHER},
                 {"#", ID_OTHER},
                 {"BIK", ID_OTHER},
                 {"Card", ID_NATIONAL},
                 {"Visa", ID_OTHER}};

/* Words that begin or mark an office: such a remark without a tag says what somebody is. */
static const char *const offices[] = {
    "Employee",       "representative", "wife of",      "daughter of", "son of",     "Child of",       "child of",    "Haji",
    "Maulana",        "Hojjatoleslam",  "Ayatollah",    "advisor",     "adviser",    "member",         "chief",       "head of",
    "leader",         "commander",      "minister",     "director",    "secretary",  "ambassador",     "Member",      "Minister",
    "General",        "Director",       "Chair",        "Chief",       "Commander",  "President",      "Deputy",      "Vice",
    "Head",           "Governor",       "Secretary",    "Officer",     "Colonel",    "Major",          "Brigadier",   "Lieutenant",
    "Captain",        "Admiral",        "Marshal",      "Leader",      "Manager",    "Representative", "Ambassador",  "Attorney",
    "Judge",          "Prosecutor",     "Official",     "Advisor",     "Adviser",    "Senator",        "Engineer",    "Doctor",
    "Professor",      "Coordinator",    "Spokes",       "Founder",     "Owner",      "Partner",        "Principal",   "Shareholder",
    "Trustee",        "Treasurer",      "Assistant",    "Counsel",     "Consul",     "Delegate",       "Inspector",   "Police",
    "Senior",         "Executive",      "Mayor",        "Imam",        "Shaykh",     "Sheikh",         "operative",   "facilitator",
    "financier",      "indictee",       "Sergeant",     "Scientist",   "Researcher", "employee",       "agent",       "Son of",
    "Wife of",        "Brother of",     "brother of",   "Daughter of", "Spouse",     "Husband of",     "Staff",       "Board",
    "Superintendent", "Magistrate",     "Justice",      "Speaker",     "Prime",      "Premier",        "Mr.",         "Dr.",
    "Governorate",    "Council",        "Commissioner", "Rector",      "Dean",       "Emir",           "Amir",        "Trainer",
    "Technician",     "Accountant",     "Lawyer",       "Pilot",       "Journalist", "Student",        "Businessman", "businessman",
    "Cleric",         "Associate",      "associate"};

typedef struct remark_reader {
    list_data *list;
    party *party;
    cordon_error *error;
} remark_reader;

static slice strip(slice s)
{
    s = slice_trim(s);
    while (s.len && (s.ptr[s.len - 1] == ',' || s.ptr[s.len - 1] == ';'))
        s = slice_trim(slice_first(s, s.len - 1));
    return s;
}

/* "... (Country) issued 14 Dec 2005": where the first " (" or a date of issue ends the number. */
static size_t number_end(slice s)
{
    static const char ends[][12] = {" (", " issued ", " expires ", " exp.", " Exp"};
    size_t end = s.len;
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        size_t at = slice_find(s, slice_of(ends[i]));
        if (at > 0 && at < end)
            end = at;
    }
    return end;
}

/* The last parenthesis that names a country. */
static void set_document_country(party_value *v, slice rest)
{
    while (rest.len) {
        size_t open = slice_find(rest, SLICE("("));
        rest = slice_skip(rest, open + 1);
        size_t close = slice_find(rest, SLICE(")"));
        if (close < rest.len)
            (void)country_of(slice_first(rest, close), v->country);
    }
}

static slice skip_parenthesis(slice s)
{
    size_t close = slice_starts(s, SLICE("(")) ? slice_find(s, SLICE(")")) : s.len;
    return close < s.len && close + 1 < s.len ? slice_trim(slice_skip(s, close + 1)) : s;
}

static slice skip_number_words(slice s)
{
    static const char words[][8] = {"Number", "No.", "No", "#", ":", "IMO", "MSN", "is"};
    for (bool again = true; again;) {
        again = false;
        s = skip_parenthesis(slice_trim(s));
        for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
            slice word = slice_of(words[i]);
            if (slice_starts(s, word) && s.len > word.len && (s.ptr[word.len] == ' ' || word.len == 1)) {
                s = slice_skip(s, word.len);
                again = true;
            }
        }
    }
    return s;
}

static cordon_status add_value(remark_reader *r, party_field field, unsigned kind, slice text, slice label, party_value **out)
{
    party_value *v = party_add(r->party, field, kind, text, SLICE("remarks"));
    if (!v)
        return error_no_memory(r->error);
    v->label = label;
    if (out)
        *out = v;
    r->list->remark_typed += field != FIELD_REMARK;
    return CORDON_OK;
}

static cordon_status add_identifier(remark_reader *r, unsigned type, slice value, slice label)
{
    party_value *v = NULL;
    value = skip_number_words(value);
    size_t end = number_end(value);
    slice rest = slice_trim(slice_skip(value, end));
    if (type == ID_IMO && value.len && (value.ptr[0] < '0' || value.ptr[0] > '9'))
        type = ID_REGISTRATION; /* a vessel's registration that is no IMO number */
    TRY(add_value(r, FIELD_IDENTIFIER, type, slice_first(value, end), label, &v));
    set_document_country(v, rest);
    if (rest.len == 0)
        return CORDON_OK;
    const slice parts[] = {label, rest};
    v->label = list_join(r->list, parts, 2, SLICE(" "));
    return v->label.ptr ? CORDON_OK : error_no_memory(r->error);
}

static cordon_status add_wallet(remark_reader *r, slice value)
{
    slice currency, address = slice_trim(value);
    party_value *v = NULL;
    if (!slice_cut(&address, ' ', &currency) || slice_trim(address).len == 0)
        return add_value(r, FIELD_REMARK, 0, value, SLICE("Digital Currency Address"), NULL);
    return add_value(r, FIELD_IDENTIFIER, ID_WALLET, slice_trim(address), currency, &v);
}

static cordon_status add_quoted(remark_reader *r, unsigned quality, slice value, slice label)
{
    value = slice_trim(value);
    if (value.len > 2 && value.ptr[0] == '\'' && value.ptr[value.len - 1] == '\'')
        value = slice_first(slice_skip(value, 1), value.len - 2);
    return add_value(r, FIELD_NAME, quality, value, label, NULL);
}

static cordon_status add_by_shape(remark_reader *r, const remark_tag *tag, slice piece, slice label)
{
    slice value = strip(slice_skip(piece, slice_of(tag->tag).len));
    date_interval date;
    party_value *v = NULL;
    switch (tag->shape) {
    case SHAPE_QUOTED: return add_quoted(r, tag->kind, value, label);
    case SHAPE_IDENTIFIER: return add_identifier(r, tag->kind, value, label);
    case SHAPE_WALLET: return add_wallet(r, value);
    case SHAPE_WHOLE: return add_value(r, tag->field, tag->kind, piece, label, NULL);
    case SHAPE_DATE: r->list->odd_values += !date_parse(value, &date); return add_value(r, tag->field, tag->kind, value, label, NULL);
    case SHAPE_COUNTRY:
        TRY(add_value(r, tag->field, tag->kind, value, label, &v));
        (void)country_of(value, v->country);
        return CORDON_OK;
    default: return add_value(r, tag->field, tag->kind, value, label, NULL);
    }
}

static bool ends_word(slice piece, slice tag)
{
    char last = tag.ptr[tag.len - 1];
    bool open = last == ':' || last == '-' || last == '.' || slice_equal(tag, SLICE("http"));
    return open || piece.len == tag.len || piece.ptr[tag.len] == ' ' || piece.ptr[tag.len] == ':' || piece.ptr[tag.len] == ',';
}

static const remark_tag *find_tag(slice piece)
{
    for (size_t i = 0; i < sizeof tags / sizeof *tags; i++) {
        slice tag = slice_of(tags[i].tag);
        if (slice_starts(piece, tag) && ends_word(piece, tag) && piece.len > tag.len)
            return &tags[i];
    }
    return NULL;
}

/* Where the number of a document begins: the first digit, or a word of capitals and digits with at least one digit. */
static size_t number_start(slice piece)
{
    size_t word = 0;
    for (size_t i = 0; i < piece.len; i++) {
        if (piece.ptr[i] == ' ')
            word = i + 1;
        if (piece.ptr[i] >= '0' && piece.ptr[i] <= '9')
            return word;
    }
    return piece.len;
}

static bool contains(slice s, const char *word)
{
    return slice_find(s, slice_of(word)) < s.len;
}

static cordon_status add_untagged(remark_reader *r, slice piece)
{
    size_t start = number_start(piece);
    slice tag = slice_trim(slice_first(piece, start));
    for (size_t i = 0; start < piece.len && tag.len && i < sizeof documents / sizeof *documents; i++)
        if (contains(tag, documents[i].word))
            return add_identifier(r, documents[i].type, slice_skip(piece, start), tag);
    for (size_t i = 0; i < sizeof offices / sizeof *offices; i++)
        if (contains(piece, offices[i]))
            return add_value(r, FIELD_POSITION, 0, piece, SLICE(""), NULL);
    if (slice_starts_fold(piece, SLICE("all offices")) || slice_starts_fold(piece, SLICE("all branches")) ||
        slice_starts_fold(piece, SLICE("and all other")) || slice_starts_fold(piece, SLICE("arrested")) || contains(piece, "ffiliated") ||
        contains(piece, "ubsidiar"))
        return add_value(r, FIELD_MEASURE, 0, piece, SLICE(""), NULL);
    if (!list_count_tag(r->list, slice_first(piece, 60)))
        return error_no_memory(r->error);
    return add_value(r, FIELD_REMARK, 0, piece, SLICE(""), NULL);
}

static cordon_status add_piece(remark_reader *r, slice piece)
{
    slice label = piece;
    r->list->remark_tags++;
    if (slice_starts_fold(piece, SLICE("alt. ")))
        piece = slice_trim(slice_skip(piece, 5));
    const remark_tag *tag = find_tag(piece);
    if (!tag)
        return add_untagged(r, piece);
    label = slice_first(label, (size_t)(piece.ptr - label.ptr) + slice_of(tag->tag).len);
    return add_by_shape(r, tag, piece, label);
}

/* Behind a quoted name stands the end of its piece. */
static bool closes_quote(slice s, size_t at)
{
    return at + 1 == s.len || s.ptr[at + 1] == ';' || s.ptr[at + 1] == '.';
}

/* Where a quote that begins at `at` is closed, or at itself when it never is: then it is an apostrophe. */
static size_t skip_quoted(slice s, size_t at)
{
    for (size_t i = at + 1; i < s.len; i++)
        if (s.ptr[i] == '\'' && closes_quote(s, i))
            return i;
    return at;
}

/* The next piece: up to a semicolon that stands in no quoted name. */
static bool next_piece(slice *rest, slice *piece)
{
    if (rest->len == 0)
        return false;
    size_t end = 0;
    while (end < rest->len && !(rest->ptr[end] == ';' && (end + 1 == rest->len || rest->ptr[end + 1] == ' '))) {
        if (rest->ptr[end] == '\'' && end >= 2 && rest->ptr[end - 1] == ' ' && rest->ptr[end - 2] == '.')
            end = skip_quoted(*rest, end);
        end++;
    }
    *piece = slice_first(*rest, end);
    *rest = slice_skip(*rest, end + 1);
    return true;
}

cordon_status remark_read(list_data *list, party *p, slice remarks, cordon_error *error)
{
    remark_reader r = {list, p, error};
    slice piece;
    remarks = slice_trim(remarks);
    if (remarks.len && remarks.ptr[remarks.len - 1] == '.')
        remarks.len--;
    while (next_piece(&remarks, &piece)) {
        piece = strip(piece);
        if (piece.len)
            TRY(add_piece(&r, piece));
    }
    return CORDON_OK;
}
