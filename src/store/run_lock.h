#ifndef STORE_RUN_LOCK_H
#define STORE_RUN_LOCK_H

#include "base/error.h"

/**
 * Locks of the runs at work in a folder, each held while its run lives.
 *
 * Two that make the same files do no harm to each other: what each writes is
 * whole, and what the other would have written. Two that make other files of
 * the same names would leave letters that no manifest knows.
 */
struct run_lock;

/**
 * Notes a run, unless one of other work is there.
 *
 * @param folder    where it is about to write; is there
 * @param work      hex, at least 16 letters: of equal works they are equal
 * @param run_lock  filled in on success; NULL where it could not be noted,
 *                  which keeps nobody from working
 * @param err       filled in on failure
 * @owner the caller, who ends it with run_lock_release()
 * @errors RULE_RUN_OTHER
 */
enum status run_lock_acquire(const char *folder, const char *work,
                             struct run_lock **run_lock,
                             struct error *err) MUST_CHECK;

/** The run is over; NULL is allowed. */
void run_lock_release(struct run_lock *run_lock);

#endif
