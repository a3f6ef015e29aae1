#ifndef PDF_SHELF_H
#define PDF_SHELF_H

#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"
#include "pdf/static_deflate.h"

/**
 * An object stream: dictionaries one behind the other, made small together.
 *
 * @source ISO 32000-1, 7.5.7
 */
struct shelf {
    struct buffer index;    ///< numbers and offsets
    struct buffer objects;  ///< in it
    size_t count;           ///< how many
    struct strand *strands; ///< of the index, then of the objects
    size_t strand_count;
    size_t strand_room;
};

/** @return an empty one of at most @p limit bytes; give its memory back with
 *  shelf_free() */
struct shelf shelf_new(size_t limit);

void shelf_free(struct shelf *shelf);

/** Begins the next object. @return where to add its bytes */
struct buffer *shelf_add(struct shelf *shelf, size_t number);

/** Adds @p size bytes of the object begun last, packed ahead. */
void shelf_add_packed(struct shelf *shelf, const void *bytes, size_t size,
                      const struct packing *packing);

/**
 * Makes the stream.
 *
 * @param shelf      with its objects; used up
 * @param compactor  makes them small
 * @param entries    gets those of the stream's dictionary
 * @param bytes      gets the stream
 */
void shelf_finish(struct shelf *shelf, struct compactor *compactor,
                  struct buffer *entries, struct buffer *bytes);

#endif
