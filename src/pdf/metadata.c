#include "pdf/metadata.h"

#include <string.h>

#include "base/utf8.h"
#include "pdf/pdf_syntax.h"

/** Both Producer and CreatorTool. */
static const char program[] = "Lettermill " LETTERMILL_VERSION;

static void add_entry(struct buffer *body, const char *key, const char *value)
{
    if (!value)
        return;
    buffer_add_text(body, key);
    pdf_syntax_add_text(body, value);
}

void metadata_write_info(const struct pdf_metadata *metadata,
                         struct pdf_objects *pdf)
{
    struct buffer *body = pdf_objects_begin(pdf, pdf_objects_info(pdf));

    add_entry(body, "/Title", metadata->title);
    add_entry(body, "/Author", metadata->author);
    add_entry(body, "/Subject", metadata->subject);
    add_entry(body, "/Creator", program);
    add_entry(body, "/Producer", program);
    if (date_is_given(metadata->date)) {
        buffer_add_text(body, "/CreationDate");
        pdf_syntax_add_date(body, metadata->date);
        buffer_add_text(body, "/ModDate");
        pdf_syntax_add_date(body, metadata->date);
    }
    pdf_objects_finish(pdf);
}

/* XML cannot represent most control characters: they become spaces. */
static void add_xml(struct buffer *xmp, const char *text)
{
    while (*text) {
        const char *start = text;
        const uint32_t letter = utf8_next(&text);
        char piece[5] = "";
        if ((letter >= ' ' || letter == '\t' || letter == '\n') &&
            letter != 0xFFFE && letter != 0xFFFF)
            memcpy(piece, start, (size_t)(text - start));
        else
            piece[0] = ' ';
        buffer_add_xml(xmp, piece);
    }
}

/* Adds before, value and after, or nothing without a value. */
static void add_property(struct buffer *xmp, const char *before,
                         const char *value, const char *after)
{
    if (!value)
        return;
    buffer_add_text(xmp, before);
    add_xml(xmp, value);
    buffer_add_text(xmp, after);
}

static void add_dublin_core(const struct pdf_metadata *metadata,
                            struct buffer *xmp)
{
    add_property(xmp, "<dc:title><rdf:Alt><rdf:li xml:lang=\"x-default\">",
                 metadata->title, "</rdf:li></rdf:Alt></dc:title>\n");
    add_property(xmp, "<dc:creator><rdf:Seq><rdf:li>", metadata->author,
                 "</rdf:li></rdf:Seq></dc:creator>\n");
    add_property(xmp,
                 "<dc:description><rdf:Alt><rdf:li xml:lang=\"x-default\">",
                 metadata->subject, "</rdf:li></rdf:Alt></dc:description>\n");
    add_property(xmp, "<dc:language><rdf:Bag><rdf:li>", metadata->language,
                 "</rdf:li></rdf:Bag></dc:language>\n");
}

static void add_dates(const struct pdf_metadata *metadata, struct buffer *xmp)
{
    static const char *const names[] = {"CreateDate", "ModifyDate"};
    char date[DATE_WORDS_SIZE];

    if (!date_is_given(metadata->date))
        return;
    date_print_iso(date, metadata->date);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        buffer_printf(xmp, "<xmp:%s>%sT00:00:00Z</xmp:%s>\n", names[i], date,
                      names[i]);
}

static void add_standards(struct buffer *xmp)
{
    add_property(xmp, "<xmp:CreatorTool>", program, "</xmp:CreatorTool>\n");
    add_property(xmp, "<pdf:Producer>", program, "</pdf:Producer>\n");
    buffer_add_text(xmp, "<pdfaid:part>3</pdfaid:part>\n"
                         "<pdfaid:conformance>A</pdfaid:conformance>\n"
                         "<pdfuaid:part>1</pdfuaid:part>\n");
}

static void add_letter(const struct pdf_metadata *metadata, struct buffer *xmp)
{
    add_property(xmp, "<lettermill:Code>", metadata->code,
                 "</lettermill:Code>\n");
    add_property(xmp, "<lettermill:Council>", metadata->council,
                 "</lettermill:Council>\n");
    add_property(xmp, "<lettermill:Campaign>", metadata->campaign,
                 "</lettermill:Campaign>\n");
}

