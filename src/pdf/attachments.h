#ifndef PDF_ATTACHMENTS_H
#define PDF_ATTACHMENTS_H

#include "pdf/content_cache.h"
#include "pdf/pdf_objects.h"
#include "pdf/pdf_painter.h"
#include "pdf/static_deflate.h"

/**
 * Writes attachments: associated files of the whole letter.
 *
 * @source ISO 19005-3, 6.8 and annex E; ISO 32000-1, 7.11
 */

/**
 * Writes the attachments.
 *
 * @param arena     keeps their bytes until the file is saved
 * @param metadata  with the attachments and their date
 * @param pdf       the file
 * @param static_deflate  deflates them, with the codes of pages: libdeflate
 *                        would clear 128 kB for each
 * @param content_cache  with large cells of earlier letters
 * @param catalog   "/AF" and "/Names" are added, if there are attachments
 */
void attachments_write(struct arena *arena, const struct pdf_metadata *metadata,
                       struct pdf_objects *pdf,
                       struct static_deflate *static_deflate,
                       struct content_cache *content_cache,
                       struct buffer *catalog);

#endif
