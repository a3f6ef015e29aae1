#include "pdf/pdf_painter.h"

#include <assert.h>
#include <stdlib.h>

#include "base/arena.h"
#include "base/hash_prefix_cache.h"
#include "pdf/attachments.h"
#include "pdf/bookmarks.h"
#include "pdf/content_stream.h"
#include "pdf/flate.h"
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
 * A letter is painted first, page by page, which finds its structure and the
 * fonts and pictures it uses; nothing of that needs a file. If a shared face
 * lacked a code, it gets it and the pages are painted once more. Then the file
 * is written, with all object numbers to hand:
 *
 *     marks -> content streams, tags, fonts, pictures -> libharu -> bytes
 */

struct pdf_painter {
    const struct pdf_kit *kit;
    struct arena *arena; ///< for the letter in hand
    struct deflater *deflater;
    struct letter_fonts *fonts;
    struct pictures *pictures;
    struct content *content;
    struct compactor *compactor; ///< of pages
    struct compactor *packer;    ///< of dictionaries
    struct buffer stream;        ///< a page, before it is deflated
    struct buffer deflated;      ///< all pages, one behind the other
    struct buffer xmp;
    struct digester *digester;
    struct hash *front; ///< of the file painted last, as far as it is hashed
    size_t hashed;      ///< bytes
};

/** Where a page's bytes lie among the deflated ones, and its object. */
struct sheet {
    size_t start;
    size_t size;
};

/** A letter on its way into the file. */
struct job {
    struct pdf_painter *painter;
    const struct document *document;
    const struct pdf_facts *facts;
    struct tags *tags;
    struct sheet *sheets;
    uint32_t *pages; ///< numbers
    struct haru *haru;
    struct signature_field field; ///< of a sealed letter
};

static const size_t page_limit = (size_t)64 * 1024 * 1024;

struct pdf_painter *pdf_painter_new(const struct pdf_kit *kit)
{
    struct pdf_painter *painter = memory_alloc(sizeof *painter);

    *painter = (struct pdf_painter){
        .kit = kit,
        .arena = arena_new(),
        .deflater = deflater_new(DEFLATER_EACH),
        .fonts = letter_fonts_new(kit->typecase),
        .pictures = pictures_new(),
        .compactor = compactor_new(&compactor_page_codes),
        .packer = compactor_new(&compactor_object_codes),
        .stream = buffer_new(page_limit),
        .deflated = buffer_new(page_limit),
        .xmp = buffer_new(page_limit),
        .digester = digester_new(),
    };
    painter->content = content_new(painter->fonts, painter->pictures);
    return painter;
}

void pdf_painter_free(struct pdf_painter *painter)
{
    if (!painter)
        return;
    content_free(painter->content);
    compactor_free(painter->compactor);
    compactor_free(painter->packer);
    pictures_free(painter->pictures);
    letter_fonts_free(painter->fonts);
    deflater_free(painter->deflater);
    arena_free(painter->arena);
    buffer_free(&painter->stream);
    buffer_free(&painter->deflated);
    buffer_free(&painter->xmp);
    digester_free(painter->digester);
    free(painter);
}

static void paint_pages(struct job *job)
{
    struct pdf_painter *painter = job->painter;

    job->tags = tags_new(painter->arena, job->document);
    buffer_clear(&painter->deflated);
    for (size_t i = 0; i < job->document->page_count; i++) {
        struct sheet *sheet = &job->sheets[i];
        const struct strand *strands;
        size_t count;
        buffer_clear(&painter->stream);
        content_paint(painter->content, &job->document->pages[i], job->tags,
                      &painter->stream);
        sheet->start = painter->deflated.length;
        strands = content_strands(painter->content, &count);
        compactor_add(painter->compactor, &painter->stream, strands, count,
                      &painter->deflated);
        sheet->size = painter->deflated.length - sheet->start;
    }
}

