#include "run/worker_pool.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

#include "base/memory.h"
#include "run/signals.h"
#include "run/worker.h"

/* The state that the threads share. */
struct pool_run {
    const struct worker_pool *worker_pool;
    worker_pool_task *work;
    void *context;
    atomic_size_t next;
    atomic_int stopped; /* an enum status */
};

struct worker_thread {
    struct pool_run *pool_run;
    struct diagnostics *diagnostics;
    pthread_t thread;
};

static bool is_over(enum status status)
{
    return status != STATUS_OK && status != STATUS_INPUT &&
           status != STATUS_LAYOUT;
}

static void *work_through(void *argument)
{
    struct worker_thread *worker_thread = argument;
    struct pool_run *pool_run = worker_thread->pool_run;
    const struct worker_pool *worker_pool = pool_run->worker_pool;
    struct worker *worker = worker_new(worker_pool->engine);

    while (atomic_load(&pool_run->stopped) == STATUS_OK) {
        const size_t at = atomic_fetch_add(&pool_run->next, 1);
        enum status status;
        if (at >= worker_pool->count)
            break;
        arena_reset(worker->arena);
        status =
            signals_interrupted()
                ? STATUS_STOPPED
                : pool_run->work(worker, worker_pool->rows[at],
                                 worker_thread->diagnostics, pool_run->context);
        if (is_over(status))
            atomic_store(&pool_run->stopped, (int)status);
        else if (worker_pool->progress)
            progress_step(worker_pool->progress, status != STATUS_OK);
    }
    worker_free(worker);
    return NULL;
}

enum status worker_pool_run(const struct worker_pool *worker_pool,
                            worker_pool_task *work, void *context,
                            struct diagnostics *diagnostics)
{
    const size_t jobs = worker_pool->jobs < worker_pool->count
                            ? worker_pool->jobs
                            : worker_pool->count;
    struct pool_run pool_run = {
        .worker_pool = worker_pool, .work = work, .context = context};
    struct worker_thread *workers = memory_alloc((jobs + 1) * sizeof *workers);
    size_t started = 1;

    atomic_init(&pool_run.next, 0);
    atomic_init(&pool_run.stopped, STATUS_OK);
    for (size_t i = 0; i <= jobs; i++)
        workers[i] = (struct worker_thread){.pool_run = &pool_run};
    /* This thread is the first worker. */
    while (started < jobs) {
        workers[started].diagnostics = diagnostics_new();
        if (pthread_create(&workers[started].thread, NULL, work_through,
                           &workers[started]) != 0)
            break;
        started++;
    }
    workers[0].diagnostics = diagnostics;
    work_through(&workers[0]);
    for (size_t i = 1; i < started; i++) {
        pthread_join(workers[i].thread, NULL);
        diagnostics_join(diagnostics, workers[i].diagnostics);
    }
    for (size_t i = 1; i <= jobs; i++)
        if (workers[i].diagnostics)
            diagnostics_free(workers[i].diagnostics);
    free(workers);
    return (enum status)atomic_load(&pool_run.stopped);
}
