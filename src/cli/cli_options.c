#include "cli/cli.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* ---------------------------------------------------------------- help */

static const char general_help[] =
    "cordon: screening against sanctions lists\n"
    "\n"
    "usage: cordon COMMAND [OPTIONS]        cordon COMMAND --help tells all of a command\n"
    "\n"
    "  search    one party, typed by a person          cordon search \"Kim Jong Un\" --birth-date 1984\n"
    "  screen    many parties, CSV or JSON lines       cordon screen < customers.csv > results.jsonl\n"
    "  scan      listed names in running text          cordon scan article.txt\n"
    "  explain   a party against one entry, in full    cordon explain us_ofac_sdn:20157 \"Kim Jong-oun\"\n"
    "  show      all that is known of an entry         cordon show us_ofac_sdn:20157\n"
    "  compare   pairs of names or entities            cordon compare < pairs.jsonl\n"
    "  compile   official lists into a snapshot        cordon compile --list us_ofac_sdn=FOLDER --output FILE\n"
    "  lists     what a snapshot holds\n"
    "  selftest  does every listed name find itself?\n"
    "  verify    is a snapshot whole?\n"
    "  version\n"
    "\n"
    "The snapshot is the one of --snapshot FILE, else $CORDON_SNAPSHOT, else current.snapshot in $XDG_DATA_HOME/cordon.\n"
    "Exit status of search, screen and scan: 0 no hit, 1 hits found, 2 something could not be read or run; of the others 0 or 2.\n";

#define POLICY_HELP                                                                                                                        \
    "  --threshold T        report hits from this score on, 0 to 1 (default 0.54)\n"                                                       \
    "  --strong T           from this score on the verdict is strong (default 0.65)\n"                                                     \
    "  --limit N            hits of a query, best first; 0: all (default 10)\n"                                                            \
    "  --only CODE          only this list of the snapshot; may be given several times\n"                                                  \
    "  --weak-aliases MODE  off, exact or corroborated (default): when a weak alias alone makes an alert\n"                                \
    "  --birth-date-conflicts MODE  weighs (default) or ignored\n"                                                                         \
    "  --policy FILE        settings from a file, \"name = value\" a line (doc/policy.md)\n"                                               \
    "  --snapshot FILE      the compiled lists\n"                                                                                          \
    "  --exhaustive         score every listed name, without the index: the same answers, slowly\n"

#define FACTS_HELP                                                                                                                         \
    "  --schema S           Person, Company, Organization, Vessel, Airplane ...\n"                                                         \
    "  --birth-date D       1984, 1984-01, 1984-01-08\n"                                                                                   \
    "  --country C          name or code; may be given several times, like --nationality\n"                                                \
    "  --birth-place P      town, province\n"                                                                                              \
    "  --address A          street, town; may be given several times\n"                                                                    \
    "  --gender G           male or female\n"                                                                                              \
    "  --passport N, --id-number N, --tax-number N, --imo N, --lei N, --bic N, --wallet ADDRESS,\n"                                        \
    "  --mmsi N, --alias NAME, --nationality C\n"

