#ifndef RUN_SHARD_MERGE_H
#define RUN_SHARD_MERGE_H

#include "base/diagnostics.h"
#include "run/render.h"

/**
 * Joins the files of shards into those of one undivided run: manifest.csv,
 * rejected.csv, gone.csv, run.json.
 *
 * Nothing is written unless the parts are complete: all exist and are
 * finished, all have the same number of parts, program and inputs, every code
 * is once in the part of its hash, and the parts have as many rows as the
 * campaign.
 *
 * @param output       the folder
 * @param sync         when the files must be on the disk
 * @param summary      [out] the sums
 * @param diagnostics  gets what is wrong
 * @return STATUS_OK; STATUS_INPUT if the parts are not complete
 * @errors RULE_PART_MISSING, RULE_PART_FOREIGN, RULE_MANIFEST_DAMAGED
 */
enum status shard_merge_run(const char *output, enum file_sync sync,
                            struct render_summary *summary,
                            struct diagnostics *diagnostics) MUST_CHECK;

/** Removes the files of shards from a folder, after a whole run. */
void shard_merge_remove_parts(const char *output);

#endif
