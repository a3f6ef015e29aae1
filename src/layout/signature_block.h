#ifndef LAYOUT_SIGNATURE_BLOCK_H
#define LAYOUT_SIGNATURE_BLOCK_H

#include "layout/column_item.h"

/**
 * Adds the signature block: the artwork or space for a pen, the name, the
 * roles.
 *
 * The block is kept together with the short paragraph directly before it
 * ("Yours sincerely,") and at least two lines of the text before that.
 *
 * @param context            the letter's
 * @param block              of the kind BLOCK_SIGNATURE
 * @param page_break_before  a page break precedes it, so it has no closing
 * @param list               [in,out] ends with the closing
 * @return STATUS_OK or STATUS_LAYOUT
 */
enum status signature_block_add(const struct layout_context *context,
                                const struct block *block,
                                bool page_break_before,
                                struct layout_column *list,
                                struct error *err) MUST_CHECK;

/** Draws the artwork, if any, at @p y, the item's top. @return the signature's
 *  area */
struct rect signature_block_draw(const struct layout_context *context,
                                 double y);

/** Adds the mark of the letter's seal. An empty area makes it invisible. */
void signature_block_draw_seal(const struct layout_context *context,
                               struct rect area);

#endif
