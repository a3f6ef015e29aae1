#include "batch/progress.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/arena.h"

static const double line_seconds = 0.1;
static const double plain_seconds = 5;
static const double slow_rate = 10; /* a second; below it, told by the minute */

struct progress {
    enum progress_style style;
    const char *verb;
    size_t total;
    atomic_size_t done;
    atomic_size_t failed;
    atomic_size_t stride;     /* the clock is read once in so many steps */
    pthread_mutex_t printing; /* guards the two below */
    double started;
    double printed;
};

static double seconds(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

struct progress *progress_start(enum progress_style style, const char *verb,
                                size_t total)
{
    struct progress *progress = memory_alloc(sizeof *progress);

    progress->style = style;
    progress->verb = verb;
    progress->total = total;
    atomic_init(&progress->done, 0);
    atomic_init(&progress->failed, 0);
    atomic_init(&progress->stride, 1);
    pthread_mutex_init(&progress->printing, NULL);
    progress->started = progress->printed = seconds();
    return progress;
}

static void print(struct progress *progress, size_t done, size_t failed,
                  double now)
{
    const double passed = now - progress->started;
    const double rate = passed > 0 ? (double)done / passed : 0;
    const double left = rate > 0 ? (double)(progress->total - done) / rate : 0;
    const int in_place = progress->style == PROGRESS_LINE;
    const int is_slow = rate < slow_rate;

    atomic_store(&progress->stride, is_slow ? 1 : 16);
    fprintf(stderr, "%s%zu of %zu %s, %.0f a %s, %.0f s left",
            in_place ? "\r\033[K" : "", done, progress->total, progress->verb,
            is_slow ? rate * 60 : rate, is_slow ? "minute" : "second", left);
    if (failed)
        fprintf(stderr, ", %zu refused", failed);
    if (!in_place)
        fputc('\n', stderr);
    fflush(stderr);
}

void progress_step(struct progress *progress, int failed)
{
    const size_t done = atomic_fetch_add(&progress->done, 1) + 1;
    const size_t bad =
        atomic_fetch_add(&progress->failed, failed ? 1 : 0) + (failed ? 1 : 0);
    const double pause =
        progress->style == PROGRESS_LINE ? line_seconds : plain_seconds;
    double now;

    if (progress->style == PROGRESS_SILENT ||
        done % atomic_load(&progress->stride) != 0 ||
        pthread_mutex_trylock(&progress->printing) != 0)
        return;
    now = seconds();
    if (now - progress->printed >= pause) {
        progress->printed = now;
        print(progress, done, bad, now);
    }
    pthread_mutex_unlock(&progress->printing);
}

void progress_finish(struct progress *progress)
{
    if (!progress)
        return;
    if (progress->style == PROGRESS_LINE)
        fputs("\r\033[K", stderr);
    pthread_mutex_destroy(&progress->printing);
    free(progress);
}
