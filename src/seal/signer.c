#include "seal/signer.h"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/pkcs12.h>
#include <openssl/provider.h>
#include <openssl/x509v3.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/core_dump.h"
#include "base/date.h"
#include "base/memory.h"
#include "base/utf8.h"
#include "seal/certificate.h"
#include "seal/certification_path.h"
#include "seal/pkcs11.h"
#include "seal/signer_internal.h"

/** Maximum bytes of a file of keys or certificates. */
enum { FILE_LIMIT = 1024 * 1024 };

enum { RSA_BITS_MIN = 2048 };

/* A signer that is being opened. */
struct signer_opening {
    const struct signer_source *source;
    const struct secret_ways *ways;
    struct signer *signer;
    struct error *err;
};

static enum status report_error(struct error *err, enum diagnostic_id rule,
                                const char *file, const char *message)
{
    ERR_clear_error();
    return error_set(err, rule, (struct location){file, 0, 0}, NULL, "%s",
                     message);
}

static void add_certificate(struct signer *signer, X509 *certificate)
{
    if (!sk_X509_push(signer->others, certificate))
        memory_exhausted();
}

/* Reads all certificates of a PEM text, which may contain other objects. */
static void add_pem_certificates(struct signer *signer,
                                 const struct buffer *text)
{
    BIO *bio = BIO_new_mem_buf(text->bytes, (int)text->length);
    X509 *certificate;

    if (!bio)
        memory_exhausted();
    while ((certificate = PEM_read_bio_X509(bio, NULL, NULL, NULL)))
        add_certificate(signer, certificate);
    BIO_free(bio);
    ERR_clear_error();
}

/* Answers the library's question for a passphrase. */
struct passphrase_question {
    const struct secret_ways *ways;
    const char *key;
    struct error *err;
    bool asked;
    enum status status;
};

static int answer(char *text, int size, int writing, void *context)
{
    struct passphrase_question *passphrase_question = context;
    struct secret secret;
    int length = -1;

    (void)writing;
    passphrase_question->asked = true;
    passphrase_question->status = secret_find(
        &secret_passphrase, passphrase_question->ways, passphrase_question->key,
        &secret, passphrase_question->err);
    if (passphrase_question->status == STATUS_OK &&
        secret.length <= (size_t)size) {
        memcpy(text, secret.text, secret.length);
        length = (int)secret.length;
    }
    secret_forget(&secret);
    return length;
}

static enum status open_pem_key(struct signer_opening *signer_opening,
                                const char *file, const struct buffer *text)
{
    struct passphrase_question passphrase_question = {
        signer_opening->ways, file, signer_opening->err, false, STATUS_OK};
    BIO *bio = BIO_new_mem_buf(text->bytes, (int)text->length);

    if (!bio)
        memory_exhausted();
    signer_opening->signer->key =
        PEM_read_bio_PrivateKey(bio, NULL, answer, &passphrase_question);
    BIO_free(bio);
    ERR_clear_error();
    if (signer_opening->signer->key)
        return STATUS_OK;
    if (passphrase_question.status != STATUS_OK)
        return passphrase_question.status;
    if (passphrase_question.asked)
        return report_error(signer_opening->err, RULE_SEAL_PASSPHRASE, file,
                            "the passphrase is wrong");
    return report_error(signer_opening->err, RULE_SEAL_KEY, file,
                        "holds no private key");
}

/* The memory that keys pass through is wiped. */
static enum status read_file(const char *file, struct buffer *bytes,
                             struct error *err)
{
    *bytes = buffer_new(FILE_LIMIT);
    return buffer_read_file(bytes, file, file, err);
}

static void wipe(struct buffer *bytes)
{
    if (bytes->bytes)
        OPENSSL_cleanse(bytes->bytes, bytes->length);
    buffer_free(bytes);
}

static bool is_pem(const struct buffer *bytes)
{
    return strstr(buffer_text(bytes), "-----BEGIN ") != NULL;
}

