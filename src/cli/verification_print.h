#ifndef CLI_VERDICT_PRINT_H
#define CLI_VERDICT_PRINT_H

#include <stdio.h>

#include "verify/verification.h"

/**
 * Verdicts for people and for programs. What a file says of itself is not
 * trusted: controls and marks of direction are printed as question marks.
 */

/** Prints a block of lines about one file. */
void verdict_print_block(const struct verdict *verdict, FILE *out);

/** Prints the head of the table. */
void verdict_print_head(FILE *out);

/** Prints a line of the table, and below it what does not hold. */
void verdict_print_row(const struct verdict *verdict, FILE *out);

/** Prints an object on one line. */
void verdict_print_json(const struct verdict *verdict, FILE *out);

/** Prints the header line of CSV. */
void verdict_print_csv_header(FILE *out);

/** Prints one row of CSV. */
void verdict_print_csv(const struct verdict *verdict, FILE *out);

#endif
