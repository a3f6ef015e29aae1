#include "canvas/path.h"

#include <cairo.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

static const double PI = 3.141592653589793;

struct desk {
    struct arena *arena;
    struct path_builder *builder;
};

static int set_up(void **state)
{
    static struct desk desk;

    desk.arena = arena_new();
    desk.builder = path_builder_new();
    *state = &desk;
    return 0;
}

static int tear_down(void **state)
{
    struct desk *desk = *state;

    path_builder_free(desk->builder);
    arena_free(desk->arena);
    return 0;
}

static struct path finish(struct desk *desk)
{
    return path_finish(desk->builder, desk->arena);
}

static void assert_near(double got, double wanted, double slack)
{
    if (!(fabs(got - wanted) <= slack))
        fail_msg("%.6f is not within %g of %.6f", got, slack, wanted);
}

static size_t points_of(unsigned char operator)
{
    return operator== PATH_CURVE ? 3 : operator== PATH_CLOSE ? 0 : 1;
}

/* The area inside, each turn counted with its sign (clockwise on the page is
 * positive): Green's theorem over 64 chords a curve. */
static double signed_area(const struct path *path)
{
    double twice = 0;
    struct point from = {0, 0};
    struct point start = {0, 0};
    const struct point *at = path->points;

    for (size_t i = 0; i < path->operator_count; i++) {
        unsigned char operator= path->operators[i];
        int chords = operator== PATH_CURVE ? 64 : 1;
        struct point begin = from;
        for (int c = 1; c <= chords && operator!= PATH_MOVE; c++) {
            double t = (double)c / chords;
            double u = 1 - t;
            struct point to = operator== PATH_CLOSE ? start : at[0];
            if (operator== PATH_CURVE) {
                to.x = u * u * u * begin.x + 3 * u * u * t * at[0].x +
                       3 * u * t * t * at[1].x + t * t * t * at[2].x;
                to.y = u * u * u * begin.y + 3 * u * u * t * at[0].y +
                       3 * u * t * t * at[1].y + t * t * t * at[2].y;
            }
            twice += from.x * to.y - to.x * from.y;
            from = to;
        }
        if (operator== PATH_MOVE)
            from = start = at[0];
        at += points_of(operator);
    }
    return twice / 2;
}

static void nothing_built_gives_an_empty_path(void **state)
{
    struct path path = finish(*state);
    struct rect box = path_box(&path);

    assert_int_equal(path.operator_count, 0);
    assert_int_equal(path.point_count, 0);
    assert_near(box.width + box.height, 0, 0);
}

static void a_rectangle_is_three_lines_and_a_close(void **state)
{
    static const unsigned char wanted[] = {PATH_MOVE, PATH_LINE, PATH_LINE,
                                           PATH_LINE, PATH_CLOSE};
    struct desk *desk = *state;
    struct path path;

    path_rectangle(desk->builder, (struct rect){10, 20, 30, 40});
    path = finish(desk);
    assert_int_equal(path.operator_count, 5);
    assert_memory_equal(path.operators, wanted, 5);
    assert_int_equal(path.point_count, 4);
    assert_near(path.points[2].x, 40, 0);
    assert_near(path.points[2].y, 60, 0);
    assert_near(signed_area(&path), 1200, 1e-9);
}

static void a_move_that_draws_nothing_is_dropped(void **state)
{
    struct desk *desk = *state;
    struct path path;

    path_move(desk->builder, 1, 1);
    path_move(desk->builder, 2, 2);
    path_line(desk->builder, 3, 2);
    path_move(desk->builder, 9, 9);
    path = finish(desk);
    assert_int_equal(path.operator_count, 2);
    assert_int_equal(path.operators[0], PATH_MOVE);
    assert_near(path.points[0].x, 2, 0);
    assert_int_equal(path.operators[1], PATH_LINE);
}

static void the_builder_is_empty_after_finish(void **state)
{
    struct desk *desk = *state;

    path_circle(desk->builder, 0, 0, 5);
    finish(desk);
    assert_int_equal(finish(desk).operator_count, 0);
}

