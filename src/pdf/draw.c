#include "pdf/draw.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "pdf/syntax.h"

struct draw {
    struct plates *plates;
    long *numbers; ///< of one outline
    size_t room;
    struct buffer outline; ///< as operators
};

struct draw *draw_new(struct plates *plates)
{
    struct draw *draw = memory_alloc(sizeof *draw);

    *draw = (struct draw){.plates = plates, .outline = buffer_new(SIZE_MAX)};
    return draw;
}

void draw_free(struct draw *draw)
{
    if (!draw)
        return;
    free(draw->numbers);
    buffer_free(&draw->outline);
    free(draw);
}

/* Room for the numbers of a path, twice over: its copies' as well. */
static long *scratch(struct draw *draw, size_t count)
{
    if (count > draw->room) {
        draw->room = count * 2;
        draw->numbers =
            memory_resize(draw->numbers, draw->room, sizeof *draw->numbers);
    }
    return draw->numbers;
}

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

static long page_y(const struct placement *placement, struct point point)
{
    return placement->height -
           syntax_hundredths(placement->y + point.y * placement->y_scale);
}

/* @return the numbers' place in scratch */
static long *place_points(struct draw *draw, const struct path *path,
                          const struct placement *placement)
{
    long *numbers = scratch(draw, 2 * path->point_count + 2);

    for (size_t i = 0; i < path->point_count; i++) {
        numbers[2 * i] = page_x(placement, path->points[i]);
        numbers[2 * i + 1] = page_y(placement, path->points[i]);
    }
    return numbers;
}

static void add_outline(struct buffer *out, const struct path *path,
                        const long *numbers)
{
    for (size_t i = 0; i < path->operator_count; i++) {
        const unsigned char operator= path->operators[i];
        for (int j = 0; j < 2 * operators[operator].points; j++)
            syntax_add_hundredths(out, *numbers++);
        buffer_add_char(out, operators[operator].letter);
        buffer_add_char(out, '\n');
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

static void add_drawing(struct draw *draw, const struct drawing *drawing,
                        struct buffer *out)
{
    const long *moves = drawing->numbers + 2 * drawing->part.point_count;
    struct buffer *outline = &draw->outline;

    buffer_clear(outline);
    add_outline(outline, &drawing->part, drawing->numbers);
    buffer_add_text(outline, drawing->operator);
    for (size_t i = 0; i < drawing->copies; i++) {
        if (i)
            syntax_add_move(out, moves[2 * i - 2], moves[2 * i - 1]);
        buffer_add(out, outline->bytes, outline->length);
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
static void place_copies(const struct placement *placement,
                         struct drawing *drawing)
{
    const struct point *point = drawing->part.points;
    long *number = drawing->numbers + 2 * drawing->part.point_count;
    long x = drawing->x, y = drawing->y;

    for (size_t i = 1; i < drawing->copies; i++) {
        point += drawing->part.point_count;
        *number++ = page_x(placement, *point) - x;
        *number++ = page_y(placement, *point) - y;
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
static void paint_drawing(struct draw *draw, struct stream *stream,
                          const struct drawing *drawing)
{
    const struct plate_key key = drawing_key(drawing);
    const struct plate *plate = plates_find(draw->plates, &key);
    size_t start;

    buffer_add_text(stream->bytes, "q ");
    syntax_add_move(stream->bytes, drawing->x, drawing->y);
    start = stream->bytes->length;
    if (plate) {
        buffer_add(stream->bytes, plate->bytes, plate->size);
    } else {
        add_drawing(draw, drawing, stream->bytes);
        plate = plates_keep(draw->plates, &key, stream->bytes->bytes + start,
                            stream->bytes->length - start);
    }
    if (is_long(drawing))
        stream_end_strand(stream, start, plate ? &plate->packing : NULL);
    buffer_add_text(stream->bytes, "Q\n");
}

/** Fewer points are not worth a beginning of their own. */
enum { DRAWING_MIN = 8 };

void draw_path(struct draw *draw, const struct path *path,
               const struct placement *placement, const char *operator,
               struct stream * stream)
{
    struct drawing drawing = {.part = *path, .operator= operator};

    if (path->point_count < DRAWING_MIN || path->operators[0] != PATH_MOVE) {
        add_outline(stream->bytes, path, place_points(draw, path, placement));
        buffer_add_text(stream->bytes, operator);
        return;
    }
    scratch(draw, 2 * path->point_count + 2);
    drawing.copies = count_copies(path, &drawing.part);
    if (drawing.copies == 1)
        drawing.part = *path;
    drawing.numbers = place_points(draw, &drawing.part, placement);
    make_relative(&drawing);
    place_copies(placement, &drawing);
    paint_drawing(draw, stream, &drawing);
}
