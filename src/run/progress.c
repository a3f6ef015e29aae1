#include "run/progress.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/memory.h"
#include "base/time.h"

static const double line_seconds = 0.1;
static const double plain_seconds = 5;
static const double slow_rate =
    10; /* per second; slower rates are shown per minute */

struct progress {
    enum progress_style style;
    const char *verb;
    size_t total;
    atomic_size_t done;
    atomic_size_t failed;
    atomic_size_t stride;     /* steps between readings of the clock */
    pthread_mutex_t printing; /* guards the three below */
    double started;
    double printed;
    bool is_shown; /* a line is on the terminal */
};

enum { LINE_SIZE = 256, WORDS_SIZE = 40, USUAL_COLUMNS = 80 };

/* The contents of a line. */
struct progress_tally {
    size_t done;
    size_t failed;
    double rate; /* a second */
    double left; /* seconds */
};

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
    progress->started = progress->printed = time_elapsed();
    progress->is_shown = false;
    return progress;
}

/* Columns of the terminal except the last, because a full line wraps. A log has
 * no limit. */
static size_t line_capacity(const struct progress *progress)
{
    struct winsize size;

    if (progress->style == PROGRESS_PLAIN)
        return LINE_SIZE - 1;
    if (ioctl(STDERR_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col < 2)
        return USUAL_COLUMNS - 1;
    return size.ws_col < LINE_SIZE ? size.ws_col - 1U : LINE_SIZE - 1;
}

static void say_time(double left, char words[static WORDS_SIZE])
{
    if (left < 120)
        snprintf(words, WORDS_SIZE, "%.0f s", left);
    else if (left < 120 * 60)
        snprintf(words, WORDS_SIZE, "%.0f min", left / 60);
    else
        snprintf(words, WORDS_SIZE, "%.1f h", left / 3600);
}

/* Prints the longest form that fits. */
static void say(const struct progress *progress,
                const struct progress_tally *progress_tally,
                char line[static LINE_SIZE])
{
    const size_t columns = line_capacity(progress);
    const int is_slow = progress_tally->rate < slow_rate;
    const double rate =
        is_slow ? progress_tally->rate * 60 : progress_tally->rate;
    char left[WORDS_SIZE];
    char refused[WORDS_SIZE] = "";

    say_time(progress_tally->left, left);
    if (progress_tally->failed)
        snprintf(refused, sizeof refused, ", %zu refused",
                 progress_tally->failed);
    snprintf(line, LINE_SIZE, "%zu of %zu %s, %.0f a %s, %s left%s",
             progress_tally->done, progress->total, progress->verb, rate,
             is_slow ? "minute" : "second", left, refused);
    if (strlen(line) > columns)
        snprintf(line, LINE_SIZE, "%zu/%zu, %.0f/%s, %s left%s",
                 progress_tally->done, progress->total, rate,
                 is_slow ? "min" : "s", left, refused);
    if (strlen(line) > columns)
        snprintf(line, LINE_SIZE, "%zu/%zu%s", progress_tally->done,
                 progress->total, refused);
    if (strlen(line) > columns)
        line[columns] = '\0';
}

static void print(struct progress *progress, size_t done, size_t failed,
                  double now)
{
    const double passed = now - progress->started;
    const double rate = passed > 0 ? (double)done / passed : 0;
    const double left = rate > 0 ? (double)(progress->total - done) / rate : 0;
    const struct progress_tally progress_tally = {done, failed, rate, left};
    char line[LINE_SIZE];

    atomic_store(&progress->stride, rate < slow_rate ? 1 : 16);
    say(progress, &progress_tally, line);
    if (progress->style == PROGRESS_LINE)
        fprintf(stderr, "\r\033[K%s", line);
    else
        fprintf(stderr, "%s\n", line);
    fflush(stderr);
    progress->is_shown = progress->style == PROGRESS_LINE;
}

void progress_refused(struct progress *progress, size_t count)
{
    atomic_fetch_add(&progress->failed, count);
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
    now = time_elapsed();
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
    if (progress->is_shown)
        fputs("\r\033[K", stderr);
    pthread_mutex_destroy(&progress->printing);
    free(progress);
}
