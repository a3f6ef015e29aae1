#ifndef PDF_BOOKMARKS_H
#define PDF_BOOKMARKS_H

#include "pdf/structure_tree.h"

/**
 * Bookmarks: the H1s, below each the H2s and the sections with a title that
 * follow. A section's title counts only where none of its headings has one.
 *
 * @param arena     for what is needed on the way
 * @param document  whose tags
 * @param tags      where they stand
 * @param pdf       the file
 * @param pages     the number of each page
 * @return the number of the outline dictionary; 0: there is no bookmark
 * @source ISO 32000-1, 12.3.3
 */
uint32_t bookmarks_write(struct arena *arena, const struct document *document,
                         const struct structure_tree *tags,
                         struct pdf_objects *pdf, const uint32_t *pages);

#endif
