#ifndef CANVAS_SVG_PAINTER_H
#define CANVAS_SVG_PAINTER_H

#include "canvas/painter.h"

/**
 * Paints a page as an SVG element, for a web page or a file.
 *
 * Text remains text, so that it can be searched and copied: in Liberation Sans
 * or a font of its widths, else in the browser's sans serif, fitted to the
 * measured width. The picture is sized in em, so it scales with the text around
 * it.
 *
 * A figure is a group with its Alt as its name; artifacts are hidden from
 * screen readers; links are active.
 *
 * @source SVG 2; SVG-AAM 1.0 for the roles
 */

/** A page to paint. */
struct svg_page {
    size_t page;         ///< of the document, from 0
    double points_to_em; ///< the size of the text around it, 12 as a rule
};

/** @return the painter of one page; it reports STATUS_LAYOUT if a page has too
 *         many bytes. @p svg_page must outlive it */
struct painter svg_painter(struct svg_page *svg_page);

#endif
