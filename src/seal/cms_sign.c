#include "seal/cms_sign.h"

#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/x509.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/memory.h"
#include "seal/der.h"
#include "seal/signer_internal.h"

/*
 * Signatures of letters differ in two values only:
 *
 *     ContentInfo
 *       SignedData
 *         version, SHA-256, "data", certificates          front
 *         SignerInfo
 *           version, issuer and number, SHA-256           identity
 *           signed attributes
 *             content type
 *             message digest      <-- the letter's        attributes
 *             signing certificate
 *           algorithm                                     algorithm
 *           signature             <-- of the attributes
 *           [ time stamp          <-- of the signature ]
 *
 * Therefore signatures are assembled from bytes made once. OpenSSL's
 * CMS_SignerInfo_sign() would add signing-time, which PAdES forbids, and
 * CMS_sign() builds trees of its own, which for P-256 takes longer than
 * signing.
 */

enum { ATTRIBUTES_LIMIT = 4096 };

struct cms_sign {
    EVP_PKEY_CTX *signing;
    EVP_MD *sha256;
    size_t signature_size_max; ///< bytes of a bare signature
    struct tsa_client *tsa;
    struct buffer front;
    struct buffer identity;
    struct buffer attributes; ///< contents of the set
    size_t digest_at;         ///< in them
    struct buffer algorithm;
    struct buffer signed_set; ///< what is hashed and signed
    struct buffer signature;
    struct buffer stamp; ///< the unsigned attributes, whole, or nothing
};

/* Encoded object identifiers and constants. */
#define SHA256_ALGORITHM                                                       \
    "\x30\x0D\x06\x09\x60\x86\x48\x01\x65\x03\x04\x02\x01\x05\x00"
#define OID_DATA "\x06\x09\x2A\x86\x48\x86\xF7\x0D\x01\x07\x01"
#define OID_SIGNED_DATA "\x06\x09\x2A\x86\x48\x86\xF7\x0D\x01\x07\x02"
#define OID_CONTENT_TYPE "\x06\x09\x2A\x86\x48\x86\xF7\x0D\x01\x09\x03"
#define OID_MESSAGE_DIGEST "\x06\x09\x2A\x86\x48\x86\xF7\x0D\x01\x09\x04"
#define OID_SIGNING_CERTIFICATE_V2                                             \
    "\x06\x0B\x2A\x86\x48\x86\xF7\x0D\x01\x09\x10\x02\x2F"
#define OID_SIGNATURE_TIME_STAMP                                               \
    "\x06\x0B\x2A\x86\x48\x86\xF7\x0D\x01\x09\x10\x02\x0E"
#define RSA_ALGORITHM                                                          \
    "\x30\x0D\x06\x09\x2A\x86\x48\x86\xF7\x0D\x01\x01\x01\x05\x00"
#define ECDSA_SHA256_ALGORITHM                                                 \
    "\x30\x0A\x06\x08\x2A\x86\x48\xCE\x3D\x04\x03\x02"
#define VERSION_1 "\x02\x01\x01"

#define ADD(der, literal) buffer_add((der), (literal), sizeof(literal) - 1)

/* Encodes a value by OpenSSL into a buffer. */
#define ADD_PRINTED(der, print, value)                                         \
    do {                                                                       \
        unsigned char *printed = NULL;                                         \
        const int length = print((value), &printed);                           \
        if (length < 0)                                                        \
            memory_exhausted();                                                \
        buffer_add((der), printed, (size_t)length);                            \
        OPENSSL_free(printed);                                                 \
    } while (0)

static void wrap(struct buffer *der, unsigned char tag, struct buffer *contents)
{
    der_add(der, tag, contents->bytes, contents->length);
    buffer_clear(contents);
}

static void write_front(struct cms_sign *maker, const struct signer *signer)
{
    struct buffer part = buffer_new(SIGNATURE_LIMIT);

    ADD(&maker->front, VERSION_1);
    ADD(&part, SHA256_ALGORITHM);
    wrap(&maker->front, DER_SET, &part);
    ADD(&part, OID_DATA);
    wrap(&maker->front, DER_SEQUENCE, &part);
    for (int i = 0; i < sk_X509_num(signer->path); i++)
        ADD_PRINTED(&part, i2d_X509, sk_X509_value(signer->path, i));
    wrap(&maker->front, DER_FIRST, &part);
    buffer_free(&part);
}

