#include "cli/sandbox.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
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

/** Memory shared with the child. */
struct crash_record {
    size_t next; ///< the current item
    bool unsaid; ///< standard output could not be written
    size_t tally[SANDBOX_OUTCOMES];
};

/* Limits memory, so that a library fails instead of exhausting the machine.
 * Sanitizers reserve more than any limit. */
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

/* Makes the kernel end the child with SIGXCPU after further seconds of
 * processor time; the limit counts the whole process's time. */
static void bound_time(const struct sandbox *sandbox)
{
    struct rusage used;
    struct rlimit limit;
    rlim_t wanted;

    if (!sandbox->seconds || getrusage(RUSAGE_SELF, &used) != 0 ||
        getrlimit(RLIMIT_CPU, &limit) != 0)
        return;
    wanted = (rlim_t)(used.ru_utime.tv_sec + used.ru_stime.tv_sec) + 1 +
             sandbox->seconds;
    if (limit.rlim_max == RLIM_INFINITY || wanted < limit.rlim_max)
        limit.rlim_cur = wanted;
    (void)setrlimit(RLIMIT_CPU, &limit);
}

/* Ends the child with its parent, which may have died before this call. */
static void die_with(pid_t parent)
{
    (void)signal(SIGXCPU, SIG_DFL);
    (void)prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent)
        _exit(1);
}

static void work_in_child(const struct sandbox *sandbox, size_t count,
                          struct crash_record *sandbox_record)
{
    bound_resources();
    while (sandbox_record->next < count) {
        bound_time(sandbox);
        finish(sandbox_record,
               sandbox->work(sandbox_record->next, sandbox->context));
    }
}

/* @return the end of the child; SANDBOX_DONE: it processed every item */
static enum sandbox_end wait_for(pid_t child)
{
    int state;

    while (waitpid(child, &state, 0) < 0)
        if (errno != EINTR)
            return SANDBOX_DIED;
    if (WIFSIGNALED(state) &&
        (WTERMSIG(state) == SIGINT || WTERMSIG(state) == SIGTERM ||
         WTERMSIG(state) == SIGPIPE))
        raise(WTERMSIG(state)); /* sent to the whole run */
    if (WIFSIGNALED(state) && WTERMSIG(state) == SIGXCPU)
        return SANDBOX_SPENT;
    return WIFEXITED(state) && WEXITSTATUS(state) == 0 ? SANDBOX_DONE
                                                       : SANDBOX_DIED;
}

static void run_children(const struct sandbox *sandbox, size_t count,
                         struct crash_record *sandbox_record)
{
    const pid_t parent = getpid();

    while (sandbox_record->next < count) {
        const pid_t child = fork();
        enum sandbox_end end;
        if (child == 0) {
            die_with(parent);
            work_in_child(sandbox, count, sandbox_record);
            _exit(0);
        }
        if (child < 0) {
            work_on(sandbox, count, sandbox_record);
            return;
        }
        end = wait_for(child);
        if (end != SANDBOX_DONE && sandbox_record->next < count)
            finish(sandbox_record,
                   sandbox->lost(sandbox_record->next, end, sandbox->context));
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
