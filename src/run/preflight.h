#ifndef RUN_PREFLIGHT_H
#define RUN_PREFLIGHT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/diagnostics.h"
#include "base/hash.h"
#include "run/engine.h"
#include "run/worker_pool.h"

/**
 * The preflight, before the first letter is made, checks every row: its
 * figures, its words, its pages if asked, its neighbours (two of one name, two
 * letters of one file name; rows that were not asked about are neighbours too).
 */
struct preflight {
    bool *faulty;                    ///< for each row of the roster
    size_t faults;                   ///< how many of the pool's rows are
    unsigned char digest[HASH_SIZE]; ///< of all inputs of all rows, if asked
};

/** What a preflight does besides checking figures and words. */
enum {
    PREFLIGHT_PAGES = 1,  ///< sets the pages
    PREFLIGHT_DIGEST = 2, ///< takes the digest
};

/**
 * Checks rows.
 *
 * @param arena        owns the result
 * @param worker_pool  which rows, how many threads
 * @param tasks        bits of the above
 * @param preflight    [out]
 * @param diagnostics  gets everything that is wrong
 * @return STATUS_OK however many rows are faulty; STATUS_STOPPED; STATUS_INPUT
 *         where the campaign as a whole is at fault, for warnings count as
 *         errors
 */
enum status preflight_run(struct arena *arena,
                          const struct worker_pool *worker_pool, unsigned tasks,
                          struct preflight *preflight,
                          struct diagnostics *diagnostics) MUST_CHECK;

/**
 * Looks at figures and texts of all rows of a campaign that no letter can be
 * made of yet, so that its other faults do not hide theirs.
 *
 * @param engine       opened as far as roster and averages
 * @param diagnostics  gets what is wrong with the rows
 */
void preflight_figures(const struct engine *engine,
                       struct diagnostics *diagnostics);

#endif
