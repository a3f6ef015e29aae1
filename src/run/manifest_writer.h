#ifndef RUN_MANIFEST_WRITER_H
#define RUN_MANIFEST_WRITER_H

#include "data/campaign.h"
#include "run/output_state.h"

/** The state of a row in this run. */
enum row_state {
    ROW_UNASKED,   ///< excluded by --only or --shard
    ROW_WAITING,   ///< its letter must be made
    ROW_REFUSED,   ///< its letter cannot be made
    ROW_UNCHANGED, ///< its letter existed already
    ROW_MADE,      ///< its letter was made
};

/**
 * Writes the manifest of a run, or of one that was interrupted: in order of
 * code, a line for each row that has a letter or was refused. Rows that the run
 * excluded or did not reach keep their lines.
 *
 * @param path          of the manifest
 * @param output_state  state of the output folder
 * @param campaign      the campaign
 * @param states        an enum row_state for each row of the roster
 * @param absent        for each row that the roster refused: true if the run
 *                      includes it
 * @param sync          when the file must be on the disk
 */
enum status manifest_writer_write(const char *path,
                                  const struct output_state *output_state,
                                  const struct campaign *campaign,
                                  const unsigned char *states,
                                  const bool *absent, enum file_sync sync,
                                  struct error *err) MUST_CHECK;

#endif
