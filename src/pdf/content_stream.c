#include "pdf/content_stream.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/memory.h"
#include "base/number.h"
#include "pdf/cached_stream.h"
#include "pdf/content_cache.h"
#include "pdf/path_operators.h"
#include "pdf/pdf_syntax.h"
#include "pdf/text_operators.h"

/*
 * The graphics state is tracked, so that operators are written only for
 * changes.
 *
 * Lines of one sequence share a text object; each is placed relative to the
 * previous one, in whole hundredths of a point, so that no rounding error
 * accumulates. A cluster with more glyphs than characters gets a separate
 * sequence, with its text:
 *
 *     /P<</MCID 0>>BDC BT ... ET EMC
 *     /Span<</MCID 1/ActualText(...)>>BDC BT ... ET EMC
 *     /P<</MCID 2>>BDC BT ... ET EMC
 *
 * All three are kids of the P. (A Span inside the sequence of the P would be
 * valid, but poppler then loses the rest of the P's text.)
 */

/** The graphics state of the page. */
struct state {
    size_t font; ///< index + 1; 0: none
    long size;   ///< hundredths
    struct colour fill;
    struct colour stroke;
    double line_width;
    double miter_limit;
    bool round_caps;
    bool round_joins;
    bool in_text;
    long line_x; ///< hundredths, start of the text object's line
    long line_y;
    bool in_sequence;
};

/** Prints a colour's operands: one of DeviceGray for greys, so that black text
 *  needs black ink only, or three of DeviceRGB. */
struct colour_operators {
    struct colour colour;
    bool grey;
    char text[3 * NUMBER_REAL_SIZE];
    size_t length;
};

/** More than a letter has. */
enum { COLOURS = 16 };

struct content_stream {
    struct font_resources *fonts;
    struct text_operators *text_operators;
    struct xobjects *xobjects;
    const struct structure_sequence *next; ///< to begin on the page
    const struct structure_sequence *end;
    size_t mark;                ///< the current one of the page
    struct font_resource *font; ///< of the last run
    const struct face *face;
    long height; ///< of the page, hundredths
    struct state state;
    bool untagged; ///< only artifacts are marked
    struct content_cache *content_cache;
    struct path_operators *path_operators;
    struct cached_stream stream; ///< of the page, or of a form on it
    struct colour_operators colours[COLOURS]; ///< printed before
    size_t colour_count;
};

struct content_stream *content_stream_new(struct font_resources *fonts,
                                          struct xobjects *xobjects)
{
    struct content_stream *content = memory_alloc(sizeof *content);

    *content = (struct content_stream){
        .fonts = fonts,
        .text_operators = text_operators_new(fonts),
        .xobjects = xobjects,
        .content_cache = content_cache_new(),
    };
    content->path_operators = path_operators_new(content->content_cache);
    return content;
}

void content_stream_free(struct content_stream *content)
{
    if (!content)
        return;
    text_operators_free(content->text_operators);
    path_operators_free(content->path_operators);
    content_cache_free(content->content_cache);
    cached_stream_free(&content->stream);
    free(content);
}

void content_stream_untag(struct content_stream *content)
{
    content->untagged = true;
}

static void add_text(struct content_stream *content, const char *text)
{
    buffer_add_text(content->stream.bytes, text);
}

static void finish_text(struct content_stream *content)
{
    if (content->state.in_text)
        add_text(content, "ET\n");
    content->state.in_text = false;
}

static void finish_sequence(struct content_stream *content)
{
    finish_text(content);
    if (content->state.in_sequence)
        add_text(content, "EMC\n");
    content->state.in_sequence = false;
}

static const char *artifact_opening(enum artifact_kind kind)
{
    switch (kind) {
    case ARTIFACT_HEADER:
        return "/Artifact<</Type/Pagination/Subtype/Header>>BDC\n";
    case ARTIFACT_FOOTER:
        return "/Artifact<</Type/Pagination/Subtype/Footer>>BDC\n";
    case ARTIFACT_NONE:
    case ARTIFACT_DECORATION:
        break;
    }
    return "/Artifact<</Type/Layout>>BDC\n";
}

