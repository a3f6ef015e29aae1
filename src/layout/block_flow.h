#ifndef LAYOUT_BLOCK_FLOW_H
#define LAYOUT_BLOCK_FLOW_H

#include "layout/column_item.h"

/**
 * Sets the letter's blocks as one column of items.
 *
 * Kept together: two lines of a paragraph at each side of a page break; a
 * heading and two lines after it; the paragraph before a list and the list's
 * first item; the signature block; consecutive panels, if they fit on one page.
 * A page break that would leave an empty page is dropped.
 *
 * @param context  the letter's
 * @param list     [out] the items, letterhead first
 * @return STATUS_OK or STATUS_LAYOUT
 */
enum status block_flow_set(const struct layout_context *context,
                           struct layout_column *list,
                           struct error *err) MUST_CHECK;

#endif
