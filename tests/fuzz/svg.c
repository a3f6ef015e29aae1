#include <stdint.h>

#include "canvas/artwork.h"
#include "canvas/cairo_painter.h"

/*
 * Any bytes as artwork: SVG, PNG, or neither. What is accepted is painted, so
 * that no shape comes through that a painter cannot bear.
 */

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static void paint(struct arena *arena, const struct artwork *artwork)
{
    const struct mark mark = {
        .kind = MARK_ARTWORK,
        .artifact = ARTIFACT_DECORATION,
        .artwork = artwork,
        .box = {10, 10, 100, 100},
    };
    struct buffer png = buffer_new(16 * 1024 * 1024);
    struct display_list_builder *display_list = display_list_new(arena);
    struct cairo_page cairo_page = {0, 72};
    struct document document;
    struct error err;
    enum status ignored;

    display_list_begin_page(display_list, 120, 120);
    display_list_add_mark(display_list, &mark);
    document = display_list_finish(display_list);
    ignored = painter_paint(cairo_painter(&cairo_page), &document, &png, &err);
    (void)ignored;
    buffer_free(&png);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct arena *arena = arena_new();
    const struct artwork *artwork;
    struct error err;

    if (artwork_read_bytes(arena, "fuzz.svg", bytes, size, &artwork, &err) ==
        STATUS_OK)
        paint(arena, artwork);
    arena_free(arena);
    return 0;
}
