#ifndef PROOF_PROOF_H
#define PROOF_PROOF_H

#include "run/engine.h"
#include "run/progress.h"
#include "store/atomic_file.h"

/**
 * A proof: drawings of all letters, and an HTML page that shows them.
 *
 *     <output>/proof/index.html       the page to read
 *     <output>/proof/proof.csv        its record, for the next proof
 *     <output>/proof/pages/           a drawing a letter, for the page's script, and
 *                                     a small picture of its first page
 *     <output>/proof/before/          the previous versions of changed letters
 *     <output>/proof/shared/          faces and artwork
 *
 * It depends only on the campaign and the baseline, not on the clock, the
 * threads or the machine.
 */

struct proof_options {
    const char *output;      ///< folder; made if missing
    const char *against;     ///< folder, or NULL: the last proof in the output
    const char *const *only; ///< codes, or NULL: all
    size_t only_count;
    unsigned jobs; ///< threads; 0: as many as processors
    bool force;    ///< write every drawing, even unchanged ones
    enum file_sync sync;
    enum progress_style progress;
};

struct proof_summary {
    const char *against; ///< the baseline, or ""
    size_t rows;         ///< selected, including those refused by the roster
    size_t shown;
    size_t pages;
    size_t refused;
    size_t changed;
    size_t fresh; ///< new letters
    size_t gone;
};

/**
 * Makes a proof. A row with errors is left out and listed on the page.
 *
 * @param engine       an open engine; it is prepared
 * @param options      the proof's
 * @param summary      [out] its texts are the options' or constant
 * @param diagnostics  gets everything that is wrong
 * @return like render_run()
 */
enum status proof_run(struct engine *engine,
                      const struct proof_options *options,
                      struct proof_summary *summary,
                      struct diagnostics *diagnostics) MUST_CHECK;

#endif
