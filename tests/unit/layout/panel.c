#include "layout/panel.h"

#include "layout_fixture.h"

/** A card is drawn only where it is not white. */
static int open_with_cards(void **state)
{
    const int status = layout_fixture_open(state);
    struct layout_fixture *layout_fixture = *state;

    layout_fixture->kit.theme.panel = (struct colour){0.9, 0.9, 1};
    return status;
}

/** The figure's element on a page, or NULL. */
static const struct tag *find_figure(const struct page *page)
{
    for (size_t i = 0; i < page->count; i++) {
        if (page->marks[i].tag != NULL &&
            page->marks[i].tag->kind == TAG_FIGURE)
            return page->marks[i].tag;
    }
    return NULL;
}

static double distance_to(struct rect box, struct point point)
{
    double x = fmax(0, fmax(box.x - point.x, point.x - box.x - box.width));
    double y = fmax(0, fmax(box.y - point.y, point.y - box.y - box.height));

    return hypot(x, y);
}

/** The ring is the figure's first mark; the card is the fill before it. */
static const struct mark *find_ring(const struct page *page)
{
    for (size_t i = 0; i < page->count; i++) {
        if (page->marks[i].tag != NULL &&
            page->marks[i].tag->kind == TAG_FIGURE)
            return &page->marks[i];
    }
    return NULL;
}

/** What of a mark is to be seen: a space at the end is not. */
static struct rect seen_box(const struct mark *mark)
{
    struct rect box = display_list_mark_box(mark);
    const struct glyph_run *run = &mark->run;

    if (mark->kind == MARK_GLYPHS && run->count > 0 &&
        run->text[run->text_size - 1] == ' ')
        box.width -= run->glyphs[run->count - 1].advance * run->size /
                     face_metrics(run->face)->units_per_em;
    return box;
}

/** Labels stand in the card, clear of the ring, clear of the marks to count. */
static void assert_clear(const struct page *page)
{
    const struct mark *ring = find_ring(page);
    struct rect card = display_list_mark_box(ring - 1);
    struct rect box = display_list_mark_box(ring);
    double radius = box.width / 2;
    struct point centre = {box.x + radius, box.y + radius};

    for (size_t i = 0; i < page->count; i++) {
        const struct mark *mark = &page->marks[i];

        if (mark->tag != ring->tag)
            continue;
        if (!rect_contains(card, seen_box(mark), 0.01))
            fail_msg("\"%.*s\" is at %g %g, outside the card at %g %g, %g wide",
                     (int)mark->run.text_size, mark->run.text,
                     display_list_mark_box(mark).x,
                     display_list_mark_box(mark).y, card.x, card.y, card.width);
        if (mark->kind != MARK_GLYPHS || mark->run.size > 15)
            continue;
        if (distance_to(seen_box(mark), centre) < radius + 2)
            fail_msg("\"%.*s\" is %g from the centre of a ring of %g",
                     (int)mark->run.text_size, mark->run.text,
                     distance_to(seen_box(mark), centre), radius);
        for (size_t j = 0; j < page->count; j++) {
            const struct mark *other = &page->marks[j];

            if (other->tag == ring->tag && other->kind != MARK_GLYPHS &&
                display_list_mark_box(other).y > box.y + box.height)
                assert_false(rect_overlaps(display_list_mark_box(mark),
                                           display_list_mark_box(other), 0));
        }
    }
}

/* Every average, with rates on both sides of it, at all sizes of the marks. */
static void labels_stand_clear_for_all_averages_and_rates(void **state)
{
    struct layout_fixture *layout_fixture = *state;
    static const int totals[] = {1, 17, 40, 300};

    for (int average = 0; average <= 100; average++) {
        for (int i = 0; i < 4; i++) {
            char markup[64];
            struct document document;

            arena_reset(layout_fixture->arena);
            snprintf(markup, sizeof markup, "%% %d %d %d 0\n",
                     (average + 7 * i) % (totals[i] + 1), totals[i], average);
            document = layout_fixture_markup(layout_fixture, markup);
            assert_int_equal(document.page_count, 1);
            assert_clear(&document.pages[0]);
            assert_sound(layout_fixture, &document);
        }
    }
}

static void a_white_card_is_not_drawn(void **state)
{
    struct layout_fixture *layout_fixture = *state;
    const struct colour panel = layout_fixture->kit.theme.panel;
    struct document document;
    const struct mark *ring;

    layout_fixture->kit.theme.panel = (struct colour){1, 1, 1};
    document = layout_fixture_markup(layout_fixture, "% 12 17 64 0\n");
    ring = find_ring(&document.pages[0]);
    assert_int_equal((ring - 1)->kind, MARK_GLYPHS); /* the title */
    layout_fixture->kit.theme.panel = panel;
}

