#ifndef TYPE_FIT_H
#define TYPE_FIT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/**
 * The choice of a paragraph's breaks, all together: numbers in, numbers out.
 *
 * A line costs the square of the part of it that is left empty, and the price
 * of ending where it ends; the last line costs nothing, unless it is one short
 * word. The breaks with the lowest sum win; of equals, those with the fuller
 * last lines.
 *
 * @units  points
 * @source Knuth and Plass, "Breaking Paragraphs into Lines", 1981; the square
 *         for ragged setting as in section "Applications"
 */

/** A stretch that stays on one line, and the white space behind it. */
struct fit_box {
    double width;
    double space; ///< behind it, where a line does not end there
    double extra; ///< a hyphen's width, where a line does
    double price; ///< of ending a line behind it
};

/** What lines may measure. */
struct fit_measure {
    double first;    ///< the first line
    double width;    ///< the others
    bool short_word; ///< the last box is a short word
};

/** A width is too large when it passes the measure by more than this. */
#define FIT_SLACK 0.001

/** What a last line of one short word costs. */
#define FIT_SHORT_LAST 0.04

/** Memory for the choice; kept between paragraphs. */
struct fit {
    double *starts; ///< where each box starts, had all one line
    double *costs;  ///< of the best lines that end before each box
    uint32_t *from; ///< the first box of the last of these lines
    size_t room;
};

void fit_free(struct fit *fit);

/**
 * Chooses.
 *
 * @param fit      zeroed before its first use; free it with fit_free()
 * @param boxes    none is wider than its line, its extra included
 * @param count    at least 1
 * @param measure  how wide
 * @param ends     room for @p count: gets, for each line, the number of its
 *                 last box and one
 * @return the number of lines
 */
size_t fit_lines(struct fit *fit, const struct fit_box *boxes, size_t count,
                 const struct fit_measure *measure, uint32_t *ends);

#endif