static enum status unpack_pkcs12(struct signer_opening *signer_opening,
                                 PKCS12 *packed, const char *text)
{
    struct signer *signer = signer_opening->signer;
    STACK_OF(X509) *others = NULL;
    X509 *certificate = NULL;
    int done = PKCS12_parse(packed, text, &signer->key, &certificate, &others);

    /* Older programs encrypt with RC2, of OpenSSL's legacy provider. */
    if (!done && OSSL_PROVIDER_try_load(NULL, "legacy", 1))
        done = PKCS12_parse(packed, text, &signer->key, &certificate, &others);
    if (certificate)
        add_certificate(signer, certificate);
    while (others && sk_X509_num(others) > 0)
        add_certificate(signer, sk_X509_shift(others));
    sk_X509_free(others);
    if (!done)
        return report_error(signer_opening->err, RULE_SEAL_KEY,
                            signer_opening->source->certificate,
                            "is packed in a way that OpenSSL does not read");
    return STATUS_OK;
}

/* "No passphrase" may mean none or an empty one. */
static bool needs_passphrase(PKCS12 *packed, const char **text)
{
    *text = NULL;
    if (!PKCS12_mac_present(packed) || PKCS12_verify_mac(packed, NULL, 0))
        return false;
    *text = "";
    return !PKCS12_verify_mac(packed, "", 0);
}

static enum status unlock_pkcs12(struct signer_opening *signer_opening,
                                 PKCS12 *packed)
{
    const char *file = signer_opening->source->certificate;
    struct secret secret;
    const char *text;
    enum status status;

    if (!needs_passphrase(packed, &text))
        return unpack_pkcs12(signer_opening, packed, text);
    status = secret_find(&secret_passphrase, signer_opening->ways, file,
                         &secret, signer_opening->err);
    if (status == STATUS_OK &&
        !PKCS12_verify_mac(packed, secret.text, (int)secret.length))
        status = report_error(signer_opening->err, RULE_SEAL_PASSPHRASE, file,
                              "the passphrase is wrong");
    if (status == STATUS_OK)
        status = unpack_pkcs12(signer_opening, packed, secret.text);
    secret_forget(&secret);
    return status;
}

static enum status open_pkcs12(struct signer_opening *signer_opening,
                               const struct buffer *bytes)
{
    const unsigned char *at = (const unsigned char *)bytes->bytes;
    PKCS12 *packed = d2i_PKCS12(NULL, &at, (long)bytes->length);
    enum status status;

    if (!packed)
        return report_error(signer_opening->err, RULE_SEAL_CERTIFICATE,
                            signer_opening->source->certificate,
                            "is neither PKCS#12 nor PEM");
    status = unlock_pkcs12(signer_opening, packed);
    PKCS12_free(packed);
    if (status == STATUS_OK && !signer_opening->signer->key)
        return report_error(signer_opening->err, RULE_SEAL_KEY,
                            signer_opening->source->certificate,
                            "holds no private key");
    return status;
}

static enum status open_key_file(struct signer_opening *signer_opening)
{
    struct buffer text;
    enum status status =
        read_file(signer_opening->source->key, &text, signer_opening->err);

    if (status == STATUS_OK)
        status =
            open_pem_key(signer_opening, signer_opening->source->key, &text);
    wipe(&text);
    return status;
}

static enum status open_certificate_file(struct signer_opening *signer_opening)
{
    const struct signer_source *source = signer_opening->source;
    const bool alone = !source->key && !source->pkcs11;
    struct buffer bytes;
    enum status status =
        read_file(source->certificate, &bytes, signer_opening->err);

    if (status == STATUS_OK && is_pem(&bytes)) {
        add_pem_certificates(signer_opening->signer, &bytes);
        if (alone)
            status = open_pem_key(signer_opening, source->certificate, &bytes);
    } else if (status == STATUS_OK && alone) {
        status = open_pkcs12(signer_opening, &bytes);
    } else if (status == STATUS_OK) {
        status = report_error(signer_opening->err, RULE_SEAL_CERTIFICATE,
                              source->certificate,
                              "is not PEM, which is wanted where the key is "
                              "elsewhere");
    }
    wipe(&bytes);
    return status;
}

static enum status open_chain(struct signer_opening *signer_opening)
{
    const int before = sk_X509_num(signer_opening->signer->others);
    struct buffer text;
    enum status status =
        read_file(signer_opening->source->chain, &text, signer_opening->err);

