#include <string.h>

#include "base/ascii.h"
#include "verify/incremental_update.h"
#include "verify/pdf_report_internal.h"

/* A signature is the value of a field; the field is in the form or, if a careless
 * program omitted it there, only on a page. The catalogue's permissions refer
 * to a certifying signature, too.
 *
 * A signature covers the file except for a hole that holds the signature:
 *
 *     %PDF-1.7 ... /Contents <3082...0000> ... %%EOF
 *     0                      ^hole       ^after    ^end
 */

/** The state of the walk. */
struct signature_search {
    struct arena *arena;
    struct pdf_reader *pdf;
    const unsigned char *bytes; ///< the whole file
    size_t size;
    struct pdf_report *pdf_report;
    struct pdf_report_signature *seals;
    int numbers[PDF_REPORT_MAX_SIGNATURES]; ///< of their objects; 0: direct
};

/* --- the range ----------------------------------------------------------- */

/* Decodes the hole, which must hold only digits. */
static const char *read_hole(const struct signature_search *signature_search,
                             struct pdf_report_signature *seal)
{
    const unsigned char *digits = signature_search->bytes + seal->hole + 1;
    const size_t count = seal->after - seal->hole - 2;
    unsigned char *contents;

    if (signature_search->bytes[seal->hole] != '<' ||
        signature_search->bytes[seal->after - 1] != '>' || count % 2 != 0)
        return "its ByteRange leaves out something else than its Contents";
    contents = arena_alloc(signature_search->arena, count / 2 + 1);
    for (size_t i = 0; i < count / 2; i++) {
        const int high = ascii_hex_value((char)digits[i * 2]);
        const int low = ascii_hex_value((char)digits[i * 2 + 1]);
        if (high < 0 || low < 0)
            return "its Contents are not hexadecimal digits alone";
        contents[i] = (unsigned char)(high * 16 + low);
    }
    seal->contents = contents;
    seal->contents_size = count / 2;
    return NULL;
}

static const char *read_range(const struct signature_search *signature_search,
                              struct pdf_object range,
                              struct pdf_report_signature *seal)
{
    const size_t size = signature_search->size;
    long long parts[4];

    if (pdf_reader_count(signature_search->pdf, range) != 4)
        return "its ByteRange is not four numbers";
    for (size_t i = 0; i < 4; i++) {
        parts[i] = pdf_reader_integer(
            signature_search->pdf,
            pdf_reader_at(signature_search->pdf, range, i), -1);
        if (parts[i] < 0)
            return "its ByteRange is not four numbers";
        if ((unsigned long long)parts[i] > size)
            return "its ByteRange reaches beyond the file";
    }
    if (parts[0] != 0)
        return "its ByteRange does not begin with the file";
    seal->hole = (size_t)parts[1];
    seal->after = (size_t)parts[2];
    seal->end = (size_t)parts[2] + (size_t)parts[3];
    if (seal->end > size)
        return "its ByteRange reaches beyond the file";
    if (seal->after < seal->hole + 2)
        return "its ByteRange leaves no room for its Contents";
    return read_hole(signature_search, seal);
}

/* --- the dictionary ------------------------------------------------------ */

static const char *bare_name(struct pdf_reader *pdf, struct pdf_object item)
{
    const char *name = pdf_reader_name(pdf, item);

    return *name ? name + 1 : name;
}

/* The level at which it certifies. */
static long long read_permission(struct pdf_reader *pdf,
                                 struct pdf_object value)
{
    const struct pdf_object references =
        pdf_reader_entry(pdf, value, "/Reference");

    for (size_t i = 0; i < pdf_reader_count(pdf, references); i++) {
        const struct pdf_object reference = pdf_reader_at(pdf, references, i);
        const struct pdf_object terms =
            pdf_reader_entry(pdf, reference, "/TransformParams");
        if (strcmp(pdf_reader_name(pdf, pdf_reader_entry(pdf, reference,
                                                         "/TransformMethod")),
                   "/DocMDP") == 0)
            return pdf_reader_integer(pdf, pdf_reader_entry(pdf, terms, "/P"),
                                      2);
    }
    return 0;
}

/* The value of Contents must be the bytes in the hole. */
static const char *
check_contents(const struct signature_search *signature_search,
               struct pdf_object value, const struct pdf_report_signature *seal)
{
    size_t size;
    const unsigned char *contents = pdf_reader_bytes(
        signature_search->pdf,
        pdf_reader_entry(signature_search->pdf, value, "/Contents"), &size);

    if (!contents || size != seal->contents_size ||
        memcmp(contents, seal->contents, size) != 0)
        return "its ByteRange leaves out something else than its Contents";
    return NULL;
}

static struct pdf_report_signature
read_seal(const struct signature_search *signature_search,
          struct pdf_object field, struct pdf_object value)
{
    struct pdf_reader *pdf = signature_search->pdf;
    const char *name =
        pdf_reader_text(pdf, pdf_reader_inherited(pdf, field, "/Parent", "/T"));
    struct pdf_report_signature seal = {
        .field = name ? name : "",
        .form = bare_name(pdf, pdf_reader_entry(pdf, value, "/SubFilter")),
        .name = pdf_reader_text(pdf, pdf_reader_entry(pdf, value, "/Name")),
        .reason = pdf_reader_text(pdf, pdf_reader_entry(pdf, value, "/Reason")),
        .location =
            pdf_reader_text(pdf, pdf_reader_entry(pdf, value, "/Location")),
        .date = pdf_reader_text(pdf, pdf_reader_entry(pdf, value, "/M")),
        .certifies = read_permission(pdf, value),
    };

