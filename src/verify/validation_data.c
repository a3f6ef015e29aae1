#include "verify/validation_data.h"

#include <string.h>

#include "seal/validation_der.h"

enum {
    STREAM_LIMIT = 16 * 1024 * 1024,
    KNOWN_LIMIT = 4096,
};

/** A check, and what the store had before: by object number. */
struct check {
    struct update_view *view;
    int known[KNOWN_LIMIT];
    size_t known_count;
};

static const char FOREIGN[] = "holds something else than validation data";

static bool is_known(const struct check *check, int number)
{
    for (size_t i = 0; i < check->known_count; i++)
        if (check->known[i] == number)
            return true;
    return false;
}

/* What the old store was made of: an update may refer to it. */
static void add_known(struct check *check, struct view_item item)
{
    const int number = update_view_number(item);

    if (number && check->known_count < KNOWN_LIMIT && !is_known(check, number))
        check->known[check->known_count++] = number;
}

/* The old store is four levels of dictionaries and arrays deep. */
static void find_known(struct check *check, struct view_item old, int depth)
{
    struct pdf_reader *pdf = old.in;
    size_t count;
    const char **keys = update_view_keys(old, &count);

    add_known(check, old);
    if (depth == 4 || pdf_reader_is_stream(pdf, old.item))
        return;
    for (size_t i = 0; i < count; i++)
        find_known(
            check,
            (struct view_item){pdf, pdf_reader_entry(pdf, old.item, keys[i])},
            depth + 1);
    for (size_t i = 0; i < update_view_count(old); i++)
        find_known(check,
                   (struct view_item){pdf, pdf_reader_at(pdf, old.item, i)},
                   depth + 1);
}

/* A dictionary or an array: written where it is used, new, or one that the
 * store had. */
static bool may_use(struct check *check, struct view_item item)
{
    const int number = update_view_number(item);

    if (!number)
        return true;
    if (!is_known(check, number))
        return update_view_claim_new(check->view, number);
    update_view_claim(check->view, number);
    return true;
}

static bool is_plain_stream(struct view_item stream)
{
    static const char *const known[] = {"/Length", "/Filter", "/DecodeParms"};
    const struct pdf_object filter =
        pdf_reader_entry(stream.in, stream.item, "/Filter");
    const struct pdf_object only = pdf_reader_count(stream.in, filter) == 1
                                       ? pdf_reader_at(stream.in, filter, 0)
                                       : filter;

    return update_view_has_only(stream, known, sizeof known / sizeof *known) &&
           (!pdf_reader_is_given(stream.in, filter) ||
            strcmp(pdf_reader_name(stream.in, only), "/FlateDecode") == 0);
}

static const char *stream_fault(struct check *check, struct view_item stream,
                                enum validation_kind kind)
{
    const int number = update_view_number(stream);
    const void *bytes;
    size_t size;

    if (!update_view_is_new(check->view, stream))
        return is_known(check, number) ? NULL : FOREIGN;
    if (!pdf_reader_is_stream(stream.in, stream.item) ||
        !is_plain_stream(stream))
        return FOREIGN;
    if (!pdf_reader_stream(stream.in, stream.item, STREAM_LIMIT, &bytes,
                           &size) ||
        size > STREAM_LIMIT || !validation_der_is(kind, bytes, size))
        return FOREIGN;
    if (is_known(check, number))
        return "replaces what was there";
    /* One certificate may serve several signatures. */
    add_known(check, stream);
    return update_view_claim_new(check->view, number)
               ? NULL
               : "takes the place of another object";
}

static const char *list_fault(struct check *check, struct view_item list,
                              enum validation_kind kind)
{
    const char *fault = NULL;

    if (!pdf_reader_is_array(list.in, list.item) || !may_use(check, list))
        return FOREIGN;
    for (size_t i = 0; i < update_view_count(list) && !fault; i++) {
        const struct view_item stream = update_view_at(check->view, list, i);
        if (!is_known(check, update_view_number(stream)))
            fault = stream_fault(check, stream, kind);
    }
    return fault;
}

