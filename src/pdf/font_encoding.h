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
 * A code represents a glyph and its text, because one glyph may have several
 * texts: a curly quote is also a straight one, a ligature its letters. Text
 * copied from a letter is therefore unchanged. Printable ASCII has its own
 * codes; others follow in the order of their addition.
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
 * @param face   of the glyphs
 * @param base   codes continue after those of this encoding; NULL: from 32
 */
struct font_encoding *font_encoding_new(struct arena *arena,
                                        const struct face *face,
                                        const struct font_encoding *base);

/**
 * Adds a glyph with its text, which is copied, unless the encoding or its base
 * has it.
 *
 * @return false if all codes are taken
 */
bool font_encoding_add(struct font_encoding *encoding, uint32_t glyph,
                       const char *text, size_t length);

/** Adds all codes of @p other, in the order of glyphs and texts. @return false
 *  if all codes are taken */
bool font_encoding_add_sorted(struct font_encoding *encoding,
                              const struct font_encoding *other);

/** @return the code, from the encoding or its base, or NULL */
const struct char_code *font_encoding_find(const struct font_encoding *encoding,
                                           uint32_t glyph, const char *text,
                                           size_t length);

/**
 * A fast look-up of codes; the caller must compare the glyph.
 *
 * @return for each one-byte text below FONT_ENCODING_ASCII_END its first code,
 *         or NULL; without the base's. Valid until a code is added
 */
const struct char_code *const *
font_encoding_ascii(const struct font_encoding *encoding);

/** @return the codes without the base's, in the order of their addition */
const struct char_code *
font_encoding_codes(const struct font_encoding *encoding, size_t *count);

const struct font_encoding *
font_encoding_base(const struct font_encoding *encoding);

const struct face *font_encoding_face(const struct font_encoding *encoding);

/** @return true if both have equal codes and the same base */
bool font_encoding_equal(const struct font_encoding *a,
                         const struct font_encoding *b);

#endif
