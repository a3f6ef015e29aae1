#ifndef LAYOUT_PANEL_TEXT_H
#define LAYOUT_PANEL_TEXT_H

#include "layout/chart_data.h"
#include "layout/list_label.h"

/**
 * The words of a panel: sentences, large number, small print.
 *
 * They are in a column left of the picture. Notes, which are long, are below
 * the picture over the whole width if that makes the panel lower.
 */

enum panel_line_kind {
    PANEL_LINE_TEXT,
    PANEL_LINE_NUMBER,  ///< the large number
    PANEL_LINE_CAPTION, ///< beside it
    PANEL_LINE_BASIS,
    PANEL_LINE_NOTE, ///< an item of the list of notes
};

/** A text of a panel and its position, from the panel's top left. */
struct panel_line {
    enum panel_line_kind kind;
    struct text_block text_block;
    struct text_block wide;   ///< a note over the whole width
    struct list_label *label; ///< a note's bullet
    struct point at;          ///< first baseline's start
};

/** Distances, in points. */
struct panel_spacing {
    double title_above;   ///< from the rule to the title's line
    double title_below;   ///< from there to the body
    double panel_line;    ///< between the texts
    double number;        ///< height of the large number's line
    double small_leading; ///< of basis and notes
};

struct panel_text {
    struct panel_line *panel_lines; ///< in reading order, notes last
    size_t count;
    size_t note_count; ///< of these
    double aside;      ///< width of the picture; 0: none
    bool below;        ///< notes are below the picture
    double tail;       ///< their height there, gaps included
};

/**
 * Sets the words of a panel.
 *
 * @param context   the letter's
 * @param panel     the words
 * @param data      the figure
 * @param location  the panel's, for errors
 * @param aside     width of the picture and its gap; 0: no picture
 * @param words     [out] the lines
 * @return STATUS_OK or STATUS_LAYOUT
 */
enum status panel_text_set(const struct layout_context *context,
                           const struct panel *panel,
                           const struct chart_data *data,
                           struct location location, double aside,
                           struct panel_text *words,
                           struct error *err) MUST_CHECK;

/**
 * Positions the words.
 *
 * @param context  the letter's
 * @param words    as set
 * @param spacing  the distances
 * @param y        top of the words, from the panel's top
 * @param figure   the picture's bottom; @p y if there is none
 * @return the panel's bottom
 */
double panel_text_place(const struct layout_context *context,
                        struct panel_text *words,
                        const struct panel_spacing *spacing, double y,
                        double figure);

/**
 * Draws the words.
 *
 * @param context  the letter's
 * @param words    as placed
 * @param corner   the panel's top left on the page
 * @param stretch  distance by which notes below the picture move down
 * @param sect     the panel's element
 */
void panel_text_draw(const struct layout_context *context,
                     struct panel_text *words, struct point corner,
                     double stretch, struct tag *sect);

#endif