static void open_sequence(struct content_stream *content,
                          const struct structure_sequence *sequence)
{
    struct buffer *bytes = content->stream.bytes;

    if (sequence->tag && content->untagged)
        return;
    content->state.in_sequence = true;
    if (!sequence->tag) {
        add_text(content, artifact_opening(sequence->artifact));
        return;
    }
    buffer_add_char(bytes, '/');
    add_text(content, sequence->text
                          ? "Span"
                          : display_list_tag_name(sequence->tag->kind));
    add_text(content, "<</MCID ");
    buffer_add_integer(bytes, (long long)sequence->number);
    if (sequence->text) {
        add_text(content, "/ActualText");
        pdf_syntax_add_text_bytes(bytes, sequence->text, sequence->text_size);
    }
    add_text(content, ">>BDC\n");
}

/* @return true if a sequence begins in the current mark, from @p glyph on */
static bool is_next(const struct content_stream *content, size_t glyph)
{
    return content->next < content->end &&
           content->next->mark == content->mark &&
           content->next->glyph >= glyph;
}

/* Begins the sequence, if any, that begins with a glyph of the current mark. */
static void begin_sequence(struct content_stream *content, size_t glyph)
{
    if (!is_next(content, glyph) || content->next->glyph > glyph)
        return;
    finish_sequence(content);
    open_sequence(content, content->next++);
}

static bool same_colour(struct colour a, struct colour b)
{
    return a.red == b.red && a.green == b.green && a.blue == b.blue;
}

static void print_colour(struct colour_operators *colour_operators,
                         struct colour colour)
{
    colour_operators->colour = colour;
    colour_operators->grey =
        colour.red == colour.green && colour.red == colour.blue;
    colour_operators->length =
        number_print_real(colour_operators->text, colour.red);
    if (colour_operators->grey)
        return;
    colour_operators->text[colour_operators->length++] = ' ';
    colour_operators->length += number_print_real(
        colour_operators->text + colour_operators->length, colour.green);
    colour_operators->text[colour_operators->length++] = ' ';
    colour_operators->length += number_print_real(
        colour_operators->text + colour_operators->length, colour.blue);
}

/* Further colours share the last entry. */
static const struct colour_operators *
find_colour(struct content_stream *content, struct colour colour)
{
    size_t i = 0;

    while (i < content->colour_count &&
           !same_colour(content->colours[i].colour, colour))
        i++;
    if (i < content->colour_count)
        return &content->colours[i];
    i = i < COLOURS ? i : COLOURS - 1;
    content->colour_count = i + 1;
    print_colour(&content->colours[i], colour);
    return &content->colours[i];
}

/* @param grey  the operator for a grey, and @p rgb for another colour */
static void set_colour(struct content_stream *content, struct colour *current,
                       struct colour colour, const char *grey, const char *rgb)
{
    const struct colour_operators *colour_operators;

    if (same_colour(*current, colour))
        return;
    *current = colour;
    colour_operators = find_colour(content, colour);
    buffer_add(content->stream.bytes, colour_operators->text,
               colour_operators->length);
    add_text(content, colour_operators->grey ? grey : rgb);
}

static void set_fill(struct content_stream *content, struct colour colour)
{
    set_colour(content, &content->state.fill, colour, " g\n", " rg\n");
}

static void set_line(struct content_stream *content, double width,
                     bool round_caps, bool round_joins)
{
    struct state *state = &content->state;

    if (width != state->line_width) {
        buffer_add_real(content->stream.bytes, width);
        add_text(content, " w\n");
    }
    if (round_caps != state->round_caps)
        add_text(content, round_caps ? "1 J\n" : "0 J\n");
    if (round_joins != state->round_joins)
        add_text(content, round_joins ? "1 j\n" : "0 j\n");
    state->line_width = width;
    state->round_caps = round_caps;
    state->round_joins = round_joins;
}

/* ---- text ---- */

static void find_font(struct content_stream *content, const struct face *face)
{
    if (face == content->face)
        return;
    content->face = face;
    content->font = font_resources_use(content->fonts, face);
}

