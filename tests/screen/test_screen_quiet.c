/* Screening is quiet: once warm, a query takes no memory from the system, gives none back and takes no lock, from the query as it was read
   to its hits. Every allocation of the process is counted, the C library's own (in qsort) too. */
#include "make_snapshot.h"
#include "screen/screen_engine.h"

#include <dlfcn.h>
#include <execinfo.h>
#include <pthread.h>

enum { PARTIES = 3000, WARM = 400, FURTHER = 400, SHOWN = 4, FRAMES = 12 };

/* ---------------------------------------------------------------- counting */

static size_t allocations, frees, locks;
static bool counting, showing;

/* Who did it: `addr2line -e test_screen_quiet -f 0x...` says which line. */
__attribute__((unused)) static void count(size_t *what) /* under thread sanitizer nothing is */
{
    void *frames[FRAMES];
    if (!counting)
        return;
    counting = false;
    if ((*what)++ < SHOWN && showing)
        backtrace_symbols_fd(frames, backtrace(frames, FRAMES), STDERR_FILENO);
    counting = true;
}

#if defined(__SANITIZE_THREAD__)
#define COUNTS 0
#elif defined(__SANITIZE_ADDRESS__)
#define COUNTS 1
int __sanitizer_install_malloc_and_free_hooks(void (*on_malloc)(const volatile void *, size_t), void (*on_free)(const volatile void *));

static void on_malloc(const volatile void *at, size_t size)
{
    (void)at, (void)size;
    count(&allocations);
}

static void on_free(const volatile void *at)
{
    if (at)
        count(&frees);
}
#else
#define COUNTS 1
void *__libc_malloc(size_t size);
void *__libc_calloc(size_t number, size_t size);
void *__libc_realloc(void *old, size_t size);
void *__libc_memalign(size_t alignment, size_t size);
void __libc_free(void *old);

__attribute__((visibility("default"))) void *malloc(size_t size)
{
    count(&allocations);
    return __libc_malloc(size);
}

__attribute__((visibility("default"))) void *calloc(size_t number, size_t size)
{
    count(&allocations);
    return __libc_calloc(number, size);
}

__attribute__((visibility("default"))) void *realloc(void *old, size_t size)
{
    count(&allocations);
    return __libc_realloc(old, size);
}

__attribute__((visibility("default"))) void *aligned_alloc(size_t alignment, size_t size)
{
    count(&allocations);
    return __libc_memalign(alignment, size);
}

__attribute__((visibility("default"))) void free(void *old)
{
    if (old)
        count(&frees);
    __libc_free(old);
}
#endif

#if COUNTS
static int (*real_lock)(pthread_mutex_t *), (*real_read_lock)(pthread_rwlock_t *), (*real_write_lock)(pthread_rwlock_t *);

__attribute__((visibility("default"))) int pthread_mutex_lock(pthread_mutex_t *mutex)
{
    count(&locks);
    return real_lock ? real_lock(mutex) : 0; /* before main there is one thread */
}

__attribute__((visibility("default"))) int pthread_rwlock_rdlock(pthread_rwlock_t *lock)
{
    count(&locks);
    return real_read_lock ? real_read_lock(lock) : 0;
}

__attribute__((visibility("default"))) int pthread_rwlock_wrlock(pthread_rwlock_t *lock)
{
    count(&locks);
    return real_write_lock ? real_write_lock(lock) : 0;
}
#endif

static int set_up(void **state)
{
    void *frames[FRAMES];
    (void)state;
#if COUNTS
    *(void **)&real_lock = dlsym(RTLD_NEXT, "pthread_mutex_lock");
    *(void **)&real_read_lock = dlsym(RTLD_NEXT, "pthread_rwlock_rdlock");
    *(void **)&real_write_lock = dlsym(RTLD_NEXT, "pthread_rwlock_wrlock");
#endif
#if defined(__SANITIZE_ADDRESS__)
    __sanitizer_install_malloc_and_free_hooks(on_malloc, on_free);
#endif
    return backtrace(frames, FRAMES) > 0 ? 0 : -1; /* the first call loads a library */
}

/* ---------------------------------------------------------------- names */

static const char *const given[] = {"Mohammed", "Ali",       "Hasan",  "Ivan",    "Vladimir", "Maria", "Jose",
                                    "Kim",      "Nursultan", "Saddam", "Eduardo", "Иван",     "محمد"};
static const char *const syllables[] = {"ka", "zo", "mir", "tu", "shen", "li", "gor", "va", "dze", "nak", "ost", "bal", "rim", "che", "fu"};
static const char *const forms[] = {"Trading", "LLC", "Shipping Company", "Bank", "General Trading", "Ltd"};

static const char *any_of(const char *const *list, size_t number, unsigned *seed)
{
    return list[(size_t)rand_r(seed) % number];
}

/* A family name of three to four syllables. */
static void make_family(char *out, size_t size, unsigned *seed)
{
    size_t used = 0;
    for (int i = 3 + rand_r(seed) % 2; i; i--)
        used += (size_t)snprintf(out + used, size - used, "%s", any_of(syllables, COUNT_OF(syllables), seed));
}

