#include "seal/cms_strictness.h"

#include <stdlib.h>
#include <string.h>

#include <openssl/asn1.h>
#include <openssl/err.h>
#include <openssl/objects.h>

/* --- DER ----------------------------------------------------------------- */

/* How often each byte occurs. */
struct census {
    size_t of[256];
};

static struct census take_census(const unsigned char *bytes, size_t size)
{
    struct census census = {{0}};

    for (size_t i = 0; i < size; i++)
        census.of[bytes[i]]++;
    return census;
}

/* Written again it has to come out the same, but for the order in sets, which
 * some programs leave as it was; then the bytes are the same ones. */
static bool is_der(const struct envelope *envelope, const unsigned char *bytes,
                   size_t size)
{
    unsigned char *again = NULL;
    const int length = i2d_CMS_ContentInfo(envelope->cms, &again);
    struct census one;
    struct census other;
    bool same = length > 0 && (size_t)length == size;

    if (same && memcmp(again, bytes, size) != 0) {
        one = take_census(bytes, size);
        other = take_census(again, size);
        same = memcmp(&one, &other, sizeof one) == 0;
    }
    OPENSSL_free(again);
    return same;
}

/** Some of the bytes, that a walk goes through element by element. */
struct walk {
    const unsigned char *at;
    const unsigned char *end;
};

/* Steps into the next element: @p in gets what is in it.
 * @return its tag, or -1 at the end and where it is none */
static int next(struct walk *walk, struct walk *in)
{
    const unsigned char *start = walk->at;
    struct walk inside;
    long length;
    int tag;
    int class;

    if (walk->at >= walk->end ||
        ASN1_get_object(&walk->at, &length, &tag, &class,
                        walk->end - walk->at) &
            0x81 ||
        length < 0)
        return -1;
    inside = (struct walk){walk->at, walk->at + length};
    walk->at += length;
    *in = inside; /* which may be the walk itself */
    return *start;
}

/* @return the value of the next element, a small whole number; or -1 */
static int next_number(struct walk *walk)
{
    struct walk in;

    if (next(walk, &in) != V_ASN1_INTEGER || in.end - in.at != 1)
        return -1;
    return *in.at;
}

/* --- algorithms ---------------------------------------------------------- */

/* A digest has no parameters; the old form of none is a NULL. */
static bool is_plain(const X509_ALGOR *algorithm)
{
    const void *value;
    int type;

    X509_ALGOR_get0(NULL, &type, &value, algorithm);
    return type == V_ASN1_UNDEF || type == V_ASN1_NULL;
}

static bool is_listed(const struct envelope *envelope, struct walk list)
{
    bool listed = false;

    while (list.at < list.end) {
        X509_ALGOR *algorithm =
            d2i_X509_ALGOR(NULL, &list.at, list.end - list.at);
        const EVP_MD *digest = envelope_digest(algorithm);
        const bool good = digest && is_plain(algorithm);
        X509_ALGOR_free(algorithm);
        if (!good)
            return false;
        listed |= EVP_MD_get_type(digest) == EVP_MD_get_type(envelope->digest);
    }
    return listed;
}

static bool are_plain(const struct envelope *envelope)
{
    X509_ALGOR *digest = NULL;
    X509_ALGOR *signing = NULL;
    const ASN1_OBJECT *kind = NULL;

    CMS_SignerInfo_get0_algs(envelope->signer, NULL, NULL, &digest, &signing);
    X509_ALGOR_get0(&kind, NULL, NULL, signing);
    return is_plain(digest) &&
           (OBJ_obj2nid(kind) == NID_rsassaPss || is_plain(signing));
}

/* --- names --------------------------------------------------------------- */

/* OpenSSL takes "GB" and "gb" for one. */
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

/* Goes down to the signer: SEQUENCE { OID, [0] { SEQUENCE { version,
 * SET { digests }, SEQUENCE { content }, [0] certificates, [1] revocations,
 * SET { SEQUENCE { version ... } } } } }. */
static bool is_well_formed(const struct envelope *envelope, struct walk whole)
{
    X509_NAME *issuer = NULL;
    struct walk in;
    struct walk digests;
    struct walk signer;
    int tag;
    int version;
    int due;

    CMS_SignerInfo_get0_signer_id(envelope->signer, NULL, &issuer, NULL);
    due = issuer && OBJ_obj2nid(CMS_get0_eContentType(envelope->cms)) ==
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
    if (issuer &&
        !is_same_name(issuer, X509_get_issuer_name(envelope->certificate)))
        return false;
    return is_listed(envelope, digests) && are_plain(envelope);
}

const char *frame_check(const struct envelope *envelope,
                        const unsigned char *bytes, size_t size)
{
    const char *fault = NULL;

    if (!envelope->digest)
        return NULL; /* which is said elsewhere */
    if (!is_der(envelope, bytes, size))
        fault = "it is not written as DER";
    else if (!is_well_formed(envelope, (struct walk){bytes, bytes + size}))
        fault = "the frame around it is not as it was made";
    ERR_clear_error();
    return fault;
}

const char *frame_check_additions(const struct envelope *envelope)
{
    const int count = CMS_unsigned_get_attr_count(envelope->signer);

    for (int i = 0; i < count; i++) {
        const ASN1_OBJECT *kind = X509_ATTRIBUTE_get0_object(
            CMS_unsigned_get_attr(envelope->signer, i));
        char name[80] = "?";
        if (OBJ_obj2nid(kind) == NID_id_smime_aa_timeStampToken)
            continue;
        OBJ_obj2txt(name, sizeof name, kind, 1);
        return arena_printf(envelope->arena,
                            "it has an unsigned attribute besides time stamps: "
                            "%s",
                            name);
    }
    return NULL;
}