static void set_font(struct content_stream *content,
                     const struct glyph_run *run)
{
    struct state *state = &content->state;
    const long size = pdf_syntax_hundredths(run->size);

    find_font(content, run->face);
    if (state->font == content->font->index + 1 && state->size == size)
        return;
    state->font = content->font->index + 1;
    state->size = size;
    add_text(content, "/F");
    buffer_add_integer(content->stream.bytes, (long long)state->font);
    buffer_add_char(content->stream.bytes, ' ');
    pdf_syntax_add_hundredths(content->stream.bytes, size);
    add_text(content, "Tf\n");
}

static void move_to(struct content_stream *content, struct point at)
{
    struct state *state = &content->state;
    const long x = pdf_syntax_hundredths(at.x);
    const long y = content->height - pdf_syntax_hundredths(at.y);

    if (!state->in_text) {
        add_text(content, "BT\n");
        state->in_text = true;
        state->line_x = 0;
        state->line_y = 0;
    }
    pdf_syntax_add_hundredths(content->stream.bytes, x - state->line_x);
    pdf_syntax_add_hundredths(content->stream.bytes, y - state->line_y);
    add_text(content, "Td\n");
    state->line_x = x;
    state->line_y = y;
}

static double advance_before(const struct glyph_run *run, size_t end)
{
    int64_t units = 0;

    for (size_t i = 0; i < end; i++)
        units += run->glyphs[i].advance;
    return (double)units * run->size / face_metrics(run->face)->units_per_em;
}

/* Prepares the text object for glyphs from @p first. */
static void begin_text(struct content_stream *content, const struct mark *mark,
                       size_t first)
{
    const struct glyph_run *run = &mark->run;
    struct point at = mark->at;

    if (first)
        at.x += advance_before(run, first);
    set_fill(content, mark->colour);
    set_font(content, run);
    move_to(content, at);
}

static void paint_part(struct content_stream *content, const struct mark *mark,
                       size_t first, size_t count)
{
    begin_text(content, mark, first);
    text_operators_show(content->text_operators, content->font, &mark->run,
                        first, count, content->stream.bytes);
}

/* Paints a run that sequences divide. */
static void paint_parts(struct content_stream *content, const struct mark *mark)
{
    size_t end;

    for (size_t i = 0; i < mark->run.count; i = end) {
        begin_sequence(content, i);
        end = is_next(content, i) ? content->next->glyph : mark->run.count;
        paint_part(content, mark, i, end - i);
    }
}

/* Text in the letter's own codes is not shared. */
static const struct content_cache_entry *
show_line(struct content_stream *content, const struct glyph_run *run,
          const struct content_cache_key *key)
{
    const struct font_resource *font = content->font;
    const size_t start = content->stream.bytes->length;

    text_operators_show(content->text_operators, content->font, run, 0,
                        run->count, content->stream.bytes);
    if (font->codes != font->base_font->codes ||
        font_resources_has_missing(content->fonts))
        return NULL;
    return content_cache_add(content->content_cache, key,
                             content->stream.bytes->bytes + start,
                             content->stream.bytes->length - start);
}

/* The key has the text: the glyphs follow from it and are much larger. */
static struct content_cache_key line_key(const struct content_stream *content,
                                         const struct glyph_run *run)
{
    return (struct content_cache_key){.kind = content->font->index,
                                      .size = run->size,
                                      .head = run->text,
                                      .head_size = run->text_size,
                                      .body = run->glyphs,
                                      .body_size =
                                          run->count * sizeof *run->glyphs,
                                      .stamp = run->stamp};
}

static void paint_line(struct content_stream *content, const struct mark *mark)
{
    const struct content_cache_key key = line_key(content, &mark->run);
    const struct content_cache_entry *cached =
        content_cache_find(content->content_cache, &key);
    size_t start;

    begin_text(content, mark, 0);
    start = content->stream.bytes->length;
    if (cached)
        buffer_add(content->stream.bytes, cached->bytes, cached->size);
    else
        cached = show_line(content, &mark->run, &key);
    cached_stream_finish_part(&content->stream, start,
                              cached ? &cached->packed : NULL);
}

