#include "seal/cms.h"

#include <string.h>

#include <openssl/err.h>
#include <openssl/ess.h>
#include <openssl/evp.h>
#include <openssl/objects.h>

#include "base/memory.h"
#include "seal/certificate.h"

/* --- opening ------------------------------------------------------------- */

static X509 *find_certificate(const struct cms *cms)
{
    for (int i = 0; i < sk_X509_num(cms->certificates); i++) {
        X509 *certificate = sk_X509_value(cms->certificates, i);
        if (CMS_SignerInfo_cert_cmp(cms->signer, certificate) == 0)
            return certificate;
    }
    return NULL;
}

static const X509_ALGOR *digest_algorithm(const struct cms *cms,
                                          const X509_ALGOR **signing)
{
    X509_ALGOR *digest = NULL;
    X509_ALGOR *signature = NULL;

    CMS_SignerInfo_get0_algs(cms->signer, NULL, NULL, &digest, &signature);
    if (signing)
        *signing = signature;
    return digest;
}

static const char *find_signer(struct cms *cms)
{
    STACK_OF(CMS_SignerInfo) *signers = CMS_get0_SignerInfos(cms->info);

    if (sk_CMS_SignerInfo_num(signers) < 1)
        return "nobody has signed it";
    if (sk_CMS_SignerInfo_num(signers) > 1)
        return "several have signed it at once";
    cms->signer = sk_CMS_SignerInfo_value(signers, 0);
    cms->digest = cms_digest(digest_algorithm(cms, NULL));
    cms->certificates = CMS_get1_certs(cms->info);
    cms->certificate = find_certificate(cms);
    if (!cms->certificate)
        return "the signer's certificate is not with it";
    if (!X509_get0_pubkey(cms->certificate))
        return "the key of the signer's certificate cannot be read";
    return NULL;
}

const char *cms_open(struct arena *arena, const unsigned char *bytes,
                     size_t size, size_t *used, struct cms *cms)
{
    const unsigned char *end = bytes;
    const char *fault;

    *cms = (struct cms){.arena = arena};
    *used = 0;
    cms->info = d2i_CMS_ContentInfo(NULL, &end, (long)size);
    if (!cms->info ||
        OBJ_obj2nid(CMS_get0_type(cms->info)) != NID_pkcs7_signed) {
        ERR_clear_error();
        return "it cannot be read";
    }
    *used = (size_t)(end - bytes);
    fault = find_signer(cms);
    ERR_clear_error();
    return fault;
}

void cms_close(struct cms *cms)
{
    sk_X509_pop_free(cms->certificates, X509_free);
    CMS_ContentInfo_free(cms->info);
}

bool cms_is_detached(const struct cms *cms)
{
    return CMS_is_detached(cms->info) == 1;
}

const ASN1_OCTET_STRING *cms_content(const struct cms *cms)
{
    ASN1_OCTET_STRING **content = CMS_get0_content(cms->info);

    return content ? *content : NULL;
}

/* --- digests ------------------------------------------------------------- */

const EVP_MD *cms_digest(const X509_ALGOR *algorithm)
{
    const ASN1_OBJECT *kind = NULL;

    if (algorithm)
        X509_ALGOR_get0(&kind, NULL, NULL, algorithm);
    switch (kind ? OBJ_obj2nid(kind) : NID_undef) {
    case NID_sha256:
        return EVP_sha256();
    case NID_sha384:
        return EVP_sha384();
    case NID_sha512:
        return EVP_sha512();
    case NID_sha3_256:
        return EVP_sha3_256();
    case NID_sha3_384:
        return EVP_sha3_384();
    case NID_sha3_512:
        return EVP_sha3_512();
    default:
        return NULL;
    }
}

size_t cms_digest_pieces(const EVP_MD *digest,
                         const struct signature_check_piece *pieces,
                         size_t count,
                         unsigned char value[static EVP_MAX_MD_SIZE])
{
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    unsigned size = 0;

    if (!context || EVP_DigestInit_ex(context, digest, NULL) != 1)
        memory_exhausted();
    for (size_t i = 0; i < count; i++)
        EVP_DigestUpdate(context, pieces[i].bytes, pieces[i].size);
    EVP_DigestFinal_ex(context, value, &size);
    EVP_MD_CTX_free(context);
    return size;
}

/* --- what was signed ----------------------------------------------------- */

/* @return the value of an attribute that occurs once and has one value */
static const void *attribute(const struct cms *cms, int kind, int type)
{
    const int once = -3;

    return CMS_signed_get0_data_by_OBJ(cms->signer, OBJ_nid2obj(kind), once,
                                       type);
}

static const char *digest_fault(const struct cms *cms)
{
    const X509_ALGOR *algorithm = digest_algorithm(cms, NULL);
    const ASN1_OBJECT *kind = NULL;
    char name[80] = "?";

    X509_ALGOR_get0(&kind, NULL, NULL, algorithm);
    OBJ_obj2txt(name, sizeof name, kind, 0);
    return arena_printf(cms->arena,
                        "its digest cannot be relied on, or is not known: %s",
                        name);
}

