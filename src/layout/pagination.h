#ifndef LAYOUT_PAGINATION_H
#define LAYOUT_PAGINATION_H

#include "layout/column_item.h"

enum { PAGES_MAX = 100 };

/** Which strips stand on which page. */
struct pagination {
    const size_t *starts; ///< first strip of each page, then the strip count
    size_t count;         ///< pages
};

/**
 * Cuts a column of strips into pages.
 *
 * All cuts of the strips between two page breaks are chosen together: as few
 * pages as there can be, then as little white at their feet, and a last page
 * that is not almost empty.
 *
 * @param arena       owns the result
 * @param strips      the column; keeps and page breaks are obeyed. A keep that
 *                    yields is given up, and unset, where a page cannot hold
 *                    all that keeps together
 * @param count       how many; none gives one empty page
 * @param height      of a page, points
 * @param pagination  filled in on success
 * @param err         filled in otherwise, with the strip's place
 * @return STATUS_OK or STATUS_LAYOUT
 * @errors RULE_LAYOUT_TOO_TALL: strips that keep together are taller than a
 *         page; RULE_LAYOUT_TOO_LONG: more than PAGES_MAX pages
 */
enum status pagination_make(struct arena *arena, struct strip *strips,
                            size_t count, double height,
                            struct pagination *pagination,
                            struct error *err) MUST_CHECK;

#endif
