#ifndef BATCH_STALE_H
#define BATCH_STALE_H

#include "base/diagnostics.h"
#include "base/hash_prefix_cache.h"
#include "run/output_state.h"

/**
 * Letters of earlier runs that no row stands for any longer.
 *
 * A letter whose council's row is refused now, or whose file has another name
 * now, is removed: it is not what the campaign says, and somebody could send
 * it. A letter whose row has gone from the campaign is reported in every run
 * and listed in gone.csv until it is pruned. Only files that the books name
 * and that are what the books say are ever removed.
 *
 * @param books   of the run, before its manifest is written
 * @param prune   whether to remove letters whose row has gone
 * @param sync    when gone.csv has to be on the disk
 * @param gone    filled in: how many have gone and stay
 * @param pruned  filled in: how many were removed for it
 * @param report  gets what is found
 */
enum status stale_settle(struct books *books, bool prune, enum filing_sync sync,
                         size_t *gone, size_t *pruned,
                         struct report *report) MUST_CHECK;

/**
 * Looks whether a letter is on disk as it is recorded.
 *
 * @param output    the folder
 * @param entry     what is recorded
 * @param digester  this thread's
 * @param bytes     used to read it
 * @return whether its size and its SHA-256 are those of the entry
 */
bool stale_is_whole(const char *output, const struct manifest_entry *entry,
                    struct digester *digester, struct buffer *bytes);

#endif
