#include "verify/pdf_report.h"

#include "verify/pdf_report_internal.h"
#include "verify/xmp.h"

/* --- the catalogue ------------------------------------------------------- */

static void add_catalog(struct pdf_reader *pdf, struct pdf_report *pdf_report)
{
    const struct pdf_object catalog = pdf_reader_catalog(pdf);
    const struct pdf_object trailer = pdf_reader_trailer(pdf);
    const struct pdf_object mark = pdf_reader_entry(pdf, catalog, "/MarkInfo");
    const struct pdf_object info = pdf_reader_entry(pdf, trailer, "/Info");

    pdf_report->tagged =
        pdf_reader_is_true(pdf, pdf_reader_entry(pdf, mark, "/Marked"));
    pdf_report->language =
        pdf_reader_text(pdf, pdf_reader_entry(pdf, catalog, "/Lang"));
    pdf_report->info_title =
        pdf_reader_text(pdf, pdf_reader_entry(pdf, info, "/Title"));
    pdf_report->encrypted = pdf_reader_is_encrypted(pdf);
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

    if (!pdf_reader_is_given(pdf, stream))
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
    pdf_report->pages = pdf_reader_pages(pdf, &pages);
    add_catalog(pdf, pdf_report);
    add_metadata(arena, pdf, pdf_report);
    pdf_report_add_attachments(arena, pdf, pdf_report);
    pdf_report_add_actions(arena, pdf, pdf_report);
    pdf_report_add_signatures(arena, pdf, bytes, size, pdf_report);
    pdf_report->damages = pdf_reader_check(pdf, &pdf_report->damage);
    pdf_reader_close(pdf);
    return STATUS_OK;
}
