#include "seal/certificate.h"

#include <string.h>

#include <openssl/asn1.h>
#include <openssl/bio.h>
#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/objects.h>
#include <openssl/x509v3.h>

#include "base/memory.h"
#include "base/utf8.h"

/* --- names --------------------------------------------------------------- */

/* The text is untrusted: invalid UTF-8 and controls become "?". */
static const char *copy_text(struct arena *arena, const void *bytes,
                             size_t length)
{
    char *text = arena_strndup(arena, bytes, length);
    size_t at = 0;
    size_t bad;

    for (size_t i = 0; i < length; i++)
        if ((unsigned char)text[i] < ' ' || text[i] == 0x7F)
            text[i] = '?';
    while (!utf8_check(text + at, length - at, &bad)) {
        at += bad;
        text[at++] = '?';
    }
    return text;
}

static const char *print_name(struct arena *arena, const X509_NAME *name)
{
    const unsigned long form =
        XN_FLAG_RFC2253 & ~(unsigned long)ASN1_STRFLGS_ESC_MSB;
    BIO *out = BIO_new(BIO_s_mem());
    const char *text = "";
    char *bytes = NULL;
    long length;

    if (!out)
        memory_exhausted();
    if (X509_NAME_print_ex(out, name, 0, form) >= 0) {
        length = BIO_get_mem_data(out, &bytes);
        text = copy_text(arena, bytes, length > 0 ? (size_t)length : 0);
    }
    BIO_free(out);
    return text;
}

const char *certificate_subject(struct arena *arena, const X509 *certificate)
{
    return print_name(arena, X509_get_subject_name(certificate));
}

const char *certificate_issuer(struct arena *arena, const X509 *certificate)
{
    return print_name(arena, X509_get_issuer_name(certificate));
}

/* @return the last of the parts of this kind, or NULL */
static const char *part_of(struct arena *arena, const X509_NAME *name, int kind)
{
    int at = -1;
    int last = -1;
    unsigned char *bytes = NULL;
    const char *text;
    int length;

    while ((at = X509_NAME_get_index_by_NID(name, kind, at)) >= 0)
        last = at;
    if (last < 0)
        return NULL;
    length = ASN1_STRING_to_UTF8(
        &bytes, X509_NAME_ENTRY_get_data(X509_NAME_get_entry(name, last)));
    if (length <= 0)
        return NULL;
    text = copy_text(arena, bytes, (size_t)length);
    OPENSSL_free(bytes);
    return utf8_is_blank(text) ? NULL : text;
}

const char *certificate_name(struct arena *arena, const X509 *certificate)
{
    const X509_NAME *name = X509_get_subject_name(certificate);
    const char *text = part_of(arena, name, NID_commonName);

    if (!text)
        text = part_of(arena, name, NID_organizationName);
    return text ? text : certificate_subject(arena, certificate);
}

/* --- times --------------------------------------------------------------- */

time_t certificate_time(const ASN1_TIME *time)
{
    struct tm parts;

    return time && ASN1_TIME_to_tm(time, &parts) ? timegm(&parts) : 0;
}

time_t certificate_from(const X509 *certificate)
{
    return certificate_time(X509_get0_notBefore(certificate));
}

time_t certificate_until(const X509 *certificate)
{
    return certificate_time(X509_get0_notAfter(certificate));
}

/* --- keys ---------------------------------------------------------------- */

/* "P-256" rather than "prime256v1". */
static const char *curve_name(struct arena *arena, EVP_PKEY *key)
{
    char group[64] = "";
    int explicit = 0;
    const char *known;

    if (EVP_PKEY_get_int_param(key,
                               OSSL_PKEY_PARAM_EC_DECODED_FROM_EXPLICIT_PARAMS,
                               &explicit) == 1 &&
        explicit)
        return "of no named curve";
    if (EVP_PKEY_get_group_name(key, group, sizeof group, NULL) != 1)
        return "of no named curve";
    known = EC_curve_nid2nist(OBJ_txt2nid(group));
    return known ? known : arena_strdup(arena, group);
}

