#include "screen/screen_engine.h"
#include "base/base_sort.h"
#include "party/party_identifier.h"
#include "screen/screen_subject.h"

#include <openssl/evp.h>
#include <stdlib.h>
#include <string.h>

#ifndef CORDON_VERSION
#error "CORDON_VERSION is set by the build"
#endif

enum { LEAST_STEP = 32, LEAST_STEPS = 512 };

struct screener {
    const snapshot *snapshot;
    screen_policy policy;
    bool exhaustive;
    search_index index;
    search_scratch *search;
    align_scratch *align;
    subject subject;
    bool allowed[UINT16_MAX]; /* by list of the snapshot */
    match_alignment alignment;
    screen_evidence evidence;
    party listed; /* scratch for identifiers */
    ARRAY(screen_hit) found;
    const query *query;          /* the last one */
    evidence least[LEAST_STEPS]; /* net evidence that a name needs, by its own in steps of LEAST_STEP */
    char digest[65];
};

slice verdict_name(verdict v)
{
    static const char names[][8] = {"strong", "review", "weak", "none"};
    return slice_of(names[v]);
}

/* ---------------------------------------------------------------- making one */

static bool digest_parts(screener *s)
{
    unsigned char hash[EVP_MAX_MD_SIZE];
    string all = {0};
    text_format(&all, "engine = %s\ntables = %.*s\nsnapshot = %.*s\n", CORDON_VERSION, SLICE_ARG(table_digest()),
                SLICE_ARG(snapshot_digest(s->snapshot)));
    policy_write(&s->policy, &all);
    bool good = !all.failed && EVP_Digest(all.ptr, all.len, hash, NULL, EVP_sha256(), NULL);
    for (size_t i = 0; good && i < 32; i++) {
        static const char hex[] = "0123456789abcdef";
        s->digest[2 * i] = hex[hash[i] >> 4];
        s->digest[2 * i + 1] = hex[hash[i] & 15];
    }
    text_free(&all);
    return good;
}

static cordon_status allow_lists(screener *s, cordon_error *error)
{
    size_t lists = snapshot_list_count(s->snapshot);
    for (size_t i = 0; i < lists; i++)
        s->allowed[i] = s->policy.list_count == 0;
    for (size_t p = 0; p < s->policy.list_count; p++) {
        bool found = false;
        for (size_t i = 0; i < lists; i++)
            if (slice_equal(snapshot_list_at(s->snapshot, i)->code, s->policy.lists[p]))
                s->allowed[i] = found = true;
        if (!found)
            return error_set(error, CORDON_BAD_INPUT, "list \"%.*s\": the snapshot does not hold it (`cordon lists` shows which it holds)",
                             SLICE_ARG(s->policy.lists[p]));
    }
    return CORDON_OK;
}

cordon_status screener_new(const snapshot *snap, const screen_policy *policy, bool exhaustive, screener **out, cordon_error *error)
{
    screener *s = calloc(1, sizeof *s);
    *out = NULL;
    if (!s)
        return error_no_memory(error);
    s->snapshot = snap;
    s->policy = *policy;
    s->exhaustive = exhaustive;
    for (size_t i = 0; i < LEAST_STEPS; i++)
        s->least[i] = score_least_net(policy->threshold, (evidence)(i * LEAST_STEP));
    cordon_status status = snapshot_check_scoring(snap, error);
    if (status == CORDON_OK)
        status = allow_lists(s, error);
    if (status == CORDON_OK)
        status = search_open(snap, &s->index, error);
    if (status == CORDON_OK) {
        s->search = search_scratch_new(&s->index);
        s->align = align_scratch_new();
        if (!s->search || !s->align || !digest_parts(s))
            status = error_no_memory(error);
    }
    if (status == CORDON_OK)
        *out = s;
    else
        screener_free(s);
    return status;
}

cordon_status screener_verify(const snapshot *s, cordon_error *error)
{
    return search_verify(s, error);
}

