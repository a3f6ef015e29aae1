#ifndef BATCH_PROOFING_H
#define BATCH_PROOFING_H

#include "run/engine.h"
#include "run/progress.h"
#include "store/atomic_file.h"

/**
 * A proof: every letter's pages as pictures, and a page to read them on.
 *
 *     <output>/proof/index.html       the contact sheet
 *     <output>/proof/proof.csv        what it showed, for the next one
 *     <output>/proof/pages/           a picture a page
 *     <output>/proof/before/          changed pages as they were
 *
 * It depends on the campaign and on what it is held against: not on the clock,
 * the threads or the machine.
 */

enum { PROOFING_DPI = 144, PROOFING_LEAST_DPI = 30, PROOFING_MOST_DPI = 300 };

struct proofing_options {
    const char *output;      ///< folder; made if need be
    const char *against;     ///< folder, or NULL: the last proof in its place
    const char *const *only; ///< codes, or NULL: all
    size_t only_count;
    unsigned jobs; ///< threads; 0: as many as processors
    unsigned dpi;  ///< of the pages; 0: PROOFING_DPI
    bool force;    ///< paint every page, those that are there as they should be
    enum filing_sync sync;
    enum progress_style progress;
};

struct proofing_summary {
    const char *against; ///< what the proof was held against, or ""
    size_t rows;         ///< asked for, those refused by the roster included
    size_t shown;
    size_t pages;
    size_t refused;
    size_t changed;
    size_t fresh; ///< new letters
    size_t gone;
};

/**
 * Makes a proof. A row at fault is left out, and the page says so.
 *
 * @param press    an open press; readied where letters have to be printed, to
 *                 hold them against a manifest
 * @param options  what to show
 * @param summary  filled in; its texts are the options' or constant
 * @param report   gets everything that is wrong
 * @return as run_render()
 */
enum status proofing_run(struct press *press,
                         const struct proofing_options *options,
                         struct proofing_summary *summary,
                         struct report *report) MUST_CHECK;

#endif
