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
#include "base/utf8.h"
#include "seal/http_post.h"

enum { TIMEOUT = 10, TRIES = 3, GIVE_UP_AFTER = 3 };

enum { NONCE_BITS = 63, TOKEN_LIMIT = 64 * 1024 };

/** Tokens of one server differ in the lengths of some numbers and of its
 *  signatures. */
enum { TOKEN_SLACK = 128 };

struct timestamp_service {
    const char *url;
    struct http_service *http;
    size_t room;
    atomic_uint failures; ///< in a row, for want of a server
};

/* One question and what became of it. */
struct inquiry {
    struct timestamp_service *service;
    TS_REQ *request;
    TS_RESP *response;
    struct error *err;
};

static enum status refuse(const struct inquiry *inquiry, const char *message)
{
    ERR_clear_error();
    return error_set(inquiry->err, RULE_SEAL_TIMESTAMP,
                     (struct place){inquiry->service->url, 0, 0}, NULL, "%s",
                     message);
}

/* A number that nobody can foresee, so that an old answer does not fit. */
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
    TS_MSG_IMPRINT *imprint = TS_MSG_IMPRINT_new();
    X509_ALGOR *algorithm = X509_ALGOR_new();

    if (!imprint || !algorithm ||
        !X509_ALGOR_set0(algorithm, OBJ_nid2obj(NID_sha256), V_ASN1_NULL,
                         NULL) ||
        !TS_MSG_IMPRINT_set_algo(imprint, algorithm) ||
        !TS_MSG_IMPRINT_set_msg(imprint, (unsigned char *)digest, HASH_SIZE))
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

/* Sends the question. @return the answer's bytes, or NULL with a reason */
static BIO *exchange(const struct inquiry *inquiry, int timeout, char *reason,
                     size_t size)
{
    BIO *question = BIO_new(BIO_s_mem());
    BIO *answer;

    if (!question || !i2d_TS_REQ_bio(question, inquiry->request))
        memory_exhausted();
    answer = http_service_ask(
        inquiry->service->http, question, "application/timestamp-query",
        "application/timestamp-reply", timeout, reason, size);
    BIO_free(question);
    return answer;
}

static bool has_given_up(struct timestamp_service *service)
{
    return atomic_load(&service->failures) >= GIVE_UP_AFTER;
}

/* For time-outs alone. */
static time_t seconds(void)
{
    struct timespec now = {0, 0};

    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec;
}

static enum status send(struct inquiry *inquiry)
{
    struct timestamp_service *service = inquiry->service;
    const struct place place = {service->url, 0, 0};
    char reason[128] = "";
    const time_t end = seconds() + TIMEOUT;
    BIO *answer = NULL;

    if (has_given_up(service))
        return error_set(inquiry->err, RULE_SEAL_SERVER, place, NULL,
                         "no time stamp: the server failed %d letters in a row "
                         "and is not asked again",
                         GIVE_UP_AFTER);
    for (int i = 0; i < TRIES && !answer; i++) {
        const time_t left = end - seconds();
        if (left <= 0)
            break;
        answer = exchange(inquiry, (int)left, reason, sizeof reason);
    }
    if (!answer) {
        atomic_fetch_add(&service->failures, 1);
        return error_set(inquiry->err, RULE_SEAL_SERVER, place, NULL,
                         "no time stamp: the server cannot be asked (%s)",
                         reason);
    }
    atomic_store(&service->failures, 0);
    inquiry->response = d2i_TS_RESP_bio(answer, NULL);
    BIO_free(answer);
    if (!inquiry->response)
        return refuse(inquiry, "no time stamp: the answer cannot be read");
    return STATUS_OK;
}

/* What the server says of a request that it does not grant. */
static enum status check_grant(const struct inquiry *inquiry)
{
    const TS_STATUS_INFO *info = TS_RESP_get_status_info(inquiry->response);
    const long verdict = ASN1_INTEGER_get(TS_STATUS_INFO_get0_status(info));
    const STACK_OF(ASN1_UTF8STRING) *words = TS_STATUS_INFO_get0_text(info);
    const ASN1_UTF8STRING *first = words && sk_ASN1_UTF8STRING_num(words) > 0
                                       ? sk_ASN1_UTF8STRING_value(words, 0)
                                       : NULL;
    const struct place place = {inquiry->service->url, 0, 0};
    enum { WORDS_MAX = 200 };
    int length;

    if (verdict == TS_STATUS_GRANTED || verdict == TS_STATUS_GRANTED_WITH_MODS)
        return STATUS_OK;
    length = first ? ASN1_STRING_length(first) : 0;
    if (length > WORDS_MAX ||
        (first && !text_check((const char *)ASN1_STRING_get0_data(first),
                              (size_t)length, NULL)))
        length = 0;
    return error_set(inquiry->err, RULE_SEAL_TIMESTAMP, place, NULL,
                     "no time stamp: the server refuses, status %ld%s%.*s",
                     verdict, length ? ", " : "", length,
                     length ? (const char *)ASN1_STRING_get0_data(first) : "");
}