static void a_circle_is_round(void **state)
{
    struct desk *desk = *state;
    struct path path;

    path_circle(desk->builder, 100, 200, 50);
    path = finish(desk);
    /* pi 50^2 = 7853.98; 0.0016 off the radius is 0.5 of area */
    assert_near(signed_area(&path), 7853.98, 0.5);
    assert_int_equal(path.operators[path.operator_count - 1], PATH_CLOSE);
    for (size_t i = 0, at = 0; i < path.operator_count; i++) {
        at += points_of(path.operators[i]);
        if (path.operators[i] == PATH_CURVE)
            assert_near(
                hypot(path.points[at - 1].x - 100, path.points[at - 1].y - 200),
                50, 0.001);
    }
}

static void an_arc_runs_clockwise_from_the_right(void **state)
{
    struct desk *desk = *state;
    struct path path;

    path_arc(desk->builder, 0, 0, 10, 0, PI / 2);
    path = finish(desk);
    assert_near(path.points[0].x, 10, 0.001);
    assert_near(path.points[0].y, 0, 0.001);
    assert_near(path.points[path.point_count - 1].x, 0, 0.001);
    assert_near(path.points[path.point_count - 1].y, 10, 0.001);
}

static void an_arc_that_ends_before_it_begins_runs_back(void **state)
{
    struct desk *desk = *state;
    struct path path;
    struct rect box;

    path_arc(desk->builder, 0, 0, 10, PI / 2, 0);
    path = finish(desk);
    box = path_box(&path);
    assert_near(path.points[0].y, 10, 0.001);
    assert_near(path.points[path.point_count - 1].x, 10, 0.001);
    assert_near(box.width, 10, 0.001);
    assert_near(box.height, 10, 0.001);
}

static void a_slice_has_the_area_of_its_share(void **state)
{
    struct desk *desk = *state;
    struct path path;

    path_ring(desk->builder, 0, 0, 30, 50, -PI / 2, 0);
    path = finish(desk);
    /* a quarter of pi (50^2 - 30^2) = 1256.64 */
    assert_near(signed_area(&path), 1256.64, 0.1);
    assert_int_equal(path.operators[path.operator_count - 1], PATH_CLOSE);
}

static void a_slice_is_the_same_from_either_end(void **state)
{
    struct desk *desk = *state;
    struct path there, back;

    path_ring(desk->builder, 0, 0, 30, 50, 1, 2);
    there = finish(desk);
    path_ring(desk->builder, 0, 0, 30, 50, 2, 1);
    back = finish(desk);
    assert_int_equal(there.point_count, back.point_count);
    assert_memory_equal(there.points, back.points,
                        there.point_count * sizeof(struct point));
}

static void a_whole_ring_is_two_circles_in_opposite_directions(void **state)
{
    struct desk *desk = *state;
    struct path path;
    size_t closes = 0;

    path_ring(desk->builder, 10, 10, 30, 50, -PI / 2, 1.5 * PI);
    path = finish(desk);
    for (size_t i = 0; i < path.operator_count; i++)
        closes += path.operators[i] == PATH_CLOSE;
    assert_int_equal(closes, 2);
    /* pi (50^2 - 30^2) = 5026.55: the hole counts against the disc */
    assert_near(signed_area(&path), 5026.55, 0.5);
}

static void a_ring_without_a_hole_is_a_pie(void **state)
{
    struct desk *desk = *state;
    struct path path;

    path_ring(desk->builder, 0, 0, 0, 10, 0, PI);
    path = finish(desk);
    assert_near(signed_area(&path), 157.08, 0.1); /* pi 10^2 / 2 */
    path_ring(desk->builder, 0, 0, 0, 10, 0, 2 * PI);
    path = finish(desk);
    assert_near(signed_area(&path), 314.16, 0.1);
}

static void a_ring_of_no_turn_is_nothing(void **state)
{
    struct desk *desk = *state;

    path_ring(desk->builder, 0, 0, 30, 50, 1, 1);
    assert_int_equal(finish(desk).operator_count, 0);
}

static void a_ring_is_not_joined_to_what_was_drawn_before(void **state)
{
    struct desk *desk = *state;
    struct path path;

    path_move(desk->builder, 500, 500);
    path_line(desk->builder, 510, 500);
    path_ring(desk->builder, 0, 0, 30, 50, 0, 1);
    path = finish(desk);
    assert_int_equal(path.operators[1], PATH_LINE);
    assert_int_equal(path.operators[2], PATH_MOVE);
}

