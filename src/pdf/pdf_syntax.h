#ifndef PDF_PDF_SYNTAX_H
#define PDF_PDF_SYNTAX_H

#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"
#include "base/date.h"

/**
 * Writes the syntax of PDF objects.
 *
 * @source ISO 32000-1, 7.3 (objects) and 7.9 (text strings, dates)
 */

/** Adds a text string: a literal in PDFDocEncoding if that has all its
 *  characters, else hexadecimal UTF-16BE with its mark. NULL is the empty
 *  string. @source ISO 32000-1, annex D.3 */
void pdf_syntax_add_text(struct buffer *buffer, const char *text);

/** Adds @p size bytes of valid UTF-8 as a text string. */
void pdf_syntax_add_text_bytes(struct buffer *buffer, const char *text,
                               size_t size);

/** Adds UTF-16BE in hexadecimal, without mark and brackets. */
void pdf_syntax_add_utf16(struct buffer *buffer, const char *text, size_t size);

/** Adds bytes as a literal string: a URI, a file name. */
void pdf_syntax_add_string(struct buffer *buffer, const char *bytes);

/** Adds "/name", escaped if necessary. */
void pdf_syntax_add_name(struct buffer *buffer, const char *name);

/** Adds " 12 0 R". */
void pdf_syntax_add_reference(struct buffer *buffer, uint32_t object);

/** Adds "(D:20220720000000Z)". */
void pdf_syntax_add_date(struct buffer *buffer, struct date date);

/** Adds a length in hundredths of a point: "-12.5". */
void pdf_syntax_add_hundredths(struct buffer *buffer, long hundredths);

/** @return @p points in hundredths, halves away from zero */
long pdf_syntax_hundredths(double points);

/** Writes @p hundredths and a space to @p at. @return the end; at most 24
 *  bytes on */
char *pdf_syntax_put_hundredths(char *at, long hundredths);

/** Adds the operator that moves the origin, by hundredths of a point. */
void pdf_syntax_add_move(struct buffer *buffer, long x, long y);

#endif
