#include "search/search_sieve.h"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

enum { AT_ONCE = 8, LETTERS = (1 << OUTLINE_LETTERS) - 1 };

uint32_t sieve_signature(const symbol *symbols, size_t count)
{
    uint32_t unrepeated = count > 0;
    for (size_t i = 1; i < count; i++)
        unrepeated += symbols[i] != symbols[i - 1];
    uint32_t known = unrepeated < SIGNATURE_COUNT_MAX ? unrepeated : SIGNATURE_COUNT_MAX;
    return (cost_letters(symbols, count) & LETTERS) | known << OUTLINE_LETTERS;
}

void sieve_make(search_sieve *s, const cost_pattern *p)
{
    s->latin = p->script == SCRIPT_LATIN;
    s->limit = s->latin ? p->limit : p->reading_limit;
    s->close = s->latin && s->limit < COST_DEAR;
    if (s->latin)
        cost_make_outline(p, &s->outline);
    s->strange = s->close ? ~s->outline.plain.allowed & LETTERS : 0;
    cost_make_floor(p, SCRIPT_LATIN, &s->floor);
    cost_count_letters(p, &s->fewest, &s->most);
}

/* The number in a signature is not that which cost_is_too_short asks for. */
static bool may_match(const search_sieve *s, uint32_t signature)
{
    if (signature >> OUTLINE_LETTERS > s->most)
        return false;
    return !s->latin || cost_letters_match(&s->outline.plain, signature) ||
           (s->outline.may_be_dear && cost_letters_match(&s->outline.dear, signature));
}

static bool add_word(const search_sieve *s, uint32_t signature, uint32_t word, entry_list *out)
{
    if (cost_at_least(&s->floor, signature) > s->limit)
        return true;
    uint32_t *to = ARRAY_ADD(out);
    if (to)
        *to = word;
    return to != NULL;
}

#if defined(__x86_64__)
/* Which of up to eight words the outline lets through, where no operation is dear: a set. */
ROWS_TARGET static unsigned eight_may_match(const search_sieve *s, const uint32_t *signatures, size_t count)
{
    const __m256i none = _mm256_setzero_si256(), numbers = _mm256_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7);
    __m256i there = _mm256_cmpgt_epi32(_mm256_set1_epi32((int)count), numbers);
    __m256i all = count < AT_ONCE ? _mm256_maskload_epi32((const int *)signatures, there) : _mm256_loadu_si256((const void *)signatures);
    __m256i good = _mm256_and_si256(there, _mm256_cmpeq_epi32(_mm256_and_si256(all, _mm256_set1_epi32((int)s->strange)), none));
    __m256i longer = _mm256_cmpgt_epi32(_mm256_srli_epi32(all, OUTLINE_LETTERS), _mm256_set1_epi32(s->most));
    good = _mm256_andnot_si256(longer, good);
    for (size_t i = 0; i < s->outline.plain.need_count; i++) {
        __m256i has = _mm256_and_si256(all, _mm256_set1_epi32((int)s->outline.plain.needs[i]));
        good = _mm256_andnot_si256(_mm256_cmpeq_epi32(has, none), good);
        if (i % 4 == 0 && _mm256_testz_si256(good, good))
            return 0;
    }
    return (unsigned)_mm256_movemask_ps(_mm256_castsi256_ps(good));
}
#else
static unsigned eight_may_match(const search_sieve *s, const uint32_t *signatures, size_t count)
{
    unsigned good = 0;
    for (size_t i = 0; i < count && i < AT_ONCE; i++)
        good |= (unsigned)may_match(s, signatures[i]) << i;
    return good;
}
#endif

bool sieve_words(const search_sieve *s, const uint32_t *signatures, size_t count, const uint32_t *words, uint32_t first, uint32_t mark,
                 entry_list *out)
{
    bool at_once = s->close && rows_can_run();
    for (size_t from = 0; from < count; from += AT_ONCE) {
        size_t left = count - from < AT_ONCE ? count - from : AT_ONCE;
        unsigned good = at_once ? eight_may_match(s, signatures + from, left) : (1U << left) - 1;
        for (; good; good &= good - 1) {
            size_t i = from + (size_t)__builtin_ctz(good);
            if (!at_once && !may_match(s, signatures[i]))
                continue;
            if (!add_word(s, signatures[i], (words ? words[i] : first + (uint32_t)i) | mark, out))
                return false;
        }
    }
    return true;
}