static void corners_are_never_rounder_than_the_box_allows(void **state)
{
    struct desk *desk = *state;
    struct path path;

    path_rounded_rectangle(desk->builder, (struct rect){0, 0, 20, 20}, 99);
    path = finish(desk);
    assert_near(signed_area(&path), 314.16, 0.1); /* a circle of radius 10 */
    path_rounded_rectangle(desk->builder, (struct rect){0, 0, 20, 20}, 0);
    path = finish(desk);
    assert_near(signed_area(&path), 400, 1e-9);
    path_rounded_rectangle(desk->builder, (struct rect){0, 0, 20, 10}, 2);
    path = finish(desk);
    /* 200 - (4 - pi) 2^2 = 196.57 */
    assert_near(signed_area(&path), 196.57, 0.01);
}

static void large_coordinates_keep_their_precision(void **state)
{
    struct desk *desk = *state;
    struct path path;

    path_move(desk->builder, 14400.0625, -14400.0625);
    path_line(desk->builder, 0.3, 0.7);
    path = finish(desk);
    assert_near(path.points[0].x, 14400.0625, 0);
    assert_near(path.points[0].y, -14400.0625, 0);
    assert_near(path.points[1].x, 0.3, 1.0 / 8192);
}

static void a_transformed_path_leaves_the_first_alone(void **state)
{
    struct desk *desk = *state;
    struct path path, moved;

    path_rectangle(desk->builder, (struct rect){1, 2, 3, 4});
    path = finish(desk);
    moved = path_transform(desk->arena, &path,
                           (struct matrix){2, 0, 0, 3, 100, 200});
    assert_near(path.points[0].x, 1, 0);
    assert_near(moved.points[0].x, 102, 0); /* 2 x 1 + 100 */
    assert_near(moved.points[2].y, 218, 0); /* 3 x 6 + 200 */
    assert_int_equal(moved.operator_count, path.operator_count);
}

static void repeated_paths_stand_where_they_were_moved(void **state)
{
    struct desk *desk = *state;
    const struct point moves[] = {{0, 0}, {10, 0}, {0, -7}};
    struct path path;

    path_rectangle(desk->builder, (struct rect){1, 2, 3, 4});
    path = finish(desk);
    path.moves = moves;
    path.copies = 3;
    assert_near(path_box(&path).x, 1, 0);
    assert_near(path_box(&path).y, -5, 0);      /* 2 - 7 */
    assert_near(path_box(&path).width, 13, 0);  /* 10 + 3 */
    assert_near(path_box(&path).height, 11, 0); /* 7 + 4 */
}

static void a_walk_goes_through_all_copies(void **state)
{
    static const unsigned char operators[] = {PATH_MOVE, PATH_CURVE,
                                              PATH_CLOSE};
    static const struct point points[] = {{1, 2}, {3, 4}, {5, 6}, {7, 8}};
    static const struct point moves[] = {{10, 20}, {-1, 0}};
    const struct path path = {.operators = operators,
                              .operator_count = 3,
                              .points = points,
                              .point_count = 4,
                              .moves = moves,
                              .copies = 2};
    struct path_walk walk = {0};

    for (size_t copy = 0; copy < 2; copy++)
        for (size_t i = 0, at = 0; i < 3; i++) {
            assert_true(path_walk_next(&walk, &path));
            assert_int_equal(walk.operator, operators[i]);
            assert_int_equal(walk.point_count, points_of(operators[i]));
            for (size_t p = 0; p < walk.point_count; p++, at++) {
                assert_near(walk.points[p].x, points[at].x + moves[copy].x, 0);
                assert_near(walk.points[p].y, points[at].y + moves[copy].y, 0);
            }
        }
    assert_false(path_walk_next(&walk, &path));
}

static void a_walk_through_nothing_ends_at_once(void **state)
{
    const struct path path = finish(*state);
    struct path_walk walk = {0};

    assert_false(path_walk_next(&walk, &path));
}

/* cairo's points of its current path, without moves that draw nothing. */
static size_t cairo_points(cairo_t *cairo, struct point *points)
{
    cairo_path_t *path = cairo_copy_path(cairo);
    size_t count = 0;

    for (int i = 0; i < path->num_data; i += path->data[i].header.length) {
        const cairo_path_data_t *data = &path->data[i];
        const int next = i + data->header.length;
        if (data->header.type == CAIRO_PATH_MOVE_TO &&
            (next >= path->num_data ||
             path->data[next].header.type == CAIRO_PATH_MOVE_TO))
            continue;
        for (int j = 1; j < data->header.length; j++)
            points[count++] = (struct point){data[j].point.x, data[j].point.y};
    }
    cairo_path_destroy(path);
    cairo_new_path(cairo);
    return count;
}

