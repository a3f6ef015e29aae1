#include "canvas/artwork.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/buffer.h"

#define SVG "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 100 50\""

static int set_up(void **state)
{
    *state = arena_new();
    return 0;
}

static int tear_down(void **state)
{
    arena_free(*state);
    return 0;
}

static const struct artwork *read_svg(void **state, const char *svg)
{
    const struct artwork *artwork = NULL;
    struct error err = {0};

    if (artwork_read_bytes(*state, "a.svg", svg, strlen(svg), &artwork, &err))
        fail_msg("%s: %d:%d: %s: %s", svg, err.location.line,
                 err.location.column, err.field, err.message);
    return artwork;
}

/* What stands in an svg element of 100 by 50; one shape is expected. */
static const struct artwork_shape *read_shape(void **state, const char *inside)
{
    const struct artwork *artwork =
        read_svg(state, arena_printf(*state, SVG ">%s</svg>", inside));

    assert_int_equal(artwork->shape_count, 1);
    return artwork->shapes;
}

static size_t count_shapes(void **state, const char *inside)
{
    return read_svg(state, arena_printf(*state, SVG ">%s</svg>", inside))
        ->shape_count;
}

static struct error refuse_bytes(void **state, const void *bytes, size_t size)
{
    const struct artwork *artwork = NULL;
    struct error err = {0};

    if (artwork_read_bytes(*state, "a.svg", bytes, size, &artwork, &err) ==
        STATUS_OK)
        fail_msg("%.*s is accepted", (int)size, (const char *)bytes);
    assert_null(artwork);
    return err;
}

static void assert_refused(void **state, const char *svg,
                           enum diagnostic_id rule, const char *field, int line,
                           int column)
{
    const struct error err = refuse_bytes(state, svg, strlen(svg));

    if (err.rule != rule || strcmp(err.field, field) != 0 ||
        err.location.line != line || err.location.column != column)
        fail_msg("%s: %s %d:%d: %s: %s", svg, rule_id(err.rule),
                 err.location.line, err.location.column, err.field,
                 err.message);
    assert_int_not_equal(err.message[0], '\0');
    assert_null(strchr(err.message, '\n'));
}

/* @p inside stands on line 2. */
static void assert_unsupported(void **state, const char *inside,
                               const char *field, int column)
{
    assert_refused(state, arena_printf(*state, SVG ">\n%s</svg>", inside),
                   RULE_ARTWORK_UNSUPPORTED, field, 2, column);
}

static void assert_wrong(void **state, const char *inside, const char *field,
                         int column)
{
    assert_refused(state, arena_printf(*state, SVG ">\n%s</svg>", inside),
                   RULE_ARTWORK_SYNTAX, field, 2, column);
}

static void assert_near(double got, double wanted)
{
    if (!(fabs(got - wanted) < 1e-9))
        fail_msg("%.12g is not %.12g", got, wanted);
}

static void assert_colour(struct colour got, int red, int green, int blue)
{
    assert_near(got.red * 255, red);
    assert_near(got.green * 255, green);
    assert_near(got.blue * 255, blue);
}

static void assert_box(const struct path *path, double x, double y,
                       double width, double height)
{
    const struct rect box = path_box(path);

    assert_near(box.x, x);
    assert_near(box.y, y);
    assert_near(box.width, width);
    assert_near(box.height, height);
}

static void a_shape_is_black_and_not_stroked_unless_it_says_so(void **state)
{
    const struct artwork_shape *shape =
        read_shape(state, "<rect x='1' y='2' width='3' height='4'/>");

    assert_true(shape->filled);
    assert_false(shape->stroked);
    assert_false(shape->even_odd);
    assert_colour(shape->fill, 0, 0, 0);
    assert_box(&shape->path, 1, 2, 3, 4);
}

static void the_view_box_gives_size_and_origin(void **state)
{
    const struct artwork *artwork = read_svg(
        state, "<svg xmlns='http://www.w3.org/2000/svg' width='9cm' "
               "viewBox='-10,20 200 100'><rect x='-10' y='20' width='5' "
               "height='5'/></svg>");

    assert_int_equal(artwork->kind, ARTWORK_VECTOR);
    assert_near(artwork->width, 200);
    assert_near(artwork->height, 100);
    assert_box(&artwork->shapes[0].path, 0, 0, 5, 5);
}

static void width_and_height_serve_where_there_is_no_view_box(void **state)
{
    const struct artwork *artwork =
        read_svg(state, "<svg xmlns='http://www.w3.org/2000/svg' "
                        "width='25.4mm' height='72pt'/>");

    assert_near(artwork->width, 96);
    assert_near(artwork->height, 96);
    assert_int_equal(artwork->shape_count, 0);
}

