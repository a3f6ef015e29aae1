#include "seal/tsa_client.h"

#include <openssl/err.h>
#include <openssl/rand.h>
#include <openssl/ts.h>
#include <openssl/x509v3.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/arena.h"
#include "base/memory.h"
#include "base/time.h"
#include "base/utf8.h"
#include "seal/certificate.h"
#include "seal/certification_path.h"
#include "seal/http_post.h"

enum { TIMEOUT = 10, TRIES = 3, GIVE_UP_AFTER = 3 };

enum { NONCE_BITS = 63 };

/** Tokens of one server differ in the lengths of some numbers and of its
 *  signatures. */
enum { TOKEN_SLACK = 128 };

struct tsa_client {
    const char *url;
    struct http_post *http;
    size_t size_max;
    atomic_uint failures; ///< in a row, without an answer
};

/* A request and its result. */
struct tsa_request {
    struct tsa_client *tsa;
    TS_REQ *request;
    TS_RESP *response;
    struct error *err;
};

static enum status refuse(const struct tsa_request *tsa_request,
                          const char *message)
{
    ERR_clear_error();
    return error_set(tsa_request->err, RULE_SEAL_TIMESTAMP,
                     (struct location){tsa_request->tsa->url, 0, 0}, NULL, "%s",
                     message);
}

/* Draws a random number, so that an old answer does not fit. */
static ASN1_INTEGER *draw_nonce(void)
{
    BIGNUM *number = BN_new();
    ASN1_INTEGER *nonce;

    if (!number ||
        BN_rand(number, NONCE_BITS, BN_RAND_TOP_ONE, BN_RAND_BOTTOM_ANY) != 1)
        memory_exhausted();
    nonce = BN_to_ASN1_INTEGER(number, NULL);
    BN_free(number);
    return nonce;
}

static TS_MSG_IMPRINT *make_imprint(const unsigned char *digest)
{
    unsigned char copy[HASH_SIZE]; /* OpenSSL's parameter is not const */
    TS_MSG_IMPRINT *imprint = TS_MSG_IMPRINT_new();
    X509_ALGOR *algorithm = X509_ALGOR_new();

    memcpy(copy, digest, HASH_SIZE);
    if (!imprint || !algorithm ||
        !X509_ALGOR_set0(algorithm, OBJ_nid2obj(NID_sha256), V_ASN1_NULL,
                         NULL) ||
        !TS_MSG_IMPRINT_set_algo(imprint, algorithm) ||
        !TS_MSG_IMPRINT_set_msg(imprint, copy, HASH_SIZE))
        memory_exhausted();
    X509_ALGOR_free(algorithm);
    return imprint;
}

static TS_REQ *make_request(const unsigned char *digest)
{
    TS_REQ *request = TS_REQ_new();
    TS_MSG_IMPRINT *imprint = make_imprint(digest);
    ASN1_INTEGER *nonce = draw_nonce();

    if (!request || !nonce || !TS_REQ_set_version(request, 1) ||
        !TS_REQ_set_msg_imprint(request, imprint) ||
        !TS_REQ_set_nonce(request, nonce) || !TS_REQ_set_cert_req(request, 1))
        memory_exhausted();
    TS_MSG_IMPRINT_free(imprint);
    ASN1_INTEGER_free(nonce);
    return request;
}

/* Sends the request. @return the answer's bytes, or NULL with a failure */
static BIO *exchange(const struct tsa_request *tsa_request, int timeout,
                     struct http_failure *failure)
{
    BIO *request_bytes = BIO_new(BIO_s_mem());
    BIO *answer;

    if (!request_bytes || !i2d_TS_REQ_bio(request_bytes, tsa_request->request))
        memory_exhausted();
    answer = http_post_send(tsa_request->tsa->http, request_bytes,
                            "application/timestamp-query",
                            "application/timestamp-reply", timeout, failure);
    BIO_free(request_bytes);
    return answer;
}

static bool has_given_up(struct tsa_client *tsa)
{
    return atomic_load(&tsa->failures) >= GIVE_UP_AFTER;
}

/* A retry does not help against a redirection, which is not followed, nor
 * against a wrong address or request: 4xx, except "request timeout" and "too
 * many requests". */
static bool is_final(const struct http_failure *failure)
{
    return failure->redirected ||
           (failure->code / 100 == 4 && failure->code != 408 &&
            failure->code != 429);
}

