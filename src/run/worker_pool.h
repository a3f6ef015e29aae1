#ifndef RUN_WORKER_POOL_H
#define RUN_WORKER_POOL_H

#include <stdbool.h>
#include <stddef.h>

#include "base/diagnostics.h"
#include "run/engine.h"
#include "run/progress.h"
#include "run/worker.h"

/**
 * Worker threads for the rows of a campaign. The assignment of rows to threads
 * changes from run to run; no output may depend on it.
 */

/**
 * One row's work.
 *
 * @param worker       the thread's; its arena is reset before each row
 * @param index        of the council in the roster
 * @param diagnostics  the thread's, finally joined to the pool's
 * @param context      the pool's; each row may write to its own part of it
 * @return STATUS_OK, STATUS_INPUT or STATUS_LAYOUT: the row is done or refused;
 *         other statuses stop all threads
 */
typedef enum status worker_pool_task(struct worker *worker, size_t index,
                                     struct diagnostics *diagnostics,
                                     void *context);

struct worker_pool {
    const struct engine *engine;
    const size_t *rows; ///< indices in the roster
    size_t count;
    unsigned jobs;             ///< threads, at least 1
    struct progress *progress; ///< or NULL
};

/**
 * Runs a task for every row.
 *
 * @param worker_pool  threads and rows
 * @param work         called once for each row
 * @param context      passed to @p work
 * @param diagnostics  all reports
 * @return STATUS_OK, STATUS_STOPPED
 *                     (interrupted), or the status that stopped the threads
 */
enum status worker_pool_run(const struct worker_pool *worker_pool,
                            worker_pool_task *work, void *context,
                            struct diagnostics *diagnostics) MUST_CHECK;

#endif
