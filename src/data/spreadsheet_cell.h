#ifndef DATA_SPREADSHEET_CELL_H
#define DATA_SPREADSHEET_CELL_H

#include <stdbool.h>

#include "base/date.h"

/**
 * Recognises traces of spreadsheets in exported cells: error values, dates as
 * numbers, dashes for empty cells.
 */

enum { SPREADSHEET_ERROR_SIZE = 24 };

/**
 * Finds an error value: "#DIV/0!", "#N/A", "#REF!", "####" and the like, in
 * English, German and French, LibreOffice's "Err:502", and a cell that is just
 * "NaN" or "NULL", from databases.
 *
 * @param text  a cell, trimmed
 * @param word  [out] the error value
 * @return true if one was found
 */
bool spreadsheet_cell_find_error(const char *text,
                                 char word[static SPREADSHEET_ERROR_SIZE]);

/** @return true if a trimmed cell is only one to three dashes */
bool spreadsheet_cell_is_dash(const char *text);

/**
 * Reads a number that may be a date of the years 2000 to 2049: days since the
 * end of 1899, with or without a time of day.
 *
 * @param text  a cell, trimmed
 * @param date  [out]
 */
bool spreadsheet_cell_read_serial(const char *text, struct date *date);

/** @return true if a cell looks like a written date: "20/07/2022",
 *  "2022-07-20", "20 July 2022" */
bool spreadsheet_cell_is_date(const char *text);

/** @return true if a column has a name for dates: "report_date", "deadline",
 *  "received on" */
bool spreadsheet_cell_is_date_column(const char *name);

#endif
