#ifndef SEAL_TRIAL_SIGNATURE_H
#define SEAL_TRIAL_SIGNATURE_H

#include <time.h>

#include "seal/signer.h"
#include "seal/tsa_client.h"

/**
 * Signs nothing once, time stamp included, and checks the signature as a
 * reader of letters would, so that a seal that nobody can trust shows before
 * the first letter.
 *
 * @param signer   whose signature; its path was checked when it was opened
 * @param service  time-stamps it, and knows afterwards how large its tokens
 *                 are; NULL: none
 * @param now      when it is checked
 * @param err      [out] on failure
 * @return STATUS_OK, STATUS_INPUT, or STATUS_AGAIN where the time-stamp server
 *         cannot be reached now
 * @errors RULE_SEAL_KEY: the key does not sign; RULE_SEAL_CERTIFICATE,
 *         RULE_SEAL_TIMESTAMP: a reader would refuse the one or the other;
 *         RULE_SEAL_SERVER
 */
enum status trial_signature_check(const struct signer *signer,
                                  struct tsa_client *service, time_t now,
                                  struct error *err) MUST_CHECK;

#endif
