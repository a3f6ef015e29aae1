#ifndef BASE_UTF8_H
#define BASE_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

/**
 * UTF-8.
 *
 * Readers of files check it with utf8_check(); all other functions require
 * valid UTF-8 without NUL.
 */

/** @return true if @p length bytes are valid UTF-8 without NUL; where not,
 *  @p bad (may be NULL) gets the offset of the first bad byte */
bool utf8_check(const char *bytes, size_t length, size_t *bad);

/** Reads a code point and moves past it. @return 0 at the end */
uint32_t utf8_next(const char **at);

/** Writes a code point. @return its bytes, 1 to 4; no NUL is added */
size_t utf8_encode(uint32_t codepoint, char *bytes);

/** @return the bytes of the grapheme cluster that @p length bytes of valid
 *  UTF-8 begin with; @source UAX #29, through utf8proc */
size_t utf8_cluster(const char *bytes, size_t length);

/** @return the number of code points in @p length bytes of valid UTF-8 */
size_t utf8_length(const char *bytes, size_t length);

/** @return the lower-case form, or the code point itself */
uint32_t utf8_lower(uint32_t codepoint);

/**
 * @return true if a character is of a script that is written from right to
 *         left, as Hebrew and Arabic are
 * @source Unicode's DerivedBidiClass.txt: the blocks of classes R and AL
 */
bool utf8_is_rtl(uint32_t codepoint);

/** @return true if the text holds nothing but white space (Unicode's included)
 *  */
bool utf8_is_blank(const char *text);

/**
 * Finds the first control character that is no tab and no line end: C0, DEL,
 * C1.
 *
 * @param text       valid UTF-8
 * @param codepoint  [out] which
 * @return where it is, or NULL
 */
const char *utf8_find_control(const char *text, uint32_t *codepoint);

/** @return true if a character is a line break or page break as office
 *  programs leave them in text: U+000B or U+000C. Letters have a space there */
bool utf8_is_office_break(uint32_t codepoint);

/** @return true if a text holds no line end and no control character (C0 with
 *  the tab, DEL, C1, line and paragraph separators): what a header may hold */
bool utf8_is_line(const char *text);

/** @return true if a character changes the screen beyond its own cell:
 *  controls (C0, DEL, C1), marks that turn the direction of text, line
 *  and paragraph separators */
bool utf8_is_unprintable(uint32_t codepoint);

/** @return the columns that a character takes on a terminal, 0 to 2
 *  @source UAX #11 */
size_t utf8_columns(uint32_t codepoint);

/** @return a copy without white space at both ends */
char *utf8_trim(struct arena *arena, const char *text);

/** Copies as many whole characters as fit. @return @p to */
char *utf8_copy(char *to, size_t size, const char *from);

/** Removes an unfinished UTF-8 sequence from the end of a cut text. */
void utf8_trim_partial(char *text);

/**
 * Makes a text safe as a file name: lower case, ASCII letters and digits,
 * single dashes between them. Accents are dropped ("w-circumflex" is w), the
 * letters without decomposition are spelled (sharp s is ss), everything else is
 * a dash, except that an apostrophe between letters is dropped.
 *
 * @param arena  owns the result
 * @param text   any valid text
 * @param limit  maximum bytes of the result, which is cut at a dash if one is
 *               near
 * @return the name, "" where nothing is left
 */
char *utf8_slug(struct arena *arena, const char *text, size_t limit);

#endif
