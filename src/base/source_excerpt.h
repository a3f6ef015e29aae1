#ifndef BASE_SOURCE_EXCERPT_H
#define BASE_SOURCE_EXCERPT_H

#include <stdbool.h>

#include "base/buffer.h"
#include "base/error.h"

/**
 * The line of a source file that a diagnostic is about, with a caret below the
 * column, as compilers show it on a terminal:
 *
 *         3 | E06000032,x,12
 *           |           ^
 *
 * A tab extends to the next multiple of eight columns; wide characters take two
 * columns, combining ones none. Unprintable characters are spelled ("\x1b"). Of
 * a line wider than the terminal, the part around the column is shown.
 */
struct source_excerpt;

/**
 * @param columns  of the terminal
 * @owner the caller, who frees it with source_excerpt_free()
 */
struct source_excerpt *source_excerpt_new(size_t columns);

/** NULL is allowed. */
void source_excerpt_free(struct source_excerpt *excerpt);

/**
 * Adds the two lines, or nothing if the location has no line or the file holds
 * no text.
 *
 * @param excerpt   fastest for locations in the order of a file's lines
 * @param location  of the diagnostic; columns count characters
 * @param colour    true: the caret is coloured
 * @param out       added to
 */
void source_excerpt_add(struct source_excerpt *excerpt,
                        struct location location, bool colour,
                        struct buffer *out);

#endif
