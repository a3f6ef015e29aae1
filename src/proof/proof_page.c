#include "proof/proof_page.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "canvas/artwork.h"
#include "canvas/cairo_painter.h"
#include "canvas/trace_painter.h"
#include "proof/png_indexed.h"

enum { THUMB_DPI = 60, THUMB_COLOURS = 8, PAGE_COLOURS = 128 };

/** Maximum bytes of one picture's file. */
enum { PICTURE_LIMIT = 64 * 1024 * 1024 };

/* The text of a tag for people who do not see the mark. */
static void hash_tag(struct hash *hash, const struct tag *tag)
{
    hash_add_integer(hash, tag ? (int)tag->kind : -1);
    hash_add_text(hash, tag ? tag->alt : NULL);
    hash_add_text(hash, tag ? tag->uri : NULL);
    hash_add_text(hash, tag ? tag->language : NULL);
}

/* The trace names tags by their number in the document, which an earlier page
 * may change; so the page is traced without them. */
static void hash_trace(struct hash *hash, const struct page *page)
{
    struct arena *arena = arena_new();
    struct mark *marks = ARENA_ARRAY(arena, struct mark, page->count);
    const struct page bare = {page->width, page->height, marks, page->count};
    const struct document document = {.pages = &bare, .page_count = 1};
    struct buffer trace = buffer_new(PICTURE_LIMIT);
    struct error err;

    for (size_t i = 0; i < page->count; i++) {
        marks[i] = page->marks[i];
        marks[i].tag = NULL;
    }
    if (painter_paint(trace_painter(), &document, &trace, &err) != STATUS_OK)
        abort();
    hash_add_text(hash, buffer_text(&trace));
    buffer_free(&trace);
    arena_free(arena);
}

void proof_page_digest(struct hash *hash, const struct page *page,
                       char sha256[static HASH_HEX_SIZE])
{
    unsigned char digest[HASH_SIZE];

    hash_trace(hash, page);
    for (size_t i = 0; i < page->count; i++) {
        const struct mark *mark = &page->marks[i];
        hash_tag(hash, mark->tag);
        if (mark->kind == MARK_GLYPHS)
            hash_add(hash, face_digest(mark->run.face), HASH_SIZE);
        if (mark->kind == MARK_ARTWORK)
            hash_add(hash, mark->artwork->digest, sizeof mark->artwork->digest);
    }
    hash_finish(hash, digest);
    hash_hex(digest, sha256);
}

static void hash_file(const struct buffer *file,
                      char sha256[static HASH_HEX_SIZE])
{
    unsigned char digest[HASH_SIZE];

    hash_bytes(file->bytes, file->length, digest);
    hash_hex(digest, sha256);
}

static const char *path_of(const struct proof_tools *tools, const char *folder,
                           const char *name)
{
    return arena_printf(tools->arena, "%s/%s/%s", tools->plan->folder, folder,
                        name);
}

/* Reads the picture of the page as it was.
 *
 * It may be gone, or another may be in its place: a proof that was interrupted
 * leaves new pictures under an old record. Then there is none to show. */
static bool read_old(const struct proof_tools *tools,
                     const struct proof_record_page *old, struct buffer *file,
                     const struct artwork **picture)
{
    const char *path = arena_printf(
        tools->arena, "%s/%s", tools->plan->baseline->folder, old->picture);
    char sha256[HASH_HEX_SIZE];
    struct error err = {.code = ""};

    if (buffer_read_file(file, path, path, &err) != STATUS_OK)
        return false;
    hash_file(file, sha256);
    return strcmp(sha256, old->picture_sha256) == 0 &&
           artwork_read_bytes(tools->arena, path, file->bytes, file->length,
                              picture, &err) == STATUS_OK &&
           (*picture)->kind == ARTWORK_RASTER;
}

static bool is_as_large(const struct pixmap *picture, const struct artwork *old)
{
    return picture->width == (size_t)old->width &&
           picture->height == (size_t)old->height;
}

static struct image_diff_regions compare(const struct proof_tools *tools,
                                         const struct pixmap *picture,
                                         const struct artwork *old)
{
    return image_diff_find(tools->arena, picture->width, picture->height,
                           picture->pixels, old->pixels);
}

/* Compares pictures of one size; an old one of another resolution is held
 * against the new page painted again at that resolution. */
static enum status
find_regions(const struct proof_tools *tools, const struct page *page,
             const struct pixmap *picture, const struct artwork *old,
             struct image_diff_regions *regions, struct error *err)
{
    const double dpi = old->width * 72 / page->width;
    struct pixmap again;
    enum status status;

    if (is_as_large(picture, old)) {
        *regions = compare(tools, picture, old);
        return STATUS_OK;
    }
    if (dpi < 10 || dpi > 600)
        return STATUS_OK;
    status = cairo_painter_pixmap(page, dpi, &again, err);
    if (status != STATUS_OK)
        return status;
    if (is_as_large(&again, old))
        *regions = compare(tools, &again, old);
    pixmap_free(&again);
    return STATUS_OK;
}