void screener_free(screener *s)
{
    if (!s)
        return;
    search_scratch_free(s->search);
    align_scratch_free(s->align);
    subject_free(&s->subject);
    party_free(&s->listed);
    ARRAY_FREE(&s->found);
    free(s);
}

const snapshot *screener_snapshot(const screener *s)
{
    return s->snapshot;
}

const screen_policy *screener_policy(const screener *s)
{
    return &s->policy;
}

slice screener_digest(const screener *s)
{
    return slice_of(s->digest);
}

/* ---------------------------------------------------------------- names */

/* What the name must give so that the facts could lift it to the threshold. */
static evidence least_of_name(const screener *s, uint32_t own)
{
    size_t step = own / LEAST_STEP; /* less own evidence needs less: the step's lower end is good for all of it */
    evidence least = s->least[step < LEAST_STEPS ? step : LEAST_STEPS - 1];
    return s->subject.has_facts ? facts_least(least) : least;
}

static bool add_hit(screener *s, screen_hit hit)
{
    screen_hit *to = ARRAY_ADD(&s->found);
    if (to)
        *to = hit;
    return to != NULL;
}

static bool is_weak(const screener *s, uint32_t name)
{
    return snapshot_name_at(s->snapshot, name)->quality == QUALITY_WEAK;
}

/* Scores one name of the list for one of the query's; hits below the threshold are not kept. False: no memory. */
static bool score_name(screener *s, uint16_t query_name, uint32_t id)
{
    const snapshot_name *record = snapshot_name_at(s->snapshot, id);
    const snapshot_party *entry = snapshot_party_at(s->snapshot, record->party);
    const subject_name *from = &s->subject.names[query_name];
    if (!s->allowed[entry->list])
        return true;
    prepared_name listed = snapshot_prepared(s->snapshot, record);
    match_facts facts;
    align_names(&from->plan, &listed, least_of_name(s, record->weight), s->align, &s->alignment);
    if (s->alignment.net <= 0)
        return true;
    party_facts of_party = snapshot_facts(s->snapshot, entry);
    facts_weigh(&s->subject.facts, &of_party, s->alignment.own, s->alignment.net, s->policy.birth, &facts);
    int32_t score = score_of(facts.net, s->alignment.own, s->alignment.most);
    if (score < s->policy.threshold)
        return true;
    uint8_t closeness = subject_closeness(from, snapshot_name_text(s->snapshot, record), &listed);
    return add_hit(s, (screen_hit){.party = record->party,
                                   .name = id,
                                   .query_name = query_name,
                                   .closeness = closeness,
                                   .score = score,
                                   .unweak = is_weak(s, id) ? 0 : score});
}

static bool score_names(screener *s)
{
    const uint32_t *names = NULL;
    size_t count = 0;
    for (size_t q = 0; q < s->subject.name_count; q++) {
        if (s->exhaustive)
            count = snapshot_name_count(s->snapshot);
        else if (!search_candidates(s->search, &s->index, &s->subject.names[q].plan, s->policy.threshold, s->subject.has_facts, &names,
                                    &count))
            return false;
        for (size_t i = 0; i < count; i++)
            if (!score_name(s, (uint16_t)q, names ? names[i] : (uint32_t)i))
                return false;
    }
    return true;
}

/* The best name of a party for the query, whatever it scores. */
static void best_name(screener *s, uint32_t place, screen_hit *best)
{
    const snapshot_party *p = snapshot_party_at(s->snapshot, place);
    party_facts of_party = snapshot_facts(s->snapshot, p);
    int32_t unweak = 0;
    *best = (screen_hit){.party = place, .name = p->first_name, .closeness = 2, .score = -1};
    for (size_t q = 0; q < s->subject.name_count; q++)
        for (uint32_t id = p->first_name; id < p->first_name + p->name_count; id++) {
            const snapshot_name *record = snapshot_name_at(s->snapshot, id);
            prepared_name listed = snapshot_prepared(s->snapshot, record);
            match_facts facts;
            align_names(&s->subject.names[q].plan, &listed, INT32_MIN, s->align, &s->alignment);
            facts_weigh(&s->subject.facts, &of_party, s->alignment.own, s->alignment.net, s->policy.birth, &facts);
            int32_t score = score_of(facts.net, s->alignment.own, s->alignment.most);
            uint8_t closeness = subject_closeness(&s->subject.names[q], snapshot_name_text(s->snapshot, record), &listed);
            if (score > best->score || (score == best->score && closeness < best->closeness))
                *best = (screen_hit){.party = place, .name = id, .query_name = (uint16_t)q, .closeness = closeness, .score = score};
            if (score > unweak && !is_weak(s, id))
                unweak = score;
        }
    best->unweak = unweak;
    if (best->score < 0)
        best->score = 0;
}

