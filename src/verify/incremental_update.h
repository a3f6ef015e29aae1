#ifndef DELIVERY_REVISION_H
#define DELIVERY_REVISION_H

#include "verify/pdf_reader.h"

/**
 * An earlier revision of a file, and what was changed since. A PDF file is
 * changed by writing what is new behind it; whoever signed the earlier one did
 * not see that.
 *
 * @source ISO 32000-1, 7.5.6 (incremental updates), 12.8.2.2 (DocMDP)
 */

/**
 * Tells what was changed since a file ended at @p end.
 *
 * @param arena     owns the answer
 * @param dossier   the file as it is now
 * @param bytes     all of it
 * @param size      how many
 * @param end       where the earlier revision ends
 * @param additive  gets whether nothing was done but add signatures, fields
 *                  for them, and what it takes to check them
 * @return NULL where nothing follows, else what, in words
 */
const char *revision_changes(struct arena *arena, struct dossier *dossier,
                             const void *bytes, size_t size, size_t end,
                             bool *additive);

#endif
