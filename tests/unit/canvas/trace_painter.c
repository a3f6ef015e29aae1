#include "canvas/trace_painter.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

#include "model_face.h"

struct desk {
    struct arena *arena;
    struct display_list_builder *display_list;
    struct buffer trace;
};

static int set_up(void **state)
{
    static struct desk desk;

    desk.arena = arena_new();
    desk.display_list = display_list_new(desk.arena);
    desk.trace = buffer_new(1024 * 1024);
    *state = &desk;
    return 0;
}

static int tear_down(void **state)
{
    struct desk *desk = *state;

    buffer_free(&desk->trace);
    arena_free(desk->arena);
    return 0;
}

static void say(struct desk *desk, const struct tag *tag, double y,
                const char *text)
{
    static struct glyph glyphs[16]; /* more than any text below has */
    struct mark mark = {
        .kind = MARK_GLYPHS,
        .tag = tag,
        .artifact = tag ? ARTIFACT_NONE : ARTIFACT_FOOTER,
        .colour = {0, 0.2, 1},
        .at = {56.69, y},
        .run = {.face = &model_face,
                .size = 12,
                .glyphs = glyphs,
                .count = strlen(text),
                .text = text,
                .text_size = strlen(text),
                .width = 99.96},
    };

    assert_true(mark.run.count <= sizeof glyphs / sizeof *glyphs);
    for (size_t i = 0; i < mark.run.count; i++)
        glyphs[i] = (struct glyph){.text_start = (uint32_t)i, .text_size = 1};
    display_list_add_mark(desk->display_list, &mark);
}

static const char *trace(struct desk *desk)
{
    const struct document document = display_list_finish(desk->display_list);
    struct error err;

    assert_int_equal(
        painter_paint(trace_painter(), &document, &desk->trace, &err),
        STATUS_OK);
    return buffer_text(&desk->trace);
}

static void assert_trace(struct desk *desk, const char *wanted)
{
    assert_string_equal(trace(desk), wanted);
}

static void an_empty_document_leaves_no_trace(void **state)
{
    assert_trace(*state, "");
}

static void glyphs_show_place_face_size_colour_and_text(void **state)
{
    struct desk *desk = *state;
    struct tag *root =
        display_list_add_tag(desk->display_list, TAG_DOCUMENT, NULL);
    struct tag *heading =
        display_list_add_tag(desk->display_list, TAG_H1, root);

    heading->title = "Dear \"all\"";
    display_list_begin_page(desk->display_list, A4_WIDTH, A4_HEIGHT);
    say(desk, heading, 100.05, "Dear \"all\"");
    assert_trace(desk,
                 "page 1 595.3 x 841.9\n"
                 "glyphs Document/H1#1 at 56.7 100.1 wide 100.0 Model-Regular "
                 "12.0 #0033ff \"Dear \\\"all\\\"\"\n"
                 "tags\n"
                 "Document\n"
                 "  H1#1 title \"Dear \\\"all\\\"\"\n"
                 "    text \"Dear \\\"all\\\"\"\n");
}

static void paths_show_their_operators(void **state)
{
    static const unsigned char operators[] = {PATH_MOVE, PATH_LINE, PATH_CURVE,
                                              PATH_CLOSE};
    static const struct point points[] = {
        {0.04, -0.04}, {-0.06, 10}, {1, 2}, {3, 4}, {5, 6.25}};
    static const struct point moves[] = {{0, 0}, {7, 8}};
    struct desk *desk = *state;
    struct mark mark = {.kind = MARK_FILL,
                        .artifact = ARTIFACT_DECORATION,
                        .colour = {1, 1, 1},
                        .path = {operators, 4, points, 5, moves, 1}};

    display_list_begin_page(desk->display_list, 10, 10);
    display_list_add_mark(desk->display_list, &mark);
    mark.kind = MARK_STROKE;
    mark.artifact = ARTIFACT_HEADER;
    mark.line_width = 0.5;
    mark.round_caps = true;
    mark.path.operator_count = 1;
    mark.path.copies = 2;
    display_list_add_mark(desk->display_list, &mark);
    assert_trace(desk, "page 1 10.0 x 10.0\n"
                       "fill [decoration] #ffffff m 0.0 0.0 l -0.1 10.0 "
                       "c 1.0 2.0 3.0 4.0 5.0 6.3 z\n"
                       "stroke [header] #ffffff line 0.5 round m 0.0 0.0 "
                       "m 7.0 8.0\n");
}

