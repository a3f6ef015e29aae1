#ifndef RUN_OUTDATED_H
#define RUN_OUTDATED_H

#include "run/output_state.h"
#include "run/rejected_csv.h"
#include "run/worker_pool.h"

/**
 * Reports, after a run with `--only`, the outdated letters of other rows:
 * those whose inputs have changed, averages included, and those that were
 * refused and could now be made.
 *
 * @param worker_pool   of the run
 * @param output_state  of the run, after its last letter
 * @param states        an enum row_state for each row of the roster
 * @param faulty        for each row of the roster: true if known to have
 *                      errors
 * @param diagnostics   one error that names their codes
 * @return STATUS_OK or STATUS_STOPPED
 * @errors RULE_LETTER_STALE
 */
enum status outdated_report(const struct worker_pool *worker_pool,
                            const struct output_state *output_state,
                            const unsigned char *states, const bool *faulty,
                            struct diagnostics *diagnostics) MUST_CHECK;

#endif
