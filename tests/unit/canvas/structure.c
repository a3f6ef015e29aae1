#include "canvas/structure.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

#include "model_face.h"

static struct arena *arena;
static struct display_list_builder *display_list;
static struct tag *root;

static int begin(void **state)
{
    arena = arena_new();
    display_list = display_list_new(arena);
    root = display_list_add_tag(display_list, TAG_DOCUMENT, NULL);
    display_list_begin_page(display_list, 200, 100);
    return 0;
}

static int end(void **state)
{
    arena_free(arena);
    return 0;
}

static const struct structure *derived(void)
{
    struct document *document = ARENA_NEW(arena, struct document);

    *document = display_list_finish(display_list);
    return structure_derive(arena, document);
}

static struct tag *new_tag(enum tag_kind kind, struct tag *parent)
{
    return display_list_add_tag(display_list, kind, parent);
}

static void add_glyphs(const struct tag *tag, const struct glyph *glyphs,
                       size_t count, const char *text)
{
    const struct mark mark = {
        .kind = MARK_GLYPHS,
        .tag = tag,
        .artifact = tag ? ARTIFACT_NONE : ARTIFACT_FOOTER,
        .run = {.face = &model_face,
                .size = 10,
                .glyphs = glyphs,
                .count = count,
                .text = text,
                .text_size = strlen(text)},
    };

    display_list_add_mark(display_list, &mark);
}

/* One glyph a byte. */
static void say(const struct tag *tag, const char *text)
{
    const size_t count = strlen(text);
    struct glyph *glyphs = ARENA_ARRAY(arena, struct glyph, count);

    for (size_t i = 0; i < count; i++)
        glyphs[i] = (struct glyph){.text_start = (uint32_t)i, .text_size = 1};
    add_glyphs(tag, glyphs, count, text);
}

static void add_area(enum mark_kind kind, const struct tag *tag,
                     struct rect box)
{
    const struct mark mark = {.kind = kind, .tag = tag, .box = box};

    display_list_add_mark(display_list, &mark);
}

static void assert_kid(const struct structure_kid *kid,
                       enum structure_kid_kind kind, size_t index)
{
    assert_non_null(kid);
    assert_int_equal(kid->kind, kind);
    assert_int_equal(kid->index, index);
}

static void assert_box(struct rect box, double x, double y, double width,
                       double height)
{
    assert_true(box.x == x && box.y == y && box.width == width &&
                box.height == height);
}

/* P: a, artifact, Span: b, a again on the next page */
static void sequences_are_numbered_by_page_without_artifacts(void **state)
{
    struct tag *p = new_tag(TAG_P, root);
    struct tag *span = new_tag(TAG_SPAN, p);
    const struct structure *structure;

    say(p, "a");
    say(p, "a");
    say(NULL, "-");
    say(span, "b");
    display_list_begin_page(display_list, 200, 100);
    say(p, "c");
    structure = derived();
    assert_int_equal(structure->sequence_count, 4);
    assert_int_equal(structure->sequences[0].number, 0);
    assert_null(structure->sequences[1].tag);
    assert_int_equal(structure->sequences[1].mark, 2);
    assert_int_equal(structure->sequences[2].number, 1);
    assert_int_equal(structure->sequences[3].page, 1);
    assert_int_equal(structure->sequences[3].number, 0);
    assert_int_equal(structure->pages[1].first, 3);
    assert_int_equal(structure->pages[1].count, 1);
}

static void kids_are_in_the_order_of_their_marks(void **state)
{
    struct tag *p = new_tag(TAG_P, root);
    struct tag *late = new_tag(TAG_SPAN, p);
    struct tag *early = new_tag(TAG_SPAN, p);
    struct tag *never = new_tag(TAG_SPAN, p);
    const struct structure *structure;
    const struct structure_kid *kid;

    say(p, "a");
    say(early, "b");
    say(p, "c");
    say(late, "d");
    structure = derived();
    kid = structure->elements[p->number].first_kid;
    assert_kid(kid, STRUCTURE_SEQUENCE, 0);
    assert_kid(kid->next, STRUCTURE_ELEMENT, early->number);
    assert_kid(kid->next->next, STRUCTURE_SEQUENCE, 2);
    assert_kid(kid->next->next->next, STRUCTURE_ELEMENT, late->number);
    assert_null(kid->next->next->next->next);
    assert_false(structure->elements[never->number].is_used);
    assert_int_equal(structure->elements[never->number].page, SIZE_MAX);
}

