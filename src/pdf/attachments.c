#include "pdf/attachments.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "pdf/pdf_syntax.h"

struct attachment_parts {
    const struct attachment *attachment;
    uint32_t number; ///< of the file specification
};

/** More travels badly by e-mail. */
static const size_t enclosure_limit = (size_t)32 * 1024 * 1024;

static void attach_deflated(struct arena *arena,
                            const struct attachment *attachment,
                            struct pdf_objects *pdf, uint32_t number,
                            struct static_deflate *static_deflate)
{
    struct buffer bytes = buffer_new(enclosure_limit);
    struct buffer deflated = buffer_new(enclosure_limit);

    buffer_add(&bytes, attachment->bytes, attachment->size);
    static_deflate_add(static_deflate, &bytes, NULL, 0, &deflated);
    pdf_objects_set_stream(pdf, number,
                           arena_copy(arena, deflated.bytes, deflated.length),
                           deflated.length);
    buffer_free(&bytes);
    buffer_free(&deflated);
}

/** Less is not worth the time. */
enum { DEFLATED_MIN = 4096 };

static uint32_t write_bytes(struct arena *arena,
                            const struct pdf_metadata *metadata,
                            const struct attachment *attachment,
                            struct pdf_objects *pdf,
                            struct static_deflate *static_deflate)
{
    const bool deflated = attachment->size >= DEFLATED_MIN;
    const uint32_t number = pdf_objects_add(pdf);
    struct buffer *body = pdf_objects_begin(pdf, number);

    buffer_add_text(body, "/Type/EmbeddedFile/Subtype");
    pdf_syntax_add_name(body, attachment->mime);
    if (deflated)
        buffer_add_text(body, "/Filter/FlateDecode");
    buffer_add_text(body, "/Params<</Size ");
    buffer_add_integer(body, (long long)attachment->size);
    if (date_is_given(metadata->date)) {
        buffer_add_text(body, "/ModDate");
        pdf_syntax_add_date(body, metadata->date);
    }
    buffer_add_text(body, ">>");
    pdf_objects_finish(pdf);
    if (deflated)
        attach_deflated(arena, attachment, pdf, number, static_deflate);
    else
        pdf_objects_set_stream(pdf, number, attachment->bytes,
                               attachment->size);
    return number;
}

static uint32_t write_specification(const struct attachment *attachment,
                                    struct pdf_objects *pdf, uint32_t bytes)
{
    const uint32_t number = pdf_objects_add(pdf);
    struct buffer *body = pdf_objects_begin(pdf, number);

    buffer_add_text(body, "/Type/Filespec/AFRelationship/Data/F");
    pdf_syntax_add_string(body, attachment->name);
    buffer_add_text(body, "/UF");
    pdf_syntax_add_text(body, attachment->name);
    buffer_add_text(body, "/Desc");
    pdf_syntax_add_text(body, attachment->description);
    buffer_add_text(body, "/EF<</F");
    pdf_syntax_add_reference(body, bytes);
    buffer_add_text(body, "/UF");
    pdf_syntax_add_reference(body, bytes);
    buffer_add_text(body, ">>");
    pdf_objects_finish(pdf);
    return number;
}

static int compare_names(const void *left, const void *right)
{
    const struct attachment_parts *a = left;
    const struct attachment_parts *b = right;

    return strcmp(a->attachment->name, b->attachment->name);
}

static void add_entries(struct buffer *catalog,
                        const struct attachment_parts *enclosures, size_t count)
{
    buffer_add_text(catalog, "/AF[");
    for (size_t i = 0; i < count; i++)
        pdf_syntax_add_reference(catalog, enclosures[i].number);
    buffer_add_text(catalog, "]/Names<</EmbeddedFiles<</Names[");
    for (size_t i = 0; i < count; i++) {
        pdf_syntax_add_string(catalog, enclosures[i].attachment->name);
        pdf_syntax_add_reference(catalog, enclosures[i].number);
    }
    buffer_add_text(catalog, "]>>>>");
}

void attachments_write(struct arena *arena, const struct pdf_metadata *metadata,
                       struct pdf_objects *pdf,
                       struct static_deflate *static_deflate,
                       struct buffer *catalog)
{
    const size_t count = metadata->attachment_count;
    struct attachment_parts *enclosures =
        ARENA_ARRAY(arena, struct attachment_parts, count);

    if (!count)
        return;
    for (size_t i = 0; i < count; i++)
        enclosures[i].attachment = &metadata->attachments[i];
    qsort(enclosures, count, sizeof *enclosures, compare_names);
    for (size_t i = 0; i < count; i++)
        enclosures[i].number = write_specification(
            enclosures[i].attachment, pdf,
            write_bytes(arena, metadata, enclosures[i].attachment, pdf,
                        static_deflate));
    add_entries(catalog, enclosures, count);
}