static void a_picture_without_size_is_refused(void **state)
{
    static const char *const roots[] = {
        "<svg xmlns='http://www.w3.org/2000/svg'/>",
        "<svg xmlns='http://www.w3.org/2000/svg' width='5'/>",
        "<svg xmlns='http://www.w3.org/2000/svg' width='5' height='0'/>",
        "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 0 5'/>",
        "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 5 -5'/>",
        "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 5 900000'/>",
    };

    for (size_t i = 0; i < sizeof roots / sizeof *roots; i++)
        assert_refused(state, roots[i], RULE_ARTWORK_UNSUPPORTED, "", 1, 1);
    assert_refused(state,
                   "<svg xmlns='http://www.w3.org/2000/svg' "
                   "viewBox='0 0 5'/>",
                   RULE_ARTWORK_SYNTAX, "viewBox", 1, 55);
    assert_refused(state,
                   "<svg xmlns='http://www.w3.org/2000/svg' "
                   "width='50%' height='5'/>",
                   RULE_ARTWORK_UNSUPPORTED, "width", 1, 50);
}

static void every_shape_is_drawn(void **state)
{
    const struct artwork_shape *shape;

    shape = read_shape(state, "<circle cx='10' cy='20' r='5'/>");
    assert_box(&shape->path, 5, 15, 10, 10);
    shape = read_shape(state, "<ellipse cx='10' cy='20' rx='5' ry='2'/>");
    assert_box(&shape->path, 5, 18, 10, 4);
    shape = read_shape(state, "<line x1='1' y1='2' x2='4' y2='6'/>");
    assert_box(&shape->path, 1, 2, 3, 4);
    shape = read_shape(state, "<polyline points='1,2 4,6,0 0'/>");
    assert_int_equal(shape->path.operator_count, 3);
    shape = read_shape(state, "<polygon points='1-2 4,6'/>");
    assert_int_equal(shape->path.operators[2], PATH_CLOSE);
    shape = read_shape(state, "<path d='M0 0h5v5z'/>");
    assert_box(&shape->path, 0, 0, 5, 5);
}

static void a_rounded_rectangle_takes_the_missing_radius(void **state)
{
    const struct artwork_shape *shape =
        read_shape(state, "<rect x='0' y='0' width='20' height='10' rx='4'/>");

    assert_near(shape->path.points[0].x, 4); /* begins behind the corner */
    assert_box(&shape->path, 0, 0, 20, 10);
    shape = read_shape(state, "<rect width='20' height='10' ry='99' rx='2'/>");
    assert_near(shape->path.points[0].x, 2);
    assert_box(&shape->path, 0, 0, 20, 10);
    shape = read_shape(state, "<rect width='20' height='10' rx='0' ry='5'/>");
    assert_int_equal(shape->path.operator_count, 5);
}

static void what_has_no_size_is_not_drawn(void **state)
{
    assert_int_equal(
        count_shapes(state,
                     "<rect width='0' height='5'/><circle r='0'/>"
                     "<ellipse rx='0' ry='5'/><ellipse/><path/><path d=''/>"
                     "<polygon points=''/><rect/>"),
        0);
    assert_int_equal(
        count_shapes(state, "<g transform='scale(0)'><circle r='5'/></g>"), 0);
}

static void what_is_hidden_is_not_drawn(void **state)
{
    assert_int_equal(
        count_shapes(state, "<circle r='5' display='none'/>"
                            "<circle r='5' visibility='hidden'/>"
                            "<circle r='5' fill='none'/>"
                            "<circle r='5' fill-opacity='0'/>"
                            "<circle r='5' style='fill:none;stroke:none'/>"
                            "<circle r='5' fill='none' stroke='red' "
                            "stroke-width='0'/>"
                            "<g display='none'><text>x</text></g>"
                            "<g visibility='hidden'><circle r='5'/>"
                            "<circle r='5' visibility='visible'/></g>"),
        1);
    assert_int_equal(read_svg(state, SVG " display='none'></svg>")->shape_count,
                     0);
}

