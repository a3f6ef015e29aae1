#include "canvas/svg/svg_path.h"

#include <math.h>
#include <string.h>

/*
 * Path data is letters and numbers in a compact form: "m1-2.5.5a1 1 0 01 9 9"
 * is a move to (1, -2.5), a line by (.5, ...) and so on. A letter's numbers
 * may be repeated without the letter; after a move they are lines.
 *
 * The smooth curves S and T mirror the control point of the previous curve if
 * that has their kind; `handle` is that point, else the current point.
 */
struct svg_path_reader {
    struct svg_value *value;
    struct path_buffer *outline;
    char command;        ///< the current command, upper case
    char before;         ///< the one before it, upper case
    bool relative;       ///< it was lower case
    struct point handle; ///< the last control point
};

/* The count of numbers after each letter, an arc's flags included. */
static int command_numbers(char command)
{
    switch (command) {
    case 'Z':
        return 0;
    case 'H':
    case 'V':
        return 1;
    case 'M':
    case 'L':
    case 'T':
        return 2;
    case 'S':
    case 'Q':
        return 4;
    case 'C':
        return 6;
    case 'A':
        return 7;
    default:
        return -1;
    }
}

static struct point mirrored(const struct svg_path_reader *svg_path_reader,
                             const char *kinds)
{
    const struct point at = svg_path_reader->outline->at;

    if (!strchr(kinds, svg_path_reader->before))
        return at;
    return (struct point){2 * at.x - svg_path_reader->handle.x,
                          2 * at.y - svg_path_reader->handle.y};
}

static void add_cubic(struct svg_path_reader *svg_path_reader,
                      struct point first, struct point second, struct point to)
{
    path_buffer_curve(svg_path_reader->outline, first, second, to);
    svg_path_reader->handle = second;
}

/* Converts a quadratic curve: a cubic's control points are two thirds of the
 * way to the quadratic's. */
static void add_quadratic(struct svg_path_reader *svg_path_reader,
                          struct point control, struct point to)
{
    const struct point at = svg_path_reader->outline->at;
    const struct point first = {at.x + (control.x - at.x) * 2 / 3,
                                at.y + (control.y - at.y) * 2 / 3};
    const struct point second = {to.x + (control.x - to.x) * 2 / 3,
                                 to.y + (control.y - to.y) * 2 / 3};

    path_buffer_curve(svg_path_reader->outline, first, second, to);
    svg_path_reader->handle = control;
}

/* SVG 1.1, F.6.5: from the ends of an arc to its centre. @p half is half the
 * chord in the ellipse's own axes. Radii that cannot span the chord grow until
 * they do (F.6.6). */
static void find_centre(struct ellipse *ellipse, struct point half,
                        struct point middle, bool positive)
{
    double rx = ellipse->radius_x;
    double ry = ellipse->radius_y;
    const double need =
        half.x * half.x / (rx * rx) + half.y * half.y / (ry * ry);
    const double c = cos(ellipse->turn);
    const double s = sin(ellipse->turn);
    double away = 0;
    double x, y;

    if (need > 1) {
        rx = ellipse->radius_x *= sqrt(need);
        ry = ellipse->radius_y *= sqrt(need);
    } else {
        away = sqrt(1 / need - 1) * (positive ? 1 : -1);
    }
    x = away * rx * half.y / ry;
    y = -away * ry * half.x / rx;
    ellipse->centre.x = c * x - s * y + middle.x;
    ellipse->centre.y = s * x + c * y + middle.y;
}

/* The angle at which @p point lies on the ellipse, unstretched. */
static double angle_on(const struct ellipse *ellipse, struct point point)
{
    const double c = cos(ellipse->turn);
    const double s = sin(ellipse->turn);
    const double x = point.x - ellipse->centre.x;
    const double y = point.y - ellipse->centre.y;

    return atan2((c * y - s * x) / ellipse->radius_y,
                 (c * x + s * y) / ellipse->radius_x);
}

static void add_arc(struct svg_path_reader *svg_path_reader, const double n[7])
{
    static const double turn = 6.283185307179586;
    struct ellipse ellipse = {
        {0, 0}, fabs(n[0]), fabs(n[1]), n[2] * turn / 360};
    const bool large = n[3] != 0;
    const bool clockwise = n[4] != 0;
    const struct point from = svg_path_reader->outline->at;
    const struct point to = {n[5], n[6]};
    const struct point d = {(from.x - to.x) / 2, (from.y - to.y) / 2};
    const double c = cos(ellipse.turn);
    const double s = sin(ellipse.turn);
    double begin, sweep;

    if (d.x == 0 && d.y == 0)
        return;
    if (ellipse.radius_x < 1e-9 || ellipse.radius_y < 1e-9) {
        path_buffer_line(svg_path_reader->outline, to);
        return;
    }
    find_centre(&ellipse, (struct point){c * d.x + s * d.y, c * d.y - s * d.x},
                (struct point){(from.x + to.x) / 2, (from.y + to.y) / 2},
                large != clockwise);
    begin = angle_on(&ellipse, from);
    sweep = angle_on(&ellipse, to) - begin;
    if (clockwise && sweep < 0)
        sweep += turn;
    if (!clockwise && sweep > 0)
        sweep -= turn;
    path_buffer_arc(svg_path_reader->outline, &ellipse, begin, sweep);
}

