#ifndef BASE_SOURCE_EXCERPT_H
#define BASE_SOURCE_EXCERPT_H

#include <stdbool.h>

#include "base/buffer.h"
#include "base/error.h"

/**
 * Shows a diagnostic's source line with a caret below the column, as compilers
 * do:
 *
 *         3 | E06000032,x,12
 *           |           ^
 *
 * A tab extends to the next multiple of eight columns; wide characters take
 * two columns, combining ones none. Unprintable characters are escaped
 * ("\x1b"). A line wider than the terminal is cut on both sides of the column.
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
 * Adds the two lines; nothing if the location has no line or the file is not
 * text.
 *
 * @param excerpt   fastest if locations come in the order of a file's lines
 * @param location  of the diagnostic; columns count characters
 * @param colour    true: the caret is coloured
 * @param out       added to
 */
void source_excerpt_add(struct source_excerpt *excerpt,
                        struct location location, bool colour,
                        struct buffer *out);

#endif
