#include "verify/validation_data.h"

#include <string.h>

#include "seal/validation_der.h"

enum {
    STREAM_LIMIT = 16 * 1024 * 1024,
    REASON_FRAME = VALIDATION_DATA_REASON, ///< a dictionary or an array
    REASON_STREAM,                         ///< and the validation_kind
};

static const char FOREIGN[] = "holds something else than validation data";

/** A key, and what its array holds. */
struct list {
    const char *key;
    enum validation_kind kind;
};

/* @return true if the object was part of the store before */
static bool was_stored(const struct pdf_update *update, int number)
{
    const char *where = pdf_places_of(&update->places, number);

    return where && strcmp(where, PDF_PLACES_STORE) == 0;
}

/* A dictionary or an array is direct, new, or was in the store before. */
static bool may_use(struct pdf_update *update, struct pdf_object item)
{
    const int number = pdf_reader_number(update->after, item);

    if (!number)
        return true;
    if (!was_stored(update, number))
        return pdf_update_explain_new(update, number, REASON_FRAME);
    pdf_update_explain(update, number, REASON_FRAME);
    return true;
}

static bool is_plain_stream(struct pdf_reader *pdf, struct pdf_object stream)
{
    static const struct pdf_entry_rule rules[] = {{"/Length", NULL},
                                                  {"/Filter", NULL},
                                                  {"/DecodeParms", NULL},
                                                  {NULL, NULL}};
    const struct pdf_object filter = pdf_reader_entry(pdf, stream, "/Filter");
    const struct pdf_object only = pdf_reader_count(pdf, filter) == 1
                                       ? pdf_reader_at(pdf, filter, 0)
                                       : filter;

    return pdf_reader_is_stream(pdf, stream) &&
           pdf_reader_fits(pdf, stream, rules) &&
           (!pdf_reader_is_given(pdf, filter) ||
            strcmp(pdf_reader_name(pdf, only), "/FlateDecode") == 0);
}

/* One certificate may serve several signatures. */
static const char *stream_fault(struct pdf_update *update,
                                struct pdf_object stream,
                                enum validation_kind kind)
{
    struct pdf_reader *pdf = update->after;
    const int number = pdf_reader_number(pdf, stream);
    const int reason = REASON_STREAM + (int)kind;
    const void *bytes;
    size_t size;

    if (!pdf_update_has(update, number))
        return was_stored(update, number) ? NULL : FOREIGN;
    if (pdf_update_is_explained(update, number, reason))
        return NULL;
    if (!is_plain_stream(pdf, stream) ||
        !pdf_reader_stream(pdf, stream, STREAM_LIMIT, &bytes, &size) ||
        size > STREAM_LIMIT || !validation_der_is(kind, bytes, size))
        return FOREIGN;
    return pdf_update_explain_new(update, number, reason)
               ? NULL
               : "takes the place of another object";
}

static const char *lists_fault(struct pdf_update *update,
                               struct pdf_object dictionary,
                               const struct list *lists)
{
    struct pdf_reader *pdf = update->after;
    const char *fault = NULL;

    for (; lists->key; lists++) {
        const struct pdf_object list =
            pdf_reader_entry(pdf, dictionary, lists->key);
        if (!pdf_reader_is_given(pdf, list))
            continue;
        if (!pdf_reader_is_array(pdf, list) || !may_use(update, list))
            return FOREIGN;
        for (size_t i = 0; i < pdf_reader_count(pdf, list) && !fault; i++)
            fault =
                stream_fault(update, pdf_reader_at(pdf, list, i), lists->kind);
    }
    return fault;
}

static const char *signature_fault(struct pdf_update *update,
                                   struct pdf_object signature)
{
    static const struct pdf_entry_rule rules[] = {
        {"/Type", "?/VRI"}, {"/Cert", NULL}, {"/CRL", NULL}, {"/OCSP", NULL},
        {"/TU", ""},        {"/TS", NULL},   {NULL, NULL}};
    static const struct list lists[] = {{"/Cert", VALIDATION_CERTIFICATE},
                                        {"/CRL", VALIDATION_CRL},
                                        {"/OCSP", VALIDATION_OCSP},
                                        {NULL, 0}};
    struct pdf_reader *pdf = update->after;
    const struct pdf_object stamp = pdf_reader_entry(pdf, signature, "/TS");
    const char *fault = NULL;

    if (!pdf_reader_is_dictionary(pdf, signature) ||
        !may_use(update, signature) || !pdf_reader_fits(pdf, signature, rules))
        return FOREIGN;
    if (pdf_reader_is_given(pdf, stamp))
        fault = stream_fault(update, stamp, VALIDATION_TIMESTAMP);
    return fault ? fault : lists_fault(update, signature, lists);
}

/* A key of /VRI is the SHA-1 of a signature. */
static bool is_digest(const char *key)
{
    return strlen(key) == 41 && strspn(key + 1, "0123456789ABCDEFabcdef") == 40;
}

static const char *signatures_fault(struct pdf_update *update,
                                    struct pdf_object signatures)
{
    struct pdf_reader *pdf = update->after;
    const char *fault = NULL;
    size_t count;
    const char **keys = pdf_reader_keys(pdf, signatures, &count);

    if (!pdf_reader_is_given(pdf, signatures))
        return NULL;
    if (!pdf_reader_is_dictionary(pdf, signatures) ||
        !may_use(update, signatures))
        return FOREIGN;
    for (size_t i = 0; i < count && !fault; i++)
        fault = is_digest(keys[i])
                    ? signature_fault(
                          update, pdf_reader_entry(pdf, signatures, keys[i]))
                    : FOREIGN;
    return fault;
}

const char *validation_data_fault(struct pdf_update *update,
                                  struct pdf_object store)
{
    static const struct pdf_entry_rule rules[] = {
        {"/Type", "?/DSS"}, {"/Certs", NULL}, {"/CRLs", NULL},
        {"/OCSPs", NULL},   {"/VRI", NULL},   {NULL, NULL}};
    static const struct list lists[] = {{"/Certs", VALIDATION_CERTIFICATE},
                                        {"/CRLs", VALIDATION_CRL},
                                        {"/OCSPs", VALIDATION_OCSP},
                                        {NULL, 0}};
    struct pdf_reader *pdf = update->after;
    const char *fault;

    if (!pdf_reader_is_dictionary(pdf, store) || !may_use(update, store) ||
        !pdf_reader_fits(pdf, store, rules))
        return FOREIGN;
    fault = lists_fault(update, store, lists);
    return fault
               ? fault
               : signatures_fault(update, pdf_reader_entry(pdf, store, "/VRI"));
}
