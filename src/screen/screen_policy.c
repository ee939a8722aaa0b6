#include "screen/screen_policy.h"

#include <stdio.h>
#include <stdlib.h>

static const char weak_names[][16] = {"off", "exact", "corroborated"};
static const char birth_names[][16] = {"weighs", "ignored"};

screen_policy policy_default(void)
{
    return (screen_policy){.threshold = THRESHOLD_REVIEW, .strong = THRESHOLD_STRONG, .limit = POLICY_LIMIT, .weak = WEAK_CORROBORATED};
}

/* A share such as 0.7, .75, 1, 0.7312 in ten-thousandths. */
static bool read_share(slice s, int32_t *out)
{
    slice whole, fraction = s;
    uint64_t before = 0, after = 0;
    if (!slice_cut(&fraction, '.', &whole) || (whole.len && !slice_to_uint(whole, &before)) || (!fraction.ptr && whole.len == 0))
        return false;
    if (fraction.ptr) {
        slice first = slice_first(fraction, 4);
        if ((whole.len == 0 && first.len == 0) || (first.len && !slice_to_uint(first, &after)))
            return false;
        for (size_t i = 4; i < fraction.len; i++)
            if (fraction.ptr[i] < '0' || fraction.ptr[i] > '9')
                return false;
        for (size_t i = first.len; i < 4; i++)
            after *= 10;
    }
    if (before > 1 || before * SCORE_MAX + after > SCORE_MAX)
        return false;
    *out = (int32_t)(before * SCORE_MAX + after);
    return true;
}

static cordon_status set_share(slice name, slice value, int32_t *out, cordon_error *error)
{
    int32_t share;
    if (!read_share(value, &share))
        return error_set(error, CORDON_BAD_INPUT, "%.*s: expected a number from 0 to 1, found \"%.*s\"", SLICE_ARG(name),
                         SLICE_ARG(slice_first(value, 40)));
    *out = share ? share : 1; /* a score of 0 says that nothing was found */
    return CORDON_OK;
}

static cordon_status set_choice(slice name, slice value, const char choices[][16], int count, int *out, cordon_error *error)
{
    for (int i = 0; i < count; i++)
        if (slice_equal(value, slice_of(choices[i]))) {
            *out = i;
            return CORDON_OK;
        }
    return error_set(error, CORDON_BAD_INPUT, "%.*s: expected %s or %s%s%s, found \"%.*s\"", SLICE_ARG(name), choices[0], choices[1],
                     count > 2 ? " or " : "", count > 2 ? choices[2] : "", SLICE_ARG(slice_first(value, 40)));
}

static cordon_status set_limit(slice value, size_t *out, cordon_error *error)
{
    uint64_t limit;
    if (!slice_to_uint(value, &limit) || limit > 1000000000)
        return error_set(error, CORDON_BAD_INPUT, "limit: expected a number of hits (0: all), found \"%.*s\"",
                         SLICE_ARG(slice_first(value, 40)));
    *out = (size_t)limit;
    return CORDON_OK;
}

cordon_status policy_set(screen_policy *p, slice name, slice value, cordon_error *error)
{
    int choice = 0;
    if (slice_equal(name, SLICE("threshold")))
        return set_share(name, value, &p->threshold, error);
    if (slice_equal(name, SLICE("strong")))
        return set_share(name, value, &p->strong, error);
    if (slice_equal(name, SLICE("limit")))
        return set_limit(value, &p->limit, error);
    if (slice_equal(name, SLICE("weak-aliases"))) {
        TRY(set_choice(name, value, weak_names, 3, &choice, error));
        p->weak = (weak_mode)choice;
        return CORDON_OK;
    }
    if (slice_equal(name, SLICE("birth-date"))) {
        TRY(set_choice(name, value, birth_names, 2, &choice, error));
        p->birth = (birth_mode)choice;
        return CORDON_OK;
    }
    if (!slice_equal(name, SLICE("list")))
        return error_set(error, CORDON_BAD_INPUT,
                         "\"%.*s\": no setting of a policy (threshold, strong, limit, weak-aliases, birth-date, list)",
                         SLICE_ARG(slice_first(name, 40)));
    if (p->list_count == POLICY_LISTS_MAX)
        return error_set(error, CORDON_OVER_LIMIT, "list: more than %d", POLICY_LISTS_MAX);
    p->lists[p->list_count++] = value;
    return CORDON_OK;
}

cordon_status policy_read(screen_policy *p, slice bytes, const char *path, cordon_error *error)
{
    slice line, name;
    for (size_t number = 1; slice_cut(&bytes, '\n', &line); number++) {
        cordon_error why;
        slice value = slice_trim(slice_first(line, slice_find(line, SLICE("#"))));
        if (value.len == 0)
            continue;
        if (!slice_cut(&value, '=', &name) || !value.ptr)
            return error_set(error, CORDON_BAD_INPUT, "%s: line %zu: expected name = value", path, number);
        cordon_status status = policy_set(p, slice_trim(name), slice_trim(value), &why);
        if (status != CORDON_OK)
            return error_set(error, status, "%s: line %zu: %s", path, number, why.message);
    }
    return CORDON_OK;
}

void policy_write(const screen_policy *p, string *out)
{
    text_format(out, "threshold = %d.%04d\nstrong = %d.%04d\nlimit = %zu\nweak-aliases = %s\nbirth-date = %s\n", p->threshold / SCORE_MAX,
                p->threshold % SCORE_MAX, p->strong / SCORE_MAX, p->strong % SCORE_MAX, p->limit, weak_names[p->weak],
                birth_names[p->birth]);
    for (size_t i = 0; i < p->list_count; i++)
        text_format(out, "list = %.*s\n", SLICE_ARG(p->lists[i]));
}
