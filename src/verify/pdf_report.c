#include "verify/pdf_report.h"

#include <string.h>

#include "verify/pdf_report_internal.h"
#include "verify/xmp.h"

/* --- bytes --------------------------------------------------------------- */

/* ISO 19005-3, 6.1.2: the line after the header is a comment of at least four
 * bytes that no text has, so that the file is not taken for one. */
static bool has_binary_mark(const unsigned char *bytes, size_t size)
{
    size_t at = 8;

    if (size < 14 || memcmp(bytes, "%PDF-", 5) != 0)
        return false;
    at += bytes[at] == '\r';
    at += bytes[at] == '\n';
    if (bytes[at] != '%' || at + 5 > size)
        return false;
    for (size_t i = 1; i <= 4; i++)
        if (bytes[at + i] < 128)
            return false;
    return true;
}

/* ISO 19005-3, 6.1.3: nothing but one end of line. */
static bool ends_cleanly(const unsigned char *bytes, size_t size)
{
    if (size && bytes[size - 1] == '\n')
        size--;
    if (size && bytes[size - 1] == '\r')
        size--;
    return size >= 5 && memcmp(bytes + size - 5, "%%EOF", 5) == 0;
}

/* --- the catalogue ------------------------------------------------------- */

static bool is_active(struct pdf_reader *pdf, struct pdf_object action)
{
    const char *kind =
        pdf_reader_name(pdf, pdf_reader_entry(pdf, action, "/S"));

    return strcmp(kind, "/JavaScript") == 0 || strcmp(kind, "/Launch") == 0;
}

static bool has_script(struct pdf_reader *pdf, struct pdf_object catalog)
{
    const struct pdf_object names = pdf_reader_entry(pdf, catalog, "/Names");

    return pdf_reader_is_given(pdf,
                               pdf_reader_entry(pdf, names, "/JavaScript")) ||
           pdf_reader_is_given(pdf, pdf_reader_entry(pdf, catalog, "/AA")) ||
           is_active(pdf, pdf_reader_entry(pdf, catalog, "/OpenAction"));
}

/* @return what is wrong with an output intent's profile, or NULL */
static const char *profile_fault(struct pdf_reader *pdf,
                                 struct pdf_object intent)
{
    const struct pdf_object profile =
        pdf_reader_entry(pdf, intent, "/DestOutputProfile");
    const long long parts =
        pdf_reader_integer(pdf, pdf_reader_entry(pdf, profile, "/N"), 0);
    const void *bytes;
    size_t size;

    if (!pdf_reader_is_given(pdf, profile))
        return "the output intent has no colour profile";
    if (!pdf_reader_stream(pdf, profile, 128, &bytes, &size))
        return "the output intent's colour profile cannot be read";
    if (size < 128 || memcmp((const char *)bytes + 36, "acsp", 4) != 0)
        return "the output intent's colour profile is no ICC profile";
    if (parts != 1 && parts != 3 && parts != 4)
        return "the output intent's colour profile has a wrong /N";
    return NULL;
}

static void add_intent(struct pdf_reader *pdf, struct pdf_object catalog,
                       struct pdf_report *pdf_report)
{
    const struct pdf_object intents =
        pdf_reader_entry(pdf, catalog, "/OutputIntents");

    for (size_t i = 0; i < pdf_reader_count(pdf, intents); i++) {
        const struct pdf_object intent = pdf_reader_at(pdf, intents, i);
        const char *kind =
            pdf_reader_name(pdf, pdf_reader_entry(pdf, intent, "/S"));
        if (strcmp(kind, "/GTS_PDFA1") != 0 || pdf_report->has_intent)
            continue;
        pdf_report->has_intent = true;
        pdf_report->intent_fault = profile_fault(pdf, intent);
    }
}

static bool has_colour_space(struct pdf_reader *pdf)
{
    const struct pdf_object *pages;
    const size_t count = pdf_reader_pages(pdf, &pages);

    for (size_t i = 0; i < count; i++) {
        const struct pdf_object resources =
            pdf_reader_inherited(pdf, pages[i], "/Parent", "/Resources");
        if (pdf_reader_is_given(
                pdf, pdf_reader_entry(pdf, resources, "/ColorSpace")))
            return true;
    }
    return false;
}

