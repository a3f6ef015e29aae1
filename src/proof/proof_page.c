#include "proof/proof_page.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

#include "base/utf8.h"
#include "canvas/artwork.h"
#include "canvas/cairo_painter.h"
#include "canvas/trace_painter.h"
#include "proof/png_indexed.h"

enum { THUMB_DPI = 60, THUMB_COLOURS = 8, PAGE_COLOURS = 128 };

/** Most bytes of one picture's file. */
enum { PICTURE_LIMIT = 64 * 1024 * 1024 };

/* What a tag says to somebody who does not see the mark. */
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

    for (size_t i = 0; i < page->count; i++) {
        marks[i] = page->marks[i];
        marks[i].tag = NULL;
    }
    trace_painter_paint(&document, &trace);
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

static const char *path_of(const struct proof_bench *bench, const char *folder,
                           const char *name)
{
    return arena_printf(bench->arena, "%s/%s/%s", bench->plan->folder, folder,
                        name);
}

/* Reads the picture of the page as it was.
 *
 * It may be gone, or another may be in its place: a proof that was interrupted
 * leaves new pictures under an old record. Then there is none to show. */
static bool read_old(const struct proof_bench *bench,
                     const struct proof_page *old, struct buffer *file,
                     const struct artwork **picture)
{
    const char *path = arena_printf(bench->arena, "%s/%s",
                                    bench->plan->earlier->folder, old->picture);
    char sha256[HASH_HEX_SIZE];
    struct error err = {.code = ""};

    if (buffer_read_file(file, path, path, &err) != STATUS_OK)
        return false;
    hash_file(file, sha256);
    return strcmp(sha256, old->picture_sha256) == 0 &&
           artwork_read_bytes(bench->arena, path, file->bytes, file->length,
                              picture, &err) == STATUS_OK &&
           (*picture)->kind == ARTWORK_RASTER;
}

static bool is_as_large(const struct picture *picture,
                        const struct artwork *old)
{
    return picture->width == (size_t)old->width &&
           picture->height == (size_t)old->height;
}

static struct regions compare(const struct proof_bench *bench,
                              const struct picture *picture,
                              const struct artwork *old)
{
    return difference_find(bench->arena, picture->width, picture->height,
                           picture->pixels, old->pixels);
}

/* Compares pictures of one size; an old one of another resolution is held
 * against the new page painted again at that resolution. */
static enum status find_regions(const struct proof_bench *bench,
                                const struct page *page,
                                const struct picture *picture,
                                const struct artwork *old,
                                struct regions *regions, struct error *err)
{
    const double dpi = old->width * 72 / page->width;
    struct picture again;
    enum status status;

    if (is_as_large(picture, old)) {
        *regions = compare(bench, picture, old);
        return STATUS_OK;
    }
    if (dpi < 10 || dpi > 600)
        return STATUS_OK;
    status = cairo_painter_picture(page, dpi, &again, err);
    if (status != STATUS_OK)
        return status;
    if (is_as_large(&again, old))
        *regions = compare(bench, &again, old);
    picture_free(&again);
    return STATUS_OK;
}

/* Shows the page as it was, and where it changed. */
static enum status show_change(const struct proof_bench *bench,
                               const struct page *page,
                               const struct picture *picture, const char *name,
                               const struct proof_page *old,
                               struct proof_print *print, struct error *err)
{
    struct buffer file = buffer_new(PICTURE_LIMIT);
    const struct artwork *shown;
    enum status status = STATUS_OK;

    if (read_old(bench, old, &file, &shown)) {
        status =
            find_regions(bench, page, picture, shown, &print->regions, err);
        if (status == STATUS_OK)
            status = filing_write(path_of(bench, "before", name), file.bytes,
                                  file.length, bench->plan->sync, err);
        print->before = status == STATUS_OK;
    }
    buffer_free(&file);
    return status;
}

