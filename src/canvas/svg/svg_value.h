#ifndef CANVAS_SVG_VALUE_H
#define CANVAS_SVG_VALUE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"

/**
 * An attribute's value while it is read, from left to right.
 *
 * Every reader here takes what it names from the front and returns true, or
 * leaves the value at what is wrong, says why in it and returns false.
 */
struct svg_value {
    const char *name; ///< of the attribute
    const char *text; ///< the whole value; NULL: there is no such attribute
    const char *at;   ///< what comes next; NULL: the attribute itself is wrong
    const char *end;  ///< past the last byte to read
    double whole;     ///< what 100% is; 0: percentages are not read
    enum diagnostic_id rule; ///< of a failure
    char message[160];
};

/** @return the value of an attribute, at its beginning */
struct svg_value svg_value_of(const char *name, const char *text);

/** Says what is wrong at the current place. @return false */
bool svg_value_fail(struct svg_value *value, enum diagnostic_id rule,
                    const char *format, ...) PRINTF_LIKE(3, 4);

void svg_value_skip_space(struct svg_value *value);

/** Skips white space with at most one comma in it. */
void svg_value_skip_comma(struct svg_value *value);

/** @return true if nothing but white space is left */
bool svg_value_is_empty(struct svg_value *value);

/** Fails where anything but white space is left. */
bool svg_value_finish(struct svg_value *value);

/** Takes @p word if it comes next, whatever its case; never fails. */
bool svg_value_take(struct svg_value *value, const char *word);

/** A number, exponent allowed, between a million and minus a million. */
bool svg_value_number(struct svg_value *value, double *number);

/**
 * A number with px, pt, pc, mm, cm, in or no unit, or a percentage.
 *
 * @units user units, of which an inch has 96
 */
bool svg_value_length(struct svg_value *value, double *length);

/** One of an arc's flags: a single digit, 0 or 1. */
bool svg_value_flag(struct svg_value *value, bool *flag);

/** One length and nothing after it; @p length keeps its value where the
 *  attribute is not there. */
bool svg_value_only_length(struct svg_value *value, double *length);

#endif
