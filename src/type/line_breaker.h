#ifndef TYPE_LINE_BREAKER_H
#define TYPE_LINE_BREAKER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/**
 * Chooses all breaks of a paragraph together: numbers in, numbers out.
 *
 * A line costs the square of the part of it that is left empty, plus the
 * penalty of its end; the last line costs nothing, unless it is one short
 * word. The breaks with the lowest sum win; of equals, those with the fuller
 * last lines.
 *
 * @units  points
 * @source Knuth and Plass, "Breaking Paragraphs into Lines", 1981; the square
 *         for ragged setting as in section "Applications"
 */

/** A part that stays on one line, and the white space after it. */
struct line_breaker_box {
    double width;
    double space;   ///< after it, where a line does not end there
    double extra;   ///< a hyphen's width, where a line does
    double penalty; ///< of ending a line after it
};

/** What lines may measure. */
struct line_breaker_measure {
    double first;    ///< the first line
    double width;    ///< the others
    bool short_word; ///< the last box is a short word
};

/** A width is too large when it passes the measure by more than this. */
#define LINE_BREAKER_SLACK 0.001

/** What a last line of one short word costs. */
#define LINE_BREAKER_SHORT_LAST 0.04

/** Memory for the choice, reused between paragraphs. */
struct line_breaker {
    double *starts; ///< where each box starts, had all one line
    double *costs;  ///< of the best lines that end before each box
    uint32_t *from; ///< the first box of the last of these lines
    size_t capacity;
};

void line_breaker_free(struct line_breaker *breaker);

/**
 * Chooses the breaks.
 *
 * @param breaker  zeroed before its first use; free it with line_breaker_free()
 * @param boxes    none is wider than its line, its extra included
 * @param count    at least 1
 * @param measure  how wide
 * @param ends     room for @p count: gets, for each line, the number of its
 *                 last box and one
 * @return the number of lines
 */
size_t line_breaker_choose(struct line_breaker *breaker,
                           const struct line_breaker_box *boxes, size_t count,
                           const struct line_breaker_measure *measure,
                           uint32_t *ends);

#endif
