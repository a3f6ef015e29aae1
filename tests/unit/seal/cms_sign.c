#include "seal/cms_sign.h"

#include "signer_fixture.h"

#include <openssl/cms.h>
#include <openssl/ess.h>
#include <time.h>

/** A signer, and all that a reader would know of it. */
struct desk {
    struct signer_fixture signer_fixture;
    struct signer *signer;
    X509_STORE *trusted;
    struct cms_sign *maker;
};

static const struct secret_ways no_way;

static void open_desk(struct desk *desk, const char *kind)
{
    EVP_PKEY *root_key = signer_fixture_key("P-256");
    EVP_PKEY *key = signer_fixture_key(kind);
    X509 *root =
        signer_fixture_certificate("Root CA", root_key, NULL, root_key);
    X509 *middle =
        signer_fixture_certificate("Middle CA", root_key, root, root_key);
    X509 *leaf = signer_fixture_certificate("Seal", key, middle, root_key);
    struct signer_source source = {.certificate = desk->signer_fixture.path};
    struct error err = {.code = ""};

    desk->signer_fixture = signer_fixture_open();
    signer_fixture_put_key(&desk->signer_fixture, key);
    signer_fixture_put(&desk->signer_fixture, root);
    signer_fixture_put(&desk->signer_fixture, middle);
    signer_fixture_put(&desk->signer_fixture, leaf);
    signer_fixture_finish(&desk->signer_fixture);
    assert_int_equal(
        signer_open(&source, &no_way, time(NULL), &desk->signer, &err),
        STATUS_OK);
    desk->trusted = X509_STORE_new();
    X509_STORE_add_cert(desk->trusted, root);
    desk->maker = cms_sign_new(desk->signer, NULL);
    X509_free(root);
    X509_free(middle);
    X509_free(leaf);
    EVP_PKEY_free(root_key);
    EVP_PKEY_free(key);
}

static void close_desk(struct desk *desk)
{
    cms_sign_free(desk->maker);
    signer_close(desk->signer);
    X509_STORE_free(desk->trusted);
    signer_fixture_close(&desk->signer_fixture);
}

static void sign(struct desk *desk, const char *text, struct buffer *cms)
{
    unsigned char digest[HASH_SIZE];
    struct error err = {.code = ""};

    hash_bytes(text, strlen(text), digest);
    assert_int_equal(cms_sign_make(desk->maker, digest, cms, &err), STATUS_OK);
    assert_in_range(cms->length, 1, cms_sign_size_max(desk->maker));
}

/* Reads a signature by OpenSSL's own CMS, which did not write it, and writes it
 * again: it has to be DER to the last byte. */
static CMS_ContentInfo *read_back(const struct buffer *cms)
{
    const unsigned char *at = (const unsigned char *)cms->bytes;
    CMS_ContentInfo *read = d2i_CMS_ContentInfo(NULL, &at, (long)cms->length);
    unsigned char *again = NULL;
    int size;

    assert_non_null(read);
    assert_ptr_equal(at, cms->bytes + cms->length);
    size = i2d_CMS_ContentInfo(read, &again);
    assert_int_equal(size, cms->length);
    OPENSSL_free(again);
    return read;
}

static bool contains(struct desk *desk, const struct buffer *cms,
                     const char *text)
{
    CMS_ContentInfo *read = read_back(cms);
    BIO *content = BIO_new_mem_buf(text, -1);
    const int good =
        CMS_verify(read, NULL, desk->trusted, content, NULL, CMS_BINARY);

    BIO_free(content);
    CMS_ContentInfo_free(read);
    return good == 1;
}

static void assert_signs(const char *kind)
{
    struct buffer cms = buffer_new(64 * 1024);
    struct desk desk;

    open_desk(&desk, kind);
    X509_STORE_set_purpose(desk.trusted, X509_PURPOSE_ANY);
    sign(&desk, "Dear Chief Executive", &cms);
    assert_true(contains(&desk, &cms, "Dear Chief Executive"));
    assert_false(contains(&desk, &cms, "Dear Chief executive"));
    cms.bytes[cms.length - 1] ^= 1;
    assert_false(contains(&desk, &cms, "Dear Chief Executive"));
    buffer_free(&cms);
    close_desk(&desk);
}