static enum status fail(struct tsa_request *tsa_request,
                        const struct http_failure *failure)
{
    struct tsa_client *tsa = tsa_request->tsa;
    const struct location location = {tsa->url, 0, 0};

    if (failure->redirected)
        return refuse(tsa_request,
                      "no time stamp: the server redirects to another address; "
                      "give that one instead");
    if (is_final(failure))
        return error_set(tsa_request->err, RULE_SEAL_TIMESTAMP, location, NULL,
                         "no time stamp: no time-stamp server is at this "
                         "address, or it is not for everybody (status %d)",
                         failure->code);
    atomic_fetch_add(&tsa->failures, 1);
    return error_set(tsa_request->err, RULE_SEAL_SERVER, location, NULL,
                     "no time stamp: the server cannot be asked (%s)",
                     failure->reason);
}

static enum status send(struct tsa_request *tsa_request)
{
    struct tsa_client *tsa = tsa_request->tsa;
    const struct location location = {tsa->url, 0, 0};
    struct http_failure failure = {.reason = ""};
    const double end = time_elapsed() + TIMEOUT;
    BIO *answer = NULL;

    if (has_given_up(tsa))
        return error_set(tsa_request->err, RULE_SEAL_SERVER, location, NULL,
                         "no time stamp: the server failed %d letters in a row "
                         "and is not asked again",
                         GIVE_UP_AFTER);
    for (int i = 0; i < TRIES && !answer && !is_final(&failure); i++) {
        const double left = end - time_elapsed();
        if (left < 1)
            break;
        answer = exchange(tsa_request, (int)left, &failure);
    }
    if (!answer)
        return fail(tsa_request, &failure);
    atomic_store(&tsa->failures, 0);
    tsa_request->response = d2i_TS_RESP_bio(answer, NULL);
    BIO_free(answer);
    if (!tsa_request->response)
        return refuse(tsa_request, "no time stamp: the answer cannot be read");
    return STATUS_OK;
}

/* Reports the server's reason for a refusal. */
static enum status check_grant(const struct tsa_request *tsa_request)
{
    const TS_STATUS_INFO *info = TS_RESP_get_status_info(tsa_request->response);
    const long grant_status =
        ASN1_INTEGER_get(TS_STATUS_INFO_get0_status(info));
    const STACK_OF(ASN1_UTF8STRING) *words = TS_STATUS_INFO_get0_text(info);
    const ASN1_UTF8STRING *first = words && sk_ASN1_UTF8STRING_num(words) > 0
                                       ? sk_ASN1_UTF8STRING_value(words, 0)
                                       : NULL;
    const struct location location = {tsa_request->tsa->url, 0, 0};
    enum { WORDS_MAX = 200 };
    int length;

    if (grant_status == TS_STATUS_GRANTED ||
        grant_status == TS_STATUS_GRANTED_WITH_MODS)
        return STATUS_OK;
    length = first ? ASN1_STRING_length(first) : 0;
    if (length > WORDS_MAX ||
        (first && !utf8_check((const char *)ASN1_STRING_get0_data(first),
                              (size_t)length, NULL)))
        length = 0;
    return error_set(tsa_request->err, RULE_SEAL_TIMESTAMP, location, NULL,
                     "no time stamp: the server refuses, status %ld%s%.*s",
                     grant_status, length ? ", " : "", length,
                     length ? (const char *)ASN1_STRING_get0_data(first) : "");
}

/* Checks that the answer belongs to this request: version, digest, number. */
static enum status check_nonce(const struct tsa_request *tsa_request)
{
    TS_VERIFY_CTX *context =
        TS_REQ_to_TS_VERIFY_CTX(tsa_request->request, NULL);
    int good;

    if (!context)
        memory_exhausted();
    TS_VERIFY_CTX_set_flags(context,
                            TS_VFY_VERSION | TS_VFY_IMPRINT | TS_VFY_NONCE);
    good = TS_RESP_verify_response(context, tsa_request->response);
    TS_VERIFY_CTX_free(context);
    if (good != 1)
        return refuse(tsa_request,
                      "no time stamp: the answer is to another question");
    return STATUS_OK;
}

