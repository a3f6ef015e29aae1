#include "canvas/json_painter.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/hash.h"
#include "base/utf8.h"
#include "canvas/svg_painter.h"

/** The base of codes for glyphs without a character: this plus the glyph's
 *  number. */
enum { GLYPH_PLANE = 0xF0000 };

/** Maximum bytes of an artwork. */
enum { ARTWORK_LIMIT = 64 * 1024 * 1024 };

const char *json_painter_id(const unsigned char digest[static 32],
                            char id[static JSON_PAINTER_ID_SIZE])
{
    char hex[HASH_HEX_SIZE];

    utf8_copy(id, JSON_PAINTER_ID_SIZE, hash_hex(digest, hex));
    return id;
}

/* --- outlines ------------------------------------------------------------ */

static void add_hundredth(struct buffer *json, double value)
{
    buffer_add_real(json, round(value * 100) / 100);
}

/* A number after another, or after a letter. */
static void add_coordinate(struct buffer *json, double value)
{
    const char last = json->bytes[json->length - 1];

    if (value >= 0 && last >= '0' && last <= '9')
        buffer_add_char(json, ' ');
    add_hundredth(json, value);
}

static void glyph_move(void *to, double x, double y)
{
    buffer_add_char(to, 'M');
    add_coordinate(to, round(x));
    add_coordinate(to, round(y));
}

static void glyph_line(void *to, double x, double y)
{
    buffer_add_char(to, 'L');
    add_coordinate(to, round(x));
    add_coordinate(to, round(y));
}

static void glyph_curve(void *to, double x1, double y1, double x2, double y2,
                        double x3, double y3)
{
    const double values[] = {x1, y1, x2, y2, x3, y3};

    buffer_add_char(to, 'C');
    for (size_t i = 0; i < 6; i++)
        add_coordinate(to, round(values[i]));
}

static void glyph_close(void *to)
{
    buffer_add_char(to, 'Z');
}

/* [advance, outline] */
static void add_glyph(struct buffer *json, const struct face *face,
                      uint32_t glyph)
{
    static const struct outline_sink sink = {glyph_move, glyph_line,
                                             glyph_curve, glyph_close};

    buffer_printf(json, "[%d,\"", face_advance(face, glyph));
    face_outline(face, glyph, &sink, json);
    buffer_add_text(json, "\"]");
}

static void add_outline(struct buffer *json, const struct path *path)
{
    static const char letters[] = {
        [PATH_MOVE] = 'M',
        [PATH_LINE] = 'L',
        [PATH_CURVE] = 'C',
        [PATH_CLOSE] = 'Z',
    };
    const struct point none = {0, 0};
    struct path once = *path;
    struct path_walk walk = {0};

    once.moves = &none;
    once.copies = 1;
    buffer_add_char(json, '"');
    while (path_walk_next(&walk, &once)) {
        buffer_add_char(json, letters[walk.operator]);
        for (size_t i = 0; i < walk.point_count; i++) {
            add_coordinate(json, walk.points[i].x);
            add_coordinate(json, walk.points[i].y);
        }
    }
    buffer_add_text(json, "\",[");
    for (size_t i = 0; i < path->copies; i++) {
        buffer_add_text(json, i ? "," : "");
        add_hundredth(json, path->moves[i].x);
        buffer_add_char(json, ',');
        add_hundredth(json, path->moves[i].y);
    }
    buffer_add_char(json, ']');
}

/* --- faces --------------------------------------------------------------- */

/* The characters in a face's file: extended Latin, dashes, quotes, currency
 * signs. */
static bool is_usual(uint32_t codepoint)
{
    return (codepoint >= 0x20 && codepoint <= 0x17F) ||
           (codepoint >= 0x2010 && codepoint <= 0x203A) || codepoint == 0x20AC;
}

static void add_character(struct buffer *json, uint32_t codepoint)
{
    char bytes[5] = "";

    bytes[utf8_encode(codepoint, bytes)] = '\0';
    buffer_add_json(json, bytes);
}

static void add_usual(struct buffer *json, const struct face *face)
{
    const char *comma = "";

    for (uint32_t codepoint = 0x20; codepoint <= 0x20AC; codepoint++) {
        const uint32_t glyph =
            is_usual(codepoint) ? face_glyph(face, codepoint) : 0;
        if (!glyph)
            continue;
        buffer_add_text(json, comma);
        add_character(json, codepoint);
        buffer_add_char(json, ':');
        add_glyph(json, face, glyph);
        comma = ",\n";
    }
}

void json_painter_face(const struct face *face, struct buffer *json)
{
    const struct face_metrics *metrics = face_metrics(face);

    buffer_printf(json,
                  "{\"units\":%d,\"ascent\":%d,\"descent\":%d,\n\"glyphs\":{",
                  metrics->units_per_em, metrics->ascent, metrics->descent);
    add_usual(json, face);
    buffer_add_text(json, "}}");
}

