#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "pdf/content_stream.h"
#include "sample_document.h"

static const struct colour black = {0, 0, 0};
static const struct colour red = {1, 0, 0};

static struct sample_document sample_document;
static struct base_fonts *base_fonts;
static struct font_resources *fonts;
static struct xobjects *xobjects;
static struct content_stream *content;
static struct arena *arena;
static struct display_list_builder *display_list;
static struct tag *root;
static struct buffer out;

static int open_all(void **state)
{
    struct flate *flate = flate_new(FLATE_EACH);
    struct error err;

    sample_document_open(&sample_document, "../fonts");
    assert_int_equal(base_fonts_open(&sample_document.family,
                                     sample_document_characters, flate,
                                     &base_fonts, &err),
                     STATUS_OK);
    flate_free(flate);
    fonts = font_resources_new(base_fonts);
    xobjects = xobjects_new();
    content = content_stream_new(fonts, xobjects);
    arena = arena_new();
    out = buffer_new(1000000);
    return 0;
}

static int close_all(void **state)
{
    content_stream_free(content);
    xobjects_free(xobjects);
    font_resources_free(fonts);
    base_fonts_close(base_fonts);
    sample_document_close(&sample_document);
    arena_free(arena);
    buffer_free(&out);
    return 0;
}

static int begin(void **state)
{
    arena_reset(arena);
    font_resources_reset(fonts);
    xobjects_reset(xobjects);
    buffer_clear(&out);
    display_list = display_list_new(arena);
    root = display_list_add_tag(display_list, TAG_DOCUMENT, NULL);
    display_list_begin_page(display_list, 200, 100);
    return 0;
}

/* The page's content stream; the upper byte of ASCII's codes shows as "~". */
static const char *paint(const struct document *document)
{
    buffer_clear(&out);
    content_stream_paint(content, structure_derive(arena, document), 0, &out);
    for (size_t i = 0; i < out.length; i++)
        if (!out.bytes[i])
            out.bytes[i] = '~';
    return buffer_text(&out);
}

static const char *painted(void)
{
    const struct document document = display_list_finish(display_list);

    return paint(&document);
}

static const struct face *regular(void)
{
    return sample_document.family.faces[FACE_REGULAR];
}

static struct glyph glyph_of(uint32_t letter, uint32_t start, uint32_t length)
{
    const uint32_t id = face_glyph(regular(), letter);

    return (struct glyph){.id = id,
                          .advance = face_advance(regular(), id),
                          .text_start = start,
                          .text_size = length};
}

static struct mark mark_of(struct tag *tag, struct glyph *glyphs, size_t count,
                           const char *text)
{
    return (struct mark){.kind = MARK_GLYPHS,
                         .tag = tag,
                         .at = {10, 20},
                         .run = {.face = regular(),
                                 .size = 12,
                                 .glyphs = glyphs,
                                 .count = count,
                                 .text = text,
                                 .text_size = strlen(text)}};
}

/* Adds a run of ASCII, one glyph a letter, without kerning. */
static void add_words(struct tag *tag, double x, double y, const char *words)
{
    const size_t count = strlen(words);
    struct glyph *glyphs = ARENA_ARRAY(arena, struct glyph, count);
    struct mark mark = mark_of(tag, glyphs, count, words);

    for (size_t i = 0; i < count; i++)
        glyphs[i] = glyph_of((unsigned char)words[i], (uint32_t)i, 1);
    mark.at = (struct point){x, y};
    if (!tag)
        mark.artifact = ARTIFACT_HEADER;
    display_list_add_mark(display_list, &mark);
}

static void add_path(struct tag *tag, enum mark_kind kind, struct colour colour,
                     struct path path)
{
    const struct mark mark = {.kind = kind,
                              .tag = tag,
                              .artifact =
                                  tag ? ARTIFACT_NONE : ARTIFACT_DECORATION,
                              .colour = colour,
                              .path = path,
                              .line_width = 2};

    display_list_add_mark(display_list, &mark);
}

static struct path line(double x1, double y1, double x2, double y2)
{
    struct path_builder *builder = path_builder_new();
    struct path path;

    path_move(builder, x1, y1);
    path_line(builder, x2, y2);
    path = path_finish(builder, arena);
    path_builder_free(builder);
    return path;
}

static void page_without_marks_is_empty(void **state)
{
    assert_string_equal(painted(), "");
}

