#ifndef LAYOUT_SIGNATURE_H
#define LAYOUT_SIGNATURE_H

#include "layout/column_item.h"

/**
 * Adds the signature block: the artwork or room for a pen, the name, the
 * roles.
 *
 * The block keeps together, and with what leads up to it: the short paragraph
 * directly before ("Yours sincerely,") and at least two lines of the text
 * before that.
 *
 * @param composer  the letter's
 * @param block     of the kind BLOCK_SIGNATURE
 * @param fresh     a page break stands before it, so nothing leads up to it
 * @param list      ends with the strips that lead up to it
 * @param err       filled in on failure
 * @return STATUS_OK or STATUS_LAYOUT
 */
enum status signature_add(const struct composer *composer,
                          const struct block *block, bool fresh,
                          struct strip_list *list,
                          struct error *err) MUST_CHECK;

/** Draws the artwork at @p y, the strip's top; room for a pen is left white.
 *  @return what the signature covers */
struct rect signature_draw(const struct composer *composer, double y);

/** Says where the letter's seal is to be found. An empty area is out of
 *  sight. */
void signature_draw_seal(const struct composer *composer, struct rect area);

#endif
