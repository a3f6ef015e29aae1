#ifndef DATA_SAFE_PATH_H
#define DATA_SAFE_PATH_H

#include "base/arena.h"
#include "base/error.h"

/**
 * Finds a file in a folder or its subfolders: an absolute path, ".." and a
 * link to another folder are refused.
 *
 * @param arena   owns the path
 * @param folder  as given, without a trailing slash
 * @param name    the file's name and where it was written
 * @param field   the setting, for the diagnostic
 * @param path    [out] "<folder>/<name>"
 * @return STATUS_OK or STATUS_INPUT
 * @errors RULE_FILE_OUTSIDE, RULE_FILE_MISSING; the location is that of @p name
 */
enum status safe_path_find(struct arena *arena, const char *folder,
                           struct value name, const char *field,
                           const char **path, struct error *err) MUST_CHECK;

/**
 * Like safe_path_find() for a table, which may also be in the data folder,
 * with a path from there or from the campaign's folder, "../bodies.csv". The
 * campaign's folder is searched first. "book.xlsx#Sheet" names a sheet of a
 * workbook; the path keeps it.
 *
 * @param data_folder  the setting; text NULL: none
 * @errors RULE_FILE_OUTSIDE, RULE_FILE_MISSING; the location is that of @p
 *         name, or of the setting if its folder does not exist
 */
enum status safe_path_find_table(struct arena *arena, const char *folder,
                                 struct value data_folder, struct value name,
                                 const char *field, const char **path,
                                 struct error *err) MUST_CHECK;

#endif