/** A property that the standards do not define. */
struct xmp_schema_property {
    const char *name;
    const char *type;
    const char *category;
    const char *description;
};

/* Attributes, where XMP allows them, save a third of the bytes. */
static void add_schema(struct buffer *xmp, const char *schema, const char *uri,
                       const char *prefix,
                       const struct xmp_schema_property *properties,
                       size_t count)
{
    buffer_printf(xmp,
                  "<rdf:li><rdf:Description pdfaSchema:schema=\"%s\" "
                  "pdfaSchema:namespaceURI=\"%s\" pdfaSchema:prefix=\"%s\">\n"
                  "<pdfaSchema:property><rdf:Seq>\n",
                  schema, uri, prefix);
    for (size_t i = 0; i < count; i++)
        buffer_printf(xmp,
                      "<rdf:li pdfaProperty:name=\"%s\" "
                      "pdfaProperty:valueType=\"%s\" "
                      "pdfaProperty:category=\"%s\" "
                      "pdfaProperty:description=\"%s\"/>\n",
                      properties[i].name, properties[i].type,
                      properties[i].category, properties[i].description);
    buffer_add_text(xmp, "</rdf:Seq></pdfaSchema:property>"
                         "</rdf:Description></rdf:li>\n");
}

void metadata_add_schemas(struct buffer *schemas)
{
    static const struct xmp_schema_property ua[] = {
        {"part", "Integer", "internal", "Part of ISO 14289"}};
    static const struct xmp_schema_property letter[] = {
        {"Code", "Text", "external", "Code of the council"},
        {"Council", "Text", "external", "Name of the council"},
        {"Campaign", "Text", "external", "What the letter is part of"}};

    buffer_add_text(schemas, "<pdfaExtension:schemas><rdf:Bag>\n");
    add_schema(schemas, "PDF/UA identification",
               "http://www.aiim.org/pdfua/ns/id/", "pdfuaid", ua,
               sizeof ua / sizeof *ua);
    add_schema(schemas, "Lettermill", "urn:lettermill:letter:1", "lettermill",
               letter, sizeof letter / sizeof *letter);
    buffer_add_text(schemas, "</rdf:Bag></pdfaExtension:schemas>\n");
}

/** With U+FEFF, which shows the packet's encoding. */
static const char packet_begin[] =
    "<?xpacket begin=\"\uFEFF\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n"
    "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\">"
    "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n"
    "<rdf:Description rdf:about=\"\"\n"
    "xmlns:dc=\"http://purl.org/dc/elements/1.1/\"\n"
    "xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\"\n"
    "xmlns:pdf=\"http://ns.adobe.com/pdf/1.3/\"\n"
    "xmlns:pdfaid=\"http://www.aiim.org/pdfa/ns/id/\"\n"
    "xmlns:pdfuaid=\"http://www.aiim.org/pdfua/ns/id/\"\n"
    "xmlns:lettermill=\"urn:lettermill:letter:1\"\n"
    "xmlns:pdfaExtension=\"http://www.aiim.org/pdfa/ns/extension/\"\n"
    "xmlns:pdfaSchema=\"http://www.aiim.org/pdfa/ns/schema#\"\n"
    "xmlns:pdfaProperty=\"http://www.aiim.org/pdfa/ns/property#\">\n";

static const char packet_end[] =
    "</rdf:Description></rdf:RDF></x:xmpmeta>\n<?xpacket end=\"r\"?>\n";

uint32_t metadata_write_xmp(const struct pdf_metadata *metadata,
                            const struct buffer *schemas, struct buffer *xmp,
                            struct pdf_objects *pdf)
{
    const uint32_t number = pdf_objects_add(pdf);

    buffer_add_text(pdf_objects_begin(pdf, number),
                    "/Type/Metadata/Subtype/XML");
    pdf_objects_finish(pdf);
    buffer_clear(xmp);
    buffer_add_text(xmp, packet_begin);
    add_dublin_core(metadata, xmp);
    add_dates(metadata, xmp);
    add_standards(xmp);
    add_letter(metadata, xmp);
    buffer_add(xmp, schemas->bytes, schemas->length);
    buffer_add_text(xmp, packet_end);
    pdf_objects_set_stream(pdf, number, xmp->bytes, xmp->length);
    return number;
}
