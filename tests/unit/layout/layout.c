#include "layout/layout.h"

#include "layout_fixture.h"

/* Every paragraph of the shapes below is one of these. */
static const char *const sentences[] = {
    "Behind every number is somebody who asked for help.",
    "We publish three figures for each organisation, and they answer three "
    "plain questions.",
    "A percentage means little on its own, so the number of investigations "
    "always stands beside it.",
    "The map also holds our decisions, any *reports* that we made public, and "
    "the changes to services that you promised.",
    "When a mistake has harmed somebody, we say what should be done to mend "
    "it, and we check later that it was done.",
    "You can read about it on <the page about courses> or ask us.",
    "Mae\xe2\x80\x99r llythyr hwn ar gael yn Gymraeg; g\xc5\xb5yr pawb hynny.",
    "It took well-connected, under-resourced teams 1,600 hours.",
};

enum { SENTENCES = 8 };

static const char *const names[] = {
    "Luton Borough Council",
    "Bournemouth, Christchurch and Poole Council",
    "London Borough of Hammersmith & Fulham",
    "Council of the Isles of Scilly",
    "Borough Council of King's Lynn and West Norfolk",
    "Cyngor Sir Caer-g\xc5\xb5r a Glannau Newydd y Gogledd-ddwyrain",
    ("The Combined Fire, Rescue, Transport and Planning Authority for Upper "
     "and Nether Newborough-under-Lyme"),
};

enum { NAMES = 7 };

/** A small random source, the same on every machine. */
struct dice {
    uint64_t state;
};

static unsigned roll(struct dice *dice, unsigned sides)
{
    dice->state ^= dice->state << 13;
    dice->state ^= dice->state >> 7;
    dice->state ^= dice->state << 17;
    return (unsigned)(dice->state >> 33) % sides;
}

static void add_sentences(struct buffer *markup, struct dice *dice,
                          const char *lead, unsigned most)
{
    unsigned count = 1 + roll(dice, most);

    buffer_add_text(markup, lead);
    for (unsigned i = 0; i < count; i++) {
        buffer_add_text(markup, i > 0 ? " " : "");
        buffer_add_text(markup, sentences[roll(dice, SENTENCES)]);
    }
    buffer_add_text(markup, "\n\n");
}

static void add_list(struct buffer *markup, struct dice *dice)
{
    const char *lead = roll(dice, 2) == 0 ? "- " : "1. ";
    unsigned items = 1 + roll(dice, 12);

    for (unsigned i = 0; i < items; i++) {
        add_sentences(markup, dice, lead, 2);
        markup->length--; /* items of a list have no empty line between */
    }
    buffer_add_text(markup, "\n");
}

static void add_section(struct buffer *markup, struct dice *dice)
{
    unsigned paragraphs = 1 + roll(dice, 5);

    buffer_add_text(markup, roll(dice, 8) > 0
                                ? "## Your organisation's performance\n\n"
                                : "## A heading that says a good deal more "
                                  "than headings do, on two lines\n\n");
    for (unsigned i = 0; i < paragraphs; i++) {
        add_sentences(markup, dice, "", 7);
        if (roll(dice, 4) == 0)
            add_list(markup, dice);
    }
}

static void add_panel(struct buffer *markup, struct dice *dice)
{
    static const unsigned totals[] = {1, 2, 12, 40, 41, 1000, 9999};
    unsigned total =
        roll(dice, 6) == 0 ? 0 : 1 + roll(dice, totals[roll(dice, 7)]);
    unsigned count = total == 0 ? 0 : roll(dice, total + 1);

    buffer_printf(markup, "%% %u %u %d %u\n\n", count, total,
                  roll(dice, 5) == 0 ? -1 : (int)roll(dice, 101),
                  roll(dice, 3));
}

/** A letter of any shape that a campaign could have. */
static void make_markup(struct buffer *markup, struct dice *dice)
{
    unsigned sections = roll(dice, 6);
    unsigned panels = roll(dice, 8);
    bool signed_last = panels > 0 && roll(dice, 4) == 0;

    buffer_clear(markup);
    buffer_add_text(markup, "Dear Ms Sample\n\n# Annual letter 2022\n\n");
    add_sentences(markup, dice, "", 9);
    for (unsigned i = 0; i < sections; i++)
        add_section(markup, dice);
    add_sentences(markup, dice, "", 5);
    if (!signed_last)
        buffer_add_text(markup, "Yours sincerely,\n\n~~~\n\n");
    if (roll(dice, 4) > 0)
        buffer_add_text(markup, "***\n\n");
    for (unsigned i = 0; i < panels; i++)
        add_panel(markup, dice);
    if (signed_last && roll(dice, 2) == 0)
        buffer_add_text(markup, "Yours sincerely,\n\n");
    if (signed_last)
        buffer_add_text(markup, "~~~\n\n");
}