/* --- marks --------------------------------------------------------------- */

/* A face of the document, with its further glyphs. */
struct face_use {
    const struct face *face;
    uint32_t *codes;
    size_t count;
    size_t capacity;
};

struct json_painting {
    struct buffer *json;
    struct face_use *uses;
    size_t count;
    size_t capacity;
};

static size_t use_face(struct json_painting *painting, const struct face *face)
{
    size_t at = 0;

    while (at < painting->count && painting->uses[at].face != face)
        at++;
    if (at == painting->count) {
        ARRAY_GROW(painting->uses, painting->count, painting->capacity);
        painting->uses[painting->count++] = (struct face_use){.face = face};
    }
    return at;
}

static void use_code(struct face_use *use, uint32_t code)
{
    for (size_t i = 0; i < use->count; i++)
        if (use->codes[i] == code)
            return;
    ARRAY_GROW(use->codes, use->count, use->capacity);
    use->codes[use->count++] = code;
}

/* @return the character that represents a glyph */
static uint32_t code_of(const struct glyph_run *run, const struct glyph *glyph)
{
    char bytes[8] = "";
    const char *at = bytes;
    uint32_t codepoint;

    if (glyph->text_size && glyph->text_size < sizeof bytes) {
        memcpy(bytes, run->text + glyph->text_start, glyph->text_size);
        codepoint = utf8_next(&at);
        if (!*at && codepoint >= 0x20 &&
            face_glyph(run->face, codepoint) == glyph->id)
            return codepoint;
    }
    return GLYPH_PLANE + glyph->id;
}

static void add_codes(struct buffer *json, const struct glyph_run *run,
                      struct face_use *use)
{
    struct buffer text = buffer_new(json->limit);
    char bytes[4];

    for (size_t i = 0; i < run->count; i++) {
        const uint32_t code = code_of(run, &run->glyphs[i]);
        if (!is_usual(code))
            use_code(use, code);
        buffer_add(&text, bytes, utf8_encode(code, bytes));
    }
    buffer_add_json(json, buffer_text(&text));
    buffer_free(&text);
}

static void add_advances(struct buffer *json, const struct glyph_run *run)
{
    const char *comma = "";

    buffer_add_text(json, ",[");
    for (size_t i = 0; i < run->count; i++) {
        const struct glyph *glyph = &run->glyphs[i];
        if (glyph->advance == face_advance(run->face, glyph->id))
            continue;
        buffer_printf(json, "%s%zu,%d", comma, i, (int)glyph->advance);
        comma = ",";
    }
    buffer_add_char(json, ']');
}

static void add_offsets(struct buffer *json, const struct glyph_run *run)
{
    const char *comma = ",[";

    for (size_t i = 0; i < run->count; i++) {
        const struct glyph *glyph = &run->glyphs[i];
        if (!glyph->x_offset && !glyph->y_offset)
            continue;
        buffer_printf(json, "%s%zu,%d,%d", comma, i, (int)glyph->x_offset,
                      (int)glyph->y_offset);
        comma = ",";
    }
    buffer_add_text(json, comma[1] ? "" : "]");
}

static void add_colour(struct buffer *json, struct colour colour)
{
    const double parts[] = {colour.red, colour.green, colour.blue};

    buffer_add_text(json, ",\"#");
    for (size_t i = 0; i < 3; i++)
        buffer_printf(json, "%02x",
                      (unsigned)lround(fmin(fmax(parts[i], 0), 1) * 255));
    buffer_add_char(json, '"');
}

static void add_numbers(struct buffer *json, const double *values, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        buffer_add_char(json, ',');
        add_hundredth(json, values[i]);
    }
}

static void paint_glyphs(struct json_painting *painting,
                         const struct mark *mark)
{
    const size_t face = use_face(painting, mark->run.face);
    struct buffer *json = painting->json;

    buffer_add_text(json, "[\"t\"");
    add_numbers(json, (const double[]){mark->at.x, mark->at.y}, 2);
    buffer_printf(json, ",%zu", face);
    add_numbers(json, &mark->run.size, 1);
    add_colour(json, mark->colour);
    buffer_add_char(json, ',');
    add_codes(json, &mark->run, &painting->uses[face]);
    add_advances(json, &mark->run);
    add_offsets(json, &mark->run);
    buffer_add_char(json, ']');
}

static void paint_path(struct buffer *json, const struct mark *mark)
{
    const bool stroke = mark->kind == MARK_STROKE;

    buffer_add_text(json, stroke ? "[\"s\"" : "[\"f\"");
    add_colour(json, mark->colour);
    if (stroke) {
        add_numbers(json, &mark->line_width, 1);
        buffer_add_text(json, mark->round_caps ? ",true" : ",false");
    }
    buffer_add_char(json, ',');
    add_outline(json, &mark->path);
    buffer_add_char(json, ']');
}

