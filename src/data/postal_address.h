#ifndef DATA_POSTAL_ADDRESS_H
#define DATA_POSTAL_ADDRESS_H

#include <stddef.h>

#include "base/diagnostics.h"
#include "data/postcode.h"

/**
 * The lines of an address, as a window shows them and a sorting machine reads
 * them.
 *
 * @source GOV.UK Notify's rules for letters, of which these are a stricter
 *         reading: 3 to 7 lines, the last a UK postcode or a country; BFPO
 *         numbers; no line that begins with a bracket or another sign
 */

enum { POSTAL_ADDRESS_LINES_MIN = 3, POSTAL_ADDRESS_LINES_MAX = 7 };

/** A line and the cell that it comes from. */
struct postal_line {
    const char *text;
    const char *column; ///< or NULL
    struct location location;
};

struct postal_address {
    const char *code;          ///< the council's
    struct location row;       ///< its row
    size_t above;              ///< lines of the addressee, in the same window
    struct location addressee; ///< of the setting
    struct postal_line *lines;
    size_t count;
    char postcode[POSTCODE_SIZE]; ///< "": abroad, or a BFPO without one
};

/** Names of the countries abroad, in English, a line each, as the last line of
 *  an address has them: assets/countries.txt. Ends with a NUL. */
extern const unsigned char country_names[];

/**
 * Checks an address and brings its postcode into the form that is printed. A
 * last line that names the United Kingdom is dropped.
 *
 * @param arena        owns texts that are changed
 * @param address      its lines not blank; changed
 * @param diagnostics  gets every fault, with its cell
 * @return STATUS_OK or STATUS_INPUT
 * @errors RULE_ADDRESS_MISSING, RULE_ADDRESS_SYNTAX, RULE_ADDRESS_CHANGED
 */
enum status postal_address_check(struct arena *arena,
                                 struct postal_address *address,
                                 struct diagnostics *diagnostics) MUST_CHECK;

#endif