static void paint_is_inherited_and_overruled(void **state)
{
    const struct artwork *artwork = read_svg(
        state, SVG " fill='red'><g stroke='#00f' stroke-width='2' "
                   "stroke-linecap='round' stroke-linejoin='round' "
                   "fill-rule='evenodd'><path d='M0 0h1'/>"
                   "<path d='M0 0h1' fill='none' stroke-linecap='butt' "
                   "stroke-miterlimit='9'/></g><path d='M0 0h1'/></svg>");
    const struct artwork_shape *shapes = artwork->shapes;

    assert_int_equal(artwork->shape_count, 3);
    assert_true(shapes[0].filled && shapes[0].stroked);
    assert_true(shapes[0].round_caps && shapes[0].round_joins);
    assert_true(shapes[0].even_odd);
    assert_colour(shapes[0].fill, 255, 0, 0);
    assert_colour(shapes[0].stroke, 0, 0, 255);
    assert_near(shapes[0].line_width, 2);
    assert_near(shapes[0].miter_limit, 4);
    assert_false(shapes[1].filled);
    assert_false(shapes[1].round_caps);
    assert_near(shapes[1].miter_limit, 9);
    assert_false(shapes[2].stroked);
    assert_false(shapes[2].even_odd);
}

static void style_overrules_attributes(void **state)
{
    const struct artwork_shape *shape = read_shape(
        state, "<path d='M0 0h1' style=' fill : #ff0000 ;;Stroke:rgb(0, 50%,"
               "255);stroke-width:2px; -inkscape-stroke:none;font-size:12em;' "
               "fill='blue' stroke-width='7'/>");

    assert_colour(shape->fill, 255, 0, 0);
    assert_near(shape->stroke.green, 0.5);
    assert_near(shape->stroke.blue, 1);
    assert_near(shape->line_width, 2);
}

static void inherit_takes_the_value_of_the_parent(void **state)
{
    const struct artwork_shape *shape = read_shape(
        state, "<g fill='red' stroke='lime'><path d='M0 0h1' fill='blue' "
               "style='fill:inherit' stroke='inherit'/></g>");

    assert_colour(shape->fill, 255, 0, 0);
    assert_colour(shape->stroke, 0, 255, 0);
}

static void current_colour_is_the_property_color(void **state)
{
    const struct artwork_shape *shape = read_shape(
        state, "<g color='teal'><path d='M0 0h1' fill='currentColor'/></g>");

    assert_colour(shape->fill, 0, 128, 128);
}

static void colours_are_read_in_every_notation(void **state)
{
    static const struct {
        const char *text;
        int red, green, blue;
    } cases[] = {
        {"#1aF", 0x11, 0xaa, 0xff},
        {"#102030", 16, 32, 48},
        {"rgb(1,2,3)", 1, 2, 3},
        {"rgb( 300 -5 0 )", 255, 0, 0},
        {"RGB(100%,0%,20%)", 255, 0, 51},
        {"Navy", 0, 0, 128},
        {"black", 0, 0, 0},
        {"white", 255, 255, 255},
        {"grey", 128, 128, 128},
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct artwork_shape *shape = read_shape(
            state, arena_printf(*state, "<path d='M0 0h1' fill='%s'/>",
                                cases[i].text));
        assert_colour(shape->fill, cases[i].red, cases[i].green, cases[i].blue);
    }
}

static void transforms_apply_from_the_last_to_the_first(void **state)
{
    static const struct {
        const char *transform;
        double x, y; /* where (3, 4) goes */
    } cases[] = {
        {"translate(10)", 13, 4},
        {"translate(10,20)", 13, 24},
        {"scale(2)", 6, 8},
        {"scale(2 -1)", 6, -4},
        {"rotate(90)", -4, 3},
        {"rotate(90, 3, 4)", 3, 4},
        {"rotate(180 10 10)", 17, 16},
        {"skewX(45)", 7, 4},
        {"skewY(45)", 3, 7},
        {"matrix(1 2 3 4 5 6)", 20, 28}, /* 3+12+5, 6+16+6 */
        {"translate(10 0) scale(2)", 16, 8},
        {"scale(2),translate(10 0)", 26, 8},
        {" translate (1 , 1)\n", 4, 5},
        {"", 3, 4},
        {"none", 3, 4},
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct artwork_shape *shape = read_shape(
            state, arena_printf(*state, "<path d='M3 4h0' transform='%s'/>",
                                cases[i].transform));
        assert_near(shape->path.points[0].x, cases[i].x);
        assert_near(shape->path.points[0].y, cases[i].y);
    }
}

static void the_outer_transform_applies_after_the_inner(void **state)
{
    const struct artwork_shape *shape = read_shape(
        state, "<g transform='translate(10)'><path transform='scale(2)' "
               "d='M3 4h0'/></g>");

    assert_near(shape->path.points[0].x, 16);
}

