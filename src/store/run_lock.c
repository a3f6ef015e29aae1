#include "store/run_lock.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/memory.h"

/* A file that is locked while the run lives. After a killed run, a later run's
 * atomic_file_sweep() removes it. */
#define PREFIX ".lettermill-run-"

/* Characters of the work's hash in the name, and maximum names to try: in
 * containers, all runs have one process number. */
enum { WORK_LENGTH = 16, TRIES = 1000 };

struct run_lock {
    int file;
    char path[PATH_MAX];
};

static bool lock(int file, int how)
{
    int done;

    do
        done = flock(file, how | LOCK_NB);
    while (done != 0 && errno == EINTR);
    return done == 0;
}

static bool is_at(int file, const char *path)
{
    struct stat opened;
    struct stat there;

    return fstat(file, &opened) == 0 && stat(path, &there) == 0 &&
           opened.st_ino == there.st_ino && opened.st_dev == there.st_dev;
}

/* Locks a new file. @return false if another run has removed it before */
static bool take(int file, const char *path)
{
    if (lock(file, LOCK_EX) && is_at(file, path))
        return true;
    unlink(path);
    close(file);
    return false;
}

/* Opens and locks a new file; @p path is set to its name. */
static int open_locked(const char *folder, const char *work,
                       char path[static PATH_MAX])
{
    for (int number = 0; number < TRIES; number++) {
        const int length =
            snprintf(path, PATH_MAX, "%s/" PREFIX "%.*s-%ld-%d", folder,
                     WORK_LENGTH, work, (long)getpid(), number);
        int file;
        if (length < 0 || length >= PATH_MAX)
            return -1;
        file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
        if (file < 0 && errno != EEXIST)
            return -1;
        if (file >= 0 && take(file, path))
            return file;
    }
    return -1;
}

/* Serialises runs that check for locks at the same time. */
static bool is_locked(int folder, const char *name)
{
    const int file = openat(folder, name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    bool locked = false;

    if (file < 0)
        return false;
    if (!lock(file, LOCK_SH))
        locked = errno == EWOULDBLOCK;
    close(file);
    return locked;
}

/* @return true if a run with other work lives */
static bool find_other(const char *folder, const char *work)
{
    DIR *entries = opendir(folder);
    const struct dirent *entry;
    bool found = false;

    while (entries && !found && (entry = readdir(entries)) != NULL)
        found = strncmp(entry->d_name, PREFIX, strlen(PREFIX)) == 0 &&
                strncmp(entry->d_name + strlen(PREFIX), work, WORK_LENGTH) &&
                is_locked(dirfd(entries), entry->d_name);
    if (entries)
        closedir(entries);
    return found;
}

enum status run_lock_acquire(const char *folder, const char *work,
                             struct run_lock **result, struct error *err)
{
    const struct location location = {folder, 0, 0};
    struct run_lock *run_lock = memory_alloc(sizeof *run_lock);

    run_lock->file = open_locked(folder, work, run_lock->path);
    *result = run_lock;
    if (run_lock->file < 0) {
        free(run_lock);
        *result = NULL;
    }
    /* If two runs start together, each sees the other. */
    if (!find_other(folder, work))
        return STATUS_OK;
    run_lock_release(*result);
    *result = NULL;
    return error_set(err, RULE_RUN_OTHER, location, NULL,
                     "another run is at work here, with other inputs, other "
                     "rows (--only) or another edition of the program; run "
                     "again when it has ended");
}

void run_lock_release(struct run_lock *run_lock)
{
    if (!run_lock)
        return;
    unlink(run_lock->path);
    close(run_lock->file);
    free(run_lock);
}
