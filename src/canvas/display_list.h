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
 * The display list: pages of marks, each mark with the tag it belongs to.
 *
 * Layout makes it, painters replay it: libharu (the product), cairo (the
 * proof), text (the golden tests). Marks are in reading order. A tag's kids
 * are its marks and the tags below it, in the order in which marks first
 * mention them; a tag without marks below it is not written.
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

/** What a head cell of a table is the head of. */
enum tag_scope {
    TAG_SCOPE_NONE,
    TAG_SCOPE_COLUMN,
    TAG_SCOPE_ROW,
};

/** What is not the letter itself. */
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
    const char *alt;      ///< TAG_FIGURE: what it says; else NULL
    const char *language; ///< BCP 47 where it differs from the parent's
    const char *title;    ///< TAG_SECT, headings: for bookmarks; else NULL
    const char *uri;      ///< TAG_LINK: where it leads
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
    MARK_SEAL, ///< where the letter's seal is to be found; paints nothing
};

struct mark {
    enum mark_kind kind;         ///< which part of the union is meant
    enum artifact_kind artifact; ///< ARTIFACT_NONE where there is a tag
    const struct tag *tag;       ///< NULL for an artifact
    struct colour colour;        ///< glyphs, fill, stroke
    union {
        struct {                  /* MARK_GLYPHS */
            struct point at;      ///< the baseline's start
            struct glyph_run run; ///< what to show
        };
        struct {               /* MARK_FILL, MARK_STROKE */
            struct path path;  ///< the outline
            double line_width; ///< stroke: points
            bool round_caps;   ///< stroke: joins too
        };
        struct {                           /* the others */
            const struct artwork *artwork; ///< MARK_ARTWORK
            struct rect box; ///< artwork: where; link, seal: the area
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

/** Begins a page; marks go there from now on. */
void display_list_begin_page(struct display_list_builder *display_list,
                             double width, double height);

/** @return the pages begun so far */
size_t
display_list_count_pages(const struct display_list_builder *display_list);

/** Adds a copy of @p mark to the current page. */
void display_list_add_mark(struct display_list_builder *display_list,
                           const struct mark *mark);

/** Adds a copy of @p mark to page @p page (from 0), after what is there; for
 *  running heads, whose page count is known last. */
void display_list_add_mark_to(struct display_list_builder *display_list,
                              size_t page, const struct mark *mark);

/** @return the document; the builder is used up */
struct document display_list_finish(struct display_list_builder *display_list);

/** @return what a mark covers: glyphs from ascent to descent, a path's box
 *  with half its line's width, artwork's and links' boxes */
struct rect display_list_mark_box(const struct mark *mark);

#endif
