#ifndef PDF_BASE_FONTS_H
#define PDF_BASE_FONTS_H

#include <stddef.h>

#include "base/diagnostics.h"
#include "pdf/embedded_font.h"
#include "pdf/flate.h"
#include "pdf/font_encoding.h"
#include "type/face.h"

/**
 * The faces of a run, each with the codes and the subset that all letters
 * share. Immutable once open.
 *
 * The family's upright faces have ASCII letters, digits and punctuation,
 * quotes, dashes, common ligatures and the template's characters; fallback
 * faces have the template's characters that earlier families lack. Italics have
 * no shared codes: a letter has a few words in italics, for which its own
 * subset takes one kilobyte instead of nine.
 */
struct base_fonts;

/** A face of the run. */
struct base_font {
    const struct face *face;
    const struct font_encoding *codes;
    struct embedded_font *embedded_font; ///< NULL without codes
};

/**
 * @param family      faces and fallbacks; borrowed
 * @param characters  UTF-8: the template's characters
 * @param flate       deflates the subsets
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
