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

static bool is_active(struct dossier *dossier, struct dossier_item action)
{
    const char *kind =
        dossier_name(dossier, dossier_entry(dossier, action, "/S"));

    return strcmp(kind, "/JavaScript") == 0 || strcmp(kind, "/Launch") == 0;
}

static bool has_script(struct dossier *dossier, struct dossier_item catalog)
{
    const struct dossier_item names = dossier_entry(dossier, catalog, "/Names");

    return dossier_is_given(dossier,
                            dossier_entry(dossier, names, "/JavaScript")) ||
           dossier_is_given(dossier, dossier_entry(dossier, catalog, "/AA")) ||
           is_active(dossier, dossier_entry(dossier, catalog, "/OpenAction"));
}

/* @return what is wrong with an output intent's profile, or NULL */
static const char *profile_fault(struct dossier *dossier,
                                 struct dossier_item intent)
{
    const struct dossier_item profile =
        dossier_entry(dossier, intent, "/DestOutputProfile");
    const long long parts =
        dossier_integer(dossier, dossier_entry(dossier, profile, "/N"), 0);
    const void *bytes;
    size_t size;

    if (!dossier_is_given(dossier, profile))
        return "the output intent has no colour profile";
    if (!dossier_stream(dossier, profile, 128, &bytes, &size))
        return "the output intent's colour profile cannot be read";
    if (size < 128 || memcmp((const char *)bytes + 36, "acsp", 4) != 0)
        return "the output intent's colour profile is no ICC profile";
    if (parts != 1 && parts != 3 && parts != 4)
        return "the output intent's colour profile has a wrong /N";
    return NULL;
}

static void add_intent(struct dossier *dossier, struct dossier_item catalog,
                       struct evidence *evidence)
{
    const struct dossier_item intents =
        dossier_entry(dossier, catalog, "/OutputIntents");

    for (size_t i = 0; i < dossier_count(dossier, intents); i++) {
        const struct dossier_item intent = dossier_at(dossier, intents, i);
        const char *kind =
            dossier_name(dossier, dossier_entry(dossier, intent, "/S"));
        if (strcmp(kind, "/GTS_PDFA1") != 0 || evidence->has_intent)
            continue;
        evidence->has_intent = true;
        evidence->intent_fault = profile_fault(dossier, intent);
    }
}

static bool has_colour_space(struct dossier *dossier)
{
    const struct dossier_item *pages;
    const size_t count = dossier_pages(dossier, &pages);

    for (size_t i = 0; i < count; i++) {
        const struct dossier_item resources =
            dossier_inherited(dossier, pages[i], "/Parent", "/Resources");
        if (dossier_is_given(dossier,
                             dossier_entry(dossier, resources, "/ColorSpace")))
            return true;
    }
    return false;
}

static void add_catalog(struct dossier *dossier, struct evidence *evidence)
{
    const struct dossier_item catalog = dossier_catalog(dossier);
    const struct dossier_item trailer = dossier_trailer(dossier);
    const struct dossier_item viewer =
        dossier_entry(dossier, catalog, "/ViewerPreferences");
    const struct dossier_item info = dossier_entry(dossier, trailer, "/Info");

    evidence->shows_title = dossier_is_true(
        dossier, dossier_entry(dossier, viewer, "/DisplayDocTitle"));
    evidence->language =
        dossier_text(dossier, dossier_entry(dossier, catalog, "/Lang"));
    evidence->info_title =
        dossier_text(dossier, dossier_entry(dossier, info, "/Title"));
    evidence->has_identifier =
        dossier_count(dossier, dossier_entry(dossier, trailer, "/ID")) == 2;
    evidence->has_script = has_script(dossier, catalog);
    evidence->has_colour_space = has_colour_space(dossier);
    evidence->encrypted = dossier_is_encrypted(dossier);
    evidence->accessible = dossier_is_accessible(dossier);
    add_intent(dossier, catalog, evidence);
}

/* --- XMP ----------------------------------------------------------------- */

/** A property, and where it goes. */
struct field {
    const char *space;
    const char *name;
    const char **value;
};

/* Takes the properties that matter out of the packet. */
static void add_properties(const struct xmp *xmp, struct evidence *evidence)
{
    const struct field fields[] = {
        {XMP_DC, "title", &evidence->title},
        {XMP_DC, "language", &evidence->xmp_language},
        {XMP_PDFUA, "part", &evidence->ua_part},
        {XMP_PDFA, "part", &evidence->a_part},
        {XMP_PDFA, "conformance", &evidence->a_conformance},
        {XMP_LETTERMILL, "Code", &evidence->code},
        {XMP_LETTERMILL, "Council", &evidence->council},
        {XMP_LETTERMILL, "Campaign", &evidence->campaign},
    };

    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        const struct field *field = &fields[i];
        *field->value = xmp_value(xmp, field->space, field->name);
        if (!evidence->contradiction &&
            xmp_contradicts(xmp, field->space, field->name))
            evidence->contradiction = field->name;
    }
}

static void add_metadata(struct arena *arena, struct dossier *dossier,
                         struct evidence *evidence)
{
    const struct dossier_item stream =
        dossier_entry(dossier, dossier_catalog(dossier), "/Metadata");
    const void *bytes;
    size_t size;
    struct xmp xmp;

    evidence->has_metadata = dossier_is_given(dossier, stream);
    if (!evidence->has_metadata)
        return;
    if (!dossier_stream(dossier, stream, XMP_LIMIT, &bytes, &size)) {
        evidence->metadata_fault = "its stream cannot be decoded";
        return;
    }
    evidence->metadata_fault = xmp_read(arena, bytes, size, &xmp);
    add_properties(&xmp, evidence);
}

enum status evidence_gather(struct arena *arena, const char *shown,
                            const void *bytes, size_t size,
                            struct evidence *evidence, struct error *err)
{
    struct dossier *dossier;
    const struct dossier_item *pages;
    const enum status status =
        dossier_open(arena, shown, bytes, size, &dossier, err);

    *evidence = (struct evidence){.size = size};
    if (status != STATUS_OK)
        return status;
    evidence->has_binary_mark = has_binary_mark(bytes, size);
    evidence->ends_cleanly = ends_cleanly(bytes, size);
    evidence->pages = dossier_pages(dossier, &pages);
    add_catalog(dossier, evidence);
    add_metadata(arena, dossier, evidence);
    evidence_add_fonts(arena, dossier, evidence);
    evidence_add_tags(dossier, evidence);
    evidence_add_attachments(arena, dossier, evidence);
    evidence_add_seals(arena, dossier, bytes, size, evidence);
    evidence->damages = dossier_check(dossier, &evidence->damage);
    dossier_close(dossier);
    return STATUS_OK;
}
