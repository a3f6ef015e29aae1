#ifndef RUN_FIGURES_CSV_H
#define RUN_FIGURES_CSV_H

#include "base/buffer.h"
#include "data/settings.h"
#include "stats/figures.h"

/**
 * Writes the figures attached to a letter, so that readers need not retype
 * them.
 *
 *     statistic,count,total,rate,average,group,period_start,period_end,form,year,
 *     previous,peers,higher,low,high,parts,peer_values
 *
 * Each statistic has the parts that the letter prints, as printed ("71%"),
 * under its label; other parts are empty, and a statistic without printed value
 * or count has no line. `form` is "rate", "per 100000", "count", "amount" or
 * "parts". Earlier years that a chart draws have separate lines, and
 * peer_values has the group's values that a chart draws, lowest first. The file
 * has CRLF, UTF-8 and a byte-order mark, so that spreadsheets open it
 * correctly.
 *
 * @source RFC 4180
 */
void figures_csv_write(const struct settings *settings,
                       const struct figures *figures, struct buffer *csv);

#endif
