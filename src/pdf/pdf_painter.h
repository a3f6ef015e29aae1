#ifndef PDF_PDF_PAINTER_H
#define PDF_PDF_PAINTER_H

#include "base/date.h"
#include "base/hash.h"
#include "canvas/painter.h"
#include "pdf/shared_resources.h"
#include "seal/cms_sign.h"

/**
 * Paints pages of marks as a PDF file that is both PDF/UA-1 and PDF/A-3a.
 */

/** A file attached to the letter. */
struct attachment {
    const char *name; ///< "figures.csv"
    const char *mime; ///< "text/csv"
    const char *description;
    const void *bytes;
    size_t size;
};

/** The seal of letters, and its texts. */
struct pdf_seal {
    struct cms_sign *maker; ///< this thread's; NULL: zeros instead of a
                            ///< signature
    size_t hole;            ///< without a maker: bytes from < to > of /Contents
    const char *name;       ///< of the sealer
    const char *reason;     ///< or NULL
    const char *location;   ///< or NULL
    const char *contact;    ///< or NULL
    const char *description; ///< of its field, for screen readers
    bool certify;            ///< forbids any later change
};

/** The metadata of a document. */
struct pdf_metadata {
    const char *title;
    const char *author;   ///< the office, or NULL
    const char *subject;  ///< or NULL
    const char *language; ///< BCP 47
    struct date date;     ///< creation and modification; never the clock
    const char *code;     ///< the council's, for XMP
    const char *council;  ///< the council's name, for XMP
    const char *campaign; ///< the campaign's title, for XMP
    const struct attachment *attachments;
    size_t attachment_count;
    const struct pdf_seal *seal; ///< or NULL: unsealed. The document has a
                                 ///< MARK_SEAL exactly if this is set
};

/**
 * Paints documents; one for each thread. It caches shared parts (deflated
 * artwork, font subsets with rare characters) by content, so that bytes do not
 * depend on earlier documents.
 */
struct pdf_painter;

/** @owner the caller, who frees it with pdf_painter_free(); @p shared is
 *        borrowed and may be used by many painters */
struct pdf_painter *pdf_painter_new(const struct shared_resources *shared);

void pdf_painter_free(struct pdf_painter *painter);

/**
 * Prepares a painter for one document.
 *
 * @param painter   this thread's
 * @param metadata  the document's; must outlive the painting
 * @return the painter's interface; it reports STATUS_INPUT (a font that cannot
 *         be subset, a letter that cannot be sealed) or STATUS_IO
 * @errors RULE_PDF_LIBRARY with libharu's own number; those of
 *         cms_sign_make()
 */
struct painter pdf_painter_face(struct pdf_painter *painter,
                                const struct pdf_metadata *metadata);

/** Completes the SHA-256 of the last file; call it once. Bytes already hashed
 *  for its /ID and its seal are not hashed again. */
void pdf_painter_digest(struct pdf_painter *painter, const struct buffer *file,
                        unsigned char digest[static HASH_SIZE]);

#endif
