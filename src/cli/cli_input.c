#include "cli/cli.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

const char *cli_snapshot_path(const cli_options *o, char *buffer, size_t size)
{
    const char *named = o->snapshot ? o->snapshot : getenv("CORDON_SNAPSHOT"), *data = getenv("XDG_DATA_HOME"), *home = getenv("HOME");
    if (named && named[0])
        return named;
    if (data && data[0])
        snprintf(buffer, size, "%s/cordon/current.snapshot", data);
    else
        snprintf(buffer, size, "%s/.local/share/cordon/current.snapshot", home ? home : "");
    return buffer;
}

bool cli_open_snapshot(const cli_options *o, cordon_snapshot **out, cordon_error *error)
{
    char buffer[4096];
    const char *path = cli_snapshot_path(o, buffer, sizeof buffer);
    if (cordon_snapshot_open(path, out, error) == CORDON_OK)
        return true;
    if (error->status == CORDON_BAD_FILE && !o->snapshot && !getenv("CORDON_SNAPSHOT")) {
        size_t used = strlen(error->message);
        snprintf(error->message + used, sizeof error->message - used, "; compile one (cordon compile --help) or name it with --snapshot");
    }
    return false;
}

bool cli_make_policy(const cli_options *o, cordon_policy **out, cordon_error *error)
{
    if (cordon_policy_new(out, error) != CORDON_OK)
        return false;
    bool good = !o->standard_threshold || cordon_policy_set(*out, "threshold", o->standard_threshold, error) == CORDON_OK;
    good = good && (!o->policy || cordon_policy_read(*out, o->policy, error) == CORDON_OK);
    for (size_t i = 0; good && i < o->setting_count; i++)
        good = cordon_policy_set(*out, o->settings[i].name, o->settings[i].value, error) == CORDON_OK;
    if (!good) {
        cordon_policy_free(*out);
        *out = NULL;
    }
    return good;
}

/* ---------------------------------------------------------------- a query in JSON */

static void write_string(FILE *to, const char *s)
{
    fputc('"', to);
    for (; s && *s; s++) {
        if (*s == '"' || *s == '\\')
            fputc('\\', to);
        if ((unsigned char)*s < 0x20)
            fprintf(to, "\\u%04x", (unsigned)*s);
        else
            fputc(*s, to);
    }
    fputc('"', to);
}

/* All values of one property, since no key may stand twice. */
static void write_property(FILE *to, const cli_options *o, size_t first)
{
    const char *name = o->facts[first].name;
    fputc(',', to);
    write_string(to, name);
    fputs(":[", to);
    for (size_t i = first, n = 0; i < o->fact_count; i++)
        if (strcmp(o->facts[i].name, name) == 0) {
            if (n++)
                fputc(',', to);
            write_string(to, o->facts[i].value);
        }
    fputc(']', to);
}

static bool came_before(const cli_options *o, size_t fact)
{
    for (size_t i = 0; i < fact; i++)
        if (strcmp(o->facts[i].name, o->facts[fact].name) == 0)
            return true;
    return false;
}

static const char *schema_of(const cli_options *o)
{
    for (size_t i = 0; i < o->fact_count; i++)
        if (strcmp(o->facts[i].name, "schema") == 0)
            return o->facts[i].value;
    return NULL;
}

bool cli_make_query(const cli_options *o, size_t first_word, cordon_text *out)
{
    FILE *to = open_memstream(&out->data, &out->size);
    if (!to)
        return false;
    fputs("{\"id\":null", to);
    if (schema_of(o)) {
        fputs(",\"schema\":", to);
        write_string(to, schema_of(o));
    }
    fputs(",\"properties\":{\"name\":[", to);
    for (size_t i = first_word; i < o->word_count; i++) {
        if (i > first_word)
            fputc(',', to);
        write_string(to, o->words[i]);
    }
    fputc(']', to);
    for (size_t i = 0; i < o->fact_count; i++)
        if (strcmp(o->facts[i].name, "schema") != 0 && !came_before(o, i))
            write_property(to, o, i);
    fputs("}}", to);
    return fclose(to) == 0;
}

/* ---------------------------------------------------------------- results */

static bool wants_colour(const cli_options *o)
{
    const char *no = getenv("NO_COLOR"), *term = getenv("TERM");
    return !o->no_colour && !(no && no[0]) && !(term && strcmp(term, "dumb") == 0) && isatty(STDOUT_FILENO);
}

bool cli_result_flags(const cli_options *o, int standard, int *flags)
{
    *flags = standard;
    if (o->to && strcmp(o->to, "jsonl") == 0)
        *flags = 0;
    else if (o->to && strcmp(o->to, "csv") == 0)
        *flags = CORDON_CSV;
    else if (o->to && strcmp(o->to, "table") == 0)
        *flags = CORDON_TABLE;
    else if (o->to) {
        cli_fail_with("expected --to jsonl, csv or table", o->to);
        return false;
    }
    if (o->explain)
        *flags |= CORDON_EXPLAIN;
    if (o->exhaustive)
        *flags |= CORDON_EXHAUSTIVE;
    if (wants_colour(o))
        *flags |= CORDON_COLOUR;
    return true;
}

bool cli_shows_progress(void)
{
    return isatty(STDERR_FILENO);
}
