#ifndef TYPE_PARAGRAPH_H
#define TYPE_PARAGRAPH_H

#include <stdbool.h>
#include <stddef.h>

#include "base/diagnostics.h"
#include "base/text_origins.h"
#include "type/shaper.h"

/**
 * Breaks a paragraph into lines, ragged right, by total fit.
 *
 * The breaks of the whole paragraph are chosen together so that the rag is
 * even (Knuth and Plass, adapted to ragged setting: see line_breaker.h).
 * Opportunities come from UAX #14; those inside words (after a hyphen, a slash)
 * are a last resort, so that words copied from the letter are unchanged. A part
 * that is still too wide breaks between any two grapheme clusters. Dates,
 * numbers with their nouns, and titles with names are kept together. Soft
 * hyphens and zero-width spaces may be used; a soft hyphen is then visible.
 */

/** A part of a paragraph in one style. */
struct span {
    const char *text; ///< UTF-8; "\n" is a hard line break
    size_t length;    ///< bytes
    enum face_style style;
    double size;                 ///< points
    struct location location;    ///< for errors
    struct text_origins origins; ///< of its parts, for errors
};

/** A part of a line: glyphs of one span and one face. */
struct piece {
    struct glyph_run run;
    size_t span; ///< which, from 0
    double x;    ///< from the line's left edge, points
};

struct line {
    const struct piece *pieces;
    size_t count;
    double width; ///< points, the first line's indent included, without white
                  ///< space at the end
};

struct paragraph {
    const struct line *lines;
    size_t count;
};

struct paragraph_style {
    double width;        ///< points
    double first_indent; ///< points, added to the first line only
    bool one_line; ///< hard breaks only; a line that is too wide is an error
};

/**
 * A paragraph's name: the address of its words, which must be constant for the
 * shaper's lifetime, and its style.
 */
struct paragraph_name {
    const void *words;
    const struct family *family;
    size_t style; ///< added to that of each span
    double size;  ///< points
    double width; ///< points
};

/**
 * Finds a paragraph that all letters share.
 *
 * @param shaper     this thread's
 * @param name       the paragraph's
 * @param paragraph  [out] if it is found
 * @return true if it was found; else
 *                   the caller breaks it
 * @owner  the shaper, until the next shaper_begin()
 */
bool paragraph_find(const struct shaper *shaper,
                    const struct paragraph_name *name,
                    struct paragraph *paragraph);

/** Names the paragraph that was just broken, if the shaper cached it. */
void paragraph_remember(struct shaper *shaper,
                        const struct paragraph_name *name,
                        const struct paragraph *paragraph);

/**
 * Breaks a paragraph into lines no wider than the style's width.
 *
 * White space between lines keeps its glyph at the end of the first line, and
 * a hard break after a word gets a space, so that words copied over the break
 * stay separate. The joined texts of all pieces are the spans' texts, byte for
 * byte. A paragraph of white space alone has no lines. Widths are kept to a
 * thousandth of a point.
 *
 * @units  points
 * @param shaper     this thread's
 * @param arena      owns the lines, unless the shaper has cached them
 * @param family     the font
 * @param spans      the text; must outlive the lines
 * @param count      of the spans @param style with the width
 * @param paragraph  [out] the lines
 * @param err  [out] with the location of the span
 * @return STATUS_OK or STATUS_LAYOUT
 * @owner  @p arena, or the shaper until the next shaper_begin()
 * @errors RULE_LAYOUT_WORD_TOO_WIDE: a character is wider than the line,
 *         RULE_GLYPH_MISSING, RULE_TEXT_DIRECTION
 * @source UAX #14 for the opportunities; Knuth and Plass, "Breaking Paragraphs
 *         into Lines", 1981, for the choice
 */
enum status paragraph_break(struct shaper *shaper, struct arena *arena,
                            const struct family *family,
                            const struct span *spans, size_t count,
                            const struct paragraph_style *style,
                            struct paragraph *paragraph,
                            struct error *err) MUST_CHECK;

#endif