static void artwork_shows_its_name_and_size(void **state)
{
    const struct artwork artwork = {.kind = ARTWORK_RASTER,
                                    .path = "somewhere/else/logo.png",
                                    .width = 200,
                                    .height = 100};
    struct desk *desk = *state;
    struct tag *root =
        display_list_add_tag(desk->display_list, TAG_DOCUMENT, NULL);
    struct tag *figure =
        display_list_add_tag(desk->display_list, TAG_FIGURE, root);
    const struct mark mark = {.kind = MARK_ARTWORK,
                              .tag = figure,
                              .artwork = &artwork,
                              .box = {1, 2, 3, 4}};

    figure->alt = "The logo";
    root->language = "en-GB";
    display_list_begin_page(desk->display_list, 10, 10);
    display_list_add_mark(desk->display_list, &mark);
    assert_trace(desk, "page 1 10.0 x 10.0\n"
                       "artwork Document/Figure#1 box 1.0 2.0 3.0 4.0 raster "
                       "200.0 x 100.0 \"logo.png\"\n"
                       "tags\n"
                       "Document language \"en-GB\"\n"
                       "  Figure#1 alt \"The logo\"\n"
                       "    artwork\n");
}

/* A tag that is made first but mentioned last is read last; one that no mark
 * mentions is not there; a paragraph goes on over a page and around a link. */
static void tags_are_read_in_the_order_of_their_marks(void **state)
{
    struct desk *desk = *state;
    struct tag *root =
        display_list_add_tag(desk->display_list, TAG_DOCUMENT, NULL);
    struct tag *late = display_list_add_tag(desk->display_list, TAG_P, root);
    struct tag *list = display_list_add_tag(desk->display_list, TAG_L, root);
    struct tag *never = display_list_add_tag(desk->display_list, TAG_LI, list);
    struct tag *first = display_list_add_tag(desk->display_list, TAG_P, root);
    struct tag *link =
        display_list_add_tag(desk->display_list, TAG_LINK, first);
    const struct mark area = {
        .kind = MARK_LINK, .tag = link, .box = {0, 0, 1, 1}};
    const char *text;

    (void)never;
    list->ordered = true;
    link->uri = "https://www.example.org/";
    display_list_begin_page(desk->display_list, 10, 10);
    say(desk, first, 1, "One ");
    say(desk, first, 2, "two ");
    say(desk, link, 3, "three");
    display_list_add_mark(desk->display_list, &area);
    say(desk, NULL, 9, "1");
    display_list_begin_page(desk->display_list, 10, 10);
    say(desk, first, 1, " four");
    say(desk, list, 2, "five");
    say(desk, late, 3, "six");
    text = trace(desk);
    assert_non_null(strstr(text, "tags\n"));
    assert_string_equal(strstr(text, "tags\n"),
                        "tags\n"
                        "Document\n"
                        "  P#4\n"
                        "    text \"One two \"\n"
                        "    Link#5 uri \"https://www.example.org/\"\n"
                        "      text \"three\"\n"
                        "      link\n"
                        "    text \" four\"\n"
                        "  L#2 ordered\n"
                        "    text \"five\"\n"
                        "  P#1\n"
                        "    text \"six\"\n");
    assert_non_null(strstr(text, "link Document/P#4/Link#5 box 0.0 0.0 1.0 1.0 "
                                 "\"https://www.example.org/\"\n"));
    assert_non_null(strstr(text, "glyphs [footer] at"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(an_empty_document_leaves_no_trace,
                                        set_up, tear_down),
        cmocka_unit_test_setup_teardown(
            glyphs_show_place_face_size_colour_and_text, set_up, tear_down),
        cmocka_unit_test_setup_teardown(paths_show_their_operators, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(artwork_shows_its_name_and_size, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(
            tags_are_read_in_the_order_of_their_marks, set_up, tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
