#include "proof/proof_page.h"

#include <stdlib.h>

#include "canvas/artwork.h"
#include "canvas/cairo_painter.h"
#include "canvas/trace_painter.h"
#include "proof/png_indexed.h"

enum { THUMB_DPI = 48, THUMB_COLOURS = 8 };

/** Maximum bytes of a page's trace. */
enum { TRACE_LIMIT = 64 * 1024 * 1024 };

/* Adds a tag's alternative text. */
static void hash_tag(struct hash *hash, const struct tag *tag)
{
    hash_add_integer(hash, tag ? (int)tag->kind : -1);
    hash_add_text(hash, tag ? tag->alt : NULL);
    hash_add_text(hash, tag ? tag->uri : NULL);
    hash_add_text(hash, tag ? tag->language : NULL);
}

/* The trace has the tags' numbers in the document, which earlier pages may
 * change; so the page is traced without them. */
static void hash_trace(struct hash *hash, const struct page *page)
{
    struct arena *arena = arena_new();
    struct mark *marks = ARENA_ARRAY(arena, struct mark, page->count);
    const struct page bare = {page->width, page->height, marks, page->count};
    const struct document document = {.pages = &bare, .page_count = 1};
    struct buffer trace = buffer_new(TRACE_LIMIT);
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

enum status proof_page_thumb(const struct page *page, struct flate *flate,
                             struct buffer *png, struct error *err)
{
    struct pixmap picture;
    const enum status status =
        cairo_painter_pixmap(page, THUMB_DPI, &picture, err);

    if (status != STATUS_OK)
        return status;
    png_indexed_write(&picture, THUMB_COLOURS, flate, png);
    pixmap_free(&picture);
    return STATUS_OK;
}