static void a_stroke_grows_with_the_transform(void **state)
{
    const struct artwork_shape *shape =
        read_shape(state, "<path transform='scale(3) rotate(30)' d='M0 0h1' "
                          "stroke='red' stroke-width='2'/>");

    assert_near(shape->line_width, 6);
}

static void a_stroke_that_would_be_uneven_is_refused(void **state)
{
    assert_unsupported(state,
                       "<path transform='scale(1,1.02)' d='M0 0h1' "
                       "stroke='red'/>",
                       "", 1);
    assert_unsupported(state,
                       "<path transform='skewX(10)' d='M0 0h1' "
                       "stroke='red'/>",
                       "", 1);
    assert_int_equal(count_shapes(state,
                                  "<g transform='scale(1,1.009)'>"
                                  "<path d='M0 0h1' stroke='red'/></g>"
                                  "<path transform='scale(1,9)' "
                                  "d='M0 0h1'/>"
                                  "<path transform='scale(-5,5)' d='M0 0h1' "
                                  "stroke='red'/>"),
                     3);
}

static void lengths_may_have_units(void **state)
{
    const struct artwork_shape *shape =
        read_shape(state, "<rect x='1in' y='1pc' width='2.54cm' height='3pt' "
                          "stroke='red' stroke-width='1px'/>");

    assert_box(&shape->path, 96, 16, 96, 4);
    assert_near(shape->line_width, 1);
}

static void notes_of_editors_are_passed_over(void **state)
{
    assert_int_equal(
        read_svg(state,
                 "<?xml version='1.0'?><!-- made by hand -->"
                 "<!DOCTYPE svg PUBLIC '-//W3C//DTD SVG 1.1//EN' "
                 "'http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd'>"
                 "<svg:svg xmlns:svg='http://www.w3.org/2000/svg' "
                 "xmlns:sodipodi='urn:s' xmlns:inkscape='urn:i' "
                 "viewBox='0 0 9 9' id='a' version='1.1' xml:space='preserve' "
                 "width='9' height='9' preserveAspectRatio='xMidYMid' "
                 "inkscape:version='1'>"
                 "<title>A <tspan>title</tspan></title><svg:desc/>"
                 "<svg:metadata><rdf xmlns='urn:r'><svg:text/></rdf>"
                 "</svg:metadata><svg:defs id='d'><inkscape:effect/></svg:defs>"
                 "<sodipodi:namedview><svg:rect/></sodipodi:namedview>"
                 "<svg:g inkscape:label='x' id='l' class='c' data-x='1' "
                 "aria-label='y'><svg:path d='M0 0h1' "
                 "sodipodi:nodetypes='cc'><svg:title>t</svg:title>"
                 "</svg:path></svg:g></svg:svg>")
            ->shape_count,
        1);
}

static void what_would_change_the_picture_is_refused(void **state)
{
    static const char *const elements[] = {
        "text", "image", "script", "foreignObject", "animate", "Rect",
    };

    for (size_t i = 0; i < sizeof elements / sizeof *elements; i++) {
        assert_unsupported(state, arena_printf(*state, "  <%s/>", elements[i]),
                           "", 3);
        assert_int_equal(
            count_shapes(
                state, arena_printf(*state, "<defs><%s/></defs>", elements[i])),
            0);
    }
    assert_unsupported(state, "<path><rect/></path>", "", 7);
    assert_refused(state, "<?xml-stylesheet href='a.css'?>" SVG "/>",
                   RULE_ARTWORK_UNSUPPORTED, "", 1, 1);
}

static void an_unknown_attribute_is_named_where_it_stands(void **state)
{
    assert_refused(state, SVG ">\n<path d='M0 0h1'\n onclick='x()'/></svg>",
                   RULE_ARTWORK_UNSUPPORTED, "onclick", 3, 2);
    assert_unsupported(state, "<g d='M0 0h1'/>", "d", 4);
    assert_unsupported(state, "<g transform-origin='0 0'/>", "transform-origin",
                       4);
}

