#ifndef PDF_PICTURES_H
#define PDF_PICTURES_H

#include <stddef.h>

#include "canvas/artwork.h"
#include "pdf/pdf_objects.h"

/**
 * Artwork as objects of its own, images and forms: each once in a letter,
 * however often it is painted. One for each thread; what is deflated is
 * remembered by the artwork's digest, and a form by its size too.
 */
struct pictures;

/** @owner the caller, who frees it with pictures_free() */
struct pictures *pictures_new(void);

void pictures_free(struct pictures *pictures);

/** Begins a letter. */
void pictures_reset(struct pictures *pictures);

/** @return the raster picture's number in the letter: "/I1" is 1 */
size_t pictures_use(struct pictures *pictures, const struct artwork *artwork);

/** @return the number of vector artwork drawn @p width wide and @p height high,
 *  hundredths of a point; 0: no form has been added for it */
size_t pictures_use_form(struct pictures *pictures,
                         const struct artwork *artwork, long width,
                         long height);

/** Adds the form that pictures_use_form() did not find. @p stream is a content
 *  stream whose origin is the artwork's bottom left; it is copied. */
void pictures_add_form(struct pictures *pictures, const struct artwork *artwork,
                       long width, long height, const struct buffer *stream);

/** Writes the pictures that were used, which borrow from @p pictures until the
 *  file is saved. Adds "/XObject<<...>>" to @p resources if there are any. */
void pictures_write(const struct pictures *pictures, struct haru *haru,
                    struct buffer *resources);

#endif
