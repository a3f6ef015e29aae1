#include "cli/sandbox.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define SANITIZED 1
#endif
#endif
#ifndef SANITIZED
#define SANITIZED 0
#endif

/** What the child leaves behind. */
struct crash_record {
    size_t next; ///< the current thing
    bool unsaid; ///< standard output took not everything
    size_t tally[SANDBOX_OUTCOMES];
};

/* A library that is refused memory reports it or dies; the machine would
 * suffer. Sanitizers reserve more than any limit. */
static void bound_resources(void)
{
    const rlim_t most = (rlim_t)2 * 1024 * 1024 * 1024;
    const struct rlimit none = {0, 0};
    struct rlimit limit;

    (void)setrlimit(RLIMIT_CORE, &none);
    if (SANITIZED || getrlimit(RLIMIT_DATA, &limit) != 0 ||
        limit.rlim_cur <= most)
        return;
    limit.rlim_cur = most;
    (void)setrlimit(RLIMIT_DATA, &limit);
}

static void finish(struct crash_record *sandbox_record, int outcome)
{
    if (fflush(stdout) != 0)
        sandbox_record->unsaid = true;
    sandbox_record->tally[outcome]++;
    sandbox_record->next++;
}

static void work_on(const struct sandbox *sandbox, size_t count,
                    struct crash_record *sandbox_record)
{
    while (sandbox_record->next < count)
        finish(sandbox_record,
               sandbox->work(sandbox_record->next, sandbox->context));
}

/* @return whether the child went through everything */
static int wait_for(pid_t child)
{
    int state;

    while (waitpid(child, &state, 0) < 0)
        if (errno != EINTR)
            return 0;
    if (WIFSIGNALED(state) &&
        (WTERMSIG(state) == SIGINT || WTERMSIG(state) == SIGTERM ||
         WTERMSIG(state) == SIGPIPE))
        raise(WTERMSIG(state)); /* meant for the run */
    return WIFEXITED(state) && WEXITSTATUS(state) == 0;
}

static void run_children(const struct sandbox *sandbox, size_t count,
                         struct crash_record *sandbox_record)
{
    while (sandbox_record->next < count) {
        const pid_t child = fork();
        if (child == 0) {
            bound_resources();
            work_on(sandbox, count, sandbox_record);
            _exit(0);
        }
        if (child < 0) {
            work_on(sandbox, count, sandbox_record);
            return;
        }
        if (!wait_for(child) && sandbox_record->next < count)
            finish(sandbox_record,
                   sandbox->lost(sandbox_record->next, sandbox->context));
    }
}

bool sandbox_run(const struct sandbox *sandbox, size_t count,
                 size_t tally[static SANDBOX_OUTCOMES])
{
    struct crash_record own = {.next = 0};
    struct crash_record *shared =
        mmap(NULL, sizeof *shared, PROT_READ | PROT_WRITE,
             MAP_SHARED | MAP_ANONYMOUS, -1, 0);

    fflush(NULL);
    if (shared == MAP_FAILED) {
        work_on(sandbox, count, &own);
        memcpy(tally, own.tally, sizeof own.tally);
        return !own.unsaid;
    }
    *shared = own;
    run_children(sandbox, count, shared);
    own = *shared;
    memcpy(tally, own.tally, sizeof own.tally);
    munmap(shared, sizeof *shared);
    return !own.unsaid;
}
