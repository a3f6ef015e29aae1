#ifndef CLI_NEW_FROM_TABLE_H
#define CLI_NEW_FROM_TABLE_H

#include "base/buffer.h"
#include "base/diagnostics.h"

/** Settings and letter text for an existing table. */
struct new_texts {
    struct buffer campaign;
    struct buffer letter;
    size_t statistics; ///< found in the table
};

/**
 * Writes settings and letter for a table's columns: a column of whole numbers
 * is a count, or a rate if a column named like a total is never less; a column
 * of few words, named like a group, is the group column.
 *
 * @param path   of the table, "book.xlsx#Sheet" or "figures.csv"
 * @param texts  [out]
 * @return STATUS_OK or STATUS_INPUT
 * @errors those of csv_table_open(); RULE_COLUMN_MISSING
 * @owner  the caller, who frees it with new_from_table_free()
 */
enum status new_from_table(const char *path, struct new_texts *texts,
                           struct diagnostics *diagnostics) MUST_CHECK;

void new_from_table_free(struct new_texts *texts);

#endif