/* "afb": three glyphs stand for the one character f. */
static void an_overlong_cluster_is_a_sequence_with_its_text(void **state)
{
    static const struct glyph glyphs[] = {{.text_start = 0, .text_size = 1},
                                          {.text_start = 1, .text_size = 1},
                                          {.text_start = 1, .text_size = 0},
                                          {.text_start = 1, .text_size = 0},
                                          {.text_start = 2, .text_size = 1}};
    struct tag *p = new_tag(TAG_P, root);
    struct buffer text = buffer_new(100);
    const struct structure *structure;

    add_glyphs(p, glyphs, 5, "afb");
    say(p, "c");
    structure = derived();
    assert_int_equal(structure->sequence_count, 3);
    assert_int_equal(structure->sequences[1].mark, 0);
    assert_int_equal(structure->sequences[1].glyph, 1);
    assert_int_equal(structure->sequences[1].text_size, 1);
    assert_memory_equal(structure->sequences[1].text, "f", 1);
    assert_int_equal(structure->sequences[2].mark, 0);
    assert_int_equal(structure->sequences[2].glyph, 4);
    assert_null(structure->sequences[2].text);
    structure_add_text(structure, &structure->elements[0], &text);
    assert_string_equal(buffer_text(&text), "afbc");
    buffer_free(&text);
}

/* "abc" as three glyphs: as many as characters, one each. */
static void a_cluster_with_a_glyph_a_character_is_not_overlong(void **state)
{
    static const struct glyph glyphs[] = {{.text_start = 0, .text_size = 3},
                                          {.text_start = 0, .text_size = 0},
                                          {.text_start = 0, .text_size = 0}};

    add_glyphs(new_tag(TAG_P, root), glyphs, 3, "abc");
    assert_int_equal(derived()->sequence_count, 1);
}

static void a_link_has_an_annotation_a_page_and_a_quad_a_line(void **state)
{
    struct tag *link = new_tag(TAG_LINK, new_tag(TAG_P, root));
    struct tag *strong = new_tag(TAG_STRONG, link);
    const struct structure *structure;
    const struct structure_annotation *first;

    link->uri = "https://example.org/";
    say(link, "our ");
    add_area(MARK_LINK, link, (struct rect){10, 20, 30, 5});
    say(strong, "map");
    add_area(MARK_LINK, strong, (struct rect){5, 40, 30, 5});
    display_list_begin_page(display_list, 200, 100);
    add_area(MARK_LINK, link, (struct rect){1, 2, 3, 4});
    structure = derived();
    assert_int_equal(structure->annotation_count, 2);
    first = &structure->annotations[0];
    assert_ptr_equal(first->element, &structure->elements[link->number]);
    assert_box(first->area, 5, 20, 35, 25);
    assert_box(first->first_quad->area, 10, 20, 30, 5);
    assert_box(first->first_quad->next->area, 5, 40, 30, 5);
    assert_null(first->first_quad->next->next);
    assert_int_equal(structure->annotations[1].page, 1);
}

/* A parent begins where the first of its kids begins. */
static void elements_begin_with_their_first_mark(void **state)
{
    struct tag *figure = new_tag(TAG_FIGURE, new_tag(TAG_SECT, root));
    struct tag *p = new_tag(TAG_P, figure);
    const struct structure *structure;

    add_area(MARK_ARTWORK, p, (struct rect){5, 10, 10, 10});
    add_area(MARK_ARTWORK, figure, (struct rect){35, 20, 10, 10});
    structure = derived();
    assert_true(structure->elements[1].top == 10);
    assert_int_equal(structure->elements[1].page, 0);
    assert_int_equal(structure->elements[1].order, 0);
    assert_box(structure->elements[figure->number].box, 5, 10, 40, 20);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)
    const struct CMUnitTest tests[] = {
        TEST(sequences_are_numbered_by_page_without_artifacts),
        TEST(kids_are_in_the_order_of_their_marks),
        TEST(an_overlong_cluster_is_a_sequence_with_its_text),
        TEST(a_cluster_with_a_glyph_a_character_is_not_overlong),
        TEST(a_link_has_an_annotation_a_page_and_a_quad_a_line),
        TEST(elements_begin_with_their_first_mark),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
