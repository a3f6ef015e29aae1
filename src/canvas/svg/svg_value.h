#ifndef CANVAS_SVG_VALUE_H
#define CANVAS_SVG_VALUE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"

/**
 * A reader of an attribute's value, from left to right.
 *
 * Each function reads an item and returns true, or leaves the value at the
 * error, sets its message and returns false.
 */
struct svg_value {
    const char *name;        ///< of the attribute
    const char *text;        ///< the whole value; NULL: no such attribute
    const char *at;          ///< next byte; NULL: the attribute itself is wrong
    const char *end;         ///< past the last byte to read
    double whole;            ///< value of 100%; 0: percentages are not allowed
    enum diagnostic_id rule; ///< of a failure
    char message[160];
};

/** @return the value of an attribute, at its beginning */
struct svg_value svg_value_of(const char *name, const char *text);

/** Sets the message of an error at the current byte. @return false */
bool svg_value_fail(struct svg_value *value, enum diagnostic_id rule,
                    const char *format, ...) PRINTF_LIKE(3, 4);

void svg_value_skip_space(struct svg_value *value);

/** Skips white space with at most one comma in it. */
void svg_value_skip_comma(struct svg_value *value);

/** @return true if only white space is left */
bool svg_value_is_empty(struct svg_value *value);

/** Fails unless only white space is left. */
bool svg_value_finish(struct svg_value *value);

/** Skips @p word, in any case, if it is next; never fails. */
bool svg_value_take(struct svg_value *value, const char *word);

/** Reads a number, possibly with exponent, from minus to plus a million. */
bool svg_value_number(struct svg_value *value, double *number);

/**
 * Reads a number with px, pt, pc, mm, cm, in or no unit, or a percentage.
 *
 * @units user units, 96 an inch
 */
bool svg_value_length(struct svg_value *value, double *length);

/** Reads a flag of an arc: a single digit, 0 or 1. */
bool svg_value_flag(struct svg_value *value, bool *flag);

/** Reads a length that is the whole value; @p length is unchanged if the
 *  attribute is missing. */
bool svg_value_only_length(struct svg_value *value, double *length);

#endif