static void all_rates_and_a_long_word_for_average_stand_clear(void **state)
{
    struct layout_fixture *layout_fixture = *state;

    for (int count = 0; count <= 100; count++) {
        char markup[64];
        struct letter letter;
        struct document document;

        arena_reset(layout_fixture->arena);
        snprintf(markup, sizeof markup, "%% %d 100 %d 0\n", count,
                 (count * 37) % 101);
        letter = sample_letter(layout_fixture->arena, markup);
        letter.language = "cy";
        document = layout_fixture_set(layout_fixture, &letter);
        assert_clear(&document.pages[0]);
        assert_sound(layout_fixture, &document);
    }
}

static void the_words_come_in_reading_order(void **state)
{
    struct document document = layout_fixture_markup(*state, "% 12 17 64 1\n");
    static const char *const texts[] = {
        "Complaints", "71%",    "average", "We upheld", "This compares",
        "12",         "upheld", "Based",   "It is rare"};
    const struct page *page = &document.pages[0];
    size_t at = 0;

    for (size_t i = 0; i < 9; i++) {
        while (at < page->count && !mark_says(&page->marks[at], texts[i]))
            at++;
        if (at == page->count)
            fail_msg("\"%s\" is not there, or comes too early", texts[i]);
    }
}

/* What follows a panel stands below all of its words and in their column, so
 * that programs which find columns by themselves read it after them. */
static void words_stand_where_the_text_does_and_the_picture_beside(void **state)
{
    struct layout_fixture *layout_fixture = *state;
    struct document document =
        layout_fixture_markup(*state, "% 12 17 64 1\n\nOne.\n");
    const struct page *page = &document.pages[0];
    const double left = page_find(page, "One")->at.x;
    static const char *const texts[] = {"Complaints", "We upheld",
                                        "This compares", "12", "Based"};

    for (size_t i = 0; i < 5; i++)
        assert_true(fabs(page_find(page, texts[i])->at.x - left) < 0.01);
    assert_true(page_find(page, "71%")->at.x > A4_WIDTH / 2);
    assert_sound(layout_fixture, &document);
}

static void a_panel_is_a_section_with_heading_figure_and_list(void **state)
{
    struct document document = layout_fixture_markup(*state, "% 12 17 64 1\n");
    const struct page *page = &document.pages[0];
    const struct tag *figure = find_figure(page);
    const struct tag *title = page_find(page, "Complaints")->tag;
    const struct tag *note = page_find(page, "It is rare")->tag;

    assert_int_equal(title->kind, TAG_H2);
    assert_int_equal(title->parent->kind, TAG_SECT);
    assert_string_equal(title->parent->title, "Complaints upheld");
    assert_ptr_equal(figure->parent, title->parent);
    assert_string_equal(figure->alt,
                        "Complaints upheld: 71%, 12 of 17; average of similar "
                        "organisations 64%");
    assert_int_equal(note->kind, TAG_LBODY);
    assert_int_equal(note->parent->parent->kind, TAG_L);
    assert_ptr_equal(note->parent->parent->parent, title->parent);
    assert_int_equal(page_find(page, "\u2022")->tag->kind, TAG_LBL);
    assert_ptr_equal(page_find(page, "\u2022")->tag->parent, note->parent);
}

static void without_a_rate_there_is_no_picture(void **state)
{
    struct document document = layout_fixture_markup(*state, "% 0 0 64 0\n");
    const struct page *page = &document.pages[0];

    assert_null(find_figure(page));
    assert_non_null(page_find(page, "We had no cases"));
    assert_null(page_find(page, "0%"));
    assert_null(page_find(page, "average"));
}

static void without_an_average_there_is_no_tick(void **state)
{
    struct document document = layout_fixture_markup(*state, "% 12 17 -1 0\n");
    const struct page *page = &document.pages[0];

    assert_null(page_find(page, "average"));
    assert_string_equal(find_figure(page)->alt,
                        "Complaints upheld: 71%, 12 of 17");
    for (size_t i = 0; i < page->count; i++)
        assert_true(page->marks[i].colour.red < 0.9 ||
                    page->marks[i].colour.blue > 0.5);
}

/** How many circles of a colour are drawn below the ring. */
static size_t count_circles(const struct page *page, enum mark_kind kind)
{
    const struct mark *ring = find_ring(page);
    double foot =
        display_list_mark_box(ring).y + display_list_mark_box(ring).height;
    size_t circles = 0;

    for (size_t i = 0; i < page->count; i++) {
        const struct mark *mark = &page->marks[i];

        if (mark->tag != ring->tag || mark->kind != kind ||
            display_list_mark_box(mark).y < foot)
            continue;
        for (struct path_walk walk = {0}; path_walk_next(&walk, &mark->path);)
            circles += walk.operator== PATH_CLOSE;
    }
    return circles;
}

