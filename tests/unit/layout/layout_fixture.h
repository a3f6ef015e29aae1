#ifndef TESTS_LAYOUT_LAYOUT_FIXTURE_H
#define TESTS_LAYOUT_LAYOUT_FIXTURE_H

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include "base/memory.h"
#include "canvas/trace_painter.h"
#include "sample_letters.h"

/**
 * What tests of whole letters need: the faces, one thread's tools, and the
 * eyes that go over every mark of a document.
 */
struct layout_fixture {
    struct arena *arena; ///< reset for each letter
    struct face *faces[FACE_STYLES];
    struct family family;
    struct layout_sender sender;
    struct layout_kit kit;
    struct layout_tools tools;
};

static int layout_fixture_open(void **state)
{
    static const char *const files[FACE_STYLES] = {
        "../fonts/LiberationSans-Regular.ttf",
        "../fonts/LiberationSans-Bold.ttf",
        "../fonts/LiberationSans-Italic.ttf",
        "../fonts/LiberationSans-BoldItalic.ttf"};
    struct layout_fixture *layout_fixture =
        memory_alloc(sizeof *layout_fixture);
    struct error err;

    memset(layout_fixture, 0, sizeof *layout_fixture);
    layout_fixture->arena = arena_new();
    for (int i = 0; i < FACE_STYLES; i++) {
        if (face_open(files[i], &layout_fixture->faces[i], &err) != STATUS_OK)
            return -1;
        layout_fixture->family.faces[i] = layout_fixture->faces[i];
    }
    layout_fixture->kit =
        (struct layout_kit){.theme = theme_default(),
                            .family = &layout_fixture->family,
                            .senders = &layout_fixture->sender};
    layout_fixture->tools =
        (struct layout_tools){shaper_new(), path_builder_new()};
    *state = layout_fixture;
    return 0;
}

static int layout_fixture_close(void **state)
{
    struct layout_fixture *layout_fixture = *state;

    shaper_free(layout_fixture->tools.shaper);
    path_builder_free(layout_fixture->tools.builder);
    for (int i = 0; i < FACE_STYLES; i++)
        face_close(layout_fixture->faces[i]);
    arena_free(layout_fixture->arena);
    free(layout_fixture);
    return 0;
}

static enum status layout_fixture_try(struct layout_fixture *layout_fixture,
                                      const struct letter *letter,
                                      struct document *document,
                                      struct error *err)
{
    *err = (struct error){0};
    return layout_letter(&layout_fixture->kit, &layout_fixture->tools,
                         layout_fixture->arena, letter, document, err);
}

static struct document layout_fixture_set(struct layout_fixture *layout_fixture,
                                          const struct letter *letter)
{
    struct document document;
    struct error err;

    if (layout_fixture_try(layout_fixture, letter, &document, &err) !=
        STATUS_OK)
        fail_msg("%s:%d: %s", err.location.file, err.location.line,
                 err.message);
    return document;
}

/** A letter of this markup, set. */
static struct document
layout_fixture_markup(struct layout_fixture *layout_fixture, const char *markup)
{
    struct letter letter = sample_letter(layout_fixture->arena, markup);

    return layout_fixture_set(layout_fixture, &letter);
}

/** The element a mark belongs to, links seen through. */
static const struct tag *mark_owner(const struct mark *mark)
{
    const struct tag *tag = mark->tag;

    while (tag != NULL && (tag->kind == TAG_LINK || tag->kind == TAG_STRONG))
        tag = tag->parent;
    return tag;
}

static bool mark_says(const struct mark *mark, const char *text)
{
    return mark->kind == MARK_GLYPHS && mark->run.text_size >= strlen(text) &&
           strncmp(mark->run.text, text, strlen(text)) == 0;
}

/** The first mark of a page whose text begins so, or NULL. */
static const struct mark *page_find(const struct page *page, const char *text)
{
    for (size_t i = 0; i < page->count; i++) {
        if (mark_says(&page->marks[i], text))
            return &page->marks[i];
    }
    return NULL;
}

/** How many lines of text an element has on a page. */
static size_t page_lines(const struct page *page, const struct tag *tag)
{
    double last = -1;
    size_t lines = 0;

    for (size_t i = 0; i < page->count; i++) {
        const struct mark *mark = &page->marks[i];

        if (mark->kind == MARK_GLYPHS && mark_owner(mark) == tag &&
            fabs(mark->at.y - last) > 0.01) {
            last = mark->at.y;
            lines++;
        }
    }
    return lines;
}

/** Text lies inside the margins, but for what stands above the frame; all
 *  marks lie where a printer can print. */
