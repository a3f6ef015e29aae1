#include "seal/cms_strictness.h"

#include <stdlib.h>
#include <string.h>

#include <openssl/asn1.h>
#include <openssl/err.h>
#include <openssl/objects.h>

/* --- DER ----------------------------------------------------------------- */

/* Counts the occurrences of each byte. */
struct byte_counts {
    size_t of[256];
};

static struct byte_counts count_bytes(const unsigned char *bytes, size_t size)
{
    struct byte_counts byte_counts = {{0}};

    for (size_t i = 0; i < size; i++)
        byte_counts.of[bytes[i]]++;
    return byte_counts;
}

/* Re-encoding must give the same bytes, except for the order of sets, which
 * some programs do not sort. */
static bool is_der(const struct cms *cms, const unsigned char *bytes,
                   size_t size)
{
    unsigned char *again = NULL;
    const int length = i2d_CMS_ContentInfo(cms->info, &again);
    struct byte_counts one;
    struct byte_counts other;
    bool same = length > 0 && (size_t)length == size;

    if (same && memcmp(again, bytes, size) != 0) {
        one = count_bytes(bytes, size);
        other = count_bytes(again, size);
        same = memcmp(&one, &other, sizeof one) == 0;
    }
    OPENSSL_free(again);
    return same;
}

/** A range of bytes that is walked element by element. */
struct der_walk {
    const unsigned char *at;
    const unsigned char *end;
};

/* Enters the next element: @p in is set to its contents. @return its tag, or
 * -1 at the end or for an invalid element */
static int next(struct der_walk *der_walk, struct der_walk *in)
{
    const unsigned char *start = der_walk->at;
    struct der_walk inside;
    long length;
    int tag;
    int class;

    if (der_walk->at >= der_walk->end ||
        ASN1_get_object(&der_walk->at, &length, &tag, &class,
                        der_walk->end - der_walk->at) &
            0x81 ||
        length < 0)
        return -1;
    inside = (struct der_walk){der_walk->at, der_walk->at + length};
    der_walk->at += length;
    *in = inside; /* which may be the walk itself */
    return *start;
}

/* @return the value of the next element, a small whole number; or -1 */
static int next_number(struct der_walk *der_walk)
{
    struct der_walk in;

    if (next(der_walk, &in) != V_ASN1_INTEGER || in.end - in.at != 1)
        return -1;
    return *in.at;
}

/* --- algorithms ---------------------------------------------------------- */

/* A digest has no parameters; the old encoding of that is NULL. */
static bool is_plain(const X509_ALGOR *algorithm)
{
    const void *value;
    int type;

    X509_ALGOR_get0(NULL, &type, &value, algorithm);
    return type == V_ASN1_UNDEF || type == V_ASN1_NULL;
}

static bool is_listed(const struct cms *cms, struct der_walk list)
{
    bool listed = false;

    while (list.at < list.end) {
        X509_ALGOR *algorithm =
            d2i_X509_ALGOR(NULL, &list.at, list.end - list.at);
        const EVP_MD *digest = cms_digest(algorithm);
        const bool good = digest && is_plain(algorithm);
        X509_ALGOR_free(algorithm);
        if (!good)
            return false;
        listed |= EVP_MD_get_type(digest) == EVP_MD_get_type(cms->digest);
    }
    return listed;
}

static bool are_plain(const struct cms *cms)
{
    X509_ALGOR *digest = NULL;
    X509_ALGOR *signing = NULL;
    const ASN1_OBJECT *kind = NULL;

    CMS_SignerInfo_get0_algs(cms->signer, NULL, NULL, &digest, &signing);
    X509_ALGOR_get0(&kind, NULL, NULL, signing);
    return is_plain(digest) &&
           (OBJ_obj2nid(kind) == NID_rsassaPss || is_plain(signing));
}

/* --- names --------------------------------------------------------------- */

/* OpenSSL treats "GB" and "gb" as equal. */
static bool is_same_name(const X509_NAME *one, const X509_NAME *other)
{
    unsigned char *one_bytes = NULL;
    unsigned char *other_bytes = NULL;
    const int one_size = i2d_X509_NAME(one, &one_bytes);
    const int other_size = i2d_X509_NAME(other, &other_bytes);
    const bool same = one_size > 0 && one_size == other_size &&
                      memcmp(one_bytes, other_bytes, (size_t)one_size) == 0;

    OPENSSL_free(one_bytes);
    OPENSSL_free(other_bytes);
    return same;
}

/* --- all ----------------------------------------------------------------- */

/* Descends to the signer: SEQUENCE { OID, [0] { SEQUENCE { version, SET {
 * digests }, SEQUENCE { content }, [0] certificates, [1] revocations, SET {
 * SEQUENCE { version ... } } } } }. */
static bool is_well_formed(const struct cms *cms, struct der_walk whole)
{
    X509_NAME *issuer = NULL;
    struct der_walk in;
    struct der_walk digests;
    struct der_walk signer;
    int tag;
    int version;
    int due;

    CMS_SignerInfo_get0_signer_id(cms->signer, NULL, &issuer, NULL);
    due = issuer && OBJ_obj2nid(CMS_get0_eContentType(cms->info)) ==
                        NID_pkcs7_data
              ? 1
              : 3;
    if (next(&whole, &whole) < 0 || next(&whole, &in) < 0 ||
        next(&whole, &in) < 0 || next(&in, &in) < 0)
        return false;
    version = next_number(&in);
    if (version != due || next(&in, &digests) < 0)
        return false;
    do
        tag = next(&in, &signer);
    while (tag >= 0 && tag != (V_ASN1_SET | V_ASN1_CONSTRUCTED));
    if (tag < 0 || next(&signer, &signer) < 0 ||
        next_number(&signer) != (issuer ? 1 : 3))
        return false;
    if (issuer && !is_same_name(issuer, X509_get_issuer_name(cms->certificate)))
        return false;
    return is_listed(cms, digests) && are_plain(cms);
}

const char *cms_strictness_check(const struct cms *cms,
                                 const unsigned char *bytes, size_t size)
{
    const char *fault = NULL;

    if (!cms->digest)
        return NULL; /* which is reported elsewhere */
    if (!is_der(cms, bytes, size))
        fault = "it is not written as DER";
    else if (!is_well_formed(cms, (struct der_walk){bytes, bytes + size}))
        fault = "the frame around it is not as it was made";
    ERR_clear_error();
    return fault;
}

const char *cms_strictness_check_attributes(const struct cms *cms)
{
    const int count = CMS_unsigned_get_attr_count(cms->signer);

    for (int i = 0; i < count; i++) {
        const ASN1_OBJECT *kind =
            X509_ATTRIBUTE_get0_object(CMS_unsigned_get_attr(cms->signer, i));
        char name[80] = "?";
        if (OBJ_obj2nid(kind) == NID_id_smime_aa_timeStampToken)
            continue;
        OBJ_obj2txt(name, sizeof name, kind, 1);
        return arena_printf(cms->arena,
                            "it has an unsigned attribute besides time stamps: "
                            "%s",
                            name);
    }
    return NULL;
}
