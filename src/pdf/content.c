#include "pdf/content.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "pdf/plates.h"
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
    long *scratch; ///< for one path
    size_t room;
    struct plates *plates;
    struct strand *strands; ///< of the page: lines of text
    size_t strand_count;
    size_t strand_room;
};

struct content *content_new(struct letter_fonts *fonts,
                            struct pictures *pictures)
{
    struct content *content = memory_alloc(sizeof *content);

    *content = (struct content){
        .fonts = fonts,
        .show = show_new(fonts),
        .pictures = pictures,
        .plates = plates_new(),
    };
    return content;
}

void content_free(struct content *content)
{
    if (!content)
        return;
    show_free(content->show);
    plates_free(content->plates);
    free(content->strands);
    free(content->scratch);
    free(content);
}

/* Room for the numbers of a path, twice over: its copies' as well. */
static long *scratch(struct content *content, size_t count)
{
    if (count > content->room) {
        content->room = count * 2;
        content->scratch = memory_resize(content->scratch, content->room,
                                         sizeof *content->scratch);
    }
    return content->scratch;
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

/* Readies the text object for what begins with glyph @p first. */
static void begin_text(struct content *content, const struct mark *mark,
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

static void paint_part(struct content *content, const struct mark *mark,
                       size_t first, size_t count)
{
    begin_text(content, mark, first);
    show_glyphs(content->show, content->font, &mark->run, first, count,
                content->out);
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

static void paint_parts(struct content *content, const struct mark *mark)
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

/* From @p start on the page is one part that may come again. */
static void add_strand(struct content *content, size_t start,
                       const struct plate *plate)
{
    struct strand *strand;

    if (content->strand_count == content->strand_room) {
        content->strand_room = content->strand_room * 2 + 64;
        content->strands = memory_resize(content->strands, content->strand_room,
                                         sizeof *strand);
    }
    strand = &content->strands[content->strand_count++];
    *strand =
        (struct strand){.start = start, .size = content->out->length - start};
    if (plate)
        strand->packing = plate->packing;
}

/* What the letter's own codes show is its own. */
static const struct plate *show_line(struct content *content,
                                     const struct glyph_run *run,
                                     const struct plate_key *key)
{
    const struct letter_font *font = content->font;
    const size_t start = content->out->length;

    show_glyphs(content->show, content->font, run, 0, run->count, content->out);
    if (font->codes != font->type->codes || letter_fonts_lack(content->fonts))
        return NULL;
    return plates_keep(content->plates, key, content->out->bytes + start,
                       content->out->length - start);
}

/* Glyphs are many times the text that they come from, and follow from it. */
static struct plate_key line_key(const struct content *content,
                                 const struct glyph_run *run)
{
    return (struct plate_key){.kind = content->font->index,
                              .size = run->size,
                              .head = run->text,
                              .head_size = run->text_length,
                              .body = run->glyphs,
                              .body_size = run->count * sizeof *run->glyphs};
}

static bool is_overlong(const struct glyph_run *run)
{
    struct cluster cluster;

    show_find_overlong(run, 0, &cluster);
    return cluster.count > 0;
}

static void paint_glyphs(struct content *content, const struct mark *mark)
{
    const struct glyph_run *run = &mark->run;
    struct plate_key key;
    const struct plate *plate;
    size_t start;

    if (!run->count)
        return;
    find_font(content, run->face);
    key = line_key(content, run);
    plate = plates_find(content->plates, &key);
    if (!plate && is_overlong(run)) {
        paint_parts(content, mark);
        return;
    }
    begin_sequence(content, mark);
    begin_text(content, mark, 0);
    start = content->out->length;
    if (plate)
        buffer_add(content->out, plate->bytes, plate->size);
    else
        plate = show_line(content, run, &key);
    add_strand(content, start, plate);
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

static long page_x(const struct placement *placement, struct point point)
{
    return syntax_hundredths(placement->x + point.x * placement->x_scale);
}

static long page_y(const struct content *content,
                   const struct placement *placement, struct point point)
{
    return content->height -
           syntax_hundredths(placement->y + point.y * placement->y_scale);
}

/* @return the numbers' place in scratch */
static long *place_points(struct content *content, const struct path *path,
                          const struct placement *placement)
{
    long *numbers = scratch(content, 2 * path->point_count + 2);

    for (size_t i = 0; i < path->point_count; i++) {
        numbers[2 * i] = page_x(placement, path->points[i]);
        numbers[2 * i + 1] = page_y(content, placement, path->points[i]);
    }
    return numbers;
}

static void add_outline(struct content *content, const struct path *path,
                        const long *numbers)
{
    for (size_t i = 0; i < path->operator_count; i++) {
        const unsigned char operator= path->operators[i];
        for (int j = 0; j < 2 * operators[operator].points; j++)
            syntax_add_hundredths(content->out, *numbers++);
        buffer_add_char(content->out, operators[operator].letter);
        buffer_add_char(content->out, '\n');
    }
}

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

static void add_move(struct content *content, long x, long y)
{
    add_text(content, "1 0 0 1 ");
    syntax_add_hundredths(content->out, x);
    syntax_add_hundredths(content->out, y);
    add_text(content, "cm\n");
}

/** An outline, or several alike, as numbers: hundredths of a point. */
struct drawing {
    struct path part;
    size_t copies;
    const char *operator;
    long x, y;     ///< where it begins on the page
    long *numbers; ///< the part's points from there, how each copy is moved
                   ///< from the one before it, the operator
    size_t count;
};

static void add_drawing(struct content *content, const struct drawing *drawing)
{
    const long *moves = drawing->numbers + 2 * drawing->part.point_count;

    for (size_t i = 0; i < drawing->copies; i++) {
        if (i)
            add_move(content, moves[2 * i - 2], moves[2 * i - 1]);
        add_outline(content, &drawing->part, drawing->numbers);
        add_text(content, drawing->operator);
    }
}

static void make_relative(struct drawing *drawing)
{
    drawing->x = drawing->numbers[0];
    drawing->y = drawing->numbers[1];
    for (size_t i = 0; i < drawing->part.point_count; i++) {
        drawing->numbers[2 * i] -= drawing->x;
        drawing->numbers[2 * i + 1] -= drawing->y;
    }
}

/* The first points of all copies, each from the one before. */
static void place_copies(const struct content *content,
                         const struct placement *placement,
                         struct drawing *drawing)
{
    const struct point *point = drawing->part.points;
    long *number = drawing->numbers + 2 * drawing->part.point_count;
    long x = drawing->x, y = drawing->y;

    for (size_t i = 1; i < drawing->copies; i++) {
        point += drawing->part.point_count;
        *number++ = page_x(placement, *point) - x;
        *number++ = page_y(content, placement, *point) - y;
        x += number[-2];
        y += number[-1];
    }
    *number++ = drawing->operator[0] * 256L + drawing->operator[1];
    drawing->count = (size_t)(number - drawing->numbers);
}

static struct plate_key drawing_key(const struct drawing *drawing)
{
    return (struct plate_key){.kind = SIZE_MAX,
                              .head = drawing->numbers,
                              .head_size =
                                  drawing->count * sizeof *drawing->numbers,
                              .body = drawing->part.operators,
                              .body_size = drawing->part.operator_count};
}

/* A short one takes less room where the page has had the like before it. */
static bool is_long(const struct drawing *drawing)
{
    enum { LONG = 64 };

    return drawing->copies > 1 || drawing->part.point_count >= LONG;
}

/* Draws from a beginning of its own, so that it is the same wherever it is. */
static void paint_drawing(struct content *content,
                          const struct drawing *drawing)
{
    const struct plate_key key = drawing_key(drawing);
    const struct plate *plate = plates_find(content->plates, &key);
    size_t start;

    add_text(content, "q ");
    add_move(content, drawing->x, drawing->y);
    start = content->out->length;
    if (plate) {
        buffer_add(content->out, plate->bytes, plate->size);
    } else {
        add_drawing(content, drawing);
        plate = plates_keep(content->plates, &key, content->out->bytes + start,
                            content->out->length - start);
    }
    if (is_long(drawing))
        add_strand(content, start, plate);
    add_text(content, "Q\n");
}

/** Fewer points are not worth a beginning of their own. */
enum { DRAWING_MIN = 8 };

static void paint_path(struct content *content, const struct path *path,
                       const struct placement *placement, const char *operator)
{
    struct drawing drawing = {.part = *path, .operator= operator};

    if (path->point_count < DRAWING_MIN || path->operators[0] != PATH_MOVE) {
        add_outline(content, path, place_points(content, path, placement));
        add_text(content, operator);
        return;
    }
    scratch(content, 2 * path->point_count + 2);
    drawing.copies = count_copies(path, &drawing.part);
    if (drawing.copies == 1)
        drawing.part = *path;
    drawing.numbers = place_points(content, &drawing.part, placement);
    make_relative(&drawing);
    place_copies(content, placement, &drawing);
    paint_drawing(content, &drawing);
}

static const struct placement on_page = {0, 0, 1, 1};

/** PDF's own; cairo's miter limit is the same. */
static const struct state initial_state = {.line_width = 1, .miter_limit = 10};

static void begin_outline(struct content *content, const struct mark *mark)
{
    begin_sequence(content, mark);
    end_text(content);
}

static void paint_fill(struct content *content, const struct mark *mark)
{
    begin_outline(content, mark);
    set_fill(content, mark->colour);
    paint_path(content, &mark->path, &on_page, "f\n");
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
    paint_path(content, &mark->path, &on_page, "S\n");
}

static void set_miter_limit(struct content *content, double limit)
{
    if (limit == content->state.miter_limit)
        return;
    content->state.miter_limit = limit;
    buffer_add_real(content->out, limit);
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
    paint_path(content, &shape->path, placement, painting_operator(shape));
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

/* Of a form nothing shows outside its box, and its state is set from scratch:
 * what is in force where it is painted does not count. */
static void paint_shapes(struct content *content, const struct mark *mark)
{
    const struct artwork *artwork = mark->artwork;
    const struct placement placement = {0, 0, mark->box.width / artwork->width,
                                        mark->box.height / artwork->height};

    content->state = initial_state;
    add_text(content, "0 0 0 rg 0 0 0 RG 1 w 0 J 0 j 10 M\n");
    for (size_t i = 0; i < artwork->shape_count; i++)
        paint_shape(content, &artwork->shapes[i], &placement);
}

static void add_form(struct content *content, const struct mark *mark,
                     long width, long height)
{
    struct buffer form = buffer_new(content->out->limit);
    const struct content saved = *content;

    content->out = &form;
    content->height = height;
    paint_shapes(content, mark);
    content->out = saved.out;
    content->height = saved.height;
    content->state = saved.state;
    content->strand_count = saved.strand_count;
    pictures_add_form(content->pictures, mark->artwork, width, height, &form);
    buffer_free(&form);
}

static void paint_vector(struct content *content, const struct mark *mark)
{
    const struct rect *box = &mark->box;
    const long width = syntax_hundredths(box->width);
    const long height = syntax_hundredths(box->height);
    size_t number =
        pictures_use_form(content->pictures, mark->artwork, width, height);

    if (!number) {
        add_form(content, mark, width, height);
        number =
            pictures_use_form(content->pictures, mark->artwork, width, height);
    }
    add_text(content, "q ");
    add_move(content, syntax_hundredths(box->x),
             content->height - syntax_hundredths(box->y + box->height));
    buffer_printf(content->out, "/I%zu Do Q\n", number);
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
    content->state = initial_state;
    content->strand_count = 0;
    tags_begin_page(tags);
    for (size_t i = 0; i < page->count; i++)
        paint(content, &page->marks[i]);
    end_sequence(content);
}

const struct strand *content_strands(const struct content *content,
                                     size_t *count)
{
    *count = content->strand_count;
    return content->strands;
}

void content_begin_letter(struct content *content)
{
    plates_begin_letter(content->plates);
}
