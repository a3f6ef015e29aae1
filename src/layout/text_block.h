#ifndef LAYOUT_TEXT_BLOCK_H
#define LAYOUT_TEXT_BLOCK_H

#include "layout/layout_context.h"

/**
 * Sets words as lines, and draws lines as marks with their links.
 */

/** The style of text. */
struct text_style {
    double size;          ///< points
    double leading;       ///< points from baseline to baseline
    unsigned style;       ///< STYLE_ bits added to those of each run
    struct colour colour; ///< except for links
};

/** A tag inside a paragraph. */
struct inline_tag {
    enum tag_kind kind;
    const char *value; ///< URI, language or NULL; compared as a pointer
    struct tag *tag;
};

enum { INLINE_TAGS = 4 };

/** A text that was broken into lines. */
struct text_block {
    const struct text_run *runs; ///< the spans of its pieces
    struct paragraph paragraph;
    struct text_style text_style;
    struct inline_tag open[INLINE_TAGS]; ///< of the last piece drawn
    size_t open_count;
};

/**
 * Breaks words into lines.
 *
 * All calls of paragraph_break() are here; words that all letters share are
 * broken only a few times.
 *
 * @param context     the letter's
 * @param words       the words; none give no lines
 * @param text_style  copied
 * @param width       points
 * @param text_block  [out] the lines
 * @return STATUS_OK or STATUS_LAYOUT
 * @errors RULE_LAYOUT_WORD_TOO_WIDE, RULE_GLYPH_MISSING, RULE_TEXT_DIRECTION
 */
enum status text_block_set(const struct layout_context *context,
                           struct inline_text words,
                           const struct text_style *text_style, double width,
                           struct text_block *text_block,
                           struct error *err) MUST_CHECK;

/** Like text_block_set(), for a text in one style; NULL and "" give no line. */
enum status text_block_set_text(const struct layout_context *context,
                                const char *text, struct location location,
                                const struct text_style *text_style,
                                double width, struct text_block *text_block,
                                struct error *err) MUST_CHECK;

/** Like text_block_set_text(), for a text with a constant address and content
 *  during the lifetime of the thread's tools: it is not broken again for each
 *  letter. */
enum status text_block_set_constant(const struct layout_context *context,
                                    const char *text, struct location location,
                                    const struct text_style *text_style,
                                    double width, struct text_block *text_block,
                                    struct error *err) MUST_CHECK;

/** Adds letter spacing of @p em of the size, less than a tenth: more would be
 *  read as word spaces when text is copied. */
void text_block_track(const struct layout_context *context,
                      struct text_block *text_block, double em);

size_t text_block_count_lines(const struct text_block *text_block);

/** @return leading times lines */
double text_block_height(const struct text_block *text_block);

/** @return the widest line */
double text_block_width(const struct text_block *text_block);

/**
 * Draws one line: its glyphs, the underlines and active areas of its links.
 *
 * @param context     the letter's
 * @param text_block  its lines must be drawn in order, so that a link or
 *                    strong text over two lines is one element
 * @param line        which, from 0
 * @param at          the baseline's start
 * @param tag         the text's element; NULL: an artifact
 * @param artifact    its kind, if there is no tag
 */
void text_block_draw_line(const struct layout_context *context,
                          struct text_block *text_block, size_t line,
                          struct point at, struct tag *tag,
                          enum artifact_kind artifact);

/** Draws all lines, the first at @p at. */
void text_block_draw(const struct layout_context *context,
                     struct text_block *text_block, struct point at,
                     struct tag *tag, enum artifact_kind artifact);

/** @return the words as one string, white space as one space.
 *  @owner the context's arena */
const char *text_block_plain(const struct layout_context *context,
                             struct inline_text words);

#endif