/* 100 - 20 = 80: a page counts upwards. */
static void text_stands_in_a_sequence_of_its_tag(void **state)
{
    add_words(display_list_add_tag(display_list, TAG_P, root), 10, 20, "ab");
    assert_string_equal(painted(), "/P<</MCID 0>>BDC\n/F1 12 Tf\nBT\n"
                                   "10 80 Td\n(~a~b)Tj\nET\nEMC\n");
}

static void lines_of_one_tag_share_a_text_object(void **state)
{
    struct tag *p = display_list_add_tag(display_list, TAG_P, root);

    add_words(p, 10.123, 20, "a");
    add_words(p, 10, 36.5, "b");
    assert_string_equal(painted(), "/P<</MCID 0>>BDC\n/F1 12 Tf\nBT\n"
                                   "10.12 80 Td\n(~a)Tj\n"
                                   "-.12 -16.5 Td\n(~b)Tj\nET\nEMC\n");
}

static void tags_take_turns_with_a_sequence_each(void **state)
{
    struct tag *p = display_list_add_tag(display_list, TAG_P, root);
    struct tag *span = display_list_add_tag(display_list, TAG_SPAN, p);

    add_words(p, 0, 100, "a");
    add_words(span, 0, 100, "b");
    add_words(p, 0, 100, "c");
    assert_string_equal(painted(),
                        "/P<</MCID 0>>BDC\n/F1 12 Tf\nBT\n0 0 Td\n(~a)Tj\n"
                        "ET\nEMC\n/Span<</MCID 1>>BDC\nBT\n0 0 Td\n(~b)Tj\n"
                        "ET\nEMC\n/P<</MCID 2>>BDC\nBT\n0 0 Td\n(~c)Tj\n"
                        "ET\nEMC\n");
}

static void artifacts_say_what_they_are(void **state)
{
    add_words(NULL, 0, 100, "a");
    add_path(NULL, MARK_FILL, black, line(0, 100, 1, 99));
    assert_string_equal(painted(),
                        "/Artifact<</Type/Pagination/Subtype/Header>>BDC\n"
                        "/F1 12 Tf\nBT\n0 0 Td\n(~a)Tj\nET\nEMC\n"
                        "/Artifact<</Type/Layout>>BDC\n"
                        "0 0 m\n1 1 l\nf\nEMC\n");
}

static void delimiters_are_escaped_in_strings(void **state)
{
    add_words(display_list_add_tag(display_list, TAG_P, root), 10, 20, "()");
    assert_non_null(strstr(painted(), "(~\\(~\\))Tj\n"));
}

/* V moved 152 of 2048 units to the left: 74.2 thousandths. */
static void kerning_is_a_correction_in_thousandths(void **state)
{
    struct glyph glyphs[] = {glyph_of('A', 0, 1), glyph_of('V', 1, 1)};
    struct mark mark = mark_of(display_list_add_tag(display_list, TAG_P, root),
                               glyphs, 2, "AV");

    glyphs[0].advance -= 152;
    display_list_add_mark(display_list, &mark);
    assert_non_null(strstr(painted(), "[(~A)74(~V)]TJ\n"));
}

/* One unit is .488 thousandths, which rounds to nothing; two are .977, three
 * on top of what was left over 2.93 - 1. */
static void what_rounding_leaves_over_is_carried(void **state)
{
    struct glyph glyphs[] = {glyph_of('a', 0, 1), glyph_of('b', 1, 1),
                             glyph_of('c', 2, 1), glyph_of('d', 3, 1)};
    struct mark mark = mark_of(display_list_add_tag(display_list, TAG_P, root),
                               glyphs, 4, "abcd");

    glyphs[0].advance += 1;
    glyphs[1].advance += 1;
    glyphs[2].advance += 4;
    display_list_add_mark(display_list, &mark);
    assert_non_null(strstr(painted(), "[(~a~b)-1(~c)-2(~d)]TJ\n"));
}

/* 1024 units are half an em: the second glyph alone moves. */
static void offset_moves_one_glyph_only(void **state)
{
    struct glyph glyphs[] = {glyph_of('a', 0, 1), glyph_of('b', 1, 1),
                             glyph_of('c', 2, 1)};
    struct mark mark = mark_of(display_list_add_tag(display_list, TAG_P, root),
                               glyphs, 3, "abc");

    glyphs[1].x_offset = 1024;
    display_list_add_mark(display_list, &mark);
    assert_non_null(strstr(painted(), "[(~a)-500(~b)500(~c)]TJ\n"));
}

