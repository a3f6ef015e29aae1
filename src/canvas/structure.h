#ifndef CANVAS_STRUCTURE_H
#define CANVAS_STRUCTURE_H

#include "base/buffer.h"
#include "canvas/display_list.h"

/**
 * The structure of a document, derived from its marks and tags: elements in
 * reading order, with their marked-content sequences and annotations. All
 * painters that write structure use it.
 *
 * @source ISO 32000-1, 14.6 to 14.8
 */

enum structure_kid_kind {
    STRUCTURE_SEQUENCE,
    STRUCTURE_ELEMENT,
    STRUCTURE_ANNOTATION,
};

struct structure_kid {
    enum structure_kid_kind kind;
    size_t index; ///< of the sequence, element or annotation
    struct structure_kid *next;
};

/** An element: one for each tag, with the tag's number as its index. */
struct structure_element {
    const struct tag *tag;
    bool is_used; ///< it or a descendant has kids; others are left out
    struct structure_kid *first_kid; ///< in the order of their first marks
    struct structure_kid *last_kid;
    size_t page;     ///< of its first mark, from 0; SIZE_MAX: it has none
    double top;      ///< of its first mark, points, y down
    size_t order;    ///< among first marks; a parent has that of its first kid
    struct rect box; ///< TAG_FIGURE: around its marks
    struct structure_element *figure; ///< itself or the nearest ancestor, or
                                      ///< NULL
    struct structure_element *link; ///< like figure, for a TAG_LINK or TAG_FORM
    size_t annotation;              ///< the last of a link, from 1; 0: none
};

/**
 * A marked-content sequence: consecutive marks of one tag, or artifacts of one
 * kind, on a page. An overlong cluster of glyphs is a separate sequence, which
 * has the text that its glyphs cannot have.
 */
struct structure_sequence {
    const struct tag *tag;       ///< NULL: artifacts
    enum artifact_kind artifact; ///< ARTIFACT_NONE if it has a tag
    size_t page;                 ///< from 0
    size_t number;               ///< MCID; of artifacts SIZE_MAX
    size_t mark;                 ///< first mark, in the page
    size_t glyph;                ///< the first glyph of that mark
    const char *text;            ///< of an overlong cluster; else NULL
    size_t text_size;
};

/** The area of an annotation on one line. */
struct structure_quad {
    struct rect area;
    struct structure_quad *next;
};

/** A link's areas on one page, or the signature field. */
struct structure_annotation {
    const struct structure_element *element; ///< a TAG_LINK or the TAG_FORM
    size_t page;                             ///< from 0
    struct rect area;                        ///< around its quads
    struct structure_quad *first_quad;
    struct structure_quad *last_quad;
};

struct structure_page {
    size_t first; ///< of its sequences
    size_t count;
};

struct structure {
    const struct document *document;
    struct structure_element *elements;
    size_t element_count;
    struct structure_page *pages; ///< as many as the document's
    struct structure_sequence *sequences;
    size_t sequence_count;
    struct structure_annotation *annotations;
    size_t annotation_count;
};

/** @return the structure of @p document, which must outlive it
 *  @owner @p arena */
const struct structure *structure_derive(struct arena *arena,
                                         const struct document *document);

/** Visits each content mark that begins in a sequence; a run that clusters
 *  divide begins in the first of its sequences. */
void structure_visit_marks(const struct structure *structure,
                           const struct structure_sequence *sequence,
                           void (*visit)(void *to, const struct mark *mark),
                           void *to);

/** Adds the text within an element, in reading order. */
void structure_add_text(const struct structure *structure,
                        const struct structure_element *element,
                        struct buffer *text);

#endif
