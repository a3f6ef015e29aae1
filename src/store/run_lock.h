#ifndef STORE_RUN_LOCK_H
#define STORE_RUN_LOCK_H

#include "base/error.h"

/**
 * Locks of the runs in a folder, each held while its run is alive.
 *
 * Two runs that make the same files do no harm: each writes whole files, the
 * same as the other. Two runs that make different files of the same names would
 * leave letters that no manifest lists.
 */
struct run_lock;

/**
 * Registers a run, unless one with other work is registered.
 *
 * @param folder    where it is about to write; is there
 * @param work      hex, at least 16 letters: of equal works they are equal
 * @param run_lock  [out]; NULL where it could not be noted,
 *                  which keeps nobody from working
 * @owner the caller, who ends it with run_lock_release()
 * @errors RULE_RUN_OTHER
 */
enum status run_lock_acquire(const char *folder, const char *work,
                             struct run_lock **run_lock,
                             struct error *err) MUST_CHECK;

/** Ends the registration; NULL is allowed. */
void run_lock_release(struct run_lock *run_lock);

#endif
