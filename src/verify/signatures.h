#ifndef DELIVERY_SEALS_H
#define DELIVERY_SEALS_H

#include "verify/verification.h"

/**
 * Judges the seals of a file: each has to hold, the last has to cover the file
 * to its end, and after the others nothing may have been added but seals.
 *
 * @param verdict  gets what became of each seal, and a fault for each thing
 *                 that is wrong
 * @param bytes    the whole file
 * @param terms    what is asked
 */
void seals_judge(struct verdict *verdict, const void *bytes,
                 const struct verdict_terms *terms);

#endif