/* ---------------------------------------------------------------- identifiers */

/* The surest identifier that the query shares with a party. */
static cordon_status find_floor(screener *s, uint32_t place, screen_hit *hit, cordon_error *error)
{
    hit->floor = 0;
    s->listed.values.count = 0;
    party_free(&s->listed);
    TRY(snapshot_load_party(s->snapshot, place, &s->listed, error));
    for (size_t i = 0; i < s->query->party.values.count; i++) {
        const party_value *mine = &s->query->party.values.at[i];
        for (size_t k = 0; mine->field == FIELD_IDENTIFIER && k < s->listed.values.count; k++) {
            const party_value *theirs = &s->listed.values.at[k];
            int32_t floor = theirs->field == FIELD_IDENTIFIER ? identifier_floor(mine, theirs) : 0;
            if (floor > hit->floor) {
                hit->floor = floor;
                hit->query_value = (uint16_t)i;
                hit->listed_value = (uint16_t)k;
            }
        }
    }
    return CORDON_OK;
}

static cordon_status add_by_identifier(screener *s, uint32_t place, cordon_error *error)
{
    screen_hit hit, identifier = {0};
    if (!s->allowed[snapshot_party_at(s->snapshot, place)->list])
        return CORDON_OK;
    TRY(find_floor(s, place, &identifier, error));
    if (identifier.floor == 0)
        return CORDON_OK;
    best_name(s, place, &hit);
    hit.floor = identifier.floor;
    hit.query_value = identifier.query_value;
    hit.listed_value = identifier.listed_value;
    if (hit.score < hit.floor)
        hit.score = hit.floor;
    if (hit.score >= s->policy.threshold && !add_hit(s, hit))
        return error_no_memory(error);
    return CORDON_OK;
}

static cordon_status score_identifiers(screener *s, cordon_error *error)
{
    for (size_t i = 0; i < s->query->party.values.count; i++) {
        const party_value *v = &s->query->party.values.at[i];
        char key[IDENTIFIER_KEY_MAX];
        size_t count, length;
        if (v->field != FIELD_IDENTIFIER)
            continue;
        if (s->exhaustive) {
            for (size_t p = 0; p < snapshot_party_count(s->snapshot); p++)
                TRY(add_by_identifier(s, (uint32_t)p, error));
            return CORDON_OK;
        }
        length = identifier_key((identifier_type)v->kind, v->text, key);
        const snapshot_identifier *ids = snapshot_find_identifier(s->snapshot, (slice){key, length}, &count);
        for (size_t k = 0; length && k < count; k++)
            TRY(add_by_identifier(s, ids[k].party, error));
    }
    return CORDON_OK;
}

/* ---------------------------------------------------------------- order and verdicts */

static int compare_in_party(const void *a, const void *b, void *context)
{
    (void)context;
    const screen_hit *x = a, *y = b;
    if (x->party != y->party)
        return x->party < y->party ? -1 : 1;
    if (x->floor != y->floor)
        return x->floor > y->floor ? -1 : 1; /* the one with an identifier has the best name's score too */
    if (x->score != y->score)
        return x->score > y->score ? -1 : 1;
    if (x->closeness != y->closeness)
        return x->closeness < y->closeness ? -1 : 1;
    if ((x->unweak == 0) != (y->unweak == 0))
        return x->unweak ? -1 : 1; /* a name that is no weak alias says more */
    if (x->query_name != y->query_name)
        return x->query_name < y->query_name ? -1 : 1;
    return (x->name > y->name) - (x->name < y->name);
}

