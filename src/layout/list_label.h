#ifndef LAYOUT_LABEL_H
#define LAYOUT_LABEL_H

#include "layout/text_block.h"

/**
 * What stands before an item of a list: a number or a bullet, as text, so that
 * it is read out and copied with the item.
 */
struct label {
    double x; ///< points, from where its list's left edge stands
    struct prose prose;
    struct tag *item; ///< LI, which gets a Lbl
};

/**
 * Sets a bullet.
 *
 * @param composer  the letter's
 * @param place     the list's, for errors
 * @param ink       that of the item
 * @param label     filled in on success; x and item are the caller's to set
 * @param err       filled in otherwise
 * @return STATUS_OK or STATUS_LAYOUT
 * @errors RULE_GLYPH_MISSING, RULE_TEXT_DIRECTION
 */
enum status label_set_bullet(const struct composer *composer,
                             struct place place, const struct ink *ink,
                             struct label *label, struct error *err) MUST_CHECK;

/** The same for a number, as "1." */
enum status label_set_number(const struct composer *composer, int number,
                             struct place place, const struct ink *ink,
                             struct label *label, struct error *err) MUST_CHECK;

/** Draws a label whose list's left edge is at @p at, on its item's first
 *  baseline. */
void label_draw(const struct composer *composer, struct label *label,
                struct point at);

#endif
