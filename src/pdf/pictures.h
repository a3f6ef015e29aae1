#ifndef PDF_PICTURES_H
#define PDF_PICTURES_H

#include <stddef.h>

#include "canvas/artwork.h"
#include "pdf/haru.h"

/**
 * Raster artwork, as image objects: each once in a letter, however often it is
 * painted. One for each thread; deflated pixels are remembered by the artwork's
 * digest.
 */
struct pictures;

/** @owner the caller, who frees it with pictures_free() */
struct pictures *pictures_new(void);

void pictures_free(struct pictures *pictures);

/** Begins a letter. */
void pictures_reset(struct pictures *pictures);

/** @return the picture's number in the letter: "/I1" is 1 */
size_t pictures_use(struct pictures *pictures, const struct artwork *artwork);

/** Writes the pictures that were used, which borrow from @p pictures until the
 *  file is saved. Adds "/XObject<<...>>" to @p resources if there are any. */
void pictures_write(const struct pictures *pictures, struct haru *haru,
                    struct buffer *resources);

#endif