static int compare_hits(const void *a, const void *b, void *context)
{
    const screener *s = context;
    const screen_hit *x = a, *y = b;
    if (x->score != y->score)
        return x->score > y->score ? -1 : 1;
    if (x->closeness != y->closeness)
        return x->closeness < y->closeness ? -1 : 1;
    const snapshot_party *p = snapshot_party_at(s->snapshot, x->party), *q = snapshot_party_at(s->snapshot, y->party);
    int order = slice_compare(snapshot_list_at(s->snapshot, p->list)->code, snapshot_list_at(s->snapshot, q->list)->code);
    return order ? order : slice_compare(snapshot_party_id(s->snapshot, p), snapshot_party_id(s->snapshot, q));
}

static void keep_best_of_party(screener *s)
{
    size_t kept = 0;
    if (s->found.count == 0)
        return;
    sort_in_place(s->found.at, s->found.count, sizeof *s->found.at, compare_in_party, NULL);
    for (size_t i = 0; i < s->found.count; i++)
        if (i == 0 || s->found.at[i].party != s->found.at[kept - 1].party)
            s->found.at[kept++] = s->found.at[i];
        else if (s->found.at[i].unweak > s->found.at[kept - 1].unweak)
            s->found.at[kept - 1].unweak = s->found.at[i].unweak;
    s->found.count = kept;
    sort_in_place(s->found.at, kept, sizeof *s->found.at, compare_hits, s);
}

/* Whether a hit by a weak alias is an alert all the same. */
static bool weak_alerts(screener *s, const screen_hit *hit)
{
    if (s->policy.weak == WEAK_OFF)
        return false;
    if (s->policy.weak == WEAK_EXACT)
        return hit->closeness < 2;
    const match_facts *facts = &screener_evidence(s, hit)->facts;
    const fact_item *corroborating[] = {&facts->birth, &facts->birth_place, &facts->country, &facts->address};
    for (size_t i = 0; i < sizeof corroborating / sizeof *corroborating; i++)
        if (corroborating[i]->outcome == FACT_AGREES)
            return true;
    return false;
}

/* A weak alias must not hide what the party's other names would have alerted to: then these decide, by their own score. */
static verdict judge(screener *s, const screen_hit *hit)
{
    int32_t score = hit->score;
    if (score < s->policy.threshold)
        return VERDICT_NONE;
    if (!hit->floor && is_weak(s, hit->name) && !weak_alerts(s, hit)) {
        if (hit->unweak < s->policy.threshold)
            return VERDICT_WEAK;
        score = hit->unweak;
    }
    return score >= s->policy.strong ? VERDICT_STRONG : VERDICT_REVIEW;
}

/* A query of which nothing can be compared must not pass for one that found nothing. */
static cordon_status check_searchable(const screener *s, cordon_error *error)
{
    char key[IDENTIFIER_KEY_MAX];
    if (s->subject.name_count)
        return CORDON_OK;
    for (size_t i = 0; i < s->query->party.values.count; i++) {
        const party_value *v = &s->query->party.values.at[i];
        if (v->field == FIELD_IDENTIFIER && identifier_key((identifier_type)v->kind, v->text, key))
            return CORDON_OK;
    }
    return error_set(error, CORDON_BAD_INPUT,
                     "expected a name with a letter or digit, or an identifier of at most %d characters, found neither",
                     IDENTIFIER_KEY_MAX);
}

