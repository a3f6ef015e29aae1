#ifndef LAYOUT_PAGINATION_H
#define LAYOUT_PAGINATION_H

#include "layout/column_item.h"

enum { PAGES_MAX = 250 };

/** The items of each page. */
struct pagination {
    const size_t *starts; ///< first item of each page, then the item count
    size_t count;         ///< pages
};

/**
 * Cuts a column of items into pages.
 *
 * Each page is filled as far as keeps and page breaks allow, which gives the
 * fewest pages.
 *
 * @param arena         owns the result
 * @param column_items  the column, with keeps and page breaks. A keep with a
 *                      priority is unset if the kept items do not fit on a page
 * @param count         of the items; none give one empty page
 * @param height        of a page, points
 * @param pagination    [out] the pages
 * @param err  [out] with the item's location
 * @return STATUS_OK or STATUS_LAYOUT
 * @errors RULE_LAYOUT_TOO_TALL: items that keep together are taller than a
 *         page; RULE_LAYOUT_TOO_LONG: more than PAGES_MAX pages
 */
enum status pagination_make(struct arena *arena,
                            struct column_item *column_items, size_t count,
                            double height, struct pagination *pagination,
                            struct error *err) MUST_CHECK;

#endif