static void assert_marks(struct layout_fixture *layout_fixture,
                         const char *markup, size_t filled, size_t hollow)
{
    struct document document = layout_fixture_markup(layout_fixture, markup);

    assert_int_equal(count_circles(&document.pages[0], MARK_FILL), filled);
    assert_int_equal(count_circles(&document.pages[0], MARK_STROKE), hollow);
}

static void every_case_is_a_mark_up_to_forty(void **state)
{
    assert_marks(*state, "% 12 17 64 0\n", 12, 5);
    assert_marks(*state, "% 0 1 64 0\n", 0, 1);
    assert_marks(*state, "% 40 40 64 0\n", 40, 0);
    assert_marks(*state, "% 29 40 64 0\n", 29, 11);
}

/* The bar is three rectangles: white, what is filled of it, its outline. */
static void assert_bar(struct layout_fixture *layout_fixture,
                       const char *markup, double share, const char *label)
{
    struct document document = layout_fixture_markup(layout_fixture, markup);
    const struct page *page = &document.pages[0];
    const struct mark *ring = find_ring(page);
    double foot =
        display_list_mark_box(ring).y + display_list_mark_box(ring).height;
    double width = 0;
    double filled = 0;

    for (size_t i = 0; i < page->count; i++) {
        const struct mark *mark = &page->marks[i];

        if (mark->tag != ring->tag || mark->kind != MARK_FILL ||
            display_list_mark_box(mark).y < foot)
            continue;
        if (mark->colour.red < 1)
            filled = display_list_mark_box(mark).width;
        else
            width = display_list_mark_box(mark).width;
    }
    assert_true(width > 100);
    assert_true(fabs(filled / width - share) < 1e-6);
    assert_non_null(page_find(page, label));
}

/* 1 of 300 looks like some and 299 of 300 not like all: two points of 144. */
static void more_cases_than_forty_are_a_bar_with_its_count(void **state)
{
    assert_bar(*state, "% 30 120 64 0\n", 0.25, "30");
    assert_bar(*state, "% 41 41 64 0\n", 1, "41");
    assert_bar(*state, "% 0 300 64 0\n", 0, "0");
    assert_bar(*state, "% 1 300 64 0\n", 2.0 / 144, "1");
    assert_bar(*state, "% 299 300 64 0\n", 142.0 / 144, "299");
    assert_bar(*state, "% 30 120 64 0\n", 0.25, " of 120 ");
}

static void counts_of_any_size_fit_beside_their_caption(void **state)
{
    static const char *const markups[] = {
        "% 1234 5678 25 0\n", "% 1234567 7654321 25 0\n",
        "% 999999999999999 999999999999999 25 0\n"};

    for (size_t i = 0; i < 3; i++) {
        struct document document = layout_fixture_markup(*state, markups[i]);

        assert_sound(*state, &document);
    }
}

static void assert_pages(struct layout_fixture *layout_fixture,
                         const char *markup, size_t pages)
{
    struct document document = layout_fixture_markup(layout_fixture, markup);

    assert_int_equal(document.page_count, pages);
    assert_sound(layout_fixture, &document);
}

static void panels_in_a_row_share_pages_evenly(void **state)
{
    const char *panel = "% 12 17 64 0\n\n";
    char markup[256] = "One.\n\n***\n\n";

    for (size_t i = 1; i <= 7; i++) {
        strncat(markup, panel, sizeof markup - strlen(markup) - 1);
        assert_pages(*state, markup, 1 + (i + 2) / 3);
    }
}

static void panels_may_follow_text_where_they_fit(void **state)
{
    assert_pages(*state, "One.\n\n% 12 17 64 0\n\nAnd more text.\n", 1);
    assert_pages(*state,
                 "One.\n\n## Heading\n\n% 12 17 64 0\n\n% 11 11 99 1\n\n"
                 "% 0 12 12 0\n",
                 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_words_come_in_reading_order),
        cmocka_unit_test(
            words_stand_where_the_text_does_and_the_picture_beside),
        cmocka_unit_test(a_panel_is_a_section_with_heading_figure_and_list),
        cmocka_unit_test(without_a_rate_there_is_no_picture),
        cmocka_unit_test(without_an_average_there_is_no_tick),
        cmocka_unit_test(every_case_is_a_mark_up_to_forty),
        cmocka_unit_test(more_cases_than_forty_are_a_bar_with_its_count),
        cmocka_unit_test(labels_stand_clear_for_all_averages_and_rates),
        cmocka_unit_test(all_rates_and_a_long_word_for_average_stand_clear),
        cmocka_unit_test(a_white_card_is_not_drawn),
        cmocka_unit_test(counts_of_any_size_fit_beside_their_caption),
        cmocka_unit_test(panels_in_a_row_share_pages_evenly),
        cmocka_unit_test(panels_may_follow_text_where_they_fit),
    };

    return cmocka_run_group_tests(tests, open_with_cards, layout_fixture_close);
}
