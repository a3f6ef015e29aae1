#ifndef LAYOUT_STRIP_H
#define LAYOUT_STRIP_H

#include <stdbool.h>
#include <stddef.h>

#include "layout/list_label.h"

/**
 * A letter as one long column of strips, before it is cut into pages: lines of
 * text, and things that are never cut.
 */
enum strip_kind {
    STRIP_LINE,
    STRIP_LETTERHEAD,
    STRIP_SIGNATURE, ///< the artwork, or room for a pen
    STRIP_PANEL,
};

/** In which order keeps are given up where a page cannot hold all that keeps
 *  together. */
enum yield {
    YIELD_NEVER,
    YIELD_LAST,  ///< a panel, and the signature that would else be alone
    YIELD_FIRST, ///< panels that belong together
};

struct strip {
    enum strip_kind kind;
    struct place place;
    double before; ///< space above; none at the top of a page
    double height;
    bool keep;         ///< no page may end after this strip
    enum yield yields; ///< when the keep is given up
    bool fresh;        ///< begins a page

    struct prose *prose; ///< STRIP_LINE
    size_t line;         ///< which of its lines
    double x;            ///< from the frame's left edge
    struct tag *tag;
    struct label *label; ///< of the item that begins here, or NULL

    bool sealed; ///< STRIP_SIGNATURE: the letter's seal is to be found here

    struct letterhead *letterhead; ///< STRIP_LETTERHEAD
    struct panel_plan *panel;      ///< STRIP_PANEL
};

struct strip_list {
    struct strip *items;
    size_t count;
    size_t room;
};

/** Adds a copy of @p strip. @owner the list's memory is @p arena's */
void strip_add(struct strip_list *list, struct arena *arena,
               const struct strip *strip);

#endif
