#ifndef TYPE_FACE_INTERNAL_H
#define TYPE_FACE_INTERNAL_H

#include "base/buffer.h"
#include "base/hash.h"
#include "type/face.h"

/**
 * The members of a face; private to type.
 *
 * Everything in it is immutable once open: HarfBuzz's own caches below these
 * handles are lock-free, so threads share them.
 */
enum { FACE_NAME_SIZE = 64 };

struct face {
    struct buffer file;             ///< the bytes; @p tables points into them
    struct hb_face_t *tables;       ///< the file as tables
    struct hb_font_t *font;         ///< scaled to font units
    struct hb_draw_funcs_t *tracer; ///< outlines into a sink
    struct face_metrics metrics;
    char name[FACE_NAME_SIZE]; ///< PostScript's
    unsigned char digest[HASH_SIZE];
    uint32_t space;    ///< the glyph of U+0020
    int space_advance; ///< font units
};

/** @return the face for a style: the family's own, else its regular */
const struct face *face_of_family(const struct family *family,
                                  enum face_style style);

#endif
