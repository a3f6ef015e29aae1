#ifndef LAYOUT_PANEL_WORDS_H
#define LAYOUT_PANEL_WORDS_H

#include "layout/list_label.h"

/**
 * The words of a panel: what it states, the large number, the small print.
 *
 * They stand in a column left of the picture. Notes, which are long, go below
 * the picture, over the whole width, where that makes the panel lower.
 */

enum passage_kind {
    PASSAGE_TEXT,
    PASSAGE_NUMBER,  ///< the large number
    PASSAGE_CAPTION, ///< beside it
    PASSAGE_BASIS,
    PASSAGE_NOTE, ///< an item of the list of notes
};

/** A text of a panel and where it stands, from the panel's top left. */
struct passage {
    enum passage_kind kind;
    struct prose prose;
    struct prose wide;   ///< a note over the whole width
    struct label *label; ///< a note's bullet
    struct point at;     ///< first baseline's start
};

/** How close things stand, in points. */
struct panel_spacing {
    double radius;        ///< of the ring
    double title_above;   ///< from the rule to the title's line
    double title_below;   ///< from there to the body
    double passage;       ///< between the texts
    double number;        ///< height of the large number's line
    double small_leading; ///< of basis and notes
};

struct panel_words {
    struct passage *passages; ///< in reading order, notes last
    size_t count;
    size_t note_count; ///< of these
    double aside;      ///< width that the picture takes; 0: there is none
    bool below;        ///< notes stand below the picture
    double tail;       ///< their height there, gaps included
};

/**
 * Sets the words of a panel.
 *
 * @param composer  the letter's
 * @param panel     the words
 * @param place     the panel's, for errors
 * @param aside     width that the picture and the gap beside it take; 0:
 *                  there is no picture
 * @param words     filled in on success
 * @param err       filled in otherwise
 * @return STATUS_OK or STATUS_LAYOUT
 */
enum status panel_words_set(const struct composer *composer,
                            const struct panel *panel, struct place place,
                            double aside, struct panel_words *words,
                            struct error *err) MUST_CHECK;

/**
 * Places what was set.
 *
 * @param composer  the letter's
 * @param words     as set
 * @param spacing   how close
 * @param y         where the words begin, from the panel's top
 * @param figure    the picture's foot; @p y where there is none
 * @return the panel's foot
 */
double panel_words_place(const struct composer *composer,
                         struct panel_words *words,
                         const struct panel_spacing *spacing, double y,
                         double figure);

/**
 * Draws the words.
 *
 * @param composer  the letter's
 * @param words     as placed
 * @param corner    the panel's top left on the page
 * @param stretch   how much further down than placed notes below stand
 * @param sect      the panel's element
 */
void panel_words_draw(const struct composer *composer,
                      struct panel_words *words, struct point corner,
                      double stretch, struct tag *sect);

#endif
