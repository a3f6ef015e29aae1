#ifndef CLI_SANITIZE_H
#define CLI_SANITIZE_H

#include "base/arena.h"

/** Makes texts from foreign files safe to print. */

/** @return @p text with a question mark for each invalid byte: file names may
 *         contain any bytes, JSON and CSV only UTF-8 */
const char *sanitize_utf8(struct arena *arena, const char *text);

/** @return the text of sanitize_utf8() with question marks for control and
 *  direction characters, safe for a terminal; "" for NULL */
const char *sanitize_text(struct arena *arena, const char *text);

/** Like sanitize_text(), but keeps line ends. */
const char *sanitize_lines(struct arena *arena, const char *text);

#endif
