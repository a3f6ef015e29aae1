#include "pdf/path_operators.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/array.h"
#include "base/memory.h"
#include "pdf/pdf_syntax.h"

struct path_operators {
    struct content_cache *content_cache;
    long *numbers; ///< of one outline
    size_t capacity;
    struct buffer outline; ///< as operators
};

struct path_operators *path_operators_new(struct content_cache *content_cache)
{
    struct path_operators *path_operators =
        memory_alloc(sizeof *path_operators);

    *path_operators = (struct path_operators){.content_cache = content_cache,
                                              .outline = buffer_new(SIZE_MAX)};
    return path_operators;
}

void path_operators_free(struct path_operators *path_operators)
{
    if (!path_operators)
        return;
    free(path_operators->numbers);
    buffer_free(&path_operators->outline);
    free(path_operators);
}

static long *scratch(struct path_operators *path_operators, size_t count)
{
    return ARRAY_RESERVE(path_operators->numbers, count,
                         path_operators->capacity);
}

static const struct {
    char symbol;
    unsigned char points;
} operators[] = {[PATH_MOVE] = {'m', 1},
                 [PATH_LINE] = {'l', 1},
                 [PATH_CURVE] = {'c', 3},
                 [PATH_CLOSE] = {'h', 0}};

static long page_x(const struct placement *placement, double x)
{
    return pdf_syntax_hundredths(placement->x + x * placement->x_scale);
}

static long page_y(const struct placement *placement, double y)
{
    return placement->height -
           pdf_syntax_hundredths(placement->y + y * placement->y_scale);
}

/* Writes a path with one copy. */
static void place_points(const struct path *path,
                         const struct placement *placement, long *numbers)
{
    const struct point move = path->moves[0];

    for (size_t i = 0; i < path->point_count; i++) {
        *numbers++ = page_x(placement, path->points[i].x + move.x);
        *numbers++ = page_y(placement, path->points[i].y + move.y);
    }
}

/* Adds the distance between two points, which does not depend on their
 * position. */
static long *put_way(const struct placement *placement, struct point from,
                     struct point to, long *numbers)
{
    *numbers++ = pdf_syntax_hundredths((to.x - from.x) * placement->x_scale);
    *numbers++ = -pdf_syntax_hundredths((to.y - from.y) * placement->y_scale);
    return numbers;
}

/** Maximum bytes of pdf_syntax_put_hundredths(). */
enum { NUMBER_MAX = 24 };

static void add_outline(struct buffer *out, const struct path *path,
                        const long *numbers)
{
    char line[2 * PATH_POINTS_MAX * NUMBER_MAX + 2];

    for (size_t i = 0; i < path->operator_count; i++) {
        const unsigned char operator= path->operators[i];
        char *at = line;
        for (int j = 0; j < 2 * operators[operator].points; j++)
            at = pdf_syntax_put_hundredths(at, *numbers++);
        *at++ = operators[operator].symbol;
        *at++ = '\n';
        buffer_add(out, line, (size_t)(at - line));
    }
}

/** An outline as numbers: hundredths of a point. */
struct drawing {
    const struct path *path;
    const char *operator;
    long x, y;     ///< start of its first copy on the page
    long *numbers; ///< relative points, each copy's offset from the previous
                   ///< one, the operator
    size_t count;
};

/* A hundred equal copies take a fifth of the space and deflating time of a
 * hundred outlines. */
static void add_drawing(struct path_operators *path_operators,
                        const struct drawing *drawing, struct buffer *out)
{
    const long *moves = drawing->numbers + 2 * drawing->path->point_count;
    struct buffer *outline = &path_operators->outline;
    size_t size;

    buffer_clear(outline);
    add_outline(outline, drawing->path, drawing->numbers);
    buffer_add_text(outline, drawing->operator);
    size = outline->length;
    for (size_t i = 1; i < drawing->path->copies; i++, moves += 2) {
        if (i == 1 || moves[0] != moves[-2] || moves[1] != moves[-1]) {
            outline->length = size;
            pdf_syntax_add_move(outline, moves[0], moves[1]);
        }
        buffer_add(out, outline->bytes, outline->length);
    }
    buffer_add(out, outline->bytes, size);
}

