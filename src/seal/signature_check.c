#include "seal/signature_check.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <openssl/objects.h>

#include "base/utf8.h"
#include "seal/certificate.h"
#include "seal/cms_strictness.h"
#include "seal/instant.h"
#include "seal/timestamp_check.h"
#include "seal/trust_store_internal.h"

/** What is at hand while a signature is questioned. */
struct hearing {
    struct arena *arena;
    const struct witness_question *question;
    struct testimony *testimony;
};

static void blame(const struct hearing *hearing, const char *of,
                  const char *fault)
{
    struct testimony *testimony = hearing->testimony;

    if (!fault || testimony->fault_count == WITNESS_FAULTS)
        return;
    testimony->faults[testimony->fault_count++] =
        (struct witness_fault){of, fault};
}

/* --- people -------------------------------------------------------------- */

static struct witness_person introduce(struct arena *arena,
                                       const X509 *certificate)
{
    return (struct witness_person){
        .name = certificate_name(arena, certificate),
        .subject = certificate_subject(arena, certificate),
        .issuer = certificate_issuer(arena, certificate),
        .from = certificate_from(certificate),
        .until = certificate_until(certificate),
    };
}

static const char *out_of_force(struct arena *arena,
                                const struct witness_person *person, time_t at)
{
    char day[INSTANT_SIZE];

    if (at < person->from)
        return arena_printf(arena,
                            "the certificate of %s is not valid before %s",
                            person->name, instant_print_day(day, person->from));
    if (at > person->until)
        return arena_printf(arena, "the certificate of %s expired on %s",
                            person->name,
                            instant_print_day(day, person->until));
    return NULL;
}

/* Asks whether a certificate was in force, and whether it can be traced to one
 * that is trusted. */
static const char *check_person(const struct hearing *hearing,
                                const struct envelope *envelope, time_t at,
                                struct witness_person *person)
{
    const struct trust *trust = hearing->question->trust;
    const char *fault = out_of_force(hearing->arena, person, at);

    if (!trust)
        return fault;
    if (!fault)
        fault = trust_find_chain(hearing->arena, trust, envelope->certificate,
                                 envelope->certificates, at);
    person->chain = fault ? WITNESS_UNTRUSTED : WITNESS_TRUSTED;
    return fault;
}

/* --- time stamps ---------------------------------------------------------- */

static void hear_open_stamp(const struct hearing *hearing,
                            const struct envelope *token,
                            const struct witness_piece *pieces, size_t count)
{
    struct testimony *testimony = hearing->testimony;
    struct witness_person stamper =
        introduce(hearing->arena, token->certificate);
    time_t at = 0;
    const char *fault = stamp_check(token, pieces, count, &at);

    if (!fault)
        fault = check_person(hearing, token, hearing->question->now, &stamper);
    if (!testimony->stamper.name)
        testimony->stamper = stamper;
    blame(hearing, "time stamp", fault);
    if (fault || (testimony->stamped && testimony->stamped_at <= at))
        return;
    testimony->stamped = true;
    testimony->stamped_at = at;
    testimony->stamper = stamper;
}

static void hear_stamp(const struct hearing *hearing,
                       const ASN1_STRING *token_bytes,
                       const struct witness_piece *pieces, size_t count)
{
    const size_t size = (size_t)ASN1_STRING_length(token_bytes);
    struct envelope token;
    size_t used;
    const char *fault =
        envelope_open(hearing->arena, ASN1_STRING_get0_data(token_bytes), size,
                      &used, &token);

    if (!fault)
        fault =
            used == size
                ? frame_check(&token, ASN1_STRING_get0_data(token_bytes), size)
                : "it cannot be read";
    if (fault)
        blame(hearing, "time stamp", fault);
    else
        hear_open_stamp(hearing, &token, pieces, count);
    envelope_close(&token);
}

