#ifndef LETTER_MARKUP_H
#define LETTER_MARKUP_H

#define CMARK_NO_SHORT_NAMES
#include <cmark.h>

#include "letter/draft.h"
#include "letter/manuscript.h"

/**
 * What cmark makes of a manuscript, in one parse.
 *
 * Texts that are inline by themselves (slips, the values in panels) go before
 * the main text as a paragraph each, between guards, so that they see its link
 * definitions, and nothing in it can swallow them:
 *
 *     ‖ text of the first slip‖
 *
 *     ‖a panel's title‖
 *
 *     Dear ...
 */
struct markup {
    const struct manuscript *manuscript;
    struct draft *draft; ///< what cmark was given
    size_t *lines;       ///< where each of its lines begins
    size_t line_count;
    cmark_node *root;
    cmark_node **fronts; ///< the paragraphs before the main text
    size_t front_count;
    cmark_node *first; ///< the main text's first block, or NULL
};

/**
 * Parses.
 *
 * @param manuscript  outlives the markup
 * @param extra       inline texts besides the slips
 * @param count       how many
 * @param markup      filled in; close it in the end
 */
void markup_open(const struct manuscript *manuscript,
                 struct draft *const *extra, size_t count,
                 struct markup *markup);

void markup_close(struct markup *markup);

/** @return the paragraph of a slip, or of an extra text behind the slips */
cmark_node *markup_front(const struct markup *markup, size_t index);

/** @return where in the draft a line begins, counted from 1 */
size_t markup_line(const struct markup *markup, int line);

/** @return where a block stands in the source */
struct place markup_block_place(const struct markup *markup, cmark_node *block);

/** @return the lines of link definitions that cmark took off a block's
 *  beginning; its line numbers count on as if they were still there */
int markup_lines_taken(const struct markup *markup, cmark_node *block);

/**
 * @param markup  the text
 * @param block   the block that holds @p node
 * @param taken   its markup_lines_taken()
 * @param node    text, code, a link...
 * @return where in the source it stands
 */
struct place markup_inline_place(const struct markup *markup, cmark_node *block,
                                 int taken, cmark_node *node);

/** @return the byte of the draft at which a block begins */
char markup_first_byte(const struct markup *markup, cmark_node *block);

/** @return the only private character a paragraph holds, or 0 */
uint32_t markup_lone_letter(cmark_node *block);

#endif
