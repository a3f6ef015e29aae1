#ifndef DATA_POSTCODE_H
#define DATA_POSTCODE_H

#include <stdbool.h>

/**
 * Postcodes of the United Kingdom, Jersey, Guernsey and the Isle of Man.
 *
 * @source BS 7666 and Royal Mail's Programmers' Guide for the forms; the areas
 *         as of 2026
 */

enum { POSTCODE_SIZE = 10 };

/**
 * Reads a postcode in any case, with any spaces.
 *
 * @param text      UTF-8
 * @param postcode  [out] on success in capitals, one space before the last
 *                  three: "SW1A 1AA"
 * @return true if its form and its area exist
 */
bool postcode_read(const char *text, char postcode[static POSTCODE_SIZE]);

/** @return the length of a postcode's area: 2 for "SW1A 1AA" */
int postcode_area_size(const char *postcode);

#endif
