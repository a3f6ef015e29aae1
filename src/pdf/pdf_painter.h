#ifndef PDF_PDF_PAINTER_H
#define PDF_PDF_PAINTER_H

#include "base/buffer.h"
#include "base/calendar.h"
#include "canvas/marks.h"
#include "pdf/pdf_kit.h"

/**
 * Pages of marks into a PDF file: PDF/UA-1 and PDF/A-3a at once.
 */

/** A file that travels inside the letter. */
struct attachment {
    const char *name; ///< "figures.csv"
    const char *mime; ///< "text/csv"
    const char *description;
    const void *bytes;
    size_t size;
};

/** What the file says of itself besides its pages. */
struct pdf_facts {
    const char *title;
    const char *author;   ///< the office
    const char *subject;  ///< or NULL
    const char *language; ///< BCP 47
    struct date date;     ///< creation and modification; never the clock
    const char *code;     ///< the council's, for XMP
    const char *council;  ///< the council's name, for XMP
    const char *campaign; ///< the campaign's title, for XMP
    const struct attachment *attachments;
    size_t attachment_count;
};

/**
 * Paints a document.
 *
 * @param kit       for the run
 * @param document  pages and tags
 * @param facts     metadata
 * @param file      gets the bytes; the same arguments give the same bytes
 * @param err       filled in on failure
 * @return STATUS_OK, STATUS_LAYOUT or STATUS_IO
 * @errors RULE_PDF_LIBRARY with libharu's own number
 */
enum status pdf_painter_paint(const struct pdf_kit *kit,
                              const struct document *document,
                              const struct pdf_facts *facts,
                              struct buffer *file,
                              struct error *err) MUST_CHECK;

#endif
