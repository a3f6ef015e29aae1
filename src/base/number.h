#ifndef BASE_NUMBER_H
#define BASE_NUMBER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/**
 * Reads numbers from spreadsheets and prints numbers for letters. The locale
 * is ignored, and counts never pass through floating point.
 */

enum { NUMBER_COUNT_SIZE = 32, NUMBER_REAL_SIZE = 32 };

/** The largest count a cell may hold; count * 200 still fits in 64 bits. */
#define NUMBER_COUNT_MAX INT64_C(999999999999999)

/**
 * Reads a whole number as spreadsheets write it: "17", " 17 ", "1,234",
 * "17.0".
 *
 * @param text   UTF-8
 * @param count  [out] on success 0 to NUMBER_COUNT_MAX
 * @return false for anything else: "", "17.5", "1e3", "-3", "1,23", "12,34",
 *         digits that are not ASCII, more than 15 digits
 */
bool number_parse_count(const char *text, int64_t *count);

/** Maximum digits of a count that a cell may hold. */
enum { NUMBER_DIGITS = 15 };

/** @return the number of digits of a count that has more than NUMBER_DIGITS; 0
 *  for any other text */
int number_digits_over(const char *text);

/**
 * Reads a decimal number, "12", "-0.5", without exponent.
 *
 * @param text   the whole text must be the number
 * @param value  [out] on success
 */
bool number_parse_real(const char *text, double *value);

/** Maximum digits of any number. */
enum { NUMBER_DIGITS_MAX = 20 };

/**
 * Writes a number's decimal digits before @p end, without a NUL.
 *
 * @param end    with at least NUMBER_DIGITS_MAX bytes before it
 * @param value  the number
 * @return the first digit
 */
char *number_put_digits(char *end, uint64_t value);

/** Prints a count with thousands separators: "1,234". @return @p text */
char *number_print_count(char text[static NUMBER_COUNT_SIZE], int64_t count);

/**
 * Prints a number with at most three decimals, a point, no exponent, no
 * trailing zero and no "-0".
 *
 * @param text   [out]
 * @param value  at most a thousand million from zero
 * @return the length
 */
size_t number_print_real(char text[static NUMBER_REAL_SIZE], double value);

#endif
