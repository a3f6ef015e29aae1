#ifndef DATA_FILE_KIND_H
#define DATA_FILE_KIND_H

#include <stddef.h>

/**
 * Recognises binary and office files by their first bytes, whatever their
 * name.
 */

/**
 * @param bytes   a file, or its beginning
 * @param length  bytes
 * @return what the file is and what to do, for a message: "an Excel workbook
 *         and no text; in Excel choose Save As, CSV UTF-8"; NULL: maybe text
 * @source APPNOTE.TXT 4.3.7 (ZIP); ECMA-376-2 (Open Packaging);
 *         OASIS OpenDocument 1.2 part 3; [MS-CFB] 2.2
 */
const char *file_kind_name(const char *bytes, size_t length);

#endif
