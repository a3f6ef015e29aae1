#ifndef RUN_FIGURES_CSV_H
#define RUN_FIGURES_CSV_H

#include "base/buffer.h"
#include "data/settings.h"
#include "stats/figures.h"

/**
 * The figures attached to a letter, so that readers need not retype them.
 *
 *     statistic,count,total,rate,average,group,period_start,period_end,form,year,
 *     previous,peers,higher,low,high,parts,peer_values
 *
 * Each statistic has what the letter prints, under its label, as printed
 * ("71%"); what the letter does not print is empty, and a statistic of which it
 * prints neither value nor count has no line. `form` is "rate", "per 100000",
 * "count", "amount" or "parts". Earlier years that a chart draws have lines of
 * their own, and the values of a group's councils that one draws are in
 * peer_values, lowest first. CSV with CRLF, UTF-8 and a byte-order mark, so
 * that a spreadsheet opens it right.
 *
 * @source RFC 4180
 */
void figures_csv_write(const struct settings *settings,
                       const struct figures *figures, struct buffer *csv);

#endif
