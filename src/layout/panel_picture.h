#ifndef LAYOUT_PANEL_PICTURE_H
#define LAYOUT_PANEL_PICTURE_H

#include "layout/layout.h"

/**
 * Draws a panel's charts as separate pictures, for a web page that has the
 * words: each chart is a page of the document, as large as the chart, in the
 * theme's text size.
 *
 * Every picture is a figure with a complete Alt.
 */

/**
 * Draws the charts of a panel.
 *
 * @param kit       for the run
 * @param tools     this thread's
 * @param arena     owns the document, except texts and glyphs in the shaper's
 *                  caches
 * @param letter    the letter that the panel belongs to
 * @param block     of the kind BLOCK_PANEL
 * @param document  [out] without pages if there is nothing to draw; valid
 *                  until the tools are used again
 * @return STATUS_OK or STATUS_LAYOUT
 */
enum status panel_picture_draw(const struct layout_kit *kit,
                               const struct layout_tools *tools,
                               struct arena *arena, const struct letter *letter,
                               const struct block *block,
                               struct document *document,
                               struct error *err) MUST_CHECK;

#endif
