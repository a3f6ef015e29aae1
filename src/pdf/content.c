#include "pdf/content.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "pdf/show.h"
#include "pdf/syntax.h"

/*
 * A page's state is followed here, so that an operator is written only where
 * something changes.
 *
 * Lines of one sequence share a text object, each placed from the one before
 * it, in whole hundredths of a point, which leave nothing over. A cluster with
 * more glyphs than characters gets a sequence of its own, with its text:
 *
 *     /P<</MCID 0>>BDC BT ... ET EMC
 *     /Span<</MCID 1/ActualText(...)>>BDC BT ... ET EMC
 *     /P<</MCID 2>>BDC BT ... ET EMC
 *
 * All three are kids of the P. (A Span inside the sequence of the P would do,
 * too, but poppler loses the rest of the P's text at its end.)
 */

/** What is in force on the page. */
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
    long line_x; ///< hundredths, where the text object's line begins
    long line_y;
    bool in_sequence;
    const struct tag *tag;
    enum artifact_kind artifact;
};

struct content {
    struct letter_fonts *fonts;
    struct show *show;
    struct pictures *pictures;
    struct tags *tags;
    struct buffer *out;
    struct letter_font *font; ///< of the last run
    const struct face *face;
    long height; ///< of the page, hundredths
    struct state state;
    char *scratch; ///< for one path
    size_t room;
};

struct content *content_new(struct letter_fonts *fonts,
                            struct pictures *pictures)
{
    struct content *content = memory_alloc(sizeof *content);

    *content = (struct content){
        .fonts = fonts, .show = show_new(fonts), .pictures = pictures};
    return content;
}

void content_free(struct content *content)
{
    if (!content)
        return;
    show_free(content->show);
    free(content->scratch);
    free(content);
}

static char *scratch(struct content *content, size_t size)
{
    if (size > content->room) {
        content->room = size * 2;
        content->scratch = memory_resize(content->scratch, content->room, 1);
    }
    return content->scratch;
}

static void add_scratch(struct content *content, const char *end)
{
    buffer_add(content->out, content->scratch,
               (size_t)(end - content->scratch));
}

static void add_text(struct content *content, const char *text)
{
    buffer_add_text(content->out, text);
}

static void end_text(struct content *content)
{
    if (content->state.in_text)
        add_text(content, "ET\n");
    content->state.in_text = false;
}