/* 1024 units up at 12 points are 6 points. */
static void rise_ends_the_string(void **state)
{
    struct glyph glyphs[] = {glyph_of('a', 0, 1), glyph_of('b', 1, 1),
                             glyph_of('c', 2, 1)};
    struct mark mark = mark_of(display_list_add_tag(display_list, TAG_P, root),
                               glyphs, 3, "abc");

    glyphs[1].y_offset = 1024;
    display_list_add_mark(display_list, &mark);
    assert_non_null(strstr(painted(), "(~a)Tj\n6 Ts\n(~b)Tj\n0 Ts\n(~c)Tj\n"));
}

static void quote_keeps_the_text_it_was_set_from(void **state)
{
    struct glyph glyphs[] = {glyph_of(0x2019, 0, 1), glyph_of(0x2019, 0, 3)};
    struct font_resource *font = font_resources_use(fonts, regular());
    const struct char_code *straight =
        font_resources_find_code(fonts, font, glyphs[0].id, "'", 1);
    const struct char_code *curly =
        font_resources_find_code(fonts, font, glyphs[1].id, "\u2019", 3);

    assert_non_null(straight);
    assert_non_null(curly);
    assert_int_not_equal(straight->number, curly->number);
    assert_string_equal(straight->text, "'");
    assert_string_equal(curly->text, "\u2019");
}

static void white_space_is_set_as_a_space(void **state)
{
    struct glyph glyphs[] = {glyph_of(' ', 0, 1), glyph_of(' ', 1, 1)};
    struct mark mark = mark_of(display_list_add_tag(display_list, TAG_P, root),
                               glyphs, 2, "\n\t");

    display_list_add_mark(display_list, &mark);
    assert_non_null(strstr(painted(), "(~ ~ )Tj\n"));
}

static void missing_glyph_leaves_its_place(void **state)
{
    struct glyph glyphs[] = {glyph_of('a', 0, 1),
                             {.advance = 2048, .text_start = 1, .text_size = 1},
                             glyph_of('b', 2, 1)};
    struct mark mark = mark_of(display_list_add_tag(display_list, TAG_P, root),
                               glyphs, 3, "axb");

    display_list_add_mark(display_list, &mark);
    assert_non_null(strstr(painted(), "[(~a)-1000(~b)]TJ\n"));
}

/* Paints twice, as the painter does where the shared fonts lack a code. */
static const char *painted_with_own_codes(void)
{
    const struct document document = display_list_finish(display_list);
    struct error err;

    paint(&document);
    assert_true(font_resources_has_missing(fonts));
    assert_int_equal(font_resources_complete(fonts, &err), STATUS_OK);
    paint(&document);
    assert_false(font_resources_has_missing(fonts));
    return buffer_text(&out);
}

static const struct char_code *own_code(uint32_t glyph, const char *text)
{
    struct font_resource *font = font_resources_use(fonts, regular());

    return font_encoding_find(font->codes, glyph, text, strlen(text));
}

/* A letter and the mark above it: each glyph gets its own character. */
static void glyphs_of_a_cluster_share_its_text(void **state)
{
    struct glyph glyphs[] = {glyph_of('q', 0, 3), glyph_of('~', 0, 0),
                             glyph_of('a', 3, 1)};
    struct mark mark = mark_of(display_list_add_tag(display_list, TAG_P, root),
                               glyphs, 3, "q\u0303a");

    display_list_add_mark(display_list, &mark);
    assert_null(strstr(painted_with_own_codes(), "ActualText"));
    assert_non_null(own_code(glyphs[0].id, "q"));
    assert_non_null(own_code(glyphs[1].id, "\u0303"));
}

/* What is over goes to the first: "ffi" drawn as a ligature and an i. */
static void first_glyph_of_a_cluster_gets_what_is_over(void **state)
{
    struct glyph glyphs[] = {glyph_of('f', 0, 3), glyph_of('i', 0, 0)};
    struct mark mark = mark_of(display_list_add_tag(display_list, TAG_P, root),
                               glyphs, 2, "ffi");

    display_list_add_mark(display_list, &mark);
    painted_with_own_codes();
    assert_non_null(own_code(glyphs[0].id, "ff"));
    assert_non_null(own_code(glyphs[1].id, "i"));
}

/* One character as two glyphs. The a is 1139 of 2048 units wide: at 12 points
 * the cluster begins 6.67 to the right of it. */
