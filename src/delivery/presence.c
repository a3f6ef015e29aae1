#include "delivery/presence.h"

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

/* A file that is locked while the run lives; where one was killed, a later run
 * sweeps it up as it does any temporary file (filing_sweep()). */
#define PREFIX ".lettermill-run-"

/* Letters of the work in the name, and tries to get a file that nobody swept
 * up before it was locked. */
enum { WORK_LENGTH = 16, TRIES = 100 };

struct presence {
    int file;
    char path[PATH_MAX];
};

static bool lock(int file, int how)
{
    int done;

    do
        done = flock(file, how);
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

static int open_locked(const char *path)
{
    for (int tries = 0; tries < TRIES; tries++) {
        const int file = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0666);
        if (file < 0)
            return -1;
        if (lock(file, LOCK_EX) && is_at(file, path))
            return file;
        close(file);
    }
    return -1;
}

static bool is_locked(int folder, const char *name)
{
    const int file = openat(folder, name, O_WRONLY | O_CLOEXEC | O_NOFOLLOW);
    bool locked = false;

    if (file < 0)
        return false;
    if (!lock(file, LOCK_EX | LOCK_NB))
        locked = errno == EWOULDBLOCK;
    close(file);
    return locked;
}

/* Whether a run of other work lives. */
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

enum status presence_note(const char *folder, const char *work,
                          struct presence **result, struct error *err)
{
    const struct place place = {folder, 0, 0};
    struct presence *presence = memory_alloc(sizeof *presence);

    snprintf(presence->path, sizeof presence->path, "%s/" PREFIX "%.*s-%ld",
             folder, (int)WORK_LENGTH, work, (long)getpid());
    presence->file = open_locked(presence->path);
    *result = presence;
    if (presence->file < 0) {
        free(presence);
        *result = NULL;
    }
    /* Of two that come at once each sees the other. */
    if (!find_other(folder, work))
        return STATUS_OK;
    presence_end(*result);
    *result = NULL;
    return error_set(err, RULE_RUN_OTHER, place, NULL,
                     "another run is at work here, with other inputs or "
                     "another edition of the program; run again when it has "
                     "ended");
}

void presence_end(struct presence *presence)
{
    if (!presence)
        return;
    unlink(presence->path);
    close(presence->file);
    free(presence);
}
