#ifndef LAYOUT_PANEL_KEY_H
#define LAYOUT_PANEL_KEY_H

#include "layout/chart_label.h"
#include "layout/panel.h"

/**
 * The key below panels with charts in columns: one for all panels of a page.
 *
 * The own figure is labelled in the charts.
 *
 *     [] another unitary council   - - average of unitary councils
 */

enum panel_key_kind {
    PANEL_KEY_PEER,
    PANEL_KEY_AVERAGE,
    PANEL_KEY_CASE,
    PANEL_KEY_BREAK,
    PANEL_KEYS,
};

/** The words of a group of panels' key. */
struct panel_key {
    struct chart_label labels[PANEL_KEYS]; ///< width 0: not in the key
};

/**
 * Sets the words that explain the charts of a group of panels.
 *
 * @param key  [out] the labels that any of the panels requires
 * @return STATUS_OK or STATUS_LAYOUT
 */
enum status panel_key_set(const struct layout_context *context,
                          const struct panel_plan *plans, size_t count,
                          struct panel_key *key, struct error *err) MUST_CHECK;

/** @return the entries, a bit for each kind, that the panels of a page require
 */
unsigned panel_key_entries(const struct panel_plan *plans, size_t count);

/** @return the height of a key with these entries and its rule, points; 0
 *         without entries */
double panel_key_height(const struct layout_context *context,
                        const struct panel_key *key, unsigned entries);

/** Draws a key with these entries and its rule at @p y. */
void panel_key_draw(const struct layout_context *context, struct panel_key *key,
                    unsigned entries, double y);

#endif
