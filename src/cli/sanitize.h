#ifndef CLI_SANITIZE_H
#define CLI_SANITIZE_H

#include "base/arena.h"

/** Texts of other people's files, made fit to be printed. */

/** @return @p text with a question mark for each byte that is no UTF-8: a file
 *  name may be any bytes, JSON and CSV want UTF-8 */
const char *sanitize_utf8(struct arena *arena, const char *text);

/** @return the same with question marks for controls and marks of direction,
 *  too: what may come to a terminal; "" for NULL */
const char *sanitize_text(struct arena *arena, const char *text);

/** The same, but line ends stay. */
const char *sanitize_lines(struct arena *arena, const char *text);

#endif
