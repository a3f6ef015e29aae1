#ifndef RUN_ORPHANS_H
#define RUN_ORPHANS_H

#include "base/diagnostics.h"
#include "run/output_state.h"

/**
 * Orphans: letters of previous runs that no longer belong to a row.
 *
 * A letter whose row is now refused, or whose file now has another name, is
 * removed: the campaign no longer makes it, but it could be sent. A letter
 * whose row is no longer in the campaign is reported in every run and listed in
 * gone.csv until it is pruned. A file is removed only if it is recorded and
 * unchanged since.
 *
 * @param output_state  of the output folder, before its manifest is written
 * @param prune         true: letters whose row has gone are removed
 * @param sync          when gone.csv must be on the disk
 * @param gone          [out] letters whose row has gone, and which remain
 * @param pruned        [out] letters removed because their row has gone
 * @param diagnostics   errors and warnings
 */
enum status orphans_process(struct output_state *output_state, bool prune,
                            enum file_sync sync, size_t *gone, size_t *pruned,
                            struct diagnostics *diagnostics) MUST_CHECK;

/**
 * Checks that a letter on disk agrees with its record.
 *
 * @param output  the folder
 * @param entry   the record
 * @param bytes   used to read it
 * @return true if size and SHA-256 agree
 */
bool orphans_is_intact(const char *output, const struct manifest_entry *entry,
                       struct buffer *bytes);

#endif
