#ifndef STATS_FIGURE_CELLS_H
#define STATS_FIGURE_CELLS_H

#include "data/settings.h"
#include "stats/format.h"

/** The roster's columns of a statistic; SIZE_MAX: missing, already reported.
 */
struct average_columns {
    size_t count;
    size_t total;  ///< SIZE_MAX also if its form has none
    size_t stated; ///< SIZE_MAX also if the settings name none
    const size_t *parts;
};

/** Reads a count, or an amount: "12", "£1,250.50". @param rate  [out]
 *  @return false for any other text */
bool figure_cells_parse(const struct figure_format *format, const char *text,
                        struct rate *rate);

/**
 * Reads a statistic's exact value from a row, or from a row of its history.
 *
 * @param setting  the statistic
 * @param columns  indexes of its cells in @p values
 * @param values   a row
 * @param rate     [out] the value; for a whole in parts, count 0 and the sum
 *                 as total
 * @param fault    [out] the first wrong cell
 * @return false if a cell is wrong: not a number, a count over its total, a
 *         stated percentage that differs, parts that do not add up
 */
bool figure_cells_read(const struct statistic_setting *setting,
                       struct average_columns columns,
                       const struct value *values, struct rate *rate,
                       struct location *fault);

/** @return true if all columns of a statistic were found */
bool figure_cells_found(const struct statistic_setting *setting,
                        struct average_columns columns);

/** @return true if a value is below the statistic's minimum, and not 0 */
bool figure_cells_withheld(const struct statistic_setting *setting,
                           struct rate rate);

/** @return true if a statistic has a value; a whole in parts has none */
bool figure_cells_have_value(const struct statistic_setting *setting);

#endif
