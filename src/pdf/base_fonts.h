#ifndef PDF_BASE_FONTS_H
#define PDF_BASE_FONTS_H

#include <stddef.h>

#include "base/diagnostics.h"
#include "pdf/embedded_font.h"
#include "pdf/flate.h"
#include "pdf/font_encoding.h"
#include "type/face.h"

/**
 * The faces of a run, each with the codes that all letters share and their
 * subset. Immutable once open.
 *
 * The family's upright faces hold ASCII's letters, digits and stops, quotes,
 * dashes and the like, the usual ligatures and what the template prints; those
 * of a fallback hold what the template prints and no family before has. Italics
 * hold nothing: a letter has a word or two in them, for which a subset of its
 * own is a kilobyte, where a shared one would be nine.
 */
struct base_fonts;

/** A face of the run. */
struct base_font {
    const struct face *face;
    const struct font_encoding *codes;
    struct embedded_font *embedded_font; ///< NULL where there are no codes
};

/**
 * @param family      faces and fallbacks; borrowed
 * @param characters  UTF-8: what the template prints
 * @param flate       makes the subsets small
 * @param base_fonts  [out]
 * @return STATUS_OK or STATUS_INPUT
 * @owner  the caller, who frees it with base_fonts_close()
 */
enum status base_fonts_open(const struct family *family, const char *characters,
                            struct flate *flate, struct base_fonts **base_fonts,
                            struct error *err) MUST_CHECK;

void base_fonts_close(struct base_fonts *base_fonts);

/** @return all faces, once each, families in the order of their fallback */
const struct base_font *base_fonts_list(const struct base_fonts *base_fonts,
                                        size_t *count);

#endif
