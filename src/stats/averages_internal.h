#ifndef STATS_AVERAGES_INTERNAL_H
#define STATS_AVERAGES_INTERNAL_H

#include "stats/averages.h"

/**
 * Shared by averages.c (look-up), averages_given.c (reads the file) and
 * averages_computed.c (computes over the rows).
 *
 * A pair is a group and a statistic, in this order in arrays; the last group
 * is all councils.
 */

/** Averages of one earlier year. */
struct year_averages {
    int year;
    struct average *items; ///< by pair
    struct year_averages *next;
};

struct averages {
    const struct campaign *campaign;
    const struct value *groups; ///< those compared
    size_t group_count;
    size_t group_column;
    struct average_columns *columns; ///< one a statistic
    size_t statistic_count;
    struct average *items;      ///< by pair
    struct location *locations; ///< of given averages; else file NULL
    const char **lacking;       ///< averages_lacking() of each
    struct year_averages *years;
    const struct history *history; ///< or NULL
    struct peers *peers;           ///< by pair; NULL: not collected
};

struct averages_opening {
    struct arena *arena;
    struct averages *averages;
    struct diagnostics *diagnostics;
    enum status status; ///< of the first error
};

void averages_report(struct averages_opening *opening, enum diagnostic_id rule,
                     struct location location, const char *field,
                     const char *message);

/** @return the number of pairs */
size_t averages_pairs(const struct averages *averages);

/** @return the index of a pair */
size_t averages_pair(const struct averages *averages, size_t group,
                     size_t statistic);

/** @return the index of a group among those compared, or SIZE_MAX */
size_t averages_find_group(const struct averages *averages, const char *group);

/** @return the averages of an earlier year, new ones if there are none */
struct year_averages *averages_at_year(struct averages *averages,
                                       struct arena *arena, int year);

/** Reads the file of averages. */
void averages_read_given(struct averages_opening *opening);

/** Computes averages from the rows and the history. */
void averages_compute(struct averages_opening *opening);

#endif
