#ifndef LAYOUT_LIST_LABEL_H
#define LAYOUT_LIST_LABEL_H

#include "layout/text_block.h"

/**
 * The label of a list item: a number or a bullet, as text, so that it is read
 * out and copied with the item.
 */
struct list_label {
    double x; ///< points, from its list's left edge
    struct text_block text_block;
    struct tag *item; ///< LI, which gets a Lbl
};

/**
 * Sets a bullet.
 *
 * @param context     the letter's
 * @param location    the list's, for errors
 * @param text_style  that of the item
 * @param label       [out] the label; the caller sets x and item
 * @return STATUS_OK or STATUS_LAYOUT
 * @errors RULE_GLYPH_MISSING, RULE_TEXT_DIRECTION
 */
enum status list_label_set_bullet(const struct layout_context *context,
                                  struct location location,
                                  const struct text_style *text_style,
                                  struct list_label *label,
                                  struct error *err) MUST_CHECK;

/** Like list_label_set_bullet(), but a number, as "1." */
enum status list_label_set_number(const struct layout_context *context,
                                  int number, struct location location,
                                  const struct text_style *text_style,
                                  struct list_label *label,
                                  struct error *err) MUST_CHECK;

/** Draws a label whose list's left edge is at @p at, on its item's first
 *  baseline. */
void list_label_draw(const struct layout_context *context,
                     struct list_label *label, struct point at);

#endif
