#ifndef SEAL_TRUST_STORE_H
#define SEAL_TRUST_STORE_H

#include <stddef.h>

#include "base/error.h"

/**
 * Trust anchors, read from PEM files. Immutable once open. A chain may end at
 * any of them: a root, an intermediate or a signer's certificate.
 */
struct trust_store;

/**
 * Reads the certificates of PEM files and ignores other objects in them.
 *
 * @param paths  the files
 * @param count  how many, at least one
 * @param trust  [out]
 * @return STATUS_OK or the status of the error
 * @owner  the caller, who closes it with trust_store_close()
 * @errors RULE_FILE_MISSING, RULE_FILE_UNREADABLE, RULE_FILE_TOO_LARGE;
 *         RULE_SEAL_TRUST: no certificate in it, or one that cannot be read
 */
enum status trust_store_open(const char *const *paths, size_t count,
                             struct trust_store **trust,
                             struct error *err) MUST_CHECK;

/** Frees it; NULL is allowed. */
void trust_store_close(struct trust_store *trust);

#endif
