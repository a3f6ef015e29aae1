#ifndef LAYOUT_LETTERHEAD_H
#define LAYOUT_LETTERHEAD_H

#include "layout/text_block.h"

/**
 * The top of page 1: wordmark or logo, date, delivery line and addressee, and
 * to the right the sender's contact lines and the reference. In a letter with a
 * window, the addressee is in the window, with nothing else near it.
 *
 * Everything except the addressee's lines has one position in all letters of a
 * campaign.
 */
struct letterhead;

/**
 * Sets the letterhead.
 *
 * @param context     the letter's
 * @param letterhead  [out] the lines; the context's arena owns it
 * @param height      [out] its share of the frame's height
 * @return STATUS_OK or STATUS_LAYOUT
 */
enum status letterhead_set(const struct layout_context *context,
                           struct letterhead **letterhead, double *height,
                           struct error *err) MUST_CHECK;

/** Draws the letterhead on the current page; its top is above the frame's. */
void letterhead_draw(const struct layout_context *context,
                     struct letterhead *letterhead);

#endif
