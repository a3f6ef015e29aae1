#ifndef PDF_XREF_STREAM_H
#define PDF_XREF_STREAM_H

#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"
#include "pdf/static_deflate.h"

/**
 * The cross-reference stream: the position of each object in a file.
 *
 * @source ISO 32000-1, 7.5.8; rows are predicted from the row above (7.4.4.4),
 *         because positions increase in small steps
 */

/** The position of an object. */
struct xref_entry {
    uint32_t object_stream; ///< number of its object stream; 0: none
    size_t position; ///< offset in the file, or index in the object stream
};

/**
 * Adds the entries of the stream's dictionary and makes the stream.
 *
 * @param xref_entries    by object number; entry 0 is the free one
 * @param count           how many
 * @param static_deflate  deflates the rows; NULL: not deflated
 * @param entries         [out] "/Type/XRef/Size ..."
 * @param rows            [out] the stream's bytes
 */
void xref_stream_make(const struct xref_entry *xref_entries, size_t count,
                      struct static_deflate *static_deflate,
                      struct buffer *entries, struct buffer *rows);

#endif
