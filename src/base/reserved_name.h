#ifndef BASE_RESERVED_NAME_H
#define BASE_RESERVED_NAME_H

#include <stdbool.h>

/**
 * Names that no file can have on Windows, with any extension: CON, PRN, AUX,
 * NUL, COM and LPT with a digit, superscript digits included.
 *
 * @source Microsoft, Naming Files, Paths, and Namespaces
 */

/** @return true if Windows takes a file name for a device, ignoring case,
 *  extension, trailing dots and spaces */
bool reserved_name_is(const char *name);

#endif
