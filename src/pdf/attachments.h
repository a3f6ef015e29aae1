#ifndef PDF_ATTACHMENTS_H
#define PDF_ATTACHMENTS_H

#include "pdf/content_cache.h"
#include "pdf/pdf_objects.h"
#include "pdf/pdf_painter.h"
#include "pdf/static_deflate.h"

/**
 * Attachments: associated files of the letter as a whole.
 *
 * @source ISO 19005-3, 6.8 and annex E; ISO 32000-1, 7.11
 */

/**
 * Writes the attachments.
 *
 * @param arena     keeps their bytes until the file is saved
 * @param metadata  whose attachments; their date is the letter's
 * @param pdf       the file
 * @param static_deflate  makes them small, by the codes of pages: libdeflate
 *                        would begin each by wiping 128 kB
 * @param content_cache  has large cells that came before
 * @param catalog   gets "/AF" and "/Names", if there are attachments
 */
void attachments_write(struct arena *arena, const struct pdf_metadata *metadata,
                       struct pdf_objects *pdf,
                       struct static_deflate *static_deflate,
                       struct content_cache *content_cache,
                       struct buffer *catalog);

#endif