/* Shows the page as it was, and where it changed. */
static enum status show_change(const struct proof_tools *tools,
                               const struct page *page,
                               const struct pixmap *picture, const char *name,
                               const struct proof_record_page *old,
                               struct proof_page_result *print,
                               struct error *err)
{
    struct buffer file = buffer_new(PICTURE_LIMIT);
    const struct artwork *shown;
    enum status status = STATUS_OK;

    if (read_old(tools, old, &file, &shown)) {
        status =
            find_regions(tools, page, picture, shown, &print->regions, err);
        if (status == STATUS_OK)
            status =
                atomic_file_write(path_of(tools, "before", name), file.bytes,
                                  file.length, tools->plan->sync, err);
        print->before = status == STATUS_OK;
    }
    buffer_free(&file);
    return status;
}

static enum baseline_change change_of(const struct proof_tools *tools,
                                      const struct proof_record_page *old,
                                      const char *sha256)
{
    if (!tools->plan->baseline->record.count)
        return BASELINE_SAME;
    if (!old)
        return BASELINE_NEW;
    return strcmp(old->sha256, sha256) == 0 ? BASELINE_SAME : BASELINE_CHANGED;
}

static enum status file_picture(struct proof_tools *tools,
                                const struct pixmap *picture, const char *name,
                                struct proof_page_result *print,
                                struct error *err)
{
    buffer_clear(tools->file);
    png_indexed_write(picture, PAGE_COLOURS, tools->flate, tools->file);
    hash_file(tools->file, print->picture_sha256);
    return atomic_file_write(path_of(tools, "pages", name), tools->file->bytes,
                             tools->file->length, tools->plan->sync, err);
}

static enum status paint(struct proof_tools *tools, const struct page *page,
                         const char *name, const struct proof_record_page *held,
                         struct proof_page_result *print, struct error *err)
{
    struct pixmap picture;
    enum status status =
        cairo_painter_pixmap(page, tools->plan->dpi, &picture, err);

    if (status != STATUS_OK)
        return status;
    if (print->change == BASELINE_CHANGED)
        status = show_change(tools, page, &picture, name, held, print, err);
    if (status == STATUS_OK)
        status = file_picture(tools, &picture, name, print, err);
    pixmap_free(&picture);
    return status;
}

static uint32_t word_at(const char *bytes)
{
    const unsigned char *at = (const unsigned char *)bytes;

    return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 |
           (uint32_t)at[2] << 8 | at[3];
}

/* @return true if the file is the one that was recorded, and of the size asked
 * for: a PNG's width and height are at bytes 16 and 20. */
static bool is_whole(const struct proof_tools *tools,
                     const struct proof_record_page *there,
                     const struct proof_page_result *print)
{
    const char *path = arena_printf(tools->arena, "%s/%s", tools->plan->folder,
                                    there->picture);
    char sha256[HASH_HEX_SIZE];
    struct error err = {.code = ""};

    buffer_clear(tools->file);
    if (buffer_read_file(tools->file, path, path, &err) != STATUS_OK ||
        tools->file->length < 24)
        return false;
    hash_file(tools->file, sha256);
    return strcmp(sha256, there->picture_sha256) == 0 &&
           word_at(tools->file->bytes + 16) == print->width &&
           word_at(tools->file->bytes + 20) == print->height;
}

static bool is_there(const struct proof_tools *tools, const char *name,
                     const struct proof_record_page *there,
                     const struct proof_page_result *print)
{
    return !tools->plan->force && there && print->change != BASELINE_CHANGED &&
           strcmp(there->program, LETTERMILL_VERSION) == 0 &&
           strcmp(there->sha256, print->sha256) == 0 &&
           strcmp(there->picture + strlen("pages/"), name) == 0 &&
           is_whole(tools, there, print);
}

enum status proof_page_make(struct proof_tools *tools, const struct page *page,
                            const char *name, struct proof_page_history past,
                            struct proof_page_result *print, struct error *err)
{
    const double scale = tools->plan->dpi / 72;

    *print = (struct proof_page_result){
        .width = (size_t)lround(page->width * scale),
        .height = (size_t)lround(page->height * scale),
    };
    proof_page_digest(tools->hash, page, print->sha256);
    print->change = change_of(tools, past.held, print->sha256);
    if (!is_there(tools, name, past.there, print))
        return paint(tools, page, name, past.held, print, err);
    utf8_copy(print->picture_sha256, sizeof print->picture_sha256,
              past.there->picture_sha256);
    return STATUS_OK;
}

enum status proof_page_thumb(struct proof_tools *tools, const struct page *page,
                             struct buffer *png, struct error *err)
{
    struct pixmap picture;
    const enum status status =
        cairo_painter_pixmap(page, THUMB_DPI, &picture, err);

    if (status != STATUS_OK)
        return status;
    png_indexed_write(&picture, THUMB_COLOURS, tools->flate, png);
    pixmap_free(&picture);
    return STATUS_OK;
}
