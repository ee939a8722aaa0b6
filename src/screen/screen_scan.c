#include "screen/screen_scan.h"
#include "format/format_json.h"
#include "text/text_utf8.h"

#include <stdlib.h>
#include <string.h>

enum { CHUNK_BYTES = 3000, OVERLAP_BYTES = 300 };

typedef struct scan_place {
    size_t start, end; /* bytes of the whole text */
    int32_t score;
} scan_place;

typedef struct scanner {
    screener *screener;
    slice text;
    folded_text words;
    query query;
    ARRAY(scan_place) places;
    cordon_error *error;
} scanner;

/* ---------------------------------------------------------------- what may be a name */

/* A word that begins with a capital, or in a script that has none. */
static bool begins_like_name(slice word)
{
    uint32_t cp = utf8_next(&word);
    const table_char *c = table_char_of(cp);
    if (c->kind != CHAR_LETTER)
        return false;
    if (c->script != SCRIPT_LATIN && c->script != SCRIPT_CYRILLIC && c->script != SCRIPT_GREEK && c->script != SCRIPT_ARMENIAN)
        return true;
    return c->fold_count > 0 && cp != table_fold_points[c->fold] && !(cp >= 0xDF && cp <= 0xFF);
}

/* Between two words of one name stand spaces, a hyphen, a comma or the full stop of an initial; never the end of a sentence. */
static bool joins_words(slice gap)
{
    if (gap.len > 4)
        return false;
    for (size_t i = 0; i < gap.len; i++)
        if (gap.ptr[i] != ' ' && gap.ptr[i] != '-' && gap.ptr[i] != '.' && gap.ptr[i] != '\'' && gap.ptr[i] != '&' &&
            (unsigned char)gap.ptr[i] < 0x80)
            return false;
    return true;
}

/* Small words that stand inside names: bin, de, of, the ... */
static bool is_particle(const folded_text *t, const folded_word *w)
{
    uint8_t role;
    uint16_t class_id;
    return table_find_word(t->symbols + w->first, w->count, ROLE_PARTICLE, &role, &class_id, NULL);
}

static bool ends_sentence(slice gap, const folded_word *before)
{
    return gap.len && gap.ptr[0] == '.' && before->count > 3;
}

/* ---------------------------------------------------------------- screening a run of words */

static bool proves_something(scanner *sc, const screen_hit *hit)
{
    if (hit->verdict == VERDICT_WEAK)
        return false;
    const snapshot_name *name = snapshot_name_at(screener_snapshot(sc->screener), hit->name);
    return name->weight >= SCAN_EVIDENCE_MIN && name->quality != QUALITY_WEAK;
}

static cordon_status screen_slice(scanner *sc, slice words, const screen_hit **hits, size_t *count)
{
    query *q = &sc->query;
    query_clear(q);
    if (!party_add(&q->party, FIELD_NAME, QUALITY_PRIMARY, words, SLICE("text")))
        return error_no_memory(sc->error);
    return screener_run(sc->screener, q, hits, count, sc->error);
}

static cordon_status try_run(scanner *sc, size_t chunk, const folded_word *first, const folded_word *last)
{
    const screen_hit *hits = NULL;
    size_t count = 0;
    slice words = slice_first(slice_skip(sc->text, chunk + first->start), last->end - first->start);
    TRY(screen_slice(sc, words, &hits, &count));
    int32_t best = 0;
    for (size_t i = 0; i < count; i++)
        if (hits[i].score > best && proves_something(sc, &hits[i]))
            best = hits[i].score;
    if (best == 0)
        return CORDON_OK;
    scan_place *place = ARRAY_ADD(&sc->places);
    if (!place)
        return error_no_memory(sc->error);
    *place = (scan_place){chunk + first->start, chunk + last->end, best};
    return CORDON_OK;
}

/* The small second half of "Jong-un". */
static bool joins_hyphen(slice bytes, const folded_word *word)
{
    return word->start && bytes.ptr[word->start - 1] == '-';
}

static cordon_status scan_from(scanner *sc, size_t chunk, slice bytes, size_t i)
{
    const folded_word *words = sc->words.words, *first = &words[i];
    for (size_t k = i; k < sc->words.word_count && k < i + SCAN_WORDS_MAX; k++) {
        if (k > i) {
            slice gap = slice_first(slice_skip(bytes, words[k - 1].end), words[k].start - words[k - 1].end);
            if (!joins_words(gap) || ends_sentence(gap, &words[k - 1]))
                break;
        }
        bool like_name = begins_like_name(slice_skip(bytes, words[k].start)) || joins_hyphen(bytes, &words[k]);
        if (like_name)
            TRY(try_run(sc, chunk, first, &words[k]));
        else if (!is_particle(&sc->words, &words[k]))
            break;
    }
    return CORDON_OK;
}

/* Text of which a few bytes make very many words or letters is taken in halves. */
static cordon_status scan_chunk(scanner *sc, size_t chunk, slice bytes)
{
    if (!fold_text(bytes, &sc->words)) {
        size_t half = bytes.len / 2;
        while (half && ((unsigned char)bytes.ptr[half] & 0xC0) == 0x80)
            half--;
        if (half == 0)
            return error_set(sc->error, CORDON_OVER_LIMIT, "text at byte %zu: cannot be split into words", chunk);
        TRY(scan_chunk(sc, chunk, slice_first(bytes, half)));
        return scan_chunk(sc, chunk + half, slice_skip(bytes, half));
    }
    for (size_t i = 0; i < sc->words.word_count; i++)
        if (begins_like_name(slice_skip(bytes, sc->words.words[i].start)))
            TRY(scan_from(sc, chunk, bytes, i));
    return CORDON_OK;
}

