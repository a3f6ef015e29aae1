#ifndef TYPE_SFNT_H
#define TYPE_SFNT_H

#include <stddef.h>
#include <stdint.h>

/**
 * A TrueType file as bytes: its table directory, and whether it is whole.
 *
 * HarfBuzz reads damaged files without complaint and leaves out what it cannot
 * read. A letter must not: so files are checked here before it sees them.
 *
 * @source OpenType 1.9, "Organization of an OpenType Font"
 */
struct sfnt {
    const unsigned char *bytes;
    size_t size;
};

/**
 * @param sfnt  a file whose directory is sound, see sfnt_fault()
 * @param tag   four letters
 * @param min   the bytes that will be read
 * @return the table, or NULL where there is none or it is shorter
 */
const unsigned char *sfnt_table(const struct sfnt *sfnt, const char *tag,
                                size_t min);

/** @return what makes the file unfit for a letter, as a message for the user;
 *  NULL: nothing */
const char *sfnt_fault(const struct sfnt *sfnt);

/** Big-endian numbers. */
unsigned sfnt_u16(const unsigned char *at);
int sfnt_i16(const unsigned char *at);
uint32_t sfnt_u32(const unsigned char *at);

#endif
