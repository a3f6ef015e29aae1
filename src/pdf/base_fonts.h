#ifndef PDF_TYPECASE_H
#define PDF_TYPECASE_H

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
struct typecase;

/** A face of the run. */
struct type {
    const struct face *face;
    const struct repertoire *codes;
    const struct embed *embed; ///< NULL where there are no codes
};

/**
 * @param family      faces and fallbacks; borrowed
 * @param characters  UTF-8: what the template prints
 * @param deflater    makes the subsets small
 * @param typecase    filled in on success
 * @param err         filled in otherwise
 * @return STATUS_OK or STATUS_INPUT
 * @owner  the caller, who frees it with typecase_close()
 */
enum status typecase_open(const struct family *family, const char *characters,
                          struct deflater *deflater, struct typecase **typecase,
                          struct error *err) MUST_CHECK;

void typecase_close(struct typecase *typecase);

/** @return all faces, once each, families in the order of their fallback */
const struct type *typecase_types(const struct typecase *typecase,
                                  size_t *count);

#endif
