#ifndef DATA_PRINTED_CELLS_H
#define DATA_PRINTED_CELLS_H

#include <stdbool.h>

#include "base/diagnostics.h"
#include "data/campaign.h"

/**
 * Warns of traces of spreadsheets in cells that letters print: error values,
 * lone dashes, and numbers that mean dates. A number is taken for a date if the
 * column's name says that it holds dates, or another of its cells is a written
 * date.
 *
 * They are added a row at a time: threads need a lock.
 */
struct printed_cells;

/** @return the columns of the roster and of all lists */
size_t printed_cells_columns(const struct campaign *campaign);

/**
 * Begins.
 *
 * @param campaign  an open campaign
 * @param printed   for each column of the roster, then of each list: letters
 *                  print it; must outlive this
 * @owner the caller, who ends it with printed_cells_finish()
 */
struct printed_cells *printed_cells_new(const struct campaign *campaign,
                                        const bool *printed);

/**
 * Looks at a row and the rows that lists have for it.
 *
 * @param diagnostics  gets what is found; NULL: it is only a neighbour of
 *                     others
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