static void overlong_cluster_has_its_text_beside_it(void **state)
{
    struct glyph glyphs[] = {glyph_of('a', 0, 1), glyph_of('w', 1, 1),
                             glyph_of('^', 1, 0), glyph_of('b', 2, 1)};
    struct mark mark = mark_of(display_list_add_tag(display_list, TAG_P, root),
                               glyphs, 4, "awb");
    const char *at;

    display_list_add_mark(display_list, &mark);
    at = strstr(painted_with_own_codes(), "(~a)Tj\nET\nEMC\n");
    assert_non_null(at);
    at = strstr(at, "/Span<</MCID 1/ActualText(w)>>BDC\nBT\n16.67 80 Td\n");
    assert_non_null(at);
    assert_non_null(strstr(at, "ET\nEMC\n/P<</MCID 2>>BDC\nBT\n"));
    assert_non_null(own_code(glyphs[2].id, "\u200B"));
}

static void colours_and_lines_change_when_they_differ(void **state)
{
    add_path(root, MARK_STROKE, red, line(1, 1, 2, 2));
    add_path(root, MARK_STROKE, red, line(3, 3, 4, 4));
    assert_string_equal(painted(), "/Document<</MCID 0>>BDC\n1 0 0 RG\n2 w\n"
                                   "1 99 m\n2 98 l\nS\n"
                                   "3 97 m\n4 96 l\nS\nEMC\n");
}

static void text_object_ends_before_a_path(void **state)
{
    struct tag *p = display_list_add_tag(display_list, TAG_P, root);

    add_words(p, 0, 100, "a");
    add_path(p, MARK_FILL, black, line(1, 1, 2, 2));
    assert_non_null(strstr(painted(), "(~a)Tj\nET\n1 99 m\n2 98 l\nf\nEMC\n"));
}

static void repeated_outlines_are_written_as_moves(void **state)
{
    static const struct point moves[] = {
        {5, 0}, {18.333, -10}, {31.666, -20}, {44.999, -30}};
    struct path_builder *builder = path_builder_new();
    struct path path;

    path_rectangle(builder, (struct rect){5, 50, 5, 5});
    path = path_finish(builder, arena);
    path.moves = moves;
    path.copies = 4;
    add_path(root, MARK_FILL, black, path);
    path_builder_free(builder);
    /* 23.333 - 10, 36.666 - 23.333 and 49.999 - 36.666, each end rounded */
    assert_string_equal(painted(),
                        "/Document<</MCID 0>>BDC\nq 1 0 0 1 10 50 cm\n"
                        "0 0 m\n5 0 l\n5 -5 l\n0 -5 l\nh\nf\n"
                        "1 0 0 1 13.33 10 cm\n"
                        "0 0 m\n5 0 l\n5 -5 l\n0 -5 l\nh\nf\n"
                        "1 0 0 1 13.34 10 cm\n"
                        "0 0 m\n5 0 l\n5 -5 l\n0 -5 l\nh\nf\n"
                        "1 0 0 1 13.33 10 cm\n"
                        "0 0 m\n5 0 l\n5 -5 l\n0 -5 l\nh\nf\n"
                        "Q\nEMC\n");
}

static size_t count(const char *text, const char *part)
{
    size_t found = 0;

    while ((text = strstr(text, part)) != NULL) {
        found++;
        text++;
    }
    return found;
}

/* A ring: the hole must stay one path with what surrounds it. */
static void holes_are_not_taken_for_repetition(void **state)
{
    struct path_builder *builder = path_builder_new();

    path_circle(builder, 50, 50, 20);
    path_circle(builder, 50, 50, 10);
    add_path(root, MARK_FILL, black, path_finish(builder, arena));
    path_builder_free(builder);
    assert_int_equal(count(painted(), "f\n"), 1);
}

/* Under the even-odd rule, what both cover is a hole. */
static void outlines_alike_that_overlap_stay_one_path(void **state)
{
    struct path_builder *builder = path_builder_new();

    path_circle(builder, 40, 50, 20);
    path_circle(builder, 50, 50, 20);
    add_path(root, MARK_FILL, black, path_finish(builder, arena));
    path_builder_free(builder);
    assert_int_equal(count(painted(), "f\n"), 1);
}

static void vector_artwork_is_a_form_where_it_stands(void **state)
{
    const struct artwork_shape shape = {.path = line(0, 0, 10, 20),
                                        .stroked = true,
                                        .stroke = red,
                                        .line_width = 1,
                                        .miter_limit = 4};
    const struct artwork artwork = {.kind = ARTWORK_VECTOR,
                                    .width = 10,
                                    .height = 20,
                                    .shapes = &shape,
                                    .shape_count = 1};
    const struct mark mark = {.kind = MARK_ARTWORK,
                              .tag = root,
                              .artwork = &artwork,
                              .box = {100, 10, 20, 40}};

    display_list_add_mark(display_list, &mark);
    assert_string_equal(painted(), "/Document<</MCID 0>>BDC\n"
                                   "q 1 0 0 1 100 50 cm\n/I1 Do Q\nEMC\n");
}

