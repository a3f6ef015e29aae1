#ifndef WATCH_FOLDER_WATCH_H
#define WATCH_FOLDER_WATCH_H

#include <stdbool.h>

#include "base/error.h"

/**
 * Notices that a file in some folders changed: written, made, removed, renamed,
 * whichever way an editor saves. Folders are watched, not files, because many
 * editors put a new file in the place of the old one.
 *
 * @source inotify(7)
 */
struct folder_watch;

/**
 * @param watch  [out] watches nothing yet
 * @owner  the caller, who frees it with folder_watch_close()
 * @errors RULE_FILE_UNREADABLE, RULE_FILE_FULL: the system has no more watches
 */
enum status folder_watch_open(struct folder_watch **watch,
                              struct error *err) MUST_CHECK;

/** NULL is allowed. */
void folder_watch_close(struct folder_watch *watch);

/**
 * Watches a folder, and the folders that links in it lead to. One that is
 * watched already stays so, therefore all may be added again after a change.
 *
 * @param watch   the watch
 * @param folder  its path
 * @param deep    true: the folders in it, too, but not those whose name begins
 *                with a full stop
 * @errors RULE_FILE_MISSING: there is no such folder now; RULE_FILE_FULL
 */
enum status folder_watch_add(struct folder_watch *watch, const char *folder,
                             bool deep, struct error *err) MUST_CHECK;

/** @return a descriptor that poll() finds readable after a change */
int folder_watch_descriptor(const struct folder_watch *watch);

/**
 * Waits until the changes that have begun come to an end: an editor saves in
 * several steps, a checkout writes many files. Returns after 60 ms at the
 * latest; what changes later makes the descriptor readable again.
 *
 * @return true if something changed since the last call
 */
bool folder_watch_settle(struct folder_watch *watch);

#endif
