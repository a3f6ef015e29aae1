#include "pdf/attachments.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "pdf/cached_stream.h"
#include "pdf/pdf_syntax.h"

struct attachment_parts {
    const struct attachment *attachment;
    uint32_t number; ///< of the file specification
};

/** Larger files are unsuitable for e-mail. */
static const size_t enclosure_limit = (size_t)32 * 1024 * 1024;

/** Cells of this size or more occur in many letters: the values of a group.
 *  The bytes in their middle distinguish them. */
enum { SHARED_MIN = 512, TELLING = 128 };

static void add_cell(struct content_cache *content_cache,
                     struct cached_stream *stream, const char *cell,
                     size_t size)
{
    const struct content_cache_key key = {.kind = SIZE_MAX - 2,
                                          .head = cell + (size - TELLING) / 2,
                                          .head_size = TELLING,
                                          .body = cell,
                                          .body_size = size};
    const struct content_cache_entry *cached =
        content_cache_find(content_cache, &key);
    const size_t start = stream->bytes->length;

    if (!cached)
        cached = content_cache_add(content_cache, &key, cell, size);
    buffer_add(stream->bytes, cell, size);
    cached_stream_finish_part(stream, start, cached ? &cached->packed : NULL);
}

/* Adds the cells between commas; large cells are packed separately. */
static void add_cells(struct content_cache *content_cache,
                      struct cached_stream *stream, const char *at, size_t size)
{
    const char *const end = at + size;

    while (at < end) {
        const char *comma = memchr(at, ',', (size_t)(end - at));
        const char *next = comma ? comma + 1 : end;
        if (next - at >= SHARED_MIN)
            add_cell(content_cache, stream, at, (size_t)(next - at));
        else
            buffer_add(stream->bytes, at, (size_t)(next - at));
        at = next;
    }
}

static void attach_deflated(struct arena *arena,
                            const struct attachment *attachment,
                            struct pdf_objects *pdf, uint32_t number,
                            struct static_deflate *static_deflate,
                            struct content_cache *content_cache)
{
    struct buffer bytes = buffer_new(enclosure_limit);
    struct buffer deflated = buffer_new(enclosure_limit);
    struct cached_stream stream = {.bytes = NULL};

    cached_stream_begin(&stream, &bytes);
    add_cells(content_cache, &stream, attachment->bytes, attachment->size);
    static_deflate_add(static_deflate, &bytes, stream.parts, stream.count,
                       &deflated);
    pdf_objects_set_stream(pdf, number,
                           arena_copy(arena, deflated.bytes, deflated.length),
                           deflated.length);
    cached_stream_free(&stream);
    buffer_free(&bytes);
    buffer_free(&deflated);
}

/** Smaller files are not deflated. */
enum { DEFLATED_MIN = 4096 };

static uint32_t write_bytes(struct arena *arena,
                            const struct pdf_metadata *metadata,
                            const struct attachment *attachment,
                            struct pdf_objects *pdf,
                            struct static_deflate *static_deflate,
                            struct content_cache *content_cache)
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
        attach_deflated(arena, attachment, pdf, number, static_deflate,
                        content_cache);
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
                       struct content_cache *content_cache,
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
                        static_deflate, content_cache));
    add_entries(catalog, enclosures, count);
}
