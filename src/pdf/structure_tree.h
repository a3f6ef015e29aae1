#ifndef PDF_STRUCTURE_TREE_H
#define PDF_STRUCTURE_TREE_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "canvas/structure.h"
#include "pdf/pdf_objects.h"

/**
 * Writes a letter's structure as PDF objects: elements, annotations, the parent
 * tree.
 *
 * @source ISO 32000-1, 14.7 (structure) and 14.8 (tagged PDF); ISO 14289-1,
 *         7.1 to 7.4 and 7.18
 */
struct structure_tree;

/**
 * @param structure  the letter's
 * @param pdf        the file
 * @param pages      the object number of each page
 * @owner @p arena; the rest must outlive it
 */
struct structure_tree *structure_tree_new(struct arena *arena,
                                          const struct structure *structure,
                                          struct pdf_objects *pdf,
                                          const uint32_t *pages);

/**
 * Writes the tree, once.
 *
 * @param field  the entries of the signature field, "/FT/Sig..."; empty if
 *               there is none
 * @return the number of the structure tree's root
 */
uint32_t structure_tree_write(struct structure_tree *tree,
                              const struct buffer *field);

/** @return the number of the signature field; after structure_tree_write() */
uint32_t structure_tree_field(const struct structure_tree *tree);

/** Adds a page's "/Annots[...]" if it has any; after structure_tree_write() */
void structure_tree_add_annotations(const struct structure_tree *tree,
                                    size_t page, struct buffer *body);

#endif
