#include "seal/signature_check.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <openssl/objects.h>

#include "base/time.h"
#include "seal/certificate.h"
#include "seal/cms_strictness.h"
#include "seal/timestamp_check.h"
#include "seal/trust_store_internal.h"

/** The context of checking one signature. */
struct checking {
    struct arena *arena;
    const struct signature_check_input *input;
    struct signature_report *signature_report;
};

static void add_fault(const struct checking *checking, const char *of,
                      const char *fault)
{
    struct signature_report *signature_report = checking->signature_report;

    if (!fault || signature_report->fault_count == SIGNATURE_CHECK_FAULTS_MAX)
        return;
    signature_report->faults[signature_report->fault_count++] =
        (struct signature_check_fault){of, fault};
}

/* --- people -------------------------------------------------------------- */

static struct signature_check_person
describe_certificate(struct arena *arena, const X509 *certificate)
{
    return (struct signature_check_person){
        .name = certificate_name(arena, certificate),
        .subject = certificate_subject(arena, certificate),
        .issuer = certificate_issuer(arena, certificate),
        .from = certificate_from(certificate),
        .until = certificate_until(certificate),
    };
}

static const char *out_of_force(struct arena *arena,
                                const struct signature_check_person *person,
                                time_t at)
{
    char day[TIME_SIZE];

    if (at < person->from)
        return arena_printf(arena,
                            "the certificate of %s is not valid before %s",
                            person->name, time_print_day(day, person->from));
    if (at > person->until)
        return arena_printf(arena, "the certificate of %s expired on %s",
                            person->name, time_print_day(day, person->until));
    return NULL;
}

/* Checks that a certificate was valid at a time, and searches a path to a
 * trusted one. */
static const char *check_certificate(const struct checking *checking,
                                     const struct cms *cms, time_t at,
                                     struct signature_check_person *person)
{
    const struct trust_store *trust = checking->input->trust;
    const char *fault = out_of_force(checking->arena, person, at);

    if (!trust)
        return fault;
    if (!fault)
        fault = trust_store_find_chain(checking->arena, trust, cms->certificate,
                                       cms->certificates, at);
    person->chain = fault ? SIGNATURE_CHECK_UNTRUSTED : SIGNATURE_CHECK_TRUSTED;
    return fault;
}

/* --- time stamps ---------------------------------------------------------- */

static void check_open_timestamp(const struct checking *checking,
                                 const struct cms *token,
                                 const struct signature_check_piece *pieces,
                                 size_t count)
{
    struct signature_report *signature_report = checking->signature_report;
    struct signature_check_person stamper =
        describe_certificate(checking->arena, token->certificate);
    time_t at = 0;
    const char *fault = timestamp_check(token, pieces, count, &at);

    if (!fault)
        fault =
            check_certificate(checking, token, checking->input->now, &stamper);
    if (!signature_report->stamper.name)
        signature_report->stamper = stamper;
    add_fault(checking, "time stamp", fault);
    if (fault ||
        (signature_report->stamped && signature_report->stamped_at <= at))
        return;
    signature_report->stamped = true;
    signature_report->stamped_at = at;
    signature_report->stamper = stamper;
}

static void check_timestamp(const struct checking *checking,
                            const ASN1_STRING *token_bytes,
                            const struct signature_check_piece *pieces,
                            size_t count)
{
    const size_t size = (size_t)ASN1_STRING_length(token_bytes);
    struct cms token;
    size_t used;
    const char *fault =
        cms_open(checking->arena, ASN1_STRING_get0_data(token_bytes), size,
                 &used, &token);

    if (!fault)
        fault = used == size
                    ? cms_strictness_check(
                          &token, ASN1_STRING_get0_data(token_bytes), size)
                    : "it cannot be read";
    if (fault)
        add_fault(checking, "time stamp", fault);
    else
        check_open_timestamp(checking, &token, pieces, count);
    cms_close(&token);
}