/** Gives the letter a random name, address and signatory. */
static void style_letter(struct layout_fixture *layout_fixture,
                         struct letter *letter, struct dice *dice)
{
    static const char *const rest[] = {"Chief Executive", NULL,
                                       "Town Hall",       "1 High Street",
                                       "Newborough",      "NB1 1AA"};
    size_t lines = 1 + roll(dice, 7);
    size_t roles = roll(dice, 4) == 0 ? roll(dice, 13) : 2;
    const char **addressee =
        ARENA_ARRAY(layout_fixture->arena, const char *, lines);
    struct value *items =
        ARENA_ARRAY(layout_fixture->arena, struct value, roles + 1);

    letter->name = names[roll(dice, NAMES)];
    addressee[0] = "The Right Honourable Ms A Sample";
    for (size_t i = 1; i < lines; i++)
        addressee[i] = rest[i - 1] == NULL ? letter->name : rest[i - 1];
    letter->addressee = addressee;
    letter->addressee_count = lines;
    for (size_t i = 0; i < roles; i++)
        items[i] = letter->roles.items[i % 2];
    letter->roles = (struct value_list){items, roles};
    if (roll(dice, 5) == 0)
        letter->delivery = "";
    if (roll(dice, 5) == 0)
        letter->language = "cy";
}

/** Sets random letters and looks at each; says what it saw. */
static void check_letters(struct layout_fixture *layout_fixture, uint64_t seed,
                          size_t letters)
{
    struct dice dice = {seed};
    struct buffer markup = buffer_new(1 << 20);
    size_t pages = 0;
    size_t most = 0;

    for (size_t i = 0; i < letters; i++) {
        struct letter letter;
        struct document document;

        arena_reset(layout_fixture->arena);
        make_markup(&markup, &dice);
        letter = sample_letter(layout_fixture->arena, buffer_text(&markup));
        style_letter(layout_fixture, &letter, &dice);
        document = layout_fixture_set(layout_fixture, &letter);
        assert_sound(layout_fixture, &document);
        pages += document.page_count;
        most = document.page_count > most ? document.page_count : most;
    }
    buffer_free(&markup);
    print_message("%zu letters, %zu pages, the longest %zu: no overlap, no "
                  "lonely line, no signature alone\n",
                  letters, pages, most);
}

static void random_letters_are_sound(void **state)
{
    check_letters(*state, UINT64_C(88172645463325252), 333);
}

static void letters_in_larger_type_are_sound(void **state)
{
    struct layout_fixture *layout_fixture = *state;

    for (double size = 13; size <= 16; size += 1.5) {
        layout_fixture->kit.theme.text_size = size;
        check_letters(layout_fixture, UINT64_C(362436069362436069), 40);
    }
    layout_fixture->kit.theme.text_size = 12;
}

/** About 870 words, the length of a letter of three pages and its panels. */
static void add_usual_text(struct buffer *markup)
{
    buffer_add_text(markup, "Dear Ms Sample\n\n# Annual letter 2022\n\n");
    for (int section = 0; section < 4; section++) {
        if (section > 0)
            buffer_add_text(markup, "## Your organisation's performance\n\n");
        for (int paragraph = 0; paragraph < 3; paragraph++) {
            for (int i = 0; i < 5; i++) {
                buffer_add_text(markup, sentences[(paragraph + i) % 5]);
                buffer_add_text(markup, " ");
            }
            buffer_add_text(markup, "\n\n");
        }
    }
    buffer_add_text(markup, "Yours sincerely,\n\n~~~\n\n***\n\n");
}

static void a_usual_letter_has_four_pages(void **state)
{
    struct layout_fixture *layout_fixture = *state;
    struct buffer markup = buffer_new(1 << 16);
    struct document document;

    add_usual_text(&markup);
    buffer_add_text(&markup, "% 12 17 64 0\n\n% 11 11 99 1\n\n% 0 12 12 0\n");
    document = layout_fixture_markup(layout_fixture, buffer_text(&markup));
    assert_sound(layout_fixture, &document);
    assert_int_equal(document.page_count, 4);
    assert_non_null(page_find(&document.pages[2], "Alex"));
    assert_non_null(page_find(&document.pages[3], "Complaints"));
    buffer_free(&markup);
}

