#include "name/name_read.h"
#include "name/name_derive.h"

#include <string.h>

_Static_assert((int)READ_PRIOR != (int)ACRONYM_PRIOR, "the prior tells how a name was derived");

/* A choice's rank among those of its word: the likeliest reading, the word as it is, then the other readings. */
enum { RANK_AS_IS = 1, RANKS = READ_CHOICES_MAX + 1 };

static bool is_written_without_spaces(unsigned script)
{
    return script == SCRIPT_HAN || script == SCRIPT_HANGUL;
}

/* Digits beside a word, or a legal form run into it, are tokens of their own but share its bytes. */
static bool overlap(const name_place *a, const name_place *b)
{
    return a->start < b->end && b->start < a->end;
}

static bool shares_bytes(const prepared_name *name, size_t i)
{
    const name_place *p = &name->places[i];
    return (i > 0 && overlap(p, p - 1)) || (i + 1U < name->head->token_count && overlap(p, p + 1));
}

/* ---------------------------------------------------------------- looking up */

static size_t look_up(const prepared_name *name, size_t first, size_t count, slice out[NAME_READINGS_MAX])
{
    return table_read_name(name->symbols + first, count, out);
}

static read_piece as_it_is(size_t first, size_t count)
{
    return (read_piece){.first = (uint16_t)first, .count = (uint16_t)count};
}

static void add_choice(read_word *w, const read_piece *pieces, size_t count)
{
    if (w->count == READ_CHOICES_MAX)
        return;
    read_choice *c = &w->choices[w->count++];
    c->count = (uint8_t)count;
    memcpy(c->pieces, pieces, count * sizeof *pieces);
}

static void read_whole(read_word *w, const prepared_name *name, size_t first, size_t count)
{
    slice latin[NAME_READINGS_MAX];
    size_t found = look_up(name, first, count, latin);
    for (size_t i = 0; i < found; i++)
        add_choice(w, &(read_piece){.latin = latin[i]}, 1);
}

/* Hangul is folded to its letters, of which only a lead begins a syllable. */
static bool begins_syllable(symbol s)
{
    return s < 0x1113 || s > 0x11FF;
}

/* Cuts a word into at most `most` words of the dictionary that cover it, the first one as long as can be; each by its likeliest reading.
   Returns how many, 0: it cannot be cut so. */
static size_t cut(const prepared_name *name, size_t first, size_t count, size_t most, read_piece *out)
{
    slice latin[NAME_READINGS_MAX];
    for (size_t length = count; length > 0; length--) {
        if (look_up(name, first, length, latin) == 0)
            continue;
        bool last = length == count;
        size_t rest = last || most == 1 ? 0 : cut(name, first + length, count - length, most - 1, out + 1);
        out[0] = (read_piece){.latin = latin[0]};
        if (last || rest)
            return 1 + rest;
    }
    return 0;
}

/* The longest word of the dictionary at one end; the rest is left as it is. */
static void read_end(read_word *w, const prepared_name *name, size_t first, size_t count, bool at_start)
{
    slice latin[NAME_READINGS_MAX];
    for (size_t length = count - 1; length > 0; length--) {
        size_t rest = count - length, found = 0;
        if (!at_start || begins_syllable(name->symbols[first + length]))
            found = look_up(name, at_start ? first : first + rest, length, latin);
        for (size_t i = 0; i < found; i++) {
            read_piece known = {.latin = latin[i]}, other = as_it_is(at_start ? first + length : first, rest);
            add_choice(w, at_start ? (read_piece[]){known, other} : (read_piece[]){other, known}, 2);
        }
        if (found)
            return;
    }
}

static void read_cut(read_word *w, const prepared_name *name, size_t first, size_t count)
{
    read_piece pieces[READ_PIECES_MAX];
    size_t cuts = cut(name, first, count, READ_PIECES_MAX, pieces);
    if (cuts)
        add_choice(w, pieces, cuts);
    read_end(w, name, first, count, true);
    read_end(w, name, first, count, false);
}

