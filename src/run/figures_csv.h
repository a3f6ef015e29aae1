#ifndef RUN_FIGURES_CSV_H
#define RUN_FIGURES_CSV_H

#include "base/buffer.h"
#include "data/settings.h"
#include "stats/figures.h"

/**
 * The figures attached to a letter, so that readers need not retype them.
 *
 *     statistic,count,total,rate,average,group,period_start,period_end
 *
 * Of each statistic there is what the letter prints, under its label: rate and
 * average as printed ("71%"). What the letter does not print is empty, and a
 * statistic of which it prints neither rate nor count has no line. CSV with
 * CRLF, UTF-8 and a byte-order mark, so that a spreadsheet opens it right.
 *
 * @source RFC 4180
 */
void figures_csv_write(const struct settings *settings,
                       const struct figures *figures, struct buffer *csv);

#endif
