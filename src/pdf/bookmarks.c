#include "pdf/bookmarks.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>

#include "pdf/pdf_syntax.h"

struct bookmark {
    const struct structure_element *element;
    size_t parent;   ///< index; SIZE_MAX: the root
    size_t previous; ///< SIZE_MAX: none
    size_t next;
    size_t first; ///< SIZE_MAX: no kids
    size_t last;
    size_t kids;
    uint32_t number;
};

struct bookmarks {
    struct bookmark *items;
    size_t count;
    struct bookmark root;
};

enum { LEVELS = 5 };

/* A language's part of the document. */
static bool is_part(const struct tag *tag)
{
    return tag->kind == TAG_SECT && tag->language;
}

/* @return a heading's level, 1 for the subject; 0 for other elements */
static size_t heading_level(const struct tag *tag)
{
    switch (tag->kind) {
    case TAG_H1:
        return 1;
    case TAG_H2:
        return 2;
    case TAG_H3:
        return 3;
    default:
        return 0;
    }
}

static bool is_below(const struct tag *tag, const struct tag *above)
{
    for (tag = tag->parent; tag; tag = tag->parent)
        if (tag == above)
            return true;
    return false;
}

static bool has_titled_heading(const struct document *document,
                               const struct tag *section)
{
    for (size_t i = section->number + 1; i < document->tag_count; i++) {
        const struct tag *tag = document->tags[i];
        if (heading_level(tag) > 0 && tag->title && is_below(tag, section))
            return true;
    }
    return false;
}

static bool is_bookmark(const struct document *document,
                        const struct structure_element *element)
{
    const struct tag *tag = element->tag;

    if (!tag->title || element->page == SIZE_MAX)
        return false;
    if (heading_level(tag) > 0 || is_part(tag))
        return true;
    return tag->kind == TAG_SECT && !has_titled_heading(document, tag);
}

/* Adds a bookmark after the last one of its parent. */
static void attach(struct bookmarks *bookmarks, size_t index, size_t parent)
{
    struct bookmark *bookmark = &bookmarks->items[index];
    struct bookmark *above =
        parent == SIZE_MAX ? &bookmarks->root : &bookmarks->items[parent];

    bookmark->parent = parent;
    bookmark->previous = above->last;
    if (above->last == SIZE_MAX)
        above->first = index;
    else
        bookmarks->items[above->last].next = index;
    above->last = index;
    above->kids++;
}

static int compare_positions(const void *left, const void *right)
{
    const struct structure_element *a =
        ((const struct bookmark *)left)->element;
    const struct structure_element *b =
        ((const struct bookmark *)right)->element;

    if (a->order != b->order)
        return a->order < b->order ? -1 : 1;
    return a->tag->number < b->tag->number ? -1 : 1;
}

static void gather(struct bookmarks *bookmarks,
                   const struct structure *structure)
{
    for (size_t i = 0; i < structure->element_count; i++) {
        const struct structure_element *element = &structure->elements[i];
        if (!is_bookmark(structure->document, element))
            continue;
        bookmarks->items[bookmarks->count++] =
            (struct bookmark){.element = element,
                              .next = SIZE_MAX,
                              .first = SIZE_MAX,
                              .last = SIZE_MAX};
    }
    qsort(bookmarks->items, bookmarks->count, sizeof *bookmarks->items,
          compare_positions);
}

/* A language is the parent of its subject; a section without a heading has the
 * second level. */
static size_t bookmark_level(const struct tag *tag)
{
    const size_t level = heading_level(tag);

    return is_part(tag) ? 0 : level > 0 ? level : 2;
}

/* The parent of a heading is the last one of a higher level. */
static void attach_all(struct bookmarks *bookmarks)
{
    size_t last[LEVELS] = {SIZE_MAX, SIZE_MAX, SIZE_MAX, SIZE_MAX, SIZE_MAX};

    for (size_t i = 0; i < bookmarks->count; i++) {
        const size_t level = bookmark_level(bookmarks->items[i].element->tag);

        attach(bookmarks, i, last[level]);
        for (size_t j = level + 1; j < LEVELS; j++)
            last[j] = i;
    }
}

static uint32_t number_of(const struct bookmarks *bookmarks, size_t index)
{
    return index == SIZE_MAX ? bookmarks->root.number
                             : bookmarks->items[index].number;
}

static void add_link(struct buffer *body, const struct bookmarks *bookmarks,
                     const char *key, size_t index)
{
    if (index == SIZE_MAX)
        return;
    buffer_add_text(body, key);
    pdf_syntax_add_reference(body, bookmarks->items[index].number);
}

static void write_bookmark(const struct bookmarks *bookmarks,
                           const struct bookmark *bookmark,
                           const struct document *document,
                           struct pdf_objects *pdf, const uint32_t *pages)
{
    const struct structure_element *element = bookmark->element;
    const double height = document->pages[element->page].height;
    struct buffer *body = pdf_objects_begin(pdf, bookmark->number);

    buffer_add_text(body, "/Title");
    pdf_syntax_add_text(body, element->tag->title);
    buffer_add_text(body, "/Parent");
    pdf_syntax_add_reference(body, number_of(bookmarks, bookmark->parent));
    add_link(body, bookmarks, "/Prev", bookmark->previous);
    add_link(body, bookmarks, "/Next", bookmark->next);
    add_link(body, bookmarks, "/First", bookmark->first);
    add_link(body, bookmarks, "/Last", bookmark->last);
    if (bookmark->kids)
        buffer_printf(body, "/Count %zu", bookmark->kids);
    buffer_add_text(body, "/Dest[");
    pdf_syntax_add_reference(body, pages[element->page]);
    buffer_add_text(body, "/XYZ null ");
    pdf_syntax_add_hundredths(body,
                              pdf_syntax_hundredths(height - element->top));
    buffer_add_text(body, "null]");
    pdf_objects_finish(pdf);
}

static void write_root(const struct bookmarks *bookmarks,
                       struct pdf_objects *pdf)
{
    struct buffer *body = pdf_objects_begin(pdf, bookmarks->root.number);

    buffer_printf(body, "/Type/Outlines/Count %zu", bookmarks->count);
    add_link(body, bookmarks, "/First", bookmarks->root.first);
    add_link(body, bookmarks, "/Last", bookmarks->root.last);
    pdf_objects_finish(pdf);
}

uint32_t bookmarks_write(struct arena *arena, const struct structure *structure,
                         struct pdf_objects *pdf, const uint32_t *pages)
{
    struct bookmarks bookmarks = {
        .items = ARENA_ARRAY(arena, struct bookmark, structure->element_count),
        .root = {.first = SIZE_MAX, .last = SIZE_MAX},
    };

    gather(&bookmarks, structure);
    if (!bookmarks.count)
        return 0;
    attach_all(&bookmarks);
    bookmarks.root.number = pdf_objects_add(pdf);
    for (size_t i = 0; i < bookmarks.count; i++)
        bookmarks.items[i].number = pdf_objects_add(pdf);
    for (size_t i = 0; i < bookmarks.count; i++)
        write_bookmark(&bookmarks, &bookmarks.items[i], structure->document,
                       pdf, pages);
    write_root(&bookmarks, pdf);
    return bookmarks.root.number;
}
