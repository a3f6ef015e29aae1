#ifndef STATS_FIGURE_CELLS_H
#define STATS_FIGURE_CELLS_H

#include "data/settings.h"
#include "stats/format.h"

/** Where the roster keeps a statistic; SIZE_MAX: no such column, reported. */
struct average_columns {
    size_t count;
    size_t total;  ///< SIZE_MAX also where its form has none
    size_t stated; ///< SIZE_MAX also where the settings name none
    const size_t *parts;
};

/** Reads a count, or an amount: "12", "£1,250.50". @param rate  [out]
 *  @return false if the text is neither */
bool figure_cells_parse(const struct figure_format *format, const char *text,
                        struct rate *rate);

/**
 * Reads a statistic's exact value from a row, or from a row of its history.
 *
 * @param setting  the statistic
 * @param columns  where its cells are, by index in @p values
 * @param values   a row
 * @param rate     [out] the value; of a whole in parts the count is 0 and the
 *                 total its sum
 * @param fault    [out] the first cell at fault
 * @return false if a cell is at fault: no number, a count over its total, a
 *         stated percentage that differs, parts that are not the total
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

/** @return true if a statistic has a value: a whole in parts has none */
bool figure_cells_have_value(const struct statistic_setting *setting);

#endif
