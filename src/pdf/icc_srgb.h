#ifndef PDF_ICC_SRGB_H
#define PDF_ICC_SRGB_H

/**
 * The sRGB colour space as an ICC profile: what the colours of a letter mean.
 *
 * `assets/pdf/srgb.icc` is this project's own, under its licence; it was
 * computed once, by code that the history of `src/pdf/icc_srgb.c` has. Version
 * 2.1, display class, matrix and a tone curve of 65 points, which is off by a
 * fortieth of what eight bits can tell apart, at most. Its date is the
 * standard's own year.
 *
 * @source IEC 61966-2-1 for primaries, white and curve; ICC.1:2001-04 for the
 *         file; Bradford's matrix (ICC.1:2010, annex E) from D65 to D50
 */
enum { ICC_SRGB_SIZE = 596 };

/** The file, put into the program by src/embed.cmake, and a NUL. */
extern const unsigned char icc_srgb[ICC_SRGB_SIZE + 1];

#endif
