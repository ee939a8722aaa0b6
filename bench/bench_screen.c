/* Measures screening through the public library: latency of each query on one thread, throughput by threads, opening, memory.

   usage: bench_screen --snapshot FILE --queries FILE [--threshold T] [--limit N] [--repeat N] [--threads 1,2,...]

   Queries are JSON lines; "class" (a string, or missing) is the kind that latencies are told apart by. Prints one JSON object:
     open          seconds to open the snapshot, and megabytes resident after it
     first, warm   passes over all queries with one screener: what it remembers of words is empty in the first, full in the others (the
                   best of --repeat). namesPerSecond is the wall time of the whole pass; latencies in microseconds, in all and by kind
     streams       cordon_screen_stream, JSON lines in and out, for each number of threads, each with a snapshot opened for it; the best
                   of --repeat
     memory        megabytes resident: after opening, after the passes, at most; without the queries, which are counted apart
     copy          gigabytes a second of memcpy in the same run: how fast the machine was while this was measured

   A latency is one call of cordon_screen, JSON in and JSON out. doc/benchmarks.md says what each figure means. */
#include <cordon/cordon.h>

#include <jansson.h>

#include <errno.h>
#include <math.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { THREADS_MAX = 16, COPY_BYTES = 64 << 20, COPY_TIMES = 8 };

typedef struct settings {
    const char *snapshot, *queries, *threshold, *limit;
    size_t repeat, threads[THREADS_MAX], thread_count;
} settings;

typedef struct query {
    const char *text;
    size_t size, kind;
} query;

typedef struct kind {
    char *name;
    size_t count;
} kind;

typedef struct load {
    char *bytes;
    size_t size, count, kind_count;
    query *queries;
    kind *kinds;
} load;

static void die(const char *format, ...) __attribute__((format(printf, 1, 2), noreturn));
static void die(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    fputs("bench_screen: ", stderr);
    vfprintf(stderr, format, arguments);
    fputc('\n', stderr);
    va_end(arguments);
    exit(2);
}

static void need(cordon_status status, const cordon_error *error)
{
    if (status != CORDON_OK)
        die("%s", error->message);
}

static void *room_for(size_t count, size_t size)
{
    void *room = calloc(count ? count : 1, size);
    if (!room)
        die("out of memory");
    return room;
}

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

/* ---------------------------------------------------------------- the machine */

/* A line of /proc/self/status in megabytes: "VmRSS:" is what is resident, "VmHWM:" the most that ever was. */
static double memory_now(const char *field)
{
    char line[256];
    double kilobytes = 0;
    FILE *f = fopen("/proc/self/status", "r");
    while (f && fgets(line, sizeof line, f))
        if (strncmp(line, field, strlen(field)) == 0)
            kilobytes = strtod(line + strlen(field), NULL);
    if (f)
        fclose(f);
    return kilobytes / 1024;
}

/* The peak so far is forgotten, so that what was needed to read the queries does not count; where the system does not allow it, it counts.
 */
static void forget_peak(void)
{
    FILE *f = fopen("/proc/self/clear_refs", "w");
    if (f) {
        fputs("5", f);
        fclose(f);
    }
}

static double copy_speed(void)
{
    char *from = room_for(COPY_BYTES, 1), *to = room_for(COPY_BYTES, 1);
    double best = 0;
    memset(from, 1, COPY_BYTES);
    for (int i = 0; i < COPY_TIMES; i++) {
        double begin = now();
        memcpy(to, from, COPY_BYTES);
        __asm__ volatile("" : : "r"(to) : "memory"); /* the copy is used, as far as the compiler knows */
        double speed = (double)COPY_BYTES / (now() - begin) / 1e9;
        best = speed > best ? speed : best;
    }
    free(from);
    free(to);
    return best;
}

/* ---------------------------------------------------------------- queries */

static void read_file(const char *path, load *l)
{
    FILE *f = fopen(path, "rb");
    if (!f || fseek(f, 0, SEEK_END) != 0)
        die("%s: %s", path, strerror(errno));
    long size = ftell(f);
    if (size < 0)
        die("%s: %s", path, strerror(errno));
    rewind(f);
    l->size = (size_t)size;
    l->bytes = room_for(l->size + 1, 1);
    if (fread(l->bytes, 1, l->size, f) != l->size)
        die("%s: cannot read it", path);
    fclose(f);
}

