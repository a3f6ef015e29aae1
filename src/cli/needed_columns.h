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
 * Adds the columns that a campaign's tables must have: `code`, those that
 * settings and `checks:` name, and those whose names are in placeholders of
 * settings, letter and e-mail. The tables need not be there. A name inside a list's tags counts
 * where the council's tables would have to have it, too.
 *
 * @param columns   has an arena
 * @param folder    the campaign
 * @param settings  in one of its languages
 */
void needed_columns_add(struct needed_columns *columns, const char *folder,
                        const struct settings *settings);

#endif
