#ifndef DATA_PRINTED_CELLS_H
#define DATA_PRINTED_CELLS_H

#include <stdbool.h>

#include "base/diagnostics.h"
#include "data/campaign.h"

/**
 * Warns of traces of spreadsheets in cells that letters print: error values,
 * lone dashes, and numbers that mean dates. A number counts as a date if its
 * column has a name for dates, or has a written date in another cell.
 *
 * Not thread-safe: threads need a lock.
 */
struct printed_cells;

/** @return the columns of the roster and of all lists */
size_t printed_cells_columns(const struct campaign *campaign);

/**
 * Begins the checks.
 *
 * @param campaign  an open campaign
 * @param printed   for each column of the roster, then of each list: true if
 *                  letters print it; must outlive the checks
 * @owner the caller, who ends it with printed_cells_finish()
 */
struct printed_cells *printed_cells_new(const struct campaign *campaign,
                                        const bool *printed);

/**
 * Checks a row and its rows in lists.
 *
 * @param diagnostics  NULL: the row is only compared with others
 * @errors RULE_CELL_ERROR_VALUE, RULE_CELL_DASH, RULE_TEXT_FOREIGN_PLACEHOLDER
 */
void printed_cells_look(struct printed_cells *cells,
                        const struct council *council,
                        struct diagnostics *diagnostics);

/** Reports numbers that mean dates, and frees the checks. @errors
 *  RULE_CELL_DATE */
void printed_cells_finish(struct printed_cells *cells,
                          struct diagnostics *diagnostics);

#endif
