#ifndef PDF_BOOKMARKS_H
#define PDF_BOOKMARKS_H

#include "canvas/structure.h"
#include "pdf/pdf_objects.h"

/**
 * Writes bookmarks: each H1, and below it the next H2s and titled sections. A
 * section's title is used only if none of its headings has one.
 *
 * @param arena      scratch
 * @param structure  the letter's
 * @param pdf        the file
 * @param pages      the object number of each page
 * @return the number of the outline dictionary; 0 if there are no bookmarks
 * @source ISO 32000-1, 12.3.3
 */
uint32_t bookmarks_write(struct arena *arena, const struct structure *structure,
                         struct pdf_objects *pdf, const uint32_t *pages);

#endif
