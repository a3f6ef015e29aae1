#include "seal/trust_store.h"

#include <stdlib.h>

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509_vfy.h>

#include "base/buffer.h"
#include "base/memory.h"
#include "base/time.h"
#include "seal/certificate.h"
#include "seal/trust_store_internal.h"

enum {
    FILE_LIMIT = 16 * 1024 * 1024, ///< all roots of a browser are 250 kB
    SECURITY = 2,                  ///< OpenSSL's level: 112 bits, no SHA-1
    DEPTH = 16,                    ///< maximum certificates in between
};

struct trust_store {
    X509_STORE *store;
};

/* --- reading ------------------------------------------------------------- */

static bool is_end(void)
{
    const unsigned long fault = ERR_peek_last_error();

    return ERR_GET_LIB(fault) == ERR_LIB_PEM &&
           ERR_GET_REASON(fault) == PEM_R_NO_START_LINE;
}

/* @return the number of certificates; -1 if one cannot be read */
static int add_certificates(struct trust_store *trust, BIO *in)
{
    int count = 0;
    X509 *certificate;

    ERR_clear_error();
    while ((certificate = PEM_read_bio_X509(in, NULL, NULL, NULL)) != NULL) {
        if (X509_STORE_add_cert(trust->store, certificate) != 1)
            memory_exhausted();
        X509_free(certificate);
        count++;
    }
    if (!is_end())
        count = -1;
    ERR_clear_error();
    return count;
}

static enum status add_file(struct trust_store *trust, const char *path,
                            struct error *err)
{
    struct buffer file = buffer_new(FILE_LIMIT);
    enum status status = buffer_read_file(&file, path, path, err);
    BIO *in;
    int count;

    if (status == STATUS_OK) {
        in = BIO_new_mem_buf(buffer_text(&file), (int)file.length);
        if (!in)
            memory_exhausted();
        count = add_certificates(trust, in);
        BIO_free(in);
        if (count <= 0)
            status = error_set(err, RULE_SEAL_TRUST,
                               (struct location){path, 0, 0}, NULL,
                               count < 0 ? "a certificate cannot be read"
                                         : "no certificate in PEM is in it");
    }
    buffer_free(&file);
    return status;
}

static struct trust_store *make_trust(void)
{
    struct trust_store *trust = memory_alloc(sizeof *trust);

    trust->store = X509_STORE_new();
    if (!trust->store)
        memory_exhausted();
    return trust;
}

struct trust_store *trust_store_open_anchor(X509 *certificate)
{
    struct trust_store *trust = make_trust();

    if (X509_STORE_add_cert(trust->store, certificate) != 1)
        memory_exhausted();
    return trust;
}

enum status trust_store_open(const char *const *paths, size_t count,
                             struct trust_store **trust, struct error *err)
{
    enum status status = STATUS_OK;

    *trust = make_trust();
    for (size_t i = 0; i < count && status == STATUS_OK; i++)
        status = add_file(*trust, paths[i], err);
    if (status == STATUS_OK)
        return STATUS_OK;
    trust_store_close(*trust);
    *trust = NULL;
    return status;
}

void trust_store_close(struct trust_store *trust)
{
    if (!trust)
        return;
    X509_STORE_free(trust->store);
    free(trust);
}

/* --- chains -------------------------------------------------------------- */

static const char *describe(struct arena *arena, X509_STORE_CTX *context)
{
    const int fault = X509_STORE_CTX_get_error(context);
    const X509 *at = X509_STORE_CTX_get_current_cert(context);
    const char *name = at ? certificate_name(arena, at) : "?";
    char day[TIME_SIZE];

    switch (fault) {
    case X509_V_ERR_CERT_HAS_EXPIRED:
        return arena_printf(arena, "the certificate of %s expired on %s", name,
                            at ? time_print_day(day, certificate_until(at))
                               : "?");
    case X509_V_ERR_CERT_NOT_YET_VALID:
        return arena_printf(
            arena, "the certificate of %s is not valid before %s", name,
            at ? time_print_day(day, certificate_from(at)) : "?");
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT:
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
    case X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE:
        return arena_printf(arena,
                            "the issuer of %s is neither trusted nor in "
                            "the file",
                            name);
    case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT:
    case X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN:
        return arena_printf(arena, "%s is not trusted", name);
    default:
        return arena_printf(arena, "the certificate of %s: %s", name,
                            X509_verify_cert_error_string(fault));
    }
}

const char *trust_store_find_chain(struct arena *arena,
                                   const struct trust_store *trust,
                                   X509 *certificate, STACK_OF(X509) * others,
                                   time_t at)
{
    X509_STORE_CTX *context = X509_STORE_CTX_new();
    const char *fault = NULL;
    X509_VERIFY_PARAM *param;

    if (!context ||
        !X509_STORE_CTX_init(context, trust->store, certificate, others))
        memory_exhausted();
    param = X509_STORE_CTX_get0_param(context);
    X509_VERIFY_PARAM_set_flags(param, X509_V_FLAG_PARTIAL_CHAIN);
    X509_VERIFY_PARAM_set_auth_level(param, SECURITY);
    X509_VERIFY_PARAM_set_depth(param, DEPTH);
    X509_VERIFY_PARAM_set_time(param, at);
    if (X509_verify_cert(context) != 1)
        fault = describe(arena, context);
    X509_STORE_CTX_free(context);
    ERR_clear_error();
    return fault;
}