static bool is_for_stamps(X509 *certificate)
{
    return (X509_get_extension_flags(certificate) & EXFLAG_XKUSAGE) &&
           X509_get_extended_key_usage(certificate) == XKU_TIMESTAMP;
}

/* Checks the included certificates, at the time of the stamp. */
static enum status check_path(const struct tsa_request *tsa_request,
                              X509 *signer, STACK_OF(X509) * others)
{
    TS_TST_INFO *info = TS_RESP_get_tst_info(tsa_request->response);
    const time_t at = certificate_time(TS_TST_INFO_get_time(info));
    STACK_OF(X509) *path = certification_path_new(signer, others, at);
    struct arena *arena = arena_new();
    const char *fault = certification_path_fault(arena, path, at);
    enum status status = STATUS_OK;

    if (fault)
        status = refuse(tsa_request,
                        arena_printf(arena, "no time stamp: %s", fault));
    arena_free(arena);
    sk_X509_free(path);
    return status;
}

/* Checks that the included certificate signed the token; trust is not checked.
 */
static enum status check_token(const struct tsa_request *tsa_request)
{
    PKCS7 *token = TS_RESP_get_token(tsa_request->response);
    STACK_OF(X509) * signers;
    X509 *signer = NULL;

    if (PKCS7_verify(token, NULL, NULL, NULL, NULL, PKCS7_NOVERIFY) != 1)
        return refuse(tsa_request,
                      "no time stamp: the answer's signature is not valid");
    signers = PKCS7_get0_signers(token, NULL, 0);
    if (signers && sk_X509_num(signers) == 1)
        signer = sk_X509_value(signers, 0);
    sk_X509_free(signers);
    if (!signer || !is_for_stamps(signer))
        return refuse(tsa_request, "no time stamp: the answer is signed by a "
                                   "certificate that is not for time stamps");
    return check_path(tsa_request, signer, token->d.sign->cert);
}

static enum status take_token(const struct tsa_request *tsa_request,
                              struct buffer *token)
{
    unsigned char *bytes = NULL;
    const int size =
        i2d_PKCS7(TS_RESP_get_token(tsa_request->response), &bytes);
    struct tsa_client *tsa = tsa_request->tsa;
    const size_t size_max = tsa->size_max;

    if (size > 0)
        buffer_add(token, bytes, (size_t)size);
    OPENSSL_free(bytes);
    if (size > 0 && !size_max)
        tsa->size_max = (size_t)size + TOKEN_SLACK;
    if (size <= 0 || (size_max && (size_t)size > size_max))
        return refuse(tsa_request,
                      "no time stamp: the answer is larger than the "
                      "first one by far");
    return STATUS_OK;
}

enum status tsa_client_ask(struct tsa_client *tsa,
                           const unsigned char digest[static HASH_SIZE],
                           struct buffer *token, struct error *err)
{
    struct tsa_request tsa_request = {tsa, make_request(digest), NULL, err};
    enum status status = send(&tsa_request);

    if (status == STATUS_OK)
        status = check_grant(&tsa_request);
    if (status == STATUS_OK)
        status = check_nonce(&tsa_request);
    if (status == STATUS_OK)
        status = check_token(&tsa_request);
    if (status == STATUS_OK)
        status = take_token(&tsa_request, token);
    TS_REQ_free(tsa_request.request);
    TS_RESP_free(tsa_request.response);
    ERR_clear_error();
    return status;
}

enum status tsa_client_open(const char *url, struct tsa_client **tsa,
                            struct error *err)
{
    struct tsa_client *opened;
    struct http_post *http;

    *tsa = NULL;
    if (!http_post_open(url, &http))
        return error_set(err, RULE_SEAL_TIMESTAMP, NO_LOCATION, NULL,
                         "%s is no URL of a time-stamp server, such as "
                         "http://tsa.example.org/",
                         url);
    opened = memory_alloc(sizeof *opened);
    *opened = (struct tsa_client){.url = url, .http = http};
    atomic_init(&opened->failures, 0);
    *tsa = opened;
    return STATUS_OK;
}

void tsa_client_close(struct tsa_client *tsa)
{
    if (!tsa)
        return;
    http_post_close(tsa->http);
    free(tsa);
}

const char *tsa_client_url(const struct tsa_client *tsa)
{
    return tsa->url;
}

size_t tsa_client_size_max(const struct tsa_client *tsa)
{
    return tsa->size_max;
}