cordon_status screener_run(screener *s, const query *q, const screen_hit **hits, size_t *count, cordon_error *error)
{
    s->query = q;
    s->found.count = 0;
    *hits = NULL;
    *count = 0;
    TRY(subject_prepare(&s->subject, &q->party, false, error));
    TRY(check_searchable(s, error));
    if (!score_names(s))
        return error_no_memory(error);
    TRY(score_identifiers(s, error));
    keep_best_of_party(s);
    if (s->policy.limit && s->found.count > s->policy.limit)
        s->found.count = s->policy.limit;
    for (size_t i = 0; i < s->found.count; i++)
        s->found.at[i].verdict = (uint8_t)judge(s, &s->found.at[i]);
    TRY(snapshot_check(s->snapshot, error));
    *hits = s->found.at;
    *count = s->found.count;
    return CORDON_OK;
}

const screen_evidence *screener_evidence(screener *s, const screen_hit *hit)
{
    screen_evidence *e = &s->evidence;
    const snapshot_party *entry = snapshot_party_at(s->snapshot, hit->party);
    *e = (screen_evidence){.floor = hit->floor, .score = hit->score};
    if (entry->name_count == 0 || s->subject.name_count == 0)
        return e;
    party_facts of_party = snapshot_facts(s->snapshot, entry);
    const match_plan *plan = &s->subject.names[hit->query_name].plan;
    e->query = plan->name;
    e->listed = snapshot_prepared(s->snapshot, snapshot_name_at(s->snapshot, hit->name));
    align_names(plan, &e->listed, INT32_MIN, s->align, &e->alignment);
    facts_weigh(&s->subject.facts, &of_party, e->alignment.own, e->alignment.net, s->policy.birth, &e->facts);
    e->name_score = score_of(e->facts.net, e->alignment.own, e->alignment.most);
    return e;
}

cordon_status screener_explain(screener *s, const query *q, size_t place, screen_hit *out, cordon_error *error)
{
    screen_hit identifier = {0};
    s->query = q;
    TRY(subject_prepare(&s->subject, &q->party, false, error));
    TRY(find_floor(s, (uint32_t)place, &identifier, error));
    best_name(s, (uint32_t)place, out);
    out->floor = identifier.floor;
    out->query_value = identifier.query_value;
    out->listed_value = identifier.listed_value;
    if (out->score < out->floor)
        out->score = out->floor;
    out->verdict = (uint8_t)judge(s, out);
    return snapshot_check(s->snapshot, error);
}

/* ---------------------------------------------------------------- two parties */

struct comparer {
    subject query, listed;
    align_scratch *align;
    match_alignment alignment;
};

comparer *comparer_new(void)
{
    comparer *c = calloc(1, sizeof *c);
    if (c)
        c->align = align_scratch_new();
    if (c && !c->align) {
        free(c);
        return NULL;
    }
    return c;
}

void comparer_free(comparer *c)
{
    if (!c)
        return;
    subject_free(&c->query);
    subject_free(&c->listed);
    align_scratch_free(c->align);
    free(c);
}

static int32_t compare_identifiers(const party *a, const party *b)
{
    int32_t best = 0;
    for (size_t i = 0; i < a->values.count; i++)
        for (size_t k = 0; k < b->values.count; k++)
            if (a->values.at[i].field == FIELD_IDENTIFIER && b->values.at[k].field == FIELD_IDENTIFIER) {
                int32_t floor = identifier_floor(&a->values.at[i], &b->values.at[k]);
                best = floor > best ? floor : best;
            }
    return best;
}

cordon_status comparer_run(comparer *c, const party *a, const party *b, birth_mode mode, int32_t *score, cordon_error *error)
{
    *score = compare_identifiers(a, b);
    TRY(subject_prepare(&c->query, a, false, error));
    TRY(subject_prepare(&c->listed, b, true, error));
    for (size_t i = 0; i < c->query.name_count; i++)
        for (size_t k = 0; k < c->listed.name_count; k++) {
            match_facts facts;
            align_names(&c->query.names[i].plan, &c->listed.names[k].plan.name, INT32_MIN, c->align, &c->alignment);
            facts_weigh(&c->query.facts, &c->listed.facts, c->alignment.own, c->alignment.net, mode, &facts);
            int32_t one = score_of(facts.net, c->alignment.own, c->alignment.most);
            *score = one > *score ? one : *score;
        }
    return CORDON_OK;
}
