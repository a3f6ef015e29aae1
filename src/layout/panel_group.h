#ifndef LAYOUT_PANEL_GROUP_H
#define LAYOUT_PANEL_GROUP_H

#include "layout/column_item.h"
#include "layout/panel.h"

/**
 * Panels that follow one another: a family on as few pages as it needs.
 *
 * They share a page where they fit on one, the gaps between them drawn closer
 * before a page is added; else each page has about as many as the others.
 *
 * @param context            the letter's
 * @param blocks             of the kind BLOCK_PANEL
 * @param count              how many
 * @param section            the element that holds them
 * @param page_break_before  a page begins with the first
 * @param list               [out] an item for each
 * @return STATUS_OK or STATUS_LAYOUT
 */
enum status panel_group_add(const struct layout_context *context,
                            const struct block *const *blocks, size_t count,
                            struct tag *section, bool page_break_before,
                            struct layout_column *list,
                            struct error *err) MUST_CHECK;

/**
 * Shares out the white below panels that have a page to themselves: first to
 * make them equally high, then to open the gaps.
 *
 * @param context       the letter's
 * @param column_items  of one page
 * @param count         how many; does nothing unless all are panels
 */
void panel_group_spread(const struct layout_context *context,
                        struct column_item *column_items, size_t count);

#endif
