#include "match/match_score.h"

#include <assert.h>

enum { FRACTION_BITS = 16, ONE = 1 << FRACTION_BITS };

/* log2(x) in 1/65536, rounded down, by squaring the mantissa (Knuth, The Art of Computer Programming 1, 1.2.2, exercise 25). */
static uint32_t log2_fixed(uint32_t x)
{
    assert(x > 0);
    uint32_t whole = 31 - (uint32_t)__builtin_clz(x);
    uint64_t mantissa = (uint64_t)x << (31 - whole); /* 1.0 is 1 << 31 */
    uint32_t fraction = 0;
    for (int bit = 0; bit < FRACTION_BITS; bit++) {
        mantissa = mantissa * mantissa >> 31;
        fraction <<= 1;
        if (mantissa >> 32) {
            mantissa >>= 1;
            fraction |= 1;
        }
    }
    return whole << FRACTION_BITS | fraction;
}

/* SCORE_MAX * 2 ^ (-x / 65536), rounded down. */
static int32_t score_of_loss(uint64_t x)
{
    /* 2 ^ (-1/2), 2 ^ (-1/4) ... in 1/2^32 */
    static const uint32_t roots[FRACTION_BITS] = {3037000500U, 3611622603U, 3938502376U, 4112874773U, 4202935003U, 4248701965U,
                                                  4271771996U, 4283353945U, 4289156690U, 4292061010U, 4293513907U, 4294240540U,
                                                  4294603903U, 4294785595U, 4294876445U, 4294921870U};
    if (x >> FRACTION_BITS > 15)
        return 0;
    uint64_t value = (uint64_t)SCORE_MAX << 32;
    for (int bit = 0; bit < FRACTION_BITS; bit++)
        if (x >> (FRACTION_BITS - 1 - bit) & 1)
            value = (value >> 16) * roots[bit] >> 16;
    return (int32_t)(value >> (x >> FRACTION_BITS) >> 32);
}

int32_t score_of(evidence net, evidence own, evidence most)
{
    if (net <= 0 || own <= 0)
        return 0;
    if (net >= own)
        return SCORE_MAX;
    uint64_t lost = log2_fixed((uint32_t)own) - log2_fixed((uint32_t)net);
    int64_t counted = net < most ? net : most;
    int64_t weight = score_of_loss(lost * SCORE_SHARE_PERCENT / 100) * counted / (counted + SCORE_HALF);
    int64_t likeness = score_of_loss(lost * SCORE_LIKENESS);
    int64_t score = SCORE_MAX - (SCORE_MAX - weight) * (SCORE_MAX - likeness) / SCORE_MAX;
    return score < SCORE_MAX ? (int32_t)score : SCORE_MAX - 1;
}

/* The least net in [low, high] that scores the threshold; high does. */
static evidence search_least_net(int32_t threshold, evidence own, evidence low, evidence high)
{
    while (low < high) {
        evidence middle = low + (high - low) / 2;
        if (score_of(middle, own, EVIDENCE_UNBOUNDED) >= threshold)
            high = middle;
        else
            low = middle + 1;
    }
    return low;
}

evidence score_least_net(int32_t threshold, evidence own)
{
    return search_least_net(threshold, own, 1, own > 1 ? own : 1);
}

evidence score_least_net_from(int32_t threshold, evidence own, evidence from)
{
    evidence low = from > 1 ? from : 1, step = 1;
    if (own <= low)
        return low;
    while (low + step < own && score_of(low + step - 1, own, EVIDENCE_UNBOUNDED) < threshold) {
        low += step;
        step *= 2;
    }
    return search_least_net(threshold, own, low, low + step < own ? low + step : own);
}