static uint32_t write_resources(struct job *job)
{
    struct buffer resources = buffer_new(page_limit);
    uint32_t number;
    struct buffer *body;

    letter_fonts_write(job->painter->fonts, job->haru, &resources);
    pictures_write(job->painter->pictures, job->haru, &resources);
    number = haru_add(job->haru);
    body = haru_begin(job->haru, number);
    buffer_add(body, resources.bytes, resources.length);
    haru_end(job->haru);
    buffer_free(&resources);
    return number;
}

static uint32_t write_content(struct job *job, size_t page)
{
    const struct sheet *sheet = &job->sheets[page];
    const uint32_t number = haru_add(job->haru);

    buffer_add_text(haru_begin(job->haru, number), "/Filter/FlateDecode");
    haru_end(job->haru);
    haru_attach(job->haru, number, job->painter->deflated.bytes + sheet->start,
                sheet->size);
    return number;
}

static void write_page(struct job *job, size_t index, uint32_t resources)
{
    const struct page *page = &job->document->pages[index];
    const uint32_t content = write_content(job, index);
    struct buffer *body = haru_begin(job->haru, job->pages[index]);

    buffer_add_text(body, "/Type/Page/Parent");
    syntax_add_reference(body, haru_pages(job->haru));
    buffer_add_text(body, "/MediaBox[0 0 ");
    buffer_add_real(body, page->width);
    buffer_add_char(body, ' ');
    buffer_add_real(body, page->height);
    buffer_add_text(body, "]/Resources");
    syntax_add_reference(body, resources);
    buffer_add_text(body, "/Contents");
    syntax_add_reference(body, content);
    buffer_printf(body, "/Tabs/S/StructParents %zu", index);
    tags_add_annotations(job->tags, index, body);
    haru_end(job->haru);
}

static uint32_t write_profile(struct job *job)
{
    const struct buffer *profile = &job->painter->kit->profile;
    const uint32_t number = haru_add(job->haru);

    buffer_add_text(haru_begin(job->haru, number), "/N 3/Filter/FlateDecode");
    haru_end(job->haru);
    haru_attach_shared(job->haru, number, profile->bytes, profile->length);
    return number;
}

static void add_intent(struct buffer *catalog, uint32_t profile)
{
    buffer_add_text(catalog, "/OutputIntents[<</Type/OutputIntent/S/GTS_PDFA1"
                             "/OutputConditionIdentifier(sRGB IEC61966-2.1)"
                             "/Info(sRGB IEC61966-2.1)/DestOutputProfile");
    syntax_add_reference(catalog, profile);
    buffer_add_text(catalog, ">>]");
}

/* The structure tree, and with it the annotations: links and the seal. */
static void write_structure(struct job *job, struct buffer *catalog)
{
    const bool sealed = job->facts->seal != NULL;
    struct buffer field = buffer_new(page_limit);
    uint32_t root;

    if (sealed)
        signature_field_write(job->facts, job->haru, &job->field, &field);
    root = tags_write(job->tags, job->haru, job->pages, &field);
    buffer_add_text(catalog, "/StructTreeRoot");
    syntax_add_reference(catalog, root);
    if (sealed)
        signature_field_add_form(&job->field, tags_field(job->tags), catalog);
    buffer_free(&field);
}

/* Its parts are objects of their own, so they are written before it begins. */
static void write_catalog(struct job *job, uint32_t profile)
{
    struct pdf_painter *painter = job->painter;
    struct haru *haru = job->haru;
    struct buffer entries = buffer_new(page_limit);
    uint32_t outlines;
    struct buffer *body;

    buffer_add_text(&entries, "/MarkInfo<</Marked true>>"
                              "/ViewerPreferences<</DisplayDocTitle true>>"
                              "/Lang");
    syntax_add_text(&entries, job->facts->language);
    write_structure(job, &entries);
    outlines = outlines_write(painter->arena, job->document, job->tags, haru,
                              job->pages);
    if (outlines) {
        buffer_add_text(&entries, "/Outlines");
        syntax_add_reference(&entries, outlines);
    }
    buffer_add_text(&entries, "/Metadata");
    syntax_add_reference(&entries,
                         metadata_write_xmp(job->facts, &painter->kit->schemas,
                                            &painter->xmp, haru));
    add_intent(&entries, profile);
    enclosures_write(painter->arena, job->facts, haru, painter->deflater,
                     &entries);
    body = haru_begin(haru, haru_catalog(haru));
    buffer_add(body, entries.bytes, entries.length);
    haru_end(haru);
    buffer_free(&entries);
}

