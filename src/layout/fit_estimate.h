#ifndef LAYOUT_FIT_ESTIMATE_H
#define LAYOUT_FIT_ESTIMATE_H

#include <stdbool.h>

#include "layout/layout.h"

/**
 * Estimates whether a letter can be laid out, without laying it out.
 *
 * Setting 100,000 letters to see whether one of them has a name that is too
 * wide takes half a minute; measuring their texts takes a moment. A letter
 * that fits the estimate fits for certain; any other has to be set to know.
 *
 * It rests on three bounds: a text is no wider than its characters in the
 * widest of the four styles; a paragraph has at most 2 w / c + 1 lines, for two
 * lines that follow one another in the best way to break it would not fit on
 * one; and what keeps together is no higher than its lines.
 */
struct fit_estimate;

/**
 * @return an estimate for all letters set with this kit, for one thread: words
 *         that are the same in all letters are measured once, and have to
 *         outlive it. @owner the caller: fit_estimate_free()
 */
struct fit_estimate *fit_estimate_new(const struct layout_kit *kit);

/** NULL is allowed. */
void fit_estimate_free(struct fit_estimate *fit_estimate);

/** @return true: layout_letter() will set this letter */
bool fit_estimate_fits(struct fit_estimate *fit_estimate,
                       const struct letter *letter);

#endif
