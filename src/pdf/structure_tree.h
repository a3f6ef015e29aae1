#ifndef PDF_TAGS_H
#define PDF_TAGS_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "canvas/display_list.h"
#include "pdf/pdf_objects.h"

/**
 * The structure tree of a letter: gathered while its pages are painted, in
 * their order, and written after.
 *
 * @source ISO 32000-1, 14.7 (structure) and 14.8 (tagged PDF); ISO 14289-1,
 *         7.1 to 7.4 and 7.18
 */
struct tags;

/** @owner @p arena; @p document must outlive it */
struct tags *tags_new(struct arena *arena, const struct document *document);

/** Begins the next page. */
void tags_begin_page(struct tags *tags);

/**
 * Begins a marked-content sequence of a tag.
 *
 * @return its MCID on the page in hand
 */
size_t tags_begin_sequence(struct tags *tags, const struct tag *tag);

/** Takes note of a tagged mark: what a figure covers, what a link says, where
 *  an element begins. */
void tags_note(struct tags *tags, const struct mark *mark);

/** Adds an active area: the annotation of the link it stands in. */
void tags_add_link(struct tags *tags, const struct mark *mark);

/** Adds the letter's signature field, one at most: its widget. */
void tags_add_field(struct tags *tags, const struct mark *mark);

/** Where an element's first mark stands. */
struct tag_position {
    size_t page;  ///< SIZE_MAX: it has none
    double top;   ///< points, y down
    size_t order; ///< among first marks; a parent shares that of its first kid
};

struct tag_position tags_position(const struct tags *tags,
                                  const struct tag *tag);

/**
 * Writes elements, annotations and the parent tree.
 *
 * @param tags   gathered over all pages
 * @param haru   the file
 * @param pages  the number of each page
 * @param field  the entries of the signature field, "/FT/Sig..."; NULL: the
 *               document bears no such mark
 * @return the number of the structure tree's root
 */
uint32_t tags_write(struct tags *tags, struct haru *haru, const uint32_t *pages,
                    const struct buffer *field);

/** @return the number of the signature field; after tags_write() */
uint32_t tags_field(const struct tags *tags);

/** Adds a page's "/Annots[...]", if it has any; after tags_write(). */
void tags_add_annotations(const struct tags *tags, size_t page,
                          struct buffer *body);

#endif
