#ifndef LETTER_MARKUP_H
#define LETTER_MARKUP_H

#define CMARK_NO_SHORT_NAMES
#include <cmark.h>

#include "letter/mapped_text.h"
#include "letter/preprocess.h"

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

/** How far cmark's places of a block's inlines are astray at one of them: it
 *  counts neither the lines of link definitions that it took off the beginning
 *  nor those that a backslash ends. */
struct markup_drift {
    int line;  ///< of the draft
    int lines; ///< not counted so far
    int bytes; ///< of these, since the last line that was counted
};

/** @return the drift of a block's first inline */
struct markup_drift markup_drift_begin(const struct markup *markup,
                                       cmark_node *block);

/** Goes on behind @p node, a soft or hard line break in @p block. */
void markup_drift_pass(const struct markup *markup, cmark_node *block,
                       cmark_node *node, struct markup_drift *drift);

/**
 * @param markup  the text
 * @param block   the block that holds @p node
 * @param drift   at @p node
 * @param node    text, code, a link...
 * @return where in the source it stands
 */
struct place markup_inline_place(const struct markup *markup, cmark_node *block,
                                 const struct markup_drift *drift,
                                 cmark_node *node);

/** @return the byte of the draft at which a block begins */
char markup_first_byte(const struct markup *markup, cmark_node *block);

/** @return the only private character a paragraph holds, or 0 */
uint32_t markup_lone_letter(cmark_node *block);

#endif
