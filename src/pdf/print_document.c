#include "pdf/print_document.h"

#include <stdlib.h>

#include "base/arena.h"
#include "base/array.h"
#include "base/memory.h"
#include "canvas/structure.h"
#include "pdf/content_stream.h"
#include "pdf/font_resources.h"
#include "pdf/metadata.h"
#include "pdf/pdf_objects.h"
#include "pdf/pdf_syntax.h"
#include "pdf/shared_resources_internal.h"
#include "pdf/static_deflate.h"
#include "pdf/xobjects.h"

struct print_page {
    uint32_t content; ///< the stream's number; 0: a blank page
    double width;
    double height;
};

struct print_label {
    size_t page; ///< first page of the piece
    const char *text;
};

struct print_document {
    struct print_sink sink;
    struct arena *arena;  ///< of the file
    struct arena *letter; ///< scratch for one letter
    struct font_resources *fonts;
    struct xobjects *xobjects;
    struct content_stream *content;
    struct static_deflate *static_deflate; ///< of pages
    struct static_deflate *packer;         ///< of dictionaries
    struct pdf_objects *pdf;
    struct buffer stream; ///< a page, before it is deflated
    struct buffer deflated;
    struct buffer out; ///< not yet passed to the sink
    struct hash *hash; ///< of the bytes passed to the sink
    struct print_page *pages;
    size_t count;
    size_t capacity;
    struct print_label *labels;
    size_t label_count;
    size_t label_capacity;
};

static const size_t page_limit = (size_t)64 * 1024 * 1024;
static const size_t file_limit = (size_t)1024 * 1024 * 1024;

struct print_document *print_document_new(const struct shared_resources *shared,
                                          struct print_sink sink)
{
    struct print_document *made = memory_alloc(sizeof *made);

    *made = (struct print_document){
        .sink = sink,
        .arena = arena_new(),
        .letter = arena_new(),
        .fonts = font_resources_new(shared->base_fonts),
        .xobjects = xobjects_new(),
        .static_deflate = static_deflate_new(&static_deflate_page_codes),
        .packer = static_deflate_new(&static_deflate_object_codes),
        .stream = buffer_new(page_limit),
        .deflated = buffer_new(page_limit),
        .out = buffer_new(file_limit),
        .hash = hash_new(),
    };
    made->pdf = pdf_objects_open(made->arena);
    made->content = content_stream_new(made->fonts, made->xobjects);
    font_resources_grow(made->fonts);
    content_stream_untag(made->content);
    return made;
}

void print_document_free(struct print_document *print_document)
{
    if (!print_document)
        return;
    pdf_objects_close(print_document->pdf);
    content_stream_free(print_document->content);
    static_deflate_free(print_document->static_deflate);
    static_deflate_free(print_document->packer);
    xobjects_free(print_document->xobjects);
    font_resources_free(print_document->fonts);
    free(print_document->labels);
    free(print_document->pages);
    buffer_free(&print_document->stream);
    buffer_free(&print_document->deflated);
    buffer_free(&print_document->out);
    hash_free(print_document->hash);
    arena_free(print_document->letter);
    arena_free(print_document->arena);
    free(print_document);
}

size_t print_document_count_pages(const struct print_document *print_document)
{
    return print_document->count;
}

static void pass_on(struct print_document *print_document)
{
    const struct buffer *out = &print_document->out;

    print_document->sink.write(print_document->sink.to, out->bytes,
                               out->length);
    buffer_clear(&print_document->out);
}

void print_document_begin(struct print_document *print_document,
                          const char *label)
{
    ARRAY_GROW(print_document->labels, print_document->label_count,
               print_document->label_capacity);
    print_document->labels[print_document->label_count++] =
        (struct print_label){print_document->count,
                             arena_strdup(print_document->arena, label)};
}

static void add_page(struct print_document *print_document, uint32_t content,
                     double width, double height)
{
    ARRAY_GROW(print_document->pages, print_document->count,
               print_document->capacity);
    print_document->pages[print_document->count++] =
        (struct print_page){content, width, height};
}