static void openssl_accepts_what_is_signed(void **state)
{
    assert_signs("RSA");
    assert_signs("P-256");
    assert_signs("P-384");
}

/* ETSI EN 319 142-1, table 1: signing-time shall not be there, the others
 * shall; RFC 5652, 5.3: version 1 for issuer and serial number */
static void the_attributes_are_those_of_a_baseline(void **state)
{
    struct buffer cms = buffer_new(64 * 1024);
    CMS_ContentInfo *read;
    CMS_SignerInfo *info;
    struct desk desk;

    open_desk(&desk, "RSA");
    sign(&desk, "text", &cms);
    read = read_back(&cms);
    assert_int_equal(CMS_is_detached(read), 1);
    assert_int_equal(sk_CMS_SignerInfo_num(CMS_get0_SignerInfos(read)), 1);
    info = sk_CMS_SignerInfo_value(CMS_get0_SignerInfos(read), 0);
    assert_int_equal(CMS_signed_get_attr_count(info), 3);
    assert_int_equal(
        CMS_signed_get_attr_by_NID(info, NID_pkcs9_contentType, -1), 0);
    assert_int_equal(
        CMS_signed_get_attr_by_NID(info, NID_pkcs9_messageDigest, -1), 1);
    assert_int_equal(CMS_signed_get_attr_by_NID(
                         info, NID_id_smime_aa_signingCertificateV2, -1),
                     2);
    assert_int_equal(
        CMS_signed_get_attr_by_NID(info, NID_pkcs9_signingTime, -1), -1);
    assert_int_equal(CMS_unsigned_get_attr_count(info), -1);
    CMS_ContentInfo_free(read);
    buffer_free(&cms);
    close_desk(&desk);
}

/* RFC 5035, 5.4: the hash is of the whole certificate, SHA-256 unless said */
static void the_certificate_is_bound_in(void **state)
{
    struct buffer cms = buffer_new(64 * 1024);
    ASN1_STRING *value;
    const unsigned char *at;
    ESS_SIGNING_CERT_V2 *bound;
    CMS_ContentInfo *read;
    struct desk desk;
    unsigned char *again = NULL;
    int size;

    open_desk(&desk, "P-256");
    sign(&desk, "text", &cms);
    read = read_back(&cms);
    value = CMS_signed_get0_data_by_OBJ(
        sk_CMS_SignerInfo_value(CMS_get0_SignerInfos(read), 0),
        OBJ_nid2obj(NID_id_smime_aa_signingCertificateV2), -3, V_ASN1_SEQUENCE);
    assert_non_null(value);
    at = ASN1_STRING_get0_data(value);
    bound = d2i_ESS_SIGNING_CERT_V2(NULL, &at, ASN1_STRING_length(value));
    assert_non_null(bound);
    size = i2d_ESS_SIGNING_CERT_V2(bound, &again);
    assert_int_equal(size, 40);
    assert_memory_equal(again + 8, signer_fingerprint(desk.signer), HASH_SIZE);
    OPENSSL_free(again);
    ESS_SIGNING_CERT_V2_free(bound);
    CMS_ContentInfo_free(read);
    buffer_free(&cms);
    close_desk(&desk);
}

static void the_chain_comes_along_without_its_root(void **state)
{
    struct buffer cms = buffer_new(64 * 1024);
    STACK_OF(X509) * certificates;
    CMS_ContentInfo *read;
    struct desk desk;

    open_desk(&desk, "P-256");
    sign(&desk, "text", &cms);
    read = read_back(&cms);
    certificates = CMS_get1_certs(read);
    assert_int_equal(sk_X509_num(certificates), 2);
    sk_X509_pop_free(certificates, X509_free);
    CMS_ContentInfo_free(read);
    buffer_free(&cms);
    close_desk(&desk);
}

