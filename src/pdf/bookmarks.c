#include "pdf/bookmarks.h"

#include <stdbool.h>
#include <stdlib.h>

#include "pdf/pdf_syntax.h"

struct bookmark {
    const struct tag *tag;
    struct tag_position position;
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

static bool is_heading(const struct tag *tag)
{
    return tag->kind == TAG_H1 || tag->kind == TAG_H2;
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
        if (is_heading(tag) && tag->title && is_below(tag, section))
            return true;
    }
    return false;
}

static bool is_bookmark(const struct document *document,
                        const struct structure_tree *tags,
                        const struct tag *tag)
{
    if (!tag->title || structure_tree_position(tags, tag).page == SIZE_MAX)
        return false;
    if (is_heading(tag))
        return true;
    return tag->kind == TAG_SECT && !has_titled_heading(document, tag);
}

/* Puts a bookmark behind the last one of its parent. */
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
    const struct bookmark *a = left;
    const struct bookmark *b = right;

    if (a->position.order != b->position.order)
        return a->position.order < b->position.order ? -1 : 1;
    return a->tag->number < b->tag->number ? -1 : 1;
}

static void gather(struct bookmarks *bookmarks, const struct document *document,
                   const struct structure_tree *tags)
{
    for (size_t i = 0; i < document->tag_count; i++) {
        const struct tag *tag = document->tags[i];
        if (!is_bookmark(document, tags, tag))
            continue;
        bookmarks->items[bookmarks->count++] =
            (struct bookmark){.tag = tag,
                              .position = structure_tree_position(tags, tag),
                              .next = SIZE_MAX,
                              .first = SIZE_MAX,
                              .last = SIZE_MAX};
    }
    qsort(bookmarks->items, bookmarks->count, sizeof *bookmarks->items,
          compare_positions);
}

static void attach_all(struct bookmarks *bookmarks)
{
    size_t subject = SIZE_MAX;

    for (size_t i = 0; i < bookmarks->count; i++) {
        const bool is_subject = bookmarks->items[i].tag->kind == TAG_H1;
        attach(bookmarks, i, is_subject ? SIZE_MAX : subject);
        if (is_subject)
            subject = i;
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
    const struct tag_position *position = &bookmark->position;
    const double height = document->pages[position->page].height;
    struct buffer *body = pdf_objects_begin(pdf, bookmark->number);

    buffer_add_text(body, "/Title");
    pdf_syntax_add_text(body, bookmark->tag->title);
    buffer_add_text(body, "/Parent");
    pdf_syntax_add_reference(body, number_of(bookmarks, bookmark->parent));
    add_link(body, bookmarks, "/Prev", bookmark->previous);
    add_link(body, bookmarks, "/Next", bookmark->next);
    add_link(body, bookmarks, "/First", bookmark->first);
    add_link(body, bookmarks, "/Last", bookmark->last);
    if (bookmark->kids)
        buffer_printf(body, "/Count %zu", bookmark->kids);
    buffer_add_text(body, "/Dest[");
    pdf_syntax_add_reference(body, pages[position->page]);
    buffer_add_text(body, "/XYZ null ");
    pdf_syntax_add_hundredths(body,
                              pdf_syntax_hundredths(height - position->top));
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

uint32_t bookmarks_write(struct arena *arena, const struct document *document,
                         const struct structure_tree *tags,
                         struct pdf_objects *pdf, const uint32_t *pages)
{
    struct bookmarks bookmarks = {
        .items = ARENA_ARRAY(arena, struct bookmark, document->tag_count),
        .root = {.first = SIZE_MAX, .last = SIZE_MAX},
    };

    gather(&bookmarks, document, tags);
    if (!bookmarks.count)
        return 0;
    attach_all(&bookmarks);
    bookmarks.root.number = pdf_objects_add(pdf);
    for (size_t i = 0; i < bookmarks.count; i++)
        bookmarks.items[i].number = pdf_objects_add(pdf);
    for (size_t i = 0; i < bookmarks.count; i++)
        write_bookmark(&bookmarks, &bookmarks.items[i], document, pdf, pages);
    write_root(&bookmarks, pdf);
    return bookmarks.root.number;
}