static const struct tag *only_strong(const struct document *document)
{
    const struct tag *found = NULL;

    for (size_t i = 0; i < document->tag_count; i++)
        if (document->tags[i]->kind == TAG_STRONG) {
            assert_null(found);
            found = document->tags[i];
        }
    return found;
}

/* More than a line holds; inside a link it is the link's. */
static void strong_text_is_one_element_over_two_lines(void **state)
{
    struct document document = layout_fixture_markup(
        *state, "# Letter\n\nIt is *most important that councils "
                "read all of these eleven words, and the "
                "words behind them* <here>.\n");
    const struct tag *strong = only_strong(&document);

    assert_non_null(strong);
    assert_int_equal(strong->parent->kind, TAG_P);
    assert_int_equal(page_lines(&document.pages[0], strong->parent), 2);
    document = layout_fixture_markup(*state, "# Letter\n\nSee <the *map*>.\n");
    assert_int_equal(only_strong(&document)->parent->kind, TAG_LINK);
}

/* The large number and headings are bold by their looks. */
static void what_only_looks_bold_is_not_strong(void **state)
{
    struct document document = layout_fixture_markup(
        *state, "# Letter\n\n% 12 17 64 0\n=h We upheld 71%\n"
                "=c The average is 64%\n=b 17 cases\n");

    assert_null(only_strong(&document));
}

static void the_same_letter_gives_the_same_marks(void **state)
{
    struct layout_fixture *layout_fixture = *state;
    struct buffer markup = buffer_new(1 << 16);
    struct buffer traces[2] = {buffer_new(1 << 24), buffer_new(1 << 24)};
    struct error err;

    add_usual_text(&markup);
    buffer_add_text(&markup, "% 12 17 64 0\n");
    for (int i = 0; i < 2; i++) {
        struct document document =
            layout_fixture_markup(layout_fixture, buffer_text(&markup));

        assert_int_equal(
            painter_paint(trace_painter(), &document, &traces[i], &err),
            STATUS_OK);
    }
    assert_string_equal(buffer_text(&traces[0]), buffer_text(&traces[1]));
    buffer_free(&markup);
    buffer_free(&traces[0]);
    buffer_free(&traces[1]);
}

/** The texts of the first marks of each element, in order, on one page. */
static void assert_order(const struct page *page, const char *const *texts,
                         size_t count)
{
    size_t at = 0;

    for (size_t i = 0; i < count; i++) {
        while (at < page->count && !mark_says(&page->marks[at], texts[i]))
            at++;
        if (at == page->count)
            fail_msg("\"%s\" is not there, or comes too early", texts[i]);
    }
}

static void the_letterhead_comes_in_order_and_down_the_page(void **state)
{
    struct layout_fixture *layout_fixture = *state;
    struct document document = layout_fixture_markup(
        layout_fixture, "Dear Ms Sample\n\n# Annual\n\nText.\n\nMore.\n");
    const struct page *page = &document.pages[0];
    static const char *const texts[] = {
        "Local",      "OMBUDSMAN", "20 July", "By email", "Ms A", "Chief",
        "Newborough", "Dear",      "Annual",  "Text",     "More"};
    double last = 0;

    assert_order(page, texts, 11);
    for (size_t i = 0; i < 11; i++) {
        const struct mark *mark = page_find(page, texts[i]);

        assert_true(mark->at.y > last);
        assert_true(fabs(mark->at.x - geometry_points(30)) < 0.01);
        last = mark->at.y;
    }
}

/* Each line of the addressee moves what is below by a line of 16 points, and
 * nothing above. */
