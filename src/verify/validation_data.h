#ifndef VERIFY_VALIDATION_DATA_H
#define VERIFY_VALIDATION_DATA_H

#include "verify/pdf_update.h"

/**
 * Checks the document security store after an update. It may hold certificates,
 * revocation lists, OCSP answers and time stamps, each of them valid DER.
 *
 * @param update  the update; objects of the store are explained in it
 * @param store   the catalogue's /DSS in the file with the update
 * @return NULL, or the fault in the store, in words
 * @source ETSI EN 319 142-1, 5.4.2 (DSS and VRI)
 */
const char *validation_data_fault(struct pdf_update *update,
                                  struct pdf_object store);

/** The lowest reason number of these objects in an update. */
enum { VALIDATION_DATA_REASON = 16 };

#endif
