#ifndef CLI_VERIFICATION_PRINT_H
#define CLI_VERIFICATION_PRINT_H

#include <stdio.h>

#include "verify/verification.h"

/**
 * Prints verifications for people and for programs. Texts from a file are not
 * trusted: control and direction characters are printed as question marks.
 */

/** Prints a block of lines about one file. */
void verification_print_block(const struct verification *verification,
                              FILE *out);

/** Prints the head of the table. */
void verification_print_head(FILE *out);

/** Prints a line of the table, and below it the failed checks. */
void verification_print_row(const struct verification *verification, FILE *out);

/** Prints an object on one line. */
void verification_print_json(const struct verification *verification,
                             FILE *out);

/** Prints the header line of CSV. */
void verification_print_csv_header(FILE *out);

/** Prints one row of CSV. */
void verification_print_csv(const struct verification *verification, FILE *out);

#endif
