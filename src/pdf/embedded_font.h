#ifndef PDF_EMBEDDED_FONT_H
#define PDF_EMBEDDED_FONT_H

#include "base/diagnostics.h"
#include "pdf/flate.h"
#include "pdf/font_encoding.h"
#include "pdf/pdf_objects.h"

/**
 * An embedded face: a subset of its glyphs, deflated, with the widths and the
 * mapping to text. Immutable once made.
 *
 * @source ISO 32000-1, 9.7 (composite fonts), 9.8 (descriptors), 9.10 (text);
 *         ISO 19005-3, 6.2.11; ISO 14289-1, 7.21
 */
struct embedded_font;

/**
 * @param encoding       the codes and its base's; not empty
 * @param flate          deflates the parts
 * @param embedded_font  [out]
 * @return STATUS_OK or STATUS_INPUT
 * @owner  the caller, who frees it with embedded_font_free()
 */
enum status embedded_font_new(const struct font_encoding *encoding,
                              struct flate *flate,
                              struct embedded_font **embedded_font,
                              struct error *err) MUST_CHECK;

void embedded_font_free(struct embedded_font *embedded_font);

/** Adds the font's objects, which borrow from @p embedded_font until the file
 *  is saved. @return the Type 0 font's number */
uint32_t embedded_font_write(const struct embedded_font *embedded_font,
                             struct pdf_objects *pdf);

#endif
