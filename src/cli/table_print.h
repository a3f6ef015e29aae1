#ifndef CLI_TABLE_PRINT_H
#define CLI_TABLE_PRINT_H

#include <stdbool.h>
#include <stdio.h>

#include "base/arena.h"
#include "base/diagnostics.h"

/**
 * A table for people and for programs: in columns, as CSV (what a spreadsheet
 * would run is made harmless), as an object a line.
 */
struct table_print;

struct table_print_column {
    const char *name; ///< in CSV and JSON
    bool shown;       ///< as text too
    bool number;      ///< no quotes in JSON
};

/**
 * @param arena    owns the table
 * @param columns  kept
 * @param count    how many
 */
struct table_print *table_print_new(struct arena *arena,
                                    const struct table_print_column *columns,
                                    size_t count);

/** Adds a row: a text for each column; the texts are kept. */
void table_print_add(struct table_print *table_print, const char *const *cells);

/**
 * Prints a table.
 *
 * @param table_print  its rows, in the order of adding
 * @param format       text has no header line; a cell on more than one line, or
 *                     with controls, is shown on one with question marks
 * @param out          where to
 */
void table_print_write(const struct table_print *table_print,
                       enum diagnostics_format format, FILE *out);

#endif
