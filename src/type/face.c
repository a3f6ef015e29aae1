#include "type/face.h"

#include <hb-ot.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "type/face_internal.h"
#include "type/sfnt.h"

/** Maximum bytes of a font file: CJK families have fewer. */
enum { FILE_LIMIT = 64 * 1024 * 1024 };

/* The target of HarfBuzz' coordinates. */
struct trace {
    const struct outline_sink *sink;
    void *to;
};

static void trace_move(hb_draw_funcs_t *funcs, void *data,
                       hb_draw_state_t *state, float x, float y, void *unused)
{
    const struct trace *trace = data;

    (void)funcs, (void)state, (void)unused;
    trace->sink->move(trace->to, (double)x, (double)y);
}

static void trace_line(hb_draw_funcs_t *funcs, void *data,
                       hb_draw_state_t *state, float x, float y, void *unused)
{
    const struct trace *trace = data;

    (void)funcs, (void)state, (void)unused;
    trace->sink->line(trace->to, (double)x, (double)y);
}

static void trace_curve(hb_draw_funcs_t *funcs, void *data,
                        hb_draw_state_t *state, float x1, float y1, float x2,
                        float y2, float x3, float y3, void *unused)
{
    const struct trace *trace = data;

    (void)funcs, (void)state, (void)unused;
    trace->sink->curve(trace->to, (double)x1, (double)y1, (double)x2,
                       (double)y2, (double)x3, (double)y3);
}

static void trace_close(hb_draw_funcs_t *funcs, void *data,
                        hb_draw_state_t *state, void *unused)
{
    const struct trace *trace = data;

    (void)funcs, (void)state, (void)unused;
    trace->sink->close(trace->to);
}

/* Without a function for quadratics, HarfBuzz converts them to cubics. */
static hb_draw_funcs_t *new_tracer(void)
{
    hb_draw_funcs_t *tracer = hb_draw_funcs_create();

    hb_draw_funcs_set_move_to_func(tracer, trace_move, NULL, NULL);
    hb_draw_funcs_set_line_to_func(tracer, trace_line, NULL, NULL);
    hb_draw_funcs_set_cubic_to_func(tracer, trace_curve, NULL, NULL);
    hb_draw_funcs_set_close_path_func(tracer, trace_close, NULL, NULL);
    hb_draw_funcs_make_immutable(tracer);
    return tracer;
}

static int measure(const struct face *face, hb_ot_metrics_tag_t tag)
{
    hb_position_t value;

    hb_ot_metrics_get_position_with_fallback(face->font, tag, &value);
    return value;
}

static void read_head(struct face_metrics *metrics, const unsigned char *head)
{
    metrics->units_per_em = (int)sfnt_u16(head + 18);
    for (int i = 0; i < 4; i++)
        metrics->box[i] = sfnt_i16(head + 36 + 2 * i);
    metrics->weight = sfnt_u16(head + 44) & 1 ? 700 : 400;
    metrics->italic = sfnt_u16(head + 44) & 2;
}

static void read_post(struct face_metrics *metrics, const unsigned char *post)
{
    const int angle = post ? sfnt_i16(post + 4) : 0; /* of a 16.16 number */

    metrics->italic_angle = angle;
    metrics->fixed_pitch = post && sfnt_u32(post + 12) != 0;
    metrics->italic = metrics->italic || angle != 0;
}

static void measure_face(struct face *face, const struct sfnt *sfnt)
{
    struct face_metrics *metrics = &face->metrics;
    const unsigned char *facts = sfnt_table(sfnt, "OS/2", 64);

    read_head(metrics, sfnt_table(sfnt, "head", 54));
    read_post(metrics, sfnt_table(sfnt, "post", 16));
    if (facts) {
        metrics->weight = (int)sfnt_u16(facts + 4);
        metrics->italic = metrics->italic || (sfnt_u16(facts + 62) & 1);
    }
    metrics->ascent = measure(face, HB_OT_METRICS_TAG_HORIZONTAL_ASCENDER);
    metrics->descent =
        abs(measure(face, HB_OT_METRICS_TAG_HORIZONTAL_DESCENDER));
    metrics->cap_height = measure(face, HB_OT_METRICS_TAG_CAP_HEIGHT);
    metrics->x_height = measure(face, HB_OT_METRICS_TAG_X_HEIGHT);
    metrics->underline_thickness =
        measure(face, HB_OT_METRICS_TAG_UNDERLINE_SIZE);
    /* `post` gives the line's upper edge, y up. */
    metrics->underline_position =
        metrics->underline_thickness / 2 -
        measure(face, HB_OT_METRICS_TAG_UNDERLINE_OFFSET);
    face->space = face_glyph(face, ' ');
    face->space_advance = face_advance(face, face->space);
}

/* @return true if a PDF name may contain the character unescaped */
static bool is_name_char(char c)
{
    return c > ' ' && c < 0x7F && !strchr("()<>[]{}/%#", c);
}

