#ifndef VERIFY_PDF_REPORT_H
#define VERIFY_PDF_REPORT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/diagnostics.h"

/**
 * The facts read from a PDF file: what it claims, and what it contains.
 * verify/verification.h judges them.
 *
 * All texts are valid UTF-8; NULL: not given.
 */

/** Maximum bytes kept of an attachment, maximum attachments read. */
enum { PDF_REPORT_BYTES_KEPT = 64 * 1024, PDF_REPORT_MAX_ATTACHMENTS = 256 };

struct pdf_report_attachment {
    const char *name;         ///< "figures.csv"
    const char *relationship; ///< "Data"; or ""
    const char *mime;         ///< "text/csv"; or ""
    bool associated;          ///< with the document as a whole
    bool readable;
    const void *bytes; ///< if readable: the first PDF_REPORT_BYTES_KEPT
    size_t size;
    long long stated; ///< the size that the file states; -1: none
};

/** Maximum signatures read. */
enum { PDF_REPORT_MAX_SIGNATURES = 32 };

/** A signature over a range of bytes. */
struct pdf_report_signature {
    const char *field;    ///< its name: "Signature1"; or ""
    const char *form;     ///< "ETSI.CAdES.detached"; or ""
    const char *name;     ///< its claims: the signer,
    const char *reason;   ///< the reason,
    const char *location; ///< where
    const char *date;     ///< and the date, "D:20220720120000Z"
    long long certifies;  ///< permissions, 1 (none) to 3; 0: not given
    const char *fault;    ///< the fault in its range; NULL: valid
    size_t hole;          ///< the signed bytes are those before this one
    size_t after;         ///< and from this one
    size_t end;           ///< up to this one
    const unsigned char *contents; ///< the bytes between, decoded
    size_t contents_size;
    const char *changes; ///< changes after it; NULL: none
    bool admitted;       ///< changes are validation data and time stamps only
};

/** Maximum actions reported. */
enum { PDF_REPORT_ACTIONS = 16 };

/** An action: it runs when a page is opened, a button pressed and so on. */
struct pdf_report_action {
    const char *where; ///< "page 1: /AA"
    const char *what;  ///< "runs a script (JavaScript)"
};

struct pdf_report {
    size_t size; ///< bytes
    size_t pages;
    const char *damage; ///< the first fault; NULL: sound
    size_t damages;
    bool encrypted;
    const char *metadata_fault; ///< the fault in XMP; NULL: readable
    const char *contradiction;  ///< a property that XMP gives two values
    const char *title;          ///< dc:title
    const char *info_title;     ///< of the information dictionary
    bool tagged;                ///< the catalogue says so
    const char *language;       ///< the catalogue's
    const char *xmp_language;   ///< dc:language
    const char *ua_part;        ///< pdfuaid:part
    const char *a_part;         ///< pdfaid:part
    const char *a_conformance;  ///< pdfaid:conformance
    const char *code;           ///< the council's
    const char *council;        ///< its name
    const char *campaign;
    const struct pdf_report_action *actions;
    size_t action_count; ///< of all; PDF_REPORT_ACTIONS are kept
    const struct pdf_report_attachment *attachments;
    size_t attachment_count;
    const struct pdf_report_signature *seals; ///< in the order of their ranges
    size_t seal_count;
    bool seals_left;  ///< there are more, which were not read
    bool says_sealed; ///< the form claims to have signatures
    bool has_blank;   ///< there is an empty signature field
};

/**
 * Reads a PDF file.
 *
 * @param arena       owns the report
 * @param shown       the file's name in diagnostics
 * @param bytes       the whole file; any bytes
 * @param size        how many
 * @param pdf_report  [out]
 * @return STATUS_OK even if parts are damaged; else nothing could be read
 * @errors those of pdf_reader_open()
 */
enum status pdf_report_read(struct arena *arena, const char *shown,
                            const void *bytes, size_t size,
                            struct pdf_report *pdf_report,
                            struct error *err) MUST_CHECK;

#endif
