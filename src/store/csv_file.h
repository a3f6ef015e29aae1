#ifndef STORE_CSV_FILE_H
#define STORE_CSV_FILE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/diagnostics.h"

/**
 * Reads CSV files that this program wrote, strictly: the first altered row
 * ends the reading.
 */
struct csv_file {
    const char *const *titles; ///< of the columns, in order
    size_t count;              ///< of the columns
    const char *foreign;       ///< message for a file with other columns

    /** Called once, before any row, with the number of rows. */
    void (*begin)(size_t rows, void *context);

    /** Called for each row. @return false if this program did not write it */
    bool (*take)(size_t row, const struct value *cells, void *context);
};

/**
 * Reads a whole table.
 *
 * @param arena        owns the texts
 * @param path         the file; if it is missing, no function is called
 * @param format       its required columns
 * @param context      for the functions
 * @param diagnostics  gets what is wrong
 * @return STATUS_OK or STATUS_INPUT
 * @errors RULE_MANIFEST_DAMAGED, those of csv_table_open()
 */
enum status csv_file_read(struct arena *arena, const char *path,
                          const struct csv_file *format, void *context,
                          struct diagnostics *diagnostics) MUST_CHECK;

#endif
