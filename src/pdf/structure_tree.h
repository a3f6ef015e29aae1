#ifndef PDF_STRUCTURE_TREE_H
#define PDF_STRUCTURE_TREE_H

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
struct structure_tree;

/** @owner @p arena; @p document must outlive it */
struct structure_tree *structure_tree_new(struct arena *arena,
                                          const struct document *document);

/** Begins the next page. */
void structure_tree_begin_page(struct structure_tree *tags);

/**
 * Begins a marked-content sequence of a tag.
 *
 * @return its MCID on the current page
 */
size_t structure_tree_begin_sequence(struct structure_tree *tags,
                                     const struct tag *tag);

/** Takes note of a tagged mark: what a figure covers, what a link says, where
 *  an element begins. */
void structure_tree_note(struct structure_tree *tags, const struct mark *mark);

/** Adds an active area: the annotation of the link it stands in. */
void structure_tree_add_link(struct structure_tree *tags,
                             const struct mark *mark);

/** Adds the letter's signature field, one at most: its widget. */
void structure_tree_add_field(struct structure_tree *tags,
                              const struct mark *mark);

/** Where an element's first mark stands. */
struct tag_position {
    size_t page;  ///< SIZE_MAX: it has none
    double top;   ///< points, y down
    size_t order; ///< among first marks; a parent shares that of its first kid
};

struct tag_position structure_tree_position(const struct structure_tree *tags,
                                            const struct tag *tag);

/**
 * Writes elements, annotations and the parent tree.
 *
 * @param tags   gathered over all pages
 * @param pdf    the file
 * @param pages  the number of each page
 * @param field  the entries of the signature field, "/FT/Sig..."; NULL: the
 *               document bears no such mark
 * @return the number of the structure tree's root
 */
uint32_t structure_tree_write(struct structure_tree *tags,
                              struct pdf_objects *pdf, const uint32_t *pages,
                              const struct buffer *field);

/** @return the number of the signature field; after structure_tree_write() */
uint32_t structure_tree_field(const struct structure_tree *tags);

/** Adds a page's "/Annots[...]", if it has any; after structure_tree_write().
 * */
void structure_tree_add_annotations(const struct structure_tree *tags,
                                    size_t page, struct buffer *body);

#endif
