#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/hash.h"
#include "pdf/bookmarks.h"
#include "pdf/structure_tree.h"

static struct arena *arena;
static struct display_list_builder *display_list;
static struct tag *root;
static struct pdf_objects *pdf;
static struct buffer file;

static int begin(void **state)
{
    arena = arena_new();
    display_list = display_list_new(arena);
    root = display_list_add_tag(display_list, TAG_DOCUMENT, NULL);
    display_list_begin_page(display_list, 200, 100);
    pdf = pdf_objects_open(arena);
    file = buffer_new(1000000);
    return 0;
}

static int end(void **state)
{
    pdf_objects_close(pdf);
    buffer_free(&file);
    arena_free(arena);
    return 0;
}

static struct tag *new_tag(enum tag_kind kind, struct tag *parent)
{
    return display_list_add_tag(display_list, kind, parent);
}

/* A mark of a tag: a picture of 10 by 10 at @p x, @p y. */
static void add_mark(const struct tag *tag, double x, double y)
{
    const struct mark mark = {
        .kind = MARK_ARTWORK, .tag = tag, .box = {x, y, 10, 10}};

    display_list_add_mark(display_list, &mark);
}

static void add_link(const struct tag *tag, double x, double y)
{
    const struct mark mark = {
        .kind = MARK_LINK, .tag = tag, .box = {x, y, 30, 5}};

    display_list_add_mark(display_list, &mark);
}

/* Writes the tree and gives the file, in which objects have these numbers:
 * 4, 5 ... pages, then the root of the tree, then elements as tags were made,
 * then links, the parent tree, and the bookmarks. */
static const char *written(void)
{
    const struct document document = display_list_finish(display_list);
    char entries[] = "/FT/Sig";
    const struct buffer field = {.bytes = entries, .length = strlen(entries)};
    const struct structure *structure = structure_derive(arena, &document);
    uint32_t pages[4];
    struct hash *hash = hash_new();
    struct error err;

    for (size_t i = 0; i < document.page_count; i++)
        pages[i] = pdf_objects_add_page(pdf);
    assert_int_equal(pages[0], 4);
    structure_tree_write(structure_tree_new(arena, structure, pdf, pages),
                         &field);
    bookmarks_write(arena, structure, pdf, pages);
    assert_int_equal(pdf_objects_save(pdf, NULL, hash, &file, &err), STATUS_OK);
    hash_free(hash);
    return file.bytes;
}

static void contains(const char *bytes)
{
    if (!strstr(file.bytes, bytes))
        fail_msg("the file does not hold %s", bytes);
}

static void kids_stand_in_the_order_of_their_marks(void **state)
{
    struct tag *p = new_tag(TAG_P, root);
    struct tag *late = new_tag(TAG_SPAN, p);
    struct tag *early = new_tag(TAG_SPAN, p);

    add_mark(p, 0, 0);
    add_mark(early, 0, 0);
    add_mark(p, 0, 0);
    add_mark(late, 0, 0);
    written();
    contains("6 0 obj\n<<\n/S/Document/P 5 0 R/K 7 0 R>>");
    contains("7 0 obj\n<<\n/S/P/P 6 0 R/Pg 4 0 R/K[ 0 9 0 R 2 8 0 R]>>");
    contains("8 0 obj\n<<\n/S/Span/P 7 0 R/Pg 4 0 R/K 3>>");
    contains("/Nums[0[ 7 0 R 9 0 R 7 0 R 8 0 R]]");
}

/* ISO 14289-1, 7.18.4: a widget is nested in a Form element; ISO 32000-1, table
 * 323: which it refers to as an object, and 14.7.4.4: from which it is found */
static void a_signature_field_is_a_form(void **state)
{
    struct tag *form = new_tag(TAG_FORM, root);
    const struct mark mark = {
        .kind = MARK_SEAL, .tag = form, .box = {10, 20, 30, 5}};

    add_mark(new_tag(TAG_P, root), 0, 0);
    display_list_add_mark(display_list, &mark);
    written();
    contains(
        "7 0 obj\n<<\n/S/Form/P 6 0 R/K<</Type/OBJR/Pg 4 0 R/Obj 9 0 R>>>>");
    contains("9 0 obj\n<<\n/Type/Annot/Subtype/Widget/Rect[10 75 40 80 ]/F 132"
             "/StructParent 1/P 4 0 R/FT/Sig>>");
    contains("1 7 0 R");
}

static void tag_without_marks_is_not_written(void **state)
{
    struct tag *list = new_tag(TAG_L, root);

    new_tag(TAG_LI, list);
    add_mark(new_tag(TAG_P, root), 0, 0);
    assert_null(strstr(written(), "/S/L"));
    contains("/S/Document/P 5 0 R/K 7 0 R>>");
}

static void element_over_two_pages_names_both(void **state)
{
    struct tag *p = new_tag(TAG_P, root);

    add_mark(p, 0, 0);
    display_list_begin_page(display_list, 200, 100);
    add_mark(p, 0, 0);
    written();
    contains("/S/P/P 7 0 R/Pg 4 0 R/K[ 0<</Type/MCR/Pg 5 0 R/MCID 0>>]>>");
    contains("/Nums[0[ 8 0 R]1[ 8 0 R]]");
}

/* 100 - 20 - 10 = 70 to 90 - 20 + 10: the two pictures cover 5 to 45, 10 to
 * 30 from the top. */
