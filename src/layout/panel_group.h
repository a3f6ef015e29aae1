#ifndef LAYOUT_PANEL_GROUP_H
#define LAYOUT_PANEL_GROUP_H

#include "layout/column_item.h"
#include "layout/panel.h"

/**
 * Lays out consecutive panels on as few pages as possible.
 *
 * If they fit on one page, possibly with smaller gaps, they share it; else
 * they are divided evenly between pages.
 *
 * @param context            the letter's
 * @param blocks             of the kind BLOCK_PANEL
 * @param count              how many
 * @param section            the element that holds them
 * @param page_break_before  the first one begins a page
 * @param list               [out] an item for each
 * @return STATUS_OK or STATUS_LAYOUT
 */
enum status panel_group_add(const struct layout_context *context,
                            const struct block *const *blocks, size_t count,
                            struct tag *section, bool page_break_before,
                            struct layout_column *list,
                            struct error *err) MUST_CHECK;

/**
 * Distributes the white space on a page that has only panels: first to make
 * them equally high, then to widen the gaps.
 *
 * @param context       the letter's
 * @param column_items  of one page
 * @param count         how many; does nothing unless all are panels
 */
void panel_group_spread(const struct layout_context *context,
                        struct column_item *column_items, size_t count);

#endif