/* Makes a relative command's numbers absolute. */
static void make_absolute(const struct svg_path_reader *svg_path_reader,
                          double *n, int count)
{
    const struct point at = svg_path_reader->outline->at;

    if (!svg_path_reader->relative)
        return;
    if (svg_path_reader->command == 'A') {
        n[5] += at.x;
        n[6] += at.y;
    } else if (svg_path_reader->command == 'V') {
        n[0] += at.y;
    } else {
        for (int i = 0; i < count; i++)
            n[i] += i % 2 ? at.y : at.x;
    }
}

static void draw(struct svg_path_reader *svg_path_reader, const double n[7])
{
    struct path_buffer *outline = svg_path_reader->outline;

    switch (svg_path_reader->command) {
    case 'M':
        path_buffer_move(outline, (struct point){n[0], n[1]});
        break;
    case 'L':
        path_buffer_line(outline, (struct point){n[0], n[1]});
        break;
    case 'H':
        path_buffer_line(outline, (struct point){n[0], outline->at.y});
        break;
    case 'V':
        path_buffer_line(outline, (struct point){outline->at.x, n[0]});
        break;
    case 'C':
        add_cubic(svg_path_reader, (struct point){n[0], n[1]},
                  (struct point){n[2], n[3]}, (struct point){n[4], n[5]});
        break;
    case 'S':
        add_cubic(svg_path_reader, mirrored(svg_path_reader, "CS"),
                  (struct point){n[0], n[1]}, (struct point){n[2], n[3]});
        break;
    case 'Q':
        add_quadratic(svg_path_reader, (struct point){n[0], n[1]},
                      (struct point){n[2], n[3]});
        break;
    case 'T':
        add_quadratic(svg_path_reader, mirrored(svg_path_reader, "QT"),
                      (struct point){n[0], n[1]});
        break;
    case 'A':
        add_arc(svg_path_reader, n);
        break;
    default:
        path_buffer_close(outline);
    }
    svg_path_reader->before = svg_path_reader->command;
}

static bool read_number(struct svg_path_reader *svg_path_reader, int index,
                        double *number)
{
    bool flag;

    if (svg_path_reader->command != 'A' || (index != 3 && index != 4))
        return svg_value_number(svg_path_reader->value, number);
    if (!svg_value_flag(svg_path_reader->value, &flag))
        return false;
    *number = flag;
    return true;
}

/* One set of numbers for the current command. */
static bool read_command(struct svg_path_reader *svg_path_reader)
{
    const int count = command_numbers(svg_path_reader->command);
    double numbers[7] = {0};

    for (int i = 0; i < count; i++) {
        if (i)
            svg_value_skip_comma(svg_path_reader->value);
        if (!read_number(svg_path_reader, i, &numbers[i]))
            return false;
    }
    make_absolute(svg_path_reader, numbers, count);
    draw(svg_path_reader, numbers);
    return true;
}

static bool read_command_name(struct svg_path_reader *svg_path_reader)
{
    const char command = *svg_path_reader->value->at;

    svg_path_reader->relative = command >= 'a' && command <= 'z';
    svg_path_reader->command =
        svg_path_reader->relative ? (char)(command - 'a' + 'A') : command;
    if (command_numbers(svg_path_reader->command) < 0)
        return svg_value_fail(svg_path_reader->value, RULE_ARTWORK_SYNTAX,
                              "a path command is expected");
    if (!svg_path_reader->before && svg_path_reader->command != 'M')
        return svg_value_fail(svg_path_reader->value, RULE_ARTWORK_SYNTAX,
                              "a path begins with a move");
    svg_path_reader->value->at++;
    svg_value_skip_space(svg_path_reader->value);
    return true;
}

/* Continues with another set of numbers of the same operator, if any. */
static bool has_more(struct svg_value *value)
{
    const char *const before = value->at;

    svg_value_skip_comma(value);
    if (value->at < value->end &&
        ((*value->at >= '0' && *value->at <= '9') || strchr("+-.", *value->at)))
        return true;
    value->at = before;
    return false;
}

bool svg_path_read(struct svg_value *value, struct path_buffer *outline)
{
    struct svg_path_reader svg_path_reader = {.value = value,
                                              .outline = outline};

    if (svg_value_take(value, "none"))
        return svg_value_finish(value);
    while (!svg_value_is_empty(value)) {
        if (!read_command_name(&svg_path_reader) ||
            !read_command(&svg_path_reader))
            return false;
        if (svg_path_reader.command == 'M')
            svg_path_reader.command = 'L';
        while (command_numbers(svg_path_reader.command) && has_more(value))
            if (!read_command(&svg_path_reader))
                return false;
    }
    return true;
}