const char *certificate_key(struct arena *arena, X509 *certificate)
{
    EVP_PKEY *key = X509_get0_pubkey(certificate);
    const char *kind;

    switch (key ? EVP_PKEY_get_base_id(key) : EVP_PKEY_NONE) {
    case EVP_PKEY_RSA:
    case EVP_PKEY_RSA_PSS:
        return arena_printf(arena, "RSA %d", EVP_PKEY_get_bits(key));
    case EVP_PKEY_EC:
        return arena_printf(arena, "ECDSA %s", curve_name(arena, key));
    case EVP_PKEY_NONE:
        return "unknown";
    default:
        kind = OBJ_nid2sn(EVP_PKEY_get_base_id(key));
        return arena_strdup(arena, kind ? kind : "unknown");
    }
}

const char *certificate_weakness(struct arena *arena, X509 *certificate)
{
    EVP_PKEY *key = X509_get0_pubkey(certificate);
    const int bits = key ? EVP_PKEY_get_bits(key) : 0;

    switch (key ? EVP_PKEY_get_base_id(key) : EVP_PKEY_NONE) {
    case EVP_PKEY_RSA:
    case EVP_PKEY_RSA_PSS:
        if (bits < 2048)
            return arena_printf(arena, "an RSA key of %d bits is too weak",
                                bits);
        return bits <= 16384 ? NULL : "an RSA key that is too large";
    case EVP_PKEY_EC:
        if (bits < 224)
            return arena_printf(arena, "an ECDSA key of %d bits is too weak",
                                bits);
        return strncmp(curve_name(arena, key), "of ", 3) == 0
                   ? "an ECDSA key whose curve is written out in parameters, "
                     "not "
                     "named"
                   : NULL;
    default:
        return arena_printf(arena, "a key of the kind %s is not known",
                            certificate_key(arena, certificate));
    }
}

/* --- what it is meant for ------------------------------------------------ */

/* Purposes that allow signing documents. */
static bool suits_documents(const ASN1_OBJECT *purpose)
{
    static const char *const purposes[] = {
        "2.5.29.37.0",             /* any */
        "1.3.6.1.5.5.7.3.2",       /* TLS client: a person */
        "1.3.6.1.5.5.7.3.3",       /* code */
        "1.3.6.1.5.5.7.3.4",       /* e-mail */
        "1.3.6.1.5.5.7.3.36",      /* documents, RFC 9336 */
        "1.3.6.1.4.1.311.10.3.12", /* documents, Microsoft's */
        "1.2.840.113583.1.1.5",    /* documents, Adobe's */
    };
    char text[80] = "";

    OBJ_obj2txt(text, sizeof text, purpose, 1);
    for (size_t i = 0; i < sizeof purposes / sizeof *purposes; i++)
        if (strcmp(text, purposes[i]) == 0)
            return true;
    return false;
}

static bool has_purpose(X509 *certificate)
{
    EXTENDED_KEY_USAGE *purposes =
        X509_get_ext_d2i(certificate, NID_ext_key_usage, NULL, NULL);
    bool found = false;

    for (int i = 0; i < sk_ASN1_OBJECT_num(purposes); i++)
        found |= suits_documents(sk_ASN1_OBJECT_value(purposes, i));
    sk_ASN1_OBJECT_pop_free(purposes, ASN1_OBJECT_free);
    return found;
}

/* Without the extension a key may be used for anything. */
static bool may_sign(X509 *certificate)
{
    return X509_get_key_usage(certificate) &
           (KU_DIGITAL_SIGNATURE | KU_NON_REPUDIATION);
}

const char *certificate_unfit_to_sign(X509 *certificate)
{
    const uint32_t flags = X509_get_extension_flags(certificate);

    if (flags & EXFLAG_INVALID)
        return "it is malformed";
    if (!may_sign(certificate))
        return "its key usage allows no signatures";
    if ((flags & EXFLAG_XKUSAGE) && !has_purpose(certificate))
        return "its extended key usage allows no signatures of documents";
    return NULL;
}

const char *certificate_unfit_to_stamp(X509 *certificate)
{
    const uint32_t flags = X509_get_extension_flags(certificate);
    const int at = X509_get_ext_by_NID(certificate, NID_ext_key_usage, -1);

    if (flags & EXFLAG_INVALID)
        return "it is malformed";
    if (!may_sign(certificate))
        return "its key usage allows no signatures";
    if (!(flags & EXFLAG_XKUSAGE) ||
        X509_get_extended_key_usage(certificate) != XKU_TIMESTAMP)
        return "its extended key usage is not time stamps alone";
    if (at < 0 || !X509_EXTENSION_get_critical(X509_get_ext(certificate, at)))
        return "its extended key usage is not critical";
    return NULL;
}
