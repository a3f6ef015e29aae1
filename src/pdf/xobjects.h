#ifndef PDF_XOBJECTS_H
#define PDF_XOBJECTS_H

#include <stddef.h>

#include "canvas/artwork.h"
#include "pdf/pdf_objects.h"

/**
 * Writes artwork as XObjects, images and forms: each once in a letter, even if
 * painted several times. One for each thread; deflated artwork is cached by its
 * digest, and forms also by size.
 */
struct xobjects;

/** @owner the caller, who frees it with xobjects_free() */
struct xobjects *xobjects_new(void);

void xobjects_free(struct xobjects *xobjects);

/** Begins a letter. */
void xobjects_reset(struct xobjects *xobjects);

/** @return the raster picture's number in the letter: "/I1" is 1 */
size_t xobjects_use(struct xobjects *xobjects, const struct artwork *artwork);

/** @return the number of vector artwork drawn @p width wide and @p height high,
 *  hundredths of a point; 0: no form has been added for it */
size_t xobjects_use_form(struct xobjects *xobjects,
                         const struct artwork *artwork, long width,
                         long height);

/** Adds the form that xobjects_use_form() did not find. @p stream is a content
 *  stream whose origin is the artwork's bottom left; it is copied. */
void xobjects_add_form(struct xobjects *xobjects, const struct artwork *artwork,
                       long width, long height, const struct buffer *stream);

/** Writes the used pictures, which borrow from @p xobjects until the file is
 *  saved. Adds "/XObject<<...>>" to @p resources if there are any. */
void xobjects_write(const struct xobjects *xobjects, struct pdf_objects *pdf,
                    struct buffer *resources);

#endif