static void the_letterhead_is_the_same_for_any_addressee(void **state)
{
    struct layout_fixture *layout_fixture = *state;
    static const char *const addressee[] = {"Ms A Sample", "Chief Executive",
                                            "Newborough Council", "Town Hall",
                                            "NB1 1AA"};
    static const char *const above[] = {"Local", "OMBUDSMAN", "20 July",
                                        "By email", "Ms A Sample"};

    for (size_t count = 1; count <= 5; count++) {
        struct letter three = sample_letter(layout_fixture->arena, "Dear Ms\n");
        struct letter letter = three;
        struct document expected = layout_fixture_set(layout_fixture, &three);
        struct document document;

        letter.addressee = addressee;
        letter.addressee_count = count;
        document = layout_fixture_set(layout_fixture, &letter);
        for (size_t i = 0; i < 5; i++)
            assert_true(page_find(&document.pages[0], above[i])->at.y ==
                        page_find(&expected.pages[0], above[i])->at.y);
        assert_true(fabs(page_find(&document.pages[0], "Dear")->at.y -
                         page_find(&expected.pages[0], "Dear")->at.y -
                         16 * ((double)count - 3)) < 0.01);
    }
}

/* The frame is 425.2 points wide and begins at 85.04: its last four tenths
 * begin at 340.2. */
static void contact_and_reference_share_a_column(void **state)
{
    struct layout_fixture *layout_fixture = *state;
    struct letter letter =
        sample_letter(layout_fixture->arena, "Dear Ms Sample\n");
    static const struct value contact[] = {
        {"PO Box 1", {"campaign.yaml", 4, 1}},
        {"0300 000 0000", {"campaign.yaml", 4, 9}}};
    static const char *const texts[] = {"Local",     "OMBUDSMAN", "PO Box",
                                        "0300",      "20 July",   "By email",
                                        "Our ref: ", "Ms A"};
    struct document document;
    const struct page *page;

    letter.contact = (struct value_list){contact, 2};
    letter.reference = "Our ref: AR22/E00000001";
    document = layout_fixture_set(layout_fixture, &letter);
    page = &document.pages[0];
    assert_order(page, texts, 8);
    assert_true(fabs(page_find(page, "PO Box")->at.x - 340.2) < 0.1);
    assert_true(fabs(page_find(page, "0300")->at.x - 340.2) < 0.1);
    assert_true(fabs(page_find(page, "Our ref")->at.x - 340.2) < 0.1);
    assert_true(page_find(page, "Our ref")->at.y ==
                page_find(page, "20 July")->at.y);
}

static void running_heads_are_artifacts_from_page_two_on(void **state)
{
    struct layout_fixture *layout_fixture = *state;
    struct document document = layout_fixture_markup(
        layout_fixture, "One.\n\n***\n\nTwo.\n\n***\n\nThree.\n");

    assert_int_equal(document.page_count, 3);
    assert_null(page_find(&document.pages[0], "Page"));
    for (size_t i = 1; i < 3; i++) {
        const struct mark *number = page_find(&document.pages[i], "Page");
        const struct mark *name =
            page_find(&document.pages[i], "Annual letter");

        assert_non_null(number);
        assert_non_null(name);
        assert_null(number->tag);
        assert_int_equal(number->artifact, ARTIFACT_HEADER);
        assert_null(name->tag);
    }
    assert_true(mark_says(page_find(&document.pages[1], "Page"), "Page 2 "));
    assert_non_null(page_find(
        &document.pages[1], "Annual letter - Newborough Council (E00000001)"));
}

static void page_breaks_that_leave_an_empty_page_are_dropped(void **state)
{
    struct layout_fixture *layout_fixture = *state;
    struct document document = layout_fixture_markup(
        layout_fixture, "One.\n\n***\n\n***\n\nTwo.\n\n***\n");

    assert_int_equal(document.page_count, 2);
}

static void a_page_break_before_the_signature_is_obeyed(void **state)
{
    struct layout_fixture *layout_fixture = *state;
    struct document document =
        layout_fixture_markup(layout_fixture, "One.\n\n***\n\n~~~\n\nAfter.\n");

    assert_int_equal(document.page_count, 2);
    assert_non_null(page_find(&document.pages[1], "Alex"));
    assert_non_null(page_find(&document.pages[1], "After"));
}

/** Three panels fill a page; the last goes on with the signature, which may
 *  not stand alone. */
static void a_signature_may_follow_a_page_of_panels(void **state)
{
    static const char panels[] = "# S\n\nOne.\n\nTwo.\n\n***\n\n% 12 17 64 "
                                 "0\n\n% 11 11 99 1\n\n% 0 12 12 0\n\n";
    static const char *const closings[] = {"", "Yours sincerely,\n\n"};
    struct layout_fixture *layout_fixture = *state;

    for (size_t i = 0; i < 2; i++) {
        struct document document = layout_fixture_markup(
            layout_fixture, arena_printf(layout_fixture->arena, "%s%s~~~\n",
                                         panels, closings[i]));

        assert_sound(layout_fixture, &document);
        assert_int_equal(document.page_count, 3);
        assert_non_null(page_find(&document.pages[2], "0%"));
        assert_non_null(page_find(&document.pages[2], "Alex"));
    }
}

