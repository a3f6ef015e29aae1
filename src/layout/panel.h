#ifndef LAYOUT_PANEL_H
#define LAYOUT_PANEL_H

#include "layout/chart.h"
#include "layout/panel_text.h"
#include "letter/letter.h"

/**
 * A statistic: title above, words left, picture right, or charts in columns.
 *
 *     ------------------------------------------------
 *     Complaints upheld
 *     71% of complaints ... were upheld.         ,--.
 *     This compares to an average of 64% ...    ( 71 )
 *     12 upheld decisions                        `--'
 *     Statistics are based on ...               ...oo
 *     * It is rare ... (a note, here or under the picture)
 *
 * The words begin at the left edge of the letter's text. If they were on the
 * right, programs that detect columns, such as poppler, would read the text
 * after a short panel before them.
 *
 * Without a rate there is no picture, which might be read as zero.
 *
 * Charts other than rings and marks are side by side below the sentences, even
 * without a figure: layout/panel_columns.h.
 *
 * The numbers are no table in the structure tree. A screen reader reads the
 * heading, the picture's Alt with rate, count, total and average, and the
 * sentences, which repeat these; a table would repeat them once more. Programs
 * can read figures.csv.
 */

struct panel_plan {
    const struct panel *panel;
    const struct chart_data *data;
    struct location location;
    struct text_block title;
    struct panel_text words;
    struct panel_columns *columns; ///< charts side by side; or NULL
    struct chart_plan *charts;     ///< top to bottom of the picture
    size_t chart_count;            ///< 0: there is no picture
    double figure_width;
    double title_base;     ///< the title's first baseline, from the top
    double body;           ///< top of the picture and the words
    double height;         ///< minimum; in a card, whole grid steps
    struct tag *section;   ///< the panel's element
    bool heads;            ///< column heads are above its rule
    struct panel_key *key; ///< its group's
    unsigned key_entries;  ///< of the key below the panel; 0: none
};

/**
 * Sets the words and the picture of a panel, without positions.
 *
 * @param context  the letter's
 * @param block    of the kind BLOCK_PANEL
 * @param section  the element that holds the panel
 * @param above    the panel before it; or NULL
 * @param plan     [out] the words and charts
 * @return STATUS_OK or STATUS_LAYOUT
 */
enum status panel_plan_set(const struct layout_context *context,
                           const struct block *block, struct tag *section,
                           const struct panel_plan *above,
                           struct panel_plan *plan,
                           struct error *err) MUST_CHECK;

/** Positions words and picture. @param closeness from 0, loose, to 1 */
void panel_plan_place(const struct layout_context *context,
                      struct panel_plan *plan, double closeness);

/** @return the height of a panel's heads and key, whole grid steps */
double panel_plan_surround(const struct layout_context *context,
                           const struct panel_plan *plan);

/** Draws a panel with its top at @p y; @p height is at least plan->height. */
void panel_draw(const struct layout_context *context, struct panel_plan *plan,
                double y, double height);

#endif
