#ifndef CLI_NEEDED_COLUMNS_H
#define CLI_NEEDED_COLUMNS_H

#include "data/settings.h"

/** A column that settings or letter use. */
struct needed_column {
    const char *name;
    const char *holds;   ///< its contents: "a whole number"
    const char *example; ///< a cell
    const char *users;   ///< its users, separated by commas
};

struct needed_columns {
    struct arena *arena;
    struct needed_column *items;
    size_t count;
    size_t capacity;
};

/**
 * Adds the columns that a campaign's tables must have: `code`, those in
 * settings and `checks:`, and those in placeholders of settings, letter and
 * e-mail. The tables may be missing. A name inside a list's tags counts if the
 * councils' tables must also have it.
 *
 * @param columns   has an arena
 * @param folder    the campaign
 * @param settings  in one of its languages
 */
void needed_columns_add(struct needed_columns *columns, const char *folder,
                        const struct settings *settings);

#endif