static void panels_leave_the_opening_with_the_letterhead(void **state)
{
    struct document document = layout_fixture_markup(
        *state, "# S\n\nOne.\n\n% 12 17 64 0\n\n% 11 11 99 1\n\n% 0 12 12 0\n");

    assert_int_equal(document.page_count, 2);
    assert_non_null(page_find(&document.pages[0], "One"));
    assert_non_null(page_find(&document.pages[1], "Complaints"));
}

static void a_link_is_one_element_over_its_lines(void **state)
{
    struct layout_fixture *layout_fixture = *state;
    struct document document = layout_fixture_markup(
        layout_fixture,
        "Please <read all of the very long story of how this link came "
        "to be broken over two lines of a paragraph in a letter> and "
        "<another one>.\n");
    size_t links = 0;
    size_t areas = 0;

    for (size_t i = 0; i < document.tag_count; i++)
        links += document.tags[i]->kind == TAG_LINK;
    for (size_t i = 0; i < document.pages[0].count; i++) {
        const struct mark *mark = &document.pages[0].marks[i];

        if (mark->kind != MARK_LINK)
            continue;
        areas++;
        assert_int_equal(mark->tag->kind, TAG_LINK);
        assert_string_equal(mark->tag->uri, "https://www.example.org/");
    }
    assert_int_equal(links, 2);
    assert_int_equal(areas, 3); /* two lines, and one */
}

/* @return the only seal of a document and its page, or NULL */
static const struct mark *find_seal(const struct document *document,
                                    size_t *page)
{
    const struct mark *seal = NULL;

    for (size_t i = 0; i < document->page_count; i++)
        for (size_t j = 0; j < document->pages[i].count; j++)
            if (document->pages[i].marks[j].kind == MARK_SEAL) {
                assert_null(seal);
                seal = &document->pages[i].marks[j];
                *page = i;
            }
    return seal;
}

static void a_seal_lies_on_the_first_signature(void **state)
{
    struct layout_fixture *layout_fixture = *state;
    const char *text = "One.\n\n~~~\n\n***\n\nTwo.\n\n~~~\n";
    struct document plain = layout_fixture_markup(layout_fixture, text);
    struct document document;
    const struct mark *seal;
    size_t page = 99;

    assert_null(find_seal(&plain, &page));
    layout_fixture->kit.sealed = true;
    document = layout_fixture_markup(layout_fixture, text);
    seal = find_seal(&document, &page);
    assert_non_null(seal);
    assert_int_equal(page, 0);
    assert_int_equal(seal->tag->kind, TAG_FORM);
    assert_true(seal->box.width > 0 && seal->box.height > 0);
    assert_true(
        rect_contains((struct rect){0, 0, A4_WIDTH, A4_HEIGHT}, seal->box, 0));
    assert_int_equal(document.pages[0].count, plain.pages[0].count + 1);
    assert_int_equal(document.pages[1].count, plain.pages[1].count);
    layout_fixture->kit.sealed = false;
}

static void a_seal_without_a_place_is_out_of_sight(void **state)
{
    struct layout_fixture *layout_fixture = *state;
    struct document document;
    const struct mark *seal;
    size_t page = 99;

    layout_fixture->kit.sealed = true;
    document = layout_fixture_markup(layout_fixture, "One.\n\n***\n\nTwo.\n");
    seal = find_seal(&document, &page);
    assert_non_null(seal);
    assert_int_equal(page, 1);
    assert_true(seal->box.width == 0 && seal->box.height == 0);
    layout_fixture->kit.seal_hidden = true;
    document = layout_fixture_markup(layout_fixture, "One.\n\n~~~\n");
    seal = find_seal(&document, &page);
    assert_non_null(seal);
    assert_true(seal->box.width == 0 && seal->box.height == 0);
    layout_fixture->kit.sealed = false;
    layout_fixture->kit.seal_hidden = false;
}

