#ifndef CANVAS_PNG_H
#define CANVAS_PNG_H

#include "canvas/artwork.h"

/** @return whether the bytes begin as every PNG does */
bool png_check(const void *bytes, size_t size);

/**
 * Reads a PNG from memory; private to canvas.
 *
 * @param arena    owns the pixels
 * @param path     the file, as shown in diagnostics; must outlive @p err
 * @param bytes    its content, any bytes
 * @param size     how many
 * @param artwork  kind, size and pixels are filled in on success
 * @param err      filled in otherwise
 * @return STATUS_OK or STATUS_INPUT
 * @errors RULE_ARTWORK_SYNTAX; RULE_ARTWORK_UNSUPPORTED for more than 4000
 *         pixels either way
 */
enum status png_read(struct arena *arena, const char *path, const void *bytes,
                     size_t size, struct artwork *artwork,
                     struct error *err) MUST_CHECK;

#endif