static void a_value_that_cannot_be_painted_is_named(void **state)
{
    assert_unsupported(state, "<g fill='url(#a)'/>", "fill", 10);
    assert_unsupported(state, "<g fill='chartruse'/>", "fill", 10);
    assert_unsupported(state, "<g fill='rgba(1,2,3,0.5)'/>", "fill", 10);
    assert_unsupported(state, "<g opacity='.5'/>", "opacity", 13);
    assert_unsupported(state, "<g fill-opacity='.5'/>", "fill-opacity", 18);
    assert_unsupported(state, "<g stroke-dasharray='3 1'/>", "stroke-dasharray",
                       22);
    assert_unsupported(state, "<g stroke-linecap='square'/>", "stroke-linecap",
                       20);
    assert_unsupported(state, "<g stroke-linejoin='bevel'/>", "stroke-linejoin",
                       21);
    assert_unsupported(state, "<g clip-path='inset(9px)'/>", "clip-path", 15);
    assert_wrong(state, "<g clip-path='url(#a)'/>", "", 1);
    assert_unsupported(state, "<g style='fill:red;filter:url(#a)'/>", "style",
                       27);
    assert_unsupported(state, "<g style='fill:red; zoom: 2'/>", "style", 21);
    assert_unsupported(state, "<g stroke-width='3em'/>", "stroke-width", 19);
    assert_unsupported(state, "<g transform='shear(1)'/>", "transform", 15);
}

static void a_value_that_is_off_is_harmless(void **state)
{
    read_shape(state, "<path d='M0 0h1' opacity='1' fill-opacity='100%' "
                      "stroke-dasharray='none' clip-path='none' filter='none' "
                      "mask='none' marker='none' style='mix-blend-mode:normal;"
                      "paint-order:normal;stroke-dashoffset:3;opacity:1.0'/>");
}

static void a_mistake_in_a_value_is_refused_where_it_stands(void **state)
{
    assert_wrong(state, "<g fill='#12'/>", "fill", 10);
    assert_wrong(state, "<g fill='#1234567'/>", "fill", 10);
    assert_wrong(state, "<g fill='red blue'/>", "fill", 14);
    assert_wrong(state, "<g fill='rgb(1,2)'/>", "fill", 17);
    assert_wrong(state, "<g stroke-width='-1'/>", "stroke-width", 18);
    assert_wrong(state, "<g stroke-miterlimit='0'/>", "stroke-miterlimit", 23);
    assert_wrong(state, "<g style='fill'/>", "style", 15);
    assert_wrong(state, "<g transform='scale(1,2,3)'/>", "transform", 20);
    assert_wrong(state, "<g transform='rotate(1,2)'/>", "transform", 21);
    assert_wrong(state, "<g transform='scale 2'/>", "transform", 21);
    assert_wrong(state, "<rect width='-1' height='5'/>", "width", 14);
    assert_wrong(state, "<circle r='5 5'/>", "r", 14);
    assert_wrong(state, "<circle r='x'/>", "r", 12);
    assert_wrong(state, "<polygon points='1,2,3'/>", "points", 23);
    assert_wrong(state, "<path d='M0 0\xC3\xA9'/>", "d", 14);
}

static void a_mistake_in_a_style_sheet_is_refused_where_it_stands(void **state)
{
    assert_unsupported(state,
                       "<style>.a{fill:red;opacity:.5}</style>"
                       "<g class='a'/>",
                       "style", 28);
    assert_unsupported(state, "<style> a:hover{}</style>", "style", 10);
    assert_wrong(state, "<style>.a{fill:red</style>", "style", 19);
    /* a rule that reaches nothing does no harm */
    assert_int_equal(
        count_shapes(state, "<style>.a{opacity:.5}</style><g class='b'/>"), 0);
    /* what stands in CDATA has its place; what was spelt otherwise has not */
    assert_unsupported(state,
                       "<style><![CDATA[.a{opacity:.5}]]></style>"
                       "<g class='a'/>",
                       "style", 28);
    assert_unsupported(state,
                       "<style>.a{opacity:&#46;5}</style>"
                       "<g class='a'/>",
                       "style", 1);
}

static void a_title_is_the_pictures_name(void **state)
{
    assert_string_equal(
        read_svg(state, SVG "><title>\n The  &amp; name\n</title></svg>")
            ->title,
        "The & name");
    assert_null(read_svg(state, SVG "><title> </title></svg>")->title);
    assert_null(read_svg(state, SVG "><g><title>g</title></g></svg>")->title);
}

static void columns_count_characters_and_lines_go_on(void **state)
{
    assert_refused(state,
                   SVG "><!-- \xC3\xA9\xC3\xA9 -->\n"
                       "<g id='\xC3\xA9'\n   d=\"1\"\n\tfill  =\n\"#12\"/>"
                       "</svg>",
                   RULE_ARTWORK_UNSUPPORTED, "d", 3, 4);
    assert_refused(state, SVG "><g id='\xC3\xA9\xC3\xA9' fill='#12'/></svg>",
                   RULE_ARTWORK_SYNTAX, "fill", 1, (int)sizeof SVG + 18);
    /* with an entity in it, the attribute is all that can be pointed at */
    assert_refused(state, SVG ">\n<g fill='#1&#50;'/></svg>",
                   RULE_ARTWORK_SYNTAX, "fill", 2, 4);
    assert_refused(state, "\xEF\xBB\xBF" SVG "><text/></svg>",
                   RULE_ARTWORK_UNSUPPORTED, "", 1, (int)sizeof SVG + 1);
}