/* Where a piece of at most max bytes may end: behind a line, else behind a space. */
static size_t piece_end(slice rest, size_t max)
{
    if (rest.len <= max)
        return rest.len;
    for (size_t i = max; i > max / 2; i--)
        if (rest.ptr[i - 1] == '\n')
            return i;
    for (size_t i = max; i > max / 2; i--)
        if (rest.ptr[i - 1] == ' ')
            return i;
    while (max > 1 && ((unsigned char)rest.ptr[max] & 0xC0) == 0x80)
        max--;
    return max;
}

/* Pieces overlap, so that a name across their border stands whole in one of them. */
static cordon_status scan_all(scanner *sc)
{
    size_t at = 0;
    while (at < sc->text.len) {
        slice rest = slice_skip(sc->text, at);
        size_t size = piece_end(rest, CHUNK_BYTES);
        TRY(scan_chunk(sc, at, slice_first(rest, size)));
        if (at + size == sc->text.len)
            return CORDON_OK;
        size_t back = size > 2 * OVERLAP_BYTES ? OVERLAP_BYTES : 0;
        at += size - back;
        while (back && at < sc->text.len && ((unsigned char)sc->text.ptr[at] & 0xC0) == 0x80)
            at++;
    }
    return CORDON_OK;
}

/* ---------------------------------------------------------------- places */

static int compare_strength(const void *a, const void *b)
{
    const scan_place *x = a, *y = b;
    if (x->score != y->score)
        return x->score > y->score ? -1 : 1;
    if (x->end - x->start != y->end - y->start)
        return x->end - x->start > y->end - y->start ? -1 : 1;
    return (x->start > y->start) - (x->start < y->start);
}

static int compare_starts(const void *a, const void *b)
{
    const scan_place *x = a, *y = b;
    return (x->start > y->start) - (x->start < y->start);
}

static void keep_best_places(scanner *sc)
{
    size_t kept = 0;
    if (sc->places.count == 0)
        return;
    qsort(sc->places.at, sc->places.count, sizeof *sc->places.at, compare_strength);
    for (size_t i = 0; i < sc->places.count; i++) {
        bool overlaps = false;
        for (size_t k = 0; k < kept; k++)
            overlaps |= sc->places.at[i].start < sc->places.at[k].end && sc->places.at[k].start < sc->places.at[i].end;
        if (!overlaps)
            sc->places.at[kept++] = sc->places.at[i];
    }
    sc->places.count = kept;
    qsort(sc->places.at, kept, sizeof *sc->places.at, compare_starts);
}

static size_t line_of(slice all, size_t at)
{
    size_t line = 1;
    for (size_t i = 0; i < at; i++)
        line += all.ptr[i] == '\n';
    return line;
}

static cordon_status write_place(scanner *sc, slice name, const scan_place *place, const result_options *options, string *out)
{
    const screen_hit *hits = NULL;
    screen_hit proven[64];
    size_t count = 0, kept = 0;
    slice words = slice_first(slice_skip(sc->text, place->start), place->end - place->start);
    TRY(screen_slice(sc, words, &hits, &count));
    for (size_t i = 0; i < count && kept < 64; i++)
        if (proves_something(sc, &hits[i]))
            proven[kept++] = hits[i];
    if (options->format == RESULT_TABLE) {
        text_format(out, "%.*s:%zu: ", SLICE_ARG(name), line_of(sc->text, place->start));
        result_write(sc->screener, &sc->query, proven, kept, options, out);
        return CORDON_OK;
    }
    text_add_char(out, '{');
    json_write_member(out, "file", name);
    json_write_number(out, "start", (long long)place->start);
    json_write_number(out, "end", (long long)place->end);
    json_write_member(out, "text", words);
    result_write_hits(sc->screener, &sc->query, proven, kept, options->explain, out);
    text_add(out, SLICE("}\n"));
    return CORDON_OK;
}

static cordon_status write_places(scanner *sc, slice name, const result_options *options, string *out)
{
    for (size_t i = 0; i < sc->places.count; i++)
        TRY(write_place(sc, name, &sc->places.at[i], options, out));
    return out->failed ? error_no_memory(sc->error) : CORDON_OK;
}

cordon_status scan_text(screener *s, slice name, slice bytes, const result_options *options, string *out, size_t *places,
                        cordon_error *error)
{
    scanner *sc = calloc(1, sizeof *sc);
    if (!sc)
        return error_no_memory(error);
    sc->screener = s;
    sc->text = bytes;
    sc->error = error;
    cordon_status status = CORDON_OK;
    if (!utf8_is_valid(bytes))
        status = error_set(error, CORDON_BAD_INPUT, "%.*s: not UTF-8 at byte %zu", SLICE_ARG(name), utf8_first_invalid(bytes));
    if (status == CORDON_OK)
        status = scan_all(sc);
    keep_best_places(sc);
    if (status == CORDON_OK)
        status = write_places(sc, name, options, out);
    *places = sc->places.count;
    query_free(&sc->query);
    ARRAY_FREE(&sc->places);
    free(sc);
    return status;
}