static enum change change_of(const struct proof_bench *bench,
                             const struct proof_page *old, const char *sha256)
{
    if (!bench->plan->earlier->record.count)
        return CHANGE_NONE;
    if (!old)
        return CHANGE_NEW;
    return strcmp(old->sha256, sha256) == 0 ? CHANGE_NONE : CHANGE_CHANGED;
}

static enum status file_picture(struct proof_bench *bench,
                                const struct picture *picture, const char *name,
                                struct proof_print *print, struct error *err)
{
    buffer_clear(bench->file);
    snapshot_write(picture, PAGE_COLOURS, bench->deflater, bench->file);
    hash_file(bench->file, print->picture_sha256);
    return filing_write(path_of(bench, "pages", name), bench->file->bytes,
                        bench->file->length, bench->plan->sync, err);
}

static enum status paint(struct proof_bench *bench, const struct page *page,
                         const char *name, const struct proof_page *held,
                         struct proof_print *print, struct error *err)
{
    struct picture picture;
    enum status status =
        cairo_painter_picture(page, bench->plan->dpi, &picture, err);

    if (status != STATUS_OK)
        return status;
    if (print->change == CHANGE_CHANGED)
        status = show_change(bench, page, &picture, name, held, print, err);
    if (status == STATUS_OK)
        status = file_picture(bench, &picture, name, print, err);
    picture_free(&picture);
    return status;
}

static uint32_t word_at(const char *bytes)
{
    const unsigned char *at = (const unsigned char *)bytes;

    return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 |
           (uint32_t)at[2] << 8 | at[3];
}

/* Whether the file is the one that was recorded, and of the size asked for:
 * a PNG's width and height stand at the bytes 16 and 20. */
static bool is_whole(const struct proof_bench *bench,
                     const struct proof_page *there,
                     const struct proof_print *print)
{
    const char *path = arena_printf(bench->arena, "%s/%s", bench->plan->folder,
                                    there->picture);
    char sha256[HASH_HEX_SIZE];
    struct error err = {.code = ""};

    buffer_clear(bench->file);
    if (buffer_read_file(bench->file, path, path, &err) != STATUS_OK ||
        bench->file->length < 24)
        return false;
    hash_file(bench->file, sha256);
    return strcmp(sha256, there->picture_sha256) == 0 &&
           word_at(bench->file->bytes + 16) == print->width &&
           word_at(bench->file->bytes + 20) == print->height;
}

static bool is_there(const struct proof_bench *bench, const char *name,
                     const struct proof_page *there,
                     const struct proof_print *print)
{
    return !bench->plan->force && there && print->change != CHANGE_CHANGED &&
           strcmp(there->program, LETTERMILL_VERSION) == 0 &&
           strcmp(there->sha256, print->sha256) == 0 &&
           strcmp(there->picture + strlen("pages/"), name) == 0 &&
           is_whole(bench, there, print);
}

enum status proof_page_make(struct proof_bench *bench, const struct page *page,
                            const char *name, struct proof_past past,
                            struct proof_print *print, struct error *err)
{
    const double scale = bench->plan->dpi / 72;

    *print = (struct proof_print){
        .width = (size_t)lround(page->width * scale),
        .height = (size_t)lround(page->height * scale),
    };
    proof_page_digest(bench->hash, page, print->sha256);
    print->change = change_of(bench, past.held, print->sha256);
    if (!is_there(bench, name, past.there, print))
        return paint(bench, page, name, past.held, print, err);
    text_copy(print->picture_sha256, sizeof print->picture_sha256,
              past.there->picture_sha256);
    return STATUS_OK;
}

enum status proof_page_thumb(struct proof_bench *bench, const struct page *page,
                             struct buffer *png, struct error *err)
{
    struct picture picture;
    const enum status status =
        cairo_painter_picture(page, THUMB_DPI, &picture, err);

    if (status != STATUS_OK)
        return status;
    snapshot_write(&picture, THUMB_COLOURS, bench->deflater, png);
    picture_free(&picture);
    return STATUS_OK;
}
