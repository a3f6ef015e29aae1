#ifndef RUN_ORPHANS_H
#define RUN_ORPHANS_H

#include "base/diagnostics.h"
#include "run/output_state.h"

/**
 * Orphans: letters of previous runs that no longer belong to a row.
 *
 * A letter whose council's row is refused now, or whose file has another name
 * now, is removed: the campaign no longer says it, and it could be sent. A
 * letter whose row has gone from the campaign is reported in every run and
 * listed in gone.csv until it is pruned. A file is removed only if it is
 * recorded and unchanged since.
 *
 * @param output_state  of the output folder, before its manifest is written
 * @param prune         true: letters whose row has gone are removed
 * @param sync          when gone.csv must be on the disk
 * @param gone          [out] letters whose row has gone, and which remain
 * @param pruned        [out] letters removed because their row has gone
 * @param diagnostics   gets what is found
 */
enum status orphans_process(struct output_state *output_state, bool prune,
                            enum file_sync sync, size_t *gone, size_t *pruned,
                            struct diagnostics *diagnostics) MUST_CHECK;

/**
 * Checks that a letter is on the disk as it is recorded.
 *
 * @param output  the folder
 * @param entry   the record
 * @param bytes   used to read it
 * @return true if its size and its SHA-256 are those of the entry
 */
bool orphans_is_intact(const char *output, const struct manifest_entry *entry,
                       struct buffer *bytes);

#endif
