#ifndef LAYOUT_LETTERHEAD_H
#define LAYOUT_LETTERHEAD_H

#include "layout/text_block.h"

/**
 * What opens page 1, in one column: wordmark or logo, date, delivery line,
 * addressee.
 *
 * An addressee of more than three lines is a postal address: it then stands
 * where the window of a DL or C5 envelope shows it, and what is above it moves
 * together. Otherwise there is air.
 *
 * @source GOV.UK Notify's letter specification: the address zone is 24.6 to
 *         120 mm from the left and 39.5 to 66.3 mm from the top
 */
struct letterhead;

/**
 * Sets the letterhead.
 *
 * @param context     the letter's
 * @param letterhead  filled in on success; the context's arena owns it
 * @param height      filled in: what it takes of the frame's height
 * @param err         filled in otherwise
 * @return STATUS_OK or STATUS_LAYOUT
 */
enum status letterhead_set(const struct layout_context *context,
                           struct letterhead **letterhead, double *height,
                           struct error *err) MUST_CHECK;

/** Draws it on the current page, its top above the frame's. */
void letterhead_draw(const struct layout_context *context,
                     struct letterhead *letterhead);

#endif
