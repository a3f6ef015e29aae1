#ifndef CANVAS_CAIRO_PAINTER_H
#define CANVAS_CAIRO_PAINTER_H

#include "canvas/painter.h"
#include "canvas/pixmap.h"

/**
 * Paints pages as pictures, for proofs and as a check of the PDF painter.
 */

/** A page to paint as a PNG. */
struct cairo_page {
    size_t page; ///< of the document, from 0
    double dpi;  ///< pixels an inch, 10 to 600
};

/** @return the painter of one page as a PNG; it reports STATUS_LAYOUT if there
 *         is no memory for the picture. @p cairo_page must outlive it */
struct painter cairo_painter(struct cairo_page *cairo_page);

/**
 * Paints one page as pixels.
 *
 * @param page    the page
 * @param dpi     pixels an inch, 10 to 600
 * @param pixmap  [out] the picture
 * @return STATUS_OK, STATUS_LAYOUT (out of memory for the picture)
 * @owner  the caller, who frees it with pixmap_free()
 */
enum status cairo_painter_pixmap(const struct page *page, double dpi,
                                 struct pixmap *pixmap,
                                 struct error *err) MUST_CHECK;

#endif
