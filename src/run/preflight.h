#ifndef BATCH_INSPECTION_H
#define BATCH_INSPECTION_H

#include <stdbool.h>
#include <stddef.h>

#include "base/diagnostics.h"
#include "base/hash.h"
#include "run/engine.h"
#include "run/worker_pool.h"

/**
 * Every row looked at before the first letter is made: its figures, its words,
 * its pages if asked, its neighbours (two of one name, two letters of one file
 * name; rows that were not asked about are neighbours too).
 */
struct inspection {
    bool *faulty;                    ///< for each row of the roster
    size_t faults;                   ///< how many of the crew's rows are
    unsigned char digest[HASH_SIZE]; ///< of all inputs of all rows, if asked
};

/** What an inspection does besides looking at figures and words. */
enum {
    INSPECTION_PAGES = 1,  ///< sets the pages
    INSPECTION_DIGEST = 2, ///< takes the digest
};

/**
 * Inspects rows.
 *
 * @param arena       owns the result
 * @param crew        which rows, how many threads
 * @param tasks       bits of the above
 * @param inspection  filled in
 * @param report      gets everything that is wrong
 * @return STATUS_OK however many rows are faulty; STATUS_STOPPED; STATUS_INPUT
 *         where the campaign as a whole is at fault, for warnings count as
 *         errors
 */
enum status inspection_run(struct arena *arena, const struct crew *crew,
                           unsigned tasks, struct inspection *inspection,
                           struct report *report) MUST_CHECK;

/**
 * Looks at figures and texts of all rows of a campaign that no letter can be
 * made of yet, so that its other faults do not hide theirs.
 *
 * @param press   opened as far as roster and averages
 * @param report  gets what is wrong with the rows
 */
void inspection_figures(const struct press *press, struct report *report);

#endif
