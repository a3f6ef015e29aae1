#ifndef VERIFY_CLAIMS_H
#define VERIFY_CLAIMS_H

#include "verify/verification.h"

/**
 * Conditions that a file has to meet for what it claims about its form: those
 * that are necessary, cheap, and can be checked by machine.
 *
 * @source ISO 14289-1 (PDF/UA-1); ISO 19005-1, -2, -3 (PDF/A); the clauses
 *         stand in the table of conditions.c
 */

/** Fills in the verification's claims and adds a fault for each that fails. */
void claims_check(struct verification *verification);

#endif
