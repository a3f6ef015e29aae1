#ifndef RUN_SHARD_MERGE_H
#define RUN_SHARD_MERGE_H

#include "base/diagnostics.h"
#include "run/render.h"

/**
 * What shards wrote, joined to what one undivided run would have written:
 * manifest.csv, rejected.csv, gone.csv, run.json.
 *
 * Nothing is written unless the parts are proved: every one of them is there
 * and came to its end, all are of the same number of parts and of the same
 * campaign (program and inputs), every code stands in the part that its hash
 * gives it to, once, and there are as many as the campaign has rows.
 *
 * @param output       the folder
 * @param sync         when the files have to be on the disk
 * @param summary      filled in with the sums
 * @param diagnostics  gets what is wrong
 * @return STATUS_OK; STATUS_INPUT where the parts make no whole
 * @errors RULE_PART_MISSING, RULE_PART_FOREIGN, RULE_MANIFEST_DAMAGED
 */
enum status shard_merge_run(const char *output, enum file_sync sync,
                            struct render_summary *summary,
                            struct diagnostics *diagnostics) MUST_CHECK;

/** Removes the parts that previous shards left in a folder: a whole run has
 *  taken their place. */
void shard_merge_remove_parts(const char *output);

#endif
