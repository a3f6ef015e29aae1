#ifndef PDF_CONTENT_STREAM_H
#define PDF_CONTENT_STREAM_H

#include "base/buffer.h"
#include "canvas/structure.h"
#include "pdf/content_cache.h"
#include "pdf/font_resources.h"
#include "pdf/static_deflate.h"
#include "pdf/xobjects.h"

/**
 * Writes display lists as content streams.
 *
 * Every mark is in a marked-content sequence: consecutive marks of one tag
 * share one with an MCID, artifacts one of type Artifact. Coordinates are
 * written to a hundredth of a point.
 *
 * @source ISO 32000-1, 8 (graphics), 9 (text), 14.6 (marked content)
 */
struct content_stream;

/**
 * @param fonts     finds codes and records missing ones
 * @param xobjects  finds raster artwork
 * @return for one thread and many letters
 * @owner  the caller, who frees it with content_stream_free(); the rest is
 *         borrowed
 */
struct content_stream *content_stream_new(struct font_resources *fonts,
                                          struct xobjects *xobjects);

/** Leaves out the marks' elements, for a file without a structure tree;
 *  artifacts are still marked. */
void content_stream_untag(struct content_stream *content);

void content_stream_free(struct content_stream *content);

/** @return the cache, for the letter's other streams */
struct content_cache *content_stream_cache(struct content_stream *content);

/** Begins a letter: the cache of lines may be emptied. */
void content_stream_begin_letter(struct content_stream *content);

/**
 * Collects the codes of italics and fallback faces on a page. They have no
 * shared codes, so a painting without this would have to be repeated.
 */
void content_stream_survey(struct content_stream *content,
                           const struct page *page);

/**
 * Paints a page.
 *
 * @param content  this thread's
 * @param structure  the document's
 * @param index    of the page
 * @param out      [out] the content stream, not deflated
 */
void content_stream_paint(struct content_stream *content,
                          const struct structure *structure, size_t index,
                          struct buffer *out);

/** @return the lines of text in the last painted stream, in order; letters may
 *         share them, so each is deflated separately */
const struct stream_part *
content_stream_parts(const struct content_stream *content, size_t *count);

#endif