static size_t kind_of(load *l, const char *text, size_t size, size_t line, const char *path)
{
    json_error_t error;
    json_t *object = json_loadb(text, size, 0, &error);
    if (!json_is_object(object))
        die("%s: line %zu: expected a JSON object: %s", path, line, error.text);
    const char *name = json_string_value(json_object_get(object, "class"));
    size_t i = 0;
    name = name ? name : "none";
    while (i < l->kind_count && strcmp(l->kinds[i].name, name) != 0)
        i++;
    if (i == l->kind_count) {
        l->kinds = realloc(l->kinds, (l->kind_count + 1) * sizeof *l->kinds);
        if (!l->kinds || !(l->kinds[i].name = strdup(name)))
            die("out of memory");
        l->kinds[i].count = 0;
        l->kind_count++;
    }
    l->kinds[i].count++;
    json_decref(object);
    return i;
}

static void read_queries(const char *path, load *l)
{
    size_t room = 0, line = 0;
    read_file(path, l);
    for (char *at = l->bytes, *end = l->bytes + l->size; at < end;) {
        char *stop = memchr(at, '\n', (size_t)(end - at));
        size_t size = (size_t)((stop ? stop : end) - at);
        line++;
        if (size) {
            if (l->count == room) {
                room = room ? 2 * room : 1024;
                l->queries = realloc(l->queries, room * sizeof *l->queries);
                if (!l->queries)
                    die("out of memory");
            }
            l->queries[l->count++] = (query){at, size, kind_of(l, at, size, line, path)};
        }
        at += size + 1;
    }
    if (l->count == 0)
        die("%s: no queries", path);
}

static void free_load(load *l)
{
    for (size_t i = 0; i < l->kind_count; i++)
        free(l->kinds[i].name);
    free(l->kinds);
    free(l->queries);
    free(l->bytes);
}

/* ---------------------------------------------------------------- passes on one thread */

typedef struct pass {
    double wall;         /* seconds */
    double *latency;     /* microseconds, one for each query */
    size_t hits, no_hit; /* hits in all, queries without one */
    size_t bytes;        /* of results */
} pass;

static void run_pass(cordon_screener *screener, const load *l, pass *p)
{
    cordon_text result = {0};
    cordon_error error;
    p->hits = p->no_hit = p->bytes = 0;
    double begin = now(), last = begin;
    for (size_t i = 0; i < l->count; i++) {
        size_t hits = 0;
        result.size = 0; /* the same room for every result, as a server would do */
        need(cordon_screen(screener, l->queries[i].text, l->queries[i].size, 0, &result, &hits, &error), &error);
        double done = now();
        p->latency[i] = (done - last) * 1e6;
        p->hits += hits;
        p->no_hit += hits == 0;
        p->bytes += result.size;
        last = done;
    }
    p->wall = now() - begin;
    cordon_text_free(&result);
}

