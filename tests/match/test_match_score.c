#include "../test_support.h"
#include "match/match_score.h"

static void identity_scores_one(void **state)
{
    (void)state;
    for (evidence own = 1; own < 20000; own += 7)
        assert_int_equal(score_of(own, own, EVIDENCE_UNBOUNDED), SCORE_MAX);
}

static void less_than_identity_scores_less(void **state)
{
    (void)state;
    for (evidence own = 2; own < 20000; own += 13)
        assert_true(score_of(own - 1, own, EVIDENCE_UNBOUNDED) < SCORE_MAX);
}

static void score_never_falls_when_net_rises(void **state)
{
    (void)state;
    for (evidence own = 50; own < 12000; own += 331)
        for (evidence net = 1; net < own; net++)
            assert_true(score_of(net, own, EVIDENCE_UNBOUNDED) <= score_of(net + 1, own, EVIDENCE_UNBOUNDED));
}

static void score_never_rises_when_own_rises(void **state)
{
    (void)state;
    for (evidence net = 50; net < 6000; net += 211)
        for (evidence own = net; own < 4 * net; own += 3)
            assert_true(score_of(net, own, EVIDENCE_UNBOUNDED) >= score_of(net, own + 3, EVIDENCE_UNBOUNDED));
}

static void least_net_is_the_inverse(void **state)
{
    (void)state;
    for (int32_t threshold = 100; threshold <= SCORE_MAX; threshold += 330)
        for (evidence own = 60; own < 9000; own += 409) {
            evidence least = score_least_net(threshold, own);
            assert_true(score_of(least, own, EVIDENCE_UNBOUNDED) >= threshold);
            assert_true(least == 1 || score_of(least - 1, own, EVIDENCE_UNBOUNDED) < threshold);
        }
}

/* What search relies on: the more evidence a name has, the more of it may be lost (but for rounding). */
static void share_that_may_be_lost_grows_with_own(void **state)
{
    (void)state;
    for (int32_t threshold = 1000; threshold < SCORE_MAX; threshold += 450) {
        int64_t most = 0;
        for (evidence own = 64; own < 20000; own++) {
            int64_t lost = 1000 - (int64_t)score_least_net(threshold, own) * 1000 / own;
            assert_true(lost + 1 + 1000 / own >= most);
            most = lost > most ? lost : most;
        }
    }
}

/* A hundredth of the share moves the score by no more than the two exponents together. */
static void no_cliff(void **state)
{
    (void)state;
    for (evidence own = 1500; own < 9000; own += 500)
        for (evidence net = own / 4; net < own; net++)
            assert_true(score_of(net + 1, own, EVIDENCE_UNBOUNDED) - score_of(net, own, EVIDENCE_UNBOUNDED) <=
                        SCORE_MAX * (SCORE_LIKENESS + 2) / own + 1);
}

/* The same order whatever the query's name may count at most; a lower cap never scores more, and never takes identity away. */
static void a_cap_keeps_the_order(void **state)
{
    static const evidence caps[] = {0, 1, 90, 400, 1199, 2500, 6000, EVIDENCE_UNBOUNDED};
    (void)state;
    for (size_t c = 0; c < COUNT_OF(caps); c++)
        for (evidence own = 40; own < 9000; own += 223) {
            assert_int_equal(score_of(own, own, caps[c]), SCORE_MAX);
            for (evidence net = -50; net < own; net += 7) {
                int32_t score = score_of(net, own, caps[c]);
                assert_in_range(score, 0, SCORE_MAX - 1);
                assert_true(score <= score_of(net + 7, own, caps[c]));
                assert_true(score >= score_of(net, own + 7, caps[c]));
                assert_true(c == 0 || score >= score_of(net, own, caps[c - 1]));
            }
        }
}

/* Both ways to find it agree, from any evidence that is known to be too little or just enough. */
static void the_least_net_is_found_from_below(void **state)
{
    static const int32_t thresholds[] = {1, 2000, 5400, 9000, SCORE_MAX};
    (void)state;
    for (size_t t = 0; t < COUNT_OF(thresholds); t++)
        for (evidence own = 0, before = 0; own < 9000; own += 97) {
            evidence least = score_least_net(thresholds[t], own);
            assert_int_equal(score_least_net_from(thresholds[t], own, before), least);
            assert_int_equal(score_least_net_from(thresholds[t], own, least), least);
            before = least;
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(identity_scores_one),
                                       cmocka_unit_test(the_least_net_is_found_from_below),
                                       cmocka_unit_test(less_than_identity_scores_less),
                                       cmocka_unit_test(score_never_falls_when_net_rises),
                                       cmocka_unit_test(score_never_rises_when_own_rises),
                                       cmocka_unit_test(least_net_is_the_inverse),
                                       cmocka_unit_test(share_that_may_be_lost_grows_with_own),
                                       cmocka_unit_test(no_cliff),
                                       cmocka_unit_test(a_cap_keeps_the_order)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
