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
 * A tab goes on to the next eighth column; wide characters take two columns,
 * and those that join the one before none; what a terminal must not get is
 * spelled ("\x1b"). Of a line that is longer than the terminal is wide, the
 * part around the column is shown.
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
 * Adds the two lines. Adds nothing where there is no line to show: the place
 * has none, or the file is none that holds text.
 *
 * @param excerpt   places in the order of a file's lines are the fastest
 * @param location  of the diagnostic; columns count characters
 * @param colour    whether the caret is coloured
 * @param out       added to
 */
void source_excerpt_add(struct source_excerpt *excerpt,
                        struct location location, bool colour,
                        struct buffer *out);

#endif
