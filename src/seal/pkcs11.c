#include "seal/pkcs11.h"

#include <openssl/err.h>
#include <openssl/provider.h>
#include <openssl/store.h>
#include <openssl/ui.h>
#include <stdbool.h>
#include <string.h>

#include "base/arena.h"
#include "base/memory.h"

static enum status report_error(const char *uri, const char *message,
                                struct error *err)
{
    ERR_clear_error();
    return error_set(err, RULE_SEAL_KEY, (struct location){uri, 0, 0}, NULL,
                     "%s", message);
}

static void take(OSSL_STORE_INFO *info, EVP_PKEY **key,
                 STACK_OF(X509) * certificates)
{
    X509 *certificate = NULL;

    if (!*key && OSSL_STORE_INFO_get_type(info) == OSSL_STORE_INFO_PKEY)
        *key = OSSL_STORE_INFO_get1_PKEY(info);
    if (OSSL_STORE_INFO_get_type(info) == OSSL_STORE_INFO_CERT)
        certificate = OSSL_STORE_INFO_get1_CERT(info);
    if (certificate && !sk_X509_push(certificates, certificate))
        memory_exhausted();
}

static bool collect(const char *uri, const UI_METHOD *method, void *context,
                    EVP_PKEY **key, STACK_OF(X509) * certificates)
{
    OSSL_STORE_CTX *store = OSSL_STORE_open_ex(
        uri, NULL, "?provider=pkcs11", method, context, NULL, NULL, NULL);

    if (!store)
        return false;
    while (!OSSL_STORE_eof(store)) {
        OSSL_STORE_INFO *info = OSSL_STORE_load(store);
        if (info)
            take(info, key, certificates);
        else if (OSSL_STORE_error(store))
            break;
        OSSL_STORE_INFO_free(info);
    }
    OSSL_STORE_close(store);
    return true;
}

/* A URI with type=private finds no certificate, so its type is removed. */
static void drop_type(char *uri)
{
    char *type = strstr(uri, ";type=");
    char *end;

    if (!type)
        return;
    end = type + 1 + strcspn(type + 1, ";?");
    memmove(type, end, strlen(end) + 1);
}

enum status pkcs11_open(const char *uri, pem_password_cb *answer, void *context,
                        EVP_PKEY **key, STACK_OF(X509) * certificates,
                        struct error *err)
{
    struct arena *arena;
    UI_METHOD *method;
    bool opened;

    *key = NULL;
    if (strncmp(uri, "pkcs11:", strlen("pkcs11:")) != 0)
        return report_error(
            uri, "not a PKCS#11 URI, as pkcs11:token=...;object=...", err);
    if (strstr(uri, "pin-value="))
        return report_error(NULL,
                            "no PIN in the URI: it is read from a file, the "
                            "environment or the terminal",
                            err);
    /* The provider stays loaded for the run: it owns the key. */
    if (!OSSL_PROVIDER_try_load(NULL, "pkcs11", 1))
        return report_error(
            uri,
            "OpenSSL has no provider named pkcs11 on this machine; "
            "install one, or seal with a PKCS#12 file",
            err);
    /* Without this, a provider that gets no PIN would prompt for it itself. */
    UI_set_default_method(UI_null());
    method = UI_UTIL_wrap_read_pem_callback(answer, 0);
    if (!method)
        memory_exhausted();
    arena = arena_new();
    opened = collect(uri, method, context, key, certificates);
    if (opened && !sk_X509_num(certificates)) {
        char *wider = arena_strdup(arena, uri);
        drop_type(wider);
        collect(wider, method, context, key, certificates);
    }
    arena_free(arena);
    UI_destroy_method(method);
    ERR_clear_error();
    if (!*key)
        return report_error(uri, "names no private key that can be opened",
                            err);
    return STATUS_OK;
}
