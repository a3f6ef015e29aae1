#include "pdf/signature_field.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "pdf/pdf_syntax.h"

/*
 * The signature covers the file without the hole and its brackets:
 *
 *     %PDF-1.7 ... /ByteRange[0 a  b   c  ]/Contents<30820A...0000> ... %%EOF
 *     |<------------------ a ------------------>|   |<------ c ------->|
 *                                               b - a = the hole
 */

/** Width of an offset: enough for 64 MB, padded with blanks. */
enum { OFFSET_DIGITS = 10 };

static const char byte_range[] = "[0 0000000000 0000000000 0000000000]";

static size_t hole_size(const struct pdf_seal *seal)
{
    return seal->maker ? 2 * cms_sign_size_max(seal->maker) + 2 : seal->hole;
}

static void add_said(struct buffer *body, const char *key, const char *text)
{
    if (!text)
        return;
    buffer_add_text(body, key);
    pdf_syntax_add_text(body, text);
}

/* The first level: any change breaks the seal. */
static void add_certification(struct buffer *body)
{
    buffer_add_text(body,
                    "/Reference[<</Type/SigRef/TransformMethod/DocMDP"
                    "/TransformParams<</Type/TransformParams/P 1/V/1.2>>>>]");
}

static void add_hole(struct buffer *body, const struct pdf_seal *seal)
{
    static const char zeros[] = "0000000000000000000000000000000000000000";
    size_t left = hole_size(seal) - 2;

    buffer_add_char(body, '<');
    for (size_t size; left; left -= size) {
        size = left < sizeof zeros - 1 ? left : sizeof zeros - 1;
        buffer_add(body, zeros, size);
    }
    buffer_add_char(body, '>');
}

static void write_signature(struct signature_field *field)
{
    const struct pdf_seal *seal = field->metadata->seal;
    struct buffer *body;
    size_t start;

    field->signature = pdf_objects_add(field->pdf);
    pdf_objects_leave_clear(field->pdf, field->signature);
    body = pdf_objects_begin(field->pdf, field->signature);
    start = body->length;
    buffer_add_text(body, "/Type/Sig/Filter/Adobe.PPKLite"
                          "/SubFilter/ETSI.CAdES.detached/M");
    pdf_syntax_add_date(body, field->metadata->date);
    add_said(body, "/Name", seal->name);
    add_said(body, "/Reason", seal->reason);
    add_said(body, "/Location", seal->location);
    add_said(body, "/ContactInfo", seal->contact);
    if (seal->certify)
        add_certification(body);
    buffer_add_text(body, "/ByteRange");
    field->range_at = body->length - start;
    buffer_add_text(body, byte_range);
    buffer_add_text(body, "/Contents");
    field->hole_at = body->length - start;
    add_hole(body, seal);
    pdf_objects_finish(field->pdf);
}

/* Adds the field's empty appearance: it covers the drawn signature. */
static uint32_t write_appearance(struct pdf_objects *pdf)
{
    const uint32_t number = pdf_objects_add(pdf);

    buffer_add_text(pdf_objects_begin(pdf, number),
                    "/Type/XObject/Subtype/Form/BBox[0 0 1 1]");
    pdf_objects_finish(pdf);
    pdf_objects_set_stream(pdf, number, "", 0);
    return number;
}

void signature_field_write(const struct pdf_metadata *metadata,
                           struct pdf_objects *pdf,
                           struct signature_field *field,
                           struct buffer *entries)
{
    *field = (struct signature_field){.metadata = metadata, .pdf = pdf};
    write_signature(field);
    buffer_add_text(entries, "/FT/Sig/T(Seal)/TU");
    pdf_syntax_add_text(entries, metadata->seal->description);
    buffer_add_text(entries, "/V");
    pdf_syntax_add_reference(entries, field->signature);
    buffer_add_text(entries, "/AP<</N");
    pdf_syntax_add_reference(entries, write_appearance(pdf));
    buffer_add_text(entries, ">>");
}

void signature_field_add_form(const struct signature_field *field,
                              uint32_t number, struct buffer *catalog)
{
    buffer_add_text(catalog, "/AcroForm<</SigFlags 3/Fields[");
    pdf_syntax_add_reference(catalog, number);
    buffer_add_text(catalog, "]>>");
    if (!field->metadata->seal->certify)
        return;
    buffer_add_text(catalog, "/Perms<</DocMDP");
    pdf_syntax_add_reference(catalog, field->signature);
    buffer_add_text(catalog, ">>");
}

/* Overwrites the blank numbers; blanks may follow a number. */
static void fill_range(struct buffer *file, size_t at, size_t hole,
                       size_t after)
{
    char numbers[sizeof byte_range];
    const int length = snprintf(
        numbers, sizeof numbers, "[0 %-*zu %-*zu %-*zu]", OFFSET_DIGITS, hole,
        OFFSET_DIGITS, after, OFFSET_DIGITS, file->length - after);

    assert((size_t)length == sizeof byte_range - 1);
    memcpy(file->bytes + at, numbers, (size_t)length);
}

static void fill_hole(struct buffer *file, size_t at, const struct buffer *cms)
{
    static const char digits[] = "0123456789ABCDEF";
    char *to = file->bytes + at + 1;

    for (size_t i = 0; i < cms->length; i++) {
        const unsigned char byte = (unsigned char)cms->bytes[i];
        *to++ = digits[byte >> 4];
        *to++ = digits[byte & 15];
    }
}

size_t signature_field_close(const struct signature_field *field,
                             struct buffer *file)
{
    const size_t entries = pdf_objects_offset(field->pdf, field->signature);
    const size_t hole = entries + field->hole_at;

    fill_range(file, entries + field->range_at, hole,
               hole + hole_size(field->metadata->seal));
    return hole;
}

enum status signature_field_sign(const struct signature_field *field,
                                 struct hash *front, struct buffer *file,
                                 struct error *err)
{
    const struct pdf_seal *seal = field->metadata->seal;
    const size_t hole =
        pdf_objects_offset(field->pdf, field->signature) + field->hole_at;
    const size_t after = hole + hole_size(seal);
    unsigned char digest[HASH_SIZE];
    struct buffer cms = buffer_new(cms_sign_size_max(seal->maker));
    enum status status;

    hash_add(front, file->bytes + after, file->length - after);
    hash_finish(front, digest);
    status = cms_sign_make(seal->maker, digest, &cms, err);
    if (status == STATUS_OK) {
        assert(!buffer_is_full(&cms));
        fill_hole(file, hole, &cms);
    } else {
        buffer_clear(file);
    }
    buffer_free(&cms);
    return status;
}
