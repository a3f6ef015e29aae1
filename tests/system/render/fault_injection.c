/* Faults for tests of survival, preloaded into the program (LD_PRELOAD): calls
 * that change something on disk are counted, and the one that FAULT names goes
 * wrong.
 *
 *     FAULT=kill:12     before the 12th such call the program is killed
 *     FAULT=full:12     from the 12th on the disk is full
 *     FAULT=abort:NAME  the program crashes before a file whose name holds
 *                       NAME is renamed into place
 *     FAULT=trace:FILE  writes each call and what it is about to FILE, a line a
 *                       call
 *     FAULT=count       says on the last line of standard error how many calls
 *                       there were
 */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static atomic_int calls;

static const char *fault(const char *kind)
{
    const char *word = getenv("FAULT");
    const size_t length = strlen(kind);

    return word && strncmp(word, kind, length) == 0 ? word + length : NULL;
}

static void trace(const char *call, const char *path)
{
    const char *file = fault("trace:");
    FILE *out = file ? fopen(file, "a") : NULL;

    if (!out)
        return;
    fprintf(out, "%s %s\n", call, path);
    fclose(out);
}

static void trace_file(const char *call, int file)
{
    char link[64];
    char path[4096];
    ssize_t length;

    snprintf(link, sizeof link, "/proc/self/fd/%d", file);
    length = readlink(link, path, sizeof path - 1);
    path[length < 0 ? 0 : length] = '\0';
    trace(call, path);
}

/* Counts a call. @return whether it has to fail for want of room */
static int meet_fault(int takes_room)
{
    const int number = atomic_fetch_add(&calls, 1) + 1;
    const char *kill_at = fault("kill:");
    const char *full_from = fault("full:");

    if (kill_at && number >= (int)strtol(kill_at, NULL, 10))
        raise(SIGKILL);
    if (!takes_room || !full_from || number < (int)strtol(full_from, NULL, 10))
        return 0;
    errno = ENOSPC;
    return 1;
}

__attribute__((destructor)) static void say_count(void)
{
    if (fault("count"))
        fprintf(stderr, "%d\n", atomic_load(&calls));
}

static void *next(const char *name)
{
    return dlsym(RTLD_NEXT, name);
}

int open(const char *path, int flags, ...)
{
    int (*call)(const char *, int, ...) = next("open");
    va_list args;
    mode_t mode = 0;

    if (!(flags & O_CREAT))
        return call(path, flags);
    va_start(args, flags);
    mode = va_arg(args, mode_t);
    va_end(args);
    return meet_fault(1) ? -1 : call(path, flags, mode);
}

ssize_t write(int file, const void *bytes, size_t size)
{
    ssize_t (*call)(int, const void *, size_t) = next("write");

    if (file <= STDERR_FILENO)
        return call(file, bytes, size);
    if (!meet_fault(1))
        return call(file, bytes, size);
    return size > 1 ? call(file, bytes, size / 2) : -1; /* what fits */
}

ssize_t pwrite(int file, const void *bytes, size_t size, off_t offset)
{
    ssize_t (*call)(int, const void *, size_t, off_t) = next("pwrite");

    if (!meet_fault(1))
        return call(file, bytes, size, offset);
    return size > 1 ? call(file, bytes, size / 2, offset) : -1;
}

int rename(const char *from, const char *to)
{
    int (*call)(const char *, const char *) = next("rename");
    const char *name = fault("abort:");

    if (name && strstr(to, name))
        abort();
    trace("rename", to);
    return meet_fault(0) ? -1 : call(from, to);
}

int unlink(const char *path)
{
    int (*call)(const char *) = next("unlink");

    trace("unlink", path);
    return meet_fault(0) ? -1 : call(path);
}

int mkdir(const char *path, mode_t mode)
{
    int (*call)(const char *, mode_t) = next("mkdir");

    return meet_fault(1) ? -1 : call(path, mode);
}

int fsync(int file)
{
    int (*call)(int) = next("fsync");

    trace_file("fsync", file);
    return meet_fault(0) ? -1 : call(file);
}

int syncfs(int file)
{
    int (*call)(int) = next("syncfs");

    trace_file("syncfs", file);
    return meet_fault(0) ? -1 : call(file);
}
