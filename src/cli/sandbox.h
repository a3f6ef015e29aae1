#ifndef CLI_SANDBOX_H
#define CLI_SANDBOX_H

#include <stdbool.h>
#include <stddef.h>

/**
 * Processes hostile files in a child process with limited memory and time: if
 * a file crashes a library, only that file fails, not the run. The child ends
 * with its parent.
 */

/** The end of a child. */
enum sandbox_end {
    SANDBOX_DONE,
    SANDBOX_DIED,
    SANDBOX_SPENT, ///< it exceeded its time
};

/** The work on each item, by its index. Both functions return an outcome below
 *  SANDBOX_OUTCOMES, and print their results. */
struct sandbox {
    int (*work)(size_t index, void *context); ///< in the child
    /** Called after the child has died. */
    int (*lost)(size_t index, enum sandbox_end end, void *context);
    void *context;    ///< the child has its own copy
    unsigned seconds; ///< processor time for each; 0: unlimited
};

enum { SANDBOX_OUTCOMES = 4 };

/**
 * Processes @p count items in order.
 *
 * Standard output is flushed after each. If no child can be started, this
 * process does the work.
 *
 * @param sandbox  the work
 * @param count    of the items
 * @param tally    [out] the number of items by outcome
 * @return false if standard output could not be written
 */
bool sandbox_run(const struct sandbox *sandbox, size_t count,
                 size_t tally[static SANDBOX_OUTCOMES]);

#endif
