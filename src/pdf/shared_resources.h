#ifndef PDF_SHARED_RESOURCES_H
#define PDF_SHARED_RESOURCES_H

#include <stddef.h>

#include "base/diagnostics.h"
#include "type/face.h"

/**
 * The resources that PDF painters of a run share: font subsets and the colour
 * profile, deflated. Immutable once open.
 *
 * Fonts are subset to the characters of the template and those of names and
 * figures, so that letters share them. A row with other characters gets its own
 * subset, of the template's and that row's characters only: a letter's bytes
 * never depend on another row.
 */
struct shared_resources;

/**
 * @param family      faces and fallbacks that marks may use
 * @param characters  UTF-8: the template's characters
 * @param shared      [out]
 * @return STATUS_OK or STATUS_INPUT
 * @owner  the caller, who frees it with shared_resources_close(); @p family is
 *         borrowed
 */
enum status shared_resources_open(const struct family *family,
                                  const char *characters,
                                  struct shared_resources **shared,
                                  struct error *err) MUST_CHECK;

void shared_resources_close(struct shared_resources *shared);

#endif
