#ifndef SEAL_TRIAL_SIGNATURE_H
#define SEAL_TRIAL_SIGNATURE_H

#include <time.h>

#include "seal/signer.h"
#include "seal/tsa_client.h"

/**
 * Makes one signature over nothing, with a time stamp, and checks it as a
 * reader would, so that an untrustworthy seal is detected before the first
 * letter.
 *
 * @param signer   the signer, whose path was checked when it was opened
 * @param service  makes the time stamp, and then knows the size of its tokens;
 *                 NULL: none
 * @param now      time of the check
 * @param err      [out] on failure
 * @return STATUS_OK, STATUS_INPUT, or STATUS_AGAIN if the time-stamp server
 *         cannot be reached now
 * @errors RULE_SEAL_KEY: the key does not sign; RULE_SEAL_CERTIFICATE,
 *         RULE_SEAL_TIMESTAMP: a reader would refuse it; RULE_SEAL_SERVER
 */
enum status trial_signature_check(const struct signer *signer,
                                  struct tsa_client *service, time_t now,
                                  struct error *err) MUST_CHECK;

#endif
