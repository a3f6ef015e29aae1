#ifndef PDF_EMBED_H
#define PDF_EMBED_H

#include "base/diagnostics.h"
#include "pdf/flate.h"
#include "pdf/font_encoding.h"
#include "pdf/pdf_objects.h"

/**
 * A face as a file carries it: a subset of its glyphs, deflated, with what a
 * reader needs to place them and to read them back. Immutable once made.
 *
 * @source ISO 32000-1, 9.7 (composite fonts), 9.8 (descriptors), 9.10 (text);
 *         ISO 19005-3, 6.2.11; ISO 14289-1, 7.21
 */
struct embed;

/**
 * @param repertoire  the codes, its base's included; not empty
 * @param deflater    makes the parts small
 * @param embed       filled in on success
 * @param err         filled in otherwise
 * @return STATUS_OK or STATUS_INPUT
 * @owner  the caller, who frees it with embed_free()
 */
enum status embed_new(const struct repertoire *repertoire,
                      struct deflater *deflater, struct embed **embed,
                      struct error *err) MUST_CHECK;

void embed_free(struct embed *embed);

/** Adds the font's objects, which borrow from @p embed until the file is
 *  saved. @return the Type 0 font's number */
uint32_t embed_write(const struct embed *embed, struct haru *haru);

#endif