static void write_identity(struct cms_sign *maker, const struct signer *signer)
{
    struct buffer part = buffer_new(SIGNATURE_LIMIT);

    ADD(&maker->identity, VERSION_1);
    ADD_PRINTED(&part, i2d_X509_NAME,
                X509_get_issuer_name(signer->certificate));
    ADD_PRINTED(&part, i2d_ASN1_INTEGER,
                X509_get0_serialNumber(signer->certificate));
    wrap(&maker->identity, DER_SEQUENCE, &part);
    ADD(&maker->identity, SHA256_ALGORITHM);
    buffer_free(&part);
}

/* An attribute with one value. */
static void add_attribute(struct buffer *attributes, const void *type,
                          size_t type_size, const void *value,
                          size_t value_size)
{
    der_begin(attributes, DER_SEQUENCE, type_size + der_size(value_size));
    buffer_add(attributes, type, type_size);
    der_add(attributes, DER_SET, value, value_size);
}

#define ADD_ATTRIBUTE(attributes, type, value, size)                           \
    add_attribute((attributes), (type), sizeof(type) - 1, (value), (size))

/* In the order of a DER set: by their bytes, which differ in the length. */
static void write_attributes(struct cms_sign *maker,
                             const struct signer *signer)
{
    static const unsigned char blank[HASH_SIZE];
    struct buffer inner = buffer_new(ATTRIBUTES_LIMIT);
    struct buffer outer = buffer_new(ATTRIBUTES_LIMIT);

    ADD_ATTRIBUTE(&maker->attributes, OID_CONTENT_TYPE, OID_DATA,
                  sizeof OID_DATA - 1);
    der_add(&inner, DER_OCTETS, blank, sizeof blank);
    ADD_ATTRIBUTE(&maker->attributes, OID_MESSAGE_DIGEST, inner.bytes,
                  inner.length);
    maker->digest_at = maker->attributes.length - HASH_SIZE;
    buffer_clear(&inner);
    /* SigningCertificateV2 > certs > ESSCertIDv2 > certHash; SHA-256 is the
     * default, so it is left out. */
    der_add(&inner, DER_OCTETS, signer->fingerprint, HASH_SIZE);
    wrap(&outer, DER_SEQUENCE, &inner);
    wrap(&inner, DER_SEQUENCE, &outer);
    wrap(&outer, DER_SEQUENCE, &inner);
    ADD_ATTRIBUTE(&maker->attributes, OID_SIGNING_CERTIFICATE_V2, outer.bytes,
                  outer.length);
    buffer_free(&inner);
    buffer_free(&outer);
}

static void write_algorithm(struct cms_sign *maker, const struct signer *signer)
{
    const EVP_PKEY *key = X509_get0_pubkey(signer->certificate);

    if (EVP_PKEY_get_base_id(key) == EVP_PKEY_RSA)
        ADD(&maker->algorithm, RSA_ALGORITHM);
    else
        ADD(&maker->algorithm, ECDSA_SHA256_ALGORITHM);
}

/* An unsuitable key fails at its first signature. */
static void ready_key(struct cms_sign *maker, const struct signer *signer)
{
    maker->sha256 = EVP_MD_fetch(NULL, "SHA256", NULL);
    maker->signing = EVP_PKEY_CTX_new_from_pkey(NULL, signer->key, NULL);
    if (!maker->sha256 || !maker->signing)
        memory_exhausted();
    if (EVP_PKEY_sign_init(maker->signing) != 1 ||
        EVP_PKEY_CTX_set_signature_md(maker->signing, maker->sha256) != 1) {
        EVP_PKEY_CTX_free(maker->signing);
        maker->signing = NULL;
    }
    maker->signature_size_max =
        (size_t)EVP_PKEY_get_size(X509_get0_pubkey(signer->certificate));
    ERR_clear_error();
}

struct cms_sign *cms_sign_new(const struct signer *signer,
                              struct tsa_client *tsa)
{
    struct cms_sign *maker = memory_alloc(sizeof *maker);

    *maker = (struct cms_sign){
        .tsa = tsa,
        .front = buffer_new(SIGNATURE_LIMIT),
        .identity = buffer_new(SIGNATURE_LIMIT),
        .attributes = buffer_new(ATTRIBUTES_LIMIT),
        .algorithm = buffer_new(ATTRIBUTES_LIMIT),
        .signed_set = buffer_new(ATTRIBUTES_LIMIT),
        .signature = buffer_new(ATTRIBUTES_LIMIT),
        .stamp = buffer_new(SIGNATURE_LIMIT),
    };
    write_front(maker, signer);
    write_identity(maker, signer);
    write_attributes(maker, signer);
    write_algorithm(maker, signer);
    ready_key(maker, signer);
    return maker;
}