/* Computes the points of the first copy, relative to its first point, and each
 * copy's offset from the previous one. */
static void place_copies(const struct placement *placement,
                         struct drawing *drawing)
{
    const struct path *path = drawing->path;
    long *number = drawing->numbers;
    long x = 0, y = 0;

    for (size_t i = 0; i < path->point_count; i++)
        number = put_way(placement, path->points[0], path->points[i], number);
    for (size_t i = 1; i < path->copies; i++) {
        number = put_way(placement, path->moves[0], path->moves[i], number);
        number[-2] -= x;
        number[-1] -= y;
        x += number[-2];
        y += number[-1];
    }
    *number++ = drawing->operator[0] * 256L + drawing->operator[1];
    drawing->count = (size_t)(number - drawing->numbers);
}

/* @return the key of the operators of a path with a stamp */
struct stamped {
    uint64_t stamp;
    double x_scale, y_scale;
};

static struct content_cache_key stamped_key(const struct stamped *stamped,
                                            const char *operator)
{
    return (struct content_cache_key){.kind = SIZE_MAX - 1,
                                      .head = stamped,
                                      .head_size = sizeof *stamped,
                                      .body = operator,
                                      .body_size = strlen(operator)};
}

static struct content_cache_key drawing_key(const struct drawing *drawing)
{
    return (struct content_cache_key){
        .kind = SIZE_MAX,
        .head = drawing->numbers,
        .head_size = drawing->count * sizeof *drawing->numbers,
        .body = drawing->path->operators,
        .body_size = drawing->path->operator_count};
}

/* Short paths deflate better together with the page. */
static bool is_part(const struct path *path)
{
    enum { LONG = 64 };

    return path->copies > 1 || path->shared || path->point_count >= LONG;
}

/* Draws relative to the path's first point, so that the bytes do not depend on
 * its position. */
static void paint_drawing(struct path_operators *path_operators,
                          const struct placement *placement,
                          struct drawing *drawing, struct cached_stream *stream)
{
    const struct shared_outline *shared = drawing->path->shared;
    const struct stamped stamped = {shared ? shared->stamp : 0,
                                    placement->x_scale, placement->y_scale};
    const struct content_cache_entry *cached = NULL;
    struct content_cache_key key;
    size_t start;

    if (stamped.stamp) {
        key = stamped_key(&stamped, drawing->operator);
        cached = content_cache_find(path_operators->content_cache, &key);
    }
    if (!cached)
        place_copies(placement, drawing);
    if (!stamped.stamp) {
        key = drawing_key(drawing);
        cached = content_cache_find(path_operators->content_cache, &key);
    }

    buffer_add_text(stream->bytes, "q ");
    pdf_syntax_add_move(stream->bytes, drawing->x, drawing->y);
    start = stream->bytes->length;
    if (cached) {
        buffer_add(stream->bytes, cached->bytes, cached->size);
    } else {
        add_drawing(path_operators, drawing, stream->bytes);
        cached = content_cache_add(path_operators->content_cache, &key,
                                   stream->bytes->bytes + start,
                                   stream->bytes->length - start);
    }
    if (is_part(drawing->path))
        cached_stream_finish_part(stream, start,
                                  cached ? &cached->packed : NULL);
    buffer_add_text(stream->bytes, "Q\n");
}

/** Minimum points of a path that is drawn relative to its first point. */
enum { DRAWING_MIN = 8 };

void path_operators_add(struct path_operators *path_operators,
                        const struct path *path,
                        const struct placement *placement, const char *operator,
                        struct cached_stream * stream)
{
    long *numbers =
        scratch(path_operators, 2 * (path->point_count + path->copies));
    struct drawing drawing = {
        .path = path, .operator= operator, .numbers = numbers };

    if (path->copies == 1 && path->point_count < DRAWING_MIN) {
        place_points(path, placement, numbers);
        add_outline(stream->bytes, path, numbers);
        buffer_add_text(stream->bytes, operator);
        return;
    }
    drawing.x = page_x(placement, path->points[0].x + path->moves[0].x);
    drawing.y = page_y(placement, path->points[0].y + path->moves[0].y);
    paint_drawing(path_operators, placement, &drawing, stream);
}