/* What is before the seal is hashed once, for the seal's digest and for the
 * file's. */
static enum status seal_file(struct job *job, struct buffer *file,
                             struct error *err)
{
    struct pdf_painter *painter = job->painter;
    size_t hole;

    painter->hashed = haru_beginning(job->haru);
    painter->front =
        digester_begin(painter->digester, file->bytes, painter->hashed);
    if (!job->facts->seal)
        return STATUS_OK;
    hole = signature_field_close(&job->field, file);
    hash_add(painter->front, file->bytes + painter->hashed,
             hole - painter->hashed);
    painter->hashed = hole;
    return signature_field_sign(&job->field, digester_fork(painter->digester),
                                file, err);
}

/* What many letters share comes first, with the same numbers in all: files that
 * begin alike are digested faster. */
static enum status write_file(struct job *job, struct buffer *file,
                              struct error *err)
{
    uint32_t profile, resources;
    enum status status;

    job->haru = haru_open(job->painter->arena);
    profile = write_profile(job);
    resources = write_resources(job);
    for (size_t i = 0; i < job->document->page_count; i++)
        job->pages[i] = haru_add_page(job->haru);
    write_catalog(job, profile);
    for (size_t i = 0; i < job->document->page_count; i++)
        write_page(job, i, resources);
    metadata_write_info(job->facts, job->haru);
    status = haru_save(job->haru, job->painter->packer, file, err);
    if (status == STATUS_OK)
        status = seal_file(job, file, err);
    haru_close(job->haru);
    return status;
}

/* Until no glyph is without a code. It never takes more than two rounds; a
 * third would be a fault of ours, and no letter is to show a gap for it. */
static enum status paint_whole(struct job *job, struct error *err)
{
    enum { ROUNDS = 2 };
    struct letter_fonts *fonts = job->painter->fonts;

    for (int round = 0; round < ROUNDS; round++) {
        const enum status status = letter_fonts_complete(fonts, err);
        if (status != STATUS_OK)
            return status;
        paint_pages(job);
        if (!letter_fonts_lack(fonts))
            return STATUS_OK;
    }
    return error_set(err, RULE_FONT_UNREADABLE, NO_PLACE, NULL,
                     "a character was left out of its font's subset");
}

void pdf_painter_digest(struct pdf_painter *painter, const struct buffer *file,
                        unsigned char digest[static HASH_SIZE])
{
    hash_add(painter->front, file->bytes + painter->hashed,
             file->length - painter->hashed);
    hash_finish(painter->front, digest);
}

enum status pdf_painter_paint(struct pdf_painter *painter,
                              const struct document *document,
                              const struct pdf_facts *facts,
                              struct buffer *file, struct error *err)
{
    struct job job = {.painter = painter, .document = document, .facts = facts};
    enum status status;

    assert(document->page_count > 0);
    arena_reset(painter->arena);
    letter_fonts_reset(painter->fonts);
    pictures_reset(painter->pictures);
    content_begin_letter(painter->content);
    job.sheets =
        ARENA_ARRAY(painter->arena, struct sheet, document->page_count);
    job.pages = ARENA_ARRAY(painter->arena, uint32_t, document->page_count);
    for (size_t i = 0; i < document->page_count; i++)
        content_survey(painter->content, &document->pages[i]);
    status = paint_whole(&job, err);
    if (status == STATUS_OK)
        status = write_file(&job, file, err);
    return status;
}
