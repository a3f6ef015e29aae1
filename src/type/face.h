#ifndef TYPE_FACE_H
#define TYPE_FACE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/diagnostics.h"
#include "type/font_subset.h"

/**
 * Font files as faces. Immutable once open: any thread may read them.
 *
 * @units  font units where it says so (units_per_em to the em), else points
 */

enum face_style {
    FACE_REGULAR,
    FACE_BOLD,
    FACE_ITALIC,
    FACE_BOLD_ITALIC,
    FACE_STYLES
};

struct face;

/** A family: its four styles, then its fallback. */
struct family {
    const struct face *faces[FACE_STYLES]; ///< a missing style is the regular
    const struct family *fallback;         ///< or NULL
};

/** A face's measures for painters and layout, in font units. */
struct face_metrics {
    int units_per_em;
    int ascent;  ///< above the baseline, positive
    int descent; ///< below the baseline, positive
    int cap_height;
    int x_height;
    int underline_position; ///< of the line's middle below the baseline
    int underline_thickness;
    int italic_angle; ///< whole degrees, negative leans right
    int weight;       ///< 400, 700
    int box[4];       ///< x min, y min, x max, y max; y up
    bool fixed_pitch;
    bool italic;
};

/**
 * Opens a TrueType file.
 *
 * @param path  the file; kept as the place of errors
 * @param face  [out] the face
 * @return STATUS_OK, STATUS_INPUT or STATUS_IO
 * @owner  the caller, who frees it with face_close()
 * @errors RULE_FILE_MISSING, RULE_FONT_UNREADABLE (no TrueType outlines, a
 *         variable font, cut short, no character map, embedding or subsetting
 *         forbidden by OS/2 fsType)
 */
enum status face_open(const char *path, struct face **face,
                      struct error *err) MUST_CHECK;

void face_close(struct face *face);

/**
 * Checks that a face differs from its family's regular one.
 *
 * @return NULL, or the reason why it does not qualify as @p style
 */
const char *face_style_fault(const struct face *face, enum face_style style,
                             const struct face *regular);

const struct face_metrics *face_metrics(const struct face *face);

/** @return the PostScript name, as "LiberationSans-Bold" */
const char *face_name(const struct face *face);

/** @return the file's bytes, borrowed from the face */
const void *face_bytes(const struct face *face, size_t *size);

/** @return SHA-256 of the file, 32 bytes */
const unsigned char *face_digest(const struct face *face);

/** @return the glyph for a character, or 0 */
uint32_t face_glyph(const struct face *face, uint32_t codepoint);

/** @return a glyph's advance in font units */
int face_advance(const struct face *face, uint32_t glyph);

size_t face_glyph_count(const struct face *face);

/** A glyph's outline, in font units, y up; quadratics are given as cubics. */
struct outline_sink {
    void (*move)(void *to, double x, double y);
    void (*line)(void *to, double x, double y);
    void (*curve)(void *to, double x1, double y1, double x2, double y2,
                  double x3, double y3);
    void (*close)(void *to);
};

void face_outline(const struct face *face, uint32_t glyph,
                  const struct outline_sink *sink, void *to);

#endif
