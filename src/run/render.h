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
 * Every row is checked before the first letter is made; a row at fault is
 * refused and recorded, and the run continues. A letter that matches the
 * manifest, and whose inputs did not change, is not made again.
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
    bool prune;  ///< remove letters whose row has gone, under @p only those
                 ///< that it names
    enum progress_style progress;
};

struct render_summary {
    size_t rows; ///< selected, those refused by the roster included
    size_t made;
    size_t unchanged; ///< there already
    size_t kept; ///< of these, sent with a comparison that has changed since
    size_t refused;
    size_t gone;    ///< letters whose row has gone, still there
    size_t pruned;  ///< removed because their row has gone
    size_t pages;   ///< of the letters made and unchanged
    size_t bytes;   ///< likewise
    double seconds; ///< it took
};

/**
 * Makes the letters.
 *
 * @param engine       open; this prepares it if there is a letter to make
 * @param options      what to make
 * @param summary      [out]
 * @param diagnostics  gets everything that is wrong
 * @return STATUS_OK even where rows were refused; STATUS_INPUT: nothing could
 *         start; STATUS_AGAIN, STATUS_IO, STATUS_STOPPED: what is on disk is
 *         whole, run again
 */
enum status render_run(struct engine *engine,
                       const struct render_options *options,
                       struct render_summary *summary,
                       struct diagnostics *diagnostics) MUST_CHECK;

/** @return @p jobs, or the number of processors where it is 0 */
unsigned render_jobs(unsigned jobs);

#endif
