#ifndef LAYOUT_PROSE_H
#define LAYOUT_PROSE_H

#include "layout/layout_context.h"

/**
 * Words set as lines, and lines drawn as marks with their links.
 */

/** How text looks. */
struct ink {
    double size;          ///< points
    double leading;       ///< points from baseline to baseline
    unsigned style;       ///< STYLE_ bits added to those of each run
    struct colour colour; ///< but a link has the link's own
};

/** A tag inside a paragraph. */
struct inline_tag {
    enum tag_kind kind;
    const char *value; ///< URI, language or NULL; compared as a pointer
    struct tag *tag;
};

enum { INLINE_TAGS = 4 };

/** A text that was broken into lines. */
struct prose {
    const struct run *runs; ///< what its pieces' spans are
    struct paragraph paragraph;
    struct ink ink;
    struct inline_tag open[INLINE_TAGS]; ///< of the last piece drawn
    size_t open_count;
};

/**
 * Breaks words into lines.
 *
 * This is the one door to paragraph_break(), which words that are the same in
 * all letters pass a few times only.
 *
 * @param composer  the letter's
 * @param words     what to set; nothing gives no line
 * @param ink       how; copied
 * @param width     points
 * @param prose     filled in on success
 * @param err       filled in otherwise
 * @return STATUS_OK or STATUS_LAYOUT
 * @errors RULE_LAYOUT_WORD_TOO_WIDE, RULE_GLYPH_MISSING, RULE_TEXT_DIRECTION
 */
enum status prose_set(const struct composer *composer, struct words words,
                      const struct ink *ink, double width, struct prose *prose,
                      struct error *err) MUST_CHECK;

/** The same for a text in one style; NULL and "" give no line. */
enum status prose_set_text(const struct composer *composer, const char *text,
                           struct place place, const struct ink *ink,
                           double width, struct prose *prose,
                           struct error *err) MUST_CHECK;

/** The same for a text that stands at the same place, unchanged, as long as the
 *  thread's tools live: it is not broken again for each letter. */
enum status prose_set_constant(const struct composer *composer,
                               const char *text, struct place place,
                               const struct ink *ink, double width,
                               struct prose *prose,
                               struct error *err) MUST_CHECK;

/** Spaces a text out by @p em of its size between letters. Under a tenth: more
 *  reads as word spaces where text is copied. */
void prose_track(const struct composer *composer, struct prose *prose,
                 double em);

size_t prose_lines(const struct prose *prose);

/** @return leading times lines */
double prose_height(const struct prose *prose);

/** @return the widest line */
double prose_width(const struct prose *prose);

/**
 * Draws one line: its glyphs, the underlines and active areas of its links.
 *
 * @param composer  the letter's
 * @param prose     lines of a text must be drawn in their order, so that a
 *                  link, or strong text, over two lines stays one
 * @param line      which, from 0
 * @param at        the baseline's start
 * @param tag       what the text belongs to; NULL: an artifact
 * @param artifact  which, where there is no tag
 */
void prose_draw_line(const struct composer *composer, struct prose *prose,
                     size_t line, struct point at, struct tag *tag,
                     enum artifact_kind artifact);

/** Draws all lines, the first at @p at. */
void prose_draw(const struct composer *composer, struct prose *prose,
                struct point at, struct tag *tag, enum artifact_kind artifact);

/** @return the words as one string, white space as one space.
 *  @owner the composer's arena */
const char *prose_plain(const struct composer *composer, struct words words);

#endif
