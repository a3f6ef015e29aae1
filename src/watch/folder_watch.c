#include "watch/folder_watch.h"

#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/memory.h"
#include "base/time.h"

/* Maximum depth of folders; a campaign has two. */
enum { DEPTH_LIMIT = 8 };

/* Milliseconds without a change that end a series of changes, and a series'
 * maximum duration. */
enum { QUIET = 12, SERIES = 60 };

/* The events that count as changes: not reads, owners or times. */
static const uint32_t changes = IN_CLOSE_WRITE | IN_MODIFY | IN_CREATE |
                                IN_DELETE | IN_MOVED_FROM | IN_MOVED_TO |
                                IN_DELETE_SELF | IN_MOVE_SELF | IN_ONLYDIR;

struct folder_watch {
    int descriptor;
};

enum status folder_watch_open(struct folder_watch **watch, struct error *err)
{
    const int descriptor = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);

    if (descriptor < 0)
        return error_set_errno(err, RULE_FILE_UNREADABLE, NULL,
                               "watch for changes");
    *watch = memory_alloc(sizeof **watch);
    (*watch)->descriptor = descriptor;
    return STATUS_OK;
}

void folder_watch_close(struct folder_watch *watch)
{
    if (!watch)
        return;
    close(watch->descriptor);
    free(watch);
}

/* The path is in the message, because it does not outlive the error. */
static enum status add_one(struct folder_watch *watch, const char *folder,
                           struct error *err)
{
    if (inotify_add_watch(watch->descriptor, folder, changes) >= 0)
        return STATUS_OK;
    if (errno == ENOSPC)
        return error_set(err, RULE_FILE_FULL, NO_LOCATION, NULL,
                         "%s cannot be watched: the system's watches are used "
                         "up (fs.inotify.max_user_watches)",
                         folder);
    return error_set(err, RULE_FILE_MISSING, NO_LOCATION, NULL,
                     "%s cannot be watched: %s", folder, strerror(errno));
}

/* Like add_one(), but a folder that was just removed is no error. */
static enum status add_if_there(struct folder_watch *watch, const char *folder,
                                struct error *err)
{
    struct error fault = {.code = ""};

    if (add_one(watch, folder, &fault) == STATUS_OK ||
        fault.rule == RULE_FILE_MISSING)
        return STATUS_OK;
    *err = fault;
    return STATUS_AGAIN;
}

/* Watches the folder of a link's target. */
static enum status add_target(struct folder_watch *watch, const char *link,
                              struct error *err)
{
    char target[PATH_MAX];

    if (!realpath(link, target))
        return STATUS_OK;
    *strrchr(target, '/') = '\0';
    return add_if_there(watch, *target ? target : "/", err);
}

static enum status add_entries(struct folder_watch *watch, const char *folder,
                               int depth, struct error *err)
{
    enum status status = STATUS_OK;
    DIR *entries = opendir(folder);
    const struct dirent *entry;

    while (entries && status == STATUS_OK && (entry = readdir(entries))) {
        char path[PATH_MAX];
        struct stat facts;
        if (entry->d_name[0] == '.' ||
            snprintf(path, sizeof path, "%s/%s", folder, entry->d_name) >=
                (int)sizeof path ||
            lstat(path, &facts) != 0)
            continue;
        if (S_ISLNK(facts.st_mode)) {
            status = add_target(watch, path, err);
        } else if (depth && S_ISDIR(facts.st_mode)) {
            status = add_if_there(watch, path, err);
            if (status == STATUS_OK)
                status = add_entries(watch, path, depth - 1, err);
        }
    }
    if (entries)
        closedir(entries);
    return status;
}

enum status folder_watch_add(struct folder_watch *watch, const char *folder,
                             bool deep, struct error *err)
{
    const enum status status = add_one(watch, folder, err);

    return status == STATUS_OK
               ? add_entries(watch, folder, deep ? DEPTH_LIMIT : 0, err)
               : status;
}

int folder_watch_descriptor(const struct folder_watch *watch)
{
    return watch->descriptor;
}

/* Reads all events; their files' names are ignored. */
static bool drain(const struct folder_watch *watch)
{
    char events[16 * 1024];
    bool any = false;

    while (read(watch->descriptor, events, sizeof events) > 0)
        any = true;
    return any;
}

bool folder_watch_settle(struct folder_watch *watch)
{
    const double begin = time_elapsed();
    struct pollfd more = {.fd = watch->descriptor, .events = POLLIN};
    const bool any = drain(watch);

    while (any && (time_elapsed() - begin) * 1000 < SERIES &&
           poll(&more, 1, QUIET) > 0)
        drain(watch);
    return any;
}
