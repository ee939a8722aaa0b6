#include "cli/cli.h"

#include <string.h>

static const struct {
    const char *name;
    int (*run)(const cli_options *o);
} commands[] = {{"compile", command_compile},   {"screen", command_screen}, {"search", command_search},  {"compare", command_compare},
                {"explain", command_explain},   {"show", command_show},     {"lists", command_lists},    {"scan", command_scan},
                {"selftest", command_selftest}, {"verify", command_verify}, {"version", command_version}};

int main(int count, char **arguments)
{
    static cli_options options;
    if (count < 2) {
        (void)cli_write_help(NULL, stderr);
        return EXIT_TROUBLE;
    }
    if (!cli_read_options(count, arguments, &options))
        return EXIT_TROUBLE;
    if (options.help)
        return cli_write_help(options.command, stdout) ? 0 : EXIT_TROUBLE;
    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++)
        if (strcmp(options.command, commands[i].name) == 0)
            return commands[i].run(&options);
    return cli_fail_with("no such command (cordon --help shows them)", options.command);
}