static void end_sequence(struct content *content)
{
    end_text(content);
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

/* With the text of a cluster, or NULL. */
static void open_sequence(struct content *content, const struct mark *mark,
                          const char *role, const struct cluster *cluster)
{
    struct state *state = &content->state;

    state->in_sequence = true;
    state->tag = mark->tag;
    state->artifact = mark->artifact;
    if (!mark->tag) {
        add_text(content, artifact_opening(mark->artifact));
        return;
    }
    buffer_add_char(content->out, '/');
    add_text(content, role);
    add_text(content, "<</MCID ");
    buffer_add_integer(
        content->out, (long long)tags_begin_sequence(content->tags, mark->tag));
    if (cluster) {
        add_text(content, "/ActualText");
        syntax_add_text_bytes(content->out, cluster->text, cluster->length);
    }
    add_text(content, ">>BDC\n");
}

static void begin_sequence(struct content *content, const struct mark *mark)
{
    const struct state *state = &content->state;

    if (state->in_sequence && state->tag == mark->tag &&
        state->artifact == mark->artifact)
        return;
    end_sequence(content);
    open_sequence(content, mark, mark->tag ? tags_role(mark->tag->kind) : NULL,
                  NULL);
}

static bool same_colour(struct colour a, struct colour b)
{
    return a.red == b.red && a.green == b.green && a.blue == b.blue;
}

static void set_colour(struct content *content, struct colour *current,
                       struct colour colour, const char *operator)
{
    if (same_colour(*current, colour))
        return;
    *current = colour;
    buffer_add_real(content->out, colour.red);
    buffer_add_char(content->out, ' ');
    buffer_add_real(content->out, colour.green);
    buffer_add_char(content->out, ' ');
    buffer_add_real(content->out, colour.blue);
    add_text(content, operator);
}

static void set_fill(struct content *content, struct colour colour)
{
    set_colour(content, &content->state.fill, colour, " rg\n");
}

static void set_line(struct content *content, double width, bool round_caps,
                     bool round_joins)
{
    struct state *state = &content->state;

    if (width != state->line_width) {
        buffer_add_real(content->out, width);
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

static void find_font(struct content *content, const struct face *face)
{
    if (face == content->face)
        return;
    content->face = face;
    content->font = letter_fonts_use(content->fonts, face);
}

static void set_font(struct content *content, const struct glyph_run *run)
{
    struct state *state = &content->state;
    const long size = syntax_hundredths(run->size);

    find_font(content, run->face);
    if (state->font == content->font->index + 1 && state->size == size)
        return;
    state->font = content->font->index + 1;
    state->size = size;
    add_text(content, "/F");
    buffer_add_integer(content->out, (long long)state->font);
    buffer_add_char(content->out, ' ');
    syntax_add_hundredths(content->out, size);
    add_text(content, "Tf\n");
}

static void move_to(struct content *content, struct point at)
{
    struct state *state = &content->state;
    const long x = syntax_hundredths(at.x);
    const long y = content->height - syntax_hundredths(at.y);

    if (!state->in_text) {
        add_text(content, "BT\n");
        state->in_text = true;
        state->line_x = 0;
        state->line_y = 0;
    }
    syntax_add_hundredths(content->out, x - state->line_x);
    syntax_add_hundredths(content->out, y - state->line_y);
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

static void paint_part(struct content *content, const struct mark *mark,
                       size_t first, size_t count)
{
    const struct glyph_run *run = &mark->run;
    struct point at = mark->at;

    if (first)
        at.x += advance_before(run, first);
    set_fill(content, mark->colour);
    set_font(content, run);
    move_to(content, at);
    show_glyphs(content->show, content->font, run, first, count, content->out);
}

/* An artifact has no text to be put right. */
static void paint_overlong(struct content *content, const struct mark *mark,
                           const struct cluster *cluster)
{
    if (mark->tag) {
        end_sequence(content);
        open_sequence(content, mark, "Span", cluster);
        paint_part(content, mark, cluster->first, cluster->count);
        end_sequence(content);
        return;
    }
    begin_sequence(content, mark);
    paint_part(content, mark, cluster->first, cluster->count);
}

static void paint_glyphs(struct content *content, const struct mark *mark)
{
    struct cluster cluster;

    for (size_t i = 0; i < mark->run.count; i = cluster.first + cluster.count) {
        show_find_overlong(&mark->run, i, &cluster);
        if (cluster.first > i) {
            begin_sequence(content, mark);
            paint_part(content, mark, i, cluster.first - i);
        }
        if (cluster.count)
            paint_overlong(content, mark, &cluster);
    }
}

/* ---- outlines ---- */

/** Where an outline's own coordinates lie on the page. */
struct placement {
    double x, y;             ///< of the origin, points
    double x_scale, y_scale; ///< points to a unit
};

static const struct {
    char letter;
    unsigned char points;
} operators[] = {[PATH_MOVE] = {'m', 1},
                 [PATH_LINE] = {'l', 1},
                 [PATH_CURVE] = {'c', 3},
                 [PATH_CLOSE] = {'h', 0}};

static char *put_points(const struct content *content, char *at,
                        const struct placement *placement,
                        const struct point *points, int count)
{
    for (int i = 0; i < count; i++) {
        const double x = placement->x + points[i].x * placement->x_scale;
        const double y = placement->y + points[i].y * placement->y_scale;
        at = syntax_put_hundredths(at, syntax_hundredths(x));
        at = syntax_put_hundredths(at, content->height - syntax_hundredths(y));
    }
    return at;
}

/* @return the end of what was written to scratch */
static char *put_path(struct content *content, const struct path *path,
                      const struct placement *placement)
{
    enum { NUMBER_ROOM = 24, OPERATOR_ROOM = 2 };
    const struct point *points = path->points;
    char *at = scratch(content, path->point_count * 2 * NUMBER_ROOM +
                                    path->operator_count * OPERATOR_ROOM);

    for (size_t i = 0; i < path->operator_count; i++) {
        const unsigned char operator= path->operators[i];
        at = put_points(content, at, placement, points,
                        operators[operator].points);
        points += operators[operator].points;
        *at++ = operators[operator].letter;
        *at++ = '\n';
    }
    return at;
}

static const struct placement on_page = {0, 0, 1, 1};

/* The first part of a path that begins with a move. */
static struct path first_part(const struct path *path)
{
    struct path part = *path;

    part.operator_count = 0;
    part.point_count = 0;
    do {
        part.point_count +=
            operators[path->operators[part.operator_count]].points;
        part.operator_count++;
    } while (part.operator_count < path->operator_count &&
             path->operators[part.operator_count] != PATH_MOVE);
    return part;
}

static bool is_moved_copy(const struct path *part,
                          const unsigned char *operators_there,
                          const struct point *points)
{
    static const double slack = 1e-3;
    const double x = points[0].x - part->points[0].x;
    const double y = points[0].y - part->points[0].y;

    if (memcmp(operators_there, part->operators, part->operator_count) != 0)
        return false;
    for (size_t i = 1; i < part->point_count; i++)
        if (fabs(points[i].x - part->points[i].x - x) > slack ||
            fabs(points[i].y - part->points[i].y - y) > slack)
            return false;
    return true;
}

/*
 * A hundred marks to be counted are one outline, moved: the same bytes a
 * hundred times take a fifth of the room, and of the time to deflate them.
 *
 * @return how many copies of its first part a path is, 1 where it is not
 */
static size_t count_copies(const struct path *path, struct path *part)
{
    size_t copies;

    if (path->operator_count == 0 || path->operators[0] != PATH_MOVE)
        return 1;
    *part = first_part(path);
    copies = path->operator_count / part->operator_count;
    if (copies * part->operator_count != path->operator_count ||
        copies * part->point_count != path->point_count)
        return 1;
    for (size_t i = 1; i < copies; i++)
        if (!is_moved_copy(part, path->operators + i * part->operator_count,
                           path->points + i * part->point_count))
            return 1;
    return copies;
}

static void add_move(struct content *content, struct point from,
                     struct point to)
{
    add_text(content, "1 0 0 1 ");
    syntax_add_hundredths(content->out,
                          syntax_hundredths(to.x) - syntax_hundredths(from.x));
    syntax_add_hundredths(content->out,
                          syntax_hundredths(from.y) - syntax_hundredths(to.y));
    add_text(content, "cm\n");
}

static void paint_copies(struct content *content, const struct path *part,
                         size_t copies, const char *operator)
{
    const struct point *at = part->points;
    const char *end = put_path(content, part, &on_page);

    add_text(content, "q\n");
    for (size_t i = 0; i < copies; i++, at += part->point_count) {
        if (i)
            add_move(content, at[-(ptrdiff_t)part->point_count], at[0]);
        add_scratch(content, end);
        add_text(content, operator);
    }
    add_text(content, "Q\n");
}

static void paint_path(struct content *content, const struct path *path,
                       const char *operator)
{
    struct path part;
    const size_t copies = count_copies(path, &part);

    if (copies > 2) {
        paint_copies(content, &part, copies, operator);
        return;
    }
    add_scratch(content, put_path(content, path, &on_page));
    add_text(content, operator);
}

/** PDF's own; cairo's is the same. */
static const double default_miter_limit = 10;

static void begin_outline(struct content *content, const struct mark *mark)
{
    begin_sequence(content, mark);
    end_text(content);
}

static void paint_fill(struct content *content, const struct mark *mark)
{
    begin_outline(content, mark);
    set_fill(content, mark->colour);
    paint_path(content, &mark->path, "f\n");
}

static void set_stroke(struct content *content, struct colour colour)
{
    set_colour(content, &content->state.stroke, colour, " RG\n");
}

static void paint_stroke(struct content *content, const struct mark *mark)
{
    begin_outline(content, mark);
    set_stroke(content, mark->colour);
    set_line(content, mark->line_width, mark->round_caps, mark->round_caps);
    paint_path(content, &mark->path, "S\n");
}

static void set_miter_limit(struct content *content, double limit)
{
    if (limit == content->state.miter_limit)
        return;
    content->state.miter_limit = limit;
    buffer_add_real(content->out, limit);
    add_text(content, " M\n");
}

static void paint_shape(struct content *content,
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
    add_scratch(content, put_path(content, &shape->path, placement));
    if (!shape->filled)
        add_text(content, "S\n");
    else if (!shape->stroked)
        add_text(content, shape->even_odd ? "f*\n" : "f\n");
    else
        add_text(content, shape->even_odd ? "B*\n" : "B\n");
}

static void paint_raster(struct content *content, const struct mark *mark)
{
    const struct rect *box = &mark->box;
    const size_t number = pictures_use(content->pictures, mark->artwork);

    add_text(content, "q ");
    syntax_add_hundredths(content->out, syntax_hundredths(box->width));
    add_text(content, "0 0 ");
    syntax_add_hundredths(content->out, syntax_hundredths(box->height));
    syntax_add_hundredths(content->out, syntax_hundredths(box->x));
    syntax_add_hundredths(content->out,
                          content->height -
                              syntax_hundredths(box->y + box->height));
    buffer_printf(content->out, "cm/I%zu Do Q\n", number);
}

/* Nothing shows outside the view box. */
static void paint_vector(struct content *content, const struct mark *mark)
{
    const struct artwork *artwork = mark->artwork;
    const struct rect *box = &mark->box;
    const struct placement placement = {box->x, box->y,
                                        box->width / artwork->width,
                                        box->height / artwork->height};
    const struct state saved = content->state;

    add_text(content, "q ");
    syntax_add_hundredths(content->out, syntax_hundredths(box->x));
    syntax_add_hundredths(content->out,
                          content->height -
                              syntax_hundredths(box->y + box->height));
    syntax_add_hundredths(content->out, syntax_hundredths(box->width));
    syntax_add_hundredths(content->out, syntax_hundredths(box->height));
    add_text(content, "re W n\n");
    for (size_t i = 0; i < artwork->shape_count; i++)
        paint_shape(content, &artwork->shapes[i], &placement);
    add_text(content, "Q\n");
    content->state = saved;
}

static void paint_artwork(struct content *content, const struct mark *mark)
{
    begin_outline(content, mark);
    switch (mark->artwork->kind) {
    case ARTWORK_RASTER:
        paint_raster(content, mark);
        return;
    case ARTWORK_VECTOR:
        paint_vector(content, mark);
        return;
    }
}

static void paint(struct content *content, const struct mark *mark)
{
    if (mark->tag)
        tags_note(content->tags, mark);
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
        tags_add_link(content->tags, mark);
        return;
    }
}

void content_survey(struct content *content, const struct page *page)
{
    content->face = NULL;
    for (size_t i = 0; i < page->count; i++) {
        const struct mark *mark = &page->marks[i];
        if (mark->kind != MARK_GLYPHS || !mark->run.count)
            continue;
        find_font(content, mark->run.face);
        if (!content->font->type->embed)
            show_survey(content->show, content->font, &mark->run);
    }
}

void content_paint(struct content *content, const struct page *page,
                   struct tags *tags, struct buffer *out)
{
    content->tags = tags;
    content->out = out;
    content->face = NULL;
    content->height = syntax_hundredths(page->height);
    content->state =
        (struct state){.line_width = 1, .miter_limit = default_miter_limit};
    tags_begin_page(tags);
    for (size_t i = 0; i < page->count; i++)
        paint(content, &page->marks[i]);
    end_sequence(content);
}
