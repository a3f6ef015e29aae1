#ifndef TYPE_SFNT_H
#define TYPE_SFNT_H

#include <stddef.h>
#include <stdint.h>

/**
 * Checks a TrueType file: its table directory and its completeness.
 *
 * HarfBuzz reads damaged files without an error and leaves out unreadable
 * parts, which a letter must not. Therefore files are checked before HarfBuzz
 * reads them.
 *
 * @source OpenType 1.9, "Organization of an OpenType Font"
 */
struct sfnt {
    const unsigned char *bytes;
    size_t size;
};

/**
 * @param sfnt  a file that sfnt_fault() accepts
 * @param tag   four letters
 * @param min   minimum bytes
 * @return the table, or NULL if it is missing or
 *              shorter
 */
const unsigned char *sfnt_table(const struct sfnt *sfnt, const char *tag,
                                size_t min);

/** @return the reason why the file cannot be used, as a message; or NULL */
const char *sfnt_fault(const struct sfnt *sfnt);

/** Big-endian numbers. */
unsigned sfnt_u16(const unsigned char *at);
int sfnt_i16(const unsigned char *at);
uint32_t sfnt_u32(const unsigned char *at);

#endif
