#include "canvas/display_list.h"

#include <assert.h>
#include <string.h>

#include "base/array.h"

struct growing_page {
    double width;
    double height;
    struct mark *marks;
    size_t count;
    size_t capacity;
};

struct display_list_builder {
    struct arena *arena;
    struct growing_page *pages;
    size_t page_count;
    size_t page_capacity;
    struct tag **tags;
    size_t tag_count;
    size_t tag_capacity;
};

const char *display_list_tag_name(enum tag_kind kind)
{
    static const char *const names[] = {
        [TAG_DOCUMENT] = "Document",
        [TAG_SECT] = "Sect",
        [TAG_H1] = "H1",
        [TAG_H2] = "H2",
        [TAG_H3] = "H3",
        [TAG_P] = "P",
        [TAG_L] = "L",
        [TAG_LI] = "LI",
        [TAG_LBL] = "Lbl",
        [TAG_LBODY] = "LBody",
        [TAG_TABLE] = "Table",
        [TAG_CAPTION] = "Caption",
        [TAG_TR] = "TR",
        [TAG_TH] = "TH",
        [TAG_TD] = "TD",
        [TAG_LINK] = "Link",
        [TAG_SPAN] = "Span",
        [TAG_STRONG] = "Strong",
        [TAG_EM] = "Em",
        [TAG_FIGURE] = "Figure",
        [TAG_FORM] = "Form",
    };

    return names[kind];
}

struct display_list_builder *display_list_new(struct arena *arena)
{
    struct display_list_builder *display_list =
        ARENA_NEW(arena, struct display_list_builder);

    display_list->arena = arena;
    return display_list;
}

struct tag *display_list_add_tag(struct display_list_builder *display_list,
                                 enum tag_kind kind, struct tag *parent)
{
    struct tag *tag = ARENA_NEW(display_list->arena, struct tag);

    assert((kind == TAG_DOCUMENT) == (display_list->tag_count == 0));
    assert((kind == TAG_DOCUMENT) == (parent == NULL));
    tag->kind = kind;
    tag->parent = parent;
    tag->number = display_list->tag_count;
    ARENA_GROW(display_list->arena, display_list->tags, display_list->tag_count,
               display_list->tag_capacity);
    display_list->tags[display_list->tag_count++] = tag;
    return tag;
}

void display_list_begin_page(struct display_list_builder *display_list,
                             double width, double height)
{
    ARENA_GROW(display_list->arena, display_list->pages,
               display_list->page_count, display_list->page_capacity);
    display_list->pages[display_list->page_count++] =
        (struct growing_page){width, height, NULL, 0, 0};
}

size_t display_list_count_pages(const struct display_list_builder *display_list)
{
    return display_list->page_count;
}

void display_list_add_mark(struct display_list_builder *display_list,
                           const struct mark *mark)
{
    assert(display_list->page_count > 0);
    display_list_add_mark_to(display_list, display_list->page_count - 1, mark);
}

void display_list_add_mark_to(struct display_list_builder *display_list,
                              size_t page, const struct mark *mark)
{
    struct growing_page *growing_page;

    assert(page < display_list->page_count);
    assert((mark->tag == NULL) == (mark->artifact != ARTIFACT_NONE));
    growing_page = &display_list->pages[page];
    ARENA_GROW(display_list->arena, growing_page->marks, growing_page->count,
               growing_page->capacity);
    growing_page->marks[growing_page->count++] = *mark;
}

struct document display_list_finish(struct display_list_builder *display_list)
{
    struct page *pages =
        ARENA_ARRAY(display_list->arena, struct page, display_list->page_count);

    for (size_t i = 0; i < display_list->page_count; i++) {
        const struct growing_page *growing_page = &display_list->pages[i];
        pages[i] = (struct page){growing_page->width, growing_page->height,
                                 growing_page->marks, growing_page->count};
    }
    return (struct document){pages, display_list->page_count,
                             (const struct tag *const *)display_list->tags,
                             display_list->tag_count};
}

static struct rect glyphs_box(const struct mark *mark)
{
    const struct face_metrics *metrics = face_metrics(mark->run.face);
    const double scale = mark->run.size / metrics->units_per_em;
    const double ascent = metrics->ascent * scale;
    const double descent = metrics->descent * scale;

    return (struct rect){mark->at.x, mark->at.y - ascent, mark->run.width,
                         ascent + descent};
}

static struct rect stroke_box(const struct mark *mark)
{
    struct rect box = path_box(&mark->path);
    const double half = mark->line_width / 2;

    return (struct rect){box.x - half, box.y - half,
                         box.width + mark->line_width,
                         box.height + mark->line_width};
}

struct rect display_list_mark_box(const struct mark *mark)
{
    switch (mark->kind) {
    case MARK_GLYPHS:
        return glyphs_box(mark);
    case MARK_FILL:
        return path_box(&mark->path);
    case MARK_STROKE:
        return stroke_box(mark);
    case MARK_ARTWORK:
    case MARK_LINK:
    case MARK_SEAL:
        return mark->box;
    }
    return (struct rect){0, 0, 0, 0};
}
