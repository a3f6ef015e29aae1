#ifndef PDF_FLATE_H
#define PDF_FLATE_H

#include <stddef.h>

#include "base/buffer.h"

/**
 * Deflates streams in zlib's format, PDF's /FlateDecode. One for each thread.
 */
struct flate;

/** The effort: for data made once a run, and for each letter's. */
enum flate_effort {
    FLATE_ONCE,
    FLATE_EACH,
};

/** @owner the caller, who frees it with flate_free() */
struct flate *flate_new(enum flate_effort effort);

void flate_free(struct flate *flate);

/** Adds @p size bytes to @p buffer, deflated; equal inputs give equal bytes.
 */
void flate_add(struct flate *flate, const void *bytes, size_t size,
               struct buffer *buffer);

#endif
