#ifndef TYPE_PARAGRAPH_H
#define TYPE_PARAGRAPH_H

#include <stdbool.h>
#include <stddef.h>

#include "base/diagnostics.h"
#include "base/text_origins.h"
#include "type/shaper.h"

/**
 * A paragraph into lines, ragged right, total fit.
 *
 * The breaks of the whole paragraph are chosen together so that the rag is even
 * (Knuth and Plass, adapted to ragged setting: the cost of a line is the square
 * of the room left on it), with penalties for a last line of one short word.
 * Opportunities come from UAX #14; those that are not at white space (after a
 * hyphen, a slash) are a last resort, so that a word copied out of the letter
 * is the word that was written; a part that is wider than the line even so
 * breaks between any two characters (grapheme clusters). Dates, numbers and
 * their nouns, and titles and names keep together. Soft hyphens and zero-width
 * spaces, which somebody has put there, may be used, and a soft hyphen then
 * shows.
 */

/** A stretch of a paragraph in one style. */
struct span {
    const char *text; ///< UTF-8; "\n" is a hard line break
    size_t length;    ///< bytes
    enum face_style style;
    double size;                 ///< points
    struct location location;    ///< for errors
    struct text_origins origins; ///< likewise, of its parts
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
    double width; ///< points, from the line's left edge (the first line's
                  ///< indent included), white space at the end not counted
};

struct paragraph {
    const struct line *lines;
    size_t count;
};

struct paragraph_style {
    double width;        ///< points
    double first_indent; ///< points, added to the first line only
    bool one_line;       ///< no break but hard ones; too wide is an error,
                         ///< which names the line
};

/**
 * A paragraph's name: where its words are, which stay as they are as long as
 * the shaper lives, and how they are set.
 */
struct paragraph_name {
    const void *words;
    const struct family *family;
    size_t style; ///< what is added to that of each span
    double size;  ///< points
    double width; ///< points
};

/**
 * Looks for a paragraph whose words are the same in all letters.
 *
 * @param shaper     this thread's
 * @param name       the paragraph's
 * @param paragraph  [out] if it is found
 * @return true if it was; if not, it is to be broken
 * @owner  the shaper, until the next shaper_begin()
 */
bool paragraph_find(const struct shaper *shaper,
                    const struct paragraph_name *name,
                    struct paragraph *paragraph);

/** Gives the paragraph that was just broken a name, if the shaper cached it. */
void paragraph_remember(struct shaper *shaper,
                        const struct paragraph_name *name,
                        const struct paragraph *paragraph);

/**
 * Breaks a paragraph into lines no wider than the style's width.
 *
 * White space between lines belongs to the end of the line before it and keeps
 * its glyph there, so that text copied over the break stays two words; a hard
 * break after a word gets one. The texts of all pieces in a row are the
 * spans' texts, byte for byte. A paragraph of white space alone has no lines.
 * Widths are kept to a thousandth of a point.
 *
 * @units  points
 * @param shaper     this thread's
 * @param arena      owns the lines, unless the shaper has them already
 * @param family     what to set in
 * @param spans      the text; must outlive the lines, which may point into it
 * @param count      how many spans
 * @param style      how wide
 * @param paragraph  [out] first line to last
 * @param err  [out] the fault, with the place of the span at fault
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