/* The same ring in cairo, whose context is enlarged sixteen times. */
static void cairo_ring(cairo_t *cairo, struct point at, double inner,
                       double outer, double from, double to)
{
    cairo_new_sub_path(cairo);
    cairo_arc(cairo, at.x, at.y, outer, from, to);
    cairo_arc_negative(cairo, at.x, at.y, inner, to, from);
    cairo_close_path(cairo);
}

static void arcs_are_those_of_cairo(void **state)
{
    struct desk *desk = *state;
    cairo_surface_t *surface =
        cairo_image_surface_create(CAIRO_FORMAT_A8, 1, 1);
    cairo_t *cairo = cairo_create(surface);
    struct point points[256];

    cairo_scale(cairo, 16, 16);
    for (int i = 1; i < 1000; i++) {
        const struct point at = {i / 7.0, i / 11.0};
        const double inner = 0.3 + i / 9.0;
        const double outer = inner + i / 13.0;
        const double to = -1 + 2 * PI * i / 1000;
        struct path path;

        cairo_ring(cairo, at, inner, outer, -1, to);
        path_ring(desk->builder, at.x, at.y, inner, outer, -1, to);
        path = finish(desk);
        assert_int_equal(cairo_points(cairo, points), path.point_count);
        for (size_t j = 0; j < path.point_count; j++) {
            assert_near(path.points[j].x, points[j].x, 0);
            assert_near(path.points[j].y, points[j].y, 0);
        }
    }
    cairo_destroy(cairo);
    cairo_surface_destroy(surface);
}

static struct path ring_of(struct desk *desk, int number)
{
    path_ring(desk->builder, number % 7, number / 7.0, 10, 20, 0, number);
    path_line(desk->builder, number, number);
    return finish(desk);
}

static void what_is_built_again_is_the_same(void **state)
{
    struct desk *desk = *state;

    for (int i = 0; i < 3000; i++) {
        struct desk fresh = {desk->arena, path_builder_new()};
        const struct path first = ring_of(&fresh, i % 1000);
        const struct path again = ring_of(desk, i % 1000);
        assert_int_equal(again.operator_count, first.operator_count);
        assert_int_equal(again.point_count, first.point_count);
        assert_memory_equal(again.operators, first.operators,
                            first.operator_count);
        assert_memory_equal(again.points, first.points,
                            first.point_count * sizeof *first.points);
        path_builder_free(fresh.builder);
    }
}

static void a_path_stays_when_others_are_built(void **state)
{
    struct desk *desk = *state;
    const struct path first = ring_of(desk, 3);
    const struct path again = ring_of(desk, 3);

    for (int i = 0; i < 2000; i++)
        ring_of(desk, i);
    assert_memory_equal(again.points, first.points,
                        first.point_count * sizeof *first.points);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_built_gives_an_empty_path),
        cmocka_unit_test(a_rectangle_is_three_lines_and_a_close),
        cmocka_unit_test(a_move_that_draws_nothing_is_dropped),
        cmocka_unit_test(the_builder_is_empty_after_finish),
        cmocka_unit_test(a_circle_is_round),
        cmocka_unit_test(an_arc_runs_clockwise_from_the_right),
        cmocka_unit_test(an_arc_that_ends_before_it_begins_runs_back),
        cmocka_unit_test(a_slice_has_the_area_of_its_share),
        cmocka_unit_test(a_slice_is_the_same_from_either_end),
        cmocka_unit_test(a_whole_ring_is_two_circles_in_opposite_directions),
        cmocka_unit_test(a_ring_without_a_hole_is_a_pie),
        cmocka_unit_test(a_ring_of_no_turn_is_nothing),
        cmocka_unit_test(a_ring_is_not_joined_to_what_was_drawn_before),
        cmocka_unit_test(corners_are_never_rounder_than_the_box_allows),
        cmocka_unit_test(repeated_paths_stand_where_they_were_moved),
        cmocka_unit_test(a_walk_goes_through_all_copies),
        cmocka_unit_test(a_walk_through_nothing_ends_at_once),
        cmocka_unit_test(large_coordinates_keep_their_precision),
        cmocka_unit_test(a_transformed_path_leaves_the_first_alone),
        cmocka_unit_test(arcs_are_those_of_cairo),
        cmocka_unit_test(what_is_built_again_is_the_same),
        cmocka_unit_test(a_path_stays_when_others_are_built),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