static void what_is_not_xml_is_refused_where_it_breaks(void **state)
{
    assert_refused(state, SVG ">\n<g></svg>", RULE_ARTWORK_SYNTAX, "", 2, 4);
    assert_refused(state, SVG ">\n<g a='1' a='2'/></svg>", RULE_ARTWORK_SYNTAX,
                   "", 2, 10);
    assert_refused(state, "<html/>", RULE_ARTWORK_SYNTAX, "", 1, 1);
    assert_refused(state, "<svg viewBox='0 0 1 1'/>", RULE_ARTWORK_SYNTAX, "",
                   1, 1);
    assert_refused(state, SVG ">&nbsp;</svg>", RULE_ARTWORK_SYNTAX, "", 1,
                   (int)sizeof SVG + 1);
    assert_refused(state, SVG "><g id='\xFF'/></svg>", RULE_ARTWORK_SYNTAX, "",
                   1, (int)sizeof SVG + 8);
    assert_int_equal(refuse_bytes(state, "<", 1).rule, RULE_ARTWORK_SYNTAX);
    assert_int_equal(
        refuse_bytes(state, SVG ">\0</svg>", sizeof SVG ">\0</svg>" - 1).rule,
        RULE_ARTWORK_SYNTAX);
}

static void entities_of_plain_text_are_expanded(void **state)
{
    const struct artwork *artwork = read_svg(
        state, "<!DOCTYPE svg [<!ENTITY a 'fill:#f00'><!ENTITY n "
               "'http://www.w3.org/2000/svg'>]><svg xmlns='&n;' "
               "viewBox='0 0 9 9'><rect style='&a;' width='9' height='9'/>"
               "</svg>");

    assert_colour(artwork->shapes[0].fill, 255, 0, 0);
    assert_refused(state,
                   "<!DOCTYPE svg [<!ENTITY a 'b'>"
                   "<!ENTITY c '&a;&a;&a;'>]>\n" SVG ">&c;</svg>",
                   RULE_ARTWORK_UNSUPPORTED, "", 1, 42);
    assert_refused(
        state, "<!DOCTYPE svg SYSTEM 'file:///etc/passwd'>\n" SVG ">&c;</svg>",
        RULE_ARTWORK_SYNTAX, "", 2, (int)sizeof SVG + 1);
}

static void nesting_has_an_end(void **state)
{
    struct buffer svg = buffer_new(10000);

    buffer_add_text(&svg, SVG ">\n");
    for (int i = 0; i < 63; i++)
        buffer_add_text(&svg, "<g>");
    buffer_add_text(&svg, "<g/>");
    assert_refused(state, buffer_text(&svg), RULE_ARTWORK_UNSUPPORTED, "", 2,
                   63 * 3 + 1);
    buffer_free(&svg);
}

static void shapes_have_an_end(void **state)
{
    struct buffer svg = buffer_new(4 * 1024 * 1024);
    struct error err;

    buffer_add_text(&svg, SVG ">\n");
    for (int i = 0; i < 100001; i++)
        buffer_add_text(&svg, "<circle r='1'/>\n");
    buffer_add_text(&svg, "</svg>");
    err = refuse_bytes(state, svg.bytes, svg.length);
    assert_int_equal(err.rule, RULE_ARTWORK_UNSUPPORTED);
    assert_int_equal(err.location.line, 100002);
    while (svg.length <= 2 * 1024 * 1024)
        buffer_add_text(&svg, "        ");
    err = refuse_bytes(state, svg.bytes, svg.length);
    assert_int_equal(err.rule, RULE_FILE_TOO_LARGE);
    buffer_free(&svg);
}

static void a_shape_far_away_is_refused(void **state)
{
    assert_unsupported(state, "<path transform='scale(1000)' d='M2000 0h1'/>",
                       "", 1);
    assert_unsupported(state,
                       "<g><g transform='scale(1e6)'>"
                       "<g transform='scale(1e6)'><path d='M9 9h1'/></g>"
                       "</g></g>",
                       "", 56);
}

