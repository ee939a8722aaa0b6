/* The commands about snapshots: compile, show, lists, selftest, verify, version. */
#include "cli/cli.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

static int write_text(cordon_text *t, int status)
{
    bool good = t->size == 0 || (fwrite(t->data, 1, t->size, stdout) == t->size && fflush(stdout) == 0);
    int reason = errno;
    cordon_text_free(t);
    return good ? status : cli_fail_with(strerror(reason), "cannot write");
}

static void show_progress(void *context, const char *what)
{
    (void)context;
    fprintf(stderr, "\r\033[K%s ...", what);
}

int command_compile(const cli_options *o)
{
    cordon_error error;
    cordon_text report = {0};
    cordon_list lists[CLI_LISTS_MAX];
    bool progress = cli_shows_progress();
    if (!o->output)
        return cli_fail_with("expected --output FILE (cordon compile --help)", "compile");
    if (o->from && o->list_count)
        return cli_fail_with("expected --from or --list, not both", "compile");
    memcpy(lists, o->lists, sizeof lists);
    for (size_t i = 0; i < o->list_count; i++)
        lists[i].skip_bad_records = o->skip_bad_records;
    cordon_compile_options options = {.lists = lists,
                                      .list_count = o->list_count,
                                      .from = o->from,
                                      .output = o->output,
                                      .allow_shrink = o->allow_shrink,
                                      .grade_aliases = o->grade_aliases,
                                      .progress = progress ? show_progress : NULL};
    cordon_status status = cordon_compile(&options, &report, &error);
    if (progress)
        fputs("\r\033[K", stderr);
    if (status == CORDON_OK)
        return write_text(&report, 0);
    cordon_text_free(&report);
    return cli_fail(&error);
}

/* Opens the snapshot, lets write fill a text from it, prints that. */
static int with_snapshot(const cli_options *o,
                         cordon_status (*write)(const cordon_snapshot *s, const cli_options *o, cordon_text *out, cordon_error *error))
{
    cordon_error error;
    cordon_snapshot *snapshot = NULL;
    cordon_text out = {0};
    if (!cli_open_snapshot(o, &snapshot, &error))
        return cli_fail(&error);
    cordon_status status = write(snapshot, o, &out, &error);
    cordon_snapshot_close(snapshot);
    if (status == CORDON_OK)
        return write_text(&out, 0);
    cordon_text_free(&out);
    return cli_fail(&error);
}

static bool wants_json(const cli_options *o)
{
    return o->json || (o->to && strcmp(o->to, "jsonl") == 0);
}

static cordon_status write_entry(const cordon_snapshot *s, const cli_options *o, cordon_text *out, cordon_error *error)
{
    return cordon_snapshot_show(s, o->words[0], wants_json(o), out, error);
}

int command_show(const cli_options *o)
{
    if (o->word_count != 1)
        return cli_fail_with("expected one entry, list:id (cordon show --help)", "show");
    return with_snapshot(o, write_entry);
}

static cordon_status write_lists(const cordon_snapshot *s, const cli_options *o, cordon_text *out, cordon_error *error)
{
    return cordon_snapshot_describe(s, wants_json(o), out, error);
}

int command_lists(const cli_options *o)
{
    return with_snapshot(o, write_lists);
}

int command_selftest(const cli_options *o)
{
    cordon_error error;
    cordon_snapshot *snapshot = NULL;
    cordon_text report = {0};
    int passed = 0;
    if (!cli_open_snapshot(o, &snapshot, &error))
        return cli_fail(&error);
    cordon_status status = cordon_selftest(snapshot, o->threads, &report, &passed, &error);
    cordon_snapshot_close(snapshot);
    if (status == CORDON_OK)
        return write_text(&report, passed ? 0 : EXIT_TROUBLE);
    cordon_text_free(&report);
    return cli_fail(&error);
}

int command_verify(const cli_options *o)
{
    cordon_error error;
    char buffer[4096];
    if (o->word_count > 1)
        return cli_fail_with("expected one snapshot (cordon verify --help)", "verify");
    const char *path = o->word_count ? o->words[0] : cli_snapshot_path(o, buffer, sizeof buffer);
    if (cordon_snapshot_verify(path, &error) != CORDON_OK)
        return cli_fail(&error);
    printf("%s: whole\n", path);
    return 0;
}

int command_version(const cli_options *o)
{
    (void)o;
    printf("cordon %s, tables %.12s...\n", cordon_version(), cordon_tables());
    return 0;
}
