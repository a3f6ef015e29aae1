#ifndef LAYOUT_FLOW_H
#define LAYOUT_FLOW_H

#include "layout/column_item.h"

/**
 * The letter's blocks as one column of strips.
 *
 * Keeps: two lines of a paragraph at each side of a cut; a heading, and two
 * lines after it; a paragraph that leads in a list, and the list's first item;
 * the signature block; panels that follow one another, where they fit on one
 * page. A page break that would leave an empty page is dropped.
 *
 * @param composer  the letter's
 * @param list      gets the strips, letterhead first
 * @param err       filled in on failure
 * @return STATUS_OK or STATUS_LAYOUT
 */
enum status flow_letter(const struct composer *composer,
                        struct strip_list *list, struct error *err) MUST_CHECK;

#endif
