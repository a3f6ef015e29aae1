#ifndef LAYOUT_COLUMN_ITEM_H
#define LAYOUT_COLUMN_ITEM_H

#include <stdbool.h>
#include <stddef.h>

#include "layout/list_label.h"

/**
 * A letter as one long column of items before pagination: lines of text and
 * unbreakable blocks.
 */
enum column_item_kind {
    COLUMN_ITEM_LINE,
    COLUMN_ITEM_LETTERHEAD,
    COLUMN_ITEM_SIGNATURE, ///< the artwork, or space for a pen
    COLUMN_ITEM_PANEL,
    COLUMN_ITEM_ROW, ///< of a table
};

/** The order in which keeps are given up if kept items do not fit on a page.
 */
enum break_priority {
    BREAK_PRIORITY_NEVER,
    BREAK_PRIORITY_LAST,  ///< a panel, and a signature that would be alone
    BREAK_PRIORITY_FIRST, ///< panels that belong together
};

struct column_item {
    enum column_item_kind kind;
    struct location location;
    double before; ///< space above; none at the top of a page
    double height;
    double repeated; ///< height of its table's head, drawn above it at the top
                     ///< of a page
    bool keep_with_next;                ///< no page break after this item
    enum break_priority break_priority; ///< when the keep is given up
    bool page_break_before;             ///< a page break before this item

    struct text_block *text_block; ///< COLUMN_ITEM_LINE
    size_t line;                   ///< which of its lines
    double x;                      ///< from the frame's left edge
    struct tag *tag;
    struct list_label *label; ///< of the item that begins here, or NULL

    bool sealed; ///< COLUMN_ITEM_SIGNATURE: the letter's seal is here

    struct letterhead *letterhead; ///< COLUMN_ITEM_LETTERHEAD
    struct panel_plan *panel;      ///< COLUMN_ITEM_PANEL
    struct table_row *row;         ///< COLUMN_ITEM_ROW
};

struct layout_column {
    struct column_item *items;
    size_t count;
    size_t capacity;
};

/** Adds a copy of @p column_item. @owner the list's memory is @p arena's */
void column_item_add(struct layout_column *list, struct arena *arena,
                     const struct column_item *column_item);

#endif
