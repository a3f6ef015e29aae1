#ifndef CLI_LISTING_H
#define CLI_LISTING_H

#include <stdbool.h>
#include <stdio.h>

#include "base/arena.h"
#include "base/diagnostics.h"

/**
 * A table for people and for programs: in columns, as CSV (what a spreadsheet
 * would run is made harmless), as an object a line.
 */
struct listing;

struct listing_column {
    const char *name; ///< in CSV and JSON
    bool shown;       ///< as text too
    bool number;      ///< no quotes in JSON
};

/**
 * @param arena    owns the listing
 * @param columns  kept
 * @param count    how many
 */
struct listing *listing_new(struct arena *arena,
                            const struct listing_column *columns, size_t count);

/** Adds a row: a text for each column; the texts are kept. */
void listing_add(struct listing *listing, const char *const *cells);

/**
 * Prints a table.
 *
 * @param listing  its rows, in the order of adding
 * @param format   text has no header line; a cell on more than one line, or
 *                 with controls, is shown on one with question marks
 * @param out      where to
 */
void listing_print(const struct listing *listing, enum report_format format,
                   FILE *out);

#endif