static void assert_inside(const struct layout_fixture *layout_fixture,
                          const struct page *page)
{
    const struct theme *theme = &layout_fixture->kit.theme;
    double edge = geometry_points(5);
    struct rect paper = {edge, edge, page->width - 2 * edge,
                         page->height - 2 * edge};
    struct rect frame = {theme->margin_left, edge,
                         page->width - theme->margin_left - theme->margin_right,
                         page->height - theme->margin_bottom - edge};

    for (size_t i = 0; i < page->count; i++) {
        struct rect box = display_list_mark_box(&page->marks[i]);

        if (!rect_contains(paper, box, 0) || !rect_contains(frame, box, 5))
            fail_msg("mark %zu (%.*s) at %g %g, %g by %g, is outside", i,
                     (int)page->marks[i].run.text_size, page->marks[i].run.text,
                     box.x, box.y, box.width, box.height);
    }
}

static void assert_no_text_over_text(const struct page *page)
{
    for (size_t i = 0; i < page->count; i++) {
        const struct mark *a = &page->marks[i];

        if (a->kind != MARK_GLYPHS)
            continue;
        for (size_t j = i + 1; j < page->count; j++) {
            const struct mark *b = &page->marks[j];

            if (b->kind == MARK_GLYPHS &&
                rect_overlaps(display_list_mark_box(a),
                              display_list_mark_box(b), 1))
                fail_msg("\"%.*s\" lies over \"%.*s\"", (int)a->run.text_size,
                         a->run.text, (int)b->run.text_size, b->run.text);
        }
    }
}

/** No element leaves a single line on one page and others on the next. */
static void assert_no_lonely_line(const struct document *document)
{
    for (size_t i = 0; i < document->tag_count; i++) {
        const struct tag *tag = document->tags[i];
        size_t min = SIZE_MAX;
        size_t parts = 0;

        if (tag->kind == TAG_LINK || tag->kind == TAG_FIGURE)
            continue;
        for (size_t page = 0; page < document->page_count; page++) {
            size_t lines = page_lines(&document->pages[page], tag);

            parts += lines > 0;
            if (lines > 0 && lines < min)
                min = lines;
        }
        if (parts > 1 && min < 2)
            fail_msg("element %zu leaves a line alone", tag->number);
    }
}

/** No figure goes on on the next page: a PDF has one box for each. */
static void assert_figures_on_one_page(const struct document *document)
{
    const struct page **pages =
        test_calloc(document->tag_count, sizeof(struct page *));

    for (size_t i = 0; i < document->page_count; i++) {
        const struct page *page = &document->pages[i];

        for (size_t j = 0; j < page->count; j++) {
            const struct tag *tag = page->marks[j].tag;

            if (tag == NULL || tag->kind != TAG_FIGURE)
                continue;
            if (pages[tag->number] != NULL && pages[tag->number] != page)
                fail_msg("figure %zu stands on two pages", tag->number);
            pages[tag->number] = page;
        }
    }
    test_free(pages);
}

/** The lines of a page below @p y that are no headings. */
static size_t text_below(const struct page *page, double y)
{
    double last = y;
    size_t lines = 0;

    for (size_t i = 0; i < page->count; i++) {
        const struct mark *mark = &page->marks[i];

        if (mark->tag == NULL || mark->kind != MARK_GLYPHS ||
            mark->at.y < y + 1 || fabs(mark->at.y - last) < 1)
            continue;
        if (mark->tag->kind == TAG_H1 || mark->tag->kind == TAG_H2)
            continue;
        last = mark->at.y;
        lines++;
    }
    return lines;
}

/** Each heading has two lines below it on its page. */
static void assert_headings_have_text(const struct page *page)
{
    for (size_t i = 0; i < page->count; i++) {
        const struct mark *mark = &page->marks[i];

        if (mark->kind != MARK_GLYPHS || mark->tag == NULL)
            continue;
        if (mark->tag->kind != TAG_H1 && mark->tag->kind != TAG_H2)
            continue;
        if (text_below(page, mark->at.y) < 2)
            fail_msg("\"%.*s\" has no text below it", (int)mark->run.text_size,
                     mark->run.text);
    }
}

/** The signatory is preceded on his page by the closing and two lines. */
static void assert_signature_in_company(const struct document *document)
{
    for (size_t i = 0; i < document->page_count; i++) {
        const struct page *page = &document->pages[i];
        const struct mark *name = page_find(page, "Alex");
        double last = -1;
        size_t lines = 0;

        if (name == NULL)
            continue;
        for (const struct mark *mark = page->marks; mark < name; mark++) {
            if (mark->kind == MARK_GLYPHS && mark->tag != NULL &&
                fabs(mark->at.y - last) > 1) {
                last = mark->at.y;
                lines++;
            }
        }
        if (lines < 3)
            fail_msg("the signature on page %zu has %zu lines above it", i + 1,
                     lines);
    }
}

/** Whatever must be true of every letter. */
static void assert_sound(const struct layout_fixture *layout_fixture,
                         const struct document *document)
{
    for (size_t i = 0; i < document->page_count; i++) {
        assert_inside(layout_fixture, &document->pages[i]);
        assert_no_text_over_text(&document->pages[i]);
        assert_headings_have_text(&document->pages[i]);
    }
    assert_figures_on_one_page(document);
    assert_no_lonely_line(document);
    assert_signature_in_company(document);
}

#endif
