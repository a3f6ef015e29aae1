#include "canvas/cairo_painter.h"

#include <assert.h>
#include <cairo.h>
#include <math.h>
#include <stdint.h>
#include <string.h>

#include "canvas/path_to_cairo.h"
#include "canvas/png.h"

/* Below this resolution, text is not legible anyway: curves may be off by a
 * third of a pixel, which doubles the speed. */
enum { FINE_DPI = 72 };
#define COARSE_TOLERANCE 0.3

/* Appends a run's outlines to one path, in points. */
struct cairo_sink {
    cairo_t *cairo;
    double x;
    double y;
    double scale; ///< points to a font unit
};

static void sink_move(void *to, double x, double y)
{
    const struct cairo_sink *cairo_sink = to;

    cairo_move_to(cairo_sink->cairo, cairo_sink->x + x * cairo_sink->scale,
                  cairo_sink->y - y * cairo_sink->scale);
}

static void sink_line(void *to, double x, double y)
{
    const struct cairo_sink *cairo_sink = to;

    cairo_line_to(cairo_sink->cairo, cairo_sink->x + x * cairo_sink->scale,
                  cairo_sink->y - y * cairo_sink->scale);
}

static void sink_curve(void *to, double x1, double y1, double x2, double y2,
                       double x3, double y3)
{
    const struct cairo_sink *cairo_sink = to;

    cairo_curve_to(cairo_sink->cairo, cairo_sink->x + x1 * cairo_sink->scale,
                   cairo_sink->y - y1 * cairo_sink->scale,
                   cairo_sink->x + x2 * cairo_sink->scale,
                   cairo_sink->y - y2 * cairo_sink->scale,
                   cairo_sink->x + x3 * cairo_sink->scale,
                   cairo_sink->y - y3 * cairo_sink->scale);
}

static void sink_close(void *to)
{
    const struct cairo_sink *cairo_sink = to;

    cairo_close_path(cairo_sink->cairo);
}

static void paint_glyphs(cairo_t *cairo, const struct mark *mark)
{
    static const struct outline_sink sink = {sink_move, sink_line, sink_curve,
                                             sink_close};
    const struct glyph_run *run = &mark->run;
    const double scale = run->size / face_metrics(run->face)->units_per_em;
    double x = mark->at.x;

    for (size_t i = 0; i < run->count; i++) {
        const struct glyph *glyph = &run->glyphs[i];
        struct cairo_sink cairo_sink = {cairo, x + glyph->x_offset * scale,
                                        mark->at.y - glyph->y_offset * scale,
                                        scale};
        face_outline(run->face, glyph->id, &sink, &cairo_sink);
        x += glyph->advance * scale;
    }
    cairo_fill(cairo);
}

static void set_colour(cairo_t *cairo, struct colour colour)
{
    cairo_set_source_rgb(cairo, colour.red, colour.green, colour.blue);
}

static void paint_fill(cairo_t *cairo, const struct mark *mark)
{
    path_to_cairo(cairo, &mark->path);
    cairo_fill(cairo);
}

static void paint_stroke(cairo_t *cairo, const struct mark *mark)
{
    path_to_cairo(cairo, &mark->path);
    path_to_cairo_line(cairo, mark->line_width, mark->round_caps,
                       mark->round_caps);
    cairo_stroke(cairo);
}

static void paint_shape(cairo_t *cairo, const struct artwork_shape *shape)
{
    path_to_cairo(cairo, &shape->path);
    if (shape->filled) {
        set_colour(cairo, shape->fill);
        cairo_set_fill_rule(cairo, shape->even_odd ? CAIRO_FILL_RULE_EVEN_ODD
                                                   : CAIRO_FILL_RULE_WINDING);
        cairo_fill_preserve(cairo);
    }
    if (shape->stroked) {
        set_colour(cairo, shape->stroke);
        path_to_cairo_line(cairo, shape->line_width, shape->round_caps,
                           shape->round_joins);
        cairo_set_miter_limit(cairo, shape->miter_limit);
        cairo_stroke_preserve(cairo);
    }
    cairo_new_path(cairo);
}

/* cairo's own form: native 32-bit words, colour multiplied by alpha. */
static uint32_t premultiply(const unsigned char *rgb, unsigned alpha)
{
    uint32_t word = (uint32_t)alpha << 24;

    word |= (uint32_t)((rgb[0] * alpha + 127) / 255) << 16;
    word |= (uint32_t)((rgb[1] * alpha + 127) / 255) << 8;
    return word | (uint32_t)((rgb[2] * alpha + 127) / 255);
}

static cairo_surface_t *surface_from_raster(const struct artwork *artwork)
{
    const int width = (int)artwork->width;
    const int height = (int)artwork->height;
    cairo_surface_t *surface =
        cairo_image_surface_create(CAIRO_FORMAT_ARGB32, width, height);
    const size_t stride = (size_t)cairo_image_surface_get_stride(surface);
    const unsigned char *rgb = artwork->pixels;
    const unsigned char *alpha = artwork->alpha;

    if (cairo_surface_status(surface) != CAIRO_STATUS_SUCCESS)
        return surface;
    cairo_surface_flush(surface);
    for (int y = 0; y < height; y++) {
        unsigned char *row =
            cairo_image_surface_get_data(surface) + (size_t)y * stride;
        for (int x = 0; x < width; x++, rgb += 3) {
            uint32_t word = premultiply(rgb, alpha ? *alpha++ : 255);
            memcpy(row + (size_t)x * sizeof word, &word, sizeof word);
        }
    }
    cairo_surface_mark_dirty(surface);
    return surface;
}