static void paint_artwork(struct buffer *json, const struct mark *mark)
{
    const struct rect box = mark->box;
    char id[JSON_PAINTER_ID_SIZE];

    buffer_add_text(json, "[\"a\"");
    add_numbers(json, (const double[]){box.x, box.y, box.width, box.height}, 4);
    buffer_printf(json, ",\"%s\"]", json_painter_id(mark->artwork->digest, id));
}

static void paint_mark(struct json_painting *painting, const struct mark *mark)
{
    switch (mark->kind) {
    case MARK_GLYPHS:
        paint_glyphs(painting, mark);
        break;
    case MARK_FILL:
    case MARK_STROKE:
        paint_path(painting->json, mark);
        break;
    case MARK_ARTWORK:
        paint_artwork(painting->json, mark);
        break;
    case MARK_LINK:
    case MARK_SEAL:
        break;
    }
}

static void paint_page(struct json_painting *painting, const struct page *page)
{
    struct buffer *json = painting->json;
    const char *comma = "";

    buffer_add_text(json, "{\"width\":");
    buffer_add_real(json, page->width);
    buffer_add_text(json, ",\"height\":");
    buffer_add_real(json, page->height);
    buffer_add_text(json, ",\"marks\":[\n");
    for (size_t i = 0; i < page->count; i++) {
        if (page->marks[i].kind == MARK_LINK ||
            page->marks[i].kind == MARK_SEAL)
            continue;
        buffer_add_text(json, comma);
        paint_mark(painting, &page->marks[i]);
        comma = ",\n";
    }
    buffer_add_text(json, "]}");
}

/* --- document ------------------------------------------------------------ */

static void add_unusual(struct buffer *json, const struct face_use *use)
{
    buffer_add_char(json, '{');
    for (size_t i = 0; i < use->count; i++) {
        const uint32_t code = use->codes[i];
        buffer_add_text(json, i ? "," : "");
        add_character(json, code);
        buffer_add_char(json, ':');
        add_glyph(json, use->face,
                  code >= GLYPH_PLANE ? code - GLYPH_PLANE
                                      : face_glyph(use->face, code));
    }
    buffer_add_char(json, '}');
}

static void add_faces(const struct json_painting *painting)
{
    struct buffer *json = painting->json;
    char id[JSON_PAINTER_ID_SIZE];

    buffer_add_text(json, ",\n\"faces\":[");
    for (size_t i = 0; i < painting->count; i++)
        buffer_printf(json, "%s\"%s\"", i ? "," : "",
                      json_painter_id(face_digest(painting->uses[i].face), id));
    buffer_add_text(json, "],\n\"glyphs\":[");
    for (size_t i = 0; i < painting->count; i++) {
        buffer_add_text(json, i ? "," : "");
        add_unusual(json, &painting->uses[i]);
    }
    buffer_add_char(json, ']');
}

static enum status paint(void *state, const struct document *document,
                         struct buffer *json, struct error *err)
{
    struct json_painting painting = {.json = json};

    (void)state;
    buffer_add_text(json, "{\"pages\":[");
    for (size_t i = 0; i < document->page_count; i++) {
        buffer_add_text(json, i ? ",\n" : "\n");
        paint_page(&painting, &document->pages[i]);
    }
    buffer_add_char(json, ']');
    add_faces(&painting);
    buffer_add_char(json, '}');
    for (size_t i = 0; i < painting.count; i++)
        free(painting.uses[i].codes);
    free(painting.uses);
    if (buffer_is_full(json))
        return error_set(err, RULE_PICTURE_TOO_LARGE, NO_LOCATION, NULL,
                         "a letter's drawing has too many bytes");
    return STATUS_OK;
}

struct painter json_painter(void)
{
    return (struct painter){paint, NULL};
}

enum status json_painter_artwork(const struct artwork *artwork,
                                 struct buffer *json, struct error *err)
{
    const struct mark mark = {.kind = MARK_ARTWORK,
                              .artifact = ARTIFACT_DECORATION,
                              .artwork = artwork,
                              .box = {0, 0, artwork->width, artwork->height}};
    const struct page page = {artwork->width, artwork->height, &mark, 1};
    const struct document document = {.pages = &page, .page_count = 1};
    struct svg_page svg_page = {0, 1};
    struct buffer svg = buffer_new(ARTWORK_LIMIT);
    const enum status status =
        painter_paint(svg_painter(&svg_page), &document, &svg, err);

    buffer_add_text(json, "{\"image\":\"data:image/svg+xml;base64,");
    buffer_add_base64(json, svg.bytes, svg.length);
    buffer_add_text(json, "\"}");
    buffer_free(&svg);
    return status;
}
