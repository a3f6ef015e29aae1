#ifndef LAYOUT_TABLE_H
#define LAYOUT_TABLE_H

#include "layout/column_item.h"
#include "layout/layout_context.h"

/**
 * Lays out a table as items: lines of the caption, then the head and each row.
 *
 * A page may end after any row except the first and the second last, so that
 * no row is alone; a page that begins inside a table repeats the head. A table
 * of at most a third of a page is not broken.
 */
struct table_row;

/**
 * Adds a table to the column; the caller sets the space before it.
 *
 * @param block   of the kind BLOCK_TABLE
 * @param parent  in the structure
 * @return STATUS_OK or STATUS_LAYOUT
 * @errors RULE_LAYOUT_TABLE_TOO_WIDE, RULE_GLYPH_MISSING, RULE_TEXT_DIRECTION
 */
enum status table_add(const struct layout_context *context,
                      const struct block *block, struct tag *parent,
                      struct layout_column *list, struct error *err) MUST_CHECK;

/** Draws a row whose top is at @p y. */
void table_draw_row(const struct layout_context *context, struct table_row *row,
                    double y);

/** Draws the head of a row's table once more, as an artifact. */
void table_repeat_head(const struct layout_context *context,
                       const struct table_row *row, double y);

#endif