    if (status == STATUS_OK) {
        add_pem_certificates(signer_opening->signer, &text);
        if (sk_X509_num(signer_opening->signer->others) == before)
            status = report_error(signer_opening->err, RULE_SEAL_CERTIFICATE,
                                  signer_opening->source->chain,
                                  "holds no certificate");
    }
    wipe(&text);
    return status;
}

/* A missing PIN is a better message than a key that cannot be opened. */
static enum status open_token(struct signer_opening *signer_opening)
{
    const char *uri = signer_opening->source->pkcs11;
    struct error unanswered = {.code = ""};
    struct passphrase_question passphrase_question = {
        signer_opening->ways, uri, &unanswered, false, STATUS_OK};
    const enum status status = pkcs11_open(
        uri, answer, &passphrase_question, &signer_opening->signer->key,
        signer_opening->signer->others, signer_opening->err);

    if (passphrase_question.status != STATUS_OK)
        *signer_opening->err = unanswered;
    else if (status != STATUS_OK && passphrase_question.asked)
        return report_error(signer_opening->err, RULE_SEAL_KEY, uri,
                            "names no private key, or the PIN is wrong");
    return passphrase_question.status != STATUS_OK ? passphrase_question.status
                                                   : status;
}

static enum status open_sources(struct signer_opening *signer_opening)
{
    const struct signer_source *source = signer_opening->source;
    enum status status = STATUS_OK;

    if (source->certificate)
        status = open_certificate_file(signer_opening);
    if (status == STATUS_OK && source->chain)
        status = open_chain(signer_opening);
    if (status == STATUS_OK && source->key)
        status = open_key_file(signer_opening);
    if (status == STATUS_OK && source->pkcs11)
        status = open_token(signer_opening);
    return status;
}

/* @return the certificate's source, for diagnostics */
static const char *certificate_file(const struct signer_source *source)
{
    return source->certificate ? source->certificate : source->pkcs11;
}

static enum status find_certificate(struct signer_opening *signer_opening)
{
    struct signer *signer = signer_opening->signer;
    const int count = sk_X509_num(signer->others);

    for (int i = 0; i < count && !signer->certificate; i++)
        if (X509_check_private_key(sk_X509_value(signer->others, i),
                                   signer->key) == 1)
            signer->certificate = sk_X509_value(signer->others, i);
    ERR_clear_error();
    if (signer->certificate)
        return STATUS_OK;
    if (!count)
        return report_error(signer_opening->err, RULE_SEAL_CERTIFICATE,
                            certificate_file(signer_opening->source),
                            "holds no certificate");
    return report_error(
        signer_opening->err, RULE_SEAL_KEY,
        certificate_file(signer_opening->source),
        signer_opening->source->key
            ? "the key does not belong to this certificate"
            : "the key does not belong to the certificate with it");
}

static const char *date_of(const ASN1_TIME *time, char words[DATE_WORDS_SIZE])
{
    struct tm tm = {.tm_mday = 0};

    if (!ASN1_TIME_to_tm(time, &tm))
        return "a date that cannot be read";
    return date_print_iso(
        words, (struct date){tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday});
}

static enum status check_dates(const struct signer_opening *signer_opening,
                               time_t now)
{
    const struct location location = {certificate_file(signer_opening->source),
                                      0, 0};
    const X509 *certificate = signer_opening->signer->certificate;
    const ASN1_TIME *first = X509_get0_notBefore(certificate);
    const ASN1_TIME *last = X509_get0_notAfter(certificate);
    char words[DATE_WORDS_SIZE];

    if (X509_cmp_time(first, &now) >= 0)
        return error_set(signer_opening->err, RULE_SEAL_CERTIFICATE, location,
                         NULL, "the certificate is not valid before %s",
                         date_of(first, words));
    if (X509_cmp_time(last, &now) <= 0)
        return error_set(signer_opening->err, RULE_SEAL_CERTIFICATE, location,
                         NULL, "the certificate expired on %s",
                         date_of(last, words));
    return STATUS_OK;
}

static enum status check_usage(const struct signer_opening *signer_opening)
{
    const char *file = certificate_file(signer_opening->source);
    const uint32_t usage =
        X509_get_key_usage(signer_opening->signer->certificate);

