#include "screen/screen_selftest.h"
#include "base/base_thread.h"
#include "text/text_utf8.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

typedef enum manipulation {
    AS_PUBLISHED,
    OTHER_CASE,
    ZERO_WIDTH,
    ORDER,
    JOINED,
    LETTER_LOST,
    LETTERS_SWAPPED,
    LETTER_DOUBLED,
    MANIPULATIONS
} manipulation;

static const char *const manipulation_names[MANIPULATIONS] = {"as published",           "other case",        "zero-width characters",
                                                              "words in reverse order", "words joined",      "one letter lost",
                                                              "two letters swapped",    "one letter doubled"};

typedef struct selftest_count {
    size_t tried, found, at_one;
} selftest_count;

typedef struct selftest_worker {
    screener *screener;
    query query;
    string name;
    selftest_count counts[MANIPULATIONS];
    string lost; /* names that did not find themselves at 1.0, the first few */
    size_t lost_count;
    cordon_status status;
    cordon_error error;
} selftest_worker;

typedef struct selftest {
    const snapshot *snapshot;
    selftest_worker *workers;
    atomic_size_t next;
} selftest;

/* ---------------------------------------------------------------- manipulating */

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* Place of a letter inside a word, about the middle of the name; name.len when there is none. */
static size_t inner_letter(slice name)
{
    for (size_t i = name.len / 2; i + 1 < name.len; i++)
        if (i && is_letter(name.ptr[i]) && is_letter(name.ptr[i - 1]) && is_letter(name.ptr[i + 1]))
            return i;
    return name.len;
}

static void reverse_words(slice name, string *out)
{
    while (name.len) {
        size_t start = name.len;
        while (start && name.ptr[start - 1] != ' ')
            start--;
        if (out->len)
            text_add_char(out, ' ');
        text_add(out, slice_skip(name, start));
        name = slice_first(name, start ? start - 1 : 0);
    }
}

static void change_case(slice name, string *out)
{
    for (size_t i = 0; i < name.len; i++)
        text_add_char(out, is_letter(name.ptr[i]) ? (char)(name.ptr[i] ^ 0x20) : name.ptr[i]);
}

static void add_zero_width(slice name, string *out)
{
    while (name.len) {
        utf8_add(out, utf8_next(&name));
        utf8_add(out, 0x200B);
    }
}

static void join_words(slice name, string *out)
{
    for (size_t i = 0; i < name.len; i++)
        if (name.ptr[i] != ' ' && name.ptr[i] != ',')
            text_add_char(out, name.ptr[i]);
}

static void change_letter(slice name, manipulation how, string *out)
{
    size_t at = inner_letter(name);
    text_add(out, slice_first(name, at));
    if (at == name.len)
        return;
    if (how == LETTERS_SWAPPED) {
        text_add_char(out, name.ptr[at + 1]);
        text_add_char(out, name.ptr[at]);
        at++;
    } else if (how == LETTER_DOUBLED) {
        text_add_char(out, name.ptr[at]);
        text_add_char(out, name.ptr[at]);
    }
    text_add(out, slice_skip(name, at + 1));
}

static void manipulate(slice name, manipulation how, string *out)
{
    out->len = 0;
    switch (how) {
    case AS_PUBLISHED: text_add(out, name); break;
    case OTHER_CASE: change_case(name, out); break;
    case ZERO_WIDTH: add_zero_width(name, out); break;
    case ORDER: reverse_words(name, out); break;
    case JOINED: join_words(name, out); break;
    default: change_letter(name, how, out); break;
    }
}

/* ---------------------------------------------------------------- screening */

static cordon_status try_name(selftest_worker *w, const snapshot *s, const snapshot_name *name, manipulation how)
{
    if (name->derived)
        return CORDON_OK;
    const screen_hit *hits;
    size_t count;
    slice published = snapshot_name_text(s, name);
    manipulate(published, how, &w->name);
    if (w->name.failed)
        return error_no_memory(&w->error);
    if (how != AS_PUBLISHED && slice_equal(text_slice(&w->name), published))
        return CORDON_OK; /* nothing to change in it */
    query_clear(&w->query);
    w->query.party.schema = (party_schema)snapshot_facts(s, snapshot_party_at(s, name->party)).head->schema;
    if (!party_add(&w->query.party, FIELD_NAME, QUALITY_PRIMARY, text_slice(&w->name), SLICE("self test")))
        return error_no_memory(&w->error);
    TRY(screener_run(w->screener, &w->query, &hits, &count, &w->error));
    int32_t score = 0;
    for (size_t i = 0; i < count; i++)
        if (hits[i].party == name->party)
            score = hits[i].score;
    w->counts[how].tried++;
    w->counts[how].found += score > 0;
    w->counts[how].at_one += score == SCORE_MAX;
    if (how == AS_PUBLISHED && score < SCORE_MAX && w->lost_count++ < 5)
        text_format(&w->lost, "    %.*s\n", SLICE_ARG(published));
    return CORDON_OK;
}

