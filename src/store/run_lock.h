#ifndef STORE_RUN_LOCK_H
#define STORE_RUN_LOCK_H

#include "base/error.h"

/**
 * Locks of the live runs in a folder.
 *
 * Two runs with the same work are harmless: both write whole, equal files. Two
 * runs that make different files with equal names would leave letters that no
 * manifest lists.
 */
struct run_lock;

/**
 * Registers a run, unless a live run has other work.
 *
 * @param folder    its output folder, which exists
 * @param work      a hash of the work, at least 16 hexadecimal digits
 * @param run_lock  [out] NULL if registering failed, which is not an error
 * @owner the caller, who ends it with run_lock_release()
 * @errors RULE_RUN_OTHER
 */
enum status run_lock_acquire(const char *folder, const char *work,
                             struct run_lock **run_lock,
                             struct error *err) MUST_CHECK;

/** Ends the registration; NULL is allowed. */
void run_lock_release(struct run_lock *run_lock);

#endif