    if (usage == UINT32_MAX)
        return report_error(
            signer_opening->err, RULE_SEAL_CERTIFICATE, file,
            "the certificate states no key usage; digitalSignature "
            "or nonRepudiation is wanted");
    if (!(usage & (KU_DIGITAL_SIGNATURE | KU_NON_REPUDIATION)))
        return report_error(
            signer_opening->err, RULE_SEAL_CERTIFICATE, file,
            "the certificate's key usage is neither digitalSignature "
            "nor nonRepudiation");
    /* Checks the rules of readers; see seal/signature_check.c. */
    if (certificate_unfit_to_sign(signer_opening->signer->certificate))
        return report_error(signer_opening->err, RULE_SEAL_CERTIFICATE, file,
                            "the certificate's extended key usage allows no "
                            "signatures of documents");
    return STATUS_OK;
}

static bool is_curve_supported(const EVP_PKEY *key)
{
    char name[64] = "";
    size_t length;

    return EVP_PKEY_get_group_name(key, name, sizeof name, &length) == 1 &&
           (strcmp(name, "prime256v1") == 0 || strcmp(name, "secp384r1") == 0);
}

static enum status check_key(const struct signer_opening *signer_opening)
{
    /* A key on a token may not give its type; its certificate does. */
    const EVP_PKEY *key = X509_get0_pubkey(signer_opening->signer->certificate);
    const struct location location = {certificate_file(signer_opening->source),
                                      0, 0};
    const int kind = key ? EVP_PKEY_get_base_id(key) : EVP_PKEY_NONE;

    if (kind == EVP_PKEY_RSA && EVP_PKEY_get_bits(key) < RSA_BITS_MIN)
        return error_set(signer_opening->err, RULE_SEAL_KEY, location, NULL,
                         "an RSA key of %d bits; at least %d are wanted",
                         EVP_PKEY_get_bits(key), RSA_BITS_MIN);
    if (kind == EVP_PKEY_RSA ||
        (kind == EVP_PKEY_EC && is_curve_supported(key)))
        return STATUS_OK;
    return report_error(
        signer_opening->err, RULE_SEAL_KEY, location.file,
        "a kind of key that is not signed with; RSA, ECDSA P-256 or "
        "P-384 is wanted");
}

/* Collects the certificates for signatures: the signer's and its issuers',
 * without a root. */
static void keep_path(struct signer *signer, STACK_OF(X509) * path)
{
    if (sk_X509_num(path) > 1 && certification_path_has_root(path))
        (void)sk_X509_pop(path);
    sk_X509_free(signer->path);
    signer->path = path;
}

static enum status find_path(const struct signer_opening *signer_opening,
                             time_t now)
{
    struct signer *signer = signer_opening->signer;
    struct arena *arena = arena_new();
    STACK_OF(X509) *path =
        certification_path_new(signer->certificate, signer->others, now);
    const char *fault = certification_path_gap(arena, path, signer->others);
    enum status status = STATUS_OK;

    if (!fault)
        fault = certification_path_fault(arena, path, now);
    if (fault)
        status = report_error(signer_opening->err, RULE_SEAL_CERTIFICATE,
                              certificate_file(signer_opening->source), fault);
    keep_path(signer, path);
    arena_free(arena);
    return status;
}

static enum status
check_certificate(const struct signer_opening *signer_opening, time_t now)
{
    enum status status = check_dates(signer_opening, now);

    if (status == STATUS_OK)
        status = check_usage(signer_opening);
    if (status == STATUS_OK)
        status = check_key(signer_opening);
    /* The rest of the path may be on a locked token. */
    if (status == STATUS_OK &&
        (signer_opening->signer->key || !signer_opening->source->pkcs11))
        status = find_path(signer_opening, now);
    return status;
}

/* Reads the certificate even if the key is locked: the first of a PEM file, as
 * always. */
static bool is_locked(const struct signer_opening *signer_opening)
{
    struct signer *signer = signer_opening->signer;

    if (signer_opening->err->rule != RULE_SEAL_PASSPHRASE ||
        !signer_opening->source->certificate ||
        sk_X509_num(signer->others) == 0)
        return false;
    signer->certificate = sk_X509_value(signer->others, 0);
    return true;
}

