#ifndef CANVAS_SVG_H
#define CANVAS_SVG_H

#include "canvas/artwork.h"

/**
 * Reads an SVG document from memory; private to canvas.
 *
 * At most 2 MiB, 100,000 shapes, 64 elements deep.
 *
 * @param arena    owns shapes and paths
 * @param path     the file, as shown in diagnostics; must outlive @p err
 * @param bytes    its content, any bytes
 * @param size     how many
 * @param artwork  [out] kind, size and shapes
 * @return STATUS_OK or STATUS_INPUT
 * @errors RULE_FILE_TOO_LARGE, RULE_ARTWORK_SYNTAX, RULE_ARTWORK_UNSUPPORTED
 */
enum status svg_read(struct arena *arena, const char *path, const char *bytes,
                     size_t size, struct artwork *artwork,
                     struct error *err) MUST_CHECK;

#endif
