#ifndef DATA_DOUBTS_H
#define DATA_DOUBTS_H

#include <stdbool.h>

#include "base/arena.h"

struct yaml;

/**
 * What the settings fail to say because they are at fault. That a letter text
 * or a table asks for it is no second fault: it is not reported.
 */
struct doubts {
    bool
        statistics; ///< all of them: the section cannot be read, or is misspelt
    bool constants;
    bool dates;
    bool signatory;
    bool groups;
    const struct doubt *names; ///< single statistics, constants and dates
};

struct doubt {
    const char *name;
    const struct doubt *next;
};

/** Notes a single name. */
void doubts_add(struct arena *arena, struct doubts *doubts, const char *name);

/** Notes the sections of @p root that cannot be read or are misspelt. */
void doubts_note_sections(struct doubts *doubts, const struct yaml *root);

/** @return whether a key of @p map that is not @p key looks as if it were meant
 *  to be */
bool doubts_is_misspelt(const struct yaml *map, const char *key);

/** @return whether a statistic may only lack for a fault of the settings */
bool doubts_statistic(const struct doubts *doubts, const char *name);

/** The same of what a placeholder names: "upheld.rate", "date", "training_url".
 *  @param misspelt  whether it looks like a name that is known */
bool doubts_placeholder(const struct doubts *doubts, const char *name,
                        bool misspelt);

#endif
