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
 * The words stand where the letter's text does. Were they on the right, what
 * follows a panel, where it is short, would stand left of them and below: a
 * program that reads columns, as poppler does, takes it before them.
 *
 * Without a rate there is no picture: nothing that could be read as zero.
 *
 * Charts that are not a ring or marks stand side by side below the sentences,
 * with a figure or without one: layout/panel_columns.h.
 *
 * The numbers are no table in the structure tree. Read out, a panel is its
 * heading, the picture's Alt with rate, count, total and average, and the
 * sentences with the same; a table would say all of it a third time, in cells
 * that mean nothing without their headers. Machines have figures.csv.
 */

struct panel_plan {
    const struct panel *panel;
    const struct chart_data *data;
    struct location location;
    struct text_block title;
    struct panel_text words;
    struct panel_columns *columns; ///< charts side by side; or NULL
    struct chart_plan *charts;     ///< from the picture's top to its bottom
    size_t chart_count;            ///< 0: there is no picture
    double figure_width;
    double title_base;     ///< the title's first baseline, from the top
    double body;           ///< where the picture and the words begin
    double height;         ///< what it needs; in a card, whole grid steps
    struct tag *section;   ///< what holds the panel in the structure
    bool heads;            ///< column heads stand above its rule
    struct panel_key *key; ///< its group's
    unsigned key_entries;  ///< of the key below the panel; 0: there is none
};

/**
 * Sets the words and the picture of a panel; they have no places yet.
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

/** Places what was set.  @param closeness  0, roomy, to 1 */
void panel_plan_place(const struct layout_context *context,
                      struct panel_plan *plan, double closeness);

/** @return the height of a panel's heads and key, whole grid steps */
double panel_plan_surround(const struct layout_context *context,
                           const struct panel_plan *plan);

/** Draws a panel at @p y, its top, @p height high or more than it needs. */
void panel_draw(const struct layout_context *context, struct panel_plan *plan,
                double y, double height);

#endif
