#include "seal/timestamp_check.h"

#include <string.h>

#include <openssl/err.h>
#include <openssl/ts.h>

#include "seal/certificate.h"

/* Checks the imprint against the bytes. */
static const char *check_imprint(TS_TST_INFO *info,
                                 const struct signature_check_piece *pieces,
                                 size_t count)
{
    TS_MSG_IMPRINT *imprint = TS_TST_INFO_get_msg_imprint(info);
    const ASN1_OCTET_STRING *stated = TS_MSG_IMPRINT_get_msg(imprint);
    const EVP_MD *digest = cms_digest(TS_MSG_IMPRINT_get_algo(imprint));
    unsigned char value[EVP_MAX_MD_SIZE];
    size_t size;

    if (!digest)
        return "its digest cannot be relied on, or is not known";
    size = cms_digest_pieces(digest, pieces, count, value);
    if ((size_t)ASN1_STRING_length(stated) != size ||
        memcmp(ASN1_STRING_get0_data(stated), value, size) != 0)
        return "it is about something else";
    return NULL;
}

static const char *check_info(const struct cms *token,
                              const struct signature_check_piece *pieces,
                              size_t count, time_t *at)
{
    const ASN1_OCTET_STRING *content = cms_content(token);
    const unsigned char *bytes = ASN1_STRING_get0_data(content);
    const unsigned char *end = bytes + ASN1_STRING_length(content);
    TS_TST_INFO *info =
        d2i_TS_TST_INFO(NULL, &bytes, ASN1_STRING_length(content));
    const char *fault;

    ERR_clear_error();
    if (!info || bytes != end || TS_TST_INFO_get_version(info) != 1) {
        TS_TST_INFO_free(info);
        return "it cannot be read";
    }
    *at = certificate_time(TS_TST_INFO_get_time(info));
    fault = *at ? check_imprint(info, pieces, count) : "it has no time";
    TS_TST_INFO_free(info);
    return fault;
}

const char *timestamp_check(const struct cms *token,
                            const struct signature_check_piece *pieces,
                            size_t count, time_t *at)
{
    const ASN1_OCTET_STRING *content = cms_content(token);
    struct signature_check_piece whole;
    const char *fault;

    if (!content || !ASN1_STRING_length(content))
        return "it says nothing";
    whole = (struct signature_check_piece){ASN1_STRING_get0_data(content),
                                           (size_t)ASN1_STRING_length(content)};
    fault = cms_check_content(token, NID_id_smime_ct_TSTInfo, &whole, 1);
    if (!fault)
        fault = cms_check_signature(token);
    if (!fault)
        fault = cms_check_signing_certificate(token, true);
    if (!fault)
        fault = check_info(token, pieces, count, at);
    if (!fault)
        fault = certificate_unfit_to_stamp(token->certificate);
    return fault;
}
