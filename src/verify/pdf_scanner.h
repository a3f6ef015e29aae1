#ifndef VERIFY_PDF_SCANNER_H
#define VERIFY_PDF_SCANNER_H

#include <stdbool.h>
#include <stddef.h>

/**
 * A strict scanner for PDF syntax. Comments, bytes outside ASCII and ambiguous
 * syntax are refused.
 *
 * @source ISO 32000-1, 7.2 and 7.3
 */
struct pdf_scanner {
    const char *at;
    const char *end;
};

/** Skips white space, then the word @p word. @return false if it is not next */
bool pdf_scanner_take(struct pdf_scanner *scanner, const char *word);

/** Reads an unsigned whole number. @return false if none is next */
bool pdf_scanner_number(struct pdf_scanner *scanner, size_t *number);

/**
 * Skips one value. A reference is three values.
 *
 * @param scanner  ends after the value
 * @param length   [out] the dictionary's /Length; SIZE_MAX without one
 * @return false if no valid value is next
 */
bool pdf_scanner_value(struct pdf_scanner *scanner, size_t *length);

/**
 * Finds the next reference, "12 0 R", before any stream.
 *
 * @param scanner     ends after the reference
 * @param number      [out] of the object
 * @param generation  [out] of the object
 * @return false if there is no further reference
 */
bool pdf_scanner_reference(struct pdf_scanner *scanner, size_t *number,
                           size_t *generation);

/** Reads "startxref", an offset, "%%EOF" and at most one line end. */
bool pdf_scanner_startxref(struct pdf_scanner *scanner, size_t *offset);

/** @return true if nothing but white space is left */
bool pdf_scanner_is_done(const struct pdf_scanner *scanner);

#endif