/* What comes for the second time is kept, and shown as before from then on. */
static void what_is_kept_is_painted_as_before(void **state)
{
    char first[1024] = "";

    for (int i = 0; i < 4; i++) {
        struct path_builder *builder = path_builder_new();
        struct path path;
        begin(state);
        path_circle(builder, 50, 50, 20);
        path = path_finish(builder, arena);
        path_builder_free(builder);
        add_words(root, 10, 20, "To be kept");
        add_path(root, MARK_FILL, black, path);
        if (!i)
            snprintf(first, sizeof first, "%s", painted());
        else
            assert_string_equal(painted(), first);
    }
}

/* The ends of a hundredth are where points would be rounded one by one. */
static void an_outline_is_the_same_wherever_it_is(void **state)
{
    static const double places[] = {50, 50.003, 50.004999, 50.0075};
    char first[1024] = "";

    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        struct path_builder *builder = path_builder_new();
        const char *body;
        begin(state);
        path_circle(builder, places[i], places[i], 20);
        add_path(root, MARK_FILL, black, path_finish(builder, arena));
        path_builder_free(builder);
        body = strstr(painted(), " cm\n");
        assert_non_null(body);
        if (!i)
            snprintf(first, sizeof first, "%s", body);
        else
            assert_string_equal(body, first);
    }
}

/* With a stamp or without, for the first time or the tenth. */
static void a_shared_outline_is_painted_as_another(void **state)
{
    const struct shared_outline known = {UINT64_MAX, {30, 30, 40, 40}};
    const struct shared_outline not_kept = {0};
    const struct shared_outline *const all[] = {NULL,   &known,    &known,
                                                &known, &not_kept, &known};
    char first[1024] = "";

    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        struct path_builder *builder = path_builder_new();
        struct path path;
        begin(state);
        path_circle(builder, 50, 50, 20);
        path = path_finish(builder, arena);
        path.shared = all[i];
        add_path(root, MARK_FILL, black, path);
        path_builder_free(builder);
        if (!i)
            snprintf(first, sizeof first, "%s", painted());
        else
            assert_string_equal(painted(), first);
    }
}

static void raster_artwork_is_an_image_once_a_letter(void **state)
{
    const struct mark mark = {.kind = MARK_ARTWORK,
                              .tag = root,
                              .artwork = sample_document.raster,
                              .box = {100, 10, 20, 40}};

    display_list_add_mark(display_list, &mark);
    display_list_add_mark(display_list, &mark);
    assert_string_equal(painted(), "/Document<</MCID 0>>BDC\n"
                                   "q 20 0 0 40 100 50 cm/I1 Do Q\n"
                                   "q 20 0 0 40 100 50 cm/I1 Do Q\nEMC\n");
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup(name, begin)
    const struct CMUnitTest tests[] = {
        TEST(page_without_marks_is_empty),
        TEST(text_stands_in_a_sequence_of_its_tag),
        TEST(lines_of_one_tag_share_a_text_object),
        TEST(tags_take_turns_with_a_sequence_each),
        TEST(artifacts_say_what_they_are),
        TEST(delimiters_are_escaped_in_strings),
        TEST(kerning_is_a_correction_in_thousandths),
        TEST(what_rounding_leaves_over_is_carried),
        TEST(offset_moves_one_glyph_only),
        TEST(rise_ends_the_string),
        TEST(quote_keeps_the_text_it_was_set_from),
        TEST(white_space_is_set_as_a_space),
        TEST(missing_glyph_leaves_its_place),
        TEST(glyphs_of_a_cluster_share_its_text),
        TEST(first_glyph_of_a_cluster_gets_what_is_over),
        TEST(overlong_cluster_has_its_text_beside_it),
        TEST(colours_and_lines_change_when_they_differ),
        TEST(text_object_ends_before_a_path),
        TEST(repeated_outlines_are_written_as_moves),
        TEST(holes_are_not_taken_for_repetition),
        TEST(outlines_alike_that_overlap_stay_one_path),
        TEST(vector_artwork_is_a_form_where_it_stands),
        TEST(what_is_kept_is_painted_as_before),
        TEST(an_outline_is_the_same_wherever_it_is),
        TEST(a_shared_outline_is_painted_as_another),
        TEST(raster_artwork_is_an_image_once_a_letter),
    };

    return cmocka_run_group_tests(tests, open_all, close_all);
}
