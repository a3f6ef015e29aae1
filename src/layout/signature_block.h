#ifndef LAYOUT_SIGNATURE_BLOCK_H
#define LAYOUT_SIGNATURE_BLOCK_H

#include "layout/column_item.h"

/**
 * Adds the signature block: the artwork or room for a pen, the name, the
 * roles.
 *
 * The block keeps together, and with what leads up to it: the short paragraph
 * directly before ("Yours sincerely,") and at least two lines of the text
 * before that.
 *
 * @param context            the letter's
 * @param block              of the kind BLOCK_SIGNATURE
 * @param page_break_before  a page break stands before it, so nothing leads up
 *                           to it
 * @param list               ends with the items that lead up to it
 * @return STATUS_OK or STATUS_LAYOUT
 */
enum status signature_block_add(const struct layout_context *context,
                                const struct block *block,
                                bool page_break_before,
                                struct layout_column *list,
                                struct error *err) MUST_CHECK;

/** Draws the artwork at @p y, the item's top; room for a pen is left white.
 *  @return what the signature covers */
struct rect signature_block_draw(const struct layout_context *context,
                                 double y);

/** Says where the letter's seal is to be found. An empty area is out of
 *  sight. */
void signature_block_draw_seal(const struct layout_context *context,
                               struct rect area);

#endif