/* Checks the time stamps on the signature. */
static void check_timestamps(const struct checking *checking,
                             const struct cms *cms)
{
    const int kind = NID_id_smime_aa_timeStampToken;
    const ASN1_OCTET_STRING *signature =
        CMS_SignerInfo_get0_signature(cms->signer);
    const struct signature_check_piece piece = {
        ASN1_STRING_get0_data(signature),
        (size_t)ASN1_STRING_length(signature)};
    int at = -1;

    while ((at = CMS_unsigned_get_attr_by_NID(cms->signer, kind, at)) >= 0) {
        X509_ATTRIBUTE *attribute = CMS_unsigned_get_attr(cms->signer, at);
        for (int i = 0; i < X509_ATTRIBUTE_count(attribute); i++) {
            const ASN1_STRING *token =
                X509_ATTRIBUTE_get0_data(attribute, i, V_ASN1_SEQUENCE, NULL);
            if (token)
                check_timestamp(checking, token, &piece, 1);
            else
                add_fault(checking, "time stamp", "it cannot be read");
        }
    }
}

/* --- signatures ---------------------------------------------------------- */

static void check_signer(const struct checking *checking, const struct cms *cms)
{
    struct signature_report *signature_report = checking->signature_report;
    const time_t at = signature_report->stamped ? signature_report->stamped_at
                                                : checking->input->now;
    const char *fault = certificate_unfit_to_sign(cms->certificate);

    if (fault)
        add_fault(checking, "certificate",
                  arena_printf(checking->arena, "that of %s: %s",
                               signature_report->signer.name, fault));
    add_fault(checking, "certificate",
              check_certificate(checking, cms, at, &signature_report->signer));
}

static void check_cms(const struct checking *checking, const struct cms *cms)
{
    const struct signature_check_input *input = checking->input;
    struct signature_report *signature_report = checking->signature_report;
    const bool cades = input->form == SIGNATURE_CHECK_CADES;
    const char *changed = cms_check_content(cms, NID_pkcs7_data, input->pieces,
                                            input->piece_count);
    const char *forged = cms_check_signature(cms);

    if (!cms_is_detached(cms))
        add_fault(checking, "seal", "it is a signature over something else");
    add_fault(checking, "seal", changed);
    add_fault(checking, "seal", forged);
    signature_report->intact = !changed;
    signature_report->genuine = !forged;
    if (cades)
        add_fault(checking, "seal", cms_check_signing_certificate(cms, false));
    if (cades)
        add_fault(checking, "seal", cms_strictness_check_attributes(cms));
    check_timestamps(checking, cms);
    signature_report->level = !cades                      ? "CMS"
                              : signature_report->stamped ? "PAdES B-T"
                                                          : "PAdES B-B";
    check_signer(checking, cms);
}

static void check_document_timestamp(const struct checking *checking,
                                     const struct cms *cms)
{
    const struct signature_check_input *input = checking->input;
    struct signature_report *signature_report = checking->signature_report;

    signature_report->level = "time stamp";
    check_open_timestamp(checking, cms, input->pieces, input->piece_count);
    signature_report->signer = signature_report->stamper;
    signature_report->intact = signature_report->genuine =
        signature_report->stamped;
}

/* The hole has a fixed size; the bytes after the signature are not signed, so
 * they must be zeros. */
static bool is_blank(const unsigned char *bytes, size_t size)
{
    for (size_t i = 0; i < size; i++)
        if (bytes[i])
            return false;
    return true;
}

void signature_check(struct arena *arena,
                     const struct signature_check_input *input,
                     struct signature_report *signature_report)
{
    const struct checking checking = {arena, input, signature_report};
    struct cms cms;
    size_t used;
    const char *fault;

    *signature_report = (struct signature_report){.level = ""};
    fault =
        cms_open(arena, input->signature, input->signature_size, &used, &cms);
    add_fault(&checking, "seal", fault);
    if (!fault)
        add_fault(&checking, "seal",
                  cms_strictness_check(&cms, input->signature, used));
    if (!fault &&
        !is_blank(input->signature + used, input->signature_size - used))
        add_fault(&checking, "seal", "there is something after the signature");
    if (!fault) {
        signature_report->signer = describe_certificate(arena, cms.certificate);
        signature_report->algorithm = cms_algorithm(&cms);
        if (input->form == SIGNATURE_CHECK_TIMESTAMP)
            check_document_timestamp(&checking, &cms);
        else
            check_cms(&checking, &cms);
    }
    cms_close(&cms);
}
