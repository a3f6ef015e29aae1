#ifndef LETTER_TEXT_LINE_H
#define LETTER_TEXT_LINE_H

#include <stdbool.h>
#include <stddef.h>

/**
 * Lines of a Markdown text before cmark parses it.
 */

/** A line as offsets; its end is the newline. */
struct text_line {
    size_t start;
    size_t content; ///< after white space, quote marks and a list marker
    size_t end;
};

/** @return the line that begins at @p start */
struct text_line text_line_at(const char *text, size_t start);

/** @return the start of the next line, or the end of the text */
size_t text_line_next(const char *text, size_t start);

/** @return true if a line is empty or white space */
bool text_line_is_blank(const char *text, size_t start);

/** @return bytes of "- ", "1. " or "> " with the white space after it, or 0 */
size_t text_line_marker_size(const char *at);

/** An open fence: its character and length. */
struct fence {
    char mark; ///< 0: none
    size_t count;
};

/** Opens or closes a fence. @return true if the line is a fence or inside one
 */
bool text_line_pass_fence(const char *text, const struct text_line *line,
                          struct fence *fence);

#endif