/* The time stamps on the signature itself. */
static void hear_stamps(const struct hearing *hearing,
                        const struct envelope *envelope)
{
    const int kind = NID_id_smime_aa_timeStampToken;
    const ASN1_OCTET_STRING *signature =
        CMS_SignerInfo_get0_signature(envelope->signer);
    const struct witness_piece piece = {ASN1_STRING_get0_data(signature),
                                        (size_t)ASN1_STRING_length(signature)};
    int at = -1;

    while ((at = CMS_unsigned_get_attr_by_NID(envelope->signer, kind, at)) >=
           0) {
        X509_ATTRIBUTE *attribute = CMS_unsigned_get_attr(envelope->signer, at);
        for (int i = 0; i < X509_ATTRIBUTE_count(attribute); i++) {
            const ASN1_STRING *token =
                X509_ATTRIBUTE_get0_data(attribute, i, V_ASN1_SEQUENCE, NULL);
            if (token)
                hear_stamp(hearing, token, &piece, 1);
            else
                blame(hearing, "time stamp", "it cannot be read");
        }
    }
}

/* --- signatures ---------------------------------------------------------- */

static void hear_signer(const struct hearing *hearing,
                        const struct envelope *envelope)
{
    struct testimony *testimony = hearing->testimony;
    const time_t at =
        testimony->stamped ? testimony->stamped_at : hearing->question->now;
    const char *fault = certificate_unfit_to_sign(envelope->certificate);

    if (fault)
        blame(hearing, "certificate",
              arena_printf(hearing->arena, "that of %s: %s",
                           testimony->signer.name, fault));
    blame(hearing, "certificate",
          check_person(hearing, envelope, at, &testimony->signer));
}

static void hear_signature(const struct hearing *hearing,
                           const struct envelope *envelope)
{
    const struct witness_question *question = hearing->question;
    struct testimony *testimony = hearing->testimony;
    const bool cades = question->form == WITNESS_CADES;
    const char *changed = envelope_check_content(
        envelope, NID_pkcs7_data, question->pieces, question->piece_count);
    const char *forged = envelope_check_signature(envelope);

    if (!envelope_is_detached(envelope))
        blame(hearing, "seal", "it is a signature over something else");
    blame(hearing, "seal", changed);
    blame(hearing, "seal", forged);
    testimony->intact = !changed;
    testimony->genuine = !forged;
    if (cades)
        blame(hearing, "seal",
              envelope_check_signing_certificate(envelope, false));
    if (cades)
        blame(hearing, "seal", frame_check_additions(envelope));
    hear_stamps(hearing, envelope);
    testimony->level = !cades               ? "CMS"
                       : testimony->stamped ? "PAdES B-T"
                                            : "PAdES B-B";
    hear_signer(hearing, envelope);
}

static void hear_document_stamp(const struct hearing *hearing,
                                const struct envelope *envelope)
{
    const struct witness_question *question = hearing->question;
    struct testimony *testimony = hearing->testimony;

    testimony->level = "time stamp";
    hear_open_stamp(hearing, envelope, question->pieces, question->piece_count);
    testimony->signer = testimony->stamper;
    testimony->intact = testimony->genuine = testimony->stamped;
}

/* A place of fixed size is kept for the signature; what it does not fill is
 * not signed, so nothing may stand there. */
static bool is_blank(const unsigned char *bytes, size_t size)
{
    for (size_t i = 0; i < size; i++)
        if (bytes[i])
            return false;
    return true;
}

void witness_hear(struct arena *arena, const struct witness_question *question,
                  struct testimony *testimony)
{
    const struct hearing hearing = {arena, question, testimony};
    struct envelope envelope;
    size_t used;
    const char *fault;

    *testimony = (struct testimony){.level = ""};
    fault = envelope_open(arena, question->signature, question->signature_size,
                          &used, &envelope);
    blame(&hearing, "seal", fault);
    if (!fault)
        blame(&hearing, "seal",
              frame_check(&envelope, question->signature, used));
    if (!fault &&
        !is_blank(question->signature + used, question->signature_size - used))
        blame(&hearing, "seal", "something stands behind the signature");
    if (!fault) {
        testimony->signer = introduce(arena, envelope.certificate);
        testimony->algorithm = envelope_algorithm(&envelope);
        if (question->form == WITNESS_TIMESTAMP)
            hear_document_stamp(&hearing, &envelope);
        else
            hear_signature(&hearing, &envelope);
    }
    envelope_close(&envelope);
}
