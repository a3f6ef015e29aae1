#ifndef RUN_FOLDER_CLAIM_H
#define RUN_FOLDER_CLAIM_H

#include "base/diagnostics.h"
#include "run/render.h"
#include "store/run_lock.h"

/**
 * The claim on an output folder: which campaign wrote to it before, and which
 * run writes to it now.
 */

/**
 * Warns where an output folder holds the letters of a campaign of another
 * title: two years in folders of one name, say, whose letters would be mixed.
 *
 * @param output       the folder, which may not be there
 * @param title        of the campaign about to be printed
 * @param diagnostics  gets RULE_OUTPUT_OTHER
 */
void folder_claim_check(const char *output, const char *title,
                        struct diagnostics *diagnostics);

/**
 * Notes a run in its output folder, unless one of other work is there: of other
 * inputs, or, under --only, of other rows, for of two that write the manifest
 * the last would not know the letters of the first. (Shards have a manifest
 * each, and all of them the same --only.)
 *
 * @param options      the run's; its output folder is there
 * @param inputs       digest of all inputs, hex
 * @param run_lock     as run_lock_acquire() has it
 * @param diagnostics  gets RULE_RUN_OTHER
 */
enum status folder_claim_enter(const struct render_options *options,
                               const char *inputs, struct run_lock **run_lock,
                               struct diagnostics *diagnostics) MUST_CHECK;

#endif
