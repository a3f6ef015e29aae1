#ifndef DATA_ENCODING_H
#define DATA_ENCODING_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buffer.h"
#include "base/diagnostics.h"

/**
 * The encoding of input files. Everything after this point is UTF-8.
 *
 * UTF-16 (with or without a byte-order mark) and Windows-1252 are recognised
 * and named, so that the message says what to do instead of "bad byte".
 */
enum encoding {
    ENCODING_UTF8,
    ENCODING_WINDOWS_1252,
};

/**
 * Reads a file and leaves valid UTF-8 without a byte-order mark; NUL bytes are
 * left for the caller to place.
 *
 * @param path         the file
 * @param shown        its name in diagnostics
 * @param encoding     what to expect; a file that is expected to be
 *                     Windows-1252 but holds a byte-order mark, or sequences
 *                     that only UTF-8 makes, is read as the UTF-8 it is
 * @param text         gets the text; its limit is the largest file
 * @param diagnostics  gets what is wrong
 * @return STATUS_OK or the status of the diagnostic
 * @errors RULE_FILE_*, RULE_TEXT_UTF16, RULE_TEXT_WINDOWS_1252,
 *         RULE_TEXT_NOT_UTF8
 * @source WHATWG Encoding Standard, index windows-1252, less its C1 controls
 */
enum status encoding_read_file(const char *path, const char *shown,
                               enum encoding encoding, struct buffer *text,
                               struct diagnostics *diagnostics) MUST_CHECK;

/** Reports a control character: an error, or where utf8_is_office_break() the
 *  warning that it becomes a space. */
void encoding_report_control(struct diagnostics *diagnostics,
                             struct location location, const char *code,
                             const char *field, uint32_t codepoint);

/** encoding_read_file() for a file that must be UTF-8 and may hold neither NUL
 *  nor control characters; U+000B and U+000C become spaces.
 *  @errors those of encoding_read_file(), RULE_TEXT_NUL, RULE_TEXT_CONTROL,
 *          RULE_TEXT_OFFICE_BREAK */
enum status encoding_read_text(const char *path, const char *shown,
                               struct buffer *text,
                               struct diagnostics *diagnostics) MUST_CHECK;

/**
 * Counts lines (ended by LF, CR or CRLF) and characters up to an offset.
 *
 * @param file    becomes the location's file
 * @param bytes   from the beginning of the file; need not be valid UTF-8
 * @param offset  where to stop
 */
struct location encoding_location(const char *file, const char *bytes,
                                  size_t offset);

/** @return true if a letter has a byte in Windows-1252, or in Latin-1 where
 *  that leaves a gap; @p byte gets it */
bool encoding_to_byte(uint32_t codepoint, unsigned char *byte);

#endif
