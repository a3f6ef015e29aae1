#ifndef TESTS_UNIT_SEAL_SIGNER_FIXTURE_H
#define TESTS_UNIT_SEAL_SIGNER_FIXTURE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

/** Keys and certificates made for a test, and the PEM file they are read from.
 */
struct signer_fixture {
    char path[64];
    FILE *file;
};

static inline struct signer_fixture signer_fixture_open(void)
{
    struct signer_fixture signer_fixture = {
        .path = "/tmp/lettermill-office-XXXXXX"};
    const int file = mkstemp(signer_fixture.path);

    assert_true(file >= 0);
    signer_fixture.file = fdopen(file, "w");
    assert_non_null(signer_fixture.file);
    return signer_fixture;
}

static inline void signer_fixture_close(struct signer_fixture *signer_fixture)
{
    unlink(signer_fixture->path);
}

static inline EVP_PKEY *signer_fixture_key(const char *kind)
{
    EVP_PKEY *key = strcmp(kind, "RSA") == 0
                        ? EVP_PKEY_Q_keygen(NULL, NULL, "RSA", (size_t)2048)
                        : EVP_PKEY_Q_keygen(NULL, NULL, "EC", kind);

    assert_non_null(key);
    return key;
}

static inline void signer_fixture_extend(X509 *certificate, int kind,
                                         const char *value)
{
    X509_EXTENSION *extension = X509V3_EXT_conf_nid(NULL, NULL, kind, value);

    assert_non_null(extension);
    assert_int_equal(X509_add_ext(certificate, extension, -1), 1);
    X509_EXTENSION_free(extension);
}

/** @return a certificate of @p name for @p key, issued by @p issuer (NULL:
 *  itself) with @p issuer_key; in force from yesterday until tomorrow */
static inline X509 *signer_fixture_certificate(const char *name, EVP_PKEY *key,
                                               const X509 *issuer,
                                               EVP_PKEY *issuer_key)
{
    enum { DAY = 24 * 60 * 60 };
    static long number = 0x123456;
    X509 *certificate = X509_new();
    X509_NAME *subject = X509_get_subject_name(certificate);

    X509_set_version(certificate, X509_VERSION_3);
    ASN1_INTEGER_set(X509_get_serialNumber(certificate), ++number);
    X509_gmtime_adj(X509_getm_notBefore(certificate), -DAY);
    X509_gmtime_adj(X509_getm_notAfter(certificate), DAY);
    X509_NAME_add_entry_by_txt(subject, "O", MBSTRING_UTF8,
                               (const unsigned char *)"Ombudsman", -1, -1, 0);
    X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_UTF8,
                               (const unsigned char *)name, -1, -1, 0);
    X509_set_issuer_name(certificate,
                         issuer ? X509_get_subject_name(issuer) : subject);
    X509_set_pubkey(certificate, key);
    signer_fixture_extend(certificate, NID_key_usage,
                          strstr(name, "CA") ? "keyCertSign"
                                             : "digitalSignature");
    if (strstr(name, "CA"))
        signer_fixture_extend(certificate, NID_basic_constraints,
                              "critical,CA:TRUE");
    assert_true(X509_sign(certificate, issuer_key, EVP_sha256()) > 0);
    return certificate;
}

static inline void signer_fixture_put(struct signer_fixture *signer_fixture,
                                      X509 *certificate)
{
    assert_int_equal(PEM_write_X509(signer_fixture->file, certificate), 1);
}

static inline void signer_fixture_put_key(struct signer_fixture *signer_fixture,
                                          EVP_PKEY *key)
{
    assert_int_equal(PEM_write_PrivateKey(signer_fixture->file, key, NULL, NULL,
                                          0, NULL, NULL),
                     1);
}

/** Ends the file, for a signer to be opened from it. */
static inline void signer_fixture_finish(struct signer_fixture *signer_fixture)
{
    assert_int_equal(fclose(signer_fixture->file), 0);
}

#endif
