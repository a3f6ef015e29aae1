#ifndef CANVAS_CAIRO_PAINTER_H
#define CANVAS_CAIRO_PAINTER_H

#include "base/buffer.h"
#include "canvas/display_list.h"
#include "canvas/pixmap.h"

/**
 * Paints pages as pictures, for proofs and for checking the PDF painter.
 */

/**
 * Paints one page as a PNG.
 *
 * @param page  the page
 * @param dpi   pixels an inch, 10 to 600
 * @param png   gets the file's bytes; the same page gives the same bytes
 * @param err   filled in on failure
 * @return STATUS_OK, STATUS_LAYOUT (out of memory for the picture)
 */
enum status cairo_painter_paint(const struct page *page, double dpi,
                                struct buffer *png,
                                struct error *err) MUST_CHECK;

/**
 * Paints one page as pixels.
 *
 * @param page    the page
 * @param dpi     pixels an inch, 10 to 600
 * @param pixmap  filled in on success
 * @param err     filled in otherwise
 * @return STATUS_OK, STATUS_LAYOUT (out of memory for the picture)
 * @owner  the caller, who frees it with pixmap_free()
 */
enum status cairo_painter_pixmap(const struct page *page, double dpi,
                                 struct pixmap *pixmap,
                                 struct error *err) MUST_CHECK;

#endif
