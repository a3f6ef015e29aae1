#ifndef DATA_CSV_TABLE_H
#define DATA_CSV_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/diagnostics.h"
#include "data/encoding.h"
#include "data/settings.h"

/**
 * A CSV file, read row by row on demand.
 *
 * The file's text stays in memory and cells are parsed on demand: a row takes
 * eight bytes besides its text.
 *
 * @source RFC 4180, read by libcsv in strict mode
 */
struct csv_table;

/** Maximum bytes in one cell, and in a file. */
enum { CSV_TABLE_CELL_LIMIT = 64 * 1024 };

/** Maximum bytes of a file: the offsets of rows fit in 32 bits. */
#define CSV_TABLE_FILE_LIMIT ((size_t)UINT32_MAX)

/**
 * Reads and indexes a file, and reports every syntax error in one pass.
 *
 * @param arena        owns the table
 * @param path         the file
 * @param shown        its name in diagnostics
 * @param encoding     of the file; UTF-16 and unexpected Windows-1252 are
 *                     recognised and refused by name
 * @param table        [out] without the rows that have errors
 * @param diagnostics  [out]
 * @return STATUS_OK if the header is valid, even if
 *                     some rows have errors
 * @errors RULE_FILE_*, RULE_TEXT_*, RULE_CSV_*, RULE_COLUMN_DUPLICATE,
 *         RULE_COLUMN_UNNAMED; those about a row have its `code`, if it could
 *         be read
 */
enum status csv_table_open(struct arena *arena, const char *path,
                           const char *shown, enum encoding encoding,
                           struct csv_table **table,
                           struct diagnostics *diagnostics) MUST_CHECK;

/** Like csv_table_open(), but a header without rows is allowed. */
enum status csv_table_open_any(struct arena *arena, const char *path,
                               const char *shown, enum encoding encoding,
                               struct csv_table **table,
                               struct diagnostics *diagnostics) MUST_CHECK;

/** A table that a setting names. */
struct csv_table_setting {
    const char *folder; ///< the campaign's
    const struct settings *settings;
    struct value name;
    const char *field; ///< the setting, for diagnostics
    bool may_be_empty; ///< a header without rows is allowed
};

/** Finds and opens a table that a setting names. @errors those of
 *  safe_path_find_table() and csv_table_open() */
enum status csv_table_open_setting(struct arena *arena,
                                   const struct csv_table_setting *setting,
                                   struct csv_table **table,
                                   struct diagnostics *diagnostics) MUST_CHECK;

/** Frees the memory that the arena does not own; NULL is allowed. */
void csv_table_close(struct csv_table *table);

/** @return the file's name in diagnostics */
const char *csv_table_file(const struct csv_table *table);

size_t csv_table_columns(const struct csv_table *table);

/** @return a column's name as the header writes it, with its location */
struct value csv_table_column(const struct csv_table *table, size_t column);

/** @return the index of the column of this name (folded), or SIZE_MAX */
size_t csv_table_find(const struct csv_table *table, const char *name);

size_t csv_table_rows(const struct csv_table *table);

/**
 * Parses one row.
 *
 * @param table  the table
 * @param row    below csv_table_rows()
 * @param arena  owns the texts
 * @param cells  [out] csv_table_columns() of them; each text unquoted, never
 *               NULL; location: the cell's first character
 */
void csv_table_read(const struct csv_table *table, size_t row,
                    struct arena *arena, struct value *cells);

/**
 * Parses a row up to one cell.
 *
 * @return that cell, as csv_table_read() gives it
 */
struct value csv_table_read_cell(const struct csv_table *table, size_t row,
                                 struct arena *arena, size_t column);

/** @return the number of rows that csv_table_open() left out */
size_t csv_table_refused(const struct csv_table *table);

/**
 * Reads a row that was left out, as far as possible, and assigns its cells to
 * columns.
 *
 * @param table  the table
 * @param index  below csv_table_refused()
 * @param arena  owns the texts
 * @param cells  csv_table_columns() of them
 * @param extra  [out] the cells beyond the header's columns
 * @param err    [out] the error
 */
void csv_table_read_refused(const struct csv_table *table, size_t index,
                            struct arena *arena, struct value *cells,
                            struct value_list *extra, struct error *err);

/** @return the line on which a row that was left out begins */
int csv_table_refused_line(const struct csv_table *table, size_t index);

/** @return the trimmed code of a row that was left out; "" if the table has no
 *         such column or the row has a stray quote */
const char *csv_table_refused_code(const struct csv_table *table, size_t index,
                                   struct arena *arena);

#endif
