#ifndef LAYOUT_PAGINATION_H
#define LAYOUT_PAGINATION_H

#include "layout/column_item.h"

enum { PAGES_MAX = 250 };

/** Which items are on which page. */
struct pagination {
    const size_t *starts; ///< first item of each page, then the item count
    size_t count;         ///< pages
};

/**
 * Cuts a column of items into pages.
 *
 * Each page is filled down as far as keeps and page breaks allow; so there are
 * as few pages as can be.
 *
 * @param arena         owns the result
 * @param column_items  the column; keeps and page breaks are obeyed. A keep
 *                      that yields is given up, and unset, where a page cannot
 *                      hold all that keeps together
 * @param count         how many; none gives one empty page
 * @param height        of a page, points
 * @param pagination    [out] where each page begins
 * @param err  [out] the fault, with the item's place
 * @return STATUS_OK or STATUS_LAYOUT
 * @errors RULE_LAYOUT_TOO_TALL: items that keep together are taller than a
 *         page; RULE_LAYOUT_TOO_LONG: more than PAGES_MAX pages
 */
enum status pagination_make(struct arena *arena,
                            struct column_item *column_items, size_t count,
                            double height, struct pagination *pagination,
                            struct error *err) MUST_CHECK;

#endif
