#ifndef CANVAS_ARTWORK_H
#define CANVAS_ARTWORK_H

#include <stdbool.h>
#include <stddef.h>

#include "base/diagnostics.h"
#include "canvas/path.h"

/**
 * Logos and signatures from SVG and PNG files. Immutable once open.
 *
 * SVG: svg, g, path, rect (rounded too), circle, ellipse, line, polyline,
 * polygon; fill, stroke, stroke-width, -linecap, -linejoin, -miterlimit,
 * fill-rule, fill-opacity 0 or 1 as attributes and in style=""; transform;
 * viewBox; title, desc and metadata are skipped. Anything else is an error
 * that names the element or attribute and its location, rather than an
 * approximate picture. Painters clip to the viewBox.
 */

enum artwork_kind {
    ARTWORK_VECTOR,
    ARTWORK_RASTER,
};

/** A filled or stroked outline of a vector artwork. */
struct artwork_shape {
    struct path path; ///< in the artwork's own units, y down
    bool filled;
    bool even_odd; ///< fill rule
    struct colour fill;
    bool stroked;
    struct colour stroke;
    double line_width; ///< in the artwork's own units
    bool round_caps;
    bool round_joins;
    double miter_limit; ///< if joins are not round; 4 in SVG, 10 elsewhere
};

struct artwork {
    enum artwork_kind kind;
    const char *path;  ///< of the file
    const char *title; ///< SVG's own name for the picture; NULL: none
    double width;      ///< vector: of the viewBox; raster: pixels
    double height;
    const struct artwork_shape *shapes; ///< vector
    size_t shape_count;
    const unsigned char *pixels; ///< raster: RGB, 3 bytes a pixel, by rows
    const unsigned char *alpha;  ///< raster: 1 byte a pixel; NULL: opaque
    unsigned char digest[32];    ///< SHA-256 of the file
};

/**
 * Reads an SVG or PNG file; the content decides, not the name.
 *
 * @param arena    owns the artwork
 * @param path     the file, as shown in diagnostics
 * @param artwork  [out]
 * @return STATUS_OK, STATUS_INPUT or STATUS_IO
 * @errors RULE_FILE_*, RULE_ARTWORK_SYNTAX, RULE_ARTWORK_UNSUPPORTED
 * @source SVG 1.1 chapters 7 to 11; PNG through libpng
 */
enum status artwork_read(struct arena *arena, const char *path,
                         const struct artwork **artwork,
                         struct error *err) MUST_CHECK;

/** Like artwork_read(), from bytes in memory, which are not kept. */
enum status artwork_read_bytes(struct arena *arena, const char *path,
                               const void *bytes, size_t size,
                               const struct artwork **artwork,
                               struct error *err) MUST_CHECK;

#endif
