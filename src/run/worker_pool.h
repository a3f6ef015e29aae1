#ifndef BATCH_CREW_H
#define BATCH_CREW_H

#include <stdbool.h>
#include <stddef.h>

#include "base/diagnostics.h"
#include "run/engine.h"
#include "run/progress.h"

/**
 * Many hands over the rows of a campaign. Who does which row changes from run
 * to run; nothing that is made may depend on it.
 */

/**
 * One row's work.
 *
 * @param hand     the thread's; its arena is reset before each row
 * @param index    of the council in the roster
 * @param report   the thread's own; joined to the crew's in the end
 * @param context  handed on; each row may write to its own place there
 * @return STATUS_OK, STATUS_INPUT or STATUS_LAYOUT: the row is done, well or
 *         not; anything else stops the whole crew
 */
typedef enum status crew_work(struct hand *hand, size_t index,
                              struct report *report, void *context);

struct crew {
    const struct press *press;
    const size_t *rows; ///< indices in the roster
    size_t count;
    unsigned jobs;             ///< threads, at least 1
    struct progress *progress; ///< or NULL
};

/**
 * Works through the rows.
 *
 * @param crew     who and what
 * @param work     called once for each row
 * @param context  handed to @p work
 * @param report   gets everything that was reported
 * @return STATUS_OK, STATUS_STOPPED (interrupted), or what stopped the crew
 */
enum status crew_run(const struct crew *crew, crew_work *work, void *context,
                     struct report *report) MUST_CHECK;

#endif
