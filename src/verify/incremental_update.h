#ifndef VERIFY_INCREMENTAL_UPDATE_H
#define VERIFY_INCREMENTAL_UPDATE_H

#include "verify/pdf_reader.h"

/**
 * Describes the bytes appended to a file after its seal. Validation data and
 * invisible document time stamps are admitted; anything else is a change.
 *
 * @param arena     owns the answer
 * @param bytes     the whole file
 * @param size      of @p bytes
 * @param end       end of the sealed part
 * @param admitted  [out] false if there is a change
 * @return NULL if nothing was appended, else a description
 * @source ISO 32000-1, 7.5.6 (incremental updates); ETSI EN 319 142-1, 5.4
 *         and 5.5 (validation data, document time stamps)
 */
const char *incremental_update_changes(struct arena *arena, const void *bytes,
                                       size_t size, size_t end, bool *admitted);

#endif