static void paint_raster(cairo_t *cairo, const struct artwork *artwork)
{
    cairo_surface_t *surface = surface_from_raster(artwork);

    cairo_set_source_surface(cairo, surface, 0, 0);
    cairo_surface_destroy(surface);
    /* no fading at the picture's edges */
    cairo_pattern_set_extend(cairo_get_source(cairo), CAIRO_EXTEND_PAD);
    cairo_paint(cairo);
}

static void paint_artwork(cairo_t *cairo, const struct mark *mark)
{
    const struct artwork *artwork = mark->artwork;

    cairo_save(cairo);
    cairo_rectangle(cairo, mark->box.x, mark->box.y, mark->box.width,
                    mark->box.height);
    cairo_clip(cairo);
    cairo_translate(cairo, mark->box.x, mark->box.y);
    cairo_scale(cairo, mark->box.width / artwork->width,
                mark->box.height / artwork->height);
    if (artwork->kind == ARTWORK_RASTER)
        paint_raster(cairo, artwork);
    for (size_t i = 0; i < artwork->shape_count; i++)
        paint_shape(cairo, &artwork->shapes[i]);
    cairo_restore(cairo);
}

static void paint_mark(cairo_t *cairo, const struct mark *mark)
{
    set_colour(cairo, mark->colour);
    switch (mark->kind) {
    case MARK_GLYPHS:
        paint_glyphs(cairo, mark);
        break;
    case MARK_FILL:
        paint_fill(cairo, mark);
        break;
    case MARK_STROKE:
        paint_stroke(cairo, mark);
        break;
    case MARK_ARTWORK:
        paint_artwork(cairo, mark);
        break;
    case MARK_LINK:
    case MARK_SEAL:
        break;
    }
}

static cairo_status_t paint_page(cairo_surface_t *surface,
                                 const struct page *page, double dpi)
{
    cairo_t *cairo = cairo_create(surface);
    cairo_status_t status;

    cairo_set_source_rgb(cairo, 1, 1, 1);
    cairo_paint(cairo);
    cairo_scale(cairo, dpi / 72, dpi / 72);
    cairo_set_antialias(cairo, dpi < FINE_DPI ? CAIRO_ANTIALIAS_FAST
                                              : CAIRO_ANTIALIAS_GRAY);
    if (dpi < FINE_DPI)
        cairo_set_tolerance(cairo, COARSE_TOLERANCE);
    for (size_t i = 0; i < page->count; i++)
        paint_mark(cairo, &page->marks[i]);
    status = cairo_status(cairo);
    cairo_destroy(cairo);
    return status;
}

/* cairo's rows hold a pixel in a native word. */
static struct pixmap pixmap_from_surface(cairo_surface_t *surface)
{
    struct pixmap pixmap =
        pixmap_new((size_t)cairo_image_surface_get_width(surface),
                   (size_t)cairo_image_surface_get_height(surface));
    const size_t stride = (size_t)cairo_image_surface_get_stride(surface);
    const unsigned char *rows = cairo_image_surface_get_data(surface);
    unsigned char *to = pixmap.pixels;
    uint32_t word;

    for (size_t y = 0; y < pixmap.height; y++)
        for (size_t x = 0; x < pixmap.width; x++) {
            memcpy(&word, rows + y * stride + x * sizeof word, sizeof word);
            *to++ = (unsigned char)(word >> 16 & 0xff);
            *to++ = (unsigned char)(word >> 8 & 0xff);
            *to++ = (unsigned char)(word & 0xff);
        }
    return pixmap;
}

static enum status refuse(const struct page *page, double dpi, const char *why,
                          struct error *err)
{
    return error_set(err, RULE_PICTURE_TOO_LARGE, NO_LOCATION, NULL,
                     "no picture of %.0f by %.0f points at %.0f dpi: %s",
                     page->width, page->height, dpi, why);
}

enum status cairo_painter_pixmap(const struct page *page, double dpi,
                                 struct pixmap *pixmap, struct error *err)
{
    cairo_surface_t *surface;
    cairo_status_t status;

    assert(dpi >= 10 && dpi <= 600);
    surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24,
                                         (int)lround(page->width * dpi / 72),
                                         (int)lround(page->height * dpi / 72));
    status = paint_page(surface, page, dpi);
    cairo_surface_flush(surface);
    if (status == CAIRO_STATUS_SUCCESS)
        *pixmap = pixmap_from_surface(surface);
    cairo_surface_destroy(surface);
    if (status != CAIRO_STATUS_SUCCESS)
        return refuse(page, dpi, cairo_status_to_string(status), err);
    return STATUS_OK;
}

static enum status paint(void *state, const struct document *document,
                         struct buffer *png, struct error *err)
{
    const struct cairo_page *cairo_page = state;
    const struct page *page = &document->pages[cairo_page->page];
    struct pixmap pixmap;
    enum status status =
        cairo_painter_pixmap(page, cairo_page->dpi, &pixmap, err);

    if (status != STATUS_OK)
        return status;
    png_write(&pixmap, png);
    pixmap_free(&pixmap);
    if (buffer_is_full(png))
        return refuse(page, cairo_page->dpi, "too many bytes", err);
    return STATUS_OK;
}

struct painter cairo_painter(struct cairo_page *cairo_page)
{
    return (struct painter){paint, cairo_page};
}
