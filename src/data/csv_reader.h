#ifndef DATA_RECORD_H
#define DATA_RECORD_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buffer.h"
#include "base/error.h"

/**
 * CSV bytes, one record after another, every cell with its place.
 *
 * libcsv knows the grammar but reports no positions, so it is fed stretches
 * that cannot change its state and, alone, each byte that can: then what it
 * calls back is known to a byte. Strict: spaces belong to the cell, a quote
 * stands only around a cell or doubled inside it.
 *
 * Most records are one line without a fault: those are cut at their commas
 * without libcsv, which comes to the same (tests/unit/data/csv_reader.c holds one
 * against the other, as does the fuzzer).
 *
 * @source RFC 4180
 */
struct record_reader {
    const char *file;  ///< for places
    const char *bytes; ///< UTF-8, NUL allowed
    size_t length;     ///< of all bytes
    size_t at;         ///< offset of the next byte
    int line;          ///< of the next byte
    int column;        ///< of the next byte
    size_t seen;       ///< offset behind the last byte that was looked at
};

/** A cell: its text starts in the record's text and ends with a NUL. */
struct record_cell {
    size_t start;
    size_t length;
    int line;
    int column;
};

struct record {
    size_t offset; ///< of its first byte
    int line;
    struct buffer text;
    struct record_cell *cells;
    size_t count;
    size_t room;
    bool faulty;        ///< the cells end before the fault
    struct error fault; ///< filled in where faulty
};

/** @return an empty record; free it with record_free() */
struct record record_new(void);

void record_free(struct record *record);

/**
 * Reads the next record; blank lines are passed over.
 *
 * After a stray or unclosed quote the reader goes on with the line after the
 * one where the quote stands or opened, so that one fault hides no other.
 *
 * @param reader  moved behind the record
 * @param record  filled in; memory is used again
 * @param most    stop after this many cells; SIZE_MAX: read all of them
 * @return false at the end
 * @errors in the record: RULE_CSV_STRAY_QUOTE, RULE_CSV_UNCLOSED_QUOTE,
 *         RULE_CSV_CELL_TOO_LARGE, RULE_TEXT_NUL
 */
bool record_read(struct record_reader *reader, struct record *record,
                 size_t most);

/** record_read() by way of libcsv, whatever the record looks like. */
bool record_read_strictly(struct record_reader *reader, struct record *record,
                          size_t most);

/**
 * Reads the next record as a person would, whatever is wrong with it: a quote
 * that does not belong there is text, a cell may be of any length, and U+FFFD
 * stands for NUL. Never faulty.
 *
 * @param reader  stands at the first byte of a record; is moved as
 *                record_read() moves it
 * @param record  filled in
 */
void record_read_roughly(struct record_reader *reader, struct record *record);

/** A record without faults, being cut at its commas. */
struct record_cutter {
    const char *bytes; ///< of the record, its line end left out
    size_t length;
    size_t at; ///< where the next cell begins; behind the length: none does
    int line;
    int column; ///< of the next cell
    bool ascii;
    bool quoted; ///< some cell is
};

/**
 * Looks whether the next record is one short line in which quotes stand where
 * they may, and no NUL: all that can be done with it is to cut it.
 *
 * @param reader  stands at the first byte of a record; is not moved
 * @param cutter  filled in on success
 */
bool record_is_plain(const struct record_reader *reader,
                     struct record_cutter *cutter);

/** Takes the next cell; its start counts from the record's. What stands there
 *  is its text but for record_undouble(). @return false where there is none
 *  left */
bool record_cut(struct record_cutter *cutter, struct record_cell *cell);

/** Makes one quote of two in a cell that was cut. @return the text's length */
size_t record_undouble(const struct record_cutter *cutter, char *text,
                       size_t length);

/** @return a cell's text; "" behind the last cell */
const char *record_text(const struct record *record, size_t cell);

/** @return a cell's place; the whole line behind the last cell */
struct place record_place(const struct record_reader *reader,
                          const struct record *record, size_t cell);

/** @return whether every cell is empty or white space */
bool record_is_blank(const struct record *record);

#endif
