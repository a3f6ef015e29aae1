#include "canvas/svg_painter.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

#include "base/utf8.h"
#include "canvas/png.h"

/* The painter's state while it paints a page. */
struct svg_painting {
    struct buffer *svg;
    const struct page *page;
    size_t group_end; ///< the mark after the open group; 0: none is open
};

static void add_number(struct buffer *svg, const char *name, double value)
{
    buffer_printf(svg, " %s=\"", name);
    buffer_add_real(svg, value);
    buffer_add_char(svg, '"');
}

static void add_attribute(struct buffer *svg, const char *name,
                          const char *text)
{
    buffer_printf(svg, " %s=\"", name);
    buffer_add_xml(svg, text);
    buffer_add_char(svg, '"');
}

static unsigned colour_byte(double share)
{
    return (unsigned)lround(fmin(fmax(share, 0), 1) * 255);
}

static void add_colour(struct buffer *svg, const char *name,
                       struct colour colour)
{
    buffer_printf(svg, " %s=\"#%02x%02x%02x\"", name, colour_byte(colour.red),
                  colour_byte(colour.green), colour_byte(colour.blue));
}

/* --- paths --------------------------------------------------------------- */

static void add_outline(struct buffer *svg, const struct path *path)
{
    static const char letters[] = {
        [PATH_MOVE] = 'M',
        [PATH_LINE] = 'L',
        [PATH_CURVE] = 'C',
        [PATH_CLOSE] = 'Z',
    };
    struct path_walk walk = {0};

    buffer_add_text(svg, "<path d=\"");
    while (path_walk_next(&walk, path)) {
        buffer_add_char(svg, letters[walk.operator]);
        for (size_t i = 0; i < walk.point_count; i++) {
            if (i > 0)
                buffer_add_char(svg, ' ');
            buffer_add_real(svg, walk.points[i].x);
            buffer_add_char(svg, ' ');
            buffer_add_real(svg, walk.points[i].y);
        }
    }
    buffer_add_char(svg, '"');
}

static void add_line_style(struct buffer *svg, struct colour colour,
                           double width, bool round_caps, bool round_joins)
{
    add_colour(svg, "stroke", colour);
    add_number(svg, "stroke-width", width);
    if (round_caps)
        add_attribute(svg, "stroke-linecap", "round");
    if (round_joins)
        add_attribute(svg, "stroke-linejoin", "round");
}

static void paint_fill(struct buffer *svg, const struct mark *mark)
{
    add_outline(svg, &mark->path);
    add_colour(svg, "fill", mark->colour);
    buffer_add_text(svg, "/>");
}

static void paint_stroke(struct buffer *svg, const struct mark *mark)
{
    add_outline(svg, &mark->path);
    add_attribute(svg, "fill", "none");
    add_line_style(svg, mark->colour, mark->line_width, mark->round_caps,
                   mark->round_caps);
    buffer_add_text(svg, "/>");
}

static void paint_shape(struct buffer *svg, const struct artwork_shape *shape)
{
    add_outline(svg, &shape->path);
    if (shape->filled)
        add_colour(svg, "fill", shape->fill);
    else
        add_attribute(svg, "fill", "none");
    if (shape->filled && shape->even_odd)
        add_attribute(svg, "fill-rule", "evenodd");
    if (shape->stroked) {
        add_line_style(svg, shape->stroke, shape->line_width, shape->round_caps,
                       shape->round_joins);
        add_number(svg, "stroke-miterlimit", shape->miter_limit);
    }
    buffer_add_text(svg, "/>");
}

/* --- artwork ------------------------------------------------------------- */

/* Paints the picture on white, as the other painters do. */
static void add_raster(struct buffer *svg, const struct artwork *artwork)
{
    struct pixmap pixmap =
        pixmap_new((size_t)artwork->width, (size_t)artwork->height);
    struct buffer png = buffer_new(svg->limit);

    for (size_t i = 0; i < pixmap.width * pixmap.height; i++) {
        const unsigned alpha = artwork->alpha ? artwork->alpha[i] : 255;
        for (size_t j = 3 * i; j < 3 * i + 3; j++)
            pixmap.pixels[j] = (unsigned char)((artwork->pixels[j] * alpha +
                                                255 * (255 - alpha) + 127) /
                                               255);
    }
    png_write(&pixmap, &png);
    buffer_add_text(svg, "<image");
    add_number(svg, "width", artwork->width);
    add_number(svg, "height", artwork->height);
    buffer_add_text(svg, " href=\"data:image/png;base64,");
    buffer_add_base64(svg, png.bytes, png.length);
    buffer_add_text(svg, "\"/>");
    buffer_free(&png);
    pixmap_free(&pixmap);
}