static void paint_page(struct print_document *print_document,
                       const struct structure *structure, size_t index)
{
    const struct page *page = &structure->document->pages[index];
    const struct stream_part *parts;
    uint32_t number;
    size_t count;

    buffer_clear(&print_document->stream);
    buffer_clear(&print_document->deflated);
    content_stream_paint(print_document->content, structure, index,
                         &print_document->stream);
    parts = content_stream_parts(print_document->content, &count);
    static_deflate_add(print_document->static_deflate, &print_document->stream,
                       parts, count, &print_document->deflated);
    number = pdf_objects_write_ahead(print_document->pdf, "/Filter/FlateDecode",
                                     print_document->deflated.bytes,
                                     print_document->deflated.length,
                                     &print_document->out);
    hash_add(print_document->hash, print_document->out.bytes,
             print_document->out.length);
    pass_on(print_document);
    add_page(print_document, number, page->width, page->height);
}

void print_document_add(struct print_document *print_document,
                        const struct document *document)
{
    const struct structure *structure;

    arena_reset(print_document->letter);
    content_stream_begin_letter(print_document->content);
    structure = structure_derive(print_document->letter, document);
    for (size_t i = 0; i < document->page_count; i++)
        paint_page(print_document, structure, i);
}

void print_document_add_blank(struct print_document *print_document,
                              double width, double height)
{
    add_page(print_document, 0, width, height);
}

static uint32_t write_resources(struct print_document *print_document)
{
    struct buffer resources = buffer_new(page_limit);
    uint32_t number;
    struct buffer *body;

    font_resources_write(print_document->fonts, print_document->pdf,
                         &resources);
    xobjects_write(print_document->xobjects, print_document->pdf, &resources);
    number = pdf_objects_add(print_document->pdf);
    body = pdf_objects_begin(print_document->pdf, number);
    buffer_add(body, resources.bytes, resources.length);
    pdf_objects_finish(print_document->pdf);
    buffer_free(&resources);
    return number;
}

static void write_page(struct print_document *print_document, size_t index,
                       uint32_t resources)
{
    const struct print_page *page = &print_document->pages[index];
    struct pdf_objects *pdf = print_document->pdf;
    struct buffer *body = pdf_objects_begin(pdf, pdf_objects_add_page(pdf));

    buffer_add_text(body, "/Type/Page/Parent");
    pdf_syntax_add_reference(body, pdf_objects_pages(pdf));
    buffer_add_text(body, "/MediaBox[0 0 ");
    buffer_add_real(body, page->width);
    buffer_add_char(body, ' ');
    buffer_add_real(body, page->height);
    buffer_add_char(body, ']');
    if (page->content) {
        buffer_add_text(body, "/Resources");
        pdf_syntax_add_reference(body, resources);
        buffer_add_text(body, "/Contents");
        pdf_syntax_add_reference(body, page->content);
    } else {
        buffer_add_text(body, "/Resources<<>>");
    }
    pdf_objects_finish(pdf);
}

static void write_catalog(struct print_document *print_document)
{
    struct pdf_objects *pdf = print_document->pdf;
    struct buffer *body = pdf_objects_begin(pdf, pdf_objects_catalog(pdf));

    buffer_add_text(body, "/PageLabels<</Nums[");
    for (size_t i = 0; i < print_document->label_count; i++) {
        const struct print_label *label = &print_document->labels[i];
        buffer_printf(body, "%zu<</S/D/P", label->page);
        pdf_syntax_add_text(body, label->text);
        buffer_add_text(body, ">>");
    }
    buffer_add_text(body, "]>>");
    pdf_objects_finish(pdf);
}

static void write_rest(struct print_document *print_document, const char *title,
                       struct date date)
{
    const struct pdf_metadata metadata = {.title = title, .date = date};
    const uint32_t resources = write_resources(print_document);

    for (size_t i = 0; i < print_document->count; i++)
        write_page(print_document, i, resources);
    write_catalog(print_document);
    metadata_write_info(&metadata, print_document->pdf);
}

enum status print_document_finish(struct print_document *print_document,
                                  const char *title, struct date date,
                                  unsigned char digest[static HASH_SIZE],
                                  struct error *err)
{
    const struct buffer *out = &print_document->out;
    enum status status = font_resources_complete(print_document->fonts, err);
    size_t hashed;

    if (status != STATUS_OK)
        return status;
    write_rest(print_document, title, date);
    status = pdf_objects_save(print_document->pdf, print_document->packer,
                              print_document->hash, &print_document->out, err);
    if (status != STATUS_OK)
        return status;
    hashed = pdf_objects_hashed(print_document->pdf);
    hash_add(print_document->hash, out->bytes + hashed, out->length - hashed);
    hash_finish(print_document->hash, digest);
    pass_on(print_document);
    return STATUS_OK;
}
