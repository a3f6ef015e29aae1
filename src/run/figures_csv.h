#ifndef RUN_FIGURES_CSV_H
#define RUN_FIGURES_CSV_H

#include "base/buffer.h"
#include "data/settings.h"
#include "stats/figures.h"

/**
 * The figures that travel inside a letter, so that nobody retypes them.
 *
 *     statistic,count,total,rate,average,group,period_start,period_end
 *
 * Rate and average are printed as the letter prints them ("71%"); no rate and
 * no average are empty. CSV with CRLF, UTF-8 and a byte-order mark, so that a
 * spreadsheet opens it right.
 *
 * @source RFC 4180
 */
void figures_csv_write(const struct settings *settings,
                       const struct figures *figures, struct buffer *csv);

#endif
