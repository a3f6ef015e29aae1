#ifndef PDF_FLATE_H
#define PDF_FLATE_H

#include <stddef.h>

#include "base/buffer.h"

/**
 * Makes streams smaller: zlib's format, which PDF calls /FlateDecode. One for
 * each thread.
 */
struct flate;

/** How hard to try: what is made once a run, and what each letter waits for. */
enum flate_effort {
    FLATE_ONCE,
    FLATE_EACH,
};

/** @owner the caller, who frees it with flate_free() */
struct flate *flate_new(enum flate_effort effort);

void flate_free(struct flate *flate);

/** Adds @p size bytes to @p buffer, deflated; same input, same bytes. */
void flate_add(struct flate *flate, const void *bytes, size_t size,
               struct buffer *buffer);

#endif
