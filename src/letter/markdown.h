#ifndef LETTER_MARKDOWN_H
#define LETTER_MARKDOWN_H

#define CMARK_NO_SHORT_NAMES
#include <cmark.h>

#include "letter/mapped_text.h"
#include "letter/preprocess.h"

/**
 * A preprocessed text as parsed by cmark, in one pass.
 *
 * Separate inline texts (choices, values in panels) become paragraphs before
 * the main text, between guards: so they can use its link definitions, and no
 * block of it can contain them:
 *
 *     ‖ text of the first choice‖
 *
 *     ‖a panel's title‖
 *
 *     Dear ...
 */
struct markdown {
    const struct preprocessed *preprocessed;
    struct mapped_text *mapped_text; ///< the input of cmark
    size_t *lines;                   ///< start of each of its lines
    size_t line_count;
    cmark_node *root;
    cmark_node **inline_blocks; ///< the paragraphs before the main text
    size_t inline_block_count;
    cmark_node *first; ///< the main text's first block, or NULL
};

/**
 * Parses a text.
 *
 * @param preprocessed  outlives the result
 * @param extra         further inline texts besides the choices
 * @param count         how many
 * @param markdown      [out] close it with markdown_close()
 */
void markdown_open(const struct preprocessed *preprocessed,
                   struct mapped_text *const *extra, size_t count,
                   struct markdown *markdown);

void markdown_close(struct markdown *markdown);

/** @return the paragraph of a choice, or of an extra text after the choices */
cmark_node *markdown_inline_block(const struct markdown *markdown,
                                  size_t index);

/** @return the start of a line in the mapped text; lines count from 1 */
size_t markdown_line(const struct markdown *markdown, int line);

/** @return a block's place in the source */
struct location markdown_block_location(const struct markdown *markdown,
                                        cmark_node *block);

/** The error in cmark's position of an inline: cmark ignores the lines of link
 *  definitions that it removed from the block's beginning, and those that a
 *  backslash ends. */
struct markdown_position_error {
    int line;  ///< of the mapped text
    int lines; ///< not counted so far
    int bytes; ///< of these, since the last counted line
};

/** @return the position error of a block's first inline */
struct markdown_position_error
markdown_position_error_begin(const struct markdown *markdown,
                              cmark_node *block);

/** Continues after @p node, a soft or hard line break in @p block. */
void markdown_position_error_pass(
    const struct markdown *markdown, cmark_node *block, cmark_node *node,
    struct markdown_position_error *position_error);

/**
 * @param markdown        the text
 * @param block           the block that holds @p node
 * @param position_error  at @p node
 * @param node            text, code, a link...
 * @return its place in the source
 */
struct location
markdown_inline_location(const struct markdown *markdown, cmark_node *block,
                         const struct markdown_position_error *position_error,
                         cmark_node *node);

/** @return the byte of the mapped text at which a block begins */
char markdown_first_byte(const struct markdown *markdown, cmark_node *block);

/** @return the private character that is a paragraph's whole text, or 0 */
uint32_t markdown_lone_codepoint(cmark_node *block);

#endif
