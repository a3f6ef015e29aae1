#ifndef RUN_RENDER_H
#define RUN_RENDER_H

#include <stdbool.h>
#include <stddef.h>

#include "base/diagnostics.h"
#include "run/engine.h"
#include "run/progress.h"
#include "run/shard.h"
#include "store/atomic_file.h"

/**
 * A render run: rows in, letters, manifest and rejected rows out.
 *
 * Every row is checked before the first letter is made; a row with errors is
 * refused and recorded, and the run continues. A letter that agrees with the
 * manifest and has unchanged inputs is not made again.
 */
struct render_options {
    const char *output;      ///< folder; created if missing
    const char *const *only; ///< codes, or NULL: all
    size_t only_count;
    struct shard shard; ///< the part of the rows
    unsigned jobs;      ///< threads; 0: as many as processors
    enum file_sync sync;
    bool strict; ///< make nothing if anything is wrong
    bool force;  ///< make every letter again
    bool prune;  ///< remove letters whose row is gone; with @p only, just those
    enum progress_style progress;
};

struct render_summary {
    size_t rows; ///< selected, those refused by the roster included
    size_t made;
    size_t unchanged; ///< there already
    size_t kept;      ///< of these, kept as sent with an old comparison
    size_t refused;
    size_t gone;    ///< remaining letters whose row is gone
    size_t pruned;  ///< removed because their row has gone
    size_t pages;   ///< of the letters made and unchanged
    size_t bytes;   ///< likewise
    double seconds; ///< duration
};

/**
 * Makes the letters.
 *
 * @param engine       open; this prepares it if there is a letter to make
 * @param options      the run's
 * @param summary      [out]
 * @param diagnostics  errors and warnings
 * @return STATUS_OK even if rows were
 *                     refused; STATUS_INPUT: nothing was started; STATUS_AGAIN,
 *                     STATUS_IO, STATUS_STOPPED: the files on disk are whole,
 *                     run again
 */
enum status render_run(struct engine *engine,
                       const struct render_options *options,
                       struct render_summary *summary,
                       struct diagnostics *diagnostics) MUST_CHECK;

/** @return @p jobs, or the number of processors if it is 0 */
unsigned render_jobs(unsigned jobs);

#endif
