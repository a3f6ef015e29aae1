#ifndef PDF_CONTENT_STREAM_H
#define PDF_CONTENT_STREAM_H

#include "base/buffer.h"
#include "canvas/structure.h"
#include "pdf/content_cache.h"
#include "pdf/font_resources.h"
#include "pdf/static_deflate.h"
#include "pdf/xobjects.h"

/**
 * Turns display lists into content streams.
 *
 * Everything painted is in a marked-content sequence: consecutive marks of
 * one tag in one, with its MCID; artifacts in one that says so. Coordinates
 * are written to a hundredth of a point.
 *
 * @source ISO 32000-1, 8 (graphics), 9 (text), 14.6 (marked content)
 */
struct content_stream;

/**
 * @param fonts     finds codes and notes what is missing
 * @param xobjects  finds raster artwork
 * @return for one thread and any number of letters
 * @owner  the caller, who frees it with content_stream_free(); the rest is
 *         borrowed
 */
struct content_stream *content_stream_new(struct font_resources *fonts,
                                          struct xobjects *xobjects);

/** Leaves out which element each mark belongs to, for a file without a
 *  structure tree; artifacts are still told apart. */
void content_stream_untag(struct content_stream *content);

void content_stream_free(struct content_stream *content);

/** @return its cache, for other streams of the letter */
struct content_cache *content_stream_cache(struct content_stream *content);

/** Begins a letter: lines kept from earlier ones may be forgotten. */
void content_stream_begin_letter(struct content_stream *content);

/**
 * Looks for what italics and fallback faces show on a page: they share nothing
 * with other letters, so that codes are sure to be missing, and painting would
 * be for nothing.
 */
void content_stream_survey(struct content_stream *content,
                           const struct page *page);

/**
 * Paints a page.
 *
 * @param content  this thread's
 * @param structure  the document's
 * @param index    of the page
 * @param out      gets the content stream, not deflated
 */
void content_stream_paint(struct content_stream *content,
                          const struct structure *structure, size_t index,
                          struct buffer *out);

/** @return the lines of text in the stream painted last, first to last: each
 *  may come again in another letter, and is made small for itself */
const struct stream_part *
content_stream_parts(const struct content_stream *content, size_t *count);

#endif