/* --- dictionaries -------------------------------------------------------- */

/** A key, and what its array holds. */
struct list {
    const char *key;
    enum validation_kind kind;
};

static const char *lists_fault(struct check *check, struct view_item dictionary,
                               const struct list *lists, size_t count)
{
    const char *fault = NULL;

    for (size_t i = 0; i < count && !fault; i++) {
        const struct view_item list =
            update_view_entry(check->view, dictionary, lists[i].key);
        if (update_view_is_given(list))
            fault = list_fault(check, list, lists[i].kind);
    }
    return fault;
}

static bool is_type(struct view_item dictionary, const char *type)
{
    const char *given = pdf_reader_name(
        dictionary.in,
        pdf_reader_entry(dictionary.in, dictionary.item, "/Type"));

    return !*given || strcmp(given, type) == 0;
}

static const char *signature_fault(struct check *check, struct view_item one)
{
    static const char *const known[] = {"/Type", "/Cert", "/CRL",
                                        "/OCSP", "/TU",   "/TS"};
    static const struct list lists[] = {{"/Cert", VALIDATION_CERTIFICATE},
                                        {"/CRL", VALIDATION_CRL},
                                        {"/OCSP", VALIDATION_OCSP}};
    const struct view_item stamp = update_view_entry(check->view, one, "/TS");
    const struct view_item date = update_view_entry(check->view, one, "/TU");

    if (!pdf_reader_is_dictionary(one.in, one.item) || !may_use(check, one) ||
        !is_type(one, "/VRI") ||
        !update_view_has_only(one, known, sizeof known / sizeof *known) ||
        (update_view_is_given(date) && !pdf_reader_text(date.in, date.item)))
        return FOREIGN;
    if (update_view_is_given(stamp) &&
        !is_known(check, update_view_number(stamp))) {
        const char *fault = stream_fault(check, stamp, VALIDATION_TIMESTAMP);
        if (fault)
            return fault;
    }
    return lists_fault(check, one, lists, sizeof lists / sizeof *lists);
}

/* A key of VRI is the SHA-1 of a signature. */
static bool is_digest(const char *key)
{
    return strlen(key) == 41 && strspn(key + 1, "0123456789ABCDEFabcdef") == 40;
}

static const char *signatures_fault(struct check *check, struct view_item store)
{
    const struct view_item all = update_view_entry(check->view, store, "/VRI");
    const char *fault = NULL;
    size_t count;
    const char **keys = update_view_keys(all, &count);

    if (!update_view_is_given(all))
        return NULL;
    if (!pdf_reader_is_dictionary(all.in, all.item) || !may_use(check, all))
        return FOREIGN;
    for (size_t i = 0; i < count && !fault; i++)
        fault = is_digest(keys[i])
                    ? signature_fault(
                          check, update_view_entry(check->view, all, keys[i]))
                    : FOREIGN;
    return fault;
}

const char *validation_data_fault(struct update_view *view,
                                  struct view_item old, struct view_item new)
{
    static const char *const known[] = {"/Type", "/Certs", "/CRLs", "/OCSPs",
                                        "/VRI"};
    static const struct list lists[] = {{"/Certs", VALIDATION_CERTIFICATE},
                                        {"/CRLs", VALIDATION_CRL},
                                        {"/OCSPs", VALIDATION_OCSP}};
    struct check check = {.view = view};
    const char *fault;

    find_known(&check, old, 0);
    if (!pdf_reader_is_dictionary(new.in, new.item) || !may_use(&check, new) ||
        !is_type(new, "/DSS") ||
        !update_view_has_only(new, known, sizeof known / sizeof *known))
        return FOREIGN;
    fault = lists_fault(&check, new, lists, sizeof lists / sizeof *lists);
    return fault ? fault : signatures_fault(&check, new);
}
