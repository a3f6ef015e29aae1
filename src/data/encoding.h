#ifndef DATA_ENCODING_H
#define DATA_ENCODING_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buffer.h"
#include "base/diagnostics.h"

/**
 * Reads input files in their encodings. All other modules see UTF-8 only.
 *
 * UTF-16 (with or without a byte-order mark) and Windows-1252 are recognised
 * by name, so that the message can say what to do.
 */
enum encoding {
    ENCODING_UTF8,
    ENCODING_WINDOWS_1252,
};

/**
 * Reads a file as valid UTF-8 without a byte-order mark. The caller reports
 * NUL bytes.
 *
 * @param path         the file
 * @param shown        its name in diagnostics
 * @param encoding     the expected encoding; a file with a UTF-8 byte-order
 *                     mark or with sequences that only UTF-8 has is read as
 *                     UTF-8 in any case
 * @param text         [out] its limit is the largest file
 * @param diagnostics  gets what is wrong
 * @return STATUS_OK or the status of the diagnostic
 * @errors RULE_FILE_*, RULE_TEXT_UTF16, RULE_TEXT_WINDOWS_1252,
 *         RULE_TEXT_NOT_UTF8
 * @source WHATWG Encoding Standard, index windows-1252, less its C1 controls
 */
enum status encoding_read_file(const char *path, const char *shown,
                               enum encoding encoding, struct buffer *text,
                               struct diagnostics *diagnostics) MUST_CHECK;

/** Reports a control character: an error, or for utf8_is_office_break() a
 *  warning that it becomes a space. */
void encoding_report_control(struct diagnostics *diagnostics,
                             struct location location, const char *code,
                             const char *field, uint32_t codepoint);

/** Like encoding_read_file(), for a file that must be UTF-8 without NUL and
 *  control characters; U+000B and U+000C become spaces.
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

/** @return true if a character has a @p byte in Windows-1252, or in Latin-1 if
 *         unassigned there */
bool encoding_to_byte(uint32_t codepoint, unsigned char *byte);

#endif
