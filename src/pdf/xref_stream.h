#ifndef PDF_XREF_STREAM_H
#define PDF_XREF_STREAM_H

#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"
#include "pdf/static_deflate.h"

/**
 * The cross-reference stream: where each object of a file is.
 *
 * @source ISO 32000-1, 7.5.8; its rows are predicted from the row above
 *         (7.4.4.4), for most continue where that one stopped
 */

/** Where an object is. */
struct xref_entry {
    uint32_t
        object_stream; ///< number of the object stream it is in; 0: in none
    size_t position; ///< offset in the file, or which one in the object stream
};

/**
 * Adds the entries of the stream's dictionary and makes the stream.
 *
 * @param xref_entries    by object number; the first is that of no object
 * @param count           how many
 * @param static_deflate  makes the rows small; NULL: they stay as they are
 * @param entries         gets "/Type/XRef/Size ..."
 * @param rows            gets the stream's bytes
 */
void xref_stream_make(const struct xref_entry *xref_entries, size_t count,
                      struct static_deflate *static_deflate,
                      struct buffer *entries, struct buffer *rows);

#endif