static enum status first_of(enum status one, enum status other)
{
    return one != STATUS_OK ? one : other;
}

static char *print_subject(const X509 *certificate)
{
    BIO *bio = BIO_new(BIO_s_mem());
    char *bytes;
    char *text;
    long length;

    if (!bio || X509_NAME_print_ex(bio, X509_get_subject_name(certificate), 0,
                                   XN_FLAG_RFC2253 & ~ASN1_STRFLGS_ESC_MSB) < 0)
        memory_exhausted();
    length = BIO_get_mem_data(bio, &bytes);
    text = memory_alloc((size_t)length + 1);
    memcpy(text, bytes, (size_t)length);
    text[length] = '\0';
    BIO_free(bio);
    return text;
}

static char *copy_part(const X509_NAME *subject, int part)
{
    const int at = X509_NAME_get_index_by_NID(subject, part, -1);
    const X509_NAME_ENTRY *entry = X509_NAME_get_entry(subject, at);
    unsigned char *bytes;
    char *text;
    int length;

    if (!entry)
        return NULL;
    length = ASN1_STRING_to_UTF8(&bytes, X509_NAME_ENTRY_get_data(entry));
    if (length < 0)
        return NULL;
    text = memory_alloc((size_t)length + 1);
    memcpy(text, bytes, (size_t)length);
    text[length] = '\0';
    OPENSSL_free(bytes);
    return text;
}

/* Names in a certificate are untrusted; invalid text is not used. */
static char *print_name(const struct signer *signer)
{
    const X509_NAME *subject = X509_get_subject_name(signer->certificate);
    char *name = copy_part(subject, NID_commonName);

    if (!name)
        name = copy_part(subject, NID_organizationName);
    if (name && utf8_check(name, strlen(name), NULL) && !utf8_is_blank(name))
        return name;
    free(name);
    return print_subject(signer->certificate);
}

static char *copy(const char *text)
{
    const size_t size = strlen(text) + 1;

    return memcpy(memory_alloc(size), text, size);
}

static void describe(const struct signer_opening *signer_opening)
{
    struct signer *signer = signer_opening->signer;
    unsigned size;

    signer->file = copy(certificate_file(signer_opening->source));
    signer->subject = print_subject(signer->certificate);
    signer->name = print_name(signer);
    if (!X509_digest(signer->certificate, EVP_sha256(), signer->fingerprint,
                     &size))
        memory_exhausted();
}

enum status signer_open(const struct signer_source *source,
                        const struct secret_ways *ways, time_t now,
                        struct signer **signer, struct error *err)
{
    struct signer_opening signer_opening = {source, ways,
                                            memory_alloc(sizeof **signer), err};
    enum status status;

    core_dump_forbid();
    *signer = NULL;
    *signer_opening.signer = (struct signer){.others = sk_X509_new_null(),
                                             .path = sk_X509_new_null()};
    status = open_sources(&signer_opening);
    if (status == STATUS_OK)
        status = find_certificate(&signer_opening);
    if (status == STATUS_OK || is_locked(&signer_opening))
        status = first_of(check_certificate(&signer_opening, now), status);
    if (status != STATUS_OK) {
        signer_close(signer_opening.signer);
        return status;
    }
    describe(&signer_opening);
    *signer = signer_opening.signer;
    return STATUS_OK;
}

void signer_close(struct signer *signer)
{
    if (!signer)
        return;
    EVP_PKEY_free(signer->key);
    sk_X509_free(signer->path);
    sk_X509_pop_free(signer->others, X509_free);
    free(signer->file);
    free(signer->subject);
    free(signer->name);
    free(signer);
}

const char *signer_subject(const struct signer *signer)
{
    return signer->subject;
}

const char *signer_name(const struct signer *signer)
{
    return signer->name;
}

const unsigned char *signer_fingerprint(const struct signer *signer)
{
    return signer->fingerprint;
}

bool signer_is_repeatable(const struct signer *signer)
{
    return EVP_PKEY_get_base_id(X509_get0_pubkey(signer->certificate)) ==
           EVP_PKEY_RSA;
}
