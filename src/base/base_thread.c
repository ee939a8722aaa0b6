#include "base/base_thread.h"

#include <pthread.h>
#include <sched.h>

typedef struct thread_job {
    void (*work)(void *context, size_t worker);
    void *context;
    size_t worker;
    pthread_t thread;
    bool started;
} thread_job;

static void *run_job(void *argument)
{
    thread_job *job = argument;
    job->work(job->context, job->worker);
    return NULL;
}

void thread_run(size_t count, void (*work)(void *context, size_t worker), void *context)
{
    thread_job jobs[THREADS_MAX];
    if (count > THREADS_MAX)
        count = THREADS_MAX;
    for (size_t i = 1; i < count; i++) {
        jobs[i] = (thread_job){.work = work, .context = context, .worker = i};
        jobs[i].started = pthread_create(&jobs[i].thread, NULL, run_job, &jobs[i]) == 0;
    }
    work(context, 0);
    for (size_t i = 1; i < count; i++)
        if (jobs[i].started)
            pthread_join(jobs[i].thread, NULL);
        else
            work(context, i);
}

size_t thread_processors(void)
{
    cpu_set_t set;
    if (sched_getaffinity(0, sizeof set, &set) != 0)
        return 1;
    int count = CPU_COUNT(&set);
    return count > 0 ? (size_t)count : 1;
}
