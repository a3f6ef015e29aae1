#ifndef DATA_WORKSHEET_H
#define DATA_WORKSHEET_H

#include "base/buffer.h"
#include "base/diagnostics.h"

/**
 * A sheet of a workbook as CSV text, so that one reader knows what a table may
 * be: each row that holds something is a record. Cells have the values that the
 * office program worked out last; dates are printed as 2022-07-20, percentages
 * with their sign, numbers with the decimals that are shown.
 */
struct worksheet {
    const char *file;   ///< "figures.xlsx:Figures", for diagnostics
    struct buffer text; ///< CSV
    int *rows;          ///< for each line of the text, the row of the sheet
    size_t line_count;
    struct worksheet_fault *faults; ///< in order of row and column
    size_t fault_count;
    int header; ///< the row of the first record; 0: there is none
};

/** A cell that cannot be used. */
struct worksheet_fault {
    int row;
    int column; ///< from 1
    enum diagnostic_id rule;
    const char *message;
};

/**
 * Reads a sheet: the one that the path names, else the only one that is not
 * hidden.
 *
 * @param arena      owns @p worksheet and its messages
 * @param path       "book.xlsx" or "book.xlsx#Sheet"
 * @param shown      the same in diagnostics
 * @param worksheet  [out]
 * @errors those of workbook_open(); RULE_SHEET_MISSING; warnings
 *         RULE_SHEET_HIDDEN. Faults of cells are left to the caller:
 *         RULE_CELL_NUMBER, RULE_CELL_WITHOUT_VALUE, RULE_CELL_MERGED,
 *         RULE_CSV_CELL_TOO_LARGE
 * @owner  the caller, who frees it
 */
enum status worksheet_read(struct arena *arena, const char *path,
                           const char *shown, struct worksheet **worksheet,
                           struct diagnostics *diagnostics) MUST_CHECK;

/** NULL is allowed. */
void worksheet_free(struct worksheet *worksheet);

/** @return the first fault of a row, or NULL; others of the row follow it */
const struct worksheet_fault *
worksheet_find_fault(const struct worksheet *worksheet, int row);

/** Fills in @p err with a fault. */
void worksheet_set_error(const struct worksheet *worksheet,
                         const struct worksheet_fault *fault,
                         struct error *err);

#endif
