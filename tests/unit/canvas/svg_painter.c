#include "canvas/svg_painter.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

#include "model_face.h"

/* What is expected is written out by hand from SVG 2; the page is 120 by 60
 * points, 10 by 5 em. */

struct desk {
    struct arena *arena;
    struct display_list_builder *display_list;
    struct tag *root;
    struct buffer svg;
};

#define OPENING                                                                \
    "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 120 60\" "        \
    "width=\"10em\" height=\"5em\" font-family=\"'Liberation Sans', Arimo, "   \
    "Arial, Helvetica, sans-serif\" style=\"white-space:pre\">"

static int set_up(void **state)
{
    static struct desk desk;

    desk.arena = arena_new();
    desk.display_list = display_list_new(desk.arena);
    desk.root = display_list_add_tag(desk.display_list, TAG_DOCUMENT, NULL);
    desk.root->language = "en-GB";
    desk.svg = buffer_new(1024 * 1024);
    display_list_begin_page(desk.display_list, 120, 60);
    *state = &desk;
    return 0;
}

static int tear_down(void **state)
{
    struct desk *desk = *state;

    buffer_free(&desk->svg);
    arena_free(desk->arena);
    return 0;
}

static struct tag *add_tag(struct desk *desk, enum tag_kind kind)
{
    return display_list_add_tag(desk->display_list, kind, desk->root);
}

/* A glyph a byte; an apostrophe is drawn as the closing quote. */
static void say(struct desk *desk, const struct tag *tag, const char *text)
{
    const size_t count = strlen(text);
    struct glyph *glyphs = ARENA_ARRAY(desk->arena, struct glyph, count + 1);
    const struct mark mark = {
        .kind = MARK_GLYPHS,
        .tag = tag,
        .artifact = tag ? ARTIFACT_NONE : ARTIFACT_DECORATION,
        .colour = {0, 0.2, 1},
        .at = {10, 20.5},
        .run = {.face = &model_face,
                .size = 12,
                .glyphs = glyphs,
                .count = count,
                .text = text,
                .text_size = count,
                .width = 99.96},
    };

    for (size_t i = 0; i < count; i++)
        glyphs[i] = (struct glyph){.id = text[i] == '\'' ? 19 : 0,
                                   .text_start = (uint32_t)i,
                                   .text_size = 1};
    display_list_add_mark(desk->display_list, &mark);
}

static void draw_square(struct desk *desk, const struct tag *tag)
{
    static const unsigned char operators[] = {PATH_MOVE, PATH_LINE, PATH_CURVE,
                                              PATH_CLOSE};
    static const struct point points[] = {
        {0, 0}, {10, 0}, {10, 2.5}, {5, 7}, {0, 8}};
    static const struct point moves[] = {{0, 0}, {20, 0}};
    const struct mark mark = {.kind = MARK_FILL,
                              .tag = tag,
                              .artifact =
                                  tag ? ARTIFACT_NONE : ARTIFACT_DECORATION,
                              .colour = {1, 1, 0},
                              .path = {operators, 4, points, 5, moves, 2}};

    display_list_add_mark(desk->display_list, &mark);
}

#define SQUARES                                                                \
    "<path d=\"M0 0L10 0C10 2.5 5 7 0 8ZM20 0L30 0C30 2.5 25 7 20 8Z\" "       \
    "fill=\"#ffff00\"/>"

static void assert_svg(struct desk *desk, const char *wanted)
{
    const struct document document = display_list_finish(desk->display_list);
    struct svg_page svg_page = {0, 12};
    struct error err;

    assert_int_equal(
        painter_paint(svg_painter(&svg_page), &document, &desk->svg, &err),
        STATUS_OK);
    assert_string_equal(buffer_text(&desk->svg), wanted);
}

static void text_is_text_as_it_was_drawn(void **state)
{
    struct desk *desk = *state;

    say(desk, add_tag(desk, TAG_P), "It's <1>\n& 2");
    assert_svg(desk, OPENING "<text x=\"10\" y=\"20.5\" font-size=\"12\" "
                             "fill=\"#0033ff\" textLength=\"99.96\" "
                             "lengthAdjust=\"spacingAndGlyphs\">It\u2019s "
                             "&lt;1&gt; &amp; 2</text></svg>\n");
}