static void work(void *context, size_t worker)
{
    selftest *t = context;
    selftest_worker *w = &t->workers[worker];
    for (size_t i; w->status == CORDON_OK && (i = atomic_fetch_add(&t->next, 1)) < snapshot_name_count(t->snapshot);) {
        const snapshot_name *name = snapshot_name_at(t->snapshot, i);
        int most = i % SELFTEST_SAMPLE == 0 ? MANIPULATIONS : 1;
        for (int how = 0; how < most && w->status == CORDON_OK; how++)
            w->status = try_name(w, t->snapshot, name, (manipulation)how);
    }
}

/* ---------------------------------------------------------------- the report */

static void add_share(string *out, size_t part, size_t all)
{
    text_format(out, "  %8zu (%6.2f %%)", part, all ? 100.0 * (double)part / (double)all : 0.0);
}

static void write_report(const selftest *t, const screen_policy *policy, size_t threads, string *out, bool *passed)
{
    selftest_count sum[MANIPULATIONS] = {{0}};
    for (size_t w = 0; w < threads; w++)
        for (int how = 0; how < MANIPULATIONS; how++) {
            sum[how].tried += t->workers[w].counts[how].tried;
            sum[how].found += t->workers[w].counts[how].found;
            sum[how].at_one += t->workers[w].counts[how].at_one;
        }
    text_format(out, "Self test: every name of the snapshot as it is published, and every %dth one manipulated, threshold %d.%04d\n",
                SELFTEST_SAMPLE, policy->threshold / SCORE_MAX, policy->threshold % SCORE_MAX);
    text_format(out, "%-26s %8s  %19s  %19s\n", "", "names", "own party found", "at score 1.0");
    for (int how = 0; how < MANIPULATIONS; how++) {
        text_format(out, "%-26s %8zu", manipulation_names[how], sum[how].tried);
        add_share(out, sum[how].found, sum[how].tried);
        add_share(out, sum[how].at_one, sum[how].tried);
        text_add_char(out, '\n');
    }
    *passed = sum[AS_PUBLISHED].at_one == sum[AS_PUBLISHED].tried;
    text_format(out, "%s: %zu of %zu published names find themselves at 1.0\n", *passed ? "passed" : "FAILED", sum[AS_PUBLISHED].at_one,
                sum[AS_PUBLISHED].tried);
    for (size_t w = 0; w < threads; w++)
        text_add(out, text_slice(&t->workers[w].lost));
}

cordon_status selftest_run(const snapshot *s, size_t threads, string *report, bool *passed, cordon_error *error)
{
    screen_policy policy = policy_default();
    policy.limit = 0;
    cordon_status status = CORDON_OK;
    selftest t = {.snapshot = s, .workers = calloc(threads, sizeof(selftest_worker))};
    if (!t.workers)
        return error_no_memory(error);
    for (size_t i = 0; status == CORDON_OK && i < threads; i++)
        status = screener_new(s, &policy, false, &t.workers[i].screener, error);
    if (status == CORDON_OK)
        thread_run(threads, work, &t);
    for (size_t i = 0; status == CORDON_OK && i < threads; i++)
        if (t.workers[i].status != CORDON_OK)
            status = error_set(error, t.workers[i].status, "%s", t.workers[i].error.message);
    if (status == CORDON_OK)
        write_report(&t, &policy, threads, report, passed);
    for (size_t i = 0; i < threads; i++) {
        screener_free(t.workers[i].screener);
        query_free(&t.workers[i].query);
        text_free(&t.workers[i].name);
        text_free(&t.workers[i].lost);
    }
    free(t.workers);
    return status;
}
