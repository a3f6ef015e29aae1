#ifndef WATCH_FOLDER_WATCH_H
#define WATCH_FOLDER_WATCH_H

#include <stdbool.h>

#include "base/error.h"

/**
 * Detects changes of files in folders: written, made, removed, renamed.
 * Folders are watched, not files, because many editors save by replacing the
 * file.
 *
 * @source inotify(7)
 */
struct folder_watch;

/**
 * @param watch  [out] without folders
 * @owner  the caller, who frees it with folder_watch_close()
 * @errors RULE_FILE_UNREADABLE, RULE_FILE_FULL: the system has no more watches
 */
enum status folder_watch_open(struct folder_watch **watch,
                              struct error *err) MUST_CHECK;

/** NULL is allowed. */
void folder_watch_close(struct folder_watch *watch);

/**
 * Watches a folder and the folders of its links' targets. A folder may be
 * added again, so that all can be added after a change.
 *
 * @param watch   the watch
 * @param folder  its path
 * @param deep    true: also its subfolders, except those whose name begins
 *                with a full stop
 * @errors RULE_FILE_MISSING: the folder is missing; RULE_FILE_FULL
 */
enum status folder_watch_add(struct folder_watch *watch, const char *folder,
                             bool deep, struct error *err) MUST_CHECK;

/** @return a descriptor that poll() finds readable after a change */
int folder_watch_descriptor(const struct folder_watch *watch);

/**
 * Waits for the end of a series of changes: an editor saves in several steps,
 * a checkout writes many files. Returns after at most 60 ms; later changes make
 * the descriptor readable again.
 *
 * @return true if a file changed since the last call
 */
bool folder_watch_settle(struct folder_watch *watch);

#endif
