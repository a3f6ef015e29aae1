#ifndef DATA_WORKSHEET_H
#define DATA_WORKSHEET_H

#include "base/buffer.h"
#include "base/diagnostics.h"

/**
 * Converts a sheet of a workbook to CSV text, for the reader of CSV files.
 * Each row that is not empty is a record. Cells have the values that the office
 * program last calculated; dates are printed as 2022-07-20, percentages with
 * their sign, numbers with the shown decimals.
 */
struct worksheet {
    const char *file;   ///< "figures.xlsx:Figures", for diagnostics
    struct buffer text; ///< CSV
    int *rows;          ///< for each line of the text, the row of the sheet
    size_t line_count;
    struct worksheet_fault *faults; ///< in order of row and column
    size_t fault_count;
    int header; ///< row of the first record; 0: none
};

/** A cell that cannot be used. */
struct worksheet_fault {
    int row;
    int column; ///< from 1
    enum diagnostic_id rule;
    const char *message;
};

/**
 * Reads the sheet that the path names, else the only visible one.
 *
 * @param arena      owns @p worksheet and its messages
 * @param path       "book.xlsx" or "book.xlsx#Sheet"
 * @param shown      its form in diagnostics
 * @param worksheet  [out]
 * @errors those of workbook_open(); RULE_SHEET_MISSING; warnings
 *         RULE_SHEET_HIDDEN. The caller reports the errors of cells:
 *         RULE_CELL_NUMBER, RULE_CELL_WITHOUT_VALUE, RULE_CELL_MERGED,
 *         RULE_CSV_CELL_TOO_LARGE
 * @owner  the caller, who frees it
 */
enum status worksheet_read(struct arena *arena, const char *path,
                           const char *shown, struct worksheet **worksheet,
                           struct diagnostics *diagnostics) MUST_CHECK;

/** NULL is allowed. */
void worksheet_free(struct worksheet *worksheet);

/** @return the first error of a row, or NULL; the row's others follow it */
const struct worksheet_fault *
worksheet_find_fault(const struct worksheet *worksheet, int row);

/** Sets @p err from an error of a cell. */
void worksheet_set_error(const struct worksheet *worksheet,
                         const struct worksheet_fault *fault,
                         struct error *err);

#endif