const char *cms_check_content(const struct cms *cms, int kind,
                              const struct signature_check_piece *pieces,
                              size_t count)
{
    const ASN1_OBJECT *content = CMS_get0_eContentType(cms->info);
    const ASN1_OBJECT *signed_content =
        attribute(cms, NID_pkcs9_contentType, V_ASN1_OBJECT);
    const ASN1_OCTET_STRING *stated =
        attribute(cms, NID_pkcs9_messageDigest, V_ASN1_OCTET_STRING);
    unsigned char value[EVP_MAX_MD_SIZE];
    size_t size;

    if (!cms->digest)
        return digest_fault(cms);
    if (!signed_content || !stated)
        return "the attributes that have to be signed are not";
    if (OBJ_obj2nid(content) != kind || OBJ_cmp(content, signed_content) != 0)
        return "it is a signature over something else";
    size = cms_digest_pieces(cms->digest, pieces, count, value);
    if ((size_t)ASN1_STRING_length(stated) != size ||
        memcmp(ASN1_STRING_get0_data(stated), value, size) != 0)
        return "what was signed has been changed";
    return NULL;
}

/* The algorithm of a signature may name a digest, which must be the one that
 * was used; OpenSSL does not check that. */
static bool is_same_digest(const struct cms *cms)
{
    const X509_ALGOR *signing = NULL;
    const ASN1_OBJECT *kind = NULL;
    int digest = NID_undef;
    int key = NID_undef;

    (void)digest_algorithm(cms, &signing);
    X509_ALGOR_get0(&kind, NULL, NULL, signing);
    if (!OBJ_find_sigid_algs(OBJ_obj2nid(kind), &digest, &key))
        return OBJ_obj2nid(kind) == NID_rsaEncryption;
    return digest == NID_undef || digest == EVP_MD_get_type(cms->digest);
}

const char *cms_check_signature(const struct cms *cms)
{
    const char *weakness = certificate_weakness(cms->arena, cms->certificate);
    int verified;

    if (weakness)
        return weakness;
    if (!cms->digest)
        return digest_fault(cms);
    CMS_SignerInfo_set1_signer_cert(cms->signer, cms->certificate);
    verified = CMS_SignerInfo_verify(cms->signer);
    ERR_clear_error();
    if (verified != 1)
        return "it is not by the key of the certificate, or was changed";
    return is_same_digest(cms) ? NULL
                               : "it names an algorithm that was not used";
}

/* --- signing-certificate ------------------------------------------------- */

/* Orders the chain for RFC 5035: the signer's certificate, then the others. */
static STACK_OF(X509) * ordered(const struct cms *cms)
{
    STACK_OF(X509) *chain = sk_X509_new_null();

    if (!chain || !sk_X509_push(chain, cms->certificate))
        memory_exhausted();
    for (int i = 0; i < sk_X509_num(cms->certificates); i++) {
        X509 *other = sk_X509_value(cms->certificates, i);
        if (other != cms->certificate && !sk_X509_push(chain, other))
            memory_exhausted();
    }
    return chain;
}

static ESS_SIGNING_CERT_V2 *read_new(const ASN1_STRING *value)
{
    const unsigned char *at = value ? ASN1_STRING_get0_data(value) : NULL;

    return at ? d2i_ESS_SIGNING_CERT_V2(NULL, &at, ASN1_STRING_length(value))
              : NULL;
}

static ESS_SIGNING_CERT *read_old(const ASN1_STRING *value)
{
    const unsigned char *at = value ? ASN1_STRING_get0_data(value) : NULL;

    return at ? d2i_ESS_SIGNING_CERT(NULL, &at, ASN1_STRING_length(value))
              : NULL;
}

static bool is_given(const struct cms *cms, int kind)
{
    return CMS_signed_get_attr_by_NID(cms->signer, kind, -1) >= 0;
}

const char *cms_check_signing_certificate(const struct cms *cms, bool old_too)
{
    const int kinds[] = {NID_id_smime_aa_signingCertificateV2,
                         NID_id_smime_aa_signingCertificate};
    ESS_SIGNING_CERT_V2 *new =
        read_new(attribute(cms, kinds[0], V_ASN1_SEQUENCE));
    ESS_SIGNING_CERT *old = read_old(attribute(cms, kinds[1], V_ASN1_SEQUENCE));
    STACK_OF(X509) *chain = ordered(cms);
    const char *fault = NULL;

    if ((!new &&is_given(cms, kinds[0])) || (!old && is_given(cms, kinds[1])))
        fault = "its signing-certificate attribute cannot be read";
    else if (!new && !(old && old_too))
        fault = "it has no attribute signing-certificate-v2";
    else if (OSSL_ESS_check_signing_certs(old, new, chain, 1) <= 0)
        fault = "it was made with another certificate";
    ESS_SIGNING_CERT_V2_free(new);
    ESS_SIGNING_CERT_free(old);
    sk_X509_free(chain);
    ERR_clear_error();
    return fault;
}

/* --- in words ------------------------------------------------------------ */

/* "SHA-256" rather than "SHA2-256". */
static const char *digest_name(const EVP_MD *digest)
{
    switch (digest ? EVP_MD_get_type(digest) : NID_undef) {
    case NID_sha256:
        return "SHA-256";
    case NID_sha384:
        return "SHA-384";
    case NID_sha512:
        return "SHA-512";
    case NID_undef:
        return "unknown digest";
    default:
        return EVP_MD_get0_name(digest);
    }
}

const char *cms_algorithm(const struct cms *cms)
{
    return arena_printf(cms->arena, "%s, %s",
                        certificate_key(cms->arena, cms->certificate),
                        digest_name(cms->digest));
}