/* A nested svg element clips to the picture. */
static void paint_artwork(struct buffer *svg, const struct mark *mark)
{
    const struct artwork *artwork = mark->artwork;

    buffer_add_text(svg, "<svg");
    add_number(svg, "x", mark->box.x);
    add_number(svg, "y", mark->box.y);
    add_number(svg, "width", mark->box.width);
    add_number(svg, "height", mark->box.height);
    buffer_add_text(svg, " preserveAspectRatio=\"none\" viewBox=\"0 0 ");
    buffer_add_real(svg, artwork->width);
    buffer_add_char(svg, ' ');
    buffer_add_real(svg, artwork->height);
    buffer_add_text(svg, "\">");
    if (artwork->kind == ARTWORK_RASTER)
        add_raster(svg, artwork);
    for (size_t i = 0; i < artwork->shape_count; i++)
        paint_shape(svg, &artwork->shapes[i]);
    buffer_add_text(svg, "</svg>");
}

/* --- text ---------------------------------------------------------------- */

/* The text of a straight quote is always straight; the picture shows the drawn
 * shape. */
static uint32_t drawn_codepoint(const struct glyph_run *run,
                                const struct glyph *glyph, uint32_t codepoint)
{
    static const uint32_t shapes[] = {0x2018, 0x2019, 0x201C, 0x201D, 0x2013};

    if (codepoint != '\'' && codepoint != '"' && codepoint != '-')
        return codepoint;
    for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++)
        if (face_glyph(run->face, shapes[i]) == glyph->id)
            return shapes[i];
    return codepoint;
}

static void add_cluster(struct buffer *text, struct arena *arena,
                        const struct glyph_run *run, const struct glyph *glyph)
{
    const char *at =
        arena_strndup(arena, run->text + glyph->text_start, glyph->text_size);
    uint32_t codepoint;
    char bytes[4];

    while ((codepoint = utf8_next(&at)) != 0) {
        if (codepoint == '\n' || codepoint == '\t')
            codepoint = ' ';
        codepoint = drawn_codepoint(run, glyph, codepoint);
        buffer_add(text, bytes, utf8_encode(codepoint, bytes));
    }
}

static void add_text(struct buffer *svg, const struct glyph_run *run)
{
    struct arena *arena = arena_new();
    struct buffer text = buffer_new(svg->limit);

    for (size_t i = 0; i < run->count; i++)
        add_cluster(&text, arena, run, &run->glyphs[i]);
    buffer_add_xml(svg, buffer_text(&text));
    buffer_free(&text);
    arena_free(arena);
}

/* @return the language of a mark's tag or its ancestors, or NULL for the
 *         document's */
static const char *language_of(const struct tag *tag)
{
    for (; tag && tag->parent; tag = tag->parent)
        if (tag->language)
            return tag->language;
    return NULL;
}

static void paint_glyphs(struct buffer *svg, const struct mark *mark)
{
    const struct glyph_run *run = &mark->run;
    const struct face_metrics *metrics = face_metrics(run->face);
    const char *language = language_of(mark->tag);

    buffer_add_text(svg, "<text");
    add_number(svg, "x", mark->at.x);
    add_number(svg, "y", mark->at.y);
    add_number(svg, "font-size", run->size);
    if (metrics->weight > 500)
        add_attribute(svg, "font-weight", "bold");
    if (metrics->italic)
        add_attribute(svg, "font-style", "italic");
    add_colour(svg, "fill", mark->colour);
    add_number(svg, "textLength", run->width);
    add_attribute(svg, "lengthAdjust", "spacingAndGlyphs");
    if (language)
        add_attribute(svg, "lang", language);
    buffer_add_char(svg, '>');
    add_text(svg, run);
    buffer_add_text(svg, "</text>");
}

/* --- marks --------------------------------------------------------------- */

static const struct tag *above(const struct tag *tag, enum tag_kind kind)
{
    while (tag && tag->kind != kind)
        tag = tag->parent;
    return tag;
}

