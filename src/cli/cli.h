/* The program: options, and a function for each command. It sees nothing of the library but its public header. */
#ifndef CLI_H
#define CLI_H

#include <cordon/cordon.h>
#include <stdbool.h>

enum {
    EXIT_NO_HIT = 0,
    EXIT_HITS = 1,
    EXIT_TROUBLE = 2,
    CLI_LISTS_MAX = 64,
    CLI_WORDS_MAX = 1024,
    CLI_SETTINGS_MAX = 80,
    CLI_FACTS_MAX = 64
};

typedef struct cli_pair {
    const char *name, *value;
} cli_pair;

/* What the command line says. */
typedef struct cli_options {
    const char *command;
    cordon_list lists[CLI_LISTS_MAX];
    size_t list_count;
    cli_pair settings[CLI_SETTINGS_MAX]; /* of the policy */
    size_t setting_count;
    cli_pair facts[CLI_FACTS_MAX]; /* of the party that a person types */
    size_t fact_count;
    const char *words[CLI_WORDS_MAX]; /* arguments that are no options */
    size_t word_count;
    const char *standard_threshold; /* of this command, where it has its own; or NULL */
    const char *snapshot, *output, *from, *format, *to, *mapping, *policy, *input;
    size_t threads;
    bool exhaustive, explain, allow_shrink, skip_bad_records, grade_aliases, json, help, no_colour;
} cli_options;

/* Reads the command line. False: it is wrong, and why was written to standard error. */
bool cli_read_options(int count, char **arguments, cli_options *out);
/* Help of a command, or of the program when command is NULL; false when there is no such command. */
bool cli_write_help(const char *command, FILE *out);

/* Writes "cordon: message" and gives EXIT_TROUBLE. */
int cli_fail(const cordon_error *error);
int cli_fail_with(const char *message, const char *what);

/* The snapshot that is meant: --snapshot, $CORDON_SNAPSHOT, current.snapshot in $XDG_DATA_HOME/cordon (or ~/.local/share/cordon). */
const char *cli_snapshot_path(const cli_options *o, char *buffer, size_t size);
bool cli_open_snapshot(const cli_options *o, cordon_snapshot **out, cordon_error *error);
bool cli_make_policy(const cli_options *o, cordon_policy **out, cordon_error *error);
/* The query that words and facts make, as JSON; to be freed with cordon_text_free. False: no memory. */
bool cli_make_query(const cli_options *o, size_t first_word, cordon_text *out);
/* CORDON_... flags of the options; standard says what is written without --to. False: --to is wrong. */
bool cli_result_flags(const cli_options *o, int standard, int *flags);
/* Progress on standard error, when that is a terminal. */
bool cli_shows_progress(void);

int command_compile(const cli_options *o);
int command_screen(const cli_options *o);
int command_search(const cli_options *o);
int command_compare(const cli_options *o);
int command_explain(const cli_options *o);
int command_show(const cli_options *o);
int command_lists(const cli_options *o);
int command_scan(const cli_options *o);
int command_selftest(const cli_options *o);
int command_verify(const cli_options *o);
int command_version(const cli_options *o);

#endif
