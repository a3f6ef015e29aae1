#include "canvas/json_painter.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

/* A page 100 points wide with one mark. */
static const char *paint(struct buffer *json, const struct mark *mark)
{
    const struct page page = {100, 50, mark, 1};
    const struct document document = {.pages = &page, .page_count = 1};
    struct error err;

    buffer_clear(json);
    assert_int_equal(painter_paint(json_painter(), &document, json, &err),
                     STATUS_OK);
    return buffer_text(json);
}

#define BEGIN "{\"pages\":[\n{\"width\":100,\"height\":50,\"marks\":[\n"
#define NO_FACES "]}],\n\"faces\":[],\n\"glyphs\":[]}"

static void a_path_is_its_outline_and_its_places(void **state)
{
    static const unsigned char operators[] = {PATH_MOVE, PATH_LINE, PATH_CURVE,
                                              PATH_CLOSE};
    static const struct point points[] = {
        {0.5, -1}, {20, 10.126}, {1, 2}, {3, 4}, {5, 6}};
    static const struct point moves[] = {{0, 0}, {7, 8.25}};
    struct mark mark = {.kind = MARK_FILL,
                        .artifact = ARTIFACT_DECORATION,
                        .colour = {1, 0, 0.2},
                        .path = {operators, 4, points, 5, moves, 2, NULL}};
    struct buffer json = buffer_new(4096);

    assert_string_equal(paint(&json, &mark),
                        BEGIN "[\"f\",\"#ff0033\",\"M0.5-1L20 10.13C1 2 3 4 5 "
                              "6Z\",[0,0,7,8.25]]" NO_FACES);
    mark.kind = MARK_STROKE;
    mark.line_width = 0.75;
    mark.round_caps = true;
    mark.path.operator_count = 1;
    mark.path.copies = 1;
    assert_string_equal(
        paint(&json, &mark),
        BEGIN "[\"s\",\"#ff0033\",0.75,true,\"M0.5-1\",[0,0]]" NO_FACES);
    buffer_free(&json);
}

static void what_paints_nothing_is_left_out(void **state)
{
    const struct mark mark = {.kind = MARK_LINK, .box = {1, 2, 3, 4}};
    struct buffer json = buffer_new(4096);

    assert_string_equal(paint(&json, &mark), BEGIN NO_FACES);
    buffer_free(&json);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_path_is_its_outline_and_its_places),
        cmocka_unit_test(what_paints_nothing_is_left_out),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
