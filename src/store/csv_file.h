#ifndef DELIVERY_OWN_TABLE_H
#define DELIVERY_OWN_TABLE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/diagnostics.h"

/**
 * Tables that this program wrote in an earlier run and reads again: nothing is
 * guessed, and a row that is not as it was written ends the reading.
 */
struct own_table {
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
 * @param arena    owns the texts
 * @param path     the file; where there is none, nothing is called
 * @param own      what it has to be like
 * @param context  handed on
 * @param report   gets what is wrong
 * @return STATUS_OK or STATUS_INPUT
 * @errors RULE_MANIFEST_DAMAGED, those of table_open()
 */
enum status own_table_read(struct arena *arena, const char *path,
                           const struct own_table *own, void *context,
                           struct report *report) MUST_CHECK;

#endif
