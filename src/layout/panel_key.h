#ifndef LAYOUT_PANEL_KEY_H
#define LAYOUT_PANEL_KEY_H

#include "layout/chart_label.h"
#include "layout/panel.h"

/**
 * The key below panels with charts in columns: one for all panels of a page.
 *
 * The own figure has labels of its own.
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

struct panel_key {
    struct chart_label labels[PANEL_KEYS]; ///< of no width: not in the key
    struct rect boxes[PANEL_KEYS]; ///< of entries, from the key's top left
    double height;                 ///< with the rule above; 0: there is no key
};

/**
 * Sets the key of a group of panels: what their charts show and no more.
 *
 * @param key  [out] height 0 where there is nothing to explain
 * @return STATUS_OK or STATUS_LAYOUT
 */
enum status panel_key_set(const struct layout_context *context,
                          const struct panel_plan *plans, size_t count,
                          struct panel_key *key, struct error *err) MUST_CHECK;

/** Draws a key whose rule is at @p y. */
void panel_key_draw(const struct layout_context *context, struct panel_key *key,
                    double y);

#endif
