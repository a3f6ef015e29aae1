#ifndef DATA_SETTINGS_GAPS_H
#define DATA_SETTINGS_GAPS_H

#include <stdbool.h>

#include "base/arena.h"

struct yaml;

/**
 * Settings that are missing because of a fault. A letter text or a table that
 * asks for one is no second fault and is not reported.
 */
struct settings_gaps {
    bool
        statistics; ///< all of them: the section cannot be read, or is misspelt
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

/** Notes a single name. */
void settings_gaps_add(struct arena *arena, struct settings_gaps *gaps,
                       const char *name);

/** Notes the sections of @p root that cannot be read or are misspelt. */
void settings_gaps_add_sections(struct settings_gaps *gaps,
                                const struct yaml *root);

/** @return true if a key of @p map that is not @p key looks as if it were meant
 *  to be */
bool settings_gaps_is_misspelt(const struct yaml *map, const char *key);

/** @return true if a statistic may be missing only because of a fault */
bool settings_gaps_has_statistic(const struct settings_gaps *gaps,
                                 const char *name);

/** Like settings_gaps_has_statistic() for the name in a placeholder:
 *  "upheld.rate", "date", "training_url".
 *  @param misspelt  whether it looks like a name that is known */
bool settings_gaps_has_placeholder(const struct settings_gaps *gaps,
                                   const char *name, bool misspelt);

#endif