static void rsa_signs_the_same_twice_and_ecdsa_does_not(void **state)
{
    static const char *const kinds[] = {"P-256", "RSA"};

    for (size_t i = 0; i < 2; i++) {
        struct buffer one = buffer_new(64 * 1024);
        struct buffer two = buffer_new(64 * 1024);
        struct desk desk;
        bool same;
        open_desk(&desk, kinds[i]);
        sign(&desk, "text", &one);
        sign(&desk, "other", &two);
        sign(&desk, "text", &two);
        same = one.length == two.length &&
               memcmp(one.bytes, two.bytes, one.length) == 0;
        assert_int_equal(same, i);
        assert_int_equal(signer_is_repeatable(desk.signer), i);
        buffer_free(&one);
        buffer_free(&two);
        close_desk(&desk);
    }
}

/* ECDSA's two numbers are DER: some signatures are longer than others. */
static void every_signature_fits_the_room(void **state)
{
    struct buffer cms = buffer_new(64 * 1024);
    struct desk desk;

    open_desk(&desk, "P-256");
    for (int i = 0; i < 500; i++)
        sign(&desk, "text", &cms);
    buffer_free(&cms);
    close_desk(&desk);
}

/* Opens a signer from a key and these certificates, NULL-ended. */
static enum status open_with(EVP_PKEY *key, X509 *const *certificates,
                             struct error *err)
{
    struct signer_fixture signer_fixture = signer_fixture_open();
    const struct signer_source source = {.certificate = signer_fixture.path};
    struct signer *signer;
    enum status status;

    signer_fixture_put_key(&signer_fixture, key);
    for (; *certificates; certificates++)
        signer_fixture_put(&signer_fixture, *certificates);
    signer_fixture_finish(&signer_fixture);
    status = signer_open(&source, &no_way, time(NULL), &signer, err);
    signer_close(signer);
    signer_fixture_close(&signer_fixture);
    return status;
}

static void the_issuer_is_who_signed_not_who_bears_its_name(void **state)
{
    EVP_PKEY *root_key = signer_fixture_key("P-256");
    EVP_PKEY *other_key = signer_fixture_key("P-256");
    EVP_PKEY *key = signer_fixture_key("P-256");
    X509 *root =
        signer_fixture_certificate("Root CA", root_key, NULL, root_key);
    X509 *middle =
        signer_fixture_certificate("Middle CA", root_key, root, root_key);
    X509 *twin =
        signer_fixture_certificate("Middle CA", other_key, root, root_key);
    X509 *leaf = signer_fixture_certificate("Seal", key, middle, root_key);
    struct error err = {.code = ""};

    assert_int_equal(open_with(key, (X509 *[]){twin, middle, leaf, NULL}, &err),
                     STATUS_OK);
    assert_int_equal(open_with(key, (X509 *[]){leaf, twin, NULL}, &err),
                     STATUS_INPUT);
    assert_int_equal(err.rule, RULE_SEAL_CERTIFICATE);
    assert_non_null(strstr(err.message, "has another key"));
    assert_int_equal(open_with(key, (X509 *[]){leaf, NULL}, &err),
                     STATUS_INPUT);
    assert_non_null(strstr(err.message, "its issuer, Middle CA, is not"));
    X509_free(leaf);
    X509_free(twin);
    X509_free(middle);
    X509_free(root);
    EVP_PKEY_free(key);
    EVP_PKEY_free(other_key);
    EVP_PKEY_free(root_key);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(openssl_accepts_what_is_signed),
        cmocka_unit_test(the_attributes_are_those_of_a_baseline),
        cmocka_unit_test(the_certificate_is_bound_in),
        cmocka_unit_test(the_chain_comes_along_without_its_root),
        cmocka_unit_test(rsa_signs_the_same_twice_and_ecdsa_does_not),
        cmocka_unit_test(every_signature_fits_the_room),
        cmocka_unit_test(the_issuer_is_who_signed_not_who_bears_its_name),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
