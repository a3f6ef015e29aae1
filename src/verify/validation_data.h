#ifndef VERIFY_VALIDATION_DATA_H
#define VERIFY_VALIDATION_DATA_H

#include "verify/update_view.h"

/**
 * Checks a document security store that an update adds or adds to: it may hold
 * only certificates, revocation lists, OCSP answers and time stamps, each of
 * which must parse as one.
 *
 * @param view  the update; the objects of the store are claimed
 * @param old   the catalogue's /DSS before it
 * @param new   the /DSS after it
 * @return NULL, or what else it holds, in words
 * @source ETSI EN 319 142-1, 5.4.2 (DSS and VRI)
 */
const char *validation_data_fault(struct update_view *view,
                                  struct view_item old, struct view_item new);

#endif
