#include "pdf/pdf_painter.h"

#include <assert.h>
#include <stdlib.h>

#include "base/arena.h"
#include "base/hash.h"
#include "base/memory.h"
#include "pdf/attachments.h"
#include "pdf/bookmarks.h"
#include "pdf/content_stream.h"
#include "pdf/font_resources.h"
#include "pdf/metadata.h"
#include "pdf/pdf_objects.h"
#include "pdf/pdf_syntax.h"
#include "pdf/shared_resources_internal.h"
#include "pdf/signature_field.h"
#include "pdf/static_deflate.h"
#include "pdf/structure_tree.h"
#include "pdf/xobjects.h"

/*
 * A letter is first painted page by page, without a file, which finds the
 * fonts and pictures it uses. If a shared face lacked a code, a subset with it
 * is made and the pages are painted again. Then the file is written:
 *
 *     marks -> content streams, tags, fonts, pictures -> libharu -> bytes
 */

struct pdf_painter {
    const struct shared_resources *shared;
    struct arena *arena; ///< for the current letter
    struct font_resources *fonts;
    struct xobjects *xobjects;
    struct content_stream *content;
    struct static_deflate *static_deflate; ///< of pages, attachments
    struct static_deflate *packer;         ///< of dictionaries
    struct buffer stream;                  ///< a page, before it is deflated
    struct buffer deflated;                ///< all pages, one after the other
    struct buffer xmp;
    struct hash *hash;   ///< of the last file, as far as it is hashed
    size_t hashed;       ///< bytes
    struct hash *sealed; ///< of the bytes that its seal covers
    const struct pdf_metadata *metadata; ///< of the current document
};

/** A page's range in `deflated`, and its object. */
struct page_stream {
    size_t start;
    size_t size;
};

/** The letter that is being written. */
struct job {
    struct pdf_painter *painter;
    const struct document *document;
    const struct pdf_metadata *metadata;
    const struct structure *structure;
    struct structure_tree *tree;
    struct page_stream *page_streams;
    uint32_t *pages; ///< numbers
    struct pdf_objects *pdf;
    struct signature_field field; ///< of a sealed letter
};

static const size_t page_limit = (size_t)64 * 1024 * 1024;

struct pdf_painter *pdf_painter_new(const struct shared_resources *shared)
{
    struct pdf_painter *painter = memory_alloc(sizeof *painter);

    *painter = (struct pdf_painter){
        .shared = shared,
        .arena = arena_new(),
        .fonts = font_resources_new(shared->base_fonts),
        .xobjects = xobjects_new(),
        .static_deflate = static_deflate_new(&static_deflate_page_codes),
        .packer = static_deflate_new(&static_deflate_object_codes),
        .stream = buffer_new(page_limit),
        .deflated = buffer_new(page_limit),
        .xmp = buffer_new(page_limit),
        .hash = hash_new(),
        .sealed = hash_new(),
    };
    painter->content = content_stream_new(painter->fonts, painter->xobjects);
    return painter;
}

void pdf_painter_free(struct pdf_painter *painter)
{
    if (!painter)
        return;
    content_stream_free(painter->content);
    static_deflate_free(painter->static_deflate);
    static_deflate_free(painter->packer);
    xobjects_free(painter->xobjects);
    font_resources_free(painter->fonts);
    arena_free(painter->arena);
    buffer_free(&painter->stream);
    buffer_free(&painter->deflated);
    buffer_free(&painter->xmp);
    hash_free(painter->hash);
    hash_free(painter->sealed);
    free(painter);
}

static void paint_pages(struct job *job)
{
    struct pdf_painter *painter = job->painter;

    buffer_clear(&painter->deflated);
    for (size_t i = 0; i < job->document->page_count; i++) {
        struct page_stream *page_stream = &job->page_streams[i];
        const struct stream_part *parts;
        size_t count;
        buffer_clear(&painter->stream);
        content_stream_paint(painter->content, job->structure, i,
                             &painter->stream);
        page_stream->start = painter->deflated.length;
        parts = content_stream_parts(painter->content, &count);
        static_deflate_add(painter->static_deflate, &painter->stream, parts,
                           count, &painter->deflated);
        page_stream->size = painter->deflated.length - page_stream->start;
    }
}

