#ifndef PDF_ICC_SRGB_H
#define PDF_ICC_SRGB_H

/**
 * The sRGB colour space as an ICC profile, for the colours of a letter.
 *
 * `assets/pdf/srgb.icc` is this project's own, under its licence; the code
 * that computed it is in the history of `src/pdf/icc_srgb.c`. Version 2.1,
 * display class, with a matrix and a tone curve of 65 points, whose maximum
 * error is a fortieth of an eight-bit step. Its date is the standard's year.
 *
 * @source IEC 61966-2-1 for primaries, white and curve; ICC.1:2001-04 for the
 *         file; Bradford's matrix (ICC.1:2010, annex E) from D65 to D50
 */
enum { ICC_SRGB_SIZE = 596 };

/** The file, embedded by src/embed.cmake, and a NUL. */
extern const unsigned char icc_srgb[ICC_SRGB_SIZE + 1];

#endif
