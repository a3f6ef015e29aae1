#ifndef PDF_FONT_ENCODING_H
#define PDF_FONT_ENCODING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "type/face.h"

/**
 * The encoding of a font: the character codes of a face in a file.
 *
 * A code stands for a glyph together with the text it was set from, because
 * one glyph may stand for several texts: a curly quote for itself and for the
 * straight one, a ligature for its letters. So what is copied out of a letter
 * is what was written. Printable ASCII has its own codes; the rest follows in
 * the order in which it was added.
 */
struct font_encoding;

enum {
    FONT_ENCODING_FIRST = 32,
    FONT_ENCODING_LAST = 0xFFFF,
    FONT_ENCODING_ASCII_END = 127, ///< the end of printable ASCII
};

struct char_code {
    uint32_t number; ///< FONT_ENCODING_FIRST to FONT_ENCODING_LAST
    uint32_t glyph;  ///< of the face
    int32_t advance; ///< the glyph's own, font units
    const char *text;
    size_t length; ///< bytes of text, at least 1
};

/**
 * @param arena  owns the encoding
 * @param face   whose glyphs
 * @param base   codes continue after those of this encoding; NULL: from 32
 */
struct font_encoding *font_encoding_new(struct arena *arena,
                                        const struct face *face,
                                        const struct font_encoding *base);

/**
 * Adds a glyph with its text, which is copied. What is there already, in the
 * encoding or its base, is not added again.
 *
 * @return false: all codes are taken
 */
bool font_encoding_add(struct font_encoding *encoding, uint32_t glyph,
                       const char *text, size_t length);

/** Adds all of @p other, in the order of glyphs and texts; false: full. */
bool font_encoding_add_sorted(struct font_encoding *encoding,
                              const struct font_encoding *other);

/** @return the code, from the encoding or its base, or NULL */
const struct char_code *font_encoding_find(const struct font_encoding *encoding,
                                           uint32_t glyph, const char *text,
                                           size_t length);

/**
 * The short way to a code, to be checked against the glyph.
 *
 * @return for each one-byte text below FONT_ENCODING_ASCII_END its first code,
 *         or NULL; the base's are not there. Good until something is added
 */
const struct char_code *const *
font_encoding_ascii(const struct font_encoding *encoding);

/** @return the codes without the base's, as they were added */
const struct char_code *
font_encoding_codes(const struct font_encoding *encoding, size_t *count);

const struct font_encoding *
font_encoding_base(const struct font_encoding *encoding);

const struct face *font_encoding_face(const struct font_encoding *encoding);

/** @return true if both hold the same codes over the same base */
bool font_encoding_equal(const struct font_encoding *a,
                         const struct font_encoding *b);

#endif
