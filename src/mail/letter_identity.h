#ifndef MAIL_LETTER_IDENTITY_H
#define MAIL_LETTER_IDENTITY_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/error.h"

/**
 * The identity of a letter's file, read by independent libraries: its council
 * from the XMP (libqpdf), the words on its first page (poppler, which only this
 * module uses).
 */
struct letter_identity {
    const char *code;     ///< the council's
    const char *council;  ///< its name
    const char *campaign; ///< the campaign's title
    const char *words;    ///< of the first page, in reading order
};

/**
 * Reads a letter's file.
 *
 * @param arena            owns the texts
 * @param shown            the file's name in diagnostics; must outlive @p err
 * @param bytes            the whole file
 * @param size             how many
 * @param letter_identity  [out] without NULL members
 * @errors those of pdf_reader_open(); RULE_PDF_DAMAGED: no page, or XMP that
 *         is missing, contradictory or incomplete
 */
enum status letter_identity_read(struct arena *arena, const char *shown,
                                 const void *bytes, size_t size,
                                 struct letter_identity *letter_identity,
                                 struct error *err) MUST_CHECK;

/**
 * @return true if a text contains a name. Line breaks in it, with or without a
 *         hyphen, ligatures, case, accents and punctuation are ignored, because
 *         the name in XMP is compared exactly
 *
 * @param arena  scratch
 * @param words  UTF-8
 * @param name   UTF-8
 */
bool letter_identity_names(struct arena *arena, const char *words,
                           const char *name);

#endif
