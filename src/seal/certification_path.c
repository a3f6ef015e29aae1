#include "seal/certification_path.h"

#include <openssl/err.h>
#include <openssl/objects.h>
#include <openssl/x509v3.h>

#include "base/memory.h"
#include "base/time.h"
#include "seal/certificate.h"
#include "seal/trust_store_internal.h"

enum { LONGEST = 10 };

/** Minimum work to forge a digest, in bits: SHA-1 has 63. */
enum { SECURITY_BITS_MIN = 112 };

/* --- building ------------------------------------------------------------ */

static bool is_self_signed(X509 *certificate)
{
    const bool yes = X509_self_signed(certificate, 1) == 1;

    ERR_clear_error();
    return yes;
}

static bool bears_issuers_name(const X509 *other, const X509 *certificate)
{
    return X509_NAME_cmp(X509_get_subject_name(other),
                         X509_get_issuer_name(certificate)) == 0;
}

static bool has_issued(X509 *other, X509 *certificate)
{
    EVP_PKEY *key = X509_get0_pubkey(other);
    const bool yes = bears_issuers_name(other, certificate) && key &&
                     X509_verify(certificate, key) == 1;

    ERR_clear_error();
    return yes;
}

static bool has_weak_digest(X509 *certificate, int *digest)
{
    int bits = 0;

    *digest = NID_undef;
    if (X509_get_signature_info(certificate, digest, NULL, &bits, NULL) &&
        bits >= SECURITY_BITS_MIN)
        return false;
    ERR_clear_error();
    return true;
}

static bool is_usable(X509 *certificate, time_t at)
{
    int digest;

    return certificate_from(certificate) <= at &&
           at <= certificate_until(certificate) &&
           (is_self_signed(certificate) ||
            !has_weak_digest(certificate, &digest));
}

static X509 *find_issuer(X509 *certificate, STACK_OF(X509) * others, time_t at)
{
    X509 *found = NULL;

    for (int i = 0; i < sk_X509_num(others); i++) {
        X509 *other = sk_X509_value(others, i);
        if (!has_issued(other, certificate))
            continue;
        if (is_usable(other, at))
            return other;
        if (!found)
            found = other;
    }
    return found;
}

STACK_OF(X509) * certification_path_new(X509 *certificate,
                                        STACK_OF(X509) * others, time_t at)
{
    STACK_OF(X509) *path = sk_X509_new_null();
    X509 *next = certificate;

    while (next && sk_X509_num(path) < LONGEST) {
        if (!path || !sk_X509_push(path, next))
            memory_exhausted();
        next = is_self_signed(next) ? NULL : find_issuer(next, others, at);
    }
    return path;
}

static X509 *last_of(const STACK_OF(X509) * path)
{
    return sk_X509_value(path, sk_X509_num(path) - 1);
}

bool certification_path_has_root(const STACK_OF(X509) * path)
{
    return is_self_signed(last_of(path));
}

/* --- faults -------------------------------------------------------------- */

static const char *date_fault(struct arena *arena, const X509 *certificate,
                              time_t at)
{
    const char *name = certificate_name(arena, certificate);
    char day[TIME_SIZE];

    if (at < certificate_from(certificate))
        return arena_printf(
            arena, "the certificate of %s is not valid before %s", name,
            time_print_day(day, certificate_from(certificate)));
    if (at > certificate_until(certificate))
        return arena_printf(
            arena, "the certificate of %s expired on %s", name,
            time_print_day(day, certificate_until(certificate)));
    return NULL;
}

/* A root's own signature proves nothing, so its digest does not matter. */
static const char *digest_fault(struct arena *arena, X509 *certificate)
{
    int digest;

    if (is_self_signed(certificate) || !has_weak_digest(certificate, &digest))
        return NULL;
    return arena_printf(
        arena,
        "the certificate of %s is signed with %s, which readers do not accept",
        certificate_name(arena, certificate),
        digest == NID_undef ? "an unknown digest" : OBJ_nid2sn(digest));
}

static const char *key_fault(struct arena *arena, X509 *certificate)
{
    const char *fault = certificate_weakness(arena, certificate);

    if (!fault)
        return NULL;
    return arena_printf(arena, "the certificate of %s: %s",
                        certificate_name(arena, certificate), fault);
}

/* The remaining rules: who may issue, path length, critical extensions. */
static const char *chain_fault(struct arena *arena, STACK_OF(X509) * path,
                               time_t at)
{
    struct trust_store *root = trust_store_open_anchor(last_of(path));
    const char *fault =
        trust_store_find_chain(arena, root, sk_X509_value(path, 0), path, at);

    trust_store_close(root);
    return fault;
}

const char *certification_path_fault(struct arena *arena, STACK_OF(X509) * path,
                                     time_t at)
{
    const char *fault = NULL;

    for (int i = 0; i < sk_X509_num(path) && !fault; i++) {
        X509 *certificate = sk_X509_value(path, i);
        fault = date_fault(arena, certificate, at);
        if (!fault)
            fault = key_fault(arena, certificate);
        if (!fault)
            fault = digest_fault(arena, certificate);
    }
    return fault ? fault : chain_fault(arena, path, at);
}

static const X509 *find_namesake(const X509 *certificate,
                                 STACK_OF(X509) * others)
{
    for (int i = 0; i < sk_X509_num(others); i++)
        if (bears_issuers_name(sk_X509_value(others, i), certificate))
            return sk_X509_value(others, i);
    return NULL;
}

/* Reports the name of an issuer without a certificate. */
static const char *issuer_name(struct arena *arena, const X509 *certificate)
{
    X509 *nobody = X509_new();
    const char *name;

    if (!nobody ||
        !X509_set_subject_name(nobody, X509_get_issuer_name(certificate)))
        memory_exhausted();
    name = certificate_name(arena, nobody);
    X509_free(nobody);
    return name;
}

const char *certification_path_gap(struct arena *arena,
                                   const STACK_OF(X509) * path,
                                   STACK_OF(X509) * others)
{
    X509 *last = last_of(path);

    if (is_self_signed(last))
        return NULL;
    if (find_namesake(last, others))
        return arena_printf(
            arena,
            "the certificate of %s that came with it has another key than "
            "the one that issued that of %s",
            issuer_name(arena, last), certificate_name(arena, last));
    if (sk_X509_num(path) > 1)
        return NULL;
    return arena_printf(arena,
                        "the certificate of its issuer, %s, is not with it, "
                        "without which no reader can trust the seal; put it "
                        "into the file, or name it in seal: chain:",
                        issuer_name(arena, last));
}