static void what_is_neither_svg_nor_png_is_refused(void **state)
{
    assert_int_equal(refuse_bytes(state, "", 0).rule, RULE_ARTWORK_UNSUPPORTED);
    assert_int_equal(refuse_bytes(state, "\xFF\xD8\xFF", 3).rule,
                     RULE_ARTWORK_UNSUPPORTED);
    assert_int_equal(refuse_bytes(state, "GIF89a", 6).rule,
                     RULE_ARTWORK_UNSUPPORTED);
}

/* Two by two pixels: (255,0,0,255) (0,255,0,128) / (0,0,255,0) (10,20,30,255).
 * Written with Python's zlib and struct: 8 bits, type 6, filter 0. */
static const unsigned char RGBA_PNG[] = {
    0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0x00, 0x00, 0x00, 0x0d,
    0x49, 0x48, 0x44, 0x52, 0x00, 0x00, 0x00, 0x02, 0x00, 0x00, 0x00, 0x02,
    0x08, 0x06, 0x00, 0x00, 0x00, 0x72, 0xb6, 0x0d, 0x24, 0x00, 0x00, 0x00,
    0x16, 0x49, 0x44, 0x41, 0x54, 0x78, 0x9c, 0x63, 0xf8, 0xcf, 0xc0, 0xf0,
    0x1f, 0x08, 0x1b, 0x18, 0x40, 0x34, 0x97, 0x88, 0xdc, 0x7f, 0x00, 0x37,
    0x80, 0x05, 0xb8, 0x8a, 0xad, 0xee, 0x22, 0x00, 0x00, 0x00, 0x00, 0x49,
    0x45, 0x4e, 0x44, 0xae, 0x42, 0x60, 0x82,
};

/* One by two pixels: (1,2,3) / (250,251,252). The same, but type 2. */
static const unsigned char RGB_PNG[] = {
    0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0x00, 0x00, 0x00,
    0x0d, 0x49, 0x48, 0x44, 0x52, 0x00, 0x00, 0x00, 0x01, 0x00, 0x00,
    0x00, 0x02, 0x08, 0x02, 0x00, 0x00, 0x00, 0x16, 0xe3, 0x21, 0x70,
    0x00, 0x00, 0x00, 0x10, 0x49, 0x44, 0x41, 0x54, 0x78, 0x9c, 0x63,
    0x60, 0x64, 0x62, 0x66, 0xf8, 0xf5, 0xfb, 0x0f, 0x00, 0x06, 0x0a,
    0x02, 0xf8, 0x4c, 0x28, 0xd9, 0xcd, 0x00, 0x00, 0x00, 0x00, 0x49,
    0x45, 0x4e, 0x44, 0xae, 0x42, 0x60, 0x82,
};

static const struct artwork *read_png(void **state, const void *bytes,
                                      size_t size)
{
    const struct artwork *artwork = NULL;
    struct error err = {0};

    if (artwork_read_bytes(*state, "a.png", bytes, size, &artwork, &err))
        fail_msg("%s", err.message);
    assert_int_equal(artwork->kind, ARTWORK_RASTER);
    return artwork;
}

static void a_png_gives_its_colours_apart_from_alpha(void **state)
{
    static const unsigned char rgb[] = {255, 0, 0,   0,  255, 0,
                                        0,   0, 255, 10, 20,  30};
    static const unsigned char alpha[] = {255, 128, 0, 255};
    const struct artwork *artwork = read_png(state, RGBA_PNG, sizeof RGBA_PNG);

    assert_near(artwork->width, 2);
    assert_near(artwork->height, 2);
    assert_memory_equal(artwork->pixels, rgb, sizeof rgb);
    assert_memory_equal(artwork->alpha, alpha, sizeof alpha);
}

static void an_opaque_png_has_no_alpha(void **state)
{
    static const unsigned char rgb[] = {1, 2, 3, 250, 251, 252};
    const struct artwork *artwork = read_png(state, RGB_PNG, sizeof RGB_PNG);

    assert_near(artwork->width, 1);
    assert_near(artwork->height, 2);
    assert_memory_equal(artwork->pixels, rgb, sizeof rgb);
    assert_null(artwork->alpha);
}

static void a_damaged_png_is_refused(void **state)
{
    unsigned char copy[sizeof RGBA_PNG];

    /* the last 12 bytes are IEND, which libpng can do without */
    for (size_t size = 8; size + 12 < sizeof RGBA_PNG; size++)
        assert_int_equal(refuse_bytes(state, RGBA_PNG, size).rule,
                         RULE_ARTWORK_SYNTAX);
    memcpy(copy, RGBA_PNG, sizeof copy);
    copy[45] ^= 0x55; /* in the pixels */
    assert_int_equal(refuse_bytes(state, copy, sizeof copy).rule,
                     RULE_ARTWORK_SYNTAX);
}