/* Sets the PostScript name; without one, the file's name. */
static void name_face(struct face *face, const char *path)
{
    char text[FACE_NAME_SIZE];
    const char *slash = strrchr(path, '/');
    const char *from = slash ? slash + 1 : path;
    unsigned capacity = sizeof text;
    size_t length = 0;

    if (hb_ot_name_get_utf8(face->tables, HB_OT_NAME_ID_POSTSCRIPT_NAME,
                            HB_LANGUAGE_INVALID, &capacity, text))
        from = text;
    for (; *from && length < FACE_NAME_SIZE - 1; from++)
        if (is_name_char(*from))
            face->name[length++] = *from;
}

static bool has_characters(const struct face *face)
{
    hb_set_t *codepoints = hb_set_create();
    bool some;

    hb_face_collect_unicodes(face->tables, codepoints);
    some = !hb_set_is_empty(codepoints);
    hb_set_destroy(codepoints);
    return some;
}

static void open_tables(struct face *face)
{
    hb_blob_t *blob =
        hb_blob_create(face->file.bytes, (unsigned)face->file.length,
                       HB_MEMORY_MODE_READONLY, NULL, NULL);

    face->tables = hb_face_create(blob, 0);
    hb_blob_destroy(blob);
    hb_face_make_immutable(face->tables);
    face->font = hb_font_create(face->tables);
    hb_font_make_immutable(face->font);
    face->tracer = new_tracer();
}

static enum status read_face(struct face *face, const char *path,
                             struct error *err)
{
    const struct location location = {path, 0, 0};
    const enum status status = buffer_read_file(&face->file, path, path, err);
    struct sfnt sfnt;
    const char *fault;

    if (status != STATUS_OK)
        return status;
    sfnt = (struct sfnt){(const unsigned char *)face->file.bytes,
                         face->file.length};
    fault = sfnt_fault(&sfnt);
    if (fault)
        return error_set(err, RULE_FONT_UNREADABLE, location, NULL, "%s",
                         fault);
    open_tables(face);
    if (!has_characters(face))
        return error_set(err, RULE_FONT_UNREADABLE, location, NULL,
                         "the font's character map is empty");
    measure_face(face, &sfnt);
    name_face(face, path);
    hash_bytes(face->file.bytes, face->file.length, face->digest);
    return STATUS_OK;
}

enum status face_open(const char *path, struct face **face, struct error *err)
{
    struct face *opened = memory_alloc(sizeof *opened);
    enum status status;

    *opened = (struct face){.file = buffer_new(FILE_LIMIT)};
    status = read_face(opened, path, err);
    if (status != STATUS_OK) {
        face_close(opened);
        return status;
    }
    *face = opened;
    return STATUS_OK;
}

const char *face_style_fault(const struct face *face, enum face_style style,
                             const struct face *regular)
{
    const bool bold = style == FACE_BOLD || style == FACE_BOLD_ITALIC;
    const bool italic = style == FACE_ITALIC || style == FACE_BOLD_ITALIC;

    if (memcmp(face->digest, regular->digest, HASH_SIZE) == 0)
        return "is the regular face once more";
    if (bold && face->metrics.weight <= regular->metrics.weight)
        return "is no bolder than the regular face";
    if (italic && !face->metrics.italic)
        return "is not italic";
    return NULL;
}

void face_close(struct face *face)
{
    if (!face)
        return;
    hb_draw_funcs_destroy(face->tracer);
    hb_font_destroy(face->font);
    hb_face_destroy(face->tables);
    buffer_free(&face->file);
    free(face);
}

const struct face_metrics *face_metrics(const struct face *face)
{
    return &face->metrics;
}

const char *face_name(const struct face *face)
{
    return face->name;
}

const void *face_bytes(const struct face *face, size_t *size)
{
    *size = face->file.length;
    return face->file.bytes;
}

const unsigned char *face_digest(const struct face *face)
{
    return face->digest;
}

uint32_t face_glyph(const struct face *face, uint32_t codepoint)
{
    hb_codepoint_t glyph;

    return hb_font_get_nominal_glyph(face->font, codepoint, &glyph) ? glyph : 0;
}

int face_advance(const struct face *face, uint32_t glyph)
{
    return hb_font_get_glyph_h_advance(face->font, glyph);
}

size_t face_glyph_count(const struct face *face)
{
    return hb_face_get_glyph_count(face->tables);
}

void face_outline(const struct face *face, uint32_t glyph,
                  const struct outline_sink *sink, void *to)
{
    struct trace trace = {sink, to};

#if HB_VERSION_ATLEAST(7, 0, 0)
    hb_font_draw_glyph(face->font, glyph, face->tracer, &trace);
#else
    hb_font_get_glyph_shape(face->font, glyph, face->tracer, &trace);
#endif
}

const struct face *face_of_family(const struct family *family,
                                  enum face_style style)
{
    const struct face *face = family->faces[style];

    return face ? face : family->faces[FACE_REGULAR];
}