static void paint_glyphs(struct content_stream *content,
                         const struct mark *mark)
{
    if (!mark->run.count)
        return;
    find_font(content, mark->run.face);
    begin_sequence(content, 0);
    if (is_next(content, 0))
        paint_parts(content, mark);
    else
        paint_line(content, mark);
}

/* ---- outlines ---- */

static void paint_path(struct content_stream *content, const struct path *path,
                       const char *operator)
{
    const struct placement placement = {0, 0, 1, 1, content->height};

    path_operators_add(content->path_operators, path,
                       &placement, operator, & content->stream);
}

/** PDF's own; cairo's miter limit is the same. */
static const struct state initial_state = {.line_width = 1, .miter_limit = 10};

static void begin_outline(struct content_stream *content)
{
    begin_sequence(content, 0);
    finish_text(content);
}

static void paint_fill(struct content_stream *content, const struct mark *mark)
{
    begin_outline(content);
    set_fill(content, mark->colour);
    paint_path(content, &mark->path, "f\n");
}

static void set_stroke(struct content_stream *content, struct colour colour)
{
    set_colour(content, &content->state.stroke, colour, " G\n", " RG\n");
}

static void paint_stroke(struct content_stream *content,
                         const struct mark *mark)
{
    begin_outline(content);
    set_stroke(content, mark->colour);
    set_line(content, mark->line_width, mark->round_caps, mark->round_caps);
    paint_path(content, &mark->path, "S\n");
}

static void set_miter_limit(struct content_stream *content, double limit)
{
    if (limit == content->state.miter_limit)
        return;
    content->state.miter_limit = limit;
    buffer_add_real(content->stream.bytes, limit);
    add_text(content, " M\n");
}

static const char *painting_operator(const struct artwork_shape *shape)
{
    if (!shape->filled)
        return "S\n";
    if (!shape->stroked)
        return shape->even_odd ? "f*\n" : "f\n";
    return shape->even_odd ? "B*\n" : "B\n";
}

static void paint_shape(struct content_stream *content,
                        const struct artwork_shape *shape,
                        const struct placement *placement)
{
    if (!shape->filled && !shape->stroked)
        return;
    if (shape->filled)
        set_fill(content, shape->fill);
    if (shape->stroked) {
        set_stroke(content, shape->stroke);
        set_line(content,
                 shape->line_width *
                     sqrt(fabs(placement->x_scale * placement->y_scale)),
                 shape->round_caps, shape->round_joins);
        set_miter_limit(content, shape->miter_limit);
    }
    path_operators_add(content->path_operators, &shape->path, placement,
                       painting_operator(shape), &content->stream);
}

static void paint_raster(struct content_stream *content,
                         const struct mark *mark)
{
    const struct rect *box = &mark->box;
    const size_t number = xobjects_use(content->xobjects, mark->artwork);

    add_text(content, "q ");
    pdf_syntax_add_hundredths(content->stream.bytes,
                              pdf_syntax_hundredths(box->width));
    add_text(content, "0 0 ");
    pdf_syntax_add_hundredths(content->stream.bytes,
                              pdf_syntax_hundredths(box->height));
    pdf_syntax_add_hundredths(content->stream.bytes,
                              pdf_syntax_hundredths(box->x));
    pdf_syntax_add_hundredths(content->stream.bytes,
                              content->height -
                                  pdf_syntax_hundredths(box->y + box->height));
    buffer_printf(content->stream.bytes, "cm/I%zu Do Q\n", number);
}

/* A form is clipped to its box, and sets its whole graphics state, because it
 * inherits that of its place. */
static void paint_shapes(struct content_stream *content,
                         const struct mark *mark)
{
    const struct artwork *artwork = mark->artwork;
    const struct placement placement = {0, 0, mark->box.width / artwork->width,
                                        mark->box.height / artwork->height,
                                        content->height};

    content->state = initial_state;
    add_text(content, "0 g 0 G 1 w 0 J 0 j 10 M\n");
    for (size_t i = 0; i < artwork->shape_count; i++)
        paint_shape(content, &artwork->shapes[i], &placement);
}