void cms_sign_free(struct cms_sign *maker)
{
    if (!maker)
        return;
    EVP_PKEY_CTX_free(maker->signing);
    EVP_MD_free(maker->sha256);
    buffer_free(&maker->front);
    buffer_free(&maker->identity);
    buffer_free(&maker->attributes);
    buffer_free(&maker->algorithm);
    buffer_free(&maker->signed_set);
    buffer_free(&maker->signature);
    buffer_free(&maker->stamp);
    free(maker);
}

/* The lengths of the nested values. */
struct sizes {
    size_t info; ///< contents of SignerInfo
    size_t data; ///< of SignedData
    size_t all;  ///< of ContentInfo
};

static struct sizes measure(const struct cms_sign *maker, size_t signature,
                            size_t stamp)
{
    struct sizes sizes;

    sizes.info = maker->identity.length + der_size(maker->attributes.length) +
                 maker->algorithm.length + der_size(signature) + stamp;
    sizes.data = maker->front.length + der_size(der_size(sizes.info));
    sizes.all = sizeof OID_SIGNED_DATA - 1 + der_size(der_size(sizes.data));
    return sizes;
}

static void assemble(struct cms_sign *maker, struct buffer *cms)
{
    const struct sizes sizes =
        measure(maker, maker->signature.length, maker->stamp.length);

    der_begin(cms, DER_SEQUENCE, sizes.all);
    ADD(cms, OID_SIGNED_DATA);
    der_begin(cms, DER_FIRST, der_size(sizes.data));
    der_begin(cms, DER_SEQUENCE, sizes.data);
    buffer_add(cms, maker->front.bytes, maker->front.length);
    der_begin(cms, DER_SET, der_size(sizes.info));
    der_begin(cms, DER_SEQUENCE, sizes.info);
    buffer_add(cms, maker->identity.bytes, maker->identity.length);
    der_add(cms, DER_FIRST, maker->attributes.bytes, maker->attributes.length);
    buffer_add(cms, maker->algorithm.bytes, maker->algorithm.length);
    der_add(cms, DER_OCTETS, maker->signature.bytes, maker->signature.length);
    buffer_add(cms, maker->stamp.bytes, maker->stamp.length);
}

/* Signs the attributes, which include the letter's digest. */
static enum status sign(struct cms_sign *maker,
                        const unsigned char digest[static HASH_SIZE],
                        struct error *err)
{
    unsigned char hashed[HASH_SIZE];
    unsigned char signature[1024];
    size_t size = sizeof signature;
    struct buffer *set = &maker->signed_set;

    memcpy(maker->attributes.bytes + maker->digest_at, digest, HASH_SIZE);
    buffer_clear(set);
    der_add(set, DER_SET, maker->attributes.bytes, maker->attributes.length);
    buffer_clear(&maker->signature);
    if (!maker->signing ||
        !EVP_Digest(set->bytes, set->length, hashed, NULL, maker->sha256,
                    NULL) ||
        EVP_PKEY_sign(maker->signing, signature, &size, hashed,
                      sizeof hashed) != 1) {
        ERR_clear_error();
        return error_set(err, RULE_SEAL_KEY, NO_LOCATION, NULL,
                         "the key does not sign");
    }
    buffer_add(&maker->signature, signature, size);
    return STATUS_OK;
}

static enum status stamp(struct cms_sign *maker, struct error *err)
{
    unsigned char digest[HASH_SIZE];
    struct buffer token = buffer_new(SIGNATURE_LIMIT);
    struct buffer attribute = buffer_new(SIGNATURE_LIMIT);
    enum status status;

    buffer_clear(&maker->stamp);
    if (!maker->tsa)
        return STATUS_OK;
    hash_bytes(maker->signature.bytes, maker->signature.length, digest);
    status = tsa_client_ask(maker->tsa, digest, &token, err);
    if (status == STATUS_OK) {
        ADD_ATTRIBUTE(&attribute, OID_SIGNATURE_TIME_STAMP, token.bytes,
                      token.length);
        wrap(&maker->stamp, DER_SECOND, &attribute);
    }
    buffer_free(&token);
    buffer_free(&attribute);
    return status;
}

size_t cms_sign_size_max(const struct cms_sign *maker)
{
    enum { ATTRIBUTE_SIZE = 32 }; /* maximum bytes around a token */
    const size_t token =
        maker->tsa ? tsa_client_size_max(maker->tsa) + ATTRIBUTE_SIZE : 0;

    return der_size(measure(maker, maker->signature_size_max, token).all);
}

enum status cms_sign_make(struct cms_sign *maker,
                          const unsigned char digest[static HASH_SIZE],
                          struct buffer *cms, struct error *err)
{
    enum status status = sign(maker, digest, err);

    if (status == STATUS_OK)
        status = stamp(maker, err);
    buffer_clear(cms);
    if (status == STATUS_OK)
        assemble(maker, cms);
    return status;
}
