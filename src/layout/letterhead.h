#ifndef LAYOUT_LETTERHEAD_H
#define LAYOUT_LETTERHEAD_H

#include "layout/text_block.h"

/**
 * What opens page 1: wordmark or logo, date, delivery line and addressee, and
 * right of these the sender's contact lines and the reference. A letter that
 * has a window has the addressee there, and nothing else near it.
 *
 * All of it but the addressee's own lines is in the same place in every
 * letter of a campaign.
 */
struct letterhead;

/**
 * Sets the letterhead.
 *
 * @param context     the letter's
 * @param letterhead  [out] the lines; the context's arena owns it
 * @param height      [out] what it takes of the frame's height
 * @return STATUS_OK or STATUS_LAYOUT
 */
enum status letterhead_set(const struct layout_context *context,
                           struct letterhead **letterhead, double *height,
                           struct error *err) MUST_CHECK;

/** Draws it on the current page, its top above the frame's. */
void letterhead_draw(const struct layout_context *context,
                     struct letterhead *letterhead);

#endif
