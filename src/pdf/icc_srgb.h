#ifndef PDF_ICC_SRGB_H
#define PDF_ICC_SRGB_H

#include "base/buffer.h"

/**
 * The sRGB colour space as an ICC profile: what the colours of a letter mean.
 *
 * Version 2.1, display class, matrix and tone curve, in half a kilobyte. The
 * curve is off by a fortieth of what eight bits can tell apart, at most.
 *
 * @param buffer  gets the profile; always the same bytes
 * @source IEC 61966-2-1 for primaries, white and curve; ICC.1:2001-04 for the
 *         file; Bradford's matrix (ICC.1:2010, annex E) from D65 to D50
 */
void icc_srgb_add(struct buffer *buffer);

#endif