void readings_begin(name_readings *r, slice published, const prepared_name *name)
{
    r->published = published;
    memcpy(r->bytes, name->head, name->head->size);
    (void)name_view(r->bytes, sizeof r->bytes, &r->name);
    r->word_count = r->made = r->place = r->rank = 0;
    for (size_t i = 0; name->places && i < name->head->token_count; i++) {
        const name_token *t = &name->tokens[i];
        read_word *w = &r->words[r->word_count];
        if (t->script == SCRIPT_LATIN || !token_is_content(t) || shares_bytes(name, i))
            continue;
        *w = (read_word){.token = (uint8_t)i};
        read_whole(w, name, t->first, t->count);
        if (w->count == 0 && is_written_without_spaces(t->script))
            read_cut(w, name, t->first, t->count);
        r->word_count += w->count > 0;
    }
}

/* ---------------------------------------------------------------- writing */

/* The rank that a word has in the reading at this place; places count through the ranks of the first READ_WORDS_MAX words. */
static size_t rank_at(size_t place, size_t word)
{
    if (word >= READ_WORDS_MAX)
        return 0;
    for (size_t i = 0; i < word; i++)
        place /= RANKS;
    return place % RANKS;
}

/* NULL: as it is. */
static const read_choice *choice_of(const read_word *w, size_t rank)
{
    if (rank == RANK_AS_IS)
        return NULL;
    return &w->choices[rank > RANK_AS_IS ? rank - 1 : rank];
}

/* Whether the ranks at this place add up, are all taken, and leave not every word as it is. */
static bool is_reading(const name_readings *r, size_t place)
{
    size_t sum = 0;
    bool read = false;
    for (size_t i = 0; i < r->word_count; i++) {
        size_t rank = rank_at(place, i);
        if (rank > RANK_AS_IS && rank - 1 >= r->words[i].count)
            return false;
        sum += rank;
        read |= rank != RANK_AS_IS;
    }
    return read && sum == r->rank;
}

static size_t place_count(const name_readings *r)
{
    size_t places = 1;
    for (size_t i = 0; i < r->word_count && i < READ_WORDS_MAX; i++)
        places *= RANKS;
    return places;
}

static void write_choice(const prepared_name *name, const read_choice *c, string *out)
{
    for (size_t i = 0; i < c->count; i++) {
        const read_piece *p = &c->pieces[i];
        if (i)
            text_add_char(out, ' ');
        if (p->latin.len)
            text_add(out, p->latin);
        else
            fold_write(name->symbols + p->first, p->count, out);
    }
}

static void write_reading(name_readings *r)
{
    size_t next = 0;
    string *out = &r->text;
    out->len = 0;
    for (size_t i = 0; i < r->name.head->token_count; i++) {
        const name_place *place = &r->name.places[i];
        if (i && overlap(place, place - 1))
            continue; /* written with the one before */
        const read_choice *c = NULL;
        if (next < r->word_count && r->words[next].token == i) {
            c = choice_of(&r->words[next], rank_at(r->place, next));
            next++;
        }
        if (out->len)
            text_add_char(out, ' ');
        if (c)
            write_choice(&r->name, c, out);
        else
            text_add(out, slice_first(slice_skip(r->published, place->start), (size_t)(place->end - place->start)));
    }
}

/* Finds the next place that is a reading. */
static bool find_next(name_readings *r)
{
    size_t places = place_count(r);
    if (r->word_count == 0)
        return false;
    for (; r->made < READ_NAMES_MAX && r->rank < READ_WORDS_MAX * RANKS; r->rank++, r->place = 0)
        for (; r->place < places; r->place++)
            if (is_reading(r, r->place))
                return true;
    return false;
}

/* Words in letters that are drawn like Latin ones are left in their script beside the Latin words of the dictionary. */
bool readings_next(name_readings *r, name_scratch *scratch, prepared_name *out)
{
    while (find_next(r)) {
        write_reading(r);
        r->place++;
        r->made++;
        if (r->text.failed)
            return false;
        if (name_prepare_as_written(text_slice(&r->text), (name_kind)r->name.head->kind, scratch, out, NULL) != CORDON_OK)
            continue;
        ((name_head *)scratch->bytes)->prior = READ_PRIOR;
        return true;
    }
    return false;
}

void readings_free(name_readings *r)
{
    text_free(&r->text);
}