static void numbered_items_have_labels_and_hang(void **state)
{
    struct layout_fixture *layout_fixture = *state;
    struct document document = layout_fixture_markup(
        layout_fixture, "1. First of all.\n1. Second.\n\n- Bullet.\n");
    const struct page *page = &document.pages[0];
    const struct mark *label = page_find(page, "2.");
    const struct mark *text = page_find(page, "Second");

    assert_int_equal(label->tag->kind, TAG_LBL);
    assert_int_equal(label->tag->parent->kind, TAG_LI);
    assert_true(label->tag->parent->parent->ordered);
    assert_true(fabs(label->at.y - text->at.y) < 0.01);
    assert_true(text->at.x >= label->at.x + label->run.width + 2);
    assert_int_equal(text->tag->parent->kind, TAG_LBODY);
    assert_false(
        page_find(page, "Bullet")->tag->parent->parent->parent->ordered);
}

static void assert_refused(struct layout_fixture *layout_fixture,
                           const char *markup, enum diagnostic_id rule,
                           int line)
{
    struct letter letter = sample_letter(layout_fixture->arena, markup);
    struct document document;
    struct error err;

    assert_int_equal(
        layout_fixture_try(layout_fixture, &letter, &document, &err),
        STATUS_LAYOUT);
    assert_int_equal(err.rule, rule);
    assert_string_equal(err.code, "E00000001");
    assert_string_equal(err.location.file, "letter.md");
    assert_int_equal(err.location.line, line);
}

static void what_cannot_be_set_is_blamed_on_its_place(void **state)
{
    struct layout_fixture *layout_fixture = *state;

    assert_refused(layout_fixture, "One.\n\n% 12 17 64 80\n",
                   RULE_LAYOUT_TOO_TALL, 3);
    assert_refused(layout_fixture, "A\xe4\xb8\xad.", RULE_GLYPH_MISSING, 1);
}

static void a_signatory_with_too_many_roles_is_refused(void **state)
{
    struct layout_fixture *layout_fixture = *state;
    struct letter letter =
        sample_letter(layout_fixture->arena, "One.\n\n~~~\n");
    struct value *roles = ARENA_ARRAY(layout_fixture->arena, struct value, 60);
    struct document document;
    struct error err;

    for (size_t i = 0; i < 60; i++)
        roles[i] = (struct value){"Chair", {"campaign.yaml", 9, 1}};
    letter.roles = (struct value_list){roles, 60};
    assert_int_equal(
        layout_fixture_try(layout_fixture, &letter, &document, &err),
        STATUS_LAYOUT);
    assert_int_equal(err.rule, RULE_LAYOUT_TOO_TALL);
    assert_int_equal(err.location.line, 3);
}

static void a_letter_of_nothing_but_a_head_is_one_page(void **state)
{
    struct document document = layout_fixture_markup(*state, "");

    assert_int_equal(document.page_count, 1);
    assert_sound(*state, &document);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_usual_letter_has_four_pages),
        cmocka_unit_test(strong_text_is_one_element_over_two_lines),
        cmocka_unit_test(what_only_looks_bold_is_not_strong),
        cmocka_unit_test(the_same_letter_gives_the_same_marks),
        cmocka_unit_test(the_letterhead_comes_in_order_and_down_the_page),
        cmocka_unit_test(the_letterhead_is_the_same_for_any_addressee),
        cmocka_unit_test(contact_and_reference_share_a_column),
        cmocka_unit_test(running_heads_are_artifacts_from_page_two_on),
        cmocka_unit_test(page_breaks_that_leave_an_empty_page_are_dropped),
        cmocka_unit_test(a_page_break_before_the_signature_is_obeyed),
        cmocka_unit_test(a_signature_may_follow_a_page_of_panels),
        cmocka_unit_test(panels_leave_the_opening_with_the_letterhead),
        cmocka_unit_test(a_link_is_one_element_over_its_lines),
        cmocka_unit_test(a_seal_lies_on_the_first_signature),
        cmocka_unit_test(a_seal_without_a_place_is_out_of_sight),
        cmocka_unit_test(numbered_items_have_labels_and_hang),
        cmocka_unit_test(what_cannot_be_set_is_blamed_on_its_place),
        cmocka_unit_test(a_signatory_with_too_many_roles_is_refused),
        cmocka_unit_test(a_letter_of_nothing_but_a_head_is_one_page),
        cmocka_unit_test(random_letters_are_sound),
        cmocka_unit_test(letters_in_larger_type_are_sound),
    };

    return cmocka_run_group_tests(tests, layout_fixture_open,
                                  layout_fixture_close);
}