static void figure_has_words_and_a_box(void **state)
{
    struct tag *figure = new_tag(TAG_FIGURE, root);

    figure->alt = "71% (12 of 17)";
    add_mark(figure, 5, 10);
    add_mark(new_tag(TAG_P, figure), 35, 20);
    written();
    contains("/S/Figure/P 6 0 R/Alt(71% \\(12 of 17\\))"
             "/A<</O/Layout/Placement/Block/BBox[5 70 45 90 ]>>");
}

/* Table 173 of ISO 32000-1: a quad for each line, all inside the Rect. */
static void link_is_one_annotation_a_page(void **state)
{
    struct tag *link = new_tag(TAG_LINK, new_tag(TAG_P, root));

    link->uri = "https://example.org/t\u0177?a=(1)";
    add_mark(link, 0, 0);
    add_link(link, 10, 20);
    add_link(new_tag(TAG_SPAN, link), 5, 40);
    display_list_begin_page(display_list, 200, 100);
    add_mark(link, 0, 0);
    add_link(link, 10, 20);
    written();
    contains("<</Type/OBJR/Obj 11 0 R>>");
    contains("<</Type/OBJR/Pg 5 0 R/Obj 12 0 R>>");
    contains("11 0 obj\n<<\n/Subtype/Link/Rect[5 55 40 80 ]"
             "/QuadPoints[10 80 40 80 10 75 40 75 5 60 35 60 5 55 35 55 ]"
             "/Border[0 0 0]/F 4/StructParent 2/Contents"
             "<FEFF00680074007400700073003A");
    contains("12 0 obj\n<<\n/Subtype/Link/Rect[10 75 40 80 ]"
             "/QuadPoints[10 80 40 80 10 75 40 75 ]");
    contains("/A<</S/URI/URI(https://example.org/t%C5%B7?a=\\(1\\))>>>>");
    contains("/ParentTreeNextKey 4");
}

static void lists_and_languages_are_attributes(void **state)
{
    struct tag *list = new_tag(TAG_L, root);
    struct tag *span = new_tag(TAG_SPAN, root);

    list->ordered = true;
    span->language = "cy";
    add_mark(new_tag(TAG_LBODY, new_tag(TAG_LI, list)), 0, 0);
    add_mark(span, 0, 0);
    written();
    contains("/S/L/P 6 0 R/A<</O/List/ListNumbering/Decimal>>/K");
    contains("/S/Span/P 6 0 R/Lang(cy)/Pg");
}

/* The standard has no type for them; PDF 2.0 has, by these names. */
static void strong_text_and_emphasis_are_spans(void **state)
{
    struct tag *p = new_tag(TAG_P, root);

    add_mark(new_tag(TAG_EM, new_tag(TAG_STRONG, p)), 0, 0);
    written();
    contains("/S/Strong/P 7 0 R/K 9 0 R>>");
    contains("/S/Em/P 8 0 R/Pg 4 0 R/K 0>>");
    contains("/RoleMap<</Strong/Span/Em/Span>>");
}

static void bookmarks_follow_headings(void **state)
{
    struct tag *subject = new_tag(TAG_H1, root);
    struct tag *first = new_tag(TAG_H2, root);
    struct tag *section = new_tag(TAG_SECT, root);
    struct tag *plain = new_tag(TAG_SECT, root);
    struct tag *inside = new_tag(TAG_H2, section);

    subject->title = "Subject";
    first->title = "First";
    section->title = inside->title = "Panel";
    plain->title = "Section";
    add_mark(subject, 0, 10);
    add_mark(first, 0, 30);
    add_mark(inside, 0, 40);
    add_mark(new_tag(TAG_P, plain), 0, 50);
    written();
    /* The tree has objects 5 to 13; bookmarks follow in reading order, which
     * is not that of creation. */
    contains("/Title(Subject)/Parent 14 0 R/First 16 0 R/Last 18 0 R/Count 3"
             "/Dest[ 4 0 R/XYZ null 90 null]");
    contains("/Title(First)/Parent 15 0 R/Next 17 0 R/Dest[ 4 0 R/XYZ null 70 "
             "null]");
    contains("/Title(Panel)/Parent 15 0 R/Prev 16 0 R/Next 18 0 R/Dest");
    contains("/Title(Section)/Parent 15 0 R/Prev 17 0 R/Dest");
    contains("/Type/Outlines/Count 4/First 15 0 R/Last 15 0 R");
}

static void letter_without_headings_has_no_bookmarks(void **state)
{
    add_mark(new_tag(TAG_P, root), 0, 0);
    assert_null(strstr(written(), "/Outlines"));
}

static void empty_page_has_an_empty_tree(void **state)
{
    written();
    contains("/S/Document/P 5 0 R>>");
    contains("/Nums[0[]]");
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)
    const struct CMUnitTest tests[] = {
        TEST(kids_stand_in_the_order_of_their_marks),
        TEST(tag_without_marks_is_not_written),
        TEST(element_over_two_pages_names_both),
        TEST(figure_has_words_and_a_box),
        TEST(link_is_one_annotation_a_page),
        TEST(a_signature_field_is_a_form),
        TEST(lists_and_languages_are_attributes),
        TEST(strong_text_and_emphasis_are_spans),
        TEST(bookmarks_follow_headings),
        TEST(letter_without_headings_has_no_bookmarks),
        TEST(empty_page_has_an_empty_tree),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
