#ifndef TYPE_LINE_BREAKER_H
#define TYPE_LINE_BREAKER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/**
 * Chooses all line breaks of a paragraph together, from widths and penalties.
 *
 * A line costs the square of its empty part, plus the penalty of its end; the
 * last line costs nothing, unless it is one short word. The breaks with the
 * lowest sum are chosen; of equals, those with the fuller last lines.
 *
 * @units  points
 * @source Knuth and Plass, "Breaking Paragraphs into Lines", 1981; the square
 *         for ragged setting as in section "Applications"
 */

/** An unbreakable part, and the white space after it. */
struct line_breaker_box {
    double width;
    double space;   ///< after it, unless a line ends there
    double extra;   ///< a hyphen's width, if a line ends there
    double penalty; ///< of ending a line after it
};

/** The measures of lines. */
struct line_breaker_measure {
    double first;    ///< the first line
    double width;    ///< the others
    bool short_word; ///< the last box is a short word
};

/** A width is too large if it exceeds the measure by more than this. */
#define LINE_BREAKER_SLACK 0.001

/** The cost of a last line of one short word. */
#define LINE_BREAKER_SHORT_LAST 0.04

/** Scratch memory, reused between paragraphs. */
struct line_breaker {
    double *starts; ///< start of each box, on one endless line
    double *costs;  ///< of the best lines that end before each box
    uint32_t *from; ///< the first box of the last of these lines
    size_t capacity;
};

void line_breaker_free(struct line_breaker *breaker);

/**
 * Chooses the breaks.
 *
 * @param breaker  zeroed before its first use; free it with line_breaker_free()
 * @param boxes    none wider than its line, its extra included
 * @param count    at least 1
 * @param measure  of the lines
 * @param ends     [out] for each line, one past its last box; @p count items
 * @return the number of lines
 */
size_t line_breaker_choose(struct line_breaker *breaker,
                           const struct line_breaker_box *boxes, size_t count,
                           const struct line_breaker_measure *measure,
                           uint32_t *ends);

#endif
