#include "run/worker_pool.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

#include "run/signals.h"

/* What the threads share. */
struct shift {
    const struct crew *crew;
    crew_work *work;
    void *context;
    atomic_size_t next;
    atomic_int stopped; /* an enum status */
};

struct worker {
    struct shift *shift;
    struct report *report;
    pthread_t thread;
};

static bool is_over(enum status status)
{
    return status != STATUS_OK && status != STATUS_INPUT &&
           status != STATUS_LAYOUT;
}

static void *work_through(void *argument)
{
    struct worker *worker = argument;
    struct shift *shift = worker->shift;
    const struct crew *crew = shift->crew;
    struct hand *hand = hand_new(crew->press);

    while (atomic_load(&shift->stopped) == STATUS_OK) {
        const size_t at = atomic_fetch_add(&shift->next, 1);
        enum status status;
        if (at >= crew->count)
            break;
        arena_reset(hand->arena);
        status = interrupt_seen() ? STATUS_STOPPED
                                  : shift->work(hand, crew->rows[at],
                                                worker->report, shift->context);
        if (is_over(status))
            atomic_store(&shift->stopped, (int)status);
        else if (crew->progress)
            progress_step(crew->progress, status != STATUS_OK);
    }
    hand_free(hand);
    return NULL;
}

enum status crew_run(const struct crew *crew, crew_work *work, void *context,
                     struct report *report)
{
    const size_t jobs = crew->jobs < crew->count ? crew->jobs : crew->count;
    struct shift shift = {.crew = crew, .work = work, .context = context};
    struct worker *workers = memory_alloc((jobs + 1) * sizeof *workers);
    size_t started = 1;

    atomic_init(&shift.next, 0);
    atomic_init(&shift.stopped, STATUS_OK);
    for (size_t i = 0; i <= jobs; i++)
        workers[i] = (struct worker){.shift = &shift};
    /* The first worker is this thread: with none to spare, work goes on. */
    while (started < jobs) {
        workers[started].report = report_new();
        if (pthread_create(&workers[started].thread, NULL, work_through,
                           &workers[started]) != 0)
            break;
        started++;
    }
    workers[0].report = report;
    work_through(&workers[0]);
    for (size_t i = 1; i < started; i++) {
        pthread_join(workers[i].thread, NULL);
        report_join(report, workers[i].report);
    }
    for (size_t i = 1; i <= jobs; i++)
        if (workers[i].report)
            report_free(workers[i].report);
    free(workers);
    return (enum status)atomic_load(&shift.stopped);
}
