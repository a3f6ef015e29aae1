#ifndef BASE_ERROR_H
#define BASE_ERROR_H

#include "base/rule.h"

/**
 * One thing that is wrong, and where.
 *
 * The reader of a file sets the location, and each value keeps it, so that any
 * later stage can report line 214. The message is one impersonal line without
 * a full stop; it does not repeat the location.
 */

#define MUST_CHECK __attribute__((warn_unused_result))
#define PRINTF_LIKE(at, first) __attribute__((format(printf, at, first)))

/** A point in an input file. */
struct location {
    const char *file; ///< as the user wrote it; NULL: no file
    int line;         ///< from 1; 0: the file as a whole
    int column;       ///< in characters, from 1; 0: the line as a whole; in a
                      ///< sheet of a workbook LOCATION_CELL + its column
};

#define NO_LOCATION ((struct location){NULL, 0, 0})

/** A cell of a sheet is printed as "figures.xlsx:Figures!C14". */
enum { LOCATION_CELL = 1 << 24, LOCATION_SIZE = 512 };

/** @return the column as a number from 1, in characters or cells; 0: none */
static inline int location_column(struct location location)
{
    return location.column % LOCATION_CELL;
}

/**
 * Prints a location as "figures.csv:3:14".
 *
 * @param text  [out] a file name that is too long is cut
 * @return @p text
 */
const char *error_print_location(struct location location,
                                 char text[static LOCATION_SIZE]);

struct error {
    enum diagnostic_id rule;
    struct location location; ///< its file must outlive the error
    char code[64];            ///< the council's code, or empty
    char field[128];          ///< the column, key or statistic, or empty
    char message[512];        ///< one line
};

/** A value from an input file, with its location. */
struct value {
    const char *text; ///< UTF-8; NULL: not given
    struct location location;
};

/**
 * Fills in @p err.
 *
 * @param err       the error to fill; its code is unchanged
 * @param rule      what is wrong
 * @param location  where
 * @param field     the column, key or statistic, or NULL
 * @param format    the message, as for printf; a message that is too long is
 *                  cut
 * @return the rule's status, so that `return error_set(...)` is one line
 */
enum status error_set(struct error *err, enum diagnostic_id rule,
                      struct location location, const char *field,
                      const char *format, ...) PRINTF_LIKE(5, 6);

/**
 * Sets @p err from errno: RULE_FILE_FULL if the disk, the quota or the table
 * of file handles is full, else @p rule.
 *
 * @param err   the error to fill
 * @param rule  for any other errno
 * @param path  the file of the failed call; becomes the location
 * @param verb  the failed operation: "open", "write"
 * @return the rule's status
 */
enum status error_set_errno(struct error *err, enum diagnostic_id rule,
                            const char *path, const char *verb);

#endif
