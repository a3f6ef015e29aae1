#ifndef DATA_SETTINGS_GAPS_H
#define DATA_SETTINGS_GAPS_H

#include <stdbool.h>

#include "base/arena.h"

struct yaml;

/**
 * Settings that are missing because of an error. A letter text or a table that
 * uses one is not reported: that would be a second message about one error.
 */
struct settings_gaps {
    bool statistics; ///< the section is unreadable or misspelt
    bool constants;
    bool lists;
    bool dates;
    bool signatory;
    bool groups;
    const struct settings_gap
        *names; ///< single statistics, constants and dates
};

struct settings_gap {
    const char *name;
    const struct settings_gap *next;
};

/** Adds a single name. */
void settings_gaps_add(struct arena *arena, struct settings_gaps *gaps,
                       const char *name);

/** Adds the sections of @p root that are unreadable or misspelt. */
void settings_gaps_add_sections(struct settings_gaps *gaps,
                                const struct yaml *root);

/** @return true if a key of @p map is probably a misspelt @p key */
bool settings_gaps_is_misspelt(const struct yaml *map, const char *key);

/** @return true if a statistic may be missing only because of an error */
bool settings_gaps_has_statistic(const struct settings_gaps *gaps,
                                 const char *name);

/** Like settings_gaps_has_statistic() for the name in a placeholder:
 *  "upheld.rate", "date", "training_url".
 *  @param misspelt  true if it resembles a known name */
bool settings_gaps_has_placeholder(const struct settings_gaps *gaps,
                                   const char *name, bool misspelt);

#endif
