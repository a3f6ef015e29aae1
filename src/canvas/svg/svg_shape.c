#include "canvas/svg/svg_shape.h"

#include <math.h>
#include <string.h>

#include "canvas/svg/svg_path.h"

static const double TURN = 6.283185307179586;

/* Reads @p count lengths, those that are absent are 0. */
static struct svg_value *read_lengths(struct svg_value *values, double *lengths,
                                      size_t count)
{
    for (size_t i = 0; i < count; i++) {
        lengths[i] = 0;
        if (!svg_value_only_length(&values[i], &lengths[i]))
            return &values[i];
    }
    return NULL;
}

static struct svg_value *refuse_negative(struct svg_value *value)
{
    value->at = value->text;
    svg_value_fail(value, RULE_ARTWORK_SYNTAX, "must not be negative");
    return value;
}

static void add_ellipse(struct path_buffer *outline, double x, double y,
                        double rx, double ry)
{
    const struct ellipse ellipse = {{x, y}, rx, ry, 0};

    path_buffer_move(outline, (struct point){x + rx, y});
    path_buffer_arc(outline, &ellipse, 0, TURN);
    path_buffer_close(outline);
}

static void add_corner(struct path_buffer *outline, double x, double y,
                       double rx, double ry, int quarter)
{
    const struct ellipse ellipse = {{x, y}, rx, ry, 0};

    path_buffer_arc(outline, &ellipse, quarter * TURN / 4, TURN / 4);
}

static void add_rounded(struct path_buffer *outline, struct rect r, double rx,
                        double ry)
{
    const double left = r.x + rx;
    const double top = r.y + ry;
    const double right = r.x + r.width - rx;
    const double bottom = r.y + r.height - ry;

    path_buffer_move(outline, (struct point){left, r.y});
    path_buffer_line(outline, (struct point){right, r.y});
    add_corner(outline, right, top, rx, ry, -1);
    path_buffer_line(outline, (struct point){r.x + r.width, bottom});
    add_corner(outline, right, bottom, rx, ry, 0);
    path_buffer_line(outline, (struct point){left, r.y + r.height});
    add_corner(outline, left, bottom, rx, ry, 1);
    path_buffer_line(outline, (struct point){r.x, top});
    add_corner(outline, left, top, rx, ry, 2);
    path_buffer_close(outline);
}

static void add_rectangle(struct path_buffer *outline, struct rect r)
{
    path_buffer_move(outline, (struct point){r.x, r.y});
    path_buffer_line(outline, (struct point){r.x + r.width, r.y});
    path_buffer_line(outline, (struct point){r.x + r.width, r.y + r.height});
    path_buffer_line(outline, (struct point){r.x, r.y + r.height});
    path_buffer_close(outline);
}

/* x y width height rx ry; a radius that is not given is the other's. */
static struct svg_value *draw_rect(struct svg_value *values,
                                   struct path_buffer *outline)
{
    double n[6];
    struct svg_value *wrong = read_lengths(values, n, 6);
    double rx, ry;

    if (wrong)
        return wrong;
    for (size_t i = 2; i < 6; i++)
        if (n[i] < 0)
            return refuse_negative(&values[i]);
    rx = fmin(values[4].text ? n[4] : n[5], n[2] / 2);
    ry = fmin(values[5].text ? n[5] : n[4], n[3] / 2);
    if (n[2] <= 0 || n[3] <= 0)
        return NULL;
    if (rx > 0 && ry > 0)
        add_rounded(outline, (struct rect){n[0], n[1], n[2], n[3]}, rx, ry);
    else
        add_rectangle(outline, (struct rect){n[0], n[1], n[2], n[3]});
    return NULL;
}

/* cx cy r */
static struct svg_value *draw_circle(struct svg_value *values,
                                     struct path_buffer *outline)
{
    double n[3];
    struct svg_value *wrong = read_lengths(values, n, 3);

    if (wrong)
        return wrong;
    if (n[2] < 0)
        return refuse_negative(&values[2]);
    if (n[2] > 0)
        add_ellipse(outline, n[0], n[1], n[2], n[2]);
    return NULL;
}

/* cx cy rx ry; a radius that is not given is the other's. */
static struct svg_value *draw_ellipse(struct svg_value *values,
                                      struct path_buffer *outline)
{
    double n[4];
    struct svg_value *wrong = read_lengths(values, n, 4);

    if (wrong)
        return wrong;
    for (size_t i = 2; i < 4; i++)
        if (n[i] < 0)
            return refuse_negative(&values[i]);
    n[2] = values[2].text ? n[2] : n[3];
    n[3] = values[3].text ? n[3] : n[2];
    if (n[2] > 0 && n[3] > 0)
        add_ellipse(outline, n[0], n[1], n[2], n[3]);
    return NULL;
}

/* x1 y1 x2 y2 */
static struct svg_value *draw_line(struct svg_value *values,
                                   struct path_buffer *outline)
{
    double n[4];
    struct svg_value *wrong = read_lengths(values, n, 4);

    if (wrong)
        return wrong;
    path_buffer_move(outline, (struct point){n[0], n[1]});
    path_buffer_line(outline, (struct point){n[2], n[3]});
    return NULL;
}

static struct svg_value *draw_polyline(struct svg_value *values,
                                       struct path_buffer *outline)
{
    struct svg_value *points = &values[0];
    struct point point;

    if (!points->text)
        return NULL;
    while (!svg_value_is_empty(points)) {
        if (!svg_value_number(points, &point.x))
            return points;
        svg_value_skip_comma(points);
        if (!svg_value_number(points, &point.y))
            return points;
        svg_value_skip_comma(points);
        if (outline->operator_count)
            path_buffer_line(outline, point);
        else
            path_buffer_move(outline, point);
    }
    return NULL;
}

static struct svg_value *draw_polygon(struct svg_value *values,
                                      struct path_buffer *outline)
{
    struct svg_value *wrong = draw_polyline(values, outline);

    if (!wrong && outline->operator_count)
        path_buffer_close(outline);
    return wrong;
}

static struct svg_value *draw_path(struct svg_value *values,
                                   struct path_buffer *outline)
{
    if (!values[0].text || svg_path_read(&values[0], outline))
        return NULL;
    return &values[0];
}

static const struct svg_shape SHAPES[] = {
    {"circle", {"cx", "cy", "r"}, draw_circle},
    {"ellipse", {"cx", "cy", "rx", "ry"}, draw_ellipse},
    {"line", {"x1", "y1", "x2", "y2"}, draw_line},
    {"path", {"d"}, draw_path},
    {"polygon", {"points"}, draw_polygon},
    {"polyline", {"points"}, draw_polyline},
    {"rect", {"x", "y", "width", "height", "rx", "ry"}, draw_rect},
};

const struct svg_shape *svg_shape_find(const char *name)
{
    for (size_t i = 0; i < sizeof SHAPES / sizeof *SHAPES; i++)
        if (strcmp(SHAPES[i].name, name) == 0)
            return &SHAPES[i];
    return NULL;
}
