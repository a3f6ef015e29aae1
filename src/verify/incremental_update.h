#ifndef VERIFY_INCREMENTAL_UPDATE_H
#define VERIFY_INCREMENTAL_UPDATE_H

#include "verify/pdf_reader.h"

/**
 * What was added to a file after it was sealed. A PDF file is changed by
 * writing what is new behind it; whoever sealed it did not see that.
 *
 * @source ISO 32000-1, 7.5.6 (incremental updates); ETSI EN 319 142-1, 5.4
 *         and 5.5 (validation data, document time stamps)
 */

/**
 * Tells what follows a seal. Admitted are validation data and document time
 * stamps that nobody sees; what else an update holds is a change.
 *
 * @param arena     owns the answer
 * @param bytes     the whole file
 * @param size      how many
 * @param end       where the sealed part ends
 * @param admitted  [out] nothing follows but what is admitted
 * @return NULL where nothing follows, else what, in words
 */
const char *incremental_update_changes(struct arena *arena, const void *bytes,
                                       size_t size, size_t end, bool *admitted);

#endif