static const struct {
    const char *command, *text;
} helps[] = {
    {"compile", "usage: cordon compile --list CODE=PATH [--list CODE=PATH ...] --output FILE\n"
                "       cordon compile --from SNAPSHOT --output FILE\n\n"
                "Compiles lists into a snapshot and prints what each one gave. FILE is replaced at once or not at all.\n\n"
                "  --list CODE=PATH     us_ofac_sdn, us_ofac_cons: folder of OFAC's CSV files; un_sc_sanctions: the UN's XML file;\n"
                "                       any other code: FollowTheMoney entities, one JSON object a line\n"
                "  --output FILE        the snapshot\n"
                "  --from SNAPSHOT      prepare the parties of an older snapshot again, for this version\n"
                "  --allow-shrink       also when a list lost more than a tenth of its entries against FILE\n"
                "  --skip-bad-records   leave out records of custom lists that cannot be read, and count them\n"
                "  --grade-aliases      mark aliases of custom lists as weak that are short, have numbers, or are common words, places,\n"
                "                       or one word after a common prefix (doc/policy.md), and count them\n"},
    {"screen",
     "usage: cordon screen [OPTIONS] < queries > results\n\n"
     "Screens many parties. Input: JSON lines {\"id\":\"q1\",\"schema\":\"Person\",\"properties\":{\"name\":[\"...\"]}} or CSV with a "
     "header\n"
     "(name, first name, last name, dob, country, passport, imo, id ...). A bad query gets an error in its place; the rest is screened.\n\n"
     "  --input FILE         instead of standard input\n"
     "  --format F           jsonl or csv; found out when not given\n"
     "  --map P=C[,P=C...]   CSV: property P is column C, for example --map name=Kunde,birthDate=geb\n"
     "  --to F               jsonl (default), csv or table\n"
     "  --explain            with every token and fact of every hit\n"
     "  --threads N          0: one for each processor (default)\n" POLICY_HELP},
    {"search", "usage: cordon search NAME... [OPTIONS]\n\nScreens one party and prints a table. Several NAMEs in quotes are several names "
               "of one party.\n\n" FACTS_HELP
               "  --explain            with every token and fact\n  --to F               table (default), jsonl or csv\n" POLICY_HELP},
    {"compare", "usage: cordon compare < pairs > scores\n\n"
                "Each line {\"schema\":\"Person\",\"a\":\"..\",\"b\":\"..\"} gives {\"score\":0.97}: a is the query, b the listed side. "
                "Both may be whole entities:\n"
                "{\"a\":{\"schema\":\"Person\",\"properties\":{..}},\"b\":{..}}\n"},
    {"explain", "usage: cordon explain ENTRY NAME... [OPTIONS]\n\nHow a party met one entry (list:id), whatever the score: every token and "
                "fact with its weight.\n\n" FACTS_HELP "  --to F               table (default) or jsonl\n  --snapshot FILE\n"},
    {"show", "usage: cordon show ENTRY [--json] [--snapshot FILE]\n\nAll that is known of an entry (list:id), every value with the place "
             "it comes from.\n"},
    {"lists", "usage: cordon lists [--json] [--snapshot FILE]\n\nThe lists of a snapshot with versions and digests.\n"},
    {"scan", "usage: cordon scan [OPTIONS] [FILE...]\n\nListed names that stand in texts (UTF-8; - or no FILE: standard input), with their "
             "places in bytes.\n\n"
             "  --to F               table (default) or jsonl\n  --explain\n" POLICY_HELP "  (the default threshold of scan is 0.65)\n"},
    {"selftest", "usage: cordon selftest [--threads N] [--snapshot FILE]\n\n"
                 "Screens every listed name, and a sample of manipulated ones, against the snapshot: a report to show a supervisor.\n"
                 "Exit status 0: every listed name finds itself at 1.0; 2: not.\n"},
    {"verify", "usage: cordon verify [FILE]\n\n"
               "Reads all of the snapshot, of any size, and checks every checksum and reference. Other commands check a snapshot of more\n"
               "than 128 MB only where they read it.\n"},
    {"version", "usage: cordon version\n"}};

bool cli_write_help(const char *command, FILE *out)
{
    if (!command) {
        fputs(general_help, out);
        return true;
    }
    for (size_t i = 0; i < sizeof helps / sizeof *helps; i++)
        if (strcmp(helps[i].command, command) == 0) {
            fputs(helps[i].text, out);
            return true;
        }
    cli_fail_with("no such command (cordon --help shows them)", command);
    return false;
}

int cli_fail(const cordon_error *error)
{
    fprintf(stderr, "cordon: %s\n", error->message);
    return EXIT_TROUBLE;
}

int cli_fail_with(const char *message, const char *what)
{
    fprintf(stderr, "cordon: %s: %s\n", what, message);
    return EXIT_TROUBLE;
}

/* ---------------------------------------------------------------- options */

/* Options that only set a text. */
static const char **text_option(cli_options *o, const char *name)
{
    const struct {
        const char *name;
        const char **to;
    } texts[] = {{"--snapshot", &o->snapshot}, {"--output", &o->output}, {"--from", &o->from},  {"--format", &o->format}, {"--to", &o->to},
                 {"--map", &o->mapping},       {"--policy", &o->policy}, {"--input", &o->input}};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        if (strcmp(texts[i].name, name) == 0)
            return texts[i].to;
    return NULL;
}

static bool *switch_option(cli_options *o, const char *name)
{
    const struct {
        const char *name;
        bool *to;
    } switches[] = {{"--exhaustive", &o->exhaustive},
                    {"--explain", &o->explain},
                    {"--allow-shrink", &o->allow_shrink},
                    {"--json", &o->json},
                    {"--skip-bad-records", &o->skip_bad_records},
                    {"--grade-aliases", &o->grade_aliases},
                    {"--help", &o->help},
                    {"-h", &o->help},
                    {"--no-colour", &o->no_colour},
                    {"--no-color", &o->no_colour}};
    for (size_t i = 0; i < sizeof switches / sizeof *switches; i++)
        if (strcmp(switches[i].name, name) == 0)
            return switches[i].to;
    return NULL;
}