static uint32_t write_resources(struct job *job)
{
    struct buffer resources = buffer_new(page_limit);
    uint32_t number;
    struct buffer *body;

    font_resources_write(job->painter->fonts, job->pdf, &resources);
    xobjects_write(job->painter->xobjects, job->pdf, &resources);
    number = pdf_objects_add(job->pdf);
    body = pdf_objects_begin(job->pdf, number);
    buffer_add(body, resources.bytes, resources.length);
    pdf_objects_finish(job->pdf);
    buffer_free(&resources);
    return number;
}

static uint32_t write_content(struct job *job, size_t page)
{
    const struct page_stream *page_stream = &job->page_streams[page];
    const uint32_t number = pdf_objects_add(job->pdf);

    buffer_add_text(pdf_objects_begin(job->pdf, number), "/Filter/FlateDecode");
    pdf_objects_finish(job->pdf);
    pdf_objects_set_stream(job->pdf, number,
                           job->painter->deflated.bytes + page_stream->start,
                           page_stream->size);
    return number;
}

static void write_page(struct job *job, size_t index, uint32_t resources)
{
    const struct page *page = &job->document->pages[index];
    const uint32_t content = write_content(job, index);
    struct buffer *body = pdf_objects_begin(job->pdf, job->pages[index]);

    buffer_add_text(body, "/Type/Page/Parent");
    pdf_syntax_add_reference(body, pdf_objects_pages(job->pdf));
    buffer_add_text(body, "/MediaBox[0 0 ");
    buffer_add_real(body, page->width);
    buffer_add_char(body, ' ');
    buffer_add_real(body, page->height);
    buffer_add_text(body, "]/Resources");
    pdf_syntax_add_reference(body, resources);
    buffer_add_text(body, "/Contents");
    pdf_syntax_add_reference(body, content);
    buffer_printf(body, "/Tabs/S/StructParents %zu", index);
    structure_tree_add_annotations(job->tree, index, body);
    pdf_objects_finish(job->pdf);
}

static uint32_t write_profile(struct job *job)
{
    const struct buffer *profile = &job->painter->shared->profile;
    const uint32_t number = pdf_objects_add(job->pdf);

    buffer_add_text(pdf_objects_begin(job->pdf, number),
                    "/N 3/Filter/FlateDecode");
    pdf_objects_finish(job->pdf);
    pdf_objects_set_stream(job->pdf, number, profile->bytes, profile->length);
    return number;
}

static void add_intent(struct buffer *catalog, uint32_t profile)
{
    buffer_add_text(catalog, "/OutputIntents[<</Type/OutputIntent/S/GTS_PDFA1"
                             "/OutputConditionIdentifier(sRGB IEC61966-2.1)"
                             "/Info(sRGB IEC61966-2.1)/DestOutputProfile");
    pdf_syntax_add_reference(catalog, profile);
    buffer_add_text(catalog, ">>]");
}

/* Writes the structure tree and the annotations: links and the seal. */
static void write_structure(struct job *job, struct buffer *catalog)
{
    const bool sealed = job->metadata->seal != NULL;
    struct buffer field = buffer_new(page_limit);
    uint32_t root;

    if (sealed)
        signature_field_write(job->metadata, job->pdf, &job->field, &field);
    job->tree = structure_tree_new(job->painter->arena, job->structure,
                                   job->pdf, job->pages);
    root = structure_tree_write(job->tree, &field);
    buffer_add_text(catalog, "/StructTreeRoot");
    pdf_syntax_add_reference(catalog, root);
    if (sealed)
        signature_field_add_form(&job->field, structure_tree_field(job->tree),
                                 catalog);
    buffer_free(&field);
}

/* Its parts are separate objects, so they are written first. */
static void write_catalog(struct job *job, uint32_t profile)
{
    struct pdf_painter *painter = job->painter;
    struct pdf_objects *pdf = job->pdf;
    struct buffer entries = buffer_new(page_limit);
    uint32_t outlines;
    struct buffer *body;

    buffer_add_text(&entries, "/MarkInfo<</Marked true>>"
                              "/ViewerPreferences<</DisplayDocTitle true>>"
                              "/Lang");
    pdf_syntax_add_text(&entries, job->metadata->language);
    write_structure(job, &entries);
    outlines = bookmarks_write(painter->arena, job->structure, pdf, job->pages);
    if (outlines) {
        buffer_add_text(&entries, "/Outlines");
        pdf_syntax_add_reference(&entries, outlines);
    }
    buffer_add_text(&entries, "/Metadata");
    pdf_syntax_add_reference(
        &entries, metadata_write_xmp(job->metadata, &painter->shared->schemas,
                                     &painter->xmp, pdf));
    add_intent(&entries, profile);
    attachments_write(painter->arena, job->metadata, pdf,
                      painter->static_deflate,
                      content_stream_cache(painter->content), &entries);
    body = pdf_objects_begin(pdf, pdf_objects_catalog(pdf));
    buffer_add(body, entries.bytes, entries.length);
    pdf_objects_finish(pdf);
    buffer_free(&entries);
}