static void paint_content(struct buffer *svg, const struct mark *mark)
{
    switch (mark->kind) {
    case MARK_GLYPHS:
        paint_glyphs(svg, mark);
        break;
    case MARK_FILL:
        paint_fill(svg, mark);
        break;
    case MARK_STROKE:
        paint_stroke(svg, mark);
        break;
    case MARK_ARTWORK:
        paint_artwork(svg, mark);
        break;
    case MARK_LINK:
    case MARK_SEAL:
        break;
    }
}

/* Inside a figure only its name is read out. */
static void paint_mark(struct svg_painting *painting, const struct mark *mark)
{
    struct buffer *svg = painting->svg;
    const struct tag *link = above(mark->tag, TAG_LINK);

    if (painting->group_end || mark->kind == MARK_LINK ||
        mark->kind == MARK_SEAL) {
        paint_content(svg, mark);
        return;
    }
    if (link && link->uri) {
        buffer_add_text(svg, "<a");
        add_attribute(svg, "href", link->uri);
        buffer_add_char(svg, '>');
    }
    paint_content(svg, mark);
    if (link && link->uri)
        buffer_add_text(svg, "</a>");
}

/* A figure's group holds all its marks and the artifacts between them; a group
 * of artifacts ends before the next content mark. */
static size_t find_group_end(const struct page *page, size_t first)
{
    const struct tag *figure = above(page->marks[first].tag, TAG_FIGURE);
    size_t end = first + 1;

    if (!figure) {
        while (end < page->count && !page->marks[end].tag)
            end++;
        return end;
    }
    for (size_t i = end; i < page->count; i++)
        if (above(page->marks[i].tag, TAG_FIGURE) == figure)
            end = i + 1;
    return end;
}

static void open_group(struct svg_painting *painting, size_t first)
{
    const struct mark *mark = &painting->page->marks[first];
    const struct tag *figure = above(mark->tag, TAG_FIGURE);

    if (mark->tag && !figure)
        return;
    painting->group_end = find_group_end(painting->page, first);
    buffer_add_text(painting->svg, "<g");
    if (figure && figure->alt) {
        add_attribute(painting->svg, "role", "img");
        add_attribute(painting->svg, "aria-label", figure->alt);
    } else {
        add_attribute(painting->svg, "aria-hidden", "true");
    }
    buffer_add_char(painting->svg, '>');
}

static void paint_marks(struct svg_painting *painting)
{
    for (size_t i = 0; i < painting->page->count; i++) {
        if (!painting->group_end)
            open_group(painting, i);
        paint_mark(painting, &painting->page->marks[i]);
        if (i + 1 == painting->group_end) {
            buffer_add_text(painting->svg, "</g>");
            painting->group_end = 0;
        }
    }
}

static void open_svg(struct buffer *svg, const struct page *page,
                     double points_to_em)
{
    buffer_add_text(svg, "<svg xmlns=\"http://www.w3.org/2000/svg\" "
                         "viewBox=\"0 0 ");
    buffer_add_real(svg, page->width);
    buffer_add_char(svg, ' ');
    buffer_add_real(svg, page->height);
    buffer_add_text(svg, "\" width=\"");
    buffer_add_real(svg, page->width / points_to_em);
    buffer_add_text(svg, "em\" height=\"");
    buffer_add_real(svg, page->height / points_to_em);
    buffer_add_text(svg, "em\" font-family=\"'Liberation Sans', Arimo, Arial, "
                         "Helvetica, sans-serif\" "
                         "style=\"white-space:pre\">");
}

static enum status paint(void *state, const struct document *document,
                         struct buffer *svg, struct error *err)
{
    const struct svg_page *svg_page = state;
    struct svg_painting painting = {.svg = svg,
                                    .page = &document->pages[svg_page->page]};

    open_svg(svg, painting.page, svg_page->points_to_em);
    paint_marks(&painting);
    buffer_add_text(svg, "</svg>\n");
    if (buffer_is_full(svg))
        return error_set(err, RULE_PICTURE_TOO_LARGE, NO_LOCATION, NULL,
                         "a page as SVG has too many bytes");
    return STATUS_OK;
}

struct painter svg_painter(struct svg_page *svg_page)
{
    return (struct painter){paint, svg_page};
}
