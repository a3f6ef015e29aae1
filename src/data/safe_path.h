#ifndef DATA_SAFE_PATH_H
#define DATA_SAFE_PATH_H

#include "base/arena.h"
#include "base/error.h"

/**
 * Finds a file in a folder and nowhere else: no absolute path, no "..", no
 * link that leads out. Folders further down are fine.
 *
 * @param arena   owns the path
 * @param folder  as given, without a trailing slash
 * @param name    the file's name and where it was written
 * @param field   what names it, for the diagnostic
 * @param path    [out] with "<folder>/<name>"
 * @return STATUS_OK or STATUS_INPUT
 * @errors RULE_FILE_OUTSIDE, RULE_FILE_MISSING; the location is that of @p name
 */
enum status safe_path_find(struct arena *arena, const char *folder,
                           struct value name, const char *field,
                           const char **path, struct error *err) MUST_CHECK;

/**
 * Like safe_path_find() for a table, which may also be in the folder for data:
 * named from there, or by a path from the campaign's folder, "../bodies.csv".
 * One in the campaign's folder comes first. "book.xlsx#Sheet" names a sheet of
 * a workbook; the path keeps it.
 *
 * @param data_folder  the setting; its text NULL: there is none
 * @errors RULE_FILE_OUTSIDE, RULE_FILE_MISSING; the location is that of @p name,
 *         or of the setting where there is no such folder
 */
enum status safe_path_find_table(struct arena *arena, const char *folder,
                                 struct value data_folder, struct value name,
                                 const char *field, const char **path,
                                 struct error *err) MUST_CHECK;

#endif
