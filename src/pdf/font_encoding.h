#ifndef PDF_REPERTOIRE_H
#define PDF_REPERTOIRE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "type/face.h"

/**
 * What a face can show in a file, and the code of each.
 *
 * A code stands for a glyph together with the text it was set from, because
 * one glyph may stand for several texts: a curly quote for itself and for the
 * straight one, a ligature for its letters. So what is copied out of a letter
 * is what was written. Printable ASCII has its own codes; the rest follows in
 * the order in which it was added.
 */
struct repertoire;

enum {
    REPERTOIRE_FIRST = 32,
    REPERTOIRE_LAST = 0xFFFF,
    REPERTOIRE_PLAIN = 127, ///< the end of printable ASCII
};

struct code {
    uint32_t number; ///< REPERTOIRE_FIRST to REPERTOIRE_LAST
    uint32_t glyph;  ///< of the face
    int32_t advance; ///< the glyph's own, font units
    const char *text;
    size_t length; ///< bytes of text, at least 1
};

/**
 * @param arena  owns the repertoire
 * @param face   whose glyphs
 * @param base   codes go on behind those of this repertoire; NULL: from 32
 */
struct repertoire *repertoire_new(struct arena *arena, const struct face *face,
                                  const struct repertoire *base);

/**
 * Adds a glyph with its text, which is copied. What is there already, in the
 * repertoire or its base, is not added again.
 *
 * @return false: all codes are taken
 */
bool repertoire_add(struct repertoire *repertoire, uint32_t glyph,
                    const char *text, size_t length);

/** Adds all of @p other, in the order of glyphs and texts; false: full. */
bool repertoire_add_sorted(struct repertoire *repertoire,
                           const struct repertoire *other);

/** @return the code, from the repertoire or its base, or NULL */
const struct code *repertoire_find(const struct repertoire *repertoire,
                                   uint32_t glyph, const char *text,
                                   size_t length);

/**
 * The short way to a code, to be checked against the glyph.
 *
 * @return for each one-byte text below REPERTOIRE_PLAIN its first code, or
 *         NULL; the base's are not there. Good until something is added
 */
const struct code *const *repertoire_plain(const struct repertoire *repertoire);

/** @return the codes without the base's, as they were added */
const struct code *repertoire_codes(const struct repertoire *repertoire,
                                    size_t *count);

const struct repertoire *repertoire_base(const struct repertoire *repertoire);

const struct face *repertoire_face(const struct repertoire *repertoire);

/** @return whether both hold the same codes over the same base */
bool repertoire_equal(const struct repertoire *a, const struct repertoire *b);

#endif
