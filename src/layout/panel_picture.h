#ifndef LAYOUT_PANEL_PICTURE_H
#define LAYOUT_PANEL_PICTURE_H

#include "layout/layout.h"

/**
 * A panel's charts as pictures of their own, for a page on which the words are
 * set by somebody else: a page of the document for each chart, as large as the
 * chart, with the theme's text size.
 *
 * Every picture is a figure, whose Alt says what it shows, in full.
 */

/**
 * Draws the charts of a panel.
 *
 * @param kit       for the run
 * @param tools     this thread's
 * @param arena     owns the document, but for texts and glyphs that the shaper
 *                  keeps
 * @param letter    the letter that the panel belongs to
 * @param block     of the kind BLOCK_PANEL
 * @param document  [out] no page where there is nothing to draw; good until
 *                  these tools set or shape something else
 * @return STATUS_OK or STATUS_LAYOUT
 */
enum status panel_picture_draw(const struct layout_kit *kit,
                               const struct layout_tools *tools,
                               struct arena *arena, const struct letter *letter,
                               const struct block *block,
                               struct document *document,
                               struct error *err) MUST_CHECK;

#endif
