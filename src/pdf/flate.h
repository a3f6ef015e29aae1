#ifndef PDF_DEFLATER_H
#define PDF_DEFLATER_H

#include <stddef.h>

#include "base/buffer.h"

/**
 * Makes streams smaller: zlib's format, which PDF calls /FlateDecode. One for
 * each thread.
 */
struct deflater;

/** How hard to try: what is made once a run, and what each letter waits for. */
enum deflater_effort {
    DEFLATER_ONCE,
    DEFLATER_EACH,
};

/** @owner the caller, who frees it with deflater_free() */
struct deflater *deflater_new(enum deflater_effort effort);

void deflater_free(struct deflater *deflater);

/** Adds @p size bytes to @p buffer, deflated; same input, same bytes. */
void deflater_add(struct deflater *deflater, const void *bytes, size_t size,
                  struct buffer *buffer);

#endif
