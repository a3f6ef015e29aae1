#ifndef DATA_POSTAL_ADDRESS_H
#define DATA_POSTAL_ADDRESS_H

#include <stddef.h>

#include "base/diagnostics.h"
#include "data/postcode.h"

/**
 * The lines of a postal address in an envelope's window.
 *
 * @source GOV.UK Notify's rules for letters, made stricter: 3 to 7 lines, the
 *         last a UK postcode or a country; BFPO numbers; no line that begins
 *         with a bracket or another sign
 */

enum { POSTAL_ADDRESS_LINES_MIN = 3, POSTAL_ADDRESS_LINES_MAX = 7 };

/** A line, with its cell. */
struct postal_line {
    const char *text;
    const char *column; ///< or NULL
    struct location location;
};

struct postal_address {
    const char *code;    ///< the council's
    struct location row; ///< its row
    size_t above;        ///< lines of the addressee above it in the window
    struct location addressee; ///< of the setting
    struct postal_line *lines;
    size_t count;
    char postcode[POSTCODE_SIZE]; ///< "": abroad, or a BFPO without one
};

/** The English names of foreign countries for the last line of an address, one
 *  a line: assets/countries.txt. NUL-terminated. */
extern const unsigned char country_names[];

/**
 * Checks an address and normalises its postcode. A last line that names the
 * United Kingdom is dropped.
 *
 * @param arena        owns changed lines
 * @param address      its lines not blank; changed
 * @param diagnostics  every error, with its cell
 * @return STATUS_OK or STATUS_INPUT
 * @errors RULE_ADDRESS_MISSING, RULE_ADDRESS_SYNTAX, RULE_ADDRESS_CHANGED
 */
enum status postal_address_check(struct arena *arena,
                                 struct postal_address *address,
                                 struct diagnostics *diagnostics) MUST_CHECK;

#endif
