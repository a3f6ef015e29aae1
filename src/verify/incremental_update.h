#ifndef VERIFY_INCREMENTAL_UPDATE_H
#define VERIFY_INCREMENTAL_UPDATE_H

#include "verify/pdf_reader.h"

/**
 * Incremental updates of a sealed file. A PDF file is changed by appending new
 * objects, which its seal does not cover.
 *
 * @source ISO 32000-1, 7.5.6 (incremental updates); ETSI EN 319 142-1, 5.4
 *         and 5.5 (validation data, document time stamps)
 */

/**
 * Describes the updates after a seal. Validation data and invisible document
 * time stamps are admitted; anything else is a change.
 *
 * @param arena     owns the answer
 * @param bytes     the whole file
 * @param size      how many
 * @param end       where the sealed part ends
 * @param admitted  [out] only admitted objects follow
 * @return NULL if nothing follows, else a description
 */
const char *incremental_update_changes(struct arena *arena, const void *bytes,
                                       size_t size, size_t end, bool *admitted);

#endif