static const char *find_name(const cli_pair *pairs, size_t count, const char *option)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(pairs[i].name, option) == 0)
            return pairs[i].value;
    return NULL;
}

static const cli_pair policy_options[] = {{"--threshold", "threshold"},
                                          {"--strong", "strong"},
                                          {"--limit", "limit"},
                                          {"--only", "list"},
                                          {"--weak-aliases", "weak-aliases"},
                                          {"--birth-date-conflicts", "birth-date"}};
static const cli_pair fact_options[] = {{"--schema", "schema"},
                                        {"--birth-date", "birthDate"},
                                        {"--dob", "birthDate"},
                                        {"--country", "country"},
                                        {"--nationality", "nationality"},
                                        {"--birth-place", "birthPlace"},
                                        {"--address", "address"},
                                        {"--gender", "gender"},
                                        {"--passport", "passportNumber"},
                                        {"--id-number", "idNumber"},
                                        {"--tax-number", "taxNumber"},
                                        {"--imo", "imoNumber"},
                                        {"--mmsi", "mmsi"},
                                        {"--lei", "leiCode"},
                                        {"--bic", "swiftBic"},
                                        {"--wallet", "publicKey"},
                                        {"--alias", "alias"}};

static bool add_pair(cli_pair *pairs, size_t *count, size_t most, const char *name, const char *value, const char *option)
{
    if (*count == most) {
        cli_fail_with("given too often", option);
        return false;
    }
    pairs[(*count)++] = (cli_pair){name, value};
    return true;
}

static bool add_list(cli_options *o, char *value)
{
    char *equals = strchr(value, '=');
    if (!equals || equals == value || !equals[1]) {
        cli_fail_with("expected --list CODE=PATH", value);
        return false;
    }
    if (o->list_count == CLI_LISTS_MAX) {
        cli_fail_with("too many lists", value);
        return false;
    }
    *equals = '\0';
    o->lists[o->list_count++] = (cordon_list){value, equals + 1, 0};
    return true;
}

static bool set_threads(cli_options *o, const char *value)
{
    char *end;
    errno = 0;
    unsigned long n = strtoul(value, &end, 10);
    if (errno || *end || end == value || n > 256 || value[0] == '-') {
        cli_fail_with("expected --threads with a number from 0 to 256", value);
        return false;
    }
    o->threads = n;
    return true;
}

static bool set_value(cli_options *o, const char *option, char *value)
{
    const char **text = text_option(o, option), *name;
    if (text) {
        *text = value;
        return true;
    }
    if (strcmp(option, "--list") == 0)
        return add_list(o, value);
    if (strcmp(option, "--threads") == 0)
        return set_threads(o, value);
    if ((name = find_name(policy_options, sizeof policy_options / sizeof *policy_options, option)))
        return add_pair(o->settings, &o->setting_count, CLI_SETTINGS_MAX, name, value, option);
    if ((name = find_name(fact_options, sizeof fact_options / sizeof *fact_options, option)))
        return add_pair(o->facts, &o->fact_count, CLI_FACTS_MAX, name, value, option);
    cli_fail_with("no such option (cordon --help shows them)", option);
    return false;
}

/* "--name value" and "--name=value" are the same. */
static bool read_option(cli_options *o, int count, char **arguments, int *i)
{
    char *option = arguments[*i], *equals = strchr(option, '=');
    bool *flag = switch_option(o, option);
    if (flag) {
        *flag = true;
        return true;
    }
    if (equals) {
        *equals = '\0';
        return set_value(o, option, equals + 1);
    }
    if (*i + 1 == count) {
        cli_fail_with("expected a value after it", option);
        return false;
    }
    return set_value(o, option, arguments[++*i]);
}

bool cli_read_options(int count, char **arguments, cli_options *o)
{
    bool only_words = false;
    *o = (cli_options){0};
    for (int i = 1; i < count; i++) {
        char *a = arguments[i];
        bool option = !only_words && a[0] == '-' && a[1];
        if (option && strcmp(a, "--") == 0)
            only_words = true;
        else if (option && strcmp(a, "--version") == 0)
            o->command = "version";
        else if (option && !read_option(o, count, arguments, &i))
            return false;
        else if (!option && !o->command)
            o->command = a;
        else if (!option && o->word_count < CLI_WORDS_MAX)
            o->words[o->word_count++] = a;
        else if (!option) {
            cli_fail_with("too many arguments", a);
            return false;
        }
    }
    if (!o->command && !o->help) {
        cli_fail_with("expected a command (cordon --help shows them)", arguments[1]);
        return false;
    }
    return true;
}
