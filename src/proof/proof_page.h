#ifndef PROOF_PROOF_PAGE_H
#define PROOF_PROOF_PAGE_H

#include "base/hash.h"
#include "canvas/display_list.h"
#include "pdf/flate.h"

/** One page of a proof: its digest and its small picture. */

/**
 * Digests the marks of a page: positions to a tenth of a point, texts, fonts,
 * colours, alternative texts, links and artwork. The digest does not depend on
 * other pages.
 */
void proof_page_digest(struct hash *hash, const struct page *page,
                       char sha256[static HASH_HEX_SIZE]);

/**
 * Paints a page small, with few colours.
 *
 * @param page   the page
 * @param flate  this thread's
 * @param png    [out] the file's bytes
 */
enum status proof_page_thumb(const struct page *page, struct flate *flate,
                             struct buffer *png, struct error *err) MUST_CHECK;

#endif
