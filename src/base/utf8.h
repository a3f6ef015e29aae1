#ifndef BASE_UTF8_H
#define BASE_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

/**
 * UTF-8.
 *
 * Functions that read files call utf8_check(); all other functions require
 * valid UTF-8 without NUL.
 */

/** @return true if @p length bytes are valid UTF-8 without NUL; if not, @p bad
 *  (may be NULL) is set to the offset of the first bad byte */
bool utf8_check(const char *bytes, size_t length, size_t *bad);

/** Reads a code point and moves past it. @return 0 at the end */
uint32_t utf8_next(const char **at);

/** Writes a code point. @return its bytes, 1 to 4; no NUL is added */
size_t utf8_encode(uint32_t codepoint, char *bytes);

/** @return the size of the first grapheme cluster in @p length bytes of valid
 *  UTF-8; @source UAX #29, through utf8proc */
size_t utf8_cluster(const char *bytes, size_t length);

/** @return the number of code points in @p length bytes of valid UTF-8 */
size_t utf8_length(const char *bytes, size_t length);

/** @return the lower-case form, or the code point itself */
uint32_t utf8_lower(uint32_t codepoint);

/**
 * @return true if a character belongs to a script written from right to left,
 * such as Hebrew
 * @source Unicode's DerivedBidiClass.txt: the blocks of classes R and AL
 */
bool utf8_is_rtl(uint32_t codepoint);

/** @return true if the text is only white space, Unicode's included */
bool utf8_is_blank(const char *text);

/**
 * Finds the first control character (C0, DEL, C1) other than tab and line
 * ends.
 *
 * @param text       valid UTF-8
 * @param codepoint  [out] the control character
 * @return its position, or NULL
 */
const char *utf8_find_control(const char *text, uint32_t *codepoint);

/** @return true for U+000B and U+000C, which office programs leave in text as
 *  line and page breaks; letters print them as a space */
bool utf8_is_office_break(uint32_t codepoint);

/** @return true if a text may go into a header: it has no line end and no
 *  control character (C0 with the tab, DEL, C1, line and paragraph separators)
 */
bool utf8_is_line(const char *text);

/** @return true if a character affects the terminal beyond its own cell:
 *  controls (C0, DEL, C1), bidirectional controls, line and paragraph separators
 */
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
 * single dashes between them. Accents are dropped (w-circumflex becomes w),
 * and so is an apostrophe between letters; letters without decomposition are
 * spelled out (sharp s becomes ss); every other character becomes a dash.
 *
 * @param arena  owns the result
 * @param text   any valid text
 * @param limit  maximum bytes of the result, cut at a dash if one is near
 * @return the name, "" if nothing is left
 */
char *utf8_slug(struct arena *arena, const char *text, size_t limit);

#endif