    seal.fault = read_range(signature_search,
                            pdf_reader_entry(pdf, value, "/ByteRange"), &seal);
    if (!seal.fault)
        seal.fault = check_contents(signature_search, value, &seal);
    return seal;
}

/* --- the walk ------------------------------------------------------------ */

static bool is_signature(struct pdf_reader *pdf, struct pdf_object value)
{
    return pdf_reader_is_dictionary(pdf, value) &&
           (pdf_reader_is_given(pdf,
                                pdf_reader_entry(pdf, value, "/ByteRange")) ||
            pdf_reader_is_given(pdf,
                                pdf_reader_entry(pdf, value, "/Contents")));
}

/* Fields and permissions may point at the same one. */
static bool is_known(const struct signature_search *signature_search,
                     int number)
{
    for (size_t i = 0; number && i < signature_search->pdf_report->seal_count;
         i++)
        if (signature_search->numbers[i] == number)
            return true;
    return false;
}

static void add_seal(struct signature_search *signature_search,
                     struct pdf_object field, struct pdf_object value)
{
    struct pdf_report *pdf_report = signature_search->pdf_report;
    const int number = pdf_reader_number(signature_search->pdf, value);

    if (is_known(signature_search, number))
        return;
    if (pdf_report->seal_count == PDF_REPORT_MAX_SIGNATURES) {
        pdf_report->seals_left = true;
        return;
    }
    signature_search->numbers[pdf_report->seal_count] = number;
    signature_search->seals[pdf_report->seal_count++] =
        read_seal(signature_search, field, value);
}

static void search_field(struct signature_search *signature_search,
                         struct pdf_object field)
{
    struct pdf_reader *pdf = signature_search->pdf;
    const char *kind = pdf_reader_name(
        pdf, pdf_reader_inherited(pdf, field, "/Parent", "/FT"));
    const struct pdf_object value = pdf_reader_entry(pdf, field, "/V");

    if (is_signature(pdf, value))
        add_seal(signature_search, field, value);
    else if (strcmp(kind, "/Sig") == 0 &&
             !pdf_reader_is_given(pdf, pdf_reader_entry(pdf, field, "/Kids")) &&
             !is_signature(pdf,
                           pdf_reader_inherited(pdf, field, "/Parent", "/V")))
        signature_search->pdf_report->has_blank = true;
}

static void find_seals(struct signature_search *signature_search)
{
    struct pdf_reader *pdf = signature_search->pdf;
    const struct pdf_object catalog = pdf_reader_catalog(pdf);
    const struct pdf_object form = pdf_reader_entry(pdf, catalog, "/AcroForm");
    const struct pdf_object certified = pdf_reader_entry(
        pdf, pdf_reader_entry(pdf, catalog, "/Perms"), "/DocMDP");
    struct pdf_reader_walk *walk = pdf_reader_walk_new(pdf);
    const struct pdf_object *pages;
    const size_t count = pdf_reader_pages(pdf, &pages);
    struct pdf_object field;

    signature_search->pdf_report->says_sealed =
        pdf_reader_integer(pdf, pdf_reader_entry(pdf, form, "/SigFlags"), 0) &
        1;
    for (size_t i = 0; i < count; i++)
        pdf_reader_walk_add_all(walk,
                                pdf_reader_entry(pdf, pages[i], "/Annots"));
    pdf_reader_walk_add_all(walk, pdf_reader_entry(pdf, form, "/Fields"));
    while (pdf_reader_walk_next(walk, &field)) {
        search_field(signature_search, field);
        pdf_reader_walk_add_all(walk, pdf_reader_entry(pdf, field, "/Kids"));
    }
    if (is_signature(pdf, certified))
        add_seal(signature_search, PDF_OBJECT_NONE, certified);
}

/* By their ranges: insertion, for there are few. */
static void sort_seals(struct pdf_report_signature *seals, size_t count)
{
    for (size_t i = 1; i < count; i++) {
        const struct pdf_report_signature seal = seals[i];
        size_t at = i;
        for (; at > 0 && seals[at - 1].end > seal.end; at--)
            seals[at] = seals[at - 1];
        seals[at] = seal;
    }
}

void pdf_report_add_signatures(struct arena *arena, struct pdf_reader *pdf,
                               const void *bytes, size_t size,
                               struct pdf_report *pdf_report)
{
    struct signature_search signature_search = {
        .arena = arena,
        .pdf = pdf,
        .bytes = bytes,
        .size = size,
        .pdf_report = pdf_report,
        .seals = ARENA_ARRAY(arena, struct pdf_report_signature,
                             PDF_REPORT_MAX_SIGNATURES),
    };

    find_seals(&signature_search);
    sort_seals(signature_search.seals, pdf_report->seal_count);
    for (size_t i = 0; i < pdf_report->seal_count; i++)
        if (!signature_search.seals[i].fault)
            signature_search.seals[i].changes = incremental_update_changes(
                arena, bytes, size, signature_search.seals[i].end,
                &signature_search.seals[i].admitted);
    pdf_report->seals = signature_search.seals;
}