/* The answer is to this question: version, digest, number. */
static enum status check_question(const struct inquiry *inquiry)
{
    TS_VERIFY_CTX *context = TS_REQ_to_TS_VERIFY_CTX(inquiry->request, NULL);
    int good;

    if (!context)
        memory_exhausted();
    TS_VERIFY_CTX_set_flags(context,
                            TS_VFY_VERSION | TS_VFY_IMPRINT | TS_VFY_NONCE);
    good = TS_RESP_verify_response(context, inquiry->response);
    TS_VERIFY_CTX_free(context);
    if (good != 1)
        return refuse(inquiry,
                      "no time stamp: the answer is to another question");
    return STATUS_OK;
}

static bool is_for_stamps(X509 *certificate)
{
    return (X509_get_extension_flags(certificate) & EXFLAG_XKUSAGE) &&
           X509_get_extended_key_usage(certificate) == XKU_TIMESTAMP;
}

/* The token is signed by the certificate that it holds, whoever that is. */
static enum status check_token(const struct inquiry *inquiry)
{
    PKCS7 *token = TS_RESP_get_token(inquiry->response);
    STACK_OF(X509) * signers;
    bool stamps;

    if (PKCS7_verify(token, NULL, NULL, NULL, NULL, PKCS7_NOVERIFY) != 1)
        return refuse(inquiry,
                      "no time stamp: the answer's signature is not valid");
    signers = PKCS7_get0_signers(token, NULL, 0);
    stamps = signers && sk_X509_num(signers) == 1 &&
             is_for_stamps(sk_X509_value(signers, 0));
    sk_X509_free(signers);
    if (!stamps)
        return refuse(inquiry, "no time stamp: the answer is signed by a "
                               "certificate that is not for time stamps");
    return STATUS_OK;
}

static enum status take_token(const struct inquiry *inquiry,
                              struct buffer *token)
{
    unsigned char *bytes = NULL;
    const int size = i2d_PKCS7(TS_RESP_get_token(inquiry->response), &bytes);
    const size_t room = inquiry->service->room;

    if (size > 0)
        buffer_add(token, bytes, (size_t)size);
    OPENSSL_free(bytes);
    if (size <= 0 || (room && (size_t)size > room))
        return refuse(inquiry, "no time stamp: the answer is larger than the "
                               "first one by far");
    return STATUS_OK;
}

enum status timestamp_service_ask(struct timestamp_service *service,
                                  const unsigned char digest[static HASH_SIZE],
                                  struct buffer *token, struct error *err)
{
    struct inquiry inquiry = {service, make_request(digest), NULL, err};
    enum status status = send(&inquiry);

    if (status == STATUS_OK)
        status = check_grant(&inquiry);
    if (status == STATUS_OK)
        status = check_question(&inquiry);
    if (status == STATUS_OK)
        status = check_token(&inquiry);
    if (status == STATUS_OK)
        status = take_token(&inquiry, token);
    TS_REQ_free(inquiry.request);
    TS_RESP_free(inquiry.response);
    ERR_clear_error();
    return status;
}

enum status timestamp_service_open(const char *url,
                                   struct timestamp_service **service,
                                   struct error *err)
{
    struct timestamp_service *opened;
    struct http_service *http;

    *service = NULL;
    if (!http_service_open(url, &http))
        return error_set(err, RULE_SEAL_TIMESTAMP, NO_PLACE, NULL,
                         "%s is no URL of a time-stamp server, such as "
                         "http://tsa.example.org/",
                         url);
    opened = memory_alloc(sizeof *opened);
    *opened = (struct timestamp_service){.url = url, .http = http};
    atomic_init(&opened->failures, 0);
    *service = opened;
    return STATUS_OK;
}

enum status timestamp_service_try(struct timestamp_service *service,
                                  struct error *err)
{
    struct buffer token = buffer_new(TOKEN_LIMIT);
    unsigned char digest[HASH_SIZE];
    enum status status;

    hash_bytes("", 0, digest);
    status = timestamp_service_ask(service, digest, &token, err);
    if (status == STATUS_OK)
        service->room = token.length + TOKEN_SLACK;
    else if (err->rule == RULE_SEAL_SERVER)
        status = STATUS_AGAIN;
    buffer_free(&token);
    return status;
}

void timestamp_service_close(struct timestamp_service *service)
{
    if (!service)
        return;
    http_service_close(service->http);
    free(service);
}

size_t timestamp_service_room(const struct timestamp_service *service)
{
    return service->room;
}
