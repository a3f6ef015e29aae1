#ifndef CLI_NEEDED_COLUMNS_H
#define CLI_NEEDED_COLUMNS_H

#include "data/settings.h"

/** A column that settings or letter need. */
struct needed_column {
    const char *name;
    const char *holds;   ///< what its cells are, as "a whole number"
    const char *example; ///< a cell
    const char *users;   ///< who needs it, with commas between
};

struct needed_columns {
    struct arena *arena;
    struct needed_column *items;
    size_t count;
    size_t capacity;
};

/**
 * Lists the columns that a campaign's tables must have: `code`, those that
 * settings name, and those whose names are in placeholders of settings, letter
 * and e-mail. The tables need not be there. A name inside a list's tags counts
 * where the council's tables would have to have it, too.
 *
 * @param arena   owns the list
 * @param folder  the campaign
 * @param columns [out] in the order of need
 */
void needed_columns_find(struct arena *arena, const char *folder,
                         const struct settings *settings,
                         struct needed_columns *columns);

#endif
