#ifndef DATA_CSV_READER_H
#define DATA_CSV_READER_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buffer.h"
#include "base/error.h"

/**
 * Reads CSV bytes record by record and gives each cell its location.
 *
 * libcsv knows the grammar but reports no positions. It is therefore called
 * with runs of bytes that cannot change its state (and the comma after them),
 * and byte by byte for the others: this gives the exact position of each
 * callback. The reader is strict: spaces belong to the cell, and a quote may
 * only enclose a cell or be doubled inside it.
 *
 * @source RFC 4180
 */
struct csv_reader {
    const char *file;  ///< for locations
    const char *bytes; ///< UTF-8, NUL allowed
    size_t length;     ///< of all bytes
    size_t at;         ///< offset of the next byte
    int line;          ///< of the next byte
    int column;        ///< of the next byte
    const int *rows;   ///< for each line its row in the sheet; NULL: no sheet
};

/** A cell; its text is in the record's text and ends with a NUL. */
struct csv_cell {
    size_t start;
    size_t length;
    int line;
    int column;
};

struct csv_record {
    size_t offset; ///< of its first byte
    int line;
    struct buffer text;
    struct csv_cell *cells;
    size_t count;
    size_t capacity;
    bool faulty;        ///< the cells end before the fault
    struct error fault; ///< set if faulty
};

/** @return an empty record; free it with csv_reader_record_free() */
struct csv_record csv_reader_record_new(void);

void csv_reader_record_free(struct csv_record *record);

/**
 * Reads the next record; blank lines are skipped.
 *
 * After a stray or unclosed quote the reader continues on the line after that
 * quote's, so that one error does not hide others.
 *
 * @param reader  moved past the record
 * @param record  [out] its memory is reused
 * @param max     maximum cells to read; SIZE_MAX: all
 * @return false at the end
 * @errors in the record: RULE_CSV_STRAY_QUOTE, RULE_CSV_UNCLOSED_QUOTE,
 *         RULE_CSV_CELL_TOO_LARGE, RULE_TEXT_NUL
 */
bool csv_reader_read(struct csv_reader *reader, struct csv_record *record,
                     size_t max);

/**
 * Reads the next record despite errors: a misplaced quote is text, a cell may
 * have any length, and U+FFFD replaces NUL. The record is never faulty.
 *
 * @param reader  at the first byte of a record; moved as by
 *                csv_reader_read()
 * @param record  [out]
 */
void csv_reader_read_lenient(struct csv_reader *reader,
                             struct csv_record *record);

/** @return a cell's text; "" after the last cell */
const char *csv_reader_text(const struct csv_record *record, size_t cell);

/** @return a cell's location; the whole line after the last cell */
struct location csv_reader_location(const struct csv_reader *reader,
                                    const struct csv_record *record,
                                    size_t cell);

/** @return true if every cell is empty or white space */
bool csv_reader_is_blank(const struct csv_record *record);

#endif
