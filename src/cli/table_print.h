#ifndef CLI_TABLE_PRINT_H
#define CLI_TABLE_PRINT_H

#include <stdbool.h>
#include <stdio.h>

#include "base/arena.h"
#include "base/diagnostics.h"

/**
 * A table for people and for programs: in columns, as CSV (with formulas
 * guarded), or as one JSON object a line.
 */
struct table_print;

struct table_print_column {
    const char *name; ///< in CSV and JSON
    bool shown;       ///< in text, too
    bool number;      ///< no quotes in JSON
};

/**
 * @param arena    owns the table
 * @param columns  must outlive the table
 * @param count    of the columns
 */
struct table_print *table_print_new(struct arena *arena,
                                    const struct table_print_column *columns,
                                    size_t count);

/** Adds a row, a text for each column; the texts must outlive the table. */
void table_print_add(struct table_print *table_print, const char *const *cells);

/**
 * Prints a table.
 *
 * @param table_print  its rows, in the order of adding
 * @param format       text has no header line; line ends and controls in its
 *                     cells are question marks
 */
void table_print_write(const struct table_print *table_print,
                       enum diagnostics_format format, FILE *out);

#endif