static void add_catalog(struct pdf_reader *pdf, struct pdf_report *pdf_report)
{
    const struct pdf_object catalog = pdf_reader_catalog(pdf);
    const struct pdf_object trailer = pdf_reader_trailer(pdf);
    const struct pdf_object viewer =
        pdf_reader_entry(pdf, catalog, "/ViewerPreferences");
    const struct pdf_object info = pdf_reader_entry(pdf, trailer, "/Info");

    pdf_report->shows_title = pdf_reader_is_true(
        pdf, pdf_reader_entry(pdf, viewer, "/DisplayDocTitle"));
    pdf_report->language =
        pdf_reader_text(pdf, pdf_reader_entry(pdf, catalog, "/Lang"));
    pdf_report->info_title =
        pdf_reader_text(pdf, pdf_reader_entry(pdf, info, "/Title"));
    pdf_report->has_identifier =
        pdf_reader_count(pdf, pdf_reader_entry(pdf, trailer, "/ID")) == 2;
    pdf_report->has_script = has_script(pdf, catalog);
    pdf_report->has_colour_space = has_colour_space(pdf);
    pdf_report->encrypted = pdf_reader_is_encrypted(pdf);
    pdf_report->accessible = pdf_reader_is_accessible(pdf);
    add_intent(pdf, catalog, pdf_report);
}

/* --- XMP ----------------------------------------------------------------- */

/** A property, and where it goes. */
struct field {
    const char *space;
    const char *name;
    const char **value;
};

/* Takes the properties that matter out of the packet. */
static void add_properties(const struct xmp *xmp, struct pdf_report *pdf_report)
{
    const struct field fields[] = {
        {XMP_DC, "title", &pdf_report->title},
        {XMP_DC, "language", &pdf_report->xmp_language},
        {XMP_PDFUA, "part", &pdf_report->ua_part},
        {XMP_PDFA, "part", &pdf_report->a_part},
        {XMP_PDFA, "conformance", &pdf_report->a_conformance},
        {XMP_LETTERMILL, "Code", &pdf_report->code},
        {XMP_LETTERMILL, "Council", &pdf_report->council},
        {XMP_LETTERMILL, "Campaign", &pdf_report->campaign},
    };

    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        const struct field *field = &fields[i];
        *field->value = xmp_value(xmp, field->space, field->name);
        if (!pdf_report->contradiction &&
            xmp_contradicts(xmp, field->space, field->name))
            pdf_report->contradiction = field->name;
    }
}

static void add_metadata(struct arena *arena, struct pdf_reader *pdf,
                         struct pdf_report *pdf_report)
{
    const struct pdf_object stream =
        pdf_reader_entry(pdf, pdf_reader_catalog(pdf), "/Metadata");
    const void *bytes;
    size_t size;
    struct xmp xmp;

    pdf_report->has_metadata = pdf_reader_is_given(pdf, stream);
    if (!pdf_report->has_metadata)
        return;
    if (!pdf_reader_stream(pdf, stream, XMP_LIMIT, &bytes, &size)) {
        pdf_report->metadata_fault = "its stream cannot be decoded";
        return;
    }
    pdf_report->metadata_fault = xmp_read(arena, bytes, size, &xmp);
    add_properties(&xmp, pdf_report);
}

enum status pdf_report_read(struct arena *arena, const char *shown,
                            const void *bytes, size_t size,
                            struct pdf_report *pdf_report, struct error *err)
{
    struct pdf_reader *pdf;
    const struct pdf_object *pages;
    const enum status status =
        pdf_reader_open(arena, shown, bytes, size, &pdf, err);

    *pdf_report = (struct pdf_report){.size = size};
    if (status != STATUS_OK)
        return status;
    pdf_report->has_binary_mark = has_binary_mark(bytes, size);
    pdf_report->ends_cleanly = ends_cleanly(bytes, size);
    pdf_report->pages = pdf_reader_pages(pdf, &pages);
    add_catalog(pdf, pdf_report);
    add_metadata(arena, pdf, pdf_report);
    pdf_report_add_fonts(arena, pdf, pdf_report);
    pdf_report_add_structure(pdf, pdf_report);
    pdf_report_add_attachments(arena, pdf, pdf_report);
    pdf_report_add_signatures(arena, pdf, bytes, size, pdf_report);
    pdf_report->damages = pdf_reader_check(pdf, &pdf_report->damage);
    pdf_reader_close(pdf);
    return STATUS_OK;
}
