#ifndef CANVAS_JSON_PAINTER_H
#define CANVAS_JSON_PAINTER_H

#include "canvas/painter.h"

/**
 * Paints a document as JSON, which the proof's script draws.
 *
 *     {"faces": [id, ...],
 *      "glyphs": [{character: [advance, outline], ...}, ...],
 *      "pages": [{"width": 595.276, "height": 841.89, "marks": [mark, ...]}]}
 *
 *     ["t", x, y, face, size, colour, text, [glyph, advance, ...],
 *      [glyph, x, y, ...]]                       glyphs from a baseline
 *     ["f", colour, outline, [x, y, ...]]        filled, at each place
 *     ["s", colour, width, round, outline, [x, y, ...]]
 *     ["a", x, y, width, height, id]             artwork
 *
 * Each character of a text is a glyph: the face's glyph for that character, or
 * glyph n for U+F0000 + n. The lists after the text have the glyphs with an
 * advance other than the face's, and those with an offset. Outlines are SVG
 * path data; those of glyphs are in font units, y up. Faces, with the glyphs
 * of common characters, and artwork are separate files, shared by all letters;
 * "glyphs" has each face's further glyphs.
 */

enum { JSON_PAINTER_ID_SIZE = 17 };

struct painter json_painter(void);

/** @return the id of a face or an artwork, from the SHA-256 of its file */
const char *json_painter_id(const unsigned char digest[static 32],
                            char id[static JSON_PAINTER_ID_SIZE]);

/** Writes a face with the glyphs of common characters. */
void json_painter_face(const struct face *face, struct buffer *json);

/** Writes an artwork: {"image": "data:..."}. */
enum status json_painter_artwork(const struct artwork *artwork,
                                 struct buffer *json,
                                 struct error *err) MUST_CHECK;

#endif