static party_schema make_name(char *out, size_t size, unsigned *seed)
{
    char family[40], second[40];
    make_family(family, sizeof family, seed);
    make_family(second, sizeof second, seed);
    switch (rand_r(seed) % 3) {
    case 0: snprintf(out, size, "%s %s %s", family, second, any_of(forms, COUNT_OF(forms), seed)); return SCHEMA_COMPANY;
    case 1: snprintf(out, size, "%s %s %s", any_of(given, COUNT_OF(given), seed), family, second); return SCHEMA_PERSON;
    default: snprintf(out, size, "%s %s", any_of(given, COUNT_OF(given), seed), family); return SCHEMA_PERSON;
    }
}

static void make_query(query *q, const made_party *parties, unsigned *seed)
{
    char name[200];
    q->party.schema = make_name(name, sizeof name, seed);
    if (rand_r(seed) % 4 == 0) { /* one that has hits */
        const made_party *p = &parties[(size_t)rand_r(seed) % PARTIES];
        q->party.schema = p->schema;
        snprintf(name, sizeof name, "%s", p->name);
        name[1 + (size_t)rand_r(seed) % (strlen(name) - 1)] = 'e';
    }
    slice text = {arena_take(&q->memory, strlen(name)), strlen(name)};
    assert_non_null(text.ptr);
    memcpy((void *)(uintptr_t)text.ptr, name, text.len);
    party_value *v = party_add(&q->party, FIELD_NAME, QUALITY_PRIMARY, text, SLICE("test"));
    assert_non_null(v);
    if (rand_r(seed) % 3 == 0)
        add_text(&q->party, FIELD_BIRTH_DATE, 0, "1984-01-08");
}

/* ---------------------------------------------------------------- screening */

static char folder[] = "screen-quiet.XXXXXX", path[64];
static made_party parties[PARTIES];
static query queries[WARM + FURTHER];

static snapshot *make_all(unsigned *seed)
{
    static char names[PARTIES][200];
    for (size_t i = 0; i < PARTIES; i++)
        parties[i] =
            (made_party){.schema = make_name(names[i], sizeof *names, seed), .name = names[i], .birth = i % 3 ? NULL : "1984-01-08"};
    snapshot *s = make_snapshot(parties, PARTIES, path);
    for (size_t i = 0; i < WARM + FURTHER; i++)
        make_query(&queries[i], parties, seed);
    return s;
}

static size_t screen(screener *with, const query *of, size_t number)
{
    size_t hits = 0;
    for (size_t i = 0; i < number; i++) {
        const screen_hit *found;
        size_t found_count;
        cordon_status status = screener_run(with, &of[i], &found, &found_count, NULL);
        if (status != CORDON_OK) {
            counting = false;
            fail_msg("query %zu: status %d", i, (int)status);
        }
        hits += found_count;
    }
    return hits;
}

static void expect_quiet(screener *with, const query *of, size_t number)
{
    allocations = frees = locks = 0;
    counting = showing = true;
    size_t hits = screen(with, of, number);
    counting = showing = false;
    print_message("%zu queries, %zu hits: %zu allocations, %zu frees, %zu locks\n", number, hits, allocations, frees, locks);
    assert_true(hits >= number / 5 && hits < 100 * number);
    assert_int_equal(allocations, 0);
    assert_int_equal(frees, 0);
    assert_int_equal(locks, 0);
}

static void with_screener(const char *threshold, size_t first, size_t number)
{
    unsigned seed = 71;
    screen_policy policy = policy_default();
    screener *with;
    cordon_error error;
    if (!COUNTS) {
        print_message("skipped: the thread sanitizer takes the places where locks are counted\n");
        skip();
    }
    snapshot *s = make_all(&seed);
    expect_ok(policy_set(&policy, SLICE("threshold"), slice_of(threshold), &error), &error);
    expect_ok(screener_new(s, &policy, false, &with, &error), &error);
    screen(with, queries, WARM);
    expect_quiet(with, queries + first, number);
    screener_free(with);
    snapshot_close(s);
    for (size_t i = 0; i < WARM + FURTHER; i++)
        query_free(&queries[i]);
    memset(queries, 0, sizeof queries);
}

/* What counts is counted at all. */
static void allocations_are_counted(void **state)
{
    (void)state;
    if (!COUNTS)
        skip();
    allocations = frees = locks = 0;
    pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
    counting = true;
    void *volatile taken = malloc(10);
    free(taken);
    pthread_mutex_lock(&mutex);
    pthread_mutex_unlock(&mutex);
    counting = false;
    assert_int_equal(allocations, 1);
    assert_int_equal(frees, 1);
    assert_int_equal(locks, 1);
}

static void queries_that_come_again_are_quiet(void **state)
{
    (void)state;
    with_screener("0.54", 0, WARM);
}

static void new_queries_are_quiet(void **state)
{
    (void)state;
    with_screener("0.54", WARM, FURTHER);
}

static void new_queries_with_many_hits_are_quiet(void **state)
{
    (void)state;
    with_screener("0.3", WARM, FURTHER);
}

static int make_folder(void **state)
{
    if (!mkdtemp(folder))
        return -1;
    snprintf(path, sizeof path, "%s/s", folder);
    return set_up(state);
}

static int remove_folder(void **state)
{
    (void)state;
    unlink(path);
    return rmdir(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(allocations_are_counted), cmocka_unit_test(queries_that_come_again_are_quiet),
                                       cmocka_unit_test(new_queries_are_quiet), cmocka_unit_test(new_queries_with_many_hits_are_quiet)};
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