static void a_huge_png_is_refused_before_it_is_unpacked(void **state)
{
    static const unsigned char crc[] = {0xdc, 0x40, 0xc9, 0xef};
    unsigned char copy[sizeof RGBA_PNG];

    memcpy(copy, RGBA_PNG, sizeof copy);
    copy[18] = 0x10; /* width 4098, with the CRC that zlib gives for it */
    memcpy(copy + 29, crc, sizeof crc);
    assert_int_equal(refuse_bytes(state, copy, sizeof copy).rule,
                     RULE_ARTWORK_UNSUPPORTED);
}

static void a_file_is_read_with_its_digest(void **state)
{
    const struct artwork *artwork = NULL;
    struct error err = {0};
    char hex[65];

    assert_int_equal(
        artwork_read(*state, "unit/canvas/square.svg", &artwork, &err),
        STATUS_OK);
    assert_string_equal(artwork->path, "unit/canvas/square.svg");
    for (int i = 0; i < 32; i++)
        snprintf(hex + 2 * i, 3, "%02x", artwork->digest[i]);
    /* sha256sum square.svg */
    assert_string_equal(
        hex,
        "9680489ca425b6e3f72fd30c9a7f16d53705d9900cf42d4368ee0a4a359572fa");
    assert_int_equal(
        artwork_read(*state, "unit/canvas/none.svg", &artwork, &err),
        STATUS_INPUT);
    assert_int_equal(err.rule, RULE_FILE_MISSING);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_shape_is_black_and_not_stroked_unless_it_says_so),
        cmocka_unit_test(the_view_box_gives_size_and_origin),
        cmocka_unit_test(width_and_height_serve_where_there_is_no_view_box),
        cmocka_unit_test(a_picture_without_size_is_refused),
        cmocka_unit_test(every_shape_is_drawn),
        cmocka_unit_test(a_rounded_rectangle_takes_the_missing_radius),
        cmocka_unit_test(what_has_no_size_is_not_drawn),
        cmocka_unit_test(what_is_hidden_is_not_drawn),
        cmocka_unit_test(paint_is_inherited_and_overruled),
        cmocka_unit_test(style_overrules_attributes),
        cmocka_unit_test(inherit_takes_the_value_of_the_parent),
        cmocka_unit_test(current_colour_is_the_property_color),
        cmocka_unit_test(colours_are_read_in_every_notation),
        cmocka_unit_test(transforms_apply_from_the_last_to_the_first),
        cmocka_unit_test(the_outer_transform_applies_after_the_inner),
        cmocka_unit_test(a_stroke_grows_with_the_transform),
        cmocka_unit_test(a_stroke_that_would_be_uneven_is_refused),
        cmocka_unit_test(lengths_may_have_units),
        cmocka_unit_test(notes_of_editors_are_passed_over),
        cmocka_unit_test(what_would_change_the_picture_is_refused),
        cmocka_unit_test(an_unknown_attribute_is_named_where_it_stands),
        cmocka_unit_test(a_value_that_cannot_be_painted_is_named),
        cmocka_unit_test(a_value_that_is_off_is_harmless),
        cmocka_unit_test(a_mistake_in_a_value_is_refused_where_it_stands),
        cmocka_unit_test(a_mistake_in_a_style_sheet_is_refused_where_it_stands),
        cmocka_unit_test(a_title_is_the_pictures_name),
        cmocka_unit_test(columns_count_characters_and_lines_go_on),
        cmocka_unit_test(what_is_not_xml_is_refused_where_it_breaks),
        cmocka_unit_test(entities_of_plain_text_are_expanded),
        cmocka_unit_test(nesting_has_an_end),
        cmocka_unit_test(shapes_have_an_end),
        cmocka_unit_test(a_shape_far_away_is_refused),
        cmocka_unit_test(what_is_neither_svg_nor_png_is_refused),
        cmocka_unit_test(a_png_gives_its_colours_apart_from_alpha),
        cmocka_unit_test(an_opaque_png_has_no_alpha),
        cmocka_unit_test(a_damaged_png_is_refused),
        cmocka_unit_test(a_huge_png_is_refused_before_it_is_unpacked),
        cmocka_unit_test(a_file_is_read_with_its_digest),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
