#ifndef RUN_PREFLIGHT_H
#define RUN_PREFLIGHT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/diagnostics.h"
#include "base/hash.h"
#include "run/engine.h"
#include "run/worker_pool.h"

/**
 * The preflight checks every row before the first letter is made: figures,
 * words, optionally pages, and conflicts with other rows, selected or not (two
 * councils of one name, two letters of one file name).
 */
struct preflight {
    bool *faulty;                    ///< for each row of the roster
    size_t faults;                   ///< number of the pool's faulty rows
    unsigned char digest[HASH_SIZE]; ///< of all inputs of all rows, if
                                     ///< requested
};

/** The optional tasks of a preflight. */
enum {
    PREFLIGHT_PAGES = 1,  ///< lay out the pages
    PREFLIGHT_DIGEST = 2, ///< compute the digest
};

/**
 * Checks rows.
 *
 * @param arena        owns the result
 * @param worker_pool  with rows and threads
 * @param tasks        bits of the above
 * @param preflight    [out]
 * @param diagnostics  gets everything that is wrong
 * @return STATUS_OK even if rows are faulty; STATUS_STOPPED; STATUS_INPUT for
 *         errors in the campaign itself (warnings that count as errors)
 */
enum status preflight_run(struct arena *arena,
                          const struct worker_pool *worker_pool, unsigned tasks,
                          struct preflight *preflight,
                          struct diagnostics *diagnostics) MUST_CHECK;

/**
 * Checks figures and texts of all rows of a campaign that has other errors, so
 * that one run reports all of them.
 *
 * @param engine       with roster and averages
 * @param diagnostics  errors in the rows
 */
void preflight_figures(const struct engine *engine,
                       struct diagnostics *diagnostics);

#endif