static void figure_is_a_group_with_its_alt_as_its_name(void **state)
{
    struct desk *desk = *state;
    struct tag *figure = add_tag(desk, TAG_FIGURE);

    figure->alt = "71%, \"12 of 17\"";
    draw_square(desk, figure);
    draw_square(desk, NULL);
    draw_square(desk, figure);
    draw_square(desk, NULL);
    assert_svg(desk,
               OPENING "<g role=\"img\" aria-label=\"71%, &quot;12 of "
                       "17&quot;\">" SQUARES SQUARES SQUARES
                       "</g><g aria-hidden=\"true\">" SQUARES "</g></svg>\n");
}

static void link_leads_and_names_its_language(void **state)
{
    struct desk *desk = *state;
    struct tag *link = add_tag(desk, TAG_LINK);

    link->uri = "https://www.example.org/?a=1&b=2";
    link->language = "cy";
    say(desk, link, "a");
    assert_svg(desk, OPENING "<a href=\"https://www.example.org/?a=1&amp;b=2\">"
                             "<text x=\"10\" y=\"20.5\" font-size=\"12\" "
                             "fill=\"#0033ff\" textLength=\"99.96\" "
                             "lengthAdjust=\"spacingAndGlyphs\" lang=\"cy\">a"
                             "</text></a></svg>\n");
}

/* A stroke of a vector picture; the svg element clips. */
static void artwork_is_cut_off_at_its_box(void **state)
{
    const struct artwork_shape shape = {
        .path = {(const unsigned char[]){PATH_MOVE, PATH_LINE}, 2,
                 (const struct point[]){{0, 0}, {4, 4}}, 2,
                 (const struct point[]){{0, 0}}, 1},
        .stroked = true,
        .stroke = {1, 0, 0},
        .line_width = 0.5,
        .round_caps = true,
        .miter_limit = 4};
    const struct artwork artwork = {.kind = ARTWORK_VECTOR,
                                    .width = 8,
                                    .height = 4,
                                    .shapes = &shape,
                                    .shape_count = 1};
    struct desk *desk = *state;
    struct tag *figure = add_tag(desk, TAG_FIGURE);
    const struct mark mark = {.kind = MARK_ARTWORK,
                              .tag = figure,
                              .artwork = &artwork,
                              .box = {1, 2, 16, 8}};

    figure->alt = "The logo";
    display_list_add_mark(desk->display_list, &mark);
    assert_svg(desk,
               OPENING "<g role=\"img\" aria-label=\"The logo\">"
                       "<svg x=\"1\" y=\"2\" width=\"16\" height=\"8\" "
                       "preserveAspectRatio=\"none\" viewBox=\"0 0 8 4\">"
                       "<path d=\"M0 0L4 4\" fill=\"none\" stroke=\"#ff0000\" "
                       "stroke-width=\"0.5\" stroke-linecap=\"round\" "
                       "stroke-miterlimit=\"4\"/></svg></g></svg>\n");
}

static void page_that_is_too_large_is_an_error(void **state)
{
    struct desk *desk = *state;
    struct svg_page svg_page = {0, 12};
    struct document document;
    struct error err;

    draw_square(desk, NULL);
    document = display_list_finish(desk->display_list);
    buffer_free(&desk->svg);
    desk->svg = buffer_new(100);
    assert_int_equal(
        painter_paint(svg_painter(&svg_page), &document, &desk->svg, &err),
        STATUS_LAYOUT);
    assert_int_equal(err.rule, RULE_PICTURE_TOO_LARGE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(text_is_text_as_it_was_drawn, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(
            figure_is_a_group_with_its_alt_as_its_name, set_up, tear_down),
        cmocka_unit_test_setup_teardown(link_leads_and_names_its_language,
                                        set_up, tear_down),
        cmocka_unit_test_setup_teardown(artwork_is_cut_off_at_its_box, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(page_that_is_too_large_is_an_error,
                                        set_up, tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
