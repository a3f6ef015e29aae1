#ifndef RUN_ORPHANS_H
#define RUN_ORPHANS_H

#include "base/diagnostics.h"
#include "run/output_state.h"

/**
 * Orphans: letters of previous runs that no row stands for any longer.
 *
 * A letter whose council's row is refused now, or whose file has another name
 * now, is removed: it is not what the campaign says, and somebody could send
 * it. A letter whose row has gone from the campaign is reported in every run
 * and listed in gone.csv until it is pruned. Only files that are
 * recorded, and are as recorded, are ever removed.
 *
 * @param output_state  of the output folder, before its manifest is written
 * @param prune         whether to remove letters whose row has gone
 * @param sync          when gone.csv has to be on the disk
 * @param gone          filled in: how many have gone and stay
 * @param pruned        filled in: how many were removed for it
 * @param diagnostics   gets what is found
 */
enum status orphans_process(struct output_state *output_state, bool prune,
                            enum file_sync sync, size_t *gone, size_t *pruned,
                            struct diagnostics *diagnostics) MUST_CHECK;

/**
 * Looks whether a letter is on disk as it is recorded.
 *
 * @param output  the folder
 * @param entry   what is recorded
 * @param bytes   used to read it
 * @return whether its size and its SHA-256 are those of the entry
 */
bool orphans_is_intact(const char *output, const struct manifest_entry *entry,
                       struct buffer *bytes);

#endif
