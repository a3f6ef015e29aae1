#ifndef MAIL_TEXT_TABLE_H
#define MAIL_TEXT_TABLE_H

#include "base/buffer.h"
#include "letter/letter.h"

/** A table in plain text, with columns aligned by spaces. */
struct text_table {
    const enum table_align *aligns;
    size_t column_count;
    char **cells; ///< row by row, the heads first
    size_t row_count;
};

/**
 * Writes a table. If a row is wider than the measure, the widest columns are
 * broken into lines; a word longer than its column is not broken.
 *
 * @param measure  characters
 */
void text_table_write(const struct text_table *table, size_t measure,
                      struct buffer *out);

#endif
