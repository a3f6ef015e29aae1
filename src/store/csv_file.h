#ifndef STORE_CSV_FILE_H
#define STORE_CSV_FILE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/diagnostics.h"

/**
 * Reads CSV files that this program wrote: nothing is guessed, and a row that
 * is not as it was written ends the reading.
 */
struct csv_file {
    const char *const *titles; ///< of the columns, in order
    size_t count;              ///< of the columns
    const char *foreign;       ///< said of a file that has others

    /** Called once, before any row; @p rows are to come. */
    void (*begin)(size_t rows, void *context);

    /** Takes a row. @return false: it was not written by this program */
    bool (*take)(size_t row, const struct value *cells, void *context);
};

/**
 * Reads a table whole.
 *
 * @param arena        owns the texts
 * @param path         the file; if it is missing, nothing is called
 * @param format       the columns that it must have
 * @param context      handed on
 * @param diagnostics  gets what is wrong
 * @return STATUS_OK or STATUS_INPUT
 * @errors RULE_MANIFEST_DAMAGED, those of csv_table_open()
 */
enum status csv_file_read(struct arena *arena, const char *path,
                          const struct csv_file *format, void *context,
                          struct diagnostics *diagnostics) MUST_CHECK;

#endif
