#ifndef CLI_SANDBOX_H
#define CLI_SANDBOX_H

#include <stdbool.h>
#include <stddef.h>

/**
 * Work on things that may be hostile, in a child process with little memory and
 * little time: what brings a library down costs that one thing, not the run.
 * The child dies with its parent.
 */

/** What ended a child. */
enum warden_end {
    WARDEN_DONE,
    WARDEN_DIED,
    WARDEN_SPENT, ///< its seconds
};

/** What is done with each thing, by its number. Both give a number below
 *  SANDBOX_OUTCOMES, and print what they have to say. */
struct sandbox {
    int (*work)(size_t index, void *context); ///< in the child
    /** Where the child has died. */
    int (*lost)(size_t index, enum warden_end end, void *context);
    void *context;    ///< the child has its own copy
    unsigned seconds; ///< of processor time for each; 0: any number
};

enum { SANDBOX_OUTCOMES = 4 };

/**
 * Goes through @p count things, one after another.
 *
 * Standard output is flushed after each. Where the machine grants no child the
 * work is done right here.
 *
 * @param sandbox  what to do
 * @param count    how many
 * @param tally    gets how many things came to each outcome
 * @return false where standard output could not take everything
 */
bool sandbox_run(const struct sandbox *sandbox, size_t count,
                 size_t tally[static SANDBOX_OUTCOMES]);

#endif