/* The bytes before the seal are hashed once, for the seal and for the file. */
static enum status seal_file(struct job *job, struct buffer *file,
                             struct error *err)
{
    struct pdf_painter *painter = job->painter;
    size_t hole;

    painter->hashed = pdf_objects_hashed(job->pdf);
    if (!job->metadata->seal)
        return STATUS_OK;
    hole = signature_field_close(&job->field, file);
    if (!job->metadata->seal->maker)
        return STATUS_OK;
    hash_add(painter->hash, file->bytes + painter->hashed,
             hole - painter->hashed);
    painter->hashed = hole;
    hash_copy(painter->sealed, painter->hash);
    return signature_field_sign(&job->field, painter->sealed, file, err);
}

static enum status write_file(struct job *job, struct buffer *file,
                              struct error *err)
{
    uint32_t profile, resources;
    enum status status;

    job->pdf = pdf_objects_open(job->painter->arena);
    profile = write_profile(job);
    resources = write_resources(job);
    for (size_t i = 0; i < job->document->page_count; i++)
        job->pages[i] = pdf_objects_add_page(job->pdf);
    write_catalog(job, profile);
    for (size_t i = 0; i < job->document->page_count; i++)
        write_page(job, i, resources);
    metadata_write_info(job->metadata, job->pdf);
    status = pdf_objects_save(job->pdf, job->painter->packer,
                              job->painter->hash, file, err);
    if (status == STATUS_OK)
        status = seal_file(job, file, err);
    pdf_objects_close(job->pdf);
    return status;
}

/* Paints until every glyph has a code. This takes at most two rounds; more
 * would be a bug, which must not leave a gap in a letter. */
static enum status paint_whole(struct job *job, struct error *err)
{
    enum { ROUNDS = 2 };
    struct font_resources *fonts = job->painter->fonts;

    for (int round = 0; round < ROUNDS; round++) {
        const enum status status = font_resources_complete(fonts, err);
        if (status != STATUS_OK)
            return status;
        paint_pages(job);
        if (!font_resources_has_missing(fonts))
            return STATUS_OK;
    }
    return error_set(err, RULE_FONT_UNREADABLE, NO_LOCATION, NULL,
                     "a character was left out of its font's subset");
}

void pdf_painter_digest(struct pdf_painter *painter, const struct buffer *file,
                        unsigned char digest[static HASH_SIZE])
{
    hash_add(painter->hash, file->bytes + painter->hashed,
             file->length - painter->hashed);
    hash_finish(painter->hash, digest);
}

static enum status paint(void *state, const struct document *document,
                         struct buffer *file, struct error *err)
{
    struct pdf_painter *painter = state;
    struct job job = {.painter = painter,
                      .document = document,
                      .metadata = painter->metadata};
    enum status status;

    assert(document->page_count > 0);
    arena_reset(painter->arena);
    font_resources_reset(painter->fonts);
    xobjects_reset(painter->xobjects);
    content_stream_begin_letter(painter->content);
    job.page_streams =
        ARENA_ARRAY(painter->arena, struct page_stream, document->page_count);
    job.pages = ARENA_ARRAY(painter->arena, uint32_t, document->page_count);
    job.structure = structure_derive(painter->arena, document);
    for (size_t i = 0; i < document->page_count; i++)
        content_stream_survey(painter->content, &document->pages[i]);
    status = paint_whole(&job, err);
    if (status == STATUS_OK)
        status = write_file(&job, file, err);
    return status;
}

struct painter pdf_painter_face(struct pdf_painter *painter,
                                const struct pdf_metadata *metadata)
{
    painter->metadata = metadata;
    return (struct painter){paint, painter};
}
