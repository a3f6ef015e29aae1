#ifndef DATA_WORKBOOK_H
#define DATA_WORKBOOK_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/error.h"
#include "data/number_format.h"

/**
 * An .xlsx file: its sheets and the strings and styles they share. Its parts
 * are XML in a ZIP archive; libzip inflates them in pieces for expat, up to a
 * limit.
 *
 * @source ECMA-376-1, 18 (SpreadsheetML); ECMA-376-2 (Open Packaging)
 */
struct workbook {
    const char *file; ///< its name in diagnostics
    struct workbook_sheet *sheets;
    size_t sheet_count;
    bool since_1904;               ///< days are counted from 1904
    struct number_format *formats; ///< by a cell's style
    size_t format_count;
    struct buffer strings;  ///< shared by cells, each with a NUL
    size_t *string_offsets; ///< into strings
    size_t string_count;
    struct zip *archive;
};

struct workbook_sheet {
    const char *name;
    const char *relation; ///< its id
    const char *part;     ///< its file in the archive; NULL: not a table
    bool hidden;
};

/** Maximum inflated bytes of a part, and maximum columns of a sheet. */
enum { WORKBOOK_PART_LIMIT = 256 * 1024 * 1024, WORKBOOK_COLUMNS = 16384 };

/** Callbacks for the elements of a part; names without prefix. */
struct workbook_handlers {
    void (*start)(void *context, const char *name, const char **attributes);
    void (*end)(void *context, const char *name);
    void (*text)(void *context, const char *text, size_t length);
    void *context;
    const bool *full; ///< true: stop with an error; or NULL
};

/**
 * @return the sheet's name in "book.xlsx#Sheet", "" for "book.xlsx", NULL if
 *         the path is not of a workbook
 */
const char *workbook_sheet_name(const char *path);

/** @return the length of a path without "#Sheet" */
size_t workbook_path_length(const char *path);

/**
 * Opens a workbook and reads its shared strings and styles.
 *
 * @param arena  owns sheets and formats
 * @param path   of the file
 * @param shown  its name in diagnostics
 * @return STATUS_OK or STATUS_INPUT
 * @errors RULE_FILE_UNREADABLE, RULE_WORKBOOK_UNREADABLE: not an .xlsx file,
 *         protected, damaged, or with a part larger than WORKBOOK_PART_LIMIT
 * @owner  the caller, who closes it, also after a failure
 */
enum status workbook_open(struct arena *arena, const char *path,
                          const char *shown, struct workbook *workbook,
                          struct error *err) MUST_CHECK;

void workbook_close(struct workbook *workbook);

/**
 * Reads one part of the archive.
 *
 * @param part  its name, in any case
 * @return STATUS_OK or STATUS_INPUT
 * @errors RULE_WORKBOOK_UNREADABLE
 */
enum status workbook_read_part(struct workbook *workbook, const char *part,
                               const struct workbook_handlers *handlers,
                               struct error *err) MUST_CHECK;

/** @return the value of an attribute (name without prefix), or NULL */
const char *workbook_attribute(const char **attributes, const char *name);

#endif
