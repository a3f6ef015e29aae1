#ifndef VERIFY_INCREMENTAL_UPDATE_H
#define VERIFY_INCREMENTAL_UPDATE_H

#include "verify/pdf_reader.h"

/**
 * Incremental updates: what was changed in a file since it was signed. A PDF
 * file is changed by appending new objects, which the signer of the older
 * revision did not see.
 *
 * @source ISO 32000-1, 7.5.6 (incremental updates), 12.8.2.2 (DocMDP)
 */

/**
 * Tells what was changed since a file ended at @p end.
 *
 * @param arena     owns the answer
 * @param pdf       the file as it is now
 * @param bytes     all of it
 * @param size      how many
 * @param end       where the older revision ends
 * @param additive  gets whether nothing was done but add signatures, fields
 *                  for them, and what it takes to check them
 * @return NULL where nothing follows, else what, in words
 */
const char *incremental_update_changes(struct arena *arena,
                                       struct pdf_reader *pdf,
                                       const void *bytes, size_t size,
                                       size_t end, bool *additive);

#endif
