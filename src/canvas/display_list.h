#ifndef CANVAS_DISPLAY_LIST_H
#define CANVAS_DISPLAY_LIST_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/geometry.h"
#include "canvas/artwork.h"
#include "canvas/path.h"
#include "type/shaper.h"

/**
 * The display list: pages of marks, each with its tag.
 *
 * Layout makes it and painters paint it: as PDF (the product), pictures (the
 * proof), text (the golden tests). Marks are in reading order. A tag's kids are
 * its marks and child tags, in the order of their first marks; a tag without
 * marks is not written.
 *
 * @units  points, origin at the page's top left, y down
 */

enum tag_kind {
    TAG_DOCUMENT, ///< the root; one
    TAG_SECT,
    TAG_H1,
    TAG_H2,
    TAG_H3,
    TAG_P,
    TAG_L,
    TAG_LI,
    TAG_LBL,
    TAG_LBODY,
    TAG_TABLE,
    TAG_CAPTION, ///< first in its table
    TAG_TR,
    TAG_TH, ///< has a scope
    TAG_TD,
    TAG_LINK,
    TAG_SPAN,   ///< has a language
    TAG_STRONG, ///< strong importance
    TAG_EM,     ///< emphasis
    TAG_FIGURE, ///< has alt, and all its marks on one page
    TAG_FORM,   ///< the signature field; one at most
};

/** The scope of a table's head cell. */
enum tag_scope {
    TAG_SCOPE_NONE,
    TAG_SCOPE_COLUMN,
    TAG_SCOPE_ROW,
};

/** Marks that are not part of the content. */
enum artifact_kind {
    ARTIFACT_NONE = 0,   ///< real content: the mark has a tag
    ARTIFACT_HEADER,     ///< running head
    ARTIFACT_FOOTER,     ///< page number
    ARTIFACT_DECORATION, ///< rules, panel backgrounds
};

/** An element of the structure tree. */
struct tag {
    enum tag_kind kind;
    struct tag *parent;   ///< NULL for the document
    const char *alt;      ///< TAG_FIGURE: alternative text; else NULL
    const char *language; ///< BCP 47 if not the parent's; else NULL
    const char *title;    ///< TAG_SECT, headings: for bookmarks; else NULL
    const char *uri;      ///< TAG_LINK: its target
    bool ordered;         ///< TAG_L: numbered
    enum tag_scope scope; ///< TAG_TH
    size_t number;        ///< from 0, in order of creation
};

/** @return the structure type, as "H1" */
const char *display_list_tag_name(enum tag_kind kind);

enum mark_kind {
    MARK_GLYPHS,
    MARK_FILL,   ///< a path, non-zero winding
    MARK_STROKE, ///< a path
    MARK_ARTWORK,
    MARK_LINK, ///< an active area; paints nothing
    MARK_SEAL, ///< area of the letter's seal; paints nothing
};

struct mark {
    enum mark_kind kind;         ///< selects the part of the union
    enum artifact_kind artifact; ///< ARTIFACT_NONE if it has a tag
    const struct tag *tag;       ///< NULL for an artifact
    struct colour colour;        ///< glyphs, fill, stroke
    union {
        struct {                  /* MARK_GLYPHS */
            struct point at;      ///< the baseline's start
            struct glyph_run run; ///< the glyphs
        };
        struct {               /* MARK_FILL, MARK_STROKE */
            struct path path;  ///< the outline
            double line_width; ///< stroke: points
            bool round_caps;   ///< stroke: joins too
        };
        struct {                           /* the others */
            const struct artwork *artwork; ///< MARK_ARTWORK
            struct rect box;               ///< area of artwork, link or seal
        };
    };
};

struct page {
    double width;
    double height;
    const struct mark *marks;
    size_t count;
};

struct document {
    const struct page *pages;
    size_t page_count;
    const struct tag *const *tags; ///< all, tags[0] is the document
    size_t tag_count;
};

/** Builds a display list. */
struct display_list_builder;

/** @return an empty builder. @owner @p arena */
struct display_list_builder *display_list_new(struct arena *arena);

/** @return a new tag below @p parent (NULL: the document, made first) */
struct tag *display_list_add_tag(struct display_list_builder *display_list,
                                 enum tag_kind kind, struct tag *parent);

/** Begins a page, to which marks are then added. */
void display_list_begin_page(struct display_list_builder *display_list,
                             double width, double height);

/** @return the number of pages so far */
size_t
display_list_count_pages(const struct display_list_builder *display_list);

/** Adds a copy of @p mark to the current page. */
void display_list_add_mark(struct display_list_builder *display_list,
                           const struct mark *mark);

/** Appends a copy of @p mark to page @p page (from 0); for running heads,
 *  which need the page count. */
void display_list_add_mark_to(struct display_list_builder *display_list,
                              size_t page, const struct mark *mark);

/** @return the document; the builder must not be used again */
struct document display_list_finish(struct display_list_builder *display_list);

/** @return the area of a mark: glyphs from ascent to descent, a path's box with
 *         half its line's width, artwork's and links' boxes */
struct rect display_list_mark_box(const struct mark *mark);

#endif
