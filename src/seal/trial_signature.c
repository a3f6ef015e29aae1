#include "seal/trial_signature.h"

#include <string.h>

#include "base/arena.h"
#include "seal/cms_sign.h"
#include "seal/signature_check.h"
#include "seal/signer_internal.h"

/* @return the first fault that a reader would report */
static enum status check(const struct signer *signer,
                         const struct tsa_client *service,
                         const struct buffer *cms, time_t now,
                         struct error *err)
{
    const struct signature_check_piece nothing = {"", 0};
    const struct signature_check_input question = {
        .form = SIGNATURE_CHECK_CADES,
        .pieces = &nothing,
        .piece_count = 1,
        .signature = (const unsigned char *)cms->bytes,
        .signature_size = cms->length,
        .now = now,
    };
    struct arena *arena = arena_new();
    struct signature_report signature_report;
    const struct signature_check_fault *fault = &signature_report.faults[0];
    enum status status = STATUS_OK;

    signature_check(arena, &question, &signature_report);
    if (signature_report.fault_count && strcmp(fault->of, "time stamp") == 0)
        status = error_set(err, RULE_SEAL_TIMESTAMP,
                           (struct location){tsa_client_url(service), 0, 0},
                           NULL, "readers would refuse its time stamp: %s",
                           fault->message);
    else if (signature_report.fault_count)
        status = error_set(err, RULE_SEAL_CERTIFICATE,
                           (struct location){signer->file, 0, 0}, NULL,
                           "readers would refuse its seal: %s", fault->message);
    arena_free(arena);
    return status;
}

enum status trial_signature_check(const struct signer *signer,
                                  struct tsa_client *service, time_t now,
                                  struct error *err)
{
    unsigned char digest[HASH_SIZE];
    struct cms_sign *maker = cms_sign_new(signer, service);
    struct buffer cms = buffer_new(SIGNATURE_LIMIT);
    enum status status;

    hash_bytes("", 0, digest);
    status = cms_sign_make(maker, digest, &cms, err);
    if (status == STATUS_OK)
        status = check(signer, service, &cms, now, err);
    else if (err->rule == RULE_SEAL_SERVER)
        status = STATUS_AGAIN;
    buffer_free(&cms);
    cms_sign_free(maker);
    return status;
}
