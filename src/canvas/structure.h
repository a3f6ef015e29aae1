#ifndef CANVAS_STRUCTURE_H
#define CANVAS_STRUCTURE_H

#include "base/buffer.h"
#include "canvas/display_list.h"

/**
 * The structure of a document, derived from its marks and tags: elements in
 * reading order, marked-content sequences, annotations, and which of them
 * belongs to which. Painters that write structure read it here.
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
    bool is_used; ///< it or an element below it has kids; others are left out
    struct structure_kid *first_kid; ///< in the order of their first marks
    struct structure_kid *last_kid;
    size_t page;     ///< of its first mark, from 0; SIZE_MAX: it has none
    double top;      ///< of its first mark, points, y down
    size_t order;    ///< among first marks; a parent has that of its first kid
    struct rect box; ///< TAG_FIGURE: around its marks
    struct structure_element *figure; ///< itself or the nearest above, or NULL
    struct structure_element *link;   ///< as for figure, a TAG_LINK or TAG_FORM
    size_t annotation;                ///< the last of a link, from 1; 0: none
};

/**
 * A marked-content sequence: marks of one tag, or artifacts of one kind, that
 * follow one another on a page. An overlong cluster of glyphs is a sequence of
 * its own, which has its text, since its glyphs cannot.
 */
struct structure_sequence {
    const struct tag *tag;       ///< NULL: artifacts
    enum artifact_kind artifact; ///< ARTIFACT_NONE where there is a tag
    size_t page;                 ///< from 0
    size_t number;               ///< MCID; of artifacts SIZE_MAX
    size_t mark;                 ///< the page's mark with which it begins
    size_t glyph;                ///< the first glyph of that mark
    const char *text;            ///< of an overlong cluster; else NULL
    size_t text_size;
};

/** What an annotation covers on one line. */
struct structure_quad {
    struct rect area;
    struct structure_quad *next;
};

/** All of a link on one page, or the signature field. */
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

/** Tells a visitor of each content mark of a sequence that begins there; a run
 *  that clusters divide begins in the first of its sequences. */
void structure_visit_marks(const struct structure *structure,
                           const struct structure_sequence *sequence,
                           void (*visit)(void *to, const struct mark *mark),
                           void *to);

/** Adds the text within an element, in reading order. */
void structure_add_text(const struct structure *structure,
                        const struct structure_element *element,
                        struct buffer *text);

#endif
