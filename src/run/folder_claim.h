#ifndef RUN_FOLDER_CLAIM_H
#define RUN_FOLDER_CLAIM_H

#include "base/diagnostics.h"
#include "run/render.h"
#include "store/run_lock.h"

/**
 * The claim on an output folder: the campaign that wrote to it before, and the
 * run that writes to it now.
 */

/**
 * Warns if an output folder has the letters of a campaign with another title,
 * for instance of another year: the letters would be mixed.
 *
 * @param output       the folder, which need not exist
 * @param title        of the campaign about to be rendered
 * @param diagnostics  gets RULE_OUTPUT_OTHER
 */
void folder_claim_check(const char *output, const char *title,
                        struct diagnostics *diagnostics);

/**
 * Locks the output folder for a run, unless it is in use by a run of other
 * inputs or, under --only, of other rows: both would write the manifest, and
 * the later one would lose the letters of the earlier. (Each shard has a
 * manifest of its own, and all have the same --only.)
 *
 * @param options      the run's; its output folder exists
 * @param inputs       digest of all inputs, hex
 * @param run_lock     [out] as for run_lock_acquire()
 * @param diagnostics  gets RULE_RUN_OTHER
 */
enum status folder_claim_enter(const struct render_options *options,
                               const char *inputs, struct run_lock **run_lock,
                               struct diagnostics *diagnostics) MUST_CHECK;

#endif