static int by_size(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* The smallest value that at least this share of all values does not exceed. */
static double percentile(const double *sorted, size_t count, double share)
{
    size_t rank = (size_t)ceil(share * (double)count);
    return sorted[(rank ? rank : 1) - 1];
}

static double rounded(double value, double steps)
{
    return round(value * steps) / steps;
}

/* Latencies of one kind, or of all with which = SIZE_MAX; scratch has room for all. */
static json_t *latencies(const load *l, const pass *p, size_t which, double *scratch)
{
    size_t count = 0;
    double sum = 0;
    for (size_t i = 0; i < l->count; i++)
        if (which == SIZE_MAX || l->queries[i].kind == which) {
            sum += p->latency[i];
            scratch[count++] = p->latency[i];
        }
    qsort(scratch, count, sizeof *scratch, by_size);
    return json_pack("{s:I,s:f,s:f,s:f,s:f,s:f,s:f}", "count", (json_int_t)count, "mean", rounded(sum / (double)count, 100), "p50",
                     rounded(percentile(scratch, count, 0.5), 100), "p90", rounded(percentile(scratch, count, 0.9), 100), "p99",
                     rounded(percentile(scratch, count, 0.99), 100), "p999", rounded(percentile(scratch, count, 0.999), 100), "max",
                     rounded(scratch[count - 1], 100));
}

static json_t *describe_pass(const load *l, const pass *p)
{
    double *scratch = room_for(l->count, sizeof *scratch);
    json_t *kinds = json_object();
    for (size_t k = 0; k < l->kind_count; k++)
        json_object_set_new(kinds, l->kinds[k].name, latencies(l, p, k, scratch));
    json_t *all = latencies(l, p, SIZE_MAX, scratch);
    free(scratch);
    return json_pack("{s:f,s:f,s:I,s:I,s:I,s:o,s:o}", "seconds", rounded(p->wall, 1e6), "namesPerSecond",
                     rounded((double)l->count / p->wall, 1), "hits", (json_int_t)p->hits, "withoutHit", (json_int_t)p->no_hit,
                     "resultBytes", (json_int_t)p->bytes, "microseconds", all, "kinds", kinds);
}

static void run_passes(const settings *s, const load *l, cordon_snapshot *snapshot, cordon_policy *policy, json_t *out)
{
    cordon_screener *screener = NULL;
    cordon_error error;
    pass one = {.latency = room_for(l->count, sizeof(double))}, best = {.latency = room_for(l->count, sizeof(double))};
    need(cordon_screener_new(snapshot, policy, 0, &screener, &error), &error);
    run_pass(screener, l, &one);
    json_object_set_new(out, "first", describe_pass(l, &one));
    for (size_t i = 0; i < s->repeat; i++) {
        run_pass(screener, l, &one);
        if (i == 0 || one.wall < best.wall) {
            pass other = best;
            best = one;
            one = other;
        }
    }
    json_object_set_new(out, "warm", describe_pass(l, &best));
    cordon_screener_free(screener);
    free(one.latency);
    free(best.latency);
}

/* ---------------------------------------------------------------- streams on several threads */

/* A snapshot of its own: what another stream met is kept beside the snapshot that it was opened with. */
static double stream_once(const settings *s, const load *l, const cordon_policy *policy, size_t threads)
{
    cordon_snapshot *snapshot = NULL;
    cordon_stream_options options = {.format = "jsonl", .threads = threads};
    cordon_stream_summary summary;
    cordon_error error;
    FILE *in = fmemopen(l->bytes, l->size, "r"), *out = fopen("/dev/null", "w");
    if (!in || !out)
        die("cannot open a stream in memory: %s", strerror(errno));
    need(cordon_snapshot_open(s->snapshot, &snapshot, &error), &error);
    double begin = now();
    need(cordon_screen_stream(snapshot, policy, &options, in, out, &summary, &error), &error);
    double wall = now() - begin;
    cordon_snapshot_close(snapshot);
    fclose(in);
    fclose(out);
    if (summary.queries != l->count || summary.errors)
        die("%zu of %zu queries were screened by the stream, %zu with errors: %s", summary.queries, l->count, summary.errors,
            summary.first_error);
    return wall;
}

static json_t *run_streams(const settings *s, const load *l, const cordon_policy *policy)
{
    json_t *all = json_array();
    for (size_t i = 0; i < s->thread_count; i++) {
        double best = 0;
        for (size_t k = 0; k < s->repeat; k++) {
            double wall = stream_once(s, l, policy, s->threads[i]);
            best = k == 0 || wall < best ? wall : best;
        }
        json_array_append_new(all, json_pack("{s:I,s:f,s:f}", "threads", (json_int_t)s->threads[i], "seconds", rounded(best, 1e6),
                                             "namesPerSecond", rounded((double)l->count / best, 1)));
    }
    return all;
}

/* ---------------------------------------------------------------- options and the whole */

static size_t number(const char *text, const char *option, char **end)
{
    errno = 0;
    long value = strtol(text, end, 10);
    if (*end == text || errno || value < 1 || value > 4096)
        die("%s: expected a number from 1 to 4096, found \"%s\"", option, text);
    return (size_t)value;
}

static void read_threads(settings *s, const char *text)
{
    char *end;
    s->thread_count = 0;
    do {
        if (s->thread_count == THREADS_MAX)
            die("--threads: more than %d numbers", THREADS_MAX);
        s->threads[s->thread_count++] = number(text, "--threads", &end);
        text = end + 1;
    } while (*end == ',');
    if (*end)
        die("--threads: expected numbers with commas between them, found \"%s\"", end);
}

static void read_settings(settings *s, int argc, char **argv)
{
    char *end;
    *s = (settings){.repeat = 2};
    for (int i = 1; i < argc; i += 2) {
        const char *name = argv[i], *value = i + 1 < argc ? argv[i + 1] : NULL;
        if (!value)
            die("%s: expected a value", name);
        if (strcmp(name, "--snapshot") == 0)
            s->snapshot = value;
        else if (strcmp(name, "--queries") == 0)
            s->queries = value;
        else if (strcmp(name, "--threshold") == 0)
            s->threshold = value;
        else if (strcmp(name, "--limit") == 0)
            s->limit = value;
        else if (strcmp(name, "--repeat") == 0) {
            s->repeat = number(value, name, &end);
            if (*end)
                die("--repeat: expected a number, found \"%s\"", value);
        } else if (strcmp(name, "--threads") == 0)
            read_threads(s, value);
        else
            die("no such option: %s", name);
    }
    if (!s->snapshot || !s->queries)
        die("expected --snapshot FILE --queries FILE [--threshold T] [--limit N] [--repeat N] [--threads 1,2,...]");
}

static cordon_policy *make_policy(const settings *s)
{
    cordon_policy *policy = NULL;
    cordon_error error;
    need(cordon_policy_new(&policy, &error), &error);
    if (s->threshold)
        need(cordon_policy_set(policy, "threshold", s->threshold, &error), &error);
    if (s->limit)
        need(cordon_policy_set(policy, "limit", s->limit, &error), &error);
    return policy;
}

static json_t *measure(const settings *s, load *l)
{
    cordon_snapshot *snapshot = NULL;
    cordon_policy *policy = make_policy(s);
    cordon_error error;
    json_t *out = json_object();
    double queries = memory_now("VmRSS:");
    forget_peak();
    double begin = now();
    need(cordon_snapshot_open(s->snapshot, &snapshot, &error), &error);
    double open = now() - begin, opened = memory_now("VmRSS:");
    json_object_set_new(out, "open", json_pack("{s:f,s:f}", "seconds", rounded(open, 1e6), "residentMB", rounded(opened - queries, 10)));
    run_passes(s, l, snapshot, policy, out);
    double after = memory_now("VmRSS:"), peak = memory_now("VmHWM:");
    json_object_set_new(out, "memory",
                        json_pack("{s:f,s:f,s:f,s:f}", "afterOpenMB", rounded(opened - queries, 10), "afterMB",
                                  rounded(after - queries, 10), "peakMB", rounded(peak - queries, 10), "queriesMB", rounded(queries, 10)));
    json_object_set_new(out, "streams", run_streams(s, l, policy));
    cordon_policy_free(policy);
    cordon_snapshot_close(snapshot);
    return out;
}

int main(int argc, char **argv)
{
    settings s;
    load l = {0};
    read_settings(&s, argc, argv);
    double copy = copy_speed(); /* before anything else is in memory, and again after it: the better one counts */
    read_queries(s.queries, &l);
    json_t *out = measure(&s, &l);
    double again = copy_speed();
    json_object_set_new(out, "copy", json_pack("{s:f}", "gigabytesPerSecond", rounded(copy > again ? copy : again, 100)));
    json_object_set_new(out, "queries", json_integer((json_int_t)l.count));
    json_object_set_new(out, "engine", json_pack("{s:s,s:s}", "version", cordon_version(), "tables", cordon_tables()));
    if (json_dumpf(out, stdout, JSON_INDENT(1) | JSON_REAL_PRECISION(10)) != 0 || putchar('\n') == EOF || fflush(stdout) != 0)
        die("cannot write the figures: %s", strerror(errno));
    json_decref(out);
    free_load(&l);
    return 0;
}
