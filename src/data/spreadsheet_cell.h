#ifndef DATA_SPREADSHEET_CELL_H
#define DATA_SPREADSHEET_CELL_H

#include <stdbool.h>

#include "base/date.h"

/**
 * Traces of spreadsheets in exported cells: error values, numbers that mean
 * dates, dashes that mean nothing.
 */

enum { SPREADSHEET_ERROR_SIZE = 24 };

/**
 * Finds an error value: "#DIV/0!", "#N/A", "#REF!", "####" and the like, in
 * English, German and French, LibreOffice's "Err:502", and the "NaN" and "NULL"
 * of databases where they are the whole cell.
 *
 * @param text  a cell, trimmed
 * @param word  filled in with what was found
 * @return true if there is one
 */
bool spreadsheet_cell_find_error(const char *text,
                                 char word[static SPREADSHEET_ERROR_SIZE]);

/** @return true if a trimmed cell is a dash, or two or three, and no more */
bool spreadsheet_cell_is_dash(const char *text);

/**
 * Reads a number that may be a date: days since the end of 1899, with or
 * without a time of day, within the years 2000 to 2049.
 *
 * @param text  a cell, trimmed
 * @param date  [out]
 */
bool spreadsheet_cell_read_serial(const char *text, struct date *date);

/** @return true if a cell looks like a date that somebody wrote: "20/07/2022",
 *  "2022-07-20", "20 July 2022" */
bool spreadsheet_cell_is_date(const char *text);

/** @return true if a column's name says that it holds dates: "report_date",
 *  "deadline", "received on" */
bool spreadsheet_cell_is_date_column(const char *name);

#endif