static void add_form(struct content_stream *content, const struct mark *mark,
                     long width, long height)
{
    struct buffer form = buffer_new(content->stream.bytes->limit);
    const struct cached_stream page = content->stream;
    const struct state state = content->state;
    const long page_height = content->height;

    content->stream = (struct cached_stream){.bytes = &form};
    content->height = height;
    paint_shapes(content, mark);
    xobjects_add_form(content->xobjects, mark->artwork, width, height, &form);
    cached_stream_free(&content->stream);
    buffer_free(&form);
    content->stream = page;
    content->state = state;
    content->height = page_height;
}

static void paint_vector(struct content_stream *content,
                         const struct mark *mark)
{
    const struct rect *box = &mark->box;
    const long width = pdf_syntax_hundredths(box->width);
    const long height = pdf_syntax_hundredths(box->height);
    size_t number =
        xobjects_use_form(content->xobjects, mark->artwork, width, height);

    if (!number) {
        add_form(content, mark, width, height);
        number =
            xobjects_use_form(content->xobjects, mark->artwork, width, height);
    }
    add_text(content, "q ");
    pdf_syntax_add_move(content->stream.bytes, pdf_syntax_hundredths(box->x),
                        content->height -
                            pdf_syntax_hundredths(box->y + box->height));
    buffer_printf(content->stream.bytes, "/I%zu Do Q\n", number);
}

static void paint_artwork(struct content_stream *content,
                          const struct mark *mark)
{
    begin_outline(content);
    switch (mark->artwork->kind) {
    case ARTWORK_RASTER:
        paint_raster(content, mark);
        return;
    case ARTWORK_VECTOR:
        paint_vector(content, mark);
        return;
    }
}

static void paint(struct content_stream *content, const struct mark *mark)
{
    switch (mark->kind) {
    case MARK_GLYPHS:
        paint_glyphs(content, mark);
        return;
    case MARK_FILL:
        paint_fill(content, mark);
        return;
    case MARK_STROKE:
        paint_stroke(content, mark);
        return;
    case MARK_ARTWORK:
        paint_artwork(content, mark);
        return;
    case MARK_LINK:
    case MARK_SEAL:
        return;
    }
}

static bool is_ascii(const char *text, size_t length)
{
    unsigned char all = 0;

    for (size_t i = 0; i < length; i++)
        all |= (unsigned char)text[i];
    return all < 0x80;
}

/* Finds codes that are probably missing before painting: those found while
 * painting cause a second painting. */
static bool may_lack(const struct font_resource *font,
                     const struct glyph_run *run)
{
    return !font->base_font->embedded_font ||
           !is_ascii(run->text, run->text_size);
}

void content_stream_survey(struct content_stream *content,
                           const struct page *page)
{
    content->face = NULL;
    for (size_t i = 0; i < page->count; i++) {
        const struct mark *mark = &page->marks[i];
        if (mark->kind != MARK_GLYPHS || !mark->run.count)
            continue;
        find_font(content, mark->run.face);
        if (may_lack(content->font, &mark->run))
            text_operators_survey(content->text_operators, content->font,
                                  &mark->run);
    }
}

void content_stream_paint(struct content_stream *content,
                          const struct structure *structure, size_t index,
                          struct buffer *out)
{
    const struct page *page = &structure->document->pages[index];

    cached_stream_begin(&content->stream, out);
    content->face = NULL;
    content->height = pdf_syntax_hundredths(page->height);
    content->state = initial_state;
    content->next = structure->sequences + structure->pages[index].first;
    content->end = content->next + structure->pages[index].count;
    for (content->mark = 0; content->mark < page->count; content->mark++)
        paint(content, &page->marks[content->mark]);
    finish_sequence(content);
}

const struct stream_part *
content_stream_parts(const struct content_stream *content, size_t *count)
{
    *count = content->stream.count;
    return content->stream.parts;
}

struct content_cache *content_stream_cache(struct content_stream *content)
{
    return content->content_cache;
}

void content_stream_begin_letter(struct content_stream *content)
{
    content_cache_begin_letter(content->content_cache);
}
